"""The sentences that tell what the total of a province or a district rests on."""

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, format_share
from antq_analysis.observations import EXACT
from antq_analysis.panel.gaps import listed
from antq_analysis.panel.origin_total import Whole
from antq_analysis.panel.origin_words import say_decision
from antq_analysis.vocabulary import Indicator

LARGEST = 5
_SHARE = 100


def say_wholes(wholes: Sequence[Whole], asked: Indicator, lang: str = "vi") -> str:
    """Say everything about the totals that an answer needs; of a rate its parts and what they give.

    Parameters
    ----------
    wholes
        What :func:`antq_analysis.panel.origin_total.whole_from` gives.
    asked
        The indicator that was asked for.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        The lines.
    """
    if not asked.parts:
        return "\n\n".join(say_whole(whole, lang) for whole in wholes)
    texts = [_quotient(wholes, asked, lang)]
    for key, whole in zip(("panel.origin_above", "panel.origin_below"), wholes, strict=False):
        texts.append("\n".join([say(key, lang), say_whole(whole, lang)]))
    return "\n\n".join(texts)


def say_whole(whole: Whole, lang: str = "vi") -> str:
    """Say one total and what it rests on, on one page.

    Parameters
    ----------
    whole
        The total.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        The lines.
    """
    return "\n".join(
        [
            _figure(whole, lang),
            *([say("panel.whole_alone", lang)] if whole.is_printed else _rests_on(whole, lang)),
            *_others(whole, lang),
            *_printed(whole, lang),
            *_largest(whole, lang),
            *_files(whole, lang),
            *_decided(whole, lang),
        ]
    )


def _figure(whole: Whole, lang: str) -> str:
    words = _words(whole, lang)
    if math.isnan(whole.value):
        return say("panel.whole_empty", lang, **words)
    known = int(whole.units["value"].notna().sum())
    if whole.indicator.adds_up == "flags" and known:
        return say("panel.whole_share", lang, share=format_share(whole.value, known, lang), **words)
    unit = whole.indicator.unit(lang)
    value = f"{_number(whole.value, whole.comparator, lang)} {unit}".strip()
    return say("panel.whole_figure", lang, value=value, **words)


def _words(whole: Whole, lang: str) -> dict[str, object]:
    return {"name": whole.area.name(lang), "label": whole.labels[lang], "period": whole.period}


def _number(value: float, comparator: str, lang: str) -> str:
    number = format_number(value, lang)
    return number if comparator in EXACT else say(f"panel.comparator_{comparator}", lang, value=number)


def _rests_on(whole: Whole, lang: str) -> list[str]:
    return [_known(whole, lang), *_missing(whole, lang), *_straddling(whole, lang)]


def _known(whole: Whole, lang: str) -> str:
    known = int(whole.units["value"].notna().sum())
    outside = int(whole.units["status"].eq("not_applicable").sum())
    key = "panel.whole_known_outside" if outside else "panel.whole_known"
    return say(key, lang, known=known, all=len(whole.units) - outside, outside=outside)


def _missing(whole: Whole, lang: str) -> list[str]:
    lacking = whole.units[whole.units["value"].isna() & whole.units["status"].ne("not_applicable")]
    if lacking.empty:
        return []
    gaps = {row["unit_code"]: row for row in whole.decided.to_dict("records") if not row.get("indicator")}
    told = []
    for code, row in zip(lacking.index, lacking.to_dict("records"), strict=True):
        reason = say(f"panel.status_{row['status']}", lang)
        if code in gaps:
            reason += "; " + say_decision(gaps[code], lang)
        told.append(f"{row['name']} ({code}): {reason}")
    return [say("panel.whole_missing", lang, n=len(lacking), units=listed(told))]


def _straddling(whole: Whole, lang: str) -> list[str]:
    names = whole.units["name"].astype("str").to_dict()
    here = [f"{names[code]} ({code})" for code in whole.area.straddling]
    lines = [say("panel.whole_straddling", lang, n=len(here), units=listed(here))] if here else []
    there = list(whole.area.elsewhere)
    told = [say("panel.whole_elsewhere", lang, n=len(there), units=listed(there))] if there else []
    return lines + told


