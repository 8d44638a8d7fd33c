"""The ledger of releases: which figures were shown, and as what, and which were hidden; never a hidden value."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from antq_analysis.errors import RefusedError
from antq_analysis.measures.suppression.cells import KEY, Cells, Flags
from antq_analysis.measures.suppression.entry import Entry
from antq_analysis.measures.suppression.turn import turn_at
from antq_analysis.places.tables import read_table, write_table
from antq_analysis.project import Project

SHOWN, HIDDEN = "shown", "hidden"
LEDGER_COLUMNS = ("release", "indicator", "map_date", *KEY, "state", "value")
_FIGURE = list(LEDGER_COLUMNS[1:])


def read_ledger(project: Project, province: str) -> pd.DataFrame:
    """Read what was released of a province.

    Parameters
    ----------
    project
        The project.
    province
        Province id.

    Returns
    -------
    pandas.DataFrame
        Columns ``LEDGER_COLUMNS``, all text: one row a figure and release, with its value where it was shown; releases
        are counted from 1. No rows before the first release.

    Raises
    ------
    InputError
        If the file is not as it must be.
    """
    return _read(ledger_of(project, province))


def ledger_of(project: Project, province: str) -> Path:
    """Give the place of the ledger of a province.

    Parameters
    ----------
    project
        The project.
    province
        Province id.

    Returns
    -------
    Path
        The file; it is there from the first release on.
    """
    return project.releases / f"{province}.csv"


def record(entries: Iterable[Entry]) -> None:
    """Write into the ledger what is about to be published, all of it or nothing; what it holds already adds nothing.

    The ledger is written first and the figures after it. What it says was shown counts as known to every reader, so
    that a figure which is in the ledger and never reached anybody costs later releases some freedom; one that was
    published and is not in the ledger could give a hidden count away.

    Parameters
    ----------
    entries
        Of all results that are about to be published.

    Raises
    ------
    RefusedError
        If something else that hangs together with one of them was recorded since that was decided.
    CannotWriteError
        If the ledger cannot be written.
    InputError
        If the ledger is not as it must be.
    """
    entries = tuple(entries)
    for path in dict.fromkeys(entry.ledger for entry in entries):
        with turn_at(path):
            before = told = _read(path)
            for entry in entries:
                told = _with(told, entry) if entry.ledger == path else told
            if len(told) > len(before):
                write_table(path, told)


def rows_of(indicator: str, map_date: str, cells: Cells, own: Flags, hidden: Flags) -> pd.DataFrame:
    """Write what is published of an indicator as rows of the ledger.

    Parameters
    ----------
    indicator, map_date
        Of what.
    cells
        Its cells.
    own
        Which of them are published.
    hidden
        Which of them are hidden.

    Returns
    -------
    pandas.DataFrame
        Columns ``LEDGER_COLUMNS``, with no number yet: one row a figure that belongs to the release.
    """
    gone, values = hidden[own], cells.values[own]
    rows = cells.keys[own].assign(
        release="0",
        indicator=indicator,
        map_date=map_date,
        state=np.where(gone, HIDDEN, SHOWN),
        value=["" if one else repr(float(value)) for one, value in zip(gone, values, strict=True)],
    )
    return rows[list(LEDGER_COLUMNS)]


def _read(path: Path) -> pd.DataFrame:
    if not path.exists():
        return pd.DataFrame(columns=list(LEDGER_COLUMNS), dtype="str")
    return read_table(path, LEDGER_COLUMNS)


def _with(told: pd.DataFrame, entry: Entry) -> pd.DataFrame:
    new = entry.rows[_FIGURE].astype("str").sort_values(_FIGURE).drop_duplicates()
    repeated = new.merge(told, on=_FIGURE)["release"].value_counts()
    if new.empty or repeated.eq(len(new)).any():
        return told
    now = told[told["indicator"].isin(entry.related)]
    if now.to_numpy().tolist() != entry.earlier.to_numpy().tolist():
        raise RefusedError("measures.suppress_overtaken", indicators=", ".join(new["indicator"].unique()))
    number = told["release"].astype(int).max() + 1 if len(told) else 1
    return pd.concat([told, new.assign(release=str(number))[list(LEDGER_COLUMNS)]])
