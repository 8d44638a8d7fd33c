"""Layouts are read strictly and speak of every fault at once."""

import pytest

from antq_analysis.errors import LayoutError, SettingError, UnknownNameError
from antq_analysis.project import Project
from antq_analysis.sources.forms.layout import (
    IgnoredSheet,
    SheetLayout,
    check_period,
    sheet_layout,
)
from antq_analysis.sources.forms.layout_file import load_layout
from antq_analysis.vocabulary import Vocabulary
from tests.cases.workbooks import LAYOUT


def write(project: Project, *changes: tuple[str, str]) -> None:
    text = LAYOUT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (project.layouts / "test_form.toml").write_text(text, encoding="utf-8")


def test_a_right_layout(test_form: Project, vocabulary: Vocabulary) -> None:
    layout = load_layout("test_form", test_form, vocabulary=vocabulary)
    assert [column.indicator for column in layout.sheet[0].column][:2] == [
        "population",
        "residential_areas_total",
    ]
    assert isinstance(sheet_layout(layout, "BIỂU 01 (tiếp)", "2023"), SheetLayout)
    assert isinstance(sheet_layout(layout, "Hướng dẫn ghi", "2023"), IgnoredSheet)
    assert sheet_layout(layout, "Biểu 02", "2023") is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"population"', '"populations"', "population"),
        ('"stock"', '"stocks"', "stock"),
        ('"count"', '"counts"', "count"),
        ('"calendar"', '"calender"', "calendar"),
        ('district = "heading"', 'district = "headings"', "heading"),
        ('header = "Dân số"', 'header = "Ghi  CHÚ"', "hai lần"),
        ('indicator = "population"', 'indicator = "ntm_19_2_met"', "ntm_19_2_met"),
        ("valid_from = 2020", "valid_from = 2026", "2026"),
        ('form = "test_form"', 'form = "other"', "other"),
        ('numerator = "residential_areas_with_model"', 'numerator = "households"', "households"),
        ('district = "heading"', 'district = "column"', "district_header"),
        ('level = "commune"', 'level = "communes"', "commune"),
        ('indicator = "population"', 'indicator = "population"\ncategory = "x"', "x"),
        ('header = "Dân số"', 'header = "Dân số năm {year-1}"', "years_before = 1"),
        ('header = "Dân số"', 'header = "Dân số {year-2}"\nyears_before = 1', "years_before = 2"),
    ],
)
def test_faults_are_named(test_form: Project, vocabulary: Vocabulary, old: str, new: str, said: str) -> None:
    write(test_form, (old, new))
    with pytest.raises(LayoutError) as caught:
        load_layout("test_form", test_form, vocabulary=vocabulary)
    assert any(said in case for case in caught.value.cases)


@pytest.mark.parametrize(
    "header",
    [
        '"Dân số năm {year-1}"\nyears_before = 1',
        '"Dân số năm {year}"',
        '"Dân số {year-1}, {year}"',
        '"Dân số từ năm {year-4} đến nay"',
    ],
)
def test_headers_of_years_that_agree(test_form: Project, header: str) -> None:
    write(test_form, ('header = "Dân số"', f"header = {header}"))
    assert load_layout("test_form", test_form).sheet


def test_all_faults_come_at_once(test_form: Project, vocabulary: Vocabulary) -> None:
    write(
        test_form,
        ('"population"', '"populatoin"'),
        ('"calendar"', '"calender"'),
        ('reads = "tick"', 'reads = "ticks"'),
    )
    with pytest.raises(LayoutError) as caught:
        load_layout("test_form", test_form, vocabulary=vocabulary)
    assert len(caught.value.cases) == 3


def test_unknown_keys_are_refused(test_form: Project) -> None:
    write(test_form, ('basis = "stock"', 'basiss = "stock"'))
    with pytest.raises(SettingError):
        load_layout("test_form", test_form)


def test_an_unknown_form_names_the_nearest(test_form: Project) -> None:
    with pytest.raises(UnknownNameError) as caught:
        load_layout("test_from", test_form)
    assert "test_form" in str(caught.value)


@pytest.mark.parametrize(
    ("period", "right"), [("2020", True), ("2024-6T", True), ("2019", False), ("2025-01", False)]
)
def test_years_of_use(test_form: Project, period: str, right: bool) -> None:
    layout = load_layout("test_form", test_form)
    if right:
        check_period(layout, period)
    else:
        with pytest.raises(LayoutError):
            check_period(layout, period)


def test_every_layout_of_the_project_is_right(project: Project, vocabulary: Vocabulary) -> None:
    forms = sorted(path.stem for path in project.layouts.glob("*.toml"))
    assert forms
    for form in forms:
        assert load_layout(form, project, vocabulary=vocabulary).form == form
