"""Nobody lives where something happened, and a commune of a province's size."""

import pandas as pd
import pytest

from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.odd_bases import find_odd_bases
from antq_analysis.project import find_project
from antq_analysis.vocabulary import load_vocabulary
from tests.test_observations import one

UNITS = [f"9900{n}" for n in range(1, 6)]
REGISTER = pd.DataFrame({"unit_code": UNITS, "name": [f"Xã Mẫu {n}" for n in range(1, 6)]})


def found(people: list[float], events: list[float], **more: object) -> list[Finding]:
    """Findings of communes with a population and incidents; `more` is said of the populations."""
    rows = [
        one(
            **{
                "unit_code": unit,
                "indicator": name,
                "value": value,
                "basis": basis,
                "cell": f"{at}{unit[-1]}",
            }
            | told
        )
        for name, basis, at, values, told in (
            ("population", "stock", "C", people, more),
            ("incidents_total", "in_year", "D", events, {}),
        )
        for unit, value in zip(UNITS, values, strict=False)
    ]
    frame = pd.concat([row.assign(source_id="aaa", sheet="S") for row in rows], ignore_index=True)
    findings = find_odd_bases(
        frame, {"2020-01-01": REGISTER}, load_vocabulary(find_project()), {"aaa": "a.xlsx"}
    )
    for finding in findings:
        assert finding.severity is Severity.WARNING
        assert all(finding.text(lang) and finding.remedy(lang) for lang in ("vi", "en"))
    return findings


def test_nobody_and_incidents_are_named() -> None:
    (told,) = found([0, 0, 4000, 5000], [7, 0, 3, 2])
    assert (told.rule, told.file, told.cell, told.values["n"]) == ("base_zero", "a.xlsx", "C1", 1)
    assert "Xã Mẫu 1 (99001)" in told.text("vi")


@pytest.mark.parametrize("people", [275_000, 5_500_000, 45, 4])
def test_where_far_from_the_usual_begins(people: float) -> None:
    # The median of the four is 5,500 beside a large one and 4,500 beside a small one.
    (told,) = found([4000, 5000, 6000, people], [1, 1, 1, 1])
    assert (told.rule, told.cell) == ("base_out_of_scale", "C4")


def test_a_thousand_times_the_usual_is_named() -> None:
    # The median of the four is 5,500.
    (told,) = found([4000, 5000, 6000, 5_500_000], [1, 1, 1, 1])
    assert (told.rule, told.cell, told.values["usual"]) == ("base_out_of_scale", "C4", 5500.0)
    assert "Xã Mẫu 4 (99004): 5,500,000" in told.text("en")


@pytest.mark.parametrize(
    ("people", "usual", "events", "told"),
    [(100, 20, 60, 1), (220, 20, 90, 0), (300, 20, 900, 0), (100, 1, 9, 0), (100, 1, 10, 1)],
    ids=["far beyond", "not so far", "not so small", "by chance", "no more by chance"],
)
def test_a_small_base_with_a_rate_far_beyond_all_others(
    people: float, usual: float, events: float, told: int
) -> None:
    # A twentieth of the median is 225; twenty of the median are 44 per 10,000.
    assert len(found([4000, 5000, 6000, people], [usual] * 3 + [events])) == told


@pytest.mark.parametrize(
    ("people", "more"),
    [
        ([4000, 5000, 6000, 274_999], {}),
        ([4000, 5000, 6000, 46], {}),
        ([4, 5, 6, 999], {}),
        ([4000, 50_000_000], {}),
        ([4000, 5000, 6000, 50_000_000], {"rule": "decided"}),
        ([4000, 5000, 6000, 50_000_000], {"comparator": "about"}),
    ],
    ids=["large", "small", "large beside very small", "too few to say", "decided", "rough"],
)
def test_it_is_not_said_without_need(people: list[float], more: dict[str, object]) -> None:
    assert found(people, [1] * len(people), **more) == []
