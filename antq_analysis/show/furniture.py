"""What stands beside a map: legend, scale bar, north arrow; drawn on the page in millimetres."""

import math
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.show.page import height_of, size_of, wrap
from antq_analysis.show.painted import Painted
from antq_analysis.show.picture import Picture
from antq_analysis.show.style import APPORTIONED, GREY, INK, NOTHING, PAPER, SMALL, TEXT

_GAP = 2.5
_NORTH = 8.0


def canvas_of(picture: Picture) -> Axes:
    """Lay a transparent sheet over the page, measured in millimetres.

    Parameters
    ----------
    picture
        The page.

    Returns
    -------
    matplotlib.axes.Axes
        Axes without frame, from (0, 0) to the size of the page.
    """
    width, height = size_of(picture)
    sheet = picture.add_axes((0, 0, 1, 1), label="sheet")
    sheet.set_axis_off()
    sheet.set_xlim(0, width)
    sheet.set_ylim(0, height)
    return sheet


def draw_legend(
    picture: Picture, sheet: Axes, mapped: Painted, at: tuple[float, float, float], lang: str
) -> float:
    """Draw the legend: every class and every kind of nothing with its number of units.

    Parameters
    ----------
    picture
        The page.
    sheet
        Its sheet in millimetres.
    mapped
        What is shown.
    at
        Left edge, top edge and width [mm].
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    float
        Lower edge of the legend [mm].
    """
    x, y, width = at
    units = mapped.units_word(lang).replace(" ", "\N{NO-BREAK SPACE}")
    heads = (
        (mapped.heading(lang), TEXT, "bold", INK),
        (say("show.legend_count", lang, units=units), SMALL, "normal", GREY),
    )
    for text, size, weight, colour in heads:
        lines = wrap(picture, text, width, size, weight)
        sheet.text(x, y, "\n".join(lines), fontsize=size, fontweight=weight, color=colour, va="top")
        y -= height_of(len(lines), size) + 1
    y -= 2
    for i, (label, n, style) in enumerate(_entries(mapped, lang)):
        text = say("show.class_count", lang, label=label, n=n, unit=units)
        y -= _GAP if i == len(mapped.colours()) else 0
        y -= _entry(picture, sheet, (x, y, width), text, style)
    return y


def _entries(mapped: Painted, lang: str) -> list[tuple[str, int, dict[str, Any]]]:
    rows: list[tuple[str, int, dict[str, Any]]] = [
        (label, n, {"facecolor": colour})
        for label, n, colour in zip(mapped.labels(lang), mapped.counts(), mapped.colours(), strict=True)
    ]
    for kind, n in mapped.nothings().items():
        face, hatch, colour = NOTHING[kind]
        rows.append(
            (mapped.nothing_label(kind, lang), n, {"facecolor": face, "hatch": hatch, "hatchcolor": colour})
        )
    apportioned = int(mapped.units["apportioned"].sum())
    if apportioned:
        style = {"facecolor": PAPER, "hatch": APPORTIONED, "hatchcolor": INK}
        rows.append((say("show.apportioned", lang), apportioned, style))
    return rows


def _entry(
    picture: Picture, sheet: Axes, at: tuple[float, float, float], text: str, style: dict[str, Any]
) -> float:
    x, y, width = at
    wide, high, row = picture.sheet.swatch
    lines = wrap(picture, text, width - wide - 3, TEXT)
    height = max(row, height_of(len(lines), TEXT) + 1.6)
    middle = y - height / 2
    box = Rectangle((x, middle - high / 2), wide, high, edgecolor=GREY, linewidth=0.5, **style)
    sheet.add_patch(box)
    sheet.text(x + wide + 3, middle, "\n".join(lines), fontsize=TEXT, va="center", gid="legend")
    return height


