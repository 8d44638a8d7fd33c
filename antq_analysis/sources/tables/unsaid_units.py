"""Weights and money whose unit is said nowhere: what stands there may as well be pieces, or đồng."""

import re
from collections.abc import Iterator, Sequence

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import Header
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import UnitRow
from antq_analysis.sources.tables.scales import unit_scale, units_said
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet
from antq_analysis.vocabulary import Vocabulary

_WEIGHTS = frozenset({"kg"})
_MONEY = frozenset({"triệu đồng"})
_NAMED = re.compile(r"\b(?:kg|ki-?\s?lô(?:gam)?|cân nặng|khối lượng|trọng lượng)\b")


def unsaid_units(
    rows: Sequence[UnitRow],
    columns: Sequence[tuple[int, Column]],
    sheet: Sheet,
    header: Header,
    below: Sequence[int],
    vocabulary: Vocabulary,
    file: str,
) -> Iterator[Finding]:
    """Report columns that are read as weights or money in some unit though nothing says in which.

    Parameters
    ----------
    rows
        The rows of units, as they were read.
    columns
        Mapped columns with their place.
    sheet
        The sheet.
    header
        The head of the table.
    below
        Rows below the table, counted from 0.
    vocabulary
        Says in which unit an indicator is kept.
    file
        Name of the file.

    Yields
    ------
    Finding
        One warning for each such column with any figure above 0. A layout that states a scale settles it for weights;
        one of money may rest on a note that another file lacks.
    """
    weighed = [
        (position, place, column)
        for position, (place, column) in enumerate(columns)
        if _may_be_other(vocabulary.indicator(column.indicator).unit_vi, column)
    ]
    said = units_said(columns, sheet, header, vocabulary, below) if weighed else frozenset()
    for position, place, column in weighed:
        if position in said or _NAMED.search(fold(column.header)):
            continue
        if any(row.readings[position].value > 0 for row in rows):
            unit = vocabulary.indicator(column.indicator).unit_vi
            at = cell_name(header.bottom, place)
            values = {"header": column.header, "unit": unit, "scale": f"{column.scale or 1:.15g}"}
            rule = "money_unit_not_said" if unit in _MONEY else "unit_not_said"
            yield Finding(rule, Severity.WARNING, file, sheet.name, at, column.header, values=values)


def _may_be_other(unit: str, column: Column) -> bool:
    return (unit in _MONEY and not unit_scale(column.header)) or (unit in _WEIGHTS and not column.scale)
