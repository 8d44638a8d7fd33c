"""Maps: what is counted, what is told apart, what does not overlap, and the same bytes twice."""

import io
import re
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.path import Path as DrawnPath
from PIL import Image

from antq_analysis.errors import MissingError, RefusedError, UnknownNameError, UsageError
from antq_analysis.measures.frame import Measure, UnitResult
from antq_analysis.measures.suppression.entry import Entry
from antq_analysis.project import Project
from antq_analysis.show import maps
from antq_analysis.show.charts import draw_trend
from antq_analysis.show.labels import place_labels
from antq_analysis.show.layer import build_layer
from antq_analysis.show.mapped import describe, read_map, title_of
from antq_analysis.show.maps import draw_map, map_classes
from antq_analysis.show.page import balance, wrap
from antq_analysis.show.picture import Picture, render
from antq_analysis.show.tables import draw_table
from tests.show.made import PERIODS, make_measure, make_units


@pytest.fixture(scope="module")
def measure() -> Measure:
    return make_measure()


@pytest.fixture(scope="module")
def picture(measure: Measure) -> Picture:
    return draw_map(measure, 2025, banner="LƯU HÀNH NỘI BỘ")


def texts_of(picture: Picture, gid: str | None = None) -> list[str]:
    found = [text for axes in picture.axes for text in axes.texts if gid is None or text.get_gid() == gid]
    return [text.get_text().replace("\n", " ") for text in found] + [
        t.get_text() for t in picture.texts if gid is None
    ]


@pytest.mark.parametrize("draw", [draw_map, draw_table, draw_trend])
def test_a_result_without_categories_is_not_drawn_and_clusters_are_never_released(
    measure: Measure, draw
) -> None:
    kept = ("indicator", "label_vi", "label_en", "units", "province", "map_date")
    frame = measure.at("2025").assign(category="high_high")
    found = UnitResult(frame, kind="clusters", **{name: getattr(measure, name) for name in kept})
    with pytest.raises(RefusedError, match="cụm theo xã không được công bố"):
        draw(found, audience="release")
    with pytest.raises(RefusedError, match=r"print\(\)"):
        draw(found, audience="internal")
    with pytest.raises(RefusedError, match=r"không công bố theo từng đơn vị|print\(\)"):
        draw(replace(found, kind="change"), audience="release")


def test_legend_counts_sum_to_the_units_of_the_map(measure: Measure, picture: Picture) -> None:
    rows = [text for text in texts_of(picture, "legend") if "phân bổ" not in text]
    counts = [int(re.search(r"\((\d+)\s", row.replace("(số nhỏ)", ""))[1]) for row in rows]  # type: ignore[index]
    assert sum(counts) == len(measure.units) == 150


def test_kinds_of_nothing_are_counted_as_they_were_made(measure: Measure) -> None:
    # 4 left empty, 2 not available, 1 in conflict, 2 without a row; 6 not in scope; 5 suppressed; zeros stay values.
    mapped = read_map(measure, "2025")
    assert mapped.nothings() == {"no_data": 9, "not_applicable": 6, "suppressed": 5}
    assert mapped.classes.zero
    assert mapped.counts()[0] == int((measure.at("2025")["value"] == 0).sum()) >= 7
    assert int(mapped.units["apportioned"].sum()) == 8


def test_the_title_counts_what_is_known(picture: Picture) -> None:
    title = next(text for text in texts_of(picture) if text.startswith("Tỷ suất vụ việc năm 2025:"))
    # Of 150 communes 135 have figures; what is hidden is not counted among the figures that are shown.
    rows = make_measure().at("2025")
    shown, hidden = int(rows["value"].notna().sum()), int(rows["status"].eq("suppressed").sum())
    assert shown + hidden == 135
    assert hidden > 0
    assert f"công bố số của {shown}/150 xã; {hidden} xã không công bố (số nhỏ)" in title
    plain = make_measure()
    plain = replace(plain, frame=plain.frame[plain.frame["status"].ne("suppressed")])
    known = int(plain.at("2025")["value"].notna().sum())
    assert f"{known}/150 xã có số liệu" in title_of(read_map(plain, "2025"))


