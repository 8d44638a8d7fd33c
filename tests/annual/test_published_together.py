"""Everything that is published of a province, one file after another, read by somebody who only has the files."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from antq_analysis.errors import RefusedError
from antq_analysis.measures.rates import count
from antq_analysis.measures.series import totals
from antq_analysis.measures.suppression.suppress import suppress_together
from antq_analysis.measures.suppression.withhold import withhold
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from antq_analysis.show.tables import draw_table
from antq_analysis.show.webmap.page import draw_webmap
from tests.annual.reader import OTHERS, PEOPLE, Reader
from tests.measures.suppression.attacker import Key
from tests.panel.made import figure, made_panel
from tests.show.made import make_units

UNITS = tuple(f"9900{i}" for i in range(1, 8))
GROUPS = {"cụm": "AAABBBB", "khối": "CDDCCDD"}
NAMES = (["incidents_total"], ["fires"], ["incidents_total", "fires"])


def panel_of(counts: dict[Key, int]) -> Panel:
    rows = [figure(unit, indicator, period, n) for (indicator, unit, period), n in counts.items()]
    rows += [figure(unit, "population", "2023", PEOPLE) for unit in UNITS]
    units = make_units(len(UNITS), districts=1)
    units.index = pd.Index(UNITS, name="unit_code")
    groups = [
        (kind, unit, group, f"Nhóm {group}")
        for kind, names in GROUPS.items()
        for unit, group in zip(UNITS, names, strict=True)
    ]
    columns = ["grouping", "unit_code", "group_code", "group_name"]
    made = made_panel(rows, units=UNITS)
    return replace(
        made, units=gpd.GeoDataFrame(units), groups=pd.DataFrame(groups, columns=columns, dtype="str")
    )


def random_counts(rng: np.random.Generator) -> dict[Key, int]:
    whole = rng.choice([0, 1, 2, 3, 8, 12, 20, 45], len(UNITS))
    fires = [int(rng.integers(n // 2, n + 1)) for n in whole]
    pairs = {"incidents_total": whole, "fires": fires}
    return {
        (name, unit, "2023"): int(n)
        for name, counts in pairs.items()
        for unit, n in zip(UNITS, counts, strict=True)
    }


def publish(panel: Panel, reader: Reader, rng: np.random.Generator, project: Project, path: Path) -> None:
    """Decide of something, and save one or two files of it."""
    names = NAMES[rng.integers(len(NAMES))]
    groups = [name for name in GROUPS if rng.random() < 0.5]
    releases = suppress_together(panel, names, groups=groups, project=project)
    options = {"audience": "release", "banner": "", "project": project}
    if rng.random() < 0.5:
        pages = [withhold(count(panel, name), releases[name]) for name in names]
        draw_webmap(pages, save=path.with_suffix(".html"), **options)
        reader.read_page(path.with_suffix(".html"), names)
    file = path.with_suffix(".xlsx")
    for name in names:
        series = rng.random() < 0.3
        shown = totals(panel, name) if series else count(panel, name, group=groups[0] if groups else None)
        draw_table(withhold(shown, releases[name]), save=file, **options)
        reader.read_table(file, name, "2023", total=(OTHERS,) if series else ())


def publish_all(seed: int, project: Project, folder: Path) -> Reader:
    rng = np.random.default_rng(seed)
    panel, reader = panel_of(random_counts(rng)), Reader()
    reader.take_up(panel, lambda key: key)
    for step in range(5):
        try:
            publish(panel, reader, rng, project, folder / f"{step}")
        except RefusedError:
            continue
    return reader


@pytest.mark.parametrize(
    "seed", [5, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (0, 1, 3, 7, 9, 10))]
)
def test_nothing_that_is_saved_gives_a_small_count_away(project: Project, tmp_path: Path, seed: int) -> None:
    reader = publish_all(seed, project, tmp_path)
    assert len(reader.attacker.told) > 10
    assert reader.found() == {"exact": [], "narrowed": []}


def test_the_reader_finds_small_counts_where_nobody_remembers_what_was_published(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("show.tables", "show.webmap.page"):
        monkeypatch.setattr(f"antq_analysis.{module}.record", lambda _: None)
    assert publish_all(5, project, tmp_path).found()["exact"]
