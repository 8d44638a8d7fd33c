"""The table of communes of a year: the total, each district with its communes, and every kind of nothing told apart."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

import numpy as np
import pandas as pd

from antq_analysis.briefing.communes.cells import STATE, SUM, Cell, commune_cell, sum_cell, whole_cell
from antq_analysis.briefing.communes.notes import legend, say_apart
from antq_analysis.briefing.communes.rates import limits_of, rate_cells, rate_notes, rate_of, row_of
from antq_analysis.briefing.communes.release import released_counts, released_rates
from antq_analysis.briefing.communes.rows import Row, beside, rows_of
from antq_analysis.briefing.communes.sheet import Sheet
from antq_analysis.briefing.stage_notes import say_stages
from antq_analysis.errors import UnknownNameError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.grouped import say_straddling, with_groups
from antq_analysis.measures.rates import count
from antq_analysis.measures.series import total_share, totals
from antq_analysis.measures.suppression.entry import Entry
from antq_analysis.measures.suppression.release import Release
from antq_analysis.measures.suppression.withhold import withhold
from antq_analysis.observations import is_year
from antq_analysis.panel.load import Panel
from antq_analysis.show.table import STAR, Table
from antq_analysis.show.table_content import TOTAL
from antq_analysis.show.words import say_period, say_source, unit_name, warning_of
from antq_analysis.vocabulary import Indicator


def communes_table(
    panel: Panel,
    year: str,
    indicators: tuple[str, ...],
    rates: tuple[str, ...] = (),
    lang: str = "vi",
    *,
    group: str = "",
    releases: Mapping[str, Release] | None = None,
) -> Table:
    """Lay out the figures of every commune in one year: districts in order, communes in register order in each.

    The figure of the province stands on top, the same as its headline, and that of a district above its communes, only
    for what may be summed; how many communes they lack stands behind them. What organisations, police posts and the
    like report stands in one row below and counts in the total of the province.

    Parameters
    ----------
    panel
        The panel.
    year
        The year, or a part of it such as ``2025-6T``: then the total is that of the rows of the table.
    indicators
        Indicator ids, one a column.
    rates
        Ids of those whose rate or share is added, with its interval; others are passed over.
    lang
        ``"vi"`` or ``"en"``.
    group
        A grouping of the panel that stands where a map has districts; communes of several groups stand apart.
    releases
        For publication: what may be shown of each sensitive indicator, with the districts or the groups among it.
        Columns of sensitive indicators without a release are left out. By default the table is internal.

    Returns
    -------
    Table
        States in words; ``…`` no figure, ``KX`` not in scope, ``≠`` two contradicting figures.

    Raises
    ------
    RefusedError
        If a release is of other figures.
    """
    straddling = say_straddling(panel, group, lang) if group else ()
    panel = with_groups(panel, group, lang=lang) if group else panel
    others = beside(panel, year, indicators)
    rows = rows_of(panel, lang)
    if len(others):
        rows.append(Row("", say("annual.others", lang, n=len(others)), "", ()))
    sheet = Sheet(rows)
    for key in ("code", "name"):
        sheet.add_text(say(f"annual.column_{key}", lang), key)
    apart = _add_counts(sheet, panel, (year, indicators), others, lang, releases)
    plain = len(sheet.cells)
    based = _add_rates(sheet, panel, (year, rates), lang, releases)
    cells = [cell for own in sheet.cells.values() for cell in own]
    marks = {"rates": len(sheet.cells) > plain, "blank": sheet.has_blanks()}
    return Table(
        title=say("annual.table_title", lang, period=say_period(year, lang)),
        subtitle=panel.province.name(lang),
        columns=tuple(sheet.columns),
        content=pd.DataFrame(sheet.content).astype({"code": "str", "name": "str"}),
        symbols=sheet.texts("symbol"),
        stars=sheet.texts("star"),
        kinds=pd.Series([row.kind for row in rows], dtype="str"),
        notes=(
            legend(cells, unit_name(panel.province, lang), lang, **marks),
            *apart,
            *straddling,
            *say_stages(panel, year, tuple(dict.fromkeys((*indicators, *rates))), lang, releases),
            *based,
            say_source(panel.province, panel.map_date, lang),
        ),
        warning=warning_of(panel.province, lang),
        lang=lang,
        entries=_entries(releases, (*indicators, *rates)),
    )


def _entries(releases: Mapping[str, Release] | None, names: Sequence[str]) -> tuple[Entry, ...]:
    used = [release.entry for name, release in (releases or {}).items() if name in names]
    return tuple(dict.fromkeys(entry for entry in used if entry is not None))


def _add_counts(
    sheet: Sheet,
    panel: Panel,
    what: tuple[str, Sequence[str]],
    others: pd.DataFrame,
    lang: str,
    releases: Mapping[str, Release] | None,
) -> list[str]:
    year, indicators = what
    of_year = _of_year(panel, year)
    sums: dict[str, tuple[float, pd.Series | None]] = {}
    states: dict[str, tuple[Cell, int, pd.Series | None]] = {}
    for name in indicators:
        indicator = panel.vocabulary.indicator(name)
        figures = _figures(panel, name, year)
        if figures is None:
            continue
        if releases is not None and indicator.sensitive:
            if name in releases:
                open_to_all = withhold(count(panel, name), releases[name])
                cells = released_counts(open_to_all, figures, indicator, sheet.rows, year, lang)
                sheet.add_figures(indicator.label(lang), name, cells)
            continue
        whole = _whole(of_year, indicator, year)
        beside_it = float(others[name].sum(min_count=1)) if name in others else np.nan
        cells = [_cell(row, figures, (indicator, whole, beside_it), lang) for row in sheet.rows]
        kind = "year" if indicator.kind == "date" else "number"
        sheet.add_figures(indicator.label(lang), name, cells, kind=kind)
        label, known = sheet.columns[-1].head, figures["value"]
        if indicator.adds_up == SUM and known.notna().any():
            sums[label] = float(np.nansum([*known, beside_it])), whole
        elif indicator.adds_up == STATE:
            states[label] = cells[0], int(known.notna().sum()), whole
    return say_apart(sums, states, lang)


def _cell(
    row: Row, figures: pd.DataFrame, what: tuple[Indicator, pd.Series | None, float], lang: str
) -> Cell:
    indicator, whole, beside_it = what
    if not row.members:
        return Cell(beside_it)
    if not row.kind:
        return commune_cell(cast("pd.Series", figures.loc[row.members[0]]), indicator, lang)
    own = figures.loc[list(row.members)]
    if row.kind == TOTAL and indicator.adds_up == SUM:
        if is_year(str(own["period"].dropna().iloc[0])):
            return whole_cell(whole, lang)
        # No series holds part of a year: its total is that of the communes of this map and of what lies beside.
        total = sum_cell(own, indicator, lang)
        if not (own["value"].isna() & own["status"].ne("not_applicable")).any():
            # All parts of a divided unit are in it: together they are what was reported.
            total = total._replace(star=total.star.replace(STAR, ""))
        return (
            total if np.isnan(beside_it) else total._replace(value=float(np.nansum([total.value, beside_it])))
        )
    return sum_cell(own, indicator, lang)


def _figures(panel: Panel, indicator: str, year: str) -> pd.DataFrame | None:
    rows = panel.observations
    rows = rows[rows["level"].eq("commune") & rows["period"].eq(year)]
    rows = rows[rows["indicator"].eq(indicator) & rows["category"].eq("")]
    # Two ways of counting in one year are two figures of a commune: neither stands for both.
    if rows.empty or rows["unit_code"].duplicated().any():
        return None
    return rows.set_index("unit_code").reindex(panel.units.index)


def _of_year(panel: Panel, year: str) -> Panel:
    own = [rows[rows["period"].eq(year)] for rows in (panel.observations, panel.reported)]
    return replace(panel, observations=own[0], reported=own[1])


def _whole(panel: Panel, what: Indicator, year: str) -> pd.Series | None:
    """Take the figure of the province; a state has the share of communes that meet it."""
    if what.adds_up not in (SUM, STATE):
        return None
    try:
        share = what.adds_up == STATE and bool(what.denominators)
        return row_of(total_share(panel, what.id) if share else totals(panel, what.id), year)
    except UnknownNameError:
        # A stock and a cumulative figure are no one series.
        return None


def _add_rates(
    sheet: Sheet,
    panel: Panel,
    what: tuple[str, Sequence[str]],
    lang: str,
    releases: Mapping[str, Release] | None,
) -> tuple[str, ...]:
    notes: list[str] = []
    year, rates = what
    for name in rates:
        found = rate_of(panel, name, year)
        secret = releases is not None and panel.vocabulary.indicator(name).sensitive
        if found is None or (secret and name not in (releases or {})):
            continue
        measure, whole = found
        if releases is not None and secret:
            measure, whole = withhold(measure, releases[name]), None
            cells = released_rates(measure, sheet.rows, year, lang)
        else:
            cells = rate_cells(measure, whole, sheet.rows, year, lang)
        sheet.add_figures(f"{measure.label(lang)} ({measure.unit(lang)})", f"value:{name}", cells, 1)
        if limits := limits_of(measure, sheet.rows, year):
            sheet.add_limits(name, limits, lang)
        notes += rate_notes(measure, whole, year, lang)
    return tuple(dict.fromkeys(notes))
