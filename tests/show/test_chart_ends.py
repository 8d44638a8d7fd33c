"""A chart whose series does not reach the year of the report says so, and why where a change of counting tells."""

import re
from dataclasses import fields, replace

import pandas as pd
import pytest

from antq_analysis.measures.grouped import GroupMeasure
from antq_analysis.measures.rates import count
from antq_analysis.measures.series import total_rate, total_share, totals
from antq_analysis.panel.load import Panel
from antq_analysis.show.chart_ends import say_ends, say_stages_of
from antq_analysis.show.charts import draw_trend
from antq_analysis.show.lines import trend_notes, trend_subtitle
from tests.panel.made import UNITS, figure, made_panel


def of_years(indicator: str, *years: str, value: float = 50, **more: object) -> list[dict[str, object]]:
    return [figure(unit, indicator, year, value, **more) for unit in UNITS for year in years]


@pytest.fixture
def panel() -> Panel:
    units = of_years("model_units_active", "2021", "2022")
    points = of_years("model_points_active", "2023", "2024", "2025")
    return made_panel([*units, *points, *of_years("population", "2021", "2025", value=5000)])


def test_a_series_that_ends_before_the_report_says_so_with_the_reason(panel: Panel) -> None:
    series = totals(panel, "model_units_active")
    (note,) = say_ends(panel, series, "2025")
    assert note.startswith("Không có số liệu năm 2025; số cuối cùng là của năm 2022 (")
    assert "từ đơn vị mô hình sang điểm mô hình" in note
    assert "01/01/2023" in note
    assert say_ends(panel, series, "2022") == ()
    picture = draw_trend(series, notes=(note,))
    assert note in picture.alt
    printed = " ".join(text.get_text() for text in picture.findobj() if hasattr(text, "get_text"))
    assert "Không có số liệu năm 2025" in re.sub(r"\s+", " ", printed)


def test_a_series_that_begins_late_says_so_with_the_reason(panel: Panel) -> None:
    (note,) = say_ends(panel, totals(panel, "model_points_active"), "2025")
    assert note.startswith("Số liệu có từ năm 2023 (")
    assert "điểm mô hình" in note


def test_without_a_change_of_counting_no_reason_is_made_up(panel: Panel) -> None:
    rows = made_panel([*of_years("births", "2021"), *of_years("population", "2021", "2022")])
    assert say_ends(rows, totals(rows, "births"), "2022") == (
        "Không có số liệu năm 2022; số cuối cùng là của năm 2021.",
    )


def test_what_lacks_its_base_is_named_and_has_no_room_at_the_edge() -> None:
    events = of_years("incidents_total", "2021", "2022", "2023")
    panel = made_panel([*events, *of_years("population", "2022", "2023", value=5000)])
    series = total_rate(panel, "incidents_total")
    assert say_ends(panel, series, "2023") == ()
    notes = " ".join(trend_notes(series))
    assert "Không tính được vì chưa có số liệu dân số: 2021." in notes
    assert "Không có số liệu: 2021" not in notes
    assert "antq" not in notes
    assert "2022–2023" in trend_subtitle(series)
    (axes,) = [axes for axes in draw_trend(series).axes if axes.get_label() == "trend"]
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["2022", "2023"]


@pytest.mark.parametrize("value", [21.4, 85.7, 99.9, 100.1, 3.0])
def test_no_figure_lies_above_the_last_line_of_the_grid(value: float) -> None:
    series = totals(
        made_panel(of_years("incidents_total", "2022", "2023", value=round(value))), "incidents_total"
    )
    (axes,) = [axes for axes in draw_trend(series).axes if axes.get_label() == "trend"]
    assert axes.get_ylim()[1] in axes.get_yticks()
    assert axes.get_ylim()[1] >= series.frame["value"].max()


def test_figures_that_are_not_final_are_named_at_the_foot() -> None:
    rows = of_years("births", "2024") + of_years("births", "2025", stage="revised")
    told = "Số chưa chính thức hoặc đã điều chỉnh: 2025 (điều chỉnh)."
    assert told in trend_notes(totals(made_panel(rows), "births"))
    assert told not in trend_notes(totals(made_panel(of_years("births", "2024", "2025")), "births"))


def test_groups_print_counts_whole_and_mark_what_was_apportioned() -> None:
    rows = of_years("births", "2024", "2025")
    for row in rows:
        if row["unit_code"] == UNITS[3]:
            row |= {"value": 50.4, "status": "apportioned", "apportioned_share": 1.0, "rule": "area_share"}
    groups = pd.DataFrame(
        {
            "grouping": "former_district",
            "group_code": ["1", "1", "2", "2"],
            "group_name": ["Huyện Một", "Huyện Một", "Huyện Hai", "Huyện Hai"],
            "unit_code": list(UNITS),
        }
    )
    measure = count(replace(made_panel(rows), groups=groups), "births", group="former_district")
    picture = draw_trend(measure)
    values = [text.get_text() for text in picture.findobj() if getattr(text, "get_gid", str)() == "value"]
    assert values == ["100", "100*"]
    assert "Huyện Một: 2024 100, 2025 100;" in picture.alt
    assert "“*”: tổng có phần phân bổ, làm tròn đến đơn vị." in picture.alt


def test_an_axis_of_shares_ends_at_the_whole() -> None:
    part, base = "residential_areas_with_model", "residential_areas_total"
    rows = of_years(part, "2024", "2025", value=19) + of_years(base, "2024", "2025", value=20)
    (axes,) = [
        one for one in draw_trend(total_share(made_panel(rows), part)).axes if one.get_label() == "trend"
    ]
    assert axes.get_ylim() == (0, 100)


def test_a_map_says_the_stage_of_its_own_period() -> None:
    rows = of_years("births", "2024", stage="estimate") + of_years("births", "2025", stage="revised")
    panel = made_panel(rows)
    told = say_stages_of(panel, "births", "2025")
    assert told == ("Số chưa chính thức hoặc đã điều chỉnh: 2025 (điều chỉnh).",)
    final = made_panel(of_years("births", "2025"))
    assert say_stages_of(final, "births", "2025") == ()


def test_years_of_another_map_that_a_grouping_leaves_out_were_reported(panel: Panel) -> None:
    series, plain = totals(panel, "model_points_active"), count(panel, "model_points_active")
    told = {item.name: getattr(plain, item.name) for item in fields(plain)}
    grouped = GroupMeasure(**told, series={"g": series})
    assert any("Số liệu có từ năm 2023" in note for note in say_ends(panel, grouped, "2025"))
    assert say_ends(panel, replace(grouped, earlier=("2021", "2022")), "2025") == ()
