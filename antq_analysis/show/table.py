"""The shape of a table: rows, columns, symbols and words, before any format."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from antq_analysis.language.numbers import format_number, format_share
from antq_analysis.measures.suppression.entry import Entry

NONE, NOT_AVAILABLE, STAR = "-", "…", "*"
_BOUND_SIGNS = "≥≤≈"


@dataclass(frozen=True)
class Column:
    """One column of a page; in a workbook each of its figures has a column of its own.

    Parameters
    ----------
    head
        Its head on the page.
    kind
        ``"text"``, ``"number"``, ``"year"`` (of the calendar), ``"share"`` (part, whole, percentage) or ``"interval"``
        (from, to).
    keys
        Columns of the content that it shows.
    heads
        Their heads in a workbook.
    decimals
        Digits after the decimal mark.
    """

    head: str
    kind: str
    keys: tuple[str, ...]
    heads: tuple[str, ...]
    decimals: int = 0


@dataclass(frozen=True)
class Table:
    """A table ready to be written.

    Parameters
    ----------
    title, subtitle
        What stands above it.
    columns
        Its columns.
    content
        One row a line; the columns that `columns` names, numbers as float and texts as str.
    symbols
        For each row and head of a column what is printed instead of a figure; empty where there is a figure.
    stars
        For each row and head of a column the marks of a figure (bound, apportioned, what is missing), or empty.
    kinds
        For each row ``"total"``, ``"heading"``, ``"cut"`` (stands beneath a cut of the series) or ``""``.
    notes
        What stands beneath it.
    banner, warning
        The user's banner; that of fictional data.
    lang
        ``"vi"`` or ``"en"``.
    entries
        What the ledger of releases takes up before it is saved.
    """

    title: str
    subtitle: str
    columns: tuple[Column, ...]
    content: pd.DataFrame
    symbols: pd.DataFrame
    stars: pd.DataFrame
    kinds: pd.Series
    notes: tuple[str, ...] = ()
    banner: str = ""
    warning: str = ""
    lang: str = "vi"
    entries: tuple[Entry, ...] = field(default=(), repr=False)

    def printed(self) -> pd.DataFrame:
        """Write every cell as it is read on a page.

        Returns
        -------
        pandas.DataFrame
            Text; one column a head.
        """
        cells = {
            str(i): [self._cell(row, column) for row in range(len(self.content))]
            for i, column in enumerate(self.columns)
        }
        return pd.DataFrame(cells, dtype="str")

    def _cell(self, row: int, column: Column) -> str:
        symbol = str(self.symbols[column.head].iloc[row]) if column.head in self.symbols else ""
        values = [self.content[key].iloc[row] for key in column.keys]
        if symbol or column.kind == "text":
            return symbol or str(values[0])
        if any(not np.isfinite(value) for value in values):
            return ""
        before, behind = self.around(row, column)
        if column.kind == "share":
            return before + format_share(values[0], values[1], self.lang) + behind
        if column.kind == "year":
            return f"{before}{values[0]:.0f}{behind}"
        none = column.kind == "number" and not before
        written = [
            NONE if none and value == 0 else format_number(value, self.lang, column.decimals)
            for value in values
        ]
        return before + " – ".join(written) + behind

    def around(self, row: int, column: Column) -> tuple[str, str]:
        """Say what stands around a figure.

        Parameters
        ----------
        row
            Position of its row.
        column
            Its column.

        Returns
        -------
        tuple of str
            The sign of a bound before it, and every other mark behind it.
        """
        star = str(self.stars[column.head].iloc[row]) if column.head in self.stars else ""
        before = "".join(f"{sign} " for sign in star if sign in _BOUND_SIGNS)
        return before, "".join(sign for sign in star if sign not in _BOUND_SIGNS)

    def _repr_html_(self) -> str:
        from antq_analysis.show.table_page import table_html  # noqa: PLC0415 - the page is made of this shape

        return table_html(self)

    def __str__(self) -> str:
        return f"{self.title}\n{self.printed().to_string(index=False, header=[c.head for c in self.columns])}"
