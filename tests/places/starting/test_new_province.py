"""A province started without a file at hand, from a fictional package laid out like the real one."""

import shutil
from pathlib import Path

import pytest
import shapely
from shapely.geometry import Point

from antq_analysis.errors import CannotWriteError, InputError, MissingError, UnknownNameError, UsageError
from antq_analysis.findings import Finding
from antq_analysis.places.groups import load_groups
from antq_analysis.places.maps.boundaries import import_layer, load_map
from antq_analysis.places.reforms import conversion
from antq_analysis.places.reforms.conversion import PairTable, import_crosswalk
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.places.reforms.derive import derive_crosswalk
from antq_analysis.places.register import load_units
from antq_analysis.places.starting import new_province as module
from antq_analysis.places.starting.new_province import new_province
from antq_analysis.places.vintage import load_vintage
from antq_analysis.project import Project, toml_table
from antq_analysis.vocabulary import load_vocabulary
from tests.places.made import layer
from tests.places.packaged_units import packaged_project, use_package

__all__ = ["packaged_project"]

BEFORE, AFTER = "2025-03-01", "2025-07-01"
EAST, WEST = "mau-dong", "mau-tay"


def rules(findings: list[Finding]) -> list[str]:
    return [finding.rule for finding in findings]


def told(findings: list[Finding], rule: str) -> str:
    return str(next(finding for finding in findings if finding.rule == rule).written)


def pairs(province: str, project: Project) -> dict[tuple[str, str], tuple[float, str]]:
    table = load_crosswalk(province, BEFORE, AFTER, project)
    return {(row.from_code, row.to_code): (row.share, row.share_basis) for row in table.itertuples()}


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_province_gets_the_units_on_its_land_before_and_after(packaged_project: Project) -> None:
    findings = new_province(EAST, project=packaged_project)
    old, new = (load_units(EAST, day, packaged_project) for day in (BEFORE, AFTER))
    assert sorted(old["unit_code"]) == ["81001", "81002", "81003", "81004", "82001", "82002", "82003"]
    assert sorted(new["unit_code"]) == ["81001", "81010", "82001", "82003", "82010"]
    assert set(old["valid_to"]) == {AFTER}
    assert set(new["valid_from"]) == {AFTER}
    town = old.set_index("unit_code").loc["81004"]
    assert [town["name"], town["type"], town["district_name"], town["province_name"]] == [
        "Thị trấn Phụ",
        "Thị trấn",
        "Huyện Hai",
        "Tỉnh Mẫu Đông",
    ]
    assert set(new["district_name"]) == {""}
    assert set(new["province_code"]) == {"81"}
    taken = findings[0]
    assert (taken.rule, taken.values["old"], taken.values["new"]) == ("package_taken", 7, 5)
    assert "mau_units 1.2.3" in taken.text("en")


def test_a_split_unit_has_all_its_parts_and_its_namesake_gives_none(packaged_project: Project) -> None:
    findings = new_province(EAST, project=packaged_project)
    assert pairs(EAST, packaged_project) == {
        ("81001", "81001"): (1.0, ""),
        ("81002", "81001"): (1.0, ""),
        ("81003", "81001"): (0.5, "equal"),  # the same neighbourhood, another district
        ("81003", "81010"): (0.5, "equal"),
        ("81004", "81010"): (1.0, ""),
        ("82001", "82001"): (0.5, "equal"),
        ("82001", "82003"): (0.5, "equal"),  # the same district, 33 km away
        ("82002", "82001"): (1.0, ""),
        ("82003", "82003"): (1.0, ""),
    }
    assert told(findings, "package_namesakes") == "Xã Chung, Huyện Hai -> Xã Ba"
    assert told(findings, "crosswalk_equal_shares") == "81003; 82001"


def test_a_district_without_communes_is_told(packaged_project: Project) -> None:
    findings = new_province(EAST, project=packaged_project)
    assert told(findings, "package_no_communes") == "Huyện Đảo"
    assert told(findings, "crosswalk_no_predecessor") == "82010"


def test_former_districts_and_provinces_become_groups(packaged_project: Project) -> None:
    new_province(EAST, project=packaged_project)
    groups = load_groups(EAST, AFTER, packaged_project)
    former = groups[groups["grouping"].eq("former_province")].set_index("unit_code")["group_name"].to_dict()
    assert former == {
        "81001": "Tỉnh Mẫu Đông",
        "81010": "Tỉnh Mẫu Đông",
        "82001": "Tỉnh Mẫu Tây",
        "82003": "Tỉnh Mẫu Tây",
    }


