"""How wide the columns of a printed table are, and how large its type may be."""

import unicodedata
from collections.abc import Sequence

import pandas as pd

from antq_analysis.show.table import Table

PADDING = 2.6
"""Space left and right in a cell of a table, together [mm]."""

_PT_IN_MM = 25.4 / 72
_EM = {"digit": 0.5, "upper": 0.7, "wide": 0.8, "thin": 0.3, "other": 0.47}
_SHORT_TEXT, _SHORT_FIGURE, _SHORT_HEAD = 6.0, 8.5, 6.0
"""Up to these widths a text, a figure and a head stay on one line; a longer figure takes two [em]."""
_LONG_TEXT, _WIDEST_TEXT = 10.0, 34.0
"""Least and largest width of a column of long texts [em]."""

_STRETCHED = 1.8
"""A table takes at most so many times the room that it needs: a reader's eye has to find its way along the row."""


def text_width(text: str) -> float:
    """Estimate how wide a text is in a serif face of books.

    Parameters
    ----------
    text
        One line.

    Returns
    -------
    float
        Width [em]; generous by a few hundredths.

    Examples
    --------
    >>> round(text_width("1.602"), 1), round(text_width("Xã Thượng"), 1)
    (2.3, 4.5)
    """
    return sum(_EM[_kind(letter)] for letter in unicodedata.normalize("NFC", text))


def _kind(letter: str) -> str:
    if letter.isdigit():
        return "digit"
    base = unicodedata.normalize("NFD", letter)[0]
    if base in "mwMW@%…":
        return "wide"
    if base in "fijlrtI" or not letter.isalnum():
        return "thin"
    return "upper" if base.isupper() else "other"


def fit_columns(
    table: Table, printed: pd.DataFrame, width: float, sizes: Sequence[float], padding: float = PADDING
) -> tuple[float, list[float]]:
    """Choose the largest type in which no word and no short figure of a table breaks, and share the width out.

    Parameters
    ----------
    table
        The table.
    printed
        Its cells as they are printed.
    width
        What there is [mm].
    sizes
        Sizes to choose from, largest first [pt].
    padding
        Space left and right in a cell, together [mm].

    Returns
    -------
    tuple of float and list of float
        The size [pt], the smallest where none is enough, and for each column its width [mm]; together `width`, or less
        where the table needs far less.

    Raises
    ------
    ValueError
        If there is no size to choose from.
    """
    if not sizes:
        raise ValueError("no size of type to choose from")
    least, wanted = _needs(table, printed)
    for size in sizes:
        em = size * _PT_IN_MM
        lows = [need * em + padding for need in least]
        highs = [max(need * em + padding, low) for need, low in zip(wanted, lows, strict=True)]
        if sum(lows) <= width:
            return size, _shared_out(lows, highs, width)
    return size, [low * width / sum(lows) for low in lows]


def _needs(table: Table, printed: pd.DataFrame) -> tuple[list[float], list[float]]:
    least, wanted = [], []
    for i, column in enumerate(table.columns):
        words = [_bold(word) for word in column.head.split()] or [1.0]
        # A short head stays on one line, a long one is readable over three.
        head = max(*words, min(sum(words) + 0.3 * len(words), max(_SHORT_HEAD, sum(words) / 3)))
        cells = {cell for cell in printed[str(i)] if cell}
        longest = max((_bold(part) for cell in cells for part in cell.split()), default=1.0)
        whole = max(map(_bold, cells), default=1.0)
        if column.kind == "text":
            longest = max(longest, min(whole, max(_SHORT_TEXT, whole / 2.5), _LONG_TEXT))
        else:
            longest = whole if whole <= _SHORT_FIGURE else max(longest, whole / 2)
        least.append(max(*words, longest))
        wanted.append(max(head, least[-1], min(whole, _WIDEST_TEXT)))
    return least, wanted


def _bold(text: str) -> float:
    return text_width(text) * 1.08


def _shared_out(lows: list[float], highs: list[float], width: float) -> list[float]:
    """Give each column what it must have, then what it wants, then a share of the rest."""
    spare = width - sum(lows)
    extra = [high - low for low, high in zip(lows, highs, strict=True)]
    if sum(extra) > spare:
        return [low + more * spare / sum(extra) for low, more in zip(lows, extra, strict=True)]
    return [high * min(width / sum(highs), _STRETCHED) for high in highs]


def broken_lines(cells: Sequence[str], widths: Sequence[float], size: float, padding: float = PADDING) -> int:
    """Estimate how many lines a row of a table takes.

    Parameters
    ----------
    cells
        Its texts.
    widths
        Widths of the columns [mm].
    size
        Size of the type [pt].
    padding
        Space left and right in a cell, together [mm].

    Returns
    -------
    int
        Lines of the highest cell, at least one.
    """
    em = size * _PT_IN_MM
    return max(
        [1, *(_lines(cell, (width - padding) / em) for cell, width in zip(cells, widths, strict=True))]
    )


def _lines(text: str, room: float) -> int:
    lines = 0
    for line in text.split("\n"):
        used, lines = 0.0, lines + 1
        for word in line.split():
            wide = text_width(word)
            if used and used + 0.3 + wide > room:
                used, lines = 0.0, lines + 1
            used += wide + (0.3 if used else 0.0)
    return lines
