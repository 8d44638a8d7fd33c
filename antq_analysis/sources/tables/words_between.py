"""Words between the rows of one table that say another period, a plan or another unit than the words above it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from antq_analysis.places.matching.names import DISTRICT_TYPES, fold, split_type
from antq_analysis.sources.forms.further_heads import FurtherHeads
from antq_analysis.sources.forms.header import Header, label, spoken
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.code_row import is_numbering
from antq_analysis.sources.tables.period_words import said_otherwise
from antq_analysis.sources.tables.rates_said import is_open_count, rates_said
from antq_analysis.sources.tables.row_words import is_below, starts_with_order, strip_order
from antq_analysis.sources.tables.scales import scale_said_otherwise
from antq_analysis.sources.tables.titles import texts_above
from antq_analysis.sources.tables.titles_meant import NEW_ONLY, PART, meant_by
from antq_analysis.sources.workbooks.marks import Raw, cell_name
from antq_analysis.sources.workbooks.workbook import Sheet
from antq_analysis.vocabulary import Vocabulary

RULE = "words_between_differ"
_SHORT = 2
_COMPARED = re.compile(r"\W*so (?:với|sánh)\b")

_Words = list[tuple[int, int, str]]
"""Row, column and text of each cell of a block of words."""


@dataclass(frozen=True)
class Expected:
    """What the words between the rows should be about.

    Parameters
    ----------
    period
        The period of the figures.
    stage
        Their stage.
    columns
        Mapped columns with their place.
    vocabulary
        Says in which unit an indicator is kept.
    """

    period: str
    stage: str
    columns: Sequence[tuple[int, Column]]
    vocabulary: Vocabulary


def end_at_other_words(
    heads: FurtherHeads,
    sheet: Sheet,
    header: Header,
    valued: Sequence[int],
    is_unit: Callable[[str], bool],
    expected: Expected,
) -> FurtherHeads:
    """End a table where words between its rows say that what stands below is something else.

    Parameters
    ----------
    heads
        The heads below that of the table.
    sheet
        The sheet.
    header
        The head of the table.
    valued
        Columns whose figures are read or compared.
    is_unit
        Tells whether the text of a name cell names a unit.
    expected
        What the words should be about.

    Returns
    -------
    FurtherHeads
        The heads, with the end of the table at the first such words.
    """
    above = [text for _, text in texts_above(sheet, header.top)]
    in_year = any(column.basis == "in_year" for _, column in expected.columns)
    counted = any(is_open_count(column, expected.vocabulary) for _, column in expected.columns)
    for block in _blocks(heads, sheet, header, valued, is_unit):
        texts = [text for _, _, text in block]
        said = said_otherwise(texts, above, expected.period, in_year=in_year, stage=expected.stage)
        new = [text for text in texts if text not in above]
        said = said or next((text for text in new if {PART, NEW_ONLY} & {*meant_by(text)}), "")
        said = said or next((text for text in new if counted and _says_rates(strip_order(text))), "")
        said = said or scale_said_otherwise(
            new,
            expected.columns,
            sheet,
            header,
            expected.vocabulary,
        )
        if said:
            row, column = next((row, column) for row, column, text in block if text == said)
            first = block[0][0]
            repeated = frozenset(row for row in heads.repeated if row < first)
            return replace(
                heads, repeated=repeated, end=first, cell=cell_name(row, column), written=said, rule=RULE
            )
    return heads


def _says_rates(text: str) -> bool:
    """Tell whether words head rates or changes; ``So với năm 2022`` may be about columns beside."""
    return bool(rates_said(text)) and not _COMPARED.match(fold(text))


def _blocks(
    heads: FurtherHeads,
    sheet: Sheet,
    header: Header,
    valued: Sequence[int],
    is_unit: Callable[[str], bool],
) -> Iterator[_Words]:
    """List the rows of words that stand together above rows of figures."""
    block: _Words = []
    for row in range(header.bottom + 1, heads.end):
        cells = sheet.rows[row]
        if row in heads.repeated:
            continue
        words = _words(cells, header.unit_column, valued, is_unit)
        if not (words or block) or is_numbering(cells) or any(is_below(label(value)) for value in cells):
            continue
        if words:
            block += [(row, column, text) for column, text in words]
        elif block and any(value not in ("", None) for value in cells):
            yield block
            block = []


def _words(
    cells: Sequence[Raw], unit_column: int, valued: Sequence[int], is_unit: Callable[[str], bool]
) -> list[tuple[int, str]]:
    """Give the words of a row that is none of figures, or that heads others beside its figures; else nothing."""
    name = label(cells[unit_column])
    if any(_is_figure(cells[column]) for column in valued):
        before = _spoken(cells[: unit_column + 1])
        ordered = starts_with_order([text for _, text in before])
        return before if ordered and not is_unit(name) else []
    if is_unit(name):
        return []
    if {split_type(name)[0]} - DISTRICT_TYPES - {""}:
        # Remarks in the row of a commune that reports nothing are about that row.
        return [(unit_column, name)]
    return _spoken(cells)


def _spoken(cells: Sequence[Raw]) -> list[tuple[int, str]]:
    return [(column, text) for column, value in enumerate(cells) if (text := spoken(value))]


def _is_figure(value: Raw) -> bool:
    if isinstance(value, str):
        return sum(map(str.isalnum, value)) > 0 and sum(map(str.isalpha, value)) <= _SHORT
    return value is not None
