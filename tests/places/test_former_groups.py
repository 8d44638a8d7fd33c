"""Which former district holds most of a commune: by people, else land, else former communes, never by row order."""

from itertools import permutations

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from antq_analysis.errors import InputError
from antq_analysis.places.former_groups import check_former_districts, former_groups, share_groups
from antq_analysis.places.groups import assign_groups, check_groups, load_groups, write_groups
from antq_analysis.places.maps.kept_map import FILE
from antq_analysis.places.reforms.kept_crosswalk import keep_crosswalk
from antq_analysis.places.register import load_units, write_units
from antq_analysis.places.vintage import territory
from antq_analysis.project import Project
from tests.places.made import LATEST, NEW, OLD, PROVINCE, crosswalk, pairs, register, write_pairs

# Commune 00009 was made of two communes of the east and one of the west.
HOMES = {"00001": "Huyện Đông", "00002": "Huyện Đông", "00003": "Huyện Tây", "00004": "Huyện Tây"}
CODES = {"Huyện Đông": "101", "Huyện Tây": "102"}
WAY = [("00001", "00009"), ("00002", "00009"), ("00003", "00009"), ("00004", "00004")]


@pytest.fixture
def reform(project: Project) -> Project:
    units = pd.DataFrame({"unit_code": list(HOMES), "district_name": list(HOMES.values())})
    units = units.assign(name=units["unit_code"], district_code=units["district_name"].map(CODES))
    write_units(units, PROVINCE, OLD, project)
    register(["00009", "00004"], project, NEW, districts=False)
    write_pairs(pairs(*WAY), project, NEW)
    groups = former_groups(crosswalk(*WAY), units.assign(province_name="", province_code=""))
    write_groups(territory(PROVINCE, project) / NEW / "groups.csv", groups)
    return project


def shares(project: Project, people: dict[str, float] | None = None) -> dict[str, tuple[float, str]]:
    size = None if people is None else pd.Series(people)
    groups = share_groups(load_groups(PROVINCE, NEW, project), PROVINCE, NEW, lambda _: size, project)
    own = groups[groups["unit_code"].eq("00009")].set_index("group_name")
    return {name: (round(row["share"], 3), row["share_basis"]) for name, row in own.to_dict("index").items()}


def draw(project: Project, widths: dict[str, float]) -> None:
    shapes, west = [], 105.0
    for width in widths.values():
        shapes.append(box(west, 20, west + width, 20.1))
        west += width
    drawn = gpd.GeoDataFrame({"unit_code": list(widths)}, geometry=shapes, crs="EPSG:4326")
    drawn.to_parquet(territory(PROVINCE, project) / OLD / FILE)


def test_people_then_land_then_the_number_of_former_communes(reform: Project) -> None:
    assert shares(reform) == {"Huyện Đông": (0.667, "equal"), "Huyện Tây": (0.333, "equal")}
    draw(reform, {"00001": 0.1, "00002": 0.1, "00003": 0.3, "00004": 0.1})
    assert shares(reform) == {"Huyện Đông": (0.4, "area"), "Huyện Tây": (0.6, "area")}
    people = {"00001": 4000.0, "00002": 3000.0, "00003": 3000.0}
    assert shares(reform, people) == {"Huyện Đông": (0.7, "population"), "Huyện Tây": (0.3, "population")}
    assert shares(reform, people | {"00002": 0.0})["Huyện Tây"] == (0.6, "area")


