"""What a header means with the headers beside it: the parts of a figure, the time before, the sum of twelve months."""

import re
from collections.abc import Mapping, Sequence

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import SEPARATOR
from antq_analysis.sources.forms.shorter_periods import shorter_periods

_PARTS = re.compile(r"(?:trong đó|chia ra|bao gồm|gồm(?: có)?|cụ thể|phân ra)\s*:?")
_BEFORE, _NOW = re.compile(r"\bkỳ trước$"), ("kỳ này", "kỳ báo cáo", "năm nay", "năm báo cáo")
_LAST_YEAR = "năm trước"
_TIME_ALONE = re.compile(r"(?:cùng kỳ(?: năm (?:trước|ngoái))?|năm (?:trước|ngoái))")
_ANY_TIME = re.compile(rf"{_TIME_ALONE.pattern}|(?:năm )?20\d\d|năm (?:nay|báo cáo)|kỳ (?:này|trước|báo cáo)")
_TOTAL = re.compile(r"(?:tổng(?: số| cộng)?|cộng|cả năm|toàn năm)")
_MONTHS = frozenset(range(1, 13))
_MONTH = re.compile(r"t(?:h(?:áng)?)?\s*\.?\s*(\d{1,2})")
_BY_MONTH = re.compile(r"\s*(?:theo|từng|các|hàng|hằng) tháng\b", re.IGNORECASE)


def meant_heads(paths: Sequence[str], first: int) -> Mapping[int, str]:
    """Spell out what headers mean that need one beside them.

    ``Trong đó / Ma túy`` belongs to the figure left of it, ``Kỳ trước`` beside ``Kỳ này`` is the year before,
    ``Cùng kỳ`` alone is of the figure left of it, and ``Cộng`` beside the twelve months of a figure is its year.

    Parameters
    ----------
    paths
        The header path of each column.
    first
        The first column that may hold figures.

    Returns
    -------
    mapping of int to str
        The path that is meant, for each column that has another than its own.

    Examples
    --------
    >>> meant_heads(["Xã", "Vụ việc", "Trong đó / Hình sự", "Trong đó / Ma túy"], 1)
    {2: 'Vụ việc / Trong đó / Hình sự', 3: 'Vụ việc / Trong đó / Ma túy'}
    >>> meant_heads(["Xã", "Số vụ / Kỳ trước", "Số vụ / Kỳ này"], 1)
    {1: 'Số vụ / Năm trước'}
    >>> meant_heads(["Xã", "Số vụ", "Cùng kỳ năm trước", "Tăng, giảm"], 1)
    {2: 'Số vụ / Cùng kỳ năm trước'}
    """
    own = {place: path for place, path in enumerate(paths) if place >= first and path}
    return _of_left(own) | _earlier(own) | _time_of_left(own) | _sum_of_months(own)


def _of_left(own: Mapping[int, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for place, path in own.items():
        title, _, rest = path.partition(SEPARATOR)
        if rest and _PARTS.fullmatch(fold(title)):
            left = place - 1
            while left in own and own[left].partition(SEPARATOR)[0] == title:
                left -= 1
            if left in own and SEPARATOR not in own[left]:
                found[place] = f"{own[left]}{SEPARATOR}{path}"
    return found


def _earlier(own: Mapping[int, str]) -> dict[int, str]:
    folded = {fold(path) for path in own.values()}
    # Beside what adds up from the start of the year, a period is shorter than the year.
    shorter = {fold(path) for path in shorter_periods([*own.values()])}
    found = {}
    for place, path in own.items():
        if before := _BEFORE.search(fold(path)):
            now = {f"{fold(path)[: before.start()]}{word}" for word in _NOW} & folded
            if now and not now & shorter:
                found[place] = path[: -len(before[0])] + _LAST_YEAR.capitalize()
    return found


def _time_of_left(own: Mapping[int, str]) -> dict[int, str]:
    found = {}
    for place, path in own.items():
        beside = [fold(own.get(place + step, "")) for step in (-1, 1)]
        alone = beside[0] and not any(map(_ANY_TIME.fullmatch, beside))
        if alone and _TIME_ALONE.fullmatch(fold(path)) and SEPARATOR not in own[place - 1]:
            found[place] = f"{own[place - 1]}{SEPARATOR}{path}"
    return found


def _sum_of_months(own: Mapping[int, str]) -> dict[int, str]:
    months: dict[str, dict[int, int]] = {}
    for place, path in own.items():
        title, _, last = path.rpartition(SEPARATOR)
        if title and (month := _MONTH.fullmatch(fold(last))):
            months.setdefault(title, {})[place] = int(month[1])
    found = {}
    for title, of in months.items():
        if set(of.values()) != _MONTHS:
            continue
        for place in (min(of) - 1, max(of) + 1):
            bare, _, last = own.get(place, "").rpartition(SEPARATOR)
            if bare in ("", title) and _TOTAL.fullmatch(fold(last)):
                found[place] = SEPARATOR.join((_BY_MONTH.sub("", title), last))
    return found
