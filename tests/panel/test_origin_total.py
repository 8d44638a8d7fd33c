"""Where the total of a province or a district comes from, on one page."""

from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from antq_analysis.annual.explained import explain
from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.measures.series import total_rate, total_share, totals
from antq_analysis.panel import origin_total
from antq_analysis.panel.area import find_area
from antq_analysis.panel.asked_unit import find_unit
from antq_analysis.panel.build import build_panel
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.panel.origin import where_from
from antq_analysis.panel.origin_total import Whole, whole_from
from antq_analysis.panel.total_words import say_whole
from antq_analysis.project import Project
from antq_analysis.sources.receiving.adding import add_file
from tests.given import bare_project, part_of
from tests.panel.made import figure, made_panel
from tests.panel.received import PROVINCE as RECEIVED
from tests.panel.received import Rows, book, make_province, table

GAP = "09018"


@pytest.fixture(scope="module")
def project(made_demo: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = part_of(made_demo, tmp_path_factory.mktemp("p") / "p", "2019", "2025")
    gaps = "period,unit_code,answer,reason,decided_on,decided_by\n"
    gaps += f"2025,{GAP},not_reported,Xã mới lập chưa có số,2026-01-15,Nguyễn Mẫu\n"
    (project.decisions / "demo/gaps.csv").write_text(gaps, encoding="utf-8")
    build_panel("demo", project)
    return project


@pytest.fixture(scope="module")
def panel(project: Project) -> Panel:
    return load_panel("demo", project=project)


def whole(project: Project, panel: Panel, area: str, period: str, indicator: str) -> Whole:
    found = find_area(panel, area, period)
    assert found is not None
    (one,) = whole_from(panel, found, period, indicator, project=project)
    return one


def column(project: Project, file: str, sheet: str, letter: str) -> list[object]:
    """A column of the received file, read by another reader."""
    book = CalamineWorkbook.from_path(str(project.raw / "demo" / "2019" / file))
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [row[ord(letter) - 65] for row in rows]


@pytest.mark.parametrize(
    "name",
    ["demo", "99", "Tỉnh Mẫu", "tỉnh mẫu", "TINH MAU", "Mẫu", "Tổng", "Toàn tỉnh", "toan tinh", "total"],
)
def test_the_province_is_meant_by_any_of_its_names(panel: Panel, name: str) -> None:
    area = find_area(panel, name, "2025")
    assert area is not None
    assert (area.kind, len(area.codes)) == ("province", 60)


def test_a_district_is_sought_on_the_map_of_the_period(panel: Panel) -> None:
    for name in ("Huyện Mộng Giang", "H. Mộng Giang", "huyen mong giang"):
        then, now = find_area(panel, name, "2019"), find_area(panel, name, "2025")
        assert then is not None
        assert now is not None
        assert (then.kind, len(then.codes), then.straddling) == ("district", 17, ())
        assert 0 < len(now.straddling) < len(now.codes) < 17


def test_a_commune_keeps_its_name_before_a_district_of_the_same(project: Project, panel: Panel) -> None:
    assert find_area(panel, "Xã Mộng Giang", "2025") is None
    assert find_area(panel, "Mộng Giang", "2025") is None
    asked = find_unit(panel, "Mộng Giang", "2025", "population", project)
    assert find_area(panel, asked.code, "2025") is None


def test_the_total_is_the_sum_of_the_cells_and_stands_beside_the_printed_one(
    project: Project, panel: Panel
) -> None:
    one = whole(project, panel, "demo", "2019", "incidents_total")
    assert one.value == totals(panel, "incidents_total").frame.loc["2019", "value"]
    (printed,) = one.printed.to_dict("records")
    cells = column(project, printed["file"], printed["sheet"], printed["cell"][0])
    assert cells[int(printed["cell"][1:]) - 1] == printed["written"] == one.value
    text = say_whole(one)
    assert f"ô {printed['cell']}; khớp" in text
    assert "150/150" in text
    assert len(text.splitlines()) < 12


def test_a_wrong_subtotal_is_told_with_its_cell_and_the_sum_of_its_rows(
    project: Project, panel: Panel
) -> None:
    one = whole(project, panel, "Thành phố Mẫu", "2019", "incidents_total")
    (printed,) = one.printed.to_dict("records")
    cells = column(project, printed["file"], printed["sheet"], printed["cell"][0])
    first = int(printed["cell"][1:])
    assert one.value == sum(int(float(str(cell))) for cell in cells[first : first + 9])
    assert cells[first - 1] == printed["written"] != one.value
    assert f"ô {printed['cell']}; các dòng cộng lại là {one.value:.0f}" in say_whole(one)


def test_the_five_largest_are_the_largest(project: Project, panel: Panel) -> None:
    one = whole(project, panel, "demo", "2025", "incidents_total")
    line = next(line for line in say_whole(one).splitlines() if line.startswith("5 xã"))
    largest = sorted(one.units["value"], reverse=True)[:5]
    assert [int(part.split("(")[1].split(") ")[1]) for part in line.split(": ", 1)[1].split("; ")] == largest


def test_states_are_told_as_a_share_of_those_assessed(project: Project, panel: Panel) -> None:
    one = whole(project, panel, "demo", "2025", "ntm_19_2_met")
    row = total_share(panel, "ntm_19_2_met").frame.loc["2025"]
    assert f"{row['events']:.0f}/{row['exposure']:.0f} (" in say_whole(one)
    assert f"{len(panel.units) - row['exposure']:.0f} xã không thuộc diện xét" in say_whole(one)


def test_a_rate_shows_both_parts_and_equals_the_rate_of_the_province(project: Project, panel: Panel) -> None:
    text = explain(panel, "demo", "2025", "incident_rate", project=project)
    value = total_rate(panel, "incidents_total").frame.loc["2025", "value"]
    assert f"{value:.1f}".replace(".", ",") + " vụ" in text.splitlines()[0]
    assert {"Tử số:", "Mẫu số:"} <= set(text.splitlines())


def test_who_is_missing_is_named_with_the_decision_about_it(project: Project, panel: Panel) -> None:
    own = panel.reported["unit_code"].eq(GAP) & panel.reported["period"].eq("2025")
    fewer = replace(panel, reported=panel.reported[~own])
    one = whole(project, fewer, "Tổng", "2025", "incidents_total")
    text = say_whole(one)
    assert "Có số: 59/60 xã." in text
    line = next(line for line in text.splitlines() if line.startswith("Thiếu 1 xã"))
    assert f"({GAP}): không có dòng nào" in line
    assert "ngày 15/01/2026, người quyết định Nguyễn Mẫu" in line
    assert "Xã mới lập chưa có số" in line
    assert "Nguyễn Mẫu" not in say_whole(whole(project, panel, "Tổng", "2025", "incidents_total"))


def test_a_commune_that_is_known_not_to_report_shows_the_decision(project: Project, panel: Panel) -> None:
    text = where_from(panel, GAP, "2025", "births", project=project).sentence()
    assert "không báo cáo kỳ 2025: quyết định ngày 15/01/2026" in text
    assert "Xã mới lập" not in where_from(panel, GAP, "2025", "population", project=project).sentence()


def test_a_decided_figure_shows_reason_day_and_person(
    made_demo: Project, tmp_path: Path, panel: Panel
) -> None:
    project = part_of(made_demo, tmp_path / "p", "2025")
    (part,) = where_from(panel, GAP, "2025", "population", project=part_built(project)).parts.to_dict(
        "records"
    )
    head = "period,file,sheet,cell,unit_code,indicator,category,basis,written,value,reason,decided_on,decided_by\n"
    place = f'2025,{part["file"]},"{part["sheet"]}",{part["cell"]},{GAP},population,,{part["basis"]}'
    line = f"{place},{part['written']},4321,Gõ nhầm,2026-02-03,Trần Mẫu\n"
    (project.decisions / "demo/cells.csv").write_text(head + line, encoding="utf-8")
    build_panel("demo", project)
    text = where_from(
        load_panel("demo", project=project), GAP, "2025", "population", project=project
    ).sentence()
    assert "quyết định ngày 03/02/2026, người quyết định Trần Mẫu: 4.321; lý do: Gõ nhầm" in text
    whole_text = explain(load_panel("demo", project=project), "demo", "2025", "population", project=project)
    assert f"({GAP}): quyết định ngày 03/02/2026" in whole_text


def part_built(project: Project) -> Project:
    build_panel("demo", project)
    return project


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("HUYỆN A", True),
        ("Cộng huyện A:", True),
        ("II. A", True),
        ("Huyện A Lưới", False),
        ("Thị xã A", False),
        ("Tổng cộng", False),
    ],
)
def test_a_printed_total_is_of_the_district_that_its_words_name(words: str, named: bool) -> None:
    assert origin_total._names("Huyện A", words) is named


