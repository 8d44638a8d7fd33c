"""Hòa Bình through the whole thread: a workbook of the census, three maps of the province, published figures."""

from pathlib import Path

import pytest
import xlsxwriter

from antq_analysis.annual.listing import list_published
from antq_analysis.annual.pages import kernel_in, run_notebook, write_page
from antq_analysis.measures.rates import count
from antq_analysis.panel.build import build_panel
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.places.register import load_units
from antq_analysis.project import Project
from antq_analysis.show.maps import draw_map
from antq_analysis.sources.receiving.adding import add_file
from tests.places.real_hoa_binh import CENSUS_TOTAL, COUNTS, MAPS, PROVINCE, census_2019, make_project, set_up

ROOT = Path(__file__).resolve().parents[2]
LAYOUT = """
form = "census"
label_vi = "Dân số theo xã"
label_en = "Population by commune"
valid_from = 2019
period_basis = "calendar"
[[sheet]]
name = "Dân số"
unit_header = "Xã, phường, thị trấn"
district = "heading"
level = "commune"
[[sheet.column]]
header = "Dân số (người)"
indicator = "population"
basis = "stock"
reads = "count"
"""


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Project:
    project = make_project(tmp_path_factory.mktemp("hoa-binh"), ROOT)
    set_up(project, shared)
    project.layouts.mkdir()
    (project.layouts / "census.toml").write_text(LAYOUT, encoding="utf-8")
    received = project.root / "dan_so_2019.xlsx"
    _write_census(received, project, shared)
    add_file(received, PROVINCE, "2019", form="census", map_date=MAPS[0], project=project)
    build_panel(PROVINCE, project)
    return project


def _write_census(path: Path, project: Project, shared: Path) -> None:
    persons = census_2019(shared).set_index("unit_code")["value"]
    units = load_units(PROVINCE, MAPS[0], project)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Dân số")
        sheet.write_row(0, 0, ["TỔNG ĐIỀU TRA DÂN SỐ VÀ NHÀ Ở NĂM 2019"])
        sheet.write_row(2, 0, ["STT", "Xã, phường, thị trấn", "Dân số (người)"])
        row = 3
        for district, members in units.groupby("district_name", sort=False):
            sheet.write_row(row, 0, ["", str(district).upper(), ""])
            row += 1
            for i, unit in enumerate(members.itertuples(), 1):
                sheet.write_row(row, 0, [i, unit.name, f"{int(persons[unit.unit_code]):,}".replace(",", ".")])
                row += 1
        sheet.write_row(row, 0, ["", "Tổng số", f"{CENSUS_TOTAL:,}".replace(",", ".")])


@pytest.mark.parametrize(("day", "size"), list(zip(MAPS, COUNTS, strict=True)))
def test_the_census_stays_whole_on_every_map_and_is_drawn(
    real: Project, day: str, size: int, tmp_path: Path
) -> None:
    panel = load_panel(PROVINCE, day, real)
    people = count(panel, "population")
    assert (len(panel.units), people.frame["value"].sum()) == (size, CENSUS_TOTAL)
    assert not panel.units.geometry.is_empty.any()
    picture = draw_map(people, "2019", save=tmp_path / "map.png", project=real)
    assert (tmp_path / "map.png").stat().st_size > 50_000
    assert f"{size}/{size}" in picture.alt.replace("\u00a0", " ")


def test_every_published_figure_is_listed_and_none_is_compared_without_figures(real: Project) -> None:
    panel: Panel = load_panel(PROVINCE, MAPS[1], real)
    table = list_published(panel, "vi", real)
    # 18 + 14 + 19 figures of the reports of 2023, 2022 and 2020.
    assert len(table) == 51
    assert table["Kết luận"].str.startswith(("Chưa đối chiếu được", "Không so sánh được")).all()


@pytest.mark.slow
def test_notebook_02_shows_the_figures_and_refuses_the_break(real: Project, tmp_path: Path) -> None:
    parameters = {"PROVINCE": PROVINCE, "YEAR": "2023", "MAP": MAPS[1], "LANG": "vi"}
    notebook = ROOT / "notebooks" / "02_do_we_match_the_published_figures.ipynb"
    with kernel_in(real.root) as client:
        run_notebook(notebook, parameters, tmp_path / "run.ipynb", client)
    write_page(tmp_path / "run.ipynb", tmp_path / "page.html", "vi")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert all(
        text in page for text in ("4.778", "2.382", "1.602", "nhiều nhất 24%", "Không tính tỷ lệ tăng, giảm")
    )
    assert "66,5" not in page
    assert "hàng nghìn" in page
