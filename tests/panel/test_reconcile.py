"""Published figures against our sums, and the break of Hòa Bình."""

import pandas as pd
import pytest

from antq_analysis.errors import BreakError, SettingError
from antq_analysis.panel.reconcile import (
    _our_figures,
    count_verdicts,
    reconcile,
    say_figure,
    say_reconciliation,
)
from antq_analysis.panel.stock_flow import stock_flow
from antq_analysis.project import find_project
from antq_analysis.sources.published import load_published
from antq_analysis.vocabulary import load_vocabulary
from tests.panel.made import UNITS, figure, made_panel

A, B, C, D = UNITS


def verdict_of(
    value: float, comparator: str, ours: list[float | None], **changes: object
) -> dict[str, object]:
    panel = made_panel([figure(u, "incidents_total", "2023", v) for u, v in zip(UNITS, ours, strict=True)])
    row = {
        "id": "P1",
        "province": "demo",
        "level": "province",
        "unit_code": panel.province.code,
        "unit_name": "Tỉnh Mẫu",
        "indicator": "incidents_total",
        "category": "",
        "basis": "in_year",
        "period": "2023",
        "method_version": panel.observations["method_version"].iloc[0],
        "value": value,
        "value_text": "",
        "comparator": comparator,
        "status": "reported",
        "quote": "q",
    }
    table = reconcile(panel, pd.DataFrame([row | changes]))
    assert len(say_reconciliation(table, panel.vocabulary)) == 1
    return table.iloc[0].to_dict()


@pytest.mark.parametrize(
    ("value", "comparator", "ours", "verdict"),
    [
        (10, "exact", [1, 2, 3, 4], "agrees"),
        (11, "exact", [1, 2, 3, 4], "differs"),
        (9, "over", [1, 2, 3, 4], "within_comparator"),
        (11, "over", [1, 2, 3, 4], "differs"),
        (11, "under", [1, 2, 3, 4], "within_comparator"),
        (9, "under", [1, 2, 3, 4], "differs"),
        (12, "about", [1, 2, 3, 4], "not_comparable"),
        (10, "exact", [None, None, None, None], "no_figure"),
    ],
)
def test_verdicts(value: float, comparator: str, ours: list[float | None], verdict: str) -> None:
    assert verdict_of(value, comparator, ours)["verdict"] == verdict


def test_missing_communes_are_the_reason_that_is_given() -> None:
    row = verdict_of(10, "exact", [1, 2, 3, None])
    assert (row["difference"], row["n_missing"], row["reason"]) == (-4, 1, "panel.reason_missing")
    assert verdict_of(11, "exact", [1, 2, 3, 4])["reason"] == "panel.reason_differs"


@pytest.mark.parametrize(("value", "comparator"), [(9, "under"), (5, "over")])
def test_a_bound_against_an_incomplete_sum_tells_how_many_units_are_missing(
    value: float, comparator: str
) -> None:
    row = verdict_of(value, comparator, [1, 2, 3, None])
    assert (row["verdict"], row["n_missing"]) == ("within_comparator", 1)
    assert row["reason"] == "panel.reason_comparator_missing"
    panel = made_panel([figure(A, "incidents_total", "2023", 1)])
    said = say_reconciliation(pd.DataFrame([row]), panel.vocabulary)["Kết luận"].iloc[0]
    assert "còn thiếu báo cáo của 1 đơn vị" in said


def test_missing_units_never_explain_a_surplus() -> None:
    assert verdict_of(5, "exact", [1, 2, 3, None])["reason"] == "panel.reason_surplus_missing"


def test_two_ways_of_counting_and_other_periods_are_not_compared() -> None:
    assert verdict_of(10, "exact", [1, 2, 3, 4], method_version="other")["verdict"] == "not_comparable"
    assert verdict_of(10, "exact", [1, 2, 3, 4], period="2022")["verdict"] == "no_figure"
    assert verdict_of(10, "exact", [1, 2, 3, 4], basis="cumulative")["verdict"] == "no_figure"
    assert verdict_of(float("nan"), "about", [1, 2, 3, 4], status="unparsed")["verdict"] == "not_comparable"


def test_all_published_figures_of_the_seeds_go_through() -> None:
    vocabulary = load_vocabulary(find_project())
    figures = load_published()
    seen = 0
    for province in figures["province"].unique():
        panel = made_panel([figure(A, "population", "2023", 1)], str(province))
        table = reconcile(panel, figures)
        assert set(count_verdicts(table)) >= {"agrees", "no_figure"}
        assert (say_reconciliation(table, vocabulary, "en")["Published"].str.len() > 0).all()
        seen += len(table)
    assert seen == 85


def test_the_break_of_hoa_binh_prints_its_bound() -> None:
    (case,) = stock_flow("hoa-binh")
    assert case.table()["Giá trị"].tolist() == ["4.778", "2.382", "+43", "-190", "1.602"]
    assert case.table()["Thời điểm"].tolist() == ["17/11/2020", "31/03/2023", "2023", "2023", "31/12/2023"]
    assert (case.fall, case.least_unexplained) == (780, 590)
    assert case.most_explained == pytest.approx(190 / 780)
    assert case.text().startswith(
        "Hai số liệu theo hai cách thống kê; biến động trong năm giải thích nhiều nhất 24% chênh lệch, "
        "kể cả khi coi hai đơn vị đếm như nhau."
    )


def test_the_percentage_over_the_break_is_refused() -> None:
    (case,) = stock_flow("hoa-binh")
    with pytest.raises(BreakError) as refusal:
        case.percent_change()
    text = str(refusal.value)
    assert "Chỉ so sánh các số liệu cùng cách thống kê" in text
    assert not any(wrong in text for wrong in ("66,5", "66.5", "32,7", "32.7"))


def test_a_case_that_names_a_figure_which_is_not_there_is_refused() -> None:
    with pytest.raises(SettingError, match="E02"):
        stock_flow("hoa-binh", load_published())


def test_organisations_count_in_our_sums_and_a_provinces_own_figure_where_no_unit_has_one() -> None:
    rows = [figure(unit, "incidents_total", "2023", 2) for unit in UNITS]
    rows.append(figure("organisation:cong-ty-mau", "incidents_total", "2023", 3, level="organisation"))
    rows.append(figure("99", "incidents_total", "2023", 500, level="province"))
    rows += [figure(unit, "tips_total", "2023", None) for unit in UNITS]
    rows.append(figure("99", "tips_total", "2023", 40, level="province"))
    panel = made_panel(rows)
    ours = _our_figures(panel)
    whole = ours[ours["level"].eq("province")].set_index("indicator")
    assert (whole.loc["incidents_total", "value"], whole.loc["incidents_total", "n_missing"]) == (11, 0)
    assert (whole.loc["tips_total", "value"], whole.loc["tips_total", "n_missing"]) == (40, 0)


@pytest.mark.parametrize(
    ("value", "text", "comparator", "vi", "en"),
    [
        (570, "hơn 570", "over", "hơn 570", "over 570"),
        (2000, "hơn 2000", "over", "hơn 2.000", "over 2,000"),
        (1200000, "trên 1,2 triệu", "over", "trên 1.200.000", "over 1,200,000"),
        (2018, "giữa năm 2018", "about", "khoảng 2.018", "about 2,018"),
        (43, "43", "exact", "43", "43"),
    ],
)
def test_a_published_bound_keeps_the_word_of_its_source(
    value: float, text: str, comparator: str, vi: str, en: str
) -> None:
    row = {"value": value, "value_text": text, "comparator": comparator}
    assert (say_figure(row), say_figure(row, "en")) == (vi, en)
