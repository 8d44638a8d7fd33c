"""Whether two figures of a province rest on the same places, and what they are over the places that have both."""

import pandas as pd

from antq_analysis.measures.frame import Series


def others_apart(now: pd.Series, then: pd.Series) -> tuple[int, int]:
    """Count the organisations and other units that only one of two rows of a series holds.

    Parameters
    ----------
    now, then
        The later and the earlier row; a figure of the whole province holds all its units.

    Returns
    -------
    tuple of int
        How many the later row lacks, and how many the earlier one.
    """
    if pd.isna(now.get("others")) or pd.isna(then.get("others")):
        return 0, 0
    new, old = (set(filter(None, str(row["others"]).split(";"))) for row in (now, then))
    return len(old - new), len(new - old)


def rest_apart(series: Series, period: str, since: str) -> bool:
    """Tell whether two figures of a series rest on different places.

    Two figures that lack nobody are each the whole province, whatever its map. Where somebody is missing the same
    communes of one map must have reported in both.

    Parameters
    ----------
    series
        The series.
    period, since
        Two of its periods.

    Returns
    -------
    bool
        True where their difference is no change of anything: it holds places that only one of them has.
    """
    now, then = (series.at(name) for name in (period, since))
    if any(others_apart(now, then)):
        return True
    if not now["n_missing"] and not then["n_missing"]:
        return False
    known = series.places.reporting if series.places else {}
    return period not in known or known[period] != known.get(since)


def over_both(series: Series, period: str, since: str) -> tuple[pd.Series, pd.Series, int]:
    """Take two figures of a series over the places that have both, on one map.

    Parameters
    ----------
    series
        The series.
    period, since
        Two of its periods.

    Returns
    -------
    tuple
        The later and the earlier row as if only these places were there, and how many places they are; the rows mean
        nothing where there is none.
    """
    rows = [series.at(name) for name in (period, since)]
    if series.places is None:
        return rows[0], rows[1], 0
    parts = series.places.parts.set_index("unit_code")
    own = [parts[parts["period"].eq(name)] for name in (period, since)]
    both = own[0].index.intersection(own[1].index)
    for i, row in enumerate(rows):
        events, exposure = own[i].loc[both, ["events", "exposure"]].sum(min_count=1)
        scale = series.places.scale
        value = events / exposure * scale if scale and exposure > 0 else events
        rows[i] = pd.Series({**row, "value": value, "events": events, "exposure": exposure, "n_missing": 0})
    return rows[0], rows[1], len(both)
