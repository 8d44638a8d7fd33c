"""The interactive map: its shapes are those of the layer, its figures those of the measure, its names only text."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from antq_analysis.errors import MissingError, RefusedError, UnknownNameError, UsageError
from antq_analysis.measures.frame import Measure
from antq_analysis.show.layer import Layer, build_layer
from antq_analysis.show.webmap.page import WebMap, draw_webmap
from antq_analysis.show.webmap.shapes import encode_shapes
from tests.show.made import make_measure, make_units
from tests.show.webmap.reading import data_of


@pytest.fixture(scope="module")
def measure() -> Measure:
    return make_measure()


@pytest.fixture(scope="module")
def drawn(measure: Measure) -> WebMap:
    return draw_webmap(measure, "2024", banner="")


def content(page: WebMap) -> dict[str, Any]:
    return data_of(page.html)


def polygon(rings: list[list[int]]) -> shapely.Geometry:
    corners = [np.cumsum(np.reshape(ring, (-1, 2)), axis=0) for ring in rings]
    return shapely.union_all([shapely.Polygon(ring) for ring in corners if len(ring) > 2])


def test_shapes_are_those_of_the_layer_to_a_cell(measure: Measure) -> None:
    layer = build_layer(measure.units)
    coded = encode_shapes(layer)
    assert max(coded["width"], coded["height"]) == 8192
    areas = np.array([polygon(rings).area for rings in coded["units"]]) * coded["metres"] ** 2
    np.testing.assert_allclose(areas, shapely.area(layer.shapes), rtol=0.01)
    assert len(coded["districts"]) == 10
    assert all(
        0 <= one["x"] <= coded["width"] and 0 <= one["y"] <= coded["height"] for one in coded["districts"]
    )
    # North is up: y grows downwards.
    north = int(np.argmax(shapely.get_y(shapely.centroid(layer.shapes))))
    assert coded["units"][north][0][1] < coded["height"] / 2


def test_a_unit_smaller_than_a_cell_is_still_there(measure: Measure) -> None:
    layer = build_layer(measure.units)
    shapes = layer.shapes.copy()
    x, y = shapely.get_coordinates(shapely.centroid(shapes[3]))[0]
    shapes[3] = shapely.box(x, y, x + 0.1, y + 0.1)
    made = Layer(**{**vars(layer), "shapes": shapes})
    assert polygon(encode_shapes(made)["units"][3]).area > 0


def test_figures_classes_and_kinds_of_nothing_are_those_of_the_measure(
    measure: Measure, drawn: WebMap
) -> None:
    told = content(drawn)
    (one,) = told["measures"]
    assert [each["period"] for each in one["periods"]] == ["2023", "2024", "2025"]
    rows = measure.at("2024").reindex(told["units"]["code"])
    at = one["periods"][1]
    value = np.array(at["value"], dtype=float)
    np.testing.assert_allclose(value, rows["value"], rtol=1e-5)
    hidden = {"": 0, "no_data": 1, "not_applicable": 2, "suppressed": 3}
    kinds = np.array(at["kind"])
    assert (kinds == hidden["suppressed"]).sum() == (rows["status"] == "suppressed").sum() == 5
    assert (kinds == hidden["not_applicable"]).sum() == 6
    assert np.isnan(value[kinds > 0]).all()
    assert not np.isnan(value[kinds == 0]).any()
    assert [p == -1 for p in at["place"]] == [bool(k) for k in kinds]
    assert len(one["colours"]) == len(one["classLabels"]["vi"]) == len(one["classLabels"]["en"])
    assert told["period"] == "2024"


def test_what_is_hidden_is_nowhere_in_the_page(measure: Measure) -> None:
    frame = measure.frame.copy()
    secret = frame["status"].eq("suppressed")
    frame.loc[secret, ["value", "events"]] = 777123.0
    page = draw_webmap(replace(measure, frame=frame), banner="")
    assert "777123" not in page.html


def test_a_release_takes_only_what_was_made_ready(measure: Measure) -> None:
    with pytest.raises(RefusedError):
        draw_webmap(replace(measure, sensitive=True), audience="release")


def test_names_are_data_never_markup(measure: Measure) -> None:
    units = measure.units.copy()
    bad = '</script><img src=x onerror=alert(1)> "Xã" <!-- \u2028'
    units["name"] = [bad, *units["name"][1:]]
    page = draw_webmap(replace(measure, units=units), banner="<b>mật</b>")
    told = content(page)
    assert told["units"]["name"][0] == bad
    assert told["banner"]["vi"] == "<b>mật</b>"
    assert page.html.count("</script>") == 2
    assert "<img" not in page.html


def test_the_page_asks_for_nothing_from_elsewhere(drawn: WebMap) -> None:
    assert "default-src 'none'" in drawn.html
    assert not re.search(r"https?://", drawn.html)
    assert "{{" not in drawn.html


def test_every_word_is_there_in_both_languages(drawn: WebMap) -> None:
    told = content(drawn)
    wanted = (
        set(re.findall(r"words\(\)\.(\w+)", drawn.html))
        | {"language"}
        | set(re.findall(r'data-say="(\w+)"', drawn.html))
    )
    assert wanted
    for lang in ("vi", "en"):
        assert wanted - set(told["words"][lang]) == set()
        assert all(str(text).strip() for text in told["words"][lang].values())
    differing = [name for name, text in told["words"]["vi"].items() if text != told["words"]["en"][name]]
    assert len(differing) >= len(told["words"]["vi"]) - 1  # the form of a legend is that of both


def test_two_hundred_communes_stay_small() -> None:
    page = draw_webmap([make_measure(make_units(200), seed=n) for n in range(3)], banner="")
    assert len(page.html.encode()) < 1_000_000


def test_wrong_use_is_refused(measure: Measure, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError):
        draw_webmap(measure, "1999")
    with pytest.raises(UsageError, match="cùng một bản đồ"):
        draw_webmap([measure, replace(measure, map_date="2020-01-01")])
    with pytest.raises(UsageError, match="ít nhất một"):
        draw_webmap([])
    with pytest.raises(UsageError, match=r"\.html"):
        draw_webmap(measure, save=tmp_path / "ban_do.png")
    with pytest.raises(MissingError):
        bare = measure.units.set_geometry([None] * len(measure.units), crs="EPSG:4326")
        draw_webmap(replace(measure, units=bare))


def test_it_is_written_whole_and_shows_itself_in_a_notebook(drawn: WebMap, tmp_path: Path) -> None:
    path = drawn.write(tmp_path / "ban do.html")
    assert path.read_text(encoding="utf-8") == drawn.html
    assert drawn._repr_html_().startswith("<iframe srcdoc=")


def test_bounds_are_marked_and_no_part_of_them_stands_as_exact(measure: Measure) -> None:
    frame = measure.frame.copy()
    signs = {"over": "≥", "under": "≤", "about": "≈"}
    codes = list(measure.units.index[:4])
    for code, word in zip(codes, signs, strict=False):
        frame.loc[(code, "2024"), "comparator"] = word
    told = content(draw_webmap(replace(measure, frame=frame), "2024", banner=""))
    at = told["measures"][0]["periods"][1]
    place = [told["units"]["code"].index(code) for code in codes]
    assert [at["sign"][i] for i in place] == [*signs.values(), ""]
    assert [at["events"][i] is None for i in place] == [True, True, True, False]
    assert any("≥" in note for note in at["words"]["vi"]["notes"])
    assert told["measures"][0]["periods"][0]["sign"] is None
