"""The row under a head that only names the columns by letters and numbers: ``A B (1) (2) (3)=(1)+(2)``."""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import label
from antq_analysis.sources.workbooks.marks import Raw

_NUMBER = re.compile(r"(?:c(?:ột)?\s*(?:số\s*)?)?(?P<number>\d{1,3})(?P<part>(?:\.\d{1,2})*)\.?")
_FORMULA = re.compile(r"[\[(]?(?P<own>\d{1,3})[\])]?\s*[=:]\s*(?P<of>[\d\s()\[\]+*/:x%.,\u2013-]+)")
_BRACKETS, _GAP = ("(", "[", "{"), 4
_LETTERS = "abcdđefghijklmnopqrstuvwxyz"
_ROMAN = (
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
    "xvi",
)


def is_numbering(cells: Sequence[Raw]) -> bool:
    """Tell whether a row only numbers the columns: ``A B (1) (2)``, ``1 2 3``, ``(3)=(1)+(2)``, ``(a) (b) (c)``.

    Parameters
    ----------
    cells
        The row.

    Returns
    -------
    bool
        True if every filled cell is such a mark, and they run on.

    Examples
    --------
    >>> is_numbering(["A", "B", "1", "2=3+4", "3"]), is_numbering(["(a)", "(b)", "(c)"]), is_numbering(["x", "x"])
    (True, True, False)
    >>> is_numbering(["A", "B", -1.0, -2.0, -3.0])
    True
    """
    marks = [_bare(_typed(value)) or "?" for value in cells if value not in ("", None)]
    if len(marks) < 2:
        return False
    numbers = [_number(mark) for mark in marks]
    letters = [*takewhile(lambda mark: _number(mark) is None, marks)]
    counted = [number for number in numbers[len(letters) :] if number is not None]
    if not counted:
        return _run_on(letters)
    if len(letters) + len(counted) < len(marks) or not (not letters or _is_early(letters)):
        return False
    if counted[0] > (2,):
        return False
    # Where a column was deleted its number is missing; numbers alone may be the figures of a row without a name.
    sure = bool(letters) or all(
        str(value).strip()[:1] in _BRACKETS for value in cells if value not in ("", None)
    )
    return all(map(_comes_after if sure else _follows, pairwise(counted)))


def is_lettered(cells: Sequence[Raw]) -> bool:
    """Tell whether the cells up to the names only bear letters, as before a row of units: ``A B``.

    Parameters
    ----------
    cells
        The cells of a row up to that of the names.

    Returns
    -------
    bool
        True for ``A B`` and for ``B`` alone; never for numbers, which may be names.
    """
    marks = [_bare(label(value)) for value in cells if value not in ("", None)]
    return bool(marks) and all(map(_is_letter, marks)) and (_run_on(marks) or marks in (["a"], ["b"]))


def _bare(text: str) -> str:
    """Take the brackets off a mark."""
    folded = fold(text)
    inner = re.fullmatch(r"[(\[{]\s*([^()\[\]{}]*?)\s*[)\]}]", folded)
    return inner[1] if inner else folded


def _typed(value: Raw) -> str:
    # Excel makes -1 of "(1)": no table numbers its columns below 0.
    if isinstance(value, float | int) and not isinstance(value, bool) and value < 0:
        return label(-value)
    return label(value)


def _number(mark: str) -> tuple[int, ...] | None:
    """Give the number that a mark is, with its parts, or of a stated sum that of its own column."""
    if found := _NUMBER.fullmatch(mark):
        return (int(found["number"]), *(int(part) for part in found["part"].split(".")[1:]))
    found = _FORMULA.fullmatch(mark)
    return (int(found["own"]),) if found else None


def _follows(two: tuple[tuple[int, ...], tuple[int, ...]]) -> bool:
    before, after = two
    deeper = len(after) == len(before) + 1 and after[:-1] == before and after[-1] == 1
    shorter = len(after) <= len(before)
    return deeper or (shorter and after == (*before[: len(after) - 1], before[len(after) - 1] + 1))


def _comes_after(two: tuple[tuple[int, ...], tuple[int, ...]]) -> bool:
    before, after = two
    return _follows(two) or (len(before) == len(after) == 1 and 0 < after[0] - before[0] <= _GAP)


def _is_letter(mark: str) -> bool:
    return len(mark) == 1 and mark in _LETTERS


def _is_early(letters: Sequence[str]) -> bool:
    """Tell letters before numbers: ``A B 1 2``, and ``B 1 2`` where the order numbers have none."""
    return letters[0] in _LETTERS[:3] and (len(letters) == 1 or _run_on(letters))


def _run_on(marks: Sequence[str]) -> bool:
    if tuple(marks) == _ROMAN[: len(marks)]:
        return True
    # Offices count a b c d đ e as often as a b c d e.
    places = [_LETTERS.index(mark) if _is_letter(mark) else -1 for mark in marks]
    return places[0] == 0 and all(0 < after - before <= 2 for before, after in pairwise(places))
