"""Results of every unit to draw, made by hand: each unit is given what it shall be."""

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from antq_analysis.measures.change_map import ChangeMap
from antq_analysis.measures.entry_exit import EntryExit
from antq_analysis.measures.space.clusters import STATISTICS, Clusters
from antq_analysis.measures.trends import Trends
from antq_analysis.measures.typology import Typology
from tests.show.made import make_province, make_units

COMMON: dict[str, Any] = {
    "indicator": "incidents_total",
    "label_vi": "Tỷ suất vụ việc",
    "label_en": "Incident rate",
    "province": make_province(),
    "map_date": "2025-07-01",
}


def frame_of(
    units: gpd.GeoDataFrame, column: str, told: Sequence[tuple[str, str]], rest: str
) -> pd.DataFrame:
    """Give the first units what is told (category, status), and the others the rest."""
    more = [(rest, "reported")] * (len(units) - len(told))
    frame = pd.DataFrame([*told, *more], columns=[column, "status"], index=units.index)
    tested = frame[column].isin([rest, *(name for names in STATISTICS.values() for name in names)])
    return frame.assign(p_value=np.where(tested | frame[column].isin(["rising", "falling"]), 0.5, np.nan))


def clusters(told: Sequence[tuple[str, str]], statistic: str = "moran", **more: Any) -> Clusters:
    units = make_units(60, districts=0)
    settings = {"period": "2025", "permutations": 9_999, "statistic": statistic} | more
    frame = frame_of(units, "category", told, "not_significant")
    return Clusters(frame=frame, kind="clusters", units=units, **COMMON, **settings)


def changes(told: Sequence[tuple[str, str]]) -> ChangeMap:
    units = make_units(60, districts=6)
    frame = frame_of(units, "direction", told, "cannot_tell")
    return ChangeMap(frame=frame, kind="change_map", units=units, **COMMON)


def trends(told: Sequence[tuple[str, str]]) -> Trends:
    units = make_units(60, districts=6)
    frame = frame_of(units, "direction", told, "not_shown").assign(fall_seen=12.0)
    return Trends(frame=frame, kind="trend", units=units, years=("2021", "2025"), **COMMON)


def moves(told: Sequence[tuple[str, str]]) -> EntryExit:
    units = make_units(60, districts=6)
    frame = frame_of(units, "move", told, "outside").assign(name=units["name"])
    common = COMMON | {"label_vi": "Xã trọng điểm", "indicator": "hotspot_communes_listed"}
    return EntryExit(frame=frame, kind="entry_exit", units=units, **common)


def states(told: Sequence[tuple[str, str]], indicator: str = "ntm_19_2_met") -> Typology:
    units = make_units(60, districts=6)
    frame = frame_of(units, "type", told, "never")
    common = COMMON | {"indicator": indicator}
    years = ("2022", "2023", "2025")
    return Typology(frame=frame, kind="typology", units=units, years=years, criteria="bộ 2021", **common)
