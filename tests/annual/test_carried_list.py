"""What carrying could not do, told once for all that share a cause."""

from antq_analysis.annual.carried_list import by_place
from antq_analysis.findings import Finding, Severity

NAMES = {"1": "Xã An Lạc", "2": "Xã Bình Minh", "3": "Xã Cẩm Sơn"}


def found(indicator: str, *places: tuple[str, str], rule: str = "carry_part_missing") -> Finding:
    values = {
        "indicator": indicator,
        "label_vi": f"Số {indicator}",
        "label_en": f"Number of {indicator}",
        "n": len(places),
        "places": places,
    }
    return Finding(rule, Severity.WARNING, written="…", values=values)


def test_units_that_share_indicators_and_periods_are_told_in_one_row() -> None:
    places = tuple((unit, year) for unit in "12" for year in ("2018", "2019", "2021"))
    rows = by_place([found("a", *places), found("b", *places)], NAMES)
    assert [row.written for row in rows] == ["Xã An Lạc, Xã Bình Minh (2018–2019, 2021)"]
    assert rows[0].values["label_vi"] == "Số a, Số b"
    assert rows[0].values["n"] == 12


def test_a_unit_with_other_figures_or_another_cause_stands_apart() -> None:
    rows = by_place(
        [
            found("a", ("1", "2018"), ("2", "2018")),
            found("b", ("2", "2018")),
            found("a", ("3", "2018"), rule="other"),
        ],
        NAMES,
    )
    assert [(row.rule, row.written, row.values["n"]) for row in rows] == [
        ("carry_part_missing", "Xã An Lạc (2018)", 1),
        ("carry_part_missing", "Xã Bình Minh (2018)", 2),
        ("other", "Xã Cẩm Sơn (2018)", 1),
    ]


def test_no_figure_is_lost_and_other_findings_stay_as_they_are() -> None:
    other = Finding("map_without_polygons", Severity.WARNING, values={"date": "2025-07-01"})
    given = [
        found(name, *((unit, "2020") for unit in units))
        for name, units in {"a": "123", "b": "12", "c": "3"}.items()
    ]
    rows = by_place([other, *given], NAMES)
    assert rows[0] is other
    assert sum(int(str(row.values["n"])) for row in rows[1:]) == 3 + 2 + 1


def test_many_indicators_are_counted_and_half_years_are_no_part_of_a_run() -> None:
    places = (("1", "2024"), ("1", "2025-6T"), ("1", "2025"))
    (row,) = by_place([found(name, *places) for name in "abcd"], NAMES, "en")
    assert row.written == "Xã An Lạc (2024–2025, 2025-6T)"
    assert row.values["label_en"] == "4 indicators (Number of a, Number of b, …)"


def test_a_long_list_of_units_says_how_many_it_leaves_out() -> None:
    (row,) = by_place([found("a", *((f"u{i}", "2020") for i in range(15)))], {})
    assert str(row.written).endswith("u11 … (+3) (2020)")


def test_units_of_one_cause_and_indicator_share_a_row_whatever_their_years() -> None:
    (row,) = by_place([found("a", ("1", "2018"), ("1", "2019"), ("2", "2020"), ("3", "2020"))], NAMES)
    assert row.written == "Xã An Lạc (2018–2019); Xã Bình Minh, Xã Cẩm Sơn (2020)"
    assert row.values["n"] == 4


def test_groups_of_units_beyond_the_list_are_counted() -> None:
    (row,) = by_place([found("a", *((f"u{i}", str(2000 + i)) for i in range(14)))], {})
    assert str(row.written).endswith("u11 (2011); … (+2)")
