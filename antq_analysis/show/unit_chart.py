"""One unit over the years beside its province: points with their intervals, never joined over a change of counting."""

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.measures.frame import Measure, Series
from antq_analysis.show.lines import cuts_of, positions, segments_of
from antq_analysis.show.picture import Picture
from antq_analysis.show.style import CATEGORICAL, FAINT, GREY, INK, SMALL, drawing
from antq_analysis.show.words import province_name

_WIDTH, _HEIGHT = 180.0, 46.0
_BOX = (0.06, 0.13, 0.93, 0.74)


def draw_unit(measure: Measure, whole: Series, code: str, years: Sequence[str], lang: str = "vi") -> Picture:
    """Draw a rate of one unit over the years, the province behind it.

    Parameters
    ----------
    measure
        The rate of every unit.
    whole
        The same of the province; its breaks cut both lines.
    code
        The unit.
    years
        Years to show, in order.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Picture
        A strip for a page of A4, with its alternative text.
    """
    own = pd.DataFrame(measure.frame.xs(code, level="unit_code")).reindex(list(years))
    if measure.unit_vi == "%":
        # Of a share everything was counted: an interval would tell of a sample that nobody drew.
        own = own.assign(low=np.nan, high=np.nan)
    frame = whole.frame.reindex(list(years))
    behind = Series(**{**vars(whole), "frame": frame})
    with drawing():
        picture = Picture(_WIDTH, _HEIGHT)
        axes = picture.add_axes(_BOX, label="unit")
        x = positions(frame.index)
        name = str(measure.units.at[code, "name"])
        for run in segments_of(behind):
            axes.plot(x[run], frame["value"].to_numpy(float)[run], color=GREY, linewidth=1.4, gid="province")
        _draw_own(axes, own, x, {cut.after for cut in cuts_of(behind)})
        for cut in cuts_of(behind):
            at = (x[cut.after] + x[cut.after + 1]) / 2
            axes.axvline(at, color=INK, linewidth=0.9, linestyle=(0, (4, 3)), gid="cut")
        _style(axes, x, years, lang)
        key = "show.unit_with_interval" if own["low"].notna().any() else "show.unit_alone"
        _legend(axes, say(key, lang, name=name), province_name(measure.province, lang))
    picture.alt = _alt(measure, own, frame, name, lang)
    return picture


def _draw_own(axes: Axes, own: pd.DataFrame, x: np.ndarray, cuts: set[int]) -> None:
    colour = CATEGORICAL[0]
    value, low, high = (own[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    known = np.flatnonzero(np.isfinite(value))
    sure = known[np.isfinite(low[known])]
    axes.vlines(x[sure], low[sure], high[sure], color=colour, alpha=0.45, linewidth=3, gid="interval")
    for before, after in itertools.pairwise(known):
        if after == before + 1 and x[after] - x[before] == 1 and int(before) not in cuts:
            axes.plot(x[[before, after]], value[[before, after]], color=colour, linewidth=1.6, gid="unit")
    apportioned = own["status"].eq("apportioned").to_numpy()
    for chosen, face in ((~apportioned, colour), (apportioned, "white")):
        at = known[chosen[known]]
        axes.scatter(x[at], value[at], s=22, facecolor=face, edgecolor=colour, zorder=5, clip_on=False)


def _style(axes: Axes, x: np.ndarray, years: Sequence[str], lang: str) -> None:
    axes.set_xlim(x.min() - 0.4, x.max() + 0.4)
    axes.set_ylim(bottom=0)
    axes.set_xticks(x, list(years))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: format_number(value, lang)))
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, labelsize=SMALL, pad=3)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)


def _legend(axes: Axes, own: str, province: str) -> None:
    for at, text, colour in ((0.0, f"● {own}", CATEGORICAL[0]), (0.62, f"— {province}", GREY)):
        axes.text(at, 1.05, text, transform=axes.transAxes, fontsize=SMALL, color=colour, va="bottom")


def _alt(measure: Measure, own: pd.DataFrame, whole: pd.DataFrame, name: str, lang: str) -> str:
    figures = []
    rows = zip(own.index, own[["value", "low", "high"]].to_numpy(float), whole["value"], strict=True)
    for year, (value, low, high), behind in rows:
        key = "show.alt_unit_year" if np.isfinite(low) else "show.alt_unit_year_bare"
        ends = {"value": _number(value, lang), "low": _number(low, lang), "high": _number(high, lang)}
        figures.append(say(key, lang, year=str(year), province=_number(behind, lang), **ends))
    words = {"label": measure.label(lang), "unit": measure.unit(lang), "name": name}
    return say("show.alt_unit", lang, figures="; ".join(figures), **words)


def _number(value: float, lang: str) -> str:
    return format_number(value, lang, 1) if np.isfinite(value) else "…"
