"""Every kind of figure and table of the fictional province, in Vietnamese and English: python3 start.py gallery."""

import html
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import antq_analysis as antq
from antq_analysis.demo import write_demo
from antq_analysis.panel.build import build_panel
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.project import Project, find_project
from antq_analysis.show.picture import Picture, render
from antq_analysis.show.table import Table
from antq_analysis.show.table_page import table_page

ROOT = Path(__file__).resolve().parents[2]
PROVINCE, GROUP = "demo", "former_district"
OUTCOME, COVERAGE, STANDARD = "incidents_total", "residential_areas_with_model", "ntm_19_2_met"
MODELS = ("model_points_active", "model_units_active")
FLOWS = ("model_points_new", "model_points_removed")
LANGUAGES, PAGES = ("vi", "en"), ("a4", "slide", "document")
SCREEN = 130
"""Resolution of the pictures [dots per inch]: a page of A4 as wide as a screen."""

Drawn = Callable[..., Picture]
Listed = Callable[..., Table]


@dataclass(frozen=True)
class World:
    """The province on the map of its last year, and on the one before the reform.

    Parameters
    ----------
    now, then
        Panels; that of `then` ends a year earlier and has districts.
    project
        Where they lie.
    """

    now: Panel
    then: Panel
    project: Project

    @property
    def year(self) -> str:
        """The last year."""
        return self.now.years()[-1]

    @property
    def before(self) -> str:
        """The year before."""
        return self.then.years()[-1]


def make_world(folder: Path) -> World:
    """Make the fictional province in a project of its own.

    Parameters
    ----------
    folder
        A folder that is not there yet.

    Returns
    -------
    World
        Its panels.
    """
    (folder / "data").mkdir(parents=True)
    shutil.copy(ROOT / "data/project.toml", folder / "data")
    for name in ("reference", "layouts"):
        shutil.copytree(ROOT / "data" / name, folder / "data" / name)
    project = find_project(folder)
    write_demo(project)
    build_panel(PROVINCE, project)
    return read_world(project)


def read_world(project: Project) -> World:
    """Read the panels of a project with the fictional province.

    Parameters
    ----------
    project
        The project; its panel is built.

    Returns
    -------
    World
        Its panels.
    """
    now = load_panel(PROVINCE, None, project)
    year = now.years()[-1]
    before = str(int(year) - 1)
    then = load_panel(PROVINCE, f"{before}-12-31", project, until=before)
    return World(load_panel(PROVINCE, f"{year}-12-31", project, until=year), then, project)


def maps(world: World) -> dict[str, Drawn]:
    """List the maps.

    Parameters
    ----------
    world
        The province.

    Returns
    -------
    dict of str to Callable
        By name what draws it, with ``lang=`` and ``page=``.
    """
    now, then, year, before = world.now, world.then, world.year, world.before
    rates, reach = antq.usual_measure(now, OUTCOME), antq.usual_measure(now, COVERAGE)
    near = antq.neighbours(now)
    draw = antq.draw_map
    return {
        "map_rate": partial(draw, rates, year),
        "map_rate_districts": partial(draw, antq.usual_measure(then, OUTCOME), before),
        "map_share": partial(draw, reach, year),
        "map_state": partial(draw, antq.count(now, STANDARD), year),
        "map_count": partial(draw, antq.count(now, MODELS[0]), year),
        "map_smoothed": lambda **how: draw(antq.smooth(rates, over=near), year, **how),
        "map_change": lambda **how: draw(antq.change_map(now, OUTCOME, year, before), **how),
        "map_trend": lambda **how: draw(antq.trend(now, OUTCOME), **how),
        "map_clusters": lambda **how: draw(antq.find_clusters(rates, near, year), **how),
        "map_types": lambda **how: draw(antq.typology(then, STANDARD), **how),
        "map_presence": lambda **how: draw(antq.presence(now, COVERAGE, year, now.years()[0]), **how),
        "map_reform": lambda **how: antq.draw_reform(antq.reform(now, project=world.project), **how),
    }


def charts(world: World) -> dict[str, Drawn]:
    """List the charts.

    Parameters
    ----------
    world
        The province.

    Returns
    -------
    dict of str to Callable
        As for :func:`maps`.
    """
    now, then, year = world.now, world.then, world.year
    first = now.years()[0]
    trend = antq.draw_trend
    groups = antq.usual_groups(now, COVERAGE, GROUP)
    made: dict[str, Drawn] = {
        "trend_rate": partial(trend, antq.usual_series(now, OUTCOME)),
        "trend_share": partial(trend, antq.usual_series(now, COVERAGE)),
        "trend_cut": partial(trend, antq.usual_series(now, STANDARD)),
        "trend_groups": partial(trend, groups),
        "growth": lambda **how: antq.draw_growth(antq.growth(now, MODELS, until=year), **how),
        "stock_flow": lambda **how: antq.draw_stock_flow(
            antq.stock_balance(now, MODELS[0], *FLOWS, until=year), **how
        ),
        "distribution": lambda **how: antq.draw_distribution(antq.usual_measure(now, COVERAGE), year, **how),
        "slope": lambda **how: antq.draw_slope(antq.slope(now, COVERAGE, year, first, group=GROUP), **how),
        "flows": lambda **how: antq.draw_flows(antq.state_flows(then, STANDARD), **how),
        "funnel": lambda **how: antq.draw_funnel(antq.funnel(antq.usual_measure(now, OUTCOME), year), **how),
        "association": lambda **how: antq.draw_association(
            antq.associate(now, OUTCOME, COVERAGE, year), **how
        ),
        "event_study": lambda **how: antq.draw_effect(
            antq.event_study(then, OUTCOME, project=world.project), **how
        ),
        "cohorts": lambda **how: antq.draw_effect(
            antq.difference_in_differences(then, OUTCOME, project=world.project), **how
        ),
        "verdict": lambda **how: antq.draw_effect(antq.verdict(then, OUTCOME, project=world.project), **how),
    }
    for i, case in enumerate(antq.list_cases(now, world.project), 1):
        made[f"stock_flow_published_{i}"] = partial(antq.draw_stock_flow, case)
    return made


