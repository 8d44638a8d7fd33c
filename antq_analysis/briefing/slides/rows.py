"""A table of a slide: large type, and as many rows as there is room for."""

from dataclasses import dataclass

import pandas as pd
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.util import Mm, Pt

from antq_analysis.briefing.fitted import broken_lines, fit_columns
from antq_analysis.briefing.packed import legal
from antq_analysis.briefing.parts import Grid
from antq_analysis.briefing.slides.deck import ACCENT, rgb
from antq_analysis.show.style import FAINT, INK, PAPER
from antq_analysis.show.table import Table

_SIZES = (18.0, 16.0, 14.0)
_CUT = (16.0, 14.0, 12.0, 11.0)
"""Where not all rows have room, fewer are shown rather than smaller ones, unless a column has no room [pt]."""
_FEWEST = 2
"""A head and a row."""
_SANS = 1.14
"""The face of slides is wider than that of books."""
_PADDING, _ABOVE = 4.0, 1.0
_LINE = 1.2 * 25.4 / 72
_PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_GROUND = {"head": ACCENT, "total": "#e8eef5", "heading": "#f4f6f8"}
_BORDER = '<a:lnB {names} w="9525"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:lnB>'


@dataclass(frozen=True)
class Fit:
    """How a table stands on a slide.

    Parameters
    ----------
    size
        Size of the type [pt].
    widths
        Of the columns [mm].
    heights
        Of the head and of the rows that are shown [mm].
    """

    size: float
    widths: list[float]
    heights: list[float]


def add_table(slide: Slide, grid: Grid, place: tuple[float, float, float, float]) -> int:
    """Draw a table.

    Parameters
    ----------
    slide
        Where.
    grid
        The table with its caption.
    place
        Left, top, width and height [mm].

    Returns
    -------
    int
        How many rows there was no room for.
    """
    table, printed = grid.table, grid.table.printed()
    fit = _fitted(table, printed, place[2], place[3])
    left, top = (Mm(side) for side in place[:2])
    shown = len(fit.heights) - 1
    frame = slide.shapes.add_table(
        shown + 1, len(fit.widths), left, top, Mm(sum(fit.widths)), Mm(sum(fit.heights))
    )
    frame.element.nvGraphicFramePr.cNvPr.set("descr", legal(grid.caption))
    made = frame.table
    made.horz_banding = False
    frame.element.find(f".//{qn('a:tableStyleId')}").text = _PLAIN_STYLE
    for column, width in zip(made.columns, fit.widths, strict=True):
        column.width = Mm(width)
    for row, height in zip(made.rows, fit.heights, strict=True):
        row.height = Mm(height)
    for c, column in enumerate(table.columns):
        right = column.kind != "text"
        _write(made.cell(0, c), column.head, fit.size, "head", right)
        for r in range(shown):
            _write(made.cell(r + 1, c), str(printed.iloc[r, c]), fit.size, str(table.kinds.iloc[r]), right)
    for cell in frame.element.iter(qn("a:tc")):
        # Before the ground of the cell, as the schema wants it.
        border = _BORDER.format(names=nsdecls("a"), colour=FAINT.strip("#").upper())
        cell.get_or_add_tcPr().insert(0, parse_xml(border))
    return len(printed) - shown


def _fitted(table: Table, printed: pd.DataFrame, width: float, height: float) -> Fit:
    """Take the largest type in which all rows have room; where there is none, show as many rows as have."""
    for size in _SIZES:
        wide, widths = fit_columns(table, printed, width, [size * _SANS, 1.0], _PADDING)
        heights = _heights(table, printed, widths, wide)
        if wide > 1 and sum(heights) <= height:
            return Fit(size, widths, heights)
    wide, widths = fit_columns(table, printed, width, [size * _SANS for size in _CUT], _PADDING)
    heights = _heights(table, printed, widths, wide)
    while sum(heights) > height and len(heights) > _FEWEST:
        heights.pop()
    return Fit(wide / _SANS, widths, heights)


def _heights(table: Table, printed: pd.DataFrame, widths: list[float], size: float) -> list[float]:
    heads = [column.head for column in table.columns]
    rows = [heads, *printed.to_numpy().tolist()]
    line = size / _SANS * _LINE
    return [broken_lines(row, widths, size * 1.04, _PADDING) * line + 2 * _ABOVE for row in rows]


def _write(cell: _Cell, text: str, size: float, kind: str, right: bool) -> None:
    cell.margin_left = cell.margin_right = Mm(_PADDING / 2)
    cell.margin_top = cell.margin_bottom = Mm(_ABOVE)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame = cell.text_frame
    frame.text = legal(text)
    for written in frame.paragraphs:
        written.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        # PowerPoint passes over what a paragraph says of its type; an empty cell takes the height of its end.
        written._p.get_or_add_endParaRPr().set("sz", str(round(size) * 100))  # noqa: SLF001 - no other way to it
        for run in written.runs:
            run.font.size = Pt(round(size))
            run.font.bold = kind in ("head", "total", "heading")
            run.font.color.rgb = rgb(PAPER if kind == "head" else INK)
    if kind in _GROUND:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(_GROUND[kind])
