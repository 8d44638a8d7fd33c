"""Words that name another district than the sheet is said to be of: whose the rows are is not known then."""

import re
from collections.abc import Collection, Iterator, Sequence

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import DISTRICT_TYPES, fold, split_type
from antq_analysis.sources.tables.row_kinds import Kind, Row
from antq_analysis.sources.tables.row_words import strip_order
from antq_analysis.sources.tables.titles import texts_above
from antq_analysis.sources.workbooks.workbook import Sheet

_TYPED = rf"(?<!\w)(?P<kind>{'|'.join(sorted(DISTRICT_TYPES))}|(?:h|q|tx|tp)(?=[. ]))[ .:]*"
_NO_DATE = r"(?!\w)(?!\s*,?\s*ngày)"
"""The place beside the date of writing says nothing of the table."""


def other_districts(rows: Sequence[Row], sheet: str, known: Collection[str]) -> Iterator[Row]:
    """List the headings of a sheet that name a known district which is not that of its name.

    Parameters
    ----------
    rows
        The rows under the head.
    sheet
        The name of the sheet.
    known
        Folded names of the known districts, with and without their type.

    Yields
    ------
    Row
        The headings.
    """
    kind, name = split_type(sheet)
    for row in rows:
        own_kind, own = split_type(strip_order(row.name))
        if row.kind is not Kind.HEADING or fold(own) not in known:
            continue
        # A town and the district around it may share a name.
        if fold(own) not in fold(name) or (kind and own_kind and kind != own_kind):
            yield row


def districts_above(sheet: Sheet, top: int, known: Collection[str], file: str) -> list[Finding]:
    """Find the names of other districts above a table whose sheet bears the name of a district.

    Parameters
    ----------
    sheet
        The sheet.
    top
        First row of the head of the table, counted from 0.
    known
        Folded names of the known districts, with and without their type.
    file
        Name of the file.

    Returns
    -------
    list of Finding
        One error for each text that names another district, unless a text names that of the sheet as well.
    """
    own_kind, own = split_type(sheet.name)
    bare = sorted({fold(split_type(name)[1]) for name in known}, key=len, reverse=True)
    if not any(_bears(own, name) for name in bare):
        return []
    names = "|".join(map(re.escape, bare))
    typed = re.compile(rf"{_TYPED}(?P<name>{names}){_NO_DATE}")
    alone = re.compile(rf"(?P<name>(?=\D)(?:{names}))[\W_]*(?:(?:năm )?20\d\d\W*)?")
    others = []
    for cell, text in texts_above(sheet, top):
        words = fold(text)
        whole = alone.fullmatch(words)
        said = [(split_type(found[0])[0], found["name"]) for found in typed.finditer(words)]
        said = said or ([("", whole["name"])] if whole else [])
        # A town and the district around it may share a name.
        if any(_bears(own, name) and not (own_kind and kind and kind != own_kind) for kind, name in said):
            return []
        if said:
            others.append(
                Finding("district_above_differs", Severity.ERROR, file, sheet.name, cell, text, sheet.name)
            )
    return others


def _bears(words: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", fold(words)) is not None
