"""The ledger of releases: which figures were shown and which were hidden, never a value."""

import numpy as np
import pandas as pd

from antq_analysis.measures.suppression.cells import KEY, Floats
from antq_analysis.measures.suppression.protect import FREE, HIDE, SHOW
from antq_analysis.places.tables import read_table, write_table
from antq_analysis.project import Project

SHOWN, HIDDEN = "shown", "hidden"
LEDGER_COLUMNS = ("indicator", "map_date", *KEY, "state")
_FIGURE = list(LEDGER_COLUMNS[:-1])


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
        Columns ``LEDGER_COLUMNS``, one row a figure; no rows before the first release.

    Raises
    ------
    InputError
        If the file is not as it must be.
    """
    path = project.releases / f"{province}.csv"
    if not path.exists():
        return pd.DataFrame(columns=list(LEDGER_COLUMNS), dtype="str")
    return read_table(path, LEDGER_COLUMNS)


def write_ledger(project: Project, province: str, released: pd.DataFrame) -> None:
    """Add a release to the ledger, whole or not at all.

    Parameters
    ----------
    project
        The project.
    province
        Province id.
    released
        Columns ``LEDGER_COLUMNS``; what was shown once stays shown.

    Raises
    ------
    CannotWriteError
        If the file cannot be written.
    """
    rows = pd.concat([read_ledger(project, province), released[list(LEDGER_COLUMNS)]])
    # "shown" sorts after "hidden": of a figure that was ever shown that is what remains.
    rows = rows.sort_values(list(LEDGER_COLUMNS)).drop_duplicates(_FIGURE, keep="last")
    write_table(project.releases / f"{province}.csv", rows)


def settled_by(earlier: pd.DataFrame, keys: pd.DataFrame) -> Floats:
    """Tell what earlier releases settle of each cell.

    Parameters
    ----------
    earlier
        Rows of the ledger of one indicator on one map.
    keys
        The cells.

    Returns
    -------
    numpy.ndarray
        One of FREE, HIDE, SHOW for each cell.
    """
    states = earlier.set_index(list(KEY))["state"]
    found = states.reindex(pd.MultiIndex.from_frame(keys[list(KEY)])).to_numpy()
    return np.select([found == HIDDEN, found == SHOWN], [float(HIDE), float(SHOW)], float(FREE))
