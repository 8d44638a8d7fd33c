"""Headings that name another district than the sheet is said to be of: whose the rows are is not known then."""

from collections.abc import Collection, Iterator, Sequence

from antq_analysis.places.matching.names import fold, split_type
from antq_analysis.sources.tables.row_kinds import Kind, Row
from antq_analysis.sources.tables.row_words import strip_order


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
