"""Rows about no unit but computed from the others: averages, changes, rates, sums of pages, other years, plans."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import label
from antq_analysis.sources.forms.time_words import is_change
from antq_analysis.sources.tables.row_kinds import Kind, Row
from antq_analysis.sources.tables.row_words import strip_order
from antq_analysis.sources.workbooks.marks import Raw, cell_name

_MEAN = r"(?:bình quân|trung bình(?: cộng)?|trung vị|bq|(?:cao|thấp|lớn|nhỏ) nhất)"
_COMPUTED = re.compile(
    rf"(?:tính )?{_MEAN}\s*(?:/|:|chung\b|(?:của |cho |trên )?(?:mỗi|một|1|các|toàn|cả|tỉnh|huyện)\b).*"
    r"|(?:t[ỷỉ] (?:lệ|trọng|suất)\b|cơ cấu\b|phần trăm\b|%|(?:đạt|chiếm) (?:t[ỷỉ] lệ\b|%)"
    r"|(?:tốc độ |mức |số )?tăng\b[\s,/+()-]*(?:hoặc |hay )?giảm\b|so (?:với|sánh)\b|chênh lệch\b|biến động\b).*"
    r"|(?:cộng|tổng(?: cộng| số)?) (?:(?:của|số) )?(?:trang|tờ)\b(?: (?:này|trước|sau|số))?(?: \d+)?"
    r"(?: (?:mang|chuyển) sang)?"
    r"|(?:cộng |số |(?:cộng )?trang trước )?(?:mang|chuyển) sang(?: trang(?: (?:sau|trước|\d+))?)?"
)
_WHOLE = r"(?:(?:tổng(?: số| cộng)?|toàn (?:tỉnh|huyện)|số liệu|thực hiện|kết quả)\s+)?"
_BELOW_UNITS = re.compile(
    rf"{_WHOLE}(?:(?:cùng kỳ )?năm (?:trước|ngoái|20\d\d)|cùng kỳ(?: năm (?:trước|ngoái|20\d\d))?)(?: \([^()]*\))?"
    rf"|(?:kế hoạch|chỉ tiêu)(?: (?:được )?(?:giao|đề ra))?(?: (?:cả )?năm(?: 20\d\d)?)?|{_MEAN}"
)


def tell_computed(
    rows: Sequence[Row], cells: Sequence[Sequence[Raw]], unit_column: int, is_unit: Callable[[str], bool]
) -> list[Row]:
    """Tell rows of figures that are computed from other rows, or about another year or a plan of the whole table.

    Parameters
    ----------
    rows
        The rows of a table.
    cells
        All cells of the sheet.
    unit_column
        Where the names stand.
    is_unit
        Tells whether a text names a unit: what does is never computed.

    Returns
    -------
    list of Row
        The same rows. Other years and plans are told below the last unit only, as above they may head the rows below;
        so is a bare ``Trung bình``, which may name a commune that the register lacks: where units bear no number, it
        must stand below a total, too.
    """
    named = [row for row in rows if row.has_values and row.kind in (Kind.NAMED, Kind.UNNAMED)]
    words = {
        row.index: text
        for row in named
        if not row.numbered and (text := row.name or _left_of(cells[row.index][:unit_column]))
    }
    anywhere = {row for row, text in words.items() if _is_computed(text)}
    below = {row for row, text in words.items() if _BELOW_UNITS.fullmatch(_plain(text))}
    if not anywhere | below:
        return [*rows]
    last = next((row.index for row in reversed(named) if is_unit(row.name)), -1)
    if not any(row.numbered for row in named):
        last = next((row.index for row in rows if row.kind is Kind.TOTAL and row.index > last), len(cells))
    told = {row for row in anywhere | {row for row in below if row > last} if not is_unit(words[row])}
    return [
        replace(row, kind=Kind.COMPUTED, name=words[row.index]) if row.index in told else row for row in rows
    ]


def _left_of(cells: Sequence[Raw]) -> str:
    return next((text for value in reversed(cells) if (text := label(value)) and not text.isdecimal()), "")


def _plain(words: str) -> str:
    return fold(strip_order(words)).lstrip("-+* ").rstrip(" :.")


def _is_computed(words: str) -> bool:
    return bool(_COMPUTED.fullmatch(_plain(words))) or is_change(_plain(words))


def computed_findings(rows: Sequence[Row], unit_column: int, file: str, sheet: str) -> Iterator[Finding]:
    """Tell which rows were left aside because they are computed.

    Parameters
    ----------
    rows
        The rows of a table.
    unit_column
        Where the names stand.
    file, sheet
        For findings.

    Yields
    ------
    Finding
        At most one note.
    """
    computed = [row for row in rows if row.kind is Kind.COMPUTED]
    if computed:
        cells = ", ".join(cell_name(row.index, unit_column) for row in computed)
        names = "; ".join(dict.fromkeys(row.name for row in computed))
        yield Finding(
            "computed_rows_left", Severity.NOTE, file, sheet, cells, names, values={"n": len(computed)}
        )
