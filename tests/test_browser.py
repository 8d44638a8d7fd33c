"""Pages and JupyterLab in a real browser that may reach nothing but this machine."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from antq_analysis.annual.run import RunResult
from antq_analysis.panel.build import build_panel
from antq_analysis.project import Project
from tests.given import ROOT, bare_project

pytestmark = pytest.mark.slow

CHROMIUM = "/usr/bin/chromium"
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
LOOK = 'import antq_analysis as antq\nantq.explore(antq.load_panel("demo", until="2025"))'
TOKEN = "only-for-this-test"
NARROW, WIDE = {"width": 390, "height": 800}, {"width": 1280, "height": 900}
PAGES = sorted(path.stem for path in (ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield started
        started.close()


class Watched:
    """A page, what it asked for and what it complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _request(self, request: Request) -> None:
        self.asked.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_from_its_file_and_asks_for_nothing_else(
    browser: Browser, demo_report: RunResult, tmp_path: Path, name: str
) -> None:
    context = browser.new_context(offline=True, viewport=WIDE)
    seen = Watched(context.new_page())
    address = (demo_report.folder / "pages" / f"{name}.html").as_uri()
    seen.page.goto(address, wait_until="load")
    assert seen.complaints == []
    assert [url for url in seen.asked if not url.startswith("data:")] == [address]
    title = seen.page.title()
    assert title.endswith("?")
    assert seen.page.locator("h1").first.inner_text().startswith(title)
    assert any("HƯ CẤU" in banner.upper() for banner in seen.page.locator(".banner").all_inner_texts())
    code = seen.page.locator(".code").first
    assert not code.is_visible()
    seen.page.locator("#code").focus()
    seen.page.keyboard.press("Space")
    assert code.is_visible()
    images = seen.page.locator("img")
    for i in range(images.count()):
        image = images.nth(i)
        assert image.is_visible()
        assert len(image.get_attribute("alt") or "") >= 10
        assert image.evaluate("each => each.complete && each.naturalWidth") >= 400
    assert images.count() + seen.page.locator("table, svg").count() > 0
    picture = tmp_path / "page.png"
    seen.page.screenshot(path=picture, full_page=True)
    assert picture.stat().st_size > 30_000
    context.close()


def test_a_map_and_a_trend_are_among_the_pictures(browser: Browser, demo_report: RunResult) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((demo_report.folder / "pages/05_how_has_public_order_changed.html").as_uri())
    assert page.locator("img").count() >= 3
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_narrow_screen(browser: Browser, demo_report: RunResult, name: str) -> None:
    context = browser.new_context(offline=True, viewport=NARROW)
    page = context.new_page()
    page.goto((demo_report.folder / "pages" / f"{name}.html").as_uri())
    widths = "[document.documentElement.scrollWidth, window.innerWidth]"
    needed, there = page.evaluate(widths)
    assert needed <= there + 1, f"{needed} > {there}: the whole page scrolls sideways"
    context.close()


def test_the_table_of_communes_opens_alone(browser: Browser, demo_report: RunResult) -> None:
    context = browser.new_context(offline=True, viewport=WIDE)
    seen = Watched(context.new_page())
    address = (demo_report.folder / "tables/communes.html").as_uri()
    seen.page.goto(address, wait_until="load")
    assert seen.complaints == []
    assert [url for url in seen.asked if not url.startswith("data:")] == [address]
    assert seen.page.locator("tbody tr").count() >= 60
    # Nobody moves a table sideways on a screen of 1280 points.
    seen.page.set_viewport_size({"width": 1280, "height": 900})
    table = seen.page.locator("#antq_table")
    assert table.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    context.close()


