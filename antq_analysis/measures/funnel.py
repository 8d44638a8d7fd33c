"""Which communes lie outside what chance does to rates and shares of their size, also where these vary beyond it."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from antq_analysis.errors import RefusedError, UnknownNameError, UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.measures.discovery import false_discovery
from antq_analysis.measures.dispersion import DISPERSIONS, inflation
from antq_analysis.measures.frame import Labelled, Measure
from antq_analysis.measures.funnel_limits import Floats, Law
from antq_analysis.measures.smooth import is_smoothed
from antq_analysis.measures.sorted_units import SortedUnits

NEAR, FAR = 0.95, 0.998
"""The two usual pairs of limits, about two and three standard deviations."""
FALSE_SHARE = 0.05
_SHARE = "exact_binomial"
PLACES = ("high", "low", "inside")


@dataclass(frozen=True)
class Funnel(Labelled, SortedUnits):
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
    law
        What chance does to them.
    dispersion
        How the limits were widened, one of :data:`antq_analysis.measures.dispersion.DISPERSIONS`.
    """

    column: ClassVar[str] = "place"
    categories: ClassVar[tuple[str, ...]] = PLACES

    period: str = ""
    unit_vi: str = ""
    unit_en: str = ""
    law: Law = field(default_factory=Law)
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
        base = np.asarray(exposure, dtype=float)
        known = self.frame[self.frame["z"].notna()]
        overall = float(known["events"].sum() / known["exposure"].sum())
        per = _scale(known)
        size, own = self.law.size(base), self.law.size(known["exposure"].to_numpy(float))
        factors, middle = np.full_like(size, known["dispersion"].iloc[0]), np.zeros_like(size)
        if self.dispersion == "additive":
            factors = 1 + (factors - 1) * size / own[0]
            ordinary = self.law.scaled(known["expected"].iloc[0] / per) - self.law.scaled(overall)
            middle = 2 * np.sqrt(size) * ordinary
        ends = _limits(self.law, base, overall, (factors, middle), self.dispersion)
        return ends.mul(per / base, axis=0)

    def said_dispersion(self, lang: str = "vi") -> str:
        """Say how many times the variance of chance the limits allow for.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One sentence.
        """
        known = self.frame[self.frame["z"].notna()].sort_values("exposure", kind="stable")
        if self.dispersion == "none":
            return say("measures.funnel_chance", lang)
        least, most = (format_number(known["dispersion"].iloc[at], lang, 2) for at in (0, -1))
        key = "funnel_dispersion" if least == most else "funnel_dispersion_by_size"
        return say(f"measures.{key}", lang, least=least, most=most)

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
        counted = say("measures.funnel_counted", lang, **self.counted())
        return " ".join([super().sentence(lang), counted, self.said_dispersion(lang)])


