"""Models by working group over the years, each line with its name, none across a change of counting."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.measures.growth import Growth
from antq_analysis.project import Project
from antq_analysis.show.charted import Around, Said, charted, refuse_release
from antq_analysis.show.cut_lines import cut_lines, draw_cut_lines, room_below, room_for, sheet_over
from antq_analysis.show.furniture import halo, reach_tick
from antq_analysis.show.lines import Cut, cut_text
from antq_analysis.show.page import Frame, wrap
from antq_analysis.show.picture import Picture
from antq_analysis.show.side_labels import SideLabel, draw_side_labels
from antq_analysis.show.style import CATEGORICAL, FAINT, GREY, PAPER, SMALL, TEXT
from antq_analysis.show.words import province_name, say_source

_AXIS, _FOOT, _SIDE, _HEAD = 14.0, 6.0, 62.0, 7.0
_LINE = 4.1
"""Height of a line of a label [mm]."""


def draw_growth(  # noqa: PLR0913 - the named options of a drawing verb
    growth: Growth,
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
    """Draw how many models each working group has, year by year.

    Parameters
    ----------
    growth
        What :func:`antq_analysis.measures.growth.growth` gives.
    lang
        ``"vi"`` or ``"en"``.
    audience
        ``"internal"`` or ``"release"``.
    banner
        The user's banner; by default that of the project for internal outputs.
    title
        By default the groups of the last year.
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
    around = Around(lang, audience, banner, title, page, tuple(notes), save, project)
    labels = list(growth.units.values())[-1]
    refuse_release(around, labels, sensitive=growth.sensitive)
    return charted(
        _say(growth, lang),
        growth.province,
        around,
        lambda picture, frame: _draw(picture, frame, growth, lang),
        (190.0, room_for(len(growth.breaks), 60.0)),
    )


def _say(growth: Growth, lang: str) -> Said:
    side, years = (1 if lang == "en" else 0), list(map(str, growth.frame.index))
    title = _title(growth, lang)
    subtitle = say(
        "show.growth_subtitle",
        lang,
        province=province_name(growth.province, lang),
        unit=" → ".join(growth.units[name][side] for name in growth.counted["indicator"].unique()),
        period="–".join(dict.fromkeys((years[0], years[-1]))),
    )
    figures = "; ".join(
        f"{growth.labels[str(group)][side]}: "
        + ", ".join(f"{year} {format_number(float(n), lang)}" for year, n in column.dropna().items())
        for group, column in growth.frame.items()
    )
    notes = [say("show.note_growth_group", lang)]
    if growth.breaks:
        notes.append(say("show.note_growth_cut", lang))
    short = growth.counted.index[growth.counted["n_missing"].gt(0)]
    if len(short):
        notes.append(say("show.note_growth_missing", lang, years=", ".join(map(str, short))))
    vague = growth.counted.index[~growth.counted["exact"]]
    if len(vague):
        notes.append(say("show.note_growth_not_exact", lang, years=", ".join(map(str, vague))))
    alt = say("show.alt_growth", lang, title=title, subtitle=subtitle, figures=figures)
    cuts = [cut_text(cut, lang) + "." for cut in _cuts(growth)]
    return Said(title, subtitle, (*notes, say_source(growth.province, "", lang)), " ".join([alt, *cuts]))


def _title(growth: Growth, lang: str) -> str:
    side, frame = (1 if lang == "en" else 0), growth.frame
    now, n = frame.iloc[-1], len(frame)
    words: dict[str, object] = {
        "label": growth.units[str(growth.counted["indicator"].iloc[-1])][side],
        "year": str(frame.index[-1]),
        "total": float(now.sum()),
        "groups": int(now.notna().sum()),
    }
    joined = n > 1 and n - 2 not in growth.breaks and int(frame.index[-1]) == int(frame.index[-2]) + 1
    short, exact = growth.counted["n_missing"].iloc[-2:], growth.counted["exact"].iloc[-2:]
    if not joined or short.any() or not exact.all():
        return say("show.growth_title", lang, **words)
    moved = now - frame.iloc[-2]
    words |= {"since": str(frame.index[-2]), "up": int((moved > 0).sum()), "down": int((moved < 0).sum())}
    return say("show.growth_title_change", lang, **words)


