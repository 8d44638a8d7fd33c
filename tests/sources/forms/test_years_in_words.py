"""Headers that name the year of the period again: in that year, or of an earlier one, and never of several."""

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.forms.lexicon import Lexicon, make_lexicon
from antq_analysis.sources.forms.understand import understand
from antq_analysis.vocabulary import load_vocabulary
from tests.given import ROOT

NEW, LAW = "Điểm mô hình xây dựng mới", "Số vụ việc về ANTT"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return make_lexicon(load_vocabulary(find_project(ROOT)), "demo")


@pytest.mark.parametrize(
    ("header", "indicator", "basis", "before"),
    [
        (f"{NEW} / Trong năm 2023", "model_points_new", "in_year", 0),
        (f"{NEW} / (trong năm 2023)", "model_points_new", "in_year", 0),
        (f"{NEW} (Trong năm 2023)", "model_points_new", "in_year", 0),
        (f"Trong năm 2023 / {NEW}", "model_points_new", "in_year", 0),
        (f"{NEW} trong năm 2022", "model_points_new", "in_year", 1),
        (f"{NEW} (lũy kế)", "model_points_new", "cumulative", 0),
        (f"{LAW} xảy ra trong năm 2023", "incidents_total", "in_year", 0),
        (f"{LAW} cả năm 2022", "incidents_total", "in_year", 1),
        (f"{LAW} từ đầu năm 2023 đến nay", "incidents_total", "in_year", 0),
        ("Số điểm mô hình cuối năm 2022", "model_points_active", "stock", 1),
        ("Điểm mô hình (hiện có)", "model_points_active", "stock", 0),
    ],
)
def test_the_year_is_that_of_the_words(
    header: str, indicator: str, basis: str, before: int, lexicon: Lexicon
) -> None:
    meant = understand(header, "2023", lexicon)
    assert (meant.indicator, meant.basis, meant.years_before) == (indicator, basis, before)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (f"{NEW} / Trong năm 2024", "year"),
        (f"{LAW} từ đầu năm 2022 đến nay", "year"),
        (f"{LAW} trong năm 2022 và năm 2023", "year"),
        (f"{LAW} cuối năm 2023", "basis"),
        ("Số điểm mô hình / Trong năm 2023", "basis"),
        ("Số điểm mô hình đầu năm 2023", "unknown"),
        (f"{LAW} trong 6 tháng đầu năm 2023", "unknown"),
        (f"{LAW} 6 tháng cuối năm 2023", "unknown"),
        (f"{LAW} kế hoạch trong năm 2023", "unknown"),
        (f"{LAW} trong năm 2021-2023", "unknown"),
    ],
)
def test_other_times_are_asked_about(header: str, reason: str, lexicon: Lexicon) -> None:
    assert (understand(header, "2023", lexicon).indicator, understand(header, "2023", lexicon).reason) == (
        "",
        reason,
    )


def test_a_whole_year_is_none_of_half_a_year(lexicon: Lexicon) -> None:
    assert understand(f"{LAW} cả năm 2023", "2023-6T", lexicon).reason == "year"


@pytest.mark.parametrize(
    ("days", "reason"),
    [("01/01-30/6", "year"), ("từ 01/01 đến 30/6", "unknown"), ("01/01-31/12", ""), ("16/11-15/11", "")],
)
def test_days_of_a_part_of_the_year_are_asked_about(days: str, reason: str, lexicon: Lexicon) -> None:
    assert understand(f"{LAW} ({days})", "2023", lexicon).reason == reason
