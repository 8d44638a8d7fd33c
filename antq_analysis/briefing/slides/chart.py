"""Lines over years as a chart that can be edited: gaps stay gaps, and names of lines stay names."""

import io
import math
from collections.abc import Iterable, Iterator

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.series import LineSeries
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.util import Mm, Pt
from xlsxwriter import Workbook

from antq_analysis.briefing.packed import WRITTEN, legal
from antq_analysis.briefing.parts import Lines
from antq_analysis.briefing.slides.deck import rgb
from antq_analysis.briefing.strokes import Stroke, strokes_of
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_value, shown_decimals
from antq_analysis.show.style import CATEGORICAL, FAINT, INK, PAPER

_MARKERS = (
    XL_MARKER_STYLE.CIRCLE,
    XL_MARKER_STYLE.SQUARE,
    XL_MARKER_STYLE.DIAMOND,
    XL_MARKER_STYLE.TRIANGLE,
)
_SIZE = 16
_LABELLED = 10
"""A single line of up to so many values bears them all, others only their last."""
# Office writes the decimal mark of its system; whole numbers get the dot of Vietnamese on every system.
_WHOLE = {"vi": r"[>=1000000]#\.000\.000;[>=1000]#\.000;0", "en": "#,##0"}
_DECIMAL = {"vi": "[$-42A]#,##0.", "en": "#,##0."}
_STEPS = 8


def add_chart(slide: Slide, lines: Lines, place: tuple[float, float, float, float], lang: str) -> Chart:
    """Draw an editable chart.

    Parameters
    ----------
    slide
        Where.
    lines
        What it draws.
    place
        Left, top, width and height [mm].
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    pptx.chart.chart.Chart
        The chart.
    """
    pattern = number_pattern(lines, lang)
    data = CategoryChartData(number_format=pattern)
    data.categories = [legal(period) for period in lines.periods]
    for name, values in drawn_of(lines, lang):
        data.add_series(name, values)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *(Mm(side) for side in place), data)
    described = frame.element.nvGraphicFramePr.cNvPr
    described.set("descr", legal(describe(lines, lang)))
    chart = frame.chart
    # The library would write a name that begins with an equals sign as a formula, and the time of writing.
    chart.part.chart_workbook.update_from_xlsx_blob(_book(lines, pattern, lang))
    _look(chart, lines, pattern, lang)
    return chart


def number_pattern(lines: Lines, lang: str) -> str:
    """Choose how the values are written.

    Parameters
    ----------
    lines
        What is drawn.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        A number format of Office.

    Examples
    --------
    >>> number_pattern(Lines("vụ/10.000 người", ("2024", "2025"), {"Tỉnh": (6.2, None)}), "vi")
    '[$-42A]#,##0.0'
    """
    decimals = max((shown_decimals(value) for value in _values(lines)), default=0)
    return _DECIMAL[lang] + "0" * min(decimals, 2) if decimals else _WHOLE[lang]


def nice_step(highest: float) -> float:
    """Choose the step of an axis.

    Parameters
    ----------
    highest
        Largest value.

    Returns
    -------
    float
        1, 2 or 5 times a power of ten, so that up to eight steps reach the value.

    Examples
    --------
    >>> nice_step(8.5), nice_step(60.1), nice_step(1602), nice_step(0)
    (2.0, 10.0, 500.0, 1.0)
    """
    if highest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(highest / _STEPS))
    return next(times * power for times in (1, 2, 5, 10) if times * power * _STEPS >= highest)


def describe(lines: Lines, lang: str) -> str:
    """Say in words what a chart shows.

    Parameters
    ----------
    lines
        What is drawn.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        For each line its first and its last value.
    """
    said = []
    for name, values in lines.values.items():
        there = [(p, v) for p, v in zip(lines.periods, values, strict=True) if v is not None]
        ends = dict([there[0], there[-1]]) if there else {}
        said.append(f"{name}: " + "; ".join(f"{p}: {format_value(v, lang)}" for p, v in ends.items()))
    return f"{lines.unit}. " + ". ".join(said)


def _values(lines: Lines) -> list[float]:
    return [value for values in lines.values.values() for value in values if value is not None]


def drawn_of(lines: Lines, lang: str) -> Iterator[tuple[str, tuple[float | None, ...]]]:
    """Name what a chart draws: its lines, then the pieces of those that are dashed somewhere.

    Parameters
    ----------
    lines
        What is drawn.
    lang
        ``"vi"`` or ``"en"``.

    Yields
    ------
    tuple
        Name and one value a period.
    """
    names = list(lines.values)
    yield from ((legal(name), values) for name, values in lines.values.items())
    for one in strokes_of(lines):
        key = "dashed" if one.dashed else "whole"
        yield say(f"briefing.stroke_{key}", lang, name=legal(names[one.line])), one.values


