"""What may be kept, how it is kept, and what is refused without a trace."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from antq_analysis.errors import (
    CannotWriteError,
    InputError,
    LayoutError,
    MissingError,
    SecrecyError,
    SettingError,
    UnknownNameError,
)
from antq_analysis.files import sha256
from antq_analysis.project import Project
from antq_analysis.sources.receiving import keeping
from antq_analysis.sources.receiving.adding import Added, add_file
from antq_analysis.sources.receiving.persons import is_person_header, person_columns
from antq_analysis.sources.receiving.received import received_files
from antq_analysis.sources.receiving.stamps import is_stamp, name_is_stamped
from antq_analysis.sources.workbooks.workbook import Sheet, read_workbook
from tests.cases.persons import holds
from tests.cases.workbooks import BODY, HEAD, MERGED_HEAD, write_book
from tests.places.made import register

CANARY = "CANARY-0123456789"


def add(project: Project, path: Path, **options: object) -> Added:
    settings: dict[str, object] = {
        "form": "test_form",
        "map_date": "2023-12-31",
        "project": project,
        **options,
    }
    return add_file(path, "demo", str(settings.pop("period", "2023")), **settings)  # type: ignore[arg-type]


def everything_written(project: Project) -> list[Path]:
    return [path for path in project.raw.rglob("*") if path.is_file()] if project.raw.exists() else []


def test_a_file_is_kept_as_received_with_its_record(test_form: Project, tmp_path: Path) -> None:
    path = write_book(tmp_path / "biểu 01.xlsx")
    added = add(test_form, path, sender='Phòng "PV05"\\Hà', received=date(2024, 1, 5))
    assert added.path == test_form.raw / "demo/2023/biểu 01.xlsx"
    assert added.findings == ()
    assert added.path.read_bytes() == path.read_bytes()
    table = tomllib.loads((added.path.parent / "source.toml").read_text(encoding="utf-8"))
    assert table == {
        "file": [
            {
                "name": "biểu 01.xlsx", "sha256": sha256(path), "received_sha256": sha256(path), "form": "test_form",
                "map": date(2020, 1, 1), "period": "2023", "stage": "final", "sender": 'Phòng "PV05"\\Hà',
                "received": date(2024, 1, 5),
            }
        ]
    }  # fmt: skip
    (file,) = received_files("demo", test_form)
    assert (file.path, file.sha256, file.form, file.map, file.period) == (
        added.path,
        sha256(path),
        "test_form",
        "2020-01-01",
        "2023",
    )
    assert file.source_id == sha256(path)[:12]


def test_the_same_again_is_said_and_other_content_refused(test_form: Project, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx")
    add(test_form, path)
    again = add(test_form, path)
    assert [item.rule for item in again.findings] == ["already_there"]
    before = again.path.read_bytes()
    other = write_book(tmp_path / "x" / "a.xlsx", [["khác"]], merged=())
    with pytest.raises(InputError) as caught:
        add(test_form, other)
    assert caught.value.key == "sources.other_content"
    assert again.path.read_bytes() == before
    with pytest.raises(InputError):
        copy = tmp_path / "b.xlsx"
        copy.write_bytes(path.read_bytes())
        add(test_form, copy)
    assert len(received_files("demo", test_form)) == 1


def test_a_replaced_file_no_longer_counts(test_form: Project, tmp_path: Path) -> None:
    add(test_form, write_book(tmp_path / "a.xlsx"))
    with pytest.raises(UnknownNameError):
        add(test_form, write_book(tmp_path / "b.xlsx", [["b"]], merged=()), replaces="c.xlsx")
    add(test_form, tmp_path / "b.xlsx", replaces="a.xlsx", stage="revised")
    assert [(file.name, file.stage) for file in received_files("demo", test_form)] == [("b.xlsx", "revised")]
    assert (test_form.raw / "demo/2023/a.xlsx").exists()


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"form": "none"}, UnknownNameError),
        ({"form": "../project"}, UnknownNameError),
        ({"period": "2023-13"}, InputError),
        ({"period": "2025"}, LayoutError),
        ({"stage": "guess"}, UnknownNameError),
        ({"map_date": "2019-01-01"}, MissingError),
    ],
)
def test_wrong_arguments_keep_nothing(
    test_form: Project, tmp_path: Path, options: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        add(test_form, write_book(tmp_path / "a.xlsx"), **options)
    assert everything_written(test_form) == []


def test_an_unknown_province(test_form: Project, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError):
        add_file(
            write_book(tmp_path / "a.xlsx"),
            "nowhere",
            "2023",
            form="test_form",
            map_date="2023-12-31",
            project=test_form,
        )


@pytest.mark.parametrize(
    "stamp", ["MẬT", "TỐI MẬT", " TUYỆT MẬT ", "MA\u0302\u0323T", "Độ mật: Tối mật", "(MẬT)"]
)
@pytest.mark.parametrize("where", ["main", "other"])
def test_a_stamped_workbook_is_not_copied(test_form: Project, tmp_path: Path, stamp: str, where: str) -> None:
    rows = [*HEAD, *BODY]
    stamped = [[stamp], *rows[1:]] if where == "main" else rows
    others = {"Khác": [["a"], [None, None, stamp]]} if where == "other" else None
    with pytest.raises(SecrecyError):
        add(test_form, write_book(tmp_path / "a.xlsx", stamped, others=others))
    assert everything_written(test_form) == []


@pytest.mark.parametrize(
    "name",
    [
        "TỐI MẬT - bieu.xlsx", "bieu (MẬT).xlsx", "bieu_MẬT.xlsx", "MẬT.xlsx", "TUYỆT_MẬT_bieu.xlsx", "MẬT bieu.xlsx",
        "bieu 2025 MẬT.xlsx", "TỐI MẬT BIEU 2025.xlsx", "BÁO CÁO MẬT.xlsx", "TUYỆT MẬT số 12.xlsx",
    ],
)  # fmt: skip
def test_a_stamped_name_is_refused(test_form: Project, tmp_path: Path, name: str) -> None:
    with pytest.raises(SecrecyError):
        add(test_form, write_book(tmp_path / name))
    assert everything_written(test_form) == []


def test_stamps_in_page_headers_text_boxes_and_comments(test_form: Project, tmp_path: Path) -> None:
    import openpyxl
    import xlsxwriter
    from openpyxl.comments import Comment

    book = openpyxl.load_workbook(write_book(tmp_path / "header.xlsx"))
    book["Biểu 01"].oddHeader.center.text = "MẬT"
    book.save(tmp_path / "header.xlsx")
    book = openpyxl.load_workbook(write_book(tmp_path / "comment.xlsx"))
    book["Biểu 01"]["C7"].comment = Comment("TỐI MẬT", "")
    book.save(tmp_path / "comment.xlsx")
    drawn = xlsxwriter.Workbook(tmp_path / "box.xlsx")
    drawn.add_worksheet("S").insert_textbox(1, 1, "TUYỆT MẬT")
    drawn.close()
    for name in ("header", "comment", "box"):
        with pytest.raises(SecrecyError):
            add(test_form, tmp_path / f"{name}.xlsx")
    assert everything_written(test_form) == []


def test_what_must_not_be_refused(test_form: Project, tmp_path: Path) -> None:
    for text in ("MẬT ĐỘ DÂN SỐ", "BÍ MẬT", "XÃ YÊN MẬT", "Xã Yên Mật", "Bảo mật", "MẬT KHẨU", "Mật độ"):
        assert not is_stamp(text), text
    for name in (
        "MẬT ĐỘ DÂN SỐ.xlsx",
        "XÃ YÊN MẬT.xlsx",
        "XÃ_YÊN_MẬT.xlsx",
        "MẬT_ĐỘ.xlsx",
        "mật độ - bieu.xlsx",
        "BÍ_MẬT.xlsx",
        "XÃ YÊN MẬT bieu 2025.xlsx",
        "BÁO CÁO MẬT ĐỘ DÂN SỐ 2025.xlsx",
        "Phường Đông MẬT.xlsx",
        "BÍ MẬT NHÀ NƯỚC.xlsx",
    ):
        assert not name_is_stamped(name), name
    for text in (
        "(Ký, ghi rõ họ tên)", "Hình ảnh", "Số người", "Tên mô hình", "Họ tự quản",
        "Dòng họ tự quản", "Số điện thoại công cộng đã lắp",
        "Năm thành lập", "Ngày thành lập", "Số hộ", "Nơi nhận", "Địa bàn", "Số người có họ hàng",
        "Tổng số hộ thường trú", "Số đối tượng",
    ):  # fmt: skip
        assert not is_person_header(text), text
    rows = [[*row] for row in (*HEAD, *BODY)]
    rows[7][2] = 123456789
    rows += [
        ["(Ký, ghi rõ họ tên)", None, "Hình ảnh", "XÃ YÊN MẬT", "MẬT ĐỘ DÂN SỐ"],
        ["NGƯỜI LẬP BIỂU", "Họ và tên"],
        [None, "Nguyễn Văn A"],
    ]
    add(test_form, write_book(tmp_path / "a.xlsx", rows))
    assert len(everything_written(test_form)) == 2


@pytest.mark.parametrize(
    "header",
    [
        "Họ và tên",
        "HỌ TÊN",
        "Họ, tên đối tượng",
        "Ngày sinh",
        "Năm sinh",
        "Ngày, tháng, năm sinh",
        "Số CCCD",
        "CMND",
        "Số CCCD/CMND",
        "Số định danh cá nhân",
        "Số điện thoại",
        "SĐT",
        "Nơi thường trú",
        "Hộ khẩu thường trú",
        "Số CCCD (12 số)",
        "Quê quán",
    ],
)
def test_persons_are_refused_without_a_value_leaving(
    test_form: Project, tmp_path: Path, header: str, capsys: pytest.CaptureFixture[str]
) -> None:
    persons = [["DANH SÁCH"], ["STT", header, "Ghi chú"], [1, CANARY, None], [2, CANARY, None]]
    added = add(test_form, write_book(tmp_path / "a.xlsx", others={"Danh sách": persons}))
    (finding,) = added.findings
    assert (finding.rule, finding.sheet, finding.cell) == ("persons_sheet_left_out", "Danh sách", "B2:B4")
    assert [sheet.name for sheet in read_workbook(added.path).sheets] == ["Biểu 01"]
    alone = write_book(tmp_path / "b.xlsx", persons, merged=())
    with pytest.raises(InputError) as caught:
        add(test_form, alone)
    assert caught.value.key == "sources.persons"
    said = str(caught.value) + caught.value.text("en") + "".join(capsys.readouterr())
    assert "B2:B4" in said
    assert CANARY not in said + finding.text() + finding.remedy()
    assert len(everything_written(test_form)) == 2
    assert not any(holds(path, CANARY) for path in everything_written(test_form))


def test_a_person_column_under_a_date_is_still_found() -> None:
    rows = [
        ["Mẫu, ngày 20 tháng 11 năm 2023"],
        ["STT", "Họ và tên", "Xã"],
        [1, "Nguyễn Văn A", "Cao Sơn"],
        [2, "Trần Thị B", "Cao Sơn"],
    ]
    assert [column.cells for column in person_columns(Sheet("S", rows))] == ["B2:B4"]


def test_a_changed_file_is_named(test_form: Project, tmp_path: Path) -> None:
    kept = add(test_form, write_book(tmp_path / "a.xlsx")).path
    kept.chmod(0o644)
    kept.write_bytes(kept.read_bytes() + b"\0")
    with pytest.raises(InputError) as caught:
        received_files("demo", test_form)
    assert any("data/raw/demo/2023/a.xlsx" in case for case in caught.value.cases)
    kept.unlink()
    with pytest.raises(MissingError):
        received_files("demo", test_form)


def test_a_file_nobody_recorded_is_named(test_form: Project, tmp_path: Path) -> None:
    kept = add(test_form, write_book(tmp_path / "a.xlsx")).path
    write_book(kept.with_name("b.xlsx"))
    (kept.parent / "~$a.xlsx").write_bytes(b"lock")
    with pytest.raises(InputError) as caught:
        received_files("demo", test_form)
    assert len(caught.value.cases) == 1
    assert "b.xlsx" in caught.value.cases[0]


@pytest.mark.parametrize("name", ["../../../project.toml", "/etc/passwd", "..", "a\\\\b.xlsx", "source.toml"])
def test_a_record_cannot_leave_its_folder(test_form: Project, name: str) -> None:
    folder = test_form.raw / "demo/2023"
    folder.mkdir(parents=True)
    (folder / "source.toml").write_text(
        f'[[file]]\nname = "{name}"\nsha256 = "0"\nreceived_sha256 = "0"\n'
        'form = "test_form"\nmap = 2020-01-01\nperiod = "2023"\n'
    )
    with pytest.raises(InputError) as caught:
        received_files("demo", test_form)
    assert caught.value.key == "sources.bad_file_name"


def test_a_record_is_read_strictly(test_form: Project, tmp_path: Path) -> None:
    kept = add(test_form, write_book(tmp_path / "a.xlsx")).path
    record = kept.with_name("source.toml")
    record.write_text(record.read_text().replace("stage =", "stagee ="))
    with pytest.raises(SettingError) as caught:
        received_files("demo", test_form)
    assert any("stagee" in case and "stage" in case for case in caught.value.cases)


def test_nothing_is_left_when_the_record_cannot_be_written(
    test_form: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: object) -> None:
        raise CannotWriteError("errors.cannot_write", file=path, reason="full")

    monkeypatch.setattr(keeping, "write_whole", full)
    with pytest.raises(CannotWriteError):
        add(test_form, write_book(tmp_path / "a.xlsx"))
    assert everything_written(test_form) == []


def test_no_files_yet(test_form: Project) -> None:
    assert received_files("demo", test_form) == ()


def test_merged_ranges_of_the_test_form_match_its_head() -> None:
    assert all(cells.count(":") == 1 for cells in MERGED_HEAD)


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ({"form": "demo_2023"}, "form: đang ghi test_form, lệnh ghi demo_2023"),
        ({"map_date": "2025-12-31"}, "map: đang ghi 2020-01-01, lệnh ghi 2025-07-01"),
        ({"stage": "estimate"}, "stage: đang ghi final, lệnh ghi estimate"),
        ({"sender": "Phòng Khác"}, "sender: đang ghi Phòng Mẫu, lệnh ghi Phòng Khác"),
    ],
)
def test_the_same_file_with_other_words_is_refused_and_told_how_to_change(
    test_form: Project, tmp_path: Path, options: dict[str, object], line: str
) -> None:
    path = write_book(tmp_path / "a.xlsx")
    kept = add(test_form, path, sender="Phòng Mẫu").path
    register(["00001"], test_form, "2025-07-01")
    record = (kept.parent / "source.toml").read_bytes()
    with pytest.raises(InputError) as caught:
        add(test_form, path, **options)
    assert caught.value.key == "sources.recorded_otherwise"
    assert "data/raw/demo/2023/source.toml" in caught.value.text()
    assert caught.value.cases == (f"dòng {line}",)
    assert (kept.parent / "source.toml").read_bytes() == record
    again = add(test_form, path, map_date="2024-06-01", sender="")
    assert again.was_there, "a day within the time of the recorded map is no other map"


def test_what_is_no_file_to_keep_is_named(test_form: Project, tmp_path: Path) -> None:
    (tmp_path / "~$bc2024.xlsx").write_bytes(b"lock")
    with pytest.raises(InputError) as caught:
        add(test_form, tmp_path / "~$bc2024.xlsx")
    assert caught.value.key == "sources.excel_lock"
    assert caught.value.text().endswith(": bc2024.xlsx")
    with pytest.raises(InputError) as caught:
        add(test_form, tmp_path)
    assert caught.value.key == "sources.is_folder"
    assert "thư mục" in caught.value.text()
    assert everything_written(test_form) == []
