"""The briefing of a report: composed once, written in every format."""

from collections.abc import Callable, Mapping
from pathlib import Path

from antq_analysis.annual.composed import compose
from antq_analysis.briefing.document.document import write_document
from antq_analysis.briefing.own_words import prepare_words
from antq_analysis.briefing.parts import Briefing
from antq_analysis.briefing.print_page import write_print
from antq_analysis.briefing.slides.slides import write_slides
from antq_analysis.briefing.spreadsheet import write_spreadsheet
from antq_analysis.briefing.web_page import write_web_page
from antq_analysis.files import write_whole
from antq_analysis.measures.suppression.release import Release
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project, find_project

FORMATS: Mapping[str, Callable[[Briefing], bytes]] = {
    "docx": write_document,
    "pptx": write_slides,
    "pdf": write_print,
    "xlsx": write_spreadsheet,
    "html": write_web_page,
}
"""What writes each format, by the ending of its files."""


def write_briefing(
    panel: Panel,
    year: str,
    folder: Path | None = None,
    *,
    lang: str = "vi",
    project: Project | None = None,
    releases: Mapping[str, Release] | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[Path, ...]:
    """Write the briefing of a year in every format.

    Parameters
    ----------
    panel, year
        What it tells of.
    folder
        Where to write ``briefing.docx`` and its like; by default ``reports/<province>/briefing/<year>/``, beside the
        report of the year, which stays as it was made. The files that the office writes in are then made too, where
        they are missing.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project; by default the one of the current folder.
    releases
        For publication, as in :func:`antq_analysis.briefing.content.compose`.
    tell
        Called with the name of each file before it is made.

    Returns
    -------
    tuple of Path
        The files.

    Raises
    ------
    SettingError
        If the outline, a target or the letterhead is not as it must be.
    CannotWriteError
        If a file cannot be written.
    """
    project = project or find_project()
    if folder is None:
        folder = project.reports / panel.province.id / "briefing" / year
        prepare_words(panel.province.id, year, project, lang)
    briefing = compose(panel, year, lang=lang, project=project, releases=releases)
    made = []
    for ending, write in FORMATS.items():
        path = folder / f"briefing.{ending}"
        tell(path.name)
        write_whole(path, write(briefing))
        made.append(path)
    return tuple(made)
