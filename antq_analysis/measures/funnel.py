"""Which communes lie outside what chance does to rates of their size, also where rates vary more than chance alone."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from antq_analysis.errors import RefusedError, UnknownNameError, UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.discovery import false_discovery
from antq_analysis.measures.frame import Labelled, Measure, UnitResult
from antq_analysis.measures.funnel_limits import (
    DISPERSIONS,
    Floats,
    inflation,
    poisson_limits,
    widened_limits,
)
from antq_analysis.measures.smooth import is_smoothed

NEAR, FAR = 0.95, 0.998
"""The two usual pairs of limits, about two and three standard deviations."""
FALSE_SHARE = 0.05
PLACES = ("high", "low", "inside")


@dataclass(frozen=True)
class Funnel(Labelled, UnitResult):
    """Which communes lie outside the limits.

    Parameters
    ----------
    frame
        Index unit_code; the columns that :func:`funnel` names.
    kind, indicator, label_vi, label_en, units, province, map_date, base
        As in :class:`antq_analysis.measures.frame.UnitResult`.
    period
        When.
    unit_vi, unit_en
        What the rates are counted in.
    dispersion
        How the limits were widened, one of :data:`antq_analysis.measures.funnel_limits.DISPERSIONS`.
    """

    period: str = ""
    unit_vi: str = ""
    unit_en: str = ""
    dispersion: str = "none"

    def limits(self, exposure: npt.ArrayLike) -> pd.DataFrame:
        """Compute the limits of units of any size, for the lines of a chart.

        Parameters
        ----------
        exposure
            Sizes, shape (n,).

        Returns
        -------
        pandas.DataFrame
            low_95, high_95, low_998, high_998; for the size of a unit those that its row has.
        """
        size = np.asarray(exposure, dtype=float)
        known = self.frame[self.frame["z"].notna()]
        overall = float(known["events"].sum() / known["exposure"].sum())
        per = _scale(known)
        factor, own = (float(known[name].iloc[0]) for name in ("dispersion", "exposure"))
        factors, middle = np.full_like(size, factor), np.zeros_like(size)
        if self.dispersion == "additive":
            factors = 1 + (factor - 1) * size / own
            middle = 2 * np.sqrt(size) * (np.sqrt(known["expected"].iloc[0] / per) - np.sqrt(overall))
        return _limits(overall * size, factors, middle, self.dispersion).mul(per / size, axis=0)

    def counted(self) -> dict[str, int]:
        """Count the communes above, below and within the limits.

        Returns
        -------
        dict of str to int
            By place; those that do not occur are 0.
        """
        number = self.frame["place"].value_counts()
        return {place: int(number.get(place, 0)) for place in PLACES}

    def sentence(self, lang: str = "vi") -> str:
        """Say how many communes lie above and below the limits.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            A paragraph.
        """
        return super().sentence(lang) + " " + say("measures.funnel_counted", lang, **self.counted())


def funnel(measure: Measure, period: str, *, dispersion: str = "additive") -> Funnel:
    """Compare the rate of every commune with that of all, allowing for its size and for ordinary differences.

    Parameters
    ----------
    measure
        Rates of events, as :func:`antq_analysis.measures.rates.rate` computes them.
    period
        One of its periods.
    dispersion
        ``"additive"``: communes differ for ordinary reasons, and limits of large ones stay apart; ``"multiplicative"``:
        all limits are widened alike; ``"none"``: chance alone, with exact Poisson limits.

    Returns
    -------
    Funnel
        value, events, exposure; `expected` rate, that of an ordinary commune (additive) or of all together; limits
        low_95, high_95, low_998, high_998; `z`, `p_value`, `q_value` (Benjamini-Hochberg over the map); `dispersion`;
        `place` (``high``, ``low`` or ``inside``, by q at 5%); status.

    Raises
    ------
    RefusedError
        If these are no rates of events, are smoothed, nothing happened, or there is only one commune to compare.
    UnknownNameError
        If there is no such period.
    UsageError
        If there is no such way of widening.

    References
    ----------
    Spiegelhalter (2005), sections 3.2 and 3.3, the additive variance and its centre by
    :func:`antq_analysis.measures.funnel_limits.additive_dispersion`. Deviations are those of square roots of counts,
    with the corrections of Anscombe, F. J. (1948), Biometrika 35, 246-254, so that they hold for few events too.
    """
    if dispersion not in DISPERSIONS:
        raise UsageError("measures.unknown_dispersion", given=dispersion, known=", ".join(DISPERSIONS))
    rows = _lawful_rows(measure, period)
    events, exposure = rows["events"].to_numpy(float), rows["exposure"].to_numpy(float)
    overall = events.sum() / exposure.sum()
    expected = overall * exposure
    scale = _scale(rows)
    z = 2 * (np.sqrt(events + 3 / 8) - np.sqrt(expected + 1 / 8))
    factors, middle = inflation(z, exposure, dispersion)
    z = z - middle
    ordinary = (np.sqrt(overall) + float(np.mean(middle / (2 * np.sqrt(exposure))))) ** 2
    frame = rows[["value", "events", "exposure"]].assign(expected=ordinary * scale)
    limits = _limits(expected, factors, middle, dispersion).mul(scale / exposure, axis=0)
    frame = frame.join(limits.set_index(frame.index))
    frame["dispersion"] = factors
    frame["z"] = z / np.sqrt(factors)
    tails = stats.poisson.cdf(events, expected), stats.poisson.sf(events - 1, expected)
    exact = np.minimum(2 * np.minimum(*tails), 1.0)
    frame["p_value"] = exact if dispersion == "none" else 2 * stats.norm.sf(np.abs(frame["z"]))
    frame["q_value"] = false_discovery(frame["p_value"])
    frame["place"] = np.where(frame["q_value"] > FALSE_SHARE, "inside", np.where(z > 0, "high", "low"))
    return _result(measure, period, frame, dispersion)


def _scale(rows: pd.DataFrame) -> float:
    """Tell what events over exposure are multiplied by."""
    return float((rows["value"] / (rows["events"] / rows["exposure"]))[rows["events"] > 0].median())


def _limits(expected: Floats, factors: Floats, middle: Floats, dispersion: str) -> pd.DataFrame:
    """Compute the limits of counts."""
    ends = {}
    for level, name in ((NEAR, "95"), (FAR, "998")):
        ends[f"low_{name}"], ends[f"high_{name}"] = (
            poisson_limits(expected, level)
            if dispersion == "none"
            else widened_limits(expected, factors, middle, level)
        )
    return pd.DataFrame(ends)


def _lawful_rows(measure: Measure, period: str) -> pd.DataFrame:
    words = {"label": measure.label_vi, "label_en": measure.label_en}
    if is_smoothed(measure):
        raise RefusedError("measures.funnel_of_smoothed", **words)
    if period not in measure.periods():
        raise UnknownNameError("errors.kind_period", period, measure.periods())
    rows = measure.at(period)
    lawful = rows[rows["method"].eq("exact_poisson") & rows["value"].notna()]
    if lawful.empty:
        raise RefusedError("measures.no_event_rate", **words)
    if len(lawful) < 2 or not lawful["events"].sum():
        raise RefusedError("measures.funnel_nothing", period=period, n=len(lawful), **words)
    return lawful


def _result(measure: Measure, period: str, frame: pd.DataFrame, dispersion: str) -> Funnel:
    full = frame.reindex(measure.units.index)
    status = measure.at(period)["status"].reindex(full.index)
    full["status"] = status.mask(full["z"].isna() & status.eq("reported"), "not_exact")
    full["place"] = full["place"].fillna("")
    words = {"period": period}
    return Funnel(
        frame=full,
        kind="funnel",
        indicator=measure.indicator,
        label_vi=say("measures.funnel_label", "vi", label=measure.label_vi, **words),
        label_en=say("measures.funnel_label", "en", label=measure.label_en, **words),
        units=measure.units,
        province=measure.province,
        map_date=measure.map_date,
        base=measure.base,
        period=period,
        unit_vi=measure.unit_vi,
        unit_en=measure.unit_en,
        dispersion=dispersion,
    )
