"""Two figures of a commune in each other's column are found and not used; small and large communes are left alone."""

from collections.abc import Mapping, Sequence

import pandas as pd
import pytest

from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.refused import refuse_figures
from antq_analysis.panel.swapped import find_swapped
from antq_analysis.project import find_project
from antq_analysis.vocabulary import load_vocabulary
from tests.test_observations import one

UNITS = [f"9900{n}" for n in range(1, 8)]
REGISTER = pd.DataFrame({"unit_code": UNITS, "name": [f"Xã Mẫu {n}" for n in range(1, 8)]})
LETTERS = {"population": "C", "incidents_total": "D", "tips_total": "E", "model_points_active": "F"}
PEOPLE, EVENTS = [4000, 4100, 4200, 4300, 4400], [40, 43, 46, 49, 52]


def frame(*years: Mapping[str, Sequence[float]], **more: object) -> pd.DataFrame:
    """Figures of communes, one mapping a year from 2020 on; `more` is said of all of them."""
    rows = [
        one(
            **{
                "unit_code": unit,
                "indicator": name,
                "value": value,
                "period": str(2020 + year),
                "basis": "in_year" if name in ("incidents_total", "tips_total") else "stock",
                "source_id": "aaa",
                "sheet": "S",
                "cell": f"{LETTERS[name]}{unit[-1]}",
            }
            | more
        )
        for year, told in enumerate(years)
        for name, values in told.items()
        for unit, value in zip(UNITS, values, strict=False)
    ]
    return pd.concat(rows, ignore_index=True)


def found(rows: pd.DataFrame) -> tuple[list[Finding], pd.DataFrame]:
    findings, out = find_swapped(
        rows, {"2020-01-01": REGISTER}, load_vocabulary(find_project()), {"aaa": "a.xlsx"}
    )
    for finding in findings:
        assert finding.severity is Severity.ERROR
        assert all(finding.text(lang) and finding.remedy(lang) for lang in ("vi", "en"))
    return findings, out


def test_people_and_incidents_of_one_commune_in_a_first_year() -> None:
    rows = frame({"population": [*PEOPLE[:4], 52], "incidents_total": [*EVENTS[:4], 4400]})
    findings, out = found(rows)
    assert [(item.rule, item.cell, item.written, item.expected) for item in findings] == [
        ("figures_swapped", "C5", "52", "4400"),
        ("figures_swapped", "D5", "4400", "52"),
    ]
    assert "Xã Mẫu 5 (99005)" in findings[0].text("vi")
    assert sorted(out["cell"]) == ["C5", "D5"]


@pytest.mark.parametrize(
    ("people", "events"),
    [(52, 52), (4400, 4400), (52, 300), (500, 4400), (300, 60), (60000, 900), (4400, 52)],
    ids=["too few people", "too many events", "not so many", "not so few", "small", "large", "usual"],
)
def test_it_is_not_said_without_need(people: float, events: float) -> None:
    findings, out = found(
        frame({"population": [*PEOPLE[:4], people], "incidents_total": [*EVENTS[:4], events]})
    )
    assert (findings, len(out)) == ([], 0)


def test_what_a_person_decided_is_not_doubted() -> None:
    rows = frame({"population": [*PEOPLE[:4], 52], "incidents_total": [*EVENTS[:4], 4400]}, rule="decided")
    assert found(rows)[0] == []


def test_any_two_counts_against_the_year_before() -> None:
    before = {"tips_total": [30, 31, 32, 33, 34], "model_points_active": [100, 101, 102, 103, 104]}
    swapped = {"tips_total": [31, 32, 110, 34, 35], "model_points_active": [101, 102, 33, 104, 105]}
    findings, out = found(frame(before, swapped, before))
    assert {(item.rule, item.cell, item.values["period"]) for item in findings} == {
        ("figures_swapped", "E3", "2021"),
        ("figures_swapped", "F3", "2021"),
    }
    assert set(out["period"]) == {"2021"}


@pytest.mark.parametrize(
    ("before", "after"),
    [((3, 7), (7, 3)), ((30, 55), (55, 30)), ((30, 100), (100, 60)), ((30, 100), (60, 30))],
    ids=["small", "close", "one side", "other side"],
)
def test_years_that_change_by_themselves(before: tuple[float, float], after: tuple[float, float]) -> None:
    rows = frame(
        *({"tips_total": [tips], "model_points_active": [points]} for tips, points in (before, after))
    )
    assert found(rows)[0] == []


def test_whole_columns_are_told_once() -> None:
    before = {"tips_total": [30, 31, 32, 33, 34], "model_points_active": [100, 101, 102, 103, 104]}
    after = {"tips_total": [101, 102, 103, 104, 105], "model_points_active": [31, 32, 33, 34, 35]}
    (finding,), out = found(frame(before, after))
    assert (finding.rule, finding.values["n"], len(out)) == ("columns_swapped", 5, 10)


def test_refused_figures_keep_their_place_and_words() -> None:
    rows = frame({"population": [4000, 52], "incidents_total": [40, 4400]})
    everything = pd.concat([rows, rows.assign(stage="estimate")], ignore_index=True)
    left = refuse_figures(everything, rows[rows["cell"].isin(["C2", "D2"])], rows.head(0))
    gone = left[left["value"].isna()]
    assert sorted(zip(gone["cell"], gone["stage"], strict=True)) == [
        *(("C2", stage) for stage in ("estimate", "final")),
        *(("D2", stage) for stage in ("estimate", "final")),
    ]
    assert set(gone["status"]) == {"unparsed"}
    assert set(gone["rule"]) == {"doubted"}
    assert set(gone["value_text"]) == {"52", "4400"}


def test_what_all_communes_lose_the_province_loses_too() -> None:
    rows = frame({"population": [4, 5], "incidents_total": [40, 44]})
    whole = one(
        unit_code="99", level="province", indicator="population", value=9.0, basis="stock", period="2020"
    )
    decided = rows["cell"].eq("C2")
    everything = pd.concat(
        [rows.assign(rule=rows["rule"].mask(decided, "decided")), whole], ignore_index=True
    )
    left = refuse_figures(everything, rows.head(0), rows[rows["indicator"].eq("population")])
    assert left["value"].tolist() == pytest.approx([float("nan"), 5, 40, 44, float("nan")], nan_ok=True)
    assert refuse_figures(rows, rows.head(0), rows.head(0)) is rows
