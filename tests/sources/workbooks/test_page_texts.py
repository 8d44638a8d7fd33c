"""What only the header or footer of the printed page says: read of every kind of file, and seen by every rule."""

import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from antq_analysis.errors import SecrecyError
from antq_analysis.project import Project
from antq_analysis.sources.receiving.adding import Added, add_file
from antq_analysis.sources.workbooks.page_texts import HEADER_FOOTER, page_codes, page_lines
from antq_analysis.sources.workbooks.workbook import read_workbook
from tests.cases.persons import holds
from tests.cases.workbooks import write_book
from tests.sources.conftest import ReadBook
from tests.sources.workbooks.test_formats import SPACES, ods_cell, write_ods
from tests.sources.workbooks.xls_writer import write_xls

NOTE = "Đơn vị tính: nghìn người"
PLACES = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


def with_page(path: Path, text: str, place: str = "oddHeader", side: str = "right") -> Path:
    book = openpyxl.load_workbook(write_book(path))
    getattr(getattr(book["Biểu 01"], place), side).text = text
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("stored", "seen"),
    [
        (f"&R{NOTE}", (NOTE,)),
        (f'&L&"Times New Roman,Bold"&12{NOTE}&CTrang &P/&N', (NOTE, "Trang /")),
        (f"&C&K01+000&B{NOTE}&B\r\nNăm 2023", (NOTE, "Năm 2023")),
        ("&C&8&Kff0000Năm 2022&RXã A && xã B", ("Năm 2022", "Xã A & xã B")),
        ("&L&F&C&A&R&D &T", ()),
        ("Không mã", ("Không mã",)),
        ("", ()),
    ],
)
def test_codes_are_no_words(stored: str, seen: tuple[str, ...]) -> None:
    assert page_lines([stored]) == seen


def test_packed_lines_come_back() -> None:
    lines = (NOTE, "A & B", "&C", "2023", "x" * 230)
    packed = page_codes(lines)
    assert len(packed) == 2
    assert all(len(text) <= 255 for text in packed)
    assert page_lines(packed) == lines


@pytest.mark.parametrize("place", PLACES)
def test_every_header_and_footer_of_an_xlsx(tmp_path: Path, place: str) -> None:
    (sheet,) = read_workbook(with_page(tmp_path / "a.xlsx", NOTE, place)).sheets
    assert sheet.page_texts == (NOTE,)


def test_an_xls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.sources.workbooks import xls_writer

    def stored(text: str, wide: bool) -> bytes:
        return struct.pack("<HB", len(text), wide) + text.encode("utf-16-le" if wide else "latin-1")

    begin = xls_writer._begin
    head = xls_writer.record(0x14, stored(f"&R{NOTE}", True)) + xls_writer.record(
        0x15, stored("&CTrang &P", False)
    )
    monkeypatch.setattr(xls_writer, "_begin", lambda kind: begin(kind) + (head if kind == 0x10 else b""))
    first, _ = read_workbook(write_xls(tmp_path / "a.xls", [["a", 1.0]], set())).sheets
    assert first.page_texts == (NOTE, "Trang")


def test_an_ods_by_the_kind_of_its_page(tmp_path: Path) -> None:
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table" style:master-page-name="{page}"/>'
        for name, page in (("t1", "Default"), ("t2", "Ngang"))
    )
    body = "".join(
        f'<table:table table:name="{name}" table:style-name="{name}"><table:table-row>{ods_cell("a")}'
        "</table:table-row></table:table>"
        for name in ("t1", "t2")
    )
    path = write_ods(tmp_path / "a.ods", body, styles)
    pages = (
        f'<style:master-page style:name="Default"><style:header><style:region-right><text:p>{NOTE}</text:p>'
        "</style:region-right></style:header><style:footer><text:p>Trang <text:page-number>1</text:page-number>"
        "</text:p></style:footer></style:master-page>"
        '<style:master-page style:name="Ngang"><style:header><text:p><text:sheet-name>???</text:sheet-name></text:p>'
        "<text:p>Năm <text:span>2022</text:span></text:p></style:header></style:master-page>"
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {SPACES}><office:master-styles>{pages}</office:master-styles>"
            "</office:document-styles>",
        )
    assert [sheet.page_texts for sheet in read_workbook(path).sheets] == [(NOTE, "Trang"), ("Năm 2022",)]


