"""How the people and the area of a split unit were divided, from typed amounts or the notes of official tables."""

import re

import pandas as pd

from antq_analysis.places.letters.folding import bare
from antq_analysis.places.matching.names import bare_key, read_name

SPLIT_COLUMNS = ("from_code", "to_code", "persons", "area_km2")

HECTARES = 100.0
"""Hectares of a square kilometre."""

EVERYBODY = 1.0
"""Persons of a part that is told in words to have all people; no part has one person."""

_ALL_PEOPLE = re.compile(r"^nhap mot phan dien tich( tu nhien)?,? (va )?toan bo dan so$")
_NO_PEOPLE = re.compile(r"^nhap mot phan dien tich( tu nhien)?$")
_NUMBER = r"(\d[\d.]*(?:,\d+)?)"
_CLAUSE = re.compile(
    rf"{_NUMBER} ?(km[2²]|ha)\b[^;]*?\b(?:quy mo )?(?:dan so )?(?:la )?{_NUMBER} (?:nguoi|nhan khau)\b"
    r"(?: con lai)? cua (?:xa|phuong|thi tran) ([^;,.]*?)"
    r"(?= vao (?:xa|phuong|thi tran) ([^;,.]*?)(?=$|[;,.]| va (?:nhap|dieu chinh|toan bo|\d))|$|[;,.]| va )"
)


def with_splits(table: pd.DataFrame, splits: pd.DataFrame) -> pd.DataFrame:
    """Set the shares of split units from the people and the area of their parts.

    Parameters
    ----------
    table
        Columns ``from_code, to_code, pop_share, area_share``.
    splits
        Columns ``SPLIT_COLUMNS``; empty where unknown. A unit gets shares only where every part is known; a part that
        is known to have nothing gets none in any case.

    Returns
    -------
    pandas.DataFrame
        The table with these shares as text; what the table gives itself stands where `splits` says nothing.
    """
    pairs = table[["from_code", "to_code"]].merge(
        splits[list(SPLIT_COLUMNS)], on=["from_code", "to_code"], how="left", validate="m:1"
    )
    pairs.index = table.index
    for amount, share in (("persons", "pop_share"), ("area_km2", "area_share")):
        told = pd.to_numeric(pairs[amount], errors="coerce")
        whole = told.groupby(pairs["from_code"]).transform("sum")
        known = told.notna().groupby(pairs["from_code"]).transform("all") & whole.gt(0)
        open_still = told.isna().groupby(pairs["from_code"]).transform("any")
        numbers = (told / whole).where(known, told.where(told.eq(0) & open_still))
        given = pd.Series([repr(number) for number in numbers.tolist()], index=table.index, dtype="str")
        table = table.assign(**{share: given.where(numbers.notna(), table[share])})
    return table


def noted_splits(table: pd.DataFrame) -> pd.DataFrame:
    """Read the people and the area of each part of split units from the notes beside the pairs.

    Parameters
    ----------
    table
        Columns ``from_code, to_code, from_name, to_name, note``.

    Returns
    -------
    pandas.DataFrame
        Columns ``SPLIT_COLUMNS``, one row a part of a unit whose parts are all told, persons 1 and 0 where the notes
        say in words that all people went to one part; of other units the parts that are told to have no people.

    Examples
    --------
    >>> words = "Nhập 1,5 km2 diện tích tự nhiên, 300 người của xã Mẫu vào xã An; nhập 50 ha diện tích tự nhiên, "
    >>> words += "1.200 người còn lại của xã Mẫu vào xã Bình"
    >>> table = pd.DataFrame({"from_code": "1", "to_code": ["2", "3"], "from_name": "Xã Mẫu",
    ...                       "to_name": ["Xã An", "Xã Bình"], "note": words})
    >>> noted_splits(table)[["persons", "area_km2"]].to_numpy().tolist()
    [[300.0, 1.5], [1200.0, 0.5]]
    """
    split = table[table["from_code"].ne("") & table["from_code"].duplicated(keep=False)]
    rows = [
        (row.from_code, row.to_code, *_told(str(row.from_name), str(row.to_name), bare(str(row.note))))
        for row in split.itertuples()
    ]
    parts = pd.DataFrame(rows, columns=list(SPLIT_COLUMNS)).drop_duplicates(["from_code", "to_code"])
    persons = parts["persons"].astype("float64")
    unit = parts["from_code"]
    whole = persons.notna().groupby(unit).transform("all") & ~_contradictory(persons, unit)
    return parts[whole | persons.eq(0)].reset_index(drop=True)


def _contradictory(persons: pd.Series, unit: pd.Series) -> pd.Series:
    """Mark units of which one part is told to have all people and another some."""
    everybody = persons.eq(EVERYBODY).groupby(unit).transform("any")
    return everybody & persons.gt(0).groupby(unit).transform("sum").gt(1)


def _told(old: str, new: str, note: str) -> tuple[float | None, float | None]:
    if _ALL_PEOPLE.match(note):
        return EVERYBODY, None
    if _NO_PEOPLE.match(note):
        return 0.0, None
    unit, target = (bare_key(read_name(name).name) for name in (old, new))
    own = [match for match in _CLAUSE.finditer(note) if bare_key(match[4]) == unit]
    to_here = [match for match in own if match[5] and bare_key(match[5]) == target]
    told = to_here or [match for match in own if not match[5]]
    if len(told) != 1 or "," in told[0][3]:  # a comma among persons is a slip: 4,926 is no number of people
        return None, None
    return _number(told[0][3]), _number(told[0][1]) / (HECTARES if told[0][2] == "ha" else 1.0)


def _number(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))
