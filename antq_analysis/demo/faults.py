"""The awkward things of real workbooks, planted where the story says and read rightly in the truth."""

import unicodedata
import zlib
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from antq_analysis.demo.sheetplan import NOTHING, Cell, Line, SheetPlan, with_ratios
from antq_analysis.demo.story import Fault, Paper
from antq_analysis.language.numbers import format_number

TONES = {"òa": "oà", "óa": "oá", "ỏe": "oẻ", "ủy": "uỷ", "ùy": "uỳ"}
"""Newer seats of tone marks with the older ones."""
I_OR_Y = {"Mỹ": "Mĩ", "Lý": "Lí", "Sĩ": "Sỹ", "Quý": "Quí", "Kỳ": "Kì"}
SHORT_TYPES = {"Xã ": "X. ", "Phường ": "P. ", "Thị trấn ": "TT. "}
WRONG_BY = 7
"""How far a wrong total is off."""
WRONG_POINTS = 12.5
"""How far a wrong percentage is off [percentage points]."""


def plant(
    plan: SheetPlan,
    lines: list[Line],
    faults: list[Fault],
    paper: Paper,
    former_names: dict[str, str],
    seed: int,
) -> list[Line]:
    """Plant the faults that concern rows of units.

    Parameters
    ----------
    plan
        The sheet.
    lines
        Its rows of units.
    faults
        What to plant.
    paper
        The words of remarks.
    former_names
        Unit code to the name before the last change of the map.
    seed
        Seed of the choice of cells.

    Returns
    -------
    list of Line
        Rows with faults; ratios computed anew.
    """
    for fault in faults:
        key = zlib.crc32(f"{fault.kind}|{fault.period}|{fault.sheet}|{fault.indicator}".encode())
        rng = np.random.default_rng([seed, key])
        if fault.kind in CELLS:
            lines = _cells(plan, lines, fault, rng)
        elif fault.kind in NAMES:
            lines = _names(lines, fault, rng)
        elif fault.kind in ("name_former", "name_by_decision"):
            lines = _former(lines, fault, former_names)
        elif fault.kind in ROWS:
            lines = ROWS[fault.kind](plan, lines, paper, rng)
    return lines


def plant_in_totals(plan: SheetPlan, faults: list[Fault]) -> SheetPlan:
    """Plant the faults that concern what is printed and never loaded.

    Parameters
    ----------
    plan
        The sheet with all its rows.
    faults
        What to plant.

    Returns
    -------
    SheetPlan
        The sheet with a wrong subtotal or a wrong percentage.
    """
    lines = list(plan.lines)
    for fault in faults:
        if fault.kind == "wrong_total":
            where = next(n for n, line in enumerate(lines) if line.kind == "heading" and line.cells)
            place = next(
                n
                for n, form in enumerate(plan.figures)
                if form.column and form.column.indicator == fault.indicator
            )
            lines[where] = _off(lines[where], place, WRONG_BY)
        elif fault.kind == "wrong_rate":
            where = next(n for n, line in enumerate(lines) if line.kind == "unit")
            place = next(n for n, form in enumerate(plan.figures) if form.check is not None)
            lines[where] = _off(lines[where], place, -WRONG_POINTS)
    return replace(plan, lines=tuple(lines))


def _off(line: Line, place: int, by: float) -> Line:
    cells = list(line.cells)
    written = cells[place].written
    if isinstance(written, int | float):
        cells[place] = replace(cells[place], written=round(written + by, 1) if by % 1 else written + by)
    return replace(line, cells=tuple(cells))


def _cells(plan: SheetPlan, lines: list[Line], fault: Fault, rng: np.random.Generator) -> list[Line]:
    change, fits, everywhere = CELLS[fault.kind]
    columns = [
        n
        for n, form in enumerate(plan.figures)
        if form.column and form.column.reads == "count" and fault.indicator in ("", form.column.indicator)
    ]
    places = [(row, n) for row, line in enumerate(lines) for n in columns if fits(line.cells[n])]
    if not everywhere and len(places) > fault.count:
        places = [places[i] for i in sorted(rng.choice(len(places), size=fault.count, replace=False))]
    done = list(lines)
    for row, n in places:
        cells = list(done[row].cells)
        cells[n] = change(cells[n])
        done[row] = replace(done[row], cells=with_ratios(list(plan.figures), tuple(cells)))
    return done


def _dash(cell: Cell) -> Cell:
    return replace(cell, written="-", value_text="-", rule="dash_is_zero")


def _dots(_: Cell) -> Cell:
    return Cell("…", value_text="…", status="not_available", rule="dots_not_available")


