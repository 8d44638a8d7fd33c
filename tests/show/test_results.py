"""Maps of results: fixed colours that everybody can tell apart, findings in words, and nothing released that tells."""

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex, to_rgb

from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.measures.base_years import BaseYears
from antq_analysis.measures.change_map import DIRECTIONS
from antq_analysis.measures.entry_exit import MOVES
from antq_analysis.measures.frame import UnitResult
from antq_analysis.measures.space.clusters import STATISTICS, find_clusters
from antq_analysis.measures.space.neighbours import neighbours
from antq_analysis.measures.trends import DIRECTIONS as TREND_DIRECTIONS
from antq_analysis.measures.typology import TYPES
from antq_analysis.project import Project
from antq_analysis.show.categories import CATEGORIES
from antq_analysis.show.found import MOST_NAMED, read_result
from antq_analysis.show.found_words import describe_result, subtitle_of_result, title_of_result
from antq_analysis.show.labels import places_beside
from antq_analysis.show.layer import build_layer
from antq_analysis.show.maps import draw_map
from antq_analysis.show.picture import Picture, render
from antq_analysis.show.style import NOTHING, SEQUENTIAL, border_on, contrast
from antq_analysis.vocabulary import load_vocabulary
from tests.measures.space.made import lattice, rates
from tests.show.found import changes, clusters, moves, states, trends
from tests.show.made import make_measure, make_units
from tests.show.test_maps import texture
from tests.show.test_style import DEUTERANOPIA, PROTANOPIA, grey

HIGH_ONES = [("high_high", "reported")] * 3 + [("low_low", "reported")] * 2 + [("low_high", "reported")]
MADE: dict[str, Callable[[], UnitResult]] = {
    "moran": lambda: clusters([*HIGH_ONES, ("no_neighbours", "reported"), ("no_data", "not_reported")]),
    "gi_star": lambda: clusters([("high", "reported"), ("low", "apportioned")], "gi_star"),
    "change_map": lambda: changes(
        [("rising", "reported"), ("stable", "reported"), ("no_data", "apportioned")]
    ),
    "trend": lambda: trends([("falling", "reported"), ("", "too_few_years"), ("", "not_available")]),
    "entry_exit": lambda: moves([("entered", "reported"), ("left", "reported"), ("mixed", "mixed")]),
    "typology": lambda: states(
        [("kept", "reported"), ("one_year", "reported"), ("not_considered", "no_row")]
    ),
}


