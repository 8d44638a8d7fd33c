"""Printed maps: one measure in one period, at briefing quality."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.text import Text

from antq_analysis.errors import UsageError
from antq_analysis.measures.frame import Measure, UnitResult
from antq_analysis.project import Project
from antq_analysis.show.audience import banner_for, check_audience, check_result, entries_of
from antq_analysis.show.classes import Classes, find_classes
from antq_analysis.show.found import Found, read_result
from antq_analysis.show.found_words import (
    describe_result,
    notes_of_result,
    subtitle_of_result,
    title_of_result,
)
from antq_analysis.show.furniture import canvas_of, draw_borders_key, draw_legend, draw_scale, halo
from antq_analysis.show.labels import place_labels, places_beside, places_near
from antq_analysis.show.layer import Layer, build_layer
from antq_analysis.show.mapped import Mapped, describe, notes_of, read_map, subtitle_of, title_of
from antq_analysis.show.page import Frame, Words, new_page, sheet_of
from antq_analysis.show.painted import Painted
from antq_analysis.show.picture import Picture, save_picture
from antq_analysis.show.style import (
    APPORTIONED,
    GREY,
    INK,
    MM,
    NOTHING,
    PAPER,
    SMALL,
    Sheet,
    border_on,
    drawing,
    ink_on,
)
from antq_analysis.show.words import warning_of

_GUTTER = 8.0
_LABEL_GAP = 2.5
_LABEL: dict[str, Any] = {"fontsize": SMALL + 0.5, "ha": "center", "va": "center", "color": INK}
_FULL_WEIGHT = 300
"""Up to so many units lines have their full weight; more units get finer ones."""
_THINNEST = 0.3


def map_classes(measure: Measure) -> Classes:
    """Find the classes that all periods of a measure share.

    Parameters
    ----------
    measure
        What is to be drawn.

    Returns
    -------
    Classes
        Rounded, at most five and zero.
    """
    hidden = measure.frame["status"].isin(["suppressed", "not_applicable"])
    return find_classes(measure.frame["value"][~hidden])


def draw_map(  # noqa: PLR0913 - the named options of a drawing verb
    what: Measure | UnitResult,
    period: str | int | None = None,
    *,
    lang: str = "vi",
    audience: str = "internal",
    banner: str | None = None,
    classes: Classes | None = None,
    title: str | None = None,
    page: str = "a4",
    layer: Layer | None = None,
    notes: Iterable[str] = (),
    save: Path | str | Iterable[Path | str] | None = None,
    project: Project | None = None,
) -> Picture:
    """Draw a map for print: the classes of a measure, or the categories of a result.

    Zero, no data, not in scope and not published each look different. Units without any row are counted as no data;
    units with figures but without polygon are counted in a note. The colours of categories are those of
    :data:`antq_analysis.show.categories.CATEGORIES` on every map.

    Parameters
    ----------
    what
        What to draw: a measure; or clusters, a change map, trends, entries and exits or a typology, that is what
        :func:`antq_analysis.measures.space.clusters.find_clusters` and its like give.
    period
        When; of a measure only, a result has its own.
    lang
        ``"vi"`` or ``"en"``.
    audience
        ``"internal"`` or ``"release"``. What a release shows and hides is in the ledger of releases before the file is
        saved; without a file it is a preview that no ledger knows.
    banner
        The user's banner; by default that of the project for internal outputs.
    classes
        Of a measure only: by default rounded classes over all its periods, so that the maps of a series are alike.
    title
        By default a sentence with how much is known and the general level; of a result with what was found.
    page
        One of :data:`antq_analysis.show.style.PAGES`: ``"a4"``, ``"a3"``, ``"slide"``, ``"document"`` (16 cm).
    layer
        The shapes from :func:`build_layer`, when several maps of one measure are drawn.
    notes
        More to say at the foot, such as what :func:`antq_analysis.show.chart_ends.say_stages_of` gives.
    save
        Where to save; the suffix tells the format (PNG, SVG, PDF), none means all three.
    project
        By default the project of the current folder.

    Returns
    -------
    Picture
        The map, with its alternative text.

    Raises
    ------
    UnknownNameError
        If the measure has no such period.
    UsageError
        If a measure is given without a period, or a result with a period or classes.
    RefusedError
        If it is for release and small counts were not suppressed, or holds clusters or results that rest on small
        counts; or if it is a result without categories.
    MissingError
        If no unit has a polygon.
    """
    if isinstance(what, Measure):
        check_audience(what, audience, sensitive=what.sensitive, lang=lang, project=project)
    else:
        check_result(what, audience, project)
    painted, notes = _painted(what, period, classes), tuple(notes)
    said, alt = _say(painted, lang)
    words = replace(
        said,
        title=title or said.title,
        notes=(*notes, *said.notes),
        banner=banner_for(banner, audience, lang, project),
        warning=warning_of(what.province, lang),
    )
    layer = layer or build_layer(what.units)
    with drawing():
        sheet = sheet_of(page)
        legend = _height_of_legend(painted, layer, sheet, lang)
        picture, frame = new_page(words, page, sheet.legend + _GUTTER, (0.0, legend))
        _draw(picture, frame, painted, layer, lang)
    picture.alt = " ".join([alt, *notes])
    picture.entries = entries_of(audience, what) if isinstance(what, Measure) else ()
    if save is not None:
        save_picture(picture, save)
    return picture


def _painted(what: Measure | UnitResult, period: str | int | None, classes: Classes | None) -> Mapped | Found:
    told = {"label": what.label_vi, "label_en": what.label_en}
    if isinstance(what, Measure):
        if period is None:
            raise UsageError("show.map_without_period", periods=", ".join(what.periods()), **told)
        return read_map(what, str(period), classes or map_classes(what))
    found = read_result(what)
    if period is not None or classes is not None:
        raise UsageError("show.result_has_its_own", **told)
    return found


def _say(painted: Mapped | Found, lang: str) -> tuple[Words, str]:
    if isinstance(painted, Found):
        title, subtitle = title_of_result(painted, lang), subtitle_of_result(painted, lang)
        return Words(title, subtitle, notes_of_result(painted, lang)), describe_result(painted, lang)
    subtitle = subtitle_of(painted.measure, painted.period, lang)
    return Words(title_of(painted, lang), subtitle, notes_of(painted, lang)), describe(painted, lang)


def _draw(picture: Picture, frame: Frame, mapped: Painted, layer: Layer, lang: str) -> None:
    wide = picture.sheet.legend
    corner = frame.right - wide
    room, column = _shared(frame, layer, wide)
    if _height_of_legend(mapped, layer, picture.sheet, lang) > frame.top - frame.bottom:
        column = corner
    axes, metres = _axes(picture, room, layer)
    weight = min(1.0, max(_THINNEST, (_FULL_WEIGHT / len(layer.codes)) ** 0.5))
    _fill(axes, mapped, layer, 0.35 * weight)
    if layer.district_lines:
        # A pale rim keeps the border visible between two dark units.
        axes.add_collection(
            LineCollection(layer.district_lines, colors=PAPER, linewidths=1.9 * weight, zorder=4)
        )
        axes.add_collection(
            LineCollection(
                layer.district_lines, colors=INK, linewidths=0.8 * weight, zorder=4, joinstyle="round"
            )
        )
    axes.add_collection(
        LineCollection(layer.outline, colors=INK, linewidths=1.2 * weight, zorder=5, joinstyle="round")
    )
    _label(picture, axes, mapped, layer, metres)
    sheet = canvas_of(picture)
    _draw_legend(picture, sheet, mapped, layer, (column, frame.top), lang)
    draw_scale(sheet, (corner, picture.sheet.margin, wide), metres, lang)


def _draw_legend(
    picture: Picture, sheet: Axes, mapped: Painted, layer: Layer, at: tuple[float, float], lang: str
) -> float:
    x, y = at
    below = draw_legend(picture, sheet, mapped, (x, y, picture.sheet.legend), lang) - 1
    districts = bool(layer.district_lines)
    return draw_borders_key(picture, sheet, (x, below), mapped, districts=districts, lang=lang)


def _height_of_legend(mapped: Painted, layer: Layer, sheet: Sheet, lang: str) -> float:
    probe = Picture(sheet.width, sheet.height, sheet)
    return -_draw_legend(probe, canvas_of(probe), mapped, layer, (0.0, 0.0), lang) + 2


def _shared(frame: Frame, layer: Layer, legend: float) -> tuple[Frame, float]:
    """Share the room: the legend stands beside its map, and both in the middle."""
    left, bottom, right, top = layer.bounds
    most = frame.right - frame.left - legend - _GUTTER
    width = min(most, (frame.top - frame.bottom) * (right - left) / (top - bottom) * 1.01)
    start = frame.left + (most - width) / 2
    return Frame(start, frame.bottom, start + width, frame.top), start + width + _GUTTER


def _axes(picture: Picture, room: Frame, layer: Layer) -> tuple[Axes, float]:
    width, height = room.right - room.left, room.top - room.bottom
    left, bottom, right, top = layer.bounds
    metres = max((right - left) / width, (top - bottom) / height) * 1.01
    axes = picture.add_axes(room.inches(picture), label="map")
    axes.set_axis_off()
    axes.set_xlim((left + right - width * metres) / 2, (left + right + width * metres) / 2)
    axes.set_ylim((bottom + top - height * metres) / 2, (bottom + top + height * metres) / 2)
    return axes, metres


def _fill(axes: Axes, mapped: Painted, layer: Layer, line: float) -> None:
    units = mapped.units.reindex(layer.codes)
    place = units["place"].to_numpy()
    colours = np.asarray(mapped.colours())
    border: dict[str, Any] = {"edgecolors": GREY, "linewidths": line, "joinstyle": "round"}
    classed = np.flatnonzero(place >= 0)
    paths = [layer.paths[i] for i in classed]
    faces = [str(colour) for colour in colours[place[classed]]]
    rims = {str(colour): border_on(str(colour)) for colour in colours}
    edges = {**border, "edgecolors": [rims[colour] for colour in faces]}
    axes.add_collection(PathCollection(paths, facecolors=faces, zorder=2, **edges))
    for kind in mapped.nothings():
        face, hatch, colour = NOTHING[kind]
        chosen = [layer.paths[i] for i in np.flatnonzero(units["nothing"].to_numpy() == kind)]
        axes.add_collection(
            PathCollection(chosen, facecolors=face, hatch=hatch, hatchcolors=colour, zorder=2, **border)
        )
    apportioned = units["apportioned"].to_numpy(dtype=bool)
    for k in np.unique(place[apportioned]):
        chosen = [layer.paths[i] for i in np.flatnonzero(apportioned & (place == k))]
        ink = ink_on(str(colours[k]))
        dots = PathCollection(
            chosen, facecolors="none", hatch=APPORTIONED, hatchcolors=ink, zorder=3, **border
        )
        axes.add_collection(dots)


def _label(picture: Picture, axes: Axes, mapped: Painted, layer: Layer, metres: float) -> None:
    named = mapped.named()
    names = [*map(str, layer.districts["name"]), *map(str, named)]
    key = (*names, *map(str, named.index), axes.get_xlim(), axes.get_ylim(), metres)
    if key not in layer.placed:
        layer.placed[key] = _places(picture, axes, named, layer, metres)
    style: dict[str, Any] = {"path_effects": halo(), "zorder": 7, "gid": "label", **_LABEL}
    for i, (name, centre) in enumerate(zip(names, layer.placed[key], strict=True)):
        if centre is not None:
            axes.text(*centre, name, fontweight="bold" if i < len(layer.districts) else "normal", **style)


def _places(
    picture: Picture, axes: Axes, named: pd.Series, layer: Layer, metres: float
) -> tuple[tuple[float, float] | None, ...]:
    own = layer.shapes[layer.codes.get_indexer(named.index)]
    per_pixel, sizes = metres / (picture.dpi * MM), []
    renderer = picture.canvas.get_renderer()  # type: ignore[attr-defined]
    for names, weight in ((layer.districts["name"], "bold"), (named, "normal")):
        probe = Text(0, 0, "", fontweight=weight, figure=picture, **_LABEL)
        for name in names:
            probe.set_text(str(name))
            box = probe.get_window_extent(renderer)
            sizes.append((box.width * per_pixel, box.height * per_pixel))
    places = [
        *map(places_near, layer.districts.geometry, sizes),
        *map(places_beside, own, sizes[len(layer.districts) :]),
    ]
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    frame, gap = (left, bottom, right, top), _LABEL_GAP * metres
    return tuple(place_labels(sizes, places, frame, gap, first=len(layer.districts)))
