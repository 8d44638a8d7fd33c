"""A month that stands alone above or below a table of a year is that of writing; one that speaks of figures is not."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, draft_of, figures_of, read_rows_of, told

HEAD: list[object] = ["TT", "Xã", "Dân số", "Số hộ"]
UNITS: Rows = [[1, "Xã Mộng Minh", 4000, 900], [2, "Xã Mộng Phong", 4100, 950]]
YEAR = "BÁO CÁO KẾT QUẢ PHONG TRÀO NĂM 2023"


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def titled(*lines: str) -> Rows:
    above: Rows = [[line, "", "", ""] for line in lines]
    return [*above, HEAD, *UNITS]


@pytest.mark.parametrize("month", ["THÁNG 12 NĂM 2023", "(Tháng 12/2023)", "Tháng 11 năm 2023"])
def test_a_month_beside_the_year_is_warned_of(month: str, tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, titled(YEAR, month), words)
    assert told(read) == {"month_beside_year": "A2"}
    assert len(figures_of(read)) == 4


@pytest.mark.parametrize("month", ["Tháng 01 năm 2024", "Mẫu, tháng 12 năm 2023"])
def test_what_can_only_be_the_month_of_writing_is_no_finding(
    month: str, tmp_path: Path, words: Vocabulary
) -> None:
    assert told(read_rows_of(tmp_path, titled(YEAR, month), words)) == {}


@pytest.mark.parametrize(
    "lines",
    [
        ("THÁNG 12 NĂM 2023",),
        ("BÁO CÁO THÁNG 12 NĂM 2023",),
        (YEAR, "SỐ LIỆU THÁNG 12 NĂM 2023"),
        (YEAR, "Tháng 6 năm 2023"),
        ("KẾT QUẢ PHONG TRÀO, THÁNG 6 NĂM 2023",),
        ("KẾT QUẢ, THÁNG 6 NĂM 2023",),
        ("BIỂU THỐNG KÊ PHONG TRÀO", "THÁNG 12 NĂM 2023"),
        ("KẾ HOẠCH NĂM 2023", "THÁNG 12 NĂM 2023"),
    ],
    ids=str,
)
def test_a_table_of_a_month_is_not_read(lines: tuple[str, ...], tmp_path: Path, words: Vocabulary) -> None:
    assert "other_year" in [item.reason for item in draft_of(tmp_path, titled(*lines), words).questions]


@pytest.mark.parametrize(
    "place", ["Mẫu, tháng 12 năm 2023", "Tháng 12 năm 2023", "Mẫu, ngày … tháng 12 năm 2023"]
)
def test_a_month_over_the_signature_is_no_row(place: str, tmp_path: Path, words: Vocabulary) -> None:
    rows: Rows = [*titled(YEAR), ["", "", "", place], ["", "", "", "NGƯỜI LẬP BIỂU"]]
    read = read_rows_of(tmp_path, rows, words)
    assert [item.rule for item in read.findings] == []
    assert len(figures_of(read)) == 4


@pytest.mark.parametrize("column", range(4))
@pytest.mark.parametrize("text", ["Tháng 11 năm 2023", "Số liệu bổ sung, tháng 11 năm 2023"])
def test_a_month_between_units_ends_the_table(
    text: str, column: int, tmp_path: Path, words: Vocabulary
) -> None:
    between: list[object] = ["", "", "", ""]
    between[column] = text
    rows = [HEAD, *UNITS, between, [3, "Xã Khảo Ninh", 1, 1], [4, "Xã Mơ Mỹ", 1, 1]]
    assert {"words_between_differ", "row_without_unit"} & {*told(read_rows_of(tmp_path, rows, words))}
