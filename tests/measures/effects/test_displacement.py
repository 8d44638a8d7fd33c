"""Displacement difference and quotient against the printed example, and where they say nothing."""

import math

import pytest

from antq_analysis.measures.effects.displacement import displacement_difference, displacement_quotient


def test_the_printed_example() -> None:
    # Wheeler's package ptools, example weighted by area: -91.9 (31.5).
    found = displacement_difference((207, 110), (308, 318), scale=(1.2, 0.9, 1.0, 1.0))
    assert (round(found.estimate, 1), round(found.error, 1)) == (-91.9, 31.5)
    assert found.high == pytest.approx(found.estimate + 1.959964 * found.error)


def test_the_example_of_the_paper_with_its_surroundings() -> None:
    # Wheeler & Ratcliffe 2018, as in the tests of the author's package ptools; then by area.
    places = ((207, 110), (308, 318), (178, 157), (150, 140))
    found = displacement_difference(*places)
    assert (found.estimate, found.error**2) == (pytest.approx(-118), pytest.approx(1568))
    assert (round(found.low), round(found.high)) == (-196, -40)
    by_area = displacement_difference(*places, scale=(1.2, 0.9, 1.5, 1.6))
    assert by_area.estimate == pytest.approx(-99.69444444)
    assert by_area.error == pytest.approx(35.4280755)
    assert (by_area.low, by_area.high) == (pytest.approx(-169.1321965), pytest.approx(-30.25669241))


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
