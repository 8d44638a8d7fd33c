"""A table of districts alone: it holds no figure of any commune, and is read only where districts have codes."""

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.tables.units import NamedRow
from antq_analysis.sources.workbooks.marks import cell_name


def district_table(
    named: Sequence[NamedRow],
    told: Iterable[Finding],
    register: pd.DataFrame,
    file: str,
    sheet: str,
    column: int,
) -> Iterator[Finding]:
    """Say what became of a table of districts.

    Parameters
    ----------
    named
        Its rows with a name.
    told
        What was found about their names.
    register
        The districts that have a code.
    file, sheet, column
        Where.

    Yields
    ------
    Finding
        One error in place of all others where no district has a code; else a note, and what was found.
    """
    if not named:
        yield from told
        return
    rows = [line.row.index for line in named]
    cells = f"{cell_name(min(rows), column)}:{cell_name(max(rows), column)}"
    values = {"n": len(named)}
    if register.empty:
        yield Finding("districts_without_codes", Severity.ERROR, file, sheet, cells, values=values)
        return
    yield Finding("district_table", Severity.NOTE, file, sheet, cells, values=values)
    yield from told
