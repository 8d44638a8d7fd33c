"""The false discovery rate: the printed example, an independent implementation and the property itself."""

import numpy as np
import pytest
from scipy import stats

from antq_analysis.measures.discovery import false_discovery


def test_equals_scipy_within_every_family_and_passes_over_what_was_not_tested() -> None:
    p = np.random.default_rng(1).random((7, 60)) ** 2
    p[:, :5] = p[:, 5:10]
    q = false_discovery(p)
    assert q == pytest.approx(stats.false_discovery_control(p, axis=-1))
    gaps = np.insert(p, [3, 30, 60], np.nan, axis=1)
    assert np.delete(false_discovery(gaps), [3, 31, 62], axis=1) == pytest.approx(q)
    assert np.isnan(false_discovery(gaps)[:, [3, 31, 62]]).all()


def test_no_test_at_all_gives_no_value() -> None:
    assert np.isnan(false_discovery([np.nan, np.nan])).all()
    assert false_discovery([]).shape == (0,)


def test_the_share_of_false_ones_stays_below_the_level() -> None:
    rng = np.random.default_rng(2)
    z = rng.normal(size=(4000, 150))
    z[:, :30] += 3.0
    found = false_discovery(2 * stats.norm.sf(abs(z))) <= 0.05
    false = found[:, 30:].sum(axis=1) / np.maximum(found.sum(axis=1), 1)
    # The exact rate is 0.05 x 120/150; the standard error of the mean here is below 0.0008.
    assert false.mean() == pytest.approx(0.04, abs=0.003)
