"""Where the district of each row stands: in a column, over the rows, in the name of the sheet, or nowhere."""

import re
from collections.abc import Sequence

from antq_analysis.places.matching.former_words import without_former_words
from antq_analysis.places.matching.names import DISTRICT_TYPES, fold, split_type
from antq_analysis.sources.forms.header import SEPARATOR, Header, label
from antq_analysis.sources.forms.register_names import Names
from antq_analysis.sources.tables.row_kinds import Kind
from antq_analysis.sources.tables.row_words import strip_order
from antq_analysis.sources.tables.rows import Districts, read_rows
from antq_analysis.sources.tables.sheet_district import other_districts
from antq_analysis.sources.tables.units import merged_names
from antq_analysis.sources.workbooks.workbook import Sheet

MOSTLY = 0.6


def find_district(sheet: Sheet, header: Header, rows: Sequence[int], names: Names) -> tuple[str, int | None]:
    """Find where the districts of the communes stand.

    Parameters
    ----------
    sheet
        The sheet.
    header
        The head of its table.
    rows
        Its rows of communes.
    names
        The names of the register.

    Returns
    -------
    tuple
        ``column``, ``heading``, ``sheet`` or ``none`` as in a layout, and the column, or None.
    """
    for column, path in enumerate(header.paths):
        if column == header.unit_column or not path:
            continue
        texts = [text for row in rows if (text := label(sheet.rows[row][column]))]
        heads_districts = _heads_districts(path)
        known = sum(1 for text in texts if names.is_district(text, numbers=heads_districts))
        if texts and known >= MOSTLY * len(texts) and known:
            return "column", column
        if not names.districts and heads_districts and _may_be_districts(texts, path):
            return "column", column
    first = header.bottom + 1
    read = read_rows(
        sheet.rows[: rows[-1] + 1],
        first,
        header.unit_column,
        range(header.unit_column + 1, len(header.paths)),
        names=merged_names(sheet, header.unit_column, first),
        districts=Districts(names.districts, in_headings=True),
    )
    headed = any(
        row.kind is Kind.HEADING and (names.is_district(row.name) if names.districts else _is_typed(row.name))
        for row in read
    )
    # A province and one of its districts may share the name that the sheet bears.
    if names.is_district(sheet.name) and not any(other_districts(read, sheet.name, names.districts)):
        return "sheet", None
    return ("heading" if headed else "none"), None


def _heads_districts(path: str) -> bool:
    """Tell whether a header says that districts stand below, such as ``Huyện, thành phố (cũ)``."""
    words, _ = without_former_words(path.rpartition(SEPARATOR)[2])
    kinds = re.split(r"\s*[,/]\s*", fold(words).removeprefix("tên "))
    return not DISTRICT_TYPES.isdisjoint(kinds)


def _may_be_districts(texts: Sequence[str], path: str) -> bool:
    """Tell whether cells may name districts that the map has no more; below a title they must bear their type."""
    named = [text for text in texts if sum(map(str.isalpha, text)) > 1]
    typed = [text for text in named if _is_typed(text)]
    return len(typed if SEPARATOR in path else named) >= MOSTLY * max(len(texts), 1)


def _is_typed(text: str) -> bool:
    return split_type(strip_order(without_former_words(text)[0]))[0] in DISTRICT_TYPES
