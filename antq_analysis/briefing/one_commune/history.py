"""The figures of a commune by year: as carried to its map, beneath them those of the communes it was made of."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from antq_analysis.briefing.communes.cells import STATE, Cell, commune_cell
from antq_analysis.briefing.communes.notes import legend
from antq_analysis.briefing.given import Given
from antq_analysis.briefing.laid_out import Figured, lay_out
from antq_analysis.briefing.one_commune.ground import Ground, rows_on
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.observations import is_year, period_bounds
from antq_analysis.panel.breaks import breaks_between
from antq_analysis.places.carrying.merging import PARTS_OUTSIDE
from antq_analysis.show.lines import stage_notes
from antq_analysis.show.table import NONE, STAR, Table
from antq_analysis.show.table_content import BOUNDS, TOTAL
from antq_analysis.show.words import say_source, unit_name
from antq_analysis.vocabulary import Break, Indicator

MOST_YEARS = 10
MOST_ROWS = 36
"""What one page of A4 can hold beside the chart and the other table."""
BREAK = "‖"

Line = tuple[str | Figured, ...]


@dataclass
class _Told:
    """What the rows laid out so far need to be explained."""

    cells: list[Cell] = field(default_factory=list)
    breaks: dict[Break, list[str]] = field(default_factory=dict)
    shortened: list[str] = field(default_factory=list)


def years_of(given: Given, grounds: Sequence[Ground]) -> tuple[str, ...]:
    """List the years that anything was reported for on the ground of a commune, up to that of the page.

    Parameters
    ----------
    given
        Panel and year.
    grounds
        Its ground.

    Returns
    -------
    tuple of str
        The last ones, in order.
    """
    periods = set(rows_on(given.panel, grounds)["period"])
    return tuple(sorted(one for one in periods if is_year(one) and one <= given.year)[-MOST_YEARS:])


def history_table(given: Given, code: str, grounds: Sequence[Ground], names: Sequence[str]) -> Table:
    """Lay out the figures of a commune by year.

    Parameters
    ----------
    given
        Panel, year and language.
    code
        The commune.
    grounds
        Its ground on every map.
    names
        Indicator ids, most important first: on one page there may be no room for the former communes of all.

    Returns
    -------
    Table
        First on which maps each year was reported; then of each indicator the commune's own row and one for each former
        commune. A figure after a change of counting is marked.
    """
    panel, lang, years = given.panel, given.lang, years_of(given, grounds)
    reported, told = rows_on(panel, grounds), _Told()
    own = panel.observations[panel.observations["unit_code"].eq(code)]
    rows: list[Line] = [(say("briefing.commune_maps", lang), *_maps(reported, grounds, years))]
    kinds = [""]
    known = [
        name for name in names if own["indicator"].eq(name).any() or reported["indicator"].eq(name).any()
    ]
    left = MOST_ROWS - len(known)
    for name in known:
        what = panel.vocabulary.indicator(name)
        rows.append(_row(given, _label(what, lang), _only(own, name), what, years, told))
        kinds.append(TOTAL)
        former = list(_former(given, what, grounds, _only(reported, name), years, told))
        if len(former) <= left:
            rows += former
            kinds += [""] * len(former)
            left -= len(former)
        elif former:
            told.shortened.append(what.label(lang))
    heads = [say("briefing.commune_col_indicator", lang), *years]
    shown = own[own["indicator"].isin(known) & own["period"].isin(years)]
    notes = tuple(_notes(given, told, shown))
    return lay_out(given, say("briefing.commune_history", lang), heads, rows, notes, kinds)


def _label(what: Indicator, lang: str) -> str:
    return what.label(lang) if what.adds_up == STATE else f"{what.label(lang)} ({what.unit(lang)})"


def _only(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    return rows[rows["level"].eq("commune") & rows["indicator"].eq(name) & rows["category"].eq("")]


def _maps(reported: pd.DataFrame, grounds: Sequence[Ground], years: Sequence[str]) -> Iterator[Figured]:
    numbers = {one.day: f"({number})" for number, one in enumerate(grounds, 1)}
    for year in years:
        days = sorted(set(reported.loc[reported["period"].eq(year), "unit_date"]))
        yield Figured(symbol="".join(numbers[day] for day in days))


def _former(
    given: Given,
    what: Indicator,
    grounds: Sequence[Ground],
    rows: pd.DataFrame,
    years: Sequence[str],
    told: _Told,
) -> Iterator[Line]:
    # A commune that no reform touched is its own former commune: its row would stand twice.
    touched = [one for one in grounds[:-1] if one.codes() != grounds[-1].codes() or one.units[0].share < 1]
    seen: dict[tuple[str, str], list[str]] = {}
    for one in touched:
        for unit in one.units:
            seen.setdefault((unit.code, unit.name), []).append(one.day)
    for (code, name), days in seen.items():
        own = rows[rows["unit_code"].eq(code) & rows["unit_date"].isin(days)]
        if not own.empty:
            label = say("briefing.commune_former_row", given.lang, name=name, unit_code=code)
            yield _row(given, label, own, what, years, told)


def _row(
    given: Given, label: str, rows: pd.DataFrame, what: Indicator, years: Sequence[str], told: _Told
) -> Line:
    cells = {year: _cells(rows[rows["period"].eq(year)], what, given.lang) for year in years}
    told.cells += [cell for several in cells.values() for cell in several]
    exact = [cell.value for several in cells.values() for cell in several if STAR not in cell.star]
    decimals = 0 if all(value % 1 == 0 for value in exact if not np.isnan(value)) else 1
    after = _breaks(given, what, [year for year in years if rows["period"].eq(year).any()])
    for one in itertools.chain.from_iterable(after.values()):
        labels = told.breaks.setdefault(one, [])
        labels += [what.label(given.lang)] * (what.label(given.lang) not in labels)
    line = [Figured(symbol=_text(cells[year], what, given.lang, decimals)) for year in years]
    marked = [
        Figured(symbol=f"{BREAK} {one.symbol}") if year in after and one.symbol else one
        for year, one in zip(years, line, strict=True)
    ]
    return (label, *marked)


def _text(cells: Sequence[Cell], what: Indicator, lang: str, decimals: int) -> str:
    return " / ".join(dict.fromkeys(_printed(cell, what, lang, decimals) for cell in cells))


def _cells(rows: pd.DataFrame, what: Indicator, lang: str) -> list[Cell]:
    # Two ways of counting, or two bases, in one year are two figures: neither stands for both.
    return [_cell(row, what, lang) for _, row in rows.iterrows()]


def _cell(row: pd.Series, what: Indicator, lang: str) -> Cell:
    if what.adds_up != STATE or np.isnan(row["value"]) or PARTS_OUTSIDE not in str(row["rule"]):
        return commune_cell(row, what, lang)
    # The former communes stand beneath: how many of them count needs no words.
    parts = "/".join(re.findall(r"[0-9]+", str(row["value_text"])))
    plain = commune_cell(row.where(row.index != "rule", ""), what, lang)
    return plain._replace(symbol=f"{plain.symbol} ({parts})")


def _breaks(given: Given, what: Indicator, years: Sequence[str]) -> dict[str, tuple[Break, ...]]:
    found = {}
    for before, year in itertools.pairwise(years):
        ends = (period_bounds(before)[1], period_bounds(year)[1])
        own = breaks_between(given.panel.vocabulary, given.panel.province.id, (what.id,), *ends)
        if own:
            found[year] = own
    return found


def _printed(cell: Cell, what: Indicator, lang: str, decimals: int) -> str:
    if cell.symbol or np.isnan(cell.value):
        return cell.symbol
    before = "".join(f"{sign} " for sign in cell.star if sign in BOUNDS.values())
    behind = "".join(sign for sign in cell.star if sign not in BOUNDS.values())
    if what.kind == "date":
        return f"{before}{cell.value:.0f}{behind}"
    number = NONE if cell.value == 0 and not before else format_number(cell.value, lang, decimals)
    return f"{before}{number}{behind}"


def _notes(given: Given, told: _Told, shown: pd.DataFrame) -> Iterator[str]:
    panel, lang = given.panel, given.lang
    yield legend(told.cells, unit_name(panel.province, lang), lang, rates=False, blank=False)
    for one, labels in told.breaks.items():
        words = {"labels": "; ".join(labels), "day": one.on, "reason": one.label(lang), "mark": BREAK}
        yield say("briefing.commune_break", lang, **words)
    if told.shortened:
        yield say("briefing.commune_shortened", lang, labels="; ".join(told.shortened))
    yield from stage_notes([shown.set_index("period")], lang)
    yield say_source(panel.province, panel.map_date, lang)
