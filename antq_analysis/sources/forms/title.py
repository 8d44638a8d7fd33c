"""What stands above a table says of its form: its title, and the days that its figures cover."""

import re
from collections.abc import Iterator

from antq_analysis.observations import PERIOD_BASES
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.tables.said import said_periods
from antq_analysis.sources.tables.windows import window
from antq_analysis.sources.workbooks.workbook import Sheet

_OPENING = re.compile(
    r"(?:biểu|bảng|tổng hợp|kết quả|báo cáo|thống kê|số liệu|tình hình|phụ lục)\b(?!\s*(?:số\s*)?[\w.]{0,4}$)"
)
_YEAR = re.compile(r"[\s,(-]*\b(?:trong\s+)?năm\s+20\d\d\b.*$", re.IGNORECASE | re.DOTALL)
_LONGEST = 120


def title_of(sheet: Sheet, top: int) -> str:
    """Find the title of a table, without the year it is about.

    Parameters
    ----------
    sheet
        The sheet.
    top
        First row of the head of the table, counted from 0.

    Returns
    -------
    str
        The title on one line; empty where there is none.

    Examples
    --------
    >>> title_of(Sheet("1", [["Phụ lục 1"], ["KẾT QUẢ PHONG TRÀO NĂM 2023"], ["Tên xã"]]), 2)
    'KẾT QUẢ PHONG TRÀO'
    """
    for text in _texts(sheet, top):
        title = " ".join(_YEAR.sub("", text).split())
        if _OPENING.match(fold(title)):
            return title[:_LONGEST].strip()
    return ""


def said_basis(sheet: Sheet, top: int, period: str) -> str:
    """Find the reporting window whose days a title names.

    Parameters
    ----------
    sheet
        The sheet.
    top
        First row of the head of the table, counted from 0.
    period
        The period of the file.

    Returns
    -------
    str
        One of :data:`antq_analysis.observations.PERIOD_BASES`: ``unknown`` where the days are those of no window
        or of several; empty where no days are named.

    Examples
    --------
    >>> rows = [["(từ ngày 16/11/2022 đến 15/11/2023)"], ["Tên xã"]]
    >>> said_basis(Sheet("1", rows), 1, "2023"), said_basis(Sheet("1", rows), 1, "2024")
    ('tt124_commune', 'unknown')
    """
    days = {span for text in _texts(sheet, top) for span, _ in said_periods(text).days if span[0] is not None}
    found = [basis for basis in PERIOD_BASES if window(period, basis) in days]
    return found[0] if len(found) == len(days) == 1 else "unknown" if days else ""


def _texts(sheet: Sheet, top: int) -> Iterator[str]:
    yield from (value for cells in sheet.rows[:top] for value in cells if isinstance(value, str) and value)
