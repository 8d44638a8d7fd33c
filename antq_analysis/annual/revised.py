"""Figures that say otherwise than they did when they were handed in or reported."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.annual.frozen import Kept
from antq_analysis.panel.load import Panel
from antq_analysis.panel.stages import STAGELESS, best_stage
from antq_analysis.panel.until import rows_until
from antq_analysis.places.register import load_units
from antq_analysis.project import Project
from antq_analysis.sources.receiving.received import received_files, replaced_files

CHANGED, ADDED, LOST = "changed", "added", "lost"
_PLACE = ["source_id", "sheet", "cell"]
_TOLD = ["value", "value_text", "comparator", "status", *_PLACE]
COLUMNS = (
    "state",
    *STAGELESS,
    "name",
    *(
        f"{name}_{end}"
        for end in ("before", "after")
        for name in ("value", "value_text", "comparator", "place")
    ),
)


def find_revised(panel: Panel, kept: Kept, project: Project) -> pd.DataFrame:
    """Find the figures of a panel that say otherwise than what was kept.

    Parameters
    ----------
    panel
        The panel, of the same year or of a later one.
    kept
        What was handed in, or a report that stands.
    project
        Names of units and of files.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`COLUMNS`, one row a figure of the year of `kept` or of one before it: ``changed``, ``added``
        (there was no such figure) or ``lost`` (there is none any more); ``place`` is the cell it was read from. Empty
        cells and stages are no change by themselves. The latest period comes first.

    Raises
    ------
    MissingError
        If a map that it speaks of is not there any more.
    """
    days = set(kept.observations.loc[kept.observations["level"].eq("commune"), "unit_date"])
    registers = {day: load_units(kept.province, day, project) for day in sorted(days)}
    before = _told(best_stage(kept.observations, registers))
    after = _told(rows_until(panel.reported, kept.year))
    both = before.add_suffix("_before").join(after.add_suffix("_after"), how="outer").reset_index()
    was, stands = both["status_before"].notna(), both["status_after"].notna()
    had, has = both["value_before"].notna(), both["value_after"].notna()
    both["state"] = np.select([was & stands, stands], [CHANGED, ADDED], default=LOST)
    differs = np.where(was & stands, ~_same(both), np.where(stands, has, had))
    found = both[differs.astype(bool)].copy()
    files = _file_names(kept.province, project)
    for end in ("before", "after"):
        cells = zip(*(found[f"{name}_{end}"].fillna("") for name in _PLACE), strict=True)
        found[f"place_{end}"] = [", ".join(filter(None, (files.get(one, one), *at))) for one, *at in cells]
    found["name"] = _names(found, {**registers, **panel.registers})
    order = found.sort_values(["indicator", "category", "unit_code"], kind="stable")
    return order.sort_values("period", ascending=False, kind="stable")[list(COLUMNS)].reset_index(drop=True)


def sum_revised(panel: Panel, kept: Kept, revised: pd.DataFrame) -> pd.DataFrame:
    """Add up what revisions did to each figure of the province.

    Parameters
    ----------
    panel
        Says what may be summed.
    kept
        As for :func:`find_revised`.
    revised
        What that gave.

    Returns
    -------
    pandas.DataFrame
        One row for each indicator, category, basis and period with a revision: n (figures), before and after (sums of
        the revised figures), NaN where they may not be summed; came and gone: how many of them had no value before,
        and how many have none any more.
    """
    keys = ["period", "indicator", "category", "basis"]
    sums = revised.groupby(keys, sort=False).agg(
        n=("state", "size"),
        before=("value_before", partial(pd.Series.sum, min_count=1)),
        after=("value_after", partial(pd.Series.sum, min_count=1)),
        came=("value_before", _empty),
        gone=("value_after", _empty),
    )
    table = sums.reset_index()
    summed = table["indicator"].map(lambda name: panel.vocabulary.indicator(name).adds_up in ("sum", "flags"))
    for end in ("before", "after"):
        # What is lost or added has no other figure beside it: it counts as nothing there.
        table[end] = table[end].fillna(0.0).where(summed.astype(bool))
    return table.assign(year=kept.year)


def _empty(values: pd.Series) -> int:
    return int(values.isna().sum())


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows[rows["status"].ne("not_reported")]
    return rows.drop_duplicates(STAGELESS).set_index(STAGELESS)[_TOLD]


def _same(both: pd.DataFrame) -> "pd.Series[bool]":
    values = both["value_before"].eq(both["value_after"])
    words = both["value_before"].isna() & both["value_after"].isna()
    words &= both["value_text_before"].eq(both["value_text_after"])
    exact = both["comparator_before"].isin(obs.EXACT) & both["comparator_after"].isin(obs.EXACT)
    bounds = exact | both["comparator_before"].eq(both["comparator_after"])
    return (values & bounds) | words


def _file_names(province: str, project: Project) -> dict[str, str]:
    files = (*(file for file, _ in replaced_files(province, project)), *received_files(province, project))
    return {file.source_id: file.name for file in files}


def _names(rows: pd.DataFrame, registers: Mapping[str, pd.DataFrame]) -> list[str]:
    known = {
        (day, code): name
        for day, units in registers.items()
        for code, name in zip(units["unit_code"], units["name"], strict=True)
    }
    return [str(known.get(key, key[1])) for key in zip(rows["unit_date"], rows["unit_code"], strict=True)]
