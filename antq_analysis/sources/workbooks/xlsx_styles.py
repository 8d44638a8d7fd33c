"""Formats of an .xlsx workbook that change what a reader sees: percentages, struck text, raised and lowered runs."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from antq_analysis.sources.workbooks.marks import FormattedRuns
from antq_analysis.sources.workbooks.number_formats import may_show_otherwise

_XF = re.compile(rb"<(?:\w+:)?xf\b[^<>]*>")
_FONT = re.compile(rb"<(?:\w+:)?font\b")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b[^<>]*>")
_FORMAT_ID, _FORMAT_CODE = re.compile(rb'\bnumFmtId="(\d+)"'), re.compile(rb'\bformatCode="([^"]*)"')
_FONT_ID = re.compile(rb'\bfontId="(\d+)"')
_LITERAL = re.compile(rb"&quot;.*?&quot;|\\.")
_LITERAL_TEXT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DATE_PARTS = re.compile(r"[dmyhs]", re.IGNORECASE)
_BUILT_IN_PERCENT = {b"9", b"10"}
_STRING = re.compile(rb"<(?:\w+:)?si\b")
_RUN = re.compile(rb"<(?:\w+:)?r>")
_RUN_END = re.compile(rb"</(?:\w+:)?r>")
_RUN_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)</")
_RAISED = re.compile(rb"<(?:\w+:)?vertAlign\b[^<>]*\bval=\"(superscript|subscript)\"")
_STRUCK = re.compile(rb"<(?:\w+:)?strike\b(?![^<>]*\bval=\"(?:0|false)\")")


@dataclass(frozen=True)
class Styles:
    """Which styles and shared strings of a workbook tell something beyond their text.

    Parameters
    ----------
    percent, struck
        Numbers of the cell styles that show a percentage, or strike their text through.
    otherwise
        Formats that may make a number look like something else, by the number of the cell style.
    strings
        Shared strings with raised, lowered or struck runs by their number.
    """

    percent: frozenset[int]
    otherwise: Mapping[int, str]
    struck: frozenset[int]
    strings: Mapping[int, FormattedRuns]


def read_styles(styles: bytes, shared: bytes) -> Styles:
    """Read the formats that tell something.

    Parameters
    ----------
    styles
        The XML of the styles of a workbook; empty where it has none.
    shared
        The XML of its shared strings; empty where it has none.

    Returns
    -------
    Styles
        What was found.
    """
    codes = set(_BUILT_IN_PERCENT)
    telling: dict[bytes, str] = {}
    for tag in _FORMAT.findall(styles):
        number, code = _FORMAT_ID.search(tag), _FORMAT_CODE.search(tag)
        if number and code and b"%" in _LITERAL.sub(b"", code.group(1)):
            codes.add(number.group(1))
        elif number and code:
            written = html.unescape(code.group(1).decode("utf-8", "replace"))
            if not _DATE_PARTS.search(_LITERAL_TEXT.sub("", written)) and may_show_otherwise(written):
                telling[number.group(1)] = written
    fonts = _FONT.split(_block(styles, b"fonts"))[1:]
    struck = {str(i).encode() for i, font in enumerate(fonts) if _STRUCK.search(font)}
    formats = _XF.findall(_block(styles, b"cellXfs"))
    return Styles(
        frozenset(i for i, tag in enumerate(formats) if _first(_FORMAT_ID, tag) in codes),
        {i: telling[own] for i, tag in enumerate(formats) if (own := _first(_FORMAT_ID, tag)) in telling},
        frozenset(i for i, tag in enumerate(formats) if _first(_FONT_ID, tag) in struck),
        _formatted_strings(shared),
    )


def _block(styles: bytes, name: bytes) -> bytes:
    start = re.search(rb"<(?:\w+:)?" + name + rb"\b", styles)
    end = re.search(rb"</(?:\w+:)?" + name + rb">", styles)
    return styles[start.end() : end.start()] if start and end else b""


def _first(pattern: re.Pattern[bytes], tag: bytes) -> bytes:
    found = pattern.search(tag)
    return found.group(1) if found else b""


def _formatted_strings(shared: bytes) -> Mapping[int, FormattedRuns]:
    if b"vertAlign" not in shared and b"strike" not in shared:
        return {}
    items = enumerate(_STRING.split(shared)[1:])
    return {number: runs for number, item in items if (runs := text_runs(item))}


def text_runs(item: bytes) -> FormattedRuns | None:
    """Read the runs of one rich text.

    Parameters
    ----------
    item
        The XML of one shared or inline string.

    Returns
    -------
    FormattedRuns or None
        The runs; None where no run is raised, lowered or struck.
    """
    runs = []
    for piece in _RUN.split(item)[1:]:
        run = _RUN_END.split(piece, maxsplit=1)[0]
        text = html.unescape(b"".join(_RUN_TEXT.findall(run)).decode("utf-8", "replace"))
        raised, struck = _RAISED.search(run), _STRUCK.search(run)
        how = raised.group(1).decode() if raised else "strike" if struck else ""
        runs.append((text, how))
    return FormattedRuns(runs) if any(how and text.strip() for text, how in runs) else None
