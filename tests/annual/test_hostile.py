"""Names as nobody should write them, through every output, each read back: what a workbook holds is text everywhere."""

import csv
import json
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import geopandas as gpd
import lxml.etree
import lxml.html
import pandas as pd
import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from antq_analysis.annual.briefed import FORMATS, write_briefing
from antq_analysis.annual.commune import commune_page, write_commune
from antq_analysis.annual.export import write_export
from antq_analysis.annual.outputs import Job, write_lists
from antq_analysis.briefing.communes.table import communes_table
from antq_analysis.briefing.listed import load_contents
from antq_analysis.findings import Finding, Severity
from antq_analysis.measures.usual import usual_measure
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from antq_analysis.show.maps import draw_map
from antq_analysis.show.tables import save_table
from antq_analysis.show.webmap.page import draw_webmap
from tests.panel.made import figure, made_panel
from tests.show.made import make_units

NAMES = (
    "=cmd|' /C calc'!A1",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "Xã ]]> &amp; <b> --> <!--",
    '#panic("x") $x$ *b* _i_ @l `c` // \\ ~ <n>',
    "[x](javascript:alert) | **b** | {{7*7}} ${x} {% y %}",
    "a\" = 1\n[b]\nc = '''",
    "\u202eevil\u202c \u200bzero\ufeff",
    "nan",
    "Xã " + "rất dài " * 40,
    "../../etc/passwd",
    "C:\\CON\\aux.txt",
    "+84|x",
    "@SUM(1)",
    "Xã\x07\x0bchuông\r\nMột",
    "None",
    "😀 𠮷 Ng\u0323\u00f4",
    "%s %d {name} %(x)s",
    "\ue000\ufffd\u2028hàng",
    "'; DROP TABLE xa; --",
)
YEARS = ("2024", "2025")
WORDS = {"district": "=1", "candidates": "@x"}


@pytest.fixture(scope="module")
def panel() -> Panel:
    units = tuple(f"9{i:04d}" for i in range(len(NAMES)))
    rows = [
        figure(unit, name, year, 10 + i, value_text=NAMES[i])
        for i, unit in enumerate(units)
        for year in YEARS
        for name in ("incidents_total", "model_points_active", "residential_areas_total")
    ]
    rows += [figure(unit, "population", year, 3000) for unit in units for year in YEARS]
    made = made_panel(rows, units=units)
    shapes = make_units(len(NAMES), districts=1)
    shapes.index = pd.Index(units, name="unit_code")
    shapes = shapes.assign(name=list(NAMES), district_code="1", district_name=NAMES[1])
    registers = {made.map_date: shapes[["name", "district_code", "district_name"]].reset_index()}
    return replace(made, units=gpd.GeoDataFrame(shapes), registers=registers)


def bare(text: object) -> str:
    """Give what of a text a reader sees as letters: no controls, no marks of direction, one space between words."""
    kept = (sign for sign in str(text) if unicodedata.category(sign) not in ("Cf", "Cs"))
    # A workbook holds a control as its number.
    kept = re.sub("_x00(0[0-8B-F]|1.)_", " ", "".join(kept))
    spaced = "".join(" " if unicodedata.category(sign) in ("Cc", "Zs", "Zl", "Zp") else sign for sign in kept)
    return " ".join(spaced.split())


def check(texts: Iterator[object], where: str) -> None:
    told = {bare(text) for text in texts}
    lost = [name for name in NAMES if bare(name) not in told and f"'{bare(name)}" not in told]
    assert not lost, (where, lost)


def check_page(path: Path, *, scripts: int = 0) -> None:
    """Parse a page as a browser does: no element and no attribute came out of a name."""
    page = lxml.html.fromstring(path.read_bytes())
    assert len(page.xpath("//script")) == scripts
    assert not page.xpath("//img[not(starts-with(@src, 'data:'))]")
    assert not page.xpath("//@*[starts-with(name(), 'on')]") or scripts
    assert not [link for link in page.xpath("//@href") if "javascript" in link]


