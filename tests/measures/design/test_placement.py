"""Where models were sent: against a plain loop, and with limits that hold."""

import numpy as np
import pytest

from antq_analysis.measures.design.placement import placement

YEARS = np.arange(2015, 2022)


def world(
    rng: np.random.Generator, usual: float = 1.0, surge: float = 1.0
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """120 places of 24 districts; those that begin have `usual` times the rate, and `surge` times that just before."""
    people = rng.lognormal(np.log(7500), 0.4, (120, 1)) * np.ones(len(YEARS))
    first = np.where(np.arange(120) % 3 == 0, rng.choice([2018.0, 2020.0], 120), np.nan)
    risk = np.repeat(rng.normal(0, 0.2, 24), 5)[:, None] + rng.normal(0, 0.2, (120, 1))
    rate = 0.0007 * np.exp(risk) * np.where(np.isfinite(first), usual, 1.0)[:, None]
    rate = rate * np.where(first[:, None] - 1 == YEARS, surge, 1.0)
    return rng.poisson(rate * people).astype(float), people, first, np.repeat(np.arange(24), 5)


def test_ratios_are_those_of_a_plain_loop() -> None:
    y, n, first, district = world(np.random.default_rng(1), 1.5, 1.4)
    y[3, 2] = np.nan
    found = placement(y, n, YEARS, first, district)
    for ratio, wanted in ((found.usual, lambda t, g: t < g - 1), (found.last, lambda t, g: t == g - 1)):
        events = expected = 0.0
        for i, g in enumerate(first):
            for t, year in enumerate(YEARS):
                if not np.isfinite(g) or not wanted(year, g) or np.isnan(y[i, t]):
                    continue
                others = [j for j in range(120) if not first[j] <= g and not np.isnan(y[j, t])]
                events += y[i, t]
                expected += n[i, t] * sum(y[j, t] for j in others) / sum(n[j, t] for j in others)
        assert ratio.value == pytest.approx(events / expected, rel=1e-12)
        assert (ratio.events, ratio.expected) == (events, pytest.approx(expected))
    assert found.surge.value == pytest.approx(found.last.value / found.usual.value)


def test_limits_hold_the_truth_as_often_as_they_say() -> None:
    rng = np.random.default_rng(20)
    held = np.zeros(2)
    for _ in range(400):
        y, n, first, district = world(rng, 1.0, 1.3)
        found = placement(y, n, YEARS, first, district)
        held += [found.usual.low < 1.0 < found.usual.high, found.surge.low < 1.3 < found.surge.high]
    assert np.all(held / 400 > 0.92)
    assert np.all(held / 400 < 0.98)


def test_overlap_falls_where_models_went_to_other_places_only() -> None:
    rng = np.random.default_rng(3)
    found = []
    for usual in (1.0, 6.0):
        y, n, first, district = world(rng, usual)
        once = np.where(np.isfinite(first), 2018, np.nan)  # none that begin later are among the others
        found.append(placement(y, n, YEARS, once, district).overlap)
    assert found[0] > 0.8
    assert found[1] < 0.1


def test_nothing_before_or_nobody_to_compare_with_gives_no_ratio() -> None:
    y, n = np.full((4, 3), 5.0), np.full((4, 3), 1000.0)
    everybody = placement(y, n, [2019, 2020, 2021], [2021.0] * 4, range(4))
    assert np.isnan([everybody.usual.value, everybody.last.value, everybody.surge.value]).all()
    second = placement(y, n, [2019, 2020, 2021], [2020, np.nan, np.nan, np.nan], range(4))
    assert np.isnan([second.usual.value, second.surge.value, second.overlap]).all()
    assert second.last.value == 1.0
