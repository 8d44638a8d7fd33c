"""Group titles typed over one of their columns: read under the right one, or asked about where nobody can tell."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.sources.drafted_books import Rows, draft_of, figures_of, read_rows_of

NAMES = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh")
POINTS, AREAS = "Điểm mô hình", "Khu dân cư"
READ = {
    "model_points_active": 3,
    "model_points_new": 4,
    "model_points_removed": 5,
    "residential_areas_total": 6,
    "residential_areas_with_model": 7,
}
"""Each column holds its place: C is 3."""


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    from tests.given import ROOT

    return load_vocabulary(find_project(ROOT))


def table(*head: list[object]) -> Rows:
    width = max(map(len, head))
    return [
        *head,
        *([number, name, *range(3, width + 1)] for number, name in enumerate(NAMES, 1)),
    ]


def columns(folder: Path, rows: Rows, words: Vocabulary, merged: tuple[str, ...] = ()) -> dict[str, float]:
    """The value that each indicator was given in the first commune."""
    figures = figures_of(read_rows_of(folder, rows, words, merged))
    return {indicator: value for (code, indicator), value in figures.items() if code == "09027"}


BELOW: list[object] = ["", "", "Tổng số", "Mới", "Thanh loại", "Tổng số", "Có mô hình"]


@pytest.mark.parametrize(
    ("head", "merged"),
    [
        ((["TT", "Xã", POINTS, "", "", AREAS, ""], BELOW), ("C1:E1", "F1:G1")),
        ((["TT", "Xã", POINTS, "", "", AREAS, ""], BELOW), ()),
        ((["TT", "Xã", "", POINTS, "", AREAS, ""], BELOW), ()),
        ((["TT", "Xã", "", POINTS, "", "", AREAS], BELOW), ()),
        ((["TT", "Xã", "", "", POINTS, "", AREAS], BELOW), ()),
        ((["", "", "", POINTS, "", "", AREAS], ["TT", "Xã", *BELOW[2:]]), ()),
    ],
)
def test_a_title_stands_over_its_columns_wherever_it_is_typed(
    head: tuple[list[object], ...], merged: tuple[str, ...], tmp_path: Path, words: Vocabulary
) -> None:
    assert columns(tmp_path, table(*head), words, merged) == READ


def test_years_below_right_aligned_titles(tmp_path: Path, words: Vocabulary) -> None:
    rows = table(
        ["TT", "Xã", "", POINTS, "", "Vụ việc về ANTT"],
        ["", "", "Năm 2022", "Năm 2023", "Năm 2022", "Năm 2023"],
    )
    frame = read_rows_of(tmp_path, rows, words).observations
    own = frame[frame["unit_code"].eq("09027")]
    told = dict(zip(zip(own["indicator"], own["period"], strict=True), own["value"], strict=True))
    assert told == {
        ("model_points_active", "2022"): 3,
        ("model_points_active", "2023"): 4,
        ("incidents_total", "2022"): 5,
        ("incidents_total", "2023"): 6,
    }


def test_columns_between_two_centred_titles_are_asked_about(tmp_path: Path, words: Vocabulary) -> None:
    rows = table(
        ["TT", "Xã", "", POINTS, "", "", AREAS],
        ["", "", "Hiện có", "Mới", "Thanh loại", "Tổng số", "Có mô hình"],
    )
    asked = {item.cell: (item.reason, item.header) for item in draft_of(tmp_path, rows, words).questions}
    assert asked == {
        "E2": ("group_unclear", f"{POINTS} | {AREAS} / Thanh loại"),
        "F2": ("group_unclear", f"{POINTS} | {AREAS} / Tổng số"),
    }
    offered = {
        item.cell: [name for name, _ in item.candidates] for item in draft_of(tmp_path, rows, words).questions
    }
    assert offered == {
        "E2": ["model_points_removed"],
        "F2": ["model_points_active", "residential_areas_total"],
    }
    read = columns(tmp_path, rows, words)
    assert read == {name: READ[name] for name in READ if READ[name] in (3, 4, 7)}


@pytest.mark.parametrize(
    ("top", "below", "asked"),
    [
        (["Số hộ", "", AREAS, ""], ["Hiện có", "Tổng số", "Có mô hình", "Đạt"], "D2"),
        (["Số hộ", "", AREAS, ""], ["Năm 2023", "Năm 2022", "Năm 2023", "Tăng, giảm"], "D2"),
        (["Số hộ", "", AREAS, ""], ["Tổng số", "Tổng số", "Có mô hình", "Đạt"], "D2"),
        ([POINTS, "", AREAS, ""], ["Mới", "Hiện có", "Tổng số", "Có mô hình"], ""),
        ([AREAS, "", "Vụ việc về ANTT", ""], ["Có mô hình", "Tổng số", "Tổng số vụ", "Số vụ cháy"], ""),
        ([POINTS, "", AREAS, ""], ["Mới", "Hiện có", "Có mô hình", "Tổng số"], ""),
        ([POINTS, "", AREAS, ""], ["Năm 2022", "Năm 2023", "Năm 2022", "Năm 2023"], ""),
    ],
)
def test_what_begins_a_group_right_before_a_title_may_be_its_own(
    top: list[object], below: list[object], asked: str, tmp_path: Path, words: Vocabulary
) -> None:
    rows = table(["TT", "Xã", *top], ["", "", *below])
    unclear = [
        item.cell for item in draft_of(tmp_path, rows, words).questions if item.reason == "group_unclear"
    ]
    assert unclear == ([asked] if asked else [])


def test_the_year_over_several_counts_is_not_that_of_one(tmp_path: Path, words: Vocabulary) -> None:
    # The year stands over the second of three counts: the first may not be read as of this year.
    rows = table(["TT", "Xã", "", "Năm 2022", ""], ["", "", "Dân số", "Vụ việc về ANTT", "Số vụ cháy"])
    assert [item.cell for item in draft_of(tmp_path, rows, words).questions] == ["C2"]
    frame = read_rows_of(tmp_path, rows, words).observations
    assert set(frame["period"]) == {"2022"}


def test_a_single_header_left_of_a_title_stays_alone(tmp_path: Path, words: Vocabulary) -> None:
    rows = table(
        ["", "", "", POINTS, "", AREAS, ""],
        ["TT", "Xã", "Dân số", "Hiện có", "Mới", "Tổng số", "Có mô hình"],
    )
    assert columns(tmp_path, rows, words) == {
        "population": 3,
        "model_points_active": 4,
        "model_points_new": 5,
        "residential_areas_total": 6,
        "residential_areas_with_model": 7,
    }


def test_a_layout_of_merged_titles_never_reads_centred_ones_in_another_place(
    tmp_path: Path, words: Vocabulary
) -> None:
    merged = table(["TT", "Xã", POINTS, "", "", AREAS, ""], BELOW)
    layout = draft_of(tmp_path, merged, words, ("C1:E1", "F1:G1")).layout
    centred = table(["TT", "Xã", "", POINTS, "", AREAS, ""], BELOW)
    figures = figures_of(read_rows_of(tmp_path, centred, words, layout=layout))
    assert {indicator: value for (_, indicator), value in figures.items()} == READ


def test_no_title_reaches_over_the_border_of_the_titles_above(tmp_path: Path, words: Vocabulary) -> None:
    rows = table(
        ["TT", "Xã", "Phong trào", "", "Tình hình", ""],
        ["", "", POINTS, "", "", ""],
        ["", "", "Hiện có", "Mới", "Dân số", "Số vụ cháy"],
    )
    read = columns(tmp_path, rows, words, ("C1:D1", "E1:F1"))
    assert read == {"model_points_active": 3, "model_points_new": 4, "population": 5, "fires": 6}
