"""Which answer stands in a question already: one that the program is sure of, never a name that only resembles."""

from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.findings import Finding, Severity
from antq_analysis.observations import empty
from antq_analysis.project import find_project
from antq_analysis.sources.deciding.questions import Asked, Question, ask
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.vocabulary import load_vocabulary
from tests.cases.workbooks import UNITS

MAP = "2020-01-01"
WITHOUT_ROW = pd.DataFrame({"period": [], "unit_date": [], "unit_code": []})
FILE = ReceivedFile(Path("a.xlsx"), "demo", "a.xlsx", "0" * 64, "test_form", MAP, "2023")


def question(rule: str, expected: str, candidates: str) -> Question:
    values = {"district": "-", "candidates": candidates, "code": "-", "unit_date": "", "period": "2023"}
    severity = Severity.WARNING if expected else Severity.ERROR
    finding = Finding(rule, severity, "a.xlsx", "S", "B4", "Xã Yên Phong", expected, values)
    asked = Asked("demo", (FILE,), {MAP: UNITS}, load_vocabulary(find_project()), "vi")
    (one,) = ask([finding], empty(), WITHOUT_ROW, asked)
    return one


@pytest.mark.parametrize("alike", [71, 96])
def test_a_name_that_only_resembles_is_offered_and_not_proposed(alike: int) -> None:
    code, name = UNITS.iloc[0][["unit_code", "name"]]
    one = question("unit_unmatched", "", f"{code} {name} ({alike}%)")
    assert one.proposal == ""
    assert code in one.choices.values()


def test_the_only_unit_of_that_name_is_proposed() -> None:
    code, name = UNITS.iloc[0][["unit_code", "name"]]
    one = question("unit_unmatched", "", f"{code} {name}")
    assert one.choices[one.proposal] == code
