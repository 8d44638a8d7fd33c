"""Our own form: a workbook per province or per commune, prefilled, that reads back without a finding."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import xlsxwriter

from antq_analysis.annual.form_page import NOT_CONSIDERED, TICKED, Field, Page, draw_page, write_guide
from antq_analysis.errors import MissingError, UnknownNameError, UsageError
from antq_analysis.files import whole_file, whole_folder
from antq_analysis.language.catalogue import say
from antq_analysis.observations import is_year, period_bounds
from antq_analysis.panel.load import load_panel
from antq_analysis.places.letters.folding import bare
from antq_analysis.places.register import load_units, vintage_on
from antq_analysis.project import Project, find_project
from antq_analysis.show.words import say_period
from antq_analysis.sources.forms.header import SEPARATOR
from antq_analysis.sources.forms.layout import (
    NO_END,
    PRINTED,
    Column,
    Ignored,
    IgnoredSheet,
    Layout,
    SheetLayout,
)
from antq_analysis.sources.forms.layout_file import load_layout
from antq_analysis.sources.forms.layout_text import write_layout
from antq_analysis.sources.receiving.received import received_files
from antq_analysis.sources.tables.concerned import unit_types
from antq_analysis.vocabulary import Vocabulary, load_vocabulary

ENDING = "_form"
_MEASURED = ("count", "number", "percent")
UNIT_HEADER = "Đơn vị"
"""Header of the names in a form made of one that had its indicators in rows."""
_YEAR_PLACE = re.compile(r"\{year(?:-\d+)?\}")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class Form:
    """What :func:`write_form` wrote.

    Parameters
    ----------
    paths
        The workbooks.
    layout
        Identifier of the layout that reads them.
    earlier
        The period whose figures stand beside the empty cells; empty where there are none.
    """

    paths: tuple[Path, ...]
    layout: str
    earlier: str


def write_form(
    province: str,
    period: str,
    *,
    form: str = "",
    map_date: str = "",
    one_each: bool = False,
    project: Project | None = None,
) -> Form:
    """Write the form of a period, with the units of its map, and the layout that reads it back.

    The columns are those of a form in use; beside each the figure of the period before is printed.

    Parameters
    ----------
    province
        Province id.
    period
        The period to be reported, such as ``2026`` or ``2026-6T``.
    form
        Layout whose columns are asked for; by default that of the last file received.
    map_date
        A day on which the map was in force; by default the last day of the period.
    one_each
        Write one workbook for each commune instead of one for all.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    Form
        The files, in ``reports/<province>/forms/<period>/``, with ``-communes`` behind it for one each.

    Raises
    ------
    UnknownNameError
        If there is no such province or form.
    UsageError
        If nothing was received yet and no form is named.
    MissingError
        If there is no map of that day.
    CannotWriteError
        If a file cannot be written; nothing is left half written.
    """
    project = project or find_project()
    vocabulary = load_vocabulary(project)
    who = vocabulary.province(province)
    base = load_layout(form or _last_form(province, period, project), project, vocabulary=vocabulary)
    day = vintage_on(province, map_date or period_bounds(period)[1], project)
    units = load_units(province, day, project)
    layout = own_layout(base, has_districts=bool(units["district_name"].ne("").any()))
    earlier, known = _earlier(province, period, day, layout, project)
    title = (_title(layout, period), who.name_vi, period, day)
    types = unit_types(units)
    pages = [
        Page(
            sheet.name,
            title,
            sheet.unit_header,
            sheet.district == "heading",
            tuple(
                _field(column, vocabulary, known, types) for column in sheet.column if not column.years_before
            ),
            units,
        )
        for sheet in layout.sheet
    ]
    folder = project.reports / province / "forms" / (f"{period}-communes" if one_each else period)
    write_layout(layout, project.layouts / f"{layout.form}.toml")
    paths = []
    with whole_folder(folder) as temporary:
        for name, rows in _files(layout.form, period, units, one_each):
            own = [_of_units(page, rows) if one_each else page for page in pages]
            with whole_file(temporary / name) as path:
                _write(path, own)
            paths.append(folder / name)
    return Form(tuple(paths), layout.form, earlier)


def _of_units(page: Page, rows: pd.DataFrame) -> Page:
    label, province, period, day = page.title
    return replace(page, units=rows, title=(label, ", ".join([*rows["name"], province]), period, day))


def own_layout(base: Layout, *, has_districts: bool) -> Layout:
    """Derive the layout of our own form from that of a form in use.

    Parameters
    ----------
    base
        The form in use.
    has_districts
        Whether the units stand below districts.

    Returns
    -------
    Layout
        One column for the figure and one for the printed figure of the period before, which is compared with what is
        stored. The column of codes is in no layout: it is known by its header, and supports the names.
    """
    note = Ignored(say("annual.form_note"), say("annual.form_note_reason"))
    if base.form.endswith(ENDING):
        return replace(base, sheet=tuple(_renewed(item, note) for item in base.sheet))
    sheets = []
    asked_for = [item for item in base.sheet if item.level == "commune" and not item.years_before]
    for number, sheet in enumerate(asked_for, 1):
        asked = _together(
            column for column in sheet.column if not column.rule and not getattr(column, "years_before", 0)
        )
        columns = tuple(
            replace(column, header=f"{_flat(column.header)}{SEPARATOR}{say('annual.form_now')}")
            for column in asked
        )
        printed = tuple(_before(column) for column in asked)
        sheets.append(
            SheetLayout(
                name=_sheet_name(sheet, number),
                unit_header=UNIT_HEADER
                if sheet.axis == "rows"
                else sheet.unit_header.rpartition(SEPARATOR)[2],
                column=columns + tuple(item for item in printed if isinstance(item, Column)),
                district="heading" if has_districts else "none",
                ignore=(*(item for item in printed if isinstance(item, Ignored)), note),
            )
        )
    guide = IgnoredSheet(say("annual.form_guide"), say("annual.form_guide_reason"))
    return replace(
        base,
        form=f"{base.form}{ENDING}",
        label_vi=say("annual.form_label", "vi", label=base.label_vi),
        label_en=say("annual.form_label", "en", label=base.label_en),
        valid_to=NO_END,
        sheet=tuple(sheets),
        ignored_sheet=(guide,),
    )


def _before(column: Column) -> Column | Ignored:
    """Say how the figure of the period before is read that stands beside a column; words are not compared."""
    header = f"{_flat(column.header)}{SEPARATOR}{say('annual.form_before')}"
    if column.reads not in (*_MEASURED, "tick"):
        return Ignored(header, say("annual.form_before_reason"))
    # A figure that was carried to another map may be a fraction even of what is counted.
    reads = "number" if column.reads in _MEASURED else column.reads
    return replace(column, header=header, reads=reads, rule=PRINTED, years_before=1)


def _renewed(sheet: SheetLayout, note: Ignored) -> SheetLayout:
    """Give a sheet of a form of ours, which may be of an earlier version, all that ours have now."""
    now, before = (f"{SEPARATOR}{say(f'annual.form_{when}')}" for when in ("now", "before"))
    asked = [column for column in sheet.column if not column.years_before]
    bare_ones = [replace(column, header=column.header.removesuffix(now)) for column in asked]
    printed = [_before(column) for column in bare_ones]
    kept = [
        item
        for item in sheet.ignore
        if item.header != say("annual.form_code") and not item.header.endswith(before)
    ]
    left = [item for item in printed if isinstance(item, Ignored)]
    columns = (*asked, *(item for item in printed if isinstance(item, Column)))
    return replace(sheet, column=columns, ignore=tuple(dict.fromkeys((*kept, *left, note))))


def _together(columns: Iterable[Column]) -> list[Column]:
    # Columns below one title stand side by side, in the order in which the titles first appear.
    listed = list(columns)
    paths = [_flat(column.header).split(SEPARATOR) for column in listed]
    first: dict[tuple[str, ...], int] = {}
    for place, path in enumerate(paths):
        for depth in range(1, len(path) + 1):
            first.setdefault(tuple(path[:depth]), place)
    keys = [[first[tuple(path[:depth])] for depth in range(1, len(path) + 1)] for path in paths]
    return [listed[place] for place in sorted(range(len(listed)), key=keys.__getitem__)]


def _title(layout: Layout, period: str) -> str:
    label = layout.label_vi.removesuffix(say("annual.form_label", "vi", label=""))
    # A drafted layout has its identifier for a label.
    if label and label != layout.form.removesuffix(ENDING):
        return label
    return say("annual.form_title", period=say_period(period))


def _flat(header: str) -> str:
    # A head has at most four rows, and the last is for "this period" and "the period before".
    parts = header.split(SEPARATOR)
    return SEPARATOR.join([" - ".join(parts[: len(parts) - 2]), *parts[-2:]]) if len(parts) > 3 else header


def _sheet_name(sheet: SheetLayout, number: int) -> str:
    plain = " ".join(_SHEET_NAME.sub(" ", _YEAR_PLACE.sub(" ", sheet.name)).split())
    if sheet.district == "sheet" or not plain.strip(" -\u2013_.,"):
        return say("annual.form_sheet", number=str(number))
    return plain[:31].rstrip(" -\u2013_.,")


def _last_form(province: str, period: str, project: Project) -> str:
    kind = is_year(period)
    files = [file for file in received_files(province, project) if file.period < period]
    alike = [file for file in files if is_year(file.period) == kind] or files
    if not alike:
        known = ", ".join(sorted(path.stem for path in project.layouts.glob("*.toml")))
        raise UsageError("annual.form_none", province=province, known=known or "-")
    return alike[-1].form


def _earlier(
    province: str, period: str, day: str, layout: Layout, project: Project
) -> tuple[str, pd.DataFrame | None]:
    before = f"{int(period[:4]) - 1}{period[4:]}"
    try:
        panel = load_panel(province, day, project)
    except (MissingError, UnknownNameError):
        return "", None
    rows = panel.observations
    rows = rows[rows["period"].eq(before) & rows["level"].eq("commune")]
    wanted = {column.indicator for sheet in layout.sheet for column in sheet.column}
    rows = rows[rows["indicator"].isin(wanted)]
    return (before, rows) if len(rows) else ("", None)


def _field(
    column: Column, vocabulary: Vocabulary, known: pd.DataFrame | None, types: Mapping[str, str]
) -> Field:
    indicator = vocabulary.indicator(column.indicator)
    labels: tuple[str, ...] = ()
    if column.reads == "class":
        names = vocabulary.categories(column.indicator)
        labels = tuple(vocabulary.category(column.indicator, name).label_vi for name in names)
    before: dict[str, str | float] = {}
    if known is not None:
        same = known["indicator"].eq(column.indicator) & known["basis"].eq(column.basis)
        if column.reads != "class":
            same &= known["category"].eq(column.category)
        for row in known[same & known["value"].notna()].to_dict("records"):
            before[str(row["unit_code"])] = _shown(
                {str(name): value for name, value in row.items()}, column, vocabulary
            )
        left_out = known.loc[same & known["status"].eq("not_applicable"), "unit_code"]
        before |= dict.fromkeys(map(str, left_out), NOT_CONSIDERED)
    about = indicator.applies_to
    outside = {code for code, kind in types.items() if about and kind and kind not in about}
    if column.reads == "tick":
        # Only an empty tick would count as a no; a figure that begins to be reported must not stay hidden.
        outside |= {code for code, told in before.items() if told == NOT_CONSIDERED}
    adds_up = indicator.adds_up in ("sum", "flags")
    return Field(column.header, column.reads, labels, adds_up, before, frozenset(outside))


def _shown(row: dict[str, object], column: Column, vocabulary: Vocabulary) -> str | float:
    value = float(str(row["value"]))
    if column.reads == "class":
        return vocabulary.category_label(column.indicator, str(row["category"]))
    if column.reads == "tick":
        return TICKED if value else "-"
    if column.reads == "text" or row["comparator"] not in ("exact", "implied"):
        return str(row["value_text"]) or value
    return value / column.scale if column.scale else value


def _files(form: str, period: str, units: pd.DataFrame, one_each: bool) -> Sequence[tuple[str, pd.DataFrame]]:
    if not one_each:
        return [(f"{form}_{period}.xlsx", units)]
    return [
        (
            f"{form}_{period}_{code}_{re.sub('[^a-z0-9]+', '-', bare(name))}.xlsx",
            units[units["unit_code"].eq(code)],
        )
        for code, name in zip(units["unit_code"], units["name"], strict=True)
    ]


def _write(path: Path, pages: Sequence[Page]) -> None:
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        for page in pages:
            draw_page(book, page)
        write_guide(book)
