"""Printed totals that do not agree with their rows, or cannot be read: what is wrong, and why where the rows tell."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import Figure, read_scaled
from antq_analysis.sources.tables.checks import Compared
from antq_analysis.sources.tables.many_figures import Figures
from antq_analysis.sources.tables.sums import WHOLE_SHEET
from antq_analysis.sources.workbooks.marks import Raw, cell_name

SHOWN_CELLS = 8
_FRACTIONS = ("thousands_lost", "fraction_in_count")


@dataclass(frozen=True)
class Rows:
    """The rows that the totals of one sheet sum.

    Parameters
    ----------
    cells
        All cells of the sheet.
    columns
        Mapped columns with their place.
    figures
        What was read.
    """

    cells: Sequence[Sequence[Raw]]
    columns: Sequence[tuple[int, Column]]
    figures: Figures


def shown_cells(cells: Sequence[str]) -> str:
    """List cells; beyond eight they are only hinted at.

    Parameters
    ----------
    cells
        Names of cells.

    Returns
    -------
    str
        The names.

    Examples
    --------
    >>> shown_cells(["C4", "C9"])
    'C4, C9'
    """
    return ", ".join(cells[:SHOWN_CELLS]) + (", \u2026" if len(cells) > SHOWN_CELLS else "")


def total_findings(compared: Sequence[Compared], rows: Rows, file: str, sheet: str) -> Iterator[Finding]:
    """Report totals that do not agree.

    Parameters
    ----------
    compared
        As :func:`antq_analysis.sources.tables.checks.compare_totals` returns them.
    rows
        What they sum.
    file, sheet
        Where.

    Yields
    ------
    Finding
        Warnings: no total is ever loaded, and which of the figures is wrong only the sender knows. Totals that cannot
        be compared because rows are missing make one finding, and so do those that cannot be read; and where
        several columns of one row differ, that row makes one.
    """
    wrong = [item for item in compared if not item.printed.agrees]
    yield from _unreadable([item for item in wrong if math.isnan(item.printed.written)], rows, file, sheet)
    open_ended, differing = [], []
    for item in wrong:
        if math.isnan(item.printed.written):
            continue
        if cells := _skipped(item, rows):
            yield _differs(
                item, "total_skips_text", file, sheet, {"n": len(cells), "cells": shown_cells(cells)}
            )
        elif item.unknown:
            open_ended.append(item)
        else:
            differing.append(item)
    yield from _by_row(differing, file, sheet)
    if len(open_ended) > 1:
        cells = [item.printed.cell for item in open_ended]
        many = {
            "n": len(cells),
            "rows": max(item.unknown for item in open_ended),
            "cells": shown_cells(cells),
        }
        yield Finding("totals_incomplete", Severity.WARNING, file, sheet, cells[0], values=many)
    elif open_ended:
        yield _differs(open_ended[0], "total_incomplete", file, sheet, {"n": open_ended[0].unknown})


def _unreadable(items: Sequence[Compared], rows: Rows, file: str, sheet: str) -> Iterator[Finding]:
    decimal = {item.printed.cell: _fractions(item, rows) for item in items if item.problem in _FRACTIONS}
    decimal = {total: cells for total, cells in decimal.items() if cells}
    plain = [item.printed.cell for item in items if item.printed.cell not in decimal]
    if plain:
        values: dict[str, object] = {"n": len(plain), "cells": shown_cells(plain)}
        yield Finding("total_unreadable", Severity.WARNING, file, sheet, plain[0], values=values)
    if decimal:
        causes = list(dict.fromkeys(cell for cells in decimal.values() for cell in cells))
        values = {"n": len(decimal), "cells": shown_cells([*decimal]), "causes": shown_cells(causes)}
        yield Finding("total_has_decimal", Severity.WARNING, file, sheet, next(iter(decimal)), values=values)


def _by_row(items: Sequence[Compared], file: str, sheet: str) -> Iterator[Finding]:
    rows: dict[tuple[str, str], list[Compared]] = {}
    for item in items:
        rows.setdefault((item.printed.cell.lstrip(ascii_uppercase), item.printed.kind), []).append(item)
    for (_, kind), own in rows.items():
        if len(own) == 1:
            yield _differs(own[0], f"{kind}_differs", file, sheet, {})
            continue
        cells = sorted((item.printed.cell for item in own), key=lambda cell: (len(cell), cell))
        values = {
            "label": own[0].printed.label,
            "n": len(own),
            "cells": shown_cells(cells),
            "differences": tuple(
                item.printed.written - item.printed.expected
                for item in sorted(own, key=lambda item: cells.index(item.printed.cell))
            )[:SHOWN_CELLS],
        }
        # The whole stretch, so that one link of the list of findings selects all of its cells.
        yield Finding(
            f"row_of_{kind}s_differs", Severity.WARNING, file, sheet, f"{cells[0]}:{cells[-1]}", values=values
        )


def _differs(item: Compared, rule: str, file: str, sheet: str, more: Mapping[str, object]) -> Finding:
    written, expected = item.printed.written, item.printed.expected
    values = {"label": item.printed.label, "difference": written - expected, **more}
    return Finding(rule, Severity.WARNING, file, sheet, item.printed.cell, written, expected, values)


def _skipped(item: Compared, rows: Rows) -> list[str]:
    """Name the figures stored as text, where they are exactly what the total lacks: SUM passes over them."""
    typed = _typed_as_text(item, rows)
    lacking = item.printed.expected - item.printed.written
    if not typed or not math.isclose(sum(value for _, _, value in typed), lacking, rel_tol=0, abs_tol=1e-6):
        return []
    return [f"{cell} (\u201c{text}\u201d)" for cell, text, _ in typed]


def _summed(item: Compared, rows: Rows) -> Iterator[Figure]:
    numbers = rows.figures.numbers
    own = numbers["position"] == item.position
    if item.group != WHOLE_SHEET:
        own &= numbers["group"] == item.group
    return iter(rows.figures.chosen(own))


def _fractions(item: Compared, rows: Rows) -> list[str]:
    return [
        cell_name(*cell)
        for figure in _summed(item, rows)
        if figure.reading.problem in _FRACTIONS
        for cell in figure.cells
    ]


def _typed_as_text(item: Compared, rows: Rows) -> list[tuple[str, str, float]]:
    column = rows.columns[item.position][1]
    found = []
    for figure in _summed(item, rows):
        for row, place in figure.cells:
            raw = rows.cells[row][place]
            if figure.reading.status == "reported" and isinstance(raw, str) and raw.strip():
                value = read_scaled(raw, column.reads, column.scale).value
                if value and not math.isnan(value):
                    found.append((cell_name(row, place), raw.strip(), value))
    return found
