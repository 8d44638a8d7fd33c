"""What a person settled about the figures that an answer speaks of."""

from collections.abc import Collection

import pandas as pd

from antq_analysis.project import Project
from antq_analysis.sources.deciding.decisions import load_decisions


def decisions_about(
    province: str, about: tuple[str, str, str], units: Collection[str], project: Project
) -> pd.DataFrame:
    """List the decisions about one figure of some units, and about those of them that did not report.

    Parameters
    ----------
    province
        Province id.
    about
        Period, indicator and category.
    units
        Unit codes, on the map of the period.
    project
        The project.

    Returns
    -------
    pandas.DataFrame
        Rows of ``cells.csv``, then those of ``gaps.csv`` with their answer under ``value`` and no indicator.
    """
    period, indicator, category = about
    decisions = load_decisions(province, project)
    cells = decisions.cells
    cells = cells[
        cells["period"].eq(period) & cells["indicator"].eq(indicator) & cells["category"].eq(category)
    ]
    gaps = decisions.gaps[decisions.gaps["period"].eq(period)].rename(columns={"answer": "value"})
    both = pd.concat([cells, gaps], ignore_index=True).reindex(columns=cells.columns).fillna("")
    return both[both["unit_code"].isin(list(units))].reset_index(drop=True)
