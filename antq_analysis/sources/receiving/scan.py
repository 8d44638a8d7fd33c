"""What a file must not hold before it is kept: a stamp of secrecy, or sheets and columns about persons.

Nothing that is found here leaves as a value: findings and errors name a header and a range of cells only.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from antq_analysis.errors import InputError, SecrecyError
from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.receiving.identities import (
    Words,
    has_identity_number,
    is_identity,
    is_list_of_persons,
    number_columns,
    words_of,
)
from antq_analysis.sources.receiving.left_out import blank_columns, blank_values
from antq_analysis.sources.receiving.named_roles import role_columns
from antq_analysis.sources.receiving.persons import PersonColumn, is_person_header, person_columns
from antq_analysis.sources.receiving.separate_lists import PersonList, separate_lists, without_lists
from antq_analysis.sources.receiving.stamps import name_is_stamped, stamped_cells, stamped_parts
from antq_analysis.sources.workbooks.archive import open_archive
from antq_analysis.sources.workbooks.encodings import unify_book
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.page_texts import HEADER_FOOTER
from antq_analysis.sources.workbooks.sheet import Place
from antq_analysis.sources.workbooks.workbook import Sheet, Workbook, read_workbook

_PIVOT_FIELD = re.compile(rb'<(?:\w+:)?cacheField\b[^<>]*?\bname="([^"]*)"')


@dataclass(frozen=True)
class Scanned:
    """What may be kept of a file.

    Parameters
    ----------
    book
        Its cells in Unicode, without what is about persons.
    copy
        The same as it is stored, to be written in place of the file; None where the file itself may be kept.
    findings
        What was left out, by header and range of cells.
    """

    book: Workbook
    copy: Workbook | None = None
    findings: tuple[Finding, ...] = ()


def scan_file(path: Path) -> Scanned:
    """Look for what must not be kept, and take it out.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    Scanned
        The cells that may be kept.

    Raises
    ------
    SecrecyError
        If the file, its name, a text box, a comment or a page header bears a stamp of secrecy.
    InputError
        If it holds nothing but persons, or is no workbook.
    MissingError
        If it cannot be read.
    """
    if name_is_stamped(path.name):
        raise SecrecyError("sources.secret", file=path.name, place=path.name)
    stored = read_workbook(path)
    parts = open_archive(path)
    stamps = [*stamped_cells(stored), *stamped_parts(parts)]
    if stamps:
        raise SecrecyError("sources.secret", file=path.name, place=", ".join(stamps))
    book, _ = unify_book(stored)
    found = {number: columns for number, sheet in enumerate(book.sheets) if (columns := _columns(sheet))}
    findings = [
        *_noted(book),
        *(
            Finding("persons_in_pivot", Severity.WARNING, path.name, written=name)
            for name in _pivot_parts(parts)
        ),
    ]
    noted_pages = any(_is_noted(text) for sheet in book.sheets for text in sheet.page_texts)
    if not found and not findings and not noted_pages:
        return Scanned(book)
    return _cleaned(stored, book, found, findings)


def _columns(sheet: Sheet) -> list[PersonColumn]:
    known = [*person_columns(sheet)]
    known += number_columns(sheet, known)
    return [*known, *role_columns(sheet, known)]


def _cleaned(
    stored: Workbook, book: Workbook, found: dict[int, list[PersonColumn]], findings: list[Finding]
) -> Scanned:
    name = book.path.name
    lists = {number for number, columns in found.items() if is_list_of_persons(book.sheets[number], columns)}
    apart = {
        number: areas for number in lists if (areas := separate_lists(book.sheets[number], found[number]))
    }
    lists -= apart.keys()
    found = found | {number: [*_held(areas)] for number, areas in apart.items()}
    values = frozenset(
        value
        for number, columns in found.items()
        for sheet in (book.sheets[number], stored.sheets[number])
        for value in _identifying(sheet, columns)
    )
    stored, book = _unnamed(stored, values), _unnamed(book, values)
    copied, clean = [], []
    for number, (raw, sheet) in enumerate(zip(stored.sheets, book.sheets, strict=True)):
        if number in lists:
            continue
        bare, readable = (_bare(one, found.get(number, ()), apart.get(number, ())) for one in (raw, sheet))
        again = _places(bare, values) | _places(readable, values)
        if again:
            findings.append(_repeated(name, sheet.name, again))
        kept = _pages_without_persons(sheet, values)
        if len(kept) < len(sheet.page_texts):
            findings.append(_in_pages(name, sheet, len(sheet.page_texts) - len(kept)))
        copied.append(
            replace(blank_values(bare, again), page_texts=tuple(raw.page_texts[line] for line in kept))
        )
        clean.append(
            replace(blank_values(readable, again), page_texts=tuple(sheet.page_texts[line] for line in kept))
        )
    if not any(value not in ("", None) for sheet in clean for cells in sheet.rows for value in cells):
        every = [
            (book.sheets[number].name, column) for number, columns in found.items() for column in columns
        ]
        cases = [f"'{sheet}'!{column.cells}: {column.header}" for sheet, column in every]
        raise InputError("sources.persons", cases=cases, file=name, n=len(cases))
    said = [
        _finding(name, book.sheets[number].name, column, number in lists)
        for number, columns in found.items()
        for column in columns
        if number not in apart
    ]
    said += [
        finding
        for number, areas in apart.items()
        for area in areas
        for finding in _apart(name, book.sheets[number].name, area)
    ]
    return Scanned(
        replace(book, sheets=tuple(clean)), replace(stored, sheets=tuple(copied)), (*said, *findings)
    )


def _bare(sheet: Sheet, columns: Sequence[PersonColumn], apart: Sequence[PersonList]) -> Sheet:
    return without_lists(sheet, apart) if apart else blank_columns(sheet, columns)


def _unnamed(book: Workbook, values: frozenset[Words]) -> Workbook:
    """Give the sheets that bear the name of a person their number in its place."""
    lengths = sorted({len(value) for value in values})
    sheets = (
        replace(sheet, name=f"({number})") if _holds(words_of(sheet.name), values, lengths) else sheet
        for number, sheet in enumerate(book.sheets, 1)
    )
    return replace(book, sheets=tuple(sheets))


def _finding(file: str, sheet: str, column: PersonColumn, whole_sheet: bool) -> Finding:
    rule = "persons_sheet_left_out" if whole_sheet else "persons_column_left_out"
    return Finding(rule, Severity.WARNING, file, sheet, column.cells, column.header)


def _apart(file: str, sheet: str, area: PersonList) -> Iterator[Finding]:
    headers = "; ".join(dict.fromkeys(column.header for column in area.columns))
    yield Finding("persons_list_left_out", Severity.WARNING, file, sheet, area.cells, headers)
    if area.doubted:
        cells = ", ".join(cell_name(*place) for place in area.doubted)
        yield Finding("persons_note_left_out", Severity.WARNING, file, sheet, cells)


def _held(areas: Sequence[PersonList]) -> Iterator[PersonColumn]:
    """Give the columns about persons no further down than their lists: below, the table of units may go on."""
    for area in areas:
        yield from (replace(column, bottom=min(column.bottom, area.last[0])) for column in area.columns)


def _repeated(file: str, sheet: str, places: frozenset[Place]) -> Finding:
    cells = ", ".join(cell_name(*place) for place in sorted(places)[:20])
    return Finding("persons_repeated", Severity.WARNING, file, sheet, cells, values={"n": len(places)})


def _noted(book: Workbook) -> Iterator[Finding]:
    """List the comments that are about persons; they are not read, and no copy has them."""
    for sheet in book.sheets:
        cells = [cell_name(*place) for place, text in sorted(sheet.comments.items()) if _is_noted(text)]
        if cells:
            shown = ", ".join(cells[:20])
            yield Finding(
                "persons_in_comments",
                Severity.WARNING,
                book.path.name,
                sheet.name,
                shown,
                values={"n": len(cells)},
            )


def _is_noted(text: str) -> bool:
    return any(is_person_header(line) or has_identity_number(line) for line in _lines(text))


def _pages_without_persons(sheet: Sheet, values: frozenset[Words]) -> list[int]:
    """Give the lines of page headers and footers that a copy may keep: they may hold the unit of all figures."""
    lengths = sorted({len(value) for value in values})
    return [
        line
        for line, text in enumerate(sheet.page_texts)
        if not _is_noted(text) and not _holds(words_of(text), values, lengths)
    ]


def _in_pages(file: str, sheet: Sheet, n: int) -> Finding:
    return Finding("persons_in_page_text", Severity.WARNING, file, sheet.name, HEADER_FOOTER, values={"n": n})


def _pivot_parts(parts: Mapping[str, bytes]) -> Iterator[str]:
    """List the stored tables behind pivot tables that have a field about persons."""
    for name, data in parts.items():
        fields = _PIVOT_FIELD.findall(data) if "pivotcachedefinition" in name.lower() else []
        if any(is_person_header(html.unescape(field.decode("utf-8", "replace"))) for field in fields):
            yield name


def _lines(text: str) -> list[str]:
    pieces = (
        piece.strip() for line in text.splitlines() for piece in (line, *line.replace(";", ":").split(":"))
    )
    return [piece for piece in pieces if piece]


def _identifying(sheet: Sheet, columns: Sequence[PersonColumn]) -> Iterator[Words]:
    """Give the names and numbers of persons, to find them again elsewhere in the same file."""
    for column in columns:
        for row in sheet.rows[column.top + 1 : column.bottom + 1] if column.identifies else ():
            for value in row[column.first : column.last + 1]:
                if is_identity(value):
                    yield words_of(value)


def _places(sheet: Sheet, values: frozenset[Words]) -> frozenset[Place]:
    lengths = sorted({len(value) for value in values})
    return frozenset(
        (row, column)
        for row, cells in enumerate(sheet.rows if values else ())
        for column, value in enumerate(cells)
        if value not in ("", None) and _holds(words_of(value), values, lengths)
    )


def _holds(words: Words, values: frozenset[Words], lengths: Sequence[int]) -> bool:
    return any(
        words[start : start + length] in values
        for length in lengths
        for start in range(len(words) - length + 1)
    )
