"""Remarks beside the figures of a unit: where one says that the figures are something else, its row is refused."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import Sentence
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.columns import ColumnMap
from antq_analysis.sources.forms.header import SEPARATOR, Header
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import UnitRow, written
from antq_analysis.sources.tables.context import Context
from antq_analysis.sources.tables.period_words import tells_time_only
from antq_analysis.sources.tables.rates_said import notes_rate
from antq_analysis.sources.tables.scales import REMARKED, header_units, notes_scale, without_columns
from antq_analysis.sources.tables.title_words import title_rules
from antq_analysis.sources.tables.titles import other_period_of
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

_HEADS_REMARKS = re.compile(
    r"\b(?:ghi chú|chú thích|lý do|lí do|nguyên nhân|giải trình|nhận xét|lưu ý|diễn giải|thuyết minh|đánh giá"
    r"|remarks?|notes?)\b"
)
_OF_FIGURES = re.compile(
    r"\b(?:số liệu|sl|tính(?! chất)|lấy|(?<!nộp )(?<!gửi )báo cáo|thống kê|gồm|gộp|kể cả|cộng (?:cả|dồn)"
    r"|(?:chưa|không) (?:gồm|tính)|chưa (?:có|đủ|nộp|gửi|tổng hợp)|thiếu|mới có)\b"
)
_WITH_EARLIER = re.compile(r"\b(?:gồm|gộp|tính|kể|cộng)\s+cả\b.*\b(?:năm|kỳ)\s+trước\b")
_ESTIMATE = re.compile(r"\W*(?:số(?: liệu)?\s+)?ước(?:\s+(?:tính|đạt|thực hiện))?\W*")
_REACHED = re.compile(r"\bước đạt\s*[\d.,]+\s*%")
_WRONG = re.compile(
    r"\W*sai\W*(?:[,;.].*)?|.*\b(?:(?:số liệu|số|nhập|ghi|tính)\s+(?:bị\s+)?(?:sai|nhầm)(?!\s+phạm)"
    r"|sai\s+số(?:\s+liệu)?|nhầm(?:\s+lẫn)?(?:\s+(?:số|dòng|cột)\b.*|\W*$)"
    r"|số liệu\s+(?:\w+\s+)?(?:chưa|không)\s+(?:đúng|chính xác|đầy đủ|chuẩn|thống nhất)"
    r"|(?:đề nghị|cần|phải)\s+(?:bỏ|sửa|xem lại|kiểm tra|rà soát|điều chỉnh|đính chính)"
    r"(?:\s+(?:lại|số|số liệu|dòng|ô)\b.*|\W*$)"
    r"|bỏ (?:dòng|số)|đính chính|xem lại số|chờ (?:kiểm tra|xác minh) số)(?!\w).*"
)
_WITH_OTHERS = re.compile(
    r"\bgộp\s+(?:cả|chung|với|luôn|số|thêm)\b"
    r"|\b(?:gồm|tính|kể|cộng)\s+(?:cả|chung|luôn|thêm)\s+(?:với\s+|của\s+|số liệu\s+)*"
    r"(?:xã(?! hội)|phường|thị trấn|tt|huyện)\b"
    r"|\bsố liệu\s+(?:của\s+)?(?:xã|phường|thị trấn|huyện)\s+(?!này|ta|nhà)\w"
    r"|\bsố liệu\s+(?:\w+\s+)?trước\s+(?:khi\s+)?sáp nhập\b"
)
_INCLUDING = re.compile(r"\b(?:gồm|gộp|tính|kể|cộng)\s+cả\s+(?P<named>.+)", re.IGNORECASE)
_LONGEST_NAME = 4


def refuse_remarked(
    rows: Sequence[UnitRow],
    columns: Sequence[tuple[int, Column]],
    sheet: Sheet,
    header: Header,
    places: ColumnMap,
    is_unit: Callable[[str], bool],
    context: Context,
) -> tuple[list[UnitRow], list[Finding]]:
    """Refuse the figures of each row whose remark says that they are of another period, unit of measure or unit.

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
    places
        What each column is; remarks stand in columns that are not read.
    is_unit
        Tells whether a text names a unit.
    context
        The period and stage of the figures.

    Returns
    -------
    tuple
        The rows, and one error for each figure. The words of a remark are not repeated: they may name persons.
    """
    aside = [place for place in (*places.ignored, *places.foreign) if _holds_remarks(header.paths[place])]
    merged = _covered(sheet, aside)
    kept: list[UnitRow] = []
    findings: list[Finding] = []
    for row in rows:
        cells = [merged.get((row.row, place), (row.row, place)) for place in aside]
        kinds = {cell: _kind(sheet.rows[cell[0]][cell[1]], is_unit, context) for cell in cells}
        told = next(((cell, kind) for cell, kind in kinds.items() if kind), None)
        if told is None:
            kept.append(row)
            continue
        kept.append(without_columns(row, dict.fromkeys(range(len(row.readings)), REMARKED)))
        findings += _findings(kept[-1], columns, (context.file, sheet.name), *told)
    return kept, findings


def _findings(
    row: UnitRow, columns: Sequence[tuple[int, Column]], at: tuple[str, str], cell: tuple[int, int], kind: str
) -> Iterator[Finding]:
    for (place, column), reading in zip(columns, row.readings, strict=True):
        if reading.problem == REMARKED:
            values = {
                "name": row.name,
                "header": column.header,
                "cells": cell_name(*cell),
                "about": Sentence(f"sources.remark_{kind}"),
            }
            figure = cell_name(row.row, place)
            yield Finding(REMARKED, Severity.ERROR, *at, figure, written(reading), values=values)


def remark_kind(text: str, period: str, stage: str, is_unit: Callable[[str], bool]) -> str:
    """Tell what a remark says that the figures beside it are.

    Parameters
    ----------
    text
        The remark.
    period
        The period of the figures.
    stage
        Their stage.
    is_unit
        Tells whether a text names a unit.

    Returns
    -------
    str
        ``period``, ``scale``, ``wrong``, ``others``, ``added_up`` or ``estimate``; empty for any other remark.

    Examples
    --------
    >>> [remark_kind(text, "2024", "final", bool) for text in ("Số liệu 9 tháng", "nghìn người", "Đề nghị khen thưởng")]
    ['period', 'scale', '']
    """
    words = fold(text)
    rules = title_rules(text, in_year=True, stage=stage)
    named = _INCLUDING.search(text)
    about_figures = (
        bool(_OF_FIGURES.search(words)) or words.startswith("số ") or len(words.split()) <= _LONGEST_NAME
    )
    estimated = "title_says_estimate" in rules and not _REACHED.search(words)
    kinds = {
        "wrong": _WRONG.fullmatch(words),
        "others": _WITH_OTHERS.search(words) or (named and _begins_with_unit(named["named"], is_unit)),
        "scale": notes_scale(text) or notes_rate(text) or _is_scale(words),
        "added_up": "title_cumulative" in rules,
        "estimate": estimated or (stage in ("final", "revised") and _ESTIMATE.fullmatch(words)),
        "period": ("title_planned" in rules and about_figures) or "title_batch" in rules or _WITH_EARLIER.search(words)
        or ((tells_time_only(text) or _OF_FIGURES.search(words)) and other_period_of([text], period)),
    }  # fmt: skip
    return next((kind for kind, found in kinds.items() if found), "")


def _kind(value: object, is_unit: Callable[[str], bool], context: Context) -> str:
    return (
        remark_kind(value, context.period, context.stage, is_unit) if isinstance(value, str) and value else ""
    )


def _holds_remarks(path: str) -> bool:
    return not path or any(_HEADS_REMARKS.search(fold(part)) for part in path.split(SEPARATOR))


def _is_scale(words: str) -> bool:
    few = not re.search(r"\d", words) and len(words.split()) <= _LONGEST_NAME
    return few and any(factor != 1 for factor, _ in header_units(words))


def _begins_with_unit(text: str, is_unit: Callable[[str], bool]) -> bool:
    words = re.sub(r"[,;.()]", " ", text).split()[:_LONGEST_NAME]
    return any(is_unit(" ".join(words[:count])) for count in range(1, len(words) + 1))


def _covered(sheet: Sheet, columns: Sequence[int]) -> Mapping[tuple[int, int], tuple[int, int]]:
    return {
        (row, column): (r0, c0)
        for r0, c0, r1, c1 in sheet.merged
        for column in columns
        if c0 <= column <= c1
        for row in range(r0, r1 + 1)
    }
