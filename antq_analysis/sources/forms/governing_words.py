"""Words between rows of indicators that say another period or a plan, and the rows below that they govern."""

from collections.abc import Mapping, Sequence

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import Header, label
from antq_analysis.sources.tables.period_words import said_otherwise, says_period, tells_time_only
from antq_analysis.sources.tables.rows import is_below
from antq_analysis.sources.tables.said import said_periods
from antq_analysis.sources.tables.scales import notes_scale
from antq_analysis.sources.tables.titles import other_period
from antq_analysis.sources.workbooks.workbook import Sheet


def governing_words(
    sheet: Sheet,
    header: Header,
    valued: Sequence[int],
    measure: int | None,
    ranks: Mapping[int, tuple[int, str]],
    unmarked: int,
    period: str,
) -> dict[int, tuple[str, bool]]:
    """Say for each row of indicators which words above it say another period or a plan.

    They govern every row below until words that say the period of the figures, or another again. Words with an order
    mark above rows of a lower one are left to these marks.

    Parameters
    ----------
    sheet
        The sheet.
    header
        The head of its table; its `unit_column` is the column with the indicators.
    valued
        Columns of figures.
    measure
        The column with the unit of measure, or None.
    ranks
        How deep each row of the table stands by its mark, and its words without it.
    unmarked
        The depth of rows from which on they bear no order mark.
    period
        The period of the figures.

    Returns
    -------
    dict
        For each row the words, empty where there are none, and whether the row itself is only such words.
    """
    above = [text for cells in sheet.rows[: header.top] for value in cells if (text := label(value))]
    found: dict[int, tuple[str, bool]] = {}
    force = ""
    rows = list(ranks)
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        words = _words(sheet, row, header.unit_column, valued, measure)
        rank, bare = ranks[row]
        marked = bool(bare) and rank != unmarked
        bare = bare or words
        other = said_otherwise([bare], above, period, in_year=True, stage="final") if words else ""
        alone = bool(words) and tells_time_only(bare)
        heads = after is not None and ranks[after][0] > rank
        if other and (not marked or (not heads and (alone or words.endswith(":")))):
            force = bare
            found[row] = force, True
        elif not other and alone and says_period(bare):
            force = ""
            found[row] = force, not marked
        else:
            found[row] = force, False
    return found


def other_table(
    sheet: Sheet, header: Header, own: Sequence[int], valued: Sequence[int], measure: int | None, period: str
) -> int | None:
    """Find words between rows of indicators that no header path can carry: another last day, or a scale.

    Parameters
    ----------
    sheet
        The sheet.
    header
        The head of its table.
    own
        The rows of the table.
    valued
        Columns of figures.
    measure
        The column with the unit of measure, or None.
    period
        The period of the figures.

    Returns
    -------
    int or None
        The row; None where there is none.
    """
    above = {fold(label(value)) for cells in sheet.rows[: header.top] for value in cells}
    for row in own:
        words = _words(sheet, row, header.unit_column, valued, measure)
        said = said_periods(words)
        if fold(words) not in above and (notes_scale(words) or (said.days and other_period(said, period))):
            return row
    return None


def _words(sheet: Sheet, row: int, column: int, valued: Sequence[int], measure: int | None) -> str:
    """Give the words of a row without figures and without a unit of measure; empty for any other."""
    cells = sheet.rows[row]
    filled = [value for value in cells if value not in ("", None)]
    if any(is_below(label(value)) for value in filled):
        return ""
    if not label(cells[column]):
        return " ".join(map(label, filled)) if all(isinstance(value, str) for value in filled) else ""
    figures = any(cells[place] not in ("", None) for place in valued)
    measured = measure is not None and label(cells[measure])
    return "" if figures or measured else label(cells[column])
