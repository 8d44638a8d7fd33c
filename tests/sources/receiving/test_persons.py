"""Sheets and columns about persons: left out whole, nothing of them anywhere, and everything else as it was."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from antq_analysis.errors import InputError
from antq_analysis.files import sha256
from antq_analysis.project import Project
from antq_analysis.sources.receiving.adding import Added, add_file
from antq_analysis.sources.receiving.identities import is_list_of_persons, number_columns
from antq_analysis.sources.receiving.left_out import LEFT_OUT
from antq_analysis.sources.receiving.named_roles import role_columns
from antq_analysis.sources.receiving.persons import is_person_header, person_columns
from antq_analysis.sources.receiving.received import received_files
from antq_analysis.sources.receiving.record import read_record
from antq_analysis.sources.workbooks.workbook import Sheet, read_workbook
from tests.cases.persons import holds
from tests.cases.workbooks import BODY, HEAD, MERGED_HEAD, write_book

NAMES = ["Nguyễn Canary Một", "Trần Canary Hai", "Lê Canary Ba", "Phạm Canary Bốn", "Vũ Canary Năm"]
PHONES = ["0912000111", "0912 000 222", "0912.000.333", "0912000444", "0912000555"]
CANARIES = (*NAMES, *PHONES, "Canary")


def add(project: Project, path: Path, **more: object) -> Added:
    return add_file(path, "demo", "2023", form="test_form", map_date="2023-12-31", project=project, **more)  # type: ignore[arg-type]


def clean_of_canaries(project: Project, said: Sequence[str] = ()) -> bool:
    files = [path for path in project.root.rglob("*") if path.is_file()]
    assert files
    found = [path for path in files if any(holds(path, canary) for canary in CANARIES)]
    return not found and not any(canary in text for canary in CANARIES for text in said)


def said_of(added: Added) -> list[str]:
    return [
        text
        for item in added.findings
        for lang in ("vi", "en")
        for text in (item.text(lang), item.remedy(lang), repr(item))
    ]


def with_columns() -> list[list[object]]:
    """The form of the tests, with a name and a telephone in each row of a commune."""
    rows = [[*row, *[None] * (8 - len(row))] for row in (*HEAD, *BODY)]
    for row in rows:
        row[2:2] = [None, None]
    rows[2][2:4] = ["Họ và tên trưởng công an xã", "Số điện thoại"]
    for row, name, phone in zip((6, 7, 8, 10, 11), NAMES, PHONES, strict=True):
        rows[row][2:4] = [name, phone]
    return rows


MERGED = ("A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:H3", "I3:I4", "J3:J4")


def test_columns_are_left_out_and_the_others_read_as_before(test_form: Project, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", with_columns(), merged=MERGED)
    before = read_workbook(path).sheets[0]
    added = add(test_form, path)
    assert [(item.rule, item.cell) for item in added.findings] == [
        ("persons_column_left_out", "C3:C12"),
        ("persons_column_left_out", "D3:D12"),
    ]
    after = read_workbook(added.path).sheets[0]
    assert (after.name, set(after.merged)) == (before.name, set(before.merged))
    expected = [list(cells) for cells in before.rows]
    for cells in expected[2:]:
        cells[2:4] = ["", ""]
    expected[2][2:4] = [LEFT_OUT, LEFT_OUT]
    assert [list(cells) for cells in after.rows][: len(expected)] == expected
    (entry,) = read_record(added.path.parent / "source.toml")
    assert entry.received_sha256 == sha256(path)
    assert entry.sha256 == sha256(added.path) != entry.received_sha256
    assert received_files("demo", test_form)[0].sha256 == entry.sha256
    assert clean_of_canaries(test_form, said_of(added))


def test_the_same_file_again_is_known_though_a_copy_is_kept(test_form: Project, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", with_columns(), merged=MERGED)
    first = add(test_form, path)
    kept = first.path.read_bytes()
    again = add(test_form, path)
    assert "already_there" in [item.rule for item in again.findings]
    assert first.path.read_bytes() == kept
    first.path.unlink()
    (first.path.parent / "source.toml").unlink()
    assert add(test_form, path).path.read_bytes() == kept


def everywhere(path: Path) -> Path:
    """Write a workbook with a list of persons, and what Excel keeps of it in all other parts of a file."""
    write_book(
        path,
        others={
            "Danh sách": [
                ["STT", "Họ và tên", "Năm sinh"],
                *([i, name, 1970] for i, name in enumerate(NAMES, 1)),
            ]
        },
    )
    book = openpyxl.load_workbook(path)
    book.properties.creator = NAMES[0]
    book.properties.lastModifiedBy = NAMES[1]
    book.properties.description = NAMES[2]
    book.defined_names["canary"] = DefinedName("canary", attr_text=f'"{NAMES[3]}"')
    main = book["Biểu 01"]
    main["C7"].comment = Comment(f"Họ và tên: {NAMES[4]}", NAMES[0])
    main["H8"] = NAMES[0]
    main["H9"] = f"ông {NAMES[1]}, {PHONES[0]}"
    main["H10"] = f'="{NAMES[2]}"'
    main.oddFooter.center.text = NAMES[3]
    main.oddHeader.left.text = PHONES[4]
    book.save(path)
    return path


def test_nothing_of_a_list_stays_in_any_part_of_the_archive(test_form: Project, tmp_path: Path) -> None:
    path = everywhere(tmp_path / "a.xlsx")
    assert holds(path, NAMES[0])
    assert holds(path, NAMES[3])
    added = add(test_form, path)
    rules = {item.rule for item in added.findings}
    assert rules == {
        "persons_sheet_left_out",
        "persons_repeated",
        "persons_in_comments",
        "persons_in_page_text",
    }
    assert clean_of_canaries(test_form, said_of(added))
    (sheet,) = read_workbook(added.path).sheets
    assert sheet.name == "Biểu 01"
    assert sheet.comments == {}
    assert sheet.rows[6][2] == "1.602"


def test_a_sheet_named_after_a_person_is_called_by_its_number(test_form: Project, tmp_path: Path) -> None:
    head = ["STT", "Họ và tên", "Năm sinh"]
    people = {NAMES[0]: [head, *([i, name, 1970] for i, name in enumerate(NAMES, 1))]}
    added = add(test_form, write_book(tmp_path / "a.xlsx", others=people))
    assert {(item.rule, item.sheet) for item in added.findings} == {("persons_sheet_left_out", "(2)")}
    assert clean_of_canaries(test_form, said_of(added))


def test_a_comment_about_a_person_is_enough(test_form: Project, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_book(tmp_path / "a.xlsx"))
    book["Biểu 01"]["C7"].comment = Comment(f"liên hệ {PHONES[0]}", "")
    book.save(tmp_path / "a.xlsx")
    added = add(test_form, tmp_path / "a.xlsx")
    assert [(item.rule, item.cell) for item in added.findings] == [("persons_in_comments", "C7")]
    assert clean_of_canaries(test_form, said_of(added))
    book["Biểu 01"]["C7"].comment = Comment("(Ký, ghi rõ họ tên) 123.456.789 đồng", "")
    book.save(tmp_path / "b.xlsx")
    assert add(test_form, tmp_path / "b.xlsx").path.read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_pivot_table_still_stores_its_list(test_form: Project, tmp_path: Path) -> None:
    import zipfile

    path = write_book(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        fields = f'<cacheField name="Họ và tên"><sharedItems><s v="{NAMES[0]}"/></sharedItems></cacheField>'
        archive.writestr(
            "xl/pivotCache/pivotCacheDefinition1.xml",
            f"<pivotCacheDefinition>{fields}</pivotCacheDefinition>",
        )
    added = add(test_form, path)
    assert [item.rule for item in added.findings] == ["persons_in_pivot"]
    assert clean_of_canaries(test_form, said_of(added))


def test_a_text_file_becomes_a_workbook_of_its_name(test_form: Project, tmp_path: Path) -> None:
    path = tmp_path / "bieu.csv"
    lines = [
        "STT;Xã;Dân số;Họ và tên",
        *(f"{i};Xã Mẫu {i};{i}.602;{name}" for i, name in enumerate(NAMES, 1)),
    ]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    added = add(test_form, path)
    assert added.path.name == "bieu.csv.xlsx"
    (sheet,) = read_workbook(added.path).sheets
    assert sheet.name == "bieu"
    assert list(sheet.rows[1][:3]) == ["1", "Xã Mẫu 1", "1.602"]
    assert clean_of_canaries(test_form, said_of(added))


@pytest.mark.parametrize(
    "header",
    [
        "1. Họ và tên", "(5) Họ và tên", "a) Họ tên", '"Họ và tên"', "“Họ tên”", "Họ và tên…", "Họ & tên",
        "Họ, chữ đệm và tên", "Điện thoại", "Điện thoại liên hệ", "ĐTDĐ", "SĐT người đứng đầu", "Thẻ CCCD số",
    ],
)  # fmt: skip
def test_a_header_numbered_quoted_or_otherwise_worded_is_the_same_header(header: str) -> None:
    assert is_person_header(header)


@pytest.mark.parametrize(
    "header",
    [
        "ĐT",
        "Di động",
        "Loa di động",
        "1. Số vụ",
        "Tên mô hình",
        "Tin báo qua điện thoại",
        "Số đối tượng",
        "2. Hộ",
    ],
)
def test_a_header_of_figures_stays_one(header: str) -> None:
    assert not is_person_header(header)


@pytest.mark.parametrize("header", ["Số ĐT", "Nhắc nhở qua mạng, điện thoại"])
def test_short_words_for_a_telephone_may_head_counts(header: str) -> None:
    rows = [["Xã", "Số vụ", header], ["Cao Sơn", 5, 12], ["Vân Sơn", 2, "1.024"]]
    assert not [*person_columns(Sheet("S", rows))]
    rows[2][2] = "0912 000 222"
    assert [column.cells for column in person_columns(Sheet("S", rows))] == ["C1:C3"]


def test_a_column_of_telephones_is_one_whatever_its_header_says() -> None:
    rows = [["TT", "Xã", "Zalo", "Số vụ"], *([i, f"Xã {i}", phone, i] for i, phone in enumerate(PHONES))]
    (found,) = number_columns(Sheet("S", rows), [])
    assert (found.cells, found.header, found.identifies) == ("C1:C6", "số điện thoại", True)
    assert not [*number_columns(Sheet("S", rows), [found])]
    citizens = [["Xã", "Mã"], *([f"Xã {i}", f"00109900012{i}"] for i in range(4))]
    assert [column.header for column in number_columns(Sheet("S", citizens), [])] == ["số căn cước"]


def test_telephones_below_figures_or_sums_of_money_take_no_column() -> None:
    figures = [
        ["TT", "Xã", "Số vụ"],
        *([i, f"Xã {i}", i + 3] for i in range(9)),
        *(["", "", one] for one in PHONES[:3]),
    ]
    assert not [*number_columns(Sheet("S", figures), [])]
    money = [
        ["Xã", "Thiệt hại (đồng)"],
        *([f"Xã {i}", f"91234567{i}"] for i in range(5)),
        ["Xã 9", 123456789012],
    ]
    assert not [*number_columns(Sheet("S", money), [])]


def test_a_column_of_telephones_leaves_the_table_beside_it(test_form: Project, tmp_path: Path) -> None:
    rows = with_columns()
    rows[2][2:4] = ["Lực lượng", "Hotline"]
    for row in (6, 7, 8, 10, 11):
        rows[row][2] = "Công an"
    added = add(test_form, write_book(tmp_path / "a.xlsx", rows, merged=MERGED))
    assert [(item.rule, item.cell) for item in added.findings][:1] == [("persons_column_left_out", "D3:D12")]
    after = read_workbook(added.path).sheets[0]
    assert after.rows[6][4] == "1.602"
    assert not any(
        holds(path, phone) for path in test_form.root.rglob("*") if path.is_file() for phone in PHONES
    )


def test_a_header_over_two_columns_takes_both() -> None:
    rows = [
        ["Xã", "Năm sinh", "", "Số vụ"],
        ["", "Nam", "Nữ", ""],
        ["Cao Sơn", "1970", "", 2],
        ["Vân Sơn", "", "1971", 3],
    ]
    assert [column.cells for column in person_columns(Sheet("S", rows))] == ["B1:C4"]
    merged = Sheet("S", rows, merged=((0, 1, 0, 2),))
    assert [column.cells for column in person_columns(merged)] == ["B1:C4"]


def test_a_column_without_a_header_beside_names_goes_with_them() -> None:
    rows = [["Xã", "Họ và tên", "", "Số vụ"], ["Cao Sơn", "Lê Mẫu", "A", 2], ["Vân Sơn", "Lê Mẫu", "B", 13]]
    assert [column.cells for column in person_columns(Sheet("S", rows))] == ["B1:C3"]
    rows = [["", "", "Dân số", "Số vụ"], ["Xã", "Họ và tên", "", ""], ["Cao Sơn", "Lê Mẫu A", "900", 2]]
    assert [column.cells for column in person_columns(Sheet("S", rows))] == ["B2:B3"]
    rows = [["Xã", "Họ và tên", "", "Số vụ"], ["Cao Sơn", "Lê Mẫu A", 900, 2]]
    assert [column.cells for column in person_columns(Sheet("S", rows))] == ["B1:B2"]


@pytest.mark.parametrize(
    ("title", "rows", "whole"),
    [
        ("Biểu", [["Xã", "Họ và tên", "Số vụ"], ["Cao Sơn", "Lê Mẫu A", 2], ["Vân Sơn", "Lê Mẫu B", 13]], False),
        ("Biểu", [["TT", "Họ và tên", "Xã"], [1, "Lê Mẫu A", "Cao Sơn"], [2, "Lê Mẫu B", "Vân Sơn"]], True),
        ("Biểu", [["Xã", "Họ và tên", "Vụ"], *(["Cao Sơn", f"Lê Mẫu {x}", ord(x) % 7] for x in "ABCD")], True),
        ("Danh sách", [["Xã", "Họ và tên", "Số vụ"], ["Cao Sơn", "Lê Mẫu A", 2], ["Vân Sơn", "Lê Mẫu B", 13]], True),
        ("Danh sách xã", [["Xã", "Họ và tên", "Vụ"], ["Cao Sơn", "Lê Mẫu A", 2], ["Vân Sơn", "Lê Mẫu B", 13]], False),
    ],
)  # fmt: skip
def test_a_list_goes_whole_and_a_table_of_units_loses_a_column(
    title: str, rows: list[list[object]], whole: bool
) -> None:
    sheet = Sheet(title, rows)  # type: ignore[arg-type]
    assert is_list_of_persons(sheet, [*person_columns(sheet)]) is whole


def test_words_that_persons_share_with_units_are_not_blanked(test_form: Project, tmp_path: Path) -> None:
    rows = with_columns()
    rows[8][2] = "Không có"
    rows[8][9] = "Không có"
    rows[10][2] = "Xã Cao Sơn"
    added = add(test_form, write_book(tmp_path / "a.xlsx", rows, merged=MERGED))
    assert {item.rule for item in added.findings} == {"persons_column_left_out"}
    after = read_workbook(added.path).sheets[0].rows
    assert after[8][9] == "Không có"
    assert after[6][1] == "Xã Cao Sơn"


def test_what_cannot_be_copied_faithfully_is_refused_whole(
    test_form: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forget(*_: object) -> int:
        return 0

    monkeypatch.setattr(xlsxwriter.worksheet.Worksheet, "write_number", forget)
    with pytest.raises(InputError) as caught:
        add(test_form, write_book(tmp_path / "a.xlsx", with_columns(), merged=MERGED))
    assert caught.value.key == "sources.copy_differs"
    assert not [path for path in test_form.raw.rglob("*") if path.is_file()]


def test_the_head_of_the_test_form_is_the_one_this_file_widens() -> None:
    assert len(MERGED) == len(MERGED_HEAD)


@pytest.mark.parametrize(
    "header", ["Tổ trưởng", "Người phụ trách", "Chủ hộ", "Cán bộ đầu mối", "Truong Cong an xa"]
)
def test_names_under_the_word_for_a_post_are_left_out(
    header: str, test_form: Project, tmp_path: Path
) -> None:
    rows = with_columns()
    rows[2][2:4] = [header, "Tình hình"]
    for row in (6, 7, 8, 10, 11):
        rows[row][3] = "ổn định"
    added = add(test_form, write_book(tmp_path / "a.xlsx", rows, merged=MERGED))
    assert [item.cell for item in added.findings if item.rule == "persons_column_left_out"] == ["C3:C12"]
    assert read_workbook(added.path).sheets[0].rows[6][3] == "ổn định"
    assert clean_of_canaries(test_form, said_of(added))


@pytest.mark.parametrize(
    "under",
    [["12", "7", "0"], [4, 5, 6], ["Xã Lê Lợi", "Xã Trần Phú", "Xã Hoàng Hoa"], ["có", "có", "không"]],
)
def test_what_else_stands_under_such_a_word_stays(under: list[object]) -> None:
    cells = (("Xã", "Tổ trưởng"), *(("Xã A", value) for value in under))
    assert not list(role_columns(Sheet("Biểu 01", cells, ()), ()))


def persons(*, beside: bool) -> list[list[object]]:
    head: list[object] = ["STT", "Họ và tên", "Năm sinh", "Số điện thoại"]
    return [
        *([] if beside else [["DANH SÁCH TỔ TRƯỞNG"]]),
        head,
        *(
            [at, name, 1970 + at, phone]
            for at, (name, phone) in enumerate(zip(NAMES, PHONES, strict=True), 1)
        ),
    ]


def below() -> list[list[object]]:
    return [*(list(row) for row in (*HEAD, *BODY)), [], *persons(beside=False), [], ["Người lập", NAMES[0]]]


def beside(*, gap: bool) -> list[list[object]]:
    rows = [[*row, *[None] * (8 - len(row)), *([None] if gap else [])] for row in (*HEAD, *BODY)]
    top = 3 if gap else 2
    for row, more in zip(rows[top:], persons(beside=True), strict=False):
        row.extend(more)
    return rows


@pytest.mark.parametrize(
    ("rows", "area"),
    [
        ([*HEAD, *BODY[:10], *persons(beside=True)], "A16:H21"),
        (below(), "A22:H30"),
        (beside(gap=True), "J4:M20"),
        (beside(gap=False), "I3:L20"),
    ],
    ids=["at once below", "below", "beside", "beside without a gap"],
)
def test_a_list_apart_from_the_table_is_left_out_alone(
    test_form: Project, tmp_path: Path, rows: list[list[object]], area: str
) -> None:
    path = write_book(tmp_path / "a.xlsx", rows)
    added = add(test_form, path)
    assert [(item.rule, item.cell) for item in added.findings] == [("persons_list_left_out", area)]
    kept = read_workbook(added.path).sheets[0].rows
    plain = read_workbook(write_book(tmp_path / "b.xlsx")).sheets[0].rows
    table = plain[: int(area[1:].partition(":")[0]) - 1] if area.startswith("A") else plain
    assert [list(cells[:8]) for cells in kept[: len(table)]] == [list(cells) for cells in table]
    (entry,) = read_record(added.path.parent / "source.toml")
    assert entry.received_sha256 == sha256(path) != entry.sha256
    assert clean_of_canaries(test_form, said_of(added))


def test_a_table_that_goes_on_below_a_list_is_kept(test_form: Project, tmp_path: Path) -> None:
    again = [[], *(list(row) for row in HEAD[2:]), *(list(row) for row in BODY[4:10])]
    rows = [*HEAD, *BODY[:4], [], *persons(beside=False), *again]
    added = add(test_form, write_book(tmp_path / "a.xlsx", rows, merged=()))
    found = [(item.rule, item.cell) for item in added.findings if item.rule.startswith("persons")]
    ((rule, area),) = found
    last = int(area.rpartition("H")[2])
    kept = [list(cells) for cells in read_workbook(added.path).sheets[0].rows]
    plain = read_workbook(write_book(tmp_path / "b.xlsx", rows, merged=())).sheets[0].rows
    assert rule == "persons_list_left_out"
    assert kept[last:] == [list(cells) for cells in plain[last:]]
    assert len(kept) - last == len(again) - 1
    assert clean_of_canaries(test_form, said_of(added))


def test_a_list_that_nothing_parts_from_the_table_takes_its_sheet_with_it(
    test_form: Project, tmp_path: Path
) -> None:
    rows = [["DANH SÁCH"], *persons(beside=True), [], ["STT", "Xã", "Họ và tên", "Số vụ", "Năm sinh", "SĐT"]]
    rows += [
        [at, "Xã Cao Sơn", name, at, 1980, phone]
        for at, (name, phone) in enumerate(zip(NAMES, PHONES, strict=True))
    ]
    with pytest.raises(InputError):
        add(test_form, write_book(tmp_path / "a.xlsx", rows, merged=()))
    assert not [path for path in test_form.root.rglob("*") if path.is_file() and holds(path, "Canary")]
