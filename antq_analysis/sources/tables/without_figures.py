"""Files and sheets that were read without fault and hold not one figure: a form that came back empty."""

from collections.abc import Iterator, Sequence

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.tables.context import Table


def without_figures(tables: Sequence[Table], file: str) -> Iterator[Finding]:
    """Report tables whose mapped columns of the file's own period are empty.

    Where a table has an error already, such as a header that was not found, that error says why.

    Parameters
    ----------
    tables
        The sheets that were read.
    file
        The file.

    Yields
    ------
    Finding
        One error where no sheet has a figure, else one warning for each empty sheet.
    """
    empty = [table for table in tables if not _told(table) and not _has_error(table)]
    if empty and len(empty) == len(tables):
        names = ", ".join(table.sheet.name for table in empty)
        yield Finding("file_without_figures", Severity.ERROR, file, values={"sheets": names})
        return
    for table in empty:
        yield Finding("sheet_without_figures", Severity.WARNING, file, table.sheet.name)


def _told(table: Table) -> bool:
    own = [
        position
        for position, (_, column) in enumerate(table.columns)
        if column.years_before == table.layout.years_before
    ]
    told = table.figures.where(lambda reading: reading.status != "not_reported")
    return bool((told & table.figures.at_positions(own)).any())


def _has_error(table: Table) -> bool:
    return any(finding.severity is Severity.ERROR for finding in table.findings)
