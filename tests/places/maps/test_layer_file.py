"""Layers as they come: formats, layers, archives, coordinate systems and columns."""

import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import box

from antq_analysis.errors import InputError, UnknownNameError, UsageError
from antq_analysis.findings import Severity
from antq_analysis.places.maps.layer_file import LayerFile, read_layer
from tests.places.made import layer

CODES = ("00001", "00002", "00003")
COLUMNS = ("code", "ten")


def _shapefile(folder: Path, name: str = "lop", crs: str = "EPSG:4326") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    layer(CODES, crs).to_file(folder / f"{name}.shp")
    return folder / f"{name}.shp"


def _zip(folder: Path, archive: Path, inside: str = "") -> Path:
    with zipfile.ZipFile(archive, "w") as made:
        for path in sorted(folder.iterdir()):
            made.write(path, f"{inside}{path.name}")
    return archive


@pytest.mark.parametrize("ending", [".kml", ".fgb", ".tab", ".json"])
def test_less_usual_formats(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"lop{ending}"
    drivers = {".kml": "KML", ".fgb": "FlatGeobuf", ".tab": "MapInfo File", ".json": "GeoJSON"}
    layer(CODES).to_file(path, driver=drivers[ending])
    shapes, findings = read_layer(LayerFile(path), COLUMNS)
    assert findings == []
    assert sorted(shapes["code"].astype(str)) == list(CODES)
    np.testing.assert_allclose(shapes.to_crs(4326).total_bounds, [105, 20, 105.3, 20.1], atol=1e-6)


@pytest.mark.parametrize("inside", ["", "Ranh giới/xã/"])
def test_a_zipped_shapefile_is_read_wherever_it_lies(inside: str, tmp_path: Path) -> None:
    _shapefile(tmp_path / "thu_muc")
    path = _zip(tmp_path / "thu_muc", tmp_path / "nén.zip", inside)
    shapes, findings = read_layer(LayerFile(path), COLUMNS)
    assert (shapes["ten"].tolist(), findings) == ([f"Xã Mẫu {code}" for code in CODES], [])


def test_of_several_shapefiles_in_an_archive_one_must_be_named(tmp_path: Path) -> None:
    _shapefile(tmp_path / "thu_muc", "huyen")
    _shapefile(tmp_path / "thu_muc", "xa")
    path = _zip(tmp_path / "thu_muc", tmp_path / "nen.zip")
    with pytest.raises(InputError) as refused:
        read_layer(LayerFile(path), COLUMNS)
    assert (refused.value.key, refused.value.cases) == ("places.several_layers", ("huyen", "xa"))
    assert len(read_layer(LayerFile(path, "xa"), COLUMNS)[0]) == 3


def test_of_several_layers_one_must_be_named(tmp_path: Path) -> None:
    path = tmp_path / "lop.gpkg"
    layer(CODES).to_file(path, layer="xa_2020")
    layer(CODES[:2]).to_file(path, layer="xa_2025")
    with pytest.raises(InputError, match="--layer") as refused:
        read_layer(LayerFile(path), COLUMNS)
    assert refused.value.cases == ("xa_2020", "xa_2025")
    assert len(read_layer(LayerFile(path, "xa_2025"), COLUMNS)[0]) == 2
    with pytest.raises(UnknownNameError, match="xa_2025"):
        read_layer(LayerFile(path, "xa_2026"), COLUMNS)


def test_files_that_are_no_archives_or_layers_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(b"PK nothing")
    (tmp_path / "empty.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    for name in ("bad.zip", "empty.zip"):
        with pytest.raises(InputError) as refused:
            read_layer(LayerFile(tmp_path / name), COLUMNS)
        assert refused.value.key == "places.not_a_layer"
    (tmp_path / "table.csv").write_text("code,ten\n00001,Xã\n", encoding="utf-8")
    cut = _shapefile(tmp_path / "cut")
    table = cut.with_suffix(".dbf")
    table.write_bytes(table.read_bytes()[:-80])
    for path in (tmp_path / "table.csv", cut):
        with pytest.raises(InputError) as refused:
            read_layer(LayerFile(path), COLUMNS)
        assert refused.value.key == "places.not_a_layer"
    path = tmp_path / "lop.gpkg"
    layer(CODES).to_file(path)
    with pytest.raises(InputError) as refused:
        read_layer(LayerFile(path, only={"ten": "không có"}), COLUMNS)
    assert refused.value.key == "places.nothing_kept"
    assert "ten=không có" in refused.value.text("en")


@pytest.mark.parametrize("code", [3405, 3406, *range(9205, 9219)])
def test_every_zone_of_vn_2000_lies_where_it_should(code: int, tmp_path: Path) -> None:
    """Each zone of 3 degrees has its own middle; a point on it must come out on it."""
    wanted = gpd.GeoSeries([box(105, 14, 105.1, 14.1)], crs=4326)
    frame = gpd.GeoDataFrame({"code": ["00001"], "ten": ["Xã Mẫu"]}, geometry=wanted.to_crs(code))
    frame.to_file(tmp_path / "lop.shp")
    shapes, _ = read_layer(LayerFile(tmp_path / "lop.shp"), COLUMNS)
    np.testing.assert_allclose(shapes.to_crs(4326).total_bounds, wanted.total_bounds, atol=1e-6)


def _without_system(path: Path) -> Path:
    _shapefile(path.parent, path.stem, "EPSG:9210")
    path.with_suffix(".prj").unlink()
    return path


def test_a_file_without_its_system_asks_for_the_option(tmp_path: Path) -> None:
    path = _without_system(tmp_path / "lop.shp")
    with pytest.raises(InputError) as refused:
        read_layer(LayerFile(path), COLUMNS)
    for lang in ("vi", "en"):
        assert "--crs" in refused.value.text(lang)
    shapes, findings = read_layer(LayerFile(path, crs="EPSG:9210"), COLUMNS)
    assert findings == []
    np.testing.assert_allclose(shapes.to_crs(4326).total_bounds, [105, 20, 105.3, 20.1], atol=1e-6)
    with pytest.raises(UsageError, match="EPSG:4326"):
        read_layer(LayerFile(path, crs="VN-2000 múi 6"), COLUMNS)


def test_a_wrong_system_can_be_overruled_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "lop.gpkg"
    layer(CODES, "EPSG:9210").set_crs("EPSG:9207", allow_override=True).to_file(path)
    shapes, findings = read_layer(LayerFile(path, crs="EPSG:9210"), COLUMNS)
    assert [(finding.rule, finding.severity) for finding in findings] == [
        ("layer_crs_overruled", Severity.NOTE)
    ]
    assert findings[0].expected == "VN-2000 / TM-3 105-45"
    np.testing.assert_allclose(shapes.to_crs(4326).total_bounds, [105, 20, 105.3, 20.1], atol=1e-6)
    assert read_layer(LayerFile(path, crs="EPSG:9207"), COLUMNS)[1] == []


_VN_2000 = (
    'PROJCS["Vung mau",GEOGCS["GCS",DATUM["{datum}",SPHEROID["WGS_1984",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",105.75],PARAMETER["scale_factor",0.9999],'
    'PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["Meter",1]]'
)


@pytest.mark.parametrize(
    ("datum", "rules"),
    [
        ("D_Vietnam_2000", []),
        ("D_VN2000_rieng", ["layer_datum_unknown"]),
        ("unknown", ["layer_datum_unknown"]),
    ],
)
def test_a_datum_that_nobody_knows_is_told(datum: str, rules: list[str], tmp_path: Path) -> None:
    path = _shapefile(tmp_path, "lop", "EPSG:9210")
    path.with_suffix(".prj").write_text(_VN_2000.format(datum=datum))
    shapes, findings = read_layer(LayerFile(path), COLUMNS)
    assert [finding.rule for finding in findings] == rules
    off = np.abs(shapes.to_crs(4326).total_bounds - [105, 20, 105.3, 20.1]).max()
    assert bool(off > 1e-3) is bool(rules)  # a hundred metres
    assert read_layer(LayerFile(path, crs="EPSG:9210"), COLUMNS)[1][1:] == []
