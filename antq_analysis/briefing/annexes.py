"""The tables by district and commune: whole for the annexes, and only districts or groups for the main text."""

from collections.abc import Sequence
from dataclasses import replace

from antq_analysis.briefing.communes.table import communes_table
from antq_analysis.briefing.given import Given
from antq_analysis.briefing.listed import with_figures
from antq_analysis.briefing.outline import Annex
from antq_analysis.briefing.parts import Grid
from antq_analysis.briefing.published import of_communes
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import lower_first
from antq_analysis.show.table import Table
from antq_analysis.show.table_content import HEADING


def annex_of(given: Given, annex: Annex) -> Grid | None:
    """Lay out one annex.

    Parameters
    ----------
    given
        Panel, year and language.
    annex
        What it shows.

    Returns
    -------
    Grid or None
        None where none of its indicators but bases has a figure of the year.
    """
    names = with_figures(given.panel, annex.indicators, given.year)
    known = given.panel.vocabulary.indicators
    if all(known[name].kind == "base" for name in names):
        return None
    rates = with_figures(given.panel, annex.rates, given.year)
    table = _table(given, names, rates)
    title = say("briefing.annex_title", given.lang, title=annex.title(given.lang), year=given.year)
    return Grid(annex.id, title, replace(table, title=title))


def _table(given: Given, names: tuple[str, ...], rates: tuple[str, ...]) -> Table:
    """Lay out the table of communes; for publication with what may be shown, and nothing for the ledger to take up."""
    releases = None if given.releases is None else of_communes(given.releases, given.year)
    table = communes_table(
        given.panel, given.year, names, rates, given.lang, group=given.group, releases=releases
    )
    return replace(table, entries=())


def groups_of(given: Given, key: str, indicators: Sequence[str], rates: Sequence[str] = ()) -> Grid | None:
    """Lay out the total and the districts or groups alone.

    Parameters
    ----------
    given
        Panel, year and language.
    key
        Name of the table.
    indicators, rates
        Columns, and those of which a rate or share is added.

    Returns
    -------
    Grid or None
        None where there is no figure, or neither district nor group.
    """
    names = with_figures(given.panel, tuple(indicators), given.year)
    if not names:
        return None
    shown = with_figures(given.panel, tuple(rates), given.year)
    whole = _table(given, names, shown)
    # For publication every figure may have been left out.
    if whole.symbols.columns.empty or not whole.kinds.eq(HEADING).any():
        return None
    table = only_groups(whole)
    first, *others = (given.panel.vocabulary.indicator(name).label(given.lang) for name in names)
    labels = ", ".join([first, *map(lower_first, others)])
    title = say("briefing.groups_title", given.lang, labels=labels, year=given.year)
    return Grid(key, title, replace(table, title=title))


def only_groups(table: Table) -> Table:
    """Keep the total, the headings of a table of communes, and what lies outside them.

    Parameters
    ----------
    table
        The table.

    Returns
    -------
    Table
        Without communes and without their codes.
    """
    # Without what organisations report the rows would not make the total.
    kept = (table.kinds.ne("") | table.content["code"].eq("")).to_numpy()
    columns = tuple(column for column in table.columns if column.keys != ("code",))
    # A heading that stands above nothing any more is a row like others.
    kinds = table.kinds[kept].replace({"heading": ""})
    frames = {
        name: getattr(table, name)[kept].reset_index(drop=True) for name in ("content", "symbols", "stars")
    }
    return replace(table, columns=columns, kinds=kinds.reset_index(drop=True), **frames)
