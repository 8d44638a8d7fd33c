"""Our totals against figures that were published, one by one, with the reason where they cannot be compared."""

import math
import re
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, format_signed
from antq_analysis.panel.load import Panel
from antq_analysis.vocabulary import Vocabulary
from antq_analysis.vocabulary.other_units import OTHER_LEVELS

IDENTITY = ("level", "unit_code", "indicator", "category", "basis", "period", "method_version")
_WORD_AND_NUMBER = re.compile(r"([^\W\d_]+) [\d.,]*\d")
VERDICTS = ("agrees", "differs", "within_comparator", "not_comparable", "no_figure")


def reconcile(panel: Panel, published: pd.DataFrame) -> pd.DataFrame:
    """Compare published figures with what was received.

    Parameters
    ----------
    panel
        The panel.
    published
        Figures as :func:`antq_analysis.sources.published.load_published` gives them.

    Returns
    -------
    pandas.DataFrame
        One row a published figure of this province: id, indicator, period, published, comparator, ours, difference,
        verdict (one of `VERDICTS`), reason (catalogue key), n_missing, quote.
    """
    rows = published[published["province"] == panel.province.id]
    ours = _our_figures(panel)
    compared = [_compare(figure, ours) for figure in rows.to_dict("records")]
    columns = [
        "id",
        "level",
        "unit_name",
        "indicator",
        "category",
        "period",
        "published",
        "value_text",
        "comparator",
    ]
    return pd.DataFrame(
        compared, columns=[*columns, "ours", "difference", "verdict", "reason", "n_missing", "quote"]
    )


def _our_figures(panel: Panel) -> pd.DataFrame:
    frame = panel.reported
    own = frame[frame["status"].isin(obs.WITH_VALUE)].assign(n_missing=0)
    communes = frame[frame["level"].isin(["commune", *OTHER_LEVELS])]
    summable = [
        name
        for name in communes["indicator"].unique()
        if _adds_up(panel.vocabulary, str(name)) in ("sum", "flags")
    ]
    communes = communes[communes["indicator"].isin(summable)]
    # The state of an organisation is none of a commune; what it counts belongs to the total.
    of_commune = communes["level"].eq("commune")
    flags = communes["indicator"].map(lambda name: _adds_up(panel.vocabulary, str(name)) == "flags")
    communes = communes[of_commune | ~flags].assign(own=communes["value"].where(of_commune))
    keys = ["indicator", "category", "basis", "period", "method_version", "period_basis", "unit_date"]
    sums = communes.groupby(keys, sort=True).agg(
        value=("value", lambda v: v.sum(min_count=1)),
        known=("own", "count"),
        outside=("status", lambda s: s.eq("not_applicable").sum()),
        comparator=("comparator", obs.join_comparators),
    )
    sums = sums.reset_index()
    everyone = sums["unit_date"].map({date: len(units) for date, units in panel.registers.items()})
    sums["n_missing"] = everyone - sums["outside"] - sums["known"]
    sums = sums.assign(level="province", unit_code=panel.province.code)
    # A figure printed for the province counts where no unit has one.
    figure = ["indicator", "category", "basis", "period"]
    summed = pd.MultiIndex.from_frame(sums.loc[sums["value"].notna(), figure])
    whole = own["level"].eq("province")
    own = own[~(whole & pd.MultiIndex.from_frame(own[figure]).isin(summed))]
    told = pd.MultiIndex.from_frame(own.loc[own["level"].eq("province"), figure])
    sums = sums[~pd.MultiIndex.from_frame(sums[figure]).isin(told)]
    columns = [*IDENTITY, "period_basis", "value", "comparator", "n_missing"]
    return pd.concat([own[columns], sums[columns]])


def _adds_up(vocabulary: Vocabulary, indicator: str) -> str:
    return vocabulary.indicator(indicator).adds_up


