"""Words between rows of indicators that say another period or a plan, and the rows below that they govern."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import zip_longest

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import SEPARATOR, Header, label, spoken
from antq_analysis.sources.tables.period_words import said_otherwise, says_period, tells_time_only
from antq_analysis.sources.tables.row_words import is_below
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

    They govern every row below until words that say the period of the figures, or another again; right below other such
    words they stand under these, and the next ones take only their place: ``Kế hoạch``, ``Năm 2022``, rows, ``Năm
    2023``. Words with an order mark above rows of a lower one are left to these marks.

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
    levels: list[tuple[str, bool]] = []
    deeper = False
    for row, after in zip_longest(ranks, [*ranks][1:]):
        words = _words(sheet, row, header.unit_column, valued, measure)
        rank, bare = ranks[row]
        marked = bool(bare) and rank != unmarked
        bare = bare or words
        other = said_otherwise([bare], above, period, in_year=True, stage="final") if words else ""
        alone = bool(words) and tells_time_only(bare)
        heads = after is not None and ranks[after][0] > rank
        left = marked and (not other or heads or not (alone or words.endswith(":")))
        tells = bool(other) or (alone and says_period(bare))
        if tells:
            if levels and not deeper:
                levels.pop()
            levels.append(("" if left else bare, bool(other) and not left))
        governed = any(is_other for _, is_other in levels)
        force = SEPARATOR.join(text for text, _ in levels if text) if governed else ""
        found[row] = force, tells and not left
        if words or any(value not in ("", None) for value in sheet.rows[row]):
            deeper = tells or (deeper and bool(words))
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
    if not spoken(cells[column]):
        worded = all(isinstance(value, str | date) for value in filled)
        return " ".join(map(spoken, filled)) if worded else ""
    figures = any(cells[place] not in ("", None) for place in valued)
    measured = measure is not None and label(cells[measure])
    return "" if figures or measured else spoken(cells[column])
