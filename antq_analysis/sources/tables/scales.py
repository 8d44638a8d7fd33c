"""What one printed unit means: thousands, millions, hectares; and columns whose scale nobody stated."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import SEPARATOR, Header, is_unit_note
from antq_analysis.sources.forms.layout import SCALED_READS, Column
from antq_analysis.sources.tables.cells import UnitRow, written
from antq_analysis.sources.tables.labelled_values import texts_of_rows
from antq_analysis.sources.tables.time_accents import with_accents
from antq_analysis.sources.tables.titles_meant import REFUSING
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.page_texts import HEADER_FOOTER
from antq_analysis.sources.workbooks.workbook import Sheet
from antq_analysis.vocabulary import Vocabulary

NOT_STATED, DIFFERS, UNCLEAR = "scale_not_stated", "scale_differs", "scale_note_unclear"
SAID_ABOVE = RATE_SAID, CHANGE_SAID = "rate_said_above", "change_said_above"
REMARKED = "remark_says_otherwise"
BASE_OF_YEAR, OTHER_PERIOD = "base_of_other_year", "period_in_title_differs"
PROBLEMS = frozenset({NOT_STATED, DIFFERS, *SAID_ABOVE, REMARKED, BASE_OF_YEAR, OTHER_PERIOD, *REFUSING})
"""Problems of a whole column or row, reported once for it."""

_FACTORS = {"chục": 10.0, "trăm": 1e2, "nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}
_MEASURES = {
    "km2": (1.0, "km2"),
    "ha": (0.01, "km2"),
    "hecta": (0.01, "km2"),
    "héc ta": (0.01, "km2"),
    "m2": (1e-6, "km2"),
    "tấn": (1e3, "kg"),
    "tạ": (1e2, "kg"),
    **dict.fromkeys(("vnđ", "vnd", "đ"), (1.0, "đồng")),
    **dict.fromkeys(("ngđ", "ng.đ", "ng đ", "ng.đồng"), (1e3, "đồng")),
    **dict.fromkeys(("trđ", "tr.đ", "tr. đ", "tr đ", "tr.đồng", "tr. đồng", "tr đồng"), (1e6, "đồng")),
}
_MEASURED = frozenset(noun for _, noun in _MEASURES.values())
_UNIT = re.compile(
    r"(?P<scale>(?:(?:chục|trăm|nghìn|ngàn|triệu(?!\s+tập\b)|t[ỷỉ](?!\s+(?:lệ|suất|số|trọng)\b))\b\s*)+|1(?:000)+(?!\d)\s*)?"
    r"(?P<noun>[^\d/%(),;:]*\d?)"
)
_NOTE = re.compile(
    r"(?:(?:đơn vị tính|đơn vị đo|đơn vị(?=\s*:)|\bunits?(?=\s*:)|đv tính|đvt|đ\.v\.t)(?:\s[^:(),;\d]{1,40}:|\s*[:.]?)"
    r"|\btính (?:bằng|theo)(?: đơn vị(?: tính)?)?\b)\s*(?P<units>[^()]*?)\s*(?:[()]|$)"
)
_LEAD = re.compile(r"^.*(?::|\blà\b)\s*")
_TENS = re.compile(r"(100?)\s*([^\W\d].*)")
_TEN_WORDS = {"10": "chục", "100": "trăm"}
_TIMES = re.compile(r"^(?:[x×*]|nhân)\s*(?=1000)")
_COUNTED = (
    r"(?:người|nhân khẩu|khẩu|dân|lượt|hộ|đồng|vụ|tin|buổi|cuộc|ha|km2|m2|tấn|đối tượng|persons?|people)\b"
)
_DOUBT = re.compile(
    rf"(?<![\d/.,])(?<!\d\s)\b(?:nghìn|ngàn|nghin|ngan|triệu|t[ỷỉ]|thousand|million)(?:\s+{_COUNTED}|\s*[):;]|\s*$)"
    rf"|(?<![\d/.,])(?<!\d\s)(?<!/\s)(?<!trên\s)(?<!hơn\s)(?<!gần\s)1000(?:\s*{_COUNTED}|\s*[):;]|\s*$)"
)
_BRACKET = re.compile(r"\(([^()]*)\)")
_SENDERS = re.compile(r"(?:công an|ubnd|ủy ban|uỷ ban|xã|phường|huyện|tỉnh|thị trấn|ban|phòng|sở)\b")
_SPOILT_NUMBERS = frozenset({"thousands_lost", "fraction_in_count"})


_BETWEEN = "between"
_Note = tuple[str, str, list[tuple[float, str]]]
"""Cell, text and the units that were understood."""


@dataclass(frozen=True)
class _Said:
    factor: float
    cell: str
    text: str


def unit_scale(text: str) -> tuple[float, str] | None:
    """Find the scale in a note above a table or in a header.

    Parameters
    ----------
    text
        Such as ``Đơn vị tính: nghìn người`` or ``Dân số (nghìn người)``.

    Returns
    -------
    tuple of float and str or None
        What one printed unit means, and of what; None where nothing is scaled. Areas are said in km², weights in kg.

    Examples
    --------
    >>> unit_scale("ĐVT: 1.000 lượt"), unit_scale("Diện tích (ha)")
    ((1000.0, 'lượt'), (0.01, 'km2'))
    >>> unit_scale("Số vụ/10.000 dân"), unit_scale("Đơn vị tính: người, vụ"), unit_scale("Đơn vị: Công an tỉnh")
    (None, None, None)
    """
    units = (*_note_units(text), *header_units(text))
    return next(((factor, noun) for factor, noun in units if factor != 1), None)


def refuse_unscaled(
    rows: Sequence[UnitRow],
    columns: Sequence[tuple[int, Column]],
    sheet: Sheet,
    header: Header,
    vocabulary: Vocabulary,
    file: str,
    below: Sequence[int] = (),
) -> tuple[list[UnitRow], list[Finding]]:
    """Refuse the figures of columns that are printed in a scale that the layout does not state.

    Parameters
    ----------
    rows
        The rows of units.
    columns
        Mapped columns with their place.
    sheet
        The sheet, whose name, printed pages and words above, in the head of and below the table may name a scale.
    header
        The head of the table.
    vocabulary
        Says in which unit an indicator is kept.
    file
        Name of the file.
    below
        Rows below the table, counted from 0.

    Returns
    -------
    tuple
        The rows, one error for each refused column, and a warning for each note that may be of a scale.
    """
    refused: dict[int, str] = {}
    notes = list(_notes(sheet, header, below))
    findings = list(_unclear(notes, columns, sheet.name, file))
    for position, said in _said(columns, sheet, header, vocabulary, notes).items():
        place, column = columns[position]
        if column.scale == 1 or math.isclose(column.scale or 1, said.factor):
            continue
        refused[position] = DIFFERS if column.scale else NOT_STATED
        values = {
            "header": column.header,
            "factor": said.factor,
            "column": cell_name(header.bottom, place),
            "scale": f"{said.factor:.15g}",
            "stated": f"{column.scale:.15g}",
        }
        findings.append(
            Finding(
                refused[position], Severity.ERROR, file, sheet.name, said.cell or cell_name(header.bottom, place),
                said.text, values=values,
            )
        )  # fmt: skip
    return [without_columns(row, refused) for row in rows] if refused else [*rows], findings


def units_said(
    columns: Sequence[tuple[int, Column]],
    sheet: Sheet,
    header: Header,
    vocabulary: Vocabulary,
    below: Sequence[int] = (),
) -> frozenset[int]:
    """Tell of which columns the head of a table or a note around it says the unit.

    Parameters
    ----------
    columns
        Mapped columns with their place.
    sheet
        The sheet.
    header
        The head of the table.
    vocabulary
        Says in which unit an indicator is kept.
    below
        Rows below the table, counted from 0.

    Returns
    -------
    frozenset of int
        Which of the mapped columns, counted from 0.
    """
    return frozenset(_said(columns, sheet, header, vocabulary, list(_notes(sheet, header, below))))


def noted_scale(sheet: Sheet, header: Header, noun: str) -> float | None:
    """Find the scale that notes above a table say of a unit.

    Parameters
    ----------
    sheet
        The sheet, with its name and printed pages.
    header
        The head of the table.
    noun
        What is scaled, such as ``đồng``.

    Returns
    -------
    float or None
        What one printed unit means; None where no note names the unit, or notes name several scales of it.
    """
    units = (unit for _, _, said in _notes(sheet, header, ()) for unit in said)
    factors = {factor for factor, own in units if own == noun}
    return factors.pop() if len(factors) == 1 else None


def notes_scale(text: str) -> bool:
    """Tell whether a text is a note about the unit of measure that names a scale.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    bool
        True for ``Đơn vị tính: nghìn người``; False for ``Đơn vị tính: người`` and for any header.

    Examples
    --------
    >>> notes_scale("ĐVT: 1.000 lượt"), notes_scale("Dân số (nghìn người)")
    (True, False)
    """
    return any(factor != 1 for factor, _ in _note_units(text))


def scale_said_otherwise(
    texts: Sequence[str],
    columns: Sequence[tuple[int, Column]],
    sheet: Sheet,
    header: Header,
    vocabulary: Vocabulary,
) -> str:
    """Find a note between the rows of a table by which a column is printed in another scale than it is read in.

    Parameters
    ----------
    texts
        Words between the rows.
    columns
        Mapped columns with their place.
    sheet
        The sheet.
    header
        The head of the table.
    vocabulary
        Says in which unit an indicator is kept.

    Returns
    -------
    str
        The note; empty where there is none.
    """
    for text in texts:
        if not (units := _outside_units(text, prose=True)):
            continue
        for position, said in _said(columns, sheet, header, vocabulary, [(_BETWEEN, text, units)]).items():
            if said.cell == _BETWEEN and not math.isclose(columns[position][1].scale or 1, said.factor):
                return text
    return ""


def without_columns(row: UnitRow, refused: Mapping[int, str]) -> UnitRow:
    """Refuse figures of a row.

    Parameters
    ----------
    row
        The row.
    refused
        The problem of each position that is refused.

    Returns
    -------
    UnitRow
        The row; what was reported there is text.
    """
    readings = list(row.readings)
    for position, problem in refused.items():
        reading = readings[position]
        if reading.status == "reported" or reading.problem in _SPOILT_NUMBERS:
            text = written(reading)
            readings[position] = replace(
                reading, value=math.nan, value_text=text, comparator="exact", status="unparsed", rule="",
                problem=problem, proposal="",
            )  # fmt: skip
    return replace(row, readings=tuple(readings))


def _unclear(
    notes: Sequence[_Note], columns: Sequence[tuple[int, Column]], sheet: str, file: str
) -> Iterator[Finding]:
    open_columns = [column for _, column in columns if column.reads in SCALED_READS and not column.scale]
    for cell, text, units in notes:
        understood = any(factor != 1 for factor, _ in units)
        if open_columns and not understood and _DOUBT.search(joined_zeros(fold(text).replace("²", "2"))):
            yield Finding(UNCLEAR, Severity.WARNING, file, sheet, cell, text)


def _said(
    columns: Sequence[tuple[int, Column]],
    sheet: Sheet,
    header: Header,
    vocabulary: Vocabulary,
    notes: Sequence[_Note],
) -> dict[int, _Said]:
    found: dict[int, _Said] = {}
    own: set[int] = set()
    kept: dict[int, tuple[float, str]] = {}
    for position, (place, column) in enumerate(columns):
        indicator = vocabulary.indicator(column.indicator)
        if column.reads not in SCALED_READS or column.rule or indicator.kind == "rate":
            continue
        kept[position] = unit_of(indicator.unit_vi) or (1.0, "")
        for cell, text in column_heads(sheet, header, place):
            for factor, noun in header_units(text):
                if factor != 1 or same_noun(noun, kept[position][1]):
                    own.add(position)
                    found[position] = _Said(_ratio(factor, noun, kept[position]), cell, text)
    left = {position: unit for position, unit in kept.items() if position not in own}
    for cell, text, units in notes:
        # "vụ, triệu đồng": what one unit of a list is of is not printed in another of them.
        named = {at for at, unit in left.items() if any(same_noun(noun, unit[1]) for _, noun in units)}
        others = [at for at in left if at not in named]
        for factor, noun in units:
            meant = [position for position, unit in left.items() if same_noun(noun, unit[1])]
            anywhere = any(same_noun(noun, unit[1]) for unit in kept.values())
            # Nothing that is counted is printed in đồng, kg or km².
            for position in meant or ([] if factor == 1 or anywhere or noun in _MEASURED else others):
                found[position] = _Said(_ratio(factor, noun, left[position]), cell, text)
    return found


def _ratio(factor: float, noun: str, kept: tuple[float, str]) -> float:
    # "(triệu)" over what is kept in đồng says millions of it.
    return float(f"{factor / (kept[0] if not noun or same_noun(noun, kept[1]) else 1):.12g}")


def same_noun(one: str, other: str) -> bool:
    """Tell whether two units are of one thing, whatever one of them adds.

    Parameters
    ----------
    one, other
        Units, folded.

    Returns
    -------
    bool
        True for ``người`` and ``người dân``; False where either is empty and the other is not.
    """
    return one == other or (
        bool(one and other) and (other.startswith(f"{one} ") or one.startswith(f"{other} "))
    )


def column_heads(sheet: Sheet, header: Header, place: int) -> Iterator[tuple[str, str]]:
    """List what the head of a table and the row of units below it say of a column.

    Parameters
    ----------
    sheet
        The sheet.
    header
        The head of the table.
    place
        The column.

    Yields
    ------
    tuple of str
        Cell and text; the header path first.
    """
    yield cell_name(header.bottom, place), header.paths[place]
    for row in range(header.bottom + 1, min(header.bottom + 3, len(sheet.rows))):
        value = sheet.rows[row][place]
        name = sheet.rows[row][header.unit_column]
        if (name in ("", None) or is_unit_note(name)) and isinstance(value, str) and value:
            yield cell_name(row, place), value


def _notes(sheet: Sheet, header: Header, below: Sequence[int]) -> Iterator[_Note]:
    yield "", sheet.name, [unit for unit in header_units(sheet.name) if unit[0] != 1]
    for text in sheet.page_texts:
        yield HEADER_FOOTER, text, _outside_units(text, prose=False)
    for cell, text in texts_of_rows(sheet.rows, range(header.top)):
        yield cell, text, _outside_units(text, prose=False)
    for cell, text in texts_of_rows(sheet.rows, below):
        yield cell, text, _outside_units(text, prose=True)


def _outside_units(text: str, *, prose: bool) -> list[tuple[float, str]]:
    units = list(_note_units(text))
    # Below the table stand sentences: there only a scale in words, in brackets or alone, is a unit and no amount.
    if prose:
        more = [unit for unit in header_units(text) if not re.search(r"\d", text) and len(text.split()) <= 6]
    else:
        more = list(header_units(text))
    return units + [unit for unit in more if unit[0] != 1 and unit not in units]


def note_parts(text: str) -> Iterator[str]:
    """List the units that notes in a text name, as they are written.

    Parameters
    ----------
    text
        The text.

    Yields
    ------
    str
        Each unit, folded, zeros without their dots.

    Examples
    --------
    >>> list(note_parts("ĐVT: 1.000 lượt, vụ/10.000 dân"))
    ['1000 lượt', 'vụ/10000 dân']
    """
    for note in _NOTE.finditer(with_accents(text)):
        for part in re.split(r"[,;]|\bvà\b", joined_zeros(note["units"])):
            if not _SENDERS.match(part.strip()):
                yield _LEAD.sub("", part).strip()


def _note_units(text: str) -> Iterator[tuple[float, str]]:
    for part in note_parts(text):
        # In a header "(10 hộ)" may be the size of a group; in a note about units it is a scale.
        tens = _TENS.fullmatch(part)
        unit = unit_of(f"{_TEN_WORDS[tens[1]]} {tens[2]}" if tens else part)
        if unit:
            yield unit


def header_units(text: str) -> Iterator[tuple[float, str]]:
    """List the units that a header says, in brackets or as a scale at its end.

    Parameters
    ----------
    text
        The header path.

    Yields
    ------
    tuple of float and str
        What one printed unit means, and of what.
    """
    for part in fold(text).split(SEPARATOR):
        bracketed = _BRACKET.findall(part)
        tail = part.rpartition(",")[2] if "," in part else part
        for phrase in bracketed or [tail]:
            stripped = note["units"] if (note := _NOTE.fullmatch(phrase.strip())) else phrase
            unit = unit_of(_LEAD.sub("", stripped))
            # Without brackets "Khu dân cư" is what is counted, "nghìn người" still is a unit.
            if unit and (bracketed or unit[0] != 1):
                yield unit


def joined_zeros(text: str) -> str:
    """Take the marks between the digits of round numbers out of a text: ``100.000`` is ``100000``.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    str
        The text.
    """
    return re.sub(r"(?<=\d)[., ](?=000(?!\d))", "", text)


def unit_of(text: str) -> tuple[float, str] | None:
    """Read one unit.

    Parameters
    ----------
    text
        Such as ``1.000 lượt``.

    Returns
    -------
    tuple of float and str or None
        What it means, and of what; None where it is none.
    """
    joined = _TIMES.sub("", joined_zeros(fold(text).replace("²", "2").strip())).rstrip(" .")
    found = _UNIT.fullmatch(joined)
    if not found or not found[0]:
        return None
    scale, noun = found["scale"] or "", found["noun"].strip()
    factor = float(scale) if scale.strip().isdigit() else math.prod(_FACTORS[word] for word in scale.split())
    measure, base = _MEASURES.get(noun, (1.0, noun))
    return factor * measure, base