def _compare(figure: Mapping[Hashable, Any], ours: pd.DataFrame) -> dict[str, Any]:
    mine = ours
    for name in IDENTITY:
        if name != "method_version":
            mine = mine[mine[name] == figure[name]]
    row: dict[str, Any] = {
        name: figure[name] for name in ("id", "level", "unit_name", "indicator", "category", "period")
    }
    row |= {
        "published": figure["value"],
        "value_text": figure["value_text"],
        "comparator": figure["comparator"],
    }
    row |= {"ours": np.nan, "difference": np.nan, "n_missing": 0, "quote": figure["quote"]}
    same_method = mine[mine["method_version"] == figure["method_version"]]
    if figure["status"] != "reported":
        return {**row, "verdict": "not_comparable", "reason": "panel.reason_not_a_number"}
    if mine.empty or mine["value"].isna().all():
        return {**row, "verdict": "no_figure", "reason": "panel.reason_no_figure"}
    if same_method.empty:
        return {**row, "verdict": "not_comparable", "reason": "panel.reason_other_method"}
    windows = {"unknown", figure.get("period_basis", "unknown"), *same_method["period_basis"]}
    if len(windows) > 2:
        return {**row, "verdict": "not_comparable", "reason": "panel.reason_other_window"}
    if len(same_method) > 1 or same_method["comparator"].iloc[0] not in obs.EXACT:
        return {**row, "verdict": "not_comparable", "reason": "panel.reason_about"}
    value, missing = float(same_method["value"].iloc[0]), int(same_method["n_missing"].iloc[0])
    difference = value - float(str(figure["value"]))
    row |= {"ours": value, "difference": difference, "n_missing": missing}
    return {**row, **_verdict(difference, str(figure["comparator"]), missing)}


def _verdict(difference: float, comparator: str, missing: int) -> dict[str, str]:
    if difference == 0 and comparator in obs.EXACT:
        return {"verdict": "agrees", "reason": "panel.reason_missing" if missing else ""}
    if (comparator == "over" and difference >= 0) or (comparator == "under" and difference <= 0):
        reason = "panel.reason_comparator_missing" if missing else "panel.reason_comparator"
        return {"verdict": "within_comparator", "reason": reason}
    if comparator == "about":
        return {"verdict": "not_comparable", "reason": "panel.reason_about"}
    # Units that have not reported can only add: they never explain a sum that is too large.
    short = "panel.reason_surplus_missing" if difference > 0 else "panel.reason_missing"
    return {"verdict": "differs", "reason": short if missing else "panel.reason_differs"}


def say_reconciliation(table: pd.DataFrame, vocabulary: Vocabulary, lang: str = "vi") -> pd.DataFrame:
    """Lay a reconciliation out for reading.

    Parameters
    ----------
    table
        What :func:`reconcile` gives.
    vocabulary
        Labels of the indicators.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    pandas.DataFrame
        The columns of the printed table, in the words of the language.
    """
    head = {
        name: say(f"panel.column_{name}", lang)
        for name in ("figure", "period", "published", "ours", "verdict")
    }
    rows = []
    for row in table.to_dict("records"):
        indicator = vocabulary.indicator(row["indicator"])
        label = indicator.label(lang)
        category = vocabulary.category_label(indicator.id, row["category"], lang) if row["category"] else ""
        verdict = say(f"panel.verdict_{row['verdict']}", lang, difference=_signed(row["difference"], lang))
        reason = say(row["reason"], lang, n=int(row["n_missing"])) if row["reason"] else ""
        rows.append(
            {
                head["figure"]: label + (f" ({category})" if category else "") + f" - {row['unit_name']}",
                head["period"]: row["period"],
                head["published"]: _bounded(row["published"], row["value_text"], row["comparator"], lang),
                head["ours"]: "…" if math.isnan(row["ours"]) else format_number(row["ours"], lang),
                head["verdict"]: verdict + (f": {reason}" if reason else ""),
            }
        )
    return pd.DataFrame(rows, columns=list(head.values()), index=table["id"])


def _signed(value: float, lang: str) -> str:
    return "" if math.isnan(value) else format_signed(value, lang)


def say_figure(figure: Mapping[Hashable, Any], lang: str = "vi") -> str:
    """Write a published figure with the words of its source.

    Parameters
    ----------
    figure
        A row of the published figures.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        For instance ``trên 88.500``; the text itself where the source gives no number.
    """
    value = float(str(figure["value"]))
    return _bounded(value, str(figure["value_text"]), str(figure["comparator"]), lang)


def _bounded(value: float, text: str, comparator: str, lang: str) -> str:
    if math.isnan(value):
        return text
    number = format_number(value, lang)
    if comparator in ("exact", "implied"):
        return number
    # The source may have said "hơn" or "trên": in its own language its own word stands.
    if lang == "vi" and (found := _WORD_AND_NUMBER.fullmatch(text)):
        return f"{found[1]} {number}"
    return say(f"panel.comparator_{comparator}", lang, value=number)


def count_verdicts(table: pd.DataFrame) -> dict[str, int]:
    """Count the verdicts of a reconciliation.

    Parameters
    ----------
    table
        What :func:`reconcile` gives.

    Returns
    -------
    dict of str to int
        Every verdict, also those that did not occur.
    """
    counts = table["verdict"].value_counts()
    names: Sequence[str] = VERDICTS
    return {name: int(counts.get(name, 0)) for name in names}
