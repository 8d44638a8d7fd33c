"""The general level of a measure: that of some communes together, and that of the province with what counts in it."""

import numpy as np
import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_value
from antq_analysis.measures.frame import MIXED, SUPPRESSED, Measure
from antq_analysis.measures.grouped import GroupMeasure
from antq_analysis.measures.others import Others
from antq_analysis.observations import join_comparators
from antq_analysis.show.words import unit_name

_NOT_LACKING = ("not_applicable", SUPPRESSED, MIXED)


def level_of(rows: pd.DataFrame, others: Others | None = None, whole: float | None = None) -> float | None:
    """Compute the common level of several units from their parts.

    Parameters
    ----------
    rows
        Columns value, events, exposure, status of a measure.
    others
        What units beside the communes add; by default nothing.
    whole
        The sum of their events, where some are hidden and the sum is shown.

    Returns
    -------
    float or None
        Events over exposure in the unit of the measure; None where the parts are not there, or a hidden part could
        be worked out from the whole.
    """
    valued = rows[rows["value"].notna()]
    known = valued[valued["events"].notna() & (valued["exposure"] > 0)]
    hidden = rows[rows["status"].eq(SUPPRESSED)]
    unrelated = (rows["events"].notna() & rows["value"].isna()).any() or not (hidden["exposure"] > 0).all()
    untold = len(hidden) > 0 and (whole is None or unrelated)
    if untold or known.empty or len(known) < len(valued):
        return None
    scale = (known["value"] * known["exposure"] / known["events"])[known["events"] > 0]
    events, exposure = float(known["events"].sum()), float(known["exposure"].sum())
    if len(hidden) and whole is not None:
        events, exposure = whole, exposure + float(hidden["exposure"].sum())
    if scale.empty:
        return 0.0 if others is None or not others.events > 0 else None
    per = float(scale.median())
    # A smoothed or adjusted value is no plain quotient of its parts; its general level is not theirs.
    if not np.allclose(scale, per, rtol=1e-6):
        return None
    if others is not None and np.isfinite(others.events):
        events, exposure = events + others.events, exposure + others.exposure
    return events / exposure * per


def shown_sum(measure: Measure, codes: pd.Index, period: str) -> float | None:
    """Look up the events of several units together, where single ones are hidden.

    Parameters
    ----------
    measure
        What is shown.
    codes
        The units; only those with a figure count.
    period
        One of its periods.

    Returns
    -------
    float or None
        The sum; None where it is hidden too, or nothing was hidden at all.
    """
    if measure.shown_sums is None:
        return None
    rows = measure.at(period)
    told = rows["events"].notna() | rows["status"].eq(SUPPRESSED)
    return measure.shown_sums.get((frozenset(rows.index[told & rows.index.isin(codes)]), period))


def bound_of(rows: pd.DataFrame, others: Others | None = None) -> str:
    """Tell how exact the level or the sum of several units is.

    Parameters
    ----------
    rows
        Columns value, comparator, status of a measure.
    others
        What units beside the communes add; by default nothing.

    Returns
    -------
    str
        One of the comparators; ``about`` also where a part is missing beside apportioned ones, which make a whole only
        together.
    """
    known = rows[rows["value"].notna()]
    missing = bool((rows["value"].isna() & rows["status"].ne("not_applicable")).any())
    if missing and known["status"].eq("apportioned").any():
        return "about"
    return join_comparators([*known["comparator"], *([others.comparator] if others else [])])


def lacking_of(measure: Measure, codes: pd.Index, period: str) -> int:
    """Count the units that a sum is without.

    Parameters
    ----------
    measure
        What is shown.
    codes
        The units of the sum.
    period
        One of its periods.

    Returns
    -------
    int
        Units of the map, of groups their members, without a figure, rows or not; neither those out of scope nor hidden
        ones, nor those whose former units differ.
    """
    codes = codes[codes.isin(measure.units.index)]
    if isinstance(measure, GroupMeasure):
        known = measure.members.index.get_level_values("period") == period
        return int(measure.members.loc[known, "n_missing"].droplevel("period").reindex(codes).sum())
    rows = measure.at(period).reindex(codes)
    return int((rows["value"].isna() & ~rows["status"].isin(_NOT_LACKING)).sum())


def say_level_of(measure: Measure, period: str, lang: str = "vi") -> str:
    """Say the general level of a measure, the same figure as that of the province wherever its parts are known.

    Parameters
    ----------
    measure
        The measure.
    period
        One of its periods.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        For instance ``bình quân toàn tỉnh 6,2``, ``bình quân 6,2 (thiếu 1)`` where somebody is missing, or that of the
        communes alone where what other units report may not be added; empty where there is no level.
    """
    rows, others = measure.at(period), measure.others.get(period)
    level = level_of(rows, others, shown_sum(measure, rows.index, period))
    if level is None:
        return ""
    # The unit stands in the line below and in the legend.
    written = format_value(level, lang) + ("%" if measure.unit_vi == "%" else "")
    bound = bound_of(rows, others)
    if bound != "exact":
        written = say(f"measures.comparator_{bound}", lang, value=written)
    alone = others is not None and not np.isfinite(others.events)
    if alone:
        return say("show.level_communes", lang, level=written, units=unit_name(measure.province, lang))
    lacking = lacking_of(measure, measure.units.index, period)
    if lacking:
        # Of how many tells the map: on that of the year itself the level may rest on other units.
        there = len(measure.units)
        if isinstance(measure, GroupMeasure):
            there = int(measure.members.xs(period, level="period")["n_units"].sum())
        return say("show.level_known", lang, level=written, n=lacking, all=there)
    return say("show.level_province", lang, level=written)


def say_others(measure: Measure, period: str, lang: str = "vi") -> list[str]:
    """Say what lies beside a map, and where it counts.

    Parameters
    ----------
    measure
        What is drawn.
    period
        When.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    list of str
        One note, or none where only communes have figures.
    """
    others = measure.others.get(period)
    if others is None:
        return []
    if not np.isfinite(others.events):
        return [say("show.note_others_apart", lang, n=others.n)]
    if measure.base is None:
        return [say("show.note_others", lang, n=others.n)]
    words = {"base": measure.base.label(lang), "units": unit_name(measure.province, lang)}
    return [say("show.note_others_rate", lang, n=others.n, **words)]
