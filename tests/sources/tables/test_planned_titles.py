"""Titles, tabs and file names of plans, registrations and parts are never read in silence; ordinary ones are."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.tables.planned_heads import heads_a_plan
from antq_analysis.sources.tables.title_words import period_of_file_name
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, figures_of, read_rows_of

NAMES = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh")
POINTS, AREAS, EVENTS = "Số điểm mô hình", "Số khu dân cư", "Tổng số vụ việc"


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def _table(*titles: str, heads: tuple[str, ...]) -> Rows:
    body: Rows = [[n, name, *(10 * n + at for at, _ in enumerate(heads))] for n, name in enumerate(NAMES, 1)]
    return [*([title] for title in titles), ["TT", "Xã", *heads], *body]


@pytest.mark.parametrize(
    ("titles", "head", "rule"),
    [
        (("KẾ HOẠCH XÂY DỰNG MÔ HÌNH NĂM 2023",), POINTS, "title_planned"),
        (("TỔNG HỢP KẾT QUẢ", "GIAO CHỈ TIÊU NĂM 2023"), POINTS, "title_planned"),
        (("KẾT QUẢ ĐĂNG KÝ XÂY DỰNG MÔ HÌNH NĂM 2023",), POINTS, "title_planned"),
        (("DỰ KIẾN KẾT QUẢ NĂM 2023",), POINTS, "title_planned"),
        (("MÔ HÌNH THÀNH LẬP NĂM 2023",), POINTS, "title_new_only"),
        (("TỔNG HỢP ĐIỂM MÔ HÌNH THANH LOẠI NĂM 2023",), POINTS, "title_part"),
        (('MÔ HÌNH "DÒNG HỌ TỰ QUẢN" NĂM 2023',), POINTS, "title_part"),
        (("SỐ LIỆU ĐẦU NĂM 2023",), POINTS, "title_earlier"),
        (("KHU DÂN CƯ ĐẠT AN TOÀN VỀ ANTT NĂM 2023",), AREAS, "title_part"),
        (("TÌNH HÌNH TAI NẠN GIAO THÔNG NĂM 2023",), EVENTS, "title_part"),
    ],
)
def test_refused(titles: tuple[str, ...], head: str, rule: str, tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, _table(*titles, heads=(head,)), words)
    assert figures_of(read) == {}
    assert [item.rule for item in read.findings if item.severity == "error"] == [rule]


@pytest.mark.parametrize(
    ("titles", "heads"),
    [
        (("KẾT QUẢ THỰC HIỆN", "KẾ HOẠCH PHÒNG, CHỐNG TỘI PHẠM NĂM 2023"), (POINTS,)),
        (("PHỤ LỤC 2", "(Ban hành kèm theo Kế hoạch số 15/KH-BCĐ)"), (POINTS,)),
        (("KẾT QUẢ XÂY DỰNG, CỦNG CỐ, THANH LOẠI MÔ HÌNH NĂM 2023",), (POINTS,)),
        (("MÔ HÌNH TỰ QUẢN, TỰ PHÒNG, TỰ BẢO VỆ VỀ ANTT NĂM 2023",), (POINTS,)),
        (("TỔNG HỢP ĐIỂM MÔ HÌNH THANH LOẠI",), (POINTS, "Số điểm mô hình thanh loại")),
        (("TÌNH HÌNH AN NINH TRẬT TỰ, TAI NẠN GIAO THÔNG NĂM 2023",), (EVENTS,)),
        (("TÌNH HÌNH TAI NẠN GIAO THÔNG NĂM 2023",), ("Số vụ TNGT",)),
    ],
)
def test_read(titles: tuple[str, ...], heads: tuple[str, ...], tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, _table(*titles, heads=heads), words)
    assert len(figures_of(read)) == 3 * len(heads)
    assert [item.rule for item in read.findings if item.severity == "error"] == []


@pytest.mark.parametrize(
    ("name", "told"), [("Ke hoach nam 2023", 1), ("Uoc nam 2023", 1), ("Bao cao 2023", 0)]
)
def test_the_name_of_a_file(name: str, told: int) -> None:
    found = [*period_of_file_name(f"{name}.xlsx", "2023")]
    assert [item.rule for item in found] == ["file_name_says_otherwise"] * told
    assert all(item.text(lang) and item.remedy(lang) for item in found for lang in ("vi", "en"))


def test_a_request_to_senders_is_no_plan() -> None:
    assert not heads_a_plan("Đề nghị các đơn vị điền đầy đủ số liệu")
