"""Funnels: limits where the measure puts them, names only of those outside, and none of them on another."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from antq_analysis.errors import RefusedError
from antq_analysis.measures.funnel import Funnel, funnel
from antq_analysis.project import Project
from antq_analysis.show.funnels import draw_funnel
from antq_analysis.show.picture import Picture, render
from tests.measures.space.made import lattice, rates

LIMITS = ["low_95", "high_95", "low_998", "high_998"]


@pytest.fixture(scope="module")
def found() -> Funnel:
    layer = lattice(6, 10)
    rng = np.random.default_rng(3)
    people = rng.integers(3000, 30000, 60).astype(float)
    events = rng.poisson(people / 1000).astype(float)
    events[[7, 8]] = people[[7, 8]] / 1000 * 4
    events[20] = 0.0
    people[20] = 30000
    return funnel(rates(layer, [float(round(n)) for n in events[:59]] + [None], list(people)), "2025")


def axes_of(picture: Picture):
    return next(axes for axes in picture.axes if axes.get_label() == "funnel")


def labels_of(picture: Picture) -> list:
    return [text for text in axes_of(picture).texts if text.get_gid() == "label"]


@pytest.mark.parametrize("dispersion", ["additive", "multiplicative", "none"])
def test_lines_run_through_the_limits_of_every_unit(dispersion: str) -> None:
    rng = np.random.default_rng(4)
    people = rng.integers(3000, 30000, 60).astype(float)
    events = rng.poisson(people / 500 * rng.gamma(4, 0.25, 60)).astype(float)
    found = funnel(rates(lattice(6, 10), list(events), list(people)), "2025", dispersion=dispersion)
    assert (found.frame["dispersion"].max() > 1.2) == (dispersion != "none")
    drawn = found.limits(found.frame["exposure"])
    np.testing.assert_allclose(drawn[LIMITS].to_numpy(), found.frame[LIMITS].to_numpy(), rtol=1e-9, atol=1e-9)


def test_those_outside_are_named_and_nobody_else(found: Funnel) -> None:
    picture = draw_funnel(found, banner="")
    outside = found.frame.index[found.frame["place"].isin(["high", "low"])]
    assert {text.get_text() for text in labels_of(picture)} == set(found.units["name"][outside])
    assert found.counted() == {"high": 2, "low": 1, "inside": 56}
    assert found.said_dispersion() in picture.alt
    assert "Hệ số phân tán: " in " ".join(text.get_text() for text in picture.texts)
    assert "2 xã cao hơn, 1 xã thấp hơn mức thường gặp" in picture.alt
    assert "1 xã không có số liệu chính xác" in picture.alt
    for code in outside:
        assert found.units["name"][code] in picture.alt


def test_every_unit_has_its_dot(found: Funnel) -> None:
    axes = axes_of(draw_funnel(found, banner=""))
    for place, n in found.counted().items():
        dots = next(one for one in axes.collections if one.get_gid() == place)
        rows = found.frame[found.frame["place"].eq(place)]
        assert len(dots.get_offsets()) == n
        assert set(dots.get_offsets()[:, 1]) == set(rows["value"])
    assert axes.get_ylim()[1] >= found.frame["value"].max()


@pytest.mark.parametrize(("lang", "page"), [("vi", "slide"), ("en", "a4")])
def test_no_text_leaves_the_page_or_meets_another(found: Funnel, lang: str, page: str) -> None:
    picture = draw_funnel(found, lang=lang, banner="LƯU HÀNH NỘI BỘ", page=page)
    width, height = picture.get_size_inches() * picture.dpi
    texts = [*picture.texts, *axes_of(picture).texts]
    boxes = [
        (t.get_text(), t.get_window_extent(picture.canvas.get_renderer())) for t in texts if t.get_text()
    ]
    for text, box in boxes:
        assert box.x0 >= 0, text
        assert box.y0 >= 0, text
        assert box.x1 <= width, text
        assert box.y1 <= height, text
    assert not [(a, b) for i, (a, x) in enumerate(boxes) for b, y in boxes[i + 1 :] if x.overlaps(y)]


def test_names_keep_off_the_dots(found: Funnel) -> None:
    picture = draw_funnel(found, banner="")
    axes = axes_of(picture)
    dots = axes.transData.transform(found.frame[["exposure", "value"]].dropna().to_numpy(float))
    for text in labels_of(picture):
        box = text.get_window_extent(picture.canvas.get_renderer())
        inside = (dots > (box.x0, box.y0)).all(axis=1) & (dots < (box.x1, box.y1)).all(axis=1)
        assert not inside.any(), text.get_text()


def test_the_same_funnel_gives_the_same_bytes(found: Funnel) -> None:
    first, second = (render(draw_funnel(found, banner=""), "png", 80) for _ in range(2))
    assert first == second


def test_rates_of_small_counts_are_not_released(found: Funnel, project: Project) -> None:
    with pytest.raises(RefusedError, match="suy ra số nhỏ đã che"):
        draw_funnel(found, audience="release", project=project)


def test_none_outside_is_said(found: Funnel) -> None:
    picture = draw_funnel(funnel(rates(lattice(2, 5), [9.0] * 10, [9000.0] * 10), "2025"), banner="")
    assert "không có xã nào nằm ngoài mức thường gặp" in picture.alt
    assert labels_of(picture) == []


def test_the_funnel_of_real_counties(shared: Path) -> None:
    layer = gpd.read_parquet(shared / "data/peers/nc_counties_sids.parquet").rename(columns={"NAME": "name"})
    layer.index = pd.Index(layer["fips"].astype(str), name="unit_code")
    measure = rates(layer, layer["SID74"].tolist(), layer["BIR74"].tolist())
    picture = draw_funnel(funnel(measure, "2025", dispersion="none"), banner="")
    # Cressie and Chan (1989) leave Anson County out of their model of these deaths as an outlier.
    assert "Anson" in {text.get_text() for text in labels_of(picture)}
