"""The year in a text: plainly one, a bound of one, none yet, or words that make it doubtful."""

import re
from typing import NamedTuple

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_DATE = (
    rf"(?:(?:ngày\s*)?(?:{_DAY}\s*[/.-]\s*)?(?:tháng\s*|t\.?\s*)?{_MONTH}\s*[/.-]\s*"
    rf"|(?:ngày\s*{_DAY}\s*)?tháng\s*{_MONTH}\s*,?\s*năm\s*"
    r"|(?:quý\s*(?:[1-4]|i{1,3}|iv)\s*[/,-]?\s*)?(?:(?:đầu|giữa|cuối)\s+)?(?:năm\s*|n\.?\s*)?)\d{4}"
)
_BEGAN = r"(?:được\s+)?(?:thành lập|xây dựng|ra mắt|triển khai|bắt đầu|có)(?:\s+(?:mô hình|mh))?"
_PLAIN = re.compile(
    rf"(?:(?:tính\s+)?(?:đến\s+)?hết\s+|(?:{_BEGAN}\s+)?(?:(?:vào|trong)\s+)?){_DATE}"
    rf"|(?:{_BEGAN}\s+)?(?:kể\s+)?từ\s+{_DATE}(?:\s+(?:đến|tới)\s+nay)?"
    rf"|\d{{4}}-{_MONTH}-{_DAY}(?:[ t]00:00(?::00)?)?"
)
_FOOTNOTE = re.compile(r"(?:\s*(?:\*+|\(\*+\)|\(\d\)|[\u00b9\u00b2\u00b3]))+$")
_BOUNDS = {
    "over": re.compile(r"(?:từ\s+)?sau\s+(?:năm\s+)?\d{4}"),
    "under": re.compile(r"(?:từ\s+)?trước\s+(?:năm\s+)?\d{4}"),
    "about": re.compile(r"(?:vào\s+)?(?:khoảng|chừng)\s+(?:năm\s+)?\d{4}"),
}
_NONE = re.compile(
    r"0|(?:không|chưa)(?:\s+(?:có|thành lập|xây dựng|ra mắt|triển khai))?"
    r"(?:\s+(?:điểm\s+)?(?:mô hình|mh))?(?:\s+nào)?"
)
_ENDED = re.compile(
    r"\b(?:giải thể|giải tán|ngừng|ngưng|dừng|chấm dứt|kết thúc|thu hồi|xóa|xoá|bãi bỏ|không còn)\b"
)
_NOT_BEGUN = re.compile(
    r"\b(?:dự kiến|kế hoạch|đăng k[ýí]|đề xuất|đề nghị|sẽ|chuẩn bị|phấn đấu|mục tiêu|chưa|không)\b"
)


class SaidYear(NamedTuple):
    """What a text says of a year.

    Parameters
    ----------
    year
        The year; None where none can be taken.
    comparator
        ``over`` for "Sau 2019", ``under`` for "Trước năm 2010", ``about`` for "Khoảng 2016"; else empty.
    problem
        Why none can be taken, the name of a finding; or empty.
    """

    year: int | None = None
    comparator: str = ""
    problem: str = ""


def year_of(word: str) -> SaidYear:
    """Read a year as offices write it.

    A year beside other words is none: "Dự kiến 2026" has not begun, "Giải thể 2020" has ended, "2018?" is not known.

    Parameters
    ----------
    word
        The text in lower case.

    Returns
    -------
    SaidYear
        The year with its bound, or why there is none.

    Examples
    --------
    >>> year_of("năm 2018").year, year_of("15/6/2018").year, year_of("sau 2019")
    (2018, 2018, SaidYear(year=2019, comparator='over', problem=''))
    >>> year_of("dự kiến 2026").problem, year_of("giải thể 2020").problem, year_of("2018?").problem
    ('year_not_begun', 'year_ended', 'year_with_words')
    """
    said = _FOOTNOTE.sub("", word).rstrip(" .,;")
    years = sorted(set(_YEAR.findall(said)))
    if len(years) != 1:
        return SaidYear(problem="two_facts" if years else "not_a_year")
    year = int(years[0])
    if _PLAIN.fullmatch(said):
        return SaidYear(year)
    for comparator, pattern in _BOUNDS.items():
        if pattern.fullmatch(said):
            return SaidYear(year, comparator)
    if _ENDED.search(said):
        return SaidYear(problem="year_ended")
    return SaidYear(problem="year_not_begun" if _NOT_BEGUN.search(said) else "year_with_words")


def says_not_begun(word: str) -> bool:
    """Tell whether a text in a column of years says that there is nothing which could have begun.

    Parameters
    ----------
    word
        The text in lower case.

    Returns
    -------
    bool
        True for "Chưa có mô hình", "Không", "0".

    Examples
    --------
    >>> says_not_begun("chưa có"), says_not_begun("không rõ"), says_not_begun("chưa có (đăng ký 2023)")
    (True, False, False)
    """
    return _NONE.fullmatch(word.rstrip(" .,;")) is not None
