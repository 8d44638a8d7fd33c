"""A commune that was not considered last year and is a no this year is named; one that was a no before is not."""

import pandas as pd
import pytest

from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.newly_no import find_newly_no
from antq_analysis.project import find_project
from antq_analysis.vocabulary import load_vocabulary
from tests.test_observations import one

KX = "not_applicable"
REGISTER = pd.DataFrame({"unit_code": ["99001"], "name": ["Xã Mẫu 1"]})


def found(*series: float | str, **last: object) -> list[Finding]:
    """Findings of one commune with a tick, or a status without value, in each year from 2019 on."""
    rows = []
    for at, told in enumerate(series):
        figure = {"value": told} if not isinstance(told, str) else {"value": float("nan"), "status": told}
        own = {"unit_code": "99001", "period": str(2019 + at), "indicator": "drug_free_commune"}
        more = last if at == len(series) - 1 else {}
        rows.append(one(**(own | figure | {"source_id": "aaa", "sheet": "S", "cell": f"C{at}"} | more)))
    registers = {"2020-01-01": REGISTER}
    frame = pd.concat(rows, ignore_index=True)
    return [*find_newly_no(frame, registers, load_vocabulary(find_project()), {"aaa": "a.xlsx"})]


def test_a_zero_after_not_considered_is_a_warning_with_its_cell() -> None:
    (finding,) = found(1.0, KX, 0.0)
    assert (finding.rule, finding.severity) == ("newly_no", Severity.WARNING)
    assert (finding.file, finding.sheet, finding.cell) == ("a.xlsx", "S", "C2")
    assert (finding.values["period"], finding.values["n"]) == ("2021", 1)
    for lang in ("vi", "en"):
        assert "Xã Mẫu 1" in finding.text(lang)


@pytest.mark.parametrize(
    "series", [(0.0, 0.0), (KX, 1.0), (KX, KX), (1.0, 0.0), (KX, "not_reported"), (KX, 1.0, 0.0)]
)
def test_nothing_else_is(series: tuple[float | str, ...]) -> None:
    assert found(*series) == []


def test_a_year_without_report_between_does_not_hide_it() -> None:
    assert [one.values["period"] for one in found(KX, "not_reported", 0.0)] == ["2021"]


def test_what_a_person_decided_is_not_doubted() -> None:
    assert found(KX, 0.0, rule="decided") == []
