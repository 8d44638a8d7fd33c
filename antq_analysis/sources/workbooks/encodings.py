"""Give sheets typed for fonts from before Unicode the letters that their readers saw, before anything else is read.

A whole sheet is weighed, then each column, so that names in .VnTime under headers in Unicode come out right.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.letters.old_encodings import (
    Reads,
    detect,
    is_suspect,
    is_unicode,
    likeliest,
    looks_old,
    reads_as,
)
from antq_analysis.places.letters.old_fonts import Encoding, convert
from antq_analysis.sources.workbooks.marks import FormattedRuns, Raw, cell_name
from antq_analysis.sources.workbooks.sheet import Sheet, Workbook
from antq_analysis.sources.workbooks.workbook import read_workbook


@dataclass(frozen=True)
class Conversion:
    """What was done, or left undone, about an old encoding in one sheet.

    Parameters
    ----------
    sheet
        Name of the sheet, converted.
    encoding
        The encoding that was found, or that a column seems to have.
    decided
        Whether the texts were converted; False where the evidence is thin and they stand as they were.
    cells
        How many cells.
    cell
        The first of them; empty for the name of the sheet.
    before, after
        Its text as stored, and as converted.
    """

    sheet: str
    encoding: Encoding
    decided: bool
    cells: int
    cell: str
    before: str
    after: str


def open_book(path: Path) -> tuple[Workbook, tuple[Conversion, ...]]:
    """Read a workbook with all its texts in Unicode.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    tuple
        The workbook, and what was converted or could not be decided.

    Raises
    ------
    MissingError
        If the file is not there or cannot be read.
    InputError
        If it is not a workbook, is broken, protected by a password, or absurdly large.
    """
    return unify_book(read_workbook(path))


def unify_book(book: Workbook) -> tuple[Workbook, tuple[Conversion, ...]]:
    """Give all sheets of a workbook the letters of Unicode; one sheet helps to decide another.

    Parameters
    ----------
    book
        The workbook as stored.

    Returns
    -------
    tuple
        The workbook (the same object where nothing was to do), and what was converted or could not be decided.
    """
    done = [unify(sheet) for sheet in book.sheets]
    found = {made.encoding for _, conversions in done for made in conversions if made.decided}
    if len(found) == 1:
        usual = found.pop()
        done = [
            unify(sheet, usual) if len(before) != 1 or not before[0].decided else (new, before)
            for sheet, (new, before) in zip(book.sheets, done, strict=True)
        ]
    conversions = tuple(made for _, own in done for made in own)
    if not conversions:
        return book, ()
    return replace(book, sheets=tuple(sheet for sheet, _ in done)), conversions


def conversion_findings(conversions: Iterable[Conversion], file: str) -> list[Finding]:
    """Say what was converted, and what looks old but could not be decided.

    Parameters
    ----------
    conversions
        As :func:`open_book` gives them.
    file
        Name of the file.

    Returns
    -------
    list of Finding
        A note for each sheet converted, a warning for each column undecided.
    """
    return [
        Finding(
            "old_encoding_converted" if made.decided else "old_encoding_unclear",
            Severity.NOTE if made.decided else Severity.WARNING,
            file,
            made.sheet,
            made.cell,
            made.before,
            made.after,
            {"encoding": _SHOWN[made.encoding], "n": made.cells},
        )
        for made in conversions
    ]


def unify(sheet: Sheet, usual: Encoding | Literal[""] = "") -> tuple[Sheet, tuple[Conversion, ...]]:
    """Give the texts of a sheet the letters of Unicode.

    Parameters
    ----------
    sheet
        The sheet as stored.
    usual
        The encoding of the other sheets, if they have one.

    Returns
    -------
    tuple
        The sheet (the same object where nothing was to do), and what was converted or could not be decided.
    """
    distinct: set[object] = set().union(*sheet.rows)
    suspects = [text for text in (*distinct, sheet.name) if isinstance(text, str) and is_suspect(text)]
    if not looks_old(suspects):
        return sheet, ()
    columns = _columns(sheet.rows, set(suspects))
    alone = {detect(text for _, text in cells) for cells in columns.values()} - {""}
    near = detect(suspects) or (alone.pop() if len(alone) == 1 else usual)
    encodings = {place: detect((text for _, text in cells), near) for place, cells in columns.items()}
    mixed = any(isinstance(text, str) and is_unicode(text) for text in distinct)
    changes: dict[tuple[int, int], Encoding] = {}
    for place, encoding in encodings.items():
        if encoding:
            old = _old_rows(sheet.rows, columns[place], place, encoding, "plain" if mixed else "old")
            changes |= dict.fromkeys(((row, place) for row in old), encoding)
    name = _converted_words(sheet.name, near, "plain" if mixed else "old")
    unclear = _unclear(name, {place: columns[place] for place in columns if not encodings[place]})
    pages = tuple(_converted_words(text, near, "plain") for text in sheet.page_texts)
    if not changes and name == sheet.name and pages == sheet.page_texts:
        return sheet, unclear
    rows = [list(row) for row in sheet.rows]
    for (row, column), encoding in changes.items():
        rows[row][column] = _converted(rows[row][column], encoding)
    notes = {place: _converted_words(text, near, "plain") for place, text in sheet.comments.items()}
    made = _done(sheet, name, changes)
    if near and not made:
        made = (Conversion(name, near, True, 0, "", sheet.name, name),)
    converted = replace(sheet, name=name, rows=rows, comments=notes, page_texts=pages)
    return converted, (*made, *unclear)


_SHOWN: Mapping[Encoding, str] = {"tcvn3": "TCVN3 (ABC, .VnTime)", "vni": "VNI", "viscii": "VISCII"}
_Cells = Sequence[tuple[int, str]]


def _columns(rows: Sequence[Sequence[Raw]], suspects: set[str]) -> Mapping[int, _Cells]:
    """List the texts with marks of each column that holds a suspect, with their rows."""
    return {
        place: [(row, cell) for row, cell in enumerate(cells) if isinstance(cell, str) and not cell.isascii()]
        for place, cells in enumerate(zip(*rows, strict=True))
        if not suspects.isdisjoint(cells)
    }


def _old_rows(
    rows: Sequence[Sequence[Raw]], cells: _Cells, place: int, encoding: Encoding, otherwise: Reads
) -> list[int]:
    """List the rows of a column whose texts are to be converted.

    A text that reads either way goes with its neighbours above and below; between two kinds or at an end of the
    column, with the other cells of its row, and else with the one neighbour that it has.
    """
    kinds = [reads_as(text, encoding) for _, text in cells]
    above, below = _nearest(kinds), _nearest(kinds[::-1])[::-1]
    old = []
    for (row, _), kind, before, after in zip(cells, kinds, above, below, strict=True):
        one = kind
        if kind == "open":
            one = before if before == after else "open"
        if one == "open":
            one = _row_reads(rows[row], place, encoding)
        if one == "open":
            one = next((near for near in (after, before) if near != "open"), otherwise)
        if one == "old":
            old.append(row)
    return old


def _nearest(kinds: Sequence[Reads]) -> list[Reads]:
    """Carry each clear kind on to what follows it."""
    last: Reads = "open"
    carried = []
    for kind in kinds:
        last = kind if kind != "open" else last
        carried.append(last)
    return carried


def _row_reads(row: Sequence[Raw], place: int, encoding: Encoding) -> Reads:
    others = [
        cell for i, cell in enumerate(row) if i != place and isinstance(cell, str) and not cell.isascii()
    ]
    if any(reads_as(text, encoding) == "old" for text in others):
        return "old"
    return "plain" if any(map(is_unicode, others)) else "open"


def _converted_words(text: str, encoding: Encoding | Literal[""], otherwise: Reads) -> str:
    if not encoding:
        return text
    kind = reads_as(text, encoding)
    return convert(text, encoding) if (otherwise if kind == "open" else kind) == "old" else text


def _converted(cell: Raw, encoding: Encoding) -> Raw:
    if isinstance(cell, FormattedRuns):
        return FormattedRuns([(convert(text, encoding), how) for text, how in cell.runs])
    return convert(cell, encoding) if isinstance(cell, str) else cell


def _done(sheet: Sheet, name: str, changes: Mapping[tuple[int, int], Encoding]) -> tuple[Conversion, ...]:
    by: dict[Encoding, list[tuple[int, int]]] = defaultdict(list)
    for place, encoding in changes.items():
        by[encoding].append(place)
    made = []
    for encoding, places in by.items():
        row, column = min(places)
        before = str(sheet.rows[row][column])
        after = str(_converted(before, encoding))
        made.append(Conversion(name, encoding, True, len(places), cell_name(row, column), before, after))
    return tuple(made)


def _unclear(name: str, columns: Mapping[int, _Cells]) -> tuple[Conversion, ...]:
    found = []
    for place, cells in columns.items():
        best = likeliest(text for _, text in cells)
        old = [(row, text) for row, text in cells if best and reads_as(text, best) == "old"]
        if best and old:
            row, text = old[0]
            after = convert(text, best)
            found.append(Conversion(name, best, False, len(old), cell_name(row, place), text, after))
    return tuple(found)
