"""The words of a funnel: who lies outside, what the limits are, and what must be known to read it."""

import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_value
from antq_analysis.measures.funnel import FALSE_SHARE, FAR, NEAR, Funnel
from antq_analysis.show.words import province_name, say_source, units_name

_WIDENED = 1.005
_NAMED = 20


def funnel_title(funnel: Funnel, lang: str = "vi") -> str:
    """Say how many units lie outside the limits.

    Parameters
    ----------
    funnel
        The funnel.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One sentence that ranks nobody.
    """
    counted = funnel.counted()
    key = "show.title_funnel" if counted["high"] + counted["low"] else "show.title_funnel_none"
    label = funnel.label_en if lang == "en" else funnel.label_vi
    return say(key, lang, label=label, units=units_name(funnel, lang), **counted)


def funnel_subtitle(funnel: Funnel, lang: str = "vi") -> str:
    """Say where, and what the limits are.

    Parameters
    ----------
    funnel
        The funnel.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One line.
    """
    widened = funnel.frame["dispersion"].max() > _WIDENED
    words: dict[str, object] = {"units": units_name(funnel, lang), "level": round(100 * FALSE_SHARE, 2)}
    return " · ".join(
        [
            province_name(funnel.province, lang),
            say("show.by_dots", lang, **words),
            say("show.by_widened_limits" if widened else "show.by_limits", lang, **words),
            say("show.by_false_share", lang, **words),
        ]
    )


def funnel_notes(funnel: Funnel, lang: str = "vi") -> tuple[str, ...]:
    """Say what must be known to read the funnel.

    Parameters
    ----------
    funnel
        The funnel.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    tuple of str
        Notes, then source and date of the map.
    """
    words: dict[str, object] = {"units": units_name(funnel, lang)}
    notes = [funnel.said_dispersion(lang), say("show.note_funnel", lang, **words)]
    if lacking := int(funnel.frame["z"].isna().sum()):
        notes.append(say("show.note_funnel_lacking", lang, n=lacking, **words))
    based = funnel.base.notes(lang, (funnel.period,)) if funnel.base else ()
    return (*notes, *based, say_source(funnel.province, funnel.map_date, lang))


def base_label(funnel: Funnel, lang: str = "vi") -> str:
    """Say what the size of a unit is measured in.

    Parameters
    ----------
    funnel
        The funnel.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        Such as ``Dân số``.
    """
    if funnel.base is None:
        return say("show.col_exposure", lang)
    return funnel.base.label_en if lang == "en" else funnel.base.label_vi


def end_labels(rows: pd.DataFrame, lang: str = "vi") -> dict[str, str]:
    """Say what each line of the funnel is.

    Parameters
    ----------
    rows
        Rows of a funnel that have limits.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    dict of str to str
        By column of the line.
    """
    level = format_value(float(rows["expected"].iloc[0]), lang)
    limits = {"95": round(100 * NEAR, 1), "998": round(100 * FAR, 1)}
    ends = {
        f"{side}_{name}": say("show.funnel_limit", lang, level=number)
        for name, number in limits.items()
        for side in ("low", "high")
    }
    return {"expected": say("show.funnel_usual", lang, level=level), **ends}


def describe_funnel(funnel: Funnel, lang: str = "vi") -> str:
    """Describe a funnel for those who cannot see it.

    Parameters
    ----------
    funnel
        The funnel.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        Title, subtitle, who lies outside, notes.
    """
    rows = funnel.frame[funnel.frame["place"].isin(["high", "low"])]
    names = funnel.units["name"] if "name" in funnel.units else pd.Series(dtype="str")
    told = [
        say(f"show.funnel_{place}", lang, name=str(names.get(code, code)), value=format_value(value, lang))
        for code, place, value in zip(rows.index, rows["place"], rows["value"].astype(float), strict=True)
    ]
    more = [say("panel.and_more", lang, n=len(told) - _NAMED)] if len(told) > _NAMED else []
    said = {"title": funnel_title(funnel, lang), "subtitle": funnel_subtitle(funnel, lang)}
    listed = "; ".join([*told[:_NAMED], *more])
    outside = [say("show.alt_outside", lang, outside=listed)] if told else []
    return " ".join([say("show.alt_funnel", lang, **said), *outside, *funnel_notes(funnel, lang)])
