"""Words above a table, on its pages or tab that say rates or changes: counts below them are refused."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import SEPARATOR, Header
from antq_analysis.sources.forms.layout import SCALED_READS, Column
from antq_analysis.sources.forms.rate_words import is_rate
from antq_analysis.sources.forms.time_words import is_change
from antq_analysis.sources.forms.wording import UNIT_WORDS, canonical
from antq_analysis.sources.tables.cells import UnitRow
from antq_analysis.sources.tables.scales import (
    CHANGE_SAID,
    RATE_SAID,
    column_heads,
    header_units,
    joined_zeros,
    note_parts,
    same_noun,
    unit_of,
    without_columns,
)
from antq_analysis.sources.tables.time_accents import with_accents
from antq_analysis.sources.tables.titles import texts_above
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet
from antq_analysis.vocabulary import Vocabulary

_PEOPLE = r"(?:dân|người|nhân khẩu|khẩu|hộ)\b"
_RATE_UNIT = re.compile(
    r"(?P<noun>[^%\u2030/\d]*?)\s*"
    rf"(?:%|\u2030|phần (?:trăm|nghìn|vạn)|(?:/|\btrên\b)\s*(?:1?0+|1?0?\s*vạn)\s*{_PEOPLE}"
    r"|\b(?:bình quân|trung bình)\b(?! cộng)).*"
)
_LEAD = (
    r"\W*(?:(?:biểu|bảng|phụ lục|mẫu)\s*(?:số\s*)?[\w./-]{0,8}\s*[:.\u2013-]\s*)?"
    r"(?:(?:tổng hợp|thống kê|kết quả|bảng|biểu|báo cáo|số liệu|tình hình|về|số lượng|và|các|chỉ tiêu|mức|số|trên|là)\b"
    r"[\s,:/&]*)*"
)
_RATE = re.compile(
    rf"{_LEAD}(?:t[ỷỉ] (?:lệ|suất|trọng)|mật độ|(?:bình quân|trung bình)(?! cộng)|tb(?= \d+ năm)|phần trăm)\b.*"
    r"|.*\((?:[^()]*[^\W\d]\s*)?%\s*\).*|\W*%\W*|.*[^\W\d]\s*%\W*"
    r"|.*\bbình quân (?:theo |mỗi |một |1 |hằng |hàng )?(?:tháng|quý|ngày|tuần|đầu người)\b.*"
)
_COUNTS_TOO = re.compile(
    r"\b(?:kết quả|số liệu)\s*(?:và|,)\s*t[ỷỉ] (?:lệ|suất)\b|\btổng hợp\s*(?:và|,)\s*so sánh\b"
)
_PER_HEAD = re.compile(
    r"(?:(?<!\bxã )(?<!\bphường )(?<!\btrấn )(?<!\bcó )(?<!\bmô )(?<!\bbàn )(?<!\bsố )(?<!\bvị )\btrên|/|\btính cho)"
    rf"\s*(?:mỗi\s*)?(?:10{{2,6}}|(?:10?\s*)?vạn)\s*{_PEOPLE}"
)
_CHANGE = re.compile(
    rf"{_LEAD}(?:(?:tốc độ|t[ỷỉ] lệ)\s+)?(?:tăng\W*(?:(?:và|hoặc)\W*)?giảm\b.*\bso với\b.*|tăng\W*(?:và\W*)?giảm\W*"
    r"|(?:[^\W\d][\w ,]*\s)?(?:tăng thêm|giảm đi|phát sinh (?:tăng|giảm))"
    r"(?:\s+(?:trong\s+)?(?:năm|kỳ|tháng|quý)\b.*|\s+so với\b[^,;]*)?\W*"
    r"|(?:tăng|giảm)\s+so với\b[^,;]*"
    r"|so (?:sánh|với)\b[^,;]*|chênh lệch\b.*|biến động\b.*\bso với\b.*|tốc độ (?:tăng|giảm)\b.*)"
)
_IS_FLOW = re.compile(r"\b(?:mới|tăng|giảm|thanh loại|giải thể|bổ sung|thêm|xóa|xoá)\b")


@dataclass(frozen=True)
class _Said:
    """What one text says: of counts of some nouns, or of all columns that say nothing else."""

    rule: str
    cell: str
    text: str
    nouns: tuple[str, ...] = ()


def refuse_rates(
    rows: Sequence[UnitRow],
    columns: Sequence[tuple[int, Column]],
    sheet: Sheet,
    header: Header,
    vocabulary: Vocabulary,
    file: str,
    below: Sequence[tuple[str, str]] = (),
) -> tuple[list[UnitRow], list[Finding]]:
    """Refuse the figures of columns of counts that words around the table say to be rates or changes.

    A column whose own header or row of units says what it counts is read, and so is a column for which the layout
    states the scale 1. A title is about a column of rates or changes, where the table has one.

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
    vocabulary
        Says in which unit an indicator is kept.
    file
        Name of the file.
    below
        Cell and text of words below the table that speak of all its figures.

    Returns
    -------
    tuple
        The rows, and one error for each text by which any column is refused.
    """
    open_columns = {
        position: item
        for position, item in enumerate(columns)
        if is_open_count(item[1], vocabulary) and not _says_unit(item, sheet, header, vocabulary)
    }
    refused: dict[int, str] = {}
    findings = []
    for said in _said(sheet, header, columns, below):
        own = {
            position: said.rule
            for position, (_, column) in open_columns.items()
            if position not in refused and _meant(said, column, vocabulary)
        }
        if not own:
            continue
        refused |= own
        cells = [cell_name(header.bottom, columns[position][0]) for position in own]
        values = {"cells": ", ".join(cells)}
        at = said.cell or cells[0]
        findings.append(Finding(said.rule, Severity.ERROR, file, sheet.name, at, said.text, values=values))
    return [without_columns(row, refused) for row in rows] if refused else [*rows], findings


def rates_said(text: str) -> str:
    """Tell whether a title says that the figures below it are rates or changes.

    Parameters
    ----------
    text
        The title, or the name of a sheet.

    Returns
    -------
    str
        The rule of the finding; empty where it says neither.

    Examples
    --------
    >>> rates_said("TỶ LỆ KHU DÂN CƯ CÓ MÔ HÌNH"), rates_said("Tăng, giảm so với năm 2023")
    ('rate_said_above', 'change_said_above')
    >>> rates_said("SỐ VỤ VIỆC TRÊN 10.000 DÂN"), rates_said("Các xã trên 10.000 dân"), rates_said("Đạt 95% chỉ tiêu")
    ('rate_said_above', '', '')
    >>> rates_said("Tổng hợp kết quả và tỷ lệ"), rates_said("Số vụ bình quân theo tháng")
    ('', 'rate_said_above')
    """
    words = joined_zeros(with_accents(text))
    if _COUNTS_TOO.search(words):
        return ""
    if _CHANGE.fullmatch(words):
        return CHANGE_SAID
    return RATE_SAID if _RATE.fullmatch(words) or _PER_HEAD.search(words) else ""


def notes_rate(text: str) -> bool:
    """Tell whether a text is a note about the unit of measure that names rates alone.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    bool
        True for ``Đơn vị tính: %``.

    Examples
    --------
    >>> notes_rate("ĐVT: %"), notes_rate("(vụ/10.000 dân)"), notes_rate("ĐVT: vụ, %")
    (True, True, False)
    """
    noted = _noted("", text)
    return noted is not None and not noted.nouns


def is_open_count(column: Column, vocabulary: Vocabulary) -> bool:
    """Tell whether words around a table may say that a column holds rates, not counts.

    Parameters
    ----------
    column
        The column.
    vocabulary
        Says what its indicator is.

    Returns
    -------
    bool
        False for rates, changes, and where the layout states the scale 1.
    """
    counted = vocabulary.indicator(column.indicator).kind not in ("rate", "change")
    return column.reads in SCALED_READS and counted and not column.rule and column.scale != 1


def _says_unit(item: tuple[int, Column], sheet: Sheet, header: Header, vocabulary: Vocabulary) -> bool:
    """Tell whether the header of a column or the row of units below says what it counts."""
    place, column = item
    noun = _noun(column, vocabulary)
    heads = [*column_heads(sheet, header, place)]
    bracketed = [unit for _, text in heads for unit in header_units(text)]
    *above, last = heads[0][1].split(SEPARATOR)
    bare = [fold(text).strip(" .") for _, text in heads[1:]]
    bare += [fold(last).strip(" .")] if any(map(canonical, above)) else []
    units = [*bracketed, *((1.0, UNIT_WORDS[text]) for text in bare if text in UNIT_WORDS)]
    return any(factor != 1 or same_noun(said, noun) for factor, said in units)


def _noun(column: Column, vocabulary: Vocabulary) -> str:
    return (unit_of(vocabulary.indicator(column.indicator).unit_vi) or (1.0, ""))[1]


def _meant(said: _Said, column: Column, vocabulary: Vocabulary) -> bool:
    if said.rule == CHANGE_SAID and _IS_FLOW.search(fold(column.header)):
        return False
    noun = _noun(column, vocabulary)
    return not said.nouns or any(same_noun(noun, other) for other in said.nouns)


def _said(
    sheet: Sheet,
    header: Header,
    columns: Sequence[tuple[int, Column]],
    below: Sequence[tuple[str, str]],
) -> Iterator[_Said]:
    """List what is said: a note about units of every column it fits, a title where no column answers to it."""
    texts = [*texts_above(sheet, header.top), ("", sheet.name), *below]
    for cell, text in texts:
        if (noted := _noted(cell, text)) is not None:
            yield noted
    answered = {
        RATE_SAID: any(map(is_rate, header.paths)),
        CHANGE_SAID: any(map(is_change, header.paths)) or _compares_years(header, columns),
    }
    for cell, text in texts:
        rule = rates_said(text)
        if rule and not answered[rule] and not any(note_parts(text)):
            yield _Said(rule, cell, text)


def _compares_years(header: Header, columns: Sequence[tuple[int, Column]]) -> bool:
    years = {year for path in header.paths for year in re.findall(r"(?<!\d)20\d\d(?!\d)", path)}
    before = any(re.search(r"\bcùng kỳ\b|\b(?:năm|kỳ) trước\b", fold(path)) for path in header.paths)
    return before or len(years) > 1 or any(column.years_before for _, column in columns)


def _noted(cell: str, text: str) -> _Said | None:
    """Read a note about the unit of measure: of all columns where it names rates alone, else of what it counts."""
    bare = re.fullmatch(r"\W*([%\u2030])\W*|\(([^()]*)\)", text.strip())
    alone = joined_zeros(fold(bare[1] or bare[2])) if bare else ""
    parts = [*note_parts(text)] or ([alone] if re.search(r"[%\u2030\d]", alone) else [])
    rates = [found for part in parts if (found := _RATE_UNIT.fullmatch(part))]
    if not rates:
        return None
    if len(rates) == len(parts):
        return _Said(RATE_SAID, cell, text)
    plain = [part for part in parts if not _RATE_UNIT.fullmatch(part)]
    nouns = tuple(noun for found in rates if (noun := found["noun"].strip()) and noun not in plain)
    return _Said(RATE_SAID, cell, text, nouns) if nouns else None
