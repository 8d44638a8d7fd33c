"""Limits without parallel trends: identified sets of another implementation, by hand, and wider with error."""

import numpy as np
import pytest

from antq_analysis.measures.effects.clustered import from_influence
from antq_analysis.measures.effects.honest import SMOOTH, EventTimes, breakdown, honest_interval

# Callaway and Sant'Anna's effects by event time on mpdta, all against the year before the start.
TIMES = np.array([-4, -3, -2, 0, 1, 2, 3.0])
EFFECTS = np.array(
    [0.00330636, 0.02502183, 0.02445874, -0.019931816789, -0.050957367065, -0.137258738889, -0.100811363085]
)


def exact(effects: np.ndarray, times: np.ndarray) -> EventTimes:
    return EventTimes(from_influence(effects, np.zeros((2, len(effects))), 1.0), times)


@pytest.mark.parametrize(
    ("allowed", "limits"),
    [
        (0, (-0.0199318, -0.0199318)),
        (0.5, (-0.0321612, -0.0077024)),
        (1, (-0.0443906, 0.0045269)),
        (2, (-0.0688493, 0.0289857)),
    ],
)
def test_identified_sets_without_error(allowed: float, limits: tuple[float, float]) -> None:
    # moderndid 0.2.0, compute_identified_set_rm(allowed, effects, first year, 3, 4).
    found = honest_interval(exact(EFFECTS, TIMES), allowed, [1, 0, 0, 0])
    assert found == pytest.approx(limits, abs=1e-7)


def test_later_years_add_up_steps() -> None:
    study = exact(np.array([0.1, -0.3, -0.3]), np.array([-2, 0, 1.0]))
    assert honest_interval(study, 1, [1, 0]) == pytest.approx((-0.4, -0.2))
    assert honest_interval(study, 1, [0, 1]) == pytest.approx((-0.5, -0.1))
    assert honest_interval(study, 1) == pytest.approx((-0.45, -0.15))
    assert breakdown(study, [0, 1]) == pytest.approx(1.5, abs=1e-4)


def test_a_straight_trend_is_taken_off() -> None:
    line = exact(np.array([0.2, 0.1, -0.1 - 0.5, -0.2 - 0.5]), np.array([-3, -2, 0, 1.0]))
    assert honest_interval(line, 0, [1, 0], rule=SMOOTH) == pytest.approx((-0.5, -0.5))
    assert honest_interval(line, 0, [0, 1], rule=SMOOTH) == pytest.approx((-0.5, -0.5))
    assert honest_interval(line, 0.1, [1, 0], rule=SMOOTH) == pytest.approx((-0.6, -0.4))
    assert breakdown(line, [1, 0], rule=SMOOTH) == pytest.approx(0.5, abs=1e-4)
    bent = exact(np.array([0.4, 0.1, -0.6]), np.array([-3, -2, 0.0]))
    low, high = honest_interval(bent, 0, rule=SMOOTH)
    assert low > high


def test_error_widens_and_nothing_before_says_nothing() -> None:
    rng = np.random.default_rng(1)
    influence = rng.normal(0, 0.004, (30, 7))
    noisy = EventTimes(from_influence(EFFECTS, influence, 1.0), TIMES)
    low, high = honest_interval(noisy, 1)
    sure_low, sure_high = honest_interval(exact(EFFECTS, TIMES), 1)
    assert low < sure_low
    assert high > sure_high
    after = exact(np.array([-0.2, -0.3]), np.array([0, 1.0]))
    assert honest_interval(after, 1) == (-np.inf, np.inf)
    assert breakdown(after) == 0
