"""Coefficients and partial ones: SciPy, formulas written out, and a printed regression."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from antq_analysis.measures.association.coefficients import (
    Coefficient,
    coefficients,
    fisher,
    partial,
    ranks_agree,
)
from antq_analysis.measures.association.resamples import draw_counts


def test_values_and_p_are_those_of_scipy() -> None:
    rng = np.random.default_rng(1)
    x = rng.poisson(4, 90).astype(float)
    y = x + rng.poisson(9, 90)
    found = coefficients(x, y, draw_counts(90, 99, rng))
    for name, test in (
        ("pearson", stats.pearsonr),
        ("spearman", stats.spearmanr),
        ("kendall", stats.kendalltau),
    ):
        value, p_value = test(x, y)
        assert found[name].value == pytest.approx(value, rel=1e-12)
        assert found[name].p_value == pytest.approx(p_value, rel=1e-12)
        assert found[name].low < value < found[name].high
        assert found[name].n == 90


def test_one_figure_held_fixed_is_the_formula_of_three_correlations() -> None:
    rng = np.random.default_rng(2)
    z = rng.normal(size=60)
    x, y = z + rng.normal(size=60), 2 * z - rng.normal(size=60)
    (_, xy, xz), (_, _, yz) = np.corrcoef([x, y, z])[:2]
    r = (xy - xz * yz) / np.sqrt((1 - xz**2) * (1 - yz**2))
    found = partial(x, y, z[:, None])
    assert found.value == pytest.approx(r, rel=1e-12)
    t = r * np.sqrt(57 / (1 - r * r))
    assert found.p_value == pytest.approx(2 * stats.t.sf(abs(t), 57), rel=1e-9)
    half = 1.959963985 / np.sqrt(56)
    assert (found.low, found.high) == pytest.approx(
        (np.tanh(np.arctanh(r) - half), np.tanh(np.arctanh(r) + half))
    )
    # Its unit and its place in the order are nothing to it.
    assert partial(x, y, np.column_stack([np.full(60, 3.0), 1e7 * z])).value == pytest.approx(r, rel=1e-9)


def test_nothing_is_left_of_what_follows_from_what_is_fixed() -> None:
    rng = np.random.default_rng(3)
    z, y = rng.normal(size=30), rng.normal(size=30)
    assert np.isnan(partial(2 * z + 1, y, z[:, None]).value)


def test_guerry_without_the_size_of_departments(shared: Path) -> None:
    """Lottery on Literacy and log of population of 1831, as statsmodels prints it: -0.4889, R2 0.348."""
    table = pd.read_csv(shared / "data/peers/guerry_1833.csv")
    lottery, literacy = (table[name].to_numpy(float) for name in ("Lottery", "Literacy"))
    size = np.log(table["Pop1831"].to_numpy(float))
    r = partial(lottery, literacy, size[:, None]).value
    # A slope is the partial correlation times the ratio of what the other figure leaves.
    left = [v - np.polyval(np.polyfit(size, v, 1), size) for v in (lottery, literacy)]
    assert r * left[0].std() / left[1].std() == pytest.approx(-0.4889, abs=6e-5)
    alone = np.corrcoef(lottery, size)[0, 1] ** 2
    assert alone + (1 - alone) * r**2 == pytest.approx(0.348, abs=6e-4)


def test_fisher_needs_units() -> None:
    assert np.isnan(fisher(0.5, 3).low)
    assert fisher(0.5, 10).p_value == pytest.approx(0.1411, abs=1e-4)


def test_figures_far_from_all_others_are_noticed() -> None:
    rng = np.random.default_rng(4)
    x = rng.normal(size=60)
    y = x + rng.normal(size=60)
    plain = coefficients(x, y, draw_counts(60, 199, rng))
    assert ranks_agree(plain["pearson"], plain["spearman"])
    x[0], y[0] = 60.0, -60.0
    ruled = coefficients(x, y, draw_counts(60, 199, rng))
    assert not ranks_agree(ruled["pearson"], ruled["spearman"])
    assert not ranks_agree(Coefficient(0.9), Coefficient(0.1, 0.0, 0.2))
    assert not ranks_agree(Coefficient(-0.1), Coefficient(0.1, 0.0, 0.2))
    assert ranks_agree(Coefficient(0.99), Coefficient(1.0))
