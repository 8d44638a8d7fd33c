"""Two maps side by side: every unit once on its side, the same colours, counts in the legend."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from matplotlib.collections import PathCollection

from antq_analysis.errors import MissingError
from antq_analysis.panel.reform import KEPT, MERGED, RENAMED, SPLIT, Reform
from antq_analysis.show.picture import Picture
from antq_analysis.show.reform_maps import COLOURS, draw_reform
from antq_analysis.show.style import luminance
from tests.show.made import make_province


def squares(fates: list[str], *, drawn: bool = True) -> gpd.GeoDataFrame:
    codes = [f"{90000 + 3 * n}" for n in range(len(fates))]
    shapes = [
        shapely.box(105 + 0.1 * n, 20, 105.1 + 0.1 * n, 20.2) if drawn else None for n in range(len(fates))
    ]
    frame = pd.DataFrame({"name": [f"Xã {n}" for n in range(len(fates))], "fate": fates}, index=codes)
    return gpd.GeoDataFrame(frame.rename_axis("unit_code"), geometry=shapes, crs="EPSG:4326")


def made(*, drawn: bool = True) -> Reform:
    pairs = pd.DataFrame(
        {"from_code": ["90012", "90012"], "to_code": ["90006", "90009"], "share": [0.62, 0.38]}
    ).assign(share_basis="population")
    return Reform(
        before="2020-01-01",
        on="2025-07-01",
        old=squares([KEPT, RENAMED, MERGED, MERGED, SPLIT], drawn=drawn),
        new=squares([KEPT, RENAMED, SPLIT, SPLIT], drawn=drawn),
        pairs=pairs,
        basis="",
        province=make_province(),
    )


def drawn_on(picture: Picture, side: str) -> dict[str, int]:
    axes = next(one for one in picture.axes if one.get_label() == side)
    found = [one for one in axes.collections if isinstance(one, PathCollection)]
    return {str(one.get_gid()): len(one.get_paths()) for one in found}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_unit_is_drawn_once_on_its_side(lang: str) -> None:
    picture = draw_reform(made(), lang=lang)
    assert drawn_on(picture, "old") == {KEPT: 1, RENAMED: 1, MERGED: 2, SPLIT: 1}
    assert drawn_on(picture, "new") == {KEPT: 1, RENAMED: 1, SPLIT: 2}
    legend = [t.get_text() for axes in picture.axes for t in axes.texts if t.get_gid() == "legend"]
    assert [text.rpartition(": ")[2] for text in legend] == ["1 → 1", "1 → 1", "2 → 0", "1 → 2"]
    for text in legend:
        assert text in picture.alt
    assert "Xã 4 (62% Xã 2, 38% Xã 3)" in picture.alt


def test_both_maps_have_one_scale_and_no_words_overlap() -> None:
    picture = draw_reform(made())
    spans = [
        axes.get_xlim()[1] - axes.get_xlim()[0] for axes in picture.axes if axes.get_label() in ("old", "new")
    ]
    assert spans[0] == pytest.approx(spans[1])
    picture.canvas.draw()
    boxes = [
        t.get_window_extent() for axes in picture.axes for t in axes.texts if t.get_text() and t.get_visible()
    ]
    for i, one in enumerate(boxes):
        assert not any(one.overlaps(other) for other in boxes[i + 1 :])


def test_the_darker_the_more_changed() -> None:
    assert sorted(COLOURS, key=lambda fate: -luminance(COLOURS[fate])) == list(COLOURS)


def test_without_polygons_it_says_so() -> None:
    with pytest.raises(MissingError):
        draw_reform(made(drawn=False))
