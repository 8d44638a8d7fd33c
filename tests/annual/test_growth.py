"""What notebook 04 says: counts with their base, nothing compared over a change of counting, or a reason."""

import pytest

from antq_analysis.annual.growth import answer_growth, list_growth
from antq_analysis.annual.growth_charts import (
    chart_distribution,
    chart_growth,
    chart_slope,
    chart_stock,
    chart_years,
    map_presence,
    map_year,
)
from antq_analysis.panel.load import Panel
from antq_analysis.project import find_project
from tests.measures.test_growth import ALL, AREAS, NEW, OLD, POINTS, REMOVED
from tests.panel.made import UNITS, figure, made_panel

MODELS = (POINTS, OLD)


def panel(*years: str) -> Panel:
    rows = []
    for year in years:
        name = OLD if year < "2023" else POINTS
        for place, unit in enumerate(UNITS):
            rows.append(figure(unit, name, year, 10 * place + int(year) - 2020))
            rows.append(figure(unit, AREAS, year, place))
            rows.append(figure(unit, ALL, year, 5))
    return made_panel(rows)


def test_the_answer_tells_models_and_how_far_they_reach() -> None:
    told = answer_growth(panel("2023", "2024"), MODELS, AREAS, "2024")
    assert "năm 2024: 76 điểm, tăng 4 (+5,6%) so với năm 2023" in told
    assert "6/20 (30,0%)" in told
    told = answer_growth(panel("2022", "2023"), MODELS, AREAS, "2023", "en")
    assert "72 points" in told
    assert "Model units (old count): 68" in told
    assert "neither added to 2023 nor compared" in told
    assert "%)" not in told.partition("Share")[0]


def test_the_list_compares_within_one_way_of_counting() -> None:
    table = list_growth(panel("2021", "2022", "2023", "2024"), MODELS, AREAS, "2024")
    assert table["Năm"].tolist() == ["2021", "2022", "2023", "2024"]
    assert table["Tổng số"].tolist() == [64, 68, 72, 76]
    assert table["So với năm trước"].tolist() == [
        "",
        "tăng 4 (+6,3%)",
        "không so: cách thống kê khác",
        "tăng 4 (+5,6%)",
    ]
    assert set(table["Khu dân cư có mô hình"]) == {"6/20 (30,0%)"}
    assert set(table["Đơn vị có mô hình"]) == {"3/4 (75,0%)"}
    assert list_growth(panel("2021", "2022"), MODELS, AREAS, "2021")["Năm"].tolist() == ["2021"]


def test_no_change_is_told_of_bounds() -> None:
    made = panel("2023", "2024")
    made.reported.loc[made.reported["period"].eq("2023"), "comparator"] = "over"
    table = list_growth(made, MODELS, AREAS, "2024")
    assert table["So với năm trước"].tolist()[1].startswith("không so: có số chỉ ghi “trên”")


def test_what_cannot_be_said_is_explained_and_no_error() -> None:
    one, empty = panel("2024"), made_panel([figure(UNITS[0], "incidents_total", "2024", 3)])
    assert "một năm (2024)" in map_presence(one, AREAS, "2024").text
    assert "một năm (2024)" in chart_slope(one, AREAS, "2024", project=find_project()).text
    assert chart_years(one, AREAS).picture is not None
    assert chart_distribution(one, AREAS, "2024").picture is not None
    # Units without polygons have no map; the reason says how to get one.
    assert map_year(one, AREAS, "2024").picture is None
    for made, coverage in ((empty, AREAS), (empty, "no_such_indicator")):
        for seen in (
            chart_growth(made, MODELS, "2024"),
            chart_stock(made, POINTS, (NEW, REMOVED), "2024"),
            chart_years(made, coverage),
            map_year(made, coverage, "2024"),
            map_presence(made, coverage, "2024"),
            chart_distribution(made, coverage, "2024"),
            chart_slope(made, coverage, "2024", project=find_project()),
        ):
            assert seen.picture is None
            assert len(seen.text) > 20
            assert "{" not in seen.text
        assert len(answer_growth(made, MODELS, coverage, "2024")) > 20
        assert len(list_growth(made, MODELS, coverage, "2024").iloc[0, 0]) > 20


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_pictures_are_drawn_where_there_are_figures(lang: str) -> None:
    made = panel("2023", "2024")
    slope = chart_slope(made, AREAS, "2024", lang, project=find_project())
    assert slope.picture is not None
    assert "2023" in slope.picture.alt
    assert chart_stock(made, POINTS, (NEW, REMOVED), "2024", lang).picture is not None
