"""A small table of a briefing: rows of texts and figures, laid out as every format reads them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from antq_analysis.briefing.given import Given
from antq_analysis.language.numbers import LITTLE, format_number, format_signed
from antq_analysis.show.table import NOT_AVAILABLE, Column, Table
from antq_analysis.show.words import warning_of


class Figured(NamedTuple):
    """One figure of a small table.

    Parameters
    ----------
    value
        The figure, NaN where there is none.
    symbol
        What is printed in its place: another way of writing it, or why there is none.
    """

    value: float = np.nan
    symbol: str = ""


MISSING = Figured(symbol=NOT_AVAILABLE)


def signed(value: float, lang: str, decimals: int = 0, behind: str = "") -> Figured:
    """Write a change with its sign.

    Parameters
    ----------
    value
        The change; NaN is an empty cell.
    lang
        ``"vi"`` or ``"en"``.
    decimals
        Digits after the decimal mark.
    behind
        What it is counted in.

    Returns
    -------
    Figured
        The cell.
    """
    if not np.isfinite(value):
        return Figured()
    return Figured(value, format_signed(value, lang, decimals) + behind)


def in_percent(value: float, lang: str) -> Figured:
    """Write a change in percent with its sign; one that rounds to nothing is not nothing.

    Parameters
    ----------
    value
        The change [%]; NaN is an empty cell.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Figured
        The cell.
    """
    cell = signed(value, lang, 1, "%")
    return cell._replace(symbol=LITTLE[lang]) if value and cell.symbol[:1].isdigit() else cell


def figured(value: float, lang: str, decimals: int = 0) -> Figured:
    """Write a figure; one with decimals is written out, as its column has none.

    Parameters
    ----------
    value
        The figure; NaN is none.
    lang
        ``"vi"`` or ``"en"``.
    decimals
        Digits after the decimal mark.

    Returns
    -------
    Figured
        The cell.
    """
    if not np.isfinite(value):
        return MISSING
    return Figured(value, format_number(value, lang, decimals) if decimals else "")


def lay_out(
    given: Given,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str | Figured]],
    notes: Sequence[str] = (),
    kinds: Sequence[str] = (),
) -> Table:
    """Lay out a small table.

    Parameters
    ----------
    given
        Province and language.
    title
        What it shows.
    heads
        Heads of the columns.
    rows
        One cell a column: a text or a figure; a column is of one sort.
    notes
        What stands beneath.
    kinds
        Kind of each row, ``"total"`` or empty; by default all are alike.

    Returns
    -------
    Table
        The table.
    """
    return table_of(
        heads,
        rows,
        title=title,
        subtitle=given.panel.province.name(given.lang),
        notes=notes,
        kinds=kinds,
        warning=warning_of(given.panel.province, given.lang),
        lang=given.lang,
    )


def table_of(  # noqa: PLR0913 - the named parts of a table
    heads: Sequence[str],
    rows: Sequence[Sequence[str | Figured]],
    *,
    title: str,
    subtitle: str,
    notes: Sequence[str] = (),
    kinds: Sequence[str] = (),
    warning: str = "",
    lang: str = "vi",
) -> Table:
    """Lay out a small table of any province, or of several.

    Parameters
    ----------
    heads, rows
        As for :func:`lay_out`.
    title, subtitle
        What stands above it.
    notes, kinds
        As for :func:`lay_out`.
    warning
        The banner of fictional data.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Table
        The table.
    """
    columns, content, symbols = [], {}, {}
    for i, head in enumerate(heads):
        cells = [row[i] for row in rows]
        key = f"c{i}"
        if all(isinstance(cell, str) for cell in cells):
            columns.append(Column(head, "text", (key,), (head,)))
            content[key] = pd.Series(cells, dtype="str")
            continue
        told = [cell if isinstance(cell, Figured) else Figured(symbol=cell) for cell in cells]
        columns.append(Column(head, "number", (key,), (head,)))
        content[key] = pd.Series([cell.value for cell in told], dtype="float64")
        symbols[head] = pd.Series([cell.symbol for cell in told], dtype="str")
    signs = pd.DataFrame(symbols, index=range(len(rows)), dtype="str")
    return Table(
        title=title,
        subtitle=subtitle,
        columns=tuple(columns),
        content=pd.DataFrame(content, index=range(len(rows))),
        symbols=signs,
        stars=pd.DataFrame("", index=signs.index, columns=signs.columns, dtype="str"),
        kinds=pd.Series(list(kinds) or [""] * len(rows), dtype="str"),
        notes=tuple(dict.fromkeys(notes)),
        warning=warning,
        lang=lang,
    )
