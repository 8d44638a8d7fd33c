"""Remarks beside the figures of a unit: where one says that the figures are something else, its row is refused."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import Sentence
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.columns import ColumnMap
from antq_analysis.sources.forms.header import SEPARATOR, Header
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import UnitRow, written
from antq_analysis.sources.tables.context import Context
from antq_analysis.sources.tables.remark_words import may_be_part, remark_kind
from antq_analysis.sources.tables.scales import REMARKED, without_columns
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

DOUBTED = "remark_of_part"

_BRACKET = re.compile(r"\(([^()]*)\)")

_HEADS_REMARKS = re.compile(
    r"\b(?:ghi chú|chú thích|lý do|lí do|nguyên nhân|giải trình|nhận xét|lưu ý|diễn giải|thuyết minh|đánh giá"
    r"|remarks?|notes?)\b"
)


def refuse_remarked(
    rows: Sequence[UnitRow],
    columns: Sequence[tuple[int, Column]],
    sheet: Sheet,
    header: Header,
    places: ColumnMap,
    is_unit: Callable[[str], bool],
    context: Context,
) -> tuple[list[UnitRow], list[Finding]]:
    """Refuse the figures of each row whose remark says that they are of another period, unit of measure or unit.

    Parameters
    ----------
    rows
        The rows of units.
    columns
        Mapped columns with their place.
    sheet
        The sheet.
    header
        The head of the table.
    places
        What each column is; remarks stand in columns that are not read.
    is_unit
        Tells whether a text names a unit.
    context
        The period and stage of the figures.

    Returns
    -------
    tuple
        The rows; one error for each figure, and a warning for each remark that may say that a part is missing. The
        words of a remark are not repeated: they may name persons.
    """
    aside = [place for place in (*places.ignored, *places.foreign) if _holds_remarks(header.paths[place])]
    merged = _covered(sheet, aside)
    kept: list[UnitRow] = []
    findings: list[Finding] = []
    for row in rows:
        cells = [merged.get((row.row, place), (row.row, place)) for place in aside]
        texts = [(cell, sheet.rows[cell[0]][cell[1]]) for cell in cells]
        texts += [((row.row, header.unit_column), said) for said in _BRACKET.findall(row.name)]
        told = next(((cell, kind) for cell, text in texts if (kind := _kind(text, is_unit, context))), None)
        if told is None:
            kept.append(row)
            findings += _doubts(row, columns, sheet, cells, context.file)
            continue
        kept.append(without_columns(row, dict.fromkeys(range(len(row.readings)), REMARKED)))
        findings += _findings(kept[-1], columns, (context.file, sheet.name), *told)
    return kept, findings


def _doubts(
    row: UnitRow,
    columns: Sequence[tuple[int, Column]],
    sheet: Sheet,
    cells: Sequence[tuple[int, int]],
    file: str,
) -> Iterator[Finding]:
    """Ask about remarks that may say that a part is missing; one warning for each."""
    texts = {cell: sheet.rows[cell[0]][cell[1]] for cell in cells}
    for cell in (cell for cell, text in texts.items() if isinstance(text, str) and may_be_part(text)):
        pairs = zip(columns, row.readings, strict=True)
        read = [cell_name(row.row, place) for (place, _), reading in pairs if reading.status == "reported"]
        if read:
            values = {"name": row.name, "cells": cell_name(*cell)}
            yield Finding(DOUBTED, Severity.WARNING, file, sheet.name, ", ".join(read), values=values)


def _findings(
    row: UnitRow, columns: Sequence[tuple[int, Column]], at: tuple[str, str], cell: tuple[int, int], kind: str
) -> Iterator[Finding]:
    for (place, column), reading in zip(columns, row.readings, strict=True):
        if reading.problem == REMARKED:
            values = {
                "name": row.name,
                "header": column.header,
                "cells": cell_name(*cell),
                "about": Sentence(f"sources.remark_{kind}"),
            }
            figure = cell_name(row.row, place)
            yield Finding(REMARKED, Severity.ERROR, *at, figure, written(reading), values=values)


def _kind(value: object, is_unit: Callable[[str], bool], context: Context) -> str:
    return (
        remark_kind(value, context.period, context.stage, is_unit) if isinstance(value, str) and value else ""
    )


def _holds_remarks(path: str) -> bool:
    return not path or any(_HEADS_REMARKS.search(fold(part)) for part in path.split(SEPARATOR))


def _covered(sheet: Sheet, columns: Sequence[int]) -> Mapping[tuple[int, int], tuple[int, int]]:
    return {
        (row, column): (r0, c0)
        for r0, c0, r1, c1 in sheet.merged
        for column in columns
        if c0 <= column <= c1
        for row in range(r0, r1 + 1)
    }
