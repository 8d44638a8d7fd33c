"""What a yearly report shows, as ``data/reference/report.toml`` lists it."""

from dataclasses import dataclass

from antq_analysis.errors import SettingError
from antq_analysis.panel.area import DISTRICT
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import load_groups
from antq_analysis.places.vintage import vintages
from antq_analysis.project import Project, find_project, read_toml
from antq_analysis.vocabulary import load_vocabulary


@dataclass(frozen=True)
class Contents:
    """Indicators of a report, by where they are shown.

    Parameters
    ----------
    outcomes
        Candidates for the one that public order is read from, best first.
    maps, trends, table
        Indicators of maps, of trend charts and of the table of communes.
    models
        Candidates for the one that the density of models is read from, best first.
    group
        The grouping that takes the place of districts in tables, and has charts of its own, where a map has none.
    """

    outcomes: tuple[str, ...]
    maps: tuple[str, ...]
    trends: tuple[str, ...]
    table: tuple[str, ...]
    models: tuple[str, ...] = ()
    group: str = ""

    def group_of(self, panel: Panel) -> str:
        """Choose the grouping by which a panel is shown.

        Parameters
        ----------
        panel
            The panel.

        Returns
        -------
        str
            The listed grouping; empty where the map has districts, or the panel no such grouping.
        """
        known = "grouping" in panel.groups and bool(panel.groups["grouping"].eq(self.group).any())
        return self.group if known and not _has_districts(panel) else ""

    def lost_since(self, panel: Panel, project: Project) -> str:
        """Tell whether the map of a panel lost the grouping that an earlier one has.

        Parameters
        ----------
        panel
            The panel.
        project
            The project.

        Returns
        -------
        str
            Date of the last earlier map with districts or the listed grouping, where that of the panel has neither;
            else empty.
        """
        if not self.group or _has_districts(panel) or self.group_of(panel):
            return ""
        who = panel.province.id
        for day in reversed([day for day in vintages(who, project) if day < panel.map_date]):
            if load_groups(who, day, project)["grouping"].isin([self.group, DISTRICT]).any():
                return day
        return ""


def _has_districts(panel: Panel) -> bool:
    units = panel.units
    return "district_name" in units and bool(units["district_name"].fillna("").ne("").any())


def load_contents(project: Project) -> Contents:
    """Read what a report shows.

    Parameters
    ----------
    project
        The project.

    Returns
    -------
    Contents
        The lists.

    Raises
    ------
    SettingError
        If a list names an indicator that nobody defined.
    """
    path = project.reference / "report.toml"
    contents = read_toml(path, Contents)
    known = load_vocabulary(project).indicators
    named = (*contents.outcomes, *contents.maps, *contents.trends, *contents.table, *contents.models)
    unknown = [name for name in dict.fromkeys(named) if name not in known]
    if unknown:
        raise SettingError("errors.bad_settings", cases=unknown, file=path, n=len(unknown))
    return contents


def with_figures(panel: Panel, names: tuple[str, ...], period: str | None = None) -> tuple[str, ...]:
    """Keep the indicators that a panel has figures of communes for.

    Parameters
    ----------
    panel
        The panel.
    names
        Indicator ids.
    period
        Look at one period only.

    Returns
    -------
    tuple of str
        Those with at least one value, in the given order.
    """
    rows = panel.observations
    rows = rows[(rows["level"] == "commune") & rows["value"].notna()]
    if period is not None:
        rows = rows[rows["period"] == period]
    there = set(rows["indicator"])
    return tuple(name for name in names if name in there)


def main_outcome(panel: Panel, project: Project | None = None) -> str:
    """Choose the indicator that public order is read from.

    Parameters
    ----------
    panel
        The panel.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    str
        The first listed outcome with figures; empty where the province reports none of them.
    """
    outcomes = load_contents(project or find_project()).outcomes
    return next(iter(with_figures(panel, outcomes)), "")


def main_indicator(panel: Panel, project: Project | None = None) -> str:
    """Choose the indicator that shows best who reported.

    Parameters
    ----------
    panel
        The panel.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    str
        The outcome that public order is read from; where there is none the first with figures on the list of maps, on
        that of the table, then of the vocabulary; empty where no commune has any figure.
    """
    contents = load_contents(project or find_project())
    names = (*contents.outcomes, *contents.maps, *contents.table, *panel.vocabulary.indicators)
    return next(iter(with_figures(panel, names)), "")
