"""The verdict on a panel: the words, the numbers behind them, and everything that must be read with it."""

from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import pytest

import antq_analysis as antq
from antq_analysis.errors import RefusedError, UnknownNameError
from antq_analysis.measures.verdict.result import Verdict
from antq_analysis.measures.verdict.rule import decide
from antq_analysis.measures.verdict.weighed import caveats_of, checks_of
from antq_analysis.panel.load import Panel
from antq_analysis.vocabulary import Break
from tests.measures.association.made import panel_of
from tests.measures.verdict.worlds import World, world

OUTCOME = "incidents_total"
HEADS = {
    "evidence_of_fall": "Nhận định thống kê: có cơ sở cho thấy giảm.",
    "evidence_of_rise": "Nhận định thống kê: có cơ sở cho thấy tăng.",
    "cannot_tell": "Nhận định thống kê: chưa đủ cơ sở.",
    "design_does_not_allow": "Nhận định thống kê: số liệu không cho phép nhận định.",
}


@pytest.fixture(scope="module")
def made() -> World:
    """A province of 60 in which models go to places with a bad year and take away 40%."""
    return world(3, "hot", -0.4, communes=60, districts=8)


@pytest.fixture(scope="module")
def panel(made: World) -> Panel:
    return made.panel()


@pytest.fixture(scope="module")
def fall(panel: Panel) -> Verdict:
    return antq.verdict(panel, OUTCOME)


def test_a_large_fall_is_told_with_estimate_interval_and_size(fall: Verdict, made: World) -> None:
    assert fall.verdict == "evidence_of_fall"
    ratio, low, high = fall.ratio
    assert 0.45 < low < ratio < high < 1
    assert fall.sentence("vi").startswith(HEADS["evidence_of_fall"])
    said = fall.sentence("en")
    assert said.startswith("Statistical verdict: evidence of a fall.")
    assert f"{ratio:.2f} times" in said
    assert f"95% interval {low:.2f} to {high:.2f}" in said
    assert "60 communes (36 began, 24 had not by the last year), 8 districts" in said
    events = made.events[np.isfinite(made.first_year)]
    on = made.years >= made.first_year[np.isfinite(made.first_year)][:, None]
    a_year = (events * on).sum(axis=1) @ (1 / on.sum(axis=1))
    assert fall.a_year[0] == pytest.approx(a_year * (1 - 1 / ratio))
    assert f"{round(fall.a_year[0])} cases a year" in said.replace("−", "-")


def test_numbers_are_those_of_the_rule_on_plain_arrays(fall: Verdict, made: World, panel: Panel) -> None:
    found = decide(replace(made.counts(), exposure=np.repeat(made.people.round()[:, None], 9, axis=1)))
    assert np.log(fall.ratio[0]) == pytest.approx(found.value, abs=1e-3)
    assert fall.decision is not None
    assert fall.decision.error == pytest.approx(found.error, abs=2e-3)
    assert fall.detectable[0] == pytest.approx(np.exp(-found.detectable), abs=2e-3)


def test_the_annex_has_the_estimators_the_year_before_and_the_tests(fall: Verdict) -> None:
    assert fall.table.index.tolist()[:3] == ["verdict", "joint", "smooth"]
    assert fall.table.index.tolist()[3:] == ["fixed_effects", "cohort_by_year", "history", "lead"]
    assert (fall.table["low"] < fall.table["high"]).all()
    # A bad year before the start: the lead is above one, and fixed effects exaggerate.
    assert fall.table.at["lead", "low"] > 1
    assert not fall.checks.at["year_before_like_others", "passed"]
    assert fall.table.at["fixed_effects", "value"] < fall.table.at["joint", "value"]
    vi, en = fall.details("vi"), fall.details("en")
    assert "Kiểm tra giai đoạn trước mô hình" in vi
    assert "giả dược" not in vi
    assert "ETWFE" in en
    assert "E-value" in en
    assert str(fall).count("Nhận định thống kê") == 1


