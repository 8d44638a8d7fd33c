"""What lies around those that began stands beside the verdict, and is told where it moved."""

from dataclasses import replace

import numpy as np
import pytest

import antq_analysis as antq
from antq_analysis.measures.verdict.result import Verdict
from tests.measures.verdict.worlds import FIRST, World

OUTCOME, SIDE = "incidents_total", 9


def on_grid(*, next_door: float) -> World:
    """A third of a grid begins in the fourth year, by lot; where all around began, figures move by a ratio."""
    rng, n = np.random.default_rng(5), SIDE * SIDE
    points = np.column_stack(np.divmod(np.arange(n), SIDE)).astype(float)
    began = rng.random(n) < 1 / 3
    touching = (np.abs(points[:, None] - points[None]).max(axis=2) == 1).astype(float)
    mean = np.full((n, 8), 60.0)
    mean[:, 3:] *= next_door ** ((touching @ began) / touching.sum(axis=1))[:, None]
    districts = (points[:, 0] // 3 * 3 + points[:, 1] // 3).astype(int)
    first = np.where(began, FIRST + 3.0, np.nan)
    return World(rng.poisson(mean), np.full(n, 8000.0), first, points, districts)


@pytest.fixture(scope="module")
def moved() -> Verdict:
    return antq.verdict(on_grid(next_door=3.0).panel(), OUTCOME)


def test_figures_that_rose_next_door_are_told(moved: Verdict) -> None:
    value, low, high = moved.table.loc["next_door", ["value", "low", "high"]]
    assert 1 < low < value < high
    assert low < 3 < high
    assert "measures.verdict_caveat_next_door" in moved.caveats
    assert not moved.checks.at["alike_next_door", "passed"]
    assert "no clean comparison" in moved.sentence("en")
    assert "không hẳn là mốc so sánh" in moved.sentence("vi")
    assert "Next door (Poisson fixed effects" in moved.details("en")
    assert "Nơi giáp ranh" in moved.details("vi")
    # Beside shares of the neighbours the own ratio is that of places with the same neighbours.
    assert moved.table.at["beside_neighbours", "value"] == pytest.approx(1, abs=0.1)


def test_where_nothing_moved_next_door_nothing_is_said() -> None:
    found = antq.verdict(on_grid(next_door=1.0).panel(), OUTCOME)
    assert "measures.verdict_caveat_next_door" not in found.caveats
    assert found.checks.at["alike_next_door", "passed"]


def test_where_hardly_any_commune_has_a_neighbour_nothing_is_estimated() -> None:
    made = on_grid(next_door=1.0)
    found = antq.verdict(replace(made, points=made.points * 3).panel(), OUTCOME)
    assert "next_door" not in found.table.index
    assert "Next door" not in found.details("en")
