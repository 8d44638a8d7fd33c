"""Words around a table that say rates or changes: its counts are refused, whatever reads them, and no others are."""

from dataclasses import replace
from pathlib import Path

import pytest

from antq_analysis.files import sha256
from antq_analysis.project import find_project
from antq_analysis.sources.forms.draft import draft_layout
from antq_analysis.sources.forms.layout import Layout
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.sources.tables.rates_said import rates_said
from antq_analysis.sources.tables.reading import Read, read_received
from antq_analysis.sources.workbooks.workbook import read_workbook
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.cases.workbooks import write_book
from tests.cases.workbooks.truth import PERIOD, UNITS
from tests.given import ROOT
from tests.sources.drafted_books import Rows, draft_of, figures_of, read_rows_of, told

NAMES = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh")
HEAD: list[object] = ["TT", "Xã", "Dân số", "Vụ việc về ANTT"]
RATES = (
    "SỐ VỤ VIỆC BÌNH QUÂN THEO THÁNG NĂM 2023",
    "Đơn vị tính: %",
    "ĐVT: %",
    "ĐVT: bình quân/xã",
    "(Đơn vị tính: vụ/100.000 dân)",
    "(%)",
    "TỶ LỆ KHU DÂN CƯ CÓ MÔ HÌNH NĂM 2023 (%)",
    "Biểu 3: Tỉ lệ vụ việc trên dân số",
    "SỐ VỤ VIỆC VỀ ANTT TRÊN 10.000 DÂN",
    "Số liệu bình quân",
    "Số lượng và tỷ lệ vụ việc",
)
CHANGES = (
    "TĂNG, GIẢM SO VỚI NĂM 2022",
    "Tình hình tăng/giảm so với cùng kỳ",
    "SO SÁNH VỚI NĂM 2022",
    "Biểu 2. Chênh lệch so với năm trước",
    "Tốc độ tăng",
    "Tăng thêm so với 2022",
)
HARMLESS = (
    "TỔNG HỢP KẾT QUẢ VÀ TỶ LỆ KHU DÂN CƯ CÓ MÔ HÌNH NĂM 2023",
    "BIỂU TỔNG HỢP SỐ LIỆU, TỶ LỆ % NĂM 2023",
    "BIỂU TỔNG HỢP, SO SÁNH NĂM 2023",
    "KẾT QUẢ NĂM 2023",
    "Đơn vị tính: người, vụ, %",
    "Các xã có trên 10.000 dân",
    "Đạt 95% chỉ tiêu",
    "Số vụ giảm 5% so với năm 2022",
    "(Kèm theo Báo cáo số 12/BC-CAT)",
    "PHONG TRÀO TOÀN DÂN BẢO VỆ ANTQ",
    "Đơn vị tính: người/hộ",
    "Đơn vị tính: người; dân số trung bình",
    "(Người lập/người duyệt)",
    "So với năm 2022, tình hình ổn định",
)


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def table(*above: list[object], head: list[object] = HEAD) -> Rows:
    width = len(head)
    body: Rows = [
        [n, name, *(100 * n + place for place in range(width - 2))] for n, name in enumerate(NAMES, 1)
    ]
    return [*above, head, *body]


@pytest.mark.parametrize(("texts", "rule"), [(RATES, "rate_said_above"), (CHANGES, "change_said_above")])
def test_counts_below_rates_and_changes_are_refused(
    texts: tuple[str, ...], rule: str, tmp_path: Path, words: Vocabulary
) -> None:
    for text in texts:
        read = read_rows_of(tmp_path, table([text]), words)
        assert figures_of(read) == {}, text
        assert told(read) == {rule: "A1"}, text


@pytest.mark.parametrize("text", HARMLESS)
def test_other_words_refuse_nothing(text: str, tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, table([text]), words)
    assert len(figures_of(read)) == 6
    assert not {"rate_said_above", "change_said_above"} & told(read).keys()


def test_a_column_that_says_its_unit_is_read(tmp_path: Path, words: Vocabulary) -> None:
    rows = table(["Đơn vị tính: %"], head=["TT", "Xã", "Dân số (người)", "Vụ việc về ANTT"])
    read = read_rows_of(tmp_path, rows, words)
    assert {indicator for _, indicator in figures_of(read)} == {"population"}
    (finding,) = [item for item in read.findings if item.rule == "rate_said_above"]
    assert finding.values["cells"] == "D2"


