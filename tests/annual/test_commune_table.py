"""The table of communes: districts with their sums, states in words, every kind of nothing told apart."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from openpyxl import load_workbook

from antq_analysis.annual.commune_table import communes_table
from antq_analysis.measures.usual import usual_series
from antq_analysis.panel.load import Panel
from antq_analysis.show.table import Table
from antq_analysis.show.tables import save_table
from tests.panel.made import UNITS, figure, made_panel

DISTRICTS = ("Huyện Hai", "Huyện Một", "Huyện Hai", "Huyện Một")
STATE = "ntm_19_2_met"


def panel_of(figures: list[dict[str, object]]) -> Panel:
    """Four communes of two districts whose codes are mixed."""
    made = made_panel(figures)
    codes = pd.Series(["2", "1", "2", "1"], index=made.units.index)
    units = made.units.assign(district_name=DISTRICTS, district_code=codes)
    return replace(made, units=gpd.GeoDataFrame(units))


def incidents(*values: float | None, **more: object) -> list[dict[str, object]]:
    return [
        figure(unit, "incidents_total", "2023", value, **more)
        for unit, value in zip(UNITS, values, strict=True)
    ]


def printed(table: Table, head: str = "Vụ việc về ANTT") -> dict[str, str]:
    place = next(i for i, column in enumerate(table.columns) if column.head == head)
    cells = table.printed()
    return dict(zip(cells["1"], cells[str(place)], strict=True))


def test_each_district_stands_above_its_communes_with_its_sum_and_the_total_on_top() -> None:
    table = communes_table(panel_of(incidents(1, 20, 300, 4000)), "2023", ("incidents_total",))
    assert list(printed(table).items()) == [
        ("Tổng", "4.321"),
        ("Huyện Một", "4.020"),
        (f"Xã {UNITS[1]}", "20"),
        (f"Xã {UNITS[3]}", "4.000"),
        ("Huyện Hai", "301"),
        (f"Xã {UNITS[0]}", "1"),
        (f"Xã {UNITS[2]}", "300"),
    ]
    assert table.kinds.tolist() == ["total", "heading", "", "", "heading", "", ""]


def test_a_sum_says_how_many_communes_it_lacks() -> None:
    table = communes_table(panel_of(incidents(1, None, 300, 4000)), "2023", ("incidents_total",))
    cells = printed(table)
    assert (cells["Tổng"], cells["Huyện Một"], cells["Huyện Hai"]) == (
        "4.301 (thiếu 1)",
        "4.000 (thiếu 1)",
        "301",
    )
    assert cells[f"Xã {UNITS[1]}"] == "…"
    assert "“(thiếu n)”" in table.notes[0]
    assert "“…”: chưa có số liệu" in table.notes[0]


def test_states_are_words_and_no_two_kinds_of_nothing_look_alike() -> None:
    rows = [figure(UNITS[0], STATE, "2023", 1), figure(UNITS[1], STATE, "2023", 0)]
    rows.append(figure(UNITS[2], STATE, "2023", None) | {"status": "not_applicable"})
    rows.append(figure(UNITS[3], STATE, "2023", None) | {"status": "conflict"})
    table = communes_table(panel_of(rows), "2023", (STATE,))
    cells = printed(table, table.columns[2].head)
    assert [cells[f"Xã {unit}"] for unit in UNITS] == ["Đạt", "Chưa đạt", "KX", "≠"]
    assert cells["Tổng"] == "1/2 (50,0%) (thiếu 1)"
    assert cells["Huyện Hai"] == "1/1 (100,0%)"
    assert "KX" in table.notes[0]
    assert "≠" in table.notes[0]


def test_what_may_not_be_summed_has_no_total() -> None:
    rows = [figure(unit, "model_types_active", "2023", 3) for unit in UNITS]
    cells = communes_table(panel_of(rows), "2023", ("model_types_active",)).content
    assert cells["model_types_active"].isna().tolist() == [True, True, False, False, True, False, False]


def test_a_bound_keeps_its_sign_and_gives_it_to_its_sums() -> None:
    rows = incidents(1, 20, 300, 4000)
    rows[0]["comparator"] = "over"
    cells = printed(communes_table(panel_of(rows), "2023", ("incidents_total",)))
    assert (cells[f"Xã {UNITS[0]}"], cells["Huyện Hai"], cells["Tổng"]) == ("1≥", "301≥", "4.321≥")
    assert cells["Huyện Một"] == "4.020"


def test_rates_stand_beside_with_intervals_and_the_headline_as_total() -> None:
    rows = incidents(10, 20, 30, 40) + [figure(unit, "population", "2023", 10_000) for unit in UNITS]
    rows.append(figure("police_post:mau", "incidents_total", "2023", 20, level="police_post"))
    panel = panel_of(rows)
    table = communes_table(panel, "2023", ("incidents_total",), ("incidents_total",))
    assert [column.kind for column in table.columns[3:]] == ["number", "interval"]
    rates = table.content["value:incidents_total"]
    assert rates.iloc[0] == usual_series(panel, "incidents_total").frame.at["2023", "value"] == 30
    assert rates.iloc[1] == 30
    assert rates.iloc[2] == 20
    assert table.content["low:incidents_total"].notna().tolist() == [
        False,
        False,
        True,
        True,
        False,
        True,
        True,
        False,
    ]


def test_the_workbook_is_ready_to_print(tmp_path: Path) -> None:
    rows = incidents(1, None, 300, 4000) + [figure(unit, STATE, "2023", 1) for unit in UNITS]
    table = communes_table(panel_of(rows), "2023", ("incidents_total", STATE))
    save_table(table, [tmp_path / "t.xlsx", tmp_path / "t.html"])
    sheet = load_workbook(tmp_path / "t.xlsx").active
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "Mã")
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.print_title_rows == f"${head}:${head}"
    total = sheet.cell(head + 1, 3)
    assert (total.value, total.number_format.split(";")[0]) == (4301, '#,##0" (thiếu 1)"')
    assert {total.border.left.style, total.border.top.style} == {"thin"}
    assert sheet.cell(head + 3, 3).value == "…"
    assert sheet.cell(head + 3, 4).value == "Đạt"
    # What is printed fits its column, or it would show as ###.
    assert sheet.column_dimensions["C"].width > len("4.301 (thiếu 1)")


def test_the_page_keeps_codes_and_names_in_sight(tmp_path: Path) -> None:
    table = communes_table(panel_of(incidents(1, 2, 3, 4)), "2023", ("incidents_total",))
    save_table(table, tmp_path / "t.html")
    page = (tmp_path / "t.html").read_text(encoding="utf-8")
    assert "nth-child(2).gt_left" in page
    assert "position: sticky; left: 5.0em" in page
    assert "nth-child(3).gt_left" not in page
    assert "min-width: 6.2em" in page


def test_a_figure_counted_in_two_ways_has_no_column() -> None:
    twice = incidents(1, 2, 3, 4) + incidents(5, 6, 7, 8, method_version="other")
    table = communes_table(panel_of(twice), "2023", ("incidents_total",))
    assert len(table.columns) == 2
    assert not np.isin("incidents_total", list(table.content))
