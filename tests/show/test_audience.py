"""What is saved for release is in the ledger first, however it is saved; what is only looked at is not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.briefing.communes.table import communes_table
from antq_analysis.errors import CannotWriteError, RefusedError
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.rates import count
from antq_analysis.measures.series import totals
from antq_analysis.measures.suppression.ledger import read_ledger
from antq_analysis.measures.suppression.release import Release
from antq_analysis.measures.suppression.suppress import record_release, suppress
from antq_analysis.measures.suppression.withhold import withhold
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from antq_analysis.show.charts import draw_trend
from antq_analysis.show.maps import draw_map
from antq_analysis.show.tables import draw_table, save_table
from antq_analysis.show.webmap.page import draw_webmap
from tests.measures.suppression.test_release import UNITS, panel_of
from tests.show.made import make_units

Save = Callable[[Panel, Release, Project, Path, str], object]


@pytest.fixture(scope="module")
def panel() -> Panel:
    units = make_units(8, districts=2)
    units.index = pd.Index(UNITS, name="unit_code")
    return replace(panel_of(), units=units)


def counts(panel: Panel, release: Release) -> Measure:
    return withhold(count(panel, "incidents_total"), release)


def save_map(panel: Panel, release: Release, project: Project, path: Path, audience: str) -> object:
    options = {"audience": audience, "banner": "", "project": project}
    return draw_map(counts(panel, release), 2023, save=path.with_suffix(".svg"), **options)


def save_chart(panel: Panel, release: Release, project: Project, path: Path, audience: str) -> object:
    series = withhold(totals(panel, "incidents_total"), release)
    # As a notebook would that knows matplotlib.
    return draw_trend(series, audience=audience, banner="", project=project).savefig(path.with_suffix(".svg"))


def save_page(panel: Panel, release: Release, project: Project, path: Path, audience: str) -> object:
    drawn = draw_webmap(counts(panel, release), audience=audience, banner="", project=project)
    return drawn.write(path.with_suffix(".html"))


def save_drawn_table(panel: Panel, release: Release, project: Project, path: Path, audience: str) -> object:
    drawn = draw_table(counts(panel, release), 2023, audience=audience, banner="", project=project)
    return save_table(replace(drawn, title="Tên khác"), path.with_suffix(".xlsx"))


def save_communes(panel: Panel, release: Release, _: Project, path: Path, audience: str) -> object:
    releases = {"incidents_total": release} if audience == "release" else None
    drawn = communes_table(panel, "2023", ("incidents_total",), releases=releases)
    return save_table(drawn, path.with_suffix(".xlsx"))


WAYS = (save_map, save_chart, save_page, save_drawn_table, save_communes)


@pytest.mark.parametrize("save", WAYS)
def test_every_way_of_saving_records_the_release(
    panel: Panel, project: Project, tmp_path: Path, save: Save
) -> None:
    release = suppress(panel, "incidents_total", groups=["cụm"], project=project)
    save(panel, release, project, tmp_path / "internal", "internal")
    assert not project.releases.exists()
    save(panel, release, project, tmp_path / "out", "release")
    told = read_ledger(project, "demo")
    assert told[told["state"].eq("hidden")]["code"].tolist() == ["99001", "99003"]
    save(panel, release, project, tmp_path / "again", "release")
    assert len(read_ledger(project, "demo")) == len(told)
    assert len(list(tmp_path.glob("*.*"))) == 3


@pytest.mark.parametrize("save", WAYS)
def test_nothing_is_published_that_was_overtaken(
    panel: Panel, project: Project, tmp_path: Path, save: Save
) -> None:
    late = suppress(panel, "incidents_total", groups=["khối"], project=project)
    record_release(suppress(panel, "incidents_total", groups=["cụm"], project=project))
    with pytest.raises(RefusedError):
        save(panel, late, project, tmp_path / "late", "release")
    assert not list(tmp_path.glob("*.*"))


def test_nothing_is_published_that_cannot_be_recorded(panel: Panel, project: Project, tmp_path: Path) -> None:
    release = suppress(panel, "incidents_total", groups=["cụm"], project=project)
    project.releases.write_text("in the way", encoding="utf-8")
    for save in (save_chart, save_page, save_drawn_table):
        with pytest.raises(CannotWriteError):
            save(panel, release, project, tmp_path / "out", "release")
    assert not list(tmp_path.glob("*.*"))


def test_what_is_only_looked_at_is_not_recorded(panel: Panel, project: Project) -> None:
    release = suppress(panel, "incidents_total", groups=["cụm"], project=project)
    series = withhold(totals(panel, "incidents_total"), release)
    options = {"audience": "release", "banner": "", "project": project}
    for drawn in (
        draw_trend(series, **options),
        draw_webmap(counts(panel, release), **options),
        draw_table(series, **options),
    ):
        assert drawn._repr_html_()
        assert drawn.entries == (release.entry,)
    assert not project.releases.exists()


def test_a_chart_is_recorded_too_and_a_file_that_cannot_be_written_claims_too_much(
    panel: Panel, project: Project, tmp_path: Path
) -> None:
    release = suppress(panel, "incidents_total", groups=["cụm"], project=project)
    series = withhold(totals(panel, "incidents_total"), release)
    (tmp_path / "there.svg").mkdir()
    with pytest.raises(CannotWriteError):
        draw_trend(series, audience="release", banner="", save=tmp_path / "there.svg", project=project)
    # Claimed and not published costs later releases some freedom; published and not claimed gives counts away.
    assert len(read_ledger(project, "demo")) == 11


def test_what_is_not_sensitive_needs_no_ledger(panel: Panel, project: Project, tmp_path: Path) -> None:
    draw_map(count(panel, "population"), 2023, audience="release", save=tmp_path / "p.svg", project=project)
    assert not project.releases.exists()
