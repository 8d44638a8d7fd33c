"""Names beside the ends of lines, moved apart so that none stands over another."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from antq_analysis.show.furniture import halo

_APART = 9.0
"""Room between a place and its name [pt]."""

_MOVED = 0.2
"""Share of a line's height from which a name has moved aside."""


@dataclass(frozen=True)
class SideLabel:
    """A name beside the end of a line.

    Parameters
    ----------
    at
        Where the line ends, on the vertical axis.
    lines
        The name.
    colour
        Its colour.
    """

    at: float
    lines: tuple[str, ...]
    colour: str


def spread(places: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Move places apart along an axis, as little as needed, in their order.

    Parameters
    ----------
    places
        Where each would stand.
    sizes
        Room that each takes.
    low, high
        Ends of the axis; where there is not room for all they begin at its lower end.

    Returns
    -------
    list of float
        The middle of each.

    Examples
    --------
    >>> spread([1.0, 1.0, 8.0], [2.0, 2.0, 2.0], 0.0, 10.0)
    [1.0, 3.0, 8.0]
    """
    order = sorted(range(len(places)), key=lambda i: (places[i], i))
    middle = list(places)
    level = low
    for i in order:
        middle[i] = max(places[i], level + sizes[i] / 2)
        level = middle[i] + sizes[i] / 2
    level = high
    for i in reversed(order):
        middle[i] = min(middle[i], level - sizes[i] / 2)
        level = middle[i] - sizes[i] / 2
    level = low
    for i in order:
        middle[i] = max(middle[i], level + sizes[i] / 2)
        level = middle[i] + sizes[i] / 2
    return middle


def draw_side_labels(
    axes: Axes, labels: Sequence[SideLabel], x: float, *, left: bool = False, size: float, line: float
) -> None:
    """Write names beside an edge of a chart; one that had to move aside keeps a thin line to its place.

    Parameters
    ----------
    axes
        Where.
    labels
        The names.
    x
        The edge, on the horizontal axis.
    left
        Whether they stand to its left.
    size
        Size of type [pt].
    line
        Height of a line [units of the vertical axis].
    """
    low, high = axes.get_ylim()
    room = [len(label.lines) * line for label in labels]
    for label, y in zip(labels, spread([label.at for label in labels], room, low, high), strict=True):
        axes.annotate(
            "\n".join(label.lines),
            (x, y),
            (-_APART if left else _APART, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
            fontsize=size,
            linespacing=1.1,
            color=label.colour,
            path_effects=halo(),
            annotation_clip=False,
            gid="side",
        )
        if abs(y - label.at) > line * _MOVED:
            _lead(axes, label, (x, y), -_APART if left else _APART)


def _lead(axes: Axes, label: SideLabel, to: tuple[float, float], apart: float) -> None:
    across = axes.transData.transform(to)[0] + apart * 0.85 * axes.figure.dpi / 72
    end = axes.transData.inverted().transform((across, 0))[0]
    axes.add_line(
        Line2D(
            [to[0], end], [label.at, to[1]], color=label.colour, linewidth=0.6, clip_on=False, gid="leader"
        )
    )
