"""Where a base between two known years comes from: both years with their files, and the line between them."""

from dataclasses import replace

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.measures.base_years import INTERPOLATED
from antq_analysis.measures.exposure import exposure
from antq_analysis.panel.area import PROVINCE, Area, register_of
from antq_analysis.panel.gaps import listed
from antq_analysis.panel.load import Panel
from antq_analysis.panel.origin import Origin, where_from
from antq_analysis.project import Project
from antq_analysis.vocabulary import Indicator


def explain_line(
    panel: Panel, unit_code: str, period: str, what: Indicator, lang: str, project: Project
) -> str:
    """Say of a commune how its base of a year was drawn between two known years, and where these come from.

    Parameters
    ----------
    panel
        The panel.
    unit_code
        Code of a unit of its map.
    period
        The year.
    what
        The base.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project.

    Returns
    -------
    str
        The line, then each of the two years as :func:`antq_analysis.panel.origin.where_from` tells it; empty where the
        figure was not drawn.
    """
    drawn = _drawn(panel, period, what)
    if unit_code not in drawn.index:
        return ""
    (one,) = drawn.loc[[unit_code]].to_dict("records")
    years = str(one["base"]).removeprefix(INTERPOLATED).split("–")
    known = panel.select(what.id).set_index(["unit_code", "period"])[["value", "comparator"]]
    ends = known.reindex([(unit_code, year) for year in years])
    first, last = (_bounded(*end, lang) for end in zip(ends["value"], ends["comparator"], strict=True))
    words = {"since": years[0], "until": years[1], "period": period}
    line = say(
        "annual.line_drawn",
        lang,
        name=str(panel.units.at[unit_code, "name"]),
        unit_code=unit_code,
        label=what.label(lang),
        first=first,
        last=last,
        part=f"{int(period) - int(years[0])}/{int(years[1]) - int(years[0])}",
        value=_bounded(float(one["value"]), obs.join_comparators(ends["comparator"]), lang),
        **words,
    )
    lines = [line]
    for year in years:
        lines.append(say("annual.line_known", lang, year=year))
        known_year = where_from(panel, unit_code, year, what.id, project=project)
        told = replace(known_year, asked=None).sentence(lang)
        lines += ["  " + text for text in told.split("\n")]
    return "\n".join(lines)


def explain_denominator(origin: Origin, panel: Panel, lang: str, project: Project) -> str:
    """Say of a rate how its denominator was drawn between two known years, and what the rate is then.

    Parameters
    ----------
    origin
        Where the rate comes from.
    panel
        The panel.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project.

    Returns
    -------
    str
        The line with its known years, and the quotient where the numerator is an exact figure; empty where the
        denominator was not drawn.
    """
    if not origin.made_of:
        return ""
    above, below = origin.made_of
    code, what = origin.unit[0], origin.indicator
    text = explain_line(panel, code, origin.period, below.indicator, lang, project)
    if not text:
        return ""
    drawn = _drawn(panel, origin.period, below.indicator)["value"].astype(float)
    figure, value = above.figure, float(drawn[code])
    exact = figure["comparator"].isin(obs.EXACT).all() and len(figure) == 1 and figure["value"].notna().all()
    if not exact:
        return text
    events = float(figure["value"].iloc[0])
    words = {"unit": what.unit(lang), "above": events, "below": round(value, 1)}
    rate = round(events / value * what.per, 1)
    return "\n".join([text, say("panel.origin_quotient", lang, value=rate, **words)])


def explain_lines(panel: Panel, area: Area, period: str, what: Indicator, lang: str) -> str:
    """Say of the province or a district what its base of a year is where communes lie between known years.

    Parameters
    ----------
    panel
        The panel.
    area
        The province, or a district of the panel's map.
    period
        The year.
    what
        The base.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        How many communes were drawn between which years, the sum, and which communes are not in it; empty where none
        was drawn.
    """
    drawn = _drawn(panel, period, what)
    here = register_of(panel, period)["unit_date"].eq(panel.map_date).all()
    codes = panel.units.index if area.kind == PROVINCE else pd.Index(area.codes if here else ())
    own = drawn[drawn.index.isin(codes)]
    if own.empty:
        return ""
    own_year = panel.select(what.id)
    own_year = own_year[own_year["period"].eq(period) & own_year["unit_code"].isin(codes)]
    ends = sorted({end for base in own["base"] for end in str(base).removeprefix(INTERPOLATED).split("–")})
    own_year = own_year[own_year["value"].notna() & ~own_year["unit_code"].isin(own.index)]
    every = pd.concat([own, own_year.set_index("unit_code")])
    text = say(
        "annual.lines_drawn",
        lang,
        name=area.name(lang),
        label=what.label(lang),
        period=period,
        n=len(own),
        all=len(codes),
        span=f"{ends[0]}–{ends[-1]}",
        total=_bounded(float(every["value"].sum()), _bound_of(panel, every, what), lang),
        since=ends[0],
        until=ends[-1],
    )
    names = panel.units["name"]
    lacking = [f"{names[code]} ({code})" for code in codes if code not in every.index]
    if not lacking:
        return text
    words = {"n": len(lacking), "units": listed(lacking)}
    return f"{text} {say('annual.lines_lacking', lang, **words)}"


def _bound_of(panel: Panel, every: pd.DataFrame, what: Indicator) -> str:
    """Say how exact a sum is by the known figures that it rests on: a line above a bound is above the line of it."""
    known = panel.select(what.id).set_index(["unit_code", "period"])["comparator"]
    used = [
        (code, end)
        for code, base in every["base"].dropna().items()
        for end in str(base).removeprefix(INTERPOLATED).split("–")
    ]
    of_year = every.loc[every["base"].isna(), "comparator"]
    return obs.join_comparators([*known.reindex(used).dropna(), *of_year])


def _bounded(value: float, comparator: str, lang: str) -> str:
    number = format_number(round(value, 1), lang)
    return number if comparator in obs.EXACT else say(f"panel.comparator_{comparator}", lang, value=number)


def _drawn(panel: Panel, period: str, what: Indicator) -> pd.DataFrame:
    """Take the communes whose base of a year lies between two known years, index unit_code."""
    if what.kind != "base" or not obs.is_year(period):
        return pd.DataFrame(columns=["value", "base"])
    known = exposure(panel, what.id)
    of_year = known[known.index.get_level_values("period") == period]
    of_year = of_year.droplevel(["unit_date", "period"])
    return of_year[of_year["base"].str.startswith(INTERPOLATED)]