def _others(whole: Whole, lang: str) -> list[str]:
    if whole.others.empty:
        return []
    told = [f"{row['unit_code']}: {_told(row, whole, lang)}" for row in whole.others.to_dict("records")]
    total = format_number(float(whole.others["value"].sum()), lang)
    return [say("panel.whole_others", lang, n=len(told), total=total, units=listed(told))]


def _told(row: Mapping[Hashable, Any], whole: Whole, lang: str) -> str:
    # Of one file the name stands once, in the last line.
    parts = ("sheet", "cell") if len(whole.files) == 1 else ("file", "sheet", "cell")
    place = ", ".join(filter(None, (str(row[part]) for part in parts)))
    return f"{_number(row['value'], row['comparator'], lang)} ({place})"


def _printed(whole: Whole, lang: str) -> list[str]:
    if whole.printed.empty:
        return [say("panel.whole_printed_none", lang)] if whole.files else []
    lines = []
    for row in whole.printed.to_dict("records"):
        words = {str(name): row[name] for name in ("label", "file", "sheet", "cell")}
        if math.isnan(row["written"]):
            lines.append(say("panel.whole_printed_unread", lang, **words))
            continue
        words["written"] = format_number(row["written"], lang)
        if math.isnan(row["expected"]) or row["agrees"]:
            lines.append(say("panel.whole_printed_agrees", lang, **words))
        else:
            words["expected"] = format_number(row["expected"], lang)
            lines.append(say("panel.whole_printed_differs", lang, **words))
    return lines


def _largest(whole: Whole, lang: str) -> list[str]:
    counted = whole.units[whole.units["value"] > 0]
    if whole.indicator.adds_up != "sum" or counted.empty:
        return []
    first = counted.sort_values("value", ascending=False, kind="stable").head(LARGEST)
    told = [
        f"{row['name']} ({code}) {_told(row, whole, lang)}"
        for code, row in zip(first.index, first.to_dict("records"), strict=True)
    ]
    share = format_number(float(first["value"].sum()) / whole.value * _SHARE, lang, 1)
    return [say("panel.whole_largest", lang, n=len(first), share=share, units="; ".join(told))]


def _files(whole: Whole, lang: str) -> list[str]:
    if not whole.files:
        return [say("panel.origin_none", lang)]
    told = [f"{name} ({say(f'panel.stage_{stage}', lang)})" for name, stage in whole.files]
    return [say("panel.whole_files", lang, n=len(told), files=listed(told))]


def _decided(whole: Whole, lang: str) -> list[str]:
    rows = [row for row in whole.decided.to_dict("records") if row.get("indicator")]
    names = whole.units["name"].to_dict()
    told = [
        f"{names.get(row['unit_code'], '')} ({row['unit_code']}): {say_decision(row, lang)}" for row in rows
    ]
    return [say("panel.whole_decided", lang, n=len(told), cases=listed(told))] if told else []


def _quotient(wholes: Sequence[Whole], asked: Indicator, lang: str) -> str:
    words = {"name": wholes[0].area.name(lang), "label": asked.label(lang), "period": wholes[0].period}
    exact = all(whole.comparator in EXACT for whole in wholes)
    if len(wholes) != len(asked.parts) or not exact:
        return say("panel.whole_empty", lang, **words)
    above, below = (whole.units["value"] for whole in wholes)
    # As everywhere: communes with both figures, and what other units counted without people of their own.
    both = above.notna() & below.gt(0)
    both &= ~(above > below) if asked.per == _SHARE else True
    events = float(above[both].sum())
    if asked.per != _SHARE:
        events += float(wholes[0].others["value"].sum())
    base = float(below[both].sum())
    if not base:
        return say("panel.whole_empty", lang, **words)
    value = f"{format_number(events / base * asked.per, lang, 1)} {asked.unit(lang)}".strip()
    parts = {"above": events, "below": base, "n": int(pd.Series(both).sum())}
    return say("panel.whole_quotient", lang, value=value, per=asked.per, **parts, **words)