@pytest.mark.slow
def test_every_format_of_the_briefing_keeps_names_as_texts(
    panel: Panel, project: Project, tmp_path: Path
) -> None:
    tmp_path /= "briefing"
    write_briefing(panel, "2025", tmp_path, project=project)
    assert {path.name for path in tmp_path.iterdir()} == {f"briefing.{ending}" for ending in FORMATS}
    book = load_workbook(tmp_path / "briefing.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [
        cell.coordinate
        for cell in cells
        if cell.data_type == "f" or (cell.hyperlink and cell.hyperlink.target)
    ]
    check((cell.value for cell in cells), "xlsx")
    tables = Document(str(tmp_path / "briefing.docx")).tables
    check((cell.text for table in tables for row in table.rows for cell in row.cells), "docx")
    check_page(tmp_path / "briefing.html")
    page = lxml.html.fromstring((tmp_path / "briefing.html").read_bytes())
    check((cell.text_content() for cell in page.iter("td", "th")), "html")
    pdf = ["pdftotext", "-raw", str(tmp_path / "briefing.pdf"), "-"]
    printed = bare(subprocess.run(pdf, capture_output=True, check=True).stdout.decode("utf-8"))
    for piece in ("alert(1)", "#panic", "passwd", "DROP", "@SUM(1)"):
        assert piece in printed, piece
    assert len(Presentation(str(tmp_path / "briefing.pptx")).slides) > 2
    for name in ("docx", "xlsx", "pptx"):
        with ZipFile(tmp_path / f"briefing.{name}") as package:
            members = [member for member in package.namelist() if member.endswith((".xml", ".rels"))]
            for member in members:
                lxml.etree.fromstring(package.read(member))
            assert not any(b'TargetMode="External"' in package.read(member) for member in members)


@pytest.mark.slow
def test_maps_tables_and_packages_keep_names_as_texts(panel: Panel, project: Project, tmp_path: Path) -> None:
    measure = usual_measure(panel, "incidents_total")
    draw_map(measure, "2025", save=tmp_path / "map.svg", project=project)
    drawn = lxml.etree.parse(str(tmp_path / "map.svg")).getroot()
    assert not [one for one in drawn.iter() if str(one.tag).endswith("}script")]
    draw_webmap(measure, "2025", save=tmp_path / "web.html", project=project)
    page = lxml.html.fromstring((tmp_path / "web.html").read_bytes())
    content = json.loads(page.xpath("//script[@type='application/json']")[0].text)
    check(iter(content["units"]["name"]), "interactive map")
    table = communes_table(panel, "2025", ("population", "incidents_total"), ("incidents_total",))
    save_table(table, [tmp_path / "communes.xlsx", tmp_path / "communes.html"])
    check_page(tmp_path / "communes.html")
    cells = [
        cell for row in load_workbook(tmp_path / "communes.xlsx").worksheets[0].iter_rows() for cell in row
    ]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    check((cell.value for cell in cells), "communes.xlsx")
    folder = write_export(panel, "2025", project=project)
    layers = gpd.list_layers(folder / "communes.gpkg")["name"]
    texts = [
        cell
        for layer in layers
        for cell in gpd.read_file(folder / "communes.gpkg", layer=layer).to_numpy().ravel()
    ]
    check(iter(texts), "GeoPackage")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Glyph")
def test_pages_of_communes_lie_in_their_folder(panel: Panel, project: Project) -> None:
    for code, name in panel.units["name"].items():
        page = commune_page(panel, str(code), year="2025", project=project)
        assert bare(name)[:30] in bare(page.text())
        path = write_commune(page, "demo", project)
        assert path.parent == project.reports / "demo/communes"
        assert path.read_bytes().startswith(b"%PDF")


def test_lists_run_nothing(panel: Panel, project: Project, tmp_path: Path) -> None:
    found = [Finding("unit_unmatched", Severity.ERROR, name, name, "B2", name, "", WORDS) for name in NAMES]
    built = type(
        "Made",
        (),
        {"findings": found, "account": pd.DataFrame({"file": NAMES}), "observations": panel.reported},
    )
    job = Job(project, panel, built, load_contents(project), "2025", "vi", lambda _: None)  # type: ignore[arg-type]
    write_lists(job, tmp_path / "checks")
    for path in (tmp_path / "checks").iterdir():
        with path.open(encoding="utf-8-sig", newline="") as stream:
            cells = [cell for row in csv.reader(stream) for cell in row]
        assert not [cell for cell in cells if cell[:1] in "=@\t\r" and cell], path.name
        if path.stem == "account":
            check(iter(cells), path.name)
