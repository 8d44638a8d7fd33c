"""Columns of a part of the period or of several years, told by the columns beside them."""

import re
from collections.abc import Sequence

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import SEPARATOR
from antq_analysis.sources.tables.said import said_periods

_WITHIN = re.compile(
    r"\b(?:trong (?:kỳ|tháng|quý|tuần)(?: (?:này|báo cáo))?|(?:kỳ|tháng|quý|tuần) (?:này|báo cáo))\b"
)
_UP_TO_NOW = re.compile(
    r"\b(?:(?:l[uũ][yỹ] kế|cộng dồn)(?: tính)?(?: từ đầu năm)?|từ đầu năm|(?:cả|toàn|trọn) năm)"
    r"(?: (?:tính )?đến (?:nay|(?:hết )?kỳ(?: báo cáo)?))?\b"
)
_SINCE_LONGER = re.compile(r"\b(?:nhiệm kỳ|giai đoạn|từ (?:năm )?20\d\d)\b")
_YEAR = re.compile(r"(?:năm )?(20\d\d)")
_BARE_YEAR = re.compile(rf"(?:(?:trong đó|chia ra|gồm)\W*)?{_YEAR.pattern}")
_TOTAL = re.compile(r"(?:tổng(?: số| cộng)?|cộng)(?: (?:các|\d) năm)?")
_CARRIED = re.compile(
    r"\b(?:chuyển (?:sang|tiếp|qua)|tồn|kỳ trước|cũ|(?:còn lại|từ|của) (?:năm|kỳ) trước"
    r"|(?:năm|kỳ) trước (?:chuyển|sang|để lại)|năm \d{4} chuyển|chưa giải quyết)\b"
)
_MONTHS = 12
_SAYS_NOTHING = re.compile(
    r"\b(?:phát sinh|xảy ra|thực hiện|kết quả|số liệu|tổng số|số lượng|số|tổng)\b|[\s,;:()]+"
)


def shorter_periods(headers: Sequence[str]) -> frozenset[str]:
    """Find headers of what happened within a period, beside which the same is added up to now or for the year.

    Parameters
    ----------
    headers
        The header paths of a table, from left to right.

    Returns
    -------
    frozenset of str
        Those that may be of a shorter period than the table. What is added up over several years tells nothing.

    Examples
    --------
    >>> sorted(shorter_periods(["Số vụ / Trong kỳ", "Số vụ / Lũy kế từ đầu năm", "Số điểm / Trong kỳ"]))
    ['Số vụ / Trong kỳ']
    >>> sorted(shorter_periods(["Số vụ / Trong kỳ", "Số vụ / Lũy kế từ đầu nhiệm kỳ"]))
    []
    """
    found = set()
    for number, header in enumerate(headers):
        own = _without(_WITHIN, header)
        beside = {_without(_UP_TO_NOW, other) for other in headers} - {None}
        following = _without(_UP_TO_NOW, headers[number + 1]) if number + 1 < len(headers) else None
        if own is not None and (own in beside or following == ""):
            found.add(header)
    return frozenset(found)


def sums_of_years(headers: Sequence[str]) -> frozenset[str]:
    """Find headers of a bare total beside columns of two years or more: it may be the sum of the years.

    Parameters
    ----------
    headers
        The header paths of a table.

    Returns
    -------
    frozenset of str
        Those headers.

    Examples
    --------
    >>> sorted(sums_of_years(["Số vụ / 2022", "Số vụ / Năm 2023", "Số vụ / Tổng", "Số điểm / Tổng"]))
    ['Số vụ / Tổng']
    """
    parts = {header: fold(header).rpartition(SEPARATOR) for header in headers}
    years: dict[str, set[str]] = {}
    for group, _, last in parts.values():
        if found := _YEAR.fullmatch(last):
            years.setdefault(group, set()).add(found[1])
    return _before_bare_years(headers) | frozenset(
        header
        for header, (group, _, last) in parts.items()
        if _TOTAL.fullmatch(last) and len(years.get(group, ())) > 1
    )


def _before_bare_years(headers: Sequence[str]) -> frozenset[str]:
    """Find headers beside which two columns or more say a year alone: of these years they may be the sum."""
    found: set[str] = set()
    last, years = "", set[str]()
    for header in map(fold, headers):
        year = _BARE_YEAR.fullmatch(header)
        years = years | {year[1]} if year else set()
        last = last if year else header
        found |= {last} if len(years) > 1 and not said_periods(last).years else set()
    return frozenset(header for header in headers if header and fold(header) in found)


def sums_of_parts(headers: Sequence[str]) -> frozenset[str]:
    """Find headers of a bare total beside parts that are not the whole year, or beside what was carried over.

    Parameters
    ----------
    headers
        The header paths of a table.

    Returns
    -------
    frozenset of str
        Those headers.

    Examples
    --------
    >>> sorted(sums_of_parts(["Số vụ / Quý I", "Số vụ / Quý II", "Số vụ / Tổng"]))
    ['Số vụ / Tổng']
    >>> sorted(sums_of_parts(["Số vụ / 6 tháng đầu năm", "Số vụ / 6 tháng cuối năm", "Số vụ / Tổng"]))
    []
    >>> sorted(sums_of_parts(["Số vụ / Kỳ trước chuyển sang", "Số vụ / Mới", "Số vụ / Tổng"]))
    ['Số vụ / Tổng']
    """
    parts = {header: fold(header).rpartition(SEPARATOR) for header in headers}
    months: dict[str, set[int]] = {}
    carried: set[str] = set()
    for group, _, last in parts.values():
        for (first, end), _ in said_periods(last).months:
            months.setdefault(group, set()).update(range(first, end + 1))
        carried |= {group} if _CARRIED.search(last) else set()
    some = {group for group, own in months.items() if len(own) < _MONTHS} | carried
    totals = ((header, group) for header, (group, _, last) in parts.items() if _TOTAL.fullmatch(last))
    return frozenset(header for header, group in totals if group in some)


def _without(time: re.Pattern[str], header: str) -> str | None:
    """Give what a header says beside such words; None where it has none of them."""
    words = fold(header)
    if not time.search(words) or (time is _UP_TO_NOW and _SINCE_LONGER.search(words)):
        return None
    parts = (_SAYS_NOTHING.sub("", time.sub("", part)) for part in words.split(SEPARATOR))
    return SEPARATOR.join(filter(None, parts))
