"""How a measure is distributed over the communes: how many lie in each class, at zero, and without a figure."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, format_value
from antq_analysis.measures.frame import Measure
from antq_analysis.project import Project
from antq_analysis.show.charted import Around, Said, charted, refuse_release
from antq_analysis.show.furniture import halo
from antq_analysis.show.page import Frame, wrap
from antq_analysis.show.picture import Picture
from antq_analysis.show.spread import Spread, bars_of, spread_of
from antq_analysis.show.style import (
    GREY,
    INK,
    PAPER,
    SMALL,
    TEXT,
)
from antq_analysis.show.words import province_name, say_period, say_source, unit_name

_FOOT, _HEAD = 15.0, 8.0


def draw_distribution(  # noqa: PLR0913 - the named options of a drawing verb
    measure: Measure,
    period: str | int,
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
    """Draw how many communes lie in each class of a measure; zero and each kind of nothing have a bar of their own.

    Parameters
    ----------
    measure
        What.
    period
        When.
    lang
        ``"vi"`` or ``"en"``.
    audience
        ``"internal"`` or ``"release"``.
    banner
        The user's banner; by default that of the project for internal outputs.
    title
        By default a sentence with the median and how many are at zero.
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
    UnknownNameError
        If the measure has no such period, or no figure in it.
    UsageError
        If there is no such audience.
    RefusedError
        If it is for release and small counts must be hidden.
    """
    around = Around(lang, audience, banner, title, page, tuple(notes), save, project)
    refuse_release(around, (measure.label_vi, measure.label_en), sensitive=measure.sensitive)
    counted = spread_of(measure, str(period))
    said = _say(measure, counted, str(period), lang)
    return charted(
        said, measure.province, around, lambda picture, frame: _draw(picture, frame, measure, counted, lang)
    )


def _say(measure: Measure, spread: Spread, period: str, lang: str) -> Said:
    unit = measure.unit(lang)
    words: dict[str, object] = {
        "label": measure.label(lang),
        "period": say_period(period, lang),
        "units": unit_name(measure.province, lang),
        "province": province_name(measure.province, lang),
        "median": _median_text(measure, spread, lang) + (unit if unit == "%" else f" {unit}"),
        "zero": spread.zero,
        "n": spread.n,
    }
    title = say("show.distribution_title" if spread.median else "show.distribution_title_zero", lang, **words)
    subtitle = say("show.distribution_subtitle", lang, **words)
    figures = "; ".join(
        f"{label}: {format_number(n, lang)}" for label, n, _ in bars_of(measure, spread, lang)
    )
    notes = (
        say("show.note_distribution", lang, **words),
        *measure.notes(lang, (period,)),
        say_source(measure.province, measure.map_date, lang),
    )
    alt = say("show.alt_distribution", lang, title=title, subtitle=subtitle, figures=figures)
    return Said(title, subtitle, notes, alt)


def _median_text(measure: Measure, spread: Spread, lang: str) -> str:
    if measure.unit_vi == "%":
        return format_number(spread.median, lang, 1)
    return format_value(spread.median, lang)


def _draw(picture: Picture, frame: Frame, measure: Measure, spread: Spread, lang: str) -> None:
    room = Frame(frame.left, frame.bottom + _FOOT, frame.right, frame.top - _HEAD)
    axes = picture.add_axes(room.inches(picture), label="distribution")
    bars = bars_of(measure, spread, lang)
    first = 1 if spread.zero else 0
    # What is no class stands apart from the classes.
    x = [i - 0.4 * (first and i == 0) + 0.6 * (i >= first + len(spread.counts)) for i in range(len(bars))]
    width = (room.right - room.left) / (x[-1] - x[0] + 1.4)
    axes.set_xlim(x[0] - 0.7, x[-1] + 0.7)
    axes.set_ylim(0, max(n for _, n, _ in bars) * 1.08)
    axes.yaxis.set_visible(False)
    for edge in ("top", "right", "left"):
        axes.spines[edge].set_visible(False)
    for place, (_, n, look) in zip(x, bars, strict=True):
        axes.bar(place, n, 0.92, linewidth=0.7, zorder=3, **look)
        axes.annotate(
            format_number(n, lang),
            (place, n),
            (0, 3),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=TEXT,
            fontweight="bold",
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1},
            zorder=6,
            gid="number",
        )
    axes.set_xticks(x, ["\n".join(wrap(picture, label, max(width - 1, 8), SMALL)) for label, _, _ in bars])
    axes.tick_params(length=0, labelsize=SMALL, pad=4)
    axes.set_xlabel(measure.unit(lang), fontsize=TEXT, color=GREY, loc="right")
    _median(axes, spread, x[first : first + len(spread.counts)], _median_text(measure, spread, lang), lang)


def _median(axes: Axes, spread: Spread, x: list[float], text: str, lang: str) -> None:
    if spread.median == 0:
        return
    edges = np.asarray(spread.edges)
    at = np.interp(spread.median, edges, np.arange(len(edges)) - 0.5 + x[0])
    axes.axvline(at, color=INK, linewidth=1.1, linestyle=(0, (4, 3)), zorder=4, gid="median")
    axes.annotate(
        say("show.distribution_median", lang, n=text),
        (at, 1),
        (5, 8),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        fontsize=TEXT,
        color=INK,
        fontweight="bold",
        path_effects=halo(),
        annotation_clip=False,
        gid="median",
    )
