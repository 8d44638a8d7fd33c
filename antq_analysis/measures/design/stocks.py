"""The year in which a unit began, read from what it had: nothing in one year, something in the next."""

import pandas as pd

from antq_analysis import observations as obs

_PLACE = ["unit_code", "unit_date"]


def begun(held: pd.DataFrame) -> pd.DataFrame:
    """Read years of beginning from stocks of models.

    A unit began in the first year in which it reports some, if it reported none of the same indicator a year before,
    counted in the same way. Nothing is read where it had some when it was first heard of, where a year between is
    missing, or where the way of counting changed between.

    Parameters
    ----------
    held
        Observations of one or several stocks with their values, of years or of other periods.

    Returns
    -------
    pandas.DataFrame
        Columns unit_code, unit_date, period and first, the year; one row a unit that can be read.

    Examples
    --------
    >>> rows = [("01", "2018", 0.0), ("01", "2019", 2.0), ("02", "2018", 1.0), ("02", "2019", 1.0)]
    >>> held = pd.DataFrame(rows, columns=["unit_code", "period", "value"])
    >>> held = held.assign(unit_date="2010-01-01", indicator="model_points_active", category="", method_version="")
    >>> begun(held)[["unit_code", "first"]].to_numpy().tolist()
    [['01', 2019]]
    """
    held = held[obs.told_apart(held["period"], obs.is_year)]
    rows = held.assign(year=held["period"].astype(int)).sort_values([*_PLACE, "indicator", "year"])
    first = rows[rows["value"].gt(0)].groupby(_PLACE)["year"].min().rename("first").reset_index()
    before = rows.groupby([*_PLACE, "indicator", "category"])[["year", "value", "method_version"]].shift()
    counted_alike = before["method_version"].eq(rows["method_version"])
    rises = rows[
        before["value"].eq(0) & before["year"].eq(rows["year"] - 1) & counted_alike & rows["value"].gt(0)
    ]
    found = rises.merge(first, left_on=[*_PLACE, "year"], right_on=[*_PLACE, "first"])
    return found[[*_PLACE, "period", "first"]].drop_duplicates().reset_index(drop=True)
