"""Units whose names are numbers: a figure is never taken for one of them, and their own columns are still read."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.files import sha256
from antq_analysis.project import find_project
from antq_analysis.sources.forms.draft import Draft, draft_layout
from antq_analysis.sources.forms.headings import find_place
from antq_analysis.sources.forms.layout import Layout
from antq_analysis.sources.forms.register_names import names_of
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.sources.tables.reading import Read, read_received
from antq_analysis.sources.workbooks.workbook import read_workbook
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.cases.workbooks import comparing, write_book
from tests.given import ROOT
from tests.sources.drafted_books import Rows, figures_of

PERIOD = "2023"
UNITS = pd.DataFrame(
    [
        ("08001", "Phường Mẫu Trung", "Phường", "981", "Quận 3"),
        ("08004", "Phường 3", "Phường", "981", "Quận 3"),
        ("08007", "Phường 4", "Phường", "981", "Quận 3"),
        ("08010", "Xã Nháp Tiến", "Xã", "982", "Huyện Nháp"),
        ("08013", "Xã Khảo Hạ", "Xã", "982", "Huyện Nháp"),
    ],
    columns=["unit_code", "name", "type", "district_code", "district_name"],
).astype("str")
NAMES = ["Phường Mẫu Trung", "Phường 3", "Phường 4", "Xã Nháp Tiến", "Xã Khảo Hạ"]
FIGURES: dict[str, list[object]] = {
    "population": [4000, 4100, 4200, 4300, 4400],
    "residential_areas_total": [8, 4, 9, 3, 5],
    "residential_areas_with_model": [3, 3, 4, 3, 3],
    "tips_total": [3, "3", 4, 1, 3],
}
WORDS = ("Dân số", "Tổng số khu dân cư", "Khu dân cư có mô hình", "Số tin báo, tố giác")
TRUE = {
    (code, indicator): float(str(values[at]))
    for indicator, values in FIGURES.items()
    for at, code in enumerate(UNITS["unit_code"])
}


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def across(names: Sequence[object]) -> Rows:
    return [
        ["STT", "Chỉ tiêu", *names],
        *([at, word, *own] for at, (word, own) in enumerate(zip(WORDS, FIGURES.values(), strict=True), 1)),
    ]


def down(names: Sequence[object], head: str = "Xã, phường") -> Rows:
    rows = zip(names, *FIGURES.values(), strict=True)
    return [["STT", head, *WORDS], *([at, *own] for at, own in enumerate(rows, 1))]


def _draft(folder: Path, rows: Rows, words: Vocabulary, merged: Sequence[str] = ()) -> Draft:
    book = read_workbook(write_book(folder / "biểu.xlsx", rows, merged, "Biểu"))
    return draft_layout(book, words, form="mẫu", province="demo", period=PERIOD, units=UNITS)


def _read(
    folder: Path, rows: Rows, words: Vocabulary, merged: Sequence[str] = (), layout: Layout | None = None
) -> Read:
    layout = layout or _draft(folder, rows, words, merged).layout
    path = write_book(folder / "biểu.xlsx", rows, merged, "Biểu")
    file = ReceivedFile(path, "demo", path.name, sha256(path), "mẫu", "2020-01-01", PERIOD)
    return read_received(file, layout, UNITS, words)


def _faults(read: Read) -> list[object]:
    found = figures_of(read)
    return [(key, found.get(key), value) for key, value in TRUE.items() if found.get(key) != value] + [
        item for item in read.findings if item.severity == "error"
    ]


def test_figures_that_equal_the_number_of_a_ward_head_no_second_table(
    tmp_path: Path, words: Vocabulary
) -> None:
    rows = across(NAMES)
    assert _draft(tmp_path, rows, words).questions == ()
    read = _read(tmp_path, rows, words)
    assert _faults(read) == []
    assert comparing.account_faults(read) == []


def test_figures_that_equal_the_number_of_a_ward_beside_the_names(tmp_path: Path, words: Vocabulary) -> None:
    rows = down(NAMES)
    assert _draft(tmp_path, rows, words).questions == ()
    assert _faults(_read(tmp_path, rows, words)) == []


@pytest.mark.parametrize("written", ["Phường 3", "P.3", "P3", "phường số 3", 3, "3"])
def test_a_ward_named_by_its_number_is_read_from_the_column_of_names(
    written: object, tmp_path: Path, words: Vocabulary
) -> None:
    names = [*NAMES[:1], written, *NAMES[2:]]
    assert _faults(_read(tmp_path, down(names), words)) == []
    assert _faults(_read(tmp_path, across(names), words)) == []


def test_wards_under_the_word_for_their_type(tmp_path: Path, words: Vocabulary) -> None:
    body = across(NAMES)
    rows: Rows = [
        ["STT", "Chỉ tiêu", "Phường", None, None, "Xã", None],
        [None, None, "Mẫu Trung", 3, 4, "Nháp Tiến", "Khảo Hạ"],
        *body[1:],
    ]
    text: Rows = [rows[0], [None, None, "Mẫu Trung", "3", "4", "Nháp Tiến", "Khảo Hạ"], *body[1:]]
    assert _faults(_read(tmp_path, text, words, ("A1:A2", "B1:B2", "C1:E1", "F1:G1"))) == []


def test_nothing_but_numbers_under_the_word_for_their_type(tmp_path: Path, words: Vocabulary) -> None:
    rows: Rows = [
        ["Chỉ tiêu", "Phường", None],
        [None, "3", "4"],
        *([word, *own[1:3]] for word, own in zip(WORDS, FIGURES.values(), strict=True)),
    ]
    found = figures_of(_read(tmp_path, rows, words, ("A1:A2", "B1:C1")))
    assert found == {key: value for key, value in TRUE.items() if key[0] in ("08004", "08007")}


def test_nothing_but_bare_numbers_is_asked_about(tmp_path: Path, words: Vocabulary) -> None:
    draft = _draft(tmp_path, down([3, 4, 3, 4, 3], "Phường"), words)
    assert draft.layout.sheet == ()
    assert draft.questions


def test_a_known_form_still_reads_wards_listed_by_their_numbers_alone(
    tmp_path: Path, words: Vocabulary
) -> None:
    layout = _draft(tmp_path, down(NAMES), words).layout
    rows = down([3, 4, "Phường Mẫu Trung", "Nháp Tiến", "Khảo Hạ"])
    found = figures_of(_read(tmp_path, rows, words, layout=layout))
    assert found["08004", "population"] == 4000
    assert found["08007", "population"] == 4100


def test_a_column_that_counts_wards_is_no_second_table(tmp_path: Path, words: Vocabulary) -> None:
    rows = down(NAMES)
    rows = [[*row, extra] for row, extra in zip(rows, ["Phường", 3, 4, 3, 3, 4], strict=True)]
    read = _read(tmp_path, rows, words)
    assert "tables_side_by_side" not in {item.rule for item in read.findings}
    assert figures_of(read)["08004", "population"] == 4100


def test_figures_are_no_numbered_districts(tmp_path: Path) -> None:
    rows: Rows = [
        ["Xã, phường", "Số điểm mô hình", "Dân số"],
        *([name, 3, 4000 + at] for at, name in enumerate(NAMES)),
    ]
    sheet = read_workbook(write_book(tmp_path / "biểu.xlsx", rows, (), "3")).sheets[0]
    place = find_place(sheet, names_of(UNITS))
    assert not isinstance(place, str)
    assert (place.district, place.district_column) == ("none", None)
    rows[0][1] = "Quận"
    place = find_place(
        read_workbook(write_book(tmp_path / "biểu.xlsx", rows, (), "3")).sheets[0], names_of(UNITS)
    )
    assert not isinstance(place, str)
    assert (place.district, place.district_column) == ("column", 1)
