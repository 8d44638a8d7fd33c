"""Formats of an .ods workbook that change what a reader sees: struck, raised and lowered text, hidden sheets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "

_RAISED = re.compile(r"(super|sub|-?\d+(?:\.\d+)?%)")


@dataclass
class OdsStyles:
    """Which styles tell something beyond their text.

    Parameters
    ----------
    runs
        By name of a text style: ``superscript``, ``subscript`` or ``strike``.
    struck
        By name of a cell style, whether it strikes its text through.
    hidden
        Names of the table styles that hide a sheet.
    pages
        By name of a table style the kind of page on which a sheet is printed.
    """

    runs: dict[str, str] = field(default_factory=dict)
    struck: dict[str, bool] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    pages: dict[str, str] = field(default_factory=dict)


def read_ods_styles(*parts: bytes) -> OdsStyles:
    """Read the styles of a workbook.

    Parameters
    ----------
    *parts
        The XML that holds styles: the common ones first, then those of the content.

    Returns
    -------
    OdsStyles
        What was found; a style takes from its parent what it does not say itself.
    """
    found = OdsStyles()
    for xml in parts:
        if xml:
            _read(xml, found)
    return found


def _read(xml: bytes, found: OdsStyles) -> None:
    family = name = ""

    def start(tag: str, values: Mapping[str, str]) -> None:
        nonlocal family, name
        if tag in (STYLE + "style", STYLE + "default-style"):
            family, name = values.get(STYLE + "family", ""), values.get(STYLE + "name", "")
            parent = values.get(STYLE + "parent-style-name", "")
            if family == "table-cell":
                found.struck[name] = found.struck.get(parent, found.struck.get("", False))
            elif family == "text" and parent in found.runs:
                found.runs[name] = found.runs[parent]
            elif family == "table":
                found.pages[name] = values.get(STYLE + "master-page-name", "")
        elif tag == STYLE + "text-properties":
            _text_properties(found, family, name, values)
        elif (tag, family) == (STYLE + "table-properties", "table") and (
            values.get(TABLE + "display") == "false"
        ):
            found.hidden.add(name)

    def end(tag: str) -> None:
        nonlocal family
        if tag in (STYLE + "style", STYLE + "default-style"):
            family = ""

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    # Styles stand before the sheets: what follows is not looked at for them.
    body = xml.find(b":body")
    parser.Parse(xml if body < 0 else xml[: xml.rfind(b"<", 0, body)], False)


def _text_properties(found: OdsStyles, family: str, name: str, values: Mapping[str, str]) -> None:
    line = values.get(STYLE + "text-line-through-style") or values.get(STYLE + "text-line-through-type")
    position = _RAISED.match(values.get(STYLE + "text-position", ""))
    if family == "table-cell" and line is not None:
        found.struck[name] = line != "none"
    if family != "text":
        return
    if line is not None and line != "none":
        found.runs[name] = "strike"
    if position and not position[1].startswith("0%"):
        lowered = position[1] == "sub" or position[1].startswith("-")
        found.runs[name] = "subscript" if lowered else "superscript"
