"""A printed column of codes supports the names: it decides between homonyms, and contradicts a wrong name or map."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.match import ACCEPTED, match_units
from antq_analysis.places.matching.other_names import OtherDates
from antq_analysis.sources.forms.header import label
from antq_analysis.sources.tables.cells import part_of
from antq_analysis.sources.tables.units import SHOWN_NAMES, NamedRow
from antq_analysis.sources.workbooks.marks import Raw, cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

BY_CODE, DIFFERS = "by_code", "code_differs"
"""Beside the ways in which a name is found: the code decided, or contradicts the name."""

MARKS = "'’` "
"""What people put before a code so that it stays text."""


@dataclass(frozen=True)
class Codes:
    """The codes that a column may hold.

    Parameters
    ----------
    register
        The units of the level.
    elsewhere
        Gives the units of the other maps of the province.
    """

    register: pd.DataFrame
    elsewhere: OtherDates | None = None

    def dates(self) -> Mapping[str, str]:
        """Give the codes that only other maps have.

        Returns
        -------
        Mapping of str to str
            Each code with the dates of these maps.
        """
        if self.elsewhere is None:
            return {}
        units = self.elsewhere()
        strange = units[~units["unit_code"].isin(self.register["unit_code"])]
        days = strange.groupby("unit_code")["unit_date"].unique()
        return {str(code): ", ".join(sorted(own)) for code, own in days.items()}

    def complete(self, raw: Raw) -> str:
        """Read a code; a number or a text that lost its leading zeros is completed to the width of the register.

        Parameters
        ----------
        raw
            What stands in the cell.

        Returns
        -------
        str
            The code, empty where nothing stands there.
        """
        text = label(raw).strip(MARKS)
        widths = {len(code) for code in self.register["unit_code"]}
        return text.zfill(widths.pop()) if text.isdecimal() and len(widths) == 1 else text


def compare_codes(
    named: Sequence[NamedRow],
    found: pd.DataFrame,
    sheet: Sheet,
    column: int,
    codes: Codes,
    at: tuple[str, int],
) -> tuple[list[NamedRow], pd.DataFrame, list[Finding]]:
    """Let the codes that stand beside the names support or contradict them.

    A name that several units bear is settled by its code. A code that means another unit than the name refuses the
    row; one that lost its zeros only where some other code of the column agrees with its name, for else the column may
    hold running numbers. A code that the map does not know is reported, and the name counts. What a person decided is
    not doubted.

    Parameters
    ----------
    named, found
        As :func:`antq_analysis.sources.tables.units.find_units` returns them.
    sheet
        The sheet.
    column
        The column of codes.
    codes
        The codes there are.
    at
        The file, and the column of names.

    Returns
    -------
    tuple
        The rows, the answers and the findings.
    """
    names = dict(zip(codes.register["unit_code"], codes.register["name"], strict=True))
    lines, hows, findings = list(named), found["how"].tolist(), []
    strange: list[tuple[str, str]] = []
    told = [codes.complete(sheet.rows[line.row.index][column]) for line in named]
    trusted = any(code and code == line.unit_code for code, line in zip(told, named, strict=True))
    for place, (line, how, code) in enumerate(zip(named, found["how"], told, strict=True)):
        if (
            not code
            or (how not in ACCEPTED and how != "ambiguous")
            or how == "alias"
            or code == line.unit_code
        ):
            continue
        where = (at[0], sheet.name, cell_name(line.row.index, at[1]))
        whole = trusted or code == label(sheet.rows[line.row.index][column]).strip(MARKS)
        if code not in names or (how != "ambiguous" and not whole):
            strange.append((code, cell_name(line.row.index, column)))
        elif how == "ambiguous" and _agree(line, codes.register[codes.register["unit_code"].eq(code)]):
            lines[place], hows[place] = replace(line, unit_code=code), BY_CODE
            findings.append(
                Finding(
                    "unit_by_code", Severity.NOTE, *where, line.row.name, str(names[code]), {"code": code}
                )
            )
        elif how != "ambiguous":
            lines[place], hows[place] = replace(line, unit_code=""), DIFFERS
            values = {"code": code, "name": str(names[code]), "own": line.unit_code}
            findings.append(
                Finding("code_name_differs", Severity.ERROR, *where, line.row.name, values=values)
            )
    findings += _strangers(strange, codes, at[0], sheet.name)
    return lines, found.assign(how=pd.Series(hows, index=found.index, dtype="str")), findings


def _agree(line: NamedRow, unit: pd.DataFrame) -> bool:
    wanted = pd.DataFrame({"name": [part_of(line.row.name)[0]], "district": [line.district]}, dtype="str")
    answer = match_units(wanted, unit).iloc[0]
    return answer["how"] in ACCEPTED and "type_differs" not in answer["note"].split(";")


def _strangers(strange: Sequence[tuple[str, str]], codes: Codes, file: str, sheet: str) -> Iterator[Finding]:
    known = codes.dates() if strange else {}
    for rule, own in (
        ("code_of_other_map", [item for item in strange if item[0] in known]),
        ("code_unknown", [item for item in strange if item[0] not in known]),
    ):
        if own:
            shown = ", ".join(f"{code} ({cell})" for code, cell in own[:SHOWN_NAMES])
            days = ", ".join(sorted({known.get(code, "") for code, _ in own} - {""}))
            more = ", …" if len(own) > SHOWN_NAMES else ""
            values = {"n": len(own), "codes": shown + more, "dates": days or "-"}
            yield Finding(rule, Severity.WARNING, file, sheet, own[0][1], values=values)
