"""The polygons as they are kept: which map lies nearest in time, and what is left when a file is spoilt."""

from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import box

from antq_analysis.errors import MissingError
from antq_analysis.places.maps.kept_map import kept_nearby, read_kept, write_map
from antq_analysis.places.vintage import Vintage, write_vintage
from antq_analysis.project import read_toml


def _write(folder: Path, west: float, vintage: Vintage | None = None) -> Path:
    shapes = gpd.GeoDataFrame(
        {"unit_code": ["00001"], "area_km2": [1.0]}, geometry=[box(west, 20, west + 1, 21)], crs=4326
    )
    write_map(shapes, folder, vintage or Vintage(date.fromisoformat(folder.name), source="nguồn"))
    return folder


def _nearby(folder: Path) -> tuple[str, float] | None:
    found = kept_nearby(folder)
    return found and (found[0], float(found[1].total_bounds[0]))


def test_the_map_before_comes_first_then_the_one_after(tmp_path: Path) -> None:
    for day, west in (("2015-01-01", 101), ("2018-01-01", 102), ("2025-07-01", 103)):
        _write(tmp_path / day, west)
    assert _nearby(tmp_path / "2020-01-01") == ("2018-01-01", 102)
    assert _nearby(tmp_path / "2018-01-01") == ("2015-01-01", 101)
    assert _nearby(tmp_path / "2010-01-01") == ("2015-01-01", 101)
    assert _nearby(tmp_path / "elsewhere" / "2020-01-01") is None


def test_a_spoilt_map_is_no_neighbour(tmp_path: Path) -> None:
    _write(tmp_path / "2015-01-01", 101)
    (_write(tmp_path / "2018-01-01", 102) / "communes.parquet").write_bytes(b"spoilt")
    assert _nearby(tmp_path / "2020-01-01") == ("2015-01-01", 101)
    with pytest.raises(MissingError):
        read_kept(tmp_path / "2018-01-01")


def test_what_is_left_empty_stays_as_a_person_wrote_it(tmp_path: Path) -> None:
    folder = tmp_path / "2018-01-01"
    written = Vintage(date(2018, 1, 1), "Bản đồ", "Map", "cũ", "CC0", "NQ 1", "đã đơn giản hóa")
    write_vintage(folder, written)
    _write(folder, 102, Vintage(date(2018, 1, 1), source="mới", quality="1 đơn vị"))
    known = read_toml(folder / "vintage.toml", Vintage)
    assert known == Vintage(date(2018, 1, 1), "Bản đồ", "Map", "mới", "CC0", "NQ 1", "1 đơn vị")
