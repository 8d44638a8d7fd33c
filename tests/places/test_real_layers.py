"""Real layers of all Vietnam: taken in whole, with every fault of theirs told, and joined to figures."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from antq_analysis.errors import InputError
from antq_analysis.findings import Finding
from antq_analysis.places.maps.boundaries import LayerFile, import_layer, load_map
from antq_analysis.places.maps.joined import check_join
from antq_analysis.places.register import import_units, load_units
from antq_analysis.places.vintage import load_vintage
from antq_analysis.project import Project
from tests.places.made import figures

pytestmark = pytest.mark.slow

COUNTRY = "viet-nam"
LAYERS = {
    "2018-10-16": ("communes_vn_2017.parquet", 11_163),
    "2025-07-01": ("communes_vn_2025_simplified.parquet", 3_321),
}


def _set_up(day: str, shared: Path, project: Project) -> tuple[Path, list[Finding]]:
    data = shared / "data" / "vietnam"
    columns = {"unit_code": "code", "name": "name", "type": "type", "province_code": "province_code"}
    import_units(data / "units" / f"units_vn_{day}.csv", COUNTRY, day, columns=columns, project=project)
    file = data / "boundaries" / LAYERS[day][0]
    # One unit of the older layer has another name by then, as the test of Lâm Đồng shows: the register's is kept.
    names = "unit_name" if day == "2025-07-01" else None
    return file, import_layer(file, COUNTRY, day, "unit_code", names, "", project)


@pytest.mark.parametrize("day", list(LAYERS))
def test_a_national_layer_is_taken_in_whole(day: str, shared: Path, project: Project) -> None:
    file, findings = _set_up(day, shared, project)
    received = gpd.read_parquet(file)
    assert len(received) == LAYERS[day][1]
    rules: dict[str, list[Finding]] = {}
    for finding in findings:
        rules.setdefault(finding.rule, []).append(finding)
    units = load_units(COUNTRY, day, project)["unit_code"]
    coded = set(received["unit_code"].dropna())
    assert len(rules.get("polygon_missing", ())) == len(set(units) - coded)
    assert len(rules.get("polygon_unknown", ())) == len(coded - set(units))
    bare = int(received["unit_code"].isna().sum())
    assert sum(finding.values["n"] for finding in rules.get("polygon_no_code", ())) == bare
    kept = load_map(COUNTRY, day, project)
    assert kept.index.tolist() == units.tolist()
    assert int(kept.geometry.notna().sum()) == len(set(units) & coded)
    own = received.dropna(subset="unit_code").set_index("unit_code").geometry.reindex(kept.index)
    drawn = kept.geometry.notna()
    assert shapely.equals(own[drawn].to_numpy(), kept.geometry[drawn].to_numpy()).all()
    assert "ha" in load_vintage(COUNTRY, day, project).quality


def test_the_unit_that_was_renamed_between_layer_and_list_is_named(shared: Path, project: Project) -> None:
    data, day, only = shared / "data" / "vietnam", "2018-10-16", {"province_code": "68"}
    columns = {"unit_code": "code", "name": "name", "type": "type"}
    import_units(
        data / "units" / f"units_vn_{day}.csv", "demo", day, columns=columns, only=only, project=project
    )
    layer = LayerFile(data / "boundaries" / LAYERS[day][0], only=only)
    with pytest.raises(InputError) as refused:
        import_layer(layer, "demo", day, "unit_code", "unit_name", "", project)
    (case,) = refused.value.cases
    assert case.startswith("25180: ")
    assert "Thị trấn Phước Cát" in case
    assert "Xã Phước Cát 1" in case


def test_overlaps_of_2025_are_those_that_the_pairs_have(shared: Path, project: Project) -> None:
    """Counted again pair by pair; three units near Lào Cai claim the same land."""
    file, findings = _set_up("2025-07-01", shared, project)
    shapes = gpd.read_parquet(file)
    polygons = shapes.geometry.to_numpy()
    first, second = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    first, second = first[first < second], second[first < second]
    shared_land = gpd.GeoSeries(shapely.intersection(polygons[first], polygons[second]), crs=shapes.crs)
    areas = shared_land.to_crs(project.settings.area_crs).area
    told = {finding.rule: finding for finding in findings}
    assert told["layer_overlaps"].values["n"] == pytest.approx(int((areas > 1).sum()), abs=3)
    large = areas[areas > 1e6].index
    codes = {*shapes["unit_code"].iloc[first[large]], *shapes["unit_code"].iloc[second[large]]}
    assert codes == {"02647", "02683", "02746"}
    assert all(code in str(told["polygon_overlaps"].written) for code in codes)


def test_every_commune_of_the_country_is_joined_at_once(shared: Path, project: Project) -> None:
    _set_up("2018-10-16", shared, project)
    units = load_map(COUNTRY, "2018-10-16", project)
    values = figures(dict.fromkeys(units.index[:-5], 1), unit_date="2018-10-16", province=COUNTRY)
    findings = {finding.rule: finding for finding in check_join(values, units, "2018-10-16")}
    bare = units.index[units.geometry.isna()]
    assert findings["unit_without_polygon"].values["n"] == len(bare.difference(units.index[-5:]))
    silent = units.index[-5:].difference(bare)
    assert findings["polygon_without_figures"].values["n"] == len(silent)


@pytest.mark.parametrize(
    ("layer", "province", "count"),
    [("communes_2017", "17", 210), ("communes_2020_derived", "17", 151), ("communes_2017", "06", 122)],
)
def test_layers_of_three_provinces_in_zones_of_vn_2000(
    layer: str, province: str, count: int, shared: Path, project: Project, tmp_path: Path
) -> None:
    """The same land out of degrees and out of a zone of 3 degrees as a shapefile, to a metre."""
    file = shared / "data" / "vietnam" / "boundaries" / "communes_3prov.gpkg"
    only = LayerFile(file, layer, {"province_code": province})
    place = ("demo", "2017-12-13")
    findings = import_layer(only, *place, "unit_code", "unit_name", "", project)
    degrees = load_map(*place, project)
    assert len(degrees) == count
    assert not {finding.rule for finding in findings if finding.severity == "error"}
    frame = gpd.read_file(file, layer=layer, columns=["unit_code", "unit_name", "province_code"])
    own = frame.loc[frame["province_code"] == province, ["unit_code", "unit_name", "geometry"]]
    own.to_crs("EPSG:9208").to_file(tmp_path / "tinh.shp")
    again = LayerFile(tmp_path / "tinh.shp", replaces=True)
    import_layer(again, *place, "unit_code", "unit_name", "", project)
    metres = load_map(*place, project)
    assert metres["name"].tolist() == degrees["name"].tolist()
    apart = shapely.hausdorff_distance(metres.geometry.to_numpy(), degrees.geometry.to_numpy())
    assert apart.max() < 1e-5


def test_a_layer_without_codes_finds_the_codes_that_it_had(shared: Path, project: Project) -> None:
    data = shared / "data" / "vietnam"
    file, day = data / "boundaries" / "communes_3prov.gpkg", "2018-10-16"
    columns = {"unit_code": "code", "name": "name", "district_code": "district_code"}
    columns |= {"district_name": "district_name"}
    only = {"province_code": "17"}
    import_units(
        data / "units" / f"units_vn_{day}.csv", "demo", day, columns=columns, only=only, project=project
    )
    bare = LayerFile(file, "communes_2017", only, district_column="district_name")
    findings = import_layer(bare, "demo", day, None, "unit_name", "", project)
    told = next(finding for finding in findings if finding.rule == "layer_coded")
    assert (told.values["n"], told.values["all"]) == (210, 210)
    received = gpd.read_file(file, layer="communes_2017").set_index("unit_code").geometry
    found = load_map("demo", day, project).geometry
    assert shapely.equals(found.to_numpy(), received[found.index].to_numpy()).all()
