"""A form that changed its unit changes every commune alike; a slip of one commune is none of its business."""

import pandas as pd
import pytest

from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.everywhere import find_everywhere
from antq_analysis.project import find_project
from antq_analysis.vocabulary import load_vocabulary
from tests.test_observations import one

FIRST = 2019


def found(indicator: str, *series: list[float | None], **more: object) -> list[Finding]:
    """Findings of communes with one figure a year from FIRST on; None is a year without one."""
    basis = "in_year" if indicator.startswith("incidents") else "stock"
    rows = [
        one(
            **(
                {
                    "unit_code": f"9900{unit}",
                    "indicator": indicator,
                    "period": str(FIRST + at),
                    "basis": basis,
                }
                | {"value": value, "source_id": "aaa", "sheet": "S", "cell": f"C{at}{unit}"}
                | more
            )
        )
        for unit, values in enumerate(series)
        for at, value in enumerate(values)
        if value is not None
    ]
    findings, out = find_everywhere(
        pd.concat(rows, ignore_index=True), load_vocabulary(find_project()), {"aaa": "a.xlsx"}
    )
    errors = {finding.values["period"] for finding in findings if finding.severity is Severity.ERROR}
    assert set(out["period"]) == errors
    assert all(finding.text(lang) and finding.remedy(lang) for finding in findings for lang in ("vi", "en"))
    return findings


def test_people_in_thousands_are_an_error_of_all() -> None:
    (told, small) = found("population", [4000, 4], [5000, 5], [7000, 7])
    assert (told.rule, told.severity) == ("base_leapt_everywhere", Severity.ERROR)
    assert (told.file, told.sheet, told.cell) == ("a.xlsx", "S", "C10, C11, C12")
    assert {name: told.values[name] for name in ("period", "other", "n", "before", "usual")} == {
        "period": "2020",
        "other": "2019",
        "n": 3,
        "before": 5000.0,
        "usual": 5.0,
    }
    assert (small.rule, small.values["period"], small.values["usual"]) == ("base_improbable", "2020", 5.0)


def test_thousands_over_whole_persons_are_found_in_a_first_year() -> None:
    (told,) = found("population", [4_000_000], [5_000_000], [7_000_000])
    assert (told.rule, told.severity, told.values["usual"]) == (
        "base_improbable",
        Severity.ERROR,
        5_000_000.0,
    )


def test_hectares_for_square_kilometres_are_found_in_a_first_year() -> None:
    (told,) = found("area_km2", [1200], [3410], [2050])
    assert (told.rule, told.values["usual"]) == ("base_improbable", 2050.0)
    assert not found("area_km2", [12], [34.1], [320.5])


def test_whole_dong_under_a_header_of_millions_are_found_where_anything_burnt() -> None:
    (told,) = found("fire_damage_vnd", [0], [0], [120_000_000], [0], basis="in_year")
    assert (told.rule, told.severity, told.values["n"]) == ("base_improbable", Severity.ERROR, 1)
    assert not found("fire_damage_vnd", [0], [0], [120], [35_000], basis="in_year")
    assert not found("fire_damage_vnd", [0], [0], [0], basis="in_year")


def test_counts_that_all_leap_are_a_warning() -> None:
    (told,) = found("incidents_total", [3, 30], [4, 40], [5, 50])
    assert (told.rule, told.severity) == ("count_leapt_everywhere", Severity.WARNING)


@pytest.mark.parametrize(
    ("indicator", "series"),
    [
        ("population", [[4000, 11_999], [5000, 14_999], [7000, 20_999]]),
        ("population", [[4000, 4], [5000, 5010], [7000, 7010]]),
        ("population", [[4000, 4], [5000, 5]]),
        ("incidents_total", [[3, 29], [4, 39], [5, 49]]),
        ("incidents_total", [[0, 30], [0, 40], [0, 50]]),
        ("incidents_total", [[30, 0], [40, 0], [50, 0]]),
        ("area_km2", [[20, 20], [30, 30], [25, 25]]),
    ],
    ids=["grown", "one", "two communes", "fast", "begun", "ended", "steady"],
)
def test_it_is_not_said_without_need(indicator: str, series: list[list[float | None]]) -> None:
    assert found(indicator, *series) == []


def test_a_year_that_returns_from_an_impossible_one_is_right() -> None:
    (told,) = found("population", [4, 4000], [5, 5000], [7, 7000])
    assert (told.rule, told.values["period"]) == ("base_improbable", str(FIRST))
    leapt, small = found("population", [4000, 4, 4000], [5000, 5, 5000], [7000, 7, 7000])
    assert {one.values["period"] for one in (leapt, small)} == {str(FIRST + 1)}


@pytest.mark.parametrize(
    ("people", "homes", "crossed"),
    [
        ([1000, 1100, 1200], [4000, 4100, 4200], True),
        ([1000, 9000, 9000], [4000, 4100, 4200], False),
        ([4000, 4100, 4200], [1000, 1100, 1200], False),
        ([1000, 1100], [4000, 4100], False),
    ],
    ids=["all", "one of three", "right", "too few to say"],
)
def test_more_households_than_people(people: list[float], homes: list[float], crossed: bool) -> None:
    rows = [
        one(unit_code=f"9900{unit}", indicator=name, value=value, basis="stock", cell=f"C{unit}")
        for name, values in (("population", people), ("households", homes))
        for unit, value in enumerate(values)
    ]
    frame = pd.concat(rows, ignore_index=True)
    findings, out = find_everywhere(frame, load_vocabulary(find_project()), {})
    assert [item.rule for item in findings] == ["bases_crossed"] * crossed
    assert len(out) == len(rows) * crossed
    assert all("households" in item.text("en").lower() and item.remedy("vi") for item in findings)


def test_what_a_person_decided_is_not_doubted() -> None:
    assert found("population", [4000, 4], [5000, 5], [7000, 7], rule="decided") == []