def test_no_word_of_a_title_stands_alone_on_its_last_line() -> None:
    picture = Picture(297, 210)
    text = "Tỷ suất tin báo, tố giác do quần chúng cung cấp năm 2025: bình quân toàn tỉnh 6,2 vụ"
    whole = wrap(picture, text, 1000, 18, "bold")
    assert balance(picture, text, 1000, 18, "bold") == whole == [text]
    room = next(width for width in range(240, 60, -1) if wrap(picture, text, width, 18)[-1] == "vụ")
    lines = balance(picture, text, room, 18)
    assert len(lines) == len(wrap(picture, text, room, 18))
    assert " ".join(lines) == text
    assert len(lines[-1].split()) > 1


def test_what_is_missing_is_told_with_its_unit() -> None:
    note = described(make_measure(), "2025")
    assert re.search(r"Không có số liệu: \d+ xã \(\d+ xã không có dòng nào trong báo cáo", note)


def described(measure: Measure, period: str) -> str:
    return describe(read_map(measure, period, map_classes(measure)))


def test_the_general_level_is_events_over_exposure() -> None:
    measure = make_measure(nothing=False)
    rows = measure.at("2025")
    level = rows["events"].sum() / rows["exposure"].sum() * 10000
    alt = described(measure, "2025")
    assert f"bình quân toàn tỉnh {level:.1f};".replace(".", ",") in alt
    assert alt.count("vụ/10.000 dân") == 1
    hidden = measure.frame.copy()
    hidden.loc[hidden.index[:3], ["value", "events"]] = np.nan
    hidden.loc[hidden.index[:3], "status"] = "suppressed"
    assert "bình quân" not in described(replace(measure, frame=hidden), hidden.index[0][1])


def test_classes_are_the_same_in_every_period(measure: Measure) -> None:
    assert {read_map(measure, period, map_classes(measure)).classes for period in PERIODS} == {
        map_classes(measure)
    }


def test_a_unit_without_a_row_is_no_data_and_one_without_a_polygon_is_in_a_note(measure: Measure) -> None:
    units = measure.units.copy()
    units.loc[units.index[:2], "geometry"] = None
    mapped = read_map(replace(measure, units=units), "2025")
    assert len(mapped.units) == 148
    assert mapped.beside == tuple(units.index[:2])
    assert "2 đơn vị có số liệu nhưng không có ranh giới" in described(replace(measure, units=units), "2025")


def texture(picture: Picture, gid_text: str) -> np.ndarray:
    """The pixels of the swatch beside a line of the legend."""
    sheet = next(axes for axes in picture.axes if axes.get_label() == "sheet")
    text = next(t for t in sheet.texts if t.get_gid() == "legend" and t.get_text().startswith(gid_text))
    patch = min(
        sheet.patches,
        key=lambda p: (
            abs(p.get_y() + p.get_height() / 2 - text.get_position()[1]) if hasattr(p, "get_y") else 1e9
        ),
    )
    image = np.asarray(Image.open(io.BytesIO(render(picture, "png", 150))).convert("L"), dtype=float)
    box = patch.get_window_extent(picture.canvas.get_renderer())
    scale = 150 / picture.dpi
    top = image.shape[0] - int(box.y1 * scale)
    return image[top + 3 : top + 25, int(box.x0 * scale) + 3 : int(box.x0 * scale) + 45]


def test_the_kinds_of_nothing_differ_in_grey_pixels_from_zero_and_from_one_another(picture: Picture) -> None:
    swatches = [
        texture(picture, head) for head in ("0", "Không có số liệu", "Không thuộc", "Không công bố", "trên 0")
    ]
    for i, one in enumerate(swatches):
        for other in swatches[i + 1 :]:
            assert np.abs(one - other).mean() > 4
    zero, *patterned, first_class = swatches
    assert zero.std() < 1
    assert first_class.std() < 1
    assert all(pattern.std() > 5 for pattern in patterned)


def test_labels_do_not_overlap_and_all_districts_have_one(measure: Measure, picture: Picture) -> None:
    axes = next(axes for axes in picture.axes if axes.get_label() == "map")
    labels = [text for text in axes.texts if text.get_gid() == "label"]
    assert {label.get_text() for label in labels} == set(measure.units["district_name"])
    boxes = [label.get_window_extent(picture.canvas.get_renderer()) for label in labels]
    assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.overlaps(b)]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("page", ["a4", "slide"])
def test_no_text_leaves_the_page_or_meets_another(measure: Measure, lang: str, page: str) -> None:
    picture = draw_map(measure, 2025, lang=lang, banner="LƯU HÀNH NỘI BỘ", page=page)
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


