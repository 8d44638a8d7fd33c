"""Figures of several sheets, files or stages that contradict each other once they stand side by side."""

from collections.abc import Mapping, Sequence

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.tables.implausible import above_whole
from antq_analysis.vocabulary import Vocabulary

UNIT = ["level", "unit_code", "unit_date", "period"]
_CERTAIN = {"part": ("over", *obs.EXACT), "whole": ("under", *obs.EXACT)}


def find_contradictions(
    best: pd.DataFrame, findings: Sequence[Finding], vocabulary: Vocabulary, names: Mapping[str, str]
) -> list[Finding]:
    """Find parts above their whole that no single sheet shows.

    Parameters
    ----------
    best
        One figure for each key without its stage.
    findings
        What reading the files found: it is not said twice.
    vocabulary
        Says which indicator is part of which.
    names
        File name by ``source_id``.

    Returns
    -------
    list of Finding
        An error for each unit and pair of indicators, at the cell of the part.
    """
    usual = best["indicator"].map(lambda name: _usual_basis(str(name), vocabulary))
    rows = best[best["status"].isin(obs.WITH_VALUE) & best["category"].eq("") & best["basis"].eq(usual)]
    told = {str(name): own.set_index(UNIT, drop=False) for name, own in rows.groupby("indicator")}
    values = {name: own["value"].to_dict() for name, own in told.items()}
    known = {(f.file, f.sheet, f.cell, f.expected) for f in findings if f.rule == "part_above_whole"}
    found = []
    for part, whole, unit in above_whole(values, vocabulary):
        pair = {"part": told[part].loc[[unit]].iloc[-1], "whole": told[whole].loc[[unit]].iloc[-1]}
        finding = _finding(pair, vocabulary, names)
        one_sheet = len({(row["source_id"], row["sheet"]) for row in pair.values()}) == 1
        vague = any(row["comparator"] not in _CERTAIN[role] for role, row in pair.items())
        said = (finding.file, finding.sheet, finding.cell, finding.expected) in known
        if not (one_sheet or vague or said):
            found.append(finding)
    return found


def _usual_basis(indicator: str, vocabulary: Vocabulary) -> str:
    return "in_year" if vocabulary.indicator(indicator).kind == "flow" else "stock"


def _finding(pair: Mapping[str, pd.Series], vocabulary: Vocabulary, names: Mapping[str, str]) -> Finding:
    part, whole = pair["part"], pair["whole"]
    labels = {
        f"{role}{end}": vocabulary.indicator(str(row["indicator"])).label(lang)
        for role, row in pair.items()
        for end, lang in (("", "vi"), ("_en", "en"))
    }
    values = {
        "period": part["period"],
        "unit": part["unit_code"],
        "whole_file": names.get(whole["source_id"], whole["source_id"]),
        "whole_sheet": whole["sheet"],
        "whole_cell": whole["cell"],
    }
    place = (names.get(part["source_id"], part["source_id"]), part["sheet"], part["cell"])
    numbers = (float(part["value"]), float(whole["value"]))
    return Finding("part_above_whole_joined", Severity.ERROR, *place, *numbers, values | labels)