def test_caveats_are_computed_from_the_panel(fall: Verdict) -> None:
    said = fall.sentence("en")
    assert "There are only 8 districts" in said
    assert "Targets often reward falling figures" in said
    assert "a high year falls back by itself" in said
    assert "What would change this verdict" in said
    assert "have no part" not in said
    assert fall.caveats == tuple(
        f"measures.verdict_caveat_{name}" for name in ("small", "near", "few_districts", "pressure")
    )


def test_a_change_of_counting_within_the_years_is_named(fall: Verdict) -> None:
    assert fall.facts is not None
    assert fall.decision is not None
    change = Break(
        id="other",
        kind="counting_method",
        on=date(2016, 1, 1),
        before="a",
        after="b",
        label_vi="Thống kê theo mẫu mới.",
        label_en="Counted on a new form.",
        source="",
        indicators=(),
        provinces=(),
    )
    facts = replace(fall.facts, breaks=(change,))
    found = replace(fall, facts=facts, caveats=caveats_of(fall.decision, facts))
    assert "The way of counting changed on 01/01/2016 (Counted on a new form)" in found.sentence("en")
    assert "cách thống kê thay đổi từ 01/01/2016 (Thống kê theo mẫu mới)" in found.sentence("vi")
    assert not checks_of(fall.decision, facts, fall.others).at["one_way_of_counting", "passed"]
    assert "The way of counting" not in fall.sentence("en")


def test_a_high_year_before_is_told_where_the_joint_model_does_not_speak(fall: Verdict) -> None:
    assert fall.facts is not None
    assert fall.decision is not None
    assert fall.facts.placed.surge.low > 1
    assert "measures.verdict_caveat_surge" not in fall.caveats
    decision = replace(fall.decision, used="smooth")
    found = replace(fall, decision=decision, caveats=caveats_of(decision, fall.facts))
    times = f"{fall.facts.placed.surge.value:.2f} times"
    assert f"the year just before stood above what was usual in these places ({times})" in found.sentence(
        "en"
    )
    assert "a high year falls back by itself" not in found.sentence("en")


def test_odd_falls_of_the_last_year_are_counted(fall: Verdict) -> None:
    assert fall.facts is not None
    assert fall.decision is not None
    facts = replace(fall.facts, falls=(3, 2))
    found = replace(fall, facts=facts, caveats=caveats_of(fall.decision, facts))
    assert "In 2020 3 of the communes fell oddly" in found.sentence("en")
    assert "(2 with a model)" in found.sentence("en")


def test_who_has_no_part_is_counted_with_the_reason(panel: Panel) -> None:
    rows = panel.observations.copy()
    starts = rows.index[rows["indicator"].eq("model_established_year")]
    for row, year in zip(starts[:3], (2010, 2013, 2013), strict=True):
        rows.loc[row, ["value", "status"]] = [float(year), "reported"]
    rows = rows.drop(starts[3])
    apportioned = rows.index[rows["indicator"].eq(OUTCOME) & rows["period"].eq("2014")][10:15]
    rows.loc[apportioned, ["status", "apportioned_share"]] = ["apportioned", 0.5]
    found = antq.verdict(replace(panel, observations=rows, reported=rows), OUTCOME)
    assert found.facts is not None
    assert {name: n for name, n in found.facts.left_out.items() if n} == {
        "unknown": 1,
        "always": 1,
        "too_early": 2,
    }
    said = found.sentence("en")
    assert "4 of the communes have no part: 1 with an unknown year of beginning, 1 that began in the" in said
    assert "2 that began with fewer than 2 years" in said
    assert "5 figures were apportioned" in said
    assert found.facts.communes == 56


def test_without_boundaries_districts_stand_for_distance(panel: Panel) -> None:
    units = gpd.GeoDataFrame(panel.units.drop(columns="geometry"), geometry=[None] * 60, crs=panel.units.crs)
    found = antq.verdict(replace(panel, units=units), OUTCOME)
    assert "measures.verdict_caveat_no_map" in found.caveats
    assert "measures.verdict_caveat_near" not in found.caveats
    assert found.ratio[0] == pytest.approx(0.6, abs=0.2)


