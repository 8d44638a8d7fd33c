"""Words between rows of indicators that say another period or a plan belong to every row below them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from antq_analysis.files import sha256
from antq_analysis.project import find_project
from antq_analysis.sources.forms.draft import Draft, draft_layout
from antq_analysis.sources.forms.layout import Layout
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.sources.tables.reading import Read, read_received
from antq_analysis.sources.workbooks.workbook import read_workbook
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.cases.workbooks import write_book
from tests.cases.workbooks.truth import PERIOD, UNITS
from tests.given import ROOT

HEAD = ["TT", "Chỉ tiêu", "Xã Mộng Minh", "Xã Mộng Phong"]
FIRST = [[1, "Dân số", 4000, 4001], [2, "Vụ việc về ANTT", 40, 41]]
SECOND = [[3, "Số điểm mô hình", 5, 6], [4, "Số vụ cháy", 1, 2]]
THIRD = [[5, "Tổng số khu dân cư", 7, 8]]

EARLIER = (["", "NĂM 2022"], ["NĂM 2022"], ["", "Năm trước:"], ["II", "NĂM 2022"])
ELSE = (
    ["", "Kế hoạch năm 2024:"],
    ["", "6 tháng cuối năm:"],
    ["6 tháng cuối năm"],
    ["", "3. Kế hoạch năm 2023"],
    ["", "KẾ HOẠCH"],
    ["B", "Ước thực hiện cả năm"],
    ["", "- Tháng 12"],
    ["Năm học 2022-2023"],
    ["", "Năm học 2022-2023"],
    ["", "I. Niên học 2022/2023"],
    ["", "Năm học trước:"],
    ["", "Năm 2022-2023"],
    ["", date(2022, 3, 1)],
    [date(2022, 3, 1)],
)
TABLES_APART = (["", "Đơn vị tính: nghìn người"], ["", "Tính đến ngày 30/6/2023"])


@pytest.fixture(scope="module")
def known_words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def _write(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    return write_book(path, [HEAD, *rows], (), name="Biểu")


def _draft(path: Path, vocabulary: Vocabulary) -> Draft:
    book = read_workbook(path)
    return draft_layout(book, vocabulary, form="family", province="demo", period=PERIOD, units=UNITS)


def _read(path: Path, layout: Layout, vocabulary: Vocabulary) -> Read:
    file = ReceivedFile(path, "demo", path.name, sha256(path), "family", "2020-01-01", PERIOD)
    return read_received(file, layout, UNITS, vocabulary)


def _loaded(read: Read) -> dict[str, list[float]]:
    frame = read.observations
    assert read.account.eval("cells_received == cells_loaded + cells_refused + cells_ignored").all()
    own = frame[frame["status"].eq("reported")]
    return {
        f"{name} {period}": sorted(part["value"])
        for (name, period), part in own.groupby(["indicator", "period"])
    }


OWN = {f"population {PERIOD}": [4000, 4001], f"incidents_total {PERIOD}": [40, 41]}
ALL = OWN | {f"model_points_active {PERIOD}": [5, 6], f"fires {PERIOD}": [1, 2]}


@pytest.mark.parametrize("words", EARLIER, ids=str)
def test_rows_below_an_earlier_year_are_of_that_year(
    tmp_path: Path, known_words: Vocabulary, words: list[object]
) -> None:
    path = _write(tmp_path / "b.xlsx", [*FIRST, words, *SECOND])
    read = _read(path, _draft(path, known_words).layout, known_words)
    assert _loaded(read) == OWN | {"model_points_active 2022": [5, 6], "fires 2022": [1, 2]}


@pytest.mark.parametrize("words", ELSE, ids=str)
def test_rows_below_a_plan_or_a_part_of_the_year_are_asked_about(
    tmp_path: Path, known_words: Vocabulary, words: list[object]
) -> None:
    path = _write(tmp_path / "b.xlsx", [*FIRST, words, *SECOND])
    draft = _draft(path, known_words)
    assert [item.kind for item in draft.understood][1:] == ["indicator", "indicator", "asked", "asked"]
    assert _loaded(_read(path, draft.layout, known_words)) == OWN


@pytest.mark.parametrize("words", [*EARLIER, *ELSE, *TABLES_APART], ids=str)
def test_a_settled_layout_reads_none_of_them_as_of_its_period(
    tmp_path: Path, known_words: Vocabulary, words: list[object]
) -> None:
    plain = _write(tmp_path / "a.xlsx", [*FIRST, *SECOND])
    layout = _draft(plain, known_words).layout
    assert _loaded(_read(plain, layout, known_words)) == ALL
    read = _read(_write(tmp_path / "b.xlsx", [*FIRST, words, *SECOND]), layout, known_words)
    assert _loaded(read).items() <= OWN.items()
    assert read.findings


def test_the_period_itself_ends_what_was_said_before(tmp_path: Path, known_words: Vocabulary) -> None:
    path = _write(
        tmp_path / "b.xlsx", [["", "NĂM 2023"], *FIRST, ["", "NĂM 2022"], *SECOND, ["", "NĂM 2023"], *THIRD]
    )
    draft = _draft(path, known_words)
    assert [item.years_before for item in draft.understood][1:] == [0, 0, 1, 1, 0]
    assert _loaded(_read(path, draft.layout, known_words))[f"residential_areas_total {PERIOD}"] == [7, 8]


@pytest.mark.parametrize("column", [0, 1])
@pytest.mark.parametrize(
    ("outer", "first", "second"),
    [
        ("KẾ HOẠCH", "Năm 2022", "Năm 2023"),
        ("KẾ HOẠCH", "I. Năm 2022", "II. Năm 2023"),
        ("6 tháng đầu năm", "Năm 2022", "Năm 2023"),
        ("Ước thực hiện", "Năm trước", "Năm 2023"),
        ("Năm học 2022-2023", "Năm 2022", "Năm 2023"),
        ("Năm 2022", "6 tháng đầu năm", "Cả năm"),
        ("Năm 2022", "Năm 2023", "Năm 2022"),
    ],
)
def test_years_right_below_other_words_stand_under_these(
    tmp_path: Path, known_words: Vocabulary, outer: str, first: str, second: str, column: int
) -> None:
    def words(text: str) -> list[object]:
        return [*[""] * column, text]

    path = _write(tmp_path / "b.xlsx", [*FIRST, words(outer), words(first), *SECOND, words(second), *THIRD])
    read = _read(path, _draft(path, known_words).layout, known_words)
    assert _loaded(read) == OWN | ({"residential_areas_total 2022": [7, 8]} if outer == second else {})


def test_a_second_block_under_the_same_head_is_of_its_own_year(
    tmp_path: Path, known_words: Vocabulary
) -> None:
    path = _write(tmp_path / "b.xlsx", [*FIRST, [], ["NĂM 2022"], HEAD, *FIRST[:1], *SECOND])
    read = _read(path, _draft(path, known_words).layout, known_words)
    expected = {"population 2022": [4000, 4001], "model_points_active 2022": [5, 6], "fires 2022": [1, 2]}
    assert _loaded(read) == OWN | expected


@pytest.mark.parametrize("words", [["", "Trật tự xã hội"], ["", "Trong đó:"], ["II", "Mô hình"]], ids=str)
def test_other_titles_stay_as_they_were(tmp_path: Path, known_words: Vocabulary, words: list[object]) -> None:
    path = _write(tmp_path / "b.xlsx", [*FIRST, words, *SECOND])
    headers = [item.header for item in _draft(path, known_words).understood]
    assert {"Dân số", "Vụ việc về ANTT"} <= set(headers)
    assert not any("năm" in header.casefold() for header in headers)
