"""The table of key figures: what may be compared is compared, and every gap has its reason beneath."""

from dataclasses import replace

import pandas as pd
import pytest

from antq_analysis.briefing.compared import compared_table
from antq_analysis.briefing.given import Given
from antq_analysis.project import Project
from antq_analysis.show.table import Table
from tests.briefing.given_made import made_given, rows_of
from tests.sources.test_targets import write_own

EVENTS, CRIMES, MET = "incidents_total", "crimes_social_order", "ntm_19_2_met"


def table(given: Given, *names: str, targets: bool = True) -> Table:
    return compared_table(given, "Số liệu", given.standings(names), with_targets=targets)


def cells(shown: Table) -> pd.DataFrame:
    printed = shown.printed()
    printed.columns = [column.head for column in shown.columns]
    return printed.set_index(printed.columns[0])


def crimes(*by_year: tuple[str, int]) -> list[list[dict[str, object]]]:
    return [rows_of(CRIMES, year, n, 0, 0, 0) for year, n in by_year]


def test_a_row_holds_this_year_last_year_the_change_the_target_and_the_base_year() -> None:
    given = made_given(*crimes(("2019", 200), ("2024", 180), ("2025", 189)))
    row = cells(table(given, CRIMES)).loc["Vụ phạm tội về TTXH (phạm pháp hình sự)"]
    assert row.to_dict() == {
        "Năm 2025": "189",
        "Năm 2024": "180",
        "Tăng, giảm": "+9",
        "%": "+5,0%",
        "Mục tiêu": "-5% so với năm 2019: đạt",
        "Năm 2019": "200",
    }
    assert any("So với năm 2019: giảm 11 vụ (-5,5%)." in note for note in table(given, CRIMES).notes)


@pytest.mark.parametrize(("now", "state"), [(190, "đạt"), (191, "chưa đạt")])
def test_the_target_of_every_place_is_judged_on_its_own_base_year(now: int, state: str) -> None:
    given = made_given(*crimes(("2019", 200), ("2024", 180), ("2025", now)))
    assert cells(table(given, CRIMES))["Mục tiêu"].iloc[0] == f"-5% so với năm 2019: {state}"


def test_a_target_is_not_judged_where_its_base_is_small_or_missing() -> None:
    small = made_given(*crimes(("2019", 19), ("2025", 5)))
    missing = made_given(*crimes(("2024", 180), ("2025", 5)))
    for given in (small, missing):
        assert cells(table(given, CRIMES))["Mục tiêu"].iloc[0] == "-5% so với năm 2019"


def test_the_country_s_target_stands_beside_a_share_without_judging_it() -> None:
    given = made_given(rows_of(MET, "2024", 1, 1, 1, 0), rows_of(MET, "2025", 1, 1, 1, 1))
    row = cells(table(given, f"share:{MET}")).iloc[0]
    assert row["Mục tiêu"] == "≥ 99% (cả nước)"
    assert (row["Năm 2025"], row["Tăng, giảm"], row["%"]) == ("4/4 (100,0%)", "+25,0 điểm phần trăm", "")


@pytest.mark.parametrize(("target", "state"), [(75, "đạt"), (76, "chưa đạt")])
def test_one_s_own_target_of_a_share_is_judged(project: Project, target: int, state: str) -> None:
    write_own(project, f"A,ntm_19_2_met_rate,demo,2025,{target},%,at_least,,NQ 1,,")
    given = made_given(rows_of(MET, "2025", 1, 1, 1, 0), project=project)
    assert cells(table(given, f"share:{MET}"))["Mục tiêu"].iloc[0] == f"≥ {target}%: {state}"


def test_a_target_is_not_judged_while_communes_are_missing_or_on_a_bound(project: Project) -> None:
    write_own(project, f"A,{EVENTS},demo,2025,99,vụ,at_most,,KH 1,,")
    missing = rows_of(EVENTS, "2025", 9, 9, 9, None)
    bound = rows_of(EVENTS, "2025", 9, 9, 9, 9, comparator="over")
    for rows in (missing, bound):
        assert cells(table(made_given(rows, project=project), EVENTS))["Mục tiêu"].iloc[0] == "≤ 99"


def test_a_target_of_counts_is_none_of_a_rate(project: Project) -> None:
    write_own(project, f"A,{EVENTS},demo,2026,10,vụ,at_most,,KH 1,,")
    given = made_given(
        rows_of(EVENTS, "2025", 9, 1, 1, 1),
        rows_of("population", "2025", 900, 900, 900, 900),
        project=project,
    )
    shown = cells(table(given, EVENTS, f"rate:{EVENTS}"))
    assert shown["Mục tiêu"].tolist() == ["≤ 10 đến năm 2026: chưa đạt", ""]


