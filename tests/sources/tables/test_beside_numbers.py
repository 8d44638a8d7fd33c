"""Units behind numbers and spaces in them: read where nothing else can be meant, else a question with a proposal."""

import math
from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.beside_numbers import read_beside
from antq_analysis.sources.tables.cells import UnitRow, read_scaled
from antq_analysis.sources.tables.values import read_value
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import figures_of, read_rows_of, told

NAMES = ("Xã Mơ Mỹ", "Xã Mộng Phong", "Xã Khảo Ninh", "Xã Ảo Quý")


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def read(written: str, indicator: str, words: Vocabulary, reads: str = "count", scale: float = 0) -> float:
    column = Column("Tiêu đề", indicator, "stock", reads, scale=scale)
    row = UnitRow(5, "09039", NAMES[0], 0, False, (read_scaled(written, reads, scale),))
    (own,) = read_beside([row], [(2, column)], words)
    return own.readings[0].value


@pytest.mark.parametrize(
    ("written", "indicator", "reads", "scale", "value"),
    [
        ("12 vụ", "incidents_total", "count", 0, 12),
        ("12 vụ việc.", "incidents_total", "count", 0, 12),
        ("1.602 người", "population", "count", 0, 1602),
        ("1.602 khẩu", "population", "count", 0, 1602),
        ("05 tổ", "grassroots_teams", "count", 0, 5),
        ("hơn 200 lượt người", "outreach_attendances", "count", 0, 200),
        ("29,7 km²", "area_km2", "number", 0, 29.7),
        ("2970 ha", "area_km2", "number", 0, 29.7),
        ("2970 ha", "area_km2", "number", 0.01, 29.7),
        ("5000000 đồng", "fire_damage_vnd", "number", 0, 5),
        ("5 triệu đồng", "fire_damage_vnd", "number", 0, 5),
        ("54,3 nghìn người", "population", "count", 1000, 54_300),
        ("0,5 triệu", "fire_damage_vnd", "number", 0, math.nan),
        ("8 nghìn", "fire_damage_vnd", "number", 0, math.nan),
        ("1,2 nghìn", "population", "count", 0, 1200),
        ("12 vụ", "tips_total", "count", 0, math.nan),
        ("3 mô hình", "model_points_active", "count", 0, math.nan),
        ("1602 người", "population", "count", 1000, math.nan),
        ("29,7 km²", "area_km2", "number", 0.01, math.nan),
        ("1,602 người", "population", "count", 0, math.nan),
        ("12 vụ (3 vụ rõ)", "incidents_total", "count", 0, math.nan),
        ("12 vụ/năm", "incidents_total", "count", 0, math.nan),
        ("năm 2023 người", "population", "count", 0, math.nan),
    ],
)
def test_a_number_with_its_own_unit(
    written: str, indicator: str, reads: str, scale: float, value: float, words: Vocabulary
) -> None:
    assert read(written, indicator, words, reads, scale) == pytest.approx(value, nan_ok=True)


def test_pairs_of_small_counts_are_no_thousands(tmp_path: Path, words: Vocabulary) -> None:
    rows: list[list[object]] = [["STT", "Xã", "Vụ việc về ANTT"]]
    rows += [
        [at, name, value]
        for at, (name, value) in enumerate(zip(NAMES, ("5 120", "3 110", "2 113", 4), strict=True), 1)
    ]
    read = read_rows_of(tmp_path, rows, words)
    assert [*figures_of(read).values()] == [4]
    assert "thousands_spaced" in told(read)


def test_one_number_with_a_space_is_asked_about_and_a_column_of_them_read(
    tmp_path: Path, words: Vocabulary
) -> None:
    doubt = read_value("1 602", "count")
    assert (doubt.status, doubt.problem, doubt.proposal) == ("unparsed", "thousands_spaced", "1602")
    assert read_value("5 12", "count").problem == "two_facts"
    head: list[list[object]] = [["BIỂU 01"], ["STT", "Xã", "Dân số"]]
    spaced = ["4 602", "15\u00a0100", "987", "7 040"]
    rows = [
        *head,
        *([at, name, value] for at, (name, value) in enumerate(zip(NAMES, spaced, strict=True), 1)),
    ]
    rows += [[None, "Tổng cộng", "27 729"]]
    found = read_rows_of(tmp_path, rows, words)
    assert [*figures_of(found).values()] == [4602, 15_100, 987, 7040]
    assert told(found) == {}
    rows[3][2] = rows[5][2] = 5000
    assert told(read_rows_of(tmp_path, rows, words))["thousands_spaced"] == "C3"
