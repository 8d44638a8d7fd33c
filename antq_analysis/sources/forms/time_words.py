"""Words of a header about time: the year, what adds up over years, a plan or a part of the period, a change."""

import re

from antq_analysis.observations import period_bounds
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import SEPARATOR
from antq_analysis.sources.tables.said import said_periods

NEAR_MONTHS = 2
"""The reporting windows in use end at most two months before the calendar year."""

_HOLLOW = re.compile(r"\(\s*\)")
_FROM_START = (
    r"(?:l[uũ][yỹ] kế|cộng dồn)(?: tính)? từ đầu năm(?: (?:tính )?đến (?:nay|(?:hết )?kỳ(?: báo cáo)?))?"
)
_WHOLE_YEAR = r"(?:cả|toàn|trọn) năm"
_BASIS = (
    ("in_year", rf"{_FROM_START}|{_WHOLE_YEAR}"),
    ("in_year", r"từ đầu năm(?: đến nay)?|(?:xảy ra |phát sinh )?trong (?:năm|kỳ)(?: báo cáo)?"),
    (
        "cumulative",
        r"(?:số )?l[uũ][yỹ] kế(?: đến nay| từ đầu nhiệm kỳ)?|cộng dồn|từ đầu nhiệm kỳ(?: đến nay)?",
    ),
    ("now", r"(?:tính )?đến nay|(?:tính )?đến thời điểm (?:báo cáo|hiện tại)"),
    (
        "stock",
        r"(?:hiện )?đang (?:có|duy trì(?: hoạt động)?)|hiện đang hoạt động|hiện (?:có|nay|tại)|duy trì hoạt động",
    ),
    ("stock", r"(?:tính )?đến cuối (?:kỳ|năm)|(?:tại )?thời điểm báo cáo|cuối kỳ|cuối năm"),
)
_BASES = tuple((basis, re.compile(rf"\b(?:{words})\b")) for basis, words in _BASIS)
_SINCE_START, _WHOLE = re.compile(r"\btừ đầu năm\b"), re.compile(rf"\b{_WHOLE_YEAR}\b")
_YEAR = re.compile(r"(?:\bnăm\s+|\bn\.\s?|\bcùng kỳ\s+|^)(20\d\d)\b")
_YEARS_APART = (
    re.compile(r"\(\s*(20\d\d)\s*\)"),
    re.compile(r"(?<=[^\W\d_]\s)(?<!từ\s)(?<!trước\s)(?<!sau\s)(?<!với\s)(?<!đoạn\s)(?<!đến\s)(20\d\d)$"),
    re.compile(r"\b12\s?(?:t|tháng)\s*(?:/|năm\b|\s)\s*(20\d\d)\b"),
)
"""A year without its word: in brackets, at the end of a part, as twelve months."""
_OF_YEAR = re.compile(r"\b(?:trong|cả|toàn|trọn|cuối|từ đầu)\s*$")
_SINCE_YEAR = re.compile(r"\btừ (?:đầu )?năm (20\d\d)\b")
_UNTIL = re.compile(
    r"\b(?:(?:tính )?đến(?: hết)?|(?:tại )?thời điểm|tại)(?: ngày)?"
    r"(?: \d{1,2}/(\d{1,2})/| tháng (\d{1,2})/| (?:năm )?)(20\d\d)\b"
)
_BEFORE = re.compile(r"\b(?:cùng kỳ )?năm (?:trước|ngoái)(?: liền kề)?\b|\bcùng kỳ\b")
_THIS = re.compile(r"\bnăm (?:nay|báo cáo)\b|\b(?:kỳ báo cáo|kỳ này)\b")
_CHANGE = re.compile(
    r"(?:tỷ lệ |%|mức |số (?:vụ |đối tượng )?)?(?:tăng|giảm)\s*(?:[,/+()\s-]|\bhoặc\b|\bhay\b)+\s*(?:tăng|giảm)\b.*"
    r"|.*\bso với\b.*|chênh lệch\b.*|biến động\b.*|[+/\s±()-]+|tăng \(\+\).*|.*\btăng\s*[,/]\s*giảm\b.*"
    r"|so sánh\s*(?:[+/\s±()%-]+|.*\bvới\b.*)"
)
_COMPARED = "so sánh"
_SAME_MONTHS = re.compile(r"\bcùng kỳ\b")
_ADDED_UP = re.compile(r"\bl[uũ][yỹ] kế\b|\bcộng dồn\b|\b(?:giai đoạn|nhiệm kỳ)\b")
_PLANNED = re.compile(r"\bkế hoạch(?: giao)?(?: năm| \{| \d|$| /|\))|\bchỉ tiêu (?:kế hoạch|giao)\b")
_MONTHS = re.compile(r"\b0?(\d{1,2}) tháng\b")