def test_what_crosses_a_break_has_its_reason_beneath_and_no_change() -> None:
    given = made_given(rows_of(MET, "2021", 1, 1, 1, 0), rows_of(MET, "2022", 1, 0, 0, 0), year="2022")
    shown = table(given, f"share:{MET}")
    row = cells(shown).iloc[0]
    assert (row["Năm 2022"], row["Năm 2021"]) == ("1/4 (25,0%)", "3/4 (75,0%) (1)")
    assert (row["Tăng, giảm"], row["%"]) == ("(1)", "")
    assert any(note.startswith("(1) Không so với năm 2021: thay đổi cách tính") for note in shown.notes)


def test_a_base_year_counted_in_another_way_is_marked() -> None:
    given = made_given(*(rows_of(MET, year, 1, 1, 0, 0) for year in ("2019", "2024", "2025")))
    shown = table(given, f"share:{MET}")
    assert cells(shown)["Năm 2019"].iloc[0] == "2/4 (50,0%) (1)"
    assert any(note.startswith("(1) Không so với năm 2019") for note in shown.notes)


def test_who_is_missing_is_told_beneath() -> None:
    given = made_given(rows_of(EVENTS, "2024", 9, 9, 9, 9), rows_of(EVENTS, "2025", 9, 9, 9, None))
    shown = table(given, EVENTS, targets=False)
    assert cells(shown).iloc[0].tolist() == ["27 (1)", "36", "(2)", ""]
    assert "(1) Vụ việc về ANTT: thiếu số liệu của 1 xã năm 2025." in shown.notes
    assert "(2) Không so với năm 2024: hai số không gồm cùng các đơn vị." in shown.notes


def test_without_a_year_before_there_are_no_columns_of_change() -> None:
    shown = table(
        made_given(rows_of(EVENTS, "2019", 3, 3, 3, 3), rows_of(EVENTS, "2025", 9, 9, 9, 9)), EVENTS
    )
    assert [column.head for column in shown.columns] == ["Chỉ tiêu", "Năm 2025", "Mục tiêu", "Năm 2019"]


def test_counts_stay_numbers_for_a_workbook() -> None:
    given = made_given(rows_of(EVENTS, "2024", 900, 900, 0, 0), rows_of(EVENTS, "2025", 900, 0, 0, 0))
    shown = table(given, EVENTS, targets=False)
    assert shown.content["c1"].tolist() == [900.0]
    assert shown.symbols["Năm 2025"].tolist() == [""]
    assert cells(shown)["Năm 2024"].tolist() == ["1.800"]


@pytest.mark.parametrize(("year", "heads"), [("2019", []), ("2020", []), ("2021", ["Năm 2019"])])
def test_the_base_year_has_a_column_of_its_own_only_where_it_is_another_year(
    year: str, heads: list[str]
) -> None:
    given = made_given(*(rows_of(EVENTS, str(y), 9, 9, 9, 9) for y in range(2018, 2022)), year=year)
    shown = [column.head for column in table(given, EVENTS).columns]
    assert shown[1:3] == [f"Năm {year}", f"Năm {int(year) - 1}"]
    assert shown[6:] == heads


def test_figures_that_are_not_final_are_marked_with_one_reason() -> None:
    rows = [rows_of(name, "2025", 9, 9, 9, 9, stage="preliminary") for name in (EVENTS, CRIMES)]
    shown = table(made_given(*crimes(("2024", 20)), *rows), EVENTS, CRIMES)
    assert cells(shown)["Năm 2025"].tolist() == ["36 (1)", "36 (1)"]
    assert cells(shown)["Năm 2024"].tolist()[1] == "20"
    assert "(1) Số năm 2025: sơ bộ." in shown.notes


def test_the_year_before_that_is_not_as_it_was_handed_in_has_a_footnote() -> None:
    given = made_given(
        *crimes(("2024", 20), ("2025", 22)),
        rows_of(EVENTS, "2024", 1, 1, 1, 1),
        rows_of(EVENTS, "2025", 1, 1, 1, 1),
    )
    said = "Vụ phạm tội, kỳ 2024: 1 số khác số đã nộp."
    shown = table(replace(given, revised={(CRIMES, "2024"): said}), CRIMES, EVENTS)
    assert cells(shown)["Năm 2024"].tolist() == ["20 (1)", "4"]
    assert f"(1) {said}" in shown.notes
