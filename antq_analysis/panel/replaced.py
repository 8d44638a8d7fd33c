"""What stood in a file that another one replaced, and stands nowhere now or otherwise."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from antq_analysis.errors import AntqError
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import LANGUAGES, format_number
from antq_analysis.panel.gaps import label_figure, listed
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.sources.tables.shaping import EARLIER
from antq_analysis.vocabulary import Vocabulary

_WHAT = ["level", "indicator", "category", "basis"]
_KEY = [*_WHAT, "period", "unit_code"]


def compare_replaced(
    files: Sequence[tuple[ReceivedFile, str]],
    read: Callable[[ReceivedFile], pd.DataFrame],
    observations: pd.DataFrame,
    vocabulary: Vocabulary,
) -> tuple[list[Finding], set[tuple[str, str]]]:
    """Read the replaced files once more and compare each with all that counts now.

    Parameters
    ----------
    files
        Each replaced file with the name of the file in its place.
    read
        Reads a file.
    observations
        Observations of all files that count.
    vocabulary
        Labels, and what may be summed.

    Returns
    -------
    tuple
        Findings, as :func:`find_replaced` gives them, and a warning for each file that cannot be read any more; and
        the period and unit code of the communes that have figures in a replaced file.
    """
    findings: list[Finding] = []
    reported: set[tuple[str, str]] = set()
    replacing = {(file.period, file.name): by for file, by in files}
    for file, _ in files:
        by = _last(file.period, file.name, replacing)
        try:
            old = read(file)
        except AntqError:
            values = {"old": file.name, "period": file.period}
            findings.append(Finding("replaced_unread", Severity.WARNING, by, values=values))
            continue
        findings += find_replaced(old, observations, file.name, by, vocabulary)
        communes = old[old["value"].notna() & old["level"].eq("commune")]
        reported |= set(zip(communes["period"], communes["unit_code"], strict=True))
    return findings, reported


def _last(period: str, name: str, replacing: Mapping[tuple[str, str], str]) -> str:
    # What counts now is the last file of a chain: it is not what the file between them says.
    while (period, name) in replacing:
        name = replacing[period, name]
    return name


def find_replaced(
    old: pd.DataFrame, observations: pd.DataFrame, file: str, by: str, vocabulary: Vocabulary
) -> Iterator[Finding]:
    """Compare a replaced file with all that counts now.

    A figure that another file gives is not lost. Where the replaced file was on another map, only what is no commune
    is compared: the communes are others.

    Parameters
    ----------
    old
        Observations of the replaced file.
    observations
        Observations of all files that count.
    file, by
        Name of the replaced file, and of the file in its place.
    vocabulary
        Labels, and what may be summed.

    Yields
    ------
    Finding
        For each period a warning of the units and figures that are lost, and a note of those that changed and of the
        communes that had none before.
    """
    told = old[old["value"].notna() & ~old["rule"].str.contains(EARLIER, regex=False)]
    days = pd.MultiIndex.from_frame(observations[["period", "unit_date"]])
    same_map = pd.MultiIndex.from_frame(told[["period", "unit_date"]]).isin(days)
    told = told[same_map | told["level"].ne("commune")].drop_duplicates(_KEY)
    now = observations[observations["status"].ne("not_reported")].drop_duplicates(_KEY, keep="last")
    joined = told.merge(
        now[[*_KEY, "value", "status", "source_id"]], on=_KEY, how="left", suffixes=("", "_now")
    )
    lost = joined[joined["status_now"].isna()]
    changed = joined[joined["status_now"].notna() & joined["value_now"].ne(joined["value"])]
    for period, rows in lost.groupby("period"):
        codes = sorted(rows["unit_code"].unique())
        values = {
            "period": period,
            "n": len(codes),
            "units": listed(codes),
            "figures": len(rows),
            "old": file,
        }
        lines = _lines(rows, ("value",), "lost", vocabulary)
        yield Finding("replaced_lost", Severity.WARNING, by, values=values | lines)
    added = _added(told, now[now["source_id"].isin(joined["source_id_now"].dropna())])
    for period in sorted({*changed["period"], *added["period"]}):
        rows = changed[changed["period"].eq(period)]
        values = {"period": period, "n": len(rows), "old": file}
        new = sorted(added.loc[added["period"].eq(period), "unit_code"].unique())
        lines = _lines(rows, ("value", "value_now"), "changes", vocabulary, new)
        yield Finding("replaced_changed", Severity.NOTE, by, values=values | lines)


def _added(told: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Take the figures of communes that the replaced file has none of, on its map and in its periods."""
    rows = now[now["value"].notna() & now["level"].eq("commune")]
    place = ["period", "unit_date", "unit_code"]
    there = pd.MultiIndex.from_frame(told[place])
    same = pd.MultiIndex.from_frame(rows[place[:2]]).isin(there.droplevel("unit_code"))
    return rows[same & ~pd.MultiIndex.from_frame(rows[place]).isin(there)]


def _lines(
    rows: pd.DataFrame,
    columns: tuple[str, ...],
    name: str,
    vocabulary: Vocabulary,
    added: Sequence[str] = (),
) -> dict[str, object]:
    groups = list(rows.groupby(_WHAT))
    told: dict[str, object] = {}
    for lang, end in zip(LANGUAGES, ("", "_en"), strict=True):
        lines = [_line(what, own, columns, vocabulary, lang) for what, own in groups]
        if added:
            lines.append(say("panel.replaced_added", lang, n=len(added), units=listed(list(added))))
        told[name + end] = listed(lines)
    return told


def _line(what: Any, rows: pd.DataFrame, columns: tuple[str, ...], vocabulary: Vocabulary, lang: str) -> str:
    _, indicator, category, _ = map(str, what)
    values: dict[str, object] = {"label": label_figure(indicator, category, vocabulary, lang), "n": len(rows)}
    if vocabulary.indicator(indicator).adds_up not in ("sum", "flags"):
        return say("panel.stage_change", lang, **values)
    sums = " → ".join(_sum(rows[column], lang) for column in columns)
    text = say("panel.replaced_sum", lang, **values, sums=sums)
    empty = int(rows[columns[-1]].isna().sum())
    return f"{text} ({say('panel.replaced_empty', lang, n=empty)})" if empty else text


def _sum(figures: "pd.Series[float]", lang: str) -> str:
    # What is not read is not zero.
    return format_number(float(figures.sum()), lang) if figures.notna().any() else "…"
