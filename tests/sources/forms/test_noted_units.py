"""Money: the unit as offices abbreviate it in a header, or as a note above the table says it for a header without."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, draft_of, figures_of, read_rows_of, told

NAMES = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Mơ Mỹ")
MILLIONS = (5.5, 12, 35)


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def table(head: str, scale: float, *above: str) -> Rows:
    notes: Rows = [[None, None, None, text] for text in above]
    rows: Rows = [["SỐ LIỆU NĂM 2023", None, None, None], *notes]
    body = [[at, name, at, MILLIONS[at - 1] * scale] for at, name in enumerate(NAMES, 1)]
    return [*rows, ["TT", "Xã", "Số vụ cháy", head], *body]


def damages(rows: Rows, folder: Path, words: Vocabulary) -> list[float]:
    read = read_rows_of(folder, rows, words)
    figures = figures_of(read)
    assert sorted(value for (_, name), value in figures.items() if name == "fires") == [1, 2, 3]
    assert told(read) == {}
    return sorted(value for (_, name), value in figures.items() if name == "fire_damage_vnd")


@pytest.mark.parametrize(
    ("unit", "scale"),
    [
        ("1000đ", 1e3), ("1.000đ", 1e3), ("ngđ", 1e3), ("ng.đ", 1e3), ("nghìn đ", 1e3), ("ĐVT 1000đ", 1e3),
        ("triệu đ", 1), ("triệu", 1), ("tr. đồng", 1), ("1.000.000đ", 1), ("tỷ đ", 1e-3), ("tỷ", 1e-3), ("đ", 1e6),
    ],
)  # fmt: skip
def test_money_as_headers_abbreviate_it(unit: str, scale: float, tmp_path: Path, words: Vocabulary) -> None:
    rows = table(f"Thiệt hại do cháy ({unit})", scale)
    assert damages(rows, tmp_path, words) == pytest.approx(MILLIONS)


@pytest.mark.parametrize(
    ("note", "scale"),
    [
        ("ĐVT: đồng", 1e6), ("Đơn vị tính: 1.000 đồng", 1e3), ("ĐVT: 1000đ", 1e3), ("ĐVT: triệu đồng", 1),
        ("Đơn vị tính: Vụ; nghìn đồng", 1e3), ("ĐVT: vụ, triệu đồng", 1), ("ĐVT: VNĐ", 1e6),
    ],
)  # fmt: skip
def test_money_as_a_note_above_says_it(note: str, scale: float, tmp_path: Path, words: Vocabulary) -> None:
    assert damages(table("Thiệt hại do cháy", scale, note), tmp_path, words) == pytest.approx(MILLIONS)


@pytest.mark.parametrize("above", [(), ("ĐVT: vụ",), ("ĐVT: đồng", "ĐVT: triệu đồng")])
def test_money_of_no_unit_or_of_two_is_asked_about(
    above: tuple[str, ...], tmp_path: Path, words: Vocabulary
) -> None:
    draft = draft_of(tmp_path, table("Thiệt hại do cháy", 1, *above), words)
    assert [(item.column, item.reason) for item in draft.questions] == [("D", "unit")]


def test_the_next_file_in_another_unit_is_refused(tmp_path: Path, words: Vocabulary) -> None:
    layout = draft_of(tmp_path, table("Thiệt hại do cháy", 1e3, "ĐVT: nghìn đồng"), words).layout
    later = read_rows_of(tmp_path, table("Thiệt hại do cháy", 1, "ĐVT: triệu đồng"), words, layout=layout)
    assert told(later) == {"scale_differs": "D2"}
    assert ("09027", "fire_damage_vnd") not in figures_of(later)


def test_a_note_about_money_says_nothing_of_counts(tmp_path: Path, words: Vocabulary) -> None:
    rows = [row[:3] for row in table("", 1, "ĐVT: triệu đồng")]
    rows[1][2] = "ĐVT: triệu đồng"
    read = read_rows_of(tmp_path, rows, words)
    assert sorted(figures_of(read).values()) == [1, 2, 3]


def test_a_later_file_without_the_note_is_doubted(tmp_path: Path, words: Vocabulary) -> None:
    noted, bare = (
        table("Thiệt hại do cháy", 1e3, *notes) for notes in (["ĐVT: nghìn đồng"], ["UBND tỉnh Mẫu"])
    )
    layout = draft_of(tmp_path, noted, words).layout
    assert told(read_rows_of(tmp_path, noted, words, layout=layout)) == {}
    read = read_rows_of(tmp_path, bare, words, layout=layout)
    assert told(read) == {"money_unit_not_said": "D3"}
    # None of it is lost for that.
    assert sorted(figures_of(read).values()) == pytest.approx([1, 2, 3, *MILLIONS])
