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


_DISTRICT = re.compile(r"\b(?:huyện|thành phố|thị xã|quận)\s+[^\W\d].*", re.IGNORECASE)
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
    valued: Mapping[int, bool]
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
        left = [*filter(None, map(label, cells[: self.unit_column]))]
        has_values = self.valued[index]
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
        if not (left or has_values) and all(value in ("", None) for value in cells):
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
        types = {split_type(stripped)[0], split_type(words)[0]}
        if DISTRICT_TYPES & types:
            # A numbered row of the police of a district is a row of its own, not the head of the rows below.
            return not (name and left and left[-1].isdecimal() and is_office(stripped))
        # "X. Cao Sơn" and "P. Tân Hòa" are communes, whatever Roman numeral or letter they seem to bear.
        if any(types) or re.match(r"\d", words):
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
    valued = {index: _has_figure(rows[index], value_columns) for index in range(first, len(rows))}
    last_valued = next(
        (
            index
            for index in range(len(rows) - 1, first - 1, -1)
            if valued[index]
            and (names.get(index) or any(label(value) for value in rows[index][: unit_column + 1]))
        ),
        -1,
    )
    for ordered_heads in (True, False):
        reader = _Reader(
            rows,
            unit_column,
            valued,
            names,
            districts.known,
            districts.in_headings,
            last_valued=last_valued,
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
    written = fold(strip_order(words))
    folded = _TAIL.sub("", written) if ")" in written else written
    if not _TOTAL.fullmatch(folded):
        return ""
    if _WHOLE.fullmatch(folded.rstrip(" :.")):
        return "sheet"
    return "group" if _PART.fullmatch(folded) else "either"


def district_of_total(words: str) -> str:
    """Give the district that a total names.

    Parameters
    ----------
    words
        The text of a name cell.

    Returns
    -------
    str
        The district with its type, as written; empty where it names none or the words are no total.

    Examples
    --------
    >>> district_of_total("Cộng huyện Đà Bắc (20 xã)"), district_of_total("Tổng toàn huyện")
    ('huyện Đà Bắc', '')
    """
    text = strip_order(words).strip()
    while (shorter := _TAIL.sub("", text)) != text:
        text = shorter
    named = _DISTRICT.search(text) if total_scope(words) else None
    return named[0].rstrip(" :.") if named else ""


def same_district(one: str, other: str) -> bool:
    """Tell whether two texts name one district, of which each may leave out the type.

    Parameters
    ----------
    one, other
        The texts of cells.

    Returns
    -------
    bool
        False where both say a type, and not the same.

    Examples
    --------
    >>> same_district("I. Huyện Mẫu", "MẪU"), same_district("TP Mẫu", "Huyện Mẫu")
    (True, False)
    """
    (kind, name), (other_kind, other_name) = (split_type(strip_order(text)) for text in (one, other))
    return fold(name) == fold(other_name) and (kind == other_kind or not (kind and other_kind))


def is_office(words: str) -> bool:
    """Tell whether a name is that of an office.

    Parameters
    ----------
    words
        The name, without order mark.

    Returns
    -------
    bool
        True for ``Công an huyện Đà Bắc`` and ``UBND huyện Đà Bắc``.
    """
    return _OFFICE.match(fold(words)) is not None


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


def starts_with_order(texts: Sequence[str]) -> bool:
    """Tell whether the texts of a row begin with a Roman numeral or a letter, as those of headings do.

    Parameters
    ----------
    texts
        The filled cells up to the name.

    Returns
    -------
    bool
        True for ``II. Huyện Mẫu``, and for ``II`` before ``Huyện Mẫu``.

    Examples
    --------
    >>> starts_with_order(["II", "Huyện Mẫu"]), starts_with_order(["B. Kế hoạch"]), starts_with_order(["1", "Xã Mẫu"])
    (True, True, False)
    """
    if len(texts) > 1 and _ORDER.fullmatch(texts[0]):
        return True
    mark = _LEAD.match(texts[-1]) if texts else None
    return bool(mark) and not mark["mark"].isdigit()  # type: ignore[index]


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


def _has_figure(cells: Sequence[Raw], columns: Sequence[int]) -> bool:
    for column in columns:
        value = cells[column]
        if value != "" and (type(value) is float or _may_be_figure(value)):
            return True
    return False


def _may_be_figure(value: Raw) -> bool:
    if isinstance(value, str):
        text = value.strip()
        return bool(text) and (
            len(text) <= 2
            or is_value_word(text)
            or (any(letter.isdigit() for letter in text) and not is_below(label(value)))
        )
    return value is not None
