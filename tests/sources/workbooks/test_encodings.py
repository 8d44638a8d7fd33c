"""Texts typed in TCVN3, VNI and VISCII, rendered by a table from elsewhere, must come back; Unicode must stay."""

import csv
import random
import shutil
import subprocess
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from antq_analysis.errors import InputError, SecrecyError
from antq_analysis.findings import Severity
from antq_analysis.places.letters.old_encodings import detect, likeliest, looks_old, old_forms
from antq_analysis.places.letters.old_fonts import ENCODINGS, Encoding, convert
from antq_analysis.sources.receiving.persons import is_person_header
from antq_analysis.sources.receiving.scan import scan_file
from antq_analysis.sources.receiving.stamps import has_stamp, is_stamp, name_is_stamped
from antq_analysis.sources.workbooks.encodings import conversion_findings, open_book, unify, unify_book
from antq_analysis.sources.workbooks.marks import FormattedRuns, Raw
from antq_analysis.sources.workbooks.sheet import Sheet, Workbook
from tests.cases.workbooks import BODY, HEAD, MERGED_HEAD, write_book
from tests.sources.conftest import ReadBook

CASES = Path(__file__).parents[2] / "cases"
ROOT = CASES.parents[1]
NAMES = [
    "Xã Đồng Mẫu", "Xã Khuôn Lũng", "Xã Thượng Bằng", "Thị trấn Rừng Thông Mẫu", "Phường Nghĩa Hưởng", "Xã Quỳnh Khuê",
    "Xã Giếng Vối", "Xã Hoẵng Sơn", "Xã Yên Tử Mẫu", "Xã Lũng Phẳng", "Xã Chiềng Bẵng", "Xã Ẳng Tở Mẫu", "Xã Mỹ Lỵ",
    "Xã Kỳ Ngưỡng", "Xã Ngọc Trãi", "Xã Thuỷ Oai", "Xã Huyền Tuyết", "Xã Nặm Cắn Mẫu", "Xã Sỹ Bỉnh", "Xã Pắc Nhuổi",
]  # fmt: skip
SIGNS = [
    "m²", "Diện tích (km²)", "m³", "2½", "½", "30°C", "3×4", "5 × 7", "10·5", "·", "×", "µg", "12 µm", "±5",
    "«Mô hình»",
    "“Mô hình”", "Tổ 5 – 7", "…", "-", "x", "ü", "þ", "¨", "©", "®", "§", "Vụ Bản²",
]  # fmt: skip
FOREIGN = [
    "Café", "Orléans", "naïve", "Noël", "España", "Müller", "Größe", "Søren", "Tromsø", "São Paulo", "Malmö", "déjà vu",
    "Saône", "côté", "Ea H'leo", "Krông Pắc", "Đắk Lắk", "Pô Kô", "Ia Krêl", "Kông Yang", "Krông Ana", "Total",
]  # fmt: skip


