"""Lattices of fictional communes with figures, for tests of spatial statistics."""

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy import sparse

from antq_analysis.measures.frame import Measure, every_unit
from tests.show.made import make_province

YEAR = "2025"


def lattice(rows: int, columns: int, size: float = 1000.0) -> gpd.GeoDataFrame:
    """Square communes of a size [m], row by row."""
    y, x = np.divmod(np.arange(rows * columns), columns)
    cells = shapely.box(
        500_000 + x * size, 2_000_000 + y * size, 500_000 + (x + 1) * size, 2_000_000 + (y + 1) * size
    )
    codes = pd.Index([f"{90001 + i:05d}" for i in range(len(cells))], name="unit_code")
    return gpd.GeoDataFrame(
        {"name": [f"Xã Mẫu {i + 1}" for i in range(len(cells))]}, index=codes, geometry=cells, crs=32648
    )


def rates(layer: gpd.GeoDataFrame, events: Sequence[float | None], people: Sequence[float]) -> Measure:
    """Incidents per 10,000 people of these communes; None is "not reported"."""
    count, base = (
        pd.array(events, dtype="Float64").to_numpy(float, na_value=np.nan),
        np.asarray(people, dtype=float),
    )
    rows = pd.DataFrame(
        {"value": count / base * 10_000, "events": count, "exposure": base, "method": "exact_poisson"}
    )
    rows["low"], rows["high"] = np.nan, np.nan
    rows["status"] = np.where(np.isnan(count), "not_reported", "reported")
    rows[["base", "value_text"]], rows["comparator"], rows["apportioned_share"] = "", "exact", 0.0
    rows.index = pd.MultiIndex.from_product([layer.index, [YEAR]], names=["unit_code", "period"])
    return Measure(
        frame=every_unit(rows, list(layer.index), [YEAR]),
        indicator="incidents_total",
        label_vi="Tỷ suất vụ việc",
        label_en="Incident rate",
        unit_vi="vụ/10.000 dân",
        unit_en="incidents per 10,000 people",
        units=layer,
        province=make_province(),
        map_date="2020-01-01",
    )


def read_gal(path: Path, codes: Sequence[object]) -> sparse.csr_matrix:
    """Neighbours from a GAL file, in the order of the codes."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    at = {str(code): i for i, code in enumerate(codes)}
    pairs = [
        (at[head.split()[0]], at[other])
        for head, near in zip(lines[::2], lines[1::2], strict=False)
        for other in near.split()
    ]
    return sparse.csr_matrix((np.ones(len(pairs)), np.transpose(pairs)), shape=(len(at), len(at)))
