"""Figures that a plain reading would take wrongly: glued runs, English thousands, words, titles of another period."""

import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from antq_analysis.errors import InputError, SecrecyError
from antq_analysis.project import Project
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.receiving.persons import is_person_header, person_columns
from antq_analysis.sources.receiving.received import received_files
from antq_analysis.sources.receiving.stamps import has_stamp
from antq_analysis.sources.tables.cells import Figure
from antq_analysis.sources.tables.implausible import suspicious_values
from antq_analysis.sources.tables.many_figures import Figures
from antq_analysis.sources.tables.values import Reading, is_value_word, read_value
from antq_analysis.sources.workbooks.marks import FormattedRuns, Raw, Uncomputed
from antq_analysis.sources.workbooks.workbook import Sheet, read_workbook
from tests.cases.workbooks import BODY, HEAD, write_book
from tests.sources.conftest import ReadBook
from tests.sources.receiving.test_received import CANARY, add, everything_written
from tests.sources.tables.test_reading import adds_up, body, found, rules


@pytest.mark.parametrize(
    ("raw", "problem", "proposal"),
    [
        ("7,000", "thousands_lost", "7000"),
        ("12,000", "thousands_lost", "12000"),
        ("1,602", "thousands_lost", "1602"),
        ("1,602,000", "thousands_lost", "1602000"),
        ("gần 5,000", "thousands_lost", "5000"),
        ("7,000 người", "words_with_number", "7000"),
        ("1.602,000", "number_in_two_ways", ""),
        ("1,500 triệu", "number_in_two_ways", ""),
        ("0,602", "fraction_in_count", ""),
    ],
)
def test_english_thousands_in_a_count_are_asked_about(raw: str, problem: str, proposal: str) -> None:
    read = read_value(raw, "count")
    assert (read.status, read.problem, read.proposal) == ("unparsed", problem, proposal)


def test_the_comma_stays_a_decimal_mark_elsewhere() -> None:
    assert read_value("7,000", "number").value == 7
    assert read_value("83,725", "percent").value == 83.725
    assert read_value("1,5 triệu", "count").value == 1_500_000
    assert read_value("83,0", "count").value == 83


def test_words_that_say_a_value() -> None:
    for text in ("Không", "Không đạt", "Đạt", "KX", "…", "-", "...", "Không xét"):
        assert is_value_word(text), text
    for text in ("Ghi chú", "Xã Mẫu", "Người lập biểu", ""):
        assert not is_value_word(text), text


def test_runs_that_a_reader_sees_apart_are_not_glued(tmp_path: Path, read_book: ReadBook) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("S")
    raised, struck, bold = (
        book.add_format({"font_script": 1}),
        book.add_format({"font_strikeout": True}),
        book.add_format({"bold": True}),
    )
    sheet.write_rich_string("A1", "12", raised, "1")
    sheet.write_rich_string("B1", struck, "15", " 16")
    sheet.write_rich_string("C1", bold, "1", "7")
    sheet.write_string("D1", "Xã Mẫu An")
    sheet.write_rich_string("E1", "Xã Mẫu An", raised, "2")
    book.close()
    (row,) = read_workbook(path).sheets[0].rows
    first = read_value(row[0], "count")
    assert (first.status, first.problem, first.value_text) == (
        "unparsed",
        "formatted_runs",
        "12 [superscript: 1]",
    )
    assert read_value(row[1], "count").problem == "formatted_runs"
    assert read_value(row[2], "count").value == 17
    assert type(row[3]) is str
    assert isinstance(row[4], FormattedRuns)
    assert row[4].without_footnotes == "Xã Mẫu An"


def test_runs_of_inline_strings(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [["x", 1]], merged=())
    runs = b'<r><t>8</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>3</t></r>'
    cell = b'<c r="C1" t="inlineStr"><is>' + runs + b"</is></c>"
    copy = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(b"</row>", cell + b"</row>", 1)
            target.writestr(name, data)
    assert read_value(read_workbook(copy).sheets[0].rows[0][2], "count").problem == "formatted_runs"


