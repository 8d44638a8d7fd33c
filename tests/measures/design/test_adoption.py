"""Who began when: what reports exclude is unknown, and a merged unit began in parts."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest

from antq_analysis import observations as obs
from antq_analysis.errors import RefusedError
from antq_analysis.measures.design.adoption import NEVER, UNKNOWN, Adoption, adoption
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.project import Project
from tests.panel.made import UNITS, figure, made_panel
from tests.places.made import NEW, OLD, pairs, register, write_pairs

START = "model_established_year"
DENIED = {"status": "not_applicable"}


def began(unit: str, period: str, year: int | None, **more: object) -> dict[str, object]:
    """The year in which a unit began as a report of some period gives it; None is "had not begun"."""
    if year is None:
        return figure(unit, START, period, None, basis="stock") | DENIED | more
    return figure(unit, START, period, year, basis="stock", **more)


def of(*figures: dict[str, object]) -> Adoption:
    return adoption(made_panel([*figures]))


def test_adopters_those_that_had_not_begun_and_the_silent_are_told_apart() -> None:
    a, b, c, _ = UNITS
    found = of(began(a, "2022", 2021), began(b, "2022", None), began(c, "2021", None))
    assert found.kinds(2022).tolist() == ["adopter", "never", "unknown", "unknown"]
    assert found.kinds(2021).tolist() == ["adopter", "never", "never", "unknown"]
    assert found.kinds(2020).tolist() == ["never", "never", "never", "unknown"]
    assert found.first_years(2022).to_dict()[a] == 2021
    assert found.first_years(2020).isna().all()
    assert found.treated(range(2020, 2023)).loc[a].tolist() == [0, 1, 1]
    assert found.treated(range(2020, 2023)).loc[c].isna().tolist() == [False, False, True]


@pytest.mark.parametrize(
    "reports",
    [
        (("2021", 2019), ("2022", 2020)),  # another year
        (("2021", 2019), ("2022", None)),  # a beginning taken back
        (("2021", None), ("2022", 2020)),  # told only after it had been denied
        (("2021", 2022), ("2022", 2022)),  # later than the report
    ],
)
def test_reports_that_exclude_one_another_leave_the_year_unknown(
    reports: tuple[tuple[str, int | None], ...],
) -> None:
    unit = UNITS[0]
    found = of(*(began(unit, period, year) for period, year in reports), began(UNITS[1], "2022", 2020))
    assert found.contradicted == (unit,)
    assert found.kinds(2022).tolist()[:2] == ["unknown", "adopter"]
    assert found.treated(range(2022, 2023)).loc[unit].isna().all()


def test_a_beginning_after_it_was_denied_is_no_contradiction() -> None:
    found = of(began(UNITS[0], "2021", None), began(UNITS[0], "2022", 2022))
    assert (found.contradicted, found.first_years(2022)[UNITS[0]]) == ((), 2022)


def test_none_of_what_there_would_be_is_no_beginning() -> None:
    a, b, c, _ = UNITS
    points = [figure(unit, "model_points_active", "2022", n) for unit, n in ((a, 0), (b, 3), (c, 0))]
    found = of(*points, began(c, "2022", 2020))
    assert found.kinds(2022).tolist() == ["never", "unknown", "adopter", "unknown"]


def points(unit: str, *counts: tuple[str, int], **more: object) -> list[dict[str, object]]:
    return [figure(unit, "model_points_active", period, n, **more) for period, n in counts]


def test_a_year_that_nobody_gave_is_read_from_nothing_that_became_something() -> None:
    a, b, c, d = UNITS
    found = of(
        *points(a, ("2018", 0), ("2019", 0), ("2020", 3), ("2021", 4)),
        *points(b, ("2018", 2), ("2019", 2), ("2021", 1)),  # had some when first heard of
        *points(c, ("2018", 0), ("2020", 3)),  # nobody knows of 2019
        *points(d, ("2018", 0), ("2021", 0)),
    )
    assert found.from_stock == (a,)
    assert found.kinds(2021).tolist() == ["adopter", "unknown", "unknown", "never"]
    assert found.kinds(2018).tolist() == ["never", "unknown", "never", "never"]
    assert found.first_years(2021)[a] == 2020


def test_a_year_that_was_given_stands_before_one_that_could_be_read() -> None:
    a, b, c, _ = UNITS
    rises = [row for unit in (a, b, c) for row in points(unit, ("2018", 0), ("2019", 3), ("2020", 3))]
    found = of(*rises, began(a, "2020", 2019), began(b, "2020", 2017))
    assert found.from_stock == (c,)
    assert found.first_years(2020).dropna().to_dict() == {a: 2019, c: 2019}
    assert found.contradicted == (b,)  # none in 2018, and begun in 2017


def test_nothing_is_read_from_stocks_that_end_or_are_counted_otherwise() -> None:
    a, b, c, _ = UNITS
    found = of(
        *points(a, ("2018", 0), ("2019", 3), ("2020", 0)),
        *points(b, ("2018", 0), method_version="1"),
        *points(b, ("2019", 3), method_version="2"),
        figure(c, "model_units_active", "2018", 0),
        *points(c, ("2019", 3)),
    )
    assert found.from_stock == ()
    assert found.contradicted == (a,)
    assert found.kinds(2019).tolist()[:3] == ["unknown", "unknown", "unknown"]


def test_one_of_two_stocks_is_enough_to_have_begun() -> None:
    a, b, *_ = UNITS
    both = [figure(unit, "model_units_active", "2019", 2) for unit in (a, b)]
    found = of(*both, *points(a, ("2019", 0)), began(b, "2019", 2016))
    assert found.kinds(2019).tolist()[:2] == ["unknown", "adopter"]


def test_without_any_year_nothing_is_said() -> None:
    with pytest.raises(RefusedError, match=r"Năm thành lập mô hình.*không biết xã nào bắt đầu"):
        of(figure(UNITS[0], "incidents_total", "2022", 3))
    with pytest.raises(RefusedError, match="model_established_year"):
        adoption(made_panel([figure(UNITS[0], "incidents_total", "2022", 3)]), "incidents_total")


def merged(project: Project, *later: dict[str, object]) -> Panel:
    """Units 1 (9,000 people) and 2 (1,000) became 4, 3 stayed 3, 5 and 6 became 7."""
    old, new = ["00001", "00002", "00003", "00005", "00006"], ["00004", "00003", "00007"]
    registers = {OLD: register(old, project, OLD), NEW: register(new, project, NEW)}
    links = [(code, code if code == "00003" else "00004" if code < "00003" else "00007") for code in old]
    write_pairs(pairs(*links), project, NEW)
    starts = {"00001": 2016, "00002": None, "00003": None, "00005": 2017, "00006": 2017}
    rows = [began(code, "2019", year, unit_date=OLD) for code, year in starts.items()]
    sizes = {"00001": 9000, "00002": 1000, "00003": 5000, "00005": 1000, "00006": 1000}
    rows += [figure(code, "population", "2019", n, unit_date=OLD) for code, n in sizes.items()]
    made = made_panel([*rows, *later])
    units = registers[NEW].set_index("unit_code")[["name"]]
    return replace(
        made,
        observations=obs.empty(),
        registers=registers,
        units=gpd.GeoDataFrame(units, geometry=[None] * len(units), crs="EPSG:4326"),
        map_date=NEW,
    )


def test_a_unit_of_two_that_differ_began_in_parts_by_people(project: Project) -> None:
    panel = merged(project, *(began(code, "2021", 2016, unit_date=NEW) for code in ("00004",)))
    found = adoption(panel, project=project)
    assert found.shares.loc["00004"].round(6).to_dict() == {2016: 0.9, NEVER: 0.1, UNKNOWN: 0, 2017: 0}
    assert found.kinds(2019).to_dict() == {"00004": "mixed", "00003": "never", "00007": "adopter"}
    assert found.treated(range(2015, 2018)).loc["00004"].round(6).tolist() == [0, 0.9, 0.9]
    assert found.first_years(2019)["00007"] == 2017


def test_a_unit_whose_parts_all_began_before_the_first_year_seen_had_begun_before(project: Project) -> None:
    panel = merged(project)
    other = panel.reported["unit_code"].eq("00006") & panel.reported["value"].eq(2017)
    said = panel.reported.assign(value=panel.reported["value"].mask(other, 2014))
    found = adoption(replace(panel, reported=said), project=project)
    assert found.shares.loc["00007"].round(6).to_dict() == {
        2014: 0.5,
        2016: 0,
        2017: 0.5,
        NEVER: 0,
        UNKNOWN: 0,
    }
    assert found.kinds(2019).to_dict() == {"00004": "mixed", "00003": "never", "00007": "mixed"}
    assert found.kinds(2019, 2017).to_dict() == {"00004": "mixed", "00003": "never", "00007": "adopter"}
    assert found.first_years(2019, 2017)["00007"] == 2017
    # One of its parts began within the years that are seen.
    assert found.kinds(2019, 2016)["00007"] == "mixed"
    assert found.first_years(2019, 2016).isna().all()


def test_what_a_merged_unit_says_must_agree_with_its_parts(project: Project) -> None:
    panel = merged(
        project,
        began("00004", "2021", 2017, unit_date=NEW),  # its first part said 2016
        began("00003", "2021", 2021, unit_date=NEW),
        began("00007", "2021", None, unit_date=NEW),  # both parts had begun
    )
    found = adoption(panel, project=project)
    assert found.contradicted == ("00004", "00007")
    assert found.kinds(2021).to_dict() == {"00004": "unknown", "00003": "adopter", "00007": "unknown"}


def test_shares_of_people_add_up_to_all(made_demo: Project, built_demo: Built) -> None:
    for day in ("2020-01-01", "2025-07-01"):
        panel = load_panel("demo", on=day, project=made_demo)
        shares = adoption(panel, project=made_demo).shares
        assert list(shares.index) == list(panel.units.index)
        pd.testing.assert_series_equal(
            shares.sum(axis=1), pd.Series(1.0, index=shares.index), check_names=False
        )


def test_a_bound_says_nothing_of_when_a_unit_began() -> None:
    a, b, _, _ = UNITS
    found = of(began(a, "2022", 2021), began(b, "2022", 2019, comparator="over"))
    assert found.kinds(2022).tolist()[:2] == ["adopter", "unknown"]
