"""What an interactive map knows of a measure: classes, figures, kinds of nothing and words, period by period."""

from typing import Any

import numpy as np
import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.measures.frame import Measure
from antq_analysis.show.classes import Classes
from antq_analysis.show.level import say_level_of
from antq_analysis.show.mapped import Mapped, notes_of, read_map, subtitle_of, title_of
from antq_analysis.show.style import MIXED, NO_DATA, NOT_APPLICABLE, SUPPRESSED
from antq_analysis.show.table_content import BOUNDS

LANGUAGES = ("vi", "en")
KINDS = ("", NO_DATA, NOT_APPLICABLE, SUPPRESSED, MIXED)
"""Kinds of nothing by their number; 0 is a value."""

_DIGITS = 6


def encode_measure(measure: Measure, classes: Classes, codes: pd.Index) -> dict[str, Any]:
    """List what the map shows of a measure.

    Parameters
    ----------
    measure
        The measure, as it was made ready for its readers.
    classes
        Classes of all periods.
    codes
        Units in the order of the shapes.

    Returns
    -------
    dict
        ``label, unit, heading, classLabels`` by language; ``colours``; ``periods``, each with its words by language
        and, in the order of `codes`, ``place, kind, value, sign, low, high, events, exposure, shared``. What is hidden
        or does not apply is nowhere in it.
    """
    mapped = [read_map(measure, period, classes) for period in measure.periods()]
    shown = max(mapped, key=lambda one: one.classes.largest if one.classes.largest > 0 else 0.0)
    return {
        "label": {lang: measure.label(lang) for lang in LANGUAGES},
        "unit": {lang: measure.unit(lang) for lang in LANGUAGES},
        "heading": {lang: shown.heading(lang) for lang in LANGUAGES},
        "classLabels": {lang: list(shown.labels(lang)) for lang in LANGUAGES},
        "colours": list(shown.colours()),
        "periods": [_period(one, codes) for one in mapped],
    }


def _period(mapped: Mapped, codes: pd.Index) -> dict[str, Any]:
    measure, period = mapped.measure, mapped.period
    units = mapped.units.reindex(codes)
    rows = measure.at(period).reindex(codes)
    visible = units["nothing"].eq("")
    words = {
        lang: {
            "title": title_of(mapped, lang),
            "subtitle": subtitle_of(measure, period, lang),
            "level": say_level_of(measure, period, lang) or "",
            "notes": [*_signs(mapped, lang), *notes_of(mapped, lang)],
        }
        for lang in LANGUAGES
    }
    bound = rows["comparator"].map(BOUNDS).where(visible, "").fillna("").astype(str)
    figures = {name: _numbers(rows[name].where(visible)) for name in ("value", "low", "high")}
    # Which of the two is no exact number is not known any more: neither stands as if it were.
    figures |= {name: _numbers(rows[name].where(visible & bound.eq(""))) for name in ("events", "exposure")}
    return {
        "period": period,
        "words": words,
        "place": [int(place) for place in units["place"]],
        "kind": [KINDS.index(kind) for kind in units["nothing"]],
        "sign": bound.tolist() if bound.ne("").any() else None,
        "shared": _numbers(rows["apportioned_share"].where(visible & rows["apportioned_share"].gt(0))),
        **figures,
    }


def _signs(mapped: Mapped, lang: str) -> list[str]:
    rows = mapped.measure.at(mapped.period)
    told = rows["value"].notna() & rows["comparator"].isin(list(BOUNDS))
    return [say("show.mark_bounds_mean", lang)] if told.any() else []


def _numbers(column: pd.Series) -> list[float | int | None] | None:
    """Shorten numbers to what a reader can see; nothing at all where there is none."""
    numbers = column.to_numpy(float)
    if not np.isfinite(numbers).any():
        return None
    return [_short(number) if np.isfinite(number) else None for number in numbers]


def _short(number: float) -> float | int:
    short = float(f"{number:.{_DIGITS}g}") if abs(number) < 10**_DIGITS else round(number)
    return int(short) if short == int(short) else short
