"""A province in the registers of its country: followed by name, taken out with all its tables."""

import sys
from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.cli import main
from antq_analysis.errors import MissingError, UsageError
from antq_analysis.places.groups import load_groups
from antq_analysis.places.maps.boundaries import load_map
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.places.reforms.succession import check_taken, province_units, take_province
from antq_analysis.places.register import load_units, write_units
from antq_analysis.places.vintage import territory
from antq_analysis.project import Project
from tests.places.made import layer

COUNTRY = "viet-nam"
BEFORE, AFTER = "2020-01-01", "2025-07-01"
# The later Quảng Trị has the code that Quảng Bình had before.
OLD = {
    "00001": ("44", "Tỉnh Quảng Bình"),
    "00002": ("44", "Tỉnh Quảng Bình"),
    "00003": ("45", "Tỉnh Quảng Trị"),
    "00004": ("45", "Tỉnh Quảng Trị"),
    "00005": ("48", "Thành phố Khác"),
}
NEW = {
    "00001": ("44", "Tỉnh Quảng Trị"),
    "00003": ("44", "Tỉnh Quảng Trị"),
    "00004": ("44", "Tỉnh Quảng Trị"),
    "00005": ("48", "Thành phố Khác"),
}
PAIRS = "cu,moi\n00001,00001\n00002,00003\n00003,00003\n00004,00004\n00005,00005\n"


def _antq(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["antq", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.fixture
def country(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Two maps of a country of three provinces, two of which merge; set up as it is typed."""
    for day, rows in ((BEFORE, OLD), (AFTER, NEW)):
        listed = pd.DataFrame(
            [(code, f"Xã Mẫu {code}", *province, f"Huyện {province[0]}") for code, province in rows.items()],
            columns=["ma", "ten", "ma_tinh", "tinh", "huyen"],
        )
        file = tmp_path / f"{day}.csv"
        listed.to_csv(file, index=False)
        words = ["--code-column", "ma", "--name-column", "ten", "--column", "province_name=tinh"]
        words += ["--column", "province_code=ma_tinh"] + (
            ["--district-column", "huyen"] if day == BEFORE else []
        )
        assert _antq(project.root, monkeypatch, "places", "units", COUNTRY, file, "--date", day, *words) == 0
    pairs = tmp_path / "cu_moi.csv"
    pairs.write_text(PAIRS, encoding="utf-8")
    words = ["--from", BEFORE, "--to", AFTER, "--old-column", "cu", "--new-column", "moi"]
    assert _antq(project.root, monkeypatch, "places", "crosswalk", COUNTRY, pairs, *words) == 0
    return project


def test_a_province_is_known_by_its_name_and_followed_by_its_land(country: Project) -> None:
    found = {
        (province, day): province_units(province, day, COUNTRY, country)["unit_code"].tolist()
        for province in ("quang-binh", "quang-tri")
        for day in (BEFORE, "2025-06-30", AFTER)
    }
    assert found == {
        ("quang-binh", BEFORE): ["00001", "00002"],
        ("quang-binh", "2025-06-30"): ["00001", "00002"],
        ("quang-binh", AFTER): ["00001", "00003"],  # 00003 took land of both
        ("quang-tri", BEFORE): ["00003", "00004"],
        ("quang-tri", "2025-06-30"): ["00003", "00004"],
        ("quang-tri", AFTER): ["00001", "00003", "00004"],
    }
    with pytest.raises(MissingError, match="Yên Bái"):
        province_units("yen-bai", BEFORE, COUNTRY, country)


def test_what_earlier_maps_of_a_province_lack_is_told(
    country: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["places", "take", "quang-tri", "--within", COUNTRY, "--lang", "en"]
    assert _antq(country.root, monkeypatch, *words) == 1
    out = capsys.readouterr().out
    assert "1 of 3 units of the map of 2025-07-01 have no former unit" in out
    assert "Xã Mẫu 00001 (00001)" in out
    assert "1 of 3 units of the map of 2025-07-01 also have land of former units of another province" in out
    assert "Xã Mẫu 00003 (00003)" in out
    found = check_taken("quang-tri", [BEFORE, AFTER], COUNTRY, country)
    assert [(one.rule, one.values["n"], one.values["of"]) for one in found] == [
        ("taken_without_old", 1, 3),
        ("taken_in_part", 1, 3),
    ]


def test_a_province_is_taken_out_with_its_tables(country: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _antq(country.root, monkeypatch, "places", "take", "quang-binh", "--within", COUNTRY) == 1
    assert load_units("quang-binh", AFTER, country)["unit_code"].tolist() == ["00001", "00003"]
    table = load_crosswalk("quang-binh", BEFORE, AFTER, country)
    assert list(zip(table["from_code"], table["to_code"], strict=True)) == [
        ("00001", "00001"),
        ("00002", "00003"),
    ]
    groups = load_groups("quang-binh", AFTER, country)
    former = groups[groups["grouping"].eq("former_province")]
    assert former["group_name"].tolist() == ["Tỉnh Quảng Bình", "Tỉnh Quảng Bình", "Tỉnh Quảng Trị"]
    with pytest.raises(UsageError, match=BEFORE):
        take_province("quang-binh", COUNTRY, country)


def test_its_polygons_come_with_it(country: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "ranh_gioi.gpkg"
    layer(sorted(OLD)).to_file(file)
    words = ["--date", BEFORE, "--code-column", "code", "--name-column", "ten"]
    assert _antq(country.root, monkeypatch, "places", "import", COUNTRY, file, *words) in {0, 1}
    take_province("quang-tri", COUNTRY, country)
    shapes = load_map("quang-tri", BEFORE, country)
    assert shapes.index.tolist() == ["00003", "00004"]
    assert shapes.geometry.notna().all()
    words = ["--from", BEFORE, "--to", AFTER]
    assert _antq(country.root, monkeypatch, "places", "derive", "quang-tri", *words) != 0  # there is a table


def test_without_polygons_nothing_is_derived(
    country: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (territory(COUNTRY, country) / AFTER / "crosswalk.csv").unlink()
    code = _antq(country.root, monkeypatch, "places", "derive", COUNTRY, "--from", BEFORE, "--to", AFTER)
    assert (code != 0, BEFORE in capsys.readouterr().err) == (True, True)


def test_a_register_that_is_there_is_never_overwritten(country: Project) -> None:
    own = pd.DataFrame({"unit_code": ["00001"], "name": ["Xã Riêng"]})
    write_units(own, "quang-binh", AFTER, country)
    with pytest.raises(UsageError, match=AFTER):
        take_province("quang-binh", COUNTRY, country)
    assert not (territory("quang-binh", country) / BEFORE).exists()
