"""A crosswalk turned round: what share of each new unit is laid to each old one, where somebody asks for it."""

from datetime import date

import pandas as pd

from antq_analysis.places.maps.land import land_of
from antq_analysis.places.reforms.crosswalk import CROSSWALK_COLUMNS, load_crosswalk, relations
from antq_analysis.places.reforms.shares import BASES
from antq_analysis.project import Project, find_project


def load_reverse_crosswalk(
    province: str,
    from_date: str | date,
    to_date: str | date,
    people: pd.Series | None = None,
    project: Project | None = None,
) -> pd.DataFrame:
    """Load what became of each unit between two days, turned round.

    Parameters
    ----------
    province
        Province id.
    from_date, to_date
        The later day and the earlier one.
    people
        Population of the old units by code; where it is not known the land of the earlier map counts, unless that is a
        sketch.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    pandas.DataFrame
        As :func:`reverse_crosswalk` gives it, for ``carry(..., backwards=True)``.

    Raises
    ------
    RefusedError
        If `to_date` is the later day.
    MissingError
        If a map or a table between them is missing.
    """
    project = project or find_project()
    land = land_of(province, to_date, project)
    return reverse_crosswalk(load_crosswalk(province, to_date, from_date, project), people, land)


def reverse_crosswalk(
    crosswalk: pd.DataFrame, people: pd.Series | None = None, land: pd.Series | None = None
) -> pd.DataFrame:
    """Turn a crosswalk round, so that figures of its later map can be laid to the units of its earlier one.

    A new unit is divided among the old units that it was made of, by the people that each brought into it; where these
    are not known of every one of them by the land, else equally. A new unit that is one old unit, or a part of one,
    goes back whole. Where every new unit is made of whole units, or of a part of one, carrying forward, back and
    forward gives what carrying forward gave. Where a part of one unit joined another this holds for what is spread
    like the people; for everything else it is only roughly so.

    Parameters
    ----------
    crosswalk
        What became of the old units, with ``share`` and ``share_basis``.
    people
        Population of the old units by code; those without anybody count as unknown.
    land
        Area of the old units by code [km2].

    Returns
    -------
    pandas.DataFrame
        Columns ``CROSSWALK_COLUMNS`` and ``share``, leading from the later map to the earlier one; ``share_basis`` is
        the least sure basis of the unit: a share of people that rests on a split by land is one of land.

    Examples
    --------
    >>> table = pd.DataFrame(dict.fromkeys(CROSSWALK_COLUMNS, ["", ""])).assign(
    ...     from_code=["a", "b"], to_code="x", from_date="2018-01-01", to_date="2020-01-01", share=1.0
    ... )
    >>> back = reverse_crosswalk(table, people=pd.Series({"a": 3000, "b": 1000}))
    >>> back[["from_code", "to_code", "share", "share_basis"]].to_numpy().tolist()
    [['x', 'a', 0.75, 'population'], ['x', 'b', 0.25, 'population']]
    """
    used = crosswalk[crosswalk["to_code"].ne("") & crosswalk["share"].gt(0)]
    parts = used.groupby("to_code")["from_code"].transform("count")
    share, basis = 1.0 / parts, pd.Series("equal", index=used.index, dtype="str")
    split = used["share_basis"].map(BASES.index).groupby(used["to_code"]).transform("max")
    for sizes, word in ((land, "area"), (people, "population")):
        if sizes is None:
            continue
        brought = used["from_code"].map(sizes).astype(float) * used["share"]
        known = brought.gt(0).groupby(used["to_code"]).transform("all")
        share = share.where(~known, brought / brought.groupby(used["to_code"]).transform("sum"))
        least = split.where(split > BASES.index(word), BASES.index(word))
        basis = basis.where(~known, least.map(lambda rank: BASES[rank]).astype("str"))
    basis = basis.where(parts.gt(1), "")
    turned = used.assign(
        share=share,
        share_basis=basis,
        pop_share=share.where(basis.isin(["", "population"])),
        area_share=share.where(basis.isin(["", "area"])),
        **{f"from_{name}": used[f"to_{name}"] for name in ("code", "date")},
        **{f"to_{name}": used[f"from_{name}"] for name in ("code", "date")},
    )
    turned["relation"] = relations(turned, renamed=used["relation"].ne("unchanged"))
    ordered = turned.sort_values(["from_code", "to_code"], kind="stable", ignore_index=True)
    return ordered[[*CROSSWALK_COLUMNS, "share"]]
