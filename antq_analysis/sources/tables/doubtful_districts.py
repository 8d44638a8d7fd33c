"""Rows whose district is in doubt: a name that several districts have is read nowhere then."""

from collections.abc import Callable, Sequence

import pandas as pd

from antq_analysis.places.matching.match import ACCEPTED
from antq_analysis.sources.tables.row_kinds import Kind, Row


def without_doubtful_districts(
    rows: Sequence[Row],
    found: pd.DataFrame,
    wanted: pd.DataFrame,
    match: Callable[[pd.DataFrame], pd.DataFrame],
    is_other: Callable[[str], bool],
    *,
    headed: bool,
) -> pd.DataFrame:
    """Match again without a district where the one that was given may be wrong.

    It may be wrong below words that may be the heading of another district, and beside rows whose names stand in
    other districts only: a heading was forgotten, or two were exchanged.

    Parameters
    ----------
    rows
        The rows under the head.
    found
        What the names were found to be, one row for each named row.
    wanted
        Columns ``name`` and ``district``, as they were sought.
    match
        Seeks names again.
    is_other
        Tells a name that says by its own words that it is no commune: of which district it is says nothing.
    headed
        Whether headings among the rows give the district.

    Returns
    -------
    pandas.DataFrame
        As `found`; a name that only its district told apart is ambiguous where the district is in doubt.
    """
    named = [row for row in rows if row.kind is Kind.NAMED]
    accepted = found["how"].isin(ACCEPTED).tolist()
    below = _below_words(rows, accepted) if headed else [False] * len(named)
    places = list(zip([row.group for row in named], wanted["district"], strict=True))
    elsewhere = [
        bool(place[1]) and not own and "exact_elsewhere" in note.split(";") and not is_other(row.name)
        for row, place, own, note in zip(named, places, accepted, found["note"], strict=True)
    ]
    strange = {place for place, is_strange in zip(places, elsewhere, strict=True) if is_strange}
    again = [
        own and (doubt or place in strange) for own, doubt, place in zip(accepted, below, places, strict=True)
    ]
    if not any(again):
        return found
    chosen = pd.Series(again, index=found.index)
    anew = match(wanted[chosen].assign(district="").reset_index(drop=True))
    return pd.concat([found[~chosen], anew.set_index(found.index[chosen])]).loc[found.index]


def _below_words(rows: Sequence[Row], accepted: Sequence[bool]) -> list[bool]:
    """Tell for each named row whether words that may head another district stand above it."""
    of_units, doubt, told = iter(accepted), False, []
    for row in rows:
        if row.kind is Kind.HEADING:
            doubt = False
        if row.kind is Kind.NAMED:
            doubt = doubt or not (next(of_units) or row.has_values or row.numbered)
            told.append(doubt)
    return told
