"""Boundary layers: any file, any coordinate system; what is wrong is said and nothing half is written."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.affinity import affine_transform
from shapely.geometry import LineString, Polygon

from antq_analysis.errors import InputError, MissingError
from antq_analysis.findings import Severity
from antq_analysis.places.maps.boundaries import LayerFile, import_layer, load_map
from antq_analysis.places.register import load_units, write_units
from antq_analysis.places.vintage import load_vintage, territory
from antq_analysis.project import Project
from tests.places.made import NEW, OLD, PROVINCE, layer, register

CODES = ("00001", "00002", "00003")


def _save(frame: gpd.GeoDataFrame, path: Path) -> Path:
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path)
    return path


def _import(frame: gpd.GeoDataFrame, tmp_path: Path, project: Project) -> dict[str, tuple[Severity, str]]:
    findings = import_layer(
        _save(frame, tmp_path / "lop.gpkg"), PROVINCE, NEW, "code", "ten", "nguồn", project
    )
    for finding in findings:
        assert finding.text("vi") != finding.text("en")
        assert finding.remedy()
    return {finding.rule: (finding.severity, finding.written) for finding in findings}


@pytest.mark.parametrize("ending", [".gpkg", ".shp", ".geojson", ".parquet"])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32648", "EPSG:3405"])
def test_files_of_all_kinds_and_systems(ending: str, crs: str, project: Project, tmp_path: Path) -> None:
    register(CODES, project, NEW)
    file = _save(layer(CODES, crs), tmp_path / f"lop{ending}")
    assert import_layer(file, PROVINCE, NEW, "code", "ten", "Sở Nội vụ", project) == []
    shapes = load_map(PROVINCE, NEW, project)
    assert shapes.index.tolist() == list(CODES)
    assert shapes.crs.to_epsg() == 4326
    np.testing.assert_allclose(shapes.total_bounds, [105, 20, 105.3, 20.1], atol=1e-6)
    assert list(shapes.columns) == ["name", "type", "district_code", "district_name", "geometry"]
    assert load_vintage(PROVINCE, NEW, project).source == "Sở Nội vụ"


def test_units_without_polygon_stay_and_unknown_polygons_do_not_come(
    project: Project, tmp_path: Path
) -> None:
    register(CODES, project, NEW)
    found = _import(layer(["00001", "00002", "77777"]), tmp_path, project)
    assert found["polygon_unknown"] == (Severity.WARNING, "77777 Xã Mẫu 77777")
    assert found["polygon_missing"] == (Severity.WARNING, "00003 Xã Mẫu 00003")
    assert load_map(PROVINCE, NEW, project).geometry.isna().tolist() == [False, False, True]


def _swapped(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.set_geometry(frame.geometry.map(lambda shape: affine_transform(shape, [0, 1, 1, 0, 0, 0])))


def _lines(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.set_geometry(frame.geometry.map(lambda shape: LineString(shape.exterior.coords)))


Spoil = Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (lambda frame: frame.assign(code=["00001", "00001", "00003"]), "polygon_twice"),
        (lambda frame: frame.assign(code=["7", "8", "9"]), "polygon_none_known"),
        (_swapped, "layer_axes_swapped"),
        (_lines, "polygon_not_area"),
        (
            lambda frame: frame.to_crs("EPSG:32648").set_crs("EPSG:4326", allow_override=True),
            "layer_out_of_place",
        ),
        (lambda frame: frame.set_crs("EPSG:32648", allow_override=True), "layer_out_of_place"),
    ],
)
def test_layers_that_are_wrong_write_nothing(
    spoil: Spoil, rule: str, project: Project, tmp_path: Path
) -> None:
    register(CODES, project, NEW)
    found = _import(spoil(layer(CODES)), tmp_path, project)
    assert found[rule][0] is Severity.ERROR
    assert not (territory(PROVINCE, project) / NEW / "communes.parquet").exists()


def test_a_broken_ring_is_mended_and_reported(project: Project, tmp_path: Path) -> None:
    register(CODES, project, NEW)
    frame = layer(CODES)
    bow = Polygon([(105, 20), (105.1, 20.1), (105.1, 20), (105, 20.1)])
    frame.geometry = [bow, *frame.geometry[1:]]
    assert _import(frame, tmp_path, project) == {"polygon_mended": (Severity.NOTE, "00001 Xã Mẫu 00001")}
    shape = load_map(PROVINCE, NEW, project).geometry["00001"]
    assert shape.is_valid
    assert shape.area == pytest.approx(0.005)


def test_a_layer_without_codes_is_matched_by_name(project: Project, tmp_path: Path) -> None:
    units = pd.DataFrame(
        {
            "unit_code": CODES,
            "name": ["Xã Vân Sơn", "Xã Mẫu An", "Thị trấn Mẫu An"],
            "type": ["Xã", "Xã", "Thị trấn"],
            "district_code": "001",
            "district_name": "Huyện Mẫu",
        }
    )
    write_units(units, PROVINCE, NEW, project)
    frame = layer(CODES).assign(ten=["Văn Sơn", "XÃ MẪU AN", "TT. Mẫu An"], huyen="H. Mẫu")
    file = LayerFile(_save(frame, tmp_path / "lop.gpkg"), district_column="huyen")
    findings = import_layer(file, PROVINCE, NEW, None, "ten", "", project)
    assert [(finding.rule, finding.expected) for finding in findings] == [
        ("layer_coded", ""),
        ("layer_name_accent_changed", "00001"),
    ]
    assert (findings[0].values["n"], findings[0].values["all"]) == (3, 3)
    assert load_map(PROVINCE, NEW, project).geometry["00003"].bounds[0] == pytest.approx(105.2)
    frame = frame.assign(ten=["Văn Sơn", "Mẫu An", "Không Có"])
    file = LayerFile(_save(frame, tmp_path / "lop2.gpkg"), district_column="huyen")
    rules = {finding.rule for finding in import_layer(file, PROVINCE, NEW, None, "ten", "", project)}
    assert {"layer_name_ambiguous", "layer_name_none"} <= rules


def test_a_layer_of_another_date_is_not_matched_by_name(project: Project, tmp_path: Path) -> None:
    units = pd.DataFrame({"unit_code": CODES, "type": "Xã", "district_code": "", "district_name": ""})
    write_units(units.assign(name=["Xã Vân Sơn", "Xã Mẫu An", "Xã Mẫu Ba"]), PROVINCE, NEW, project)
    frame = layer(CODES).assign(ten=["Văn Sơn", "Mẫu An", "Mẫu Bá"])
    file = LayerFile(_save(frame, tmp_path / "lop.gpkg"))
    found = import_layer(file, PROVINCE, NEW, None, "ten", "", project)
    assert not [finding for finding in found if finding.severity is Severity.ERROR]
    write_units(units.assign(name=["Xã Mẫu Bốn", "Xã Văn Sơn", "Xã Mẫu Năm"]), PROVINCE, OLD, project)
    found = import_layer(file, PROVINCE, NEW, None, "ten", "", project)
    (refused,) = [finding for finding in found if finding.severity is Severity.ERROR]
    assert (refused.rule, refused.values["unit_date"]) == ("layer_name_other_date", OLD)
    assert "00001 Xã Vân Sơn" in refused.text("vi")


def test_a_new_map_takes_its_register_from_the_layer(project: Project, tmp_path: Path) -> None:
    file = _save(layer(CODES), tmp_path / "lop.gpkg")
    with pytest.raises(MissingError):
        import_layer(file, PROVINCE, NEW, "code", None, "", project)
    assert import_layer(file, PROVINCE, NEW, "code", "ten", "", project) == []
    assert load_units(PROVINCE, NEW, project)["name"].tolist() == [f"Xã Mẫu {code}" for code in CODES]


def test_only_some_polygons_of_one_layer(project: Project, tmp_path: Path) -> None:
    register(CODES[:1], project, NEW)
    file = _save(layer(CODES).assign(tinh=["99", "98", "98"]), tmp_path / "lop.gpkg")
    assert import_layer(LayerFile(file, only={"tinh": "99"}), PROVINCE, NEW, "code", "ten", "", project) == []


def test_files_that_are_no_layers(project: Project, tmp_path: Path) -> None:
    register(CODES, project, NEW)
    with pytest.raises(MissingError):
        import_layer(tmp_path / "none.gpkg", PROVINCE, NEW, "code", None, "", project)
    (tmp_path / "bad.gpkg").write_bytes(b"not a layer")
    with pytest.raises(InputError):
        import_layer(tmp_path / "bad.gpkg", PROVINCE, NEW, "code", None, "", project)
    pd.DataFrame({"code": ["1"]}).to_parquet(tmp_path / "table.parquet")
    with pytest.raises(InputError):
        import_layer(tmp_path / "table.parquet", PROVINCE, NEW, "code", None, "", project)
    file = _save(layer(CODES), tmp_path / "lop.gpkg")
    with pytest.raises(InputError, match="ten"):
        import_layer(file, PROVINCE, NEW, "ma", None, "", project)
    bare = layer(CODES).set_crs(None, allow_override=True)
    with pytest.warns(UserWarning, match="crs"):
        _save(bare, tmp_path / "bare.shp")
    with pytest.raises(InputError, match="EPSG"):
        import_layer(tmp_path / "bare.shp", PROVINCE, NEW, "code", None, "", project)
    assert not import_layer(
        LayerFile(tmp_path / "bare.shp", crs="EPSG:4326"), PROVINCE, NEW, "code", "ten", "", project
    )


def test_a_map_without_polygons_can_still_be_loaded(project: Project) -> None:
    register(CODES, project, NEW)
    shapes = load_map(PROVINCE, NEW, project)
    assert shapes.geometry.isna().all()
    assert len(shapes) == 3


def test_other_polygons_of_a_date_are_never_replaced_in_silence(project: Project, tmp_path: Path) -> None:
    register(CODES, project, NEW)
    assert _import(layer(CODES), tmp_path, project) == {}
    kept = territory(PROVINCE, project) / NEW / "communes.parquet"
    before = kept.read_bytes()
    assert _import(layer(CODES), tmp_path, project) == {}, "the same polygons may come again"
    moved = layer(CODES)
    moved.geometry = moved.geometry.translate(0.001)
    for other in (moved, layer(CODES[:2])):
        with pytest.raises(InputError, match="--replace"):
            _import(other, tmp_path, project)
        assert kept.read_bytes() == before
    file = LayerFile(_save(layer(CODES[:2]), tmp_path / "two.gpkg"), replaces=True)
    findings = import_layer(file, PROVINCE, NEW, "code", "ten", "", project)
    told = next(finding for finding in findings if finding.rule == "map_replaced")
    assert (told.severity, told.values["before"], told.values["after"]) == (Severity.NOTE, 3, 2)
    assert load_map(PROVINCE, NEW, project).geometry.isna().sum() == 1


def test_a_spoilt_map_may_be_replaced(project: Project, tmp_path: Path) -> None:
    register(CODES, project, NEW)
    (territory(PROVINCE, project) / NEW / "communes.parquet").write_bytes(b"spoilt")
    file = _save(layer(CODES), tmp_path / "lop.gpkg")
    with pytest.raises(InputError, match="--replace"):
        import_layer(LayerFile(file), PROVINCE, NEW, "code", "ten", "", project)
    import_layer(LayerFile(file, replaces=True), PROVINCE, NEW, "code", "ten", "", project)
    assert load_map(PROVINCE, NEW, project).geometry.notna().all()


def _district_names(project: Project) -> list[str]:
    return load_units(PROVINCE, NEW, project)["district_name"].tolist()


def test_a_layer_that_says_more_of_the_same_polygons_is_refused_or_taken(
    project: Project, tmp_path: Path
) -> None:
    path = _save(layer(CODES).assign(huyen=["Huyện Một", "Huyện Một", "Huyện Hai"]), tmp_path / "lop.gpkg")
    assert import_layer(path, PROVINCE, NEW, "code", "ten", "", project) == []
    assert _district_names(project) == ["", "", ""]
    with pytest.raises(InputError, match="--replace") as refused:
        import_layer(LayerFile(path, district_column="huyen"), PROVINCE, NEW, "code", "ten", "", project)
    assert refused.value.key == "places.register_differs"
    assert len(refused.value.cases) == 3
    assert "00003" in refused.value.cases[2]
    assert "Huyện Hai" in refused.value.cases[2]
    assert _district_names(project) == ["", "", ""]
    whole = LayerFile(path, district_column="huyen", replaces=True)
    findings = import_layer(whole, PROVINCE, NEW, "code", "ten", "", project)
    assert [finding.rule for finding in findings] == ["register_replaced"] * 3
    assert sorted(_district_names(project)) == ["Huyện Hai", "Huyện Một", "Huyện Một"]
    again = LayerFile(path, district_column="huyen")
    assert import_layer(again, PROVINCE, NEW, "code", "ten", "", project) == []


def test_a_changed_name_is_refused_or_taken_with_its_type(project: Project, tmp_path: Path) -> None:
    file = _save(layer(CODES), tmp_path / "lop.gpkg")
    import_layer(file, PROVINCE, NEW, "code", "ten", "", project)
    bare = _save(layer(CODES).assign(ten=[f"MẪU {code}" for code in CODES]), tmp_path / "bare.gpkg")
    assert import_layer(bare, PROVINCE, NEW, "code", "ten", "", project) == []
    other = _save(layer(CODES).assign(ten=["Phường Mới", *layer(CODES)["ten"][1:]]), tmp_path / "other.gpkg")
    with pytest.raises(InputError, match="Phường Mới"):
        import_layer(other, PROVINCE, NEW, "code", "ten", "", project)
    assert load_units(PROVINCE, NEW, project)["name"].tolist()[0] == "Xã Mẫu 00001"
    import_layer(LayerFile(other, replaces=True), PROVINCE, NEW, "code", "ten", "", project)
    units = load_units(PROVINCE, NEW, project)
    assert units["name"].tolist() == ["Phường Mới", "Xã Mẫu 00002", "Xã Mẫu 00003"]
    assert units["type"].tolist() == ["phường", "xã", "xã"]


def test_other_codes_of_the_same_polygons_are_refused_or_taken(project: Project, tmp_path: Path) -> None:
    file = _save(layer(CODES), tmp_path / "lop.gpkg")
    import_layer(file, PROVINCE, NEW, "code", "ten", "", project)
    other = _save(layer(CODES).assign(code=["10001", "00002", "10003"]), tmp_path / "other.gpkg")
    with pytest.raises(InputError) as refused:
        import_layer(other, PROVINCE, NEW, "code", "ten", "", project)
    assert refused.value.key == "places.register_differs"
    assert [case for case in refused.value.cases if "00001" in case and "10001" in case]
    assert load_map(PROVINCE, NEW, project).index.tolist() == list(CODES)
    import_layer(LayerFile(other, replaces=True), PROVINCE, NEW, "code", "ten", "", project)
    shapes = load_map(PROVINCE, NEW, project)
    assert shapes.index.tolist() == ["00002", "10001", "10003"]
    assert shapes["name"].to_dict() == {
        "00002": "Xã Mẫu 00002",
        "10001": "Xã Mẫu 00001",
        "10003": "Xã Mẫu 00003",
    }
    assert shapes.geometry["10001"].bounds[0] == pytest.approx(105)


def test_the_first_polygons_leave_a_register_as_it_is_save_districts_it_lacks(
    project: Project, tmp_path: Path
) -> None:
    register(CODES, project, NEW, districts=False)
    frame = layer(CODES).assign(ten=["MẪU 00001", "Phường Mẫu 00002", "Xã Mấu 00003"], huyen="Huyện Một")
    path = _save(frame, tmp_path / "lop.gpkg")
    (told,) = import_layer(
        LayerFile(path, district_column="huyen"), PROVINCE, NEW, "code", "ten", "", project
    )
    assert (told.rule, told.severity, told.values["n"]) == ("layer_names_spelled", Severity.WARNING, 2)
    assert told.written == "00002 Xã Mẫu 00002 / Phường Mẫu 00002; 00003 Xã Mẫu 00003 / Xã Mấu 00003"
    units = load_units(PROVINCE, NEW, project)
    assert units["name"].tolist() == [f"Xã Mẫu {code}" for code in CODES]
    assert units["district_name"].tolist() == ["Huyện Một"] * 3


def test_another_district_of_a_unit_that_its_name_tells_is_only_told(
    project: Project, tmp_path: Path
) -> None:
    register(CODES, project, NEW)
    frame = layer(CODES).assign(ten=["Thị trấn Mẫu 00001", *layer(CODES)["ten"][1:]], huyen="Thị xã Mới")
    path = _save(frame, tmp_path / "lop.gpkg")
    said = LayerFile(path, district_column="huyen")
    # A code and a district alone do not say whose polygon it is.
    with pytest.raises(InputError):
        import_layer(said, PROVINCE, NEW, "code", None, "", project)
    (told,) = import_layer(said, PROVINCE, NEW, "code", "ten", "", project)
    assert (told.rule, told.severity, told.values["n"]) == ("layer_names_spelled", Severity.WARNING, 4)
    assert "00001 Xã Mẫu 00001 / Thị trấn Mẫu 00001" in str(told.written)
    assert load_units(PROVINCE, NEW, project)["district_name"].tolist() == ["Huyện Mẫu"] * 3


def _names_refused(path: Path, project: Project, **more: str) -> list[str]:
    with pytest.raises(InputError, match="--code-column") as refused:
        import_layer(LayerFile(path, **more), PROVINCE, NEW, "code", "ten", "", project)
    assert refused.value.key == "places.names_differ"
    assert not (territory(PROVINCE, project) / NEW / "communes.parquet").exists()
    return [str(case) for case in refused.value.cases]


def test_codes_that_are_shifted_or_swapped_are_refused_with_every_name(
    project: Project, tmp_path: Path
) -> None:
    register(CODES, project, NEW)
    shifted = _save(layer(CODES).assign(code=["00002", "00003", "00001"]), tmp_path / "lech.gpkg")
    cases = _names_refused(shifted, project)
    assert len(cases) == 3
    assert "00002" in cases[0]
    assert "Xã Mẫu 00001" in cases[0]
    swapped = _save(layer(CODES).assign(code=["00002", "00001", "00003"]), tmp_path / "doi.gpkg")
    assert len(_names_refused(swapped, project)) == 2
    assert import_layer(shifted, PROVINCE, NEW, None, "ten", "", project)[0].rule == "layer_coded"
    assert load_map(PROVINCE, NEW, project).geometry["00001"].bounds[0] == pytest.approx(105)


def test_the_town_and_the_commune_of_one_name_are_not_taken_for_each_other(
    project: Project, tmp_path: Path
) -> None:
    units = pd.DataFrame(
        {"unit_code": CODES, "name": ["Xã Mẫu", "Thị trấn Mẫu", "Xã Khác"], "type": ["Xã", "Thị trấn", "Xã"]}
    )
    write_units(units, PROVINCE, NEW, project)
    frame = layer(CODES).assign(ten=["Thị trấn Mẫu", "Xã Mẫu", "Xã Khác"])
    assert len(_names_refused(_save(frame, tmp_path / "lop.gpkg"), project)) == 2


def test_units_of_one_name_in_two_districts_are_told_apart_by_these(project: Project, tmp_path: Path) -> None:
    districts = ["Huyện Một", "Huyện Hai", "Huyện Hai"]
    units = pd.DataFrame({"unit_code": CODES, "name": "Xã Mẫu", "type": "Xã", "district_name": districts})
    write_units(units, PROVINCE, NEW, project)
    frame = layer(CODES).assign(ten="Xã Mẫu", huyen=["Hai", "Một", "HUYỆN HAI"])
    path = _save(frame, tmp_path / "lop.gpkg")
    assert len(_names_refused(path, project, district_column="huyen")) == 2


def test_a_person_may_decide_for_the_names_of_the_register_or_of_the_layer(
    project: Project, tmp_path: Path
) -> None:
    register(CODES, project, NEW)
    path = _save(layer(CODES).assign(ten=["Phường Mới", *layer(CODES)["ten"][1:]]), tmp_path / "lop.gpkg")
    assert len(_names_refused(path, project)) == 1
    (told,) = import_layer(LayerFile(path, replaces=True), PROVINCE, NEW, "code", "ten", "", project)
    assert told.rule == "register_replaced"
    assert load_units(PROVINCE, NEW, project)["name"].tolist()[0] == "Phường Mới"
    register(CODES, project, NEW)
    (territory(PROVINCE, project) / NEW / "communes.parquet").unlink()
    (told,) = import_layer(path, PROVINCE, NEW, "code", None, "", project)
    assert (told.rule, told.written) == ("layer_names_unread", "00001 Xã Mẫu 00001 / Phường Mới")
    assert load_units(PROVINCE, NEW, project)["name"].tolist()[0] == "Xã Mẫu 00001"


def _kept(project: Project) -> gpd.GeoDataFrame:
    return gpd.read_parquet(territory(PROVINCE, project) / NEW / "communes.parquet")


def test_what_is_kept_says_its_areas_source_licence_and_quality(project: Project, tmp_path: Path) -> None:
    register(CODES, project, NEW)
    frame = layer(CODES, "EPSG:9210")
    frame.loc[1, "geometry"] = frame.geometry[1].buffer(200, join_style="mitre")
    file = LayerFile(_save(frame, tmp_path / "lop.gpkg"), licence="CC BY 4.0")
    findings = import_layer(file, PROVINCE, NEW, "code", "ten", "Sở Nội vụ", project)
    assert {finding.rule for finding in findings} == {"layer_overlaps", "polygon_overlaps"}
    kept = _kept(project)
    assert list(kept.columns) == ["unit_code", "area_km2", "geometry"]
    assert kept.crs.to_epsg() == 4326
    exact = kept.geometry.to_crs(project.settings.area_crs).area / 1e6
    np.testing.assert_allclose(kept["area_km2"], exact, rtol=1e-6)
    told = load_vintage(PROVINCE, NEW, project)
    assert (told.source, told.licence) == ("Sở Nội vụ", "CC BY 4.0")
    assert told.quality.startswith("3 đơn vị, ")
    overlap = next(finding for finding in findings if finding.rule == "layer_overlaps").values["area"]
    assert f"chồng lấn {overlap:.2f} ha".replace(".", ",") in told.quality
    assert import_layer(file, PROVINCE, NEW, "code", "ten", "", project)
    assert load_vintage(PROVINCE, NEW, project).licence == "CC BY 4.0"


def test_parts_of_a_unit_come_together_and_make_one_line_of_a_new_register(
    project: Project, tmp_path: Path
) -> None:
    frame = layer([*CODES, "00001"])
    frame["ten"] = ["Xã Đảo", "Xã Hai", "Xã Ba", "XÃ ĐẢO"]
    found = _import(frame, tmp_path, project)
    assert found == {"polygon_joined": (Severity.WARNING, "00001 Xã Đảo")}
    assert load_units(PROVINCE, NEW, project)["name"].tolist() == ["Xã Đảo", "Xã Hai", "Xã Ba"]
    shape = load_map(PROVINCE, NEW, project).geometry["00001"]
    assert (shape.geom_type, shape.area) == ("MultiPolygon", pytest.approx(0.02))


def test_a_map_far_from_the_other_maps_of_the_province_is_refused(project: Project, tmp_path: Path) -> None:
    register(CODES, project, OLD)
    register(CODES, project, NEW)
    file = _save(layer(CODES), tmp_path / "cu.gpkg")
    assert import_layer(file, PROVINCE, OLD, "code", "ten", "", project) == []
    moved = layer(CODES)
    moved.geometry = moved.geometry.translate(5, 0)
    found = _import(moved, tmp_path, project)
    assert found["layer_out_of_place"][0] is Severity.ERROR
    assert _import(layer(CODES), tmp_path, project) == {}


def test_a_map_that_was_kept_with_rings_turning_the_other_way_is_the_same(
    project: Project, tmp_path: Path
) -> None:
    register(CODES, project, NEW)
    assert _import(layer(CODES), tmp_path, project) == {}
    kept = _kept(project)
    kept.set_geometry(kept.geometry.reverse()).to_parquet(
        territory(PROVINCE, project) / NEW / "communes.parquet"
    )
    assert _import(layer(CODES), tmp_path, project) == {}


def test_names_typed_for_an_old_font_are_matched_and_told(project: Project, tmp_path: Path) -> None:
    units = pd.DataFrame(
        {"unit_code": CODES, "name": ["Xã Bắc Phong", "Xã Mường Đỗ", "Xã Huệ"], "type": "Xã"}
    )
    write_units(units, PROVINCE, NEW, project)
    frame = layer(CODES).assign(ten=["X· B¾c Phong", "X· M\u00ad\u00eang §ç", "X· HuÖ"])
    file = _save(frame, tmp_path / "lop.gpkg")
    findings = import_layer(file, PROVINCE, NEW, None, "ten", "", project)
    assert [finding.rule for finding in findings] == ["layer_text_decoded", "layer_coded"]
    assert load_map(PROVINCE, NEW, project).geometry.notna().all()
