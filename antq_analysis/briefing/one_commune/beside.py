"""Rates and shares of a commune in one year, beside those of its district and of the province."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from antq_analysis.briefing.communes.cells import Cell, whole_cell
from antq_analysis.briefing.communes.rates import commune_rate_cell, level_cell, rate_of
from antq_analysis.briefing.given import Given, once
from antq_analysis.briefing.laid_out import Figured, lay_out
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.measures.frame import Measure
from antq_analysis.places.groups import DISTRICT, main_groups
from antq_analysis.show.table import NOT_AVAILABLE, Table
from antq_analysis.show.table_content import BOUNDS
from antq_analysis.show.words import province_name, say_period

Line = tuple[str | Figured, ...]


def beside_table(given: Given, code: str, names: Sequence[str]) -> Table | None:
    """Set the rates of a commune beside those of its district and of the province.

    Parameters
    ----------
    given
        Panel, year and language.
    code
        The commune.
    names
        Indicator ids; those without a rate or a share of the year are passed over.

    Returns
    -------
    Table or None
        One row a rate: part and base, the rate with its interval, then the same rate of the district and of the
        province, as the table of communes of the year tells them; None where there is no rate.
    """
    lang, panel, district = given.lang, given.panel, _district(given, code)
    rows: list[Line] = []
    notes: list[str] = []
    for name in names:
        found = found_rate(given, name)
        if found is None:
            continue
        measure, whole = found
        figures, members = measure.at(given.year), list(district.members)
        own = figures.loc[[code]].iloc[0]
        level = level_cell(figures.loc[members], lang) if members else Cell()
        rows.append(
            (
                f"{measure.label(lang)} ({measure.unit(lang)})",
                Figured(symbol=_parts(own, lang)),
                *_figures(own, lang, shares=measure.unit_vi == "%"),
                Figured(symbol=_told(level, lang)),
                Figured(symbol=_told(whole_cell(whole, lang), lang)),
            )
        )
        notes += measure.notes(lang, (given.year,))
    if not rows:
        return None
    heads = [
        say("briefing.commune_col_indicator", lang),
        say("briefing.commune_col_parts", lang),
        str(panel.units.at[code, "name"]),
        say("show.col_interval", lang),
        district.name or say("briefing.commune_col_district", lang),
        province_name(panel.province, lang),
    ]
    if district.straddled:
        notes.append(say("briefing.commune_straddles", lang, district=district.name))
    title = say("briefing.commune_beside", lang, period=say_period(given.year, lang))
    return lay_out(given, title, heads, rows, [*notes, say("briefing.commune_interval", lang)])


@once
def found_rate(given: Given, name: str) -> tuple[Measure, pd.Series | None] | None:
    """Compute a rate or share of every commune and of the province, once for table and chart.

    Parameters
    ----------
    given
        Panel and year.
    name
        Indicator id.

    Returns
    -------
    tuple or None
        As :func:`antq_analysis.briefing.communes.rates.rate_of` gives it.
    """
    return rate_of(given.panel, name, given.year)


class _District(NamedTuple):
    name: str = ""
    members: tuple[str, ...] = ()
    straddled: bool = False


def _district(given: Given, code: str) -> _District:
    """Find the district of a commune, or the group that stands for it, and the communes that lie wholly in it."""
    groups = given.panel.groups
    if "grouping" not in groups:
        return _District()
    groups = groups[groups["grouping"].eq(given.group or DISTRICT)]
    own = groups[groups["unit_code"].eq(code)]
    main = main_groups(own)
    if len(main) != 1:
        return _District()
    alone = groups[~groups["unit_code"].duplicated(keep=False)]
    members = set(alone.loc[alone["group_code"].eq(main["group_code"].iloc[0]), "unit_code"])
    order = tuple(one for one in given.panel.units.index if one in members)
    return _District(str(main["group_name"].iloc[0]), order, len(own) > 1)


def _parts(own: pd.Series, lang: str) -> str:
    parts = [own["events"], own["exposure"]]
    if any(pd.isna(part) for part in parts):
        return NOT_AVAILABLE
    return "/".join(format_number(float(part), lang, 0 if float(part) % 1 == 0 else 1) for part in parts)


def _figures(own: pd.Series, lang: str, *, shares: bool) -> Iterator[Figured]:
    yield Figured(symbol=_told(commune_rate_cell(own, lang), lang))
    low, high = float(own["low"]), float(own["high"])
    # Of a share everything was counted: an interval would tell of a sample that nobody drew.
    told = "" if shares or np.isnan(low) else " – ".join(format_number(end, lang, 1) for end in (low, high))
    yield Figured(symbol=told)


def _told(cell: Cell, lang: str) -> str:
    if cell.symbol or np.isnan(cell.value):
        return cell.symbol or NOT_AVAILABLE
    before = "".join(f"{sign} " for sign in cell.star if sign in BOUNDS.values())
    behind = "".join(sign for sign in cell.star if sign not in BOUNDS.values())
    return f"{before}{format_number(cell.value, lang, 1)}{behind}"
