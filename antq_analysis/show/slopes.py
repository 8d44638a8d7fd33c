"""Two years side by side: a line a unit, with its name where there are few."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, shown_decimals
from antq_analysis.measures.grouped import GroupMeasure
from antq_analysis.measures.slope import Slope
from antq_analysis.measures.typology import GAINED, LOST
from antq_analysis.project import Project
from antq_analysis.show.categories import CATEGORIES
from antq_analysis.show.charted import Around, Said, charted, refuse_release
from antq_analysis.show.page import Frame, wrap
from antq_analysis.show.picture import Picture
from antq_analysis.show.side_labels import SideLabel, draw_side_labels
from antq_analysis.show.style import GREY, INK, TEXT
from antq_analysis.show.words import province_name, say_source, units_name

MOST_NAMED = 24
"""So many names can be read beside the lines; of more units the median alone is named."""
_UP, _DOWN = CATEGORIES["typology"][GAINED], CATEGORIES["typology"][LOST]
_SIDE, _FOOT, _LINE = 78.0, 7.0, 4.1


def draw_slope(  # noqa: PLR0913 - the named options of a drawing verb
    slope: Slope,
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
    """Draw every unit or group in two years.

    Parameters
    ----------
    slope
        What :func:`antq_analysis.measures.slope.slope` gives.
    lang
        ``"vi"`` or ``"en"``.
    audience
        ``"internal"`` or ``"release"``.
    banner
        The user's banner; by default that of the project for internal outputs.
    title
        By default how many are up and down.
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
    UsageError
        If there is no such audience.
    RefusedError
        If it is for release and small counts must be hidden.
    """
    measure = slope.measure
    around = Around(lang, audience, banner, title, page, tuple(notes), save, project)
    refuse_release(around, (measure.label_vi, measure.label_en), sensitive=measure.sensitive)
    return charted(
        _say(slope, lang), measure.province, around, lambda picture, frame: _draw(picture, frame, slope, lang)
    )


def _number(slope: Slope, value: float, lang: str) -> str:
    if slope.measure.unit_vi == "%":
        return format_number(value, lang, 1)
    known = slope.frame[["before", "after"]].to_numpy(float).ravel()
    return format_number(value, lang, max(map(shown_decimals, known.tolist())))


def _names(slope: Slope, lang: str) -> dict[str, str]:
    measure = slope.measure
    if isinstance(measure, GroupMeasure):
        return {str(code): measure.name_of(str(code), lang) for code in slope.frame.index}
    return {str(code): str(name) for code, name in slope.frame["name"].items()}


def _say(slope: Slope, lang: str) -> Said:
    measure = slope.measure
    words: dict[str, object] = {
        "label": measure.label(lang),
        "units": units_name(measure, lang),
        "since": slope.since,
        "period": slope.period,
        "province": province_name(measure.province, lang),
        "unit": say("show.legend_units", lang, unit=measure.unit(lang)),
        "n": slope.lacking,
    }
    title = say("show.slope_title", lang, **words, **slope.counted())
    subtitle = say("show.slope_subtitle", lang, **words)
    pairs = {
        name: tuple(slope.frame.loc[code, ["before", "after"]]) for code, name in _names(slope, lang).items()
    }
    if len(pairs) > MOST_NAMED:
        pairs = {say("show.slope_median", lang): slope.medians()}
    figures = "; ".join(
        f"{name}: {_number(slope, float(a), lang)} → {_number(slope, float(b), lang)}"
        for name, (a, b) in pairs.items()
    )
    notes = [say("show.note_slope", lang)]
    if slope.lacking:
        notes.append(say("show.note_slope_lacking", lang, **words))
    notes += measure.notes(lang, (slope.since, slope.period))
    alt = say("show.alt_slope", lang, title=title, subtitle=subtitle, figures=figures)
    return Said(title, subtitle, (*notes, say_source(measure.province, measure.map_date, lang)), alt)


def _draw(picture: Picture, frame: Frame, slope: Slope, lang: str) -> None:
    side = min(_SIDE, (frame.right - frame.left) / 3.4)
    room = Frame(frame.left + side, frame.bottom + _FOOT, frame.right - side, frame.top - 3)
    axes = picture.add_axes(room.inches(picture), label="slope")
    known = slope.frame[["before", "after"]].to_numpy(float)
    span = float(np.ptp(known)) or 1.0
    axes.set_ylim(min(0.0, float(known.min())) - 0.02 * span, float(known.max()) + 0.03 * span)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 1], [slope.since, slope.period], fontweight="bold")
    axes.yaxis.set_visible(False)
    axes.tick_params(length=0, labelsize=TEXT, pad=5)
    for edge in ("top", "bottom"):
        axes.spines[edge].set_visible(False)
    for edge in ("left", "right"):
        axes.spines[edge].set_color(GREY)
    few = len(known) <= MOST_NAMED
    line = (axes.get_ylim()[1] - axes.get_ylim()[0]) * _LINE / (room.top - room.bottom)
    named: list[tuple[str, float, float, str]] = []
    for name, (before, after) in zip(_names(slope, lang).values(), known, strict=True):
        colour = _UP if after > before else _DOWN if after < before else GREY
        look = (
            {"linewidth": 2.0, "marker": "o", "markersize": 5} if few else {"linewidth": 0.9, "alpha": 0.55}
        )
        axes.plot([0, 1], [before, after], color=colour, clip_on=False, gid="unit", **look)
        named.append((name, before, after, colour))
    if not few:
        middle = slope.medians()
        axes.plot(
            [0, 1], middle, color=INK, linewidth=3, marker="o", markersize=6, clip_on=False, gid="median"
        )
        named = [(say("show.slope_median", lang), *middle, INK)]
    then = [SideLabel(before, (_number(slope, before, lang),), colour) for _, before, _, colour in named]
    now = [
        SideLabel(
            after,
            tuple(wrap(picture, f"{_number(slope, after, lang)}  {name}", side - 5, TEXT)[:2]),
            colour,
        )
        for name, _, after, colour in named
    ]
    draw_side_labels(axes, then, 0.0, left=True, size=TEXT, line=line)
    draw_side_labels(axes, now, 1.0, size=TEXT, line=line)
