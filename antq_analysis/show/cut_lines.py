"""The dashed lines of a chart where what is counted changed, each with its reason written above the picture."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes

from antq_analysis.show.lines import Cut, cut_text
from antq_analysis.show.page import LINE, Frame, height_of, size_of, wrap
from antq_analysis.show.picture import Picture
from antq_analysis.show.style import INK, PAGES, PAPER, SMALL

_WIDEST, _GAP = 78.0, 1.5
_USUAL = 11.0


@dataclass(frozen=True)
class CutLine:
    """One cut with its reason, broken into lines.

    Parameters
    ----------
    cut
        Where, and why.
    lines
        The reason.
    height
        Room that it takes above the picture [mm].
    width
        Room that a line has [mm].
    """

    cut: Cut
    lines: tuple[str, ...]
    height: float
    width: float


def cut_lines(picture: Picture, cuts: Iterable[Cut], lang: str = "vi") -> tuple[CutLine, ...]:
    """Break the reason of every cut into lines.

    Parameters
    ----------
    picture
        The page, which measures the type.
    cuts
        The cuts, in order of time.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    tuple of CutLine
        In the same order.
    """
    width = _WIDEST * min(1.0, size_of(picture)[0] / PAGES["a4"].width)
    told = [(cut, tuple(wrap(picture, cut_text(cut, lang), width, SMALL))) for cut in cuts]
    return tuple(CutLine(cut, lines, height_of(len(lines), SMALL) + _GAP, width) for cut, lines in told)


def room_for(cuts: int, chart: float = 46.0) -> float:
    """Tell how high the room of a chart with cuts should be on a page that may grow.

    Parameters
    ----------
    cuts
        How many reasons stand above it.
    chart
        Height of the chart itself [mm].

    Returns
    -------
    float
        Height [mm].
    """
    return chart + _USUAL * cuts


def room_below(frame: Frame, lines: tuple[CutLine, ...]) -> Frame:
    """Leave room for the reasons above a chart.

    Parameters
    ----------
    frame
        Room of the chart [mm].
    lines
        What is written above it.

    Returns
    -------
    Frame
        What is left.
    """
    return replace(frame, top=frame.top - sum(one.height for one in lines) - (2 if lines else 0))


def sheet_over(picture: Picture, axes: Axes, room: Frame, head: float) -> tuple[Axes, Frame]:
    """Lay a sheet over a chart and over what is written right above it, for its cuts.

    Parameters
    ----------
    picture
        The page.
    axes
        The chart.
    room
        Its place on the page [mm].
    head
        Height of what is written above it [mm].

    Returns
    -------
    tuple of Axes and Frame
        Transparent axes with the same horizontal scale, and their place.
    """
    place = replace(room, top=room.top + head)
    sheet = picture.add_axes(place.inches(picture), label="cuts")
    sheet.set_xlim(axes.get_xlim())
    sheet.set_axis_off()
    return sheet, place


def draw_cut_lines(axes: Axes, room: Frame, lines: tuple[CutLine, ...], x: Sequence[float]) -> None:
    """Draw the cuts over a chart, with their reasons in the room above it.

    Parameters
    ----------
    axes
        Where.
    room
        Its place on the page [mm].
    lines
        The cuts.
    x
        Where each stands on the axis of time.
    """
    height, width = room.top - room.bottom, room.right - room.left
    low, high = axes.get_xlim()
    # The first reason stands highest: it may then run over the lines of later cuts, which end below it.
    level = room.top + 2 + sum(one.height for one in lines)
    for one, at in zip(lines, x, strict=True):
        share = (at - low) / (high - low)
        top = (level - room.bottom) / height
        right = width * (1 - share) >= one.width
        axes.plot(
            [share, share],
            [0, top],
            transform=axes.transAxes,
            color=INK,
            linewidth=1.0,
            linestyle=(0, (4, 3)),
            clip_on=False,
            gid="cut",
        )
        axes.text(
            share + (1.8 if right else -1.8) / width,
            top,
            "\n".join(one.lines),
            transform=axes.transAxes,
            ha="left" if right else "right",
            va="top",
            fontsize=SMALL,
            linespacing=LINE,
            color=INK,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8},
            zorder=8,
            gid="reason",
        )
        level -= one.height
