"""Communes that sent no row, or a row without figures: found and named, never a silent blank."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

import numpy as np
import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.vocabulary import Vocabulary

SHOWN = 12
_JOINED = "\n"


def find_gaps(
    observations: pd.DataFrame,
    registers: Mapping[str, pd.DataFrame],
    vocabulary: Vocabulary,
    known: Collection[tuple[str, str]] = (),
    replaced: Collection[tuple[str, str]] = (),
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
    known
        Period and unit code of communes of which a person knows that they did not report.
    replaced
        Period and unit code of communes that have figures in a file that another one replaced.

    Returns
    -------
    list of Finding
        One for every period and set of communes that lack the same indicators: a warning where there is no row, a note
        where the row is empty or a person knows of it.
    """
    findings = []
    for period, day, there in _presence(observations, registers, vocabulary):
        units = registers[day].set_index("unit_code")["name"]
        reasons = {code: "no_row_replaced" for when, code in replaced if when == period}
        reasons |= {code: "no_row_known" for when, code in known if when == period}
        findings += _gaps_of(there, units, period, vocabulary, reasons)
    return findings


def units_without_row(
    observations: pd.DataFrame, registers: Mapping[str, pd.DataFrame], vocabulary: Vocabulary
) -> pd.DataFrame:
    """List the communes that lack a row in a period for which others have one.

    Parameters
    ----------
    observations
        Figures, each on the map of its own date.
    registers
        Units of every map that the figures speak of, by date.
    vocabulary
        Tells classes from categories.

    Returns
    -------
    pandas.DataFrame
        One row for each period, commune and indicator that it lacks: period, unit_date, unit_code, name,
        district_name, indicator.
    """
    rows = []
    for period, day, there in _presence(observations, registers, vocabulary):
        units = registers[day][["unit_code", "name", "district_name"]].astype("str")
        whats = [str(what).partition(_JOINED)[0] for what in there.columns]
        for unit, lacking in zip(units.itertuples(index=False), there.isna().to_numpy(bool), strict=True):
            named = dict.fromkeys(what for what, lacks in zip(whats, lacking, strict=True) if lacks)
            rows += [(period, day, *unit, name) for name in named]
    columns = ["period", "unit_date", "unit_code", "name", "district_name", "indicator"]
    return pd.DataFrame(rows, columns=columns, dtype="str")


def _presence(
    observations: pd.DataFrame, registers: Mapping[str, pd.DataFrame], vocabulary: Vocabulary
) -> Iterator[tuple[str, str, pd.DataFrame]]:
    communes = observations[observations["level"] == "commune"]
    classes = [
        name for name in communes["indicator"].unique() if vocabulary.indicator(name).adds_up == "classes"
    ]
    # Of all classes a unit is in one: that it has no row for the others is no gap.
    category = communes["category"].mask(communes["indicator"].isin(classes), "")
    communes = communes.assign(what=communes["indicator"] + _JOINED + category)
    for (period, day), rows in communes.groupby(["period", "unit_date"], sort=True):
        # Of several figures one that was reported, or is there in another way, counts before one that was not.
        first = rows.sort_values("status", key=lambda told: told.eq("not_reported"), kind="stable")
        there = first.pivot_table(
            index="unit_code", columns="what", values="status", aggfunc="first", observed=True
        )
        yield str(period), str(day), there.reindex(registers[str(day)]["unit_code"])


def _gaps_of(
    there: pd.DataFrame,
    units: "pd.Series[str]",
    period: str,
    vocabulary: Vocabulary,
    reasons: Mapping[str, str],
) -> list[Finding]:
    grouped: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for rule, lacking in (("no_row", there.isna()), ("row_without_figure", there == "not_reported")):
        names = [str(name) for name in lacking.columns]
        for code, row in zip(map(str, lacking.index), lacking.to_numpy(bool), strict=True):
            if row.any():
                named = reasons.get(code, rule) if rule == "no_row" else rule
                grouped[named, tuple(np.array(names)[row])].append(f"{units[code]} ({code})")
    findings = []
    for (rule, indicators), names in grouped.items():
        labels = {lang: _labels(indicators, vocabulary, lang) for lang in LANGUAGES}
        values = {
            "period": period,
            "n": len(names),
            "units": listed(names),
            "indicators": listed(labels["vi"]),
            "indicators_en": listed(labels["en"]),
        }
        grave = rule in ("no_row", "no_row_replaced")
        findings.append(Finding(rule, Severity.WARNING if grave else Severity.NOTE, values=values))
    return findings


def _labels(whats: Iterable[str], vocabulary: Vocabulary, lang: str) -> list[str]:
    parts = [what.partition(_JOINED) for what in whats]
    return [label_figure(indicator, category, vocabulary, lang) for indicator, _, category in parts]


def label_figure(indicator: str, category: str, vocabulary: Vocabulary, lang: str) -> str:
    """Name a figure: its indicator, and its category in brackets.

    Parameters
    ----------
    indicator, category
        Ids; the category may be empty.
    vocabulary
        Labels.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        The label.
    """
    label = vocabulary.indicator(indicator).label(lang)
    named = vocabulary.category_label(indicator, category, lang) if category else ""
    return f"{label} ({named})" if named else label


def listed(names: list[str]) -> str:
    """Join names for a sentence; beyond a dozen only their number is told.

    Parameters
    ----------
    names
        What to list.

    Returns
    -------
    str
        The names.
    """
    shown = "; ".join(names[:SHOWN])
    return shown if len(names) <= SHOWN else shown + "; " + say("panel.and_more", n=len(names) - SHOWN)