def table(encoding: str) -> dict[str, str]:
    with (CASES / "old_fonts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["letter"]: "".join(chr(int(code, 16)) for code in row[encoding].split()) for row in rows}


TABLES = {encoding: table(encoding) for encoding in ENCODINGS}


def typed(text: str, encoding: Encoding, *, windows: bool = False) -> str:
    """Render a text as an office typed it; the fonts of TCVN3 for capitals hold them as small letters."""
    letters = TABLES[encoding]
    shown = (
        letters.get(letter) or letters.get(letter.lower(), letter)
        for letter in unicodedata.normalize("NFC", text)
    )
    stored = "".join(shown)
    if windows:
        codes = (bytes([ord(letter)]) if ord(letter) < 256 else letter.encode("cp1252") for letter in stored)
        stored = "".join(code.decode("cp1252", "ignore") or code.decode("latin-1") for code in codes)
    return stored


def same(converted: str, text: str, encoding: Encoding) -> bool:
    text = unicodedata.normalize("NFC", text)
    return converted.casefold() == text.casefold() if encoding == "tcvn3" else converted == text


def sheet_of(columns: Sequence[Sequence[Raw]], name: str = "S") -> Sheet:
    return Sheet(name, [list(row) for row in zip(*columns, strict=True)])


def real_names(shared: Path) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for path in sorted((shared / "data/vietnam/units").glob("units_vn_*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                own = found.setdefault(row["province_name"], set())
                own |= {row["name"], row.get("district_name") or row["name"]}
    return {province: sorted(names) for province, names in found.items()}


def test_the_table_of_the_tests_is_that_of_the_system() -> None:
    program = shutil.which("iconv")
    if program is None:
        return
    names: dict[Encoding, str] = {"tcvn3": "TCVN5712-1", "viscii": "VISCII"}
    for encoding, name in names.items():
        for letter, code in TABLES[encoding].items():
            if code:
                done = subprocess.run(
                    [program, "-f", name, "-t", "UTF-8"],
                    input=code.encode("latin-1"),
                    capture_output=True,
                    check=True,
                )
                assert unicodedata.normalize("NFC", done.stdout.decode()) == letter


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_letter_comes_back(encoding: Encoding) -> None:
    for letter, stored in TABLES[encoding].items():
        # Õ of VISCII is the no-break space, which is left alone.
        if stored and stored != "\xa0":
            assert convert(f"b{stored}", encoding) == f"b{letter}"
    assert sum(map(bool, TABLES[encoding].values())) == (74 if encoding == "tcvn3" else 134)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_fictional_names_come_back(encoding: Encoding) -> None:
    stored = [typed(name, encoding) for name in NAMES]
    assert detect(stored) == encoding
    assert all(same(convert(old, encoding), name, encoding) for old, name in zip(stored, NAMES, strict=True))


def test_capitals_of_tcvn3_are_small_letters_and_others_stay() -> None:
    assert convert(typed("HUYỆN ĐỒNG MẪU", "tcvn3"), "tcvn3") == "HUYệN ĐồNG MẫU"
    for encoding in ("vni", "viscii"):
        assert convert(typed("HUYỆN ĐỒNG MẪU", encoding), encoding) == "HUYỆN ĐỒNG MẪU"
    assert convert(typed("CỘNG HOÀ – “MẪU”", "viscii", windows=True), "viscii") == "CỘNG HOÀ – “MẪU”"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_real_names_come_back_and_each_province_is_recognised(shared: Path, encoding: Encoding) -> None:
    provinces = real_names(shared)
    assert sum(map(len, provinces.values())) > 10_000
    for names in provinces.values():
        stored = [typed(name, encoding) for name in names]
        assert detect(stored) == encoding
        for old, name in zip(stored, names, strict=True):
            assert same(convert(old, encoding), name, encoding), (name, old)


def test_real_names_in_unicode_are_never_touched(shared: Path) -> None:
    for names in real_names(shared).values():
        composed = [unicodedata.normalize("NFC", name) for name in names]
        for written in (composed, [unicodedata.normalize("NFD", name) for name in names]):
            assert not looks_old(written)
            sheet = sheet_of([written, [name.upper() for name in written]])
            assert unify(sheet, "tcvn3") == (sheet, ())
        assert not any(map(likeliest, ([name] for name in names)))


def texts_of(found: object) -> Iterable[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list):
        for part in found.values() if isinstance(found, dict) else found:
            yield from texts_of(part)


def test_texts_of_the_vocabulary_and_the_catalogue_are_never_touched() -> None:
    paths = [
        *(ROOT / "data/reference").glob("*.toml"),
        *(ROOT / "antq_analysis/language/texts").glob("*.toml"),
    ]
    texts = [text for path in paths for text in texts_of(tomllib.loads(path.read_text(encoding="utf-8")))]
    assert len(texts) > 1_000
    assert not looks_old(texts)


@pytest.mark.parametrize("texts", [SIGNS, FOREIGN])
def test_signs_and_foreign_names_are_never_touched(texts: list[str]) -> None:
    sheet = sheet_of([texts])
    assert unify(sheet)[0] is sheet
    for usual in ENCODINGS:
        assert unify(sheet, usual)[0] is sheet
    for text in texts:
        assert detect([text]) == ""


def test_signs_stay_among_old_names() -> None:
    signs = ["m²", "2½", "30°C", "3×4", "10·5", "ü", "þ", "12 µm", "…", "Tổ 5"]
    columns = [[typed(name, "tcvn3") for name in NAMES[:10]], signs]
    rows = unify(sheet_of(columns))[0].rows
    assert [row[0] for row in rows] == NAMES[:10]
    assert [row[1] for row in rows] == signs
    assert convert("DiÖn tÝch (m²), « nhiÔm, t×m", "tcvn3") == "Diện tích (m²), ô nhiễm, tìm"


def test_a_mixed_sheet_is_settled_by_column_and_row() -> None:
    head = ["Biểu mẫu", "Xã", *(typed(name, "tcvn3") for name in NAMES), "BÝ", "Bé"]
    notes = ["", "Số vụ", *(["đã kiểm tra"] * len(NAMES)), "", ""]
    hoa = ["", "Họ", *(["Hoà Bình", "Toàn Thắng"] * 10), "", ""]
    sheet, conversions = unify(sheet_of([head, notes, hoa], typed("Biểu số 1", "tcvn3")))
    names = [name.replace("Ẳ", "ẳ") for name in NAMES]
    assert [row[0] for row in sheet.rows] == ["Biểu mẫu", "Xã", *names, "Bí", "Bộ"]
    assert [row[1] for row in sheet.rows] == notes
    assert [row[2] for row in sheet.rows] == hoa
    assert sheet.name == "Biểu số 1"
    (made,) = conversions
    assert (made.encoding, made.decided, made.cells, made.cell) == ("tcvn3", True, len(NAMES) + 2, "A3")
    assert (made.before, made.after) == (typed(NAMES[0], "tcvn3"), NAMES[0])
    (finding,) = conversion_findings(conversions, "a.xlsx")
    assert (finding.rule, finding.severity) == ("old_encoding_converted", Severity.NOTE)
    assert NAMES[0] in finding.text("vi")
    assert "TCVN3" in finding.text("en")


def test_thin_evidence_is_left_and_said() -> None:
    stored = typed("Đồng Mẫu", "tcvn3")
    sheet = sheet_of([["Tên đơn vị", stored], ["Số vụ", 5]])
    same_sheet, conversions = unify(sheet)
    assert same_sheet is sheet
    assert [(made.decided, made.cell, made.after) for made in conversions] == [(False, "A2", "Đồng Mẫu")]
    (finding,) = conversion_findings(conversions, "a.xlsx")
    assert (finding.rule, finding.severity) == ("old_encoding_unclear", Severity.WARNING)
    other = sheet_of([[typed(name, "tcvn3") for name in NAMES]])
    book, conversions = unify_book(Workbook(Path("a.xlsx"), (sheet, other)))
    assert book.sheets[0].rows[1][0] == "Đồng Mẫu"
    assert all(made.decided for made in conversions)


def test_runs_are_converted_one_by_one() -> None:
    runs = FormattedRuns([(typed("Xã Đồng Mẫu", "vni"), ""), ("1", "superscript")])
    rows = unify(sheet_of([[runs, *(typed(name, "vni") for name in NAMES)]]))[0].rows
    cell = rows[0][0]
    assert isinstance(cell, FormattedRuns)
    assert cell.runs == (("Xã Đồng Mẫu", ""), ("1", "superscript"))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_short_columns_are_never_read_in_the_wrong_encoding(shared: Path, encoding: Encoding) -> None:
    provinces, chance = real_names(shared), random.Random(20231231)
    missed = {1: 0, 3: 0, 10: 0}
    for size in missed:
        for _ in range(400):
            names = chance.sample(chance.choice(list(provinces.values())), size)
            stored = [typed(name, encoding) for name in names]
            found = detect(stored)
            assert found in ("", encoding), (found, names)
            missed[size] += found == ""
    assert missed[10] <= 12


def retyped(rows: Sequence[Sequence[object]], encoding: Encoding, *, windows: bool) -> list[list[object]]:
    return [
        [typed(cell, encoding, windows=windows) if isinstance(cell, str) else cell for cell in row]
        for row in rows
    ]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("windows", [False, True])
def test_a_whole_form_reads_like_the_same_form_in_unicode(
    read_book: ReadBook, tmp_path: Path, encoding: Encoding, windows: bool
) -> None:
    plain = read_book(write_book(tmp_path / "a.xlsx"))
    name = typed("Biểu 01", encoding)
    rows = retyped((*HEAD, *BODY), encoding, windows=windows)
    old = read_book(write_book(tmp_path / "b.xlsx", rows, MERGED_HEAD, name))
    columns = ["unit_code", "indicator", "value", "status", "sheet", "cell"]
    assert old.observations[columns].equals(plain.observations[columns])
    assert old.account.drop(columns="file", errors="ignore").equals(
        plain.account.drop(columns="file", errors="ignore")
    )
    rules = [finding.rule for finding in old.findings if finding.rule != "old_encoding_converted"]
    assert rules == [finding.rule for finding in plain.findings]
    assert len(rules) == len(old.findings) - 1


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_persons_and_stamps_are_seen_in_old_fonts(tmp_path: Path, encoding: Encoding) -> None:
    for header in ("Họ và tên", "Số điện thoại", "Năm sinh", "Nơi thường trú"):
        assert is_person_header(typed(header, encoding)), header
    for stamp in ("MẬT", "TỐI MẬT", "Tuyệt mật" if encoding == "tcvn3" else "TUYỆT MẬT", "Độ mật: Tối mật"):
        assert is_stamp(typed(stamp, encoding)), stamp
    assert has_stamp(typed("MẬT", encoding) + "\n" + typed("Bản số 01", encoding))
    for other in ("MẬT ĐỘ DÂN SỐ", "BÍ MẬT", "XÃ YÊN MẬT", "Xã Yên\nMẬT"):
        assert not has_stamp(typed(other, encoding)), other
    assert name_is_stamped(typed("Biểu (MẬT)", encoding) + ".xlsx")
    canary = "CANARY-0123456789"
    rows: list[list[object]] = [["STT", typed("Họ và tên", encoding)], [1, canary], [2, canary]]
    with pytest.raises(InputError) as persons:
        scan_file(write_book(tmp_path / "a.xlsx", rows, merged=()))
    assert "họ và tên" in str(persons.value)
    assert canary not in str(persons.value)
    with pytest.raises(SecrecyError):
        scan_file(write_book(tmp_path / "b.xlsx", [[typed("MẬT", encoding)], *HEAD], merged=()))


def test_an_ordinary_book_is_the_same_object(tmp_path: Path) -> None:
    book = Workbook(Path("a.xlsx"), (sheet_of([["Xã Hòa Mẫu", "Toàn xã"]]),))
    assert unify_book(book) == (book, ())
    assert unify_book(book)[0] is book
    read, conversions = open_book(write_book(tmp_path / "a.xlsx"))
    assert conversions == ()
    assert read.sheets[0].name == "Biểu 01"


def test_every_reading_is_given_to_those_who_must_not_overlook_a_word() -> None:
    assert "MậT" in old_forms("MËT")
    assert old_forms("MẬT") == old_forms("MAT") == []


def test_a_sign_within_letters_makes_no_two_words() -> None:
    assert likeliest(["Bi¬u"]) == "viscii"


def test_an_ambiguous_name_goes_with_its_neighbours_and_not_with_a_remark() -> None:
    names = [*(typed(name, "tcvn3") for name in NAMES[:5]), "Bé", typed(NAMES[5], "tcvn3")]
    remarks = ["", "", "", "", "", "đã kiểm tra", ""]
    assert unify(sheet_of([names, remarks]))[0].rows[5] == ["Bộ", "đã kiểm tra"]


def test_words_that_are_right_as_they_stand_are_no_evidence_beside_an_old_sheet() -> None:
    sheet = sheet_of([["Bé", "Hô", "Toàn"]])
    assert unify(sheet, "tcvn3") == (sheet, ())


def test_the_scan_hands_on_converted_cells_and_knows_a_signature(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["STT", "Xã", "Số vụ"],
        *([i, name, 1] for i, name in enumerate(NAMES)),
        ["", "", "Người lập biểu"],
    ]
    rows += [["", "", "Họ và tên"], ["", "", "Mẫu"]]
    book = scan_file(write_book(tmp_path / "a.xlsx", retyped(rows, "vni", windows=False), merged=())).book
    assert [row[1] for row in book.sheets[0].rows[1:21]] == NAMES