def tables(world: World) -> dict[str, Listed]:
    """List the tables.

    Parameters
    ----------
    world
        The province.

    Returns
    -------
    dict of str to Callable
        By name what lays it out, with ``lang=``.
    """
    now, then, year = world.now, world.then, world.year
    draw = antq.draw_table
    return {
        "table_rate": partial(draw, antq.usual_measure(then, OUTCOME), world.before),
        "table_years": partial(draw, antq.usual_measure(now, COVERAGE)),
        "table_groups": partial(draw, antq.usual_groups(now, OUTCOME, GROUP), year),
        "table_series": partial(draw, antq.usual_series(now, STANDARD)),
        "table_frame": lambda lang: draw(antq.list_growth(now, MODELS, COVERAGE, year, lang), lang=lang),
    }


def draw(world: World, folder: Path, only: str = "") -> list[str]:
    """Draw everything into a folder.

    Parameters
    ----------
    world
        The province.
    folder
        Where.
    only
        Only what has this in its name.

    Returns
    -------
    list of str
        HTML of each thing drawn, for the page.
    """
    shown = []
    for name, picture in {**maps(world), **charts(world)}.items():
        if only in name:
            print(name, flush=True)
            shown.append(_figure(folder, name, picture))
    for name, table in tables(world).items():
        if only in name:
            print(name, flush=True)
            shown.append(_listed(folder, name, table))
    measures = [antq.usual_measure(world.now, indicator) for indicator in (OUTCOME, COVERAGE)]
    if only in "webmap":
        for lang in LANGUAGES:
            antq.draw_webmap(
                measures, world.year, lang=lang, save=folder / f"webmap_{lang}.html", project=world.project
            )
        shown.append(
            _section(
                "webmap",
                "".join(f'<p><a href="webmap_{one}.html">webmap_{one}.html</a></p>' for one in LANGUAGES),
            )
        )
    return shown


def _figure(folder: Path, name: str, picture: Drawn) -> str:
    seen = []
    for lang in LANGUAGES:
        for page in PAGES:
            made, path = picture(lang=lang, page=page), folder / f"{name}_{lang}_{page}.png"
            path.write_bytes(render(made, "png", SCREEN))
            alt = html.escape(made.alt, quote=True)
            seen.append(
                f'<a href="{path.name}"><img class="{page}" loading="lazy" src="{path.name}" alt="{alt}"></a>'
            )
    return _section(name, "\n".join(seen))


def _listed(folder: Path, name: str, table: Listed) -> str:
    seen = []
    for lang in LANGUAGES:
        path = folder / f"{name}_{lang}.html"
        path.write_text(table_page(table(lang=lang)), encoding="utf-8")
        seen.append(
            f'<p><a href="{path.name}">{path.name}</a></p><iframe loading="lazy" src="{path.name}"></iframe>'
        )
    return _section(name, "\n".join(seen))


def _section(name: str, body: str) -> str:
    return f'<section id="{name}"><h2>{name}</h2>\n{body}\n</section>'


PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>antq_analysis</title><style>
body { margin: 2rem; font: 15px/1.5 "Noto Sans", "Segoe UI", "DejaVu Sans", sans-serif; color: #1c2430; }
body { background: #f6f7f9; }
section { margin: 0 0 3rem; }
img, iframe { border: 1px solid #c9d1da; background: #fff; vertical-align: top; margin: 0 1rem 1rem 0; }
img { height: auto; }
.a4 { width: 26rem; }
.slide { width: 38rem; }
.document { width: 605px; }
iframe { width: 100%; height: 26rem; }
</style></head><body>
<h1>antq_analysis</h1>
"""


def main(arguments: list[str]) -> int:
    """Draw the gallery beside this file.

    Parameters
    ----------
    arguments
        Part of a name, to draw only that; empty for everything.

    Returns
    -------
    int
        0.
    """
    folder = Path(__file__).parent / "built"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        shown = draw(make_world(Path(place) / "project"), folder, *arguments[:1])
    (folder / "index.html").write_text(PAGE + "\n".join(shown) + "</body></html>\n", encoding="utf-8")
    print(folder / "index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
