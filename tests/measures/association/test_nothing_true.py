"""What nothing gives: the known falls back, the naive test cries wolf, and ours says so."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from antq_analysis.measures.association.nothing_true import nothing_true, redrawn, shuffled
from antq_analysis.measures.association.usual_risk import usual_risk
from tests.measures.association.made import world


def two_years(
    rng: np.random.Generator, n: int, lasting: float, stray: float
) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    people = rng.uniform(4000, 12000, n)
    usual = 1e-3 * rng.gamma(1 / lasting, lasting, n)
    years = [
        rng.poisson(people * usual * f * rng.gamma(1 / stray, stray, n)).astype(float) for f in (1.0, 0.7)
    ]
    return (years[0], people), (years[1], people), usual


def test_what_is_usual_and_what_strays_is_told_apart() -> None:
    before, after, usual = two_years(np.random.default_rng(1), 20_000, 0.3, 0.1)
    risk = usual_risk(before, after, from_base=False)
    assert risk.factor == pytest.approx(0.7, abs=0.01)
    assert risk.stray == pytest.approx(0.1, abs=0.02)
    assert risk.mean.mean() == pytest.approx(1e-3, rel=0.02)
    # The usual rates have variance 0.3e-6: that of their estimates and what is not known of them add up to it.
    assert risk.mean.var() + risk.variance.mean() == pytest.approx(0.3e-6, rel=0.06)
    both = np.mean((risk.mean - usual) ** 2)
    base = np.mean((usual_risk(before, after, from_base=True).mean - usual) ** 2)
    assert both < base < np.mean((before[0] / before[1] - usual) ** 2)
    assert both == pytest.approx(risk.variance.mean(), rel=0.1)


def test_communes_that_are_all_alike_have_one_usual_rate() -> None:
    rng = np.random.default_rng(2)
    people = np.full(400, 5000.0)
    years = [(rng.poisson(5.0, 400).astype(float), people) for _ in range(2)]
    risk = usual_risk(*years, from_base=True)
    assert np.ptp(risk.mean) <= 0.25 * risk.mean.mean()
    drawn = risk.count(rng, risk.draw(rng, (200, 400)), people)
    assert drawn.mean() == pytest.approx(years[0][0].mean(), rel=0.02)


def test_dealt_out_within_strata_density_keeps_its_link_with_the_base() -> None:
    rng = np.random.default_rng(3)
    base = rng.normal(size=300)
    density, change = base + 0.5 * rng.normal(size=300), -base + 0.5 * rng.normal(size=300)
    kept = shuffled(density, change, base, rng, 200)
    lost = shuffled(density, change, None, rng, 200)
    assert kept.observed == pytest.approx(np.corrcoef(density, change)[0, 1])
    assert kept.median < -0.7
    assert not kept.outside
    assert abs(lost.median) < 0.02
    assert lost.outside
    assert lost.p_value == pytest.approx(1 / 201)
    assert lost.naive == pytest.approx(0.05, abs=0.05)


def test_a_real_link_beside_the_base_lies_outside() -> None:
    rng = np.random.default_rng(4)
    base, own = rng.normal(size=(2, 300))
    found = shuffled(base + own, -base - own + 0.5 * rng.normal(size=300), base, rng, 200)
    assert found.outside
    assert found.observed < found.low


def test_what_was_high_by_chance_falls_back() -> None:
    """All communes are alike; density follows the counts of the base year, which are chance alone."""
    rng = np.random.default_rng(5)
    people = np.full(300, 7500.0)
    before, after = ((rng.poisson(5.5, 300).astype(float), people) for _ in range(2))
    density = before[0] + rng.normal(size=300)
    kept = redrawn(density, before, after, rng, change=True, keep_base=True, runs=200)
    drawn = redrawn(density, before, after, rng, change=True, keep_base=False, runs=200)
    assert kept.observed < -0.5
    assert kept.median == pytest.approx(kept.observed, abs=0.1)
    assert kept.naive == 1.0
    assert abs(drawn.median) < 0.05
    level = redrawn(density, before, after, rng, change=False, keep_base=True, runs=200)
    assert abs(level.median) < 0.05


def frame_of(made: dict[str, np.ndarray]) -> pd.DataFrame:
    people, counts = made["people"], made["counts"]
    return pd.DataFrame(
        {
            "density": made["models"] / people,
            "outcome": (counts[8] - counts[2]) / people,
            "events": counts[8],
            "exposure": people,
            "base_events": counts[2],
            "base_exposure": people,
        }
    )


@pytest.mark.parametrize(
    ("placement", "least"),
    [
        pytest.param("level", 0.3, marks=pytest.mark.nightly),
        pytest.param("hot", 0.6, marks=pytest.mark.nightly),
        ("mixed", 0.4),
    ],
)
def test_where_nothing_works_the_naive_test_says_it_does_and_ours_does_not(
    placement: str, least: float
) -> None:
    naive = ours = 0
    for seed in range(20):
        frame = frame_of(world(np.random.default_rng(seed), placement))
        r, p_value = stats.pearsonr(frame["density"], frame["outcome"])
        naive += p_value < 0.05 and r < 0
        found = nothing_true(frame, np.random.default_rng(seed), change=True, runs=79)
        assert set(found) == {"shuffled", "from_base", "from_level"}
        ours += all(one.outside and r < min(other.low for other in found.values()) for one in found.values())
    assert naive >= least * 20
    assert ours <= 1


def test_without_a_base_year_densities_are_dealt_out_among_all() -> None:
    frame = frame_of(world(np.random.default_rng(1), "hot")).assign(base_events=np.nan)
    assert set(nothing_true(frame, np.random.default_rng(1), change=False, runs=99)) == {"dealt"}
