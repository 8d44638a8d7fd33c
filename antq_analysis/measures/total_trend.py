"""Whether the rate of the whole province rises or falls over the years."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from antq_analysis.errors import RefusedError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.measures.frame import Estimate, Series
from antq_analysis.measures.loglinear import LogLines, fit_log_lines
from antq_analysis.measures.same_places import rest_apart
from antq_analysis.measures.steps import first_years, steps_after, steps_of
from antq_analysis.measures.trend import MIN_EVENTS, MIN_YEARS
from antq_analysis.measures.trends import SHORT
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
    """

    label_vi: str = ""
    label_en: str = ""

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
        row = pd.Series(self.table.loc["yearly"]).astype(float)
        numbers = {name: format_number(row[name], lang, 3) for name in ("value", "low", "high")}
        label = self.label_en if lang == "en" else self.label_vi
        verdict = "fall" if row["high"] < 1 else "rise" if row["low"] > 1 else "unclear"
        told = [
            say("measures.total_trend", lang, label=label, **numbers),
            say(f"measures.trend_{verdict}", lang),
        ]
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
        variation beyond chance around the line and for how few years there are.

    Raises
    ------
    BreakError
        If the way of counting, the criteria or the reporting window changed within these years.
    RefusedError
        If these are no rates of events, there are fewer than four years or ten events, or no commune has figures in
        all years.

    References
    ----------
    McCullagh and Nelder (1989), Generalized linear models, section 6.2: quasi-Poisson, with limits of Student's t. The
    line is that of :func:`antq_analysis.measures.loglinear.fit_log_lines`.
    """
    words = {"label": series.label_vi, "label_en": series.label_en}
    rows = series.frame
    rows = rows[rows["low"].notna() & rows["exposure"].gt(0) & rows["comparator"].eq("exact")]
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
    figures = _of_same_places(series, years, words) if apart else rows.loc[years, ["events", "exposure"]]
    if figures["events"].sum() < MIN_EVENTS or figures["events"].gt(0).sum() < 2:
        raise RefusedError("measures.trend_too_little", years=MIN_YEARS, events=MIN_EVENTS, **words)
    numbers = np.array([int(year) for year in years])
    events, base = (figures[name].to_numpy(float)[None, :] for name in ("events", "exposure"))
    fit = fit_log_lines(events, base, numbers, steps_after(numbers, starts), dispersion=0.0)
    caveats = ["measures.trend_independent"]
    caveats += ["measures.total_trend_short"] * (len(years) < SHORT) + ["measures.total_trend_same"] * apart
    return TotalTrend(
        table=_table(fit, starts),
        design="measures.total_trend_stepped" if starts else "measures.total_trend_line",
        checks=_checks(fit, len(years)),
        caveats=tuple(caveats),
        label_vi=f"{series.label_vi}, {years[0]}-{years[-1]}",
        label_en=f"{series.label_en}, {years[0]}-{years[-1]}",
    )


def _of_same_places(series: Series, years: list[str], words: dict[str, str]) -> pd.DataFrame:
    parts = series.places.parts if series.places else pd.DataFrame(columns=["period", "unit_code"])
    parts = parts[parts["period"].isin(years) & parts.get("exposure", pd.Series(dtype=float)).gt(0)]
    often = parts.groupby("unit_code")["period"].nunique()
    parts = parts[parts["unit_code"].isin(often.index[often.eq(len(years))])]
    if parts.empty:
        raise RefusedError("measures.total_trend_apart", **words)
    return parts.groupby("period")[["events", "exposure"]].sum().loc[years]


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
