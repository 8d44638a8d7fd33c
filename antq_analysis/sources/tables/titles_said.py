"""What titles, words below and tabs say of figures, where no header and no other title answers them."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from antq_analysis.observations import period_bounds
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import Header
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.context import Context
from antq_analysis.sources.tables.narrower_titles import narrowed_by
from antq_analysis.sources.tables.planned_heads import heads_a_plan, is_carried_out
from antq_analysis.sources.tables.rates_said import rates_said
from antq_analysis.sources.tables.said import said_periods
from antq_analysis.sources.tables.time_accents import with_accents
from antq_analysis.sources.tables.titles import texts_above
from antq_analysis.sources.tables.titles_meant import (
    CUMULATIVE,
    EARLIER,
    NEW_ONLY,
    PART,
    PLANNED,
    SEVERAL_YEARS,
    is_stage,
    meant_by,
)
from antq_analysis.sources.workbooks.workbook import Sheet

_DONE = re.compile(r"\b(?:kết quả|thực hiện|đã đạt)\b")
_OPENING = re.compile(r"\bđầu (?:năm|kỳ)\b")
_HEADS = {
    PLANNED: re.compile(r"\b(?:thực hiện|kết quả)\b"),
    CUMULATIVE: re.compile(r"\b(?:l[uũ][yỹ] kế|cộng dồn|trong năm|trong kỳ|năm nay)\b|20\d\d"),
    SEVERAL_YEARS: re.compile(r"20\d\d|\bnăm (?:trước|nay|ngoái)\b"),
    PART: re.compile(r"\b(?:chưa|không|còn|tồn|trong đó|nữ|trẻ em|tuổi|riêng|khác)\b"),
    NEW_ONLY: re.compile(r"\b(?:mới|thêm)\b"),
    EARLIER: re.compile(
        r"20\d\d|\b(?:năm|kỳ) (?:trước|ngoái|nay|này|báo cáo)\b|\bcùng kỳ\b|\bso (?:với|sánh)\b"
        r"|\b(?:thực hiện|kết quả) năm\b"
    ),
}
"""A header with such words tells by itself what a title says; then the title is about that column."""


class Said(NamedTuple):
    """What one text says of the figures.

    Attributes
    ----------
    cell
        Where it stands; empty for a tab.
    text
        The words.
    rule
        What they say.
    narrowed
        Places among the mapped columns that count more than the words speak of; empty where the rule tells which.
    doubted
        A title speaks of results all the same: figures are read, with a warning.
    """

    cell: str
    text: str
    rule: str
    narrowed: frozenset[int] = frozenset()
    doubted: bool = False


def said_of_titles(
    sheet: Sheet,
    header: Header,
    context: Context,
    below: Sequence[tuple[str, str]],
    columns: Sequence[tuple[int, Column]],
) -> Iterator[Said]:
    """Find what titles, the tab and words below the table say that neither headers nor other titles answer.

    Parameters
    ----------
    sheet
        The sheet.
    header
        The head of the table.
    context
        Period and vocabulary.
    below
        Cell and text of words below the table that speak of all its figures.
    columns
        Mapped columns with their place.

    Yields
    ------
    Said
        One for each text and rule.
    """
    above = [*texts_above(sheet, header.top)]
    texts = [*above, ("", sheet.name), *below]
    heads = [fold(path) for path in header.paths]
    yield from _of_the_first_noun([*above, ("", sheet.name)], heads, columns, context)
    for cell, text in texts:
        if rates_said(text):
            continue
        for rule in meant_by(text):
            if rule == PLANNED and heads_a_plan(text) and (cell, text) not in below:
                continue
            others = [other for _, other in texts if other != text]
            if not (_answered(rule, heads) or _outweighed(rule, text, others, context)):
                yield Said(cell, text, rule)


def _of_the_first_noun(
    texts: Sequence[tuple[str, str]],
    heads: Sequence[str],
    columns: Sequence[tuple[int, Column]],
    context: Context,
) -> Iterator[Said]:
    """Find titles of plans, and those that name a part of what columns count."""
    titles = [text for cell, text in texts if cell]
    for cell, text in texts:
        if heads_a_plan(text):
            answered = _answered(PLANNED, heads) or _registers(text, heads) or is_carried_out(text, titles)
            if not answered:
                doubted = not cell and any(_DONE.search(fold(one)) for one in titles)
                yield Said(cell, text, PLANNED, doubted=doubted)
        elif PART not in meant_by(text) and (
            narrowed := narrowed_by(text, columns, heads, context.vocabulary)
        ):
            yield Said(cell, text, PART, narrowed)


def _registers(text: str, heads: Sequence[str]) -> bool:
    """Tell whether a title speaks of registrations that a header names too: then it is about that column."""
    return "đăng ký" in fold(text) and any("đăng ký" in head for head in heads)


def _answered(rule: str, heads: Sequence[str]) -> bool:
    return rule in _HEADS and any(map(_HEADS[rule].search, heads))


def _outweighed(rule: str, text: str, others: Sequence[str], context: Context) -> bool:
    if rule == PLANNED:
        return any(_DONE.search(fold(other)) and PLANNED not in meant_by(other) for other in others)
    if rule == CUMULATIVE:
        return is_stage(text) and any(_tells_year(said, context.period) for said in (text, *others))
    if rule == EARLIER:
        opening = _OPENING.search(with_accents(text))
        return context.years_before == 1 or (
            not opening and str(period_bounds(context.period)[1].year) in text
        )
    return False


def _tells_year(text: str, period: str) -> bool:
    said = said_periods(text)
    return not said.planned and {year for year, _ in said.years} == {period_bounds(period)[1].year}
