"""One truth in every format: an .xlsx, an .xls, an .ods and text files of the same cells read alike."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from antq_analysis.errors import InputError
from antq_analysis.sources.receiving.stamps import stamped_parts
from antq_analysis.sources.workbooks import delimited, ods, xlsx
from antq_analysis.sources.workbooks.archive import open_archive
from antq_analysis.sources.workbooks.marks import CellError, FormattedRuns, Percentage, Raw, Uncomputed
from antq_analysis.sources.workbooks.sheet import Sheet
from antq_analysis.sources.workbooks.text_bytes import decode_text
from antq_analysis.sources.workbooks.workbook import read_workbook
from tests.sources.workbooks.xls_writer import write_xls

TRUTH: list[list[Raw]] = [
    ["1.602", 1.602, "00001", True, date(2019, 5, 1), datetime.fromisoformat("2019-05-01T10:30")],
    [CellError("#DIV/0!"), Uncomputed("1+1"), Percentage(0.837), 5.0, "", ""],
    ["", "", "bỏ", 7.0, "Xã <Mẫu> & B", -0.5],
    ["Gộp", "", "", "", "", ""],
    ["", "", "", "", "", ""],
    ["ẩn", "", "", "", "", ""],
]
MERGED, HIDDEN_ROWS, HIDDEN_COLUMNS, STRUCK = ((3, 0, 4, 2),), {5}, {4}, {(2, 2), (2, 3)}

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)


def write_xlsx(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Biểu 01")
    struck = book.add_format({"font_strikeout": True})
    formats = {date: "dd/mm/yyyy", datetime: "dd/mm/yyyy hh:mm", Percentage: "0.0%"}
    for row, line in enumerate(TRUTH):
        for column, value in enumerate(line):
            style = struck if (row, column) in STRUCK else None
            if isinstance(value, CellError):
                sheet.write_formula(row, column, "=1/0", None, value.code)
            elif isinstance(value, Uncomputed):
                sheet.write_formula(row, column, "=" + value.formula, None, "")
            elif isinstance(value, str):
                sheet.write_string(row, column, value, style) if value else None
            elif type(value) in formats:
                sheet.write(row, column, value, book.add_format({"num_format": formats[type(value)]}))
            else:
                sheet.write(row, column, value, style)
    sheet.merge_range(3, 0, 4, 2, "Gộp")
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.set_column(4, 4, None, None, {"hidden": True})
    sheet.write_comment(3, 3, "ghi chú")
    book.add_worksheet("kín").hide()
    book.close()
    return path


def ods_cell(value: Raw, attributes: str = "") -> str:
    from xml.sax.saxutils import escape, quoteattr

    if isinstance(value, CellError):
        kind, text = 'table:formula="of:=1/0" office:value-type="string" office:string-value=""', value.code
    elif isinstance(value, Uncomputed):
        kind, text = f"table:formula={quoteattr('of:=' + value.formula)}", ""
    elif isinstance(value, bool):
        kind, text = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"', "TRUE"
    elif isinstance(value, Percentage):
        kind, text = f'office:value-type="percentage" office:value="{float(value)}"', "83,7%"
    elif isinstance(value, float):
        kind, text = f'office:value-type="float" office:value="{value}"', str(value).replace(".", ",")
    elif isinstance(value, date):
        kind, text = f'office:value-type="date" office:date-value="{value.isoformat()}"', "01/05/2019"
    else:
        kind, text = ('office:value-type="string"' if value else ""), str(value)
    inner = f"<text:p>{escape(text)}</text:p>" if text else ""
    return f"<table:table-cell {attributes} {kind}>{inner}</table:table-cell>"


def write_ods(path: Path, body: str, styles: str = "", manifest: str = "<m/>") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def truth_ods(path: Path) -> Path:
    styles = (
        '<style:style style:name="s" style:family="table-cell"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style><style:style style:name="h" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    lines = []
    for row, line in enumerate(TRUTH):
        cells = []
        for column, value in enumerate(line):
            attributes = 'table:style-name="s"' if (row, column) in STRUCK else ""
            if (row, column) == (3, 0):
                attributes = 'table:number-columns-spanned="3" table:number-rows-spanned="2"'
            cell = ods_cell(value, attributes)
            if (row, column) == (3, 3):
                cell = cell.replace(
                    "></", "><office:annotation><text:p>ghi chú</text:p></office:annotation></", 1
                )
            cells.append(cell)
        hidden = ' table:visibility="collapse"' if row in HIDDEN_ROWS else ""
        lines.append(f"<table:table-row{hidden}>{''.join(cells)}</table:table-row>")
    columns = '<table:table-column table:number-columns-repeated="4"/><table:table-column table:visibility="collapse"/>'
    tail = (
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:style-name="s" table:number-columns-repeated="16384"/></table:table-row>'
    )
    body = (
        f'<table:table table:name="Biểu 01">{columns}{"".join(lines)}{tail}</table:table>'
        '<table:table table:name="kín" table:style-name="h"/>'
    )
    return write_ods(path, body, styles)


def shown(sheet: Sheet) -> object:
    rows = [
        [("", "") if isinstance(value, Uncomputed) else (type(value), value) for value in line]
        for line in sheet.rows
    ]
    return rows, sheet.merged, sheet.hidden_rows, sheet.hidden_columns, sheet.struck


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_every_format_reads_alike(tmp_path: Path, ending: str) -> None:
    write = {"xlsx": write_xlsx, "ods": truth_ods, "xls": lambda path: write_xls(path, TRUTH, STRUCK)}[ending]
    first, second = read_workbook(write(tmp_path / f"a.{ending}")).sheets
    expected = Sheet(
        "Biểu 01", TRUTH, MERGED, False, frozenset(HIDDEN_ROWS), frozenset(HIDDEN_COLUMNS), frozenset(STRUCK)
    )
    assert shown(first) == shown(expected)
    assert isinstance(first.rows[1][1], Uncomputed)
    assert (first.name, first.hidden, second.name, second.hidden) == ("Biểu 01", False, "kín", True)
    if ending != "xls":
        assert first.comments == {(3, 3): "ghi chú"}


def test_text_runs_of_an_ods(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="T1" style:family="text"><style:text-properties '
        'style:text-position="super 58%"/></style:style>'
    )
    raised = '<text:span text:style-name="T1">1</text:span>'
    cell = f'<table:table-cell office:value-type="string"><text:p>12{raised}</text:p>'
    body = f'<table:table table:name="S"><table:table-row>{cell}</table:table-cell></table:table-row></table:table>'
    value = read_workbook(write_ods(tmp_path / "a.ods", body, styles)).sheets[0].rows[0][0]
    assert isinstance(value, FormattedRuns)
    assert value.runs == (("12", ""), ("1", "superscript"))


CELLS = [
    ["STT", "Xã", "Số vụ", "Tỷ lệ"],
    ["00001", "Mẫu; An", "1.602", "83,7"],
    ["2", 'Bình "B"\nAn', "", "5"],
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_files_keep_every_cell_as_text(tmp_path: Path, delimiter: str, encoding: str) -> None:
    import csv
    import io

    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows([["Biểu 01"], *CELLS])
    path = tmp_path / "a.csv"
    path.write_bytes(buffer.getvalue().encode(encoding))
    (sheet,) = read_workbook(path).sheets
    assert [list(row) for row in sheet.rows] == [["Biểu 01", "", "", ""], *CELLS]
    assert sheet.name == "a"


def test_windows_1258_joins_its_tones() -> None:
    # ế is ê and an acute accent, ộ is ô and a dot below, đ and ư have letters of their own.
    assert decode_text(b"Ti\xea\xecng Vi\xea\xf2t, \xf0\xfd\xf5\xccng") == "Tiếng Việt, đường"
    assert decode_text(b"X\xb7 B\xbec Phong \xa7\xb5") is None
    assert decode_text(b"\xec\xb0") is None
    assert decode_text(b"a\x00\x00\x00") is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Xã Mẫu\nXã An\n", "no_delimiter"),
        ("a;b|c;d|e\n1;2|3;4|5\n", "two_delimiters"),
        ("Xã,Số vụ,Tỷ lệ\nMẫu,5,83,7\nAn,6,80\n", "uneven_line"),
        ("Xã,Số vụ,Tỷ lệ\nMẫu,5,83,7\nAn,6,80,1\n", "uneven_line"),
        ("TT,Xã,Dân số,Số vụ\n1,Mẫu,4000,5\n2,An,6\n3,Yên,4100,7\n", "uneven_line"),
        ("TT,Xã, phường,Dân số,Số vụ\n1,Mẫu,4000,5\n2,An,4050,6\n", "uneven_line"),
        ("<html><table><tr><td>1</td></tr></table></html>", "is_web_page"),
        ('<?xml version="1.0"?><Workbook/>', "is_xml"),
        ("\n \n", "empty_file"),
    ],
)
def test_texts_that_are_no_sure_table(tmp_path: Path, text: str, key: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_workbook(tmp_path / "a.csv")
    assert caught.value.key == f"sources.{key}"


def test_a_decimal_comma_in_every_line_does_not_split_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Xã;Tỷ lệ, %\nMẫu;83,7\nAn;80,1\n", encoding="utf-8")
    assert read_workbook(tmp_path / "a.csv").sheets[0].rows[1] == ["Mẫu", "83,7"]
    (tmp_path / "b.csv").write_text("sep=,\nXã,Tỷ lệ\nMẫu;B,5\n", encoding="utf-8")
    assert read_workbook(tmp_path / "b.csv").sheets[0].rows == [["Xã", "Tỷ lệ"], ["Mẫu;B", "5"]]


@pytest.mark.parametrize(
    ("made", "named", "key"),
    [("a.xlsx", "b.csv", "really_xlsx"), ("a.ods", "b.xlsx", "really_ods"), ("a.xls", "b.xlsx", "really_xls"),
     ("a.csv", "b.xls", "really_text")],
)  # fmt: skip
def test_a_file_is_what_its_ending_says(tmp_path: Path, made: str, named: str, key: str) -> None:
    path = tmp_path / made
    write = {
        ".xlsx": write_xlsx,
        ".ods": truth_ods,
        ".xls": lambda path: write_xls(path, TRUTH, STRUCK),
        ".csv": lambda path: path.write_text("a,b\n"),
    }
    write[path.suffix](path)  # type: ignore[operator]
    with pytest.raises(InputError) as caught:
        read_workbook(path.rename(tmp_path / named))
    assert caught.value.key == f"sources.{key}"


EMPTY_ROWS = '<table:table-row table:number-rows-repeated="99999999999"><table:table-cell/></table:table-row>'


def with_sheet(path: Path, rows: bytes) -> Path:
    copy = path.with_name("hostile.xlsx")
    with (
        zipfile.ZipFile(write_xlsx(path)) as source,
        zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"
            target.writestr(name, data if name.endswith("sheet1.xml") else source.read(name))
    return copy


@pytest.mark.parametrize("rows", [b'<c r="A1"' * 9000, b'<c t="e" r="A1">' * 9000, b'<c r="A1"><f ' * 9000])
def test_cells_without_an_end_are_not_searched_again_and_again(tmp_path: Path, rows: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_workbook(with_sheet(tmp_path / "a.xlsx", rows))
    assert caught.value.key in ("sources.broken_archive", "sources.unplaced_cells")


def test_too_many_filled_cells_are_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("antq_analysis.sources.workbooks.sheet.MAX_FILLED_CELLS", 100)
    monkeypatch.setattr(xlsx, "sheet_marks", None)
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(1, 200))
    with pytest.raises(InputError) as caught:
        read_workbook(with_sheet(tmp_path / "a.xlsx", rows))
    assert caught.value.key == "sources.absurd_size"
    monkeypatch.setattr(delimited, "MAX_FILLED_CELLS", 100)
    (tmp_path / "a.csv").write_text("a,b\n" * 200)
    with pytest.raises(InputError) as caught:
        read_workbook(tmp_path / "a.csv")
    assert caught.value.key == "sources.absurd_text"


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ('<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>', "absurd_size"),
        (EMPTY_ROWS + "<table:table-row>{cell}</table:table-row>", "absurd_size"),
        ('<table:table-row table:number-rows-repeated="0">{cell}</table:table-row>', "broken_archive"),
    ],
)  # fmt: skip
def test_what_an_ods_repeats_without_end(tmp_path: Path, rows: str, key: str) -> None:
    body = f'<table:table table:name="S">{rows.format(cell=ods_cell(1.0))}</table:table>'
    with pytest.raises(InputError) as caught:
        read_workbook(write_ods(tmp_path / "a.ods", body))
    assert caught.value.key == f"sources.{key}"


def test_a_protected_or_overfull_ods(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError) as caught:
        read_workbook(write_ods(tmp_path / "a.ods", "", manifest="<manifest:encryption-data/>"))
    assert caught.value.key == "sources.password"
    monkeypatch.setattr(ods, "MAX_TAGS", 3)
    with pytest.raises(InputError) as caught:
        read_workbook(truth_ods(tmp_path / "b.ods"))
    assert caught.value.key == "sources.zip_bomb"


def test_a_protected_and_a_cut_xls(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_workbook(write_xls(tmp_path / "a.xls", TRUTH, STRUCK, protected=True))
    assert caught.value.key == "sources.password"
    data = write_xls(tmp_path / "b.xls", TRUTH, STRUCK).read_bytes()
    # What follows the last record only fills its sector.
    for length in (*range(600, len(data.rstrip(b"\0")) - 4, 197), len(data.rstrip(b"\0")) - 8):
        (tmp_path / "b.xls").write_bytes(data[:length])
        with pytest.raises(InputError):
            read_workbook(tmp_path / "b.xls")


@pytest.mark.parametrize("inside", ["<table:shapes><x><text:p>MẬT</text:p></x></table:shapes>", ""])
def test_a_stamp_in_a_text_box_or_a_note_of_an_ods(tmp_path: Path, inside: str) -> None:
    note = "" if inside else "<office:annotation><text:p>MẬT</text:p></office:annotation>"
    row = f"<table:table-row><table:table-cell>{note}</table:table-cell></table:table-row>"
    path = write_ods(tmp_path / "a.ods", f'<table:table table:name="S">{inside}{row}</table:table>')
    assert list(stamped_parts(open_archive(path))) == ["content.xml"]
    assert not read_workbook(path).sheets[0].rows
