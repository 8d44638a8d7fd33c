"""Workbooks from a table of truth: the file, how its form is read, and what must be found in it.

What must be read follows from the truth and the mess that was put in, never from the package.
"""

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import xlsxwriter

from antq_analysis.sources.forms.layout import Check, Column, Ignored, IgnoredSheet, Layout, SheetLayout
from tests.cases.workbooks.design import Design
from tests.cases.workbooks.mess import BAD, KX, NONE, TROUBLES, Expect, Formula, Percent, R, Raised, Shown
from tests.cases.workbooks.page import Place, Sheet, columns_of, content, header_path, lay_out
from tests.cases.workbooks.truth import REMARK, RURAL, Field, Truth

Key = tuple[str, str, str, str]
"""Unit, indicator, category, basis."""

HOMONYMS = frozenset({"09033", "09270"})
"""Communes whose name, type included, stands twice in the register."""

UNREAD_TOTALS = frozenset({"total_incomplete"})


@dataclass(frozen=True)
class Case:
    """One workbook with its expectation.

    Parameters
    ----------
    path
        The file.
    layout
        How its form is read, from what was drawn.
    expected
        What each figure must come to.
    where
        Sheet and cells of each figure, from 0.
    name_column
        Column of the names.
    must
        For each kind of trouble that has to be reported: the rules that say so.
    may
        Rules that may be errors here; no other may.
    others
        Level, indicator and figure of rows that count beside the communes.
    """

    path: Path
    layout: Layout
    expected: dict[Key, Expect]
    where: dict[Key, tuple[str, tuple[Place, ...]]]
    name_column: int
    must: dict[str, frozenset[str]]
    may: frozenset[str]
    others: tuple[tuple[str, str, float], ...] = ()


def write_case(design: Design, truth: Truth, path: Path) -> Case:
    """Write the workbook of a design and say what must be read."""
    sheets = lay_out(design, truth)
    _merge_down(design, truth, sheets)
    for add in design.also:
        add(sheets[-1])
    _write(sheets, path)
    expected: dict[Key, Expect] = {}
    where: dict[Key, tuple[str, tuple[Place, ...]]] = {}
    for item in design.fields:
        for code in truth.codes if item.indicator else ():
            key = (code, *item.key)
            seen = _expect(design, truth, code, item)
            expected[key] = Expect(None, BAD) if _of_other_time(design, truth, code, item, seen) else seen
            where[key] = next(
                (sheet.name, tuple(sheet.where[code, item.name]))
                for sheet in sheets
                if (code, item.name) in sheet.where
            )
    for code in _refused_rows(design, truth):
        for key in [key for key in expected if key[0] == code]:
            del expected[key]
    troubles = {mess.trouble for mess in design.cells.values() if mess.trouble} | design.troubles
    may = UNREAD_TOTALS.union(*(TROUBLES[name] for name in troubles))
    if _refused_rows(design, truth):
        may |= TROUBLES["ambiguous_unit"] | TROUBLES["unknown_unit"]
    must = {name: TROUBLES[name] for name in design.troubles}
    others = tuple(
        (extra.level, item.indicator, float(str(value)))
        for extra in design.extras
        for item in design.fields
        if extra.level and item.indicator and (value := (extra.cells or {}).get(item.name)) is not None
    )
    return Case(path, form_of(design, sheets), expected, where, columns_of(design).name, must, may, others)


def form_of(design: Design, sheets: list[Sheet]) -> Layout:
    """How the form is read, from what was drawn and without looking at the file."""
    columns, checks, ignored = [], [], []
    for item in design.fields:
        path = " / ".join(header_path(item, design))
        if item.indicator:
            rule = "reported_rate" if item.kind == "rate" else ""
            columns.append(Column(path, item.indicator, item.basis, item.reads, rule=rule))
        elif item.kind == "ratio":
            checks.append(Check(path, "residential_areas_with_model", "residential_areas_total"))
        else:
            ignored.append(Ignored(path, "another year"))
    ignored += [Ignored("STT", "order number")] if design.order != "none" else []
    ignored += [Ignored(REMARK.flat, "remarks")] if design.remark else []
    place = {
        "sheet": "sheet",
        "column": "column",
        "column_merged": "column",
        "column_once": "column",
        "none": "none",
    }
    district = place.get(design.district, "heading")
    names = [sheet.name for sheet in sheets if sheet.where]
    forms = tuple(
        SheetLayout(
            name,
            design.name_header,
            tuple(columns),
            district,
            "Huyện, thành phố" if district == "column" else "",
            check=tuple(checks),
            ignore=tuple(ignored),
        )
        for name in names
    )
    left = (IgnoredSheet("Hướng dẫn*", "instructions"), IgnoredSheet("Sheet2", "empty"))
    return Layout("family", "Họ biểu thử", "Family of test forms", 2020, "calendar", forms, left)


