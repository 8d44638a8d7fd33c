"""Small registers, crosswalks and figures to test with, and a province on disk."""

from collections.abc import Iterable, Mapping

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

from antq_analysis import observations as obs
from antq_analysis.places.reforms.crosswalk import CROSSWALK_COLUMNS
from antq_analysis.places.reforms.shares import resolve_shares
from antq_analysis.places.register import write_units
from antq_analysis.places.tables import text_columns, write_table
from antq_analysis.places.vintage import territory
from antq_analysis.project import Project

OLD, NEW, LATEST = "2018-01-01", "2020-01-01", "2025-07-01"
PROVINCE = "demo"


def pairs(*rows: tuple[str, str] | tuple[str, str, str], dates: tuple[str, str] = (OLD, NEW)) -> pd.DataFrame:
    """A crosswalk as it stands in a file: pairs, with the share of population as a third word."""
    table = pd.DataFrame(
        [(*row, "")[:3] for row in rows], columns=["from_code", "to_code", "pop_share"], dtype="str"
    )
    table = text_columns(table, CROSSWALK_COLUMNS)
    return table.assign(from_date=dates[0], to_date=dates[1], effective_date=dates[1], relation="merge")


def crosswalk(
    *rows: tuple[str, str] | tuple[str, str, str], dates: tuple[str, str] = (OLD, NEW)
) -> pd.DataFrame:
    """A crosswalk with its shares settled."""
    return resolve_shares(pairs(*rows, dates=dates))


def figures(
    values: Mapping[str, object], indicator: str = "incidents_total", **columns: object
) -> pd.DataFrame:
    """One figure of several units; a text instead of a number is its status."""
    rows = [
        {
            "unit_code": code,
            "value": value if isinstance(value, int | float) else float("nan"),
            "status": "reported" if isinstance(value, int | float) else value,
        }
        for code, value in values.items()
    ]
    made = {"province": PROVINCE, "unit_date": OLD, "indicator": indicator, "period": "2019", **columns}
    return obs.conform(pd.DataFrame(rows).assign(**made))


def register(codes: Iterable[str], project: Project, on: str, *, districts: bool = True) -> pd.DataFrame:
    """Write a register of units named after their codes."""
    codes = list(codes)
    units = pd.DataFrame({"unit_code": codes, "name": [f"Xã Mẫu {code}" for code in codes], "type": "Xã"})
    if districts:
        units = units.assign(district_code="001", district_name="Huyện Mẫu")
    write_units(units, PROVINCE, on, project)
    return units


def write_pairs(table: pd.DataFrame, project: Project, on: str) -> None:
    """Write a crosswalk into the folder of its later map."""
    write_table(territory(PROVINCE, project) / on / "crosswalk.csv", table[list(CROSSWALK_COLUMNS)])


def layer(codes: Iterable[str], crs: str = "EPSG:4326") -> gpd.GeoDataFrame:
    """Squares of a tenth of a degree in a row, one a code."""
    codes = list(codes)
    squares = [box(105 + i / 10, 20, 105.1 + i / 10, 20.1) for i in range(len(codes))]
    frame = gpd.GeoDataFrame(
        {"code": codes, "ten": [f"Xã Mẫu {code}" for code in codes]}, geometry=squares, crs="EPSG:4326"
    )
    return frame.to_crs(crs)