def test_what_may_not_be_summed_has_no_total(project: Project, panel: Panel) -> None:
    with pytest.raises(RefusedError, match="không được cộng"):
        explain(panel, "demo", "2025", "model_types_active", project=project)


def test_a_figure_for_the_whole_province_is_no_sum(project: Project) -> None:
    rows = [figure("99", "model_types_active", "2025", 47, level="province")]
    alone = made_panel([*rows, figure("99001", "population", "2025", 5)])
    one = whole(project, alone, "Tổng", "2025", "model_types_active")
    assert (one.value, one.is_printed) == (47, True)
    assert "không phải tổng các xã" in say_whole(one)


@pytest.mark.parametrize(
    "order",
    [
        ("incidents_total", "2025", "09015"),
        ("2025", "09015", "incidents_total"),
        ("vụ việc về antt", "demo", "2025"),
    ],
)
def test_arguments_in_another_order_are_put_right(
    project: Project, panel: Panel, order: tuple[str, str, str]
) -> None:
    with pytest.raises(UsageError) as refused:
        explain(panel, *order, project=project)
    text = refused.value.text()
    assert refused.value.key == "panel.swapped"
    assert (
        text.index(" demo ")
        < text.index(" 2025 ")
        < max(text.rfind("incidents_total"), text.rfind("vụ việc"))
    )


