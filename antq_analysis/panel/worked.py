"""A panel of a few figures typed in, on which a worked example can be computed again."""

from collections.abc import Mapping, Sequence

import geopandas as gpd
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import Vocabulary, load_vocabulary

Figures = Mapping[str, Mapping[str, Sequence[float]]]
_PROVINCE, _MAP = "demo", "2020-01-01"


def worked_panel(
    figures: Figures, geometry: gpd.GeoSeries | None = None, project: Project | None = None
) -> Panel:
    """Make a panel of the fictional province from figures that stand in a book.

    Parameters
    ----------
    figures
        By indicator and period the figures of the units, in one order; NaN is "not reported".
    geometry
        Polygons of the units in that order; without them nothing can be drawn or neighbour anything.
    project
        The project whose vocabulary is taken; by default the one of the current folder.

    Returns
    -------
    Panel
        Units ``99001``, ``99002`` ... on one map.

    Raises
    ------
    UnknownNameError
        If the vocabulary has no such indicator.

    Examples
    --------
    >>> panel = worked_panel({"incidents_total": {"2019": [7, 3], "2020": [5, float("nan")]}})
    >>> panel.years(), panel.select("incidents_total")["value"].count()
    (('2019', '2020'), np.int64(3))
    """
    vocabulary = load_vocabulary(project or find_project())
    size = max(len(values) for periods in figures.values() for values in periods.values())
    codes = [f"99{number:03d}" for number in range(1, size + 1)]
    rows = pd.concat(
        _rows(vocabulary, indicator, period, pd.Series(values, codes[: len(values)], dtype=float))
        for indicator, periods in figures.items()
        for period, values in periods.items()
    )
    observations = obs.conform(rows.reset_index(drop=True))
    obs.validate(observations)
    names = pd.DataFrame({"name": [f"Xã {code}" for code in codes]}, pd.Index(codes, name="unit_code"))
    shapes = [None] * size if geometry is None else list(geometry)
    return Panel(
        observations=observations,
        reported=observations,
        registers={_MAP: names.reset_index()},
        units=gpd.GeoDataFrame(names, geometry=shapes, crs="EPSG:4326" if geometry is None else geometry.crs),
        province=vocabulary.province(_PROVINCE),
        map_date=_MAP,
        vocabulary=vocabulary,
        groups=pd.DataFrame(),
        account=pd.DataFrame(),
    )


def _rows(vocabulary: Vocabulary, indicator: str, period: str, values: pd.Series) -> pd.DataFrame:
    what = vocabulary.indicator(indicator)
    first, last = obs.period_bounds(period)
    return pd.DataFrame(
        {
            "province": _PROVINCE,
            "unit_date": _MAP,
            "unit_code": values.index,
            "indicator": indicator,
            "period": period,
            "basis": "in_year" if what.kind == "flow" else "stock",
            "period_start": pd.Timestamp(first),
            "period_end": pd.Timestamp(last),
            "method_version": vocabulary.method_version(_PROVINCE, indicator, last),
            "value": values.to_numpy(),
            "status": values.isna().map({True: "not_reported", False: "reported"}).to_numpy(),
        }
    )
