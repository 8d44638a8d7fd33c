"""The sentences that tell where a figure comes from and what it counts as."""

import math
import re
from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.observations import EXACT
from antq_analysis.places.carrying.merging import BACKWARDS
from antq_analysis.sources.deciding.decisions import decided_number

RULES = (
    "comparator",
    "dash_is_zero",
    "decided",
    "dots_not_available",
    "earliest_of_parts",
    "figure_not_applicable",
    "figures_conflict",
    "files_conflict",
    "merged",
    "merged_back",
    "no_word_is_zero",
    "not_applicable_word",
    "other_units",
    "not_begun",
    "part_rows_added",
    "parts_agree",
    "parts_differ",
    "parts_outside",
    "printed_for_earlier_year",
    "province_row",
    "rate_beside_count",
    "reported_rate",
    "scaled",
    "share_back",
    "spaced_thousands",
    "tick",
    "tick_empty_is_zero",
    "tick_empty_not_applicable",
    "unit_beside",
    "words",
    "year_in_text",
)
"""Rules of observations that have words of their own."""

_PERCENT = 100
_BACK = {"merged": "merged_back", "share": "share_back"}


def say_part(part: Mapping[Hashable, Any], lang: str = "vi", *, kind: str = "") -> str:
    """Say of one figure received what was written, where, and what it counts as.

    Parameters
    ----------
    part
        A row of :attr:`antq_analysis.panel.origin.Origin.parts`.
    lang
        ``"vi"`` or ``"en"``.
    kind
        Kind of its indicator.

    Returns
    -------
    str
        One sentence.
    """
    key = "panel.origin_counts" if part["counts"] else "panel.origin_superseded"
    shown = {str(name): value for name, value in part.items() if name != "counts"}
    shown["written"] = part["written"] or say("panel.origin_empty", lang)
    shown["stage"] = say(f"panel.stage_{part['stage']}", lang)
    shown["map_date"] = pd.Timestamp(part["map_date"]).date()
    text = say(key, lang, **shown, counted=say_counted(part, lang, kind=kind))
    share, value = float(part.get("share", math.nan)), float(part["value"])
    if kind == "date" or not (part["counts"] and share < 1 and math.isfinite(value)):
        return text
    basis = say(f"panel.share_by_{part['share_basis']}", lang)
    return f"{text} " + say(
        "panel.origin_share", lang, share=share * _PERCENT, basis=basis, part=share * value
    )


def say_decision(row: Mapping[Hashable, Any], lang: str = "vi") -> str:
    """Say what a person decided, when, who and why.

    Parameters
    ----------
    row
        A row of ``cells.csv`` or ``gaps.csv``, its answer under ``value``.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        Part of a sentence.
    """
    answer = str(row["value"])
    number = decided_number(answer)
    if number is not None:
        answer = format_number(number, lang)
    elif re.fullmatch(r"[a-z_]+", answer):
        answer = say(f"panel.status_{answer}", lang)
    who = say("panel.decision_by", lang, who=row["decided_by"]) if row["decided_by"] else ""
    day = date.fromisoformat(row["decided_on"])
    return say("panel.decision_of", lang, day=day, who=who, answer=answer, reason=row["reason"])


def say_counted(row: Mapping[Hashable, Any], lang: str = "vi", *, kind: str = "") -> str:
    """Say what an observation counts as, and by which rule.

    Parameters
    ----------
    row
        An observation.
    lang
        ``"vi"`` or ``"en"``.
    kind
        Kind of its indicator: of a ``date`` the figure is a year of the calendar.

    Returns
    -------
    str
        For instance ``1.602 (theo quyết định đã ghi)``; of one without a number, its status.
    """
    value = float(row["value"])
    if math.isnan(value):
        text = say("panel.origin_no_value", lang, status=say(f"panel.status_{row['status']}", lang))
    else:
        number = f"{value:.0f}" if kind == "date" else format_number(value, lang)
        word = str(row["comparator"])
        text = number if word in EXACT else say(f"panel.comparator_{word}", lang, value=number)
    rules = [rule.partition(" ")[0] for rule in str(row["rule"]).split(";")]
    if BACKWARDS in rules:
        rules = [_BACK.get(rule.rpartition("_")[2], rule) for rule in rules]
    told = [say(f"panel.rule_{rule}", lang) for rule in rules if rule in RULES]
    told += [say("panel.rule_share", lang) for rule in rules if rule.endswith("_share")]
    return f"{text} ({'; '.join(told)})" if told else text
