"""Models by group, a stock beside its flows, who has any, two years side by side: each within one way of counting."""

import pandas as pd
import pytest

from antq_analysis.errors import BreakError, RefusedError, UnknownNameError
from antq_analysis.measures.growth import growth
from antq_analysis.measures.presence import presence
from antq_analysis.measures.slope import slope
from antq_analysis.measures.stock_balance import stock_balance
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.project import Project
from antq_analysis.vocabulary import load_vocabulary
from tests.measures.test_grouped import KIND, grouped_panel
from tests.panel.made import UNITS, figure, made_panel

POINTS, OLD = "model_points_active", "model_units_active"
NEW, REMOVED = "model_points_new", "model_points_removed"
AREAS, ALL = "residential_areas_with_model", "residential_areas_total"


def models() -> Panel:
    rows = []
    for year, name in (("2021", OLD), ("2022", OLD), ("2023", POINTS), ("2024", POINTS)):
        for place, unit in enumerate(UNITS):
            rows.append(figure(unit, name, year, place + int(year) - 2020, category="security_gong"))
            rows.append(figure(unit, name, year, 2, category="security_camera"))
            rows.append(figure(unit, name, year, 1, category="clan_selfmgmt"))
    return made_panel(rows)


def test_groups_are_the_sums_of_their_types_and_the_count_of_each_year_is_named() -> None:
    found = growth(models(), (POINTS, OLD))
    assert found.frame.index.tolist() == ["2021", "2022", "2023", "2024"]
    assert found.frame["G1"].tolist() == [4, 4, 4, 4]
    # Two types of one group: four communes with 0 to 3 more each year, and two cameras each.
    assert found.frame["G2"].tolist() == [6 + 4 * n + 8 for n in (1, 2, 3, 4)]
    assert found.counted["indicator"].tolist() == [OLD, OLD, POINTS, POINTS]
    assert list(found.breaks) == [1]
    assert [one.id for one in found.breaks[1]] == ["demo_models_2023"]
    assert "năm 2024" in found.sentence()
    both = made_panel(
        [figure(UNITS[0], name, "2024", n, category="clan_selfmgmt") for n, name in ((5, OLD), (3, POINTS))]
    )
    assert growth(both, (POINTS, OLD)).frame["G1"].tolist() == [3]
    assert growth(both, (OLD, POINTS)).frame["G1"].tolist() == [5]
    assert growth(models(), (POINTS, OLD), until="2022").frame.index.tolist() == ["2021", "2022"]
    with pytest.raises(RefusedError):
        growth(models(), ("incidents_total",))
    with pytest.raises(UnknownNameError):
        growth(models(), ("no_such_indicator",))


def test_the_growth_of_the_demo_is_that_of_its_truth(made_demo: Project, built_demo: Built) -> None:
    truth = pd.read_parquet(made_demo.raw / "demo/truth.parquet")
    truth = truth[truth["indicator"].isin([POINTS, OLD]) & truth["category"].ne("")]
    groups = {kind: one.group for kind, one in load_vocabulary(made_demo).model_types.items()}
    truth = truth[truth["period"].str.len().eq(4)]
    truth = truth.assign(group=truth["category"].map(groups))
    expected = truth.pivot_table(index="period", columns="group", values="value", aggfunc="sum")
    found = growth(load_panel("demo", project=made_demo), (POINTS, OLD))
    groups_of_demo = slope(
        load_panel("demo", project=made_demo), AREAS, "2025", "2024", group="former_district"
    )
    # Units of several former districts are no group.
    assert groups_of_demo.frame.index.tolist() == [str(code) for code in range(990, 1000)]
    pd.testing.assert_frame_equal(
        found.frame, expected[found.frame.columns].loc[found.frame.index], check_names=False
    )


def stock(values: dict[str, tuple[float | None, float | None, float | None]]) -> Panel:
    rows = [figure(unit, POINTS, "2022", 1) for unit in UNITS[:0]]
    for year, figures in values.items():
        for name, value in zip((POINTS, NEW, REMOVED), figures, strict=True):
            if value is not None:
                rows += [figure(unit, name, year, value if unit == UNITS[0] else 0) for unit in UNITS]
    return made_panel(rows)


def test_a_stock_is_its_start_plus_new_minus_removed_plus_what_is_not_explained() -> None:
    found = stock_balance(
        stock({"2023": (100, 9, 9), "2024": (108, 10, 2), "2025": (120, 5, 1)}), POINTS, NEW, REMOVED
    )
    assert found.frame.loc["2024"].tolist() == [100, 10, 2, 108, 0]
    assert found.frame.loc["2025"].tolist() == [108, 5, 1, 120, 8]
    assert "chênh lệch +8 chưa giải thích" in found.sentence()
    assert "100 điểm đầu năm + 10 mới - 2 thanh loại = 108" in found.sentence()
    assert found.partly == ()


def test_a_balance_stays_within_one_way_of_counting_and_says_what_is_not_known() -> None:
    crossing = stock({"2022": (90, 1, 1), "2023": (100, 9, 9)})
    with pytest.raises(RefusedError):
        stock_balance(crossing, POINTS, NEW, REMOVED)
    found = stock_balance(stock({"2023": (100, 1, 1), "2024": (108, 10, None)}), POINTS, NEW, REMOVED)
    assert found.frame["gap"].isna().all()
    assert "chưa có đủ" in found.sentence()
    for names in ((NEW, NEW, REMOVED), (POINTS, POINTS, REMOVED)):
        with pytest.raises(RefusedError):
            stock_balance(crossing, *names)