def is_change(path: str) -> bool:
    """Tell whether a header announces a printed change.

    Parameters
    ----------
    path
        The header path.

    Returns
    -------
    bool
        True for ``Tăng, giảm`` or ``So với năm trước (%)``, wherever it stands in the path.

    Examples
    --------
    >>> is_change("So với năm trước / Số vụ"), is_change("Điểm mô hình / Tăng trong năm")
    (True, False)
    >>> is_change("Số vụ / So sánh (+/-)"), is_change("Số vụ / So sánh"), is_change("So sánh / Năm 2023")
    (True, True, False)
    """
    parts = [fold(part) for part in path.split(SEPARATOR)]
    # Above other headers the bare word may stand over the figures that are compared.
    return parts[-1] == _COMPARED or any(map(_CHANGE.fullmatch, parts))


def counts_up(path: str) -> bool:
    """Tell whether a header announces figures that add up over several years.

    Parameters
    ----------
    path
        The header path.

    Returns
    -------
    bool
        True for ``Lũy kế`` and ``Giai đoạn 2021-2025``.

    Examples
    --------
    >>> counts_up("Số vụ / Luỹ kế"), counts_up("Vụ việc giai đoạn 2021-2025"), counts_up("Lũy kế từ đầu năm")
    (True, True, False)
    """
    return bool(_ADDED_UP.search(re.sub(_FROM_START, " ", fold(path))))


def is_part(path: str, period: str) -> bool:
    """Tell whether a header announces what is planned, or other months than those of the period.

    Parameters
    ----------
    path
        The header path.
    period
        The period of the file.

    Returns
    -------
    bool
        True for ``Kế hoạch năm`` and, in a file of a year, for ``6 tháng đầu năm``.

    Examples
    --------
    >>> is_part("Kế hoạch năm", "2023"), is_part("Số vụ 6 tháng", "2023"), is_part("Số vụ 6 tháng", "2023-6T")
    (True, True, False)
    """
    words = fold(path)
    own = re.fullmatch(r"\d{4}-(\d+)T", period)
    months = {int(number) for number in _MONTHS.findall(words)}
    return bool(_PLANNED.search(words)) or bool(months - {int(own[1]) if own else 12})


def year_placeholders(path: str, period: str) -> str:
    """Put ``{year}`` where a header names the year of the period or an earlier one, so that it holds next year.

    Parameters
    ----------
    path
        The header path.
    period
        The period of the file.

    Returns
    -------
    str
        The path as a layout writes it.

    Examples
    --------
    >>> year_placeholders("Số vụ / Năm 2022", "2023"), year_placeholders("Đợt 2021-2025", "2023")
    ('Số vụ / Năm {year-1}', 'Đợt 2021-2025')
    """
    last = period_bounds(period)[1].year

    def put(found: re.Match[str]) -> str:
        before = last - int(found[1])
        year = "{year}" if before == 0 else f"{{year-{before}}}"
        return found[0].replace(found[1], year) if 0 <= before <= 10 else found[0]

    parts = path.split(SEPARATOR)
    for pattern in (_YEAR, *_YEARS_APART):
        parts = [re.sub(rf"(?i){pattern.pattern}", put, part) for part in parts]
    return SEPARATOR.join(parts)


