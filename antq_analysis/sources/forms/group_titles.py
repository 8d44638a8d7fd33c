"""Group titles that stand unmerged in the head of a table: over which of the columns beside it each of them stands."""

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from antq_analysis.places.matching.names import fold

EITHER = " | "
"""Between two titles of which nobody can tell whose a column is."""
NO_TITLE = "\u2013"

_STARTS_GROUP = r"tổng(?: số| cộng)?|chung|số lượng|số (?:vụ|người|đối tượng|điểm|hộ|tin|buổi|lượt|đơn vị)"
_TOTAL = re.compile(_STARTS_GROUP)
_FIRST = re.compile(r"tổng(?: số| cộng)?|chung|số lượng|số vụ")
_COUNTS = re.compile(r"(?:tổng|chung|số)\b")
_YEAR = re.compile(r"(?:năm )?(20\d\d)")
_PART = re.compile(
    rf"(?:trong đó\s*:?\s*)?(?:{_STARTS_GROUP}|vụ|người|đối tượng|điểm|hộ|hiện có|(?:đang )?duy trì"
    r"|(?:(?:xây dựng|thành lập|phát sinh|làm) )?mới|thanh loại|có(?: mô hình)?|không|(?:chưa )?đạt|đăng ký|nam|nữ"
    r"|t[ỷỉ] lệ.*|(?:năm )?(?:20\d\d|nay|trước|báo cáo)|(?:kỳ|tháng) (?:này|trước)|cùng kỳ.*|trong (?:kỳ|năm|tháng)"
    r"|(?:cả|toàn) năm|l[uũ][yỹ] kế.*|cộng dồn.*|kế hoạch|thực hiện|tăng.*|giảm.*|so (?:với|sánh).*"
    r"|quý (?:i{1,3}|iv|\d)|tháng \d{1,2}|\d{1,2} tháng.*)"
)
"""Headers that say nothing without a title above them."""


@dataclass(frozen=True)
class HeadRow:
    """One row of the head of a table, for each column of the sheet.

    Parameters
    ----------
    titles
        What the row says of it, merged cells included.
    closed
        Whether a merged cell says it, or nothing stands below what the row says.
    below
        What stands below the row.
    above
        What tells apart the titles in the rows above.
    """

    titles: Sequence[str]
    closed: Sequence[bool]
    below: Sequence[tuple[str, ...]]
    above: Sequence[Hashable]


@dataclass(frozen=True)
class _Run:
    """Columns side by side with headers below the row, of which some bear a title."""

    titled: tuple[int, ...]
    untitled: tuple[int, ...]
    after: tuple[int, ...]
    beside_title: bool
    start: int | None


def group_titles(row: HeadRow) -> dict[int, str]:
    """Say under which title of a row each column stands that has none of its own there.

    A title stands over the first of its columns. Where a header that only parts a group stands left of the first title,
    titles are centred: then a group begins where the same header as that of the first group does, and where that does
    not tell, a column between two titles may be of either. So may be columns from a total on before a title that
    stands over none, from an earlier year on before one over a later year, and from one on whose header stands there
    twice.

    Parameters
    ----------
    row
        The row.

    Returns
    -------
    dict of int to str
        The title of each such column that has any, two with :data:`EITHER` between them where either may be meant.

    Examples
    --------
    >>> below = [("Xã",), ("Tổng số",), ("Mới",), ("Tổng số",), ("Có mô hình",)]
    >>> row = HeadRow(["", "", "Điểm", "", "Khu dân cư"], [False] * 5, below, [0] * 5)
    >>> group_titles(row)
    {1: 'Điểm', 3: 'Khu dân cư'}
    """
    runs = _runs(row)
    centred = any(run.start is not None or (run.untitled and run.beside_title) for run in runs)
    found: dict[int, str] = {}
    for run in runs:
        found |= _centred(row, run) if centred else _to_the_right(row, run)
    return {column: title for column, title in found.items() if not row.titles[column]}


def possible_parts(parts: Sequence[str]) -> list[list[str]]:
    """Spell out a header path of which one part names two titles.

    Parameters
    ----------
    parts
        The parts of the path.

    Returns
    -------
    list of list of str
        The parts under each of the titles.

    Examples
    --------
    >>> possible_parts(["Điểm | Khu dân cư", "Mới"]), possible_parts(["– | Điểm", "Mới"])
    ([['Điểm', 'Mới'], ['Khu dân cư', 'Mới']], [['Mới'], ['Điểm', 'Mới']])
    """
    found: list[list[str]] = [[]]
    for part in parts:
        titles = part.split(EITHER) if EITHER in part else [part]
        found = [[*own, *([] if title == NO_TITLE else [title])] for title in titles for own in found]
    return found


