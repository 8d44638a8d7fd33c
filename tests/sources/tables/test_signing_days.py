"""The day of signature where nothing else names the year: asked about when it does not go with the period."""

from datetime import date

import pytest

from antq_analysis.sources.tables.signing_days import SIGNED_OUTSIDE, signing_findings
from antq_analysis.sources.workbooks.workbook import Sheet


def found(line: str, title: str = "TỔNG HỢP", name: str = "S", period: str = "2024") -> list[str]:
    below = Sheet(name, [[title], ["Xã", "Dân số"], ["Xã Mẫu", 1], [], ["", line]])
    above = Sheet(name, [[line], [title], ["Xã", "Dân số"], ["Xã Mẫu", 1]])
    cells = [
        item.cell
        for top, one in ((1, below), (2, above))
        for item in signing_findings(one, top, period, "2024.xlsx")
    ]
    assert cells in ([], ["B5", "A1"])
    return [SIGNED_OUTSIDE] if cells else []


@pytest.mark.parametrize("line", ["Mẫu Giang, ngày 12 tháng 12 năm 2023", "Mẫu, ngày 12 tháng 12 năm 2025"])
def test_a_day_outside_is_asked_about_where_nothing_names_the_year(line: str) -> None:
    assert found(line) == [SIGNED_OUTSIDE]
    assert found(line, title="TỔNG HỢP NĂM 2024") == found(line, name="2024") == []


@pytest.mark.parametrize("line", ["Mẫu Giang, ngày 05/7/2024", "Mẫu, ngày 15 tháng 9 năm 2024"])
def test_the_whole_of_a_year_is_not_signed_while_it_runs(line: str) -> None:
    asked = [SIGNED_OUTSIDE]
    assert found(line) == found(line, title="TỔNG HỢP NĂM 2024") == found(line, name="2024") == asked


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("Mẫu Giang, ngày 15 tháng 11 năm 2024", "2024"),
        ("Mẫu Giang, ngày 20 tháng 01 năm 2025", "2024"),
        ("Mẫu Giang, ngày 30 tháng 6 năm 2024", "2024-6T"),
        ("Mẫu Giang, ngày 31 tháng 2 năm 2023", "2024"),
        ("Mẫu Giang, ngày    tháng    năm 2023", "2024"),
    ],
)
def test_a_day_about_the_end_says_nothing(line: str, period: str) -> None:
    assert found(line, period=period) == []


@pytest.mark.parametrize(
    "value",
    [
        "12/12/2023",
        "Ngày 30/6/2024",
        "Ngày lập biểu: 05/7/2024",
        date(2023, 12, 20),
        "Ngày in 05-07-2024",
        "Ngày 15 tháng 6 năm 2024",
        "Cập nhật: 10/7/2024",
    ],
)
def test_a_bare_day_above_is_asked_about_and_none_in_the_rows(value: object) -> None:
    above = Sheet("S", [["TỔNG HỢP", value], ["Xã", "Dân số"], ["Xã Mẫu", 1]])
    within = Sheet("S", [["TỔNG HỢP"], ["Xã", "Dân số"], ["Xã Mẫu", value]])
    found = [item.cell for item in signing_findings(above, 1, "2024", "a.xlsx")]
    assert found == ["B1"]
    assert list(signing_findings(within, 1, "2024", "a.xlsx")) == []


@pytest.mark.parametrize("value", ["15/11/2024", "Ngày lập: 20/12/2024", date(2025, 1, 10)])
def test_a_bare_day_about_the_end_says_nothing(value: object) -> None:
    above = Sheet("S", [["TỔNG HỢP", value], ["Xã", "Dân số"], ["Xã Mẫu", 1]])
    assert list(signing_findings(above, 1, "2024", "a.xlsx")) == []
