"""Units that a change of the map left as they were: their years before and after it are one series."""

from collections.abc import Iterable
from itertools import pairwise

import pandas as pd

from antq_analysis.errors import InputError, MissingError
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.project import Project


def same_units(
    dates: Iterable[str], province: str, project: Project
) -> dict[tuple[str, str], tuple[str, str]]:
    """Find the units that became one unit whole and alone, whatever their name and code are now.

    Parameters
    ----------
    dates
        Dates of the maps, ISO text.
    province
        Province id.
    project
        The project.

    Returns
    -------
    dict
        By date and code of a unit of a later map the first date and code of the same land. Maps without a crosswalk
        between them have none in common.
    """
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for before, on in pairwise(sorted(dates)):
        try:
            pairs = load_crosswalk(province, before, on, project)
        except (InputError, MissingError):
            # A table that is not as it must be is told where figures are carried by it.
            continue
        for old, new in unchanged(pairs).items():
            first[on, new] = first.get((before, old), (before, old))
    return first


def unchanged(pairs: pd.DataFrame) -> dict[str, str]:
    """Take the units of a crosswalk that neither gave anything to others nor got anything from them.

    Parameters
    ----------
    pairs
        Columns from_code, to_code and share.

    Returns
    -------
    dict of str to str
        Code after the change by code before it.

    Examples
    --------
    >>> codes = {"from_code": ["1", "2", "3"], "to_code": ["1", "8", "8"]}
    >>> unchanged(pd.DataFrame(codes).assign(share=1.0))
    {'1': '1'}
    """
    parts = pairs[pairs["share"].gt(0) & pairs["to_code"].ne("")]
    alone = ~parts["from_code"].duplicated(keep=False) & ~parts["to_code"].duplicated(keep=False)
    whole = parts[alone & parts["share"].ge(1.0 - 1e-9)]
    return dict(zip(whole["from_code"], whole["to_code"], strict=True))
