"""Tables: register order, the total on top, symbols for every kind of nothing, page and workbook alike."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.measures.frame import Measure
from antq_analysis.project import Project
from antq_analysis.show.lines import trend_notes
from antq_analysis.show.table import Table
from antq_analysis.show.table_page import table_page
from antq_analysis.show.tables import draw_table, save_table
from tests.show.made import make_measure, make_series, make_units


@pytest.fixture(scope="module")
def measure() -> Measure:
    return make_measure()


def share_measure() -> Measure:
    measure = make_measure(make_units(30, districts=3), nothing=False)
    frame = measure.frame.assign(events=108.0, exposure=129.0, value=108 / 129 * 100, low=np.nan, high=np.nan)
    return replace(measure, frame=frame, unit_vi="%", unit_en="%", label_vi="Tỷ lệ đạt")


def row_of(table: Table, name: str) -> list[str]:
    printed = table.printed()
    return list(printed[(printed == name).any(axis=1)].iloc[0])


def test_the_total_stands_on_top_and_units_in_register_order() -> None:
    table = draw_table(make_measure(nothing=False), 2025, banner="")
    codes = [code for code in table.printed()["0"] if code]
    assert table.kinds.iloc[0] == "total"
    districts = [i for i, kind in enumerate(table.kinds) if kind == "heading"]
    assert districts[0] == 1
    assert len(districts) == 10
    assert len(codes) == 150
    by_district = make_units()["district_code"]
    assert codes == sorted(codes, key=lambda code: (by_district[code], code))


def test_the_total_is_recomputed_from_its_parts() -> None:
    measure = make_measure(nothing=False)
    rows = measure.at("2025")
    total = draw_table(measure, 2025, banner="").content.iloc[0]
    assert total["events:2025"] == rows["events"].sum()
    assert total["exposure:2025"] == rows["exposure"].sum()
    assert total["value:2025"] == pytest.approx(rows["events"].sum() / rows["exposure"].sum() * 10000)


def counts(indicator: str, method: str = "count") -> Measure:
    measure = make_measure(make_units(30, districts=3), nothing=False)
    frame = measure.frame.assign(value=measure.frame["events"], exposure=np.nan, low=np.nan, high=np.nan)
    return replace(measure, frame=frame.assign(method=method), indicator=indicator)


def test_plain_counts_are_added_up_only_where_the_vocabulary_allows(project: Project) -> None:
    summed = counts("incidents_total")
    table = draw_table(summed, 2025, project=project)
    assert table.content.iloc[0]["value:2025"] == summed.at("2025")["value"].sum()
    # Model types are distinct over communes; a rate that arrived without counts has no sum either.
    for other in (
        counts("model_types_active"),
        counts("incidents_total", "reported_rate"),
        counts("no_such_thing"),
    ):
        assert np.isnan(draw_table(other, 2025, project=project).content.iloc[0]["value:2025"])


def test_symbols_of_nothing(measure: Measure) -> None:
    table = draw_table(measure, 2025, banner="")
    rate = 4
    assert row_of(table, "Xã Mẫu 21")[2:] == ["", "", "", ""]
    assert row_of(table, "Xã Mẫu 41")[rate] == "…"
    assert row_of(table, "Xã Mẫu 61")[rate] == "≠"
    assert row_of(table, "Xã Mẫu 81")[rate] == "KX"
    assert row_of(table, "Xã Mẫu 101")[rate] == "(số nhỏ)"
    assert row_of(table, "Xã Mẫu 6")[rate] == "-"
    assert row_of(table, "Xã Mẫu 122")[rate].endswith("*")
    assert any("Không công bố (số nhỏ)" in note and "Không thuộc diện xét" in note for note in table.notes)


def test_a_total_over_hidden_parts_is_hidden(measure: Measure) -> None:
    table = draw_table(measure, 2025, banner="")
    assert row_of(table, "Tổng")[2] == "(số nhỏ)"
    assert np.isnan(table.content.iloc[0]["events:2025"])


def test_shares_are_printed_with_their_parts(tmp_path: Path) -> None:
    table = draw_table(share_measure(), 2025, banner="", save=tmp_path / "t.xlsx")
    assert row_of(table, "Xã Mẫu 1")[2] == "108/129 (83,7%)"
    assert row_of(table, "Tổng")[2] == "3.240/3.870 (83,7%)"
    sheet = load_workbook(tmp_path / "t.xlsx").active
    head = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "Mã")
    assert head == ("Mã", "Xã", "Số đếm", "Mẫu số", "Tỷ lệ (%)")


def test_the_page_needs_no_network_and_escapes_its_data() -> None:
    frame = pd.DataFrame({"<b>x</b>": ["<script>alert(1)</script>", "& so"], "n": [1602.0, 83.7]})
    page = table_page(draw_table(frame, banner="<i>", title="<u>"))
    assert "http" not in page.lower()
    assert "<script" not in page
    assert "<u>" not in page
    assert "<i>" not in page
    assert "<b>x" not in page
    assert "1.602,0" in page
    assert not re.search(r"@import|url\(|src=", page)


def test_the_page_of_a_measure_needs_no_network(measure: Measure) -> None:
    assert "http" not in table_page(draw_table(measure, 2025, banner="")).lower()


def test_the_workbook_reads_back_equal(tmp_path: Path, measure: Measure) -> None:
    table = draw_table(measure, 2025, banner="NỘI BỘ", save=tmp_path / "t.xlsx")
    sheet = load_workbook(tmp_path / "t.xlsx").active
    rows = list(sheet.iter_rows(values_only=True))
    start = next(i for i, row in enumerate(rows) if row[0] == "Mã") + 1
    keys = [(column, key) for column in table.columns for key in column.keys]
    for r in range(len(table.content)):
        for i, (column, key) in enumerate(keys):
            found, wanted = rows[start + r][i], table.content[key].iloc[r]
            symbol = table.symbols[column.head].iloc[r] if column.head in table.symbols else ""
            if column.kind == "text":
                assert (found or "") == wanted
            elif symbol:
                assert found == (symbol if key == column.keys[0] else None)
            elif np.isnan(wanted):
                assert found is None
            else:
                assert found == pytest.approx(wanted)
    assert rows[0][0] == "NỘI BỘ"
    assert rows[start + 2][0] == "90000"
    assert sheet.cell(start + 3, 1).number_format == "@"


def test_nothing_in_the_data_becomes_a_formula(tmp_path: Path) -> None:
    evil = ["=1+1", "+SUM(A1)", "@x", "-2+3", "http://example.org", "00123"]
    save_table(draw_table(pd.DataFrame({"t": evil}), banner=""), tmp_path / "t.xlsx")
    sheet = load_workbook(tmp_path / "t.xlsx").active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells] == ["t", *evil]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_the_same_table_gives_the_same_bytes(tmp_path: Path, measure: Measure) -> None:
    for name in ("a", "b"):
        draw_table(measure, 2025, banner="", save=tmp_path / name)
    for suffix in (".html", ".xlsx"):
        assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


def test_a_series_remarks_its_break_where_it_happens() -> None:
    printed = draw_table(make_series(), banner="").printed()
    remark = printed.iloc[:, -1]
    assert remark[printed["0"] == "2023"].item().startswith("31/12/2023: Thống nhất cách thống kê")
    assert (remark[printed["0"] != "2023"] == "").all()
    assert "1.602" in set(printed["1"])


def test_all_periods_stand_side_by_side(measure: Measure) -> None:
    heads = [column.head for column in draw_table(measure, lang="en", banner="").columns]
    assert heads == ["Code", "Communes", "2023", "2024", "2025"]


def test_release_refuses_small_sensitive_counts(project: Project) -> None:
    sensitive = replace(make_measure(nothing=False), sensitive=True)
    with pytest.raises(RefusedError):
        draw_table(sensitive, 2025, audience="release", project=project)


def test_a_strange_suffix_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        draw_table(make_series(), banner="", save=[tmp_path / "a.html", tmp_path / "a.docx"])
    assert not list(tmp_path.iterdir())


def test_an_empty_table_says_that_there_is_nothing() -> None:
    empty = pd.DataFrame({"Chỉ tiêu": pd.Series(dtype="str"), "n": pd.Series(dtype=float)})
    assert draw_table(empty, banner="").printed().to_numpy().tolist() == [["Không có."]]
    assert draw_table(empty, banner="", lang="en").printed().to_numpy().tolist() == [["None."]]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_table_of_years_speaks_of_rows_and_of_no_points_or_bands(lang: str) -> None:
    told = " ".join(draw_table(make_series(), lang=lang).notes)
    chart = " ".join(trend_notes(make_series(), lang))
    words = {
        "vi": ("Điểm rỗng", "Đường bị ngắt", "Đoạn chấm", "Dải màu"),
        "en": ("Hollow", "The line is cut", "Dotted", "Band:"),
    }[lang]
    assert all(word in chart for word in words)
    assert not any(word in told for word in words)
    assert all(year in told for year in ("2019 (4/150)", "2025 (2/150)"))
    assert {"vi": "Nét đứt ngang", "en": "Dashed line"}[lang] in told
