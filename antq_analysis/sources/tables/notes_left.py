"""Sentences below a table that speak of its figures and that nothing else understood: a person has to read them."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import fold, split_type
from antq_analysis.sources.forms.header import SEPARATOR, Header
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import UnitRow
from antq_analysis.sources.tables.context import Context
from antq_analysis.sources.tables.footnotes import footnotes
from antq_analysis.sources.tables.labelled_values import texts_of_rows
from antq_analysis.sources.tables.said import said_periods
from antq_analysis.sources.tables.time_accents import with_accents
from antq_analysis.sources.tables.titles import other_period
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet
from antq_analysis.vocabulary import Vocabulary

NOT_UNDERSTOOD = "notes_not_understood"

_NOTE = re.compile(r"\W*(?:ghi chú|chú thích|chú ý|lưu ý|ghi nhận|giải thích|thuyết minh|nguồn)\b[\s:.\-]*")
_SENTENCES = re.compile(r"[\n;]+|(?<=[^\W\d])\.\s+(?=[^\W\d_])")
_SIGNED = re.compile(
    r"\W*(?:nơi nhận|người lập|người duyệt|lập biểu|thủ trưởng|chủ tịch|phó|trưởng|giám đốc|kế toán|ký|tm\b|kt\b|tl\b"
    r"|đóng dấu|xác nhận|ubnd|ủy ban|công an|lưu:|như trên)"
    r"|.*\bngày\s*[\d.\u2026]*\s*tháng\s*[\d.\u2026]*\s*năm\b"
)
SPEAKS_OTHERWISE = re.compile(
    r"=|\bso (?:với|sánh)\b|\b(?:dấu|ký hiệu|kí hiệu)\b|[^\w\s]\s*(?:là|:)\s*(?:chưa|không)\b"
    r"|\b(?:đề nghị|gửi về|trước ngày|chậm nhất)\b"
)
"""Formulas, comparisons, legends and requests say nothing of what the figures are."""
_SILENT = re.compile(r"\b(?:chưa|không)\s+(?:có\s+)?(?:báo cáo|nộp|gửi)(?:\s+(?:báo cáo|số liệu))?\W*$")
_TRAP = re.compile(
    r"\b(?:lũy kế|luỹ kế|cộng dồn|kế hoạch|chỉ tiêu|dự kiến|ước|nhiệm kỳ|giai đoạn|(?:năm|kỳ) (?:trước|ngoái)|cùng kỳ"
    r"|(?:gồm|tính|kể|gộp|cộng)\s+(?:cả|chung|luôn|thêm|vào|sang|trùng|cho)|gộp|trùng"
    r"|(?:chưa|không|mới|chỉ)\s+(?:tính|gồm|bao gồm|kể|có|đủ|cộng|thống kê|chốt|được)|bình quân|trung bình"
    r"|nghìn|ngàn|có thể thay đổi|hằng tháng|hàng tháng|trước khi|sau khi|sáp nhập)\b"
)
_OF_YEARS = re.compile(
    r"\b(?:bình quân|trung bình|tổng|cộng|gộp|số liệu)\b[^.;]{0,24}\b(?:[2-9]|hai|ba|bốn|năm)\s+năm\b(?!\s*20)"
)
"""Figures of several years are said so whatever else a sentence holds."""
_EXCLUDES = re.compile(
    r"\b(?:chưa|không)\s+(?:bao gồm|tính|kể|gồm|cộng|thống kê|đủ)\b|\b(?:gồm|tính|kể|gộp|cộng)\s+cả\b"
)
"""What a note above a table says that its figures lack or hold beside what their headers name."""
_LINKS = re.compile(r"\b(?:là|gồm|tính|lấy|chưa|không|theo|từ|đến)\b|:")
_COLUMN = re.compile(r"\bcột\s+(?:số\s+)?\(?\s*(?:\d{1,2}|[a-z])\b|\bcột\s+\w+|^\W*\(\d{1,2}\)\s*\w")
_TOLD_TO_FILL = re.compile(r"\bghi\s+(?!chú|nhận|chung|vào)")
_COUNTING = re.compile(r"^(?:tổng số|tổng|số lượng|số)\s+(?=\S+\s+\S)")
_OF_REPORT = re.compile(r"\s+(?:trong|của)\s+(?:năm|kỳ)(?:\s+báo cáo)?$")
_LONGEST = 160


def notes_left(
    sheet: Sheet,
    header: Header,
    below: Sequence[int],
    columns: Sequence[tuple[int, Column]],
    rows: Sequence[UnitRow],
    told: Collection[Finding],
    context: Context,
) -> Iterator[Finding]:
    """Ask a person to read what stands below a table of a column, an indicator, a unit or a time.

    Parameters
    ----------
    sheet
        The sheet.
    header
        The head of the table.
    below
        Rows below the table, counted from 0.
    columns
        Mapped columns with their place.
    rows
        The rows of units.
    told
        What was found already; a cell that is named there was understood.
    context
        The period of the figures.

    Yields
    ------
    Finding
        One warning at most, with every such sentence and its cell.
    """
    known = {cell for item in told for cell in (item.cell, str(item.values.get("cells", "")))}
    subjects = subjects_of(header, columns, rows)
    names = cache(lambda: _names_of(context.vocabulary))
    found: list[tuple[str, str]] = []
    noted = False
    for note in footnotes(sheet, below):
        words, cell = with_accents(note.words), cell_name(*note.cell)
        if _SIGNED.match(words):
            noted = False
            continue
        noted = noted or bool(note.mark) or bool(_NOTE.match(words))
        if cell in known:
            continue
        sentences = (part.strip() for part in _SENTENCES.split(note.words))
        left = [
            part
            for part in sentences
            if part and _may_tell(part, noted, subjects, context.period) and part_of(part) not in names()
        ]
        found += [(cell, part[:_LONGEST]) for part in left]
    found += _lacking(sheet, header, known)
    if found:
        cells = ", ".join(dict.fromkeys(cell for cell, _ in found))
        written = "; ".join(text for _, text in found)
        yield Finding(NOT_UNDERSTOOD, Severity.WARNING, context.file, sheet.name, cells, written)


def _lacking(sheet: Sheet, header: Header, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """List notes above a table of what its figures lack or hold beside what their headers name."""
    for cell, text in texts_of_rows(sheet.rows, range(header.top)):
        if cell not in known and _EXCLUDES.search(with_accents(text)):
            yield cell, text[:_LONGEST]


def part_of(sentence: str) -> str:
    """Leave of a sentence what is counted, without the time of the report itself.

    Parameters
    ----------
    sentence
        One sentence.

    Returns
    -------
    str
        Folded words.

    Examples
    --------
    >>> part_of("Dân số trung bình trong năm.")
    'dân số trung bình'
    """
    words = _NOTE.sub("", with_accents(sentence), count=1)
    return _OF_REPORT.sub("", fold(words).strip(" .,:*()-"))


def _names_of(vocabulary: Vocabulary) -> frozenset[str]:
    """List what things are called: a sentence that says no more than that says nothing else of them."""
    return frozenset(
        fold(name) for what in vocabulary.indicators.values() for name in (what.label_vi, *what.aliases)
    )


def _may_tell(sentence: str, noted: bool, subjects: re.Pattern[str] | None, period: str) -> bool:
    words = _NOTE.sub("", with_accents(sentence), count=1)
    said = said_periods(words)
    if _OF_YEARS.search(words):
        return True
    if SPEAKS_OTHERWISE.search(words) or _SILENT.search(words) or (said.planned and said.years):
        return False
    time = bool(other_period(said, period))
    about = bool(_COLUMN.search(words) or (subjects and subjects.search(words)))
    if _TRAP.search(words):
        return noted or about or time
    if time:
        return noted or about
    return noted and about and bool(_LINKS.search(words)) and not _TOLD_TO_FILL.search(words)


def subjects_of(
    header: Header, columns: Sequence[tuple[int, Column]], rows: Sequence[UnitRow]
) -> re.Pattern[str] | None:
    """Give a pattern of what a table is about: the first words of its headers, and the names of its units.

    Parameters
    ----------
    header
        The head of the table.
    columns
        Mapped columns with their place.
    rows
        The rows of units.

    Returns
    -------
    re.Pattern or None
        To search folded words with; None where nothing is named.
    """
    heads = (fold(header.paths[place].rpartition(SEPARATOR)[2]) for place, _ in columns)
    starts = (" ".join(_COUNTING.sub("", head).split()[:2]) for head in heads)
    names = (fold(name) for row in rows for name in (row.name, split_type(row.name)[1]))
    known = {text.strip(" .,:;()*") for text in (*starts, *(name for name in names if " " in name))}
    known = {text for text in known if len(text) > 3}
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(known)))})\b") if known else None
