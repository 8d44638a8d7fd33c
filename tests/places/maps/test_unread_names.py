"""Codes without their names: what the layer says of them all the same is held against the register."""

from pathlib import Path

import geopandas as gpd
import pytest

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.maps.boundaries import import_layer, load_map
from antq_analysis.places.register import load_units, write_units
from antq_analysis.project import Project
from tests.places.made import NEW, PROVINCE, layer, register

CODES = tuple(f"{number:05d}" for number in range(1, 9))
OTHERS = tuple(f"{number:05d}" for number in range(50, 60))


def _import(frame: gpd.GeoDataFrame, project: Project, folder: Path, name: str = "lop.gpkg") -> list[Finding]:
    frame.to_file(folder / name)
    findings = import_layer(folder / name, PROVINCE, NEW, "code", project=project)
    for finding in findings:
        assert finding.text("vi") != finding.text("en")
        assert finding.remedy()
    return findings


def test_codes_that_agree_with_every_name_are_told_nothing(project: Project, tmp_path: Path) -> None:
    register(CODES, project, NEW)
    frame = layer(CODES)
    # A name without its type and accents, a former name, and the seat of all offices.
    plain = frame["ten"].str.replace("Xã Mẫu", "MAU")
    frame = frame.assign(ten=plain, ten_cu=frame["ten"].iloc[::-1].to_numpy(), noi="Xã Mẫu 00001")
    assert _import(frame, project, tmp_path) == []


@pytest.mark.parametrize("name", ["lop.gpkg", "lop.shp"])
def test_two_codes_that_were_swapped_are_named(name: str, project: Project, tmp_path: Path) -> None:
    register(CODES, project, NEW)
    frame = layer(CODES)
    frame["code"] = [*CODES[:2][::-1], *CODES[2:]]
    (found,) = _import(frame, project, tmp_path, name)
    assert (found.rule, found.severity) == ("layer_names_unread", Severity.WARNING)
    assert found.written == "00002 Xã Mẫu 00002 / Xã Mẫu 00001; 00001 Xã Mẫu 00001 / Xã Mẫu 00002"
    assert "--name-column ten" in found.remedy("en")


def test_names_of_which_few_are_units_of_the_map_are_no_names_of_units(
    project: Project, tmp_path: Path
) -> None:
    register(CODES, project, NEW)
    frame = layer(CODES)
    frame["ten"] = ["Xã Mẫu 00002", *(f"Trụ sở {letter}" for letter in "abcdefg")]
    assert _import(frame, project, tmp_path) == []


def test_a_layer_of_another_day_whose_codes_are_used_again_is_refused(
    project: Project, tmp_path: Path
) -> None:
    register(CODES, project, NEW)
    frame = layer([*CODES[:3], *OTHERS])
    found = {one.rule: one for one in _import(frame, project, tmp_path)}
    assert found["polygon_few_known"].severity is Severity.ERROR
    assert found["polygon_few_known"].values == {"n": 3, "all": 13, "units": 8}
    assert load_map(PROVINCE, NEW, project).geometry.isna().all()


def test_a_layer_of_the_whole_country_or_of_a_part_is_no_layer_of_another_day(
    project: Project, tmp_path: Path
) -> None:
    register(CODES, project, NEW)
    assert {one.rule for one in _import(layer(CODES[:2]), project, tmp_path)} == {"polygon_missing"}
    units = load_units(PROVINCE, NEW, project)
    write_units(units.head(3), PROVINCE, NEW, project)
    country = layer([*CODES[:3], *OTHERS])
    country.to_file(tmp_path / "nuoc.gpkg")
    found = import_layer(tmp_path / "nuoc.gpkg", PROVINCE, "2024-01-01", "code", "ten", project=project)
    assert "polygon_few_known" not in {one.rule for one in found}
