"""Communes that sent no row, or a row without figures: found and named, never a silent blank."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.vocabulary import Vocabulary

SHOWN = 12
_JOINED = "\n"


def find_gaps(
    observations: pd.DataFrame, registers: Mapping[str, pd.DataFrame], vocabulary: Vocabulary
) -> list[Finding]:
    """Find the communes of each map that lack figures in a period for which others have them.

    Parameters
    ----------
    observations
        Figures, each on the map of its own date.
    registers
        Units of every map that the figures speak of, by date.
    vocabulary
        Labels.

    Returns
    -------
    list of Finding
        One for every period and set of communes that lack the same indicators: a warning where there is no row, a note
        where the row is empty.
    """
    findings = []
    communes = observations[observations["level"] == "commune"]
    communes = communes.assign(what=communes["indicator"] + _JOINED + communes["category"])
    for (period, day), rows in communes.groupby(["period", "unit_date"], sort=True):
        units = registers[str(day)].set_index("unit_code")["name"]
        there = rows.pivot_table(
            index="unit_code", columns="what", values="status", aggfunc=_best_status, observed=True
        ).reindex(units.index)
        findings += _gaps_of(there, units, str(period), vocabulary)
    return findings


def _best_status(statuses: "pd.Series[str]") -> str:
    told = [status for status in statuses if status != "not_reported"]
    return told[0] if told else "not_reported"


def _gaps_of(
    there: pd.DataFrame, units: "pd.Series[str]", period: str, vocabulary: Vocabulary
) -> list[Finding]:
    grouped: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for rule, lacking in (("no_row", there.isna()), ("row_without_figure", there == "not_reported")):
        names = [str(name) for name in lacking.columns]
        for code, row in zip(map(str, lacking.index), lacking.to_numpy(bool), strict=True):
            if row.any():
                grouped[rule, tuple(np.array(names)[row])].append(f"{units[code]} ({code})")
    findings = []
    for (rule, indicators), names in grouped.items():
        labels = {lang: _labels(indicators, vocabulary, lang) for lang in LANGUAGES}
        values = {
            "period": period,
            "n": len(names),
            "units": _listed(names),
            "indicators": _listed(labels["vi"]),
            "indicators_en": _listed(labels["en"]),
        }
        findings.append(Finding(rule, Severity.WARNING if rule == "no_row" else Severity.NOTE, values=values))
    return findings


def _labels(whats: Iterable[str], vocabulary: Vocabulary, lang: str) -> list[str]:
    labels = []
    for what in whats:
        indicator, _, category = what.partition(_JOINED)
        label = vocabulary.indicator(indicator).label(lang)
        named = vocabulary.category_label(indicator, category, lang) if category else ""
        labels.append(f"{label} ({named})" if named else label)
    return labels


def _listed(names: list[str]) -> str:
    shown = "; ".join(names[:SHOWN])
    return shown if len(names) <= SHOWN else shown + "; " + say("panel.and_more", n=len(names) - SHOWN)