def _book(lines: Lines, pattern: str, lang: str) -> bytes:
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"created": WRITTEN})
    sheet = book.add_worksheet("Sheet1")
    shape = book.add_format({"num_format": pattern})
    for r, period in enumerate(lines.periods, 1):
        sheet.write_string(r, 0, legal(period))
    for c, (name, values) in enumerate(drawn_of(lines, lang), 1):
        sheet.write_string(0, c, name)
        for r, value in enumerate(values, 1):
            if value is not None:
                sheet.write_number(r, c, value, shape)
    book.close()
    return stream.getvalue()


def _look(chart: Chart, lines: Lines, pattern: str, lang: str) -> None:
    chart.font.size = Pt(_SIZE)
    chart.font.color.rgb = rgb(INK)
    chart.has_title = False
    chart.has_legend = len(lines.values) > 1
    if chart.legend is not None:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    axis = chart.value_axis
    axis.major_unit = unit = nice_step(max(map(abs, _values(lines)), default=1.0))
    ticks = _WHOLE[lang] if unit >= 1 else pattern
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = ticks, False
    axis.major_gridlines.format.line.color.rgb = rgb(FAINT)
    axis.format.line.fill.background()
    if min(_values(lines), default=0) >= 0:
        axis.minimum_scale = 0
    axis.has_title = True
    axis.axis_title.text_frame.text = legal(lines.unit)
    written = axis.axis_title.text_frame.paragraphs[0].runs[0].font
    written.size, written.bold = Pt(_SIZE), False
    chart.category_axis.format.line.color.rgb = rgb(FAINT)
    drawn, strokes = list(chart.plots[0].series), list(strokes_of(lines))
    parted = {one.line for one in strokes}
    for i, series in enumerate(drawn[: len(lines.values)]):
        _draw(series, i, len(lines.values) == 1)
        _hollow(series, i, lines)
        if i in parted:
            series.format.line.fill.background()
    for series, one in zip(drawn[len(lines.values) :], strokes, strict=True):
        _stroke(series, one)
    if chart.has_legend:
        _unnamed(chart, range(len(lines.values), len(drawn)))


def _stroke(series: LineSeries, one: Stroke) -> None:
    line = series.format.line
    series.smooth, series.marker.style = False, XL_MARKER_STYLE.NONE
    line.color.rgb, line.width = rgb(CATEGORICAL[one.line % len(CATEGORICAL)]), Pt(2.75)
    if one.dashed:
        line.width, line.dash_style = Pt(2.25), MSO_LINE.ROUND_DOT


def _unnamed(chart: Chart, places: Iterable[int]) -> None:
    """Leave the pieces of lines out of the legend, which names whole lines."""
    legend = chart.legend._element  # noqa: SLF001 - the library has no other way to it
    for place in reversed(list(places)):
        entry = f'<c:legendEntry {nsdecls("c")}><c:idx val="{place}"/><c:delete val="1"/></c:legendEntry>'
        legend.find(qn("c:legendPos")).addnext(parse_xml(entry))


def _hollow(series: LineSeries, place: int, lines: Lines) -> None:
    colour = rgb(CATEGORICAL[place % len(CATEGORICAL)])
    for i, value in enumerate(series.values):
        if value is not None and i in lines.hollow:
            marker = series.points[i].marker
            marker.style, marker.size = _MARKERS[place % len(_MARKERS)], 9
            marker.format.fill.solid()
            marker.format.fill.fore_color.rgb = rgb(PAPER)
            marker.format.line.color.rgb = colour


def _draw(series: LineSeries, place: int, alone: bool) -> None:
    colour = rgb(CATEGORICAL[place % len(CATEGORICAL)])
    series.smooth = False
    series.format.line.color.rgb, series.format.line.width = colour, Pt(2.75)
    series.marker.style, series.marker.size = _MARKERS[place % len(_MARKERS)], 9
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = colour
    series.marker.format.line.color.rgb = colour
    there = [i for i, value in enumerate(series.values) if value is not None]
    labelled = there if alone and len(there) <= _LABELLED else there[-1:]
    for i in labelled:
        label = series.points[i].data_label
        label.position = XL_LABEL_POSITION.ABOVE
        label.font.size, label.font.bold = Pt(_SIZE), True
        label.font.color.rgb = colour
