"""A small panel with what a briefing is composed from."""

from antq_analysis.briefing.given import Given
from antq_analysis.briefing.listed import load_contents
from antq_analysis.briefing.outline import load_outline
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project, find_project
from tests.panel.made import UNITS, figure, made_panel

Row = dict[str, object]


def given_of(panel: Panel, year: str = "2025", lang: str = "vi", project: Project | None = None) -> Given:
    """Compose from a panel."""
    project = project or find_project()
    return Given(panel, year, lang, project, load_outline(project), load_contents(project))


def rows_of(indicator: str, year: str, *values: float | None, **more: object) -> list[Row]:
    """Figures of the communes in order; None is "not reported"."""
    told = zip(UNITS, values, strict=True)
    return [figure(unit, indicator, year, value, **more) for unit, value in told]


def made_given(
    *rows: list[Row], year: str = "2025", lang: str = "vi", project: Project | None = None
) -> Given:
    """Compose from figures of the communes."""
    return given_of(made_panel([row for some in rows for row in some]), year, lang, project)
