"""Counts, rates and shares by unit and period, each with an exact interval."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import lower_first
from antq_analysis.measures.base_years import BaseYears, base_years
from antq_analysis.measures.exposure import fill_years
from antq_analysis.measures.frame import MIXED, STATE, Measure, every_unit
from antq_analysis.measures.intervals import poisson_interval, share_interval
from antq_analysis.panel.load import Panel
from antq_analysis.places.carrying.merging import PARTS_DIFFER
from antq_analysis.vocabulary import Indicator
from antq_analysis.vocabulary.other_units import OTHER_LEVELS

RATE_SCALE = 10_000


def count(panel: Panel, indicator: str, *, category: str = "", basis: str | None = None) -> Measure:
    """Take the figures of an indicator as they are.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Indicator id; a rate that arrived without its counts is taken as it was reported, without an interval.
    category
        Value of its dimension; empty for the total.
    basis
        Which basis, where the panel has several.

    Returns
    -------
    Measure
        Value in the unit of the indicator. Counts of events carry their exact Poisson interval.

    Raises
    ------
    UnknownNameError
        If there is no such indicator.

    References
    ----------
    Interval: :func:`antq_analysis.measures.intervals.poisson_interval`.
    """
    what = panel.vocabulary.indicator(indicator)
    rows = _by_unit(panel, indicator, category, basis)
    rows["events"] = rows["value"] if what.kind != "rate" else np.nan
    rows["exposure"] = np.nan
    rows["method"] = {"rate": "reported_rate", "status": STATE}.get(what.kind, "count")
    rows["low"], rows["high"] = np.nan, np.nan
    if what.kind == "flow":
        rows["low"], rows["high"] = poisson_interval(rows["value"].where(_lawful(rows)))
    return _measure(panel, rows, what, _labels(what))


def rate(
    panel: Panel,
    indicator: str,
    per: str = "population",
    *,
    scale: float = RATE_SCALE,
    category: str = "",
    base_year: str = "",
) -> Measure:
    """Compute a rate with its exact interval.

    A year whose base is not known is related to the straight line between the known years before and after it, as
    :func:`antq_analysis.measures.exposure.fill_years` draws it; column `base` and the notes say where. The limits take
    the base as known. Before the first and after the last known year there is no rate, and the notes say what to add.

    Parameters
    ----------
    panel
        The panel.
    indicator
        What happens: an indicator of counts.
    per
        What it is related to: one of the denominators that the vocabulary allows for it.
    scale
        Rate per this many of `per`.
    category
        Value of the indicator's dimension; empty for the total.
    base_year
        Relate every year to the base of this one year, and say so in the label; by default each year has its own.

    Returns
    -------
    Measure
        Rate with exact Poisson limits; events and exposure beside it.

    Raises
    ------
    RefusedError
        If the vocabulary does not allow this denominator, or the indicator is not a count.
    UnknownNameError
        If there is no such indicator, or no base of `base_year`.

    References
    ----------
    Garwood (1936), see :func:`antq_analysis.measures.intervals.poisson_interval`.
    """
    what, base = panel.vocabulary.indicator(indicator), panel.vocabulary.indicator(per)
    refuse_scale(scale)
    _refuse_denominator(what, base)
    rows = _related(panel, what, base, category, base_year=base_year, between=base.kind == "base")
    factor = scale / rows["exposure"]
    rows["value"] = rows["events"] * factor
    exact = _lawful(rows)
    low, high = poisson_interval(rows["events"].where(exact))
    rows["low"], rows["high"] = low * factor, high * factor
    rows["method"] = np.where(exact, "exact_poisson", "count_not_exact")
    resting = base_years(rows.reset_index(), base, fixed=base_year)
    return _measure(panel, rows, what, rate_labels(what, base, scale, base_year), resting)


def share(panel: Panel, part: str, whole: str | None = None, *, category: str = "") -> Measure:
    """Compute a share with its exact interval.

    Parameters
    ----------
    panel
        The panel.
    part
        Numerator: an indicator that counts a part of `whole`.
    whole
        Denominator; by default the first that the vocabulary allows.
    category
        Value of the dimension of `part`; empty for the total.

    Returns
    -------
    Measure
        Share in percent with exact binomial limits; part and whole in `events` and `exposure`. A part larger than its
        whole has no value and status ``conflict``.

    Raises
    ------
    RefusedError
        If the vocabulary does not allow this denominator.
    UnknownNameError
        If there is no such indicator.

    References
    ----------
    Clopper and Pearson (1934), see :func:`antq_analysis.measures.intervals.share_interval`.
    """
    what, base = part_and_whole(panel, part, whole)
    rows = _related(panel, what, base, category)
    more = rows["events"] > rows["exposure"]
    rows["events"] = rows["events"].mask(more)
    rows["status"] = rows["status"].mask(more, "conflict")
    rows["value"] = rows["events"] / rows["exposure"] * 100
    exact = _lawful(rows)
    low, high = share_interval(rows["events"].where(exact), rows["exposure"])
    rows["low"], rows["high"] = low * 100, high * 100
    rows["method"] = np.where(exact, "exact_binomial", "count_not_exact")
    return _measure(panel, rows, what, share_labels(what, base))


def part_and_whole(panel: Panel, part: str, whole: str | None) -> tuple[Indicator, Indicator]:
    """Find the two indicators of a share, and refuse what is no part of its whole.

    Parameters
    ----------
    panel
        The panel.
    part, whole
        Numerator and denominator; by default the first denominator that the vocabulary allows.

    Returns
    -------
    tuple of Indicator
        Part and whole, counted in one unit.

    Raises
    ------
    RefusedError
        If there is no denominator, it is not allowed, or it is counted in something else: a number of incidents is no
        share of a number of people.
    UnknownNameError
        If there is no such indicator.
    """
    what = panel.vocabulary.indicator(part)
    if whole is None and not what.denominators:
        raise RefusedError("measures.no_denominator", label=what.label_vi, label_en=what.label_en)
    base = panel.vocabulary.indicator(whole or what.denominators[0])
    _refuse_denominator(what, base)
    if base.unit_vi != what.unit_vi:
        raise RefusedError("measures.no_part", label=what.label_vi, label_en=what.label_en, base=base.id)
    return what, base


def refuse_scale(scale: float) -> None:
    """Refuse a scale that no rate can have.

    Parameters
    ----------
    scale
        Rate per this many.

    Raises
    ------
    UsageError
        If it is not a whole number of at least 1.
    """
    if scale < 1 or scale != int(scale):
        raise UsageError("measures.bad_scale", scale=str(scale))


def _labels(what: Indicator) -> dict[str, str]:
    return {
        "label_vi": what.label_vi,
        "label_en": what.label_en,
        "unit_vi": what.unit_vi,
        "unit_en": what.unit_en,
    }


def rate_labels(what: Indicator, base: Indicator, scale: float, base_year: str = "") -> dict[str, str]:
    """Label a rate in both languages.

    Parameters
    ----------
    what, base
        Numerator and denominator.
    scale
        Rate per this many.
    base_year
        The one year whose base is taken for every year.

    Returns
    -------
    dict of str to str
        label_vi, label_en, unit_vi, unit_en.
    """
    texts = {}
    for lang in ("vi", "en"):
        own = _labels(what)
        base_unit = _labels(base)[f"unit_{lang}"]
        label = say("measures.rate_label", lang, label=lower_first(own[f"label_{lang}"]))
        if base_year:
            words = {"base": lower_first(base.label(lang)), "year": base_year}
            label = f"{label} ({say('measures.base_of_year', lang, **words)})"
        texts[f"label_{lang}"] = label
        texts[f"unit_{lang}"] = say(
            "measures.rate_unit", lang, unit=own[f"unit_{lang}"], scale=int(scale), base=base_unit
        )
    return texts


def share_labels(what: Indicator, base: Indicator) -> dict[str, str]:
    """Label a share in both languages.

    Parameters
    ----------
    what, base
        Numerator and denominator.

    Returns
    -------
    dict of str to str
        label_vi, label_en, unit_vi, unit_en.
    """
    own, other = _labels(what), _labels(base)
    texts = {"unit_vi": "%", "unit_en": "%"}
    for lang in ("vi", "en"):
        texts[f"label_{lang}"] = say(
            "measures.share_label",
            lang,
            label=lower_first(own[f"label_{lang}"]),
            base=lower_first(other[f"label_{lang}"]),
        )
    return texts


def _refuse_denominator(what: Indicator, base: Indicator) -> None:
    if what.kind in ("rate", "change", "date", "category"):
        raise RefusedError("measures.not_a_count", label=what.label_vi, label_en=what.label_en)
    if base.id not in what.denominators:
        raise RefusedError(
            "measures.other_denominator",
            label=what.label_vi,
            label_en=what.label_en,
            base=base.id,
            allowed=", ".join(what.denominators) or "-",
        )


def _by_unit(panel: Panel, indicator: str, category: str = "", basis: str | None = None) -> pd.DataFrame:
    rows = panel.select(indicator, category=category, basis=basis)
    rows = rows[rows["period"].map(obs.is_whole_years)]
    if rows.duplicated(["unit_code", "period"]).any():
        raise UsageError("measures.several_figures", indicator=indicator)
    table = rows.set_index(["unit_code", "period"])[["value", "status", "apportioned_share"]].copy()
    table["comparator"] = rows["comparator"].where(~rows["comparator"].isin(obs.EXACT), "exact").to_numpy()
    table["base"] = ""
    mixed = rows["rule"].str.contains(PARTS_DIFFER, regex=False).to_numpy(bool)
    table["status"] = table["status"].mask(mixed, MIXED)
    table["value_text"] = rows["value_text"].where(mixed, "").to_numpy()
    return table


def _lawful(rows: pd.DataFrame) -> pd.Series:
    # What is a bound or was apportioned is no count, so chance has no exact law for it.
    return rows["comparator"].eq("exact") & rows["status"].ne("apportioned")


def _related(
    panel: Panel,
    what: Indicator,
    per: Indicator,
    category: str,
    *,
    base_year: str = "",
    between: bool = False,
) -> pd.DataFrame:
    rows = _by_unit(panel, what.id, category).rename(columns={"value": "events"})
    known = panel.select(per.id)
    known = known[known["period"].map(obs.is_whole_years)]
    periods = rows.index.unique("period")
    base = fill_years(known, periods, base_year=base_year, between=between).droplevel("unit_date")
    rows["exposure"] = base["value"].reindex(rows.index)
    rows["exposure"] = rows["exposure"].where(rows["exposure"] > 0)
    rows["base"] = base["base"].reindex(rows.index).fillna("").where(rows["exposure"].notna(), "")
    # A line is drawn for a figure that is divided by it, never for its own sake.
    idle = rows["base"].ne("") & rows["events"].isna()
    rows["exposure"], rows["base"] = rows["exposure"].mask(idle), rows["base"].mask(idle, "")
    # Over a base that is no exact number nothing exact can be said in either direction.
    vague = base["comparator"].reindex(rows.index).fillna("exact") != "exact"
    rows["comparator"] = rows["comparator"].mask(vague, "about")
    base_status = base["status"].reindex(rows.index).fillna("not_available")
    usable = rows["status"].isin(obs.WITH_VALUE)
    rows["status"] = rows["status"].where(~usable | rows["exposure"].notna(), "not_available")
    apportioned = usable & rows["exposure"].notna() & base_status.eq("apportioned")
    rows.loc[apportioned, "status"] = "apportioned"
    shares = base["apportioned_share"].reindex(rows.index).where(rows["exposure"].notna())
    rows["apportioned_share"] = np.fmax(rows["apportioned_share"], shares)
    return rows


def _measure(
    panel: Panel,
    rows: pd.DataFrame,
    what: Indicator,
    labels: dict[str, str],
    base: BaseYears | None = None,
) -> Measure:
    periods: Sequence[str] = sorted(rows.index.get_level_values("period").unique())
    frame = every_unit(rows, list(panel.units.index), periods)
    return Measure(
        frame=frame,
        indicator=what.id,
        units=panel.units,
        province=panel.province,
        map_date=panel.map_date,
        sensitive=what.sensitive,
        others=_others(panel, what.id),
        base=base,
        **labels,
    )


def _others(panel: Panel, indicator: str) -> dict[str, int]:
    rows = panel.observations
    rows = rows[rows["indicator"].eq(indicator) & rows["level"].isin(OTHER_LEVELS) & rows["value"].notna()]
    return {str(period): int(n) for period, n in rows.groupby("period")["unit_code"].nunique().items()}
