"""Whether the rate of the whole province rises or falls over the years."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from antq_analysis.errors import RefusedError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.measures.frame import Estimate, Series
from antq_analysis.measures.loglinear import LogLines
from antq_analysis.measures.same_places import rest_apart
from antq_analysis.measures.steps import first_years, fit_over_steps, steps_of
from antq_analysis.measures.trends import MIN_EVENTS, MIN_YEARS, SHORT
from antq_analysis.observations import is_year


@dataclass(frozen=True)
class TotalTrend(Estimate):
    """The trend of a whole province.

    Parameters
    ----------
    table
        Index ``yearly`` and, for each step, ``step_<year>``; columns value (the ratio of a year to the year before, or
        by what the change of counting multiplied), low, high (95%), p_value.
    design, checks, caveats
        As in :class:`antq_analysis.measures.frame.Estimate`. Checks: `years` (a long series) and `chance` (the
        figures vary around the line no more than chance).
    label_vi, label_en
        What is followed, with its years.
    n_units, n_missing
        Communes that it rests on, and those of the others that should have figures and have none; None where it follows
        only those with figures in all years.
    """

    label_vi: str = ""
    label_en: str = ""
    n_units: int = 0
    n_missing: int | None = 0

    def sentence(self, lang: str = "vi") -> str:
        """Say the yearly ratio with its limits, what it shows, and every caveat.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One paragraph.
        """
        row = self.table.T["yearly"].astype(float)
        numbers = {name: format_number(row[name], lang, 3) for name in ("value", "low", "high")}
        label = self.label_en if lang == "en" else self.label_vi
        verdict = "fall" if row["high"] < 1 else "rise" if row["low"] > 1 else "unclear"
        told = [
            say("measures.total_trend", lang, label=label, **numbers),
            say(f"measures.trend_{verdict}", lang),
        ]
        if self.n_missing is None:
            told.append(say("measures.total_trend_followed", lang, n=self.n_units))
        elif self.n_missing:
            told.append(say("measures.total_trend_missing", lang, n=self.n_missing, known=self.n_units))
        return " ".join([*told, super().sentence(lang)])


def total_trend(
    series: Series, *, since: str = "", until: str = "", across_breaks: bool = False
) -> TotalTrend:
    """Estimate the yearly rise or fall of the rate of a whole province.

    Parameters
    ----------
    series
        Rates of events, as :func:`antq_analysis.measures.series.total_rate` computes them.
    since, until
        First and last year; by default all that have exact figures.
    across_breaks
        Estimate a step where the way of counting changes, instead of refusing.

    Returns
    -------
    TotalTrend
        Where years rest on different communes, it follows those that have figures in all of them. Limits allow for
        variation beyond chance around the line and for how few years there are. Where there is no such variation they
        are wider than they need be: of few years nobody can tell.

    Raises
    ------
    BreakError
        If the way of counting, the criteria or the reporting window changed within these years.
    RefusedError
        If these are no rates of events, no figure is exact, there are fewer than four years or ten events, no commune
        has figures in all years, or the figures around a step cannot tell it.

    References
    ----------
    McCullagh and Nelder (1989), Generalized linear models, section 6.2: quasi-Poisson, with limits of Student's t. The
    line is that of :func:`antq_analysis.measures.loglinear.fit_log_lines`. The example is Dobson, A. J. (1990), An
    introduction to generalized linear models, deaths from AIDS in Australia 1983-86 by quarter, here put as years:
    slope 0.2565.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> from antq_analysis.measures.series import total_rate
    >>> deaths = [0, 1, 2, 3, 1, 4, 9, 18, 23, 31, 20, 25, 37, 45]
    >>> years = [str(year) for year in range(2001, 2015)]
    >>> counts = {year: [number] for year, number in zip(years, deaths, strict=True)}
    >>> panel = worked_panel({"incidents_total": counts, "population": dict.fromkeys(years, [10_000])})
    >>> found = total_trend(total_rate(panel, "incidents_total")).rows()
    >>> round(float(np.log(found.loc["yearly", "value"])), 4)
    0.2565
    """
    words = {"label": series.label_vi, "label_en": series.label_en}
    rows = series.frame[series.frame["exposure"].gt(0)]
    if len(rows) and rows["comparator"].ne("exact").all():
        raise RefusedError("measures.trend_none_exact", **words)
    rows = rows[rows["low"].notna() & rows["comparator"].eq("exact")]
    if rows.empty:
        raise RefusedError("measures.total_trend_no_rate", **words)
    between = (str(year) for year in rows.index if is_year(str(year)))
    years = [year for year in between if str(since) <= year <= str(until or year)]
    starts = first_years(series.breaks, years, words, across_breaks=across_breaks)
    if len(years) < MIN_YEARS + len(starts):
        raise RefusedError(
            "measures.total_trend_few_years", n=len(years), least=MIN_YEARS + len(starts), **words
        )
    apart = any(rest_apart(series, year, years[0]) for year in years[1:])
    figures, followed = _of_same_places(series, years, words) if apart else (rows.loc[years], 0)
    if figures["events"].sum() < MIN_EVENTS or figures["events"].gt(0).sum() < 2:
        raise RefusedError("measures.trend_too_little", years=MIN_YEARS, events=MIN_EVENTS, **words)
    events, base = (figures[name].to_numpy(float)[None, :] for name in ("events", "exposure"))
    fit = fit_over_steps(events, base, years, starts, words, dispersion=0.0)
    last = series.at(years[-1])
    caveats = ["measures.trend_independent"]
    caveats += ["measures.total_trend_short"] * (len(years) < SHORT) + ["measures.total_trend_same"] * apart
    return TotalTrend(
        table=_table(fit, starts),
        design="measures.total_trend_stepped" if starts else "measures.total_trend_line",
        checks=_checks(fit, len(years)),
        caveats=tuple(caveats),
        label_vi=f"{series.label_vi}, {years[0]}-{years[-1]}",
        label_en=f"{series.label_en}, {years[0]}-{years[-1]}",
        n_units=followed or int(last["n_units"] - last["n_missing"]),
        n_missing=None if apart else int(last["n_missing"]),
    )


def steps_of_total(series: Series, years: Sequence[str], starts: Sequence[str]) -> pd.DataFrame:
    """Tell by what each change of counting multiplied the rates of the whole province.

    Parameters
    ----------
    series
        Rates of events.
    years
        Those that are followed, in order.
    starts
        First years after the steps.

    Returns
    -------
    pandas.DataFrame
        Index year; columns ratio, low, high.

    Raises
    ------
    RefusedError
        If :func:`total_trend` refuses, or has no such step.
    """
    table = total_trend(series, since=years[0], until=years[-1], across_breaks=True).table
    steps = table.rename(columns={"value": "ratio"})[["ratio", "low", "high"]]
    names = [f"step_{start}" for start in starts]
    if not set(names) <= set(steps.index):
        words = {"label": series.label_vi, "label_en": series.label_en}
        raise RefusedError("measures.trend_step_unseen", since=starts[-1], **words)
    return steps.loc[names].set_axis(pd.Index(starts, name="year"))


def _of_same_places(series: Series, years: list[str], words: dict[str, str]) -> tuple[pd.DataFrame, int]:
    parts = series.places.parts if series.places else pd.DataFrame(columns=["period", "unit_code"])
    parts = parts[parts["period"].isin(years) & parts.get("exposure", pd.Series(dtype=float)).gt(0)]
    often = parts.groupby("unit_code")["period"].nunique()
    parts = parts[parts["unit_code"].isin(often.index[often.eq(len(years))])]
    if parts.empty:
        raise RefusedError("measures.total_trend_apart", **words)
    figures = parts.groupby("period")[["events", "exposure"]].sum().loc[years]
    return figures, parts["unit_code"].nunique()


def _table(fit: LogLines, starts: tuple[str, ...]) -> pd.DataFrame:
    wider = np.sqrt(max(fit.pearson / fit.freedom, 1.0))
    reach = float(stats.t.ppf(0.975, fit.freedom)) * wider
    slope, error = float(fit.slope[0]), float(fit.slope_se[0])
    ends = [slope, slope - reach * error, slope + reach * error]
    table = pd.DataFrame([np.exp(ends)], columns=["value", "low", "high"], index=["yearly"])
    steps = steps_of(fit, starts, reach).rename(columns={"ratio": "value"}).rename("step_{}".format)
    table = pd.concat([table, steps]) if starts else table
    size = np.abs(np.append(fit.slope, fit.steps)) / np.append(fit.slope_se, fit.steps_se) / wider
    return table.assign(p_value=2 * stats.t.sf(size, fit.freedom))


def _checks(fit: LogLines, years: int) -> pd.DataFrame:
    chance = float(stats.chi2.sf(fit.pearson, fit.freedom))
    return pd.DataFrame(
        {"value": [float(years), chance], "passed": [years >= SHORT, chance >= 0.05]},
        index=pd.Index(["years", "chance"], name="check"),
    )
