"""What a cell beside the figures says together with its header: the year below ``Năm``, the unit below ``ĐVT``."""

import re
from datetime import date
from enum import Enum

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import SEPARATOR, is_unit_note
from antq_analysis.sources.tables.said import said_periods
from antq_analysis.sources.tables.titles import other_period_of
from antq_analysis.sources.tables.titles_meant import is_stage, names_several_years
from antq_analysis.sources.workbooks.marks import Raw

_REMARKS = re.compile(
    r"\b(?:ghi chú|chú thích|lý do|lí do|nguyên nhân|giải trình|nhận xét|lưu ý|diễn giải|thuyết minh|đánh giá"
    r"|remarks?|notes?|ý kiến|tình trạng|trạng thái|phạm vi|nguồn|tính chất|phân loại|thông tin thêm)\b"
    r"|^(?:loại(?: số| số liệu| báo cáo)?|nội dung|kết quả|khác|số liệu|hình thức báo cáo|chất lượng số liệu)$"
)
_NAMES = re.compile(
    r"\b(?:tên|họ|địa chỉ|điện thoại|sđt|email|chức vụ|cấp bậc|tài liệu|văn bản|quyết định|công văn|căn cứ|người"
    r"|cán bộ|trưởng)\b"
)
_UNTIL = re.compile(
    r"(?:số liệu )?(?:tính )?đến(?: ngày| hết)?|(?:ngày|thời điểm) (?:chốt|tính|lấy|thống kê)(?: số)?(?: liệu)?"
    r"|thời điểm|mốc (?:thời gian|số liệu)|ngày số liệu"
)
_TIME = re.compile(
    r"(?:năm|kỳ|tháng|quý|thời kỳ|thời gian|giai đoạn|đợt)(?: (?:báo cáo|số liệu|của số liệu|thống kê|dữ liệu))?"
    r"|(?:số liệu|báo cáo) (?:năm|kỳ|quý|tháng|của năm)|year|period"
)
_EARLIER = re.compile(r"\W*(?:năm|kỳ|quý|tháng) (?:trước|ngoái)\W*|\W*cùng kỳ(?: năm (?:trước|ngoái))?\W*")
_DAY = re.compile(r"(?:ngày\s*)?\d{1,2}[/.-]\d{1,2}[/.-](?:20)?\d\d(?:\s+0?0:00(?::00)?)?")
_MONTH = re.compile(r"(?<![\d/.-])(?:t\s*)?(0?[1-9]|1[0-2])\s*[/.-]\s*(20\d\d)")
_QUARTER = re.compile(r"^q\.?\s*([1-4]|iv|i{1,3})\b")
_ORDINAL = re.compile(r"0?\d{1,2}|iv|i{1,3}")
_YEARS = range(1990, 2100)


class Headed(Enum):
    """What a column that is not read is about."""

    REMARKS = "remarks"
    TIME = "time"
    MEASURE = "measure"
    NAMES = "names"
    OTHER = "other"


def headed(path: str) -> Headed:
    """Tell what a column is about from its header path.

    Parameters
    ----------
    path
        The path; empty where the column has no header.

    Returns
    -------
    Headed
        What it says; names and documents are never remarks.

    Examples
    --------
    >>> [headed(path).value for path in ("Ghi chú", "", "Kỳ báo cáo", "ĐVT", "Tên mô hình", "Năm thành lập")]
    ['remarks', 'remarks', 'time', 'measure', 'names', 'other']
    """
    parts = [fold(part).strip(" .:*") for part in path.split(SEPARATOR)]
    last = parts[-1]
    if not path or any(map(_REMARKS.search, parts)):
        return Headed.REMARKS
    if is_unit_note(last):
        return Headed.MEASURE
    if _TIME.fullmatch(last) or _UNTIL.fullmatch(last):
        return Headed.TIME
    return Headed.NAMES if _NAMES.search(last) else Headed.OTHER


def headed_words(path: str, value: Raw) -> str:
    """Say in words what a cell means together with its header.

    Parameters
    ----------
    path
        The header path of its column.
    value
        What stands in it.

    Returns
    -------
    str
        The words; empty where it holds none, and for numbers that are no time.

    Examples
    --------
    >>> headed_words("Năm", 2023), headed_words("ĐVT", "%"), headed_words("Ghi chú", 5)
    ('năm 2023', 'ĐVT: %', '')
    >>> headed_words("Tính đến", "Quý IV/2024")
    '12 tháng năm 2024'
    """
    kind = headed(path)
    if kind is not Headed.TIME:
        if not isinstance(value, str) or not value.strip():
            return ""
        return f"ĐVT: {value}" if kind is Headed.MEASURE else value
    if isinstance(value, date):
        return f"đến ngày {value:%d/%m/%Y}"
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = fold(f"{value:g}" if isinstance(value, float) else str(value)).strip()
    return _words_of_time(path, text)


def _words_of_time(path: str, text: str) -> str:
    last = fold(path.rpartition(SEPARATOR)[2]).strip(" .:*")
    if text.isdigit() and int(text) in _YEARS:
        return f"năm {text}"
    if _DAY.fullmatch(text):
        return f"đến ngày {text.removeprefix('ngày').split()[0]}"
    if _ORDINAL.fullmatch(text):
        word = next((word for word in ("quý", "tháng") if word in last.split()), "")
        return f"{word} {text}" if word and SEPARATOR not in path else ""
    text = _MONTH.sub(r"tháng \1/\2", _QUARTER.sub(r"quý \1", text))
    return _end_of_months(text) if _UNTIL.fullmatch(last) else text


def is_other_time(path: str, text: str, period: str) -> bool:
    """Tell whether the words of a column of times name another time than the period of the figures.

    Parameters
    ----------
    path
        The header path of the column.
    text
        What a cell means, as :func:`headed_words` says.
    period
        The period.

    Returns
    -------
    bool
        False for any other column, and for the period itself.

    Examples
    --------
    >>> [is_other_time("Năm", f"năm {year}", "2024") for year in (2023, 2024)], is_other_time("Kỳ", "quý i", "2024")
    ([True, False], True)
    >>> is_other_time("Tính đến", "đến ngày 30/6/2024", "2024")
    True
    """
    if headed(path) is not Headed.TIME or not text:
        return False
    words = fold(text)
    if _EARLIER.fullmatch(words) or names_several_years(words) or is_stage(f"giai đoạn {words}"):
        return True
    return bool(other_period_of([text], period))


def _end_of_months(text: str) -> str:
    """Say months as those from the beginning of the year: what is counted until them began then."""
    said = said_periods(text)
    if not said.months or said.days:
        return text
    years = " ".join(f"năm {year}" for year, _ in said.years)
    last = said.months[0][0][1]
    return f"{last} tháng {years}".strip()