# ---- JupyterLab ---------------------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def lab(made_demo: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab as an analyst starts it, in a project of its own."""
    home = tmp_path_factory.mktemp("home")
    project = bare_project(tmp_path_factory.mktemp("lab") / "project", notebooks=True)
    for name in ("raw", "places", "decisions"):
        shutil.copytree(made_demo.data / name, project.data / name)
    build_panel("demo", project)
    look = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(LOOK)])
    look.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    (project.root / "notebooks/look.ipynb").write_text(nbformat.writes(look), encoding="utf-8")
    port = free_port()
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "ANTQ"))}
    log = (home / "lab.log").open("wb")
    process = subprocess.Popen(
        [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}", "--ip=127.0.0.1",
            f"--IdentityProvider.token={TOKEN}", "--ServerApp.port_retries=0", f"--notebook-dir={project.root}",
            "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        ],
        cwd=project.root, env={**kept, "HOME": str(home)}, stdout=log, stderr=log,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + 60
        while not answers(f"{address}/api?token={TOKEN}"):
            assert process.poll() is None, (home / "lab.log").read_text(encoding="utf-8")
            assert time.monotonic() < end, "JupyterLab did not start within a minute"
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def run_in_lab(page: Page, lab: str, name: str) -> None:
    """Open a notebook in JupyterLab and run all its cells."""
    page.set_default_timeout(60_000)
    page.goto(f"{lab}/lab/tree/notebooks/{name}.ipynb?token={TOKEN}&reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    # Run before the kernel is there, and JupyterLab asks which kernel to take.
    page.locator("#jp-main-statusbar", has_text=re.compile(r"Python 3.*\| Idle")).wait_for()
    page.locator(".lm-MenuBar-itemLabel", has_text=re.compile(r"^Run$")).click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile(r"^Run All Cells$")).click()


def test_a_notebook_runs_in_jupyterlab_and_reaches_only_this_machine(
    browser: Browser, lab: str, tmp_path: Path
) -> None:
    context = browser.new_context(viewport=WIDE)
    seen = Watched(context.new_page())
    page = seen.page
    run_in_lab(page, lab, "01_what_do_we_have")
    figure = page.locator(".jp-OutputArea-output img").first
    figure.wait_for(timeout=60_000)
    figure.scroll_into_view_if_needed()
    assert figure.is_visible()
    assert figure.evaluate("each => each.naturalWidth") >= 400
    assert (
        page.locator(
            ".jp-OutputArea-output[data-mime-type*='stderr'], .jp-RenderedText[data-mime-type$='error']"
        ).count()
        == 0
    )
    page.screenshot(path=tmp_path / "lab.png")
    assert (tmp_path / "lab.png").stat().st_size > 30_000
    elsewhere = [url for url in seen.asked if not url.startswith((lab, "data:", "blob:"))]
    assert elsewhere == []
    context.close()


def test_whatever_is_chosen_is_shown_in_jupyterlab(browser: Browser, lab: str) -> None:
    context = browser.new_context(viewport=WIDE)
    seen = Watched(context.new_page())
    page = seen.page
    run_in_lab(page, lab, "look")
    shown = page.locator(".widget-html-content")
    shown.locator("img").wait_for()
    page.locator(".widget-dropdown select").first.select_option("Vụ việc về ANTT")
    shown.locator("img[alt*='Tỷ suất vụ việc về ANTT']").wait_for()
    page.locator(".widget-dropdown select").nth(1).select_option("2024")
    shown.locator("img[alt*='2024']").wait_for()
    page.locator(".widget-toggle-button", has_text="English").click()
    shown.locator("img[alt*='incidents']").wait_for()
    page.locator(".widget-toggle-button", has_text="Table").click()
    shown.locator("table").wait_for()
    assert shown.locator("tbody tr").count() >= 60
    page.locator(".widget-toggle-button", has_text="Over the years").click()
    shown.locator("img[alt*='incidents']").wait_for()
    assert page.locator(".widget-dropdown select").nth(1).is_disabled()
    assert [url for url in seen.asked if not url.startswith((lab, "data:", "blob:"))] == []
    context.close()
