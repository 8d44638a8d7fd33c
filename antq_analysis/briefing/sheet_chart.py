"""A native chart of Excel beside the figures that it draws: no line goes on over a change of counting."""

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from antq_analysis.briefing.packed import legal
from antq_analysis.briefing.parts import Lines
from antq_analysis.briefing.slides.chart import describe, number_pattern
from antq_analysis.show.style import CATEGORICAL, FAINT, FONT, GREY

_SIZE = {"width": 720, "height": 340}
_ROWS = 18
"""Rows that the chart covers."""


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
    for place, (name, values) in enumerate(lines.values.items()):
        at, colour = column + 1 + place, CATEGORICAL[place % len(CATEGORICAL)]
        sheet.write_string(_ROWS, at, legal(name), small)
        for row, value in enumerate(values, _ROWS + 1):
            if value is not None:
                sheet.write_number(row, at, value, shown)
        chart.add_series(
            {
                "name": [sheet.name, _ROWS, at],
                "categories": [sheet.name, _ROWS + 1, column, last, column],
                "values": [sheet.name, _ROWS + 1, at, last, at],
                "line": {"color": colour, "width": 2.25},
                "points": [_point(lines, i, colour) for i in range(len(lines.periods))],
                "marker": {
                    "type": "circle",
                    "size": 6,
                    "fill": {"color": colour},
                    "border": {"color": colour},
                },
            }
        )
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
    chart.set_legend({"none": True} if len(lines.values) == 1 else {"position": "bottom"})
    chart.show_blanks_as("gap")
    chart.set_size(_SIZE)
    sheet.set_column(column, column + len(lines.values), 14)
    sheet.insert_chart(0, column, chart, {"description": legal(describe(lines, lang)), "object_position": 3})


def _point(lines: Lines, position: int, colour: str) -> dict[str, dict[str, str | float]] | None:
    """Draw the line that leads to a point dashed where the two rest on other places."""
    if position - 1 not in lines.apart:
        return None
    return {"line": {"color": colour, "width": 1.75, "dash_type": "round_dot"}}
