"""The interactive map in a real browser without a network."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from antq_analysis.measures.frame import Measure
from antq_analysis.show.webmap.page import draw_webmap
from tests.show.made import make_measure
from tests.test_browser import CHROMIUM, NARROW, SWITCHES, WIDE, Watched

pytestmark = pytest.mark.slow

COLOURS = """canvas => {
  const copy = document.createElement("canvas");
  copy.width = canvas.width; copy.height = canvas.height;
  const pen = copy.getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  const { data } = pen.getImageData(0, 0, copy.width, copy.height), seen = new Set();
  for (let i = 0; i < data.length; i += 4) seen.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
  return [...seen];
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield started
        started.close()


@pytest.fixture(scope="module")
def measure() -> Measure:
    return make_measure()


@pytest.fixture
def seen(browser: Browser, measure: Measure, tmp_path: Path) -> Iterator[Watched]:
    address = draw_webmap(measure, "2024", banner="", save=tmp_path / "map.html").write(
        tmp_path / "bản đồ.html"
    )
    context = browser.new_context(offline=True, viewport=WIDE)
    watched = Watched(context.new_page())
    watched.page.goto(address.as_uri(), wait_until="load")
    yield watched
    assert watched.complaints == []
    assert [url for url in watched.asked if not url.startswith("data:")] == [address.as_uri()]
    context.close()


def middle(page: Page) -> tuple[float, float]:
    box = page.locator("canvas").first.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_year_is_moved_by_slider_keys_and_play(seen: Watched) -> None:
    page = seen.page
    assert "2024" in page.locator("#title").inner_text()
    page.keyboard.press("]")
    assert page.locator("#when").inner_text() == "2025"
    page.keyboard.press("]")
    assert page.locator("#when").inner_text() == "2025"
    page.locator("#year").fill("0")
    assert "2023" in page.locator("#title").inner_text()
    page.click("#play")
    expect(page.locator("#when")).to_have_text("2024")
    page.click("#play")
    assert page.locator("#play").get_attribute("aria-pressed") == "false"


def test_a_unit_is_told_by_pointer_and_by_search_without_accents(seen: Watched, measure: Measure) -> None:
    page = seen.page
    page.mouse.move(*middle(page))
    assert page.locator("#tip h2").inner_text().startswith("Xã Mẫu")
    page.fill("#search", "xa mau 77")
    page.keyboard.press("Enter")
    told = page.locator("#told").inner_text()
    row = measure.at("2024").loc[measure.units.index[measure.units["name"] == "Xã Mẫu 77"][0]]
    assert told.startswith("Xã Mẫu 77\n")
    assert f"2024: {row['value']:.1f}".replace(".", ",") in told
    assert f"{row['low']:.1f} đến {row['high']:.1f}".replace(".", ",") in told
    assert (
        f"Số đếm {row['events']:.0f}, mẫu số {row['exposure']:,.0f}".replace(",", "#")
        .replace("#", ",", 1)
        .replace("#", ".")
        in told
    )
    page.keyboard.press("Escape")
    assert page.locator("#told").inner_text() == ""


def test_both_languages_say_everything(seen: Watched) -> None:
    page = seen.page
    assert page.locator("#language").inner_text() == "English"
    page.click("#language")
    assert page.locator("html").get_attribute("lang") == "en"
    body = page.locator("body").inner_text()
    assert "Incident rate" in body
    for vietnamese in ("Tỷ suất", "Chỉ tiêu", "Không", "đơn vị"):
        assert vietnamese not in body


def test_two_years_stand_side_by_side_and_the_legend_filters(seen: Watched) -> None:
    page = seen.page
    page.check("#compare")
    assert page.locator("canvas[role=img]:visible").count() == 2
    captions = page.locator("figcaption").all_inner_texts()
    assert [text[:4] for text in captions] == ["2024", "2023"]
    page.uncheck("#compare")
    page.wait_for_timeout(100)
    before = set(page.locator("canvas").first.evaluate(COLOURS))
    darkest = int("08306b", 16)
    assert darkest in before
    page.locator("#legend input").nth(5).uncheck()
    page.wait_for_timeout(100)
    assert darkest not in set(page.locator("canvas").first.evaluate(COLOURS))


def test_kinds_of_nothing_and_zero_differ_in_pixels(seen: Watched) -> None:
    samples = seen.page.locator("#legend canvas").evaluate_all("all => all.map(each => each.toDataURL())")
    labels = seen.page.locator("#legend label").all_inner_texts()
    assert len(samples) == len(labels) == len(set(samples)) >= 8
    for words in ("0 (", "Không có số liệu", "Không thuộc diện xét", "Không công bố"):
        assert any(label.startswith(words) for label in labels)


def test_the_table_gives_every_figure(seen: Watched, measure: Measure) -> None:
    page = seen.page
    page.click("#as-table")
    assert page.locator("#table tbody tr").count() == len(measure.units)
    assert page.locator("#table").inner_text().count("Không công bố (số nhỏ)") == 5


def test_dragging_moves_and_the_wheel_enlarges(seen: Watched) -> None:
    page = seen.page
    x, y = middle(page)
    first = page.locator("canvas").first.evaluate("c => c.toDataURL()")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 120, y + 40, steps=5)
    page.mouse.up()
    page.mouse.wheel(0, -600)
    page.wait_for_timeout(400)
    assert page.locator("canvas").first.evaluate("c => c.toDataURL()") != first
    page.click("#whole")
    page.mouse.move(2, 2)
    page.wait_for_timeout(400)
    assert page.locator("canvas").first.evaluate("c => c.toDataURL()") == first


def test_it_fits_a_narrow_screen(browser: Browser, measure: Measure, tmp_path: Path) -> None:
    path = draw_webmap(measure, banner="").write(tmp_path / "map.html")
    page = browser.new_context(offline=True, viewport=NARROW).new_page()
    page.goto(path.as_uri())
    needed, there = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert needed <= there + 1


def test_a_bound_is_told_as_one(browser: Browser, measure: Measure, tmp_path: Path) -> None:
    frame = measure.frame.copy()
    frame.loc[(measure.units.index[measure.units["name"] == "Xã Mẫu 77"][0], "2025"), "comparator"] = "over"
    path = draw_webmap(replace(measure, frame=frame), banner="").write(tmp_path / "map.html")
    page = browser.new_context(offline=True, viewport=WIDE).new_page()
    page.goto(path.as_uri())
    page.fill("#search", "xa mau 77")
    assert "2025: ≥ " in page.locator("#told").inner_text()
    page.click("#as-table")
    assert page.locator("#table td", has_text="≥").count() == 1
