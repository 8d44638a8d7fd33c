"""An association drawn: every commune, the lines of the districts, and the coefficient beside what nothing gives."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from antq_analysis.errors import RefusedError
from antq_analysis.measures.association.result import Association
from antq_analysis.measures.association.said_words import title_of
from antq_analysis.project import Project
from antq_analysis.show.association_trials import FOOT, HEAD, draw_trials, style_axes
from antq_analysis.show.association_words import (
    association_notes,
    association_subtitle,
    describe_association,
    side_labels,
)
from antq_analysis.show.audience import RELEASE, banner_for, refuse_frame
from antq_analysis.show.furniture import halo
from antq_analysis.show.page import Frame, Words, new_page
from antq_analysis.show.picture import Picture, save_picture
from antq_analysis.show.style import CATEGORICAL, GREY, INK, RED, TEXT, drawing
from antq_analysis.show.words import warning_of

MOST_LINES = 60
"""So many lines of districts can be told apart; of more none is drawn."""

_AXIS, _GAP, _SIDE = 14.0, 12.0, 0.38
_WIDTH = 196.0
_OWN_LINE = 5
_MANY = 1000


def draw_association(  # noqa: PLR0913 - the named options of a drawing verb
    found: Association,
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
    """Draw an association: one dot a commune, one thin line a district, and beside them what no link at all gives.

    Parameters
    ----------
    found
        What :func:`antq_analysis.measures.association.associate.associate` gives.
    lang
        ``"vi"`` or ``"en"``.
    audience
        ``"internal"`` or ``"release"``.
    banner
        The user's banner; by default that of the project for internal outputs.
    title
        By default a sentence that says no more than the correlations without any link allow. An outcome whose
        definition holds the programme is marked in the picture whatever the title.
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
        If it is for release and shows figures of communes whose small counts must be hidden.
    """
    _check_audience(found, audience)
    notes = tuple(notes)
    words = Words(
        title=title or title_of(found, lang),
        subtitle=association_subtitle(found, lang),
        notes=(*notes, *association_notes(found, lang)),
        banner=banner_for(banner, audience, lang, project),
        warning=warning_of(found.province, lang),
    )
    with drawing():
        picture, frame = new_page(words, page, needs=(_WIDTH, 0.0))
        middle = frame.right - _SIDE * (frame.right - frame.left)
        _draw_communes(picture, Frame(frame.left, frame.bottom, middle - _GAP / 2, frame.top), found, lang)
        draw_trials(picture, Frame(middle + _GAP / 2, frame.bottom, frame.right, frame.top), found, lang)
    picture.alt = " ".join([describe_association(found, lang), *notes])
    if save is not None:
        save_picture(picture, save)
    return picture


def _check_audience(found: Association, audience: str) -> None:
    if audience == RELEASE and not found.sensitive:
        return
    if audience == RELEASE:
        words = found.words
        raise RefusedError(
            "show.result_not_released", label=words.outcome["vi"], label_en=words.outcome["en"]
        )
    refuse_frame(audience)


def _draw_communes(picture: Picture, room: Frame, found: Association, lang: str) -> None:
    box = Frame(room.left + _AXIS, room.bottom + FOOT, room.right, room.top - HEAD)
    axes = picture.add_axes(box.inches(picture), label="communes")
    rows = found.frame
    many = len(rows) > _MANY
    axes.scatter(
        rows["density"],
        rows["outcome"],
        s=5 if many else 20,
        color=CATEGORICAL[0],
        alpha=0.25 if many else 0.6,
        linewidth=0,
        zorder=3,
        gid="communes",
    )
    if found.words.since:
        axes.axhline(0, color=GREY, linewidth=0.8, zorder=2)
    for _, own in _districts(rows):
        _line(axes, own, colour=GREY, width=0.7, gid="district")
    _line(axes, rows, colour=INK, width=2.0, gid="all")
    across, upward = side_labels(found, lang)
    style_axes(axes, lang)
    axes.set_xlabel(across, fontsize=TEXT, loc="right", color=GREY)
    axes.set_title(upward, loc="left", fontsize=TEXT, color=GREY, pad=6)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    if found.contained:
        _mark(axes, found, lang)


def _districts(rows: pd.DataFrame) -> Iterable[tuple[object, pd.DataFrame]]:
    placed = rows[rows["group_code"].ne("")]
    own = [(code, part) for code, part in placed.groupby("group_code") if len(part) >= _OWN_LINE]
    return own if len(own) <= MOST_LINES else []


def _line(axes: Axes, rows: pd.DataFrame, *, colour: str, width: float, gid: str) -> None:
    x, y = (rows[name].to_numpy(float) for name in ("density", "outcome"))
    if not np.ptp(x) > 0:
        return
    slope = np.cov(x, y, ddof=0)[0, 1] / x.var()
    ends = np.array([x.min(), x.max()])
    axes.plot(ends, y.mean() + slope * (ends - x.mean()), color=colour, linewidth=width, zorder=4, gid=gid)


def _mark(axes: Axes, found: Association, lang: str) -> None:
    axes.text(
        0.5,
        0.97,
        title_of(found, lang, only="contained"),
        transform=axes.transAxes,
        ha="center",
        va="top",
        fontsize=TEXT,
        fontweight="bold",
        color=RED,
        path_effects=halo(),
        zorder=9,
        gid="contained",
    )
