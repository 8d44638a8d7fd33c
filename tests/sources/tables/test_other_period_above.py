"""A known form whose title says another period: its figures are kept out until a person states otherwise."""

from dataclasses import replace
from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.forms.layout import Layout
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, draft_of, figures_of, read_rows_of, told

NAMES = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh")
RULE = "period_in_title_differs"


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def titled(title: str, *headers: str) -> Rows:
    rows: Rows = [[title], ["TT", "Xã", *headers]]
    return [*rows, *([n, name, 1000 + n, 2000 + n] for n, name in enumerate(NAMES, 1))]


def stated(layout: Layout) -> Layout:
    sheets = [
        replace(sheet, column=tuple(replace(one, scale=1.0) for one in sheet.column))
        for sheet in layout.sheet
    ]
    return replace(layout, sheet=tuple(sheets))


@pytest.mark.parametrize("title", ["NĂM 2022", "6 THÁNG ĐẦU NĂM 2023", "Tính đến 30/6/2023"])
def test_figures_of_another_period_are_refused_unless_the_layout_states_the_scale(
    title: str, tmp_path: Path, words: Vocabulary
) -> None:
    headers = ("Dân số", "Vụ việc về ANTT")
    form = draft_of(tmp_path, titled("NĂM 2023", *headers), words).layout
    read = read_rows_of(tmp_path, titled(title, *headers), words, layout=form)
    assert figures_of(read) == {}
    assert set(read.observations["status"]) == {"unparsed"}
    assert told(read)[RULE] == "A1"
    kept = read_rows_of(tmp_path, titled(title, *headers), words, layout=stated(form))
    assert len(figures_of(kept)) == 2 * len(NAMES)
    assert told(kept)[RULE] == "A1"


def test_a_column_that_names_its_year_is_read(tmp_path: Path, words: Vocabulary) -> None:
    headers = ("Vụ việc về ANTT năm 2023", "Dân số")
    form = draft_of(tmp_path, titled("NĂM 2023", *headers), words).layout
    read = read_rows_of(tmp_path, titled("NĂM 2022", *headers), words, layout=form)
    assert {indicator for _, indicator in figures_of(read)} == {"incidents_total"}
