"""Official tables of old and new units as they come: read from CSV or Excel, codes settled by the registers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from antq_analysis.errors import InputError
from antq_analysis.findings import Finding
from antq_analysis.language.catalogue import Sentence
from antq_analysis.places.letters.folding import clean, spelling_key
from antq_analysis.places.listed import listed
from antq_analysis.places.matching.match import match_units
from antq_analysis.places.matching.names import read_name
from antq_analysis.places.matching.other_names import OtherDates
from antq_analysis.places.reforms.crosswalk import CROSSWALK_COLUMNS
from antq_analysis.places.sheets import columns_missing, read_list
from antq_analysis.places.tables import are_asked, text_columns

NAME_COLUMNS = ("from_name", "from_district", "to_name", "to_district", "note")
SURE = ("exact", "folded")
"""Answers of matching under which a name may correct a code: the same name, in the same district."""


@dataclass(frozen=True)
class PairTable:
    """An official table of old and new units.

    Attributes
    ----------
    path
        A CSV file or the first sheet of an Excel file, one row a pair.
    columns
        For each column of the crosswalk the file's column: ``from_code`` and ``to_code``, and ``effective_date``,
        ``resolution``, ``pop_share``, ``area_share`` if the file has them; ``from_name, from_district, to_name,
        to_district`` let names and districts correct a wrong code, ``note`` is read for the people and the area of
        parts.
    only
        Keep only rows whose columns (of the file) have these values.
    splits
        What is known of units that were split: columns ``from_code, to_code, persons, area_km2``, the persons and
        area [km2] of each part, empty where unknown.
    source
        Where the table came from; by default the name of the file.
    partial
        Whether the table may leave out units, such as those that did not change. A unit that both registers have
        then stands for itself; whatever else is left out is reported.
    """

    path: Path
    columns: Mapping[str, str]
    only: Mapping[str, str] = field(default_factory=dict)
    splits: pd.DataFrame | None = None
    source: str = ""
    partial: bool = False


def read_pairs(pairs: PairTable, code_width: int = 0) -> pd.DataFrame:
    """Read an official table.

    Parameters
    ----------
    pairs
        The table.
    code_width
        Digits of a code: a code that Excel holds as a number gets its leading zeros back. 0 leaves it.

    Returns
    -------
    pandas.DataFrame
        Columns ``CROSSWALK_COLUMNS`` and ``NAME_COLUMNS``, text; empty where the file has none.

    Raises
    ------
    MissingError
        If the file is not there or cannot be read.
    InputError
        If columns are missing, or the old and the new codes are to stand in one column.
    """
    wanted = list(dict.fromkeys([*pairs.columns.values(), *pairs.only]))
    codes = [pairs.columns[name] for name in ("from_code", "to_code") if name in pairs.columns]
    received = read_list(pairs.path, wanted, codes, code_width)
    wanted += [name for name in ("from_code", "to_code") if name not in pairs.columns]
    if cases := columns_missing(wanted, received):
        raise InputError("places.bad_columns", cases=cases, file=pairs.path, n=len(cases) - 1)
    if pairs.columns["from_code"] == pairs.columns["to_code"]:
        cases = [Sentence("places.column_for_both", column=pairs.columns["from_code"])]
        raise InputError("places.bad_columns", cases=cases, file=pairs.path, n=len(cases))
    received = received[are_asked(received, pairs.only, pairs.path)]
    table = pd.DataFrame({name: received[column].map(clean) for name, column in pairs.columns.items()})
    return text_columns(table, (*CROSSWALK_COLUMNS, *NAME_COLUMNS)).reset_index(drop=True)


def settle_codes(
    table: pd.DataFrame, side: str, units: pd.DataFrame, file: str = "", others: OtherDates | None = None
) -> tuple[pd.Series, list[Finding]]:
    """Correct codes that contradict the register by the name and district beside them.

    A code is corrected only where the register has another name, or none, at the code, and exactly one unit of the
    written name in the written district. Whatever else disagrees is reported and left.

    Parameters
    ----------
    table
        An official table (:func:`read_pairs`).
    side
        ``"from"`` or ``"to"``.
    units
        The register of that side.
    file
        What to call the table in findings.
    others
        Gives the units of the other maps, whose names correct no code of this one.

    Returns
    -------
    tuple[pandas.Series, list[Finding]]
        The codes, and each correction or disagreement.
    """
    codes, names, districts = (table[f"{side}_{what}"] for what in ("code", "name", "district"))
    if names.eq("").all():
        return codes, []
    registered = units.set_index("unit_code")["name"]
    at_code = codes.map(registered).fillna("")
    doubtful = names.ne("") & (at_code.map(_name_key) != names.map(_name_key))
    written = pd.DataFrame({"name": names, "district": districts})
    found = match_units(written[doubtful], units, others=others)
    inside = ~found["note"].str.contains("district_") & found["how"].isin(SURE)
    right = found.loc[inside, "unit_code"].reindex(codes.index).fillna("")
    mended = doubtful & right.ne("") & right.ne(codes)
    other = doubtful & right.eq("") & at_code.ne("")
    shown = codes.where(codes.ne(""), "…") + " " + names
    return codes.where(~mended, right), [
        *listed("crosswalk_code_mended", (shown + " -> " + right)[mended].drop_duplicates(), file),
        *listed("crosswalk_name_differs", (shown + " (" + at_code + ")")[other].drop_duplicates(), file),
    ]


def _name_key(name: str) -> tuple[str, str]:
    read = read_name(name)
    return read.type, spelling_key(read.name)
