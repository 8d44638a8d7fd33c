"""The copy for publication: the table and the maps after small counts were hidden, and the ledger of what was shown."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import lxml.html
import numpy as np
import pandas as pd
import pytest
from docx import Document
from openpyxl import load_workbook

from antq_analysis.annual.decided import Released
from antq_analysis.annual.run import run_year
from antq_analysis.briefing.communes.table import communes_table
from antq_analysis.errors import CannotWriteError
from antq_analysis.measures.rates import count
from antq_analysis.measures.suppression.ledger import read_ledger
from antq_analysis.measures.suppression.suppress import record_release, suppress_together
from antq_analysis.measures.suppression.withhold import withhold
from antq_analysis.measures.usual import usual_groups, usual_series
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.project import Project
from antq_analysis.show.charts import draw_trend
from antq_analysis.show.picture import Picture
from antq_analysis.show.table import Table
from tests.panel.made import figure, made_panel

UNITS = tuple(f"9900{i}" for i in range(1, 9))
DISTRICT = {unit: "12"[i // 4] for i, unit in enumerate(UNITS)}
INCIDENTS = (3, 40, 25, 60, 12, 7, 0, 90)
GONE = "(số nhỏ)"


def panel_of(counts: tuple[int, ...] = INCIDENTS, *more: dict[str, object]) -> Panel:
    rows = [figure(unit, "incidents_total", "2023", n) for unit, n in zip(UNITS, counts, strict=True)]
    rows += [figure(unit, "population", "2023", 3000) for unit in UNITS]
    made = made_panel([*rows, *more], units=UNITS)
    units = made.units.assign(
        district_code=list(DISTRICT.values()), district_name=[f"Huyện {code}" for code in DISTRICT.values()]
    )
    groups = pd.DataFrame(
        [("district", unit, code, f"Huyện {code}") for unit, code in DISTRICT.items()],
        columns=["grouping", "unit_code", "group_code", "group_name"],
        dtype="str",
    )
    return replace(made, units=gpd.GeoDataFrame(units), groups=groups)


def column(table: Table, head: str) -> dict[str, str]:
    place = next(i for i, one in enumerate(table.columns) if one.head.startswith(head))
    cells = table.printed()
    return dict(zip(cells["1"], cells[str(place)].str.replace("\u00a0", " "), strict=True))


def released_table(panel: Panel, project: Project, *names: str) -> Table:
    releases = suppress_together(panel, list(names), periods=["2023"], project=project)
    shown = ("population", "incidents_total", "tips_total")
    return communes_table(panel, "2023", shown, shown, releases=releases)


def test_small_counts_and_what_gives_them_away_are_not_in_the_table(project: Project) -> None:
    table = released_table(panel_of(), project, "incidents_total")
    counts, rates = column(table, "Vụ việc về ANTT"), column(table, "Tỷ suất vụ việc")
    assert [name for name, text in counts.items() if text == GONE] == ["Xã 99001", "Xã 99003"]
    assert [name for name, text in rates.items() if text == GONE] == ["Xã 99001", "Xã 99003"]
    assert (counts["Tổng"], counts["Huyện 1"], counts["Huyện 2"]) == ("237", "128", "109")
    assert (counts["Xã 99007"], rates["Xã 99007"]) == ("-", "-")
    assert rates["Tổng"] == "98,8"  # 237 of 24,000 people
    assert rates["Huyện 1"] == "106,7"
    limits = table.content[["low:incidents_total", "high:incidents_total"]]
    assert limits[table.content["code"].isin(["99001", "99003"])].isna().all(axis=None)
    assert "Không công bố (số nhỏ)" in table.notes[0]
    assert column(table, "Dân số")["Xã 99001"] == "3.000"


def test_a_sum_that_gives_away_is_not_in_the_table_either(project: Project) -> None:
    # The one commune of its district with anything: its district goes with it, and so does the total.
    table = released_table(panel_of((2, 0, 0, 0, 12, 7, 0, 90)), project, "incidents_total")
    for head in ("Vụ việc về ANTT", "Tỷ suất vụ việc"):
        told = column(table, head)
        assert [name for name, text in told.items() if text == GONE] == ["Tổng", "Huyện 1", "Xã 99001"]
    assert column(table, "Vụ việc về ANTT")["Huyện 2"] == "109"


def test_what_organisations_report_is_hidden_with_the_total(project: Project) -> None:
    post = figure("demo-x", "incidents_total", "2023", 2, level="police_post")
    table = released_table(panel_of((9,) * 8, post), project, "incidents_total")
    told = column(table, "Vụ việc về ANTT")
    assert [name for name, text in told.items() if text == GONE] == ["Tổng", next(reversed(told))]
    assert column(table, "Tỷ suất vụ việc")["Tổng"] == GONE
    more = released_table(panel_of((9,) * 8, post | {"value": 20.0}), project, "incidents_total")
    assert column(more, "Vụ việc về ANTT")["Tổng"] == "92"


def test_what_was_not_decided_is_left_out(project: Project) -> None:
    tips = [figure(unit, "tips_total", "2023", 2) for unit in UNITS]
    table = released_table(panel_of(INCIDENTS, *tips), project, "incidents_total")
    assert not any("Tin báo" in one.head for one in table.columns)
    inside = communes_table(panel_of(INCIDENTS, *tips), "2023", ("tips_total",))
    assert column(inside, "Tin báo")["Xã 99001"] == "2"


def test_nothing_that_is_printed_gives_a_hidden_count_away(project: Project) -> None:
    rng = np.random.default_rng(4)
    for _ in range(3):
        counts = tuple(map(int, rng.negative_binomial(2, 0.08, 8)))
        told = column(released_table(panel_of(counts), project, "incidents_total"), "Vụ việc về ANTT")
        for district in "12":
            own = [f"Xã {unit}" for unit in UNITS if DISTRICT[unit] == district]
            small = [counts[UNITS.index(name[3:])] for name in own if told[name] == GONE]
            assert all(
                told[f"Xã {unit}"] == GONE for unit, n in zip(UNITS, counts, strict=True) if 1 <= n <= 4
            )
            assert len(small) != 1 or told[f"Huyện {district}"] == GONE


@pytest.fixture(scope="module")
def built(built_demo: Built, made_demo: Project) -> tuple[Built, Panel]:
    """What a run begins with, made once."""
    return built_demo, load_panel("demo", "2025-12-31", made_demo, until="2025")


@pytest.fixture
def small_demo(
    project: Project, made_demo: Project, built: tuple[Built, Panel], monkeypatch: pytest.MonkeyPatch
) -> Project:
    """A project whose report of the fictional province is short and has no internal part."""
    shutil.copytree(made_demo.places, project.places, dirs_exist_ok=True)
    (project.reference / "report.toml").write_text(
        'outcomes = ["incidents_total"]\ngroup = "former_district"\nmaps = ["incidents_total"]\n'
        'trends = ["incidents_total"]\n'
        'table = ["population", "incidents_total", "fires"]\n',
        encoding="utf-8",
    )
    (project.reference / "briefing.toml").write_text(
        'baseline = "2019"\nkey_figures = ["population", "incidents_total", "fires"]\n'
        '[[section]]\nid = "all"\ntitle_vi = "Kết quả"\ntitle_en = "Results"\n'
        'blocks = ["key_figures", "incidents_by_group", "quality"]\nmaps = ["incidents_total"]\n'
        '[[annex]]\nid = "bieu_04"\ntitle_vi = "Vụ việc"\ntitle_en = "Incidents"\n'
        'indicators = ["population", "incidents_total", "fires"]\nrates = ["incidents_total"]\n'
        '[[slide]]\nshows = "trend"\nof = ["rate:incidents_total"]\n',
        encoding="utf-8",
    )
    monkeypatch.setattr("antq_analysis.annual.run.build_panel", lambda *_: built[0])
    monkeypatch.setattr("antq_analysis.annual.run.load_panel", lambda *_, **__: built[1])
    monkeypatch.setattr("antq_analysis.annual.run.write_outputs", lambda job, folder: ())
    return project


def charts_of(panel: Panel, project: Project, totals: tuple[str, ...] = ("2022",)) -> dict[str, Picture]:
    release = suppress_together(
        panel, ["incidents_total"], groups=["district"], periods=["2023"], totals=totals, project=project
    )["incidents_total"]
    made = {
        "series": usual_series(panel, "incidents_total"),
        "groups": usual_groups(panel, "incidents_total", "district"),
    }
    shown = {name: withhold(one, release) for name, one in made.items()}
    return {
        name: draw_trend(one, audience="release", banner="", project=project) for name, one in shown.items()
    }


def test_charts_show_what_the_release_shows_and_say_what_it_hides(project: Project) -> None:
    """In 2022 one incident happened in all: its district is hidden, and the province with it."""
    before = [
        figure(unit, "incidents_total", "2022", n) for unit, n in zip(UNITS, (0,) * 7 + (1,), strict=True)
    ]
    before += [figure(unit, "population", "2022", 3000) for unit in UNITS]
    charts = charts_of(panel_of(INCIDENTS, *before), project)
    told = {name: chart.alt for name, chart in charts.items()}
    assert "2022: Không công bố (số nhỏ); 2023: 98,8" in told["series"]
    assert "Không công bố (số nhỏ): 2022." in told["series"]
    assert "Không có số liệu" not in told["series"]
    assert "Huyện 1: 2022 0, 2023 106,7" in told["groups"].replace("0,0", "0")
    assert "Huyện 2: 2022 Không công bố (số nhỏ), 2023 90,8" in told["groups"]
    lines = [line for chart in charts.values() for axes in chart.axes for line in axes.get_lines()]
    drawn = {float(y) for line in lines for y in np.asarray(line.get_ydata(), dtype=float).ravel()}
    for people in (24_000, 12_000):
        assert not any(abs(y - 1 / people * 1e4) < 0.01 for y in drawn)


def test_years_of_charts_alone_give_no_commune_away_and_stand_in_the_ledger_as_sums(project: Project) -> None:
    before = [figure(unit, "incidents_total", "2022", n) for unit, n in zip(UNITS, (9,) * 8, strict=True)]
    panel = panel_of(INCIDENTS, *before)
    release = suppress_together(
        panel, ["incidents_total"], groups=["district"], periods=["2023"], totals=["2022"], project=project
    )["incidents_total"]
    assert release.may_show("communes", "", "2022")
    assert not release.may_show("commune", "99002", "2022")
    assert withhold(count(panel, "incidents_total"), release).at("2022")["value"].isna().all()
    record_release(release)
    ledger = read_ledger(project, "demo").query("period == '2022'")
    assert set(ledger["level"]) == {"communes", "district"}
    # A later release of the communes of that year must not give away what the sums leave.
    late = [*before[:1], *before[2:], figure(UNITS[1], "incidents_total", "2022", 3)]
    later = suppress_together(
        panel_of(INCIDENTS, *late),
        ["incidents_total"],
        groups=["district"],
        periods=["2022"],
        project=project,
    )["incidents_total"]
    assert not later.may_show("commune", UNITS[1], "2022")


@pytest.mark.slow
def test_a_run_for_release(small_demo: Project, built: tuple[Built, Panel]) -> None:
    ran = run_year("demo", "2025", release=True, project=small_demo)
    files = {path.name for path in (ran.folder / "release").rglob("*.*")}
    assert files == {
        "incidents_total.png",
        "incidents_total.svg",
        "incidents_total_former_district.png",
        "incidents_total_former_district.svg",
        "communes.xlsx",
        "communes.html",
        "interactive.html",
        *(f"briefing.{ending}" for ending in ("docx", "pptx", "pdf", "xlsx", "html")),
    }
    assert (ran.folder / "release/charts/incidents_total.png").exists()
    # Fires are too few for communes: published in sums, or left out with the reason.
    said = "\n".join(ran.summary[6:])
    assert "Vụ cháy, nổ" in said
    assert "release" in (ran.folder / "manifest.json").read_text(encoding="utf-8")
    ledger = read_ledger(small_demo, "demo")
    assert (
        not ledger["indicator"].eq("fires").any()
        or not ledger[ledger["indicator"].eq("fires")]["level"].eq("commune").any()
    )
    ledger = ledger[ledger["indicator"].eq("incidents_total")]
    # Of the years of the charts sums were published, and no commune.
    assert set(ledger.loc[ledger["level"].eq("commune"), "period"]) == {"2025"}
    assert len(set(ledger.loc[ledger["level"].eq("communes"), "period"])) > 5
    assert "pages/" in ran.summary[-1]
    truth = built[1].select("incidents_total").query("period == '2025'").set_index("unit_code")["value"]
    communes = ledger[ledger["level"].eq("commune")].set_index("code")
    assert communes.loc[truth.index[truth.between(1, 4)], "state"].eq("hidden").all()
    page = (ran.folder / "release/tables/communes.html").read_text(encoding="utf-8")
    assert small_demo.settings.banner_vi not in page
    sheet = load_workbook(ran.folder / "release/tables/communes.xlsx").worksheets[0]
    printed = {str(row[0]): row[3] for row in sheet.iter_rows(values_only=True) if row[0] in truth.index}
    assert len(printed) == len(truth)
    for code, state in communes["state"].items():
        assert (printed[str(code)] == GONE) == (state == "hidden")
    hidden = set(communes.index[communes["state"].eq("hidden")].map(str))
    assert hidden
    _check_read_back(ran.folder / "release", hidden)


def _check_read_back(folder: Path, hidden: set[str]) -> None:
    """Open what a reader opens: beside a commune that is hidden stands its population and no other number."""
    rows = [
        row for sheet in load_workbook(folder / "briefing.xlsx") for row in sheet.iter_rows(values_only=True)
    ]
    tables = Document(str(folder / "briefing.docx")).tables
    rows += [tuple(cell.text for cell in row.cells) for table in tables for row in table.rows]
    page = lxml.html.fromstring((folder / "briefing.html").read_bytes())
    rows += [tuple(cell.text_content() for cell in row.xpath("./td|./th")) for row in page.iter("tr")]
    own = [row for row in rows if row and str(row[0]).strip() in hidden]
    assert len(own) == 3 * len(hidden)
    for row in own:
        assert GONE in row
        numbers = [cell for cell in row[3:] if any(sign.isdigit() for sign in str(cell or ""))]
        assert not numbers, row
    web = lxml.html.fromstring((folder / "maps/interactive.html").read_bytes())
    content = json.loads(web.xpath("//script[@type='application/json']")[0].text)
    periods = content["measures"][0]["periods"]
    assert [one["period"] for one in periods] == ["2025"]
    for place, code in enumerate(content["units"]["code"]):
        told = [periods[0][key][place] for key in ("value", "low", "high", "events")]
        assert (told == [None] * 4) == (code in hidden)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy for publication that holds nothing, with one release."""

    def made(job: object, folder: Path) -> Released:
        folder.mkdir()
        releases = suppress_together(
            job.panel, ["incidents_total"], groups=[], periods=["2025"], project=job.project
        )
        return Released(releases, {})

    monkeypatch.setattr("antq_analysis.annual.run.write_release", made)


@pytest.mark.usefixtures("quick")
def test_the_ledger_is_written_only_when_the_report_is_there(
    small_demo: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise CannotWriteError("errors.cannot_write", file="x", reason="y")

    with monkeypatch.context() as patched:
        patched.setattr("antq_analysis.annual.run.make_manifest", broken)
        with pytest.raises(CannotWriteError):
            run_year("demo", "2025", release=True, project=small_demo)
    assert not small_demo.releases.exists()
    # And nothing is there to be published that no ledger remembers.
    small_demo.releases.write_text("in the way", encoding="utf-8")
    with pytest.raises(CannotWriteError):
        run_year("demo", "2025", release=True, project=small_demo)
    assert not list(small_demo.reports.rglob("*.*"))


@pytest.mark.usefixtures("quick")
def test_an_internal_run_publishes_nothing(small_demo: Project) -> None:
    ran = run_year("demo", "2025", project=small_demo)
    assert not (ran.folder / "release").exists()
    assert not small_demo.releases.exists()
    assert len(ran.summary) == 6
