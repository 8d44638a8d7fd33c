"""Columns of a part of the period, told by a column beside them that adds the whole of it up."""

import re
from collections.abc import Sequence

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import SEPARATOR

_WITHIN = re.compile(
    r"\b(?:trong (?:kỳ|tháng|quý|tuần)(?: (?:này|báo cáo))?|(?:kỳ|tháng|quý|tuần) (?:này|báo cáo))\b"
)
_UP_TO_NOW = re.compile(
    r"\b(?:(?:l[uũ][yỹ] kế|cộng dồn)(?: tính)?(?: từ đầu năm)?|từ đầu năm|(?:cả|toàn|trọn) năm)"
    r"(?: (?:tính )?đến (?:nay|(?:hết )?kỳ(?: báo cáo)?))?\b"
)
_SINCE_LONGER = re.compile(r"\b(?:nhiệm kỳ|giai đoạn|từ (?:năm )?20\d\d)\b")
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


def _without(time: re.Pattern[str], header: str) -> str | None:
    """Give what a header says beside such words; None where it has none of them."""
    words = fold(header)
    if not time.search(words) or (time is _UP_TO_NOW and _SINCE_LONGER.search(words)):
        return None
    parts = (_SAYS_NOTHING.sub("", time.sub("", part)) for part in words.split(SEPARATOR))
    return SEPARATOR.join(filter(None, parts))
