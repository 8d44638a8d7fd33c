"""What the words around a table and the name of a file say beside its period: a plan, an estimate, another province."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.tables.base_notes import is_base_note
from antq_analysis.sources.tables.labelled_values import texts_of_rows
from antq_analysis.sources.tables.part_words import says_part_of_year
from antq_analysis.sources.tables.planned_heads import heads_a_plan
from antq_analysis.sources.tables.said import said_periods
from antq_analysis.sources.tables.time_accents import with_accents
from antq_analysis.sources.tables.titles import other_period, periods_of_file_name, texts_above
from antq_analysis.sources.tables.titles_meant import BEFORE_MERGER, CUMULATIVE, PLANNED, REFUSING, meant_by
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet
from antq_analysis.vocabulary import Province

_ESTIMATE = re.compile(
    r"^\W*(?:số )?(?:liệu )?ước\W*$|20\d\d\W+ước\W*$|\(ước\)"
    r"|(?<!quy )(?<!hương )(?<!điều )\bước (?:thực hiện|tính|đạt|cả năm|năm|kết quả|20\d\d)|\bsơ bộ\b"
    r"|\bchưa chính thức\b|\b(?:bản|số liệu) (?:nháp|giả định|mẫu|thử)\b|^\W*nháp\W*$|\bminh họa\b"
    r"|(?<!t[iỉ]nh )(?<!huy[eệ]n )(?<!x[aã] )\bví dụ\b|^\W*uth\b|\bước th\b|^\W*(?:bản\s+)?(?:cũ|sao|copy|test|thử)\W*$"
    r"|\bdự thảo\b(?! (?:báo cáo|kế hoạch|nghị quyết|đề án|chương trình))"
)
_BATCH = re.compile(
    r"\bđợt\s*(?:thứ\s*)?(?:\d{1,2}|i{1,3}|iv)(?![\w/-])"
    r"|(?<!học )\b(?:kỳ|lần)(?:\s+báo cáo)?\s*:?\s*(?:thứ\s*)?(?:\d{1,2}|i{1,3}|iv)"
    r"(?:\s*[/,]?\s*(?:năm\s*)?20\d\d)?\W*$"
    r"|^\W*(?:biểu\s+)?báo cáo (?:nhanh|ngày|tuần|tháng|quý|hằng tháng|hàng tháng)\W*$"
)
BATCH = "title_batch"
_SELF_SCORED = re.compile(r"\btự (?:chấm|đánh giá|nhận|xếp loại)\b")
_ABOUT_FIGURES = re.compile(r"\b(?:số liệu|tính đến|kỳ báo cáo|thời điểm|báo cáo năm)\b")
_SETTLED = frozenset({"final", "revised"})


def title_word_findings(
    sheet: Sheet, top: int, file: str, *, in_year: bool, stage: str, period: str
) -> Iterator[Finding]:
    """Find what the words above a table and its sheet's name say that figures may not be: of the whole period, final.

    Parameters
    ----------
    sheet
        The sheet.
    top
        First row of the head of the table, counted from 0.
    file
        Name of the file.
    in_year
        Whether any column is read as what happened within the period.
    stage
        The stage of the file.
    period
        The period it was given; words for a part of the year are no news where it is one.

    Yields
    ------
    Finding
        A warning for each cell and rule. What keeps figures out is found by
        :func:`antq_analysis.sources.tables.titles_refused.refuse_titled`.
    """
    for cell, text in (*texts_above(sheet, top), (cell_name(top, 0), sheet.name)):
        rules = set(title_rules(text, in_year=in_year, stage=stage))
        is_tab = text == sheet.name
        if in_year and period.isdecimal() and says_part_of_year(text, is_tab=is_tab):
            rules.add(BATCH)
        if stage in _SETTLED and _SELF_SCORED.search(with_accents(text)):
            rules.add("title_says_estimate")
        for rule in sorted(rules - REFUSING):
            yield Finding(rule, Severity.WARNING, file, sheet.name, cell, text)


def title_rules(text: str, *, in_year: bool, stage: str) -> tuple[str, ...]:
    """Name what a text says that figures may not be.

    Parameters
    ----------
    text
        The text.
    in_year
        Whether any of the figures is read as what happened within the period.
    stage
        The stage of the file.

    Returns
    -------
    tuple of str
        Rules of findings.

    Examples
    --------
    >>> title_rules("Kế hoạch năm 2025", in_year=True, stage="final")
    ('title_planned',)
    """
    words = with_accents(text)
    meant = meant_by(text)
    rules = {
        CUMULATIVE: in_year and CUMULATIVE in meant,
        PLANNED: PLANNED in meant,
        "title_says_estimate": stage in _SETTLED and _ESTIMATE.search(words),
        BATCH: in_year and _BATCH.search(words),
        BEFORE_MERGER: BEFORE_MERGER in meant,
    }
    return tuple(rule for rule, found in rules.items() if found)


def other_province(
    sheet: Sheet, top: int, file: str, own: Province, provinces: Mapping[str, Province]
) -> Iterator[Finding]:
    """Find the name of another province above a table.

    Parameters
    ----------
    sheet
        The sheet.
    top
        First row of the head of the table, counted from 0.
    file
        Name of the file.
    own
        Whose file it is.
    provinces
        Every province by its id.

    Yields
    ------
    Finding
        A warning for each cell that names only a province which shares no land with its own.
    """
    kin = {own.id, *(item.province for item in own.succession)}
    kin |= {item.id for item in provinces.values() if any(to.province in kin for to in item.succession)}
    names = {item.id: fold(item.name_vi).removeprefix("tỉnh ") for item in provinces.values()}
    for cell, text in texts_above(sheet, top):
        said = {
            key
            for key, name in names.items()
            if re.search(rf"\btỉnh:?\s+{re.escape(name)}(?!\w)", fold(text))
        }
        if said and not said & kin:
            values = {"province": own.name_vi}
            yield Finding(
                "title_other_province", Severity.WARNING, file, sheet.name, cell, text, values=values
            )


def period_below(sheet: Sheet, rows: Sequence[int], period: str, file: str) -> Iterator[Finding]:
    """Find words below a table that say that its figures are of another period.

    Parameters
    ----------
    sheet
        The sheet.
    rows
        Rows below the table, counted from 0.
    period
        The period it was given.
    file
        Name of the file.

    Yields
    ------
    Finding
        A warning for each cell.
    """
    for cell, text in texts_of_rows(sheet.rows, rows):
        if is_base_note(text):
            continue
        if _ABOUT_FIGURES.search(with_accents(text)) and other_period(said_periods(text), period):
            yield Finding("period_below_differs", Severity.WARNING, file, sheet.name, cell, text, period)


def period_of_file_name(file: str, period: str, stage: str = "final") -> Iterator[Finding]:
    """Find another period, a plan or an estimate in the name of a file.

    Parameters
    ----------
    file
        Name of the file.
    period
        The period it was given.
    stage
        The stage it was given.

    Yields
    ------
    Finding
        A warning for each of the two.
    """
    stem = " ".join(re.sub(r"[_+]+", " ", PurePath(file).stem).split())
    if heads_a_plan(stem) or {PLANNED, "title_says_estimate"} & {
        *title_rules(stem, in_year=True, stage=stage)
    }:
        yield Finding("file_name_says_otherwise", Severity.WARNING, file, written=stem)
    if said := other_period(periods_of_file_name(file), period):
        yield Finding("period_in_file_name_differs", Severity.WARNING, file, written=said, expected=period)
