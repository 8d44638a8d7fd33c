"""One sheet of a fictional form before it is written: which columns, which rows, what stands in each cell."""

import math
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from antq_analysis.demo.geography import Vintage
from antq_analysis.demo.story import Paper, SheetStory
from antq_analysis.demo.truth import TYPES_ACTIVE
from antq_analysis.sources.forms.layout import Check, Column, SheetLayout

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
PATH = " / "
REMARKS = "remarks"
Written = str | float | int | None


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and how it must be read.

    Parameters
    ----------
    written
        What stands there.
    value, value_text, comparator, status, rule
        The right reading, as in an observation.
    """

    written: Written
    value: float = math.nan
    value_text: str = ""
    comparator: str = "exact"
    status: str = "reported"
    rule: str = ""


NOTHING = Cell(None, status="not_reported")


@dataclass(frozen=True)
class Line:
    """One row of a table.

    Parameters
    ----------
    kind
        ``unit``, ``heading`` or ``total``.
    order
        What stands in the first column.
    name
        The name as written.
    unit_code
        The unit; empty for headings and totals.
    district
        Code of the district; empty for none.
    cells
        One for each column with figures; empty for a heading without sums.
    remark
        What stands in the last column.
    first_part, part_of_two
        Whether the row is the first, or any, of two rows of one unit.
    """

    kind: str
    order: Written
    name: str
    unit_code: str = ""
    district: str = ""
    cells: tuple[Cell, ...] = ()
    remark: str = ""
    first_part: bool = False
    part_of_two: bool = False


@dataclass(frozen=True)
class FormColumn:
    """One column of a table.

    Parameters
    ----------
    path
        Header path.
    role
        ``order``, ``unit``, ``district``, ``figure``, ``ratio`` or ``remarks``.
    column
        What is read from it.
    check
        Which ratio it prints.
    """

    path: tuple[str, ...]
    role: str
    column: Column | None = None
    check: Check | None = None


@dataclass(frozen=True)
class SheetPlan:
    """A sheet as it will be written.

    Parameters
    ----------
    told
        How the sheet looks.
    columns
        Its columns from left to right.
    lines
        Its rows from top to bottom.
    """

    told: SheetStory
    columns: tuple[FormColumn, ...]
    lines: tuple[Line, ...] = field(default=())

    @property
    def figures(self) -> tuple[FormColumn, ...]:
        """The columns that are read or compared."""
        return tuple(column for column in self.columns if column.role in ("figure", "ratio"))


def form_columns(layout: SheetLayout) -> tuple[FormColumn, ...]:
    """Put the columns of a layout in the order in which the form prints them.

    Parameters
    ----------
    layout
        How the sheet is read.

    Returns
    -------
    tuple of FormColumn
        Order number, name, district, figures with each ratio after its numerator, remarks.
    """
    order = [FormColumn(_path(item.header), "order") for item in layout.ignore if item.reason != REMARKS]
    last = [FormColumn(_path(item.header), REMARKS) for item in layout.ignore if item.reason == REMARKS]
    home = [FormColumn(_path(layout.district_header), "district")] if layout.district_header else []
    figures: list[FormColumn] = []
    for column in layout.column:
        figures.append(FormColumn(_path(column.header), "figure", column=column))
        figures += [
            FormColumn(_path(check.header), "ratio", check=check)
            for check in layout.check
            if check.numerator == column.indicator
        ]
    return (*order, FormColumn(_path(layout.unit_header), "unit"), *home, *figures, *last)


def _path(header: str) -> tuple[str, ...]:
    return tuple(header.split(PATH))


def unit_lines(
    told: SheetStory, columns: tuple[FormColumn, ...], vintage: Vintage, values: pd.DataFrame
) -> list[Line]:
    """Write one row for each commune, in register order.

    Parameters
    ----------
    told
        How the sheet looks.
    columns
        Its columns.
    vintage
        The map.
    values
        The truth: index unit_code, columns ``indicator|category``.

    Returns
    -------
    list of Line
        Rows without faults.
    """
    figures = [column for column in columns if column.role in ("figure", "ratio")]
    lines = []
    for code in vintage.units.index.astype(str):
        unit, row = vintage.units.loc[code], values.loc[code]
        cells = tuple(_plain(told, column, row) for column in figures)
        lines.append(
            Line(
                "unit",
                None,
                str(unit["name"]),
                str(code),
                str(unit["district_code"]),
                with_ratios(figures, cells),
            )
        )
    return sorted(lines, key=lambda line: (line.district, line.unit_code))


def _plain(told: SheetStory, form: FormColumn, row: pd.Series) -> Cell:
    column = form.column
    if column is None:
        return NOTHING
    value = float(row[f"{column.indicator}|{column.category}"])
    if math.isnan(value):
        return Cell(
            told.excluded, value_text=told.excluded, status="not_applicable", rule="not_applicable_word"
        )
    if column.reads == "tick":
        mark = told.tick if value else told.untick
        if not mark:
            return Cell(None, 0.0, rule="tick_empty_is_zero")
        return Cell(mark, value, mark, rule="tick")
    return Cell(round(value, 2) if column.reads == "number" else int(value), round(value, 2))


def with_ratios(figures: list[FormColumn], cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Compute the printed ratios of a row.

    Parameters
    ----------
    figures
        The columns with figures.
    cells
        The row.

    Returns
    -------
    tuple of Cell
        The row with its ratios, in percent with one decimal; nothing where a part is missing.
    """
    known = {
        column.column.indicator: cell.value
        for column, cell in zip(figures, cells, strict=True)
        if column.column is not None and not column.column.category
    }
    done = []
    for column, cell in zip(figures, cells, strict=True):
        if column.check is not None:
            above, below = known[column.check.numerator], known[column.check.denominator]
            ratio = round(100 * above / below, 1) if below > 0 and not math.isnan(above) else None
            done.append(Cell(ratio, status="printed"))
        else:
            done.append(cell)
    return tuple(done)


