"""Deciding what of an indicator may be published, and remembering what was."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.language.catalogue import Sentence
from antq_analysis.measures.suppression.audit import exposed
from antq_analysis.measures.suppression.cells import (
    COMMUNE,
    COMMUNES,
    OTHERS,
    PROVINCE,
    Cells,
    Flags,
    cells_of,
)
from antq_analysis.measures.suppression.ledger import HIDDEN, SHOWN, read_ledger, settled_by, write_ledger
from antq_analysis.measures.suppression.protect import FREE, HIDE, choose_hidden
from antq_analysis.measures.suppression.release import Release
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import DISTRICT, assign_groups
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import Indicator

_LEVELS = {COMMUNE, COMMUNES, OTHERS, PROVINCE}
MOST_HIDDEN = 0.5
"""A release that hides more than this share of the figures of communes would be a page of gaps."""


def suppress(
    panel: Panel,
    indicator: str,
    *,
    groups: Sequence[str] | None = None,
    categories: Sequence[str] = ("",),
    periods: Collection[str] | None = None,
    communes: bool = True,
    project: Project | None = None,
) -> Release:
    """Decide what of a sensitive indicator may be published.

    Counts from 1 to the threshold of ``data/project.toml`` are hidden, and as few others as keep them from being worked
    out of the totals of districts, groups, all communes, the province and categories, and of what the ledger says was
    published before. To a reader of all this who knows the rule each small count may still be
    anything from 1 to the threshold; that is audited before the release is given. Nothing is written: use
    :func:`record_release` for what is really published.

    Parameters
    ----------
    panel
        The panel.
    indicator
        A count that may be summed.
    groups
        Groupings by which it is published too; by default the districts of the map.
    categories
        Values of its dimension that are published; the empty one is the total.
    periods
        Which periods; by default all.
    communes
        Whether figures of communes are published; without them one grouping at most.
    project
        Holds the threshold and the ledger; by default the project of the current folder.

    Returns
    -------
    Release
        What may be shown; :func:`antq_analysis.measures.suppression.withhold.withhold` applies it.

    Raises
    ------
    RefusedError
        If most figures of communes would be hidden (the remedy is named), if it was published on another map before, if
        it is no count that may be summed, or if what was shown before gives a small count away.
    UnknownNameError
        If there is no such indicator or grouping.
    """
    project = project or find_project()
    what = panel.vocabulary.indicator(indicator)
    if what.adds_up != "sum" or what.kind not in ("flow", "stock", "base"):
        raise RefusedError("measures.suppress_no_count", label=what.label_vi, label_en=what.label_en)
    known = set(panel.groups["grouping"]) if "grouping" in panel.groups else set()
    groups = groups if groups is not None else [name for name in (DISTRICT,) if name in known]
    if not communes and len(groups) > 1:
        raise UsageError("measures.suppress_one_grouping")
    earlier = _earlier(panel, what, known, project)
    groups = _and_earlier(groups, earlier["level"])
    categories = _and_earlier(categories, earlier["category"])
    only = not communes and not len(earlier)
    cells = cells_of(panel, indicator, groups, categories, periods=periods, communes=not only)
    threshold = project.settings.suppression_threshold
    settled = settled_by(earlier, cells.keys)
    if not communes and not only:
        settled[(settled == FREE) & cells.keys["level"].eq(COMMUNE).to_numpy()] = HIDE
    hidden = np.zeros(len(cells.values), dtype=bool)
    if what.sensitive:
        hidden = choose_hidden(cells, threshold, settled)
        _refuse_exposed(cells, hidden, threshold)
        if communes:
            _refuse_gaps(panel, what, cells, hidden, threshold)
    return Release(
        indicator=indicator,
        label_vi=what.label_vi,
        label_en=what.label_en,
        province=panel.province.id,
        map_date=panel.map_date,
        threshold=threshold,
        cells=cells,
        hidden=hidden,
        periods=None if periods is None else tuple(periods),
        sensitive=what.sensitive,
        sensitive_wholes=any(panel.vocabulary.indicator(name).sensitive for name in what.denominators),
    )


def record_release(release: Release, project: Project | None = None) -> None:
    """Write into the ledger what a release shows and hides, so that no later one undoes it.

    Parameters
    ----------
    release
        What is published.
    project
        By default the project of the current folder.

    Raises
    ------
    CannotWriteError
        If the ledger cannot be written.
    """
    state = np.where(release.hidden, HIDDEN, SHOWN)
    rows = release.cells.keys.assign(indicator=release.indicator, map_date=release.map_date, state=state)
    write_ledger(project or find_project(), release.province, rows)


def _earlier(panel: Panel, what: Indicator, known: set[str], project: Project) -> pd.DataFrame:
    rows = read_ledger(project, panel.province.id)
    rows = rows[rows["indicator"].eq(what.id)]
    other = sorted(set(rows["map_date"]) - {panel.map_date})
    if other:
        # The land between two maps lies in no figure of either, but in their difference.
        raise RefusedError(
            "measures.suppress_other_map", label=what.label_vi, label_en=what.label_en, maps=", ".join(other)
        )
    lost = sorted(set(rows["level"]) - _LEVELS - known)
    if lost:
        words = {"label": what.label_vi, "label_en": what.label_en}
        raise RefusedError("measures.suppress_lost_grouping", groupings=", ".join(lost), **words)
    return rows


def _and_earlier(asked: Sequence[str], earlier: pd.Series) -> list[str]:
    return list(dict.fromkeys([*asked, *earlier[~earlier.isin(_LEVELS)]]))


def _refuse_exposed(cells: Cells, hidden: Flags, threshold: int) -> None:
    values = np.where(hidden, np.nan, cells.values)
    missing = cells.matrix() @ cells.values
    small = cells.is_small(threshold) & hidden
    whole = bool((cells.values % 1 == 0).all())
    if len(exposed(values, cells.sums, threshold, small, missing, whole=whole)):
        raise RefusedError("measures.suppress_given_away_before")


def _refuse_gaps(panel: Panel, what: Indicator, cells: Cells, hidden: Flags, threshold: int) -> None:
    rows = cells.keys.assign(value=cells.values, hidden=hidden)
    rows = rows[rows["level"].eq(COMMUNE) & rows["category"].eq("")]
    shares = rows.groupby("period")["hidden"].agg(["sum", "size"])
    gaps = shares[shares["sum"] > MOST_HIDDEN * shares["size"]]
    if gaps.empty:
        return
    cases = [
        Sentence("measures.suppress_gaps_in", period=str(period), n=int(n), of=int(of))
        for period, n, of in zip(gaps.index, gaps["sum"], gaps["size"], strict=True)
    ]
    counts = rows[rows["period"].isin(gaps.index)]
    for grouping in panel.groups["grouping"].unique() if "grouping" in panel.groups else ():
        code = assign_groups(panel.groups, grouping, panel.units.index)["group_code"]
        sums = counts.groupby([counts["code"].map(code), "period"])["value"].sum()
        n = int(((sums > 0) & (sums <= threshold)).sum())
        cases.append(Sentence("measures.suppress_gaps_by_group", grouping=str(grouping), n=n, of=len(sums)))
    raise RefusedError(
        "measures.suppress_mostly_small", cases=cases, label=what.label_vi, label_en=what.label_en
    )
