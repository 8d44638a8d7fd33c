"""All Vietnam over three reforms: four unit lists, three crosswalks as they come, the census of 2019."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding
from antq_analysis.places.reforms.conversion import import_crosswalk
from antq_analysis.places.reforms.official import PairTable
from antq_analysis.places.register import import_units
from antq_analysis.project import Project

PROVINCE = "viet-nam"
MAPS = ("2019-01-01", "2024-11-01", "2025-03-01", "2025-07-01")
COUNTS = (11_162, 10_472, 10_047, 3_321)
CENSUS_TOTAL = 96_193_972

_LISTS = ("2018-10-16", "2024-11-01", "2025-03-01", "2025-07-01")
_TABLES = (
    "xwalk_2019-01-01_to_2024-11-10_vn.csv",
    "xwalk_2024-11-01_to_2025-03-01_gone_vn.csv",
    "xwalk_2025-03-01_to_2025-07-01_vn.csv",
)
_REGISTER = {"unit_code": "code"} | {
    name: name for name in ("name", "type", "province_code", "province_name")
}
_DISTRICTS = {name: name for name in ("district_code", "district_name")}
_PAIRS = {"effective_date": "effective_date", "resolution": "resolution"}
_NAMES = {"from_name": "old_name", "to_name": "new_name"}
_COLUMNS = (
    _NAMES | {"from_district": "old_district", "to_district": "new_district", "note": "note"},
    _NAMES | {"from_district": "district_name"},
    _NAMES | {"from_district": "old_district", "note": "note"},
)
RAW_CODES = (("old_code_raw", "new_code_raw"), ("old_code", "new_code"), ("old_code_raw", "new_code"))
"""The columns of codes as the offices wrote them; the tables hold corrected ones beside them."""


@dataclass(frozen=True)
class Imported:
    """The country in a project of its own, and what importing each crosswalk found."""

    project: Project
    findings: list[list[Finding]]


def text(path: Path) -> pd.DataFrame:
    """Read a table with every cell as text."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def table(data: Path, number: int) -> pd.DataFrame:
    """One of the three crosswalks as it stands in its file."""
    return text(data / "crosswalk" / _TABLES[number])


def units(data: Path, number: int) -> pd.DataFrame:
    """One of the four unit lists as it stands in its file."""
    return text(data / "units" / f"units_vn_{_LISTS[number]}.csv")


def set_up(project: Project, data: Path) -> list[list[Finding]]:
    """Import the four registers and the three crosswalks with the codes as the offices wrote them."""
    for number, day in enumerate(MAPS):
        columns = _REGISTER | ({} if day == MAPS[-1] else _DISTRICTS)
        file = data / "units" / f"units_vn_{_LISTS[number]}.csv"
        import_units(file, PROVINCE, day, columns=columns, project=project)
    findings = []
    for number, (old_code, new_code) in enumerate(RAW_CODES):
        columns = {"from_code": old_code, "to_code": new_code} | _PAIRS | _COLUMNS[number]
        # Only the last table names every unit of both lists.
        pairs = PairTable(data / "crosswalk" / _TABLES[number], columns, partial=number < 2)
        findings.append(import_crosswalk(pairs, PROVINCE, MAPS[number], MAPS[number + 1], project))
    return findings


def census(data: Path) -> pd.Series:
    """Persons by commune of 2019; four island districts without communes have no code."""
    own = text(data / "attributes" / "census2019_population_by_commune_vn.csv")
    return own.set_index("unit_code")["pop_2019"].astype(float)


def figures(persons: pd.Series) -> pd.DataFrame:
    """The census as observations on the first map."""
    made = {"province": PROVINCE, "unit_date": MAPS[0], "indicator": "population", "basis": "stock"}
    rows = pd.DataFrame({"unit_code": persons.index, "value": persons.to_numpy(), "period": "2019"})
    return obs.conform(rows.assign(**made))
