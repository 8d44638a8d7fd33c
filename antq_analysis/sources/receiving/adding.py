"""A file that arrived is looked through, its map and its form are found, and only then is it kept."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from antq_analysis.errors import UnknownNameError
from antq_analysis.files import sha256
from antq_analysis.findings import Finding, Severity
from antq_analysis.observations import STAGES, UNKNOWN_WINDOW, period_bounds, say_window
from antq_analysis.places.register import load_units
from antq_analysis.places.vintage import vintage_on
from antq_analysis.project import Project, find_project
from antq_analysis.sources.forms.draft import Draft
from antq_analysis.sources.forms.header import find_header
from antq_analysis.sources.forms.known_form import (
    changed_headers,
    find_known,
    known_layouts,
    settled_elsewhere,
    settled_window,
    used_forms,
)
from antq_analysis.sources.forms.layout import (
    Layout,
    SheetLayout,
    check_period,
    expand_sheet,
    moved_back,
    sheet_layout,
)
from antq_analysis.sources.forms.layout_file import load_layout
from antq_analysis.sources.forms.layout_text import write_layout
from antq_analysis.sources.forms.new_form import Ask, draft_form, form_id
from antq_analysis.sources.forms.one_form import alike
from antq_analysis.sources.forms.register_names import names_of
from antq_analysis.sources.receiving.chosen_map import ChosenMap, choose_map
from antq_analysis.sources.receiving.form_reads import unread_by_form
from antq_analysis.sources.receiving.keeping import (
    check_arrived,
    check_other_periods,
    check_recorded,
    check_replaced,
    is_there,
    record_entry,
    write_kept,
)
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.sources.receiving.record import RECORD, Entry, read_record
from antq_analysis.sources.receiving.scan import Scanned, scan_file
from antq_analysis.sources.tables.title_words import other_province, period_of_file_name, title_word_findings
from antq_analysis.sources.tables.titles import title_findings
from antq_analysis.sources.workbooks.workbook import Workbook
from antq_analysis.vocabulary import Province, Vocabulary, load_vocabulary

COPY_ENDING = ".xlsx"


@dataclass(frozen=True)
class Added:
    """A file that was added.

    Parameters
    ----------
    path
        Where it is kept.
    findings
        What was noticed at once; reading it is the work of ``antq check``.
    form
        How it is read.
    map
        Date of the map its units are named on, ISO text.
    draft
        What was understood of a form that had no layout; None where one was there.
    layout_path
        The layout that was written for it, or None.
    """

    path: Path
    findings: tuple[Finding, ...]
    form: str = ""
    map: str = ""
    draft: Draft | None = None
    layout_path: Path | None = None

    @property
    def was_there(self) -> bool:
        """Whether the very file was kept before, so that nothing was done."""
        return not self.form


@dataclass(frozen=True)
class _Form:
    layout: Layout
    draft: Draft | None = None
    findings: tuple[Finding, ...] = field(default=())


def add_file(  # noqa: PLR0913 - each is a column of source.toml, given by name
    path: Path,
    province: str,
    period: str,
    *,
    form: str = "",
    map_date: str | date = "",
    stage: str = "final",
    sender: str = "",
    replaces: str = "",
    received: date | None = None,
    project: Project | None = None,
    ask: Ask | None = None,
) -> Added:
    """Keep a file that arrived, after looking for what must not be kept.

    Parameters
    ----------
    path
        The file.
    province
        Identifier of the province.
    period
        The period it reports, such as ``2025`` or ``2025-6T``.
    form
        Identifier of its layout; by default the one that explains the file completely, else a new one is drafted.
    map_date
        A day on which the map was in force whose units it names; by default the last day of the period, unless
        the names in the file speak for another map.
    stage
        estimate, preliminary, final or revised.
    sender
        Who sent it.
    replaces
        Name of the earlier file of the same period in whose place it stands.
    received
        When it arrived.
    project
        The project; found from the current folder by default.
    ask
        Asks a person about a column of a new form; without it such columns stay out of the new layout.

    Returns
    -------
    Added
        Where it is kept, how it is read, and what was noticed. Of a file with sheets or columns about persons a
        copy without them is kept, an .xlsx file whatever it was.

    Raises
    ------
    SecrecyError
        If it bears a stamp of secrecy; nothing is copied.
    InputError
        If it holds nothing but persons, is no workbook, names units of another map, no table in it is understood,
        another file of that name is there already, it is there but recorded otherwise than given now, or its
        content was already kept for another period.
    UnknownNameError
        If province, form, stage or the replaced file do not exist.
    UsageError
        If several forms explain it and none was named.
    LayoutError
        If the form was not in use in the period.
    MissingError
        If the file cannot be read.
    CannotWriteError
        If it cannot be kept; nothing is left half written.
    """
    project = project or find_project()
    vocabulary = load_vocabulary(project)
    vocabulary.province(province)
    period_bounds(period)
    if stage not in STAGES:
        raise UnknownNameError("sources.kind_stage", stage, STAGES)
    named = _named_form(form, period, project, vocabulary) if form else None
    layouts, broken = known_layouts(period, project, vocabulary)
    vintage = vintage_on(province, map_date, project) if map_date else ""
    check_arrived(path)
    checksum = sha256(path)
    scanned = scan_file(path)
    kept = project.raw / province / period / _kept_name(path, scanned)
    entries = read_record(kept.parent / RECORD)
    check_replaced(replaces, kept.name, entries)
    check_other_periods(path.name, checksum, period, project.raw / province)
    if is_there(kept, checksum, entries):
        _check_given(
            next(entry for entry in entries if entry.name == kept.name),
            {"form": form, "stage": stage, "sender": sender, "received": received, "replaces": replaces},
            vintage,
            kept.parent / RECORD,
            project,
        )
        return Added(kept, (*broken, *scanned.findings, Finding("already_there", Severity.NOTE, kept.name)))
    on = ChosenMap(vintage) if vintage else choose_map(scanned.book, province, period, project)
    found = (
        _Form(named)
        if named
        else _find_form(scanned.book, (province, period, on.date), layouts, project, vocabulary, ask)
    )
    entry = Entry(
        kept.name, checksum, checksum, found.layout.form, date.fromisoformat(on.date), period, stage, sender,
        received, replaces, _note(scanned),
    )  # fmt: skip
    layout_path = project.layouts / f"{found.layout.form}.toml" if found.draft else None
    with _undone(layout_path, kept):
        if layout_path is not None:
            write_layout(found.layout, layout_path)
            load_layout(found.layout.form, project, vocabulary=vocabulary)
        written = write_kept(path, scanned.copy, checksum, kept)
        unread = _unread(kept, province, entry, found.layout, project, vocabulary) if named else []
        record_entry(kept.parent / RECORD, replace(entry, sha256=written))
    return Added(
        kept,
        _once(
            (
                *broken,
                *scanned.findings,
                *on.findings,
                *found.findings,
                *unread,
                *_noticed(scanned.book, found.layout, entry, vocabulary.province(province), vocabulary),
            )
        ),
        found.layout.form,
        on.date,
        found.draft,
        layout_path,
    )


def _named_form(form: str, period: str, project: Project, vocabulary: Vocabulary) -> Layout:
    layout = load_layout(form, project, vocabulary=vocabulary)
    check_period(layout, period)
    return layout


def _check_given(
    entry: Entry, given: Mapping[str, object], vintage: str, record: Path, project: Project
) -> None:
    # A day within the time of the recorded map is no other map.
    own = vintage_on(record.parent.parent.name, entry.map, project) if vintage else ""
    on = date.fromisoformat(vintage) if vintage != own else None
    check_recorded(entry, {**given, "map": on}, record.relative_to(project.root).as_posix())


def _unread(
    kept: Path, province: str, entry: Entry, layout: Layout, project: Project, vocabulary: Vocabulary
) -> list[Finding]:
    told = (
        entry.name,
        entry.sha256,
        entry.form,
        entry.map.isoformat(),
        entry.period,
        entry.stage,
        entry.sender,
    )
    return [*unread_by_form(ReceivedFile(kept, province, *told), layout, project, vocabulary)]


def _once(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(item for at, item in enumerate(findings) if item not in findings[:at])


def _kept_name(path: Path, scanned: Scanned) -> str:
    whole = scanned.copy is None or path.suffix.lower() == COPY_ENDING
    return path.name if whole else path.name + COPY_ENDING


def _note(scanned: Scanned) -> str:
    return " ".join(finding.text("vi") for finding in scanned.findings)


def _find_form(
    book: Workbook,
    sent: tuple[str, str, str],
    layouts: tuple[Layout, ...],
    project: Project,
    vocabulary: Vocabulary,
    ask: Ask | None,
) -> _Form:
    """Find or draft the form of a file that a province sent for a period, on the map of a date."""
    province, period, on = sent
    units = load_units(province, on, project)
    names = names_of(units)
    known = find_known(book, province, period, layouts, project, names)
    if known is not None:
        return _Form(known)
    used = used_forms(province, project)
    draft = draft_form(
        book,
        vocabulary,
        form=form_id(province, period, project),
        province=province,
        period=period,
        units=units,
        before=[layout for layout in layouts if layout.form in used],
        ask=ask,
    )
    draft, inherited = _with_window(draft, settled_window(province, period, project, vocabulary), book)
    if same := next((layout for layout in layouts if _is_same(layout, draft.layout)), None):
        values: dict[str, object] = {"form": same.form, "n": len(alike(draft.questions, draft.understood))}
        still = Finding("form_still_open", Severity.WARNING, book.path.name, values=values)
        return _Form(same, findings=(still, *inherited))
    headers = [item.header for item in draft.understood]
    own = [layout for layout in layouts if layout.province in ("", province) or layout.form in used]
    changed = changed_headers(headers, own, period, book.path.name)
    elsewhere = settled_elsewhere(draft.layout, book, period, layouts, names)
    return _Form(draft.layout, draft, (*changed, *elsewhere, *inherited))


def _is_same(layout: Layout, drafted: Layout) -> bool:
    """Tell a draft that says, its name apart, what a layout says: the questions left open are asked once."""
    return layout == replace(drafted, form=layout.form, label_vi=layout.label_vi, label_en=layout.label_en)


def _with_window(draft: Draft, earlier: Layout | None, book: Workbook) -> tuple[Draft, list[Finding]]:
    """Let a form whose file does not tell its window count as the province's form before it, and say so."""
    if earlier is None or draft.layout.period_basis != UNKNOWN_WINDOW:
        return draft, []
    basis = earlier.period_basis
    values: dict[str, object] = {"earlier": earlier.form, "form": draft.layout.form, "basis": basis}
    values |= {"window": say_window(basis, "vi"), "window_en": say_window(basis, "en")}
    warning = Finding("window_inherited", Severity.WARNING, book.path.name, values=values)
    return replace(draft, layout=replace(draft.layout, period_basis=basis)), [warning]


