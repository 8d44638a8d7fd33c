"""Empty tick cells in rows that report little else: each counts as 0, and a person is asked whether it is a no."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import TICK_EMPTY, Figure
from antq_analysis.sources.tables.many_figures import Figures
from antq_analysis.sources.tables.total_findings import SHOWN_CELLS
from antq_analysis.sources.workbooks.marks import cell_name


def sparse_ticks(
    figures: Figures,
    columns: Sequence[tuple[int, Column]],
    names: Mapping[str, str],
    file: str,
    sheet: str,
) -> Iterator[Finding]:
    """Report empty ticks of units of which more than half of the other figures are missing.

    Only columns of the file's own period that are no ticks themselves are counted; where a form has none of them,
    nobody can tell that little was reported.

    Parameters
    ----------
    figures
        What was read, repeated rows settled.
    columns
        Mapped columns with their place.
    names
        Name of each unit as written.
    file, sheet
        Where.

    Yields
    ------
    Finding
        One warning for each tick column; the 0 stands.
    """
    current = {position for position, (_, column) in enumerate(columns) if not column.years_before}
    others = {position for position in current if columns[position][1].reads != "tick"}
    told = figures.at_positions(others) & figures.where(lambda reading: reading.status != "not_reported")
    reports = np.bincount(figures.numbers["unit"][told], minlength=len(figures.codes))
    few = (2 * reports < len(others))[figures.numbers["unit"]]
    empty = figures.at_positions(current) & figures.where(lambda reading: reading is TICK_EMPTY)
    sparse: dict[int, list[Figure]] = defaultdict(list)
    for figure in figures.chosen(empty & few):
        sparse[figure.position].append(figure)
    for position, own in sorted(sparse.items()):
        units = "; ".join(names[one.unit_code] for one in own[:SHOWN_CELLS])
        shown = units + ("; \u2026" if len(own) > SHOWN_CELLS else "")
        cells = ", ".join(cell_name(*one.cells[0]) for one in own[:SHOWN_CELLS])
        values = {"header": columns[position][1].header, "n": len(own), "names": shown}
        yield Finding("tick_in_sparse_row", Severity.WARNING, file, sheet, cells, values=values)
