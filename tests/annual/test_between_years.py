"""`antq why` of a population between two known years: both years, their files, and the line between them."""

import shutil
from pathlib import Path

import pytest

from antq_analysis.annual.explained import explain
from antq_analysis.errors import UnknownNameError
from antq_analysis.panel.build import build_panel
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.project import Project
from tests.commands import antq
from tests.given import bare_project
from tests.panel.received import CODES, FIRST_MAP, PROVINCE, make_province, receive
from tests.panel.received import table as rows_of
from tests.test_population import LATER, table


@pytest.fixture(scope="module")
def project(made_demo: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("giữa")
    project = bare_project(folder / "p")
    shutil.copytree(made_demo.places / "demo", project.places / "demo")
    for path in project.layouts.glob("demo_*.toml"):
        path.unlink()
    given = (("2019", "Dân số", 4000), ("2021", "Vụ việc về ANTT", 1), ("2024", "Dân số", 6000))
    for period, head, first in given:
        file = table(project, folder / f"{period}.xlsx", LATER, head, first)
        assert antq(project.root, "add", "demo", period, str(file), "--map", LATER).code == 0
    build_panel("demo", project)
    return project


@pytest.fixture(scope="module")
def panel(project: Project) -> Panel:
    return load_panel("demo", LATER, project)


def test_both_known_years_their_files_and_the_line_are_told(project: Project, panel: Panel) -> None:
    code = panel.units.index[10]
    vi = explain(panel, code, "2021", "population", project=project)
    # The tenth commune after the first: 4010 people in 2019, 6010 in 2024, two fifths of the way in 2021.
    assert "4.010 + (6.010 − 4.010) × 2/5 = 4.810" in vi
    for year in ("2019", "2024"):
        assert f"{year}.xlsx" in vi
    assert "Không tệp nào" not in vi
    en = explain(panel, code, "2021", "population", lang="en", project=project)
    assert "4,010 + (6,010 − 4,010) × 2/5 = 4,810" in en
    assert "No file" not in en


def test_a_year_without_any_file_lies_on_the_line_too(project: Project, panel: Panel) -> None:
    text = explain(panel, panel.units.index[10], "2022", "population", project=project)
    assert "4.010 + (6.010 − 4.010) × 3/5 = 5.210" in text


@pytest.mark.parametrize("period", ["2018", "2025"])
def test_nothing_is_drawn_beyond_the_known_years(project: Project, panel: Panel, period: str) -> None:
    with pytest.raises(UnknownNameError):
        explain(panel, panel.units.index[10], period, "population", project=project)


def test_a_known_year_says_nothing_of_a_line(project: Project, panel: Panel) -> None:
    assert "×" not in explain(panel, panel.units.index[10], "2019", "population", project=project)


def test_a_rate_of_that_year_tells_its_denominator_and_its_result(project: Project, panel: Panel) -> None:
    code = panel.units.index[10]
    text = explain(panel, code, "2021", "incident_rate", project=project)
    assert "4.010 + (6.010 − 4.010) × 2/5 = 4.810" in text
    # Eleven incidents in the same commune.
    assert f"{11 / 4810 * 10_000:.1f}".replace(".", ",") in text
    assert "2021.xlsx" in text


def test_the_province_tells_how_many_communes_lie_on_the_line(project: Project, panel: Panel) -> None:
    n = len(panel.units)
    total = n * 4800 + n * (n - 1) / 2
    for period, lang in (("2021", "vi"), ("2021", "en")):
        text = explain(panel, "demo", period, "population", lang=lang, project=project)
        assert f"{total:,.0f}".replace(",", "." if lang == "vi" else ",") in text
        assert "2019–2024" in text


def test_what_is_no_base_is_never_drawn(project: Project, panel: Panel) -> None:
    with pytest.raises(UnknownNameError):
        explain(panel, panel.units.index[10], "2022", "incidents_total", project=project)


# ---- a bound at one end, and a commune that is known at one end only ----------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """Eight communes, the second "over 2000" in 2024, the fourth empty; incidents alone in 2022."""
    project = make_province(bare_project(tmp_path / "p"), tmp_path)

    def later(n: int) -> list[object]:
        return [{1: "trên 2000", 3: None}.get(n, 2000 * (n + 1))]

    receive(project, tmp_path, "2020", "p.xlsx", rows_of(("Dân số",), lambda n: [1000 * (n + 1)]))
    receive(project, tmp_path, "2024", "q.xlsx", rows_of(("Dân số",), later))
    receive(project, tmp_path, "2022", "i.xlsx", rows_of(("Vụ việc về ANTT",), lambda n: [n + 1]))
    build_panel(PROVINCE, project)
    return project


def asked(project: Project, unit: str, lang: str) -> str:
    panel = load_panel(PROVINCE, FIRST_MAP, project)
    return explain(panel, unit, "2022", "population", lang=lang, project=project)


def test_a_bound_at_one_end_is_a_bound_of_the_line(small: Project) -> None:
    assert "2,000 + (over 2,000 − 2,000) × 2/4 = over 2,000." in asked(small, CODES[1], "en")
    assert "2.000 + (trên 2.000 − 2.000) × 2/4 = trên 2.000." in asked(small, CODES[1], "vi")
    assert "1,000 + (2,000 − 1,000) × 2/4 = 1,500." in asked(small, CODES[0], "en")


def test_the_total_keeps_the_bound_and_names_who_is_not_in_it(small: Project) -> None:
    # 1,500 times 1 + 3 + 5 + 6 + 7 + 8, and at least 2,000 of the second commune.
    text = asked(small, "total", "en")
    assert "2022: over 47,000. 7 of 8 communes" in text
    lacking = (
        "1 commune has neither a figure of this year nor two known years around it and is not in the sum"
    )
    assert f"{lacking}: Xã Đồng Vân ({CODES[3]})." in text
    assert "trên 47.000" in asked(small, "total", "vi")
    assert f"Xã Đồng Vân ({CODES[3]})" in asked(small, "total", "vi")


def test_where_every_commune_lies_on_the_line_none_is_lacking(panel: Panel, project: Project) -> None:
    text = explain(panel, "demo", "2021", "population", lang="en", project=project)
    assert "not in the sum" not in text
    assert "over" not in text
