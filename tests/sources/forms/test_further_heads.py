"""Heads below a head: printed again, or those of a second table, with years as numbers as well as in words."""

from antq_analysis.sources.forms.further_heads import FurtherHeads, find_further_heads
from antq_analysis.sources.forms.header import Header
from antq_analysis.sources.workbooks.marks import Raw
from antq_analysis.sources.workbooks.workbook import Sheet

WORDS: list[Raw] = ["STT", "Xã, phường", "Dân số", "Số hộ"]
YEARS: list[Raw] = ["STT", "Xã, phường", 2022.0, 2023.0]


def heads(*rows: list[Raw]) -> FurtherHeads:
    paths = tuple(str(int(cell)) if isinstance(cell, float) else str(cell) for cell in rows[0])
    sheet = Sheet("Biểu", rows)
    return find_further_heads(sheet, Header(0, 0, paths, 1), [2, 3], lambda text: text.startswith("Xã M"))


def test_a_head_of_words_printed_again_is_repeated() -> None:
    found = heads(WORDS, [1.0, "Xã Mẫu", 5.0, 6.0], WORDS, [2.0, "Xã Mơ", 7.0, 8.0])
    assert (found.repeated, found.end, found.cell) == (frozenset({2}), 4, "")


def test_a_head_of_years_printed_again_is_repeated() -> None:
    found = heads(YEARS, [1.0, "Xã Mẫu", 5.0, 6.0], YEARS, [2.0, "Xã Mơ", 7.0, 8.0])
    assert (found.repeated, found.end, found.cell) == (frozenset({2}), 4, "")


def test_other_years_begin_a_second_table() -> None:
    other: list[Raw] = ["STT", "Xã, phường", 2020.0, 2021.0]
    for own in (WORDS, YEARS):
        found = heads(own, [1.0, "Xã Mẫu", 5.0, 6.0], other, [1.0, "Xã Mẫu", 7.0, 8.0])
        assert (found.repeated, found.end, found.cell) == (frozenset(), 2, "A3")


def test_figures_with_the_word_of_a_head_in_a_later_cell_are_a_row() -> None:
    found = heads([*WORDS, "Ghi chú"], [1.0, "Xã Mẫu", 5.0, 6.0, "Xã, phường"])
    assert (found.repeated, found.end) == (frozenset(), 2)
