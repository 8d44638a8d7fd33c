"""What a header means with the unit that it is counted in, said in a bracket or in a column of its own."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.forms.lexicon import Lexicon, make_lexicon
from antq_analysis.sources.forms.understand import understand
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import draft_of


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


@pytest.fixture(scope="module")
def lexicon(words: Vocabulary) -> Lexicon:
    return make_lexicon(words, "demo")


def test_no_wording_of_the_vocabulary_is_doubtful_for_its_own_unit(
    words: Vocabulary, lexicon: Lexicon
) -> None:
    doubtful = []
    for entry in words.indicators_of("demo"):
        for text in (entry.label_vi, *entry.aliases) if entry.unit_vi else ():
            alone = understand(text, "2023", lexicon)
            if alone.indicator and understand(f"{text} ({entry.unit_vi})", "2023", lexicon) != alone:
                doubtful.append((text, entry.unit_vi))
    assert doubtful == []


@pytest.mark.parametrize(
    ("words_of_row", "unit", "meaning"),
    [
        ("Tổng số vụ việc", None, ("incidents_total", "exact")),
        ("Tổng số vụ việc", "vụ", ("incidents_total", "exact")),
        ("Tổng số vụ việc", "Vụ việc", ("incidents_total", "exact")),
        ("Số camera an ninh", "mắt camera", ("cameras_total", "exact")),
        ("Mô hình (loại)", "mô hình", ("model_types_active", "exact")),
        ("Số cuộc gặp mặt người có uy tín", "cuộc", ("influential_persons_meetings", "exact")),
        ("Tổng số vụ việc", "người", ("unit", "asked")),
        ("Tổng số vụ việc", "thùng", ("unknown", "asked")),
        ("Tổng số vụ", "vụ", ("ambiguous", "asked")),
    ],
)
def test_a_row_means_the_same_with_its_unit(
    words_of_row: str, unit: str | None, meaning: tuple[str, str], tmp_path: Path, words: Vocabulary
) -> None:
    rows: list[list[object]] = [
        ["Chỉ tiêu", "ĐVT", "Xã Mơ Mỹ", "Xã Ảo Quý"],
        ["Dân số", "người", 4000, 4100],
        ["Số hộ", "hộ", 400, 410],
        [words_of_row, unit, 4, 5],
    ]
    found = {item.cell: item for item in draft_of(tmp_path, rows, words).understood}["A4"]
    assert (found.indicator or found.reason, found.confidence) == meaning