def test_a_share_that_somebody_wrote_stands(reform: Project) -> None:
    path = territory(PROVINCE, reform) / NEW / "groups.csv"
    table = pd.read_csv(path, dtype=str)
    own = table["unit_code"].eq("00009")
    table["share"] = [
        {"Huyện Đông": "0,25", "Huyện Tây": "0.75"}[name] if here else ""
        for name, here in zip(table["group_name"], own, strict=True)
    ]
    table.to_csv(path, index=False)
    assert shares(reform, {"00001": 9e3, "00002": 9e3, "00003": 1.0}) == {
        "Huyện Đông": (0.25, "given"),
        "Huyện Tây": (0.75, "given"),
    }
    # Beside it another unit is divided by people.
    write_pairs(pairs(("00001", "00009", "0.5"), ("00001", "00004", "0.5"), *WAY[1:]), reform, NEW)
    path.write_text(table.to_csv(index=False) + "former_district,00004,101,Huyện Đông,\n", encoding="utf-8")
    people = pd.Series({"00001": 6000.0, "00002": 1000.0, "00003": 1000.0, "00004": 1000.0})
    groups = share_groups(load_groups(PROVINCE, NEW, reform), PROVINCE, NEW, lambda _: people, reform)
    found = groups.set_index(["unit_code", "group_name"])["share"]
    assert found["00009"].to_dict() == {"Huyện Đông": 0.25, "Huyện Tây": 0.75}
    assert found["00004"].to_dict() == {"Huyện Đông": 0.75, "Huyện Tây": 0.25}
    path.write_text(table.to_csv(index=False).replace("0.75", "phần lớn"), encoding="utf-8")
    with pytest.raises(InputError, match="share"):
        load_groups(PROVINCE, NEW, reform)


def test_the_order_of_the_rows_decides_nothing(reform: Project) -> None:
    path = territory(PROVINCE, reform) / NEW / "groups.csv"
    table = pd.read_csv(path, dtype=str)
    for order in permutations(range(len(table))):
        table.iloc[list(order)].to_csv(path, index=False)
        groups = share_groups(load_groups(PROVINCE, NEW, reform), PROVINCE, NEW, project=reform)
        placed = assign_groups(groups, "former_district", pd.Index(["00009", "00004"]), straddling="main")
        assert placed["group_name"].tolist() == ["Huyện Đông", "Huyện Tây"]


def test_where_nobody_knows_or_two_are_as_large_the_unit_and_the_way_out_are_named(reform: Project) -> None:
    groups = load_groups(PROVINCE, NEW, reform)
    units = pd.Index(["00009", "00004"])
    people = pd.Series({"00001": 1000.0, "00002": 2000.0, "00003": 3000.0})
    even = share_groups(groups, PROVINCE, NEW, lambda _: people, reform)
    for unknown in (groups, even):
        with pytest.raises(InputError) as refused:
            assign_groups(unknown, "former_district", units, straddling="main")
        for lang in ("vi", "en"):
            text = refused.value.text(lang)
            assert "00009: Huyện" in text
            assert "groups.csv" in text
            assert "00004" not in text
        assert assign_groups(unknown, "former_district", units)["group_code"].tolist() == ["~several", "102"]
        alone = assign_groups(unknown, "former_district", pd.Index(["00004"]), straddling="main")
        assert alone["group_name"].tolist() == ["Huyện Tây"]


def test_a_unit_laid_to_other_groups_by_hand_has_no_share_by_the_table(reform: Project) -> None:
    path = territory(PROVINCE, reform) / NEW / "groups.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "former_district,00009,103,Huyện Nam\n", encoding="utf-8")
    groups = share_groups(load_groups(PROVINCE, NEW, reform), PROVINCE, NEW, project=reform)
    assert groups.loc[groups["unit_code"].eq("00009"), "share"].isna().all()


def test_former_districts_outlive_the_next_change_of_the_map(reform: Project) -> None:
    # 00009 lies in both districts; a part of it joins 00004, which lay in the west alone.
    register(["00009", "00014"], reform, LATEST, districts=False)
    table = crosswalk(
        ("00009", "00009", "0.5"), ("00009", "00014", "0.5"), ("00004", "00014"), dates=(NEW, LATEST)
    )
    old, new = (load_units(PROVINCE, day, reform) for day in (NEW, LATEST))
    folder = territory(PROVINCE, reform) / LATEST
    (told,) = keep_crosswalk(table, old, new, folder)
    assert told.rule == "straddles_former_district"
    groups = load_groups(PROVINCE, LATEST, reform)
    people = {
        OLD: pd.Series({"00001": 4000.0, "00002": 2000.0, "00003": 3000.0, "00004": 1000.0}),
        NEW: pd.Series({"00009": 9000.0, "00004": 1000.0}),
    }
    shared = share_groups(groups, PROVINCE, LATEST, people.get, reform).set_index(["unit_code", "group_name"])
    assert shared["share"].round(3).to_dict() == {
        ("00009", "Huyện Đông"): 0.667,
        ("00009", "Huyện Tây"): 0.333,
        ("00014", "Huyện Đông"): round(3000 / 5500, 3),
        ("00014", "Huyện Tây"): round(2500 / 5500, 3),
    }
    assert set(shared["share_basis"]) == {"population"}


