"""A stock that was made in a year is what is new."""

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.forms.lexicon import make_lexicon
from antq_analysis.sources.forms.understand import understand
from antq_analysis.vocabulary import load_vocabulary
from tests.given import ROOT

LEXICON = make_lexicon(load_vocabulary(find_project(ROOT)), "demo")


@pytest.mark.parametrize(
    "header",
    [
        "Số camera an ninh lắp đặt năm 2023",
        "Số Tổ bảo vệ ANTT đã thành lập năm 2023",
        "Số KDC xây dựng được mô hình năm 2023",
        "Số điểm mô hình ra mắt năm 2023",
    ],
)
def test_stock_made_in_a_year_is_never_read_as_the_whole_stock(header: str) -> None:
    meaning = understand(header, "2023", LEXICON)
    assert meaning.basis != "stock"


@pytest.mark.parametrize(
    "header", ["Số điểm mô hình năm 2023", "Kết quả xây dựng mô hình năm 2023 / Số điểm mô hình"]
)
def test_stock_of_a_year_is_still_read(header: str) -> None:
    assert understand(header, "2023", LEXICON).indicator == "model_points_active"
