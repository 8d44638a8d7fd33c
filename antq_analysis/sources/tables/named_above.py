"""Words above a table that name some of its figures beside another time than the title says."""

from collections.abc import Collection, Iterator, Sequence

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.forms.header import Header
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.base_notes import is_base_note
from antq_analysis.sources.tables.context import Context
from antq_analysis.sources.tables.labelled_values import texts_of_rows
from antq_analysis.sources.tables.notes_left import SPEAKS_OTHERWISE, subjects_of
from antq_analysis.sources.tables.said import said_periods
from antq_analysis.sources.tables.time_accents import with_accents
from antq_analysis.sources.tables.titles import other_period
from antq_analysis.sources.workbooks.workbook import Sheet

OTHER_TIME = "words_above_of_other_time"
FEWEST = 2
"""A single text above a table is its title."""


def named_above(
    sheet: Sheet,
    header: Header,
    columns: Sequence[tuple[int, Column]],
    told: Collection[Finding],
    context: Context,
) -> Iterator[Finding]:
    """Ask about words above a table by which some of its figures may be of another time.

    Parameters
    ----------
    sheet
        The sheet.
    header
        The head of the table.
    columns
        Mapped columns with their place.
    told
        What was found already; a cell that is named there was understood.
    context
        The period of the figures.

    Yields
    ------
    Finding
        A warning for each cell that names another time and what a column counts, where another cell says the period.
    """
    subjects = subjects_of(header, columns, ())
    texts = [*texts_of_rows(sheet.rows, range(header.top))]
    known = {item.cell for item in told}
    if subjects is None or len(texts) < FEWEST:
        return
    for cell, text in texts:
        words, said = with_accents(text), said_periods(text)
        silent = cell in known or is_base_note(text) or said.planned or SPEAKS_OTHERWISE.search(words)
        if not silent and other_period(said, context.period) and subjects.search(words):
            yield Finding(OTHER_TIME, Severity.WARNING, context.file, sheet.name, cell, text, context.period)
