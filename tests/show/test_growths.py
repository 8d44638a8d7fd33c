"""Charts of growth: every number from its data, names beside lines, nothing joined across a change of counting."""

from dataclasses import replace

import numpy as np
import pytest

from antq_analysis.errors import RefusedError, UnknownNameError, UsageError
from antq_analysis.measures.frame import every_unit
from antq_analysis.measures.growth import growth
from antq_analysis.measures.slope import slope
from antq_analysis.measures.stock_balance import stock_balance
from antq_analysis.panel.stock_flow import stock_flow
from antq_analysis.project import find_project
from antq_analysis.show.distributions import draw_distribution
from antq_analysis.show.growths import draw_growth
from antq_analysis.show.picture import Picture
from antq_analysis.show.slopes import draw_slope
from antq_analysis.show.spread import spread_of
from antq_analysis.show.stock_flows import draw_stock_flow
from tests.measures.test_growth import AREAS, NEW, OLD, POINTS, REMOVED, areas, models, stock
from tests.show.made import make_measure


def axes(picture: Picture, label: str):
    return next(one for one in picture.axes if one.get_label() == label)


def texts(picture: Picture, label: str, gid: str) -> list[str]:
    return [text.get_text() for text in axes(picture, label).texts if text.get_gid() == gid]


def overlapping(picture: Picture, label: str, gid: str) -> list[tuple[str, str]]:
    picture.canvas.draw()
    boxes = [
        (text.get_text(), text.get_window_extent())
        for text in axes(picture, label).texts
        if text.get_gid() == gid and text.get_text()
    ]
    return [
        (name, other)
        for i, (name, box) in enumerate(boxes)
        for other, beside in boxes[i + 1 :]
        if min(box.x1, beside.x1) - max(box.x0, beside.x0) > 1
        and min(box.y1, beside.y1) - max(box.y0, beside.y0) > 2
    ]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_lines_of_groups_carry_their_names_and_stop_at_the_change_of_counting(lang: str) -> None:
    found = growth(models(), (POINTS, OLD))
    picture = draw_growth(found, lang=lang)
    segments = [line for line in axes(picture, "growth").lines if line.get_gid() == "segment"]
    assert sorted(tuple(line.get_xdata()) for line in segments) == [(2021, 2022)] * 2 + [(2023, 2024)] * 2
    drawn = sorted(float(v) for line in segments for v in line.get_ydata())
    assert drawn == sorted(found.frame.to_numpy().ravel())
    side = " ".join(texts(picture, "growth", "side")).replace("\n", " ")
    for group, value in found.frame.iloc[-1].items():
        assert found.labels[str(group)][lang == "en"] in side
        assert f"{value:.0f}" in side
    assert not overlapping(picture, "growth", "side")
    assert len([line for line in axes(picture, "cuts").lines if line.get_gid() == "cut"]) == 1
    assert "2021 18, 2022 22, 2023 26, 2024 30" in picture.alt


def test_one_year_of_groups_is_drawn_without_a_line() -> None:
    picture = draw_growth(growth(models(), (POINTS, OLD), until="2021"))
    assert "năm 2021: 22, thuộc 2 nhóm" in picture.alt
    assert texts(picture, "growth", "value") == []


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_waterfall_adds_up_and_shows_the_gap(lang: str) -> None:
    balance = stock_balance(
        stock({"2023": (100, 9, 9), "2024": (108, 10, 2), "2025": (120, 5, 1)}), POINTS, NEW, REMOVED
    )
    picture = draw_stock_flow(balance, lang=lang)
    bars = [(p.get_gid(), p.get_y(), p.get_y() + p.get_height()) for p in axes(picture, "stock").patches]
    assert bars == [
        ("stock", 0, 100),
        ("added", 100, 110),
        ("removed", 108, 110),
        ("stock", 0, 108),
        ("added", 108, 113),
        ("removed", 112, 113),
        ("gap", 112, 120),
        ("stock", 0, 120),
    ]
    numbers = texts(picture, "stock", "number")
    assert numbers == ["100", "+10", "-2", "108", "+5", "-1", "+8", "120"]
    joins = [tuple(line.get_ydata()) for line in axes(picture, "stock").lines if line.get_gid() == "join"]
    assert [low for low, _ in joins] == [100, 110, 108, 108, 113, 112, 120]
    assert "+8" in picture.alt


