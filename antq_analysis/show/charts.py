"""Charts over time: a line that is never joined across a change of what is counted."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from antq_analysis.errors import UsageError
from antq_analysis.language.numbers import format_number
from antq_analysis.measures.frame import Measure, Series
from antq_analysis.measures.grouped import GroupMeasure
from antq_analysis.project import Project
from antq_analysis.show.audience import (
    banner_for,
    check_audience,
    entries_of,
    is_sensitive,
    refuse_result,
)
from antq_analysis.show.cut_lines import cut_lines, draw_cut_lines, room_below, room_for
from antq_analysis.show.furniture import halo, reach_tick
from antq_analysis.show.lines import (
    cuts_of,
    describe_trend,
    positions,
    segments_of,
    trend_notes,
    trend_subtitle,
    trend_title,
    without_edges,
)
from antq_analysis.show.multiples import (
    describe_groups,
    draw_groups,
    groups_notes,
    groups_subtitle,
    groups_title,
    room_of_groups,
)
from antq_analysis.show.page import Frame, Words, new_page
from antq_analysis.show.picture import Picture, save_picture
from antq_analysis.show.strokes import draw_strokes
from antq_analysis.show.style import FAINT, TEXT, drawing
from antq_analysis.show.words import warning_of

_AXIS = 14.0
_MOST_TICKS = 16
_ALL_LABELLED = 12
_WHOLE = 100.0


def draw_trend(  # noqa: PLR0913 - the named options of a drawing verb
    series: Series | Measure,
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
    """Draw the totals of a province over time, cut at every break; of groups one small chart each on common axes.

    Parameters
    ----------
    series
        What to draw; figures by group are what ``rate``, ``share`` and ``count`` give with ``group=``.
    lang
        ``"vi"`` or ``"en"``.
    audience
        ``"internal"`` or ``"release"``. What a release shows and hides is in the ledger of releases before the file is
        saved; without a file it is a preview that no ledger knows.
    banner
        The user's banner; by default that of the project for internal outputs.
    title
        By default a sentence with the last figure and its change; of groups what is shown.
    page
        One of :data:`antq_analysis.show.style.PAGES`: ``"a4"``, ``"a3"``, ``"slide"``, ``"document"`` (16 cm).
    notes
        More to say at the foot, such as what :func:`antq_analysis.show.chart_ends.say_ends` gives.
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
        If it is for release and small counts were not suppressed, or it holds clusters or another result of every unit.
    UsageError
        If it is a measure by commune: hundreds of lines tell nothing.
    """
    if isinstance(series, Measure) and not isinstance(series, GroupMeasure):
        raise UsageError("show.trend_of_units", label=series.label_vi, label_en=series.label_en)
    refuse_result(series, audience)
    notes = tuple(notes)
    sensitive = audience != "internal" and is_sensitive(series, project)
    check_audience(series, audience, sensitive=sensitive, lang=lang, project=project)
    if isinstance(series, GroupMeasure):
        said = groups_title(series, lang), groups_subtitle(series, lang), groups_notes(series, lang)
        alt = describe_groups(series, lang)
    else:
        said = trend_title(series, lang), trend_subtitle(series, lang), trend_notes(series, lang)
        alt = describe_trend(series, lang=lang)
    words = Words(
        title=title or said[0],
        subtitle=said[1],
        notes=(*notes, *said[2]),
        banner=banner_for(banner, audience, lang, project),
        warning=warning_of(series.province, lang),
    )
    with drawing():
        picture, frame = new_page(words, page, needs=_room_of(series))
        if isinstance(series, GroupMeasure):
            draw_groups(picture, frame, series, lang)
        else:
            _draw(picture, frame, without_edges(series), lang)
    picture.alt = " ".join([alt, *notes])
    picture.entries = entries_of(audience, series)
    if save is not None:
        save_picture(picture, save)
    return picture


def _room_of(series: Series | GroupMeasure) -> tuple[float, float]:
    return (
        room_of_groups(series) if isinstance(series, GroupMeasure) else (0.0, room_for(len(cuts_of(series))))
    )


def _draw(picture: Picture, frame: Frame, series: Series, lang: str) -> None:
    lines = cut_lines(picture, cuts_of(series), lang)
    room = Frame(frame.left + _AXIS, frame.bottom + 6, frame.right - 6, room_below(frame, lines).top)
    axes = picture.add_axes(room.inches(picture), label="trend")
    x = positions(series.frame.index)
    _style(axes, series, x, lang)
    draw_strokes(axes, series, x)
    _label_values(axes, series, x, lang)
    draw_cut_lines(axes, room, lines, [(x[one.cut.after] + x[one.cut.after + 1]) / 2 for one in lines])


def _style(axes: Axes, series: Series, x: np.ndarray, lang: str) -> None:
    numbers = series.frame[["value", "low", "high"]].to_numpy(dtype=float)
    known = numbers[np.isfinite(numbers)]
    axes.set_xlim((x.min() if len(x) else 0) - 0.6, (x.max() if len(x) else 1) + 0.6)
    axes.set_ylim(
        min(0.0, known.min() * 1.1 if known.size else 0.0), max(known.max() * 1.12, 1e-9) if known.size else 1
    )
    if series.unit_vi == "%" and known.max(initial=0.0) <= _WHOLE:
        axes.set_ylim(top=min(axes.get_ylim()[1], _WHOLE))
    step = max(1, -(-len(x) // _MOST_TICKS))
    axes.set_xticks(x[::step], [str(period) for period in series.frame.index[::step]])
    reach_tick(axes, MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: format_number(value, lang)))
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, labelsize=TEXT, pad=5)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)


def _label_values(axes: Axes, series: Series, x: np.ndarray, lang: str) -> None:
    value = series.frame["value"].to_numpy(dtype=float)
    runs = segments_of(series)
    ends = {int(i) for run in runs for i in (run[0], run[-1])}
    for i in np.flatnonzero(np.isfinite(value)):
        if len(x) <= _ALL_LABELLED or i in ends:
            weight = "bold" if i in ends else "normal"
            text = format_number(float(value[i]), lang, series.decimals())
            axes.annotate(
                text,
                (x[i], value[i]),
                (0, 8),
                textcoords="offset points",
                ha="center",
                fontsize=TEXT,
                fontweight=weight,
                path_effects=halo(),
                zorder=6,
                gid="value",
            )
