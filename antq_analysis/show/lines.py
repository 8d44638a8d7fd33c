"""What a trend chart says before it is drawn: where the line is cut, what the points are, the words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.measures.change import say_difference, say_figure
from antq_analysis.measures.frame import SUPPRESSED, Series
from antq_analysis.measures.same_places import others_apart, rest_apart
from antq_analysis.observations import STAGES
from antq_analysis.show.words import province_name, say_period, say_source, unit_name
from antq_analysis.vocabulary import Break

_MONTHS = re.compile(r"(\d{4})-(\d{1,2})T?")


@dataclass(frozen=True)
class Cut:
    """A place where the line is cut because what is counted changed.

    Parameters
    ----------
    after
        Position of the last point before the cut.
    breaks
        What changed; empty where only the version of the method says so.
    """

    after: int
    breaks: tuple[Break, ...]


def positions(periods: pd.Index) -> np.ndarray:
    """Place periods on the axis of time.

    Parameters
    ----------
    periods
        Years, or periods of one other kind.

    Returns
    -------
    ndarray of float
        The year where all are years, so that a missing year leaves its gap; otherwise 0, 1, 2, ...
    """
    texts = [str(period) for period in periods]
    if all(len(text) == 4 and text.isdigit() for text in texts):
        return np.asarray([float(text) for text in texts])
    return np.arange(len(texts), dtype=float)


def cuts_of(series: Series) -> tuple[Cut, ...]:
    """Find where the line must be cut: at every change of the method and at every dated break.

    A period is counted in the new way if it ends on the day of the break or later.

    Parameters
    ----------
    series
        The series, in order of time.

    Returns
    -------
    tuple of Cut
        In order of time.
    """
    versions = series.frame["method_version"].fillna("").tolist()
    at: dict[int, list[Break]] = {i: [] for i in range(len(versions) - 1) if versions[i] != versions[i + 1]}
    ends = [_end(str(period)) for period in series.frame.index]
    for cut in series.breaks:
        named = [i for i in at if (versions[i], versions[i + 1]) == (cut.before, cut.after)]
        dated = [i for i in range(len(ends) - 1) if ends[i] < cut.on <= ends[i + 1]]
        for i in dated or named:
            at.setdefault(i, []).append(cut)
    return tuple(Cut(i, tuple(at[i])) for i in sorted(at))


def _end(period: str) -> date:
    if found := _MONTHS.fullmatch(period):
        return (pd.Timestamp(year=int(found[1]), month=int(found[2]), day=1) + pd.offsets.MonthEnd(0)).date()
    return date(int(period[-4:]), 12, 31)


def without_edges(series: Series) -> Series:
    """Leave out the periods before the first figure and after the last.

    Parameters
    ----------
    series
        The series, in order of time.

    Returns
    -------
    Series
        What a chart has room for; without any figure it stays as it is.
    """
    known = np.flatnonzero(series.frame["value"].notna())
    return replace(series, frame=series.frame.iloc[known[0] : known[-1] + 1]) if len(known) else series


def segments_of(series: Series) -> tuple[np.ndarray, ...]:
    """Split the points into runs that one line may join.

    A run ends at a cut, at a point without value and at a missing year.

    Parameters
    ----------
    series
        The series.

    Returns
    -------
    tuple of ndarray of int
        Positions of the points of each run.
    """
    x = positions(series.frame.index)
    known = series.frame["value"].notna().to_numpy()
    cut_after = {cut.after for cut in cuts_of(series)}
    runs: list[list[int]] = []
    for i in np.flatnonzero(known):
        joined = bool(runs) and runs[-1][-1] == i - 1 and i - 1 not in cut_after and x[i] - x[i - 1] == 1
        if joined:
            runs[-1].append(int(i))
        else:
            runs.append([int(i)])
    return tuple(np.asarray(run) for run in runs)


def apart_after(series: Series) -> frozenset[int]:
    """Find the points that rest on other places than the next: a line between them is no change of anything.

    Parameters
    ----------
    series
        The series, in order of time.

    Returns
    -------
    frozenset of int
        Positions of the earlier point of each such pair.
    """
    names = [str(period) for period in series.frame.index]
    return frozenset(i for i in range(len(names) - 1) if rest_apart(series, names[i + 1], names[i]))


def trend_title(series: Series, lang: str = "vi") -> str:
    """Say the finding: the last figure and, where it may be compared, its change.

    Parameters
    ----------
    series
        The series.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One sentence.
    """
    runs = segments_of(series)
    if not runs:
        return say("show.trend_title_empty", lang, label=series.label(lang))
    frame = series.frame
    last = int(runs[-1][-1])
    figure = say_figure(series, frame.iloc[last], lang)
    if series.unit(lang).casefold() in series.label(lang).casefold():
        figure = figure.removesuffix(series.unit(lang)).rstrip()
    if missing := int(frame["n_missing"].fillna(0).iloc[last]):
        figure += f" {say('show.lacks', lang, n=missing)}"
    values: dict[str, object] = {
        "label": series.label(lang),
        "period": say_period(str(frame.index[last]), lang),
        "value": figure,
    }
    exact = frame["comparator"].iloc[[last - 1, last]].eq("exact").all()
    everyone = frame["n_missing"].iloc[[last - 1, last]].fillna(1).eq(0).all()
    whole = exact and everyone and not any(others_apart(frame.iloc[last], frame.iloc[last - 1]))
    if len(runs[-1]) > 1 and whole:
        change = say_difference(series, frame.iloc[last], frame.iloc[last - 1], lang)
        before = say_period(str(frame.index[last - 1]), lang)
        return say("show.trend_title_change", lang, change=change, before=before, **values)
    return say("show.trend_title", lang, **values)


def trend_subtitle(series: Series, lang: str = "vi") -> str:
    """Say what, where, when and in which unit.

    Parameters
    ----------
    series
        The series.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One line.
    """
    ends = without_edges(series).frame.index
    periods = "–".join(dict.fromkeys((str(ends[0]), str(ends[-1])))) if len(ends) else ""
    values = {
        "province": province_name(series.province, lang),
        "unit": say("show.legend_units", lang, unit=series.unit(lang)),
    }
    line = say("show.subtitle", lang, period=periods, **values)
    base = series.base.short(lang) if series.base else ""
    return f"{line} · {base}" if base else line


def trend_notes(series: Series, lang: str = "vi", *, rows: bool = False) -> tuple[str, ...]:
    """Say what must be known to read the chart, or the table of the same figures.

    Parameters
    ----------
    series
        The series.
    lang
        ``"vi"`` or ``"en"``.
    rows
        Whether they stand beneath a table, which has rows where a chart has points and lines.

    Returns
    -------
    tuple of str
        Notes, then the source.
    """
    frame, mark = series.frame, "row" if rows else "note"
    notes = []
    short = frame[(frame["n_missing"] > 0) & frame["value"].notna()]
    if len(short):
        counts = short[["n_missing", "n_units"]].to_numpy(dtype=int)
        years = ", ".join(f"{period} ({n}/{of})" for period, (n, of) in zip(short.index, counts, strict=True))
        notes.append(say(f"show.{mark}_missing", lang, units=unit_name(series.province, lang), years=years))
    others = frame.loc[frame["n_others"].fillna(0) > 0, "n_others"]
    if len(others):
        years = ", ".join(f"{period} ({int(n)})" for period, n in others.items())
        if series.base:
            notes.append(say("show.note_others_rate_years", lang, years=years, base=series.base.label(lang)))
        else:
            notes.append(say("show.note_others_years", lang, years=years))
    notes += _say_empty(series, lang)
    bounds = frame.index[frame["comparator"].ne("exact") & frame["value"].notna()]
    if len(bounds):
        notes.append(say("show.note_bound_years", lang, years=", ".join(map(str, bounds))))
    if cuts_of(without_edges(series)):
        notes.append(say(f"show.{mark}_cut", lang))
    if apart_after(series) & {int(i) for run in segments_of(series) for i in run[:-1]}:
        notes.append(say(f"show.{mark}_apart", lang))
    # A table says in the head of its column what the band of a chart is.
    notes += interval_notes([frame], lang) if not rows else []
    notes += stage_notes([frame], lang)
    return (*notes, *(series.base.notes(lang) if series.base else ()), say_source(series.province, "", lang))


def _say_empty(series: Series, lang: str) -> list[str]:
    frame = series.frame
    hidden = frame["status"].eq(SUPPRESSED)
    empty = frame["value"].isna() & ~hidden
    notes = []
    if hidden.any():
        notes.append(say("show.note_hidden_years", lang, years=", ".join(map(str, frame.index[hidden]))))
    if series.base:
        baseless = empty & frame["n_baseless"].fillna(0).gt(0)
        empty &= ~baseless
        words = {"base": series.base.label(lang), "years": ", ".join(map(str, frame.index[baseless]))}
        notes += [say("show.note_no_base", lang, **words)] if baseless.any() else []
    if empty.any():
        notes.append(say("show.note_no_value", lang, years=", ".join(map(str, frame.index[empty]))))
    return notes


def interval_notes(frames: Sequence[pd.DataFrame], lang: str = "vi") -> list[str]:
    """Say what the band is, and why some figures have none.

    Parameters
    ----------
    frames
        Those of the series that are shown.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    list of str
        Nothing where no figure has a band.
    """
    if not any(frame["low"].notna().any() for frame in frames):
        return []
    bare = any((frame["value"].notna() & frame["low"].isna()).any() for frame in frames)
    return [say("show.note_interval", lang), *([say("show.note_no_interval", lang)] if bare else [])]


def stage_notes(frames: Sequence[pd.DataFrame], lang: str = "vi") -> list[str]:
    """Say of which periods figures are not final.

    Parameters
    ----------
    frames
        Those of the series that are shown.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    list of str
        At most one sentence.
    """
    told: dict[str, set[str]] = {}
    for frame in frames:
        known = frame.loc[frame["value"].notna(), "stage"]
        for period, stages in known.items():
            told.setdefault(str(period), set()).update(str(stages).split("+"))
    years = [
        f"{period} ({', '.join(say(f'panel.stage_{one}', lang) for one in STAGES if one in stages)})"
        for period, stages in sorted(told.items())
        if stages & {*STAGES} - {"final"}
    ]
    return [say("show.note_stages", lang, years=", ".join(years))] if years else []


def cut_text(cut: Cut, lang: str = "vi") -> str:
    """Say why the line is cut.

    Parameters
    ----------
    cut
        Where.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        The reasons with their dates.
    """
    if not cut.breaks:
        return say("show.cut_method", lang)
    return "; ".join(
        say("show.cut_break", lang, day=b.on, reason=b.label_en if lang == "en" else b.label_vi)
        for b in cut.breaks
    )


def say_nothing(row: pd.Series, lang: str = "vi") -> str:
    """Say why a row of a series has no figure to print.

    Parameters
    ----------
    row
        The row.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        That it is withheld, or that there is none; empty where there is one.
    """
    if not np.isnan(float(row["value"])):
        return ""
    return say("show.suppressed" if row["status"] == SUPPRESSED else "show.no_data", lang)


def describe_trend(series: Series, *, lang: str = "vi") -> str:
    """Describe a trend chart for those who cannot see it.

    Parameters
    ----------
    series
        What the chart shows.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        Title, every figure, every cut, notes.
    """
    figures = "; ".join(
        f"{period}: {say_nothing(row, lang) or format_number(float(row['value']), lang, series.decimals())}"
        for period, row in series.frame.iterrows()
    )
    cuts = [cut_text(cut, lang) + "." for cut in cuts_of(series)]
    head = say(
        "show.alt_trend",
        lang,
        title=trend_title(series, lang),
        subtitle=trend_subtitle(series, lang),
        figures=figures,
    )
    return " ".join([head, *cuts, *trend_notes(series, lang)])