def test_place_labels_prefers_the_first_place_and_gives_up_rather_than_overlap() -> None:
    frame = (0.0, 0.0, 10.0, 10.0)
    same = np.array([[5.0, 5.0]])
    assert place_labels([(2, 1), (2, 1)], [same, same], frame) == [(5.0, 5.0), None]
    two = np.array([[5.0, 5.0], [5.0, 7.0]])
    # The label with one place only chooses first.
    assert place_labels([(2, 1), (2, 1)], [two, same], frame) == [(5.0, 7.0), (5.0, 5.0)]
    assert place_labels([(2, 1)], [np.array([[0.5, 5.0]])], frame) == [None]


def test_after_the_end_of_districts_there_are_no_labels_and_no_inner_borders() -> None:
    measure = make_measure(make_units(40, districts=0))
    layer = build_layer(measure.units)
    assert layer.district_lines == ()
    picture = draw_map(measure, 2025, banner="", layer=layer)
    assert texts_of(picture, "label") == []
    assert "Ranh giới huyện" not in texts_of(picture)


def test_a_hole_is_a_hole() -> None:
    import geopandas as gpd
    import shapely

    ring = shapely.Polygon(
        shapely.box(105, 20, 106, 21).exterior, [shapely.box(105.4, 20.4, 105.6, 20.6).exterior]
    )
    layer = build_layer(gpd.GeoDataFrame({"name": ["a"]}, geometry=[ring], index=["1"], crs="EPSG:4326"))
    path: DrawnPath = layer.paths[0]
    turns = []
    for ring in path.to_polygons(closed_only=False):
        x, y = ring.T
        turns.append(float(np.sign(x[:-1] @ y[1:] - x[1:] @ y[:-1])))
    assert sorted(turns) == [-1.0, 1.0]


def test_hair_gaps_between_units_are_closed_and_real_holes_stay() -> None:
    import geopandas as gpd
    import shapely

    left = shapely.box(105, 20, 105.5, 21) - shapely.box(105.1, 20.4, 105.2, 20.6)
    right = shapely.Polygon([(105.5, 20), (106, 20), (106, 21), (105.5, 21), (105.5005, 20.5)])
    layer = build_layer(
        gpd.GeoDataFrame({"name": ["a", "b"]}, geometry=[left, right], index=["1", "2"], crs="EPSG:4326")
    )
    # A gap that is 50 m wide is 0.1 mm on paper; the hole of 10 km is a lake or another territory.
    assert len(layer.outline) == 2
    assert len(layer.paths) == 2


def test_the_layer_is_equal_area_and_north_is_up() -> None:
    import geopandas as gpd
    import shapely

    low, high = shapely.box(104, 8.5, 104.5, 9), shapely.box(105, 22.5, 105.5, 23)
    layer = build_layer(
        gpd.GeoDataFrame({"name": ["a", "b"]}, geometry=[low, high], index=["1", "2"], crs="EPSG:4326")
    )
    from pyproj import Geod

    for path, shape in zip(layer.paths, (low, high), strict=True):
        x, y = path.vertices[:-1].T
        area = abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
        assert area == pytest.approx(abs(Geod(ellps="WGS84").geometry_area_perimeter(shape)[0]), rel=2e-3)
    assert abs(layer.bounds[1] + layer.bounds[3]) < 3000


def test_colours_follow_the_classes(measure: Measure, picture: Picture) -> None:
    mapped = read_map(measure, "2025")
    axes = next(axes for axes in picture.axes if axes.get_label() == "map")
    fill = next(c for c in axes.collections if isinstance(c, PathCollection))
    placed = mapped.units["place"].to_numpy()
    wanted = np.asarray(mapped.classes.colours())[placed[placed >= 0]]
    from matplotlib.colors import to_hex

    assert [to_hex(colour) for colour in fill.get_facecolor()] == list(wanted)


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_the_same_map_gives_the_same_bytes(measure: Measure, form: str) -> None:
    small = make_measure(make_units(30, districts=3))
    first, second = (render(draw_map(small, 2025, banner=""), form, 80) for _ in range(2))
    assert first == second
    assert str(Path.cwd()).encode() not in first
    assert b"CreationDate" not in first


@pytest.mark.slow
def test_bytes_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, '.');"
        "from tests.show.made import *; from antq_analysis.show.maps import draw_map;"
        "from antq_analysis.show.picture import render;"
        "p = draw_map(make_measure(make_units(30, districts=3)), 2025, banner='');"
        "print([hashlib.sha256(render(p, f, 80)).hexdigest() for f in ('png', 'svg', 'pdf')])"
    )
    outs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": s, "PATH": ""},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for s in ("1", "2")
    ]
    assert outs[0] == outs[1]