def test_a_province_that_ended_gets_its_own_units_and_its_successor(packaged_project: Project) -> None:
    path = packaged_project.reference / "provinces.toml"
    before = path.read_text("utf-8")
    new_province(WEST, project=packaged_project)
    assert path.read_text("utf-8").startswith(before)
    provinces = load_vocabulary(packaged_project).provinces
    west = provinces[WEST]
    assert [west.name_vi, west.code, west.territory] == ["Mẫu Tây", "82", WEST]
    assert [(step.on.isoformat(), step.province) for step in west.succession] == [(AFTER, EAST)]
    assert [provinces[EAST].code, provinces[EAST].succession] == ["81", ()]
    old, new = (load_units(WEST, day, packaged_project) for day in (BEFORE, AFTER))
    assert old["unit_code"].tolist() == ["82001", "82002", "82003"]
    assert new["unit_code"].tolist() == ["82001", "82003", "82010"]


def test_a_known_province_keeps_its_block(packaged_project: Project) -> None:
    path = packaged_project.reference / "provinces.toml"
    own = '\n[[province]]\nid = "dong"\nname_vi = "Tỉnh Mẫu Đông"\nname_en = "East"\ncode = "81"\nterritory = "o-day"\n'
    path.write_text(path.read_text("utf-8") + own, "utf-8")
    before = path.read_bytes()
    new_province("dong", project=packaged_project)
    assert path.read_bytes() == before
    assert (packaged_project.places / "o-day" / AFTER / "units.csv").exists()


def test_the_sketch_says_that_it_is_one(packaged_project: Project) -> None:
    findings = new_province(EAST, project=packaged_project)
    assert told(findings, "map_is_sketch") == f"{BEFORE}; {AFTER}"
    for day in (BEFORE, AFTER):
        vintage = load_vintage(EAST, day, packaged_project)
        assert [vintage.quality, vintage.licence] == ["schematic", "MIT"]
        shapes = load_map(EAST, day, packaged_project)
        assert shapes["schematic"].all()
        assert not (shapes.geometry.isna() | shapes.geometry.is_empty).any()
    assert load_vintage(EAST, BEFORE, packaged_project).legal_basis == ""
    assert load_vintage(EAST, AFTER, packaged_project).legal_basis
    shapes = load_map(EAST, AFTER, packaged_project).geometry
    assert shapes["81010"].contains(Point(105.11, 20.00))
    # The package has 82003 four degrees from its old units.
    assert told(findings, "package_point_moved") == "82003 Xã Em"
    assert shapes["82003"].contains(Point(106.00, 21.15))


def test_a_sketch_gives_no_shares_of_area(packaged_project: Project) -> None:
    new_province(EAST, project=packaged_project)
    (packaged_project.places / EAST / AFTER / "crosswalk.csv").unlink()
    with pytest.raises(MissingError, match=f"{BEFORE}, {AFTER}"):
        derive_crosswalk(EAST, BEFORE, AFTER, packaged_project)


