"""What a column is once its indicator is known: the year and the sums that its header tells stay true."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.forms.lexicon import said_label
from antq_analysis.sources.forms.new_form import column_of
from antq_analysis.vocabulary import load_vocabulary


@pytest.mark.parametrize(
    ("header", "basis", "years"),
    [
        ("Tổng số vụ việc năm {year-1}", "in_year", 1),
        ("Tổng số vụ việc năm {year}", "in_year", 0),
        ("Vụ việc / Lũy kế", "cumulative", 0),
        ("Vụ việc giai đoạn 2021-2025", "cumulative", 0),
        ("Vụ việc", "in_year", 0),
    ],
)
def test_year_and_basis_of_a_header(root: Path, header: str, basis: str, years: int) -> None:
    column = column_of("incidents_total", header, "commune", load_vocabulary(find_project(root)))
    assert (column.basis, column.years_before) == (basis, years)


@pytest.mark.parametrize(
    ("indicator", "header", "category"),
    [
        ("model_points_active", "Điểm mô hình / Camera giám sát an ninh", "security_camera"),
        ("model_points_new", "Camera giám sát an ninh (điểm)", "security_camera"),
        ("model_points_active", "Điểm mô hình / Tổng số", ""),
        ("cameras_total", "Điểm mô hình / Camera giám sát an ninh", ""),
    ],
)
def test_a_type_that_a_header_names_is_never_read_as_the_total(
    root: Path, indicator: str, header: str, category: str
) -> None:
    vocabulary = load_vocabulary(find_project(root))
    assert column_of(indicator, header, "commune", vocabulary).category == category
    label = vocabulary.indicator(indicator).label_vi
    more = f" ({vocabulary.category_label(indicator, category)})" if category else ""
    assert said_label(indicator, header, vocabulary) == label + more
