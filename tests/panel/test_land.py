"""Whether two maps are the same land: a merger of provinces is a break of every total, and of no commune."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from shapely import box

from antq_analysis.errors import BreakError
from antq_analysis.measures.change import say_change
from antq_analysis.measures.grouped import GroupMeasure
from antq_analysis.measures.rates import rate
from antq_analysis.measures.series import total_rate, totals
from antq_analysis.measures.total_trend import total_trend
from antq_analysis.measures.trend import trend
from antq_analysis.panel.land import LandChange, find_land_changes, land_changes, land_of
from antq_analysis.panel.load import Panel
from antq_analysis.places.maps.boundaries import import_layer
from antq_analysis.project import Project
from tests.panel.made import MAP, figure, made_panel
from tests.places.made import LATEST, NEW, OLD, PROVINCE, layer, pairs, register, write_pairs

EARLIER = "2019-01-01"
FIFTY = [f"{number:05d}" for number in range(1, 51)]


def _registers(project: Project, *maps: tuple[str, list[str]]) -> dict[str, pd.DataFrame]:
    registers = {day: register(codes, project, day) for day, codes in maps}
    for (before, old), (day, new) in pairwise(maps):
        rows = [(code, code if code in new else "") for code in old]
        write_pairs(pairs(*rows, dates=(before, day)), project, day)
    return registers


def test_units_that_nothing_became_are_other_land(project: Project) -> None:
    joined = [*FIFTY, *(f"{number:05d}" for number in range(51, 71))]
    registers = _registers(project, (OLD, FIFTY), (NEW, joined), (LATEST, FIFTY))
    grown, shrunk = land_changes(PROVINCE, registers, project)
    assert (grown.before, grown.on, grown.sizes, len(grown.added), grown.lost) == (OLD, NEW, (50, 70), 20, ())
    assert grown.added[0] == "Xã Mẫu 00051 (00051)"
    assert (shrunk.on, shrunk.added, len(shrunk.lost)) == (LATEST, (), 20)
    assert land_of((grown, shrunk), OLD) == ""
    assert land_of((grown, shrunk), f"{OLD}+{NEW}") == NEW
    assert land_of((grown, shrunk), "2030-01-01") == LATEST
    (found, _) = find_land_changes((grown, shrunk))
    assert (found.rule, found.severity) == ("land_changed", "warning")
    for lang in ("vi", "en"):
        assert "20" in found.text(lang)
        assert "since=" in found.remedy(lang)


@pytest.mark.parametrize(("more", "changes"), [(1, 0), (2, 1)])
def test_a_single_unit_may_be_missing_from_a_table(more: int, changes: int, project: Project) -> None:
    registers = _registers(project, (OLD, FIFTY), (NEW, [*FIFTY, *(f"{90 + n:05d}" for n in range(more))]))
    assert len(land_changes(PROVINCE, registers, project)) == changes


@pytest.mark.parametrize(("width", "changes"), [(0.0005, 0), (0.003, 1)])
def test_land_is_measured_where_both_maps_have_polygons(
    width: float, changes: int, project: Project, tmp_path: Path
) -> None:
    registers = _registers(project, (OLD, ["00001"]), (NEW, ["00001", "00002"]))
    frame = layer(["00001", "00002"])
    # The second of two units has half a hundredth of the land, or three.
    frame.loc[1, "geometry"] = box(105.1, 20, 105.1 + width, 20.1)
    for day, rows in ((OLD, frame[:1]), (NEW, frame)):
        rows.to_file(tmp_path / f"{day}.gpkg")
        import_layer(tmp_path / f"{day}.gpkg", PROVINCE, day, "code", "ten", "", project)
    assert len(land_changes(PROVINCE, registers, project)) == changes


def test_a_reform_within_the_province_is_no_change_of_land(project: Project) -> None:
    registers = {OLD: register(["00001", "00002", "00003"], project, OLD)}
    registers[NEW] = register(["00007", "00008"], project, NEW)
    write_pairs(pairs(("00001", "00007"), ("00002", "00007"), ("00003", "00008")), project, NEW)
    assert land_changes(PROVINCE, registers, project) == ()


def test_maps_without_a_table_cannot_be_compared(project: Project) -> None:
    registers = {day: register(codes, project, day) for day, codes in ((OLD, FIFTY[:2]), (NEW, FIFTY[:9]))}
    assert land_changes(PROVINCE, registers, project) == ()


@pytest.fixture
def merged() -> Panel:
    """Two communes until 2021, and four in the merged province; the first two were always there."""
    years, rows = range(2018, 2024), []
    for year in years:
        day = EARLIER if year < 2022 else MAP
        for number, unit in enumerate(("99001", "99002", "99003", "99004")[: 2 if year < 2022 else 4]):
            at = {"unit_date": day}
            rows.append(figure(unit, "incidents_total", str(year), 40 + number + year % 5, **at))
            rows.append(figure(unit, "population", str(year), 10_000 + 100 * number, **at))
    panel = made_panel(rows)
    old = panel.registers[MAP].head(2)
    change = LandChange(EARLIER, MAP, ("Xã 99003", "Xã 99004"), (), (2, 4))
    carried = panel.observations.assign(unit_date=MAP)
    registers = {EARLIER: old, MAP: panel.registers[MAP]}
    return replace(panel, observations=carried, registers=registers, land=(change,))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_totals_of_two_lands_are_never_compared(merged: Panel, lang: str) -> None:
    for series in (totals(merged, "incidents_total"), total_rate(merged, "incidents_total")):
        versions = series.frame["method_version"]
        assert versions["2021"] != versions["2022"]
        assert versions["2022"] == versions["2023"]
        assert [item.id for item in series.breaks] == [f"land_{MAP}"]
        told = say_change(series, "2022", "2021", lang)
        assert "%" not in told
        assert "since=" in told
        assert "group=" in told
        assert ("2/4" if lang == "vi" else "2 of 4") in told
        assert "since=" not in say_change(series, "2023", "2022", lang)


def test_a_rate_on_the_later_map_is_still_of_its_own_land(merged: Panel) -> None:
    reported = merged.reported
    own = reported["indicator"].eq("population") & reported["period"].eq("2021")
    bare = replace(merged, reported=reported[~own])
    frame = total_rate(bare, "incidents_total").frame
    assert frame["value"].gt(0)["2021"]
    versions = frame["method_version"]
    assert versions["2021"] != versions["2022"]


def test_a_trend_of_the_province_starts_with_its_land(merged: Panel) -> None:
    series = total_rate(merged, "incidents_total")
    with pytest.raises(BreakError, match="2022"):
        total_trend(series)
    assert total_trend(series, until="2021").n_units == 2


def test_communes_are_followed_over_a_change_of_land(merged: Panel) -> None:
    found = trend(merged, "incidents_total")
    assert found.years[0] == "2018"
    assert found.frame.loc["99001", "n_years"] == 6


def test_a_group_that_was_not_there_is_named(merged: Panel) -> None:
    groups = pd.DataFrame(
        {
            "grouping": "former_province",
            "group_code": ["25", "25", "17", "17"],
            "group_name": ["Tỉnh Mộng", "Tỉnh Mộng", "Tỉnh Ảo", "Tỉnh Ảo"],
            "unit_code": ["99001", "99002", "99003", "99004"],
            "share": 1.0,
        }
    )
    measure = rate(replace(merged, groups=groups), "incidents_total", group="former_province")
    assert measure.frame.loc[("17", "2021"), "status"] == "no_row"
    assert isinstance(measure, GroupMeasure)
    assert measure.series["25"].breaks == ()
    notes = " ".join(measure.notes("en", periods=["2021", "2022"]))
    assert "Tỉnh Ảo 2021" in notes
    assert "Tỉnh Ảo 2022" not in notes
