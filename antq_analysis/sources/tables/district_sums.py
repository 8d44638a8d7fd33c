"""Rows with the bare name of a district and its town that add up the communes beside them: a person is asked."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import fold, spelling_key, split_type
from antq_analysis.sources.forms.columns import ColumnMap
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.row_words import strip_order
from antq_analysis.sources.tables.units import NamedRow
from antq_analysis.sources.tables.values import read_value
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

FEWEST = 2
MOSTLY = 0.6


def refuse_district_sums(
    named: Sequence[NamedRow],
    sheet: Sheet,
    places: ColumnMap,
    units: pd.DataFrame,
    decided: Collection[tuple[str, str]],
    at: tuple[str, int],
) -> tuple[list[NamedRow], list[Finding]]:
    """Refuse rows that bear the name of a town without its type, where their figures say that its district is meant.

    Parameters
    ----------
    named
        The rows with a name.
    sheet
        The sheet.
    places
        What its columns are.
    units
        The register.
    decided
        Names that a person gave a unit, with its code.
    at
        The file and the column of names.

    Returns
    -------
    tuple
        The rows, those that are sums without a unit, and one error for each.
    """
    bare_named = [
        place
        for place, line in enumerate(named)
        if line.unit_code and not split_type(strip_order(line.row.name))[0]
    ]
    if not bare_named:
        return [*named], []
    bare = {name: _bare(name) for name in units["district_name"].fillna("").unique()}
    homes = dict(zip(units["unit_code"], units["district_name"].fillna("").map(bare), strict=True))
    kept, findings = [*named], []
    for place in bare_named:
        line = named[place]
        name = _bare(line.row.name)
        if homes.get(line.unit_code) != name or (spelling_key(line.row.name), line.unit_code) in decided:
            continue
        beside = ([*_group(lines, name, homes)] for lines in (named[place + 1 :], named[:place][::-1]))
        if any(_adds_up(line, group, sheet, places.read.items()) for group in beside):
            cell = cell_name(line.row.index, at[1])
            candidates = f"{line.unit_code} {_official(units, line.unit_code)}"
            values = {
                "district": line.district or "-",
                "candidates": candidates,
                "code": "-",
                "unit_date": "",
            }
            told = (at[0], sheet.name, cell, line.row.name)
            findings.append(Finding("district_or_town", Severity.ERROR, *told, values=values))
            kept[place] = replace(line, unit_code="")
    return kept, findings


def _official(units: pd.DataFrame, code: str) -> str:
    unit = units[units["unit_code"].eq(code)].iloc[-1]
    return f"{unit['name']}, {unit['district_name']}"


def _bare(name: str) -> str:
    return fold(split_type(strip_order(name))[1])


def _group(lines: Iterable[NamedRow], district: str, homes: Mapping[str, str]) -> Iterator[NamedRow]:
    """Give the rows up to the first of another district."""
    return takewhile(lambda line: homes.get(line.unit_code, district) == district, lines)


def _adds_up(
    line: NamedRow, group: Sequence[NamedRow], sheet: Sheet, columns: Iterable[tuple[int, Column]]
) -> bool:
    told = []
    for place, column in columns:
        if column.reads not in ("count", "number"):
            continue
        own, *others = (
            read_value(sheet.rows[one.row.index][place], column.reads).value for one in (line, *group)
        )
        parts = [value for value in others if value > 0]
        if own > 0 and len(parts) >= FEWEST:
            told.append(abs(own - sum(parts)) < 1e-6 * own)
    return bool(told) and sum(told) >= MOSTLY * len(told)
