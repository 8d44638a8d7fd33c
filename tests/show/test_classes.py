"""Every value is in exactly one class; breaks are few, rounded and the same whatever the order."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antq_analysis.show.classes import Classes, find_classes

NUMBERS = st.lists(st.floats(0, 1e6, allow_nan=False).map(lambda v: round(v, 6)), max_size=120)
WHOLE = st.lists(st.integers(0, 5000), max_size=120)
CHANGES = st.lists(st.floats(-500, 500, allow_nan=False).map(lambda v: round(v, 3)), max_size=120)


def digits(value: float) -> int:
    return len(f"{value:.10g}".replace(".", "").strip("0"))


@settings(max_examples=120, deadline=None)
@given(st.one_of(NUMBERS, WHOLE, CHANGES))
def test_every_value_is_in_exactly_one_class(values: list[float]) -> None:
    classes = find_classes(values)
    place = classes.place(values)
    assert ((place >= 0) & (place < len(classes))).all()
    assert len(classes.labels()) == len(classes) == len(classes.colours()) == len(set(classes.labels("en")))
    # A larger value is never in a lower class.
    order = np.argsort(values, kind="stable")
    assert (np.diff(place[order]) >= 0).all()


@settings(max_examples=120, deadline=None)
@given(st.one_of(NUMBERS, WHOLE))
def test_breaks_rise_and_are_rounded(values: list[float]) -> None:
    classes = find_classes(values)
    assert list(classes.breaks) == sorted(set(classes.breaks))
    assert classes.sizes <= 5
    assert all(digits(b) <= 6 for b in classes.breaks)
    assert find_classes(sorted(values, reverse=True)) == classes


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=150))
def test_whole_numbers_get_whole_classes_that_name_their_members(values: list[int]) -> None:
    classes = find_classes(values)
    assert all(b == round(b) for b in classes.breaks)
    for label, k in zip(classes.labels("en"), range(len(classes)), strict=True):
        first, dash, last = label.partition(" – ")
        if dash:
            assert int(first) < int(last)
            assert classes.place([int(first), int(last)]).tolist() == [k, k]
            assert classes.place([int(last) + 1])[0] == k + 1


def test_a_class_begins_at_its_break_and_ends_before_the_next() -> None:
    classes = Classes((5.0, 10.0), zero=True, whole=False)
    assert classes.place([0, 0.1, 4.999, 5, 9.999, 10, math.nan]).tolist() == [0, 1, 1, 2, 2, 3, -1]
    assert classes.labels() == ("0", "trên 0 – dưới 5", "5 – dưới 10", "từ 10 trở lên")


def test_zero_is_in_the_middle_of_a_change() -> None:
    classes = Classes((5.0, 10.0), zero=True, whole=True, two_sided=True)
    assert classes.place([-10, -9, -5, -4, 0, 4, 5, 10]).tolist() == [0, 1, 1, 2, 3, 4, 5, 6]
    assert classes.labels() == (
        "từ -10 trở xuống",
        "-9 đến -5",
        "-4 đến -1",
        "0",
        "1 – 4",
        "5 – 9",
        "từ 10 trở lên",
    )


def test_vietnamese_numbers_in_labels() -> None:
    assert Classes((0.5, 1602.5), zero=False, whole=False).labels() == (
        "dưới 0,5",
        "0,5 – dưới 1.602,5",
        "từ 1.602,5 trở lên",
    )


def test_a_spread_of_rates_gets_round_breaks_of_fair_size() -> None:
    values = np.random.default_rng(3).gamma(2, 4, 150)
    classes = find_classes(values)
    assert classes.sizes == 5
    assert all(digits(b) <= 2 for b in classes.breaks)
    assert np.bincount(classes.place(values)).min() >= 0.4 * 150 / 5


def test_a_value_without_a_class_is_refused() -> None:
    with pytest.raises(ValueError, match="without a class"):
        Classes((5.0,), zero=False, whole=True).place([0])
    with pytest.raises(ValueError, match="without a class"):
        Classes((5.0,), zero=True, whole=True).place([-3])


def test_breaks_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="must rise"):
        Classes((10.0, 5.0), zero=False, whole=True)


def test_the_last_class_tells_the_largest_value_and_a_class_of_one_value_only_that() -> None:
    assert Classes((50.0, 100.0), zero=False, whole=False, largest=100.0).labels()[-1] == "100"
    assert Classes((50.0,), zero=False, whole=False, largest=98.0).labels()[-1] == "50 – 98"
    assert Classes((5.0,), zero=False, whole=True, largest=12.0).labels()[-1] == "5 – 12"
    assert Classes((5.0,), zero=False, whole=True).labels()[-1] == "từ 5 trở lên"
