"""The two figures of every commune side by side, with those of a base year, and which communes lack one."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import BreakError, RefusedError, UnknownNameError
from antq_analysis.measures.association.related import refuse_unfit
from antq_analysis.measures.change import change
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.quotients import RATE_SCALE
from antq_analysis.panel.load import Panel

FEWEST = 10
"""Communes below which no correlation is told."""

NO_OUTCOME, NO_DENSITY, ROUGH = "no_outcome", "no_density", "rough"
REASONS = (NO_OUTCOME, NO_DENSITY, ROUGH)
"""Why a commune has no part: it lacks the outcome, or the density, or one of them is a bound or was apportioned."""

_POISSON, _SHARE = "exact_poisson", "exact_binomial"
_RARE = 0.1
"""Below this share events among a whole are as good as Poisson."""
_BASE = ["events", "exposure", "base_events", "base_exposure"]


@dataclass(frozen=True)
class Sides:
    """What is compared.

    Parameters
    ----------
    frame
        Index unit_code, only communes with both figures; columns density, outcome, and where these are counts events,
        exposure, base_events and base_exposure, NaN where the base year has none.
    left_out
        The others: name, reason (one of :data:`REASONS`).
    base_year
        The year before with which the year is compared; empty where there is none.
    """

    frame: pd.DataFrame
    left_out: pd.DataFrame
    base_year: str


def side_by_side(
    panel: Panel, sides: tuple[Measure, Measure], years: tuple[str, str], since: str, per: str
) -> Sides:
    """Set the two figures of every commune side by side.

    Parameters
    ----------
    panel
        The panel.
    sides
        The outcome and the density.
    years
        The year of each.
    since
        For a change of the outcome: the year from which; empty for its level.
    per
        What the events of the outcome are related to; empty where they are no counts.

    Returns
    -------
    Sides
        The communes with both figures.

    Raises
    ------
    BreakError
        If a change would cross a change of counting or of the reporting window.
    RefusedError
        If a change is asked of what is no count of events, or fewer than ten communes have both figures, or one of
        the figures is the same everywhere or follows from the other.
    UnknownNameError
        If one has no such year.
    """
    (outcome, density), (period, with_period) = sides, years
    for measure, year in zip(sides, years, strict=True):
        refuse_unfit(measure, panel)
        if year not in measure.periods():
            raise UnknownNameError("errors.kind_period", year, measure.periods())
    y, rough_y = _figures(outcome.at(period).reindex(panel.units.index))
    x, rough_x = _figures(density.at(with_period).reindex(panel.units.index))
    frame = pd.DataFrame({"density": x, "outcome": y}, index=panel.units.index)
    base_year, counts = _based(panel, outcome, period, since, per)
    frame[_BASE] = counts.reindex(frame.index)[_BASE]
    if since:
        later, earlier = (frame[f"{year}events"] / frame[f"{year}exposure"] for year in ("", "base_"))
        frame["outcome"] = (later - earlier) * _scale(outcome.at(period))
    known = frame[["density", "outcome"]].notna()
    reason = np.select(
        [(rough_x | rough_y).to_numpy(bool), ~known["outcome"].to_numpy(bool)],
        [ROUGH, NO_OUTCOME],
        NO_DENSITY,
    )
    both = known.all(axis=1)
    names = panel.units["name"] if "name" in panel.units else pd.Series("", index=frame.index)
    left_out = pd.DataFrame({"name": names.astype(str), "reason": reason})[~both]
    _refuse(frame[both], outcome, density, period)
    return Sides(frame[both].astype(float), left_out, base_year)


def _figures(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    rough = rows["value"].notna() & (rows["comparator"].ne("exact") | rows["status"].eq("apportioned"))
    return rows["value"].where(~rough).astype(float), rough


def _based(panel: Panel, outcome: Measure, period: str, since: str, per: str) -> tuple[str, pd.DataFrame]:
    """Take the counts of the year and of a base year: that of the change, else the nearest earlier one."""
    nothing = pd.DataFrame(index=panel.units.index, columns=_BASE, dtype=float)
    if not per or not _rare_events(panel, outcome, period):
        if since:
            label = {"label": outcome.label_vi, "label_en": outcome.label_en}
            raise RefusedError("measures.associate_change_of_no_counts", **label)
        return "", nothing
    if since:
        return since, _counts(panel, outcome, per, period, since)
    kind = obs.period_kind(period)
    for year in sorted(outcome.periods(), reverse=True):
        if year < period and obs.period_kind(year) == kind:
            try:
                return year, _counts(panel, outcome, per, period, year)
            except (BreakError, UnknownNameError):
                break
    rows = outcome.at(period)[["events", "exposure"]]
    return "", rows.reindex(panel.units.index, columns=_BASE)


def _rare_events(panel: Panel, outcome: Measure, period: str) -> bool:
    """Tell whether a rate is one of events of a year that chance may add to any commune."""
    rows = outcome.at(period).dropna(subset=["events", "exposure"])
    share = bool(rows["method"].eq(_SHARE).any())
    rare = share and bool(rows["events"].sum() < _RARE * rows["exposure"].sum())
    what = panel.vocabulary.indicator(outcome.indicator)
    return what.kind == "flow" and (rare or bool(rows["method"].eq(_POISSON).any()))


def _scale(rows: pd.DataFrame) -> float:
    return 100.0 if rows["method"].eq(_SHARE).any() else float(RATE_SCALE)


def _counts(panel: Panel, outcome: Measure, per: str, period: str, since: str) -> pd.DataFrame:
    rows = change(panel, outcome.indicator, period, since, per=per).frame
    rows = rows.rename(
        columns={"after": "events", "before": "base_events", "exposure_before": "base_exposure"}
    )
    rows = rows.rename(columns={"exposure_after": "exposure"})
    return rows[_BASE].where(rows["status"].eq("reported")).astype(float)


def _refuse(frame: pd.DataFrame, outcome: Measure, density: Measure, period: str) -> None:
    if len(frame) < FEWEST:
        raise RefusedError("measures.associate_few", n=len(frame), period=period, least=FEWEST)
    for measure, name in ((outcome, "outcome"), (density, "density")):
        if not np.ptp(frame[name].to_numpy(float)) > 0:
            told = {"label": measure.label_vi, "label_en": measure.label_en}
            raise RefusedError("measures.space_nothing_varies", period=period, n=len(frame), **told)
    if abs(np.corrcoef(frame["density"], frame["outcome"])[0, 1]) > 1 - 1e-9:
        labels = {"one": outcome.label_vi, "other": density.label_vi}
        raise RefusedError(
            "measures.two_maps_same", one_en=outcome.label_en, other_en=density.label_en, **labels
        )
