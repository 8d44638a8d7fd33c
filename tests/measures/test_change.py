"""Changes: absolute first, percentages on a base of 20, never over a break."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from antq_analysis.errors import BreakError, RefusedError, UnknownNameError
from antq_analysis.measures.change import change, say_change, say_level
from antq_analysis.measures.series import total_share, totals
from antq_analysis.measures.usual import usual_series
from tests.panel.made import UNITS, figure, made_panel

A, B, C, D = UNITS


def incidents(**years: tuple[float | None, ...]):
    return made_panel(
        [
            figure(unit, "incidents_total", year[1:], value)
            for year, values in years.items()
            for unit, value in zip(UNITS, values, strict=False)
        ]
    )


def test_each_commune_has_its_exact_comparison() -> None:
    frame = change(
        incidents(y2017=(7, 40, 0, None), y2018=(5, 30, 0, 3)), "incidents_total", "2018", "2017"
    ).frame
    assert frame["difference"].tolist()[:3] == [-2, -10, 0]
    assert frame.loc[A, ["ratio", "low", "high", "p_value"]].round(2).tolist() == [0.71, 0.18, 2.61, 0.77]
    assert np.isnan(frame.loc[A, "percent"])
    assert frame.loc[B, "percent"] == -25
    assert frame.loc[[A, B, C], "q_value"].to_numpy() == pytest.approx([1, 0.84, 1], abs=0.01)
    assert frame.loc[D, "status"] == "not_available"


def test_a_change_over_a_break_is_refused_with_reason_and_remedy() -> None:
    rows = [figure(A, "model_points_new", year, 3) for year in ("2022", "2023")]
    with pytest.raises(BreakError) as refusal:
        change(made_panel(rows), "model_points_new", "2023", "2022")
    assert "01/01/2023" in refusal.value.text("vi")
    assert refusal.value.exit_code == 6
    same_side = [figure(A, "model_points_new", year, 3) for year in ("2023", "2024")]
    assert change(made_panel(same_side), "model_points_new", "2024", "2023").frame.loc[A, "difference"] == 0


def test_reporting_windows_cut_too() -> None:
    rows = [figure(A, "safe_std_met_residential", year, 9) for year in ("2021", "2022")]
    with pytest.raises(BreakError, match="TT 124"):
        change(made_panel(rows), "safe_std_met_residential", "2022", "2021")


def test_stocks_and_states_are_not_compared_as_events() -> None:
    with pytest.raises(RefusedError):
        change(made_panel([figure(A, "population", "2023", 9)]), "population", "2023", "2022")


def test_an_absent_period_is_named() -> None:
    with pytest.raises(UnknownNameError, match="2019"):
        change(incidents(y2020=(1,)), "incidents_total", "2020", "2019")


def test_sentences_of_the_province() -> None:
    panel = incidents(y2022=(100, 20, 20, 1), y2023=(100, 20, 4, 5))
    assert say_change(totals(panel, "incidents_total"), "2023", "2022").endswith(
        "129 vụ, giảm 12 (-8,5%) so với năm 2022."
    )
    few = incidents(y2022=(7,), y2023=(5,))
    text = say_change(totals(few, "incidents_total"), "2023", "2022")
    assert "giảm 2 so với" in text
    assert "%" not in text
    assert "3 đơn vị năm 2023" in text


def test_shares_change_by_percentage_points() -> None:
    rows = [figure(u, "ntm_19_2_met", "2023", v) for u, v in zip(UNITS, (1, 0, 0, 0), strict=True)]
    rows += [figure(u, "ntm_19_2_met", "2024", v) for u, v in zip(UNITS, (1, 1, 1, 0), strict=True)]
    text = say_change(total_share(made_panel(rows), "ntm_19_2_met"), "2024", "2023")
    assert "3/4 (75,0%), tăng 50,0 điểm phần trăm" in text
    assert "(" not in text.split("tăng")[1]


def test_the_printed_change_is_that_of_the_printed_figures() -> None:
    rows = [figure(A, "population", year, 100_000) for year in ("2022", "2023", "2024")]
    cases = zip(("2022", "2023", "2024"), (98, 108, 109), strict=True)
    rows += [figure(A, "incidents_total", year, n) for year, n in cases]
    series = usual_series(made_panel(rows, units=(A,)), "incidents_total")
    series.frame["value"] = [9.76, 10.84, 10.80]
    assert " 10,8 vụ" in say_change(series, "2023", "2022")
    assert "tăng 1,0 (+11,1%) so với" in say_change(series, "2023", "2022")
    assert "gần như không đổi so với" in say_change(series, "2024", "2023")
    assert "nearly unchanged" in say_change(series, "2024", "2023", "en")
    series.frame["value"] = [70.0, 56.7, 56.7]
    assert " 70,0 vụ" in say_change(series, "2022", "2023")
    assert "giảm 13,3 (" in say_change(series, "2023", "2022")
    assert "không tăng, không giảm" in say_change(series, "2024", "2023")


def test_shares_printed_alike_are_nearly_unchanged_without_points() -> None:
    states = {"2023": 500, "2024": 501}
    units = tuple(str(90_000 + i) for i in range(2001))
    rows = [
        figure(unit, "ntm_19_2_met", year, float(i < n))
        for year, n in states.items()
        for i, unit in enumerate(units)
    ]
    text = say_change(total_share(made_panel(rows, units=units), "ntm_19_2_met"), "2024", "2023")
    assert "501/2.001 (25,0%), gần như không đổi so với năm 2023" in text


def test_a_rate_gets_its_percentage_from_its_events() -> None:
    rows = [figure(A, "population", year, 1000) for year in ("2022", "2023")]
    few = made_panel(
        [*rows, figure(A, "incidents_total", "2022", 9), figure(A, "incidents_total", "2023", 6)], units=(A,)
    )
    text = say_change(usual_series(few, "incidents_total"), "2023", "2022")
    assert "giảm 30" in text
    assert "%" not in text
    pair = [figure(A, "incidents_total", "2022", 20), figure(A, "incidents_total", "2023", 15)]
    many = made_panel([*rows, *pair], units=(A,))
    assert "(-25,0%)" in say_change(usual_series(many, "incidents_total"), "2023", "2022")
    missing = made_panel([*rows, *pair], units=(A, B))
    assert "(-25,0%)" in say_change(usual_series(missing, "incidents_total"), "2023", "2022")
    other = figure(B, "population", "2022", 500), figure(B, "incidents_total", "2022", 30)
    apart = say_change(
        usual_series(made_panel([*rows, *pair, *other], units=(A, B, C)), "incidents_total"), "2023", "2022"
    )
    assert "%" not in apart.split("Tính riêng")[0]
    assert re.search(r"giảm 50(,0)? \(-25,0%\)\.$", apart)


def test_six_months_are_never_compared_with_a_year() -> None:
    panel = incidents(**{"y2024": (30, 30), "y2025-6T": (9, 9), "y2024-6T": (12, 12)})
    for since in ("2024", "2025"):
        with pytest.raises(RefusedError, match="6 tháng"):
            change(panel, "incidents_total", "2025-6T", since)
    assert change(panel, "incidents_total", "2025-6T", "2024-6T").frame["difference"].tolist()[:2] == [-3, -3]


def test_two_reporting_windows_are_not_compared_and_cut_the_line() -> None:
    window = {
        "period_basis": "tt124_commune",
        "period_start": pd.Timestamp("2022-11-16"),
        "period_end": pd.Timestamp("2023-11-15"),
    }
    plain = {"period_basis": "calendar"}
    panel = made_panel(
        [
            figure(A, "incidents_total", "2022", 30, **plain),
            figure(A, "incidents_total", "2023", 20, **window),
        ],
        units=(A,),
    )
    with pytest.raises(BreakError, match="16/11-15/11") as refusal:
        change(panel, "incidents_total", "2023", "2022")
    assert "tt124" not in refusal.value.text("vi")
    series = totals(panel, "incidents_total")
    assert series.frame["method_version"].nunique() == 2
    assert "không so sánh" in say_change(series, "2023", "2022")
    (cut,) = series.breaks
    assert cut.label_vi == "Kỳ báo cáo thay đổi: từ 01/01-31/12 sang 16/11-15/11 (Thông tư 124, cấp xã)"
    assert cut.label_en.endswith("from 01/01-31/12 to 16/11-15/11 (Circular 124, communes)")


@pytest.mark.parametrize(("silent", "told"), [("2022", "2023"), ("2023", "2022")])
def test_a_file_that_does_not_tell_its_window_is_said_so_in_words(silent: str, told: str) -> None:
    rows = [
        figure(A, "incidents_total", silent, 30, period_basis="unknown"),
        figure(A, "incidents_total", told, 20, period_basis="calendar"),
    ]
    (cut,) = totals(made_panel(rows, units=(A,)), "incidents_total").breaks
    assert cut.label_vi == f"Tệp kỳ {silent} không nói số liệu tính từ ngày nào; kỳ {told} tính 01/01-31/12"
    assert f"The file of {silent}" in cut.label_en
    assert "unknown" not in cut.label_vi + cut.label_en


def test_bounds_give_no_change_and_no_percentage() -> None:
    over = {"comparator": "over"}
    panel = made_panel(
        [figure(A, "incidents_total", "2022", 780), figure(A, "incidents_total", "2023", 2776, **over)],
        units=(A,),
    )
    text = say_change(totals(panel, "incidents_total"), "2023", "2022")
    assert "trên 2.776 vụ" in text
    assert "tăng 1" not in text
    assert "%" not in text
    row = change(panel, "incidents_total", "2023", "2022").frame.loc[A]
    assert row["status"] == "not_exact"
    assert row[["difference", "percent", "ratio", "p_value"]].isna().all()


def test_apportioned_counts_have_no_exact_law() -> None:
    shared = {"status": "apportioned", "apportioned_share": 0.5}
    panel = made_panel(
        [figure(A, "incidents_total", "2022", 10.6, **shared), figure(A, "incidents_total", "2023", 15)],
        units=(A,),
    )
    row = change(panel, "incidents_total", "2023", "2022").frame.loc[A]
    assert row["status"] == "apportioned"
    assert row[["ratio", "low", "high", "p_value"]].isna().all()


def test_an_estimate_against_a_final_figure_says_so() -> None:
    panel = made_panel(
        [
            figure(A, "incidents_total", "2022", 50),
            figure(A, "incidents_total", "2023", 40, stage="estimate"),
        ],
        units=(A,),
    )
    assert (
        "số năm 2023: ước; số năm 2022: chính thức"
        in say_change(totals(panel, "incidents_total"), "2023", "2022").lower()
    )


def test_over_a_break_the_sentence_gives_no_comparison() -> None:
    rows = [figure(A, "ntm_19_2_met", "2020", 1), figure(A, "ntm_19_2_met", "2023", 0)]
    text = say_change(usual_series(made_panel(rows), "ntm_19_2_met"), "2023", "2020")
    assert "không so sánh" in text
    assert "giảm" not in text


@pytest.mark.parametrize(
    ("base", "status"),
    [
        ({}, "reported"),
        ({"comparator": "over"}, "not_exact"),
        ({"comparator": "about"}, "not_exact"),
        ({"status": "apportioned", "apportioned_share": 0.5}, "apportioned"),
        ({"value": 0.0}, "not_available"),
        ({"value": float("nan"), "status": "conflict"}, "not_available"),
    ],
)
@pytest.mark.parametrize("vague", ["2022", "2023"])
def test_a_ratio_needs_two_plain_exposures(base: dict[str, object], status: str, vague: str) -> None:
    rows = [figure(u, "incidents_total", y, n) for u in (A, B) for y, n in (("2022", 40), ("2023", 30))]
    rows += [figure(B, "population", year, 2000) for year in ("2022", "2023")]
    rows += [figure(A, "population", y, 2000) | (base if y == vague else {}) for y in ("2022", "2023")]
    frame = change(made_panel(rows, units=(A, B)), "incidents_total", "2023", "2022", per="population").frame
    assert frame["status"].tolist() == [status, "reported"]
    assert frame["difference"].tolist() == [-10, -10]
    law = frame.loc[A, ["ratio", "low", "high", "p_value"]]
    assert law.notna().all() if status == "reported" else law.isna().all()
    assert frame.loc[B, "ratio"] == pytest.approx(0.75)


@pytest.mark.parametrize(("then", "now"), [("2022", "2023"), ("2023", "2022")])
def test_an_organisation_in_one_of_two_years_leaves_no_comparison(then: str, now: str) -> None:
    block = {"level": "organisation_block"}
    rows = [
        figure(unit, "incidents_total", year, n) for unit in UNITS for year, n in (("2022", 76), ("2023", 70))
    ]
    both = [
        figure("organisation_block:khoi-mau", "incidents_total", year, 300, **block) for year in (then, now)
    ]
    text = say_change(totals(made_panel([*rows, *both[:1]]), "incidents_total"), "2023", "2022")
    told, _, matched = text.partition(" Tính riêng ")
    assert not re.search("%|giảm [0-9]|tăng [0-9]", told)
    assert matched.startswith("4 đơn vị")
    assert "giảm 24 (-7,9%)" in matched
    figures = {year: sum(70 if year == "2023" else 76 for _ in UNITS) for year in ("2022", "2023")}
    figures[then] += 300
    assert f"năm 2023: {figures['2023']} " in text
    assert f"năm 2022: {figures['2022']} " in text
    assert f"Năm {now} không có số của 1 cơ quan" in text
    empty = figure("organisation_block:khoi-mau", "incidents_total", now, None, **block)
    again = say_change(totals(made_panel([*rows, both[0], empty]), "incidents_total"), "2023", "2022")
    assert "%" not in again.split("Tính riêng")[0]
    whole = say_change(totals(made_panel([*rows, *both]), "incidents_total"), "2023", "2022")
    assert "%" in whole
    assert "cơ quan" not in whole


def test_a_figure_of_the_province_holds_its_organisations() -> None:
    rows = [figure(unit, "incidents_total", "2022", 70) for unit in UNITS]
    rows.append(figure("organisation:cong-ty-mau", "incidents_total", "2022", 20, level="organisation"))
    rows.append(figure("99", "incidents_total", "2023", 150, level="province"))
    text = say_change(totals(made_panel(rows), "incidents_total"), "2023", "2022")
    assert "giảm 150 (-50,0%)" in text


def test_a_sum_over_fewer_communes_is_no_fall() -> None:
    rows = [figure(u, "incidents_total", "2024", n) for u, n in zip(UNITS, (40, 40, 80, 80), strict=True)]
    rows += [figure(u, "incidents_total", "2025", 44) for u in (A, B)]
    rows += [figure(u, "population", year, 4000) for u in UNITS for year in ("2024", "2025")]
    panel = made_panel(rows)
    text = say_change(totals(panel, "incidents_total"), "2025", "2024")
    assert text.startswith(
        "Vụ việc về ANTT năm 2025: 88 vụ; năm 2024: 240 vụ. (Thiếu số liệu của 2 đơn vị năm 2025.)"
    )
    assert text.endswith(
        "Tính riêng 2 đơn vị có số cả hai năm: năm 2025 88 vụ, năm 2024 80 vụ, tăng 8 (+10,0%)."
    )
    moved = replace(totals(panel, "incidents_total"), map_date="2024-12-01")
    assert "Tính riêng 2 đơn vị của bản đồ ngày 01/12/2024 có số cả hai năm" in say_change(
        moved, "2025", "2024"
    )
    rate = say_change(usual_series(panel, "incidents_total"), "2025", "2024", "en")
    assert rate.endswith(
        "Over the 2 units with figures for both years: 110 cases per 10,000 persons in 2025, "
        "100 cases per 10,000 persons in 2024, up 10 (+10.0%)."
    )


def test_the_same_communes_missing_twice_leave_a_change() -> None:
    rows = [figure(u, "incidents_total", y, n) for u in (A, B, C) for y, n in (("2024", 40), ("2025", 44))]
    series = totals(made_panel(rows), "incidents_total")
    assert "132 vụ, tăng 12 (+10,0%)" in say_change(series, "2025", "2024")
    moved = [*rows[2:], figure(D, "incidents_total", "2024", 40)]
    series = totals(made_panel([*moved, figure(A, "incidents_total", "2025", 44)]), "incidents_total")
    text = say_change(series, "2025", "2024")
    assert "Hai số không gồm cùng các đơn vị" in text
    assert "Tính riêng 2 đơn vị" in text


def test_a_share_is_compared_over_the_same_communes() -> None:
    rows = [figure(u, "ntm_19_2_met", "2024", n) for u, n in zip(UNITS, (1, 0, 1, 1), strict=True)]
    rows += [figure(u, "ntm_19_2_met", "2025", 1) for u in (A, B)]
    text = say_change(usual_series(made_panel(rows), "ntm_19_2_met"), "2025", "2024")
    assert "2/2 (100%); năm 2024: 3/4 (75%)" in text.replace(",0%", "%")
    assert "1/2 (50%), tăng 50" in text.replace(",0", "")


def test_nothing_is_compared_where_no_commune_has_both() -> None:
    rows = [figure(A, "incidents_total", "2024", 40), figure(B, "incidents_total", "2025", 44)]
    text = say_change(totals(made_panel(rows), "incidents_total"), "2025", "2024")
    assert text.endswith("không so sánh tăng, giảm.")


def test_a_rate_that_holds_organisations_without_people_says_so() -> None:
    block = {"level": "organisation_block"}
    rows = [figure(u, "incidents_total", y, n) for u in UNITS for y, n in (("2024", 40), ("2025", 38))]
    rows += [figure(u, "population", year, 4000) for u in UNITS for year in ("2024", "2025")]
    rows += [
        figure("organisation_block:khoi-mau", "incidents_total", y, n, **block)
        for y, n in (("2024", 80), ("2025", 160))
    ]
    panel = made_panel(rows)
    assert "1 cơ quan, đơn vị khác không có dân số riêng" in say_change(
        usual_series(panel, "incidents_total"), "2025", "2024"
    )
    assert "dân số riêng" not in say_change(totals(panel, "incidents_total"), "2025", "2024")


def lacking_panel():
    """Of four communes one has no incidents, one no population."""
    rows = [figure(u, "incidents_total", "2024", n) for u, n in zip(UNITS, (8, 8, None, 8), strict=True)]
    return made_panel(rows + [figure(u, "population", "2024", 10_000) for u in (A, B, C)])


def test_what_is_missing_is_the_figure_or_its_base() -> None:
    rate = usual_series(lacking_panel(), "incidents_total")
    assert rate.frame.loc["2024", ["n_missing", "n_baseless"]].tolist() == [2, 1]
    text = say_level(rate, "2024")
    assert "8 vụ/10.000 người. (Thiếu số liệu của 1 đơn vị.)" in text
    assert "chưa có số liệu dân số của năm" in text
    assert "2024 (1)" in text
    english = say_level(rate, "2024", "en")
    assert "(1 unit has no usable figure.)" in english
    assert "units without a population of the year" in english
    assert "report" not in english


def test_only_the_base_may_be_missing() -> None:
    rows = [figure(u, "incidents_total", "2024", 8) for u in UNITS]
    panel = made_panel(rows + [figure(u, "population", "2024", 10_000) for u in (A, B, C)])
    assert "Thiếu số liệu" not in say_level(usual_series(panel, "incidents_total"), "2024")
    part, whole = "residential_areas_with_model", "residential_areas_total"
    rows = [figure(u, part, year, 3) for u in UNITS for year in ("2024", "2025")]
    rows += [figure(u, whole, "2024", 4) for u in UNITS] + [figure(u, whole, "2025", 4) for u in (A, B)]
    share = total_share(made_panel(rows), part, whole)
    assert say_level(share, "2025").endswith("6/8 (75,0%). (Thiếu mẫu số của 2 đơn vị.)")
    told = say_change(share, "2025", "2024")
    assert "(Thiếu mẫu số của 2 đơn vị năm 2025.)" in told
    assert "Thiếu số liệu" not in told


def test_a_figure_of_two_stages_is_in_part_each() -> None:
    rows = [figure(u, "incidents_total", y, 40) for u in UNITS for y in ("2024", "2025")]
    for row in rows:
        row["stage"] = "estimate" if (row["period"], row["unit_code"]) == ("2025", A) else "final"
    series = totals(made_panel(rows), "incidents_total")
    assert say_change(series, "2025", "2024", "en").endswith(
        "(The figure of 2025 is in part an estimate, in part final; that of 2024 is final.)"
    )
    assert say_change(series, "2025", "2024").endswith(
        "(Số năm 2025: một phần ước, một phần chính thức; số năm 2024: chính thức.)"
    )
