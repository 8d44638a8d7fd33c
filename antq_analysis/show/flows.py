"""States from year to year: a column a year, and bands between the years that may be compared."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.measures.state_flows import (
    GAINED,
    LOST,
    MET,
    NOT_MET,
    OUTSIDE,
    STATES,
    UNKNOWN,
    StateFlows,
)
from antq_analysis.measures.typology import GAINED as GAINED_TYPE
from antq_analysis.measures.typology import LOST as LOST_TYPE
from antq_analysis.project import Project
from antq_analysis.show.audience import is_sensitive
from antq_analysis.show.categories import CATEGORIES
from antq_analysis.show.charted import Around, charted, refuse_release
from antq_analysis.show.cut_lines import cut_lines, draw_cut_lines, room_below, room_for, sheet_over
from antq_analysis.show.flow_words import say_flows
from antq_analysis.show.furniture import halo
from antq_analysis.show.lines import Cut, cuts_of
from antq_analysis.show.page import Frame
from antq_analysis.show.picture import Picture
from antq_analysis.show.style import (
    FAINT,
    GREY,
    INK,
    NO_DATA,
    NOT_APPLICABLE,
    NOTHING,
    SEQUENTIAL,
    SMALL,
    TEXT,
    ZERO,
    ink_on,
)

_HALF = 0.17
"""Half the width of a column [years]."""
_FOOT, _HEAD, _SIDE = 7.0, 12.0, 46.0
_LEAST = 4.2
"""Height from which a part of a column holds its number [mm]."""
_MOST_YEARS = 12
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    MET: {"facecolor": SEQUENTIAL[1][0]},
    NOT_MET: {"facecolor": ZERO},
    UNKNOWN: dict(zip(("facecolor", "hatch", "hatchcolor"), NOTHING[NO_DATA], strict=True)),
    OUTSIDE: dict(zip(("facecolor", "hatch", "hatchcolor"), NOTHING[NOT_APPLICABLE], strict=True)),
}
_MOVES = {GAINED: CATEGORIES["typology"][GAINED_TYPE], LOST: CATEGORIES["typology"][LOST_TYPE]}


def draw_flows(  # noqa: PLR0913 - the named options of a drawing verb
    flows: StateFlows,
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
    """Draw who meets a standard in each year, and how many newly met or no longer met it since the year before.

    Parameters
    ----------
    flows
        What :func:`antq_analysis.measures.state_flows.state_flows` gives; of many years the last twelve are shown.
    lang
        ``"vi"`` or ``"en"``.
    audience
        ``"internal"`` or ``"release"``.
    banner
        The user's banner; by default that of the project for internal outputs.
    title
        By default a sentence with the last share and what moved.
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
        If it is for release and small counts of the indicator must be hidden.
    """
    around = Around(lang, audience, banner, title, page, tuple(notes), save, project)
    sensitive = is_sensitive(flows.series, project)
    refuse_release(around, (flows.label_vi, flows.label_en), sensitive=sensitive)
    return charted(
        say_flows(flows, lang),
        flows.series.province,
        around,
        lambda picture, frame: _draw(picture, frame, flows, lang),
        (190.0, room_for(len(_shown_cuts(flows)), 66.0)),
    )


def _shown_cuts(flows: StateFlows) -> list[Cut]:
    years, index = flows.periods()[-_MOST_YEARS:], list(map(str, flows.series.frame.index))
    cuts = cuts_of(flows.series)
    return [cut for cut in cuts if index[cut.after] >= years[0] and index[cut.after + 1] <= years[-1]]


def _draw(picture: Picture, frame: Frame, flows: StateFlows, lang: str) -> None:
    years = flows.periods()[-_MOST_YEARS:]
    index = list(map(str, flows.series.frame.index))
    lines = cut_lines(picture, _shown_cuts(flows), lang)
    room = Frame(frame.left, frame.bottom + _FOOT, frame.right - _SIDE, room_below(frame, lines).top - _HEAD)
    axes = picture.add_axes(room.inches(picture), label="flows")
    _style(axes, flows, years)
    for year in years[1:]:
        _draw_bands(axes, flows, year, lang)
    least = _LEAST * axes.get_ylim()[1] / (room.top - room.bottom)
    for year in years:
        _draw_column(axes, flows, year, least, lang)
    _label_states(axes, flows, years[-1], lang)
    at = [(int(index[one.cut.after]) + int(index[one.cut.after + 1])) / 2 for one in lines]
    sheet, above = sheet_over(picture, axes, room, _HEAD)
    draw_cut_lines(sheet, above, lines, at)


def _style(axes: Axes, flows: StateFlows, years: tuple[str, ...]) -> None:
    x = [int(year) for year in years]
    axes.set_xlim(x[0] - 0.45, max(x[-1] + 0.2, x[0] + 4.2))
    axes.set_ylim(0, max(sum(flows.at(year).values()) for year in years))
    axes.set_xticks(x, years)
    axes.yaxis.set_visible(False)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, labelsize=TEXT, pad=4)


def _draw_column(axes: Axes, flows: StateFlows, year: str, least: float, lang: str) -> None:
    base, x = 0, int(year)
    for state, n in flows.at(year).items():
        box = Rectangle(
            (x - _HALF, base), 2 * _HALF, n, edgecolor=GREY, linewidth=0.6, zorder=3, **_LOOKS[state]
        )
        box.set_gid(state)
        axes.add_patch(box)
        if n >= least:
            plain = state in (MET, NOT_MET)
            axes.text(
                x,
                base + n / 2,
                format_number(n, lang),
                ha="center",
                va="center",
                fontsize=TEXT,
                color=ink_on(str(_LOOKS[state]["facecolor"])) if plain else INK,
                fontweight="bold" if state == MET else "normal",
                path_effects=None if plain else halo(),
                zorder=5,
                gid="count",
            )
        base += n
    part, _, percent = flows.share(year, lang).partition(" ")
    for text, up, weight in ((percent.strip("()"), 13, "bold"), (part, 3, "normal")):
        axes.annotate(
            text,
            (x, base),
            (0, up),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=TEXT,
            fontweight=weight,
            annotation_clip=False,
            gid="share",
        )


def _draw_bands(axes: Axes, flows: StateFlows, year: str, lang: str) -> None:
    since = flows.since(year)
    if not since:
        return
    moves = flows.matrix(year).to_numpy()
    # Leaving a column the bands lie in the order of where they go, entering it in that of where they come from.
    then, now = (np.cumsum([0, *flows.at(name).values()])[:-1] for name in (since, year))
    out = then[:, None] + np.cumsum(moves, axis=1) - moves
    into = now[None, :] + np.cumsum(moves, axis=0) - moves
    for i, before in enumerate(STATES):
        for k, after in enumerate(STATES):
            n = int(moves[i, k])
            if not n:
                continue
            colour = _MOVES.get((before, after))
            band = _band(int(since) + _HALF, int(year) - _HALF, (out[i, k], into[i, k]), n)
            look = {
                "facecolor": colour or FAINT,
                "alpha": 0.85 if colour else 0.38,
                "zorder": 2 if colour else 1,
            }
            axes.add_patch(PathPatch(band, linewidth=0, gid=f"{before}-{after}", **look))
    middle = (flows.at(since)[MET] + flows.at(year)[MET]) / 2
    for move, sign, up in ((GAINED, "+", 1), (LOST, "\N{MINUS SIGN}", -1)):
        if n := len(flows.moved(year, *move)):
            axes.annotate(
                f"{sign}{format_number(n, lang)}",
                (int(year) - 0.5, middle),
                (0, 9 * up),
                textcoords="offset points",
                ha="center",
                va="center",
                fontsize=TEXT,
                fontweight="bold",
                color=_MOVES[move],
                path_effects=halo(),
                zorder=6,
                gid="moved",
            )


def _band(left: float, right: float, low: tuple[float, float], height: int) -> Outline:
    middle, (a, b) = (left + right) / 2, low
    upper = [(left, a + height), (middle, a + height), (middle, b + height), (right, b + height)]
    lower = [(right, b), (middle, b), (middle, a), (left, a)]
    curve = [Outline.CURVE4] * 3
    return Outline(
        [*upper, *lower, upper[0]], [Outline.MOVETO, *curve, Outline.LINETO, *curve, Outline.CLOSEPOLY]
    )


def _label_states(axes: Axes, flows: StateFlows, year: str, lang: str) -> None:
    """Name the parts beside the last column, from below, none over another."""
    words = {
        MET: say("show.flows_met", lang),
        NOT_MET: say("show.flows_not_met", lang),
        UNKNOWN: say("show.no_data", lang),
        OUTSIDE: say("show.not_applicable", lang),
    }
    step = axes.get_ylim()[1] * 0.055
    level, end = -step, 0
    for state, n in flows.at(year).items():
        end += n
        if n:
            level = max(end - n / 2, level + step)
            _beside(axes, (int(year), level), f"{words[state]}: {format_number(n, lang)}", INK)
    level += step
    for move, key in ((LOST, "show.flows_lost"), (GAINED, "show.flows_gained")):
        if any(len(flows.moved(one, *move)) for one in flows.periods()):
            level += step
            # Clear of the share above the column.
            _beside(axes, (int(year), level), say(key, lang), _MOVES[move], shift=24)


def _beside(axes: Axes, at: tuple[float, float], text: str, colour: str, *, shift: float = 6) -> None:
    axes.annotate(
        text,
        (at[0] + _HALF, at[1]),
        (shift, 0),
        textcoords="offset points",
        va="center",
        fontsize=SMALL + 0.5,
        fontweight="bold",
        color=colour,
        annotation_clip=False,
        gid="state",
    )
