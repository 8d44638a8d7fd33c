"""Made-up measures to draw: a province of 150 irregular polygons with every kind of nothing."""

from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from antq_analysis.measures.frame import Measure, Series, every_unit
from antq_analysis.vocabulary import Break, Province

PERIODS = ("2023", "2024", "2025")


def make_province() -> Province:
    return Province(
        id="mau",
        name_vi="Tỉnh Mẫu",
        name_en="Mau Province",
        code="99",
        territory="mau",
        fictional=True,
        code_width=5,
        unit_name_vi="xã",
        unit_name_en="communes",
        district_name_vi="huyện",
        district_name_en="district",
        banner_vi="SỐ LIỆU HƯ CẤU - chỉ để thử nghiệm",
        banner_en="FICTIONAL DATA - for testing only",
        source_vi="Báo cáo năm của các xã (hư cấu)",
        source_en="Annual reports of the communes (fictional)",
    )


def make_units(n: int = 150, *, districts: int = 10, seed: int = 1) -> gpd.GeoDataFrame:
    rng = np.random.default_rng(seed)
    edge = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    radius = 0.55 + 0.09 * np.sin(3 * edge + 1) + 0.05 * np.sin(7 * edge)
    border = shapely.Polygon(np.c_[105.3 + 1.25 * radius * np.cos(edge), 20.7 + radius * np.sin(edge)])
    points = np.c_[rng.uniform(104.4, 106.2, 40 * n), rng.uniform(19.9, 21.5, 40 * n)]
    points = points[shapely.contains_xy(border, points)][:n]
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=border))
    cells = shapely.intersection(cells, border)
    centre = shapely.get_coordinates(shapely.centroid(cells))
    seeds = centre[rng.choice(n, max(districts, 1), replace=False)]
    district = np.argmin(((centre[:, None] - seeds[None]) ** 2).sum(-1), axis=1)
    order = np.lexsort((centre[:, 0], district))
    names = [
        "Yên Thuỷ",
        "Lạc Sơn",
        "Thạch Bình",
        "Đà Bắc Mẫu",
        "Kỳ Sơn",
        "Phú Nghĩa",
        "Mai Hoà",
        "Tân Lộc",
        "Cao Phượng",
        "thành phố Mẫu",
    ]
    frame = pd.DataFrame(
        {
            "name": [f"Xã Mẫu {i + 1}" for i in range(n)],
            "type": "xã",
            "district_code": [f"{900 + d}" if districts else "" for d in district[order]],
            "district_name": [
                (names[d % 10] if names[d % 10][0] == "t" else f"Huyện {names[d % 10]}") if districts else ""
                for d in district[order]
            ],
        },
        index=pd.Index([f"{90000 + 3 * i:05d}" for i in range(n)], name="unit_code"),
    )
    return gpd.GeoDataFrame(frame, geometry=cells[order], crs="EPSG:4326")


def make_measure(units: gpd.GeoDataFrame | None = None, *, seed: int = 2, nothing: bool = True) -> Measure:
    units = make_units() if units is None else units
    rng = np.random.default_rng(seed)
    frames = []
    for period in PERIODS:
        exposure = rng.integers(2500, 14000, len(units)).astype(float)
        events = rng.poisson(exposure * rng.gamma(4, 0.00018, len(units))).astype(float)
        value = events / exposure * 10000
        frame = pd.DataFrame(
            {
                "value": value,
                "low": value * 0.6,
                "high": value * 1.5 + 1,
                "events": events,
                "exposure": exposure,
                "base": "",
                "value_text": "",
                "apportioned_share": 0.0,
                "comparator": "exact",
                "method": "exact",
                "status": "reported",
            },
            index=pd.MultiIndex.from_product([units.index, [period]], names=["unit_code", "period"]),
        )
        frames.append(frame)
    frame = pd.concat(frames)
    if nothing:
        frame = with_nothing(frame, units)
    return Measure(
        frame=every_unit(frame, list(units.index), PERIODS),
        indicator="incidents_total",
        label_vi="Tỷ suất vụ việc",
        label_en="Incident rate",
        unit_vi="vụ/10.000 dân",
        unit_en="incidents per 10,000 people",
        units=units,
        province=make_province(),
        map_date="2025-07-01",
    )


def with_nothing(frame: pd.DataFrame, units: gpd.GeoDataFrame) -> pd.DataFrame:
    numbers = ["value", "low", "high", "events", "exposure"]
    kinds = {
        "not_reported": range(20, 24),
        "not_available": range(40, 42),
        "conflict": range(60, 61),
        "not_applicable": range(80, 86),
        "suppressed": range(100, 105),
    }
    frame = frame.copy()
    for status, rows in kinds.items():
        codes = units.index[[i for i in rows if i < len(units)]]
        chosen = frame.index.get_level_values("unit_code").isin(codes)
        frame.loc[chosen, numbers] = np.nan
        frame.loc[chosen, "status"] = status
    apportioned = frame.index.get_level_values("unit_code").isin(units.index[120:128])
    frame.loc[apportioned, "status"] = "apportioned"
    zero = frame.index.get_level_values("unit_code").isin(units.index[5:12])
    frame.loc[zero, ["value", "low", "events"]] = 0.0
    return frame.drop(index=[(code, p) for code in units.index[140:142] for p in PERIODS])


def make_series() -> Series:
    years = [str(y) for y in range(2017, 2026)]
    values = [2010.0, 2244.0, 2390.0, 2300.0, 2350.0, 2382.0, 1602.0, 1655.0, 1710.0]
    versions = ["units"] * 6 + ["points"] * 3
    frame = pd.DataFrame(
        {
            "value": values,
            "low": [v - 90 for v in values],
            "high": [v + 90 for v in values],
            "events": values,
            "exposure": np.nan,
            "comparator": "exact",
            "stage": "final",
            "method_version": versions,
            "n_units": 150,
            "n_missing": [0, 0, 4, 0, 0, 0, 0, 0, 2],
            "n_others": [0, 0, 0, 0, 0, 0, 0, 3, 0],
            "status": "reported",
        },
        index=pd.Index(years, name="period"),
    )
    cut = Break(
        id="counting_2023",
        kind="counting_method",
        indicators=("model_points_active",),
        provinces=("mau",),
        on=date(2023, 12, 31),
        before="units",
        after="points",
        label_vi="Thống nhất cách thống kê: từ đơn vị mô hình sang điểm mô hình",
        label_en="One way of counting: from model units to model points",
        source="báo cáo 2023",
    )
    return Series(
        frame=frame,
        breaks=(cut,),
        indicator="model_points_active",
        label_vi="Điểm mô hình đang hoạt động",
        label_en="Active model points",
        unit_vi="điểm mô hình",
        unit_en="model points",
        province=make_province(),
        map_date="2025-07-01",
    )


def without_nothing(measure: Measure) -> Measure:
    return replace(measure, frame=measure.frame[measure.frame["status"] == "reported"])