def test_districts_of_one_name_in_two_provinces_are_two() -> None:
    old = pd.DataFrame(
        {
            "unit_code": ["a", "b", "c"],
            "district_code": "",
            "district_name": ["Huyện Trùng", "Huyện Trùng", "Huyện Riêng"],
            "province_code": ["1", "2", "2"],
            "province_name": ["Tỉnh Một", "Tỉnh Hai", "Tỉnh Hai"],
        }
    )
    groups = former_groups(crosswalk(("a", "x"), ("b", "y"), ("c", "y")), old)
    former = groups[groups["grouping"].eq("former_district")].set_index("group_name")["unit_code"]
    assert former.to_dict() == {
        "Huyện Trùng (Tỉnh Một)": "x",
        "Huyện Trùng (Tỉnh Hai)": "y",
        "Huyện Riêng": "y",
    }
    assert check_groups(groups) == []


def test_former_districts_that_may_be_several_of_one_name_are_told(reform: Project) -> None:
    old, new = (load_units(PROVINCE, day, reform) for day in (OLD, NEW))
    folder = territory(PROVINCE, reform) / NEW

    def doubtful(**known: str) -> list[str]:
        (folder / "groups.csv").unlink()
        found = keep_crosswalk(crosswalk(*WAY), old.assign(**known), new, folder)
        return [str(told.written) for told in found if told.rule == "districts_by_name_only"]

    assert doubtful() == []
    assert doubtful(district_code="", province_name="Tỉnh Mẫu") == []
    assert doubtful(district_code="") == ["Huyện Tây; Huyện Đông"]
    draw(reform, dict.fromkeys(HOMES, 0.1))
    assert doubtful(district_code="") == []


def test_a_district_in_two_places_may_be_two_and_one_with_an_island_is_one() -> None:
    east, west = [box(at, 20, at + 0.1, 20.1) for at in (105, 105.1)], [box(107, 20, 107.1, 20.1)]
    further = [*west, box(107.102, 20, 107.2, 20.1)]
    for shapes, told in ((east + further, ["Huyện Hai nơi"]), (east + west, []), (east, [])):
        codes = [f"{at:05}" for at in range(len(shapes))]
        old = pd.DataFrame({"unit_code": [*codes, "9"], "district_name": "Huyện Hai nơi"}).assign(
            district_code="", province_code="", province_name=""
        )
        old.loc[len(codes), "district_name"] = "Huyện Khác"
        drawn = gpd.GeoSeries([*shapes, box(110, 20, 111, 21)], index=old["unit_code"], crs=4326)
        assert [found.written for found in check_former_districts(old, drawn)] == told


def test_one_name_under_two_codes_and_one_code_with_two_names_are_told() -> None:
    rows = [
        ("cum", "00001", "1", "Cụm Một"),
        ("cum", "00002", "2", "Cụm Một"),
        ("cum", "00003", "3", "Cụm Ba"),
        ("cum", "00004", "3", "Cụm ba"),
        ("khac", "00001", "3", "Cụm Một"),
    ]
    groups = pd.DataFrame(rows, columns=["grouping", "unit_code", "group_code", "group_name"])
    found = {finding.rule: finding for finding in check_groups(groups)}
    assert found["group_name_coded_twice"].written == "cum Cụm Một: 1, 2"
    assert found["group_code_named_twice"].written == "cum 3: Cụm Ba, Cụm ba"
    for finding in found.values():
        assert (str(finding.severity), finding.file) == ("warning", "groups.csv")
        assert all(finding.text(lang) and finding.remedy(lang) for lang in ("vi", "en"))
