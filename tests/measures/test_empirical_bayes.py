"""Marshall's estimator against printed parameters, its algebra, and limits that hold what they say."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from antq_analysis.measures.empirical_bayes import Prior, global_prior, limits, local_prior, shrink


def ring(n: int) -> sparse.csr_matrix:
    """Every unit has the two before and the two after it as neighbours."""
    steps = [np.roll(np.arange(n), shift) for shift in (1, 2, -1, -2)]
    rows = np.tile(np.arange(n), 4)
    return sparse.csr_matrix((np.ones(4 * n), (rows, np.concatenate(steps))), shape=(n, n))


def made(n: int = 60, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    base = rng.lognormal(np.log(7500), 0.6, n)
    return rng.poisson(rng.gamma(6, 1 / 6, n) * 8e-4 * base).astype(float), base


def test_auckland_has_the_printed_mean_and_variance(shared: Path) -> None:
    # Printed by R's spdep (EBest): a 7.284173e-07 and b .002633436, after Marshall (1991).
    areas = pd.read_csv(shared / "data/peers/auckland_infant_deaths.csv")
    prior = global_prior(areas["M77_85"], areas["Und5_81"] * 9)
    assert float(prior.variance) == pytest.approx(7.284173e-07, abs=1e-13)
    assert float(prior.mean) == pytest.approx(0.002633436, abs=6e-10)


def test_moments_by_hand() -> None:
    prior = global_prior([1, 5, 6], [1000, 2000, 2000])
    mean = 12 / 5000
    weighted = (1000 * (0.001 - mean) ** 2 + 2000 * (0.0025 - mean) ** 2 + 2000 * (0.003 - mean) ** 2) / 5000
    assert float(prior.mean) == pytest.approx(mean)
    assert float(prior.variance) == max(weighted - mean / (5000 / 3), 0)
    wide = global_prior([1, 50, 6], [1000, 2000, 2000])
    mean, rates = 57 / 5000, np.array([0.001, 0.025, 0.003])
    weighted = (np.array([1000, 2000, 2000]) * (rates - mean) ** 2).sum() / 5000
    assert float(wide.variance) == pytest.approx(weighted - mean / (5000 / 3))


def test_a_neighbourhood_of_all_is_the_whole_map() -> None:
    events, base = made(12)
    everyone = local_prior(events, base, sparse.csr_matrix(np.ones((12, 12))))
    whole = global_prior(events, base)
    assert everyone.mean == pytest.approx(np.full(12, float(whole.mean)))
    assert everyone.variance == pytest.approx(np.full(12, float(whole.variance)))


def test_local_moments_by_hand_and_links_only_count_as_links() -> None:
    events, base = made(20)
    near = ring(20)
    prior = local_prior(events, base, near)
    for unit in (0, 7):
        some = [unit, *near[unit].indices]
        alone = global_prior(events[some], base[some])
        assert (prior.mean[unit], prior.variance[unit]) == pytest.approx(
            (float(alone.mean), float(alone.variance))
        )
    weighted = local_prior(events, base, near * 0.25)
    assert np.array_equal(weighted.mean, prior.mean)


def test_equals_recorded_figures_of_esda() -> None:
    # esda 2.9.0, Empirical_Bayes and Spatial_Empirical_Bayes over a ring of eight (two neighbours each side).
    events = np.array([3, 12, 0, 7, 9, 30, 4, 6.0])
    base = np.array([4000, 5000, 2500, 6000, 8000, 7000, 3000, 9000.0])
    esda_whole = [0.0009400879352224252, 0.0022484934313639396, 0.0005057099184949945, 0.0012361485164236515]
    esda_whole += [0.0011845882823514318, 0.003903253652159806, 0.0014064437282960082, 0.0007727235150596727]
    esda_local = [0.000883263865465234, 0.001860666862051085, 0.0008385460693153002, 0.001313635314890768]
    esda_local += [0.0012120853336127046, 0.003944423566160875, 0.0014161686361207932, 0.0008052800244162978]
    whole = shrink(events, base, global_prior(events, base))
    local = shrink(events, base, local_prior(events, base, ring(8)))
    assert whole.tolist() == pytest.approx(esda_whole, rel=1e-10)
    assert local.tolist() == pytest.approx(esda_local, rel=1e-10)


def test_shrinking_stays_between_rate_and_mean_and_follows_exposure() -> None:
    events, base = made(200)
    prior = global_prior(events, base)
    drawn = shrink(events, base, prior)
    rate = events / base
    assert ((drawn - prior.mean) * (rate - prior.mean) >= -1e-18).all()
    assert (abs(drawn - prior.mean) <= abs(rate - prior.mean) + 1e-15).all()
    large = shrink([10, 1000], [10_000, 1_000_000], Prior(*map(np.float64, (0.0005, 1e-8, 1e-8, 0, 0))))
    assert 0.0005 < large[0] < large[1] < 0.001
    # The posterior of a gamma prior with the same moments.
    a, b = float(prior.variance), float(prior.mean)
    assert drawn == pytest.approx((b**2 / a + events) / (b / a + base))


def test_without_variation_all_are_drawn_to_the_mean_but_limits_stay_open() -> None:
    base = np.full(30, 8000.0)
    prior = global_prior(np.full(30, 6.0), base)
    assert float(prior.variance) == 0
    assert shrink(np.full(30, 6.0), base, prior) == pytest.approx(np.full(30, 6 / 8000))
    events, base = np.random.default_rng(3).poisson(6, 30).astype(float), np.full(30, 8000.0)
    low, high = limits(events, base, global_prior(events, base))
    assert (low < high - 1e-4).all()


@pytest.mark.parametrize("spread", [0.3, 0.8])
def test_limits_hold_the_true_rates_as_often_as_they_say(spread: float) -> None:
    rng = np.random.default_rng(int(10 * spread))
    units, inside = 150, np.zeros(2)
    runs = 60
    for _ in range(runs):
        base = rng.lognormal(np.log(7500), 0.5, units)
        true = rng.gamma(spread**-2, spread**2, units) * 5.5 / 7500
        events = rng.poisson(true * base).astype(float)
        for at, prior in enumerate((global_prior(events, base), local_prior(events, base, ring(units)))):
            low, high = limits(events, base, prior)
            inside[at] += ((low <= true) & (true <= high)).mean()
    # 9,000 communes each; the standard error is about 0.3 points.
    assert (inside / runs >= 0.94).all()
    assert (inside / runs <= 0.97).all()
