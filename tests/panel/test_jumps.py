"""A slip of the keyboard stands out against the commune's own years; a change of all communes does not."""

import pandas as pd
import pytest

from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.jumps import find_jumps
from antq_analysis.project import find_project
from antq_analysis.vocabulary import load_vocabulary
from tests.test_observations import one

NAMES = {"aaa": "first.xlsx", "bbb": "second.xlsx"}
UNITS = [f"9900{n}" for n in range(1, 6)]
REGISTER = pd.DataFrame({"unit_code": UNITS, "name": [f"Xã Mẫu {n}" for n in range(1, 6)]})
FIRST = 2019


def found(*series: list[float | None], **more: object) -> list[Finding]:
    """Findings of communes with one figure a year from FIRST on; None is a year without one."""
    rows = [
        one(
            **(
                {"unit_code": unit, "period": str(FIRST + at), "value": value, "basis": "in_year"}
                | {"source_id": "aaa", "sheet": "S", "cell": f"C{at}{unit[-1]}"}
                | more
            )
        )
        for unit, values in zip(UNITS, series, strict=False)
        for at, value in enumerate(values)
        if value is not None
    ]
    frame = pd.concat(rows, ignore_index=True)
    registers = {"2020-01-01": REGISTER}
    return find_jumps(frame, registers, load_vocabulary(find_project()), NAMES)


STEADY: list[list[float | None]] = [[9, 10, 11, 9], [40, 42, 39, 41], [5, 6, 5, 5]]


def test_a_digit_too_many_is_named_with_both_figures_and_its_cell() -> None:
    (finding,) = found([7, 8, 8, 128], *STEADY)
    assert (finding.rule, finding.severity) == ("count_leapt", Severity.WARNING)
    assert (finding.file, finding.sheet, finding.cell) == ("first.xlsx", "S", "C31")
    assert (finding.values["period"], finding.values["n"]) == ("2022", 1)
    assert "Xã Mẫu 1 (99001) 8 (2021) \u2192 128" in finding.text("vi")
    assert "Xã Mẫu 1 (99001) 8 (2021) \u2192 128" in finding.text("en")


def test_a_digit_too_few_is_found_too() -> None:
    (finding,) = found([410, 400, 405, 40], *STEADY)
    assert "405 (2021) \u2192 40" in finding.text("en")


@pytest.mark.parametrize(
    ("values", "leaps"),
    [
        ([8, 8, 79], False),
        ([8, 8, 80], True),
        ([3, 3, 32], False),
        ([3, 3, 33], True),
        ([0, 0, 29], False),
        ([0, 0, 30], True),
        ([60, 60, 0], True),
        ([8, 70, 128], False),
        ([8, None, 128], True),
    ],
)
def test_where_a_leap_begins(values: list[float | None], leaps: bool) -> None:
    assert bool(found(values, *STEADY)) == leaps


def test_the_return_to_normal_is_no_second_leap() -> None:
    assert [one.values["period"] for one in found([8, 8, 128, 8], *STEADY)] == ["2021"]


def test_what_stays_high_is_said_once() -> None:
    assert [one.values["period"] for one in found([8, 128, 130, 131], *STEADY)] == ["2020"]


def test_a_change_of_all_communes_is_none_of_one() -> None:
    assert found([8, 128], [9, 140], [10, 160], [7, 100]) == []
    assert len(found([8, 128], [9, 10], [10, 11], [7, 8])) == 1


def test_one_wrong_figure_does_not_pass_for_a_change_of_all() -> None:
    # The total grows from 24 to 100,016; three of four communes stay as they were.
    assert len(found([8, 100_000], [8, 8], [4, 4], [4, 4])) == 1
    assert len(found([8, 128])) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"indicator": "crime_rate_reported", "basis": "stock"},
        {"level": "police_post"},
        {"rule": "decided"},
        {"status": "conflict", "value": float("nan")},
    ],
    ids=["a rate", "not a commune", "decided", "no value"],
)
def test_what_is_not_compared(change: dict[str, object]) -> None:
    assert found([8, 8, 128], **change) == []


@pytest.mark.parametrize(
    "name", ["unit_date", "category", "basis", "method_version", "period_basis"], ids=str
)
def test_only_figures_of_one_series_are_compared(name: str) -> None:
    other = {
        "unit_date": "2025-07-01",
        "category": "other",
        "basis": "cumulative",
        "method_version": "new",
        "period_basis": "tt124_commune",
    }
    common = {"source_id": "aaa", "sheet": "S", "basis": "in_year"}
    rows = [
        one(**(common | {"period": "2021", "value": 8.0})),
        one(**(common | {"period": "2022", "value": 128.0} | {name: other[name]})),
    ]
    registers = {"2020-01-01": REGISTER, "2025-07-01": REGISTER}
    assert find_jumps(pd.concat(rows), registers, load_vocabulary(find_project()), NAMES) == []


def test_a_unit_that_a_new_map_left_as_it_was_is_compared_across_it() -> None:
    later = REGISTER.assign(unit_code=[f"8800{n}" for n in range(1, 6)])
    registers = {"2020-01-01": REGISTER, "2023-01-01": later}
    values = {"99001": [21, 20, 999, 22], "99002": [21, 20, 999, 22], "99003": [9, 8, 9, 9]}
    rows = [
        one(
            source_id="aaa",
            sheet="S",
            basis="in_year",
            period=str(2021 + at),
            value=float(n),
            unit_code=unit if at < 2 else unit.replace("99", "88", 1),
            unit_date="2020-01-01" if at < 2 else "2023-01-01",
        )
        for unit, own in values.items()
        for at, n in enumerate(own)
    ]
    # 99002 was merged with another: nothing before is of its land.
    same = {("2023-01-01", f"8800{n}"): ("2020-01-01", f"9900{n}") for n in (1, 3)}
    (finding,) = [
        item
        for item in find_jumps(pd.concat(rows), registers, load_vocabulary(find_project()), NAMES, same)
        if item.values["period"] == "2023"
    ]
    assert finding.values["n"] == 1
    assert "(88001) 20 (2022) \u2192 999" in finding.text("vi")
    assert "88001" not in "".join(
        item.text("vi")
        for item in find_jumps(pd.concat(rows), registers, load_vocabulary(find_project()), NAMES, same)
        if item.values["period"] == "2024"
    )


def test_parts_of_a_year_are_left_alone() -> None:
    rows = [one(period=period, value=value) for period, value in (("2021-6T", 8.0), ("2022-6T", 128.0))]
    vocabulary = load_vocabulary(find_project())
    assert find_jumps(pd.concat(rows), {"2020-01-01": REGISTER}, vocabulary, NAMES) == []


def test_many_units_make_one_finding_without_a_place_of_several_files() -> None:
    frame = pd.concat(
        [
            one(unit_code=unit, period=period, value=value, source_id=source)
            for unit, source in (("99001", "aaa"), ("99002", "bbb"))
            for period, value in (("2021", 8.0), ("2022", 128.0))
        ]
    )
    registers = {"2020-01-01": REGISTER}
    (finding,) = find_jumps(frame, registers, load_vocabulary(find_project()), NAMES)
    assert (finding.values["n"], finding.file, finding.cell) == (2, "", "")
