"""What each column of a table without a layout is: read, compared, left aside, or a question for a person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.columns import ROW_NUMBERS, UNIT_CODES
from antq_analysis.sources.forms.group_titles import EITHER, possible_parts
from antq_analysis.sources.forms.header import SEPARATOR, Header
from antq_analysis.sources.forms.headings import Place
from antq_analysis.sources.forms.layout import SCALED_READS
from antq_analysis.sources.forms.lexicon import Lexicon
from antq_analysis.sources.forms.meant_heads import meant_heads
from antq_analysis.sources.forms.near import CANDIDATES, near_indicators
from antq_analysis.sources.forms.noted_units import unit_noted
from antq_analysis.sources.forms.rate_words import without_rate_beside
from antq_analysis.sources.forms.shorter_periods import shorter_periods, sums_of_parts, sums_of_years
from antq_analysis.sources.forms.targets import Beside, beside_targets, with_targets
from antq_analysis.sources.forms.time_words import is_change
from antq_analysis.sources.forms.understand import Meaning, is_printed_rate, reads_as, understand
from antq_analysis.sources.forms.understood import RATE_OR_COUNT, Understood
from antq_analysis.sources.forms.wording import same_time
from antq_analysis.sources.forms.years_added import years_added
from antq_analysis.sources.tables.scales import header_units, unit_scale
from antq_analysis.sources.tables.values import read_value
from antq_analysis.sources.workbooks.marks import Raw, cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

SAMPLED_CELLS = 200
SHOWN_CELLS = 3
MOSTLY = 0.5
NEARLY_ALL = 0.7
_REMARKS = frozenset(
    fold(text)
    for text in (
        "Ghi chú", "Chú thích", "Phụ trách", "Người phụ trách", "Cán bộ phụ trách", "Đơn vị phụ trách", "Ký nhận",
        "Ghi chú khác", "Lý do", "Nguyên nhân", "Đánh giá", "Nhận xét", "Remarks", "Note",
    )
)  # fmt: skip


def draft_columns(sheet: Sheet, place: Place, lexicon: Lexicon, period: str) -> list[Understood]:
    """Tell what each column of a table is.

    Parameters
    ----------
    sheet
        The sheet.
    place
        Where its table stands.
    lexicon
        The vocabulary by wording.
    period
        The period of the file.

    Returns
    -------
    list of Understood
        One a column that has a header or any cell; printed rates still have the kind ``rate``.
    """
    rows = _sample(place.rows)
    beside = beside_targets(place.header.paths)
    meant = meant_heads(place.header.paths, place.header.unit_column + 1)
    found = []
    for column, path in enumerate(place.header.paths):
        cells = [sheet.rows[row][column] for row in rows]
        at = Understood(
            sheet.name,
            _letters(column),
            _header_cell(sheet, place.header, column),
            path,
            "ignored",
            samples=_shown(cells),
        )
        if not path and all(value in ("", None) for value in cells):
            continue
        if column == place.header.unit_column:
            found.append(replace(at, kind="unit", confidence="exact", samples=_words(cells)))
        elif column == place.district_column:
            found.append(replace(at, kind="district", confidence="exact"))
        else:
            aim = _meant(path, beside.get(path))
            head = replace(at, header=aim) if aim != path else at
            own = aim if aim != path else meant.get(column, path)
            told = _told(head, own, cells, lexicon, period, place.level)
            if told.reason == "unit" and (unit := unit_noted(own, told, sheet, place.header, lexicon)):
                told = _column(replace(at, header=f"{own} ({unit})"), cells, lexicon, period, place.level)
            found.append(replace(told, header=path))
    found = with_targets(found, beside, lexicon, period)
    headers = [item.header for item in found]
    doubts = dict.fromkeys(shorter_periods(headers), "shorter_period")
    doubts |= dict.fromkeys([*sums_of_years(headers), *years_added(found, sheet, place)], "sum_of_years")
    flows = {item.header for item in found if item.basis == "in_year"}
    doubts |= dict.fromkeys(sums_of_parts(headers) & flows, "sum_of_years")
    found = [
        item.asks(doubts[item.header], *_labelled((item.indicator,), lexicon))
        if item.kind == "indicator" and item.header in doubts
        else item
        for item in found
    ]
    return without_doubles(found, lexicon)


def _meant(path: str, beside: Beside | None) -> str:
    return beside.meant if beside is not None and beside.kind == "done" else path


def _told(
    at: Understood, meant: str, cells: Sequence[Raw], lexicon: Lexicon, period: str, level: str
) -> Understood:
    """Tell what a column is by what its header means beside others, or by its own words where those mean nothing."""
    told = _column(replace(at, header=meant), cells, lexicon, period, level)
    if meant == at.header or told.reason != "unknown" or not same_time(at.header, meant, period):
        return told
    return _column(at, cells, lexicon, period, level)


def _column(at: Understood, cells: Sequence[Raw], lexicon: Lexicon, period: str, level: str) -> Understood:
    counted = without_rate_beside(at.header)
    tell = _plain_column if counted == at.header else _beside_rate
    return replace(tell(replace(at, header=counted), cells, lexicon, period, level), header=at.header)


def _plain_column(
    at: Understood, cells: Sequence[Raw], lexicon: Lexicon, period: str, level: str
) -> Understood:
    if not at.header or EITHER in at.header:
        may_be = _under_either(at.header, lexicon, period, level) if at.header else ()
        return at.asks("group_unclear" if at.header else "no_header", *_labelled(may_be, lexicon))
    if reason := _left_aside(at.header):
        return replace(at, kind="row_number" if reason == "order number" else "ignored", reason=reason)
    meaning = understand(at.header, period, lexicon, level)
    if is_printed_rate(at.header, meaning, lexicon):
        return _rate(at, meaning, lexicon)
    if not meaning.indicator:
        near = meaning.candidates
        if meaning.reason == "unknown":
            near = near_indicators(at.header, lexicon, 2 * CANDIDATES)
        fitting = sorted(near, key=lambda name: not _fits(cells, reads_as(lexicon.indicators[name], level)))
        kept = fitting[:CANDIDATES] if meaning.reason == "unknown" else fitting
        return at.asks(meaning.reason, *_labelled(kept, lexicon))
    if lexicon.indicators[meaning.indicator].kind == "change":
        return replace(at, reason="printed change")
    return confirmed(_read(at, meaning, lexicon), cells, lexicon)


def _beside_rate(
    at: Understood, cells: Sequence[Raw], lexicon: Lexicon, period: str, level: str
) -> Understood:
    """Tell what stands below a header of a count and its rate: both, as ``108 (83,7%)``, or one of them."""
    rules = [read_value(value, "count").rule for value in cells if value not in ("", None, 0)]
    if set(rules) - {"dash_is_zero", "no_word_is_zero"} == {"rate_beside_count"}:
        return _plain_column(at, cells, lexicon, period, level)
    meant = understand(at.header, period, lexicon, level).indicator
    return replace(at, kind="rate", reason=RATE_OR_COUNT, candidates=_labelled((meant,), lexicon))


def _under_either(header: str, lexicon: Lexicon, period: str, level: str) -> list[str]:
    """Give what a header means under each of the titles that may be its own."""
    paths = map(SEPARATOR.join, possible_parts(header.split(SEPARATOR)))
    return list(dict.fromkeys(understand(path, period, lexicon, level).indicator for path in paths))


def _left_aside(header: str) -> str:
    folded = fold(header)
    known = ((ROW_NUMBERS, "order number"), (_REMARKS, "remarks"), (UNIT_CODES, "unit code"))
    reasons = [reason for words, reason in known if folded in words]
    return reasons[0] if reasons else "printed change" if is_change(header) else ""


def confirmed(column: Understood, cells: Sequence[Raw], lexicon: Lexicon) -> Understood:
    """Compare what a header means with what stands below it.

    Parameters
    ----------
    column
        The column as its header says.
    cells
        Some of its cells.
    lexicon
        The vocabulary by wording.

    Returns
    -------
    Understood
        The column, or a question where most of its cells cannot be read so.
    """
    if not column.reads:
        return column
    readings = [(value, read_value(value, column.reads)) for value in cells]
    filled = [(value, reading) for value, reading in readings if reading.status != "not_reported"]
    bad = [value for value, reading in filled if reading.status == "unparsed" and not reading.proposal]
    against = [value for value in bad if _contradicts(value, column.reads)]
    doubted = against and len(against) >= NEARLY_ALL * len(filled)
    if doubted or (column.confidence != "exact" and len(bad) > MOSTLY * len(filled)):
        return column.asks("cells", *_labelled((column.indicator,), lexicon))
    return column


def _fits(cells: Sequence[Raw], reads: str) -> bool:
    readings = [read_value(value, reads) for value in cells]
    filled = [reading.status for reading in readings if reading.status != "not_reported"]
    return filled.count("unparsed") <= MOSTLY * len(filled)


def _contradicts(value: Raw, reads: str) -> bool:
    """Tell whether a cell that cannot be read is of another kind altogether, not only written untidily."""
    if reads == "tick":
        return not isinstance(value, str) or value.strip().replace(".", "").isdigit()
    return isinstance(value, str) and not any(letter.isdigit() for letter in value)


def _read(at: Understood, meaning: Meaning, lexicon: Lexicon) -> Understood:
    scale = _scale(at.header, meaning, lexicon)
    if scale is None:
        return at.asks("unit", *_labelled((meaning.indicator,), lexicon))
    return replace(
        at,
        kind="indicator",
        indicator=meaning.indicator,
        category=meaning.category,
        basis=meaning.basis,
        reads=meaning.reads,
        scale=scale,
        years_before=meaning.years_before,
        confidence=meaning.confidence,
    )


def _scale(path: str, meaning: Meaning, lexicon: Lexicon) -> float | None:
    """Say what one printed unit means in the unit of the indicator: 0 where nothing is said, None where they differ."""
    own = unit_scale(f"({lexicon.indicators[meaning.indicator].unit_vi})")
    plain = (unit for unit in header_units(path) if own and unit[1] == own[1])
    printed = unit_scale(path) or next(plain, None)
    if own and printed and not printed[1]:
        # "(triệu)" says only how many of what it is kept in.
        printed = printed[0], own[1]
    if printed is None:
        # What is kept in millions and says no unit may be printed in anything.
        return None if own else 0
    if meaning.reads not in SCALED_READS:
        return None
    if own is None:
        # "Số vụ (triệu)" is of đồng or of nothing: only people and households are counted in bare thousands.
        counted = printed[1] or (lexicon.indicators[meaning.indicator].kind == "base" and printed[0] < 1e6)
        return printed[0] if counted else None
    return None if own[1] != printed[1] else float(f"{printed[0] / own[0]:.12g}") if own != printed else 0


def _rate(at: Understood, meaning: Meaning, lexicon: Lexicon) -> Understood:
    entry = lexicon.indicators.get(meaning.indicator)
    if entry is None or entry.kind != "rate":
        return replace(at, kind="rate", reason="printed rate")
    return replace(
        at,
        kind="rate",
        indicator=entry.id,
        basis=meaning.basis,
        reads=meaning.reads,
        years_before=meaning.years_before,
        confidence=meaning.confidence,
        parts=entry.parts,
        reason="printed rate",
    )


def without_doubles(found: Sequence[Understood], lexicon: Lexicon) -> list[Understood]:
    """Ask about columns of which two bear one header or mean the same.

    Parameters
    ----------
    found
        The columns of a table.
    lexicon
        The vocabulary by wording.

    Returns
    -------
    list of Understood
        The columns, each double of them a question.
    """
    headers = Counter(fold(item.header) for item in found if item.header)
    meanings = Counter(_meaning(item) for item in found if item.kind == "indicator")
    settled = []
    for item in found:
        if headers[fold(item.header)] > 1 and item.kind not in ("unit", "asked"):
            settled.append(item.asks("header_twice", *_labelled((item.indicator,), lexicon)))
        elif item.kind == "indicator" and meanings[_meaning(item)] > 1:
            settled.append(item.asks("meaning_twice", *_labelled((item.indicator,), lexicon)))
        else:
            settled.append(item)
    return settled


def _meaning(item: Understood) -> tuple[str, str, str, int]:
    return item.indicator, item.category, item.basis, item.years_before


def _labelled(names: Sequence[str], lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    return tuple((name, lexicon.indicators[name].label_vi) for name in names if name)


def _words(cells: Sequence[Raw]) -> tuple[str, ...]:
    return tuple(str(value) for value in cells if value not in ("", None))


def _shown(cells: Sequence[Raw]) -> tuple[str, ...]:
    filled = [value for value in cells if value not in ("", None)][:SHOWN_CELLS]
    # A workbook holds whole numbers as floats; people read 13, not 13.0.
    return tuple(
        str(int(value)) if type(value) is float and value.is_integer() else str(value) for value in filled
    )


def _sample(rows: Sequence[int]) -> Sequence[int]:
    step = max(1, len(rows) // SAMPLED_CELLS)
    return rows[::step]


def _letters(column: int) -> str:
    return cell_name(0, column).rstrip("0123456789")


def _header_cell(sheet: Sheet, header: Header, column: int) -> str:
    rows = [row for row in range(header.top, header.bottom + 1) if sheet.rows[row][column] not in ("", None)]
    return cell_name(rows[-1] if rows else header.bottom, column)