@contextmanager
def _undone(layout_path: Path | None, kept: Path) -> Iterator[None]:
    """Take back what was written where a later step fails."""
    was_there = kept.exists()
    try:
        yield
    except BaseException:
        if layout_path is not None:
            layout_path.unlink(missing_ok=True)
        if not was_there:
            kept.unlink(missing_ok=True)
        raise


def _noticed(
    book: Workbook, layout: Layout, entry: Entry, province: Province, vocabulary: Vocabulary
) -> Iterator[Finding]:
    file = book.path.name
    yield from period_of_file_name(file, entry.period, entry.stage)
    for sheet in book.sheets:
        known = sheet_layout(layout, sheet.name, entry.period)
        if known is None:
            n = sum(value not in ("", None) for cells in sheet.rows for value in cells)
            if n:
                yield Finding("sheet_not_in_layout", Severity.WARNING, file, sheet.name, values={"n": n})
        elif isinstance(known, SheetLayout):
            own = moved_back(entry.period, known.years_before)
            header = find_header(sheet, expand_sheet(known, own))
            if header is not None:
                top, in_year = header.top, any(column.basis == "in_year" for column in known.column)
                yield from title_findings(sheet, top, own, file, layout.period_basis)
                yield from title_word_findings(
                    sheet, top, file, in_year=in_year, stage=entry.stage, period=own
                )
                yield from other_province(sheet, top, file, province, vocabulary.provinces)
