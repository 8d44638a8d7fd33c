"""A native chart of Excel beside the figures that it draws: no line goes on over a change of counting."""

from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from antq_analysis.briefing.packed import legal
from antq_analysis.briefing.parts import Lines
from antq_analysis.briefing.slides.chart import describe, drawn_of, number_pattern
from antq_analysis.briefing.strokes import strokes_of
from antq_analysis.show.style import CATEGORICAL, FAINT, FONT, GREY

_SIZE = {"width": 720, "height": 340}
_TOP = 5
"""The row of its upper edge: banners and titles, which are longer than a narrow table, stay in sight above it."""
_ROWS = _TOP + 18
"""The row of the names of what it draws, below it."""


def add_line_chart(book: Workbook, sheet: Worksheet, lines: Lines, column: int, lang: str) -> None:
    """Add a chart to the right of a table, and below it the columns that it draws.

    Parameters
    ----------
    book
        The workbook.
    sheet
        The sheet with the table.
    lines
        What it draws.
    column
        First free column.
    lang
        ``"vi"`` or ``"en"``.
    """
    small = book.add_format({"font_name": FONT, "font_color": GREY, "text_wrap": True, "valign": "top"})
    shown = book.add_format(
        {"font_name": FONT, "font_color": GREY, "num_format": number_pattern(lines, lang)}
    )
    last = _ROWS + len(lines.periods)
    for row, period in enumerate(lines.periods, _ROWS + 1):
        sheet.write_string(row, column, legal(period), small)
    chart = book.add_chart({"type": "line"})
    looks = looks_of(lines)
    for place, (name, values) in enumerate(drawn_of(lines, lang)):
        at = column + 1 + place
        sheet.write_string(_ROWS, at, name, small)
        for row, value in enumerate(values, _ROWS + 1):
            if value is not None:
                sheet.write_number(row, at, value, shown)
        places = {
            "name": [sheet.name, _ROWS, at],
            "categories": [sheet.name, _ROWS + 1, column, last, column],
            "values": [sheet.name, _ROWS + 1, at, last, at],
        }
        chart.add_series(places | looks[place])
    chart.set_y_axis(
        {
            "name": legal(lines.unit),
            "name_font": {"bold": False},
            "min": 0
            if min((v for vs in lines.values.values() for v in vs if v is not None), default=0) >= 0
            else None,
            "major_gridlines": {"visible": True, "line": {"color": FAINT}},
            "line": {"none": True},
        }
    )
    pieces = list(range(len(lines.values), len(looks)))
    legend = {"position": "bottom", "delete_series": pieces}
    chart.set_legend({"none": True} if len(lines.values) == 1 else legend)
    chart.show_blanks_as("gap")
    chart.set_size(_SIZE)
    sheet.set_column(column, column + len(looks), 14)
    sheet.insert_chart(
        _TOP, column, chart, {"description": legal(describe(lines, lang)), "object_position": 3}
    )


def looks_of(lines: Lines) -> list[dict[str, Any]]:
    """Say how each line is drawn, and after them the pieces of those that are dashed somewhere.

    Parameters
    ----------
    lines
        What is drawn.

    Returns
    -------
    list of dict
        Line and marks, as the workbook takes them.
    """
    strokes = list(strokes_of(lines))
    parted = {one.line for one in strokes}
    looks: list[dict[str, Any]] = []
    for place in range(len(lines.values)):
        colour = CATEGORICAL[place % len(CATEGORICAL)]
        marks = {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}}
        line = {"none": True} if place in parted else {"color": colour, "width": 2.25}
        looks.append({"line": line, "marker": marks})
    for one in strokes:
        line = {"color": CATEGORICAL[one.line % len(CATEGORICAL)], "width": 2.25}
        line |= {"width": 1.75, "dash_type": "round_dot"} if one.dashed else {}
        looks.append({"line": line, "marker": {"type": "none"}})
    return looks
