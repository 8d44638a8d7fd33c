"""Every cohort of communes that began together beside what would be expected of it, and all of them together."""

import pandas as pd
from matplotlib.axes import Axes

from antq_analysis.language.catalogue import say
from antq_analysis.measures.since_start.names import LEAD, OVERALL, TWO_WAY
from antq_analysis.measures.since_start.result import DifferenceInDifferences
from antq_analysis.measures.since_start.said import ends_of
from antq_analysis.show.effect_words import row_labels
from antq_analysis.show.page import Frame, wrap
from antq_analysis.show.picture import Picture
from antq_analysis.show.ratio_axis import reach, style_ratios
from antq_analysis.show.style import CATEGORICAL, GREY, INK, TEXT

_LABEL, _NUMBERS, _FOOT = 74.0, 53.0, 13.0


def draw_cohorts(picture: Picture, frame: Frame, found: DifferenceInDifferences, lang: str) -> None:
    """Draw differences in differences, a line for each cohort.

    Parameters
    ----------
    picture
        The page.
    frame
        Where.
    found
        The estimate.
    lang
        ``"vi"`` or ``"en"``.
    """
    room = Frame(frame.left + _LABEL, frame.bottom + _FOOT, frame.right - _NUMBERS, frame.top - 2)
    axes = picture.add_axes(room.inches(picture), label="cohorts")
    labels = row_labels(found, lang)
    rows = found.table.loc[list(labels)]
    ends = rows[["value", "low", "high"]].to_numpy(float).ravel()
    style_ratios(axes, "x", reach(ends, 0.2), lang)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks([])
    axes.axvline(1, color=INK, linewidth=1.0, zorder=2, gid="one")
    for y, (name, label) in enumerate(labels.items()):
        _draw_row(axes, y, rows, name)
        lines = wrap(picture, label, _LABEL - 4, TEXT)
        _write(axes, y, -_LABEL / (room.right - room.left), "\n".join(lines), name)
        told = say("show.estimate_with_ends", lang, **ends_of(rows, name, lang))
        _write(axes, y, 1 + 3 / (room.right - room.left), told, name)
    axes.axhline(0.5, color=GREY, linewidth=0.5, zorder=1)
    axes.set_xlabel(say("show.times_expected", lang), fontsize=TEXT, loc="right", color=GREY)


def _draw_row(axes: Axes, y: float, rows: pd.DataFrame, name: str) -> None:
    colour = GREY if name in (TWO_WAY, LEAD) else CATEGORICAL[0]
    width, size = (4.0, 9) if name == OVERALL else (2.0, 6)
    ends = [float(rows[end][name]) for end in ("low", "high")]
    axes.plot(ends, [y, y], color=colour, linewidth=width, solid_capstyle="butt", zorder=4, gid="interval")
    axes.plot([float(rows["value"][name])], [y], "o", color=colour, markersize=size, zorder=5, gid="value")


def _write(axes: Axes, y: float, x: float, text: str, name: str) -> None:
    axes.text(
        x,
        y,
        text,
        transform=axes.get_yaxis_transform(),
        va="center",
        fontsize=TEXT,
        color=GREY if name in (TWO_WAY, LEAD) else INK,
        fontweight="bold" if name == OVERALL else "normal",
        gid="row",
    )
