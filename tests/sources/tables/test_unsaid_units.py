"""Money and weights: read in the unit that the form says, doubted where it says none."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, draft_of, figures_of, read_rows_of, told

NAMES = ("Xã Mơ Mỹ", "Xã Mộng Phong", "Xã Khảo Ninh", "Xã Ảo Quý")


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def rows(header: str, *values: object, title: str = "BIỂU 01", unit: str = "") -> Rows:
    head: Rows = [[title], ["STT", "Xã", "Số vụ cháy", header]]
    head += [[None, None, "vụ", unit]] if unit else []
    return [
        *head,
        *([at, name, 1, value] for at, (name, value) in enumerate(zip(NAMES, values, strict=True), 1)),
    ]


@pytest.mark.parametrize(
    ("header", "factor"),
    [
        ("Thiệt hại do cháy (đồng)", 1e6),
        ("Thiệt hại do cháy (VNĐ)", 1e6),
        ("Thiệt hại do cháy (nghìn đồng)", 1e3),
        ("Thiệt hại do cháy (triệu đồng)", 1),
        ("Thiệt hại do cháy (tr.đ)", 1),
        ("Thiệt hại do cháy (trđ)", 1),
        ("Thiệt hại do cháy (tỷ đồng)", 1e-3),
    ],
)
def test_money_is_read_in_the_unit_of_its_header(
    header: str, factor: float, tmp_path: Path, words: Vocabulary
) -> None:
    read = read_rows_of(tmp_path, rows(header, *(value * factor for value in (120, 35, 0, 560))), words)
    found = figures_of(read)
    assert [value for (_, name), value in found.items() if name == "fire_damage_vnd"] == [120, 35, 0, 560]
    assert told(read) == {}


def test_money_without_a_unit_is_asked_about(tmp_path: Path, words: Vocabulary) -> None:
    (asked,) = draft_of(tmp_path, rows("Thiệt hại do cháy", 1, 2, 3, 4), words).questions
    assert (asked.cell, asked.reason) == ("D2", "unit")


@pytest.mark.parametrize(
    ("header", "more", "cells"),
    [
        ("Pháo nổ giao nộp", {}, {"unit_not_said": "D2"}),
        ("Pháo giao nộp", {}, {"unit_not_said": "D2"}),
        ("Pháo giao nộp", {"unit": "kg"}, {}),
        ("Pháo giao nộp", {"title": "BIỂU 01. Đơn vị tính: vụ, kg"}, {}),
        ("Pháo giao nộp (kg)", {}, {}),
        ("Số kg pháo giao nộp", {}, {}),
    ],
)
def test_a_weight_whose_unit_nothing_says_is_doubted(
    header: str, more: dict[str, str], cells: dict[str, str], tmp_path: Path, words: Vocabulary
) -> None:
    read = read_rows_of(tmp_path, rows(header, 2.5, 3, 0, 12, **more), words)
    assert [value for (_, name), value in figures_of(read).items() if name.startswith("fireworks")] == [
        2.5,
        3,
        0,
        12,
    ]
    assert told(read) == cells


def test_a_list_of_units_says_nothing_of_a_column_that_it_names_another_unit_for(
    tmp_path: Path, words: Vocabulary
) -> None:
    read = read_rows_of(
        tmp_path, rows("Thiệt hại", 120, 35, 0, 560, title="BIỂU 01. Đơn vị tính: vụ, triệu đồng"), words
    )
    assert [value for (_, name), value in figures_of(read).items() if name == "fires"] == [1, 1, 1, 1]