def test_a_name_with_a_raised_footnote_is_found(tmp_path: Path, read_book: ReadBook) -> None:
    plain = write_book(tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(plain)["Biểu 01"]
    book = xlsxwriter.Workbook(tmp_path / "b.xlsx")
    page, raised = book.add_worksheet("Biểu 01"), book.add_format({"font_script": 1})
    covered = {
        (row, column)
        for merged in sheet.merged_cells.ranges
        for row in range(merged.min_row, merged.max_row + 1)
        for column in range(merged.min_col, merged.max_col + 1)
    }
    done = False
    for line in sheet.iter_rows():
        for cell in line:
            place = (cell.row - 1, cell.column - 1)
            if not done and cell.column == 2 and str(cell.value).startswith("Xã "):
                page.write_rich_string(*place, str(cell.value), raised, "1")
                done = True
            elif cell.value is not None:
                page.write(*place, cell.value)
    for merged in sheet.merged_cells.ranges:
        page.merge_range(merged.coord, sheet[merged.coord.split(":")[0]].value)
    assert done
    assert covered
    book.close()
    assert found(read_book(tmp_path / "b.xlsx")) == found(read_book(plain))


@pytest.mark.parametrize("asked", [True, False])
def test_a_saved_zero_of_a_book_that_asks_for_computing_is_no_figure(tmp_path: Path, asked: bool) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("S")
    sheet.write_formula("A1", "=C1+C1")
    sheet.write_formula("B1", "=1+1", None, 2)
    sheet.write_number("C1", 0)
    book.close()
    copy = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/workbook.xml" and not asked:
                data = data.replace(b' fullCalcOnLoad="1"', b"")
            target.writestr(name, data)
    (row,) = read_workbook(copy).sheets[0].rows
    expected: list[Raw] = [Uncomputed("C1+C1") if asked else 0.0, 2.0, 0.0]
    assert list(row) == expected
    assert read_value(row[0], "count").status == ("unparsed" if asked else "reported")


@pytest.mark.parametrize(
    "header",
    [
        "Họ và tên, năm sinh", "Họ tên", "Họ và tên/Năm sinh", "Sinh năm", "Nơi cư trú", "Số CCCD, ngày cấp",
        "Số thẻ CCCD", "Nơi ĐKTT", "ĐKHKTT", "Số điện thoại người phụ trách", "HO VA TEN", "NAM SINH",
        "Tên mô hình\nHọ và tên", "Họ và tên - chức vụ",
    ],
)  # fmt: skip
def test_more_headers_about_persons(header: str) -> None:
    assert is_person_header(header)


@pytest.mark.parametrize(
    "header",
    [
        "(Ký, ghi rõ họ tên)", "(Ký, họ tên)", "Ký, họ tên, đóng dấu", "Hình ảnh", "Số TT", "TT", "Số hộ (TT)",
        "Số điện thoại công cộng đã lắp", "Dòng họ tự quản/Số hộ", "Ho tu quan", "Năm thành lập, số người",
    ],
)  # fmt: skip
def test_headers_that_are_not_about_persons(header: str) -> None:
    assert not is_person_header(header)


def test_the_date_line_above_a_table_ends_no_scan() -> None:
    rows: list[list[Raw]] = [
        ["(Kèm theo Báo cáo số 12 ngày 20 tháng 12 năm 2023)", ""],
        ["STT", "Họ và tên"],
        [1, "Nguyễn Văn A"],
        [2, "Trần Thị B"],
    ]
    assert [column.cells for column in person_columns(Sheet("S", rows))] == ["B2:B4"]
    assert [column.cells for column in person_columns(Sheet("S", rows[:3]))] == ["B2:B3"]


def test_signatures_end_the_scan_only_where_one_name_follows() -> None:
    table: list[list[Raw]] = [["Xã", "Số vụ"], ["Xã A", 3], ["NGƯỜI LẬP BIỂU", "Họ và tên"]]
    assert list(person_columns(Sheet("S", [*table, ["", "Nguyễn Văn A"]]))) == []
    persons = [*table, ["", "Nguyễn Văn A"], ["", "Trần Thị B"]]
    assert [column.cells for column in person_columns(Sheet("S", persons))] == ["B3:B5"]


@pytest.mark.parametrize("text", ["MẬT\nBản số 01", "CÔNG AN TỈNH\nTỐI MẬT", "“MẬT”", '"TUYỆT MẬT"'])
def test_stamps_among_other_lines(text: str) -> None:
    assert has_stamp(text)


@pytest.mark.parametrize(
    "text",
    [
        "MẬT ĐỘ DÂN SỐ",
        "MẬT\nĐỘ DÂN SỐ",
        "BÍ MẬT",
        "BÍ\nMẬT",
        "XÃ YÊN MẬT",
        "XÃ YÊN\nMẬT",
        "“BÍ MẬT”",
        "Mật độ\nMật độ",
    ],
)
def test_lines_that_are_no_stamps(text: str) -> None:
    assert not has_stamp(text)


def test_stamps_in_properties_headers_and_threads(test_form: Project, tmp_path: Path) -> None:
    for name in ("title", "subject", "category", "keywords"):
        book = openpyxl.load_workbook(write_book(tmp_path / f"{name}.xlsx"))
        setattr(book.properties, name, "Biểu 01; MẬT" if name == "keywords" else "MẬT")
        book.save(tmp_path / f"{name}.xlsx")
    book = openpyxl.load_workbook(write_book(tmp_path / "header.xlsx"))
    book["Biểu 01"].oddHeader.center.text = "MẬT\nBản số 01"
    book.save(tmp_path / "header.xlsx")
    book = openpyxl.load_workbook(write_book(tmp_path / "lines.xlsx"))
    book["Biểu 01"]["C7"].comment = Comment("TỐI MẬT\nBản số 01", "")
    book.save(tmp_path / "lines.xlsx")
    write_book(tmp_path / "thread.xlsx")
    with zipfile.ZipFile(tmp_path / "thread.xlsx", "a") as archive:
        archive.writestr(
            "xl/threadedComments/threadedComment1.xml",
            '<ThreadedComments><threadedComment ref="A1"><text>MẬT</text></threadedComment></ThreadedComments>',
        )
    for path in sorted(tmp_path.glob("*.xlsx")):
        with pytest.raises(SecrecyError):
            add(test_form, path)
    assert everything_written(test_form) == []


def test_a_title_of_another_period_is_reported(
    test_form: Project, tmp_path: Path, read_book: ReadBook
) -> None:
    def titled(text: str) -> Path:
        return write_book(tmp_path / "a.xlsx", [[text], *[[*row] for row in (*HEAD, *BODY)][1:]])

    def said(text: str) -> bool:
        return "period_in_title_differs" in rules(read_book(titled(text)))

    assert said("THỐNG KÊ MÔ HÌNH NĂM 2022")
    assert said("THỐNG KÊ MÔ HÌNH 6 THÁNG ĐẦU NĂM 2023")
    assert not said("THỐNG KÊ MÔ HÌNH NĂM 2023")
    assert not said("Năm 2023, so với năm 2022")
    assert not said("(Kèm theo Báo cáo ngày 05 tháng 01 năm 2024)")
    added = add(test_form, titled("THỐNG KÊ NĂM 2022"))
    assert [item.rule for item in added.findings] == ["period_in_title_differs"]
    assert added.findings[0].text("vi")
    assert added.findings[0].remedy("en")


def test_one_content_is_not_two_periods(test_form: Project, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx")
    add(test_form, path)
    with pytest.raises(InputError) as caught:
        add(test_form, path, period="2022")
    assert caught.value.key == "sources.same_content_other_period"
    assert "2023" in str(caught.value)
    assert len(received_files("demo", test_form)) == 1


def test_a_row_that_answers_in_words_is_read_below_a_remark(tmp_path: Path, read_book: ReadBook) -> None:
    rows = body()
    at = len(HEAD) + 2
    rows.insert(at, [None, "Ghi chú: số liệu đến hết tháng 11"])
    path = write_book(tmp_path / "a.xlsx", rows)
    plain = found(read_book(write_book(tmp_path / "b.xlsx", body())))
    read = read_book(path)
    assert found(read) == plain
    assert adds_up(read)
    rows[at + 1] = [2, "Cộng Hoà", None, None, None, None, "Không đạt", None]
    worded = found(read_book(write_book(tmp_path / "c.xlsx", rows)))
    assert worded["00002"] == [(None, "not_reported")] * 3 + [(0, "reported")]
    last = body()[: len(HEAD) + 9]
    last.insert(len(last) - 1, [None, "Ghi chú: số liệu đến hết tháng 11"])
    last[-1] = [1, "P. Thái Hoà", None, None, None, None, "KX", None]
    worded = found(read_book(write_book(tmp_path / "d.xlsx", last)))
    assert worded["00006"] == [(None, "not_reported")] * 3 + [(None, "not_applicable")]
    # A row that reports nothing is still a row of a unit where its order number goes on.
    rows = body()[: len(HEAD) + 7]
    rows.insert(len(rows) - 1, [None, "Ghi chú: số liệu đến hết tháng 11"])
    rows[-1] = [2, "X. Vân Sơn", None, None, None, None, None, None]
    worded = found(read_book(write_book(tmp_path / "e.xlsx", rows)))
    assert worded["00005"] == [(None, "not_reported")] * 4
    rows = body(
        (6, 2, None), (6, 3, None), (6, 4, None), (6, 5, None), (6, 6, None), (6, 7, "Nguồn: chưa có")
    )
    worded = found(read_book(write_book(tmp_path / "f.xlsx", rows)))
    assert worded["00005"] == [(None, "not_reported")] * 4


def test_replacements_that_contradict_each_other(test_form: Project, tmp_path: Path) -> None:
    add(test_form, write_book(tmp_path / "a.xlsx"))
    add(test_form, write_book(tmp_path / "b.xlsx", [["b"]], merged=()), replaces="a.xlsx")
    third = write_book(tmp_path / "c.xlsx", [["c"]], merged=())
    with pytest.raises(InputError) as caught:
        add(test_form, third, replaces="a.xlsx")
    assert caught.value.key == "sources.already_replaced"
    add(test_form, third)
    record = test_form.raw / "demo/2023/source.toml"
    text = record.read_text(encoding="utf-8")
    record.write_text(
        text.replace('name = "c.xlsx"', 'name = "c.xlsx"\nreplaces = "a.xlsx"'), encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"b\.xlsx, c\.xlsx"):
        received_files("demo", test_form)
    record.write_text(
        text.replace('name = "a.xlsx"', 'name = "a.xlsx"\nreplaces = "b.xlsx"'), encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"a\.xlsx -> b\.xlsx -> a\.xlsx"):
        received_files("demo", test_form)


def test_suspicious_figures_are_reported_and_read(tmp_path: Path, read_book: ReadBook) -> None:
    at = next(i for i, row in enumerate(BODY) if 1602 in row or "1.602" in row)
    column = next(i for i, value in enumerate(BODY[at]) if value in (1602, "1.602"))
    for value in (2023, 2e12):
        read = read_book(write_book(tmp_path / "a.xlsx", body((at, column, value))))
        assert "suspicious_value" in rules(read)
        assert found(read)["00001"][0] == (value, "reported")


def test_a_percentage_above_a_hundred_is_suspicious() -> None:
    column = Column("Tỷ lệ", "ntm_19_2_met_rate", basis="stock", reads="percent")
    figures = Figures.of(
        Figure("00001", 0, Reading(value), ((row, 2),), 0) for row, value in enumerate((100.0, 100.5, 2023.0))
    )
    cells = [item.cell for item in suspicious_values([(2, column)], figures, "2023", "a.xlsx", "S")]
    assert cells == ["C2", "C3"]
    counted = replace(column, reads="count")
    cells = [item.cell for item in suspicious_values([(2, counted)], figures, "2023", "a.xlsx", "S")]
    assert cells == ["C3"]


def test_an_unknown_bracket_is_reported_and_read(tmp_path: Path, read_book: ReadBook) -> None:
    plain = found(read_book(write_book(tmp_path / "a.xlsx")))
    read = read_book(write_book(tmp_path / "b.xlsx", body((1, 1, "Xã Cao Sơn (trừ KCN)"))))
    assert found(read) == plain
    (finding,) = [item for item in read.findings if item.rule == "name_remark"]
    assert finding.severity == "warning"
    assert "trừ KCN" in finding.text("vi")


def test_two_names_in_one_cell_are_refused(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((1, 1, "Xã Cao Sơn, xã Cộng Hòa"))))
    assert "unit_ambiguous" in rules(read)
    assert "00001" not in found(read)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (f"Họ và tên {CANARY}", "họ và tên"),
        (f"Xã {CANARY}, họ và tên", "họ và tên"),
        (f"Số điện thoại người phụ trách {CANARY}", "số điện thoại"),
        (f"{CANARY}, năm sinh", "năm sinh"),
        ("Hộ khẩu thường trú", "hộ khẩu thường trú"),
        ("Số định danh", "số định danh"),
    ],
)
def test_no_value_leaves_with_its_header(header: str, said: str) -> None:
    rows: list[list[Raw]] = [["STT", header, "Xã"], [1, "x", "y"], [2, "x", "y"]]
    assert [column.header for column in person_columns(Sheet("S", rows))] == [said]