def test_saving_writes_three_formats_or_nothing(tmp_path: Path) -> None:
    measure = make_measure(make_units(30, districts=3))
    draw_map(measure, 2025, banner="", save=tmp_path / "map")
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".pdf", ".png", ".svg"]
    assert Image.open(tmp_path / "map.png").info["dpi"] == pytest.approx((300, 300), abs=0.1)
    assert b"/Type0" in (tmp_path / "map.pdf").read_bytes()
    assert "Tỷ suất vụ việc" in (tmp_path / "map.svg").read_text(encoding="utf-8")
    with pytest.raises(UsageError):
        draw_map(measure, 2025, banner="", save=[tmp_path / "other.png", tmp_path / "other.bmp"])
    assert not list(tmp_path.glob("other*"))


def test_settings_of_the_caller_are_left_alone(measure: Measure) -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    draw_map(measure, 2025, banner="")
    assert dict(mpl.rcParams) == before


def test_release_refuses_small_sensitive_counts(project: Project) -> None:
    measure = replace(make_measure(nothing=False), sensitive=True)
    with pytest.raises(RefusedError) as refused:
        draw_map(measure, 2025, audience="release", project=project)
    assert refused.value.exit_code == 6
    # Large counts alone may give others away beside what was published before: nothing goes past a decision.
    frame = measure.frame.assign(events=float(project.settings.suppression_threshold + 1))
    with pytest.raises(RefusedError):
        draw_map(replace(measure, frame=frame), 2025, audience="release", project=project)
    # And what was decided is looked at all the same.
    entry = Entry(project.releases / "demo.csv", pd.DataFrame(), frozenset(), pd.DataFrame())
    decided = replace(measure, frame=frame, entry=entry)
    assert draw_map(decided, 2025, audience="release", project=project).entries == (entry,)
    for events, shown in ((project.settings.suppression_threshold, False), (0, True), (np.nan, False)):
        frame = frame.copy()
        frame.iloc[0, frame.columns.get_loc("events")] = float(events)
        with nullcontext() if shown else pytest.raises(RefusedError):
            draw_map(replace(decided, frame=frame), 2025, audience="release", project=project)


def test_banners(project: Project, measure: Measure) -> None:
    internal = texts_of(draw_map(measure, 2025, project=project))
    assert project.settings.banner_vi in internal
    assert measure.province.banner_vi in internal
    released = texts_of(draw_map(measure, 2025, audience="release", project=project))
    assert project.settings.banner_vi not in released
    assert measure.province.banner_vi in released


def test_wrong_use_is_named(measure: Measure) -> None:
    with pytest.raises(UnknownNameError):
        draw_map(measure, 1999, banner="")
    with pytest.raises(UsageError):
        draw_map(measure, 2025, audience="public", banner="")
    bare = measure.units.assign(geometry=None)
    with pytest.raises(MissingError):
        draw_map(replace(measure, units=bare), 2025, banner="")


def test_the_picture_says_what_it_shows(picture: Picture) -> None:
    alt = picture.alt
    assert "Không công bố (số nhỏ) (5\N{NO-BREAK SPACE}xã)" in alt
    assert "Địa giới hành chính ngày 01/07/2025" in alt
    assert alt.replace('"', "&quot;")[:40] in picture._repr_html_()


@pytest.mark.parametrize(
    ("lang", "words"), [("vi", "Sơ đồ, không phải địa giới"), ("en", "A sketch, not the boundaries")]
)
def test_a_map_drawn_from_a_sketch_says_so(measure: Measure, lang: str, words: str) -> None:
    sketched = replace(measure, units=measure.units.assign(schematic=True))
    assert any(words in text for text in texts_of(draw_map(sketched, 2025, lang=lang)))
    assert words in describe(read_map(sketched, "2025"), lang)
    assert words not in describe(read_map(measure, "2025"), lang)


def test_the_maps_of_a_series_place_their_labels_once(
    measure: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer = build_layer(measure.units)
    first = draw_map(measure, 2025, banner="", layer=layer)

    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(maps, "place_labels", never)
    again = draw_map(measure, 2025, banner="", layer=layer)
    assert render(again, "png", 60) == render(first, "png", 60)
    assert [text.get_text() for axes in again.axes for text in axes.texts if text.get_gid() == "label"]
