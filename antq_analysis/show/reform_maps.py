"""The old and the new map of a province beside each other, coloured by what became of each unit."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.patches import Rectangle

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_percent
from antq_analysis.panel.reform import ALONE, FATES, KEPT, MERGED, RENAMED, SPLIT, Reform
from antq_analysis.project import Project
from antq_analysis.show.charted import Around, Said, charted
from antq_analysis.show.furniture import canvas_of, draw_scale
from antq_analysis.show.layer import Layer, build_layer
from antq_analysis.show.page import Frame
from antq_analysis.show.picture import Picture
from antq_analysis.show.style import GREY, INK, MM, PAPER, SMALL, TEXT, border_on
from antq_analysis.show.words import province_name, say_source, unit_name

COLOURS = {KEPT: "#f4f1e8", RENAMED: "#e0c07c", MERGED: "#6aa5cd", SPLIT: "#a0440c", ALONE: "#4a2a5e"}
"""Colour of each fate; lighter to darker with how much changed."""

_LEGEND, _HEAD, _GUTTER = 23.0, 7.0, 8.0
_SCALE_AND_GAP = 6.0
_NAMED = 12


def draw_reform(  # noqa: PLR0913 - the named options of a drawing verb
    reform: Reform,
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
    """Draw both maps of a change of boundaries at one scale.

    Parameters
    ----------
    reform
        What :func:`antq_analysis.panel.reform.reform` gives.
    lang
        ``"vi"`` or ``"en"``.
    audience
        ``"internal"`` or ``"release"``.
    banner
        The user's banner; by default that of the project for internal outputs.
    title
        By default how many units became how many.
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
        The maps, with their alternative text.

    Raises
    ------
    MissingError
        If one of the maps has no polygons.
    """
    around = Around(lang, audience, banner, title, page, tuple(notes), save, project)
    layers = build_layer(reform.old), build_layer(reform.new)
    return charted(
        _say(reform, lang),
        reform.province,
        around,
        lambda picture, frame: _draw(picture, frame, reform, layers, lang),
    )


def _say(reform: Reform, lang: str) -> Said:
    counted, units = reform.counted(), unit_name(reform.province, lang)
    words = {name: int(n) for name, n in counted["old"].items()}
    days = {"before": date.fromisoformat(reform.before), "on": date.fromisoformat(reform.on)}
    title = say(
        "show.reform_title",
        lang,
        before=len(reform.old),
        after=len(reform.new),
        units=units,
        **_text_keys(words),
    )
    subtitle = say("show.reform_subtitle", lang, province=province_name(reform.province, lang), **days)
    figures = "; ".join(_entry(reform, fate, lang) for fate in _shown(reform))
    divided = reform.old[reform.old["fate"].eq(SPLIT)]
    notes = []
    if len(divided):
        names = [_divided(reform, str(code), lang) for code in divided.index[:_NAMED]]
        more = [say("panel.and_more", lang, n=len(divided) - _NAMED)] if len(divided) > _NAMED else []
        notes.append(say("show.note_reform_split", lang, names="; ".join([*names, *more])))
    alt = say("show.alt_reform", lang, title=title, subtitle=subtitle, figures=figures)
    return Said(title, subtitle, (*notes, say_source(reform.province, reform.on, lang)), alt)


def _text_keys(words: dict[object, int]) -> dict[str, object]:
    return {str(name): n for name, n in words.items() if name in (KEPT, RENAMED, MERGED, SPLIT)}


def _divided(reform: Reform, code: str, lang: str) -> str:
    own = reform.pairs[reform.pairs["from_code"].eq(code)]
    names = reform.new["name"].reindex(own["to_code"]).fillna("").tolist()
    parts = [
        f"{format_percent(float(part), lang, 0)} {name}"
        for name, part in zip(names, own["share"], strict=True)
    ]
    return f"{reform.old.at[code, 'name']} ({', '.join(parts)})"


def _shown(reform: Reform) -> list[str]:
    counted = reform.counted()
    return [fate for fate in FATES if counted.loc[fate].any()]


def _entry(reform: Reform, fate: str, lang: str) -> str:
    old, new = (int(n) for n in reform.counted().loc[[fate]].to_numpy()[0])
    return say("show.reform_counts", lang, label=say(f"show.reform_{fate}", lang), old=old, new=new)


def _draw(picture: Picture, frame: Frame, reform: Reform, layers: tuple[Layer, Layer], lang: str) -> None:
    half = (frame.right - frame.left - _GUTTER) / 2
    sheet = canvas_of(picture)
    units = unit_name(reform.province, lang)
    bottom, top = frame.bottom + _LEGEND, frame.top - _HEAD
    metres = max(_metres(layer, half, top - bottom) for layer in layers)
    sides = ((reform.before, reform.old), (reform.on, reform.new))
    for place, ((day, own), layer) in enumerate(zip(sides, layers, strict=True)):
        left = frame.left + place * (half + _GUTTER)
        room = Frame(left, bottom, left + half, top)
        head = say("show.reform_side", lang, day=date.fromisoformat(day), n=len(own), units=units)
        sheet.text(left + half / 2, frame.top, head, fontsize=TEXT, fontweight="bold", ha="center", va="top")
        axes = picture.add_axes(room.inches(picture), label=("old", "new")[place])
        _map(axes, room, own, layer, metres)
    _legend(picture, sheet, frame, reform, lang)
    wide = picture.sheet.legend
    draw_scale(sheet, (frame.right - wide, frame.bottom + 2, wide), metres, lang)


def _metres(layer: Layer, width: float, height: float) -> float:
    left, bottom, right, top = layer.bounds
    return max((right - left) / width, (top - bottom) / height) * 1.01


def _map(axes: Axes, room: Frame, units: gpd.GeoDataFrame, layer: Layer, metres: float) -> None:
    left, bottom, right, top = layer.bounds
    width, height = (room.right - room.left) * metres / 2, (room.top - room.bottom) * metres / 2
    axes.set_axis_off()
    axes.set_xlim((left + right) / 2 - width, (left + right) / 2 + width)
    axes.set_ylim((bottom + top) / 2 - height, (bottom + top) / 2 + height)
    fates = units["fate"].reindex(layer.codes).to_numpy()
    for fate, colour in COLOURS.items():
        chosen = [layer.paths[i] for i in np.flatnonzero(fates == fate)]
        if chosen:
            rim = border_on(colour) if fate in (SPLIT, ALONE) else GREY
            axes.add_collection(
                PathCollection(chosen, facecolors=colour, edgecolors=rim, linewidths=0.4, zorder=2, gid=fate)
            )
    if layer.district_lines:
        for colour, line in ((PAPER, 1.7), (INK, 0.7)):
            axes.add_collection(
                LineCollection(layer.district_lines, colors=colour, linewidths=line, zorder=4)
            )
    axes.add_collection(LineCollection(layer.outline, colors=INK, linewidths=1.1, zorder=5))


def _legend(picture: Picture, sheet: Axes, frame: Frame, reform: Reform, lang: str) -> None:
    """Write the legend in rows, as many as it needs beside the scale."""
    units = unit_name(reform.province, lang)
    x, y = frame.left, frame.bottom + _LEGEND - 5
    sheet.text(x, y, say("show.reform_head", lang, units=units), fontsize=SMALL, color=GREY, va="center")
    wide, high, row = picture.sheet.swatch
    y -= high + 3.5
    renderer = picture.canvas.get_renderer()  # type: ignore[attr-defined]
    for fate in _shown(reform):
        text = sheet.text(0, 0, _entry(reform, fate, lang), fontsize=TEXT - 0.5, va="center", gid="legend")
        width = wide + 2.5 + text.get_window_extent(renderer).width / picture.dpi / MM
        if x > frame.left and x + width > frame.right - picture.sheet.legend - _SCALE_AND_GAP:
            x, y = frame.left, y - row
        box = Rectangle((x, y - high / 2), wide, high, facecolor=COLOURS[fate], edgecolor=GREY, linewidth=0.5)
        sheet.add_patch(box)
        text.set_position((x + wide + 2.5, y))
        x += width + 7