def test_a_unit_in_the_page_header_refuses_its_column(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(with_page(tmp_path / "a.xlsx", NOTE))
    people = read.observations[read.observations["indicator"] == "population"]
    assert people["value"].isna().all()
    (told,) = [item for item in read.findings if item.rule == "scale_not_stated"]
    assert (told.cell, told.written, told.severity) == (HEADER_FOOTER, NOTE, "error")
    assert HEADER_FOOTER in told.text("vi")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Số liệu năm 2022", "period_in_page_text_differs"),
        ("6 tháng đầu năm 2023", "period_in_page_text_differs"),
        ("Tính đến 31/12/2021", "period_in_page_text_differs"),
        ("Ước thực hiện năm 2023", "title_says_estimate"),
    ],
)
def test_what_titles_are_asked_page_headers_are_asked(
    tmp_path: Path, read_book: ReadBook, text: str, rule: str
) -> None:
    read = read_book(with_page(tmp_path / "a.xlsx", text))
    assert [(item.rule, item.cell, item.severity) for item in read.findings] == [
        (rule, HEADER_FOOTER, "warning")
    ]
    assert text in read.findings[0].text("en")
    assert read.findings[0].remedy("vi")


def test_a_plan_in_the_page_header_refuses_the_table(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(with_page(tmp_path / "a.xlsx", "Kế hoạch năm 2023"))
    assert read.observations["value"].isna().all()
    (told,) = [item for item in read.findings if item.severity == "error"]
    assert (told.rule, told.cell, told.written) == ("title_planned", HEADER_FOOTER, "Kế hoạch năm 2023")


@pytest.mark.parametrize(
    "text",
    [
        "Trang &P/&N", "Năm 2023", "&D &T", "Biểu 01 ban hành theo Thông tư số 124/2021/TT-BCA", "Ngày in: 15/01/2024",
        "Đơn vị tính: người", "CÔNG AN TỈNH MẪU", "Mẫu số 01/2019", "Theo Quyết định năm 2019",
    ],
)  # fmt: skip
def test_page_headers_that_say_nothing_amiss(tmp_path: Path, read_book: ReadBook, text: str) -> None:
    assert read_book(with_page(tmp_path / "a.xlsx", text, "oddFooter", "center")).findings == ()


def add(project: Project, path: Path) -> Added:
    return add_file(path, "demo", "2023", form="test_form", map_date="2023-12-31", project=project)


def test_a_copy_without_persons_keeps_the_unit(test_form: Project, tmp_path: Path) -> None:
    path = with_page(tmp_path / "a.xlsx", f"{NOTE}\nLiên hệ: 0912000111\nNguyễn Canary Một")
    book = openpyxl.load_workbook(path)
    people = book.create_sheet("Danh sách")
    for row in (["STT", "Họ và tên", "Năm sinh"], [1, "Nguyễn Canary Một", 1970]):
        people.append(row)
    book.save(path)
    added = add(test_form, path)
    (sheet,) = read_workbook(added.path).sheets
    assert sheet.page_texts == (NOTE,)
    assert not holds(added.path, "Canary")
    assert not holds(added.path, "0912000111")
    (told,) = [item for item in added.findings if item.rule == "persons_in_page_text"]
    assert (told.cell, told.values["n"]) == (HEADER_FOOTER, 2)
    assert "Canary" not in repr(added.findings)


def test_a_person_in_the_page_header_alone_is_enough(test_form: Project, tmp_path: Path) -> None:
    added = add(test_form, with_page(tmp_path / "a.xlsx", "Số CCCD: 001099000123"))
    assert [item.rule for item in added.findings] == ["persons_in_page_text"]
    assert not holds(added.path, "001099000123")


def test_a_file_without_persons_is_kept_as_it_came(test_form: Project, tmp_path: Path) -> None:
    path = with_page(tmp_path / "a.xlsx", f"{NOTE}\n(Ký, ghi rõ họ tên)")
    assert add(test_form, path).path.read_bytes() == path.read_bytes()


def test_a_stamp_in_the_page_header_of_an_xls(
    test_form: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.sources.workbooks import xls_writer

    begin, text = xls_writer._begin, "&CTỐI MẬT"
    head = xls_writer.record(0x14, struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))
    monkeypatch.setattr(xls_writer, "_begin", lambda kind: begin(kind) + (head if kind == 0x10 else b""))
    with pytest.raises(SecrecyError, match=HEADER_FOOTER):
        add(test_form, write_xls(tmp_path / "a.xls", [["a", 1.0]], set()))


def test_what_is_amiss_in_titles_is_told_at_once(test_form: Project, tmp_path: Path) -> None:
    added = add(test_form, with_page(tmp_path / "a.xlsx", "Ước thực hiện năm 2022"))
    assert {item.rule for item in added.findings} == {"title_says_estimate", "period_in_page_text_differs"}
