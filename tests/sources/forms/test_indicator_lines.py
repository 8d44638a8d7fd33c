"""The sum of all lines stands alone; a total that belongs to the line above it does not."""

import pytest

from antq_analysis.sources.forms.header import Header
from antq_analysis.sources.forms.indicator_lines import read_lines
from antq_analysis.sources.workbooks.marks import Raw
from antq_analysis.sources.workbooks.workbook import Sheet

HEAD: list[Raw] = ["TT", "Loại mô hình", "Xã Mẫu An", "Xã Mẫu Bình"]


def paths(*lines: tuple[Raw, str]) -> list[str]:
    rows = [HEAD, *([order, words, 3.0, 4.0] for order, words in lines)]
    header = Header(0, 0, ("TT", "Loại mô hình", "Xã Mẫu An", "Xã Mẫu Bình"), 1)
    told, _ = read_lines(Sheet("Biểu", rows), header, range(1, len(rows)), [2, 3], None, "2024")
    return [told[row] for row in range(1, len(rows))]


@pytest.mark.parametrize("words", ["Tổng cộng", "TỔNG CỘNG", "Cộng"])
def test_the_sum_below_numbered_lines_is_no_part_of_the_last(words: str) -> None:
    told = paths((1.0, "Tiếng kẻng an ninh"), (2.0, "Mô hình khác"), ("", words))
    assert told == ["Tiếng kẻng an ninh", "Mô hình khác", words]


def test_a_total_of_the_line_above_stays_its_part() -> None:
    assert paths((1.0, "Vụ cháy"), (2.0, "Vụ việc"), ("", "Tổng số"))[2] == "Vụ việc / Tổng số"
    told = paths((1.0, "Vụ cháy"), (2.0, "Vụ việc"), ("", "Cộng"), ("", "Trong đó: ma túy"))
    assert told[2] == "Vụ việc / Cộng"
