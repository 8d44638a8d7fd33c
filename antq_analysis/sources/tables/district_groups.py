"""Rows of one district are one group also where no heading says so, and its printed total is that of this group."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from antq_analysis.sources.tables.row_kinds import Kind, Row
from antq_analysis.sources.tables.row_words import district_of_total, same_district, strip_order
from antq_analysis.sources.tables.units import NamedRow


def group_by_district(
    rows: Sequence[Row],
    named: Sequence[NamedRow],
    homes: Mapping[str, str],
    *,
    by_column: bool,
    beside: Mapping[int, str] | None = None,
) -> tuple[list[Row], list[NamedRow]]:
    """Give the rows of a district one group where a total needs it, so that it is compared with its own rows.

    A row below no heading belongs to the district that stands beside it, or in which the register has its unit; one
    whose unit is not known belongs to that of the row above.

    Parameters
    ----------
    rows
        The rows under the head.
    named
        Those that name a unit, or should.
    homes
        The name of the district of each unit of the register.
    by_column
        Whether the district of a row stands beside it.
    beside
        What stands there beside each total.

    Returns
    -------
    tuple
        Both with the groups that totals sum.
    """
    filled = {line.row.group for line in named}
    told = _told(rows, {*homes.values(), *(line.district for line in named)}, beside or {})
    if not (told or _follow(rows, by_column=by_column) or _is_hollow(rows, filled)):
        return list(rows), list(named)
    numbers, lines = _Numbers(rows, filled), {line.row.index: line for line in named}
    groups: dict[int, int] = {}
    last = 0
    for row in rows:
        if row.index in told:
            groups[row.index] = numbers.of_total(told[row.index])
        elif row.kind is Kind.TOTAL and row.scope == "either" and not row.group:
            groups[row.index] = last
        elif row.index in lines:
            line = lines[row.index]
            of = (line.district if by_column else "") or homes.get(line.unit_code, "")
            last = row.group or (numbers.of(of) if of else last)
            groups[row.index] = last
    moved = {row.index: replace(row, group=groups.get(row.index, row.group)) for row in rows}
    return [moved[row.index] for row in rows], [replace(line, row=moved[line.row.index]) for line in named]


def _told(rows: Sequence[Row], districts: set[str], beside: Mapping[int, str]) -> dict[int, str]:
    """Give the district of each total that names one, in its words or beside them."""
    totals = [row for row in rows if row.kind is Kind.TOTAL]
    bare = {row.index: beside.get(row.index, "") for row in totals if row.scope == "either"}
    named = {row.index: district_of_total(row.name) or bare.get(row.index, "") for row in totals}
    return {
        index: name
        for index, name in named.items()
        if name and any(same_district(name, other) for other in districts)
    }


def _follow(rows: Sequence[Row], *, by_column: bool) -> bool:
    """Tell whether totals that name nothing may be those of the rows right above them, below no heading."""
    totals = [row for row in rows if row.kind is Kind.TOTAL]
    return any(
        row.scope == "either" and not row.group and (by_column or row is not totals[-1]) for row in totals
    )


def _is_hollow(rows: Sequence[Row], filled: set[int]) -> bool:
    """Tell whether figures stand beside the heading of a district, and its rows elsewhere below no heading."""
    headings = (row for row in rows if row.kind is Kind.HEADING)
    return 0 in filled and any(row.has_values and row.group not in filled for row in headings)


class _Numbers:
    """The number of the group of each district: that of its heading, or a new one.

    Parameters
    ----------
    rows
        The rows under the head.
    filled
        Groups that have rows of units.
    """

    def __init__(self, rows: Sequence[Row], filled: set[int]) -> None:
        headings = [row for row in rows if row.kind is Kind.HEADING]
        self._headed = {strip_order(row.name): row.group for row in headings if row.group in filled}
        self._own = {strip_order(row.name): row.group for row in headings if row.group not in filled}
        self._next = max((row.group for row in rows), default=0) + 1

    def of(self, district: str) -> int:
        if district not in self._own:
            known = _find(district, self._own)
            self._next += known is None
            self._own[district] = self._next - 1 if known is None else known
        return self._own[district]

    def of_total(self, district: str) -> int:
        known = _find(district, self._headed)
        return self.of(district) if known is None else known


def _find(district: str, numbers: Mapping[str, int]) -> int | None:
    return next((number for name, number in numbers.items() if same_district(name, district)), None)
