"""By which share each unit of a crosswalk is divided: of its people, of its area, or equally."""

import numpy as np
import pandas as pd

from antq_analysis.errors import InputError
from antq_analysis.language.catalogue import Sentence

BASES = ("", "population", "area", "equal")
"""Bases of a share from the surest to the least sure; the first is a whole unit, which needs none."""

TOLERANCE = 2e-6
"""How far shares of a unit may miss one: four parts, each rounded to six decimals."""


def resolve_shares(table: pd.DataFrame) -> pd.DataFrame:
    """Settle by which share each unit is divided.

    The share of population counts where every part of a unit has one, else the share of area, else equal parts; a
    part whose share of population is known to be 0 gets nothing in any case.

    Parameters
    ----------
    table
        Columns ``CROSSWALK_COLUMNS``; shares as text or numbers.

    Returns
    -------
    pandas.DataFrame
        The table with ``share`` and ``share_basis``, sorted by codes.

    Raises
    ------
    InputError
        If a share is not a number from 0 to 1, the shares of a unit do not add up to one, or a pair stands twice.
    """
    table = table.sort_values(["from_code", "to_code"], kind="stable").reset_index(drop=True)
    shares = {name: _numbers(table[name]) for name in ("pop_share", "area_share")}
    parts = table.groupby("from_code")["to_code"].transform("count")
    share, basis = 1.0 / parts, pd.Series("equal", index=table.index, dtype="str")
    for name, word in (("area_share", "area"), ("pop_share", "population")):
        complete = shares[name].notna().groupby(table["from_code"]).transform("all")
        share, basis = share.where(~complete, shares[name]), basis.where(~complete, word)
    sums = share.groupby(table["from_code"]).transform("sum")
    nobody = shares["pop_share"].eq(0)
    peopled = share.where(~nobody, 0.0)
    left = peopled.groupby(table["from_code"]).transform("sum")
    _refuse(table, shares, sums.where(left.gt(0) | table["to_code"].eq(""), 0.0))
    alone = parts.le(1)
    settled = (peopled / left).where(~alone, 1.0)
    told = nobody | (nobody.groupby(table["from_code"]).transform("any") & settled.eq(1))
    return table.assign(
        **shares, share=settled, share_basis=basis.where(~told, "population").where(~alone, "")
    )


def _numbers(column: pd.Series) -> pd.Series:
    text = column.astype("str").str.strip().replace({"nan": "", "None": ""})
    # A comma is the decimal sign of Vietnamese tables.
    text = text.str.replace(r"^([01]),(\d+)$", r"\1.\2", regex=True)
    return (
        pd.to_numeric(text.where(text.ne(""), None), errors="coerce")
        .where(text.ne(""), np.nan)
        .astype("float64")
    )


def _refuse(table: pd.DataFrame, shares: dict[str, pd.Series], sums: pd.Series) -> None:
    cases = []
    for name, numbers in shares.items():
        written = table[name].astype("str").str.strip()
        bad = (~written.isin(["", "nan", "None"]) & numbers.isna()) | (
            numbers.notna() & ~numbers.between(0, 1)
        )
        cases += [
            Sentence("places.bad_share", code=code, column=name, written=text)
            for code, text in zip(table.loc[bad, "from_code"], written[bad], strict=True)
        ]
    off = (sums - 1).abs().gt(TOLERANCE) & ~table["from_code"].duplicated()
    cases += [
        Sentence("places.share_sum", code=code, total=f"{total:.6f}")
        for code, total in zip(table.loc[off, "from_code"], sums[off], strict=True)
    ]
    twice = table[table.duplicated(["from_code", "to_code"])]
    cases += [Sentence("places.pair_twice", code=row.from_code, to=row.to_code) for row in twice.itertuples()]
    if cases:
        raise InputError("places.bad_shares", cases=cases, n=len(cases))
