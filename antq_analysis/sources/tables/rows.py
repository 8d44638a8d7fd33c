"""What each row of a table is: a unit, a heading, a total, a numbering row, or words around the table."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from antq_analysis.places.matching.names import DISTRICT_TYPES, fold, split_type
from antq_analysis.sources.forms.header import is_unit_note, label, name_label
from antq_analysis.sources.tables.values import is_value_word
from antq_analysis.sources.workbooks.marks import Raw

_TOTAL = re.compile(
    r"(?:tổng(?: số| cộng)?|cộng(?: chung| dồn)?)(?: toàn)?"
    r"(?: (?:tỉnh|huyện|thành phố|thị xã|quận|xã|đơn vị|các|của|\d+)\b.*)?[:.]?"
    r"|toàn (?:tỉnh|huyện|thành phố|thị xã|quận|biểu)\b.*"
)
_TAIL = re.compile(r"\s*\([^()]*\)\s*[:.]?$")
_WHOLE = re.compile(
    r"tổng cộng|.*toàn (?:tỉnh|biểu)|(?:tổng|cộng)(?: số| cộng)? (?:tỉnh|(?:các|\d+) (?:huyện|đơn vị|xã)).*"
)
_PART = re.compile(r".*\b(?:huyện|thành phố|thị xã|quận)\b(?!.*(?:,|các)).*")
_NUMBERING = re.compile(r"[A-Z]|\(?\d{1,3}\)?|\(?\d{1,3}\)?\s*=.*|\([A-Z]\)")
_ORDER = re.compile(r"(?:[IVXLC]+|[A-Z])\s*[.)]?")
_LEAD = re.compile(r"(?P<mark>[IVXLC]+|[A-Z]|\d{1,2})\s*(?:[.)/]\s*|\s[-\u2013]\s*)(?=\S)")
_BELOW = re.compile(
    r"(?:ghi chú|chú thích|nơi nhận|người lập(?: biểu)?|thủ trưởng|kt|tm|trưởng công an|giám đốc|kế toán|ký tên|nguồn)"
    r"(?:\s*[:.,(]|$).*|người lập biểu.*|thủ trưởng đơn vị.*|\((?:đã )?ký\b.*|\(?\*+\)?\s*\w.*"
    r"|.*\bngày\s*[\d.\u2026]*\s*tháng\s*[\d.\u2026]*\s*năm\b.*|.*,\s*ngày\s*\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}"
)


_OFFICE = re.compile(r"(?:công an|ca|ubnd|ủy ban nhân dân|uỷ ban nhân dân|đảng ủy|đảng uỷ)\b")


class Kind(StrEnum):
    """What a row is."""

    BLANK = "blank"
    NUMBERING = "numbering"
    TOTAL = "total"
    HEADING = "heading"
    NAMED = "named"
    UNNAMED = "unnamed"
    BELOW = "below"


@dataclass(frozen=True)
class Row:
    """One row under the head of a table.

    Parameters
    ----------
    index
        Counted from 0.
    kind
        What it is; ``named`` may turn out to be a unit.
    name
        What stands in the column of names, or left of it.
    district
        The district heading in force.
    group
        Number of the heading in force, 0 before the first.
    has_values
        Whether a mapped column holds anything that can be a figure.
    scope
        For totals what they add up: ``sheet``, ``group``, or ``either`` where the words do not tell.
    numbered
        Whether an order number stands before the name.
    """

    index: int
    kind: Kind
    name: str
    district: str
    group: int
    has_values: bool
    scope: str = ""
    numbered: bool = False


@dataclass
class _Reader:
    rows: Sequence[Sequence[Raw]]
    unit_column: int
    value_columns: Sequence[int]
    names: Mapping[int, str]
    districts: Collection[str]
    headings: bool
    district: str = ""
    group: int = 0
    last_valued: int = -1
    seen_data: bool = False
    below: bool = False
    order: int = 0
    ordered_heads: bool = True

    def read(self, index: int) -> Row:
        cells = self.rows[index]
        name = self.names.get(index) or name_label(cells[self.unit_column])
        left = [text for text in (label(value) for value in cells[: self.unit_column]) if text]
        has_values = any(_may_be_figure(cells[column]) for column in self.value_columns)
        kind, scope = self._kind(index, name, left, has_values)
        if not name and kind in (Kind.TOTAL, Kind.HEADING):
            name = left[-1]
        if kind is Kind.HEADING:
            self.group += 1
            self.order = 0
            self.district = strip_order(name) if self.headings else ""
        self.seen_data = self.seen_data or kind in (Kind.NAMED, Kind.TOTAL, Kind.HEADING)
        numbered = bool(left) and left[-1].rstrip(".)").isdecimal()
        return Row(index, kind, name, self.district, self.group, has_values, scope, numbered)

    def _kind(self, index: int, name: str, left: list[str], has_values: bool) -> tuple[Kind, str]:
        cells = self.rows[index]
        if all(value in ("", None) for value in cells):
            return Kind.BLANK, ""
        if not self.seen_data and (
            is_numbering(cells) or any(map(is_unit_note, cells[: self.unit_column + 1]))
        ):
            return Kind.NUMBERING, ""
        words = name or (left[-1] if left else "")
        if words and (scope := total_scope(words)):
            return Kind.TOTAL, scope
        if words and self._is_heading(name, left, has_values):
            return Kind.HEADING, ""
        remark = not has_values and any(is_below(label(value)) for value in cells)
        # A remark between rows of units does not end the table; the next order number shows that it goes on.
        goes_on = bool(name and left) and left[-1] == str(self.order + 1) and not is_below(name)
        self.below = self.below or (remark and not goes_on and index > self.last_valued)
        if (remark or (self.below and not has_values)) and not goes_on:
            return Kind.BELOW, ""
        if name and left and left[-1].isdecimal():
            self.order = int(left[-1])
        return (Kind.NAMED if name else Kind.UNNAMED), ""

    def _is_heading(self, name: str, left: list[str], has_values: bool) -> bool:
        words = name or left[-1]
        stripped = strip_order(words)
        if DISTRICT_TYPES & {split_type(stripped)[0], split_type(words)[0]}:
            # A numbered row of the police of a district is a row of its own, not the head of the rows below.
            return not (name and left and left[-1].isdecimal() and _OFFICE.match(fold(stripped)))
        # "X. Cao Sơn" and "P. Tân Hòa" are communes, whatever Roman numeral or letter they seem to bear.
        if split_type(stripped)[0] or split_type(words)[0] or re.match(r"\d", words):
            return False
        mark = _LEAD.match(words)
        ordered = bool(name and left and _ORDER.fullmatch(left[0])) or bool(
            mark and not mark["mark"].isdigit()
        )
        if self.ordered_heads and ordered and len(stripped) > 1:
            return True
        return fold(stripped).rstrip(" :.;") in self.districts and not has_values and not left


@dataclass(frozen=True)
class Districts:
    """How the rows that head a district are told.

    Parameters
    ----------
    known
        Folded names of the known districts, with and without their type.
    in_headings
        Whether headings carry the district of the rows below.
    """

    known: Collection[str]
    in_headings: bool


def read_rows(
    rows: Sequence[Sequence[Raw]],
    first: int,
    unit_column: int,
    value_columns: Sequence[int],
    *,
    names: Mapping[int, str],
    districts: Districts,
) -> list[Row]:
    """Tell what each row under the head of a table is.

    Parameters
    ----------
    rows
        All cells of the sheet.
    first
        First row under the head.
    unit_column
        Column with the names of units.
    value_columns
        Columns whose figures are read or compared.
    names
        Names of rows whose own cell is covered by a merged one above.
    districts
        How headings are told.

    Returns
    -------
    list of Row
        One for each row from `first` on.
    """
    valued = [
        index
        for index in range(first, len(rows))
        if (names.get(index) or any(label(value) for value in rows[index][: unit_column + 1]))
        and any(_may_be_figure(rows[index][column]) for column in value_columns)
    ]
    for ordered_heads in (True, False):
        reader = _Reader(
            rows,
            unit_column,
            value_columns,
            names,
            districts.known,
            districts.in_headings,
            last_valued=max(valued, default=-1),
            ordered_heads=ordered_heads,
        )
        found = [reader.read(index) for index in range(first, len(rows))]
        kinds = [row.kind for row in found if row.has_values]
        if Kind.NAMED in kinds or Kind.HEADING not in kinds:
            break
        # Where every row with figures seems to head others, I, II, III only number the units.
    return found


def total_scope(words: str) -> str:
    """Tell whether words announce a total, and of what.

    Parameters
    ----------
    words
        The text of a name cell.

    Returns
    -------
    str
        ``sheet``, ``group``, ``either``, or empty when it is no total.

    Examples
    --------
    >>> total_scope("TỔNG CỘNG"), total_scope("Cộng huyện Đà Bắc"), total_scope("Xã Cộng Hòa"), total_scope("Cộng Hòa")
    ('sheet', 'group', '', '')
    """
    folded = _TAIL.sub("", fold(strip_order(words)))
    if not _TOTAL.fullmatch(folded):
        return ""
    if _WHOLE.fullmatch(folded.rstrip(" :.")):
        return "sheet"
    return "group" if _PART.fullmatch(folded) else "either"


def of_province(words: str) -> bool:
    """Tell whether a total says that it is that of the province.

    Parameters
    ----------
    words
        The text of a name cell.

    Returns
    -------
    bool
        True for instance for ``Toàn tỉnh`` and ``Tổng cộng toàn tỉnh``.

    Examples
    --------
    >>> of_province("TOÀN TỈNH"), of_province("Tổng cộng"), of_province("Công an tỉnh")
    (True, False, False)
    """
    folded = fold(strip_order(words))
    return bool(total_scope(words)) and re.search(r"\btỉnh\b", folded) is not None


def strip_order(words: str) -> str:
    """Take ``I.``, ``A.`` or ``1)`` off the front of a heading.

    Parameters
    ----------
    words
        The heading.

    Returns
    -------
    str
        The heading without its order mark.

    Examples
    --------
    >>> strip_order("II. Huyện Mai Châu"), strip_order("I/ Huyện A")
    ('Huyện Mai Châu', 'Huyện A')
    """
    return _LEAD.sub("", words, count=1) if _LEAD.match(words) else words


def is_numbering(cells: Sequence[Raw]) -> bool:
    """Tell whether a row only numbers the columns: ``A B (1) (2)``, ``1 2 3``, ``(3)=(1)+(2)``.

    Parameters
    ----------
    cells
        The row.

    Returns
    -------
    bool
        True if every filled cell is such a mark and the numbers run on.
    """
    marks = [label(value) or "?" for value in cells if value not in ("", None)]
    if len(marks) < 2 or not all(_NUMBERING.fullmatch(mark) for mark in marks):
        return False
    numbers = [int(found.group()) for mark in marks if (found := re.search(r"\d+", mark))]
    return (
        numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 2 if numbers else True
    )


def is_below(text: str) -> bool:
    """Tell whether a text belongs to the footnotes or the signature block.

    Parameters
    ----------
    text
        The text of a cell.

    Returns
    -------
    bool
        True for instance for ``NGƯỜI LẬP BIỂU`` and ``Mẫu, ngày 20 tháng 11 năm 2023``.
    """
    return bool(text) and _BELOW.fullmatch(fold(text)) is not None


def _may_be_figure(value: Raw) -> bool:
    if isinstance(value, str):
        text = value.strip()
        return bool(text) and (
            len(text) <= 2
            or is_value_word(text)
            or (any(letter.isdigit() for letter in text) and not is_below(label(value)))
        )
    return value is not None
