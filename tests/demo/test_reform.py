import numpy as np
import pandas as pd

from antq_analysis.demo.places import crosswalk
from antq_analysis.demo.workbooks import World


def step(world: World, number: int) -> pd.DataFrame:
    return crosswalk(world.terrain, world.vintages[number - 1], world.vintages[number], "nghị quyết")


def test_the_first_reform_does_one_of_each(world: World) -> None:
    table = step(world, 1)
    before, after = world.vintages[0].units, world.vintages[1].units
    parted = table[table["relation"] == "split_part"]
    assert parted["from_code"].nunique() == 2
    gone = set(parted["from_code"]) - set(after.index)
    assert len(gone) == 1
    joined = table[table["relation"] == "merge"].groupby("to_code")["from_code"].nunique()
    assert joined.max() == 3
    both = before.index.intersection(after.index)
    district = before.loc[both, "district_code"] != after.loc[both, "district_code"]
    assert district.sum() == 1
    ward = (before.loc[both, "type"] == "Xã") & (after.loc[both, "type"] == "Phường")
    assert ward.sum() == 1
    assert (table["relation"] == "rename").sum() >= 2


def test_the_second_reform_ends_districts_and_deals_codes_anew(world: World) -> None:
    before, after = world.vintages[1].units, world.vintages[2].units
    assert after["district_code"].eq("").all()
    assert set(after.index) <= set(before.index)
    kept = before.loc[after.index, "name"].str.split(" ", n=1).str[1]
    recycled = kept != after["name"].str.split(" ", n=1).str[1]
    assert 0.4 < recycled.mean() < 0.9
    assert after["name"].is_unique
    moved = before.reset_index().merge(after.reset_index(), on="name")
    assert (moved["unit_code_x"] != moved["unit_code_y"]).sum() >= 5


def test_some_new_communes_straddle_former_districts_but_most_do_not(world: World) -> None:
    home = world.vintages[1].units.loc[world.vintages[1].unit_of.tolist(), "district_code"].to_numpy()
    homes = pd.Series(home).groupby(world.vintages[2].unit_of).nunique()
    assert 3 <= (homes > 1).sum() <= 20


def test_two_communes_are_parted_by_the_second_reform(world: World) -> None:
    table = step(world, 2)
    assert table[table["relation"] == "split_part"].groupby("from_code").size().tolist() == [2, 2]


def test_units_change_only_where_the_crosswalk_says_so(world: World) -> None:
    for number in (1, 2):
        table = step(world, number)
        same = table[table["relation"] == "unchanged"]
        for code in same["to_code"]:
            old, new = world.vintages[number - 1], world.vintages[number]
            np.testing.assert_array_equal(old.unit_of == code, new.unit_of == code)
            assert old.units.at[code, "name"] == new.units.at[code, "name"]