def _expect(design: Design, truth: Truth, code: str, item: Field) -> Expect:
    value = truth.values.get((code, item.name))
    mess = design.cells.get((code, item.name))
    if design.merged_down and item.name == design.merged_down[1] and code in _pair(design, truth):
        return Expect(None, BAD)
    if code in design.repeat and item.name == "points" and design.repeat[code]:
        return Expect(None, "conflict")
    if item.kind == "tick" and content(design, truth, code, item) is None:
        return _blank_tick(design, truth, code, item)
    if mess is not None:
        seen = mess.expect(value if value is not None else 0)
        if item.kind == "tick" and code not in RURAL and seen.status == "reported":
            return Expect(None, KX)
        return Expect(None, NONE) if item.kind == "tick" and _silent(design, truth, code) else seen
    return Expect(None, NONE) if value is None else Expect(value)


def _of_other_time(design: Design, truth: Truth, code: str, item: Field, seen: Expect) -> bool:
    """Whether a title of another year keeps out what would be read: a figure, or no tick where none is asked for."""
    blank = seen.status == KX and content(design, truth, code, item) is None
    return "period" in design.troubles and (seen.status == R or blank)


def _blank_tick(design: Design, truth: Truth, code: str, item: Field) -> Expect:
    """A no of a commune that reports anything; nothing where a town is not concerned, or nobody filled in a column."""
    if _silent(design, truth, code):
        return Expect(None, NONE)
    if code not in RURAL:
        return Expect(None, KX)
    return Expect(None, NONE) if _unmarked(design, truth, item) else Expect(0)


def _unmarked(design: Design, truth: Truth, item: Field) -> bool:
    """Whether nobody filled in a column of ticks: three rows or more could have, and none bears any mark."""
    cells = {code: content(design, truth, code, item) for code in truth.codes if code not in design.lost}
    asked = [code for code in cells if code in RURAL and not _silent(design, truth, code)]
    unknown = sum(not extra.level for extra in design.extras)
    return len(asked) + unknown > 2 and all(cell is None or not str(cell).strip() for cell in cells.values())


def _silent(design: Design, truth: Truth, code: str) -> bool:
    """Whether a unit reports nothing at all."""
    cells = (content(design, truth, code, item) for item in design.fields if item.indicator)
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def _refused_rows(design: Design, truth: Truth) -> frozenset[str]:
    told = design.district != "none"
    return design.lost | (frozenset() if told else HOMONYMS & frozenset(truth.codes))


def _pair(design: Design, truth: Truth) -> tuple[str, str]:
    assert design.merged_down is not None
    first = truth.codes.index(design.merged_down[0])
    return truth.codes[first], truth.codes[first + 1]


def _merge_down(design: Design, truth: Truth, sheets: list[Sheet]) -> None:
    if not design.merged_down:
        return
    for sheet in sheets:
        places = [sheet.where[code, design.merged_down[1]][0] for code in _pair(design, truth)]
        del sheet.cells[places[1]]
        sheet.merged.append((*places[0], *places[1]))


def _write(sheets: list[Sheet], path: Path) -> None:
    book = xlsxwriter.Workbook(path, {"in_memory": True})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for area in sheet.merged:
            page.merge_range(*area, "")
        for place, value in sheet.cells.items():
            _write_cell(book, page, place, value)
        for row in sheet.hidden_rows:
            page.set_row(row, None, None, {"hidden": True})
        for column in sheet.hidden_columns:
            page.set_column(column, column, None, None, {"hidden": True})
        if sheet.hidden:
            page.hide()
    book.close()


def _write_cell(book: xlsxwriter.Workbook, page: Any, place: Place, value: object) -> None:
    match value:
        case Formula():
            page.write_formula(*place, value.text, None, value.cached)
        case Percent():
            page.write_number(*place, value.value, _look(book, "0.0%"))
        case Shown():
            page.write_number(*place, value.value, _look(book, value.how))
        case Raised():
            page.write_rich_string(*place, value.text, book.add_format({"font_script": 1}), value.mark)
        case dt.time() | dt.date():
            page.write_datetime(
                *place, value, _look(book, "hh:mm" if isinstance(value, dt.time) else "dd/mm/yyyy")
            )
        case bool():
            page.write_boolean(*place, value)
        case str():
            page.write_string(*place, value)
        case _:
            page.write_number(*place, value)


def _look(book: xlsxwriter.Workbook, how: str) -> Any:
    return book.add_format({"num_format": how})


def shifted(truth: Truth, design: Design) -> Truth:
    """Give the truth the figures that the mess of a design can tell."""
    changes = {
        place: (None if mess.needs is None else float(mess.needs))
        for place, mess in design.cells.items()
        if mess.needs != "any" and isinstance(mess.needs, int | float | None)
    }
    return truth.with_values(changes)


def with_cell(design: Design, place: tuple[str, str], mess: object) -> Design:
    """Add one mess to a design."""
    return replace(design, cells={**design.cells, place: mess})
