"""Data that anybody may see: a fictional province with realistic faults, and real counties of another country."""

import numpy as np
import pandas as pd

from antq_analysis.demo.north_carolina import write_north_carolina
from antq_analysis.demo.places import make_maps, write_places, write_table
from antq_analysis.demo.practice import write_practice
from antq_analysis.demo.published import write_published
from antq_analysis.demo.story import load_story
from antq_analysis.demo.truth import make_truth
from antq_analysis.demo.workbooks import World, decided_faults, former_names, write_workbooks
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import load_vocabulary

__all__ = ["make_world", "write_demo", "write_north_carolina", "write_practice"]

ALIAS_COLUMNS = (
    "written_name",
    "written_district",
    "map_date",
    "unit_code",
    "reason",
    "decided_on",
    "decided_by",
)


def make_world(project: Project) -> World:
    """Make the fictional province in memory, the same from the same seed.

    Parameters
    ----------
    project
        The project; its seed, story, layouts and vocabulary are used.

    Returns
    -------
    World
        Ground, maps and truth.

    Raises
    ------
    MissingError, SettingError, LayoutError
        If reference data or layouts are not there or not as they must be.
    """
    story = load_story(project)
    terrain, vintages = make_maps(story, project)
    truth = make_truth(story, terrain, vintages, np.random.default_rng([project.settings.seed, 5]))
    return World(story, terrain, vintages, truth, load_vocabulary(project), project)


def write_demo(project: Project | None = None) -> None:
    """Write the fictional province: maps, workbooks as received, what it published, one decision, and the truth.

    Parameters
    ----------
    project
        Where to write; found from the current folder by default.

    Raises
    ------
    MissingError, SettingError, LayoutError
        If reference data or layouts are not there or not as they must be.
    CannotWriteError
        If a file cannot be written.
    """
    project = project or find_project()
    world = make_world(project)
    write_places(world.story, project, world.terrain, world.vintages)
    write_workbooks(world)
    write_published(world)
    _write_decisions(world)


def _write_decisions(world: World) -> None:
    path = world.project.decisions / world.story.province / "aliases.csv"
    if path.exists():
        return
    rows = []
    for fault in decided_faults(world.story):
        item = next(told for told in world.story.period if told.period == fault.period)
        vintage = next(v for v in world.vintages if v.date == item.map.isoformat())
        for code, old in list(former_names(world, item).items())[: fault.count]:
            home = vintage.units.at[code, "district_name"]
            reason = "Tên cũ của " + str(vintage.units.at[code, "name"])
            rows.append((old, home, vintage.date, code, reason, item.received.isoformat(), "antq demo"))
    write_table(path, pd.DataFrame(rows, columns=list(ALIAS_COLUMNS)))
