"""Charts of groups over time: one small chart a group, all on the same axes."""

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, shown_decimals
from antq_analysis.measures.frame import SUPPRESSED, Series
from antq_analysis.measures.grouped import GroupMeasure
from antq_analysis.places.groups import say_grouping
from antq_analysis.show.furniture import halo, reach_tick
from antq_analysis.show.lines import (
    apart_after,
    cut_text,
    cuts_of,
    interval_notes,
    positions,
    say_nothing,
    segments_of,
    stage_notes,
)
from antq_analysis.show.page import Frame, wrap
from antq_analysis.show.picture import Picture
from antq_analysis.show.strokes import draw_strokes
from antq_analysis.show.style import FAINT, INK, SMALL
from antq_analysis.show.table import STAR
from antq_analysis.show.words import province_name, say_source, unit_name

_WHOLE = 100.0
_HEAD, _FOOT, _SIDE, _GAP = 6.0, 5.0, 12.0, 4.0
_LEAST_WIDTH, _LEAST_HEIGHT = 36.0, 24.0
_WIDTH, _LABEL = 1.5, 11.0


def groups_title(measure: GroupMeasure, lang: str = "vi") -> str:
    """Say what is shown by which groups; no group is called the highest.

    Parameters
    ----------
    measure
        What.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One line.
    """
    return say(
        "show.groups_title", lang, label=measure.label(lang), grouping=say_grouping(measure.grouping, lang)
    )


def groups_subtitle(measure: GroupMeasure, lang: str = "vi") -> str:
    """Say where, when and in which unit.

    Parameters
    ----------
    measure
        What.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One line.
    """
    periods = measure.periods()
    words = {
        "province": province_name(measure.province, lang),
        "unit": say("show.legend_units", lang, unit=measure.unit(lang)),
        "period": "–".join(dict.fromkeys((periods[0], periods[-1]))) if periods else "",
    }
    return say("show.subtitle", lang, **words)


def groups_notes(measure: GroupMeasure, lang: str = "vi") -> tuple[str, ...]:
    """Say what must be known to read the charts.

    Parameters
    ----------
    measure
        What.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    tuple of str
        Notes, then the source with the date of the map on which the groups are.
    """
    series = tuple(measure.series.values())
    notes = []
    if any((one.frame["n_missing"] > 0).any() for one in series):
        notes.append(say("show.note_hollow", lang, units=unit_name(measure.province, lang)))
    cuts = dict.fromkeys(cut_text(cut, lang) for one in series for cut in cuts_of(one))
    if cuts:
        notes += [say("show.note_cut", lang), say("show.note_cut_reasons", lang, reasons="; ".join(cuts))]
    if any(apart_after(one) & {int(i) for run in segments_of(one) for i in run[:-1]} for one in series):
        notes.append(say("show.note_apart", lang))
    if any(one.frame["status"].eq(SUPPRESSED).any() for one in series):
        notes.append(say("show.note_hidden_groups", lang))
    notes += interval_notes([one.frame for one in series], lang)
    if any(_last_known(one) in _rounded(measure, code) for code, one in measure.series.items()):
        notes.append(say("show.note_apportioned_sum", lang))
    notes += stage_notes([one.frame for one in series], lang)
    source = say_source(measure.province, measure.map_date, lang)
    return (*notes, *measure.notes(lang), source)


def describe_groups(measure: GroupMeasure, lang: str = "vi") -> str:
    """Describe the charts for those who cannot see them.

    Parameters
    ----------
    measure
        What they show.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        Title, every figure of every group, notes.
    """
    told = [
        f"{measure.name_of(code, lang)}: "
        + ", ".join(
            f"{period} {say_nothing(row, lang) or _written(measure, code, period, lang)}"
            for period, row in one.frame.iterrows()
        )
        for code, one in measure.series.items()
    ]
    head = say(
        "show.alt_trend",
        lang,
        title=groups_title(measure, lang),
        subtitle=groups_subtitle(measure, lang),
        figures="; ".join(told),
    )
    return " ".join([head, *groups_notes(measure, lang)])


