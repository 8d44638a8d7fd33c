import numpy as np
import pandas as pd
import pytest
import shapely

from antq_analysis.demo.workbooks import World
from antq_analysis.places.groups import load_groups
from antq_analysis.places.maps.boundaries import load_map
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.places.register import load_units
from antq_analysis.places.vintage import vintages
from antq_analysis.project import Project

DATES = ("2017-01-01", "2020-01-01", "2025-07-01")


def test_three_maps_are_there(demo: Project) -> None:
    assert vintages("demo", demo) == DATES


@pytest.mark.parametrize("date", DATES)
def test_each_map_is_a_coverage_of_the_same_ground(demo: Project, world: World, date: str) -> None:
    layer = load_map("demo", date, demo)
    shapes = layer.geometry.to_numpy()
    assert layer.crs.to_epsg() == 4326
    assert shapely.coverage_is_valid(shapes)
    area = layer.geometry.to_crs(demo.settings.area_crs).area.sum() / 1e6
    assert area == pytest.approx(world.terrain.parts["area_km2"].sum(), abs=1)
    assert set(layer.index) == set(load_units("demo", date, demo)["unit_code"])


@pytest.mark.parametrize(("start", "end"), [(0, 1), (1, 2)])
def test_shares_add_up_to_one_and_both_lists_are_covered(demo: Project, start: int, end: int) -> None:
    table = pd.read_csv(
        demo.places / "demo" / DATES[end] / "crosswalk.csv", dtype={"from_code": str, "to_code": str}
    )
    for share in ("area_share", "pop_share"):
        sums = table.groupby("from_code")[share].sum()
        np.testing.assert_allclose(sums, 1, atol=1e-9)
        assert table[share].between(0, 1, inclusive="right").all()
    assert set(table["from_code"]) == set(load_units("demo", DATES[start], demo)["unit_code"])
    assert set(table["to_code"]) == set(load_units("demo", DATES[end], demo)["unit_code"])


def test_shares_of_people_give_the_people_of_the_new_communes(demo: Project, world: World) -> None:
    table = load_crosswalk("demo", DATES[0], DATES[2], demo)
    people = world.terrain.parts["people"]
    old = people.groupby(world.vintages[0].unit_of).sum()
    new = people.groupby(world.vintages[2].unit_of).sum()
    carried = (table["from_code"].map(old) * table["pop_share"]).groupby(table["to_code"]).sum()
    np.testing.assert_allclose(carried.loc[new.index], new, atol=0.1)


def test_former_districts_name_every_new_commune_main_one_first(demo: Project, world: World) -> None:
    groups = load_groups("demo", DATES[2], demo)
    former = groups[groups["grouping"] == "former_district"]
    assert set(former["unit_code"]) == set(world.vintages[2].units.index)
    people = world.terrain.parts["people"]
    home = world.vintages[1].units.loc[world.vintages[1].unit_of.tolist(), "district_code"].to_numpy()
    for code, own in former.groupby("unit_code"):
        here = world.vintages[2].unit_of == code
        ranked = people[here].groupby(home[here]).sum().sort_values(ascending=False)
        assert own["group_code"].tolist() == ranked.index.tolist()


def test_units_know_from_when_to_when_they_were_as_they_are(demo: Project) -> None:
    units = load_units("demo", DATES[1], demo).set_index("unit_code")
    assert set(units["valid_from"]) == {DATES[0], DATES[1]}
    assert (units["valid_to"] == DATES[2]).sum() > 100
    assert load_units("demo", DATES[2], demo)["valid_to"].eq("").all()
