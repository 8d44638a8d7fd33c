"""Remarks beside the figures of a unit: where one says that the figures are something else, its row is refused."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import Sentence
from antq_analysis.sources.deciding.refused_rows import keepable
from antq_analysis.sources.forms.columns import ColumnMap
from antq_analysis.sources.forms.header import Header
from antq_analysis.sources.forms.layout import PRINTED, Column
from antq_analysis.sources.tables.cells import UnitRow, written
from antq_analysis.sources.tables.context import Context
from antq_analysis.sources.tables.headed_words import Headed, headed, headed_words, is_other_time
from antq_analysis.sources.tables.numbers_in_remarks import numbers_beyond_head, numbers_in_remarks
from antq_analysis.sources.tables.remark_words import may_be_part, names_figures, remark_kind
from antq_analysis.sources.tables.scales import REMARKED, without_columns
from antq_analysis.sources.workbooks.marks import Raw, cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

DOUBTED, NUMBERS = "remark_of_part", "remark_column_of_numbers"

_BRACKET = re.compile(r"\(([^()]*)\)")
_LABELS = frozenset({"row_number", "unit_code", "order number", "unit code"})


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
        What each column is; every column that is not read may hold a remark.
    is_unit
        Tells whether a text names a unit.
    context
        The period and stage of the figures.

    Returns
    -------
    tuple
        The rows; one error for each such row, and a warning for each remark that may say that a part is missing. The
        words of a remark are not repeated: they may name persons.
    """
    left = {**places.ignored, **dict.fromkeys(places.foreign, "")}
    paths = {place: header.paths[place] for place, reason in left.items() if reason not in _LABELS}
    aside = [place for place, path in paths.items() if headed(path) is not Headed.NAMES]
    numbers = numbers_in_remarks(sheet, rows, paths)
    if numbers.columns:
        return _refuse_all(rows, columns, numbers.columns[0], sheet, header, context)
    read = [place for place, _ in columns]
    numbers.cells = numbers_beyond_head(sheet, rows, read, header.paths) | numbers.cells
    kind_of = cache(lambda path, value: _kind(path, value, is_unit, context))
    merged = _covered(sheet, aside)
    kept: list[UnitRow] = []
    findings: list[Finding] = []
    for row in rows:
        cells = [merged.get((row.row, place), (row.row, place)) for place in aside]
        beside = zip(cells, aside, strict=True)
        texts = [(cell, paths[place], sheet.rows[cell[0]][cell[1]]) for cell, place in beside]
        texts += [((row.row, header.unit_column), "", said) for said in _BRACKET.findall(row.name)]
        told = next(((cell, kind) for cell, path, text in texts if (kind := kind_of(path, text))), None)
        if told is None and row.row in numbers.cells:
            told = numbers.cells[row.row], "number"
        if told is None:
            kept.append(row)
            findings += _doubts(row, columns, sheet, cells, context.file)
            continue
        said_of = (at for at, (_, column) in enumerate(columns) if column.rule != PRINTED)
        kept.append(without_columns(row, dict.fromkeys(said_of, REMARKED)))
        findings += _refused(row, kept[-1], columns, (context.file, sheet.name), told)
    return kept, findings


def _refuse_all(
    rows: Sequence[UnitRow],
    columns: Sequence[tuple[int, Column]],
    place: int,
    sheet: Sheet,
    header: Header,
    context: Context,
) -> tuple[list[UnitRow], list[Finding]]:
    """Refuse a table whose remarks are numbers, but for the columns of which the layout states the scale 1."""
    refused = {at: REMARKED for at, (_, column) in enumerate(columns) if column.scale != 1}
    cells = ", ".join(cell_name(header.bottom, columns[at][0]) for at in refused or range(len(columns)))
    fate = Sentence("sources.title_refused" if refused else "sources.title_read", cells=cells)
    values = {"header": header.paths[place], "cells": cells, "fate": fate}
    severity = Severity.ERROR if refused else Severity.WARNING
    cell = cell_name(header.bottom, place)
    finding = Finding(NUMBERS, severity, context.file, sheet.name, cell, values=values)
    return [without_columns(row, refused) for row in rows] if refused else [*rows], [finding]


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


def _refused(
    before: UnitRow,
    row: UnitRow,
    columns: Sequence[tuple[int, Column]],
    at: tuple[str, str],
    told: tuple[tuple[int, int], str],
) -> Iterator[Finding]:
    pairs = zip(columns, before.readings, row.readings, strict=True)
    refused = [
        (cell_name(row.row, place), written(now).replace("; ", ", "), keepable(was, column))
        for (place, column), was, now in pairs
        if now.problem == REMARKED
    ]
    if refused:
        cells, texts, kept = zip(*refused, strict=True)
        values = {
            "name": row.name,
            "n": len(refused),
            "cells": cell_name(*told[0]),
            "about": Sentence(f"sources.remark_{told[1]}"),
            "kept": "; ".join(kept),
        }
        shown = "; ".join(texts)
        yield Finding(REMARKED, Severity.ERROR, *at, ", ".join(cells), shown, values=values)


def _kind(path: str, value: Raw, is_unit: Callable[[str], bool], context: Context) -> str:
    text = headed_words(path, value)
    if not text:
        return ""
    kind = remark_kind(text, context.period, context.stage, is_unit)
    about = headed(path)
    if about is Headed.TIME:
        return "period" if is_other_time(path, text, context.period) else kind
    return kind if about is not Headed.OTHER or names_figures(text, kind) else ""


def _covered(sheet: Sheet, columns: Sequence[int]) -> Mapping[tuple[int, int], tuple[int, int]]:
    return {
        (row, column): (r0, c0)
        for r0, c0, r1, c1 in sheet.merged
        for column in columns
        if c0 <= column <= c1
        for row in range(r0, r1 + 1)
    }
