"""The ledger of releases: which figures were shown, and as what, and which were hidden; never a hidden value."""

import numpy as np
import pandas as pd

from antq_analysis.measures.suppression.cells import KEY
from antq_analysis.measures.suppression.release import Release
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
    path = project.releases / f"{province}.csv"
    if not path.exists():
        return pd.DataFrame(columns=list(LEDGER_COLUMNS), dtype="str")
    return read_table(path, LEDGER_COLUMNS)


def write_ledger(project: Project, province: str, released: pd.DataFrame) -> None:
    """Add a release to the ledger, whole or not at all; one that tells nothing new is not added.

    Parameters
    ----------
    project
        The project.
    province
        Province id.
    released
        Columns ``LEDGER_COLUMNS`` without the first.

    Raises
    ------
    CannotWriteError
        If the file cannot be written.
    """
    earlier = read_ledger(project, province)
    new = released[_FIGURE].astype("str").sort_values(_FIGURE).drop_duplicates()
    repeated = new.merge(earlier, on=_FIGURE)["release"].value_counts()
    if new.empty or repeated.eq(len(new)).any():
        return
    number = earlier["release"].astype(int).max() + 1 if len(earlier) else 1
    rows = pd.concat([earlier, new.assign(release=str(number))[list(LEDGER_COLUMNS)]])
    write_table(project.releases / f"{province}.csv", rows)


def rows_of(release: Release) -> pd.DataFrame:
    """Write a release as rows of the ledger.

    Parameters
    ----------
    release
        What is published.

    Returns
    -------
    pandas.DataFrame
        Columns ``LEDGER_COLUMNS``, with no number yet: one row a figure that belongs to the release.
    """
    hidden, values = release.hidden[release.published], release.cells.values[release.published]
    rows = release.cells.keys[release.published].assign(
        release="0",
        indicator=release.indicator,
        map_date=release.map_date,
        state=np.where(hidden, HIDDEN, SHOWN),
        value=["" if gone else repr(float(value)) for gone, value in zip(hidden, values, strict=True)],
    )
    return rows[list(LEDGER_COLUMNS)]
