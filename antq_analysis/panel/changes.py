"""What a later stage changed in the figures of an earlier one."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import LANGUAGES, format_number
from antq_analysis.panel.gaps import label_figure, listed
from antq_analysis.vocabulary import Vocabulary

WHAT = ["level", "indicator", "category", "basis"]


def find_changes(
    observations: pd.DataFrame,
    registers: Mapping[str, pd.DataFrame],
    names: Mapping[str, str],
    vocabulary: Vocabulary,
) -> Iterator[Finding]:
    """Find figures that a later stage gives otherwise than the stage before it.

    Parameters
    ----------
    observations
        Observations of all stages.
    registers
        Units of every map, by date.
    names
        File name by ``source_id``.
    vocabulary
        Labels, and what may be summed.

    Yields
    ------
    Finding
        A warning for each later file and period: how many figures changed, their sums before and after by indicator,
        the largest change, and how many became 0 or have no number any more.
    """
    changed = _changed(observations)
    for (source, period), rows in changed.groupby(["source_id", "period"]):
        lines = {
            lang: [_line(what, some, vocabulary, lang) for what, some in rows.groupby(WHAT)]
            for lang in LANGUAGES
        }
        by_size = (rows["value"] - rows["before"]).abs().fillna(-1.0).sort_values(kind="stable")
        largest = rows.loc[by_size.index[-1]]
        values = {
            "period": period,
            "n": len(rows),
            "zeros": int((rows["value"].eq(0) & rows["before"].gt(0)).sum()),
            "lost": int((rows["value"].isna() & rows["before"].notna()).sum()),
            "changes": listed(lines["vi"]),
            "changes_en": listed(lines["en"]),
            "largest": _one(largest, registers, vocabulary, "vi"),
            "largest_en": _one(largest, registers, vocabulary, "en"),
        }
        place = (names.get(str(source), str(source)), str(largest["sheet"]), str(largest["cell"]))
        yield Finding("stage_changed", Severity.WARNING, *place, values=values)


def _changed(observations: pd.DataFrame) -> pd.DataFrame:
    stageless = [name for name in obs.KEY if name != "stage"]
    told = observations[observations["status"].ne("not_reported")]
    told = told[told.duplicated(stageless, keep=False)]
    told = told.assign(order=told["stage"].map(obs.STAGES.index)).sort_values("order", kind="stable")
    earlier = told.groupby(stageless)[["value", "value_text", "comparator", "status"]].shift()
    same_value = told["value"].eq(earlier["value"]) | (
        told["value"].isna() & earlier["value"].isna() & told["value_text"].eq(earlier["value_text"])
    )
    same = same_value & told["comparator"].eq(earlier["comparator"]) & told["status"].eq(earlier["status"])
    changed = earlier["status"].notna() & ~same
    before = {"before": earlier["value"], "before_comparator": earlier["comparator"]}
    return told.assign(**before)[changed].sort_index()


def _line(what: Any, rows: pd.DataFrame, vocabulary: Vocabulary, lang: str) -> str:
    _, indicator, category, _ = map(str, what)
    values: dict[str, object] = {"label": label_figure(indicator, category, vocabulary, lang), "n": len(rows)}
    if vocabulary.indicator(indicator).adds_up not in ("sum", "flags"):
        return say("panel.stage_change", lang, **values)
    sums = {name: _number(rows[name].sum(min_count=1), lang) for name in ("before", "value")}
    return say("panel.stage_change_sums", lang, **values, before=sums["before"], after=sums["value"])


def _one(row: pd.Series, registers: Mapping[str, pd.DataFrame], vocabulary: Vocabulary, lang: str) -> str:
    code, day = str(row["unit_code"]), str(row["unit_date"])
    register = registers.get(day)
    names = register.set_index("unit_code")["name"] if register is not None else pd.Series(dtype="str")
    unit = f"{names[code]} ({code})" if row["level"] == "commune" and code in names else code
    label = label_figure(str(row["indicator"]), str(row["category"]), vocabulary, lang)
    before = _bounded(row["before"], str(row["before_comparator"]), lang)
    return f"{unit}, {label}: {before} → {_bounded(row['value'], str(row['comparator']), lang)}"


def _bounded(value: float, comparator: str, lang: str) -> str:
    number = _number(value, lang)
    exact = comparator in obs.EXACT or math.isnan(value)
    return number if exact else say(f"panel.comparator_{comparator}", lang, value=number)


def _number(value: float, lang: str) -> str:
    return "…" if math.isnan(value) else format_number(value, lang)
