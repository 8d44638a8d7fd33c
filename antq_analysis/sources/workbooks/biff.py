"""The record stream of an .xls file, walked before a reader gives each of its cells time and memory."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from antq_analysis.errors import InputError
from antq_analysis.sources.workbooks.sheet import MAX_FILLED_CELLS, Place, check_extent

_BOF, _EOF, _BOUNDSHEET, _FILEPASS, _FORMULA = 0x0809, 0x000A, 0x0085, 0x002F, 0x0006
_BLANK, _MULBLANK, _MULRK = 0x0201, 0x00BE, 0x00BD
_PAGE_TEXTS = frozenset({0x0014, 0x0015})
_FILLED = frozenset({_FORMULA, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E, 0x0406, 0x0206, _MULRK})
_READ = _FILLED | _PAGE_TEXTS
# No result: neither a number nor one of the texts, truth values and errors that the bytes before 0xFFFF announce.
_NO_RESULT = 3
MAX_RECORDS = 600_000
# A number that no record has.
_IGNORED = b"\xff\x0f"


@dataclass
class SheetRecords:
    """What the records of one sheet say before they are read.

    Parameters
    ----------
    height, width
        Of the rectangle from A1 that holds every filled cell.
    filled
        How many cells are filled.
    uncomputed
        Formulas that have no saved result.
    page_texts
        Header and footer of its printed pages, as stored.
    """

    height: int = 0
    width: int = 0
    filled: int = 0
    uncomputed: set[Place] = field(default_factory=set)
    page_texts: list[bytes] = field(default_factory=list)


def walk_records(stream: bytearray, path: Path) -> dict[int, SheetRecords]:
    """Measure the sheets of an .xls file, and take its empty formatted cells out of the stream.

    Parameters
    ----------
    stream
        The record stream; empty formatted cells become records that every reader passes over.
    path
        The file, for messages.

    Returns
    -------
    dict of int to SheetRecords
        The measures of each substream by the position where it begins.

    Raises
    ------
    InputError
        If the file is protected by a password, or a sheet is absurdly large.
    """
    sheets: dict[int, SheetRecords] = {}
    sheet, depth = SheetRecords(), 0
    for number, (kind, at, size) in enumerate(_records(stream)):
        if number > MAX_RECORDS:
            check_extent(path, "", sheet.height, sheet.width, MAX_FILLED_CELLS + 1)
        if kind == _BOF:
            # A chart within a sheet is a stream of its own within the stream of the sheet.
            depth += 1
            if depth == 1:
                sheet = sheets[at - 4] = SheetRecords()
        elif kind == _EOF:
            depth -= 1
        elif kind == _FILEPASS:
            raise InputError("sources.password", file=path.name)
        elif kind in (_BLANK, _MULBLANK):
            stream[at - 4 : at - 2] = _IGNORED
        elif kind in _READ and depth == 1:
            _count(sheet, stream, kind, at, size)
            check_extent(path, "", sheet.height, sheet.width, sheet.filled)
    if depth:
        raise ValueError("a stream without its end")
    return sheets


def _records(stream: bytearray) -> Iterator[tuple[int, int, int]]:
    at, end = 0, len(stream)
    while at + 4 <= end:
        kind, size = struct.unpack_from("<HH", stream, at)
        at += 4
        yield kind, at, size
        at += size
    if at > end:
        raise ValueError("a record without its end")


def _count(sheet: SheetRecords, stream: bytearray, kind: int, at: int, size: int) -> None:
    if kind in _PAGE_TEXTS:
        sheet.page_texts.append(bytes(stream[at : at + size]))
    if kind in _PAGE_TEXTS or size < 6:
        return
    row, column = struct.unpack_from("<HH", stream, at)
    last = struct.unpack_from("<H", stream, at + size - 2)[0] if kind == _MULRK else column
    sheet.height, sheet.width = max(sheet.height, row + 1), max(sheet.width, last + 1)
    sheet.filled += max(last - column, 0) + 1
    if kind == _FORMULA and size >= 14:
        result = stream[at + 6 : at + 14]
        if result[6:] == b"\xff\xff" and result[0] == _NO_RESULT:
            sheet.uncomputed.add((row, column))