def _over(cell: Cell) -> Cell:
    least = float(int(cell.value) // 10 * 10)
    text = f"hơn {format_number(least)}"
    return Cell(text, least, text, comparator="over", rule="comparator")


def _is_plain(cell: Cell) -> bool:
    return cell.status == "reported" and isinstance(cell.written, int)


CellFault = tuple[Callable[[Cell], Cell], Callable[[Cell], bool], bool]
CELLS: dict[str, CellFault] = {
    "dash": (_dash, lambda cell: _is_plain(cell) and cell.value == 0, True),
    "dots": (_dots, _is_plain, False),
    "empty": (lambda _: NOTHING, _is_plain, False),
    "leading_zero": (
        lambda cell: replace(cell, written=f"{int(cell.value):02d}"),
        lambda cell: _is_plain(cell) and 0 < cell.value < 10,
        True,
    ),
    "text_thousands": (
        lambda cell: replace(cell, written=format_number(cell.value)),
        lambda cell: _is_plain(cell) and cell.value >= 1000,
        False,
    ),
    "over": (_over, lambda cell: _is_plain(cell) and cell.value >= 100 and cell.value % 10 > 0, False),
}
"""Kind of fault to: what it does, which cells it fits, whether it takes all of them."""


def _names(lines: list[Line], fault: Fault, rng: np.random.Generator) -> list[Line]:
    respell = NAMES[fault.kind]
    changed = [(row, name) for row, line in enumerate(lines) if (name := respell(line.name)) != line.name]
    if len(changed) > fault.count:
        changed = [changed[i] for i in sorted(rng.choice(len(changed), size=fault.count, replace=False))]
    done = list(lines)
    for row, name in changed:
        done[row] = replace(done[row], name=name)
    return done


def _swap(name: str, pairs: dict[str, str]) -> str:
    for one, other in pairs.items():
        name = name.replace(one, other)
    return name


def _hard_space(name: str) -> str:
    return name.replace(" ", "\u00a0", 1)


def _line_break(name: str) -> str:
    return "\n".join(name.rsplit(" ", 1))


def _no_type(name: str) -> str:
    return name.removeprefix("Xã ")


NAMES: dict[str, Callable[[str], str]] = {
    "name_tone": lambda name: _swap(name, TONES),
    "name_i_or_y": lambda name: _swap(name, I_OR_Y),
    "name_decomposed": lambda name: unicodedata.normalize("NFD", name),
    "name_hard_space": _hard_space,
    "name_line_break": _line_break,
    "name_short_type": lambda name: _swap(name, SHORT_TYPES),
    "name_upper": str.upper,
    "name_no_type": _no_type,
    "name_accent": lambda name: name.replace("Khảo Vân", "Khảo Văn"),
}
"""Kind of fault to: how a name is written."""


def _former(lines: list[Line], fault: Fault, former_names: dict[str, str]) -> list[Line]:
    rows = [row for row, line in enumerate(lines) if line.unit_code in former_names][: fault.count]
    done = list(lines)
    for row in rows:
        old = former_names[done[row].unit_code]
        name = old if fault.kind == "name_by_decision" else f"{done[row].name} ({old} cũ)"
        done[row] = replace(done[row], name=name)
    return done


def _small_unit(lines: list[Line], rng: np.random.Generator) -> int:
    villages = [row for row, line in enumerate(lines) if line.name.startswith("Xã ")]
    return int(rng.choice(villages))


def _not_reported(plan: SheetPlan, lines: list[Line], paper: Paper, rng: np.random.Generator) -> list[Line]:
    row = _small_unit(lines, rng)
    done = list(lines)
    done[row] = replace(done[row], cells=tuple(NOTHING for _ in plan.figures), remark=paper.not_yet)
    return done


def _absent(plan: SheetPlan, lines: list[Line], paper: Paper, rng: np.random.Generator) -> list[Line]:
    del plan, paper
    row = _small_unit(lines, rng)
    return [line for number, line in enumerate(lines) if number != row]


def _part_rows(plan: SheetPlan, lines: list[Line], paper: Paper, rng: np.random.Generator) -> list[Line]:
    """Split the counts of one commune over two rows; each alone would be taken for the whole."""
    del plan
    row = _small_unit(lines, rng)
    whole = lines[row]
    first, second = [], []
    for cell in whole.cells:
        part = int(cell.value // 3)
        first.append(replace(cell, written=int(cell.value) - part, value=cell.value - part))
        second.append(replace(cell, written=part, value=float(part)))
    names = [f"{whole.name} ({paper.part} {number})" for number in (1, 2)]
    parts = [
        replace(
            whole, name=names[0], cells=tuple(first), remark=paper.in_part, first_part=True, part_of_two=True
        ),
        replace(whole, name=names[1], cells=tuple(second), remark=paper.in_part, part_of_two=True),
    ]
    return [*lines[:row], *parts, *lines[row + 1 :]]


ROWS: dict[str, Callable[[SheetPlan, list[Line], Paper, np.random.Generator], list[Line]]] = {
    "not_reported": _not_reported,
    "absent": _absent,
    "part_rows": _part_rows,
}
"""Kind of fault to: what it does to the rows."""
