"""Figures of a part of a year on an earlier map than those of the whole year: carried to it, to be compared there."""

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import InputError, MissingError
from antq_analysis.panel.carried import carry_all
from antq_analysis.project import Project
from antq_analysis.vocabulary import Vocabulary


def with_parts_carried(
    best: pd.DataFrame, province: str, project: Project, vocabulary: Vocabulary
) -> pd.DataFrame:
    """Add the counts of six or nine months or of a month on the map on which their year was reported.

    Parameters
    ----------
    best
        One figure for each key without its stage.
    province
        Province id.
    project
        The project.
    vocabulary
        Which indicators count events, and how they merge.

    Returns
    -------
    pandas.DataFrame
        The figures, and below them those of communes whose year stands on a later map, carried there. Where the table
        of old and new units is missing or not as it must be, nothing is added: loading the panel tells of it.
    """
    flows = [
        name
        for name in best["indicator"].unique()
        if vocabulary.indicator(str(name)).kind == "flow"
        and vocabulary.indicator(str(name)).merges == "additive"
    ]
    rows = best[best["indicator"].isin(flows) & best["level"].eq("commune") & best["basis"].eq("in_year")]
    whole = obs.told_apart(rows["period"], obs.is_year)
    carried = []
    for (year, day), _ in rows[whole].groupby(["period", "unit_date"], sort=True):
        parts = rows[~whole & rows["unit_date"].lt(str(day)) & rows["period"].str.startswith(f"{year}-")]
        if parts.empty:
            continue
        try:
            carried.append(carry_all(parts, province, str(day), project, vocabulary)[0])
        except (MissingError, InputError):
            continue
    return pd.concat([best, *carried], ignore_index=True) if carried else best
