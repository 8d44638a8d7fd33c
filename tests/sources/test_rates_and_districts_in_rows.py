"""Forms with their indicators in rows: rates among the rows, districts and totals among the columns."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.cases.workbooks import comparing
from tests.given import ROOT
from tests.sources.drafted_books import Rows, draft_of, figures_of, read_rows_of, told

THREE = ["Xã Mơ Mỹ", "Xã Ảo Quý", "Xã Nháp Lý"]
CODES = ("09039", "09192", "09372")
RATED: Rows = [
    ["Chỉ tiêu", "ĐVT", *THREE],
    ["1. Khu dân cư", "KDC", 10, 10, 10],
    ["2. Khu dân cư có mô hình", "KDC", 5, 5, 5],
    ["3. Tỷ lệ", "%", 50, 50, 90],
    ["Dân số", "người", 4000, 4100, 4200],
    ["Vụ việc về ANTT", "vụ", 40, 41, 42],
]
NORTH = ["Thị trấn Mộng Giang", "Xã Ước Hòa", "Xã Mơ Mỹ"]
SOUTH = ["Thị trấn Ước Hạ", "Xã Ước Hòa", "Xã Cộng Hòa"]
"""Both districts have a commune of the same name."""
HOMES = ("09030", "09033", "09039", "09267", "09270", "09276")


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def kinds(rows: Rows, folder: Path, words: Vocabulary) -> dict[str, tuple[str, str]]:
    found = draft_of(folder, rows, words).understood
    return {item.cell: (item.kind, item.indicator or item.reason) for item in found}


# Rates among the rows.


def test_a_row_counted_in_a_unit_is_no_part_of_the_rate_above(tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, RATED, words)
    found = figures_of(read)
    assert [found[code, "population"] for code in CODES] == [4000, 4100, 4200]
    assert [found[code, "incidents_total"] for code in CODES] == [40, 41, 42]
    assert comparing.account_faults(read) == []


@pytest.mark.parametrize(
    ("label", "unit", "meaning"),
    [
        ("Dân số", "người", ("indicator", "population")),
        ("- Dân số", "người", ("indicator", "population")),
        ("Dân số (người)", None, ("indicator", "population")),
        ("Dân số", None, ("asked", "below_rate")),
        ("Đạt tiêu chí 19.2", "x", ("asked", "below_rate")),
        ("Trong đó: Khu dân cư kiểu mẫu", "%", ("ignored", "rate without counts")),
        ("Vụ việc về ANTT", "vụ/1.000 dân", ("ignored", "rate without counts")),
        ("Vụ việc về ANTT", "vụ/năm", ("asked", "below_rate")),
    ],
)
def test_what_follows_a_rate_is_read_or_asked_about(
    label: str, unit: str | None, meaning: tuple[str, str], tmp_path: Path, words: Vocabulary
) -> None:
    assert kinds([*RATED[:4], [label, unit, 1, 2, 3]], tmp_path, words)["A5"] == meaning


def test_rows_below_a_title_of_rates_stay_rates(tmp_path: Path, words: Vocabulary) -> None:
    rows = [
        *RATED[:3],
        ["3. Tỷ lệ", None, None, None, None],
        ["- Khu dân cư có tổ hòa giải", None, 50, 40, 30],
        ["- Dân số", "người", 4000, 4100, 4200],
    ]
    found = kinds(rows, tmp_path, words)
    assert found["A5"][0] == "ignored"
    assert found["A6"] == ("indicator", "population")


def test_a_row_that_leaves_a_rate_keeps_the_title_above_both(tmp_path: Path, words: Vocabulary) -> None:
    rows: Rows = [
        RATED[0],
        ["I. Điểm mô hình", None, None, None, None],
        ["1. Hiện có", "điểm", 8, 9, 10],
        ["2. Tỷ lệ hoạt động tốt", "%", 50, 40, 30],
        ["Xây dựng mới", "điểm", 1, 2, 3],
    ]
    assert kinds(rows, tmp_path, words)["A5"] == ("indicator", "model_points_new")


def across(rows: Rows) -> Rows:
    """Lay the same table out with one row a unit."""
    heads = [f"{row[0]} ({row[1]})".partition(". ")[2] for row in rows[1:4]]
    return [["Xã", *heads], *([name, *(row[2 + at] for row in rows[1:4])] for at, name in enumerate(THREE))]


@pytest.mark.parametrize(
    ("printed", "wrong"),
    [
        ((50, 50, 90), [2]),
        ((50, 50, 50), []),
        (("50%", "50,0%", "49,9%"), [2]),
        ((90, 90, 90), [0, 1, 2]),
    ],
)
def test_a_printed_rate_is_compared_in_rows_as_in_columns(
    printed: tuple[object, ...], wrong: list[int], tmp_path: Path, words: Vocabulary
) -> None:
    rows = [*RATED[:3], ["3. Tỷ lệ", "%", *printed]]
    for table, cells in ((rows, ("C4", "D4", "E4")), (across(rows), ("D2", "D3", "D4"))):
        read = read_rows_of(tmp_path, table, words)
        assert len(read.totals[read.totals["kind"].eq("ratio")]) == 3
        found = [item.cell for item in read.findings if item.rule == "ratio_differs"]
        assert found == [cells[at] for at in wrong]


def test_of_two_years_side_by_side_the_rate_of_this_one_is_compared(
    tmp_path: Path, words: Vocabulary
) -> None:
    rows: Rows = [
        ["CÔNG AN XÃ MƠ MỸ"],
        ["Nội dung", "ĐVT", "Năm 2022", "Năm 2023"],
        ["1. Khu dân cư", "KDC", 10, 8],
        ["2. Khu dân cư có mô hình", "KDC", 5, 6],
        ["3. Tỷ lệ", "%", 50, 57],
    ]
    read = read_rows_of(tmp_path, rows, words)
    assert told(read) == {"ratio_differs": "D5"}
    assert read.totals["expected"].tolist() == [75]


def test_a_rate_after_other_counts_is_compared_with_none(tmp_path: Path, words: Vocabulary) -> None:
    between = [["3. Dân số", *RATED[4][1:]], ["4. Vụ việc về ANTT", *RATED[5][1:]]]
    rows = [*RATED[:3], *between, ["6. Tỷ lệ", "%", 50, 50, 90]]
    assert kinds(rows, tmp_path, words)["A6"][0] == "ignored"
    titled = [*RATED[:3], ["3. Dân vận khéo", None, None, None, None], ["- Tỷ lệ", "%", 50, 50, 90]]
    assert kinds(titled, tmp_path, words)["A5"][0] == "ignored"


# Districts and totals among the columns.


def side_by_side(columns: Sequence[str | tuple[str, list[int]]], *above_or_below: list[object]) -> Rows:
    """Draw communes in order, and sums of some of them; figures are 1000, 1001 ... and 10, 11 ..."""
    lines: Rows = []
    for words, unit, least in (("Dân số", "người", 1000), ("Vụ việc về ANTT", "vụ", 10)):
        line: list[object] = [words, unit]
        number = 0
        for column in columns:
            if isinstance(column, str):
                line.append(least + number)
                number += 1
            else:
                line.append(sum(least + of for of in column[1]))
        lines.append(line)
    names = [column if isinstance(column, str) else column[0] for column in columns]
    return [["Chỉ tiêu", "ĐVT", *names], *above_or_below, *lines]


def expected(codes: tuple[str, ...] = HOMES) -> Mapping[tuple[str, str], int]:
    numbers = {code: number for number, code in enumerate(HOMES)}
    return {(code, "population"): 1000 + numbers[code] for code in codes} | {
        (code, "incidents_total"): 10 + numbers[code] for code in codes
    }


FIRST, LAST, ALL = [0, 1, 2], [3, 4, 5], [0, 1, 2, 3, 4, 5]
NAMED = ("Huyện Mộng Giang", "Huyện Ước Hạ")
DRAWN: dict[str, Rows] = {
    "districts_after": side_by_side(
        [*NORTH, (NAMED[0], FIRST), *SOUTH, (NAMED[1], LAST), ("Toàn tỉnh", ALL)]
    ),
    "districts_before": side_by_side(
        [("Toàn tỉnh", ALL), (NAMED[0], FIRST), *NORTH, (NAMED[1], LAST), *SOUTH]
    ),
    "totals_of_districts": side_by_side(
        [*NORTH, ("Cộng huyện Mộng Giang", FIRST), *SOUTH, ("Cộng huyện Ước Hạ", LAST), ("Tổng", ALL)]
    ),
    "line_below": side_by_side([*NORTH, *SOUTH], ["Huyện", None, *([NAMED[0]] * 3), *([NAMED[1]] * 3)]),
    "line_below_first": side_by_side([*NORTH, *SOUTH], [None, None, NAMED[0], None, None, NAMED[1]]),
    "line_below_last": side_by_side(
        [*NORTH, *SOUTH], [None, None, None, None, NAMED[0], None, None, NAMED[1]]
    ),
    "totals_without_district": side_by_side(
        [*NORTH, ("Cộng", FIRST), *SOUTH, ("Cộng", LAST), ("Tổng", ALL)],
        [None, None, *([NAMED[0]] * 3), None, *([NAMED[1]] * 3), None, None],
    ),
    "line_above": [
        [None, None, *([NAMED[0]] * 3), *([NAMED[1]] * 3)],
        *side_by_side([*NORTH, *SOUTH]),
    ],
}


@pytest.mark.parametrize("name", DRAWN)
def test_each_commune_is_read_in_its_district(name: str, tmp_path: Path, words: Vocabulary) -> None:
    assert draft_of(tmp_path, DRAWN[name], words).questions == ()
    read = read_rows_of(tmp_path, DRAWN[name], words)
    assert figures_of(read) == expected()
    assert told(read) == {}
    assert comparing.account_faults(read) == []


@pytest.mark.parametrize(
    ("name", "cell", "rule"),
    [
        ("districts_after", "F2", "subtotal_differs"),
        ("districts_before", "D2", "subtotal_differs"),
        ("totals_of_districts", "J2", "subtotal_differs"),
        ("totals_without_district", "J4", "subtotal_differs"),
        ("totals_without_district", "K4", "total_differs"),
        ("districts_before", "C2", "total_differs"),
    ],
)
def test_a_wrong_sum_is_found(name: str, cell: str, rule: str, tmp_path: Path, words: Vocabulary) -> None:
    rows = [list(row) for row in DRAWN[name]]
    rows[int(cell[1]) - 1]["ABCDEFGHIJK".index(cell[0])] = 7
    read = read_rows_of(tmp_path, rows, words)
    assert told(read) == {rule: cell}
    assert figures_of(read) == expected()


@pytest.mark.parametrize(
    "rows",
    [
        side_by_side([*NORTH[:2], (NAMED[0], FIRST), NORTH[2], *SOUTH, (NAMED[1], LAST)]),
        side_by_side([*NORTH, *SOUTH], [None, None, None, NAMED[0], None, None, NAMED[1]]),
        [[None, None, None, NAMED[0], None, None, NAMED[1]], *side_by_side([*NORTH, *SOUTH])],
        side_by_side([*NORTH, *SOUTH, (NAMED[1], LAST)]),
    ],
)
def test_where_districts_cannot_be_told_homonyms_are_asked_about(
    rows: Rows, tmp_path: Path, words: Vocabulary
) -> None:
    read = read_rows_of(tmp_path, rows, words)
    assert figures_of(read) == expected(tuple(code for code in HOMES if code not in ("09033", "09270")))
    asked = [item.written for item in read.findings if item.rule == "unit_ambiguous"]
    assert asked == ["Xã Ước Hòa", "Xã Ước Hòa"]
    assert "heading_without_units" not in told(read)
    assert comparing.account_faults(read) == []


def test_the_police_of_a_district_are_no_sum_of_its_communes(tmp_path: Path, words: Vocabulary) -> None:
    rows = side_by_side(["Công an huyện Mộng Giang", "Xã Mơ Mỹ", "Xã Khảo Ninh"])
    read = read_rows_of(tmp_path, rows, words)
    assert told(read) == {}
    assert {unit for unit, _ in figures_of(read)} == {
        "organisation:cong-an-huyen-mong-giang",
        "09039",
        "09048",
    }


def test_the_total_of_all_beside_that_of_one_district_is_compared_with_all(
    tmp_path: Path, words: Vocabulary
) -> None:
    rows = side_by_side(
        ["Xã Mơ Mỹ", "Xã Khảo Ninh", ("Cộng huyện Mộng Giang", [0, 1]), "Xã Cộng Hòa", ("Cộng", [0, 1, 2])]
    )
    assert told(read_rows_of(tmp_path, rows, words)) == {}
    rows[1][-1] = rows[2][4] = 7
    assert told(read_rows_of(tmp_path, rows, words)) == {"total_differs": "G2", "subtotal_differs": "E3"}
    rows = side_by_side([*NORTH, ("Cộng huyện Mộng Giang", FIRST), *SOUTH, ("Cộng", ALL)])
    assert told(read_rows_of(tmp_path, rows, words)).keys() == {"unit_ambiguous", "totals_incomplete"}


def test_a_commune_between_two_districts_that_may_be_of_either_is_asked_about(
    tmp_path: Path, words: Vocabulary
) -> None:
    rows = side_by_side([(NAMED[0], [0]), "Xã Ước Hòa", (NAMED[1], [0])])
    read = read_rows_of(tmp_path, rows, words)
    assert figures_of(read) == {}
    assert told(read)["unit_ambiguous"] == "D1"


@pytest.mark.parametrize(
    ("name", "rule", "code"),
    [
        ("Công an huyện Mộng Giang", "", "organisation:cong-an-huyen-mong-giang"),
        ("Huyện Lạ Hoắc", "heading_without_units", ""),
    ],
)
def test_what_is_named_as_a_district_heads_no_commune(
    name: str, rule: str, code: str, tmp_path: Path, words: Vocabulary
) -> None:
    others = {"09030", "09039", "09267", "09276"}
    columns = [column for column in (*NORTH, *SOUTH) if column != "Xã Ước Hòa"]
    for at in (0, 2, 4):
        rows = side_by_side([*columns[:at], name, *columns[at:]])
        read = read_rows_of(tmp_path, rows, words)
        assert {unit for unit, _ in figures_of(read)} == others | ({code} if code else set())
        assert told(read).keys() >= {rule} if rule else not told(read)
        assert comparing.account_faults(read) == []


@pytest.mark.parametrize("total", ["Tổng", "Toàn tỉnh", "Cộng", "Tổng cộng"])
def test_a_total_column_alone_is_compared_with_the_sum(total: str, tmp_path: Path, words: Vocabulary) -> None:
    for columns, cell in (([*THREE, (total, FIRST)], "F3"), ([(total, FIRST), *THREE], "C3")):
        rows = side_by_side(columns)
        assert told(read_rows_of(tmp_path, rows, words)) == {}
        rows[2]["ABCDEF".index(cell[0])] = 34
        read = read_rows_of(tmp_path, rows, words)
        assert told(read) == {"total_differs": cell}
        assert len(figures_of(read)) == 6


@pytest.mark.parametrize("total", ["Tổng số", "Toàn tỉnh", "Số liệu toàn tỉnh"])
def test_a_total_is_no_commune(total: str, tmp_path: Path, words: Vocabulary) -> None:
    rows: Rows = [
        ["KẾT QUẢ PHONG TRÀO NĂM 2023"],
        ["Chỉ tiêu", "ĐVT", total],
        ["Dân số", "người", 9000],
        ["Số hộ", "hộ", 2000],
    ]
    draft = draft_of(tmp_path, rows, words)
    assert draft.layout.sheet == ()
    assert draft.questions