def test_sums_of_few_communes_or_of_bounds_are_not_told_as_the_whole() -> None:
    made = models()
    assert "thiếu" not in growth(made, (POINTS, OLD)).sentence()
    last = made.reported["period"].eq("2024")
    silent = last & made.reported["unit_code"].isin(UNITS[1:])
    made.reported.loc[silent, ["value", "status"]] = [float("nan"), "not_reported"]
    found = growth(made, (POINTS, OLD))
    assert "thiếu số liệu của đến 3 đơn vị" in found.sentence()
    assert "up to 3 units have no figure" in found.sentence("en")
    assert "not exact" not in found.sentence("en")
    made.reported.loc[last & ~silent, "comparator"] = "over"
    assert "not exact" in growth(made, (POINTS, OLD)).sentence("en")


def test_missing_communes_are_named_as_a_reason_for_a_gap() -> None:
    made = stock({"2023": (100, 1, 1), "2024": (108, 10, 2)})
    hole = (
        made.reported["indicator"].eq(NEW)
        & made.reported["period"].eq("2024")
        & made.reported["unit_code"].eq(UNITS[3])
    )
    made.reported.loc[hole, ["value", "status"]] = [float("nan"), "not_reported"]
    found = stock_balance(made, POINTS, NEW, REMOVED)
    assert found.partly == ("2024",)
    # 100 + 10 - 2 is 108, but the new ones of one commune are not among the 10.
    assert "chưa đối chiếu được" in found.sentence()
    assert "cannot be balanced" in found.sentence("en")
    assert " = 108" not in found.sentence()


def areas(**years: tuple[float | None, ...]) -> Panel:
    rows = [
        row
        for year, values in years.items()
        for unit, value in zip(UNITS, values, strict=True)
        for row in (figure(unit, AREAS, year[1:], value), figure(unit, ALL, year[1:], 10))
    ]
    return made_panel(rows)


def test_who_begins_and_who_ends_is_told_from_figures_only() -> None:
    found = presence(areas(y2021=(0, 3, 2, None), y2024=(2, 4, 0, 5)), AREAS, "2024", "2021")
    assert found.frame["move"].tolist() == ["entered", "stayed", "left", "unknown"]
    assert "1 đơn vị mới thêm, 1 giữ được, 1 không còn" in found.sentence()
    with pytest.raises(RefusedError):
        presence(areas(y2021=(0, 3, 2, 1)), NEW, "2021", "2020")
    with pytest.raises(UnknownNameError, match="2021"):
        presence(areas(y2021=(0, 3, 2, 1)), AREAS, "2022", "2021")
    counted = made_panel([figure(UNITS[0], POINTS, year, 3) for year in ("2022", "2023")])
    with pytest.raises(BreakError):
        presence(counted, POINTS, "2023", "2022")


def test_two_years_are_laid_side_by_side_for_units_with_both() -> None:
    found = slope(areas(y2021=(1, 3, 2, None), y2024=(2, 1, 2, 5)), AREAS, "2024", "2021")
    assert found.frame["before"].tolist() == [10, 30, 20]
    assert found.frame["after"].tolist() == [20, 10, 20]
    assert found.counted() == {"up": 1, "down": 1, "same": 1}
    assert found.medians() == (20, 20)
    assert found.lacking == 1
    assert "tăng ở 1, giảm ở 1" in found.sentence()
    assert "1 place has no exact figure of both years" in found.sentence("en")
    with pytest.raises(UnknownNameError):
        slope(areas(y2021=(1, 3, 2, 1)), AREAS, "2024", "2021")
    counted = made_panel([figure(UNITS[0], POINTS, year, 3) for year in ("2022", "2023")])
    with pytest.raises(BreakError):
        slope(counted, POINTS, "2023", "2022")


def incidents(old: dict[str, object], new: dict[str, object]) -> list[dict[str, object]]:
    rows = []
    for unit in UNITS:
        for year, more in (("2022", old), ("2023", new)):
            rows += [
                figure(unit, "population", year, 10_000),
                figure(unit, "incidents_total", year, 20, **more),
            ]
    return rows


def test_neither_bounds_nor_other_windows_are_laid_side_by_side() -> None:
    assert slope(made_panel(incidents({}, {})), "incidents_total", "2023", "2022").counted()["same"] == 4
    with pytest.raises(RefusedError, match="2022"):
        slope(made_panel(incidents({"comparator": "over"}, {})), "incidents_total", "2023", "2022")
    windows = made_panel(incidents({"period_basis": "calendar"}, {"period_basis": "tt124_commune"}))
    with pytest.raises(BreakError):
        slope(windows, "incidents_total", "2023", "2022")


def test_both_years_of_a_group_are_of_the_same_communes() -> None:
    a, b, c, d = UNITS
    rows = [figure(unit, POINTS, "2023", 30) for unit in (a, b, c)]
    rows += [figure(a, POINTS, "2024", 40), figure(b, POINTS, "2024", None), figure(c, POINTS, "2024", 33)]
    panel = grouped_panel(rows, members=((a, "1"), (b, "1"), (c, "2"), (d, "2")))
    found = slope(panel, POINTS, "2024", "2023", group=KIND)
    # Group 1 did not fall from 60 to 40: one of its two communes is silent.
    assert found.frame[["before", "after"]].to_numpy().tolist() == [[30, 40], [30, 33]]
    assert found.counted() == {"up": 2, "down": 0, "same": 0}
    assert (found.lacking, found.apart) == (0, 2)
    assert "2 communes have none and are left out" in found.sentence("en")