def test_without_districts_the_map_is_cut_into_parts(panel: Panel) -> None:
    units = panel.units.drop(columns=["district_code", "district_name"])
    found = antq.verdict(replace(panel, units=units), OUTCOME)
    assert "measures.verdict_caveat_drawn_districts" in found.caveats
    assert found.facts is not None
    assert found.facts.districts >= 20
    assert "parts of the map" in found.sentence("en")


def test_a_design_that_cannot_answer_says_so_in_words(panel: Panel) -> None:
    rows = panel.observations
    # All had begun before the first year.
    early = rows.assign(value=rows["value"].where(rows["indicator"].ne("model_established_year"), 2010.0))
    early = early.assign(status="reported")
    found = antq.verdict(replace(panel, observations=early, reported=early), OUTCOME)
    assert found.verdict == "design_does_not_allow"
    assert found.sentence("vi").startswith(HEADS["design_does_not_allow"])
    assert "60 xã có mô hình từ trước" in found.sentence("vi")
    assert "60 that began before" in found.sentence("en")
    assert np.isnan([*found.ratio, *found.a_year, *found.detectable]).all()
    assert found.details("vi") == ""
    assert "Statistical verdict" in str(found)
    # Nobody had begun by 2014.
    found = antq.verdict(panel, OUTCOME, until="2015", group="")
    assert found.verdict == "design_does_not_allow"
    assert "Too few communes began" in found.sentence("en")


def test_what_is_no_count_of_events_is_refused_as_a_study_does(panel: Panel) -> None:
    with pytest.raises(RefusedError):
        antq.verdict(panel, "population")
    with pytest.raises(UnknownNameError):
        antq.verdict(panel, "incidents_totale")
    with pytest.raises(RefusedError):
        antq.verdict(panel, OUTCOME, start="model_points_active")


def test_the_same_figures_without_any_change_give_no_evidence() -> None:
    found = antq.verdict(world(12, "spatial", 0.0, communes=60, districts=12).panel(), OUTCOME)
    assert found.verdict == "cannot_tell"
    assert found.headline("vi") == HEADS["cannot_tell"]
    assert "không có nghĩa là không có gì thay đổi" in found.sentence("vi")
    assert found.ratio[1] < 1 < found.ratio[2]


def test_a_grouping_of_the_users_keeps_its_name(fall: Verdict) -> None:
    assert "8 huyện," in fall.sentence("vi")
    words = replace(fall.words, grouping={"vi": "cụm thi đua", "en": "cụm thi đua"})
    own = replace(fall, words=words)
    assert "8 groups (cụm thi đua)," in own.sentence("en")
    assert "8 cụm thi đua," in own.sentence("vi")


def test_beginnings_that_are_all_too_early_and_too_few_years_are_answers_too(panel: Panel) -> None:
    rows = panel.observations
    early = rows["indicator"].eq("model_established_year") & rows["value"].notna()
    soon = rows.assign(value=rows["value"].mask(early, 2013.0))
    found = antq.verdict(replace(panel, observations=soon, reported=soon), OUTCOME)
    assert found.verdict == "design_does_not_allow"
    assert "36 that began with fewer than 2 years" in found.sentence("en")
    assert found.study is not None
    assert found.study.left_out["reason"].tolist() == ["too_early"] * 36
    short = antq.verdict(panel, OUTCOME, until="2013")
    assert short.headline("vi") == HEADS["design_does_not_allow"]
    assert "Chỉ có 2 năm" in short.sentence("vi")


def test_years_read_from_stocks_are_told(made: World) -> None:
    figures: dict[tuple[str, str], np.ndarray] = {}
    for year, events in zip(made.years, made.events.T, strict=True):
        figures[OUTCOME, str(year)] = events
        figures["population", str(year)] = made.people.round()
        figures["model_points_active", str(year)] = np.where(made.first_year <= year, 3.0, 0.0)
    found = antq.verdict(panel_of(figures, made.points), OUTCOME)
    assert found.facts is not None
    assert (found.facts.adopters, found.facts.from_stock) == (36, 36)
    assert "of 36 of the communes was not reported but read from stocks of models" in found.sentence("en")
    assert "đọc từ số mô hình hiện có" in found.sentence("vi")
