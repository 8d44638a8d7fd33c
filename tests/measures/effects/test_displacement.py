"""Displacement difference and quotient against the printed example, and where they say nothing."""

import math

import pytest

from antq_analysis.measures.effects.displacement import displacement_difference, displacement_quotient


def test_the_printed_example() -> None:
    # Wheeler's package ptools, example weighted by area: -91.9 (31.5).
    found = displacement_difference((207, 110), (308, 318), scale=(1.2, 0.9, 1.0, 1.0))
    assert (round(found.estimate, 1), round(found.error, 1)) == (-91.9, 31.5)
    assert found.high == pytest.approx(found.estimate + 1.959964 * found.error)


def test_displacement_is_taken_off_the_fall() -> None:
    alone = displacement_difference((100, 60), (100, 100))
    moved = displacement_difference((100, 60), (100, 100), (50, 70), (50, 50))
    assert (alone.estimate, moved.estimate) == (-40, -20)
    assert moved.error == pytest.approx(math.sqrt(160 + 200 + 120 + 100))


def test_quotient() -> None:
    assert displacement_quotient((100, 50), (100, 100), (1000, 1000)) == 0
    assert displacement_quotient((100, 50), (100, 150), (1000, 1000)) == pytest.approx(-1)
    assert displacement_quotient((100, 50), (100, 75), (1000, 1000)) == pytest.approx(0.5)
    # Rates of the control: a fall everywhere is no fall of the target.
    assert math.isnan(displacement_quotient((100, 50), (100, 90), (1000, 500)))
    assert math.isnan(displacement_quotient((100, 50), (100, 90), (0, 5)))
