"""A note that population, households or area are of another time is about their columns, not about the whole table."""

import re
from collections.abc import Iterator, Sequence

from antq_analysis.findings import Finding, Severity
from antq_analysis.observations import period_bounds
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import Header
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import UnitRow
from antq_analysis.sources.tables.context import Context
from antq_analysis.sources.tables.labelled_values import texts_of_rows
from antq_analysis.sources.tables.said import said_periods
from antq_analysis.sources.tables.scales import BASE_OF_YEAR, without_columns
from antq_analysis.sources.tables.time_accents import with_accents
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

BASE_OF_DAY = "base_of_other_day"
_KINDS = (r"dân số|số dân|(?:số )?(?:nhân )?khẩu", r"(?:số )?hộ(?: dân| gia đình| khẩu)?", "diện tích")
_BASE = rf"(?:quy mô )?(?:{'|'.join(_KINDS)})\b"
_NOTE = re.compile(
    r"\W*(?:\d{1,2}\s*[).\]:]\W*)?(?:(?:ghi chú|chú thích|lưu ý|nguồn)\W*)?(?:(?:số liệu|nguồn|tổng|về|các)\s+)*"
    rf"(?P<bases>{_BASE}(?:\s*(?:,|và|&)\s*{_BASE})*)(?:\s+(?:trung bình|thường trú|thực tế|toàn tỉnh))*\s*"
    r"(?:[:=(]|\b(?:là|lấy|tính|theo|đến|của|do|năm|tháng|quý|ngày|thời điểm|chốt|công bố|được|có"
    r"|cập nhật|kết quả)\b|\d).*"
)
_BARE_YEAR = re.compile(
    r"(?<![\d.,])(?:\d{1,2}[./-]){0,2}((?:19|20)\d{2})(?![\d.,]*\d|\s*(?:người|nhân|khẩu|hộ|km|ha))"
)
_YEAR_BEFORE = re.compile(r"\bnăm (?:trước|ngoái)\b")
_OTHER_THINGS = re.compile(
    r"\b(?:mô hình|vụ|vụ việc|antt|an ninh|phong trào|điểm|tổ|camera|tin|tội phạm|(?<!theo )kết quả)\b"
)


def is_base_note(text: str) -> bool:
    """Tell whether a text says of which time population, households or area are, and nothing of other figures.

    Parameters
    ----------
    text
        Words above or below a table.

    Returns
    -------
    bool
        False where it names no time, or anything else that is counted.

    Examples
    --------
    >>> is_base_note("(1) Dân số tính đến ngày 30/6/2024"), is_base_note("Số liệu dân số, số hộ năm 2023")
    (True, True)
    >>> is_base_note("Dân số và số vụ việc năm 2023"), is_base_note("Số liệu tính đến 30/6/2024")
    (False, False)
    """
    words = with_accents(text)
    if not _NOTE.fullmatch(words) or _OTHER_THINGS.search(words):
        return False
    said = said_periods(text)
    named = said.years or said.months or said.days or said.ends
    return bool(named or _BARE_YEAR.search(words) or _YEAR_BEFORE.search(words))


def base_notes(texts: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """List the notes about bases among the texts above a table; alone they are its title.

    Parameters
    ----------
    texts
        Cells and texts.

    Yields
    ------
    tuple of str
        Cell and text of each.
    """
    found = [(cell, text) for cell, text in texts if is_base_note(text)]
    if len(found) < len(texts):
        yield from found


def refuse_other_bases(
    rows: Sequence[UnitRow],
    columns: Sequence[tuple[int, Column]],
    sheet: Sheet,
    header: Header,
    below: Sequence[int],
    context: Context,
) -> tuple[list[UnitRow], list[Finding]]:
    """Refuse columns of bases that a note says to be of another year, and tell of which day others are.

    A column for which the layout states the scale 1 is read, with a warning.

    Parameters
    ----------
    rows
        The rows of units.
    columns
        Mapped columns with their place.
    sheet
        The sheet.
    header
        The head of the table.
    below
        Rows below the table, counted from 0.
    context
        The period, the vocabulary.

    Returns
    -------
    tuple
        The rows; an error, a warning or a note for each note about bases.
    """
    refused: dict[int, str] = {}
    findings = []
    above = base_notes([*texts_of_rows(sheet.rows, range(header.top))])
    noted = (item for item in texts_of_rows(sheet.rows, below) if is_base_note(item[1]))
    for cell, text in (*above, *noted):
        fate = _fate(text, context.period)
        own = [at for at, (_, column) in enumerate(columns) if _is_meant(text, column, context)]
        if not (fate and own):
            continue
        out = [at for at in own if columns[at][1].scale != 1] if fate == BASE_OF_YEAR else []
        refused |= dict.fromkeys(out, BASE_OF_YEAR)
        cells = ", ".join(cell_name(header.bottom, columns[at][0]) for at in out or own)
        rule = BASE_OF_YEAR if out else BASE_OF_DAY
        grade = Severity.ERROR if out else Severity.WARNING if fate == BASE_OF_YEAR else Severity.NOTE
        values = {"cells": cells}
        findings.append(Finding(rule, grade, context.file, sheet.name, cell, text, context.period, values))
    return [without_columns(row, refused) for row in rows] if refused else [*rows], findings


def _is_meant(text: str, column: Column, context: Context) -> bool:
    if context.vocabulary.indicator(column.indicator).kind != "base" or column.years_before:
        return False
    found = _NOTE.fullmatch(with_accents(text))
    bases, head = found["bases"] if found else "", fold(column.header)
    return any(
        re.search(rf"\b(?:{kind})\b", bases) and re.search(rf"\b(?:{kind})\b", head) for kind in _KINDS
    )


def _fate(text: str, period: str) -> str:
    """Give the rule for what a note says; empty where it says the period itself or its last day."""
    first, last = period_bounds(period)
    said, words = said_periods(text), with_accents(text)
    years = {year for year, _ in said.years} | {end.year for (_, end), _ in said.days}
    years = years or {int(year) for year in _BARE_YEAR.findall(words)}
    years |= {first.year - 1} if _YEAR_BEFORE.search(words) else set()
    if years and not years & {first.year, last.year}:
        return BASE_OF_YEAR
    ends = {(end.month, end.day) for (_, end), _ in said.days} | {end for end, _ in said.ends}
    parts = {months for months, _ in said.months} - {(first.month, last.month)}
    return BASE_OF_DAY if parts or ends - {(last.month, last.day)} else ""
