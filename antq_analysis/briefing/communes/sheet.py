"""The columns of the table of communes as they are laid out, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from antq_analysis.briefing.communes.cells import Cell
from antq_analysis.briefing.communes.rows import Row
from antq_analysis.language.catalogue import say
from antq_analysis.show.table import STAR, Column


@dataclass
class Sheet:
    """The columns laid out so far.

    Attributes
    ----------
    rows
        The rows of the table.
    columns
        The columns.
    content
        What stands in each, by key; a value a row.
    cells
        The cells of the columns of figures, by head.
    """

    rows: Sequence[Row]
    columns: list[Column] = field(default_factory=list)
    content: dict[str, list[Any]] = field(default_factory=dict)
    cells: dict[str, list[Cell]] = field(default_factory=dict)

    def add_text(self, head: str, key: str) -> None:
        """Add a column of texts.

        Parameters
        ----------
        head
            Its head.
        key
            The attribute of the rows that it shows.
        """
        self.columns.append(Column(head, "text", (key,), (head,)))
        self.content[key] = [getattr(row, key) for row in self.rows]

    def add_figures(
        self, label: str, key: str, cells: list[Cell], decimals: int | None = None, *, kind: str = "number"
    ) -> None:
        """Add a column of figures.

        Parameters
        ----------
        label
            Its head; a second of one head is numbered.
        key
            Its key.
        cells
            One a row.
        decimals
            How many are shown; by default none where every commune has a whole number, else one.
        kind
            Kind of the column, as :class:`antq_analysis.show.table.Column` has it.
        """
        taken = {column.head for column in self.columns}
        head = label if label not in taken else f"{label} ({len(self.columns)})"
        values = [cell.value for cell in cells]
        if decimals is None:
            # Apportioned figures are marked and rounded: they give a column of counts no decimals.
            told = zip(self.rows, cells, strict=True)
            own = [cell.value for row, cell in told if row.is_commune() and STAR not in cell.star]
            decimals = 0 if all(value % 1 == 0 for value in own if not np.isnan(value)) else 1
        self.columns.append(Column(head, kind, (key,), (head,), decimals))
        self.content[key], self.cells[head] = values, cells

    def add_limits(self, indicator: str, limits: list[tuple[float, float]], lang: str) -> None:
        """Add a column of intervals.

        Parameters
        ----------
        indicator
            Indicator id.
        limits
            Low and high, one pair a row.
        lang
            ``"vi"`` or ``"en"``.
        """
        keys = (f"low:{indicator}", f"high:{indicator}")
        ends = tuple(say(f"show.col_{end}", lang) for end in ("low", "high"))
        self.columns.append(Column(say("show.col_interval", lang), "interval", keys, ends, 1))
        for place, key in enumerate(keys):
            self.content[key] = [line[place] for line in limits]

    def has_blanks(self) -> bool:
        """Tell whether some cells are empty without a sign.

        Returns
        -------
        bool
            True also where there are intervals: rows of several communes have none.
        """
        cells = [cell for own in self.cells.values() for cell in own]
        blank = any(np.isnan(cell.value) and not cell.symbol for cell in cells)
        return blank or any(column.kind == "interval" for column in self.columns)

    def texts(self, part: str) -> pd.DataFrame:
        """Take the signs or stars of all cells.

        Parameters
        ----------
        part
            ``"symbol"`` or ``"star"``.

        Returns
        -------
        pandas.DataFrame
            One column of text for each column of figures.
        """
        return pd.DataFrame(
            {head: [getattr(cell, part) for cell in own] for head, own in self.cells.items()},
            index=range(len(self.rows)),
            dtype="str",
        )
