"""Rising, falling, stable or not to be told, by exact tests over the whole map."""

import numpy as np
import pytest
from scipy import stats

from antq_analysis.errors import BreakError, RefusedError, UsageError
from antq_analysis.measures.change_map import DIRECTIONS, change_map, stable_p
from antq_analysis.panel.load import Panel
from tests.panel.made import UNITS, figure, made_panel

A, B, C, D = UNITS


def panel(
    before: list[float | None], after: list[float | None], people: tuple[float, float] = (1, 1)
) -> Panel:
    units = tuple(f"99{n:03d}" for n in range(1, len(before) + 1))
    rows = []
    for unit, first, second in zip(units, before, after, strict=True):
        rows += [figure(unit, "incidents_total", y, n) for y, n in (("2023", first), ("2024", second))]
        rows += [
            figure(unit, "population", y, 9000 * n) for y, n in zip(("2023", "2024"), people, strict=True)
        ]
    return made_panel(rows, units=units)


def test_each_direction_is_the_verdict_of_its_exact_test() -> None:
    before, after = [40, 100, 900, 7, 5], [90, 40, 900, 5, None]
    found = change_map(panel(before, after), "incidents_total", "2024", "2023")
    p = [stats.binomtest(y, x + y).pvalue for x, y in zip(before[:4], after[:4], strict=True)]
    assert found.frame["p_value"].to_numpy()[:4] == pytest.approx(p)
    assert found.frame["q_value"].to_numpy()[:4] == pytest.approx(stats.false_discovery_control(p))
    sides = [
        max(
            stats.binomtest(y, x + y, 1.25 / 2.25, alternative="less").pvalue,
            stats.binomtest(y, x + y, 0.8 / 1.8, alternative="greater").pvalue,
        )
        for x, y in zip(before[:4], after[:4], strict=True)
    ]
    assert found.frame["p_stable"].to_numpy()[:4] == pytest.approx(sides)
    assert found.frame["q_stable"].to_numpy()[:4] == pytest.approx(stats.false_discovery_control(sides))
    assert found.frame["direction"].tolist() == ["rising", "falling", "stable", "cannot_tell", "no_data"]
    assert tuple(found.counted()) == DIRECTIONS == ("rising", "falling", "stable", "cannot_tell", "no_data")
    assert found.counted() == dict.fromkeys(DIRECTIONS, 1)
    assert "tăng: 1 đơn vị, giảm: 1; ổn định (bằng 0,8 đến 1,25 lần kỳ trước): 1" in found.sentence()
    assert "không có nghĩa là không thay đổi" in found.sentence()


def test_people_that_doubled_make_a_count_that_rose_a_little_a_fall() -> None:
    grown = panel([900, 900], [1000, 1800], people=(1, 2))
    plain = change_map(grown, "incidents_total", "2024", "2023").frame
    per = change_map(grown, "incidents_total", "2024", "2023", per="population").frame
    assert plain["direction"].tolist() == ["rising", "rising"]
    assert per["direction"].tolist() == ["falling", "stable"]
    wide = change_map(grown, "incidents_total", "2024", "2023", alike=3).frame
    assert wide["q_stable"].lt(0.05).all()


def test_stable_too_is_told_only_beyond_what_many_tests_give() -> None:
    found = change_map(panel([150, 5, 5, 5], [150, 5, 5, 5]), "incidents_total", "2024", "2023").frame
    assert found["p_stable"].iloc[0] < 0.05 < found["q_stable"].iloc[0]
    assert found["direction"].eq("cannot_tell").all()


def test_nothing_moves_by_chance_alone() -> None:
    rng = np.random.default_rng(20240101)
    any_moved = moved = 0
    for _ in range(12):
        level = rng.gamma(4, 4, 250)
        made = panel(list(rng.poisson(level)), list(rng.poisson(level)))
        directions = change_map(made, "incidents_total", "2024", "2023").frame["direction"]
        n = int(directions.isin(["rising", "falling"]).sum())
        any_moved, moved = any_moved + (n > 0), moved + n
    assert any_moved <= 1
    assert moved <= 2


def test_two_communes_at_the_limit_are_called_stable_at_most_one_time_in_twenty() -> None:
    rng = np.random.default_rng(5)
    first = rng.poisson(300, 4000)
    for factor in (1.25, 0.8):
        share = (stable_p(first, rng.poisson(300 * factor, 4000)) <= 0.05).mean()
        assert 0.03 <= share <= 0.06
    assert np.isnan(stable_p(np.nan, 3))
    assert stable_p(0, 0) == 1


def test_a_break_a_stock_and_a_senseless_factor_are_refused() -> None:
    rows = [figure(A, "model_points_new", year, 3) for year in ("2022", "2023")]
    with pytest.raises(BreakError):
        change_map(made_panel(rows), "model_points_new", "2023", "2022")
    rows = [figure(A, "households", year, 3) for year in ("2022", "2023")]
    with pytest.raises(RefusedError):
        change_map(made_panel(rows), "households", "2023", "2022")
    with pytest.raises(UsageError, match="alike=1"):
        change_map(panel([1], [1]), "incidents_total", "2024", "2023", alike=1)
