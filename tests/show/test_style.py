"""Colours that survive a black-and-white printer and colour-blind eyes."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from antq_analysis.show.style import (
    CATEGORICAL,
    FALLING,
    GREY,
    INK,
    PAPER,
    RED,
    RISING,
    SEQUENTIAL,
    ZERO,
    contrast,
    ink_on,
    luminance,
)


def grey(colour: str) -> float:
    """Lightness L* of CIELAB, 0 to 100."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


# Machado, Oliveira and Fernandes (2009), severity 1.
DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
)
PROTANOPIA = np.array(
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
)


@pytest.mark.parametrize("n", sorted(SEQUENTIAL))
def test_classes_darken_by_visible_steps(n: int) -> None:
    steps = -np.diff([grey(colour) for colour in (ZERO, *SEQUENTIAL[n])])
    assert (steps >= 8).all()


@pytest.mark.parametrize("arm", [FALLING, RISING])
def test_arms_of_a_change_darken_away_from_zero(arm: dict[int, tuple[str, ...]]) -> None:
    for colours in arm.values():
        assert (-np.diff([grey(colour) for colour in (ZERO, *colours)]) >= 8).all()


@pytest.mark.parametrize("eyes", [DEUTERANOPIA, PROTANOPIA])
def test_rise_and_fall_are_told_apart_by_colour_blind_readers(eyes: np.ndarray) -> None:
    for n in FALLING:
        for fall, rise in zip(FALLING[n], RISING[n], strict=True):
            assert np.abs(eyes @ to_rgb(fall) - eyes @ to_rgb(rise)).max() > 0.15


def test_text_is_readable() -> None:
    assert contrast(INK, PAPER) > 12
    assert contrast(GREY, PAPER) > 4.5
    assert contrast(RED, PAPER) > 4.5
    assert all(contrast(colour, PAPER) > 3 for colour in CATEGORICAL)
    assert all(contrast(ink_on(colour), colour) > 3.5 for n in SEQUENTIAL for colour in SEQUENTIAL[n])


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
