"""A small writer of BIFF8 files: one sheet of a truth table and a hidden one, in a plain OLE container."""

import struct
from datetime import date, datetime
from pathlib import Path

from antq_analysis.sources.workbooks.marks import CellError, Percentage, Raw, ShownOtherwise, Uncomputed

_SECTOR = 512
_GENERAL, _STRUCK, _DATE, _MOMENT, _PERCENT, _SCALED = 0, 1, 2, 3, 4, 5
SCALED = '0" nghìn"'
_SCALED_ID = 164


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _text(text: str, size: str = "<H") -> bytes:
    return struct.pack(size, len(text)) + b"\x01" + text.encode("utf-16-le")


def _begin(kind: int) -> bytes:
    return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0, 6))


def _font(struck: bool) -> bytes:
    return record(
        0x31, struct.pack("<HHHHHBBBB", 200, 8 * struck, 0x7FFF, 400, 0, 0, 0, 0, 0) + _text("Arial", "<B")
    )


def _style(font: int, number_format: int) -> bytes:
    return record(0xE0, struct.pack("<HHHBBBBIIH", font, number_format, 1, 0x20, 0, 0, 0, 0, 0, 0x20C0))


def _serial(value: date) -> float:
    moment = datetime.fromisoformat(value.isoformat())
    return (moment - datetime.fromisoformat("1899-12-30")).total_seconds() / 86400


def _cell(row: int, column: int, value: Raw, struck: bool) -> bytes:
    def at(style: int) -> bytes:
        return struct.pack("<HHH", row, column, _STRUCK if struck else style)

    if isinstance(value, CellError):
        return record(0x205, at(_GENERAL) + bytes([{"#DIV/0!": 7}[value.code], 1]))
    if isinstance(value, bool):
        return record(0x205, at(_GENERAL) + bytes([value, 0]))
    if isinstance(value, Uncomputed):
        sum_of_ones = b"\x1e\x01\x00\x1e\x01\x00\x03"
        no_result = b"\x03\0\0\0\0\0\xff\xff"
        return record(0x6, at(_GENERAL) + no_result + struct.pack("<HIH", 0, 0, 7) + sum_of_ones)
    if isinstance(value, date):
        style = _MOMENT if isinstance(value, datetime) else _DATE
        return record(0x203, at(style) + struct.pack("<d", _serial(value)))
    if isinstance(value, float):
        style = _PERCENT if isinstance(value, Percentage) else _GENERAL
        style = _SCALED if isinstance(value, ShownOtherwise) else style
        return record(0x203, at(style) + struct.pack("<d", value))
    return record(0x204, at(_GENERAL) + _text(str(value))) if value else record(0x201, at(_GENERAL))


def _sheet(rows: list[list[Raw]], struck: set[tuple[int, int]]) -> bytes:
    cells = b"".join(
        _cell(row, column, value, (row, column) in struck)
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
    )
    far_blanks = record(0xBE, struct.pack("<HHHHH", 60_000, 200, 0, 0, 201))
    hidden_row = record(0x208, struct.pack("<HHHHHHI", 5, 0, 6, 255, 0, 0, 0x20))
    hidden_column = record(0x7D, struct.pack("<HHHHHH", 4, 4, 2048, 0, 1, 0))
    merged = record(0xE5, struct.pack("<HHHHH", 1, 3, 4, 0, 2))
    if not rows:
        return _begin(0x10) + record(0xA)
    return _begin(0x10) + hidden_column + hidden_row + cells + far_blanks + merged + record(0xA)


def _stream(rows: list[list[Raw]], struck: set[tuple[int, int]], protected: bool) -> bytes:
    styles = b"".join(
        _style(*style) for style in ((0, 0), (1, 0), (0, 14), (0, 22), (0, 10), (0, _SCALED_ID))
    )
    head = _begin(5) + (record(0x2F, b"\x01\x00" * 27) if protected else b"") + record(0x42, b"\xb0\x04")
    head += _font(False) + _font(True) + record(0x41E, struct.pack("<H", _SCALED_ID) + _text(SCALED)) + styles
    names = (("Biểu 01", 0), ("kín", 1))
    length = len(head) + sum(4 + 8 + 2 * len(name) for name, _ in names) + 4
    first, second = _sheet(rows, struck), _sheet([], set())
    starts = (length, length + len(first))
    bounds = b"".join(
        record(0x85, struct.pack("<IBB", start, hidden, 0) + _text(name, "<B"))
        for start, (name, hidden) in zip(starts, names, strict=True)
    )
    return head + bounds + record(0xA) + first + second


def write_xls(
    path: Path, rows: list[list[Raw]], struck: set[tuple[int, int]], protected: bool = False
) -> Path:
    """Write a truth table with row 6 and column E hidden and A4:C5 merged."""
    stream = _stream(rows, struck, protected).ljust(8 * _SECTOR, b"\0")
    sectors = -(-len(stream) // _SECTOR)
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(_SECTOR, b"\xff")

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        written = (name + "\0").encode("utf-16-le")
        free = 0xFFFFFFFF
        head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, free, free, child)
        return head + b"\0" * 36 + struct.pack("<III", start, size, 0)

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 2, len(stream))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += b"\0" * 10 + struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header += b"\xff" * (_SECTOR - len(header))
    path.write_bytes(
        header + table + directory.ljust(_SECTOR, b"\0") + stream.ljust(sectors * _SECTOR, b"\0")
    )
    return path
