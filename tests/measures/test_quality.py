"""Is the reporting believable: simulated faults are found, chance alone is left in peace, nobody is accused."""

import numpy as np
import pandas as pd
import pytest

from antq_analysis.errors import RefusedError, UnknownNameError
from antq_analysis.measures.quality import quality
from antq_analysis.measures.quality_told import CHECKS, TESTED
from antq_analysis.panel.load import Panel
from tests.panel.made import figure, made_panel

YEARS = tuple(str(year) for year in range(2016, 2025))
UNITS = tuple(f"99{n:03d}" for n in range(1, 41))
FLOWS = (
    "incidents_total",
    "fires",
    "tips_total",
    "traffic_accidents",
    "suspects_handled",
    "outreach_sessions",
)
KINDER = (
    "gian lận",
    "bịa",
    "giả mạo",
    "sai phạm",
    "che giấu",
    "fraud",
    "fake",
    "falsif",
    "manipulat",
    "cheat",
)


def simulated(seed: int = 4, mean: float = 14.0) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Counts of every flow, and people: communes that differ, a common fall, yearly variation beyond chance."""
    rng = np.random.default_rng(seed)
    people = np.round(8000 * np.exp(rng.normal(0, 0.4, (len(UNITS), 1))) * 1.01 ** np.arange(len(YEARS)))
    counts = {}
    for name in FLOWS:
        level = rng.gamma(6, 1 / 6, (len(UNITS), 1)) * np.exp(rng.normal(0, 0.15, people.shape))
        counts[name] = rng.poisson(mean * people / 8000 * level * 0.97 ** np.arange(len(YEARS))).astype(float)
    return counts, people


def panel(counts: dict[str, np.ndarray], people: np.ndarray, years: tuple[str, ...] = YEARS) -> Panel:
    rows = [
        figure(unit, name, year, None if np.isnan(n) else n)
        for name, table in ({"population": people} | counts).items()
        for unit, own in zip(UNITS, table, strict=True)
        for year, n in zip(years, own, strict=True)
    ]
    return made_panel(rows, units=UNITS)


@pytest.fixture(scope="module")
def faulty() -> Panel:
    counts, people = simulated()
    incidents = counts["incidents_total"]
    incidents[0, [1, 4, 6]] = 0  # zeros between ordinary years
    incidents[1] = [10, 15, 20, 15, 10, 20, 25, 15, 10]  # rounded
    incidents[2] = [40, 44, 38, 41, 47, 36, 42, 39, 6]  # a fall in the last year
    for table in counts.values():
        table[3, -1] = table[3, -2] + (table[3, -2] == 0)
        table[3, -2] = table[3, -1]  # all of last year again
    incidents[4] = 13  # never changes
    incidents[5] = np.nan
    return panel(counts, people)


def test_each_simulated_fault_is_found_and_nothing_else(faulty: Panel) -> None:
    found = quality(faulty, "incidents_total")
    asked = found.frame["ask"]
    assert asked.iloc[:5].tolist() == ["zeros", "digits", "fall", "copied", "unchanged"]
    assert asked.iloc[5:].eq("").all()
    assert found.counted() == dict.fromkeys(TESTED, 1) | {"unsettled": 0, "early": 0}
    first = found.frame.iloc[0]
    assert first["zeros"] == 3
    assert first["zeros_expected"] < 0.2
    assert found.frame.iloc[1][["above_zero", "fives"]].tolist() == [9, 9]
    assert found.frame.iloc[2]["value"] == 6
    assert 25 < found.frame.iloc[2]["value_expected"] < 42
    assert found.frame.iloc[3][["n_compared", "n_same"]].tolist()[0] == found.frame.iloc[3]["n_same"]
    assert found.frame.iloc[5]["status"] == "not_reported"
    assert np.isnan(found.frame.iloc[5][[f"q_{name}" for name in TESTED]].astype(float)).sum() >= 4


def test_questions_say_what_was_seen_and_accuse_nobody(faulty: Panel) -> None:
    found = quality(faulty, "incidents_total")
    questions = found.questions()
    assert len(questions) == 5
    assert questions[0].startswith("Xã 99001 (99001): 3 trên 9 năm báo 0, với quy mô này thường khoảng 0")
    assert "9 trên 9 số tận cùng là 0 hoặc 5, thường khoảng 1," in questions[1]
    assert "năm 2024 báo 6, theo các năm trước thường khoảng" in questions[2]
    assert "của năm 2024 trùng với năm 2023" in questions[3]
    assert "cả 9 năm đều báo 13" in questions[4]
    assert all(one.endswith("Cần hỏi lại.") for one in questions)
    assert "5 trên 39 đơn vị có điểm cần hỏi lại" in found.sentence()
    told = " ".join((*questions, *found.questions("en"), found.sentence(), found.sentence("en"))).lower()
    assert not [word for word in KINDER if word in told]


def test_some_numbers_that_agree_are_no_copy() -> None:
    counts, people = simulated()
    for unit, alike in ((0, 5), (1, 6)):
        for place, table in enumerate(counts.values()):
            table[unit, -2:] = 40 + place, 40 + place + (place >= alike)
    found = quality(panel(counts, people), "incidents_total").frame
    assert found["n_same"].tolist()[:2] == [5, 6]
    assert found["p_copied"].iloc[0] == 1
    # Two Poisson counts of mean m agree with the chance exp(-2m) I0(2m), about 1 / sqrt(4 pi m).
    about = np.prod([1 / np.sqrt(4 * np.pi * (40 + place)) for place in range(6)])
    assert found["p_copied"].iloc[1] == pytest.approx(about, rel=0.05)


def test_chance_alone_is_left_in_peace() -> None:
    flagged = runs = 0
    for seed in range(100, 103):
        counts, people = simulated(seed)
        found = quality(panel({"incidents_total": counts["incidents_total"]}, people), "incidents_total")
        flagged, runs = flagged + int(found.frame["ask"].ne("").sum()), runs + 1
        assert "chưa chứng minh số liệu đúng" in found.sentence() or flagged
    assert flagged <= 0.05 * runs * len(UNITS)
    assert flagged <= 1


def test_years_that_never_became_final_and_figures_closed_early_are_counted() -> None:
    rows = []
    for place, unit in enumerate(UNITS[:6]):
        rows += [figure(unit, "population", year, 9000) for year in YEARS]
        rows += [figure(unit, "incidents_total", year, 11 + (int(year) * 7 + place) % 5) for year in YEARS]
    at = {(row["unit_code"], row["indicator"], row["period"]): row for row in rows}
    at[UNITS[0], "incidents_total", "2020"] |= {"stage": "estimate"}
    at[UNITS[0], "incidents_total", "2021"] |= {"stage": "preliminary"}
    at[UNITS[1], "incidents_total", "2024"] |= {"stage": "estimate"}
    at[UNITS[2], "incidents_total", "2023"] |= {"period_end": pd.Timestamp("2023-11-15")}
    calendar = [row | {"period_basis": "calendar"} for row in rows]
    found = quality(made_panel(calendar, units=UNITS[:6]), "incidents_total")
    assert found.frame["unsettled"].tolist() == [2, 0, 0, 0, 0, 0]
    assert found.frame["early"].tolist() == [0, 0, 1, 0, 0, 0]
    assert found.frame["ask"].tolist() == ["unsettled", "", "early", "", "", ""]
    assert "2 năm trước đó mới có số ước hoặc sơ bộ" in found.questions()[0]
    assert tuple(found.counted()) == CHECKS


def test_rounding_all_over_the_province_is_said_once() -> None:
    counts, people = simulated(mean=30)
    rounded = np.round(counts["incidents_total"] / 5) * 5
    found = quality(panel({"incidents_total": rounded}, people), "incidents_total")
    n, fives, due, p = found.last_digits
    assert fives == n > 300
    assert 0.15 * n < due < 0.25 * n
    assert p < 1e-6
    assert "nên hỏi lại cách ghi số" in found.sentence()


def test_only_years_counted_in_one_way_enter_and_the_year_can_be_chosen() -> None:
    counts, people = simulated()
    made = panel({"model_points_new": counts["fires"]}, people)
    short = quality(made, "model_points_new")
    assert short.years == ("2023", "2024")
    assert "Chỉ có 2 năm" in short.sentence()
    assert "Chỉ có" not in quality(made, "model_points_new", "2020").sentence()
    assert quality(made, "model_points_new", "2020").years == ("2016", "2017", "2018", "2019", "2020")
    with pytest.raises(UnknownNameError, match="2031"):
        quality(made, "model_points_new", "2031")


def test_a_stock_and_communes_without_a_size_are_refused() -> None:
    people = simulated()[1]
    with pytest.raises(RefusedError, match="số vụ"):
        quality(panel({}, people), "population")
    rows = [figure(UNITS[0], "incidents_total", "2024", 4)]
    with pytest.raises(RefusedError, match="antq add"):
        quality(made_panel(rows, units=UNITS), "incidents_total")


def test_a_size_that_is_not_known_is_that_of_the_nearest_year() -> None:
    counts, people = simulated()
    own = {"incidents_total": counts["incidents_total"]}
    whole = quality(panel(own, np.repeat(people[:, [4]], len(YEARS), axis=1)), "incidents_total").frame
    once = np.full_like(people, np.nan)
    once[:, 4] = people[:, 4]
    assert quality(panel(own, once), "incidents_total").frame["p_fall"].to_numpy() == pytest.approx(
        whole["p_fall"].to_numpy()
    )
