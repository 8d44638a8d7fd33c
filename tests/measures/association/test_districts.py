"""Within and between districts: deviations from means, means, and the turn of a sign."""

import numpy as np
import pandas as pd
import pytest

from antq_analysis.measures.association.districts import by_district


def made(n: int = 8, size: int = 12) -> tuple[np.ndarray, np.ndarray, pd.DataFrame]:
    rng = np.random.default_rng(6)
    which = np.repeat(np.arange(n), size)
    x = which + rng.normal(size=n * size)
    y = 2.0 * which - x + rng.normal(0, 0.3, n * size)
    return (
        x,
        y,
        pd.DataFrame(
            {"group_code": [f"{g:02d}" for g in which], "group_name": [f"Huyện {g}" for g in which]}
        ),
    )


def test_a_pooled_sign_may_be_that_of_the_districts_alone() -> None:
    x, y, groups = made()
    assert np.corrcoef(x, y)[0, 1] > 0.6
    found = by_district(x, y, groups)
    assert found.within.value < -0.8
    assert found.between.value > 0.9
    assert (found.table["value"] < -0.8).all()


def test_parts_are_those_of_deviations_and_means() -> None:
    x, y, groups = made()
    keep = np.r_[0:40, 43:96]
    x, y, groups = x[keep], y[keep], groups.iloc[keep]
    found = by_district(x, y, groups)
    code = groups["group_code"].to_numpy()
    means = [pd.Series(v).groupby(code).transform("mean").to_numpy() for v in (x, y)]
    assert found.within.value == pytest.approx(np.corrcoef(x - means[0], y - means[1])[0, 1], rel=1e-12)
    # Means count as often as their district has communes.
    assert found.between.value == pytest.approx(np.corrcoef(*means)[0, 1], rel=1e-12)
    assert (found.within.n, found.between.n) == (93, 8)
    # Eight means were taken off: one more than of a plain correlation each.
    half = 1.959963985 / np.sqrt(93 - 7 - 3)
    assert found.within.low == pytest.approx(np.tanh(np.arctanh(found.within.value) - half))
    for one, row in found.table.iterrows():
        inside = code == one
        assert row["value"] == pytest.approx(np.corrcoef(x[inside], y[inside])[0, 1], rel=1e-9)
        assert row["without"] == pytest.approx(np.corrcoef(x[~inside], y[~inside])[0, 1], rel=1e-9)
        assert row["n"] == inside.sum()
    assert found.table.at["03", "name"] == "Huyện 3"


def test_communes_of_no_one_district_have_no_part_and_small_ones_no_line() -> None:
    x, y, groups = made()
    groups.loc[:8, "group_code"] = ""
    found = by_district(x, y, groups)
    assert found.within.n == 87
    assert found.table.at["00", "n"] == 3
    assert np.isnan(found.table.at["00", "value"])
    assert np.isfinite(found.table.at["00", "without"])
    groups.loc[groups["group_code"].gt("01"), "group_code"] = ""
    assert by_district(x, y, groups) is None
