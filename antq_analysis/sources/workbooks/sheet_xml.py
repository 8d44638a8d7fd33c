"""What the fast reader does not hand over of an .xlsx sheet: errors, formulas never computed, formats, hidden parts."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from antq_analysis.sources.workbooks.marks import CellError, FormattedRuns, Raw, Uncomputed, column_number
from antq_analysis.sources.workbooks.sheet import Place
from antq_analysis.sources.workbooks.xlsx_styles import Styles, text_runs

_ROOT = re.compile(rb"<([\w.-]+):worksheet[\s>]")
_FORMULA = rb"<f(?:[^<>]*/|(?:\s[^<>]*)?>[^<]*</f)>"
# A plain cell lies within 104 columns and 39,999 rows and holds a saved value or one text. Every other one is looked at
# closely, so that one search finds at once what is far away, unplaced, an error, never computed, or formatted.
_CELL = (
    rb"<c(?! r=\"[A-C]?[A-Z][1-3]?[0-9]{1,4}\"(?: s=\"%s[0-9]++\")?+(?:(?: t=\"(?:[snb]|str)\")?+"
    rb"(?:><v>[^<]|/>|></c>|>%s<v>(?!<|0[<.]))"
    rb'| t="inlineStr"><is><t(?: xml:space="preserve")?+>[^<]*+</t></is></c>)'
    rb'| r="[A-Z]++[0-9]++"(?: s="[0-9]++")?+(?:/>|></c>))(?=[\s/>])'
    rb'(?: r="([A-Z]++)([0-9]++)" s="([0-9]++)"(?: t="[snb]")?+><v>[^<])?'
)
_REFERENCE = re.compile(rb'\sr="([A-Z]+)([0-9]+)"')
_TYPE = re.compile(rb'\st="(\w+)"')
_STYLE = re.compile(rb'\ss="([0-9]+)"')
_FORMULA_PARTS = re.compile(rb"<f(?:[^<>]*/>|(?:\s[^<>]*)?>([^<]*)</f>)")
_VALUE = re.compile(rb"<v(?:\s[^<>]*)?>([^<]*)<")
_ZERO = re.compile(rb"\s*0(?:\.0*)?\s*")
_LONGEST_TAG = 500
_HIDDEN_ROW = re.compile(rb"<row\b(?=[^<>]*\bhidden=\"(?:1|true)\")[^<>]*?\br=\"(\d+)\"")
_HIDDEN_COLUMN = re.compile(rb"<col\b(?=[^<>]*\bhidden=\"(?:1|true)\")[^<>]*>")
_LOWEST, _HIGHEST = re.compile(rb'\bmin="(\d+)"'), re.compile(rb'\bmax="(\d+)"')


@dataclass
class SheetMarks:
    """What stands in the XML of one sheet beside plain values.

    Parameters
    ----------
    values
        Errors, formulas never computed and texts with raised or struck runs, by row and column from 0.
    percent
        Cells that are formatted as percentages.
    otherwise
        Formats of cells whose number may look like something else.
    struck
        Filled cells whose font is struck through.
    height, width
        How far filled cells reach beyond the near ones; 0 where none does.
    unplaced
        Whether cells do not say where they stand, so that the sheet cannot be read with certainty.
    """

    values: dict[Place, Raw] = field(default_factory=dict)
    percent: list[Place] = field(default_factory=list)
    otherwise: dict[Place, str] = field(default_factory=dict)
    struck: set[Place] = field(default_factory=set)
    height: int = 0
    width: int = 0
    unplaced: bool = False

    def add(self, at: Place, style: int, styles: Styles) -> None:
        """Enter a filled cell that is not plain.

        Parameters
        ----------
        at
            Its row and column.
        style
            Number of its style.
        styles
            Which styles tell something.
        """
        self.height, self.width = max(self.height, at[0] + 1), max(self.width, at[1] + 1)
        if style in styles.percent:
            self.percent.append(at)
        if style in styles.otherwise:
            self.otherwise[at] = styles.otherwise[style]
        if style in styles.struck:
            self.struck.add(at)


def plain_tags(xml: bytes) -> bytes:
    """Take the prefix from the tags of a sheet whose writer gave every tag one.

    Parameters
    ----------
    xml
        The XML of one sheet.

    Returns
    -------
    bytes
        The XML with ``<c>`` for ``<x:c>``.
    """
    root = _ROOT.search(xml[:4096])
    if root is None:
        return xml
    prefix = root.group(1) + b":"
    return xml.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</")


def sheet_marks(xml: bytes, styles: Styles, placeholders: bool) -> SheetMarks:
    """Find all that is not plain in a sheet.

    Parameters
    ----------
    xml
        The XML of one sheet, as :func:`plain_tags` returns it.
    styles
        Which styles and shared strings tell something.
    placeholders
        Whether a saved result 0 may be a placeholder of the program that wrote the file.

    Returns
    -------
    SheetMarks
        What was found.
    """
    marks = SheetMarks()
    telling = b"|".join(
        str(style).encode() for style in sorted(styles.percent | styles.struck | styles.otherwise.keys())
    )
    other = b'(?!(?:%s)")' % telling if telling else b""
    end = 0
    for found in re.finditer(_CELL % (other, _FORMULA), xml):
        letters, row, style = found.groups()
        if found.start() < end:
            raise ValueError("a cell within a cell")
        if letters:
            marks.add((int(row) - 1, _column(letters)), int(style), styles)
        else:
            end = _look_closely(marks, xml, found.start(), styles, placeholders)
    _shared_runs(marks, xml, styles.strings)
    return marks


def _look_closely(marks: SheetMarks, xml: bytes, start: int, styles: Styles, placeholders: bool) -> int:
    """Enter one cell; returns where it ends."""
    tag_end = xml.index(b">", start)
    tag = xml[start:tag_end]
    place, style = _REFERENCE.search(tag), _STYLE.search(tag)
    end = tag_end if tag.endswith(b"/") else xml.index(b"</c>", tag_end)
    content = xml[tag_end + 1 : end]
    if place is None:
        marks.unplaced = True
    elif content:
        at = int(place.group(2)) - 1, _column(place.group(1))
        marks.add(at, int(style.group(1)) if style else 0, styles)
        kind = _TYPE.search(tag)
        value = _special(kind.group(1) if kind else b"n", content, placeholders)
        if value is not None:
            marks.values[at] = value
    return end


def _special(kind: bytes, content: bytes, placeholders: bool) -> Raw:
    written = _VALUE.search(content)
    value = written.group(1) if written else b""
    if kind == b"e":
        return CellError(value.decode() or "#")
    if kind == b"inlineStr":
        return text_runs(content)
    formula = _FORMULA_PARTS.search(content)
    if formula is None or (kind == b"str" and written):
        return None
    if not value or (placeholders and kind == b"n" and _ZERO.fullmatch(value)):
        return Uncomputed(html.unescape((formula.group(1) or b"").decode()))
    return None


@cache
def _column(letters: bytes) -> int:
    return column_number(letters.decode())


def _shared_runs(marks: SheetMarks, xml: bytes, strings: Mapping[int, FormattedRuns]) -> None:
    if not strings:
        return
    numbers = b"|".join(str(number).encode() for number in strings)
    for found in re.finditer(rb"<v>\s*(" + numbers + rb")\s*</v>", xml):
        start = xml.rfind(b"<c ", max(0, found.start() - _LONGEST_TAG), found.start())
        tag = xml[start : xml.find(b">", start)]
        kind, place = _TYPE.search(tag), _REFERENCE.search(tag)
        if kind and kind.group(1) == b"s" and place:
            at = int(place.group(2)) - 1, _column(place.group(1))
            marks.values[at] = strings[int(found.group(1))]


def hidden_rows(xml: bytes, height: int) -> frozenset[int]:
    """List hidden rows.

    Parameters
    ----------
    xml
        The XML of one sheet, as :func:`plain_tags` returns it.
    height
        How many rows hold anything.

    Returns
    -------
    frozenset of int
        Counted from 0, below `height`.
    """
    return frozenset(row for found in _HIDDEN_ROW.findall(xml) if (row := int(found) - 1) < height)


def hidden_columns(xml: bytes, width: int) -> frozenset[int]:
    """List hidden columns.

    Parameters
    ----------
    xml
        The XML of one sheet, as :func:`plain_tags` returns it.
    width
        How many columns hold anything.

    Returns
    -------
    frozenset of int
        Counted from 0, below `width`.
    """
    found: set[int] = set()
    for tag in _HIDDEN_COLUMN.findall(xml):
        low, high = _LOWEST.search(tag), _HIGHEST.search(tag)
        if low and high:
            found.update(range(int(low.group(1)) - 1, min(int(high.group(1)), width)))
    return frozenset(found)