def draw_borders_key(
    picture: Picture, sheet: Axes, at: tuple[float, float], mapped: Painted, *, districts: bool, lang: str
) -> float:
    """Explain the lines of the map.

    Parameters
    ----------
    picture
        The page.
    sheet
        Its sheet in millimetres.
    at
        Left and top edge [mm].
    mapped
        What is shown.
    districts
        Whether there are borders of districts.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    float
        Lower edge [mm].
    """
    x, y = at
    units = mapped.units_word(lang)
    rows = [(say("show.district_border", lang), 1.1, INK)] if districts else []
    rows.append((say("show.unit_border", lang, units=units), 0.4, GREY))
    wide, _, row = picture.sheet.swatch
    for text, width, colour in rows:
        y -= 0.77 * row
        sheet.add_line(Line2D([x, x + wide], [y, y], color=colour, linewidth=width))
        sheet.text(x + wide + 3, y, text, fontsize=SMALL, va="center", color=GREY)
    return y


def nice_length(most: float) -> float:
    """Find the longest round length that is not longer than there is room for.

    Parameters
    ----------
    most
        Room [any unit].

    Returns
    -------
    float
        1, 2 or 5 times a power of ten.

    Examples
    --------
    >>> nice_length(37.0), nice_length(0.6)
    (20.0, 0.5)
    """
    power = 10.0 ** math.floor(math.log10(most))
    return float(max(step * power for step in (1, 2, 5) if step * power <= most * (1 + 1e-9)))


def draw_scale(sheet: Axes, at: tuple[float, float, float], metres_per_mm: float, lang: str) -> None:
    """Draw a scale bar in two halves and the north arrow beside it.

    Parameters
    ----------
    sheet
        The sheet in millimetres.
    at
        Left and lower edge, and width of both [mm].
    metres_per_mm
        Scale of the map.
    lang
        ``"vi"`` or ``"en"``.
    """
    x, y, width = at
    kilometres = nice_length(0.62 * width * metres_per_mm / 1000)
    length = kilometres * 1000 / metres_per_mm
    for i, colour in enumerate((INK, PAPER)):
        half = Rectangle(
            (x + i * length / 2, y), length / 2, 1.5, facecolor=colour, edgecolor=INK, linewidth=0.6
        )
        sheet.add_patch(half)
    for share in (0.0, 0.5, 1.0):
        number = kilometres * share
        text = say("show.kilometres", lang, n=number) if share == 1 else format_number(number, lang)
        sheet.text(
            x + share * length, y + 2.4, text, fontsize=SMALL, ha="center" if share else "left", va="bottom"
        )
    north_x, north_y = x + width - _NORTH, y
    arrow = [
        (north_x, north_y + 11),
        (north_x - 3, north_y),
        (north_x, north_y + 2.6),
        (north_x + 3, north_y),
    ]
    sheet.add_patch(Polygon(arrow[:1] + arrow[1:3], closed=True, facecolor=INK, edgecolor=INK, linewidth=0.6))
    sheet.add_patch(
        Polygon([arrow[0], arrow[2], arrow[3]], closed=True, facecolor=PAPER, edgecolor=INK, linewidth=0.6)
    )
    sheet.text(
        north_x,
        north_y + 12,
        say("show.north", lang),
        fontsize=TEXT,
        ha="center",
        va="bottom",
        fontweight="bold",
    )


def halo() -> list[withStroke]:
    """Give text a white rim, readable on every class and over every border.

    Returns
    -------
    list
        Path effects.
    """
    return [withStroke(linewidth=2.4, foreground=PAPER)]


def reach_tick(axes: Axes, ticks: MaxNLocator) -> None:
    """Let the upper end of the vertical axis be a tick, so that no figure lies above the last line of the grid.

    Parameters
    ----------
    axes
        Whose limits are set.
    ticks
        Places its ticks.
    """
    low, high = axes.get_ylim()
    axes.set_ylim(low, max(ticks.tick_values(low, high)))
    axes.yaxis.set_major_locator(ticks)