def arranged(
    plan: SheetPlan, lines: list[Line], vintage: Vintage, values: pd.DataFrame, paper: Paper
) -> SheetPlan:
    """Put numbers before the rows, and headings and totals among them.

    Parameters
    ----------
    plan
        The sheet.
    lines
        Rows of units.
    vintage
        The map.
    values
        The truth, for what does not add up over units.
    paper
        What rows of totals are called.

    Returns
    -------
    SheetPlan
        The sheet with all its rows.
    """
    headed = "district" not in {column.role for column in plan.columns}
    done: list[Line] = []
    homes = [code for code in dict.fromkeys(line.district for line in lines) if code]
    if not headed or not homes:
        done = [replace(line, order=number) for number, line in enumerate(lines, 1)]
    else:
        names = vintage.units.drop_duplicates("district_code").set_index("district_code")["district_name"]
        for numeral, home in zip(ROMAN, homes, strict=False):
            own = [line for line in lines if line.district == home]
            sums = sum_cells(plan, own, values) if plan.told.sums else ()
            name = names[home].upper() if plan.told.totals == "top" else names[home]
            done.append(Line("heading", numeral, name, district=home, cells=sums))
            done += [replace(line, order=number) for number, line in enumerate(own, 1)]
    total = Line("total", None, paper.total, cells=sum_cells(plan, lines, values))
    if plan.told.totals == "top":
        done.insert(0, total)
    elif plan.told.totals == "bottom":
        done.append(total)
    return replace(plan, lines=tuple(done))


def sum_cells(plan: SheetPlan, lines: list[Line], values: pd.DataFrame) -> tuple[Cell, ...]:
    """Add up what the rows say.

    Parameters
    ----------
    plan
        The sheet.
    lines
        Rows of units.
    values
        The truth, for distinct counts.

    Returns
    -------
    tuple of Cell
        One cell for each column with figures: sums, counts of marks, distinct counts; nothing for years.
    """
    figures = list(plan.figures)
    cells = []
    for place, form in enumerate(figures):
        column = form.column
        if column is None or column.reads == "year":
            cells.append(NOTHING)
            continue
        if column.indicator == TYPES_ACTIVE:
            total = _distinct(values.loc[[line.unit_code for line in lines]])
        else:
            total = float(np.nansum([line.cells[place].value for line in lines]))
        whole = round(total, 2) if column.reads == "number" else int(total)
        cells.append(Cell(whole, float(whole), status="printed"))
    return with_ratios(figures, tuple(cells))


def _distinct(values: pd.DataFrame) -> float:
    types = values.filter(regex=r"^model_(?:units|points)_active\|.")
    return float(types.gt(0).any().sum())