def lab(colour: str, eyes: np.ndarray) -> np.ndarray:
    """CIELAB (D65) of a colour as other eyes see it."""
    number = np.asarray(to_rgb(colour))
    linear = np.where(number <= 0.04045, number / 12.92, ((number + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x = to_xyz @ np.clip(eyes @ linear, 0, 1) / np.array([0.9505, 1.0, 1.0890])
    f = np.where(x > 0.008856, np.cbrt(x), 7.787 * x + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


# ---- colours ----------------------------------------------------------------------------------------------------


def test_the_colours_are_those_of_every_map_drawn_before() -> None:
    assert CATEGORIES == {
        "moran": {
            "high_high": "#9e1b22",
            "low_low": "#2c7fb8",
            "high_low": "#ea8c4e",
            "low_high": "#a8d3ea",
            "not_significant": "#f4f1e8",
        },
        "gi_star": {"high": "#9e1b22", "low": "#2c7fb8", "not_significant": "#f4f1e8"},
        "change_map": {
            "rising": "#7a4106",
            "falling": "#2589a8",
            "stable": "#bdb6a4",
            "cannot_tell": "#f4f1e8",
        },
        "trend": {"rising": "#7a4106", "falling": "#2589a8", "not_shown": "#f4f1e8"},
        "entry_exit": {
            "entered": "#7a4106",
            "stayed": "#d9a55b",
            "left": "#2589a8",
            "outside": "#f4f1e8",
        },
        "typology": {
            "kept": "#00524a",
            "gained": "#3a9d94",
            "lost": "#9c5510",
            "mixed": "#d9b8e3",
            "never": "#f4f1e8",
        },
    }


@pytest.mark.parametrize("scheme", CATEGORIES)
def test_categories_are_told_apart_by_all_eyes_and_in_grey(scheme: str) -> None:
    for one, other in itertools.combinations(CATEGORIES[scheme].values(), 2):
        for eyes in (np.eye(3), DEUTERANOPIA, PROTANOPIA):
            # A difference of 2.3 is just seen side by side; of 15 and more from one end of a map to the other.
            assert np.linalg.norm(lab(one, eyes) - lab(other, eyes)) > 18, (one, other)
        assert abs(grey(one) - grey(other)) > 11, (one, other)


def test_borders_are_seen_within_every_colour() -> None:
    colours = [colour for scheme in CATEGORIES.values() for colour in scheme.values()]
    for colour in [*colours, *(one for ramp in SEQUENTIAL.values() for one in ramp)]:
        assert contrast(border_on(colour), colour) > 2, colour


def test_every_category_of_a_measure_has_a_colour_or_is_a_kind_of_nothing() -> None:
    nothing = {"no_data", "no_neighbours", "not_considered", "one_year"}
    for statistic, names in STATISTICS.items():
        assert set(CATEGORIES[statistic]) == {*names, "not_significant"}
    assert set(CATEGORIES["change_map"]) == set(DIRECTIONS) - nothing
    assert set(CATEGORIES["typology"]) == set(TYPES) - nothing
    assert set(CATEGORIES["entry_exit"]) == set(MOVES) - {"mixed", "unknown"}
    assert set(CATEGORIES["trend"]) == set(TREND_DIRECTIONS)


def test_kinds_of_nothing_have_patterns_of_their_own() -> None:
    patterns = [hatch for _, hatch, _ in NOTHING.values()]
    assert len(set(patterns)) == len(patterns) == 6
    told = [("no_neighbours", "reported"), ("no_data", "not_reported"), ("no_data", "not_exact")]
    picture = draw_map(clusters(told), banner="")
    heads = ("Chưa thấy", "Không có xã liền kề", "Không có số liệu", "Có số liệu")
    plain, *hatched = (texture(picture, head) for head in heads)
    assert plain.std() < 1
    assert all(one.std() > 5 for one in hatched)
    for one, other in itertools.combinations([plain, *hatched], 2):
        assert np.abs(one - other).mean() > 4


@pytest.mark.parametrize("name", MADE)
def test_each_unit_is_painted_in_the_colour_of_its_category(name: str) -> None:
    result = MADE[name]()
    picture = draw_map(result, banner="")
    axes = next(axes for axes in picture.axes if axes.get_label() == "map")
    fill = next(c for c in axes.collections if isinstance(c, PathCollection))
    column = next(c for c in ("category", "direction", "move", "type") if c in result.frame)
    wanted = result.frame[column].map(CATEGORIES[name]).dropna()
    assert [to_hex(colour) for colour in fill.get_facecolor()] == list(wanted)


# ---- what is counted --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MADE)
def test_the_legend_counts_every_unit_once(name: str) -> None:
    found = read_result(MADE[name]())
    assert sum(n for _, n in found.legend()) == len(found.result.units) == 60


def test_kinds_of_nothing_are_those_of_the_result() -> None:
    told = [
        ("no_neighbours", "reported"),
        ("no_data", "not_reported"),
        ("no_data", "suppressed"),
        ("high_high", "suppressed"),
        ("no_data", "not_applicable"),
        ("no_data", "not_exact"),
        ("no_data", "no_base"),
    ]
    found = read_result(clusters(told))
    wanted = ["no_neighbours", "no_data", "suppressed", "suppressed", "not_applicable", "untested", "no_data"]
    assert list(found.units["nothing"][: len(told)]) == wanted
    assert list(found.units["reason"][5:8]) == ["not_exact", "no_base", ""]
    assert found.counts() == (0, 0, 0, 0, 53)
    kept = read_result(
        states([("not_considered", "no_row"), ("one_year", "reported"), ("no_data", "no_row")])
    )
    assert list(kept.units["nothing"][:3]) == ["not_applicable", "untested", "no_data"]
    told = [("mixed", "mixed"), ("unknown", "not_reported"), ("unknown", "not_applicable")]
    assert list(read_result(moves(told)).units["nothing"][:3]) == ["mixed", "no_data", "not_applicable"]
    moved = read_result(changes([("no_data", "not_available"), ("no_data", "apportioned")]))
    assert list(moved.units["reason"][:2]) == ["one_period", "apportioned"]
    assert "Không so sánh được" in dict(moved.legend())


def test_a_unit_without_a_polygon_is_in_a_note() -> None:
    result = clusters(HIGH_ONES)
    units = result.units.copy()
    units.loc[units.index[0], "geometry"] = None
    found = read_result(replace(result, units=units))
    assert found.beside == (units.index[0],)
    assert found.counts()[0] == 2
    assert "không có ranh giới trên bản đồ này" in describe_result(found)


def test_bounds_and_rates_without_a_base_are_not_called_no_data() -> None:
    layer = lattice(5, 5)
    measure = rates(layer, [float(n) for n in range(25)], [1000.0] * 25)
    frame = measure.frame.copy()
    frame.loc[frame.index[3], "comparator"] = "over"
    frame.loc[frame.index[4], ["value", "exposure"]] = np.nan
    found = find_clusters(replace(measure, frame=frame), neighbours(layer), "2025")
    assert list(found.frame["status"][3:6]) == ["not_exact", "no_base", "reported"]
    assert read_result(found).nothings() == {"no_data": 1, "untested": 1}


# ---- what is said -----------------------------------------------------------------------------------------------


def test_the_title_says_the_finding() -> None:
    title = title_of_result(read_result(clusters(HIGH_ONES)))
    assert title.startswith("Tỷ suất vụ việc năm 2025: 3 xã cao giữa vùng cao")
    assert "2 xã thấp giữa vùng thấp, 1 xã thấp giữa vùng cao, vượt quá ngẫu nhiên" in title
    none = read_result(clusters([]))
    assert title_of_result(none) == "Tỷ suất vụ việc năm 2025: không có cụm nào vượt quá ngẫu nhiên"
    assert title_of_result(none, "en") == "Incident rate, 2025: no cluster beyond chance"
    moved = read_result(changes([("rising", "reported")] * 2 + [("no_data", "apportioned")]))
    assert "tăng ở 2, giảm ở 0 trong số 59 xã" in title_of_result(moved)
    assert "chưa thấy xã nào tăng hay giảm vượt quá ngẫu nhiên" in title_of_result(read_result(changes([])))
    assert "không có xã nào đủ số liệu" in title_of_result(
        read_result(changes([("no_data", "apportioned")] * 60))
    )
    assert "giảm ở 1 trong số 58 xã" in title_of_result(read_result(MADE["trend"]()))
    assert "1 xã vào danh sách, 0 tiếp tục, 1 ra khỏi" in title_of_result(read_result(MADE["entry_exit"]()))
    assert "2022–2025: 1 xã giữ được suốt, 0 mới đạt" in title_of_result(read_result(MADE["typology"]()))


def test_a_map_too_small_for_any_cluster_does_not_say_that_there_is_none() -> None:
    layer = lattice(3, 3)
    found = find_clusters(rates(layer, [float(n) for n in range(9)], [1000.0] * 9), neighbours(layer), "2025")
    assert not found.within_reach
    assert "quá ít để nói có cụm hay không" in title_of_result(read_result(found))


def test_the_subtitle_says_the_method() -> None:
    told = subtitle_of_result(read_result(clusters([], how="rook", level=0.1, permutations=4_999)))
    for part in (
        "Moran cục bộ",
        "chung một đoạn ranh giới",
        "4.999 lần hoán vị",
        "Benjamini–Hochberg, mức 10%",
    ):
        assert part in told
    # A map of change stands in the main text of a report: the same in words, without names of methods.
    changed = subtitle_of_result(read_result(MADE["change_map"]()))
    assert changed.endswith("trung bình nhiều nhất 5% số xã được nêu là do ngẫu nhiên")
    assert not re.search("Benjamini|phép thử", changed)
    layer = lattice(5, 5)
    measure = rates(layer, [float(n) for n in range(25)], [1000.0] * 25)
    for how in ("queen", "rook", "knn"):
        found = find_clusters(measure, neighbours(layer, how), "2025", statistic="gi_star")
        assert found.how == how
        assert "chuẩn hóa theo quy mô" in subtitle_of_result(read_result(found))
    assert "bộ 2021" in subtitle_of_result(read_result(MADE["typology"]()))


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", MADE)
def test_the_alternative_text_tells_every_category_with_its_count(name: str, lang: str) -> None:
    result = MADE[name]()
    alt = draw_map(result, lang=lang, banner="", notes=("Ghi chú thêm.",)).alt
    found = read_result(result)
    for label, n in found.legend(lang):
        assert re.search(re.escape(label) + rf" \({n}\b", alt), label
    assert alt.endswith("Ghi chú thêm.")


# ---- the picture ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "page"), [("vi", "a4"), ("en", "slide")])
@pytest.mark.parametrize("name", MADE)
def test_no_text_leaves_the_page_or_meets_another(name: str, lang: str, page: str) -> None:
    picture = draw_map(MADE[name](), lang=lang, banner="LƯU HÀNH NỘI BỘ", page=page)
    width, height = picture.get_size_inches() * picture.dpi
    texts = [*picture.texts, *(text for axes in picture.axes for text in axes.texts)]
    boxes = [
        (t.get_text(), t.get_window_extent(picture.canvas.get_renderer())) for t in texts if t.get_text()
    ]
    for text, box in boxes:
        assert box.x0 >= 0, text
        assert box.y0 >= 0, text
        assert box.x1 <= width, text
        assert box.y1 <= height, text
    assert not [(a, b) for i, (a, x) in enumerate(boxes) for b, y in boxes[i + 1 :] if x.overlaps(y)]


def names_on(picture: Picture) -> set[str]:
    axes = next(axes for axes in picture.axes if axes.get_label() == "map")
    return {text.get_text() for text in axes.texts if text.get_gid() == "label"}


def test_units_that_stand_out_are_named_where_they_are_few() -> None:
    result = clusters(HIGH_ONES)
    assert names_on(draw_map(result, banner="")) == set(result.units["name"][: len(HIGH_ONES)])
    many = clusters([("high_high", "reported")] * (MOST_NAMED + 1))
    assert names_on(draw_map(many, banner="")) == set()
    assert names_on(draw_map(clusters([]), banner="")) == set()
    moved = changes([("rising", "reported"), ("stable", "reported"), ("falling", "reported")])
    districts = set(moved.units["district_name"])
    assert names_on(draw_map(moved, banner="")) == {*moved.units["name"].iloc[[0, 2]], *districts}


def test_a_name_hides_its_unit_only_where_there_is_no_other_place_and_stays_close_to_it() -> None:
    size = (3.0, 1.0)
    for edge in (1.0, 8.0):
        square = shapely.box(0, 0, edge, edge)
        places = places_beside(square, size)
        boxes = [shapely.box(x - 1.5, y - 0.5, x + 1.5, y + 0.5) for x, y in places]
        hidden = [box.intersection(square).area / square.area > 0.35 for box in boxes]
        assert hidden == sorted(hidden)
        assert not hidden[0]
        assert max(box.distance(square) for box in boxes) <= 1.0
        assert (boxes[0].distance(square) == 0 and square.contains(boxes[0])) == (edge > 3)


def test_the_same_result_gives_the_same_bytes() -> None:
    first, second = (render(draw_map(clusters(HIGH_ONES), banner=""), "png", 80) for _ in range(2))
    assert first == second


def test_a_layer_of_the_same_map_may_be_given() -> None:
    result = clusters(HIGH_ONES)
    layer = build_layer(result.units)
    alone, given = (render(draw_map(result, banner="", layer=one), "png", 60) for one in (None, layer))
    assert alone == given


# ---- wrong use, and what is not released ------------------------------------------------------------------------


def test_a_result_has_its_own_period_and_colours_and_a_measure_needs_a_period() -> None:
    with pytest.raises(UsageError, match="không nêu kỳ"):
        draw_map(clusters([]), 2025, banner="")
    with pytest.raises(UsageError, match="2023, 2024, 2025"):
        draw_map(make_measure(make_units(20)), banner="")
    with pytest.raises(UsageError):
        draw_map(clusters([]), audience="public", banner="")


def test_no_cluster_and_nothing_that_rests_on_small_counts_is_released(project: Project) -> None:
    with pytest.raises(RefusedError, match="cụm theo xã không được công bố"):
        draw_map(replace(clusters([]), indicator="ntm_19_2_met"), audience="release", project=project)
    for name in ("change_map", "trend", "entry_exit"):
        with pytest.raises(RefusedError, match="suy ra số nhỏ đã che"):
            draw_map(MADE[name](), audience="release", project=project)
    with pytest.raises(RefusedError, match="suy ra số nhỏ đã che"):
        draw_map(states([], indicator="nobody_defined_this"), audience="release", project=project)


def test_states_that_are_not_sensitive_are_released_without_the_internal_banner(project: Project) -> None:
    picture = draw_map(MADE["typology"](), audience="release", project=project)
    assert project.settings.banner_vi not in {text.get_text() for text in picture.texts}


@pytest.mark.parametrize(("base", "refused"), [("population", False), ("tips_total", True), ("", True)])
def test_a_sensitive_or_unknown_base_is_not_released(project: Project, base: str, refused: bool) -> None:
    label = load_vocabulary(project).indicator(base).label_vi if base else "Mẫu số lạ"
    resting = BaseYears(label_vi=label, label_en=label, spans={}, lacking={})
    result = replace(changes([]), indicator="model_points_new", base=resting)
    if refused:
        with pytest.raises(RefusedError, match="suy ra số nhỏ đã che"):
            draw_map(result, audience="release", project=project)
    else:
        assert draw_map(result, audience="release", project=project)


# ---- a real layer -----------------------------------------------------------------------------------------------


def test_clusters_of_real_counties_are_drawn(shared: Path) -> None:
    layer = gpd.read_parquet(shared / "data/peers/nc_counties_sids.parquet").rename(columns={"NAME": "name"})
    layer.index = pd.Index(layer["fips"].astype(str), name="unit_code")
    measure = rates(layer, layer["NWBIR74"].tolist(), layer["BIR74"].tolist())
    found = find_clusters(measure, neighbours(layer), "2025")
    counted = found.counted()
    assert counted["high_high"] > 2 < counted["low_low"]
    picture = draw_map(found, banner="")
    assert f"{counted['high_high']} xã cao giữa vùng cao" in picture.alt
    # The whole map stands at its foot and in the alternative text.
    assert found.overall is not None
    assert found.overall.said() in picture.alt
    assert "I của Moran = " in " ".join(text.get_text() for text in picture.texts).replace("\n", " ")
    sure = find_clusters(measure, neighbours(layer), "2025", level=0.01)
    named = sure.frame.index[sure.frame["category"].isin(STATISTICS["moran"])]
    assert 2 < len(named) <= MOST_NAMED
    assert names_on(draw_map(sure, banner="")) == set(layer["name"][named])
