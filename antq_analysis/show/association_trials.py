"""The coefficient of an association beside those of many runs without any link, one strip for each way of asking."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from antq_analysis.language.numbers import format_number
from antq_analysis.measures.association.result import Association
from antq_analysis.measures.association.said_words import interval
from antq_analysis.show.association_words import way_labels
from antq_analysis.show.page import Frame, height_of, wrap
from antq_analysis.show.picture import Picture
from antq_analysis.show.style import FAINT, GREY, INK, PAPER, RED, SMALL, TEXT

FOOT, HEAD = 12.0, 8.0
"""Room below and above the axes [mm]."""

_BINS = 41


def draw_trials(picture: Picture, room: Frame, found: Association, lang: str) -> None:
    """Draw the coefficient with its interval, and below it the runs without any link with the range of 95 of 100.

    Parameters
    ----------
    picture
        The page.
    room
        Where.
    found
        The association.
    lang
        ``"vi"`` or ``"en"``.
    """
    labels = [wrap(picture, text, room.right - room.left, SMALL) for text in way_labels(found, lang)]
    box = Frame(room.left, room.bottom + FOOT, room.right, room.top - HEAD)
    axes = picture.add_axes(box.inches(picture), label="nothing")
    height = box.top - box.bottom
    strip = height / len(labels)
    axes.set_ylim(0, height)
    axes.set_xlim(*_ends(found))
    axes.axvline(0, color=FAINT, linewidth=0.8, zorder=1)
    level = height
    for lines, runs in zip(labels, [None, *found.nothing_true.values()], strict=True):
        taken = height_of(len(lines), SMALL)
        axes.text(
            0,
            level,
            "\n".join(lines),
            transform=axes.get_yaxis_transform(),
            fontsize=SMALL,
            va="top",
            color=INK if runs is None else GREY,
            fontweight="bold" if runs is None else "normal",
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8},
            zorder=8,
            gid="way",
        )
        foot, top = level - strip + 2.0, level - taken - 1.5
        if runs is None:
            _draw_observed(axes, found, (foot + top) / 2)
        else:
            _draw_runs(axes, runs.runs, (foot, top), (runs.low, runs.high))
        level -= strip
    value = float(found.table["value"]["pearson"])
    axes.axvline(value, color=RED, linewidth=0.9, linestyle=(0, (4, 3)), zorder=5, gid="observed")
    style_axes(axes, lang)
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))


def _ends(found: Association) -> tuple[float, float]:
    told = [*interval(found), *found.span, float(found.table["value"]["pearson"]), 0.0]
    told += [float(end) for one in found.nothing_true.values() for end in (one.runs.min(), one.runs.max())]
    known = [value for value in told if np.isfinite(value)]
    spare = 0.05 * (max(known) - min(known))
    return max(-1.02, min(known) - spare), min(1.02, max(known) + spare)


def _draw_observed(axes: Axes, found: Association, y: float) -> None:
    low, high = interval(found)
    if np.isfinite(low):
        axes.plot(
            [low, high], [y, y], color=RED, linewidth=2.0, solid_capstyle="butt", zorder=6, gid="interval"
        )
    axes.plot([found.table["value"]["pearson"]], [y], "o", color=RED, markersize=6, zorder=7, gid="value")


def _draw_runs(axes: Axes, runs: np.ndarray, span: tuple[float, float], ends: tuple[float, float]) -> None:
    foot, top = span
    number, edges = np.histogram(runs, bins=np.linspace(*axes.get_xlim(), _BINS))
    height = number / max(number.max(), 1) * max(top - foot, 1.0)
    axes.bar(
        edges[:-1],
        height,
        np.diff(edges),
        bottom=foot,
        align="edge",
        color=FAINT,
        linewidth=0,
        zorder=2,
        gid="runs",
    )
    axes.plot(ends, [foot, foot], color=GREY, linewidth=3.0, solid_capstyle="butt", zorder=3, gid="range")


def style_axes(axes: Axes, lang: str) -> None:
    """Give axes numbers of the language and nothing that is not needed.

    Parameters
    ----------
    axes
        The axes.
    lang
        ``"vi"`` or ``"en"``.
    """
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: format_number(value, lang)))
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, labelsize=TEXT, pad=5)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
