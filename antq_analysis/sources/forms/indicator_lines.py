"""Rows of indicators below one another: which heads others, and the header path that each comes to."""

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.governing_words import governing_words
from antq_analysis.sources.forms.header import SEPARATOR, Header, is_unit_note, label
from antq_analysis.sources.forms.rate_words import is_rate
from antq_analysis.sources.forms.wording import UNIT_WORDS, says_basis, without_basis
from antq_analysis.sources.tables.code_row import is_numbering
from antq_analysis.sources.workbooks.marks import Raw
from antq_analysis.sources.workbooks.workbook import Sheet

_UNSAID_UNITS = frozenset({"x", "đạt", "có", "có/không", "đạt/không đạt", "đạt/chưa đạt", "-"})
_ROMAN = re.compile(r"[IVX]+")
_MARK = re.compile(
    r"(?P<mark>[IVX]+|[A-Z]|[a-zđ]|\d{1,2}(?:\.\d{1,2}){0,3})\s*(?:[.)/]\s*|\s[-\u2013]\s*)(?=\S)"
)
_BULLET = re.compile(r"\s*(?P<mark>[-\u2013\u2014•]|[*]|[+])\s*(?=\S)")
_BULLETS = {"*": 55, "+": 60}
_AMONG = re.compile(r"(?:trong đó|chia ra|bao gồm|gồm|cụ thể)\s*:?")
_SUM_OF_ALL = re.compile(r"(?:tổng )?cộng(?: chung)?")
_UNMARKED, _AMONG_THEM, _BULLETED = 46, 45, 50
_BRACKETED = re.compile(r"\(([^()]*)\)$")
_SHARE = re.compile(r"%|\u2030|/|\btrên\b|phần (?:trăm|nghìn|vạn)")


def read_lines(
    sheet: Sheet, header: Header, own: Sequence[int], valued: Sequence[int], measure: int | None, period: str
) -> tuple[dict[int, str], frozenset[int]]:
    """Tell which rows are indicators, with their header path, and which only head others or number the columns.

    The parts of a path are the rows above that a row stands below by its order mark or bullet; a title keeps its words
    about the time only where the row says none of its own. A row that is counted in a unit of its own is no part of a
    rate above it. Words without figures that say another period or a plan belong to every row below, until other such
    words, or by their order mark.

    Parameters
    ----------
    sheet
        The sheet.
    header
        The head of its table; its `unit_column` is the column with the indicators.
    own
        The rows of the table.
    valued
        Columns of figures.
    measure
        The column with the unit of measure, or None.
    period
        The period of the figures.

    Returns
    -------
    tuple
        The header path of each indicator by its row, empty where figures stand without words; and the other rows.
    """
    lines: dict[int, str] = {}
    groups: set[int] = set()
    above: list[tuple[int, str, bool]] = []
    ranks = {row: _rank(sheet.rows[row], header.unit_column) for row in own}
    governing = governing_words(sheet, header, valued, measure, ranks, _UNMARKED, period)
    for row in own:
        cells = sheet.rows[row]
        text = label(cells[header.unit_column])
        has_figure = any(cells[place] not in ("", None) for place in valued)
        force, only_words = governing[row]
        if only_words or (not lines and not above and is_numbering(cells)):
            groups.add(row)
            continue
        if not text:
            if has_figure:
                lines[row] = ""
            continue
        rank, words = ranks[row]
        while above and (above[-1][0] >= rank or (row == own[-1] and _sums_all(rank, words, lines))):
            above.pop()
        unit = label(cells[measure]) if measure is not None else ""
        if _is_counted(words, unit):
            above = [*takewhile(lambda title: not title[2], above)]
        if has_figure or not _heads_others(row, rank, text, ranks, sheet, measure):
            titles = [_bare(part) if says_basis(words) else part for _, part, _ in above]
            lines[row] = SEPARATOR.join(filter(None, (force, *titles, _with_unit(words, unit))))
        else:
            groups.add(row)
        above.append((rank, words, is_rate(_with_unit(words, unit))))
    return lines, frozenset(groups)


def _sums_all(rank: int, words: str, lines: Mapping[int, str]) -> bool:
    """Tell the sum below numbered lines, which is no part of the last of them."""
    return rank == _UNMARKED and len(lines) > 1 and _SUM_OF_ALL.fullmatch(fold(words)) is not None


def _heads_others(
    row: int, rank: int, text: str, ranks: Mapping[int, tuple[int, str]], sheet: Sheet, measure: int | None
) -> bool:
    """Tell a row without figures that heads those below from an indicator of which nothing was reported."""
    if measure is not None and label(sheet.rows[row][measure]):
        return False
    after = next((rank for below, rank in ranks.items() if below > row and rank[1]), None)
    return (
        _AMONG.fullmatch(fold(text)) is not None
        or text.endswith(":")
        or (after is not None and after[0] > rank)
    )


def _order(cells: Sequence[Raw]) -> str:
    texts = [format(value, "g") if isinstance(value, float) else label(value) for value in cells]
    return next((text.rstrip(" .)/") for text in reversed(texts) if text), "")


def _rank(cells: Sequence[Raw], column: int) -> tuple[int, str]:
    """Say how deep a row stands below its headings, and its words without order mark and bullet."""
    text = label(cells[column])
    order = _order(cells[:column])
    bullet = _BULLET.match(text)
    if bullet:
        return _BULLETS.get(bullet["mark"], _BULLETED), _plain(text[bullet.end() :])
    if order in ("-", "\u2013", "+", "*"):
        return _BULLETS.get(order, _BULLETED), _plain(text)
    mark = _MARK.match(text)
    words = _plain(text[mark.end() :] if mark else text)
    order = order or (mark["mark"] if mark else "")
    if order:
        return _rank_of(order), words
    if _AMONG.fullmatch(fold(text)):
        return _AMONG_THEM, words
    return _UNMARKED, words


def _rank_of(order: str) -> int:
    if order[0].isdigit():
        return 20 + order.count(".")
    if _ROMAN.fullmatch(order):
        return 10
    return 0 if order.isupper() else 30


def _bare(title: str) -> str:
    """Give a title without its words about the time, where the line below says another."""
    return without_basis(title) or title


def _plain(text: str) -> str:
    return text.strip().rstrip(":").strip()


def _is_counted(words: str, unit: str) -> bool:
    """Tell whether a row says what it is counted in, and that is no share of something."""
    said = _said_unit(unit)
    if said:
        return not _SHARE.search(said)
    bracket = _BRACKETED.search(fold(words))
    return bracket is not None and bracket[1].strip() in UNIT_WORDS and bracket[1].strip() != "%"


def _said_unit(unit: str) -> str:
    said = fold(unit).strip(" .()")
    return "" if said in _UNSAID_UNITS or is_unit_note(unit) else said


def _with_unit(words: str, unit: str) -> str:
    said = _said_unit(unit)
    if not said or f"({said})" in fold(words):
        return words
    return f"{words} ({unit.strip(' .()')})"
