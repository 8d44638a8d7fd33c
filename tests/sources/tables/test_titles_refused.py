"""Titles that say other than the headers: their figures are refused, whatever reads them, and no others are."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.forms.header import find_header
from antq_analysis.sources.forms.layout import Layout
from antq_analysis.sources.tables.context import Context
from antq_analysis.sources.tables.titles_meant import meant_by
from antq_analysis.sources.tables.titles_refused import refuse_titled
from antq_analysis.sources.workbooks.workbook import Sheet, read_workbook
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.cases.workbooks import write_book
from tests.cases.workbooks.truth import PERIOD, UNITS
from tests.given import ROOT
from tests.sources.drafted_books import Rows, draft_of, figures_of, read_rows_of

NAMES = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh")
HEAD: list[object] = ["TT", "Xã", "Dân số", "Số điểm mô hình", "Vụ việc về ANTT"]
ALL, EVENTS, STOCK = ("C", "D", "E"), ("E",), ("D",)
OTHERWISE = {
    "SỐ LIỆU NĂM 2022 VÀ NĂM 2023": ("title_several_years", ALL),
    "TỔNG SỐ LIỆU 02 NĂM (2022, 2023)": ("title_several_years", ALL),
    "02 NĂM (2022-2023)": ("title_several_years", ALL),
    "LŨY KẾ TỪ NĂM 2020 ĐẾN NĂM 2023": ("title_cumulative", EVENTS),
    "Luỹ kế đến nay": ("title_cumulative", EVENTS),
    "Lũy kế đến hết năm 2023": ("title_cumulative", EVENTS),
    "KẾT QUẢ XÂY DỰNG NÔNG THÔN MỚI LŨY KẾ ĐẾN NAY": ("title_cumulative", EVENTS),
    "Số liệu từ khi triển khai đến nay": ("title_cumulative", EVENTS),
    "TỪ NĂM 2021 ĐẾN NĂM 2023": ("title_cumulative", EVENTS),
    "KẾT QUẢ NHIỆM KỲ 2020-2025": ("title_cumulative", EVENTS),
    "GIAI ĐOẠN 2020-2023": ("title_cumulative", EVENTS),
    "KẾT QUẢ 03 NĂM THỰC HIỆN PHONG TRÀO": ("title_cumulative", EVENTS),
    "CHỈ TIÊU KẾ HOẠCH NĂM 2023": ("title_planned", ALL),
    "MỤC TIÊU, CHỈ TIÊU NĂM 2023": ("title_planned", ALL),
    "Biểu 2. CHỈ TIÊU NĂM 2023": ("title_planned", ALL),
    "SỐ LIỆU KẾ HOẠCH NĂM 2023": ("title_planned", ALL),
    "KẾ HOẠCH GIAO NĂM 2023": ("title_planned", ALL),
    "DỰ KIẾN NĂM 2023": ("title_planned", ALL),
    "SỐ KHU DÂN CƯ CHƯA CÓ MÔ HÌNH NĂM 2023": ("title_part", ALL),
    "KHU DÂN CƯ KHÔNG ĐẠT CHUẨN": ("title_part", ALL),
    "SỐ VỤ CÒN LẠI NĂM 2023": ("title_part", ALL),
    "SỐ LIỆU VỀ PHỤ NỮ NĂM 2023": ("title_part", ALL),
    "Đối tượng: người dưới 18 tuổi": ("title_part", ALL),
    "SỐ VỤ DO HỌC SINH, SINH VIÊN GÂY RA": ("title_part", ALL),
    "SỐ VỤ VIỆC (TRẺ EM)": ("title_part", ALL),
    "Chỉ tính địa bàn trọng điểm": ("title_part", ALL),
    "Riêng khu vực trung tâm": ("title_part", ALL),
    "KHU VỰC NÔNG THÔN": ("title_part", ALL),
    "TRONG ĐÓ: VỤ VIỆC VỀ MA TÚY": ("title_part", ALL),
    "MÔ HÌNH DO HỘI PHỤ NỮ PHỤ TRÁCH": ("title_part", ALL),
    "MÔ HÌNH THÀNH LẬP MỚI NĂM 2023": ("title_new_only", STOCK),
    "Các điểm mới ra mắt": ("title_new_only", STOCK),
    "SỐ LIỆU TĂNG THÊM NĂM 2023": ("change_said_above", ALL),
    "SỐ LIỆU NĂM TRƯỚC": ("title_earlier", ALL),
    "Số liệu năm ngoái": ("title_earlier", ALL),
    "Số liệu cùng kỳ năm trước": ("title_earlier", ALL),
    "(Số liệu năm trước liền kề)": ("title_earlier", ALL),
    "SO LIEU KY TRUOC": ("title_earlier", ALL),
    "Luy ke den nay": ("title_cumulative", EVENTS),
    "CHI TIEU GIAO NAM 2023": ("title_planned", ALL),
    "ĐĂNG KÝ NĂM 2023": ("title_planned", ALL),
    "DỰ BÁO NĂM 2023": ("title_planned", ALL),
    "PHÂN BỔ NĂM 2023": ("title_planned", ALL),
    "Từ đầu nhiệm kỳ đến nay": ("title_cumulative", EVENTS),
    "TÍCH LŨY ĐẾN NĂM 2023": ("title_cumulative", EVENTS),
    "05 năm qua": ("title_several_years", ALL),
    "2019 → 2023": ("title_several_years", ALL),
    "TRUNG BÌNH 5 NĂM": ("rate_said_above", ALL),
    "MỨC GIẢM SO VỚI NĂM 2022": ("change_said_above", ALL),
}
HARMLESS = (
    "SỐ LIỆU NĂM NAY VÀ NĂM TRƯỚC",
    "Xã Cùng Khê",
    "TỔNG HỢP KẾT QUẢ NĂM 2023",
    "SỐ LIỆU NĂM 2023, PHƯƠNG HƯỚNG NĂM 2024",
    "BÁO CÁO KẾT QUẢ NĂM 2023 VÀ KẾ HOẠCH NĂM 2024",
    "KẾT QUẢ THỰC HIỆN KẾ HOẠCH NĂM 2023",
    "KẾT QUẢ THỰC HIỆN MỤC TIÊU NĂM 2023",
    "(Kèm theo Kế hoạch số 12/KH-BCĐ ngày 05/01/2023)",
    "KẾT QUẢ THỰC HIỆN CHỈ TIÊU GIẢM 5% SỐ VỤ VIỆC NĂM 2023",
    "MỘT SỐ CHỈ TIÊU CHỦ YẾU NĂM 2023",
    "HỆ THỐNG CHỈ TIÊU THỐNG KÊ",
    "(từ 16/11/2022 đến 15/11/2023)",
    "(Từ 01/11/2022-31/10/2023)",
    "Lũy kế 12 tháng năm 2023",
    "Lũy kế từ đầu năm",
    "Lũy kế từ 15/12/2022 đến 14/12/2023",
    "LŨY KẾ NĂM 2023",
    "THỰC HIỆN NGHỊ QUYẾT GIAI ĐOẠN 2021-2025 - KẾT QUẢ NĂM 2023",
    "Chương trình giai đoạn 2021-2025",
    "XÂY DỰNG NÔNG THÔN MỚI GIAI ĐOẠN 2021-2025",
    "TỔNG KẾT 5 NĂM THỰC HIỆN PHONG TRÀO, SỐ LIỆU NĂM 2023",
    "CÁC XÃ, PHƯỜNG CHƯA CÓ MÔ HÌNH",
    "DANH SÁCH XÃ CHƯA ĐẠT NÔNG THÔN MỚI",
    "KHU DÂN CƯ KHÔNG CÓ MA TÚY",
    "HỘI LIÊN HIỆP PHỤ NỮ TỈNH",
    "PHỐI HỢP VỚI HỘI PHỤ NỮ, ĐOÀN THANH NIÊN",
    "CÔNG TÁC BẢO VỆ TRẺ EM",
    "Biểu riêng cho Công an cấp xã",
    "Số liệu chỉ tính đến 31/12/2023",
    "KẾT QUẢ DUY TRÌ, XÂY DỰNG MỚI MÔ HÌNH",
    "XÂY DỰNG NÔNG THÔN MỚI NĂM 2023",
    "SỐ LIỆU SAU SÁP NHẬP",
    "NĂM HỌC 2022-2023",
    "TÌNH HÌNH TĂNG, GIẢM VỤ VIỆC VỀ ANTT NĂM 2023",
    "Kế hoạch số 15/KH-UBND ngày 03/01/2023",
    "TRUNG TÂM CHỈ HUY",
    "Phân bổ theo địa bàn năm 2023",
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


@pytest.mark.parametrize("text", OTHERWISE)
def test_figures_below_such_a_title_are_refused(text: str, tmp_path: Path, words: Vocabulary) -> None:
    rule, columns = OTHERWISE[text]
    read = read_rows_of(tmp_path, table([text]), words)
    left = {"C": "population", "D": "model_points_active", "E": "incidents_total"}
    assert {name for _, name in figures_of(read)} == {left[one] for one in left if one not in columns}
    (finding,) = (item for item in read.findings if item.severity == "error")
    assert (finding.rule, finding.cell) == (rule, "A1")
    assert finding.values["cells"] == ", ".join(f"{one}2" for one in columns)
    assert all(finding.text(lang) and finding.remedy(lang) for lang in ("vi", "en"))


@pytest.mark.parametrize("text", HARMLESS)
def test_any_other_title_keeps_them(text: str, tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, table([text]), words)
    assert len(figures_of(read)) == 9
    assert [item.rule for item in read.findings if item.severity == "error"] == []


@pytest.mark.parametrize(
    ("text", "heads", "kept"),
    [
        ("KẾ HOẠCH NĂM 2023", ["Dân số", "Vụ việc về ANTT thực hiện năm 2023"], 3),
        ("SỐ LIỆU NĂM 2022 VÀ NĂM 2023", ["Vụ việc về ANTT năm 2022", "Vụ việc về ANTT năm 2023"], 6),
        ("LŨY KẾ ĐẾN NAY", ["Dân số", "Vụ việc về ANTT trong năm"], 6),
        ("KHU DÂN CƯ CHƯA CÓ MÔ HÌNH", ["Tổng số khu dân cư", "Khu dân cư chưa có mô hình"], 3),
        ("MÔ HÌNH MỚI THÀNH LẬP", ["Số điểm mô hình", "Số điểm mô hình xây dựng mới"], 6),
    ],
)
def test_a_header_that_says_it_answers_the_title(
    text: str, heads: list[object], kept: int, tmp_path: Path, words: Vocabulary
) -> None:
    read = read_rows_of(tmp_path, table([text], head=["TT", "Xã", *heads]), words)
    frame = read.observations
    assert int(frame["value"].notna().sum()) == kept
    assert [item.rule for item in read.findings if item.severity == "error"] == []


@pytest.mark.parametrize(
    ("texts", "rules"),
    [
        (("TỔNG KẾT NHIỆM KỲ 2020-2025", "SỐ LIỆU NĂM 2023"), []),
        (("BÁO CÁO NĂM 2023", "Số liệu lũy kế từ khi triển khai"), ["title_cumulative"]),
        (("KẾ HOẠCH THI ĐUA NĂM 2023", "KẾT QUẢ THỰC HIỆN"), []),
    ],
)
def test_what_two_titles_say_together(
    texts: tuple[str, ...], rules: list[str], tmp_path: Path, words: Vocabulary
) -> None:
    read = read_rows_of(tmp_path, table(*_above(texts)), words)
    assert [item.rule for item in read.findings if item.severity == "error"] == rules


def _above(texts: tuple[str, ...]) -> Rows:
    return [[text] for text in texts]


def test_a_stated_scale_reads_them_with_a_warning(tmp_path: Path, words: Vocabulary) -> None:
    rows = table(["CHỈ TIÊU NĂM 2023"])
    layout = draft_of(tmp_path, rows, words).layout
    (sheet,) = layout.sheet
    stated = replace(sheet, column=tuple(replace(column, scale=1) for column in sheet.column))
    read = read_rows_of(tmp_path, rows, words, layout=replace(layout, sheet=(stated,)))
    assert len(figures_of(read)) == 9
    assert [(item.rule, item.severity) for item in read.findings] == [("title_planned", "warning")]


def test_figures_that_add_up_are_read_where_the_layout_says_so(tmp_path: Path, words: Vocabulary) -> None:
    rows = table(["LŨY KẾ TỪ NĂM 2020 ĐẾN NĂM 2023"])
    read = read_rows_of(tmp_path, rows, words, layout=_cumulative(draft_of(tmp_path, rows, words).layout))
    assert (len(figures_of(read)), read.findings) == (9, ())


def _cumulative(layout: Layout) -> Layout:
    (sheet,) = layout.sheet
    told = {"incidents_total": "cumulative"}
    columns = (replace(one, basis=told.get(one.indicator, one.basis)) for one in sheet.column)
    return replace(layout, sheet=(replace(sheet, column=tuple(columns)),))


@pytest.mark.parametrize(
    ("others", "severity"),
    [((), "warning"), (("2010-01-01",), "error"), (("2010-01-01", "2030-01-01"), "warning")],
    ids=["one map", "the last map", "a map between"],
)
def test_before_a_merger(others: tuple[str, ...], severity: str, tmp_path: Path, words: Vocabulary) -> None:
    rows = table(["SỐ LIỆU TRƯỚC KHI SÁP NHẬP"])
    layout = draft_of(tmp_path, rows, words).layout.sheet[0]
    (sheet,) = read_workbook(write_book(tmp_path / "a.xlsx", rows, (), "Biểu")).sheets
    header = find_header(sheet, layout)
    assert header is not None
    own = UNITS.assign(unit_date="2020-01-01")
    elsewhere = pd.DataFrame({"unit_date": list(others)}, dtype="str")
    context = Context("a.xlsx", own, None, words, PERIOD, elsewhere=lambda: elsewhere)
    columns = list(enumerate(layout.column, 2))
    _, (finding,) = refuse_titled([], columns, sheet, header, context)
    assert (finding.rule, finding.severity) == ("title_before_merger", severity)
    assert ("not read" in finding.text("en")) == (severity == "error")


def test_words_between_rows_that_speak_of_a_part_end_the_table(tmp_path: Path, words: Vocabulary) -> None:
    rows = table(["KẾT QUẢ NĂM 2023"])
    rows = [*rows, ["", "II. Khu dân cư chưa có mô hình"], *rows[2:]]
    read = read_rows_of(tmp_path, rows, words)
    assert figures_of(read) == figures_of(read_rows_of(tmp_path, rows[:5], words))
    assert [item.rule for item in read.findings if item.severity == "error"] == ["words_between_differ"]


def test_the_name_of_a_sheet_speaks_too() -> None:
    assert meant_by(Sheet("Kế hoạch 2023", (), ()).name) == ("title_planned",)
    assert meant_by("Lũy kế") == ("title_cumulative",)
    assert meant_by("Biểu 01") == ()
