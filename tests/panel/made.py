"""A tiny panel with known figures, for tests of the floors above it."""

import geopandas as gpd
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.panel.load import Panel
from antq_analysis.project import find_project
from antq_analysis.vocabulary import load_vocabulary

UNITS = ("99001", "99002", "99003", "99004")
MAP = "2020-01-01"


def made_panel(
    figures: list[dict[str, object]], province: str = "demo", units: tuple[str, ...] = UNITS
) -> Panel:
    """A panel of communes; every figure gives unit_code, indicator, period and what differs from a plain one."""
    vocabulary = load_vocabulary(find_project())
    rows = []
    for figure in figures:
        first, last = obs.period_bounds(str(figure["period"]))
        indicator = str(figure["indicator"])
        what = vocabulary.indicator(indicator)
        rows.append(
            {
                "province": province,
                "unit_date": MAP,
                "basis": "in_year" if what.kind == "flow" else "stock",
                "period_start": pd.Timestamp(first),
                "period_end": pd.Timestamp(last),
                "method_version": vocabulary.method_version(province, indicator, last),
            }
            | figure
        )
    observations = obs.conform(pd.DataFrame(rows))
    obs.validate(observations)
    names = pd.DataFrame({"name": [f"Xã {code}" for code in units]}, index=pd.Index(units, name="unit_code"))
    return Panel(
        observations=observations,
        reported=observations,
        registers={MAP: names.reset_index()},
        units=gpd.GeoDataFrame(names, geometry=[None] * len(names), crs="EPSG:4326"),
        province=vocabulary.province(province),
        map_date=MAP,
        vocabulary=vocabulary,
        groups=pd.DataFrame(),
        account=pd.DataFrame(),
    )


def figure(unit: str, indicator: str, period: str, value: float | None, **more: object) -> dict[str, object]:
    """One figure; None is "not reported"."""
    row: dict[str, object] = {"unit_code": unit, "indicator": indicator, "period": period}
    if value is None:
        return row | {"value": float("nan"), "status": "not_reported"} | more
    return row | {"value": float(value)} | more
