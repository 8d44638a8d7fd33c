"""What was read against what must be read: right, refused with a finding, or wrong in silence."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.tables.reading import Read
from antq_analysis.vocabulary.other_units import OTHER_LEVELS
from tests.cases.workbooks.family import Case, Key
from tests.cases.workbooks.mess import Expect
from tests.cases.workbooks.page import Place
from tests.cases.workbooks.truth import PERIOD

COLUMN_RULES = frozenset({"column_missing", "header_twice", "unit_header_missing", "column_not_in_layout"})
TABLE_RULES = frozenset({"period_in_title_differs"})
WITHOUT_VALUE = frozenset({"unparsed", "conflict", "missing"})
_REFERENCE = re.compile(r"\$?([A-Z]*)\$?(\d+)(?::\$?([A-Z]*)\$?(\d+))?")


@dataclass(frozen=True)
class Outcome:
    """One figure: its key, how it came out, what was read and what must be read."""

    key: Key
    how: str
    read: str
    expected: str

    def __str__(self) -> str:
        return f"{self.how}: {'/'.join(part for part in self.key if part)}: read {self.read}, expected {self.expected}"


def outcomes(read: Read, case: Case) -> list[Outcome]:
    """Compare every figure; how is right, refused, silent (wrong and nothing said) or flagged (wrong, but said)."""
    found: dict[Key, Expect] = {}
    columns = [
        "period",
        "level",
        "unit_code",
        "indicator",
        "category",
        "basis",
        "value",
        "status",
        "comparator",
    ]
    for row in read.observations[columns].itertuples():
        if row.period == PERIOD and row.level not in OTHER_LEVELS:
            value = None if math.isnan(row.value) else float(row.value)
            found[row.unit_code, row.indicator, row.category, row.basis] = Expect(
                value, row.status, row.comparator
            )
    keys = [*case.expected, *(key for key in found if key not in case.expected)]
    return [*(_outcome(key, found.get(key), case, read.findings) for key in keys), *_others(read, case)]


def _others(read: Read, case: Case) -> list[Outcome]:
    """Rows beside the communes: each figure read as it stands, and no other."""
    rows = read.observations[read.observations["level"].isin(OTHER_LEVELS)]
    rows = rows[rows["status"].ne("not_reported")]
    got = Counter(zip(rows["level"], rows["indicator"], rows["value"], strict=True))
    wanted = Counter(case.others)
    return [
        Outcome((level, indicator, "", ""), "silent", str(got[level, indicator, value]), str(value))
        for level, indicator, value in (got - wanted) + (wanted - got)
    ]


def _outcome(key: Key, got: Expect | None, case: Case, findings: Iterable[Finding]) -> Outcome:
    wanted, got = case.expected.get(key), got or Expect(None, "missing")
    shown = (f"{got.value} {got.status} {got.comparator}", str(wanted))
    if wanted is None:
        told = _told(key, case, findings)
        return Outcome(key, "flagged" if told else "silent", *shown)
    if _same(got, wanted):
        silent = wanted.status in WITHOUT_VALUE and not _told(key, case, findings)
        return Outcome(key, "silent" if silent else "right", *shown)
    told = _told(key, case, findings, missing=got.status == "missing")
    if got.status in WITHOUT_VALUE:
        if not told:
            return Outcome(key, "silent", *shown)
        return Outcome(key, "right" if wanted.may_refuse else "refused", *shown)
    return Outcome(key, "flagged" if told else "silent", *shown)


def _same(got: Expect, wanted: Expect) -> bool:
    if got.status != wanted.status or (wanted.value is None) != (got.value is None):
        return False
    if wanted.value is None or got.value is None:
        return True
    return math.isclose(got.value, wanted.value, abs_tol=1e-9) and got.comparator == wanted.comparator


def _told(key: Key, case: Case, findings: Iterable[Finding], *, missing: bool = False) -> bool:
    """Whether a finding points at the cell, its row's name, a range of its column, or leaves out its table or sheet."""
    sheet, places = case.where.get(key, ("", ()))
    return any(
        finding.severity is not Severity.NOTE
        and (
            not finding.cell
            or finding.rule in TABLE_RULES
            or (missing and finding.rule in COLUMN_RULES)
            or _points(finding.cell, places, case)
        )
        for finding in findings
        if finding.sheet in ("", sheet) or finding.rule in ("sheets_differ", "sheets_repeat")
    )


def _points(cells: str, places: Iterable[Place], case: Case) -> bool:
    areas = []
    for left, top, right, bottom in _REFERENCE.findall(cells):
        first = _number(left)
        areas.append((int(top) - 1, int(bottom or top) - 1, first, _number(right) if right else first))
    return any(
        top <= row <= bottom and (first <= column <= last or first in (-1, case.name_column))
        for row, column in places
        for top, bottom, first, last in areas
    )


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1


def rule_faults(read: Read, case: Case) -> list[str]:
    """Troubles that were not reported, and errors that nothing in the workbook gives reason for."""
    said = {finding.rule for finding in read.findings}
    missing = [f"not reported: {name}" for name, rules in case.must.items() if not rules & said]
    errors = Counter(finding.rule for finding in read.findings if finding.severity is Severity.ERROR)
    foreign = [f"error without cause: {rule} x{n}" for rule, n in errors.items() if rule not in case.may]
    return missing + foreign


def account_faults(read: Read) -> list[str]:
    """Sheets whose account of rows and cells does not add up."""
    return [
        f"account of {what} in '{line['sheet']}'"
        for _, line in read.account.iterrows()
        for what in ("rows", "cells")
        if line[f"{what}_received"]
        != line[f"{what}_loaded"] + line[f"{what}_refused"] + line[f"{what}_ignored"]
    ]
