"""Panels of fictional communes whose models go where trouble is, and change nothing."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from antq_analysis.panel.load import Panel
from tests.panel.made import made_panel

COMMUNES = 150
ADOPTING = 22
"""So many more communes have models in each of the years 4 to 7."""


def world(
    rng: np.random.Generator, placement: str, *, effect: float = 0.0, years: int = 9
) -> dict[str, np.ndarray]:
    """Nine years of counts in 150 communes: people, counts (years, communes), density of the last year, points.

    Risks and their yearly shocks are alike in near communes; counts fall by 3% a year and by a fifth from year 6.
    Models go, as `placement` says, to an unrelated part of the map (spatial), to lasting risk (level), to the highest
    rate of the year before (hot), or to both (mixed). `effect` is what a model adds to the count, as a share.
    """
    n = COMMUNES
    points = rng.uniform(0, 100, (n, 2))
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    near = np.linalg.cholesky(np.exp(-apart / 20) + 1e-9 * np.eye(n))
    people = np.exp(rng.normal(np.log(7500), 0.45, n)).round()
    lasting = 0.35 * (near @ rng.normal(size=n) + rng.normal(size=n))
    elsewhere, shock = near @ rng.normal(size=n), 0.28 * (near @ rng.normal(size=n))
    start, counts = np.full(n, years + 1), np.zeros((years, n))
    for year in range(1, years + 1):
        if year > 1:
            shock = 0.4 * shock + np.sqrt(1 - 0.4**2) * 0.28 * (near @ rng.normal(size=n))
        if 4 <= year <= 7:
            hot = counts[year - 2] / people
            score = {"spatial": elsewhere, "level": lasting, "hot": hot}.get(placement, _z(lasting) + _z(hot))
            free = np.flatnonzero(start > years)
            start[free[np.argsort(-score[free], kind="stable")[:ADOPTING]]] = year
        rate = 5.5 / 7500 * np.exp(lasting + shock) * 0.97 ** (year - 1) * (0.8 if year >= 6 else 1.0)
        counts[year - 1] = rng.poisson(people * rate * np.where(start <= year, 1 + effect, 1.0))
    grown = np.maximum(years + 1 - start, 0) * rng.uniform(2, 6, n)
    return {"points": points, "people": people, "counts": counts, "models": grown.round()}


def _z(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / values.std()


def panel_of(
    figures: dict[tuple[str, str], np.ndarray], points: np.ndarray | None = None, **more: object
) -> Panel:
    """A panel of these figures by indicator (or indicator[category]) and year; NaN is "not reported".

    Communes are squares around their points, 25 districts in order of the points' places; `more` are columns that all
    figures share.
    """
    n = len(next(iter(figures.values())))
    codes = [f"{90001 + i:05d}" for i in range(n)]
    rows: list[dict[str, object]] = []
    for (name, period), values in figures.items():
        indicator, _, category = name.rstrip("]").partition("[")
        known = {"indicator": indicator, "period": period, "category": category, **more}
        rows += [
            known
            | {
                "unit_code": code,
                "value": float(value),
                "status": "not_reported" if np.isnan(value) else "reported",
            }
            for code, value in zip(codes, values, strict=True)
        ]
    panel = made_panel(rows, units=tuple(codes))
    if points is None:
        points = np.column_stack(np.divmod(np.arange(n), int(np.ceil(np.sqrt(n))))).astype(float)
    x, y = (500_000 + 1000 * points[:, 0], 2_000_000 + 1000 * points[:, 1])
    district = pd.Series(_district(points)).map("{:02d}".format).to_numpy()
    units = panel.units.assign(
        name=[f"Xã {code}" for code in codes],
        district_code=district,
        district_name=[f"Huyện {d}" for d in district],
    )
    squares = shapely.box(x - 500, y - 500, x + 500, y + 500)
    return replace(panel, units=gpd.GeoDataFrame(units, geometry=squares, crs=32648))


def panel_of_world(made: dict[str, np.ndarray], years: tuple[int, ...] = (3, 9)) -> Panel:
    """The years of a world as 2010 and after, with the models of the last."""
    figures = {}
    for year in years:
        figures["incidents_total", str(2010 + year)] = made["counts"][year - 1]
        figures["population", str(2010 + year)] = made["people"]
    figures["model_points_active", str(2010 + years[-1])] = made["models"]
    return panel_of(figures, made["points"])


def _district(points: np.ndarray) -> np.ndarray:
    place = [np.searchsorted(np.quantile(side, [0.2, 0.4, 0.6, 0.8]), side) for side in points.T]
    return np.asarray(5 * place[0] + place[1])
