"""Every year around the beginning beside the last one without a model, with the number of units behind it."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, format_signed
from antq_analysis.measures.since_start.names import AFTER, BEFORE
from antq_analysis.measures.since_start.result import EventStudy
from antq_analysis.measures.verdict.said_caveats import say_times
from antq_analysis.show.furniture import halo
from antq_analysis.show.page import Frame
from antq_analysis.show.picture import Picture
from antq_analysis.show.ratio_axis import reach, style_ratios
from antq_analysis.show.style import CATEGORICAL, GREY, INK, PAPER, SMALL, TEXT
from antq_analysis.show.words import unit_name

REFERENCE = -1
_AXIS, _FOOT, _HEAD, _SIDE = 14.0, 17.0, 13.0, 4.0
_SHADE = "#eef1f4"
_MOST_LABELLED = 16


def draw_years(picture: Picture, frame: Frame, found: EventStudy, lang: str) -> None:
    """Draw an event study.

    Parameters
    ----------
    picture
        The page.
    frame
        Where.
    found
        The event study.
    lang
        ``"vi"`` or ``"en"``.
    """
    room = Frame(frame.left + _AXIS, frame.bottom + _FOOT, frame.right - _SIDE, frame.top - _HEAD)
    axes = picture.add_axes(room.inches(picture), label="years")
    rows = found.table[found.table["value"].gt(0)]
    style_ratios(axes, "y", reach(rows[["value", "low", "high"]].to_numpy(float).ravel(), 0.2), lang)
    left, right = min(rows.index.min(), REFERENCE) - 0.6, max(rows.index.max(), 0) + 0.6
    axes.set_xlim(left, right)
    axes.axvspan(left, REFERENCE + 0.5, color=_SHADE, linewidth=0, zorder=0, gid="lead")
    axes.axhline(1, color=INK, linewidth=1.0, zorder=2, gid="one")
    for before in (True, False):
        own = rows[(rows.index < 0) == before]
        _draw_points(axes, own, colour=GREY if before else CATEGORICAL[0])
    _draw_reference(axes, lang)
    _draw_averages(axes, found, (left, right))
    if len(rows) <= _MOST_LABELLED:
        _label_values(axes, rows, lang)
    _name_parts(axes, (left, right), found, lang)
    _mark_years(axes, found, lang)


def _draw_points(axes: Axes, rows: pd.DataFrame, *, colour: str) -> None:
    known = rows["low"].notna()
    for gid, columns, width in (("band", ("low", "high"), 1.1), ("alone", ("low_alone", "high_alone"), 3.4)):
        ends = rows.loc[known, list(columns)].to_numpy(float)
        axes.vlines(
            rows.index[known], ends[:, 0], ends[:, 1], color=colour, linewidth=width, zorder=4, gid=gid
        )
    for gid, own, face in (("value", rows[known], colour), ("few", rows[~known], PAPER)):
        look: dict[str, Any] = {
            "facecolor": face,
            "edgecolor": colour,
            "linewidth": 1.4,
            "s": 46,
            "zorder": 5,
        }
        axes.scatter(own.index, own["value"], gid=gid, clip_on=False, **look)


def _draw_reference(axes: Axes, lang: str) -> None:
    axes.plot([REFERENCE], [1], "D", color=PAPER, mec=INK, markersize=7, zorder=6, gid="reference")
    axes.annotate(
        say("show.reference_year", lang),
        (REFERENCE, 1),
        (0, 9),
        textcoords="offset points",
        ha="center",
        fontsize=SMALL,
        color=INK,
        path_effects=halo(),
        zorder=7,
        gid="reference",
    )


def _draw_averages(axes: Axes, found: EventStudy, ends: tuple[float, float]) -> None:
    spans = {BEFORE: (ends[0], REFERENCE + 0.5, GREY), AFTER: (REFERENCE + 0.5, ends[1], CATEGORICAL[0])}
    for name, (left, right, colour) in spans.items():
        value = float(found.averages["value"][name])
        if not value > 0 or (name == BEFORE and found.alike_before is None):
            continue
        axes.plot(
            [left, right],
            [value, value],
            color=colour,
            linewidth=1.0,
            linestyle=(0, (5, 3)),
            zorder=3,
            gid=f"average_{name}",
        )


def _label_values(axes: Axes, rows: pd.DataFrame, lang: str) -> None:
    for year, value in rows["value"].astype(float).items():
        axes.annotate(
            format_number(value, lang, 2),
            (float(str(year)), value),
            (7, 3),
            textcoords="offset points",
            va="bottom",
            fontsize=TEXT,
            path_effects=halo(),
            zorder=6,
            gid="number",
        )


def _name_parts(axes: Axes, ends: tuple[float, float], found: EventStudy, lang: str) -> None:
    parts = [((REFERENCE + 0.5 + ends[1]) / 2, "show.years_with", AFTER, CATEGORICAL[0])]
    if (found.table.index < REFERENCE).any():
        parts.append(((ends[0] + REFERENCE + 0.5) / 2, "show.lead_years", BEFORE, GREY))
    for x, key, name, colour in parts:
        value = say_times(float(found.averages["value"][name]), lang)
        axes.annotate(
            f"{say(key, lang)} · {say('show.together', lang, value=value)}",
            (x, 1),
            (0, 5),
            xycoords=axes.get_xaxis_transform(),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=TEXT,
            fontweight="bold",
            color=colour,
            annotation_clip=False,
            gid="part",
        )


def _mark_years(axes: Axes, found: EventStudy, lang: str) -> None:
    number = found.table["n"]
    years = np.arange(min(number.index.min(), REFERENCE), max(number.index.max(), 0) + 1)
    told = [format_signed(int(year), lang) for year in years]
    counts = [format_number(int(number[year]), lang) if year in number.index else "" for year in years]
    axes.set_xticks(years, [f"{year}\n{count}" for year, count in zip(told, counts, strict=True)])
    axes.tick_params(axis="x", labelsize=TEXT, labelcolor=INK)
    axes.set_xlabel(
        say("show.years_since", lang, units=unit_name(found.province, lang)),
        fontsize=TEXT,
        loc="right",
        color=GREY,
    )
    axes.set_title(say("show.times_last_year", lang), loc="left", fontsize=TEXT, color=GREY, pad=20)
