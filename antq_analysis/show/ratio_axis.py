"""An axis of ratios: equal steps are equal ratios, and what is marked are numbers that people say."""

from collections.abc import Iterable
from typing import Literal

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter, NullLocator

from antq_analysis.language.numbers import format_number
from antq_analysis.show.style import FAINT, TEXT

_SAID = (1.0, 0.5, 2.0, 0.7, 1.5, 0.8, 1.25, 0.6, 0.9, 1.1, 0.4, 3.0, 0.3, 5.0, 0.2, 0.1, 10.0)
_APART = 0.09
"""Marks stand at least this share of the axis apart; those named first are kept."""


def reach(ratios: Iterable[float], least: float = 0.0) -> tuple[float, float]:
    """Find limits of an axis that holds ratios, and 1.

    Parameters
    ----------
    ratios
        What it must hold; NaN and infinite ones have no part.
    least
        Logarithm that it reaches at least to either side.

    Returns
    -------
    tuple of float
        Lower and upper limit.

    Examples
    --------
    >>> low, high = reach([0.5, float("nan")])
    >>> low < 0.5, 1 < high < 1.1
    (True, True)
    """
    given = np.array([*ratios, 1.0, np.exp(-least), np.exp(least)], dtype=float)
    logs = np.log(given[np.isfinite(given) & (given > 0)])
    spare = 0.06 * max(float(np.ptp(logs)), 0.2)
    return float(np.exp(logs.min() - spare)), float(np.exp(logs.max() + spare))


def marks(low: float, high: float) -> npt.NDArray[np.float64]:
    """Choose ratios to mark on an axis.

    Parameters
    ----------
    low, high
        Its limits.

    Returns
    -------
    numpy.ndarray
        In order, 1 among them.

    Examples
    --------
    >>> marks(0.45, 2.2).tolist()
    [0.5, 0.6, 0.7, 1.0, 1.25, 1.5, 2.0]
    """
    room = _APART * np.log(high / low)
    chosen: list[float] = []
    wide = (*_SAID, *(10.0**k for k in range(2, 9)), *(10.0**-k for k in range(2, 9)))
    for value in wide:
        if low <= value <= high and all(abs(np.log(value / other)) >= room for other in chosen):
            chosen.append(value)
    return np.sort(np.array(chosen))


def style_ratios(axes: Axes, along: Literal["x", "y"], limits: tuple[float, float], lang: str) -> None:
    """Make one axis of a picture one of ratios, and leave nothing that is not needed.

    Parameters
    ----------
    axes
        The axes.
    along
        ``"x"`` or ``"y"``.
    limits
        Of the axis.
    lang
        ``"vi"`` or ``"en"``.
    """
    (axes.set_xscale if along == "x" else axes.set_yscale)("log")
    (axes.set_xlim if along == "x" else axes.set_ylim)(*limits)
    axis = axes.xaxis if along == "x" else axes.yaxis
    axis.set_major_locator(FixedLocator(marks(*limits).tolist()))
    axis.set_minor_locator(NullLocator())
    axis.set_minor_formatter(NullFormatter())
    axis.set_major_formatter(FuncFormatter(lambda value, _: format_number(round(value, 10), lang)))
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, labelsize=TEXT, pad=5)
    axes.grid(axis=along, color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