def test_a_table_is_not_compared_with_a_sketch(
    packaged_project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_province(EAST, project=packaged_project)
    own = packaged_project.places / EAST / AFTER / "crosswalk.csv"
    table = PairTable(Path(shutil.copy(own, tmp_path)), {name: name for name in ("from_code", "to_code")})
    monkeypatch.setattr(conversion, "disagreements", None)  # calling it would fail
    assert "crosswalk_new_missing" in rules(import_crosswalk(table, EAST, BEFORE, AFTER, packaged_project))
    whole = PairTable(table.path, table.columns, partial=True)
    import_crosswalk(whole, EAST, BEFORE, AFTER, packaged_project)


def test_real_boundaries_take_the_place_of_a_sketch_unasked(
    packaged_project: Project, tmp_path: Path
) -> None:
    new_province(EAST, project=packaged_project)
    codes = load_units(EAST, AFTER, packaged_project)["unit_code"]
    layer(codes).to_file(tmp_path / "real.gpkg")
    found = import_layer(tmp_path / "real.gpkg", EAST, AFTER, code_column="code", project=packaged_project)
    assert "map_replaced" not in rules(found)
    shapes = load_map(EAST, AFTER, packaged_project)
    assert "schematic" not in shapes
    assert load_vintage(EAST, AFTER, packaged_project).quality != "schematic"
    names = load_units(EAST, AFTER, packaged_project).set_index("unit_code")["name"]
    assert (
        names["81001"] == "Phường Một"
    )  # the register that was there before the first real boundaries stands


def test_what_is_there_is_replaced_only_when_asked(packaged_project: Project, tmp_path: Path) -> None:
    new_province(EAST, project=packaged_project)
    folder = packaged_project.places / EAST
    layer(load_units(EAST, AFTER, packaged_project)["unit_code"]).to_file(tmp_path / "real.gpkg")
    import_layer(tmp_path / "real.gpkg", EAST, AFTER, code_column="code", project=packaged_project)
    register = folder / AFTER / "units.csv"
    good = register.read_text("utf-8")
    register.write_text(good.replace("Phường Một", "Phường Một Sửa Tay"), "utf-8")
    before = files(folder)
    with pytest.raises(UsageError, match=f"{BEFORE}, {AFTER}"):
        new_province(EAST, project=packaged_project)
    assert files(folder) == before
    new_province(EAST, replace=True, project=packaged_project)
    after = files(folder)
    assert register.read_text("utf-8") == good
    for name in ("communes.parquet", "vintage.toml"):
        assert after[f"{AFTER}/{name}"] == before[f"{AFTER}/{name}"]


def test_boundaries_of_other_units_are_not_left_without_their_register(
    packaged_project: Project, tmp_path: Path
) -> None:
    new_province(EAST, project=packaged_project)
    shutil.rmtree(packaged_project.places / EAST / AFTER)
    layer(["81001", "81999"]).to_file(tmp_path / "real.gpkg")
    import_layer(
        tmp_path / "real.gpkg", EAST, AFTER, code_column="code", name_column="ten", project=packaged_project
    )
    before = files(packaged_project.places)
    with pytest.raises(InputError, match="81999"):
        new_province(EAST, replace=True, project=packaged_project)
    assert files(packaged_project.places) == before


def test_all_is_written_or_nothing(packaged_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise CannotWriteError("errors.cannot_write", file="provinces.toml", reason="full")

    monkeypatch.setattr(module, "write_blocks", full)
    with pytest.raises(CannotWriteError):
        new_province(EAST, project=packaged_project)
    assert files(packaged_project.places) == {}


def test_a_missing_package_says_how_to_install_it(project: Project) -> None:
    use_package(project, "no_such_package_of_units")
    with pytest.raises(MissingError, match=r"setup --extra vietnam.*antq-analysis\[vietnam\]"):
        new_province("phu-tho", project=project)


@pytest.mark.parametrize("fault", ["no table", "other keys", "no json"])
def test_a_package_that_changed_is_refused(packaged_project: Project, tmp_path: Path, fault: str) -> None:
    data = tmp_path / "packages" / "mau_units" / "data"
    if fault == "no table":
        (data / "dataset.db").write_bytes(b"")
    elif fault == "no json":
        (data / "converter_2025.json").unlink()
    else:
        text = (data / "converter_2025.json").read_text("utf-8")
        (data / "converter_2025.json").write_text(text.replace("tay_ba_xadai", "tay_ba_xala"), "utf-8")
    with pytest.raises(InputError, match=r"mau_units 1\.2\.3"):
        new_province(EAST, project=packaged_project)
    assert not packaged_project.places.exists()


def test_an_unknown_province_names_the_nearest(packaged_project: Project) -> None:
    with pytest.raises(UnknownNameError, match="mau-dong"):
        new_province("mau-dog", project=packaged_project)


def test_every_cell_of_a_sketch_is_its_own(packaged_project: Project) -> None:
    new_province(EAST, project=packaged_project)
    cells = load_map(EAST, BEFORE, packaged_project).geometry.to_numpy()
    whole = shapely.area(shapely.union_all(cells))
    assert shapely.area(cells).sum() == pytest.approx(whole, rel=1e-6)
    assert shapely.is_valid(cells).all()


def test_the_settings_name_only_facts(packaged_project: Project) -> None:
    told_there = toml_table(packaged_project.reference / "packaged_units.toml")
    assert told_there["new_date"].isoformat() == AFTER
