"""Times typed in short or without accents above tables and on tabs: heard like the full words; names stay names."""

import pytest

from antq_analysis.sources.tables.time_accents import with_accents
from antq_analysis.sources.tables.titles import (
    OTHER_NAME,
    OTHER_PERIOD,
    OTHER_WINDOW,
    periods_of_name,
    title_findings,
)
from antq_analysis.sources.workbooks.workbook import Sheet

OTHER_TITLES = (
    "SO LIEU 6 THANG DAU NAM 2024", "sau thang dau nam 2024", "So lieu quy III", "SO LIEU THANG 10 NAM 2024",
    "tinh den het quy III", "So lieu tinh den 30/6/2024", "(tu 01/01 den 30/6)", "Từ 01/01 - 30/6", "(01/01-30/6)",
    "Từ 15/11 đến 14/12", "T1-T6/2024", "T1 - T6 năm 2024", "03 quý đầu năm 2024", "ba quý năm 2024",
    "THÁNG MƯỜI HAI NĂM 2024", "tháng mười", "Tháng năm năm 2024", "10T.2024", "9T24", "6T_2024", "QII/2024", "Q2.2024",
    "H1 2024", "2024 H2", "Số liệu giữa năm",
    "Tháng thứ 11", "06/2024", "Thời điểm báo cáo: 30/06/2024", "Thời điểm 30/6", "Kỳ báo cáo: T6",
    "Tháng báo cáo: 10", "NĂM HAI KHÔNG HAI BA", "dữ liệu lấy ngày 30/9", "bán niên 2024",
    "Kỳ số liệu: 01-06/2024", "9/12 tháng", "Mốc: 14/6/2024", "Mốc thời gian: 14/6/2024",
)  # fmt: skip
OTHER_NAMES = (
    "6 thang dau nam", "Thang 10", "thang11", "6thang", "Quy IV", "Quy 4", "10 thang", "Q4", "T10", "QIII",
    "30.06.2024",
    "30.6", "30-6", "202406", "2024.06", "06-2024", "6-24", "T6.24", "BC6T", "bc_quy3", "Quy3-2024", "nam 2023",
    "Den 30.6", "Q.IV", "Thg 6", "Đến T9", "Nửa đầu", "0624", "BC 0923", "Giữa năm",
)  # fmt: skip
NO_TIME = (
    "Quy Nhon", "Xã Quý Lộc", "Quy Mông", "Xã Nam Sơn", "Phường Tháng Tám", "Cùng Khê", "Biểu số 06/2024",
    "Mẫu 01/2024",
    "Quy trinh", "1.2", "Biểu 1.2", "Viet Nam", "TT", "Kế hoạch số 12/2024/KH-UBND", "Năm Căn",
    "THÁNG NĂM 2024", "Tháng      năm 2024", "đến 3/5 xã", "Thang Long", "Biểu 01-06/2024", "Q.1", "T.T Mẫu",
)  # fmt: skip
WHOLE = ("01/01-31/12", "12T.2024", "12 thang", "4 quý năm 2024", "(16/11-15/11)", "Nam 2024", "TH 2024")


def found_in(title: str = "", name: str = "S", period: str = "2024") -> list[str]:
    sheet = Sheet(name, [[title], ["Xã", "Dân số"], ["Xã Mẫu", 1]])
    return [item.rule for item in title_findings(sheet, 1, period, "a.xlsx", "calendar")]


@pytest.mark.parametrize("title", OTHER_TITLES)
def test_a_title_in_short_names_another_time(title: str) -> None:
    assert OTHER_PERIOD in found_in(title)


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_a_tab_in_short_names_another_time(name: str) -> None:
    assert found_in(name=name) == [OTHER_NAME]


@pytest.mark.parametrize("text", NO_TIME)
def test_names_and_numbers_of_forms_are_no_time(text: str) -> None:
    assert found_in(text) == found_in(name=text) == []


@pytest.mark.parametrize("text", WHOLE)
def test_the_whole_year_in_short_is_the_period(text: str) -> None:
    assert found_in(text) == found_in(name=text) == []


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("T1-T6", "2024-6T"),
        ("từ 15/12 đến 14/6", "2024-6T"),
        ("BC6T", "2024-6T"),
        ("9 thang", "2024-9T"),
        ("T10", "2024-10"),
    ],
)
def test_a_part_of_the_year_in_short_is_the_period_too(text: str, period: str) -> None:
    assert found_in(text, period=period) == found_in(name=text, period=period) == []


def test_a_day_near_the_end_asks_for_the_window() -> None:
    assert found_in(name="31.10.2024") == found_in("Số liệu chốt đến 15/11") == [OTHER_WINDOW]


def test_accents_are_put_back_only_where_the_words_can_mean_nothing_else() -> None:
    assert with_accents("Luy ke, cung ky nam truoc") == "lũy kế, cùng kỳ năm trước"
    assert with_accents("Dân số nam 2024") == "dân số nam 2024"
    assert with_accents("Nhom Nam Quy Huong uoc") == "nhom nam quy huong uoc"


def test_a_day_alone_is_the_last_that_figures_are_of() -> None:
    assert [end for end, _ in periods_of_name("30.6").ends] == [(6, 30)]
    assert periods_of_name("1.2").ends == []
