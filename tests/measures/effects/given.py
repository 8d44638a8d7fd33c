"""A small panel made without chance, so that figures printed elsewhere hold for it, and panels made with it."""

import numpy as np

UNITS, YEARS = 12, 6
_UNIT, _YEAR = np.meshgrid(np.arange(UNITS), np.arange(YEARS), indexing="ij")

EVENTS = ((7 * _UNIT + 5 * _YEAR + _UNIT * _YEAR) % 13 + _UNIT % 4).astype(float)
EVENTS[5] = 0
PEOPLE = 1000.0 + 150 * ((3 * _UNIT + 2 * _YEAR) % 7)
START = np.array([2, 3, 4, np.nan, np.nan, np.nan, 3, 2, np.nan, 4, np.nan, 3])
TREATED = (START[:, None] <= _YEAR).astype(float)
DOSE = TREATED * (1 + (_UNIT + _YEAR) % 3)
DISTRICT = np.arange(UNITS) // 3


def made(
    seed: int, effect: float = 0.0, units: int = 120, years: int = 8
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Draw counts, people, years of start (placed on lasting risk) and districts with shocks of their own."""
    rng = np.random.default_rng(seed)
    district = np.arange(units) // 6
    people = rng.lognormal(np.log(7500), 0.4, (units, 1)) * np.ones(years)
    risk = rng.gamma(5, 1 / 5, units)
    start = np.full(units, np.nan)
    start[np.argsort(-risk * rng.lognormal(0, 0.3, units))[: units // 2]] = rng.integers(3, 6, units // 2)
    shock = rng.normal(0, 0.1, (units // 6, years))[district]
    on = np.arange(years) >= start[:, None]
    mean = people / 7500 * 6 * risk[:, None] * np.exp(shock - 0.03 * np.arange(years) + effect * on)
    return rng.poisson(mean).astype(float), people, start, district
