"""A fictional package of units around a reform, laid out like the real one, and a project that uses it."""

import json
import sqlite3
from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.places.matching.names import bare
from antq_analysis.places.starting import packaged
from antq_analysis.project import Project

# province, district, unit, code, latitude, longitude; None as unit: a district without communes
OLD = [
    ("Tỉnh Mẫu Đông", "Huyện Một", "Xã An", "81001", 20.00, 105.00),
    ("Tỉnh Mẫu Đông", "Huyện Một", "Xã Bình", "81002", 20.05, 105.00),
    ("Tỉnh Mẫu Đông", "Huyện Hai", "Xã Chung", "81003", 20.00, 105.10),
    ("Tỉnh Mẫu Đông", "Huyện Hai", "Thị trấn Phụ", "81004", 20.00, 105.12),
    ("Tỉnh Mẫu Tây", "Huyện Ba", "Xã Chung", "82001", 21.00, 106.00),
    ("Tỉnh Mẫu Tây", "Huyện Ba", "Xã Dài", "82002", 21.00, 106.05),
    ("Tỉnh Mẫu Tây", "Huyện Ba", "Xã Em", "82003", 21.30, 106.00),
    ("Tỉnh Mẫu Tây", "Huyện Đảo", None, None, None, None),
    ("Thành phố Khác", "Quận Khác", "Phường 1", "83001", 12.00, 109.00),
]
NEW = [
    ("Tỉnh Mẫu Đông", "Phường Một", "81001", 20.02, 105.02),
    ("Tỉnh Mẫu Đông", "Xã Hai", "81010", 20.00, 105.11),
    ("Tỉnh Mẫu Đông", "Xã Ba", "82001", 21.00, 106.02),
    ("Tỉnh Mẫu Đông", "Xã Em", "82003", 25.00, 106.00),
    ("Tỉnh Mẫu Đông", "Đặc khu Đảo", "82010", 20.90, 106.90),
    ("Thành phố Khác", "Phường Khác", "83001", 12.00, 109.00),
]
PROVINCE_CODES = {"Tỉnh Mẫu Đông": "81", "Tỉnh Mẫu Tây": "82", "Thành phố Khác": "83"}
WHOLE = {
    "xa_phuongmot": ["dong_mot_xaan", "dong_mot_xabinh"],
    "xa_xahai": ["dong_hai_thitranphu"],
    "xa_xaba": ["tay_ba_xadai"],
    "xa_xaem": ["tay_ba_xaem"],
    "xa_dackhudao": ["tay_dao_"],
}
SPLIT = {
    "dong_hai_xachung": ["phuongmot", "xahai", "xaba"],
    "tay_ba_xachung": ["xaba", "xaem"],
}
"""The first is joined to Xã Ba by mistake: that is a part of its namesake, 150 km away."""
_KEYS = {"Tỉnh Mẫu Đông": "dong", "Tỉnh Mẫu Tây": "tay", "Thành phố Khác": "khac"}


def _key(name: str | None) -> str:
    return "" if name is None else bare(name).replace(" ", "")


def write_package(folder: Path, name: str = "mau_units", version: str = "1.2.3") -> None:
    """Write the package so that it can be found on a path."""
    data = folder / name / "data"
    data.mkdir(parents=True)
    (folder / name / "__init__.py").write_text("raise RuntimeError('the program must not be run')\n", "utf-8")
    told = folder / f"{name}-{version}.dist-info"
    told.mkdir()
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", "utf-8")
    old = [
        {
            "province": province,
            "provinceShort": province.split(" ", 1 if province.startswith("Tỉnh") else 2)[-1],
            "provinceCode": PROVINCE_CODES[province],
            "provinceKey": _KEYS[province],
            "district": district,
            "districtCode": "8" + _key(district.split()[-1])[:2],
            "districtKey": _key(district.split()[-1]),
            "ward": ward,
            "wardType": ward and ("Thị trấn" if ward.startswith("Thị") else ward.split()[0]),
            "wardKey": ward and _key(ward),
            "wardCode": code,
            "wardLat": latitude,
            "wardLon": longitude,
        }
        for province, district, ward, code, latitude, longitude in OLD
    ]
    new = [
        {
            "province": province,
            "provinceShort": province.split(" ", 1 if province.startswith("Tỉnh") else 2)[-1],
            "provinceCode": PROVINCE_CODES[province],
            "provinceKey": _KEYS[province],
            "ward": ward,
            "wardType": "Đặc khu" if ward.startswith("Đặc") else ward.split()[0],
            "wardKey": _key(ward),
            "wardCode": code,
            "wardLat": latitude,
            "wardLon": longitude,
        }
        for province, ward, code, latitude, longitude in NEW
    ]
    connection = sqlite3.connect(data / "dataset.db")
    pd.DataFrame(old).to_sql("admin_units_legacy", connection, index=False)
    pd.DataFrame(new).to_sql("admin_units", connection, index=False)
    connection.close()
    whole = {key.removeprefix("xa_"): units for key, units in WHOLE.items()}
    pairs = {
        "DICT_PROVINCE_WARD_NO_DIVIDED": {
            "dong": whole,
            "khac": {_key("Phường Khác"): ["khac_khac_phuong1"]},
        },
        "DICT_PROVINCE_WARD_DIVIDED": {
            "dong": {unit: [{"newWardKey": part} for part in parts] for unit, parts in SPLIT.items()}
        },
    }
    (data / "converter_2025.json").write_text(json.dumps(pairs), "utf-8")


@pytest.fixture
def packaged_project(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project whose units come from the fictional package."""
    write_package(tmp_path / "packages")
    monkeypatch.syspath_prepend(str(tmp_path / "packages"))
    use_package(project, "mau_units")
    return project


def use_package(project: Project, name: str) -> None:
    """Name another package in the settings."""
    path = project.reference / packaged.SETTINGS
    path.write_text(path.read_text("utf-8").replace('"vietnamadminunits"', f'"{name}"'), "utf-8")
