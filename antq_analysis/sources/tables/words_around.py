"""Words above, below and beside a table that keep its figures out, or ask about them."""

from collections.abc import Callable, Iterable, Sequence

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.forms.header import Header
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.base_notes import refuse_other_bases
from antq_analysis.sources.tables.cells import UnitRow
from antq_analysis.sources.tables.context import Context
from antq_analysis.sources.tables.footnotes import footnotes_asked, refuse_footnoted, texts_about_all
from antq_analysis.sources.tables.named_above import named_above
from antq_analysis.sources.tables.notes_left import notes_left
from antq_analysis.sources.tables.rates_said import refuse_rates
from antq_analysis.sources.tables.scales import REMARKED, refuse_unscaled
from antq_analysis.sources.tables.tick_legends import refuse_inverted
from antq_analysis.sources.tables.title_words import period_below
from antq_analysis.sources.tables.titles_meant import REFUSING
from antq_analysis.sources.tables.titles_refused import refuse_titled
from antq_analysis.sources.tables.unsaid_units import unsaid_units
from antq_analysis.sources.workbooks.workbook import Sheet

_ALL_THE_SAME = frozenset({"period_below_differs", "name_remark", "footnote_of_part"})
"""Warnings that say that figures were read."""


def refuse_by_words(
    rows: Sequence[UnitRow],
    columns: Sequence[tuple[int, Column]],
    sheet: Sheet,
    header: Header,
    below: Sequence[int],
    is_unit: Callable[[str], bool],
    context: Context,
) -> tuple[list[UnitRow], list[Finding]]:
    """Refuse figures of which words around their table say that they are something else than their headers say.

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
    below
        Rows below the table, counted from 0.
    is_unit
        Tells whether a text names a unit.
    context
        The period and stage of the figures, the vocabulary.

    Returns
    -------
    tuple
        The rows; errors for what is refused, and warnings for words below that only may say something.
    """
    file, vocabulary = context.file, context.vocabulary
    about = [*texts_about_all(sheet, header, below)]
    own, unscaled = refuse_unscaled(rows, columns, sheet, header, vocabulary, file, below)
    own, rated = refuse_rates(own, columns, sheet, header, vocabulary, file, about)
    own, titled = refuse_titled(own, columns, sheet, header, context, about)
    own, based = refuse_other_bases(own, columns, sheet, header, below, context)
    own, noted = refuse_footnoted(own, columns, sheet, header, below, is_unit, context)
    own, inverted = refuse_inverted(own, columns, sheet, header, below, context)
    asked = [*period_below(sheet, below, context.period, file), *footnotes_asked(sheet, below, context)]
    unsaid = unsaid_units(own, columns, sheet, header, below, vocabulary, file)
    told = [*unscaled, *rated, *titled, *based, *noted, *inverted, *asked, *unsaid]
    told += named_above(sheet, header, columns, told, context)
    return own, [*told, *notes_left(sheet, header, below, columns, rows, told, context)]


def without_contradictions(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Leave out warnings that figures were read in spite of words by which they were refused.

    Parameters
    ----------
    findings
        All findings of a table.

    Returns
    -------
    tuple of Finding
        The others.
    """
    findings = tuple(findings)
    errors = [item for item in findings if item.severity is Severity.ERROR]
    cells = {item.cell for item in errors if item.rule in REFUSING}
    cells |= {
        str(item.values["cells"]) for item in errors if item.rule in (REMARKED, "footnote_says_otherwise")
    }
    return tuple(item for item in findings if item.rule not in _ALL_THE_SAME or item.cell not in cells)