def _cuts(growth: Growth) -> tuple[Cut, ...]:
    return tuple(Cut(i, found) for i, found in sorted(growth.breaks.items()))


def _draw(picture: Picture, frame: Frame, growth: Growth, lang: str) -> None:
    side = 1 if lang == "en" else 0
    lines = cut_lines(picture, _cuts(growth), lang)
    top = room_below(frame, lines).top - _HEAD
    room = Frame(frame.left + _AXIS, frame.bottom + _FOOT, frame.right - _SIDE, top)
    axes = picture.add_axes(room.inches(picture), label="growth")
    x = growth.frame.index.astype(int).to_numpy()
    axes.set_xlim(x[0] - 0.4, max(x[-1] + 0.1, x[0] + 2.4))
    axes.set_ylim(0, float(np.nanmax(growth.frame.to_numpy(float))) * 1.08 or 1)
    reach_tick(axes, MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    _style(axes, x, lang)
    runs = np.split(
        np.arange(len(x)), [i + 1 for i in range(len(x) - 1) if i in growth.breaks or x[i + 1] - x[i] > 1]
    )
    labels = []
    height = (axes.get_ylim()[1] - axes.get_ylim()[0]) * _LINE / (room.top - room.bottom)
    for place, (group, column) in enumerate(growth.frame.items()):
        colour = CATEGORICAL[place % len(CATEGORICAL)]
        value = column.to_numpy(float)
        for run in runs:
            _run(axes, x[run], value[run], colour, growth.counted["n_missing"].to_numpy()[run] > 0)
            _number(axes, x[run], value[run], colour, lang, last=run is runs[-1])
        if np.isfinite(value[-1]):
            words = f"{format_number(float(value[-1]), lang)}  {growth.labels[str(group)][side]}"
            labels.append(SideLabel(value[-1], tuple(wrap(picture, words, _SIDE - 4, TEXT)), colour))
    draw_side_labels(axes, labels, float(x[-1]), size=TEXT, line=height)
    for run in runs:
        name = growth.units[str(growth.counted["indicator"].iloc[run[0]])][side]
        axes.annotate(
            name,
            (x[run[0]] - 0.3, 1),
            (0, 8),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            fontsize=SMALL,
            color=GREY,
            fontweight="bold",
            annotation_clip=False,
            gid="unit",
        )
    sheet, above = sheet_over(picture, axes, room, _HEAD)
    draw_cut_lines(sheet, above, lines, [(x[one.cut.after] + x[one.cut.after + 1]) / 2 for one in lines])


def _style(axes: Axes, x: np.ndarray, lang: str) -> None:
    axes.set_xticks(x, [str(year) for year in x])
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: format_number(value, lang)))
    for edge in ("top", "right", "left"):
        axes.spines[edge].set_visible(False)
    axes.tick_params(length=0, labelsize=TEXT, pad=5)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)


def _run(axes: Axes, x: np.ndarray, value: np.ndarray, colour: str, short: np.ndarray) -> None:
    axes.plot(x, value, color=colour, linewidth=2.2, solid_capstyle="round", zorder=4, gid="segment")
    for chosen, face in ((~short, colour), (short, PAPER)):
        axes.scatter(
            x[chosen],
            value[chosen],
            s=28,
            facecolor=face,
            edgecolor=colour,
            linewidth=1.5,
            zorder=5,
            clip_on=False,
        )


def _number(axes: Axes, x: np.ndarray, value: np.ndarray, colour: str, lang: str, *, last: bool) -> None:
    """Write the figure at the ends of a run; that of the last stands beside its name."""
    for i in (0,) if last or len(x) == 1 else (0, -1):
        if np.isfinite(value[i]) and not (last and len(x) == 1):
            axes.annotate(
                format_number(float(value[i]), lang),
                (x[i], value[i]),
                (0, 7),
                textcoords="offset points",
                ha="center",
                fontsize=SMALL,
                color=colour,
                path_effects=halo(),
                zorder=6,
                gid="value",
            )
