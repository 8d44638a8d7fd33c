"""A third kind of fictional province: shocks of communes and districts, wider noise, recording that drifts."""

import numpy as np

from tests.measures.verdict.worlds import FIRST, World

ROUNDS = range(3, 8)
_YEARS, _SHARE = 10, 0.11


def drifting_world(
    seed: int, placement: str, effect: float = 0.0, *, districts: int = 22, drift: float = 1.0
) -> World:
    """Ten years: counts are negative binomial, risks of communes come back by half a year, districts have shocks.

    In each of years 4 to 8 eleven of a hundred communes more begin, by `placement`: district by district (spatial),
    lasting risk (level), last year's rate (hot), lasting risk and last year's rate with chance (mixed), or last year's
    count, whatever the people (count). Recording drifts by 3% a year (one standard deviation) in a district, and by 8%
    in one of ten communes by itself, times `drift`: chosen places were then on their way before they were chosen.
    """
    rng = np.random.default_rng(seed)
    label = np.repeat(np.arange(districts), rng.integers(4, 10, districts))
    n, years = len(label), np.arange(_YEARS)
    points = rng.uniform(0, 120, (districts, 2))[label] + rng.normal(0, 6, (n, 2))
    people = np.exp(rng.normal(np.log(6500), 0.55, n))
    lasting = 0.35 * rng.normal(size=n) + 0.25 * rng.normal(size=districts)[label]
    alone = np.where(rng.random(n) < 0.1, 0.08 * rng.normal(size=n), 0.0)
    slope = drift * (0.03 * rng.normal(size=districts)[label] + alone)
    common = np.cumsum(0.04 * rng.normal(size=_YEARS))
    shared = 0.15 * rng.normal(size=(districts, _YEARS))[label]
    own, begun = 0.3 * rng.normal(size=n), np.full(n, _YEARS)
    events = np.zeros((n, _YEARS))
    for t in years:
        if t:
            own = 0.55 * own + 0.3 * np.sqrt(1 - 0.55**2) * rng.normal(size=n)
        if t in ROUNDS:
            last = events[:, t - 1]
            score = _score(placement, rng, (lasting, last, people), begun == _YEARS, label)
            begun[np.argsort(-score)[: round(n * _SHARE)]] = t
        rate = np.exp(np.log(7e-4) + lasting + own + shared[:, t] + common[t] + slope * t)
        mean = people * rate * (1 + effect * (begun <= t))
        events[:, t] = rng.poisson(mean * rng.gamma(8, 1 / 8, n))
    return World(events, people, np.where(begun < _YEARS, FIRST + begun, np.nan), points, label)


def _score(
    placement: str,
    rng: np.random.Generator,
    known: tuple[np.ndarray, np.ndarray, np.ndarray],
    free: np.ndarray,
    label: np.ndarray,
) -> np.ndarray:
    lasting, last, people = known
    rate, chance = np.log((last + 0.5) / people), rng.normal(size=len(last))
    both = (lasting - lasting[free].mean()) / lasting[free].std() + (rate - rate[free].mean()) / rate[
        free
    ].std()
    score = {
        "spatial": rng.normal(size=label.max() + 1)[label] + 1e-3 * chance,
        "level": lasting + 0.2 * chance,
        "hot": rate,
        "mixed": both + 0.7 * chance,
        "count": last + 1e-6 * chance,
    }[placement]
    return np.where(free, score, -np.inf)