def test_published_figures_are_bounds_and_nothing_crosses_the_change_of_counting() -> None:
    (case,) = stock_flow("hoa-binh", project=find_project())
    picture = draw_stock_flow(case)
    heights = [round(p.get_height()) for p in axes(picture, "stock").patches]
    assert heights == [2382, 190, 590, 1602]
    assert heights[0] - heights[1] - heights[2] == heights[3]
    assert [line.get_gid() for line in axes(picture, "stock").lines] == ["cut"]
    assert texts(picture, "stock", "number") == ["2.382", "nhiều nhất -190", "ít nhất -590", "1.602"]
    assert "66,5" not in picture.alt
    assert "43" in picture.alt


def test_a_distribution_counts_every_unit_once_and_each_nothing_apart() -> None:
    measure = make_measure()
    counted = spread_of(measure, "2024")
    frame = measure.at("2024")
    shown = frame["value"].notna()
    assert counted.zero == int((frame["value"] == 0).sum())
    assert sum(counted.counts) + counted.zero == int(shown.sum()) == counted.n
    assert counted.nothing == {"no_data": 9, "not_applicable": 6, "suppressed": 5}
    assert counted.median == frame["value"].median()
    picture = draw_distribution(measure, 2024)
    bars = axes(picture, "distribution").patches
    assert sum(round(bar.get_height()) for bar in bars) == len(measure.units)
    looks = {(bar.get_facecolor(), bar.get_hatch()) for bar in bars}
    assert len(looks) == 5  # zero, classes, three kinds of nothing
    assert not overlapping(picture, "distribution", "number")
    for label in ("Không có số liệu: 9", "Không thuộc diện xét: 6", "Không công bố (số nhỏ): 5"):
        assert label in picture.alt


def test_classes_hold_their_upper_edge_and_shares_go_in_tens() -> None:
    frame = make_measure().at("2024").assign(value=[10.0, 10.1, 100.0, 0.0] + [50.0] * 146, status="reported")
    frame.index = frame.index.rename("unit_code")
    whole = make_measure()
    one = every_unit(
        frame.assign(period="2024").set_index("period", append=True), list(whole.units.index), ("2024",)
    )
    counted = spread_of(replace(whole, frame=one, unit_vi="%"), "2024")
    assert counted.edges == tuple(np.arange(0, 101, 10.0))
    assert counted.counts == (1, 1, 0, 0, 146, 0, 0, 0, 0, 1)
    assert counted.zero == 1
    with pytest.raises(UnknownNameError):
        spread_of(whole, "1999")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_two_years_have_a_line_a_unit_with_its_name(lang: str) -> None:
    found = slope(areas(y2021=(1, 3, 2, None), y2024=(2, 1, 2, 5)), AREAS, "2024", "2021")
    picture = draw_slope(found, lang=lang)
    drawn = [tuple(line.get_ydata()) for line in axes(picture, "slope").lines if line.get_gid() == "unit"]
    assert drawn == list(found.frame[["before", "after"]].itertuples(index=False, name=None))
    assert len(texts(picture, "slope", "side")) == 6
    assert not overlapping(picture, "slope", "side")
    for name in found.frame["name"]:
        assert name in picture.alt
    colours = {line.get_color() for line in axes(picture, "slope").lines}
    assert len(colours) == 3


def test_what_is_sensitive_is_not_released() -> None:
    found = slope(areas(y2021=(1, 3, 2, 1), y2024=(2, 1, 2, 5)), AREAS, "2024", "2021")
    assert draw_slope(found, audience="release").alt
    with pytest.raises(RefusedError):
        draw_slope(replace(found, measure=replace(found.measure, sensitive=True)), audience="release")
    with pytest.raises(RefusedError):
        draw_distribution(replace(make_measure(), sensitive=True), "2024", audience="release")
    with pytest.raises(RefusedError):
        draw_growth(replace(growth(models(), (POINTS, OLD)), sensitive=True), audience="release")
    with pytest.raises(UsageError):
        draw_growth(growth(models(), (POINTS, OLD)), audience="public")