def take_basis(words: str) -> tuple[str, set[str]]:
    """Take the words about the time off a part of a header.

    Parameters
    ----------
    words
        The part, in the form of :func:`antq_analysis.sources.forms.wording.canonical`.

    Returns
    -------
    tuple
        The rest, and what was said: ``in_year``, ``cumulative``, ``now``, ``stock``.
    """
    found = set()
    for basis, pattern in _BASES:
        shorter = pattern.sub(" ", words)
        if shorter != words:
            found.add(basis)
            words = " ".join(_HOLLOW.sub(" ", shorter).split())
    return words, found


def _reaches_beyond(text: str, period: str) -> bool:
    """Tell whether words add up from the start of a year, or to its end, where the period lies within it."""
    first, last = period_bounds(period)
    return bool((first.month > 1 and _SINCE_START.search(text)) or (last.month < 12 and _WHOLE.search(text)))


def _of_other_days(text: str, period: str) -> bool:
    """Tell whether days without a year in a header are of a part of the period: ``(01/01-30/6)``."""
    first, last = period_bounds(period)
    spans = [span for span, written in said_periods(text).months if "/" in written and "tháng" not in written]
    return bool(spans) and (first.month, last.month) not in spans


def take_year(text: str, period: str) -> tuple[str, set[int | None]]:
    """Take the words about a year off a part of a header.

    Parameters
    ----------
    text
        The part, folded.
    period
        The period of the file.

    Returns
    -------
    tuple
        The rest, and how many years before the period each is; None where that cannot be told: in a file of some months
        another year alone may be the whole of it, and the same months of it are said.

    Examples
    --------
    >>> [take_year(text, "2024-9T")[1] for text in ("9 tháng năm 2023", "cùng kỳ năm trước", "năm 2023")]
    [{1}, {1}, {None}]
    """
    last = period_bounds(period)[1]
    years: set[int | None] = {None} if _reaches_beyond(text, period) else set()
    # What counts from the start of an earlier year on is of several years.
    since = {int(year) for year in _SINCE_YEAR.findall(text)} - {last.year}
    years |= {None} if since or _of_other_days(text, period) else set()

    def take(year: str) -> None:
        before = last.year - int(year)
        years.add(before if before >= 0 else None)

    def take_day(found: re.Match[str]) -> str:
        month = int(found[1] or found[2] or last.month)
        if abs(month - last.month) > NEAR_MONTHS:
            years.add(None)
        take(found[3])
        return " đến nay "

    def take_named(found: re.Match[str]) -> str:
        take(found[1])
        return " năm " if _OF_YEAR.search(found.string[: found.start()]) else " "

    text, same_months = _without_own_months(text, period)
    text = _YEAR.sub(take_named, _UNTIL.sub(take_day, text))
    for pattern in _YEARS_APART if period.isdecimal() else ():
        text = pattern.sub(take_named, text)
    if is_change(text):
        return text, years
    for pattern, before in ((_BEFORE, 1), (_THIS, 0)):
        shorter = pattern.sub(" ", text)
        if shorter != text and not years:
            years.add(before)
        text = shorter
    if years - {0} and not period.isdecimal() and not same_months:
        years = {None}
    return " ".join(text.split()), years


def _without_own_months(text: str, period: str) -> tuple[str, bool]:
    """Take the months of a period off a text, and tell whether it speaks of months or of the same time of a year."""
    months = re.fullmatch(r"\d{4}-(\d+)T", period)
    if not months:
        return text, False
    spoken = "tháng" in text or _SAME_MONTHS.search(text) is not None
    own = rf"\b0?{months[1]} tháng"
    text = re.sub(rf"{own}(?: đầu)?(?: năm)?\s*[/.-]?\s*(?=20\d\d\b)", " năm ", text)
    return re.sub(rf"{own}(?: đầu năm)?\b", " ", text).strip(), spoken
