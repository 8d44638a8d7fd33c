"""The account of one sheet: every row and every filled cell ends as loaded, refused or ignored.

What was received is counted from the cells themselves, what became of it is entered by the readers; a cell that nobody
entered, or that two entered, shows as a difference.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd

from antq_analysis.sources.workbooks.marks import Raw, cell_name

FATES = ("loaded", "refused", "ignored")
ACCOUNT_COLUMNS = (
    "sheet",
    "rows_received",
    "rows_loaded",
    "rows_refused",
    "rows_ignored",
    "cells_received",
    "cells_loaded",
    "cells_refused",
    "cells_ignored",
)
REASON_COLUMNS = ("sheet", "fate", "reason", "rows", "cells")

Places = Iterable[tuple[int, int]] | npt.NDArray[np.intp]

_EMPTY = frozenset({"", None})


class Ledger:
    """What became of the rows and cells of one sheet.

    Parameters
    ----------
    sheet
        Name of the sheet.
    rows
        Its cells.
    """

    def __init__(self, sheet: str, rows: Sequence[Sequence[Raw]]) -> None:
        self.sheet = sheet
        empty = map(_EMPTY.__contains__, chain.from_iterable(rows))
        self._filled = ~np.fromiter(empty, dtype=bool).reshape(len(rows), -1 if rows else 0)
        self._has_any = np.logical_or.reduce(self._filled, axis=1)
        self._times = np.zeros(self._filled.shape, dtype=np.uint8)
        self._cells: Counter[tuple[str, str]] = Counter()
        self._rows: Counter[tuple[str, str]] = Counter()
        self._row_times = np.zeros(len(rows), dtype=np.uint8)

    def enter_cells(self, places: Places, fate: str, reason: str) -> None:
        """Enter what became of some cells; empty ones are passed over.

        Parameters
        ----------
        places
            Rows and columns from 0, one by one or as an array of shape (n, 2).
        fate
            One of :data:`FATES`.
        reason
            Why, as a short identifier.
        """
        if not isinstance(places, np.ndarray):
            places = np.fromiter(chain.from_iterable(places), np.intp).reshape(-1, 2)
        rows, columns = places.T
        filled = self._filled[rows, columns]
        if filled.any():
            np.add.at(self._times, (rows[filled], columns[filled]), 1)
            self._cells[fate, reason] += int(filled.sum())

    def enter_rest(self, row: int, fate: str, reason: str) -> None:
        """Enter what became of the cells of a row that nobody entered yet.

        Parameters
        ----------
        row
            Counted from 0.
        fate, reason
            As in :meth:`enter_cells`.
        """
        left = self._filled[row] & (self._times[row] == 0)
        self._times[row][left] += 1
        self._cells[fate, reason] += int(left.sum())

    def enter_row(self, row: int, fate: str, reason: str) -> None:
        """Enter what became of a row as a whole; an empty row is passed over.

        Parameters
        ----------
        row
            Counted from 0.
        fate, reason
            As in :meth:`enter_cells`.
        """
        if self._has_any[row]:
            self._row_times[row] += 1
            self._rows[fate, reason] += 1

    def whole_rows(self, rows: Iterable[int], fate: str, reason: str) -> None:
        """Enter rows with all their cells.

        Parameters
        ----------
        rows
            Counted from 0.
        fate, reason
            As in :meth:`enter_cells`.
        """
        for row in rows:
            self.enter_row(row, fate, reason)
            self.enter_rest(row, fate, reason)

    def account(self) -> dict[str, object]:
        """Sum up the sheet.

        Returns
        -------
        dict of str to object
            One row of the account, see :data:`ACCOUNT_COLUMNS`.
        """
        line: dict[str, object] = {"sheet": self.sheet}
        for what, received, entered in (
            ("rows", self._has_any, self._rows),
            ("cells", self._filled, self._cells),
        ):
            line[f"{what}_received"] = int(received.sum())
            for fate in FATES:
                line[f"{what}_{fate}"] = sum(count for (of, _), count in entered.items() if of == fate)
        return line

    def reasons(self) -> pd.DataFrame:
        """Say why rows and cells ended as they did.

        Returns
        -------
        pandas.DataFrame
            Columns :data:`REASON_COLUMNS`, one row for each fate and reason.
        """
        keys = sorted(self._rows.keys() | self._cells.keys())
        lines = [(self.sheet, *key, self._rows[key], self._cells[key]) for key in keys]
        return pd.DataFrame(lines, columns=list(REASON_COLUMNS))

    def faults(self) -> list[str]:
        """Name the places where the account does not add up.

        Returns
        -------
        list of str
            Cells and rows entered not once; empty when all is well.
        """
        rows = np.flatnonzero(self._has_any & (self._row_times != 1))
        places = np.argwhere(self._filled & (self._times != 1))
        return [f"{row + 1}:{row + 1}" for row in rows.tolist()] + [
            cell_name(row, column) for row, column in places.tolist()
        ]