def test_a_row_of_units_says_them_and_the_words_of_a_header_do_not(tmp_path: Path, words: Vocabulary) -> None:
    rows = table(["Đơn vị tính: %"])
    rows.insert(2, ["", "", "người", "vụ"])
    assert len(figures_of(read_rows_of(tmp_path, rows, words))) == 6
    rows = table(["Đơn vị tính: %"])
    rows.insert(1, ["", "", "Tình hình", ""])
    assert figures_of(read_rows_of(tmp_path, rows, words, ("C2:D2",))) == {}


def test_a_note_of_one_rate_is_about_what_it_counts(tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, table(["ĐVT: người, vụ/10.000 dân"]), words)
    assert {indicator for _, indicator in figures_of(read)} == {"population"}


def test_a_title_is_about_the_column_that_answers_to_it(tmp_path: Path, words: Vocabulary) -> None:
    title: list[object] = ["SỐ LƯỢNG VÀ TỶ LỆ KHU DÂN CƯ CÓ MÔ HÌNH"]
    head: list[object] = ["TT", "Xã", "Tổng số khu dân cư", "Khu dân cư có mô hình", "Tỷ lệ (%)"]
    assert len(figures_of(read_rows_of(tmp_path, table(title, head=head), words))) == 6
    title = ["TĂNG, GIẢM VỤ VIỆC SO VỚI NĂM 2022"]
    head = ["TT", "Xã", "Vụ việc về ANTT năm 2022", "Vụ việc về ANTT năm 2023"]
    observed = read_rows_of(tmp_path, table(title, head=head), words).observations
    assert observed["value"].notna().sum() == 6


def test_a_stated_scale_of_one_says_that_figures_are_counts(tmp_path: Path, words: Vocabulary) -> None:
    rows = table(["Đơn vị tính: %"])
    layout = draft_of(tmp_path, rows, words).layout
    (sheet,) = layout.sheet
    columns = tuple(replace(column, scale=1) for column in sheet.column)
    read = read_rows_of(
        tmp_path, rows, words, layout=replace(layout, sheet=(replace(sheet, column=columns),))
    )
    assert len(figures_of(read)) == 6


def test_a_layout_confirmed_on_counts_reads_no_rates_next_year(tmp_path: Path, words: Vocabulary) -> None:
    layout = draft_of(tmp_path, table(["Đơn vị tính: người, vụ"]), words).layout
    read = read_rows_of(tmp_path, table(["Đơn vị tính: %"]), words, layout=layout)
    assert figures_of(read) == {}


@pytest.mark.parametrize(
    ("tab", "rule"),
    [
        ("Tỷ lệ %", "rate_said_above"),
        ("Tăng giảm", "change_said_above"),
        ("So sánh", "change_said_above"),
        ("Biểu 1", ""),
        ("Điểm mô hình", ""),
    ],
)
def test_the_tab_may_say_it(tab: str, rule: str, tmp_path: Path, words: Vocabulary) -> None:
    path = write_book(tmp_path / "a.xlsx", table(), (), tab)
    layout = draft_layout(
        read_workbook(path), words, form="mẫu", province="demo", period=PERIOD, units=UNITS
    ).layout
    read = _received(path, layout, words)
    assert len(figures_of(read)) == (0 if rule else 6)
    assert told(read) == ({rule: "C1"} if rule else {})


def _received(path: Path, layout: Layout, words: Vocabulary) -> Read:
    file = ReceivedFile(path, "demo", path.name, sha256(path), "mẫu", "2020-01-01", PERIOD)
    return read_received(file, layout, UNITS, words)


def test_what_was_added_and_removed_is_no_change_from_another_period(
    tmp_path: Path, words: Vocabulary
) -> None:
    assert rates_said("TĂNG, GIẢM MÔ HÌNH TRONG NĂM") == ""
    head: list[object] = ["TT", "Xã", "Điểm mô hình mới", "Điểm mô hình thanh loại"]
    read = read_rows_of(tmp_path, table(["TĂNG, GIẢM"], head=head), words)
    assert len(figures_of(read)) == 6
