"""Saved results of formulas that their own sheet contradicts: an addition of cells that now comes to another number."""

import html
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from antq_analysis.sources.workbooks.marks import Outdated, Raw, cell_name, column_number
from antq_analysis.sources.workbooks.sheet import Merge, Place

MAX_SUMMED = 2_000_000
"""So many cells are added up at most: a sheet made to keep the reader busy is left as it is."""

_REFERENCE = r"\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}"
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]+)"(?: s="[0-9]+")?(?: t="n")?><f([^<>]*?)(?:/>|>([^<]*)</f>)<v>[^<]'
)
_KIND, _SHARED_NUMBER = re.compile(rb'\bt="(\w+)"'), re.compile(rb'\bsi="([0-9]+)"')
_TERM = re.compile(rf"([+-]?)(?:SUM\(([^()]*)\)|({_REFERENCE})|([0-9]+(?:\.[0-9]+)?))")
_RANGE = re.compile(rf"({_REFERENCE})(?::({_REFERENCE}))?")
_PARTS = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})")
_ODS_RANGE = re.compile(rf"\[\.({_REFERENCE})(?::\.({_REFERENCE}))?\]")


@dataclass(frozen=True)
class _Term:
    """A number, a cell or a sum of ranges, added or taken off."""

    sign: int
    number: float = 0.0
    boxes: tuple[Merge, ...] = ()
    is_sum: bool = False


def saved_formulas(xml: bytes) -> Iterator[tuple[Place, str]]:
    """List the formulas of an .xlsx sheet whose number was saved.

    Parameters
    ----------
    xml
        The XML of one sheet, as :func:`antq_analysis.sources.workbooks.sheet_xml.plain_tags` returns it.

    Yields
    ------
    tuple
        Row and column from 0, and the formula; one that a cell shares with another is told for its own place.
    """
    if b"<f>" not in xml and b"<f " not in xml:
        return
    shared: dict[bytes, tuple[Place, str]] = {}
    for letters, number, told, written in _CELL.findall(xml):
        place = int(number) - 1, column_number(letters.decode())
        formula = html.unescape(written.decode())
        kind, same = _KIND.search(told), _SHARED_NUMBER.search(told)
        if kind and kind[1] == b"shared" and same:
            first, formula = shared.setdefault(same[1], (place, formula))
            yield place, _moved(formula, place[0] - first[0], place[1] - first[1])
        elif formula and (kind is None or kind[1] == b"normal"):
            yield place, formula


def of_ods(formula: str) -> str:
    """Write a formula of an .ods sheet as one of an .xlsx sheet.

    Parameters
    ----------
    formula
        As it stands in the file.

    Returns
    -------
    str
        The same, as far as it names cells of its own sheet.

    Examples
    --------
    >>> of_ods("of:=SUM([.B5:.C5];[.E5])-[.F$5]")
    'SUM(B5:C5,E5)-F$5'
    """
    bare = formula.removeprefix("of:").removeprefix("=").replace(";", ",")
    return _ODS_RANGE.sub(lambda found: ":".join(filter(None, found.groups())), bare)


def mark_outdated(rows: Sequence[list[Raw]], formulas: Iterable[tuple[Place, str]]) -> None:
    """Mark the numbers that are no longer what their formula gives.

    Only sums and differences of cells of the same sheet are worked out. Every other formula is left alone, and so is
    one over a cell of which a spreadsheet may make another number.

    Parameters
    ----------
    rows
        All cells of a sheet; changed.
    formulas
        Its formulas with their places.
    """
    left = MAX_SUMMED
    found: dict[Place, Outdated] = {}
    for (row, column), formula in formulas:
        saved = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
        if not isinstance(saved, float | int) or type(saved) not in (float, int):
            continue
        terms = _terms(formula, len(rows))
        left -= sum((r1 - r0 + 1) * (c1 - c0 + 1) for term in terms for r0, c0, r1, c1 in term.boxes)
        if left < 0:
            break
        values = [_value(rows, term) for term in terms]
        numbers = [value for value in values if value is not None]
        if not numbers or len(numbers) < len(values):
            continue
        result = math.fsum(numbers)
        if not math.isclose(saved, result, rel_tol=1e-9, abs_tol=1e-6):
            found[row, column] = Outdated(saved, result)
    for (row, column), value in found.items():
        rows[row][column] = value


def _terms(formula: str, height: int) -> list[_Term]:
    """Take a sum or difference apart; nothing where the formula is anything else."""
    text, end, terms = "".join(formula.split()), 0, []
    while end < len(text):
        found = _TERM.match(text, end)
        if not found or (end and not found[1]):
            return []
        sign, end = (-1 if found[1] == "-" else 1), found.end()
        if found[4]:
            terms.append(_Term(sign, float(found[4])))
            continue
        ranges = [_RANGE.fullmatch(part) for part in (found[2] or found[3] or "").split(",")]
        boxes = tuple(_box(one[1], one[2] or one[1], height) for one in ranges if one)
        if len(boxes) < len(ranges):
            return []
        terms.append(_Term(sign, 0.0, boxes, found[3] is None))
    return terms


def _box(first: str, last: str, height: int) -> Merge:
    (r0, c0), (r1, c1) = _place(first), _place(last)
    return min(r0, r1), min(c0, c1), min(max(r0, r1), height - 1), max(c0, c1)


def _place(reference: str) -> Place:
    parts = _PARTS.fullmatch(reference)
    if parts is None:
        raise ValueError(reference)
    return int(parts[4]) - 1, column_number(parts[2])


def _value(rows: Sequence[Sequence[Raw]], term: _Term) -> float | None:
    """Add up a term as a spreadsheet does; None where that cannot be told for certain."""
    if not term.boxes:
        return term.sign * term.number
    numbers = []
    for r0, c0, r1, c1 in term.boxes:
        for line in rows[r0 : r1 + 1]:
            for value in line[c0 : c1 + 1]:
                if type(value) is float:
                    numbers.append(value)
                elif isinstance(value, str) or value is None:
                    # SUM passes over texts; of "1.602" an addition makes what the settings of the computer say.
                    if value and not term.is_sum:
                        return None
                elif isinstance(value, float | int) and not isinstance(value, bool):
                    numbers.append(float(value))
                else:
                    return None
    return term.sign * math.fsum(numbers)


def _moved(formula: str, down: int, right: int) -> str:
    """Write a formula for a cell that shares it with another one."""

    def put(found: re.Match[str]) -> str:
        row = int(found[4]) - 1 + (0 if found[3] else down)
        column = column_number(found[2]) + (0 if found[1] else right)
        return cell_name(row, column) if row >= 0 and column >= 0 else "#REF!"

    return _PARTS.sub(put, formula)
