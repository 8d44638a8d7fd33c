"""What notebook 09 shows: the verdict first, on a map on which it can be asked, or why there is none."""

from dataclasses import replace

import pandas as pd
import pytest

from antq_analysis.annual import since_models as page
from antq_analysis.annual.since_models import SinceModels, since_models
from antq_analysis.errors import MissingError, RefusedError
from antq_analysis.measures.verdict.basis import Basis, basis
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from tests.measures.verdict.worlds import world

OUTCOME = "incidents_total"


@pytest.fixture(scope="module")
def panel() -> Panel:
    return world(3, "hot", -0.4, communes=60, districts=8).panel()


@pytest.fixture(scope="module")
def shown(panel: Panel) -> SinceModels:
    return since_models(panel, OUTCOME)


def test_the_verdict_stands_first_with_its_estimate_and_then_what_must_be_read_with_it(
    shown: SinceModels,
) -> None:
    first, rest = shown.answer.split("\n\n")
    assert first.startswith("Nhận định thống kê: có cơ sở cho thấy giảm. Ở 36 xã bắt đầu có mô hình")
    assert rest.startswith("Căn cứ: 60 xã")
    assert f"{first} {rest}" == shown.verdict.text
    for seen, axes in ((shown.verdict, "estimate"), (shown.years, "years"), (shown.cohorts, "cohorts")):
        assert seen.picture is not None
        assert axes in [part.get_label() for part in seen.picture.axes]
    assert "E" in shown.annex


def test_beginnings_are_counted_by_year(shown: SinceModels) -> None:
    assert isinstance(shown.beginnings, pd.DataFrame)
    assert shown.beginnings["Số xã"].to_dict() == {
        "2015": 9,
        "2016": 9,
        "2017": 9,
        "2018": 9,
        "chưa có mô hình": 24,
        "sáp nhập từ các xã bắt đầu khác năm hoặc chưa có": 0,
        "chưa rõ hoặc báo mâu thuẫn": 0,
    }


def test_where_a_map_carries_no_comparison_the_newest_that_does_is_taken_and_named(
    panel: Panel, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for: list[str] = []

    def load(province: str, day: str, given: Project, *, until: str) -> Panel:
        asked_for.append(day)
        if day == "2021-01-01":
            raise MissingError("panel.not_built", province=province)
        return panel

    def rests(on: Panel, outcome: str, project: Project) -> Basis:
        if on.map_date == "2025-07-01":
            raise RefusedError("measures.study_few_years", n=1, least=3)
        return basis(on, outcome, project=project)

    monkeypatch.setattr(page, "vintages", lambda *given: ("2020-01-01", "2021-01-01", "2025-07-01"))
    monkeypatch.setattr(page, "load_panel", load)
    monkeypatch.setattr(page, "basis", rests)
    shown = since_models(replace(panel, map_date="2025-07-01"), OUTCOME, "en", project=project)
    assert asked_for == ["2021-01-01", "2020-01-01"]
    verdict, told, rest = shown.answer.split("\n\n")
    assert verdict.startswith("Statistical verdict: evidence of a fall.")
    assert "On the map of 01/07/2025 before and after cannot be compared" in told
    assert "takes the map of 01/01/2020, with figures until 2020" in told
    assert rest.startswith("It rests on 60 communes")
    assert shown.years.picture is not None


def test_where_no_map_carries_a_comparison_the_one_asked_for_says_why(
    panel: Panel, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = panel.observations
    began = rows["indicator"].eq("model_established_year") & rows["value"].notna()
    early = rows.assign(value=rows["value"].mask(began, 2010.0))

    def load(*given: object, **more: object) -> Panel:
        raise MissingError("panel.not_built", province="demo")

    monkeypatch.setattr(page, "vintages", lambda *given: ("2018-01-01", panel.map_date))
    monkeypatch.setattr(page, "load_panel", load)
    none = since_models(replace(panel, observations=early, reported=early), OUTCOME, "en", project=project)
    assert none.answer.startswith("Statistical verdict: the design does not allow an answer.")
    assert "36 began before" in none.answer
    assert none.verdict.picture is not None
    assert none.years.picture is None
    assert "36 began before" in str(none.years)
    assert none.annex == "There is nothing to show here; the head of the page says why."


def test_a_province_that_never_said_when_models_began_is_told_so(
    panel: Panel, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "vintages", lambda *given: (panel.map_date,))
    rows = panel.observations[panel.observations["indicator"].ne("model_established_year")]
    shown = since_models(replace(panel, observations=rows, reported=rows), OUTCOME, "vi", project=project)
    assert "Năm thành lập mô hình" in shown.answer
    assert shown.verdict.picture is None
    assert str(shown.beginnings) == "Không có gì để hiện ở đây; lý do ở đầu trang."
    assert "outcomes" in since_models(panel, "", "vi", project=project).answer