def room_of_groups(measure: GroupMeasure) -> tuple[float, float]:
    """Tell how large the room of small charts should be on a page that may grow.

    Parameters
    ----------
    measure
        What they show.

    Returns
    -------
    tuple of float
        Width and height [mm].
    """
    columns = _columns(len(measure.series))
    return _SIDE + columns * _LEAST_WIDTH, -(-len(measure.series) // columns) * _LEAST_HEIGHT


def draw_groups(picture: Picture, frame: Frame, measure: GroupMeasure, lang: str = "vi") -> None:
    """Draw one small chart a group into the room of a page, in the order of their codes.

    Parameters
    ----------
    picture
        The page.
    frame
        Its room [mm].
    measure
        What.
    lang
        ``"vi"`` or ``"en"``.
    """
    columns = _columns(len(measure.series))
    rows = -(-len(measure.series) // columns)
    width = (frame.right - frame.left - _SIDE) / columns
    height = (frame.top - frame.bottom) / rows
    limits = _limits(measure, _LABEL / (width - _GAP - _LABEL))
    for place, (code, series) in enumerate(measure.series.items()):
        row, column = divmod(place, columns)
        left, top = frame.left + _SIDE + column * width, frame.top - row * height
        room = Frame(left, top - height + _FOOT, left + width - _GAP, top - _HEAD)
        axes = picture.add_axes(room.inches(picture), label="group")
        name = wrap(picture, measure.name_of(code, lang), width - _GAP, SMALL, "bold")
        axes.set_title(
            name[0] + (" …" if len(name) > 1 else ""), loc="left", fontsize=SMALL, fontweight="bold", pad=3
        )
        x = positions(series.frame.index)
        _style(axes, limits, measure.periods(), lang, is_first=column == 0)
        draw_strokes(axes, series, x, width=_WIDTH)
        for cut in cuts_of(series):
            middle = (x[cut.after] + x[cut.after + 1]) / 2
            axes.axvline(middle, color=INK, linewidth=0.7, linestyle=(0, (4, 3)), gid="cut")
        _label_last(axes, measure, code, x, lang)


def _columns(groups: int) -> int:
    return next((most for most, upto in ((3, 3), (4, 4), (3, 6), (4, 12), (5, 20)) if groups <= upto), 6)


def _limits(measure: GroupMeasure, beside: float) -> tuple[tuple[float, float], float]:
    frames = [one.frame for one in measure.series.values()]
    numbers = np.concatenate([frame[["value", "high"]].to_numpy(float).ravel() for frame in frames])
    known = numbers[np.isfinite(numbers)]
    years = positions(pd.Index(measure.periods())) if measure.periods() else np.zeros(1)
    first, last = years.min() - 0.6, years.max() + 0.3
    top = max(known.max(initial=0.0) * 1.15, 1e-9)
    if measure.unit_vi == "%" and known.max(initial=0.0) <= _WHOLE:
        top = min(top, _WHOLE)
    return (first, last + (last - first) * beside), top


def _style(
    axes: Axes,
    limits: tuple[tuple[float, float], float],
    periods: Sequence[str],
    lang: str,
    *,
    is_first: bool,
) -> None:
    sides, top = limits
    axes.set_xlim(*sides)
    axes.set_ylim(0, top)
    ends = sorted({0, len(periods) - 1}) if periods else []
    axes.set_xticks(positions(pd.Index(periods))[ends], [periods[end] for end in ends])
    reach_tick(axes, MaxNLocator(nbins=3, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: format_number(value, lang)))
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, labelsize=SMALL, pad=3, labelleft=is_first)
    # A point on the axis must not touch the year below it.
    axes.tick_params(axis="x", pad=6)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)


def _label_last(axes: Axes, measure: GroupMeasure, code: str, x: np.ndarray, lang: str) -> None:
    series = measure.series[code]
    known = np.flatnonzero(series.frame["value"].notna())
    if not len(known):
        outside = len(series.frame) > 0 and series.frame["n_units"].eq(0).all()
        hidden = series.frame["status"].eq(SUPPRESSED).any()
        key = "not_applicable" if outside else "suppressed" if hidden else "no_data"
        axes.text(0.5, 0.5, say(f"show.{key}", lang), transform=axes.transAxes, ha="center", fontsize=SMALL)
        return
    value = float(series.frame["value"].iloc[known[-1]])
    axes.annotate(
        _written(measure, code, series.frame.index[known[-1]], lang),
        (x[known[-1]], value),
        (5, 0),
        textcoords="offset points",
        va="center",
        fontsize=SMALL,
        fontweight="bold",
        path_effects=halo(),
        zorder=6,
        gid="value",
    )


def _written(measure: GroupMeasure, code: str, period: Hashable, lang: str) -> str:
    # A sum that holds apportioned parts is no count to a tenth: it is rounded and marked, and the others stay whole.
    series, rounded = measure.series[code], _rounded(measure, code)
    value = float(series.at(str(period))["value"])
    if period in rounded:
        return format_number(value, lang, 0) + STAR
    if not rounded:
        return format_number(value, lang, series.decimals())
    counted = series.frame.loc[~series.frame.index.isin(rounded), "value"].dropna()
    return format_number(value, lang, max(map(shown_decimals, counted), default=0))


def _last_known(series: Series) -> Hashable:
    """Find the period whose figure is written beside its line."""
    known = series.frame.index[series.frame["value"].notna()]
    return str(known[-1]) if len(known) else None


def _rounded(measure: GroupMeasure, code: str) -> frozenset[Hashable]:
    """Find the periods whose figure is a count with an apportioned part."""
    if measure.unit_vi == "%" or measure.series[code].base is not None:
        return frozenset()
    own = measure.frame[measure.frame.index.get_level_values("unit_code") == code].droplevel("unit_code")
    return frozenset(own.index[own["value"].notna() & own["status"].eq("apportioned")])
