"""Periods, units, dates and sources as titles and notes say them."""

import re
from collections.abc import Sequence
from datetime import date

import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.measures.frame import Measure, UnitResult
from antq_analysis.measures.group_results import GroupResult, GroupTrends
from antq_analysis.measures.grouped import GroupMeasure
from antq_analysis.measures.space.clusters import Clusters
from antq_analysis.vocabulary import Province

_MONTHS = re.compile(r"(\d{4})-(\d+)T")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_NAMED = 5
_SPAN = re.compile(r"(\d{4})-(\d{4})")


def say_period(period: str, lang: str = "vi") -> str:
    """Say a period in a sentence.

    Parameters
    ----------
    period
        Such as ``2025``, ``2025-6T``, ``2025-03`` or ``2015-2019``.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        For instance ``6 tháng năm 2025``.

    Examples
    --------
    >>> say_period("2025"), say_period("2025-6T"), say_period("2015-2019")
    ('năm 2025', '6 tháng năm 2025', 'giai đoạn 2015–2019')
    """
    if found := _MONTHS.fullmatch(period):
        return say("show.period_months", lang, year=found[1], months=found[2])
    if found := _MONTH.fullmatch(period):
        return say("show.period_month", lang, year=found[1], month=found[2])
    if found := _SPAN.fullmatch(period):
        return say("show.period_span", lang, first=found[1], last=found[2])
    return say("show.period_year", lang, year=period)


def unit_name(province: Province, lang: str = "vi") -> str:
    """Name the units of a province.

    Parameters
    ----------
    province
        Whose units.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        For instance ``xã`` or ``communes``.
    """
    return province.unit_name_en if lang == "en" else province.unit_name_vi


def units_name(measure: Measure | UnitResult, lang: str = "vi") -> str:
    """Name the units of a measure.

    Parameters
    ----------
    measure
        Whose units.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        The word of the province, such as ``xã``; ``đơn vị`` where several types are among them, ``nhóm`` for groups.
    """
    of_groups = isinstance(measure, Clusters) and measure.grouping
    if of_groups or isinstance(measure, GroupMeasure | GroupResult | GroupTrends):
        return say("show.units_groups", lang)
    types = measure.units["type"] if "type" in measure.units else pd.Series(dtype="str")
    if lang == "vi" and len(set(types.dropna()) - {""}) > 1:
        return say("show.units_mixed", lang)
    return unit_name(measure.province, lang)


def province_name(province: Province, lang: str = "vi") -> str:
    """Name a province.

    Parameters
    ----------
    province
        Which.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        The name.
    """
    return province.name_en if lang == "en" else province.name_vi


def say_source(province: Province, map_date: str, lang: str = "vi", *, drawn: str = "") -> str:
    """Say where figures and boundaries come from.

    Parameters
    ----------
    province
        Whose figures.
    map_date
        Date of the map, ISO text; empty where no map is concerned.
    lang
        ``"vi"`` or ``"en"``.
    drawn
        Where the polygons that are drawn came from; said only of a province without a source of its own words.

    Returns
    -------
    str
        One line.
    """
    own = province.source_en if lang == "en" else province.source_vi
    source = own or say("show.source_reports", lang)
    head = say("show.source", lang, source="").strip()
    parts = [source if source.startswith(head) else say("show.source", lang, source=source)]
    if map_date:
        key, words = (
            ("show.map_date_source", {"source": drawn}) if drawn and not own else ("show.map_date", {})
        )
        parts.append(say(key, lang, day=date.fromisoformat(map_date), **words))
    return ". ".join(part.rstrip(".") for part in parts) + "."


def say_beside(codes: Sequence[str], lang: str = "vi") -> list[str]:
    """Say that units have figures and no polygon.

    Parameters
    ----------
    codes
        Their codes.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    list of str
        One note, or none where all units lie on the map.
    """
    if not codes:
        return []
    shown = ", ".join(codes[:_NAMED]) + (", …" if len(codes) > _NAMED else "")
    return [say("show.note_beside", lang, n=len(codes), codes=shown)]


def warning_of(province: Province, lang: str = "vi") -> str:
    """Give the banner of fictional data.

    Parameters
    ----------
    province
        Whose figures.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        The banner; empty where the data are real.
    """
    if not province.fictional:
        return ""
    return (province.banner_en if lang == "en" else province.banner_vi) or say("show.fictional", lang)