@pytest.mark.parametrize("written", ["99999", "Xã Qwrt Zxcv", "population"])
def test_nothing_far_is_proposed(project: Project, panel: Panel, written: str) -> None:
    with pytest.raises(UsageError) as refused:
        explain(panel, written, "2025", "population", project=project)
    assert refused.value.cases == ()
    assert "units.csv" in refused.value.text()


def test_what_is_near_is_proposed_districts_too(project: Project, panel: Panel) -> None:
    with pytest.raises(UsageError) as refused:
        explain(panel, "Huyện Mộng Giag", "2025", "population", project=project)
    assert any(case == "Huyện Mộng Giang" for case in refused.value.cases)


def beside(year: int) -> Rows:
    """A sheet with last year's column beside this year's, and the totals of both."""
    rows = table(
        ("Dân số", f"Tổng số vụ việc năm {year - 1}", f"Tổng số vụ việc năm {year}"),
        lambda n: [4000 + 7 * n, 20 + n, 30 + 2 * n],
    )
    return [*rows, ["", "TOÀN TỈNH", *(sum(row[place] for row in rows[1:]) for place in (2, 3, 4))]]  # type: ignore[misc]


def test_a_printed_total_is_of_the_year_whose_column_it_stands_in(project: Project, tmp_path: Path) -> None:
    own = make_province(bare_project(tmp_path / "own"), tmp_path)
    add_file(book(tmp_path / "hai_nam.xlsx", {"Biểu 01": beside(2022)}), RECEIVED, "2022", project=own)
    assert printed_totals(own, "2021", "2022") == {"2021": [("D10", 188)], "2022": [("E10", 296)]}


def test_a_printed_total_of_a_sheet_of_an_earlier_year_is_of_that_year(
    project: Project, tmp_path: Path
) -> None:
    own = make_province(bare_project(tmp_path / "own"), tmp_path)
    sheets = {}
    for year, more in ((2021, 0), (2022, 1)):
        rows = table(("Dân số", "Tổng số vụ việc"), lambda n, more=more: [4000 + 7 * n, 20 + n + more])  # type: ignore[misc]
        total = ["", "TOÀN TỈNH", *(sum(row[place] for row in rows[1:]) for place in (2, 3))]  # type: ignore[misc]
        sheets[str(year)] = [[f"BIỂU NĂM {year}"], *rows, total]
    add_file(book(tmp_path / "hai_nam.xlsx", sheets), RECEIVED, "2022", project=own)
    assert printed_totals(own, "2021", "2022") == {"2021": [("D11", 188)], "2022": [("D11", 196)]}


def printed_totals(own: Project, *years: str) -> dict[str, list[tuple[str, float]]]:
    build_panel(RECEIVED, own)
    loaded = load_panel(RECEIVED, project=own)
    told = {}
    for year in years:
        one = whole(own, loaded, "Tổng", year, "incidents_total")
        told[year] = list(zip(one.printed["cell"], one.printed["written"], strict=True))
    return told
