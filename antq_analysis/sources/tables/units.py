"""The rows of units of one sheet: which row names which unit, and which are refused."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.former_words import without_former_words
from antq_analysis.places.matching.match import ACCEPTED, HOWS, NOT_A_UNIT, OTHER_DATE, match_units
from antq_analysis.places.matching.names import fold, read_name, spelling_key, split_type
from antq_analysis.places.matching.other_names import OtherDates
from antq_analysis.sources.forms.header import label, name_label
from antq_analysis.sources.forms.layout import SheetLayout
from antq_analysis.sources.tables.cells import part_of
from antq_analysis.sources.tables.doubtful_districts import without_doubtful_districts
from antq_analysis.sources.tables.row_kinds import Kind, Row
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

SHOWN_NAMES = 8
CHANGED = {"accent_changed": "unit_accent_changed", "slip": "unit_slip"}
"""Findings of names that were changed to find their unit."""
_FIRM = frozenset(ACCEPTED) - CHANGED.keys()
_DATED = {"nearer_elsewhere": "unit_near_other_date", "named_here": "unit_of_two_dates"}
"""Findings of names of another date by the note that this map comes near the name, or has it too."""


@dataclass(frozen=True)
class NamedRow:
    """One row with a name, and what became of the name.

    Parameters
    ----------
    row
        The row.
    district
        The district it was sought in, as written.
    unit_code
        The unit, empty where none was found.
    is_part
        Whether the row is marked as one part of a unit.
    """

    row: Row
    district: str
    unit_code: str
    is_part: bool


@dataclass(frozen=True)
class Names:
    """What names are sought in.

    Parameters
    ----------
    register
        The units of the level.
    aliases
        What a person decided.
    elsewhere
        Gives the units of the other maps of the province.
    """

    register: pd.DataFrame
    aliases: pd.DataFrame | None = None
    elsewhere: OtherDates | None = None

    def match(self, wanted: pd.DataFrame) -> pd.DataFrame:
        """Find the units that names mean.

        Parameters
        ----------
        wanted
            Columns ``name`` and ``district`` as written.

        Returns
        -------
        pandas.DataFrame
            The answers of :func:`antq_analysis.places.matching.match.match_units`.
        """
        return match_units(wanted, self.register, self.aliases, self.elsewhere)


def merged_names(sheet: Sheet, column: int, first: int) -> Mapping[int, str]:
    """Carry a name down over the rows that its cell is merged over.

    Parameters
    ----------
    sheet
        The sheet.
    column
        The column of names.
    first
        First row under the head.

    Returns
    -------
    Mapping of int to str
        The name for every row of such a range, its first row included.
    """
    names = {}
    for r0, c0, r1, c1 in sheet.merged:
        if r1 > r0 >= first and c0 <= column <= c1 and r0 < len(sheet.rows):
            name = name_label(sheet.rows[r0][c0])
            names.update({row: name for row in range(r0, min(r1 + 1, len(sheet.rows))) if name})
    return names


def known_districts(units: pd.DataFrame) -> frozenset[str]:
    """Fold the names of the districts of a map, with and without their type.

    Parameters
    ----------
    units
        The register of one map.

    Returns
    -------
    frozenset of str
        Folded names.
    """
    names = [name for name in units["district_name"].unique() if isinstance(name, str) and name]
    return frozenset(fold(form) for name in names for form in (name, split_type(name)[1]))


def register_for(level: str, units: pd.DataFrame) -> pd.DataFrame:
    """Give the register in which the names of a level are sought.

    Parameters
    ----------
    level
        ``commune`` or ``district``.
    units
        The register of one map.

    Returns
    -------
    pandas.DataFrame
        The units themselves, or one row for each district, in the same columns.
    """
    if level == "commune":
        return units
    frame = units.loc[units["district_code"].ne(""), ["district_code", "district_name"]].drop_duplicates(
        "district_code"
    )
    kinds = [split_type(name)[0] for name in frame["district_name"]]
    columns = {"unit_code": frame["district_code"], "name": frame["district_name"], "type": kinds}
    return pd.DataFrame({**columns, "district_code": "", "district_name": ""}).reset_index(drop=True)


def find_units(
    rows: Sequence[Row],
    sheet: Sheet,
    layout: SheetLayout,
    district_column: int | None,
    names: Names,
    merged: Mapping[int, str],
    is_other: Callable[[str], bool],
) -> tuple[list[NamedRow], pd.DataFrame]:
    """Find the unit of each named row.

    Parameters
    ----------
    rows
        The rows under the head.
    sheet
        The sheet.
    layout
        How it is read; says where the district stands.
    district_column
        The column with the district, or None.
    names
        What the names are sought in.
    merged
        Names carried down over merged rows.
    is_other
        Tells a name that says by its own words that it is no commune.

    Returns
    -------
    tuple
        The named rows, and the answers of :func:`antq_analysis.places.matching.match.match_units` in the same order.
    """
    named = [row for row in rows if row.kind is Kind.NAMED]
    parts = [part_of(row.name) for row in named]
    districts = _districts(named, sheet, layout, district_column)
    wanted = pd.DataFrame({"name": [name for name, _ in parts], "district": districts}, dtype="str")
    found = names.match(wanted)
    if layout.level == "commune":
        headed = layout.district == "heading"
        found = without_doubtful_districts(rows, found, wanted, names.match, is_other, headed=headed)
    codes = found["unit_code"].where(found["how"].isin(ACCEPTED), "").tolist()
    lines = zip(named, districts, codes, parts, strict=True)
    return [NamedRow(row, of, code, part or row.index in merged) for row, of, code, (_, part) in lines], found


def _districts(named: Sequence[Row], sheet: Sheet, layout: SheetLayout, column: int | None) -> list[str]:
    if layout.level != "commune" or layout.district == "none":
        return [""] * len(named)
    if layout.district == "sheet":
        return [sheet.name] * len(named)
    if layout.district == "heading":
        return [row.district for row in named]
    districts, last = [], ""
    for row in named:
        last = (label(sheet.rows[row.index][column]) if column is not None else "") or last
        districts.append(last)
    return districts


def is_words(row: Row) -> bool:
    """Tell whether a row holds words between the rows of units, such as ``Trong đó:``, and no figure.

    Parameters
    ----------
    row
        A row whose name found no unit.

    Returns
    -------
    bool
        False where it is numbered or bears the type of a unit: a unit may be meant then.
    """
    return not (row.has_values or row.numbered or split_type(row.name)[0])


def named_by_decision(named: Sequence[NamedRow], found: pd.DataFrame) -> frozenset[tuple[str, str]]:
    """List the decisions about names that were needed.

    Parameters
    ----------
    named, found
        As :func:`find_units` returns them.

    Returns
    -------
    frozenset of tuple
        Key of the name, in its ways of writing, and the unit code or
        :data:`antq_analysis.places.matching.match.NOT_A_UNIT`.
    """
    used = set()
    for line, how in zip(named, found["how"].tolist(), strict=True):
        if how in ("alias", NOT_A_UNIT):
            name = part_of(line.row.name)[0]
            code = line.unit_code or NOT_A_UNIT
            used |= {(spelling_key(form), code) for form in (name, read_name(name).name)}
    return frozenset(used)


def name_findings(
    named: Sequence[NamedRow], found: pd.DataFrame, register: pd.DataFrame, file: str, sheet: str, column: int
) -> Iterator[Finding]:
    """Report names that found no unit, and names that were changed to find one.

    Parameters
    ----------
    named, found
        As :func:`find_units` returns them.
    register
        The units of the level.
    file, sheet, column
        Where.

    Yields
    ------
    Finding
        Errors for refused rows, warnings for changed accents and types. Rows that another rule settled are passed over.
    """
    official = dict(zip(register["unit_code"].tolist(), register["name"].tolist(), strict=True))
    told = (found[name].tolist() for name in ("how", "candidates", "note", "unit_date"))
    for line, how, candidates, note, day in zip(named, *told, strict=True):
        if how not in HOWS or (how in _FIRM and line.unit_code and not note):
            continue
        cell = cell_name(line.row.index, column)
        if how == NOT_A_UNIT:
            yield Finding("unit_decided_none", Severity.NOTE, file, sheet, cell, line.row.name)
            continue
        if how == "none" and is_words(line.row):
            yield Finding("row_of_words", Severity.NOTE, file, sheet, cell, line.row.name)
            continue
        if line.unit_code and "remark" in note.split(";"):
            remark = read_name(part_of(line.row.name)[0]).remark
            yield Finding(
                "name_remark", Severity.WARNING, file, sheet, cell, line.row.name, values={"remark": remark}
            )
        if line.unit_code and how not in CHANGED and "type_differs" not in note:
            continue
        rule = {
            **CHANGED,
            OTHER_DATE: next((_DATED[word] for word in note.split(";") if word in _DATED), "unit_other_date"),
            "ambiguous": "unit_ambiguous",
            "none": "unit_unmatched",
        }.get(how, "unit_type_differs")
        severity = Severity.WARNING if line.unit_code else Severity.ERROR
        name = str(official.get(line.unit_code, ""))
        values = {
            "district": line.district or "-",
            "candidates": candidates or "-",
            "code": line.unit_code or "-",
            "unit_date": day,
        }
        yield Finding(rule, severity, file, sheet, cell, line.row.name, name, values)


def former_districts(
    named: Sequence[NamedRow], found: pd.DataFrame, names: Names, file: str, sheet: str, column: int
) -> Iterator[Finding]:
    """Report districts that the map has no more where no other map has them either.

    Parameters
    ----------
    named, found
        As :func:`find_units` returns them.
    names
        What the names were sought in.
    file, sheet, column
        Where.

    Yields
    ------
    Finding
        One for the sheet: a former unit may have had the name that another unit bears now.
    """
    rows = [
        line
        for line, note in zip(named, found["note"].tolist(), strict=True)
        if line.unit_code and "district_not_on_map" in note.split(";")
    ]
    if rows and names.elsewhere is not None:
        known = known_districts(names.elsewhere())
        rows = [
            line for line in rows if fold(split_type(without_former_words(line.district)[0])[1]) not in known
        ]
    if rows and names.elsewhere is not None:
        cell = cell_name(rows[0].row.index, column)
        values = {"n": len(rows), "district": rows[0].district or "-"}
        yield Finding(
            "district_not_on_map", Severity.WARNING, file, sheet, cell, rows[0].row.name, values=values
        )
