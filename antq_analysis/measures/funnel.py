"""Which communes lie outside what chance does to rates of their size, also where rates vary more than chance alone."""

import numpy as np
import pandas as pd
from scipy import stats

from antq_analysis.errors import RefusedError, UnknownNameError, UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.discovery import false_discovery
from antq_analysis.measures.frame import Measure, UnitResult
from antq_analysis.measures.funnel_limits import (
    DISPERSIONS,
    inflation,
    poisson_limits,
    widened_limits,
)
from antq_analysis.measures.smooth import is_smoothed

NEAR, FAR = 0.95, 0.998
"""The two usual pairs of limits, about two and three standard deviations."""
FALSE_SHARE = 0.05


class Funnel(UnitResult):
    """Which communes lie outside the limits, with the counts told."""

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
        number = self.frame["place"].value_counts()
        counted = {place: int(number.get(place, 0)) for place in ("high", "low", "inside")}
        return super().sentence(lang) + " " + say("measures.funnel_counted", lang, **counted)


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
    scale = float((rows["value"] / (rows["events"] / rows["exposure"]))[rows["events"] > 0].median())
    z = 2 * (np.sqrt(events + 3 / 8) - np.sqrt(expected + 1 / 8))
    factors, middle = inflation(z, exposure, dispersion)
    z = z - middle
    ordinary = (np.sqrt(overall) + float(np.mean(middle / (2 * np.sqrt(exposure))))) ** 2
    frame = rows[["value", "events", "exposure"]].assign(expected=ordinary * scale)
    for level, name in ((NEAR, "95"), (FAR, "998")):
        ends = (
            poisson_limits(expected, level)
            if dispersion == "none"
            else widened_limits(expected, factors, middle, level)
        )
        frame[f"low_{name}"], frame[f"high_{name}"] = (end / exposure * scale for end in ends)
    frame["dispersion"] = factors
    frame["z"] = z / np.sqrt(factors)
    tails = stats.poisson.cdf(events, expected), stats.poisson.sf(events - 1, expected)
    exact = np.minimum(2 * np.minimum(*tails), 1.0)
    frame["p_value"] = exact if dispersion == "none" else 2 * stats.norm.sf(np.abs(frame["z"]))
    frame["q_value"] = false_discovery(frame["p_value"])
    frame["place"] = np.where(frame["q_value"] > FALSE_SHARE, "inside", np.where(z > 0, "high", "low"))
    return _result(measure, period, frame)


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


def _result(measure: Measure, period: str, frame: pd.DataFrame) -> Funnel:
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
    )
