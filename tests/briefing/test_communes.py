"""The table of communes: districts with their sums, states in words, every kind of nothing told apart."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from antq_analysis.briefing.communes.cells import commune_cell, sum_cell
from antq_analysis.briefing.communes.table import communes_table
from antq_analysis.measures.change import say_level
from antq_analysis.measures.usual import usual_series
from antq_analysis.panel.load import Panel
from antq_analysis.places.carrying.merging import PARTS_OUTSIDE
from antq_analysis.project import find_project
from antq_analysis.show.table import Table
from antq_analysis.show.tables import save_table
from antq_analysis.vocabulary import load_vocabulary
from tests.given import ROOT
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
    shown = cells[str(place)].str.replace("\u00a0", " ")
    return dict(zip(cells["1"], shown, strict=True))


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
    assert (cells[f"Xã {UNITS[0]}"], cells["Huyện Hai"], cells["Tổng"]) == ("≥ 1", "≥ 301", "≥ 4.321")
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
    assert (total.value, total.number_format.split(";")[0]) == (4301, '#,##0" (thiếu\u00a01)"')
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


def test_former_districts_stand_where_the_map_has_none_and_straddling_communes_apart() -> None:
    rows = [
        ("1", "Huyện Một"),
        ("1", "Huyện Một"),
        ("2", "Huyện Hai"),
        ("2", "Huyện Hai"),
        ("1", "Huyện Một"),
    ]
    groups = pd.DataFrame(rows, columns=["group_code", "group_name"], dtype="str")
    groups = groups.assign(grouping="former_district", unit_code=[*UNITS, UNITS[3]])
    panel = replace(made_panel(incidents(1, 20, 300, 4000)), groups=groups)
    table = communes_table(panel, "2023", ("incidents_total",), group="former_district")
    assert list(printed(table).items()) == [
        ("Tổng", "4.321"),
        ("Huyện Một", "21"),
        (f"Xã {UNITS[0]}", "1"),
        (f"Xã {UNITS[1]}", "20"),
        ("Huyện Hai", "300"),
        (f"Xã {UNITS[2]}", "300"),
        ("Thuộc nhiều huyện cũ", "4.000"),
        (f"Xã {UNITS[3]}", "4.000"),
    ]
    assert any(f"Xã {UNITS[3]} (Huyện Hai, Huyện Một)" in note for note in table.notes)
    assert not any("nhóm" in note for note in communes_table(panel, "2023", ("incidents_total",)).notes)


def test_a_state_of_a_group_is_a_share_of_those_assessed() -> None:
    groups = pd.DataFrame(
        {"grouping": "cluster", "unit_code": UNITS, "group_code": "a", "group_name": "Cụm A"}
    )
    rows = [figure(UNITS[n], STATE, "2023", value) for n, value in enumerate((1, 1, 0))]
    rows.append(figure(UNITS[3], STATE, "2023", None) | {"status": "not_applicable"})
    panel = replace(made_panel(rows), groups=groups)
    table = communes_table(panel, "2023", (STATE,), group="cluster")
    assert printed(table, table.columns[2].head)["Cụm A"] == "2/3 (66,7%)"


# ---- the row of the province is its headline --------------------------------------------------------------------

RATE = "Tỷ suất vụ việc về ANTT (vụ/10.000 người)"
POST = "police_post:don-mau"


def people(*values: float | None) -> list[dict[str, object]]:
    return [
        figure(unit, "population", "2023", value)
        for unit, value in zip(UNITS, values, strict=True)
        if value is not None
    ]


def rated(rows: list[dict[str, object]], lang: str = "vi") -> tuple[Panel, Table]:
    panel = panel_of(rows)
    return panel, communes_table(panel, "2023", ("incidents_total",), ("incidents_total",), lang)


def test_a_rate_says_what_it_lacks_as_a_sum_does_and_as_its_headline() -> None:
    # Of the four communes the second has no incidents, the third no population.
    panel, table = rated(incidents(10, None, 30, 40) + people(10_000, 10_000, None, 10_000))
    cells = printed(table, RATE)
    assert cells["Tổng"] == "25,0 (thiếu 2)"
    assert (cells["Huyện Một"], cells["Huyện Hai"]) == ("40,0 (thiếu 1)", "10,0 (thiếu 1)")
    assert [cells[f"Xã {unit}"] for unit in UNITS] == ["10,0", "…", "thiếu mẫu số", "40,0"]
    series = usual_series(panel, "incidents_total")
    assert "25 vụ/10.000 người. (Thiếu số liệu của 1 đơn vị.)" in say_level(series, "2023")
    assert "“thiếu mẫu số”: có số liệu" in table.notes[0]
    assert "hoặc thiếu mẫu số" in table.notes[0]
    assert any("chưa có số liệu dân số" in note and "2023 (1)" in note for note in table.notes)
    assert printed(table)["Tổng"] == "80 (thiếu 1)"


def test_a_bound_gives_the_rate_its_sign_and_takes_its_interval() -> None:
    rows = incidents(10, 20, 30, 40)
    rows[0]["comparator"] = "over"
    panel, table = rated(rows + people(10_000, 10_000, 10_000, 10_000))
    cells = printed(table, RATE)
    assert (cells["Tổng"], cells["Huyện Hai"], cells[f"Xã {UNITS[0]}"]) == ("≥ 25,0", "≥ 20,0", "≥ 10,0")
    assert cells["Huyện Một"] == "30,0"
    assert "trên 25 vụ/10.000 người" in say_level(usual_series(panel, "incidents_total"), "2023")
    assert np.isnan(table.content.loc[table.content["code"].eq(UNITS[0]), "low:incidents_total"]).all()


def test_a_rate_on_an_apportioned_population_has_its_star() -> None:
    base = people(10_000, 10_000, 10_000, 10_000)
    base[1] |= {"status": "apportioned", "apportioned_share": 0.35}
    _, table = rated(incidents(10, 20, 30, 40) + base)
    assert printed(table, RATE)[f"Xã {UNITS[1]}"] == "20,0* (35%)"
    assert printed(table, RATE)["Tổng"] == "25,0"


def test_nothing_to_relate_to_is_told_from_nothing_reported() -> None:
    nobody = [figure(unit, "population", "2023", None) for unit in UNITS[1:]]
    _, table = rated(incidents(None, 20, None, 40) + people(10_000, None, None, None) + nobody)
    cells = printed(table, RATE)
    assert (cells["Huyện Một"], cells["Huyện Hai"]) == ("thiếu mẫu số", "…")
    assert cells["Tổng"] == "…"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_organisations_in_a_rate_are_noted_in_page_and_workbook(tmp_path: Path, lang: str) -> None:
    rows = incidents(10, 20, 30, 40) + people(10_000, 10_000, 10_000, 10_000)
    rows.append(figure(POST, "incidents_total", "2023", 20, level="police_post"))
    _, table = rated(rows, lang)
    told = {
        "vi": "ở dòng Tổng, tử số gồm cả số của 1 cơ quan",
        "en": "the events include those of 1 other unit without",
    }
    assert table.content["value:incidents_total"].iloc[0] == 30
    assert table.content["value:incidents_total"].iloc[1] == 30
    assert table.content["value:incidents_total"].iloc[4] == 20
    save_table(table, [tmp_path / "t.xlsx", tmp_path / "t.html"])
    sheet = load_workbook(tmp_path / "t.xlsx").active
    written = [str(row[0].value) for row in sheet.iter_rows()]
    assert any(told[lang] in text for text in written)
    assert told[lang] in (tmp_path / "t.html").read_text(encoding="utf-8")
    alone = panel_of(rows[:-1])
    notes = communes_table(alone, "2023", ("incidents_total",), ("incidents_total",), lang).notes
    assert not any(told[lang][:20] in note for note in notes)


def test_a_share_says_that_its_total_holds_organisations() -> None:
    part, whole = "residential_areas_with_model", "residential_areas_total"
    rows = [figure(unit, name, "2023", n) for unit in UNITS for name, n in ((part, 5), (whole, 10))]
    rows += [figure(POST, name, "2023", n, level="police_post") for name, n in ((part, 16), (whole, 20))]
    table = communes_table(panel_of(rows), "2023", (part, whole), (part,))
    assert table.content[f"value:{part}"].iloc[[0, 1]].tolist() == [60, 50]
    assert any("dòng Tổng gồm cả số của 1 cơ quan" in note for note in table.notes)


def test_mixed_states_are_counted_apart_from_missing_ones() -> None:
    mixed = {"status": "not_available", "rule": "parts_differ", "value_text": "3/4 xã cũ đạt"}
    rows = [figure(UNITS[0], STATE, "2023", 1), figure(UNITS[1], STATE, "2023", None)]
    rows += [figure(unit, STATE, "2023", None) | mixed for unit in UNITS[2:]]
    table = communes_table(panel_of(rows), "2023", (STATE,))
    cells = printed(table, table.columns[2].head)
    assert cells["Tổng"] == "1/1 (thiếu 1) (khác nhau 2)"
    assert cells["Huyện Hai"] == "1/1 (khác nhau 1)"
    assert cells["Huyện Một"] == "(thiếu 1) (khác nhau 1)"
    assert "“(khác nhau n)”: không tính n xã nhập từ các xã cũ có kết quả khác nhau" in table.notes[0]
    table = communes_table(panel_of(rows[:1] + rows[2:]), "2023", (STATE,), lang="en")
    assert "mixed 2" in printed(table, table.columns[2].head)["Total"].replace("\u00a0", " ")


def test_the_total_is_the_headline_where_rows_were_carried_to_another_map() -> None:
    """A commune of the report was merged from two, one of which did not report: blank there, counted in the total."""
    before = incidents(10, None, 30, 40)
    panel = panel_of(before)
    carried = panel.observations.copy()
    carried.loc[carried["unit_code"].eq(UNITS[0]), ["value", "status"]] = [np.nan, "not_reported"]
    table = communes_table(replace(panel, observations=carried), "2023", ("incidents_total",))
    cells = printed(table)
    assert (cells["Tổng"], cells["Huyện Hai"]) == ("80 (thiếu 1)", "30 (thiếu 1)")
    assert any("Dòng Tổng cộng từ số liệu lúc báo cáo" in note and "Vụ việc" in note for note in table.notes)
    assert not any(
        "Dòng Tổng cộng" in note for note in communes_table(panel, "2023", ("incidents_total",)).notes
    )


def test_a_state_told_otherwise_at_the_time_of_reporting_is_noted() -> None:
    rows = [figure(unit, STATE, "2023", value) for unit, value in zip(UNITS, (1, 0, 1, 1), strict=True)]
    panel = panel_of(rows)
    assert not any("lúc báo cáo" in note for note in communes_table(panel, "2023", (STATE,)).notes)
    carried = panel.observations.copy()
    differs = [np.nan, "not_available", "parts_differ", "1/2 xã cũ đạt"]
    carried.loc[carried["unit_code"].eq(UNITS[1]), ["value", "status", "rule", "value_text"]] = differs
    table = communes_table(replace(panel, observations=carried), "2023", (STATE,))
    assert any("lúc báo cáo là 3/4 (75,0%)" in note for note in table.notes)


def test_blank_cells_are_explained() -> None:
    rows = [figure(unit, "model_types_active", "2023", 3) for unit in UNITS]
    assert "ô trống: không tính" in communes_table(panel_of(rows), "2023", ("model_types_active",)).notes[0]
    assert (
        "ô trống"
        not in communes_table(panel_of(incidents(1, 2, 3, 4)), "2023", ("incidents_total",)).notes[0]
    )


def test_notes_of_the_workbook_keep_to_the_width_of_the_table(tmp_path: Path) -> None:
    _, table = rated(incidents(10, None, 30, 40) + people(10_000, 10_000, None, 10_000))
    save_table(table, tmp_path / "t.xlsx")
    sheet = load_workbook(tmp_path / "t.xlsx").active
    merged = {str(one).split(":")[0]: one for one in sheet.merged_cells.ranges}
    last = sheet.max_row
    assert len(merged) == len(table.notes)
    assert merged[f"A{last}"].max_col == sum(len(column.keys) for column in table.columns)
    assert sheet.cell(last, 1).alignment.wrap_text


def test_apportioned_counts_give_their_column_no_decimals() -> None:
    rows = incidents(1000, 20, 300, 4000.4)
    rows[3] |= {"status": "apportioned", "apportioned_share": 1.0, "rule": "area_share"}
    told = printed(communes_table(panel_of(rows), "2023", ("incidents_total",)))
    assert (told["Tổng"], told[f"Xã {UNITS[0]}"]) == ("5.320", "1.000")
    assert told[f"Xã {UNITS[3]}"].startswith("4.000*")


def test_a_sum_with_an_apportioned_part_bears_a_star() -> None:
    what = load_vocabulary(find_project(ROOT)).indicator("incidents_total")
    own = pd.DataFrame(
        {
            "value": [30.0, 4.8],
            "status": ["reported", "apportioned"],
            "comparator": "exact",
            "rule": "",
            "apportioned_share": [0.0, 1.0],
        }
    )
    assert sum_cell(own, what, "vi").star == "*"
    assert sum_cell(own.iloc[:1], what, "vi").star == ""


@pytest.mark.parametrize(("value", "word"), [(1.0, "Đạt (1/1 xã cũ đạt)"), (0.0, "Chưa đạt (0/1 xã cũ đạt)")])
def test_a_state_of_some_former_communes_says_of_how_many(value: float, word: str) -> None:
    what = load_vocabulary(find_project(ROOT)).indicator("ntm_19_2_met")
    text = f"{value:.0f}/1 xã cũ đạt"
    own = {
        "value": value,
        "status": "reported",
        "rule": f"tick;parts_agree;{PARTS_OUTSIDE}",
        "value_text": text,
    }
    assert commune_cell(pd.Series(own), what, "vi").symbol == word
    assert "former communes" in commune_cell(pd.Series(own), what, "en").symbol


def test_the_total_of_half_a_year_is_that_of_its_rows() -> None:
    post = figure("police_post:a", "incidents_total", "2023-6T", 5, level="police_post")
    half = [
        figure(unit, "incidents_total", "2023-6T", n)
        for unit, n in zip(UNITS, (1, 20, None, 4000), strict=True)
    ]
    year = incidents(9, 9, 9, 9)
    table = communes_table(panel_of([*half, post, *year]), "2023-6T", ("incidents_total",))
    assert printed(table)["Tổng"] == "4.026 (thiếu 1)"
    assert table.title == "Số liệu theo xã 6 tháng năm 2023"
    shared = [row | {"value": 2.0, "status": "apportioned", "apportioned_share": 1.0} for row in half]
    whole = printed(communes_table(panel_of([*shared, *year]), "2023-6T", ("incidents_total",)))
    assert (whole["Tổng"], whole["Huyện Một"]) == ("8", "4*")
    none = [figure(unit, "incidents_total", "2023-6T", None) for unit in UNITS]
    assert printed(communes_table(panel_of([*none, *year]), "2023-6T", ("incidents_total",)))["Tổng"] == "…"
