"""Groups beside one another in one year, each with its base; in the order of the register, never of their figures."""

from antq_analysis.errors import MissingError, UnknownNameError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.usual import usual_groups
from antq_analysis.panel.asked import find_indicator
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from antq_analysis.show.tables import draw_table


def groups_beside(
    panel: Panel,
    indicator: str,
    year: str,
    *,
    group: str = "",
    lang: str = "vi",
    project: Project | None = None,
) -> str:
    """Set the groups of a panel beside one another.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Its id or label.
    year
        The year.
    group
        The grouping, such as ``former_district``; by default the only one that the map has.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    str
        A table with figures, bases and intervals, and what is to be known about it.

    Raises
    ------
    UsageError
        If nothing is called so.
    MissingError
        If the map has no groups.
    UnknownNameError
        If the map has no such grouping, or several and none was named; or there is no figure of the year.
    RefusedError
        If the indicator may not be summed over communes.
    """
    measure = groups_measure(panel, indicator, group)
    table = draw_table(measure, year, lang=lang, banner="", project=project)
    notes = (*table.notes, say("annual.groups_no_ranks", lang))
    return "\n".join([str(table), "", *notes])


def groups_measure(panel: Panel, indicator: str, group: str = "") -> Measure:
    """Compute an indicator by group.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Its id or label.
    group
        The grouping; may be left out where the map has one.

    Returns
    -------
    Measure
        One row a group and period.

    Raises
    ------
    UsageError
        If nothing is called so.
    MissingError
        If the map has no groups.
    UnknownNameError
        If the map has no such grouping, or several and none was named.
    RefusedError
        If the indicator may not be summed over communes.
    """
    known = sorted(panel.groups["grouping"].unique()) if "grouping" in panel.groups else []
    if not known:
        raise MissingError("annual.no_groups", province=panel.province.id, day=panel.map_date)
    if not group and len(known) == 1:
        (group,) = known
    if group not in known:
        raise UnknownNameError("errors.kind_grouping", group, known)
    return usual_groups(panel, find_indicator(panel.vocabulary, indicator), group)
