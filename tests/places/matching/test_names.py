"""Names as people write them: what folds together, what must stay apart, how a cell is taken apart."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antq_analysis.places.letters.spelling import place_tones
from antq_analysis.places.matching.names import bare, fold, read_name, spelling_key, split_type

TONES = [
    ("hoà", "hòa"),
    ("thuỷ", "thủy"),
    ("khoẻ", "khỏe"),
    ("xuất hoá", "xuất hóa"),
    ("hòan", "hoàn"),
    ("qúy", "quý"),
    ("gìau", "giàu"),
    ("qủa", "quả"),
    ("ngoèo", "ngoèo"),
    ("khuỷu", "khuỷu"),
    ("đừơng", "đường"),
    ("tíên", "tiến"),
    ("mía", "mía"),
    ("gì", "gì"),
    ("của", "của"),
]


@pytest.mark.parametrize(("written", "placed"), TONES)
def test_tones_stand_where_the_older_school_puts_them(written: str, placed: str) -> None:
    assert place_tones(written) == placed


@pytest.mark.parametrize(
    "written",
    [
        "Hoà  Bình",
        "HÒA BÌNH",
        "Hòa\u00a0Bình",
        "Hòa\nBình",
        "\ufeffHòa Bình ",
        unicodedata.normalize("NFD", "Hoà Bình"),
    ],
)
def test_fold_joins_spellings_of_one_name(written: str) -> None:
    assert fold(written) == "hòa bình"


def test_fold_straightens_quotes_and_the_icelandic_letter() -> None:
    assert fold("Số “điểm” mô hình") == fold('Số "điểm" mô hình')
    assert fold("Ðà Bắc") == fold("Đà Bắc")


@pytest.mark.parametrize(
    ("one", "other"), [("Văn Sơn", "Vân Sơn"), ("Tu Lý", "Tú Lý"), ("Hòa", "Hoa"), ("Mỹ", "Mi"), ("Đa", "Da")]
)
def test_fold_keeps_accents_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)
    assert spelling_key(one) != spelling_key(other)
    assert bare(one) == bare(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Mỹ Đức", "Mĩ Đức"), ("Quý Hoà", "Quí Hòa"), ("Lạc Sỹ", "Lạc Sĩ"), ("Phường 01", "Phường 1")],
)
def test_i_and_y_are_one_letter_where_they_sound_alike(one: str, other: str) -> None:
    assert spelling_key(one) == spelling_key(other)


@pytest.mark.parametrize(("one", "other"), [("Thủy", "Thủi"), ("Tây", "Tâi"), ("Thuý", "Thúi")])
def test_i_and_y_stay_apart_where_they_do_not(one: str, other: str) -> None:
    assert spelling_key(one) != spelling_key(other)


@pytest.mark.parametrize(
    ("written", "kind", "name"),
    [
        ("Thị trấn Vụ Bản", "thị trấn", "Vụ Bản"),
        ("TT.Vụ Bản", "thị trấn", "Vụ Bản"),
        ("TT Vụ Bản", "thị trấn", "Vụ Bản"),
        ("Vụ Bản (TT)", "thị trấn", "Vụ Bản"),
        ("TX. Kỳ Anh", "thị xã", "Kỳ Anh"),
        ("Thị xã Kỳ Anh", "thị xã", "Kỳ Anh"),
        ("Tp.Hòa Bình", "thành phố", "Hòa Bình"),
        ("P.1", "phường", "1"),
        ("P. 12", "phường", "12"),
        ("Q1", "quận", "1"),
        ("Đặc khu Vân Đồn", "đặc khu", "Vân Đồn"),
        ("Xã Xà Bang", "xã", "Xà Bang"),
        ("Xà Bang", "", "Xà Bang"),
        ("Phường Phường Đúc", "phường", "Phường Đúc"),
        ("X. H Bông", "xã", "H Bông"),
        ("P Rao (TT)", "thị trấn", "P Rao"),
        ("Thanh Xuân", "", "Thanh Xuân"),
        ("Tân Xã", "", "Tân Xã"),
        ("Công an xã Xà Bang", "xã", "Xà Bang"),
        ("IV. Huyện Đà Bắc", "huyện", "Đà Bắc"),
        ("X. HUYỆN YÊN THỦY", "huyện", "YÊN THỦY"),
        ("3) Xã Hiền Lương", "xã", "Hiền Lương"),
    ],
)
def test_the_type_is_taken_off(written: str, kind: str, name: str) -> None:
    assert split_type(written) == (kind, name)


def test_a_cell_gives_its_former_and_present_names_and_district() -> None:
    former = read_name("Xã Cao Dương (xã Tân Thành cũ) (1)")
    assert (former.type, former.name, former.former, former.now) == ("xã", "Cao Dương", "Tân Thành", "")
    present = read_name("Tân Thành (nay là Cao Dương)")
    assert (present.name, present.now, present.former) == ("Tân Thành", "Cao Dương", "")
    placed = read_name("Xã Vân Sơn, H. Tân Lạc, tỉnh Hòa Bình")
    assert (placed.name, placed.district) == ("Vân Sơn", "H. Tân Lạc")


@pytest.mark.parametrize("mark", ["*", "**", " (*)", " (1)", "¹", "²", "[1]", "†", "*)".strip(")")])
def test_footnote_marks_fall_off(mark: str) -> None:
    assert read_name(f"Xã Hiền Lương{mark}").name == "Hiền Lương"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert bare(fold(text)) == bare(text)


@given(st.text(max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(read_name(text).name, str)


def test_a_commune_may_be_called_by_the_word_for_former() -> None:
    assert (read_name("Xã Cũ").name, read_name("Xã Cũ").is_former) == ("Cũ", False)
    assert (read_name("Xã Mẫu Sơn cũ").name, read_name("Xã Mẫu Sơn cũ").is_former) == ("Mẫu Sơn", True)
