"""Whether a layout that is there explains a workbook, and how its headers differ where it does not."""

import re
from collections.abc import Iterable, Mapping, Sequence

from antq_analysis.errors import AntqError, UsageError
from antq_analysis.findings import Finding, Severity
from antq_analysis.places.names import fold
from antq_analysis.project import Project
from antq_analysis.sources.forms.columns import map_columns, nearest_header
from antq_analysis.sources.forms.header import find_header
from antq_analysis.sources.forms.layout import (
    IgnoredSheet,
    Layout,
    SheetLayout,
    expand_sheet,
    load_layout,
    sheet_layout,
)
from antq_analysis.sources.receiving.left_out import is_left_out
from antq_analysis.sources.receiving.record import RECORD, read_record
from antq_analysis.sources.workbooks.marks import Raw
from antq_analysis.sources.workbooks.workbook import Sheet, Workbook
from antq_analysis.vocabulary import Vocabulary

_ALIKE = 0.5
_WRITTEN_NUMBER = re.compile(r"[+-]?\d[\d.,]*\s*%?")


def known_layouts(period: str, project: Project, vocabulary: Vocabulary) -> tuple[Layout, ...]:
    """Load every layout that is in use in a period.

    Parameters
    ----------
    period
        The period.
    project
        The project.
    vocabulary
        The vocabulary to check them against; a layout that is not as it must be is left aside.

    Returns
    -------
    tuple of Layout
        In order of their names.
    """
    found = []
    for path in sorted(project.layouts.glob("*.toml")):
        try:
            layout = load_layout(path.stem, project, vocabulary=vocabulary)
        except AntqError:
            continue
        if layout.covers(period):
            found.append(layout)
    return tuple(found)


def find_known(
    book: Workbook, province: str, period: str, layouts: Iterable[Layout], project: Project
) -> Layout | None:
    """Find the layout that explains a workbook completely.

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

    Returns
    -------
    Layout or None
        The layout; None where none explains it.

    Raises
    ------
    UsageError
        If several that mean different things do.
    """
    fitting = [layout for layout in layouts if explains(layout, book, period)]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    used = used_forms(province, project)
    own = [layout for layout in fitting if layout.form in used]
    if own:
        return max(own, key=lambda layout: len(used) - used[::-1].index(layout.form))
    if len({(layout.sheet, layout.ignored_sheet, layout.period_basis) for layout in fitting}) > 1:
        names = ", ".join(layout.form for layout in fitting)
        raise UsageError("sources.several_forms", file=book.path.name, forms=names, first=fitting[0].form)
    return fitting[0]


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


def explains(layout: Layout, book: Workbook, period: str) -> bool:
    """Tell whether a layout finds all it expects in a workbook, and leaves no figures over.

    Parameters
    ----------
    layout
        The layout.
    book
        The workbook.
    period
        The period of the file.

    Returns
    -------
    bool
        False where a sheet, a header or a column of figures is over or missing.
    """
    found = set()
    for sheet in book.sheets:
        known = sheet_layout(layout, sheet.name)
        if known is None:
            if any(_is_number(value) for cells in sheet.rows for value in cells):
                return False
        elif not isinstance(known, IgnoredSheet):
            if not _explains_sheet(expand_sheet(known, period), sheet):
                return False
            found.add(known.name)
    return found == {wanted.name for wanted in layout.sheet}


def _explains_sheet(known: SheetLayout, sheet: Sheet) -> bool:
    header = find_header(sheet, known)
    if header is None:
        return False
    columns = map_columns(header, known, "", sheet.name)
    if any(finding.severity is Severity.ERROR for finding in columns.findings):
        return False
    rows = [cells for cells in sheet.rows[header.bottom + 1 :] if cells[header.unit_column] not in ("", None)]
    return not any(_is_number(cells[place]) for place in columns.foreign for cells in rows)


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
    return {fold(text): text for known in layout.sheet for text in expand_sheet(known, period).headers()}
