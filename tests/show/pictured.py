"""A figure of every kind that is drawn quickly, from made-up data: what the references are compared with."""

from collections.abc import Callable

import numpy as np

from antq_analysis.measures.funnel import funnel
from antq_analysis.measures.growth import growth
from antq_analysis.measures.slope import slope
from antq_analysis.measures.stock_balance import stock_balance
from antq_analysis.show.charts import draw_trend
from antq_analysis.show.distributions import draw_distribution
from antq_analysis.show.flows import draw_flows
from antq_analysis.show.funnels import draw_funnel
from antq_analysis.show.growths import draw_growth
from antq_analysis.show.maps import draw_map
from antq_analysis.show.picture import Picture
from antq_analysis.show.reform_maps import draw_reform
from antq_analysis.show.slopes import draw_slope
from antq_analysis.show.stock_flows import draw_stock_flow
from tests.measures.space.made import lattice, rates
from tests.measures.test_growth import AREAS, NEW, OLD, POINTS, REMOVED, areas, models, stock
from tests.show.found import changes, clusters, moves, states
from tests.show.made import make_measure, make_series
from tests.show.test_flows import flows
from tests.show.test_multiples import over_years
from tests.show.test_reform_maps import made

BANNER = "LƯU HÀNH NỘI BỘ"
STOCKS: dict[str, tuple[float | None, float | None, float | None]] = {
    "2022": (120, None, None),
    "2023": (134, 20, 6),
    "2024": (150, 20, 8),
}
PAIRS = [("high_high", "reported")] * 3 + [("low_low", "reported")] * 2 + [("no_data", "not_reported")]


def _funnel() -> Picture:
    rng = np.random.default_rng(3)
    people = rng.integers(3000, 30000, 60).astype(float)
    events = rng.poisson(people / 1000).astype(float)
    events[[7, 8]] = np.round(people[[7, 8]] / 1000 * 4)
    return draw_funnel(funnel(rates(lattice(6, 10), list(events), list(people)), "2025"), banner=BANNER)


DRAWN: dict[str, Callable[[], Picture]] = {
    "map_rate": lambda: draw_map(make_measure(), 2025, banner=BANNER),
    "map_rate_slide_en": lambda: draw_map(make_measure(), 2025, banner=BANNER, lang="en", page="slide"),
    "map_clusters": lambda: draw_map(clusters(PAIRS), banner=BANNER),
    "map_change": lambda: draw_map(
        changes([("rising", "reported"), ("falling", "reported"), ("stable", "reported")]), banner=BANNER
    ),
    "map_moves": lambda: draw_map(moves([("entered", "reported"), ("left", "reported")]), banner=BANNER),
    "map_types": lambda: draw_map(states([("kept", "reported"), ("gained", "reported")]), banner=BANNER),
    "map_reform": lambda: draw_reform(made(), banner=BANNER),
    "trend": lambda: draw_trend(make_series(), banner=BANNER),
    "trend_groups": lambda: draw_trend(over_years(), banner=BANNER),
    "growth": lambda: draw_growth(growth(models(), (POINTS, OLD)), banner=BANNER),
    "stock_flow": lambda: draw_stock_flow(stock_balance(stock(STOCKS), POINTS, NEW, REMOVED), banner=BANNER),
    "distribution": lambda: draw_distribution(make_measure(), "2025", banner=BANNER),
    "slope": lambda: draw_slope(
        slope(areas(y2021=(1, 3, 2, 7), y2024=(2, 1, 2, 5)), AREAS, "2024", "2021"), banner=BANNER
    ),
    "flows": lambda: draw_flows(flows(), banner=BANNER),
    "funnel": _funnel,
}
