"""Communes that were not considered before and now count as a no: most often a KX that nobody wrote again."""

from collections.abc import Iterator, Mapping

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.panel.gaps import SHOWN, label_figure, listed
from antq_analysis.vocabulary import Vocabulary

_SERIES = ["unit_code", "unit_date", "indicator", "category", "basis"]


def find_newly_no(
    best: pd.DataFrame,
    registers: Mapping[str, pd.DataFrame],
    vocabulary: Vocabulary,
    names: Mapping[str, str],
) -> Iterator[Finding]:
    """Find figures that are 0 where the last year that said anything said "not applicable".

    Years are compared on one map only; what a person decided is not doubted.

    Parameters
    ----------
    best
        One figure for each key without its stage.
    registers
        Units of every map, by date.
    vocabulary
        Labels.
    names
        File name by ``source_id``.

    Yields
    ------
    Finding
        One warning for each file, period and indicator; the 0 stands.
    """
    told = best[best["level"].eq("commune") & best["status"].ne("not_reported")]
    told = told[told["period"].astype("str").map(obs.is_year).astype("bool")]
    told = told.sort_values([*_SERIES, "period"], kind="stable")
    before = told.groupby(_SERIES, observed=True)["status"].shift()
    now = told["status"].isin(obs.WITH_VALUE) & told["value"].eq(0) & told["rule"].ne("decided")
    newly = told[before.eq("not_applicable") & now]
    for (source, period, indicator), rows in newly.groupby(["source_id", "period", "indicator"], sort=True):
        units = [
            str(registers[str(day)].set_index("unit_code")["name"].get(code, code))
            for code, day in zip(rows["unit_code"], rows["unit_date"], strict=True)
        ]
        values: dict[str, object] = {"period": str(period), "n": len(rows), "units": listed(units)}
        for lang in LANGUAGES:
            end = "" if lang == "vi" else "_en"
            values[f"label{end}"] = label_figure(str(indicator), "", vocabulary, lang)
        cells = ", ".join(map(str, rows["cell"].iloc[:SHOWN]))
        place = (names.get(str(source), str(source)), str(rows["sheet"].iloc[0]), cells)
        yield Finding("newly_no", Severity.WARNING, *place, values=values)
