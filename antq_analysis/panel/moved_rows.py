"""Our own form came back with the printed figures of the period before beside other units: its rows were moved."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.gaps import SHOWN, listed

_WHAT = ["indicator", "category", "basis"]
_UNIT = ["unit_date", "period", "unit_code"]
_NEAR = 1e-6
"""Scaled figures differ by the rounding of the machine."""
_SEVERAL = 2

_Key = tuple[str, ...]


@dataclass(frozen=True)
class _Differs:
    unit: _Key
    cell: str
    printed: float
    stored: float


def find_moved(
    printed: pd.DataFrame,
    told: pd.DataFrame,
    registers: Mapping[str, pd.DataFrame],
    names: Mapping[str, str],
) -> Iterator[Finding]:
    """Compare what our own form printed of the period before with what is stored of the same units.

    Rows were moved where the printed figures of several units are those of these units in another order, or where all
    of a row are those of one other unit. Else a stored figure was revised since, or a printed one written over.

    Parameters
    ----------
    printed
        What one file has in the columns that our form printed.
    told
        The figures of all files; a figure of any stage may be the one that was printed.
    registers
        Units of every map, by date.
    names
        File name by ``source_id``.

    Yields
    ------
    Finding
        For each sheet an error that names the units whose rows were moved, and a warning for other differences.
    """
    rows = printed[printed["value"].notna()]
    stored = told[told["value"].notna() & told["level"].eq("commune")]
    stored = stored[stored["period"].isin(rows["period"].unique())]
    known: dict[_Key, dict[_Key, list[float]]] = {}
    for *unit, indicator, category, basis, value in stored[[*_UNIT, *_WHAT, "value"]].itertuples(index=False):
        own = known.setdefault(tuple(unit), {})
        own.setdefault((indicator, category, basis), []).append(float(value))
    for (source, sheet), own_rows in rows.groupby(["source_id", "sheet"], sort=True):
        lines: dict[_Key, dict[_Key, tuple[str, float]]] = {}
        for *unit, indicator, category, basis, value, cell in own_rows[
            [*_UNIT, *_WHAT, "value", "cell"]
        ].itertuples(index=False):
            own_line = lines.setdefault(tuple(unit), {})
            own_line[indicator, category, basis] = (str(cell), float(value))
        differs = _differences(lines, known)
        moved = _of_others(lines, known, differs) | _in_another_order(differs)
        every = [one for ones in differs.values() for one in ones]
        place = (names.get(str(source), str(source)), str(sheet))
        told_of = [
            ("form_rows_moved", Severity.ERROR, [one for one in every if one.unit in moved]),
            ("form_before_differs", Severity.WARNING, [one for one in every if one.unit not in moved]),
        ]
        for rule, severity, ones in told_of:
            if ones:
                yield _finding(rule, severity, place, ones, registers)


def _differences(
    lines: Mapping[_Key, Mapping[_Key, tuple[str, float]]],
    known: Mapping[_Key, Mapping[_Key, list[float]]],
) -> dict[_Key, list[_Differs]]:
    """Give for each figure the units in which what was printed is nothing that is stored."""
    found: dict[_Key, list[_Differs]] = {}
    for unit, line in lines.items():
        for what, (cell, value) in line.items():
            values = known.get(unit, {}).get(what, [])
            if values and not any(_same(value, one) for one in values):
                found.setdefault(what, []).append(_Differs(unit, cell, value, values[-1]))
    return found


def _in_another_order(differs: Mapping[_Key, list[_Differs]]) -> set[_Key]:
    moved = set()
    for ones in differs.values():
        printed, stored = sorted(one.printed for one in ones), sorted(one.stored for one in ones)
        if len(ones) >= _SEVERAL and all(map(_same, printed, stored)):
            moved |= {one.unit for one in ones}
    return moved


def _of_others(
    lines: Mapping[_Key, Mapping[_Key, tuple[str, float]]],
    known: Mapping[_Key, Mapping[_Key, list[float]]],
    differs: Mapping[_Key, list[_Differs]],
) -> set[_Key]:
    moved = set()
    for unit in {one.unit for ones in differs.values() for one in ones}:
        line = lines[unit]
        if len(line) >= _SEVERAL and any(
            all(any(_same(value, one) for one in own.get(what, [])) for what, (_, value) in line.items())
            for other, own in known.items()
            if other != unit and other[:2] == unit[:2]
        ):
            moved.add(unit)
    return moved


def _same(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=_NEAR, abs_tol=_NEAR)


def _finding(
    rule: str,
    severity: Severity,
    place: tuple[str, str],
    ones: list[_Differs],
    registers: Mapping[str, pd.DataFrame],
) -> Finding:
    units = list(dict.fromkeys(one.unit for one in ones))
    named = []
    for day, _, code in units:
        register = registers.get(day)
        name = code if register is None else register.set_index("unit_code")["name"].get(code, code)
        named.append(f"{name} ({code})")
    cells = ", ".join(one.cell for one in ones[:SHOWN])
    values = {"n": len(units), "units": listed(named), "before": units[0][1]}
    return Finding(rule, severity, *place, cells, values=values)
