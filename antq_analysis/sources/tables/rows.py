"""What each row of a table is: a unit, a heading, a total, a numbering row, or words around the table."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from antq_analysis.places.matching.names import DISTRICT_TYPES, fold, split_type
from antq_analysis.sources.forms.header import is_unit_note, label, name_label
from antq_analysis.sources.forms.wording import UNIT_WORDS
from antq_analysis.sources.tables.code_row import is_lettered, is_numbering
from antq_analysis.sources.tables.row_kinds import Kind, Row
from antq_analysis.sources.tables.row_words import (
    is_below,
    is_office,
    starts_with_order,
    strip_order,
    total_scope,
)
from antq_analysis.sources.tables.values import is_value_word
from antq_analysis.sources.workbooks.marks import Raw

_NUMBER = re.compile(r"(?<![^\W_])\d")
_MONTH = re.compile(r"\(?\s*tháng\s*\d{1,2}\s*(?:năm|[/.-])\s*20\d\d\W*")


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
    totalled: bool = False
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
        # The last figures are those of the whole table: no unit of it stands below.
        self.totalled = self.totalled or (index == self.last_valued and scope in ("sheet", "either"))
        numbered = bool(left) and left[-1].rstrip(".)").isdecimal()
        return Row(index, kind, name, self.district, self.group, has_values, scope, numbered)

    def _kind(self, index: int, name: str, left: list[str], has_values: bool) -> tuple[Kind, str]:
        cells = self.rows[index]
        if not (left or has_values) and all(value in ("", None) for value in cells):
            return Kind.BLANK, ""
        if not self.seen_data and self._names_columns(cells, has_values):
            return Kind.NUMBERING, ""
        words = name or (left[-1] if left else "")
        if words and (scope := total_scope(words)):
            return Kind.TOTAL, scope
        if words and self._is_heading(name, left, has_values):
            return Kind.HEADING, ""
        remark = not has_values and (
            any(is_below(label(value)) for value in cells) or self._is_place_of_signature(index, left)
        )
        # A remark between rows of units does not end the table; the next order number shows that it goes on.
        goes_on = bool(name and left) and left[-1] == str(self.order + 1) and not is_below(name)
        self.below = self.below or (remark and not goes_on and index > self.last_valued)
        if (remark or (self.below and not has_values)) and not goes_on:
            return Kind.BELOW, ""
        if name and left and left[-1].isdecimal():
            self.order = int(left[-1])
        return (Kind.NAMED if name else Kind.UNNAMED), ""

    def _names_columns(self, cells: Sequence[Raw], has_values: bool) -> bool:
        """Tell a row under the head that numbers the columns or says their units."""
        before = cells[: self.unit_column + 1]
        if is_numbering(cells) or any(map(is_unit_note, before)):
            return True
        units = (fold(label(value)) in UNIT_WORDS for value in cells[self.unit_column + 1 :] if value)
        return is_lettered(before) and (not has_values or all(units))

    def _is_place_of_signature(self, index: int, left: list[str]) -> bool:
        """Tell a lone name below the total of the table, right above the words of a signature."""
        filled = [value for value in self.rows[index] if value not in ("", None)]
        if not self.totalled or left or len(filled) > 1:
            return False
        below = ([label(value) for value in cells] for cells in self.rows[index + 1 :])
        return any(map(is_below, next(filter(any, below), ())))

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
        # "V. Tường" with figures and the next order number is a shortened name.
        if name and left and has_values and self.order and left[-1] == str(self.order + 1):
            return False
        ordered = starts_with_order([*left, name] if name else [words])
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
    named = {
        index: bool(names.get(index)) or any(label(value) for value in rows[index][: unit_column + 1])
        for index in range(first, len(rows))
    }
    valued = {index: _has_figure(rows[index], value_columns, named[index]) for index in named}
    last_valued = next(
        (index for index in range(len(rows) - 1, first - 1, -1) if valued[index] and named[index]),
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


def _has_figure(cells: Sequence[Raw], columns: Sequence[int], named: bool) -> bool:
    for column in columns:
        value = cells[column]
        if value != "" and (type(value) is float or _may_be_figure(value, named)):
            return True
    return False


def _may_be_figure(value: Raw, named: bool) -> bool:
    if isinstance(value, str):
        text = value.strip()
        return bool(text) and (
            len(text) <= 2
            or is_value_word(text)
            or (_has_number(text, named) and not (is_below(label(value)) or _MONTH.fullmatch(fold(text))))
        )
    return value is not None


def _has_number(text: str, named: bool) -> bool:
    # Where no unit is named, the digits of an office ("TRƯỞNG PHÒNG PV05") are no figure.
    return any(map(str.isdigit, text)) if named else _NUMBER.search(text) is not None
