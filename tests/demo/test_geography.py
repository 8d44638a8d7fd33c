import csv
import unicodedata
from itertools import chain
from pathlib import Path

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from antq_analysis.demo.workbooks import World
from antq_analysis.places.matching.names import bare


def test_there_are_150_communes_then_143_then_60(world: World) -> None:
    assert [len(vintage.units) for vintage in world.vintages] == [150, 143, 60]
    for vintage in world.vintages:
        assert set(vintage.unit_of) == set(vintage.units.index)


def test_codes_are_five_digits_of_text_with_leading_zeros(world: World) -> None:
    for vintage in world.vintages:
        assert vintage.units.index.is_unique
        assert all(len(code) == 5 and code.isdigit() and code.startswith("0") for code in vintage.units.index)


def test_every_district_and_every_commune_is_of_one_piece(world: World) -> None:
    pairs = world.terrain.neighbours
    for vintage in world.vintages:
        for groups in (
            vintage.unit_of,
            vintage.units.loc[vintage.unit_of.tolist(), "district_code"].to_numpy(),
        ):
            if set(groups) == {""}:
                continue
            inner = pairs[groups[pairs[:, 0]] == groups[pairs[:, 1]]]
            n = len(groups)
            graph = coo_array((np.ones(len(inner)), inner.T), shape=(n, n))
            assert connected_components(graph, directed=False)[0] == len(set(groups))


def test_names_are_traps_like_those_of_real_lists(world: World) -> None:
    units = world.vintages[0].units
    twice = units[units["name"].duplicated(keep=False)]
    assert {"Xã Ước Hòa", "Xã Khảo Thịnh"} <= set(twice["name"])
    assert not units.duplicated(["name", "district_code"]).any()
    assert {"Phường Mẫu Bình", "Xã Mẫu Bình", "Xã Khảo Văn", "Xã Khảo Vân"} <= set(units["name"])
    look_alikes = units[units["name"].isin(["Xã Khảo Văn", "Xã Khảo Vân"])]
    assert look_alikes["district_code"].nunique() == 2
    equal_district = units[
        units["name"].str.split(" ", n=1).str[1] == units["district_name"].str.split(" ", n=1).str[1]
    ]
    assert "Xã Mơ Thượng" in set(equal_district["name"])
    assert len(equal_district) == 1


def test_names_are_composed_and_typed(world: World) -> None:
    for vintage in world.vintages:
        for name, kind in zip(vintage.units["name"], vintage.units["type"], strict=True):
            assert unicodedata.is_normalized("NFC", name)
            assert name.startswith(f"{kind} ")
    assert set(world.vintages[2].units["type"]) == {"Xã", "Phường"}


def test_no_name_is_that_of_a_real_commune_or_district(world: World, shared: Path) -> None:
    real = set()
    for file in sorted((shared / "data/vietnam/units").glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                real |= {row["name"].removeprefix(row["type"]).strip()}
                district = (row.get("district_name") or "").partition(" ")[2]
                real |= {district.removeprefix("xã ").removeprefix("phố ")}
    real = {bare(name) for name in real if name}
    ours = chain.from_iterable(zip(v.units["name"], v.units["type"], strict=True) for v in world.vintages)
    used = {bare(name.removeprefix(kind).strip()) for name, kind in ours}
    spare = {bare(name) for name in (*world.story.spare_names, *world.story.new_names)}
    districts = {
        bare(item.name.removeprefix("Huyện ").removeprefix("Thành phố ")) for item in world.story.district
    }
    assert len(real) > 5000
    assert not (used | spare | districts) & real


def test_communes_are_smaller_in_the_mountains(world: World) -> None:
    parts = world.terrain.parts
    plain, high = parts[parts["height"] < 0.2], parts[parts["height"] > 0.7]
    assert plain["people"].median() > 1.2 * high["people"].median()
    assert plain["area_km2"].median() < high["area_km2"].median()
