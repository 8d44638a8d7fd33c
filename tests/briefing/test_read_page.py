"""A briefing read in a notebook: all that is said in order, texts stay texts, the office's places are set apart."""

import re
from dataclasses import replace

import pytest

from antq_analysis.briefing.parts import Figure, Paragraph, Section
from tests.briefing.sample import HOSTILE, briefing


def test_everything_is_said_in_order_under_its_number() -> None:
    told = str(briefing()).splitlines()
    titles = [line for line in told if re.match(r"([IVX]+|\d+)\.|[a-z]\)", line)]
    assert titles == [
        "I. Tình hình và công tác chỉ đạo",
        "II. Kết quả",
        "1. Mô hình",
        "2. Vụ việc",
        "a) Theo loại",
    ]
    assert told[told.index("a) Theo loại") + 1] == "Đoạn do đơn vị viết."
    assert "[Bảng 1. Mô hình]" in told
    assert "[Hình 1. Vụ việc trên 10.000 dân, năm 2025]" in told
    assert f"- {HOSTILE[0]}" in told


def test_texts_of_the_data_stay_texts_and_the_office_is_set_apart() -> None:
    page = briefing()._repr_html_()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert re.findall(r'<p class="own"><small>(.*?)</small><br>(.*?)</p>', page) == [
        ("Đơn vị viết:", "Đoạn do đơn vị viết.")
    ]
    assert page.count("<img ") == 1
    assert page.index("I. Tình hình") < page.index("II. Kết quả") < page.index("a) Theo loại")


@pytest.mark.parametrize(("lang", "word"), [("vi", "Hình 1"), ("en", "Figure 1")])
def test_a_picture_that_was_not_drawn_is_announced(lang: str, word: str) -> None:
    section = Section("Bản đồ", (Figure("map_x", "Tỷ suất <b>"), Paragraph("Sau.")))
    page = replace(briefing(lang=lang), sections=(section,))._repr_html_()
    assert f'<p class="waiting">[{word}. Tỷ suất &lt;b&gt;]</p>' in page
    assert "<img" not in page
