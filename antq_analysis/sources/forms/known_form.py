"""Whether a layout that is there explains a workbook, and how its headers differ where it does not."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from antq_analysis.errors import AntqError, UsageError
from antq_analysis.findings import Finding, Severity
from antq_analysis.observations import UNKNOWN_WINDOW, is_year
from antq_analysis.places.matching.names import fold
from antq_analysis.project import Project
from antq_analysis.sources.forms.across import find_across
from antq_analysis.sources.forms.columns import map_columns, nearest_header
from antq_analysis.sources.forms.district_place import MOSTLY
from antq_analysis.sources.forms.header import find_header, name_label
from antq_analysis.sources.forms.layout import (
    IgnoredSheet,
    Layout,
    SheetLayout,
    expand_sheet,
    moved_back,
    sheet_layout,
)
from antq_analysis.sources.forms.layout_file import load_layout
from antq_analysis.sources.forms.own_unit import OwnUnit, own_unit
from antq_analysis.sources.forms.register_names import Names
from antq_analysis.sources.forms.turned import turn
from antq_analysis.sources.receiving.left_out import is_left_out
from antq_analysis.sources.receiving.record import RECORD, read_record
from antq_analysis.sources.workbooks.marks import Raw
from antq_analysis.sources.workbooks.workbook import Sheet, Workbook
from antq_analysis.vocabulary import Vocabulary

_ALIKE = 0.5
_WRITTEN_NUMBER = re.compile(r"[+-]?\d[\d.,]*\s*%?")


def known_layouts(
    period: str, project: Project, vocabulary: Vocabulary
) -> tuple[tuple[Layout, ...], tuple[Finding, ...]]:
    """Load every layout that is in use in a period.

    Parameters
    ----------
    period
        The period.
    project
        The project.
    vocabulary
        The vocabulary to check them against.

    Returns
    -------
    tuple
        The layouts in order of their names, and a warning for each file that is not as it must be.
    """
    found, broken = [], []
    for path in sorted(project.layouts.glob("*.toml")):
        try:
            layout = load_layout(path.stem, project, vocabulary=vocabulary)
        except AntqError as error:
            values = {"why": error.text("vi"), "why_en": error.text("en")}
            broken.append(Finding("layout_broken", Severity.WARNING, path.name, values=values))
            continue
        if layout.covers(period):
            found.append(layout)
    return tuple(found), tuple(broken)


def find_known(
    book: Workbook, province: str, period: str, layouts: Iterable[Layout], project: Project, names: Names
) -> Layout | None:
    """Find the layout that explains a workbook completely and holds for the province.

    The same words mean other things elsewhere: what a person settled for one province is asked again in another. Of
    several the one that was used last counts, then those of the province itself, then those of none.

    Parameters
    ----------
    book
        The workbook.
    province
        Identifier of the province, whose own forms come first.
    period
        The period of the file.
    layouts
        Those in use in the period.
    project
        The project.
    names
        The names of the register of the map on which the file was made.

    Returns
    -------
    Layout or None
        The layout; None where none explains it.

    Raises
    ------
    UsageError
        If several that mean different things do.
    """
    used = used_forms(province, project)
    open_to = [layout for layout in layouts if layout.province in ("", province) or layout.form in used]
    fitting = [layout for layout in open_to if explains(layout, book, period, names)]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    own = [layout for layout in fitting if layout.form in used]
    if own:
        return max(own, key=lambda layout: len(used) - used[::-1].index(layout.form))
    fitting = [layout for layout in fitting if layout.province] or fitting
    if len({(layout.sheet, layout.ignored_sheet, layout.period_basis) for layout in fitting}) > 1:
        forms = ", ".join(layout.form for layout in fitting)
        raise UsageError("sources.several_forms", file=book.path.name, forms=forms, first=fitting[0].form)
    return fitting[0]


def settled_elsewhere(
    own: Layout, book: Workbook, period: str, layouts: Iterable[Layout], names: Names
) -> Iterator[Finding]:
    """Say what forms of other provinces read in a file that its own form does not: it is not taken over.

    Parameters
    ----------
    own
        The form that was drafted for the file.
    book
        The workbook.
    period
        The period of the file.
    layouts
        Those in use in the period.
    names
        The names of the register.

    Yields
    ------
    Finding
        One note for each such form.
    """
    read = {column for sheet in own.sheet for column in sheet.column}
    for layout in layouts:
        if layout.province in ("", own.province) or not explains(layout, book, period, names):
            continue
        more = [column for sheet in layout.sheet for column in sheet.column if column not in read]
        points = [f"{column.header} → {column.indicator}" for column in more]
        if layout.period_basis not in ("unknown", own.period_basis):
            points.append(f"period_basis → {layout.period_basis}")
        if points:
            values = {"form": layout.form, "province": layout.province, "points": "; ".join(points)}
            yield Finding("settled_elsewhere", Severity.NOTE, book.path.name, values=values)


def used_forms(province: str, project: Project) -> list[str]:
    """Give the forms of the files that a province sent.

    Parameters
    ----------
    province
        Identifier of the province.
    project
        The project.

    Returns
    -------
    list of str
        One a file, in order of the periods.
    """
    records = sorted((project.raw / province).glob(f"*/{RECORD}"))
    return [entry.form for record in records for entry in read_record(record)]


def settled_window(province: str, period: str, project: Project, vocabulary: Vocabulary) -> Layout | None:
    """Find the last form of a province before a year that says from which day to which its years count.

    Parameters
    ----------
    province
        Identifier of the province.
    period
        The period of the file; only years have windows.
    project
        The project.
    vocabulary
        The vocabulary.

    Returns
    -------
    Layout or None
        The form; None where no file of an earlier year has one that says so.
    """
    records = (project.raw / province).glob(f"*/{RECORD}") if is_year(period) else ()
    years = [path for path in records if is_year(path.parent.name) and path.parent.name < period]
    for record in sorted(years, reverse=True):
        for entry in reversed(read_record(record)):
            layout = load_layout(entry.form, project, vocabulary=vocabulary)
            if layout.period_basis != UNKNOWN_WINDOW:
                return layout
    return None


def explains(layout: Layout, book: Workbook, period: str, names: Names) -> bool:
    """Tell whether a layout finds all it expects in a workbook, and leaves no figures over.

    Parameters
    ----------
    layout
        The layout.
    book
        The workbook.
    period
        The period of the file.
    names
        The names of the register.

    Returns
    -------
    bool
        False where a sheet, a header or a column of figures is over or missing.
    """
    found = set()
    for sheet in book.sheets:
        known = sheet_layout(layout, sheet.name, period)
        if known is None:
            if any(_is_number(value) for cells in sheet.rows for value in cells):
                return False
        elif not isinstance(known, IgnoredSheet):
            own = expand_sheet(known, moved_back(period, known.years_before))
            laid = _as_read(own, sheet, names, moved_back(period, known.years_before))
            if laid is None or not _explains_sheet(own, laid, names):
                return False
            found.add(known.name)
    return found == {wanted.name for wanted in layout.sheet}


def _as_read(known: SheetLayout, sheet: Sheet, names: Names, period: str) -> Sheet | None:
    """Give the sheet as the layout reads it, turned where its indicators stand in rows; None where they do not."""
    if known.axis != "rows":
        return sheet
    across = find_across(sheet, names, period, known.unit_header)
    if across is None or across.second is not None:
        return None
    own = own_unit(sheet, across.top, names) if across.of_one_unit else OwnUnit()
    return turn(sheet, across, own).sheet if own.name or not across.of_one_unit else None


def _explains_sheet(known: SheetLayout, sheet: Sheet, names: Names) -> bool:
    header = find_header(sheet, known)
    if header is None:
        return False
    columns = map_columns(header, known, "", sheet.name)
    if any(finding.severity is Severity.ERROR for finding in columns.findings):
        return False
    rows = [cells for cells in sheet.rows[header.bottom + 1 :] if cells[header.unit_column] not in ("", None)]
    if known.level == "commune" and _of_districts_only([cells[header.unit_column] for cells in rows], names):
        return False
    if any(_are_districts([cells[place] for cells in rows], names) for place in columns.foreign):
        return False
    return not any(_is_number(cells[place]) for place in columns.foreign for cells in rows)


def _of_districts_only(values: Sequence[Raw], names: Names) -> bool:
    texts = [text for text in map(name_label, values) if text]
    return any(map(names.is_district, texts)) and not any(
        names.is_commune(text, numbers=True) for text in texts
    )


def _are_districts(values: Sequence[Raw], names: Names) -> bool:
    texts = [text for text in map(name_label, values) if text]
    return bool(texts) and sum(map(names.is_district, texts)) >= MOSTLY * len(texts)


def _is_number(value: Raw) -> bool:
    if isinstance(value, str):
        return _WRITTEN_NUMBER.fullmatch(value.strip()) is not None
    return isinstance(value, float | int)


def changed_headers(
    headers: Sequence[str], layouts: Iterable[Layout], period: str, file: str
) -> tuple[Finding, ...]:
    """Say how the headers of a form differ from those of the nearest layout that is there.

    Parameters
    ----------
    headers
        Header paths of the file.
    layouts
        The layouts to compare with.
    period
        The period of the file.
    file
        Its name.

    Returns
    -------
    tuple of Finding
        One note, or none where no layout is near or no header differs.
    """
    layout = nearest_layout(headers, layouts, period)
    if layout is None:
        return ()
    own, there = _own(headers), _there(layout, period)
    gone, added = there.keys() - own.keys(), own.keys() - there.keys()
    renamed = {text: near for text in sorted(gone) if (near := nearest_header(text, sorted(added)))}
    changes = [
        *(f"{there[text]} → {own[near]}" for text, near in renamed.items()),
        *(f"+ {own[text]}" for text in own if text in added - set(renamed.values())),
        *(f"- {there[text]}" for text in there if text in gone - renamed.keys()),
    ]
    if not changes:
        return ()
    values = {"form": layout.form, "changes": "; ".join(changes)}
    return (Finding("form_changed", Severity.NOTE, file, values=values),)


def nearest_layout(headers: Iterable[str], layouts: Iterable[Layout], period: str) -> Layout | None:
    """Find the layout that has most headers in common with a form.

    Parameters
    ----------
    headers
        Header paths of the form.
    layouts
        Those to compare with.
    period
        The period of the file.

    Returns
    -------
    Layout or None
        The layout, of several the one in use from the latest year; None where half of the headers differ.
    """
    own = _own(headers).keys()

    def share(layout: Layout) -> float:
        there = _there(layout, period).keys()
        return len(own & there) / max(1, len(own | there))

    best = max(layouts, key=lambda layout: (share(layout), layout.valid_from), default=None)
    return best if best is not None and share(best) >= _ALIKE else None


def _own(headers: Iterable[str]) -> Mapping[str, str]:
    return {fold(header): header for header in headers if header and not is_left_out(header)}


def _there(layout: Layout, period: str) -> Mapping[str, str]:
    return {
        fold(text): text
        for known in layout.sheet
        for text in expand_sheet(known, moved_back(period, known.years_before)).headers()
    }
