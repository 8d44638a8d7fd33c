"""The account of a sheet whose indicators stand in rows: what became of its cells, though it was read turned."""

from collections import Counter

import numpy as np
import pandas as pd

from antq_analysis.sources.forms.turned import Turned
from antq_analysis.sources.tables.ledger import FATES, REASON_COLUMNS, Ledger, Places
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

_STRONGEST = ("loaded", "refused", "ignored")


class CellLedger(Ledger):
    """What became of the cells of one sheet; a row ends as its most telling cell does.

    A row with any loaded figure is loaded, else one with anything refused is refused. Rows are never entered.

    Parameters
    ----------
    sheet
        The sheet as it stands in the file.
    """

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet.name, sheet.rows)
        self._fates: dict[int, dict[str, str]] = {}

    def enter_cells(self, places: Places, fate: str, reason: str) -> None:
        """Enter what became of some cells; empty ones are passed over.

        Parameters
        ----------
        places
            Rows and columns from 0.
        fate, reason
            As in :meth:`antq_analysis.sources.tables.ledger.Ledger.enter_cells`.
        """
        filled = [place for place in _one_by_one(places) if self._filled[place]]
        super().enter_cells(filled, fate, reason)
        for row, _ in filled:
            self._fates.setdefault(row, {}).setdefault(fate, reason)

    def enter_rest(self, row: int, fate: str, reason: str) -> None:
        """Enter what became of the cells of a row that nobody entered yet.

        Parameters
        ----------
        row
            Counted from 0.
        fate, reason
            As in :meth:`enter_cells`.
        """
        left = np.flatnonzero(self._filled[row] & (self._times[row] == 0))
        self.enter_cells([(row, int(column)) for column in left], fate, reason)

    def enter_row(self, row: int, fate: str, reason: str) -> None:
        """Enter nothing: rows follow from their cells.

        Parameters
        ----------
        row, fate, reason
            As in :meth:`antq_analysis.sources.tables.ledger.Ledger.enter_row`.
        """

    def account(self) -> dict[str, object]:
        """Sum up the sheet.

        Returns
        -------
        dict of str to object
            One row of the account.
        """
        rows = self._row_fates()
        counted = {f"rows_{fate}": sum(n for (of, _), n in rows.items() if of == fate) for fate in FATES}
        return super().account() | counted

    def reasons(self) -> pd.DataFrame:
        """Say why rows and cells ended as they did.

        Returns
        -------
        pandas.DataFrame
            One row for each fate and reason.
        """
        rows = self._row_fates()
        keys = sorted(rows.keys() | self._cells.keys())
        lines = [(self.sheet, *key, rows[key], self._cells[key]) for key in keys]
        return pd.DataFrame(lines, columns=list(REASON_COLUMNS))

    def faults(self) -> list[str]:
        """Name the places where the account does not add up.

        Returns
        -------
        list of str
            Cells entered not once; empty when all is well.
        """
        places = np.argwhere(self._filled & (self._times != 1))
        return [cell_name(row, column) for row, column in places.tolist()]

    def _row_fates(self) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        for own in self._fates.values():
            fate = next(fate for fate in _STRONGEST if fate in own)
            found[fate, own[fate]] += 1
        return found


class TurnedLedger(Ledger):
    """What became of the cells of a turned sheet, handed on to the account of the sheet in the file.

    Parameters
    ----------
    turned
        The sheet as it is read.
    kept
        The account of the sheet in the file.
    """

    def __init__(self, turned: Turned, kept: CellLedger) -> None:
        super().__init__(turned.sheet.name, turned.sheet.rows)
        self._turned = turned
        self._kept = kept

    def enter_cells(self, places: Places, fate: str, reason: str) -> None:
        """Enter what became of some cells.

        Parameters
        ----------
        places
            Rows and columns of the turned sheet.
        fate, reason
            As in :meth:`antq_analysis.sources.tables.ledger.Ledger.enter_cells`.
        """
        own = _one_by_one(places)
        super().enter_cells(own, fate, reason)
        moved = [self._turned.places[place] for place in own if place in self._turned.moved]
        self._kept.enter_cells(moved, fate, reason)

    def enter_rest(self, row: int, fate: str, reason: str) -> None:
        """Enter what became of the cells of a row that nobody entered yet.

        Parameters
        ----------
        row
            Of the turned sheet.
        fate, reason
            As in :meth:`enter_cells`.
        """
        left = np.flatnonzero(self._filled[row] & (self._times[row] == 0))
        self.enter_cells([(row, int(column)) for column in left], fate, reason)


def _one_by_one(places: Places) -> list[tuple[int, int]]:
    return [(row, column) for row, column in (places.tolist() if isinstance(places, np.ndarray) else places)]
