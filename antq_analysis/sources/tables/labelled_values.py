"""Texts of rows that are not figures of units; a bare value beside its label speaks with it: ``Năm:`` and ``2023``."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.workbooks.marks import Raw, cell_name

_BARE = re.compile(r"[\d\W_]+|i{1,3}|iv")
_YEAR = re.compile(r"20\d\d")
_TIME = re.compile(r"\b(?:năm|kỳ|tháng|quý|ngày|đến|từ|thời|hết)\b")


def texts_of_rows(rows: Sequence[Sequence[Raw]], at: Sequence[int]) -> Iterator[tuple[str, str]]:
    """List the texts of rows, each bare value also with the text that stands to its left.

    Parameters
    ----------
    rows
        All rows of a sheet.
    at
        Those to list, counted from 0.

    Yields
    ------
    tuple of str
        Cell and text.

    Examples
    --------
    >>> from datetime import date
    >>> [text for _, text in texts_of_rows([["Năm:", 2023.0, "Đến ngày", date(2023, 6, 30)], [2023]], [0, 1])]
    ['Năm:', 'Năm: 2023', 'Đến ngày', '30/06/2023', 'Đến ngày 30/06/2023', '2023']
    """
    for row in at:
        label = ""
        for column, value in enumerate(rows[row]):
            shown = _shown(value)
            if not shown:
                continue
            bare = bool(_BARE.fullmatch(fold(shown)))
            if isinstance(value, str | date) or not label:
                yield cell_name(row, column), shown
            # "Số hộ" and 2022 name no year.
            if bare and label and (_TIME.search(fold(label)) or not _YEAR.fullmatch(shown)):
                yield cell_name(row, column), f"{label} {shown}"
            label = "" if bare else shown


def _shown(value: Raw) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float) and not isinstance(value, bool) and value == int(value):
        return str(int(value))
    return ""
