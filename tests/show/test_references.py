"""Reference figures: a figure looks as it did when somebody last looked at it, whatever draws its letters.

What is kept of each is a tiny picture whose pixels are means over about 4 mm: colours, places and sizes show in it, the
edges of letters do not. After a change that is meant, look at the gallery, then: python -m tests.show.test_references
"""

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.collections import PathCollection
from numpy.typing import NDArray
from PIL import Image

from antq_analysis.show.picture import Picture, render
from antq_analysis.show.style import drawing
from tests.show.pictured import DRAWN

KEPT = Path(__file__).parent / "references"
WIDTH = 80
TYPICAL, WORST = 1.2, 11.5
"""How far a reference may be missed [of 255]: on the mean, and in the worst hundredth of its pixels."""

Seen = NDArray[np.float64]


@cache
def drawn(name: str) -> Picture:
    return DRAWN[name]()


def seen(picture: Picture, dpi: int = 100) -> Seen:
    """Look at a figure from afar."""
    whole = Image.open(io.BytesIO(render(picture, "png", dpi))).convert("RGB")
    size = (WIDTH, round(WIDTH * whole.height / whole.width))
    return np.asarray(whole.resize(size, Image.Resampling.BOX), dtype=float)


def missed(one: Seen, other: Seen) -> tuple[float, float]:
    apart = np.abs(one - other).max(axis=2)
    return float(apart.mean()), float(np.quantile(apart, 0.99))


def alike(one: Seen, other: Seen) -> bool:
    typical, worst = missed(one, other)
    return typical <= TYPICAL and worst <= WORST


def kept(name: str) -> Seen:
    return np.asarray(Image.open(KEPT / f"{name}.png").convert("RGB"), dtype=float)


@pytest.mark.parametrize("name", DRAWN)
def test_a_figure_looks_as_it_did(name: str) -> None:
    now, then = seen(drawn(name)), kept(name)
    assert now.shape == then.shape
    assert alike(now, then), missed(now, then)


def test_every_reference_is_of_a_figure() -> None:
    assert {path.stem for path in KEPT.glob("*.png")} == set(DRAWN)


@pytest.mark.parametrize("dpi", [80, 150])
def test_another_resolution_is_no_difference(dpi: int) -> None:
    assert alike(seen(drawn("map_rate"), dpi), kept("map_rate"))


def _recolour(picture: Picture) -> None:
    chosen = next(one for axes in picture.axes for one in axes.collections if isinstance(one, PathCollection))
    chosen.set_facecolor("#c8102e")


def _shift(picture: Picture) -> None:
    axes = next(one for one in picture.axes if one.get_label() == "map")
    box = axes.get_position()
    axes.set_position((box.x0 + 0.015, box.y0, box.width, box.height))


def _silence(picture: Picture) -> None:
    picture.texts[2].set_text("")


def _raise(picture: Picture) -> None:
    for line in (line for axes in picture.axes for line in axes.lines if line.get_gid() == "segment"):
        line.set_ydata(np.asarray(line.get_ydata()) * 1.05)


@pytest.mark.parametrize(
    ("name", "change"),
    [("map_rate", _recolour), ("map_rate", _shift), ("map_rate", _silence), ("growth", _raise)],
)
def test_a_change_that_somebody_would_see_is_one(name: str, change: Callable[[Picture], None]) -> None:
    picture = DRAWN[name]()
    change(picture)
    assert not alike(seen(picture), kept(name))


@pytest.mark.parametrize("name", DRAWN)
def test_no_text_stands_on_another_or_leaves_its_page(name: str) -> None:
    picture = drawn(name)
    with drawing():
        picture.canvas.draw()
        texts = [*picture.texts, *(text for axes in picture.axes for text in axes.texts)]
        boxes = [
            (t.get_text(), t.get_window_extent()) for t in texts if t.get_text().strip() and t.get_visible()
        ]
    width, height = picture.get_size_inches() * picture.dpi
    outside = [text for text, b in boxes if min(b.x0, b.y0, width - b.x1, height - b.y1) < -1]
    assert outside == []
    # Boxes of letters have a pixel of air around them.
    assert [
        (text, other)
        for i, (text, a) in enumerate(boxes)
        for other, b in boxes[i + 1 :]
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 2 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2
    ] == []


def test_letters_are_as_wide_at_every_resolution() -> None:
    picture = drawn("map_rate")
    inked = []
    for dpi in (80, 110, 160):
        with rc_context({"text.hinting": "force_autohint"}):
            pixels = np.asarray(Image.open(io.BytesIO(render(picture, "png", dpi))).convert("L"))
        columns = np.flatnonzero((pixels < 200).any(axis=0))
        inked.append(columns.max() / pixels.shape[1])
    assert np.ptp(inked) < 0.002


if __name__ == "__main__":
    KEPT.mkdir(exist_ok=True)
    for name in DRAWN:
        Image.fromarray(seen(drawn(name)).round().astype("uint8")).save(KEPT / f"{name}.png", optimize=True)