def funnel(measure: Measure, period: str, *, dispersion: str = "additive") -> Funnel:
    """Compare the rate or share of every commune with that of all, allowing for its size and for ordinary differences.

    Parameters
    ----------
    measure
        Rates of events, as :func:`antq_analysis.measures.rates.rate` computes them, or shares, as
        :func:`antq_analysis.measures.rates.share` does.
    period
        One of its periods.
    dispersion
        ``"additive"``: communes differ for ordinary reasons, and limits of large ones stay apart; ``"multiplicative"``:
        all limits are widened alike; ``"none"``: chance alone, with exact Poisson or binomial limits.

    Returns
    -------
    Funnel
        value, in the unit of the measure, events, exposure; `expected` rate, that of an ordinary commune (additive) or
        of all together; limits low_95, high_95, low_998, high_998; `z`, `p_value`, `q_value` (Benjamini-Hochberg over
        the map); `dispersion`; `place` (``high``, ``low`` or ``inside``, by q at 5%); status.

    Raises
    ------
    RefusedError
        If these are no rates of events or shares, are smoothed, nothing happened, or there is only one commune.
    UnknownNameError
        If there is no such period.
    UsageError
        If there is no such way of widening.

    References
    ----------
    Spiegelhalter (2005), sections 3.2 and 3.3, the additive variance and its centre by
    :func:`antq_analysis.measures.dispersion.additive_dispersion`, deviations and limits by
    :class:`antq_analysis.measures.funnel_limits.Law`. The example: tables of the Poisson law print P(X <= 4) = .0293
    for a mean of 10, of which the p value is twice.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> from antq_analysis.measures.rates import rate
    >>> panel = worked_panel({"incidents_total": {"2019": [4, 16]}, "population": {"2019": [10_000, 10_000]}})
    >>> found = funnel(rate(panel, "incidents_total"), "2019", dispersion="none").frame
    >>> round(found["p_value"].iloc[0] / 2, 4), found["place"].tolist()
    (np.float64(0.0293), ['inside', 'inside'])
    """
    if dispersion not in DISPERSIONS:
        raise UsageError("measures.unknown_dispersion", given=dispersion, known=", ".join(DISPERSIONS))
    rows = _lawful_rows(measure, period)
    law = Law(part=bool(rows["method"].eq(_SHARE).any()))
    events, exposure = rows["events"].to_numpy(float), rows["exposure"].to_numpy(float)
    overall = events.sum() / exposure.sum()
    z, size = law.deviations(events, exposure, overall), law.size(exposure)
    factors, middle = inflation(z, size, dispersion)
    z = z - middle
    ordinary = law.rate(law.scaled(overall) + np.mean(middle / (2 * np.sqrt(size))))
    scale = _scale(rows)
    frame = rows[["value", "events", "exposure"]].assign(expected=float(ordinary) * scale)
    limits = _limits(law, exposure, overall, (factors, middle), dispersion).mul(scale / exposure, axis=0)
    frame = frame.join(limits.set_index(frame.index))
    frame["dispersion"] = factors
    frame["z"] = z / np.sqrt(factors)
    exact = law.p_values(events, exposure, overall)
    frame["p_value"] = exact if dispersion == "none" else 2 * stats.norm.sf(np.abs(frame["z"]))
    frame["q_value"] = false_discovery(frame["p_value"])
    frame["place"] = np.where(frame["q_value"] > FALSE_SHARE, "inside", np.where(z > 0, "high", "low"))
    return _result(measure, period, frame, law, dispersion)


def _scale(rows: pd.DataFrame) -> float:
    """Tell what events over exposure are multiplied by."""
    return float((rows["value"] / (rows["events"] / rows["exposure"]))[rows["events"] > 0].median())


def _limits(
    law: Law, exposure: Floats, overall: float, widened: tuple[Floats, Floats], dispersion: str
) -> pd.DataFrame:
    """Compute the limits of events."""
    (factors, middle), ends = widened, {}
    for level, name in ((NEAR, "95"), (FAR, "998")):
        reach = stats.norm.ppf((1 + level) / 2) * np.sqrt(factors)
        ends[f"low_{name}"], ends[f"high_{name}"] = (
            law.limits(exposure, overall, level)
            if dispersion == "none"
            else (law.events_at(middle + turn * reach, exposure, overall) for turn in (-1, 1))
        )
    return pd.DataFrame(ends)


def _lawful_rows(measure: Measure, period: str) -> pd.DataFrame:
    words = {"label": measure.label_vi, "label_en": measure.label_en}
    if is_smoothed(measure):
        raise RefusedError("measures.funnel_of_smoothed", **words)
    if period not in measure.periods():
        raise UnknownNameError("errors.kind_period", period, measure.periods())
    rows = measure.at(period)
    lawful = rows[rows["method"].isin(["exact_poisson", _SHARE]) & rows["value"].notna()]
    if lawful.empty:
        raise RefusedError("measures.funnel_no_rate", **words)
    whole = lawful["method"].eq(_SHARE).any() and lawful["events"].sum() == lawful["exposure"].sum()
    if len(lawful) < 2 or whole or not lawful["events"].sum():
        key = "measures.funnel_one_share" if whole else "measures.funnel_nothing"
        raise RefusedError(key, period=period, n=len(lawful), **words)
    return lawful


def _result(measure: Measure, period: str, frame: pd.DataFrame, law: Law, dispersion: str) -> Funnel:
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
        law=law,
        dispersion=dispersion,
    )
