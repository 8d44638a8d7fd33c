"""The funnel: rates against the size of their units, with the limits within which units of that size usually lie."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from antq_analysis.language.numbers import format_number
from antq_analysis.measures.funnel import Funnel
from antq_analysis.project import Project
from antq_analysis.show.audience import banner_for, check_result
from antq_analysis.show.categories import CATEGORIES
from antq_analysis.show.funnel_words import (
    base_label,
    describe_funnel,
    end_labels,
    funnel_notes,
    funnel_subtitle,
    funnel_title,
)
from antq_analysis.show.furniture import halo, reach_tick
from antq_analysis.show.labels import place_labels
from antq_analysis.show.page import Frame, Words, new_page
from antq_analysis.show.picture import Picture, save_picture
from antq_analysis.show.style import FAINT, GREY, INK, SMALL, TEXT, drawing
from antq_analysis.show.words import warning_of

MOST_NAMED = 20
"""So many names can be read on a chart; those farthest from the limits are named first."""

_AXIS, _FOOT, _SIDE, _HIGH = 14.0, 12.0, 34.0, 88.0
_CURVE = 400
_WHOLE = 100.0
_WIDE = 20.0
"""From this ratio of the largest to the smallest unit on, sizes are drawn by their logarithm."""
_LIMITS = (("low_95", (0, (5, 2))), ("high_95", (0, (5, 2))), ("low_998", "solid"), ("high_998", "solid"))
_COLOURS = {
    "inside": "#8fa3b5",
    "high": CATEGORIES["gi_star"]["high"],
    "low": CATEGORIES["gi_star"]["low"],
}
_RINGS, _TURNS = (1.0, 1.3), 16


def draw_funnel(  # noqa: PLR0913 - the named options of a drawing verb
    funnel: Funnel,
    *,
    lang: str = "vi",
    audience: str = "internal",
    banner: str | None = None,
    title: str | None = None,
    page: str = "slide",
    notes: Iterable[str] = (),
    save: Path | str | Iterable[Path | str] | None = None,
    project: Project | None = None,
) -> Picture:
    """Draw the rate of every unit against its size, and name those outside the limits.

    Units are named by their q value, over all units of the map at once, so that one may lie beyond a limit and have no
    name.

    Parameters
    ----------
    funnel
        What :func:`antq_analysis.measures.funnel.funnel` gives.
    lang
        ``"vi"`` or ``"en"``.
    audience
        ``"internal"`` or ``"release"``.
    banner
        The user's banner; by default that of the project for internal outputs.
    title
        By default a sentence with how many lie outside.
    page
        One of :data:`antq_analysis.show.style.PAGES`: ``"a4"``, ``"a3"``, ``"slide"``, ``"document"`` (16 cm).
    notes
        More to say at the foot.
    save
        Where to save; the suffix tells the format (PNG, SVG, PDF), none means all three.
    project
        By default the project of the current folder.

    Returns
    -------
    Picture
        The chart, with its alternative text.

    Raises
    ------
    RefusedError
        If it is for release and rests on an indicator whose small counts must be hidden.
    """
    check_result(funnel, audience, project)
    notes = tuple(notes)
    words = Words(
        title=title or funnel_title(funnel, lang),
        subtitle=funnel_subtitle(funnel, lang),
        notes=(*notes, *funnel_notes(funnel, lang)),
        banner=banner_for(banner, audience, lang, project),
        warning=warning_of(funnel.province, lang),
    )
    with drawing():
        picture, frame = new_page(words, page, needs=(0.0, _HIGH))
        _draw(picture, frame, funnel, lang)
    picture.alt = " ".join([describe_funnel(funnel, lang), *notes])
    if save is not None:
        save_picture(picture, save)
    return picture


def _draw(picture: Picture, frame: Frame, funnel: Funnel, lang: str) -> None:
    rows = funnel.frame[funnel.frame["z"].notna()].sort_values("exposure", kind="stable")
    room = Frame(frame.left + _AXIS, frame.bottom + _FOOT, frame.right - _SIDE, frame.top - 5)
    axes = picture.add_axes(room.inches(picture), label="funnel")
    _style(axes, rows, funnel, lang)
    _label_ends(axes, _draw_limits(axes, rows, funnel), end_labels(rows, lang))
    for place, colour in _COLOURS.items():
        own = rows[rows["place"].eq(place)]
        size, rim = (22, "none") if place == "inside" else (42, INK)
        look: dict[str, Any] = {"color": colour, "edgecolors": rim, "linewidth": 0.6, "gid": place}
        axes.scatter(own["exposure"], own["value"], s=size, zorder=4, clip_on=False, **look)
    _name(picture, axes, rows, funnel.units["name"] if "name" in funnel.units else pd.Series(dtype="str"))


def _style(axes: Axes, rows: pd.DataFrame, funnel: Funnel, lang: str) -> None:
    size = rows["exposure"].to_numpy(float)
    if size.max() / size.min() > _WIDE:
        axes.set_xscale("log")
        axes.set_xlim(size.min() / 1.15, size.max() * 1.15)
    else:
        spare = 0.04 * (np.ptp(size) or size.max())
        axes.set_xlim(max(0.0, size.min() - spare), size.max() + spare)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=7, steps=[1, 2, 2.5, 5, 10]))
    top = max(rows["value"].max() * 1.05, rows["high_998"].median() * 1.05)
    axes.set_ylim(0, min(top, _WHOLE) if funnel.law.part else top)
    reach_tick(axes, MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: format_number(value, lang)))
    axes.set_xlabel(base_label(funnel, lang), fontsize=TEXT, loc="right", color=GREY)
    axes.set_title(funnel.unit(lang), loc="left", fontsize=TEXT, color=GREY, pad=6)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, labelsize=TEXT, pad=5)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)


def _draw_limits(axes: Axes, rows: pd.DataFrame, funnel: Funnel) -> dict[str, float]:
    left, right = axes.get_xlim()
    size = np.geomspace(max(left, rows["exposure"].min() / 2), right, _CURVE)
    limits = funnel.limits(size)
    ends = {"expected": float(rows["expected"].iloc[0])}
    axes.hlines(ends["expected"], left, right, color=INK, linewidth=1.1, zorder=3)
    for name, dashes in _LIMITS:
        axes.plot(size, limits[name], color=GREY, linewidth=0.9, linestyle=dashes, zorder=3, gid=name)
        ends[name] = float(limits[name].iloc[-1])
    return ends


def _label_ends(axes: Axes, ends: dict[str, float], words: dict[str, str]) -> None:
    low, high = axes.get_ylim()
    room = (high - low) * 0.035
    at = {"expected": ends["expected"]}
    for side, turn in (("high", 1), ("low", -1)):
        # Away from the middle each label keeps its distance from the one before it.
        last = turn * at["expected"]
        for name in (f"{side}_95", f"{side}_998"):
            last = max(turn * ends[name], last + room)
            at[name] = turn * last
    for name, y in at.items():
        axes.annotate(
            words[name],
            (1, y),
            (5, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
            color=INK if name == "expected" else GREY,
            fontweight="bold" if name == "expected" else "normal",
            annotation_clip=False,
            gid="end",
        )


def _name(picture: Picture, axes: Axes, rows: pd.DataFrame, names: pd.Series) -> None:
    outside = rows[rows["place"].ne("inside")]
    outside = outside.reindex(outside["z"].abs().sort_values(ascending=False, kind="stable").index)[
        :MOST_NAMED
    ]
    renderer = picture.canvas.get_renderer()  # type: ignore[attr-defined]
    style: dict[str, Any] = {"fontsize": SMALL + 0.5, "ha": "center", "va": "center", "color": INK}
    told = [str(names.get(code, code)) for code in outside.index]
    texts = [axes.text(0, 0, name, path_effects=halo(), zorder=7, gid="label", **style) for name in told]
    extents = [text.get_window_extent(renderer) for text in texts]
    points = axes.transData.transform(rows[["exposure", "value"]].to_numpy(float))
    dot = 7.0 * picture.dpi / 110
    sizes = [(box.width, box.height) for box in extents] + [(dot, dot)] * len(points)
    at = axes.transData.transform(outside[["exposure", "value"]].to_numpy(float))
    around = [_around(point, size, dot) for point, size in zip(at, sizes, strict=False)]
    # Points have one place each and so choose before the names, which keep off them.
    frame = tuple(float(v) for v in axes.get_window_extent(renderer).extents)
    chosen = place_labels(sizes, [*around, *points[:, None, :]], frame, gap=1.0)  # type: ignore[arg-type]
    for text, centre in zip(texts, chosen, strict=False):
        if centre is None:
            text.remove()
        else:
            text.set_position(tuple(axes.transData.inverted().transform(centre)))


def _around(point: np.ndarray, size: tuple[float, float], dot: float) -> np.ndarray:
    angle = np.linspace(0, 2 * np.pi, _TURNS, endpoint=False)
    turn = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    reach = (np.asarray(size) + dot) / 2 + 4.0
    # On a rectangle around the point, so that a name stands beside, above or below it and never on it.
    edge = turn / np.abs(turn).max(axis=1, keepdims=True)
    return np.concatenate([point + edge * reach * ring for ring in _RINGS])
