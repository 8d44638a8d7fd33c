"""The strokes of a line over time: points with their limits, and what joins them."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from antq_analysis.measures.frame import Series
from antq_analysis.show.lines import apart_after, segments_of
from antq_analysis.show.style import CATEGORICAL, PAPER


def draw_strokes(axes: Axes, series: Series, x: np.ndarray, *, width: float = 2.2) -> None:
    """Draw a series: a colour for each way of counting, and no line over a cut.

    Parameters
    ----------
    axes
        Where.
    series
        What.
    x
        Places of its periods on the axis of time.
    width
        Width of the line [pt].
    """
    versions = series.frame["method_version"].fillna("")
    known, apart = list(dict.fromkeys(versions)), apart_after(series)
    for run in segments_of(series):
        colour = CATEGORICAL[known.index(versions.iloc[run[0]]) % len(CATEGORICAL)]
        _draw_run(axes, series.frame.iloc[run], x[run], colour, width)
        _draw_line(axes, (x, series.frame["value"].to_numpy(float)), run, apart, (colour, width))


def _draw_run(axes: Axes, rows: pd.DataFrame, x: np.ndarray, colour: str, width: float) -> None:
    value = rows["value"].to_numpy(dtype=float)
    low, high = rows["low"].to_numpy(dtype=float), rows["high"].to_numpy(dtype=float)
    if np.isfinite(low).any():
        if len(x) == 1:
            axes.errorbar(
                x,
                value,
                yerr=np.abs(np.stack([value - low, high - value])),
                color=colour,
                alpha=0.4,
                linewidth=3,
            )
        axes.fill_between(x, low, high, color=colour, alpha=0.16, linewidth=0)
    short = rows["n_missing"].fillna(0).to_numpy() > 0
    look: dict[str, Any] = {
        "s": 7 * width**2,
        "edgecolor": colour,
        "linewidth": 0.73 * width,
        "zorder": 5,
        "clip_on": False,
    }
    for chosen, face, gid in ((~short, colour, "complete"), (short, PAPER, "missing")):
        axes.scatter(x[chosen], value[chosen], facecolor=face, gid=gid, **look)


def _draw_line(
    axes: Axes,
    points: tuple[np.ndarray, np.ndarray],
    run: np.ndarray,
    apart: frozenset[int],
    look: tuple[str, float],
) -> None:
    (x, value), (colour, width) = points, look
    ends = [*(k + 1 for k, i in enumerate(run[:-1]) if int(i) in apart), len(run)]
    first = 0
    for end in ends:
        piece = run[first:end]
        axes.plot(
            x[piece],
            value[piece],
            color=colour,
            linewidth=width,
            solid_capstyle="round",
            zorder=4,
            gid="segment",
        )
        if end < len(run):
            pair = run[end - 1 : end + 1]
            axes.plot(
                x[pair],
                value[pair],
                color=colour,
                linewidth=0.64 * width,
                linestyle=(0, (1, 2.2)),
                zorder=4,
                gid="apart",
            )
        first = end
