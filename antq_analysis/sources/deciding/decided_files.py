"""What a person settled across files: figures on which several differ, and decisions that nothing needed."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import spelling_key
from antq_analysis.sources.deciding.decided import (
    APPLIED,
    FIGURE,
    MISFITS,
    OFFERED,
    OUTDATED,
    UNUSED,
    decided_reading,
    decision_rows,
    decision_values,
)
from antq_analysis.sources.deciding.decisions import ALIASES, GAPS
from antq_analysis.sources.deciding.offered import ABOUT, offered_again


def decide_conflicts(
    observations: pd.DataFrame, clashes: Sequence[Finding], cells: pd.DataFrame
) -> tuple[pd.DataFrame, list[Finding]]:
    """Put decisions in the place of figures on which several files differ.

    Parameters
    ----------
    observations
        Every figure; those in dispute have the status ``conflict``.
    clashes
        What was found when the files were joined.
    cells
        Decisions of the province; those that name no file count here.

    Returns
    -------
    tuple
        The observations, and the findings: what is settled is no clash any more.
    """
    wanted = cells[cells["file"].eq("")]
    findings = list(clashes)
    if wanted.empty:
        return observations, findings
    observations = observations.copy()
    disputed = observations[observations["rule"].eq("files_conflict")]
    for decision in decision_rows(wanted):
        about = disputed
        for name in ("period", "unit_code", *FIGURE):
            about = about[about[name].eq(decision[name])]
        for at in about.index:
            clash = _clash(findings, observations.loc[at])
            stands = "" if clash is None else str(clash.written)
            if clash is None or not _same_parts(stands, decision["written"]):
                findings.append(_told(OUTDATED, Severity.ERROR, decision, stands))
                continue
            reading = decided_reading(decision["value"])
            observations.loc[at, "value"] = reading.value
            observations.loc[at, ["status", "rule", "value_text"]] = [reading.status, "decided", ""]
            findings[findings.index(clash)] = _told(APPLIED, Severity.NOTE, decision, stands)
    return observations, findings


def _clash(findings: Sequence[Finding], row: "pd.Series") -> Finding | None:
    place = (row["sheet"], row["cell"], row["unit_code"], row["indicator"], row["period"])
    for finding in findings:
        if finding.rule == "figures_conflict":
            values = finding.values
            named = (finding.sheet, finding.cell, values["unit"], values["indicator"], values["period"])
            if named == place:
                return finding
    return None


def _same_parts(now: str, then: str) -> bool:
    return sorted(now.split(" / ")) == sorted(then.split(" / "))


def _told(rule: str, severity: Severity, decision: Mapping[str, str], stands: str) -> Finding:
    values = decision_values(decision) | {"header": decision["indicator"]}
    return Finding(rule, severity, "", "", "", stands, decision["value"], values)


def unused_names(aliases: pd.DataFrame, used: Iterable[tuple[str, str]]) -> list[Finding]:
    """Find decisions about names that no file needed.

    Parameters
    ----------
    aliases
        Decisions of the province.
    used
        As :func:`antq_analysis.sources.tables.units.named_by_decision` lists them.

    Returns
    -------
    list of Finding
        One note a decision: names are decided for many years, and not every year needs each.
    """
    needed = set(used)
    return [
        Finding(
            "alias_unused",
            Severity.NOTE,
            written=str(row["written_name"]),
            values={"table": ALIASES, "line": str(line), "place": str(row["written_name"])},
        )
        for line, row in aliases.iterrows()
        if (spelling_key(row["written_name"]), row["unit_code"]) not in needed
    ]


def unused_gaps(gaps: pd.DataFrame, without_row: pd.DataFrame) -> list[Finding]:
    """Find communes that a person said did not report, and that lack nothing.

    Parameters
    ----------
    gaps
        Decisions of the province.
    without_row
        Period and unit code of the communes that lack a row.

    Returns
    -------
    list of Finding
        One warning a decision.
    """
    lacking = set(zip(without_row["period"], without_row["unit_code"], strict=True))
    found = []
    for row in decision_rows(gaps):
        if (row["period"], row["unit_code"]) not in lacking:
            values = {"table": GAPS, "line": row["line"], "period": row["period"], "place": row["unit_code"]}
            found.append(Finding(UNUSED, Severity.WARNING, values=values))
    return found


def unused_decisions(
    cells: pd.DataFrame, findings: Iterable[Finding], observations: pd.DataFrame
) -> list[Finding]:
    """Find decisions that spoke of nothing that was received.

    Parameters
    ----------
    cells
        Decisions of the province.
    findings
        All that was found.
    observations
        Every figure; one that nobody could read, written as it was when it was decided, is asked about again.

    Returns
    -------
    list of Finding
        One warning a decision; it says whether its answer is offered again.
    """
    decisions = decision_rows(cells)
    spoke = {finding.values["line"] for finding in findings if finding.rule in (APPLIED, OUTDATED, MISFITS)}
    unused = [decision for decision in decisions if decision["line"] not in spoke]
    units = {decision["unit_code"] for decision in unused}
    asked = observations[
        observations["status"].isin(("unparsed", "conflict")) & observations["unit_code"].isin(units)
    ]
    offered = [offered_again(row, str(row["value_text"]), decisions) for row in _rows(asked)]
    again = {_figure(decision) for decision in offered if decision is not None}
    found = []
    for decision in unused:
        place = ", ".join(part for part in map(decision.get, ("file", "sheet", "cell")) if part)
        values = decision_values(decision) | {"place": place or decision["unit_code"]}
        rule = OFFERED if _figure(decision) in again else UNUSED
        found.append(Finding(rule, Severity.WARNING, written=decision["written"], values=values))
    return found


def _rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _figure(decision: Mapping[str, str]) -> tuple[str, ...]:
    return (*(decision[name] for name in ABOUT), " ".join(decision["written"].split()))
