"""A table in a text file: fields set apart by commas, semicolons, tabs or upright bars, all of them text."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from antq_analysis.errors import InputError, MissingError
from antq_analysis.sources.workbooks.sheet import MAX_FILLED_CELLS, Sheet, check_extent
from antq_analysis.sources.workbooks.text_bytes import decode_text

MAX_TEXT_BYTES = 40_000_000

_DELIMITERS = (";", "\t", "|", ",")
_STATED = re.compile(r"sep=([;\t|,])\r?\n", re.IGNORECASE)
_SOME, _HEAD_LINES = 2, 3
_FIGURE = re.compile(r"\s*[-+]?\d[\d.,\s%]*")


@dataclass(frozen=True)
class _Split:
    """A text as one delimiter splits it."""

    delimiter: str
    rows: Sequence[list[str]]
    lines: Sequence[int]

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    @property
    def usual(self) -> int:
        widths = Counter(len(row) for row in self.rows if len(row) > 1)
        return widths.most_common(1)[0][0] if widths else 0

    @property
    def even(self) -> float:
        """The share of filled rows that have the usual number of fields, which is never one."""
        usual, filled = self.usual, [row for row in self.rows if any(row)]
        return sum(len(row) == usual for row in filled) / max(len(filled), 1)

    def stray_line(self) -> int:
        """Find the first line with more fields than the lines above the figures; 0 where all fit.

        A comma that belongs to a number and stands without quotes moves every field behind it one column on, and no
        later sign tells: where lines differ in width, a line of words must come first that is as wide as any.
        """
        widths = {len(row) for row in self.rows if len(row) > 1}
        if len(widths) < 2:
            return 0
        head = 0
        for row, line in zip(self.rows, self.lines, strict=True):
            if len(row) > 1 and any(map(_FIGURE.fullmatch, row)) and len(row) > head:
                return line
            head = max(head, len(row)) if not any(map(_FIGURE.fullmatch, row)) else head
        return self._short_line()

    def _short_line(self) -> int:
        """Find the first line of figures, or of the head above them, that is not as wide as lines of figures are.

        Where a field was left out, or a comma stands in a header without quotes, figures stand below other headers.
        """
        of_figures = [sum(map(bool, map(_FIGURE.fullmatch, row))) >= _SOME for row in self.rows]
        widths = Counter(len(row) for row, told in zip(self.rows, of_figures, strict=True) if told)
        if not widths:
            return 0
        usual = max(widths, key=lambda width: (widths[width], width))
        first = of_figures.index(True)
        for at, (row, line) in enumerate(zip(self.rows, self.lines, strict=True)):
            heads = first - _HEAD_LINES <= at < first and sum(map(bool, row)) > _SOME
            if (of_figures[at] or heads) and len(row) != usual:
                return line
        return 0


def read_delimited(path: Path) -> tuple[Sheet, ...]:
    """Read a .csv, .tsv or .txt file.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    tuple of Sheet
        One sheet with the name of the file; every cell is text.

    Raises
    ------
    MissingError
        If the file cannot be read.
    InputError
        If its encoding or its delimiter cannot be told, its lines do not agree, or it is absurdly large.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise MissingError("errors.file_unreadable", file=path, reason=error.strerror or error) from error
    if len(data) > MAX_TEXT_BYTES:
        raise InputError("sources.too_large", file=path.name, limit=str(MAX_TEXT_BYTES // 1_000_000))
    text = decode_text(data)
    if text is None:
        raise InputError("sources.unknown_encoding", file=path.name)
    split = _delimited(text.rstrip("\x1a"), path)
    if line := split.stray_line():
        raise InputError("sources.uneven_line", file=path.name, line=str(line))
    width = split.width
    for row in split.rows:
        row.extend([""] * (width - len(row)))
    # Excel parts fields by semicolons exactly where the comma parts decimals.
    return (Sheet(path.stem, split.rows, decimal_comma=split.delimiter == ";"),)


def _delimited(text: str, path: Path) -> _Split:
    stated = _STATED.match(text)
    if stated:
        text = text[stated.end() :]
    splits = []
    for delimiter in (stated[1],) if stated else _DELIMITERS:
        fields = text.count(delimiter) + text.count("\n") + 1
        if delimiter in text and fields > MAX_FILLED_CELLS:
            raise InputError("sources.absurd_text", file=path.name, fields=fields)
        if delimiter in text and (split := _split(text, delimiter)) and split.usual > 1:
            check_extent(path, path.stem, len(split.rows), split.width)
            splits.append(split)
    splits.sort(key=lambda split: split.even, reverse=True)
    if not splits:
        raise InputError("sources.no_delimiter", file=path.name)
    # Commas also stand in numbers and in words: where another delimiter splits as evenly, that one is meant.
    best = [split for split in splits if split.even == splits[0].even]
    best = [split for split in best if split.delimiter != ","] or best
    if len(best) > 1:
        raise InputError("sources.two_delimiters", file=path.name)
    return best[0]


def _split(text: str, delimiter: str) -> _Split | None:
    # A quote that ends before its field does shows that this delimiter is not the one: strict reading refuses it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, lines = [], []
    try:
        for row in reader:
            rows.append(row)
            lines.append(reader.line_num)
    except csv.Error:
        return None
    while rows and not any(rows[-1]):
        rows.pop()
        lines.pop()
    return _Split(delimiter, rows, lines)
