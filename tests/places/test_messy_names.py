"""Every unit of every list, written in sixteen messy ways: found, or named among the candidates, and never another."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.places.matching.match import ACCEPTED, match_units
from tests.cases.messy_names import WRITINGS, messy_names, verdicts, without_accents

CASES = Path(__file__).resolve().parents[1] / "cases"
LISTS = ("2025-07-01", "2018-10-16", "2020-03-01", "2023-04-10", "2024-11-01", "2025-03-01", "2026-07-25")
HISTORY = ("2010-01-01", "2015-06-01")
CERTAIN = [
    name for name in WRITINGS if name not in ("type missing", "other type", "accents lost", "one accent lost")
]
OFTEN = ("2018-10-16", "2025-03-01", "2025-07-01")
"""The lists before, between and after the large reforms; the others take as long again and belong to the night."""


def units_on(shared: Path, day: str) -> pd.DataFrame:
    folder = shared / "data" / "vietnam" / "units"
    name = "units_history_vn_2009_2025.csv" if day in HISTORY else f"units_vn_{day}.csv"
    units = pd.read_csv(folder / name, dtype=str, keep_default_na=False).rename(columns={"code": "unit_code"})
    if day in HISTORY:
        units = units[units["valid_from"].le(day) & (units["valid_to"].gt(day) | units["valid_to"].eq(""))]
    return units


def match_by_province(
    written: pd.DataFrame, units: pd.DataFrame, others: Callable[[str], pd.DataFrame] | None = None
) -> pd.DataFrame:
    parts = []
    for province, own in units.groupby("province_code"):
        wanted = written[written["province_code"].eq(province)]
        known = None if others is None else lambda province=str(province): others(province)
        parts.append(match_units(wanted, own, others=known))
    return pd.concat(parts).loc[written.index]


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(day, marks=pytest.mark.slow if day in OFTEN else pytest.mark.nightly)
        for day in (*LISTS, *HISTORY)
    ],
)
def test_every_unit_in_messy_writing_is_right_or_listed(day: str, shared: Path) -> None:
    written = messy_names(units_on(shared, day))
    found = match_by_province(written, units_on(shared, day))
    judged = verdicts(written, found)
    table = pd.crosstab(written["writing"], judged)
    assert not judged.eq("wrong").any(), written.join(found)[judged.eq("wrong")].head(20).to_string()
    assert judged.isin(["right", "ambiguous"]).mean() >= 0.999, table.to_string()
    assert judged.ne("refused").mean() >= 0.99995, table.to_string()
    assert found["how"].isin(ACCEPTED).eq(found["unit_code"].ne("")).all()
    sure = judged[written["writing"].isin([name for name in CERTAIN if name != "slip"])]
    assert sure.eq("right").mean() > 0.9995, table.to_string()
    slips = found[written["writing"].eq("slip") & judged.eq("right")]
    assert slips["how"].isin(["slip", "accent_changed", "folded", "exact"]).all()
    assert slips["how"].eq("slip").mean() > 0.9


def test_homonyms_of_a_district_are_listed_without_type_and_accents(shared: Path) -> None:
    units = units_on(shared, "2025-03-01")
    plain = [
        without_accents(name[len(kind) :].strip())
        for name, kind in zip(units["name"], units["type"], strict=True)
    ]
    written = pd.DataFrame(
        {"code": units["unit_code"], "province_code": units["province_code"], "name": plain}
    )
    written["district"] = units["district_name"].map(without_accents)
    found = match_by_province(written, units)
    judged = verdicts(written, found)
    twins = (
        written.groupby([units["district_code"], written["name"].str.lower()])["code"].transform("size").gt(1)
    )
    assert twins.sum() == 94
    assert judged[twins].eq("ambiguous").all(), written.join(found)[
        twins & judged.ne("ambiguous")
    ].to_string()
    assert found.loc[twins, "candidates"].str.split("; ").str.len().ge(2).all()
    assert judged[~twins].isin(["right", "ambiguous"]).mean() > 0.9995
    assert not judged.eq("wrong").any()
    whole = written.assign(name=units["name"], district=units["district_name"])[twins]
    assert verdicts(whole, match_by_province(whole, units)).eq("right").mean() > 0.97


REFORMS = [
    ("2018-10-16", "2024-11-01", "xwalk_2019-01-01_to_2024-11-10_vn.csv", 3),
    ("2025-03-01", "2025-07-01", "xwalk_2025-03-01_to_2025-07-01_vn.csv", 0),
]


@pytest.mark.slow
@pytest.mark.parametrize(("then", "now", "crosswalk", "same_name"), REFORMS)
def test_names_of_another_date_are_told_and_never_taken_for_a_neighbour(
    then: str, now: str, crosswalk: str, same_name: int, shared: Path
) -> None:
    old, new = units_on(shared, then), units_on(shared, now)
    pairs = pd.read_csv(shared / "data/vietnam/crosswalk" / crosswalk, dtype=str, keep_default_na=False)
    ground = pairs.groupby("old_code")["new_code"].agg(" ".join).str.strip()
    old = old.assign(unit_date=then, here=old["unit_code"].map(ground).fillna(""))
    home = old["here"].str.split().str[0].map(new.set_index("unit_code")["province_code"])
    old = old.assign(province_code=home.fillna(old["province_code"]))
    columns = ["unit_code", "name", "district_name"] if "district_name" in new else ["unit_code", "name"]
    same = pd.MultiIndex.from_frame(old[columns]).isin(pd.MultiIndex.from_frame(new[columns]))
    gone = old[~same | ("district_name" not in new)].reset_index(drop=True)
    written = gone.rename(columns={"unit_code": "code", "district_name": "district"})
    found = match_by_province(written, new, lambda province: gone[gone["province_code"].eq(province)])
    taken = found["unit_code"].ne("")
    ours = [code in here.split() for code, here in zip(found["unit_code"], gone["here"], strict=True)]
    # A later unit of the same district may bear the very name: nothing in the name tells it from the former one.
    reused = taken & ~pd.Series(ours)
    assert reused.sum() <= same_name, written[reused].join(found).to_string()
    assert found.loc[reused, "how"].eq("exact").all()
    told = found[~taken]
    assert told["how"].eq("other_date").mean() > 0.99
    assert told.loc[told["how"].eq("other_date"), "unit_date"].eq(then).all()
    listed = [
        here.split()[0] in candidates
        for here, candidates in zip(gone["here"], found["candidates"], strict=True)
        if here
    ]
    assert sum(listed) + taken.sum() >= 0.99 * len(gone[gone["here"].ne("")])


def test_hard_names_of_all_provinces(shared: Path) -> None:
    cases = pd.read_csv(CASES / "names_of_vietnam.csv", dtype=str, keep_default_na=False)
    cases = cases.rename(columns={"written_name": "name", "written_district": "district"})
    for day, own in cases.groupby("unit_date"):
        units = units_on(shared, str(day))
        found = match_by_province(own, units[units["province_code"].isin(own["province_code"])])
        wrong = found["how"].ne(own["how"]) | found["unit_code"].ne(own["unit_code"])
        assert not wrong.any(), own[wrong].join(found.add_suffix("_found")).to_string()
