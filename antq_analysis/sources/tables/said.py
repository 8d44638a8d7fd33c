"""Which years, months and days a title says it is about; numbers and dates of documents say nothing."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from antq_analysis.sources.tables.short_times import in_full
from antq_analysis.sources.tables.time_accents import with_accents

_NUMBERS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
_DATE = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
_DAY = r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?"
_YEAR = r"(?<!\d)(?<!\d[.,])20\d\d(?!\d)(?![.,]\d)"
_MONTH_YEAR = r"(0?[1-9]|1[0-2])\s*(?:(?:/|-|năm)\s*(20\d\d))?(?!\d)"
_QUARTER = r"(?:iv|i{1,3}|0?[1-4]|một|hai|ba|bốn|tư|nhất|nhì)(?!\w)"
_DAY_IN_WORDS = re.compile(r"(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(20\d\d)")
PLACE = (
    r"(?!.*\b(?:số|kết quả|phong trào|báo cáo|bổ sung|thống kê|tổng|biểu|bảng|danh sách|tình hình|công tác|thực hiện"
    r"|kỳ|đợt|vụ|mô hình|an ninh|antt)\b)[^\d,;:()]{2,40}"
)
"""What stands before the month in which a table was written, folded: no words about figures."""
_LAST_DAY_IN_WORDS = re.compile(
    r"(\b(?:đến|tới)\s*(?:hết\s*)?(?:ngày\s*)?)(\d{1,2})\s*tháng\s*(\d{1,2})(?!\s*(?:năm|[/.-]\s*\d))(?!\d)"
)
_BLANK_DAY = re.compile(
    r"ngày\s*[\d.\u2026_]*\s*tháng\s*[\d.\u2026_]*\s*năm\s*[\d.\u2026_]*"
    rf"|^{PLACE},\s*tháng\s*\d+\s*năm\s*20\d\d\s*$"
)
_DOCUMENT = re.compile(
    r"(?:\bsố\s*:?\s*\d+\s*/\s*[\w/&.-]+|\b\d+/20\d\d/[a-zđ][\w-]*|\b\d+/(?!tháng|năm)[a-zđ][\w-]*"
    r"|\b(?:nghị định|thông tư|nghị quyết|quyết định|công văn|kế hoạch|chỉ thị|hướng dẫn|tt|nđ|qđ|cv|kh|hd)"
    r"\s+\d+/20\d\d(?:/[\w-]+)?|\bluật\b[^,;()]{0,60}?\b20\d\d)"
    rf"(?:\s*,?\s*(?:ban hành|ký)?\s*ngày\s*{_DATE})?"
)
_DOCUMENT_OF_YEAR = re.compile(
    r"(?:^\W*|\b(?:theo|căn cứ|tại)\s+)(?:nghị định|thông tư|nghị quyết|quyết định|chỉ thị|hướng dẫn|công văn)\b"
    r"(?:\s+của\b[^,;()]{1,40}?)?\s+(?:ban hành\s+)?năm\s*20\d\d"
)
_SHORT_YEAR = re.compile(
    r"(?<![\d/.-])((?:0?[1-9]|[12]\d|3[01])[/.-])((?:0?[1-9]|1[0-2])[/.-])(\d\d)(?![\d/-])(?![.,]\d)"
)
_YEAR_OF_TWO = re.compile(r"\bnăm\s+['’]?([12]\d|3\d)(?=\W*$)")
_ISO_DAY = re.compile(r"(?<!\d)20\d\d-\d\d-\d\d(?!\d)")
_THEN_PLANNED = re.compile(
    r"(20\d\d.*?)\b(?:nhiệm vụ|phương hướng|kế hoạch|chương trình công tác|dự kiến)\b[^;()]{0,60}?20\d\d"
)
_BEGINS_PLANNED = re.compile(r"\W*(?:và\s+)?(?:phương hướng|nhiệm vụ|kế hoạch|dự kiến)\b")
_COMPARED = re.compile(r"(?:so với|so sánh với|cùng kỳ)[^,;()]{0,40}?(?:20\d\d)")
_STAGE = re.compile(r"(?:giai đoạn|nhiệm kỳ)\s*(?:từ\s*)?(?:năm\s*)?20\d\d\s*(?:-|đến)\s*(?:năm\s*)?20\d\d")
_RANGE = re.compile(
    rf"(?:từ\s*)?(?:ngày\s*)?(?<!\d)(?P<first>{_DAY})\s*(?:đến|tới|-)\s*(?:hết\s*)?(?:ngày\s*)?(?P<last>{_DATE})(?!\d)"
)
_DAY_MONTH = r"(0?[1-9]|[12]\d|3[01])[/.-](0?[1-9]|1[0-2])"
_TO = r"\s*(?:đến|tới|-)\s*(?:hết\s*)?(?:ngày\s*)?"
_DAYS_ONLY = re.compile(rf"\btừ\s*(?:ngày\s*)?{_DAY_MONTH}{_TO}{_DAY_MONTH}(?!\d|[/.-]\d)")
_DAYS_SLASHED = re.compile(
    rf"(?<![\w/.-]){_DAY_MONTH}{_TO}{_DAY_MONTH}(?!\d|[/.-]\d)".replace("[/.-](0", "/(0")
)
_MONTHS_APART = re.compile(
    rf"(?:từ\s*)?\btháng\s*{_MONTH_YEAR}\s*(?:đến|tới|-)\s*(?:hết\s*)?(?:tháng\s*)?(0?[1-9]|1[0-2])"
    rf"\s*(?:/|năm)\s*(20\d\d)(?!\d)"
)
_NUMBERED_MONTHS = re.compile(
    r"(?<![\d/.-])(0?[1-9]|1[0-2])/(20\d\d)\s*(?:đến|tới|-|→)\s*(?:hết\s*)?(0?[1-9]|1[0-2])/(20\d\d)(?![\d/-])"
)
_MONTHS_ALONE = re.compile(
    r"(?:từ\s*)?\btháng\s*(0?[1-9]|1[0-2])\s*(?:đến|tới|-)\s*(?:hết\s*)?tháng\s*(0?[1-9]|1[0-2])(?!\d|\s*[/.-]\s*\d)"
)
_UNTIL = r"(?:đến|tới|thời điểm|mốc|chốt|lấy)(?:\s*(?:thời gian|tính|báo cáo|lấy|chốt|số liệu|thống kê|hết|ngày|:))*\s*"
_UNTIL_DAY = re.compile(rf"{_UNTIL}(?P<last>{_DATE})(?!\d)")
_UNTIL_DAY_ONLY = re.compile(
    rf"{_UNTIL}(?<!\d){_DAY_MONTH}(?!\d|[/.-]\d|\s*(?:xã|phường|thôn|kdc|khu|mô hình))"
)
_UNTIL_MONTH = re.compile(r"(?:đến|tới)\s*(?:hết\s*)?tháng\s*(0?[1-9]|1[0-2])\s*(?:/|-|năm)\s*(20\d\d)")
_UNTIL_MONTH_ONLY = re.compile(
    r"(?<!từ )\b(?:đến|tới)\s*(?:hết\s*|cuối\s*)?tháng\s*(0?[1-9]|1[0-2])(?!\d|\s*[/.-]\s*\d|\s*(?:năm\s*)?20\d\d)"
)
_SIGNED = re.compile(rf"(?:ngày\s*)?(?<!\d){_DATE}(?!\d)")
_SCHOOL = re.compile(r"\b(?:năm|niên) học\s*:?\s*(20\d\d)(?:\s*[-/]\s*(?:20)?\d\d)?(?!\d)")
_QUARTERS = re.compile(
    rf"(?P<until>\b(?:đến|tới)\s*(?:hết\s*|cuối\s*)?)?\bquý\s*{_QUARTER}(?:\s*(?:,|-|và|đến)\s*(?:quý\s*)?{_QUARTER})*"
)
_COUNTED = re.compile(
    rf"(?<![\d/])\b(?:0?(?P<digits>\d{{1,2}})|(?P<words>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}))\s*"
    r"(?:tháng\b|t(?=\s*/|\s*-|[\s_]*20\d\d|\s+(?:đầu|cuối|năm)|\s*\)|\s*$))(?!\s*\d{1,2}\s*(?:/|năm|-))"
    r"\s*(?P<end>cuối)?"
)
_HALF = re.compile(r"nửa\s*(?:(?P<end>đầu|cuối)\s*)?năm")
_WHOLE = re.compile(r"\b(?:cả|toàn|trọn)\s*năm\b")
_WEEK = re.compile(r"\btuần\s*(?:thứ\s*|số\s*)?\d{1,2}(?!\d)")
_ONE_MONTH = re.compile(rf"\btháng\s*{_MONTH_YEAR}")
_YEAR_SAID = re.compile(_YEAR)
_MID_MONTH, _NEARLY_YEAR = 14, 11.9
_QUARTER_WORDS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "một": 1, "nhất": 1, "hai": 2, "nhì": 2, "ba": 3, "bốn": 4, "tư": 4,
}  # fmt: skip


@dataclass
class SaidPeriods:
    """What a title says.

    Parameters
    ----------
    years
        Years that are named, with the words.
    months
        First and last month that are named, with the words.
    days
        First and last day that are named, with the words; without a first day where only the last is.
    school_years
        Years in which a school year begins, with the words.
    ends
        Last days that are named without a year, as month and day, with the words.
    weeks
        Single weeks that are named.
    planned
        Whether it begins with a plan for a year: ``Nhiệm vụ năm 2024``.
    """

    years: list[tuple[int, str]] = field(default_factory=list)
    months: list[tuple[tuple[int, int], str]] = field(default_factory=list)
    days: list[tuple[tuple[date | None, date], str]] = field(default_factory=list)
    school_years: list[tuple[int, str]] = field(default_factory=list)
    ends: list[tuple[tuple[int, int], str]] = field(default_factory=list)
    weeks: list[str] = field(default_factory=list)
    planned: bool = False


@lru_cache(maxsize=8192)
def said_periods(text: str) -> SaidPeriods:
    """Read the periods that a title names.

    Numbers and dates of documents, dates of signature, years that are only compared with and stages of a programme
    are left out. All who ask about one text share the answer: it is not to be changed.

    Parameters
    ----------
    text
        The text of a cell or the name of a sheet.

    Returns
    -------
    SaidPeriods
        Everything that was said.

    Examples
    --------
    >>> said = said_periods("Kết quả quý II năm 2024 (theo Thông tư số 124/2021/TT-BCA)")
    >>> [year for year, _ in said.years], [months for months, _ in said.months]
    ([2024], [(4, 6)])
    """
    words = with_accents(text)
    said = SaidPeriods(planned=bool(_BEGINS_PLANNED.match(words)))
    words = _SHORT_YEAR.sub(r"\1\g<2>20\3", _DAY_IN_WORDS.sub(r"\1/\2/\3", words))
    words = _LAST_DAY_IN_WORDS.sub(r"\1\2/\3", _NUMBERED_MONTHS.sub(r"tháng \1/\2 đến tháng \3/\4", words))
    words = _THEN_PLANNED.sub(r"\1 ; ", _YEAR_OF_TWO.sub(r"năm 20\1", words))
    for left_out in (_DOCUMENT, _DOCUMENT_OF_YEAR, _BLANK_DAY, _STAGE, _COMPARED, _ISO_DAY):
        words = left_out.sub(" ; ", words)
    words = in_full(words)
    for pattern, read in _STEPS:
        words = pattern.sub(lambda found, read=read: read(found, said), words)  # type: ignore[misc]
    return said


def _day(text: str, before: date | None = None) -> date | None:
    parts = [int(part) for part in re.split(r"[/.-]", text)]
    try:
        if len(parts) == 3:
            return date(parts[2], parts[1], parts[0])
        if before is None:
            return None
        same = date(before.year, parts[1], parts[0])
        return same if same <= before else date(before.year - 1, parts[1], parts[0])
    except ValueError:
        return None


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _read_range(found: re.Match[str], said: SaidPeriods) -> str:
    last = _day(found["last"])
    first = _day(found["first"], last)
    if first and last:
        said.days.append(((first, last), found[0].strip()))
    return " "


def _read_months_apart(found: re.Match[str], said: SaidPeriods) -> str:
    month, year, last_month, last_year = found.groups()
    first_year = int(year or last_year)
    if not year and int(month) > int(last_month):
        first_year -= 1
    days = date(first_year, int(month), 1), _last_day(int(last_year), int(last_month))
    said.days.append((days, found[0].strip()))
    return " "


def _read_until(found: re.Match[str], said: SaidPeriods) -> str:
    if last := _day(found["last"]):
        said.days.append(((None, last), found[0].strip()))
    return " "


def _read_until_month(found: re.Match[str], said: SaidPeriods) -> str:
    said.days.append(((None, _last_day(int(found[2]), int(found[1]))), found[0].strip()))
    return " "


def _read_until_month_only(found: re.Match[str], said: SaidPeriods) -> str:
    said.months.append(((1, int(found[1])), found[0].strip()))
    return " "


def _read_school(found: re.Match[str], said: SaidPeriods) -> str:
    said.school_years.append((int(found[1]), found[0].strip()))
    return " "


def _read_quarters(found: re.Match[str], said: SaidPeriods) -> str:
    until = found["until"] or ""
    words = re.findall(_QUARTER, found[0].removeprefix(until).removeprefix("quý").replace("quý", " "))
    numbers = [_QUARTER_WORDS.get(word) or int(word) for word in words]
    first = 1 if until else min(numbers)
    said.months.append(((3 * first - 2, 3 * max(numbers)), found[0].strip()))
    return " "


def _read_counted(found: re.Match[str], said: SaidPeriods) -> str:
    number = int(found["digits"]) if found["digits"] else _NUMBERS.index(found["words"]) + 1
    if 1 <= number <= 12:
        said.months.append(((13 - number, 12) if found["end"] else (1, number), found[0].strip()))
    return " "


def _read_half(found: re.Match[str], said: SaidPeriods) -> str:
    said.months.append(((7, 12) if found["end"] == "cuối" else (1, 6), found[0]))
    return " năm "


def _read_days_only(found: re.Match[str], said: SaidPeriods) -> str:
    day, first, last_day, last = map(int, found.groups())
    start = first % 12 + 1 if day > _MID_MONTH else first
    length = (last - first) % 12 + (last_day - day) / 31
    # 16/11 to 15/11 without a year is a window of a year, and of which cannot be told.
    if start <= last and (day == 1 or 0 < length < _NEARLY_YEAR):
        said.months.append(((start, last), found[0].strip()))
    return " "


def _read_months_alone(found: re.Match[str], said: SaidPeriods) -> str:
    first, last = int(found[1]), int(found[2])
    if first <= last:
        said.months.append(((first, last), found[0].strip()))
    return " "


def _read_until_day_only(found: re.Match[str], said: SaidPeriods) -> str:
    said.ends.append(((int(found[2]), int(found[1])), found[0].strip()))
    return " "


def _read_whole(found: re.Match[str], said: SaidPeriods) -> str:
    said.months.append(((1, 12), found[0]))
    return " năm "


def _read_week(found: re.Match[str], said: SaidPeriods) -> str:
    said.weeks.append(found[0])
    return " "


def _read_month(found: re.Match[str], said: SaidPeriods) -> str:
    month = int(found[1])
    said.months.append(((month, month), found[0].strip()))
    return f" {found[2] or ''} "


def _read_year(found: re.Match[str], said: SaidPeriods) -> str:
    said.years.append((int(found[0]), found[0]))
    return " "


def _leave(found: re.Match[str], said: SaidPeriods) -> str:
    del found, said
    return " "


_STEPS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], SaidPeriods], str]], ...] = (
    (_RANGE, _read_range),
    (_DAYS_ONLY, _read_days_only),
    (_DAYS_SLASHED, _read_days_only),
    (_MONTHS_APART, _read_months_apart),
    (_MONTHS_ALONE, _read_months_alone),
    (_UNTIL_DAY, _read_until),
    (_UNTIL_DAY_ONLY, _read_until_day_only),
    (_UNTIL_MONTH, _read_until_month),
    (_UNTIL_MONTH_ONLY, _read_until_month_only),
    (_SIGNED, _leave),
    (_SCHOOL, _read_school),
    (_QUARTERS, _read_quarters),
    (_COUNTED, _read_counted),
    (_HALF, _read_half),
    (_WHOLE, _read_whole),
    (_WEEK, _read_week),
    (_ONE_MONTH, _read_month),
    (_YEAR_SAID, _read_year),
)
