"""Footnotes below a table: one that bears the mark of a column or a commune is a remark on its figures."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import Sentence
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import SEPARATOR, Header
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import UnitRow
from antq_analysis.sources.tables.context import Context
from antq_analysis.sources.tables.remark_words import may_be_part, remark_kind
from antq_analysis.sources.tables.scales import REMARKED, without_columns
from antq_analysis.sources.tables.title_words import title_rules
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

_MARK = r"(?:\(\s*(?:\*+|\d{1,2}|[a-z])\s*\)|\*+|[¹²³⁴⁵])"
_FOOTNOTE = re.compile(
    rf"\s*(?:(?:ghi chú|chú thích|lưu ý)\s*:?\s*)?(?P<mark>{_MARK})\s*[:.]?\s*(?P<words>\S.*)",
    re.DOTALL | re.IGNORECASE,
)
_MARKED = re.compile(rf"[^\W_].*?(?P<mark>{_MARK})\s*$", re.DOTALL)
_ABOUT_ALL = re.compile(
    r"\W*(?:(?:ghi chú|chú thích|chú ý|lưu ý)\W*)?"
    r"(?:toàn bộ |tất cả |các )?(?:số liệu|số trong biểu|biểu này|bảng này)\b"
)

_LEGEND = re.compile(r"\b(?:dấu|ký hiệu|kí hiệu)\b|[^\w\s]\s*(?:là|:)\s*(?:chưa|không)\b")
_OF_FIGURES = re.compile(r"\b(?:số liệu|thống kê|tổng hợp|báo cáo)\b")


@dataclass(frozen=True)
class Footnote:
    """Words below a table.

    Parameters
    ----------
    cell
        Where they stand: row and column, counted from 0.
    mark
        The mark before them without brackets; empty where they have none.
    words
        The words after the mark.
    """

    cell: tuple[int, int]
    mark: str
    words: str

    def speaks_of_all(self) -> bool:
        """Tell whether they speak of all figures above.

        Returns
        -------
        bool
            True for ``Ghi chú: Số liệu trên là ...``.
        """
        return bool(_ABOUT_ALL.match(fold(self.words)))


def footnotes(sheet: Sheet, rows: Sequence[int]) -> list[Footnote]:
    """List the words below a table.

    Parameters
    ----------
    sheet
        The sheet.
    rows
        Rows below the table, counted from 0.

    Returns
    -------
    list of Footnote
        In the order of the sheet.
    """
    found = []
    for row in rows:
        for column, value in enumerate(sheet.rows[row]):
            if isinstance(value, str) and value:
                marked = _FOOTNOTE.fullmatch(value)
                mark, words = (marked["mark"], marked["words"]) if marked else ("", value)
                found.append(Footnote((row, column), _bare(mark), words))
    return found


def refuse_footnoted(
    rows: Sequence[UnitRow],
    columns: Sequence[tuple[int, Column]],
    sheet: Sheet,
    header: Header,
    below: Sequence[int],
    is_unit: Callable[[str], bool],
    context: Context,
) -> tuple[list[UnitRow], list[Finding]]:
    """Refuse the figures of columns and communes whose footnote says that they are something else.

    Parameters
    ----------
    rows
        The rows of units.
    columns
        Mapped columns with their place.
    sheet
        The sheet.
    header
        The head of the table.
    below
        Rows below the table, counted from 0.
    is_unit
        Tells whether a text names a unit.
    context
        The period and stage of the figures.

    Returns
    -------
    tuple
        The rows, and one error for each column and commune. The words of a footnote are not repeated: they may name
        persons.
    """
    kinds = {
        note.mark: (cell_name(*note.cell), kind)
        for note in footnotes(sheet, below)
        if note.mark and (kind := remark_kind(note.words, context.period, context.stage, is_unit))
    }
    if not kinds:
        return [*rows], []
    heads = {
        at: _mark_of(header.paths[place].rpartition(SEPARATOR)[2]) for at, (place, _) in enumerate(columns)
    }
    refused = {at: REMARKED for at, mark in heads.items() if mark in kinds}
    findings = [
        _finding(
            cell_name(header.bottom, columns[at][0]), columns[at][1].header, kinds[heads[at]], sheet, context
        )
        for at in refused
    ]
    kept = []
    for row in rows:
        mark = _mark_of(sheet.rows[row.row][header.unit_column])
        if mark in kinds:
            at = cell_name(row.row, header.unit_column)
            findings.append(_finding(at, row.name, kinds[mark], sheet, context))
        out = dict.fromkeys(range(len(row.readings)), REMARKED) if mark in kinds else refused
        kept.append(without_columns(row, out) if out else row)
    return kept, findings


def texts_about_all(sheet: Sheet, header: Header, below: Sequence[int]) -> Iterator[tuple[str, str]]:
    """List the words below a table that speak of all its figures.

    Parameters
    ----------
    sheet
        The sheet.
    header
        The head of the table; a footnote with the mark of a column or name is about that alone.
    below
        Rows below the table, counted from 0.

    Yields
    ------
    tuple of str
        Where it stands, and the text.
    """
    marks = {_mark_of(path.rpartition(SEPARATOR)[2]) for path in header.paths}
    marks |= {_mark_of(cells[header.unit_column]) for cells in sheet.rows}
    for note in footnotes(sheet, below):
        if note.speaks_of_all() and note.mark not in marks - {""}:
            yield cell_name(*note.cell), note.words


def footnotes_asked(sheet: Sheet, below: Sequence[int], context: Context) -> Iterator[Finding]:
    """Ask about words below a table that may say that figures lack a part, or are estimates.

    Parameters
    ----------
    sheet
        The sheet.
    below
        Rows below the table, counted from 0.
    context
        The stage of the figures.

    Yields
    ------
    Finding
        A warning for each.
    """
    for note in footnotes(sheet, below):
        words = note.words
        if not _OF_FIGURES.search(fold(words)) or _LEGEND.search(fold(words)):
            continue
        where = (context.file, sheet.name, cell_name(*note.cell))
        if may_be_part(words):
            yield Finding("footnote_of_part", Severity.WARNING, *where, words)
        elif "title_says_estimate" in title_rules(words, in_year=False, stage=context.stage):
            yield Finding("title_says_estimate", Severity.WARNING, *where, words)


def _finding(cell: str, name: str, told: tuple[str, str], sheet: Sheet, context: Context) -> Finding:
    where, kind = told
    values = {"name": name, "cells": where, "about": Sentence(f"sources.remark_{kind}")}
    return Finding("footnote_says_otherwise", Severity.ERROR, context.file, sheet.name, cell, values=values)


def _mark_of(value: object) -> str:
    found = _MARKED.fullmatch(value) if isinstance(value, str) else None
    return _bare(found["mark"]) if found else ""


def _bare(mark: str) -> str:
    return mark.strip("() ").translate(str.maketrans("¹²³⁴⁵", "12345"))
