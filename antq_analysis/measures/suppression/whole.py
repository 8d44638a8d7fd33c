"""A panel for publication: counts of split communes divided in whole numbers."""

from dataclasses import replace

import pandas as pd

from antq_analysis.measures.suppression.together import related_to
from antq_analysis.panel.carried import carry_all
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project, find_project


def whole_counts(panel: Panel, project: Project | None = None) -> Panel:
    """Divide the sensitive counts of split communes in whole numbers, so that no fraction gives a small count away.

    Where a commune was divided between two others by their people, 60 to 40, its count is apportioned: to 1.2 and 0.8.
    Who knows those shares works out of a sum of 31.2 that the count ends in 2 or 7. For a release each incident goes to
    one commune: 1 and 1, and the sum is 31. Totals of the province stay as they are; sums of groups move by less than 1
    for each commune that was divided between two of them.

    Parameters
    ----------
    panel
        The panel.
    project
        Holds the crosswalks; by default the project of the current folder.

    Returns
    -------
    Panel
        The same panel where every sensitive count, and what holds it, is a whole number already; else one whose counts
        of these are.
    """
    sensitive = {name for name, what in panel.vocabulary.indicators.items() if what.sensitive}
    if _whole(panel.observations, sensitive):
        return panel
    whole = sensitive | {other for name in sensitive for other in related_to(name, panel.vocabulary)}
    observations, account, _ = carry_all(
        panel.reported,
        panel.province.id,
        panel.map_date,
        project or find_project(),
        panel.vocabulary,
        backwards=panel.backwards,
        whole=whole,
    )
    return replace(panel, observations=observations, account=account)


def _whole(observations: pd.DataFrame, names: set[str]) -> bool:
    divided = observations["indicator"].isin(names) & observations["status"].eq("apportioned")
    return bool((observations.loc[divided, "value"].dropna() % 1 == 0).all())