def _runs(row: HeadRow) -> list[_Run]:
    runs: list[list[int]] = [[]]
    for column, title in enumerate(row.titles):
        if row.closed[column] or (runs[-1] and row.above[column] != row.above[runs[-1][-1]]):
            runs.append([])
        if not row.closed[column] and (title or row.below[column]):
            runs[-1].append(column)
    return [_run(row, columns) for columns in runs if any(row.titles[column] for column in columns)]


def _run(row: HeadRow, columns: Sequence[int]) -> _Run:
    titled = tuple(column for column in columns if row.titles[column])
    untitled = tuple(column for column in columns if column < titled[0])
    after = tuple(column for column in columns if column >= titled[0])
    again = {row.below[column] for column in after}
    start = next((c for c in untitled if row.below[c] in again or _PART.fullmatch(_words(row, c))), None)
    return _Run(titled, untitled, after, columns[0] > 0 and bool(row.titles[columns[0] - 1]), start)


def _words(row: HeadRow, column: int) -> str:
    return fold(row.below[column][0])


def _to_the_right(row: HeadRow, run: _Run) -> dict[int, str]:
    """Let each title stand over the columns from its own on, unless one right before the next begins a group."""
    found = _from_starts(row, run, run.titled)
    for one, other in pairwise(run.titled):
        between = [column for column in run.after if one < column < other]
        own = [row.below[column] for column in (one, *between)]
        starts = (
            column
            for number, column in enumerate(between, 1)
            if own[number] in own[:number] or _begins(_words(row, column), _words(row, other))
        )
        start = next(starts, other)
        doubted = [column for column in between if column >= start]
        found |= dict.fromkeys(doubted, _either(row.titles[one], row.titles[other]))
    return found


def _begins(words: str, after: str) -> bool:
    """Tell whether a header begins a group that one further right does not begin: a total, an earlier year."""
    years = [found[1] for text in (words, after) if (found := _YEAR.fullmatch(text))]
    if len(years) == 2:
        return years[0] < years[1]
    return bool(_FIRST.fullmatch(words) and not _COUNTS.match(after))


def _from_starts(row: HeadRow, run: _Run, starts: Sequence[int]) -> dict[int, str]:
    """Let each title stand over the columns from a start of its own to the next."""
    of = dict(zip(starts, run.titled, strict=True))
    columns = [column for column in (*run.untitled, *run.after) if column >= starts[0]]
    return {column: row.titles[of[max(filter(_up_to(column), starts))]] for column in columns}


def _up_to(column: int) -> Callable[[int], bool]:
    return lambda start: start <= column


def _centred(row: HeadRow, run: _Run) -> dict[int, str]:
    if starts := _starts(row, run):
        return _from_starts(row, run, starts)
    found: dict[int, str] = {}
    for column in run.untitled:
        sure = run.start is not None and column >= run.start
        if sure or run.beside_title:
            found[column] = (
                row.titles[run.titled[0]] if sure else _either(NO_TITLE, row.titles[run.titled[0]])
            )
    for one, other in pairwise(run.titled):
        between = [column for column in run.after if one < column < other]
        found |= dict.fromkeys(between, _either(row.titles[one], row.titles[other]))
    last = run.titled[-1]
    return found | {column: row.titles[last] for column in run.after if column > last}


def _starts(row: HeadRow, run: _Run) -> tuple[int, ...]:
    """Find where each group begins by the header that begins them all; nothing where that does not tell."""
    first = run.titled[0] if run.start is None else run.start
    if run.start is None and run.untitled and not _TOTAL.fullmatch(_words(row, first)):
        return ()
    same = [c for c in (*run.untitled, *run.after) if c >= first and row.below[c] == row.below[first]]
    bounds = (first - 1, *run.titled)
    fitting = len(same) == len(run.titled) and all(
        low < column <= high for column, (low, high) in zip(same, pairwise(bounds), strict=True)
    )
    return tuple(same) if fitting else ()


def _either(one: str, other: str) -> str:
    return f"{one}{EITHER}{other}"
