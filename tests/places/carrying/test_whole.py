"""Counts divided in whole numbers: nothing lost, nothing far from its share, and no part above its whole."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antq_analysis.places.carrying.carry import carry
from antq_analysis.vocabulary import load_vocabulary
from tests.places.made import NEW, crosswalk, figures

WHOLE, PARTS = "incidents_total", ("crimes_social_order", "fires")
NAMES = (WHOLE, *PARTS)


def _carried(values: dict[str, int], shares: list[str], *names: str) -> dict[str, dict[str, float]]:
    """Divide counts of the unit a, given by indicator, among the units x0, x1 ...; b goes to x0 whole."""
    table = crosswalk(*(("a", f"x{i}", share) for i, share in enumerate(shares)), ("b", "x0"))
    rows = pd.concat([figures({"a": n, "b": 30}, name) for name, n in values.items()], ignore_index=True)
    carried = carry(rows, NEW, table, load_vocabulary(), whole=names).observations
    return {
        str(name): dict(zip(own["unit_code"], own["value"], strict=True))
        for name, own in carried.groupby("indicator")
    }


def test_a_fraction_no_longer_tells_what_was_divided() -> None:
    values = {WHOLE: 2}
    assert _carried(values, ["0.6", "0.4"])[WHOLE] == {"x0": 31.2, "x1": 0.8}
    assert _carried(values, ["0.6", "0.4"], WHOLE)[WHOLE] == {"x0": 31.0, "x1": 1.0}
    # Only what is asked for.
    assert _carried(values, ["0.6", "0.4"], "fires")[WHOLE] == {"x0": 31.2, "x1": 0.8}


def test_it_still_says_that_it_was_divided() -> None:
    table = crosswalk(("a", "x", "0.9"), ("a", "y", "0.1"))
    carried = carry(figures({"a": 4}), NEW, table, load_vocabulary(), whole=[WHOLE])
    assert carried.observations["value"].tolist() == [4.0, 0.0]
    assert carried.observations["status"].eq("apportioned").all()
    assert carried.account[["before", "after", "difference"]].to_numpy().tolist() == [[4.0, 4.0, 0.0]]


def test_what_is_no_whole_number_is_divided_as_ever() -> None:
    table = crosswalk(("a", "x", "0.5"), ("a", "y", "0.5"))
    carried = carry(figures({"a": 4.5}), NEW, table, load_vocabulary(), whole=[WHOLE])
    assert carried.observations["value"].tolist() == [2.25, 2.25]


@pytest.mark.parametrize("n", [0, 1, 2, 3, 7, 1000])
def test_equal_parts_differ_by_one_at_most(n: int) -> None:
    found = _carried({WHOLE: n}, ["0.25"] * 4, WHOLE)[WHOLE]
    own = [found["x0"] - 30, *(found[f"x{i}"] for i in range(1, 4))]
    assert sum(own) == n
    assert max(own) - min(own) <= 1


@settings(max_examples=40, deadline=None)
@given(
    weights=st.lists(st.integers(1, 50), min_size=2, max_size=5),
    parts=st.tuples(st.integers(0, 30), st.integers(0, 30)),
    rest=st.integers(0, 30),
)
def test_nothing_is_lost_and_parts_stay_within_their_whole(
    weights: list[int], parts: tuple[int, int], rest: int
) -> None:
    shares = [repr(weight / sum(weights)) for weight in weights]
    values = {WHOLE: sum(parts) + rest, **dict(zip(PARTS, parts, strict=True))}
    found = _carried(values, shares, *NAMES)
    units = [f"x{i}" for i in range(len(shares))]
    table = np.array([[found[name][unit] for unit in units] for name in NAMES])
    table[:, 0] -= 30
    assert (table % 1 == 0).all()
    assert table.sum(axis=1).tolist() == list(values.values())
    assert (table[0] >= table[1:].sum(axis=0)).all()
    by_share = np.outer(list(values.values()), np.array(weights) / sum(weights))
    assert np.abs(table - by_share).max() <= 2


def test_parts_that_overlap_stay_within_their_whole_one_by_one() -> None:
    found = _carried({WHOLE: 3, PARTS[0]: 2, PARTS[1]: 3}, ["0.6", "0.4"], *NAMES)
    for part in PARTS:
        assert found[part]["x0"] <= found[WHOLE]["x0"]
        assert found[part]["x1"] <= found[WHOLE]["x1"]
