"""Hòa Bình as it really was: three maps, two crosswalks and the census of 2019, set up from ``../shared``."""

import shutil
from pathlib import Path

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding
from antq_analysis.places.maps.boundaries import LayerFile, import_layer
from antq_analysis.places.reforms.conversion import PairTable, import_crosswalk
from antq_analysis.places.register import import_units
from antq_analysis.project import Project, find_project

PROVINCE = "hoa-binh"
OLD_CODE, NEW_CODE = "17", "25"
MAPS = ("2017-12-13", "2020-01-01", "2025-07-01")
COUNTS = (210, 151, 46)
CENSUS_TOTAL = 854_131

_LISTS = ("units_vn_2018-10-16.csv", "units_vn_2020-03-01.csv", "units_vn_2025-07-01.csv")
_LAYERS = ("communes_2017", "communes_2020_derived", "communes_2025")
_REGISTER = {
    "unit_code": "code",
    "name": "name",
    "type": "type",
    "province_code": "province_code",
    "province_name": "province_name",
}
_DISTRICTS = {"district_code": "district_code", "district_name": "district_name"}
_PAIRS = {
    "from_code": "old_code",
    "to_code": "new_code",
    "effective_date": "effective_date",
    "resolution": "resolution",
}


def make_project(root: Path, reference: Path) -> Project:
    """Make an empty project with the settings and reference tables of another."""
    (root / "data").mkdir(parents=True)
    shutil.copy(reference / "data" / "project.toml", root / "data" / "project.toml")
    shutil.copytree(reference / "data" / "reference", root / "data" / "reference")
    return find_project(root)


def set_up(project: Project, shared: Path) -> list[Finding]:
    """Import registers, polygons and crosswalks of Hòa Bình's three maps."""
    data = shared / "data" / "vietnam"
    part_of_phu_tho = _own_part(data, project.root)
    findings: list[Finding] = []
    for day, units, layer in zip(MAPS, _LISTS, _LAYERS, strict=True):
        last = day == MAPS[-1]
        import_units(
            part_of_phu_tho if last else data / "units" / units,
            PROVINCE,
            day,
            columns=_REGISTER | ({} if last else _DISTRICTS),
            only={"province_code": NEW_CODE if last else OLD_CODE},
            project=project,
        )
        only = {"origin_provinces": OLD_CODE} if last else {"province_code": OLD_CODE}
        file = LayerFile(data / "boundaries" / "communes_3prov.gpkg", layer, only)
        findings += import_layer(file, PROVINCE, day, "unit_code", "unit_name", file.path.name, project)
    return findings + crosswalks(project, data)


def crosswalks(project: Project, data: Path) -> list[Finding]:
    """Import the two crosswalks."""
    splits = pd.read_csv(
        data / "crosswalk" / "split_shares_2020_hoabinh_backan.csv", dtype=str, keep_default_na=False
    )
    splits = splits.rename(columns={"old_code": "from_code", "new_code": "to_code"})
    tables = ("xwalk_2019-01-01_to_2024-11-10_vn.csv", "xwalk_2025-03-01_to_2025-07-01_vn.csv")
    findings: list[Finding] = []
    for number, table in enumerate(tables):
        path = data / "crosswalk" / table
        pairs = PairTable(path, _PAIRS, {"old_province_code": OLD_CODE}, None if number else splits)
        findings += import_crosswalk(pairs, PROVINCE, MAPS[number], MAPS[number + 1], project)
    return findings


def census_2019(shared: Path) -> pd.DataFrame:
    """Give the population of the census as observations on the first map."""
    table = pd.read_csv(
        shared / "data" / "vietnam" / "attributes" / "census2019_population_by_commune_vn.csv",
        dtype=str,
        keep_default_na=False,
    )
    units = pd.read_csv(shared / "data" / "vietnam" / "units" / _LISTS[0], dtype=str, keep_default_na=False)
    own = table[table["unit_code"].isin(units.loc[units["province_code"].eq(OLD_CODE), "code"])]
    return obs.conform(
        pd.DataFrame(
            {
                "province": PROVINCE,
                "unit_code": own["unit_code"],
                "unit_date": MAPS[0],
                "indicator": "population",
                "basis": "stock",
                "period": "2019",
                "value": own["pop_2019"].astype(float),
            }
        )
    )


def _own_part(data: Path, folder: Path) -> Path:
    """Write the list of the units of Phú Thọ that lie in the former Hòa Bình."""
    units = pd.read_csv(data / "units" / _LISTS[2], dtype=str, keep_default_na=False)
    pairs = pd.read_csv(
        data / "crosswalk" / "xwalk_2025-03-01_to_2025-07-01_vn.csv", dtype=str, keep_default_na=False
    )
    own = pairs.loc[pairs["old_province_code"].eq(OLD_CODE), "new_code"]
    path = folder / "units_2025.csv"
    units[units["code"].isin(own)].to_csv(path, index=False)
    return path
