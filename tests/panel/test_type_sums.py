"""Types of models beside their total: more than the total is always told, less only where all types are there."""

import pandas as pd
import pytest

from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.type_sums import find_type_sums
from antq_analysis.project import find_project
from antq_analysis.vocabulary import load_vocabulary
from tests.test_observations import one

REGISTER = pd.DataFrame({"unit_code": ["99001"], "name": ["Xã Mẫu 1"]})
POINTS = {"unit_code": "99001", "period": "2024", "indicator": "model_points_active", "basis": "stock"}


def found(total: float, types: dict[str, float | None], **more: object) -> list[Finding]:
    """Findings of one commune; a type with None has an empty cell."""
    rows = [one(**POINTS, category="", value=total, source_id="aaa", sheet="S", cell="C1", **more)]
    for at, (category, value) in enumerate(types.items()):
        said = {"value": value} if value is not None else {"value": float("nan"), "status": "not_reported"}
        place = {"source_id": "bbb", "sheet": "T", "cell": f"D{at}"}
        rows.append(one(**POINTS, category=category, **said, **place))
    names = {"aaa": "a.xlsx", "bbb": "b.xlsx"}
    frame = pd.concat(rows, ignore_index=True)
    vocabulary = load_vocabulary(find_project())
    return [*find_type_sums(frame, {"2020-01-01": REGISTER}, vocabulary, names)]


@pytest.mark.parametrize(
    ("types", "sums"),
    [({"security_camera": 11.0}, "11 > 10"), ({"security_camera": 6.0, "security_gong": 7.0}, "13 > 10")],
)
def test_types_above_their_total_are_told(types: dict[str, float | None], sums: str) -> None:
    (finding,) = found(10, types)
    assert (finding.rule, finding.severity) == ("types_above_total", Severity.WARNING)
    assert (finding.file, finding.sheet, finding.cell) == ("b.xlsx", "T", "D0")
    for lang in ("vi", "en"):
        assert f"Xã Mẫu 1: {sums}" in finding.text(lang)
        assert "a.xlsx" in finding.text(lang)


@pytest.mark.parametrize(
    "types",
    [
        {"security_camera": 4.0},
        {"security_camera": 4.0, "other": None},
        {"security_camera": 4.0, "other": 6.0},
        {"security_camera": None},
    ],
)
def test_some_of_the_types_may_be_less(types: dict[str, float | None]) -> None:
    assert found(10, types) == []


def test_all_types_with_the_rest_are_the_total() -> None:
    (finding,) = found(10, {"security_camera": 4.0, "other": 5.0})
    assert finding.rule == "types_below_total"
    assert "9 < 10" in finding.text("vi")


def test_a_total_that_is_only_a_bound_is_not_compared() -> None:
    assert found(10, {"security_camera": 11.0}, comparator="over") == []
