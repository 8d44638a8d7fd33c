"""A district without its type whose town bears the same name: its sums are never the town's figures."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.cases.workbooks import comparing
from tests.given import ROOT
from tests.sources.drafted_books import Rows, figures_of, read_rows_of

Line = tuple[str, int, int]
COMMUNES: list[Line] = [
    ("Xã Mẫu Bình", 100, 10), ("Xã Khảo Khỏe", 200, 20), ("Xã Khảo Văn", 300, 30), ("Xã Ảo Quý", 400, 40)
]  # fmt: skip
TOWN: Line = ("Thị trấn Khảo Lâm", 50, 5)
OTHERS: list[Line] = [("Xã Nháp Sĩ", 110, 11), ("Xã Nháp Lý", 120, 12)]
CODES = ("09141", "09147", "09189", "09192")


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def laid_out(lines: list[Line], axis: str) -> Rows:
    rows: Rows = [["Xã" if axis == "down" else "Chỉ tiêu", "Dân số", "Số hộ"], *map(list, lines)]
    return rows if axis == "down" else [list(row) for row in zip(*rows, strict=True)]


@pytest.mark.parametrize("axis", ["down", "across"])
@pytest.mark.parametrize(
    ("lines", "town"),
    [
        ([("Khảo Lâm", 1000, 100), *COMMUNES], None),
        ([*COMMUNES, ("KHẢO LÂM", 1000, 100)], None),
        ([*COMMUNES, ("Khảo Lâm", 1000, 100), *OTHERS], None),
        ([("Khảo Lâm", 1050, 105), TOWN, *COMMUNES], 50),
        ([TOWN, *COMMUNES, ("Khảo Lâm", 1050, 105)], 50),
    ],
)
def test_the_sum_of_the_communes_beside_it_is_asked_about(
    lines: list[Line], town: int | None, axis: str, tmp_path: Path, words: Vocabulary
) -> None:
    read = read_rows_of(tmp_path, laid_out(lines, axis), words)
    found = figures_of(read)
    assert found.get(("09138", "population")) == town
    assert [found[code, "population"] for code in CODES] == [100, 200, 300, 400]
    assert [item.rule for item in read.findings if item.severity == "error"] == ["district_or_town"]
    assert comparing.account_faults(read) == []


@pytest.mark.parametrize("axis", ["down", "across"])
@pytest.mark.parametrize(
    "lines",
    [
        [("Khảo Lâm", 50, 5), *COMMUNES],
        [COMMUNES[0], ("Khảo Lâm", 50, 5), *COMMUNES[1:]],
        [("Khảo Lâm", 50, 100), *COMMUNES],
        [("Thị trấn Khảo Lâm", 1000, 100), *COMMUNES],
        [*OTHERS, ("Khảo Lâm", 230, 23)],
        [("Khảo Lâm", 100, 10), COMMUNES[0], *OTHERS],
    ],
)
def test_the_town_is_read_as_before(lines: list[Line], axis: str, tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, laid_out(lines, axis), words)
    assert (
        figures_of(read)["09138", "population"]
        == {name: n for name, n, _ in lines}[next(name for name, *_ in lines if "Khảo Lâm" in name)]
    )
    assert "district_or_town" not in {item.rule for item in read.findings}
