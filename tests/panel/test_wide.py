"""The wide view shows every cell for what it is."""

import math

from antq_analysis.panel.load import Panel
from tests.panel.made import UNITS, figure, made_panel

A, B, C, D = UNITS


def bounded() -> Panel:
    return made_panel(
        [
            figure(A, "incidents_total", "2023", 2000, comparator="over"),
            figure(B, "incidents_total", "2023", 7),
            figure(C, "incidents_total", "2023", None),
            figure(A, "population", "2023", 10),
            figure(B, "population", "2023", float("nan"), status="conflict"),
            figure(A, "incidents_total", "2023-6T", 3),
        ]
    )


def test_a_bound_is_never_shown_as_exact_in_silence() -> None:
    wide = bounded().wide()
    assert list(wide) == ["name", "incidents_total", "incidents_total.comparator", "population"]
    assert wide["incidents_total"].tolist()[:2] == [2000.0, 7.0]
    assert wide["incidents_total.comparator"].tolist() == ["over", "exact", "", ""]


def test_the_status_tells_why_a_cell_is_empty() -> None:
    wide = bounded().wide("incidents_total", "population", with_status=True)
    assert wide["incidents_total.status"].tolist() == ["reported", "reported", "not_reported", "no_row"]
    assert wide["population.status"].tolist() == ["reported", "conflict", "no_row", "no_row"]
    assert wide["population.comparator"].tolist() == ["exact", "", "", ""]
    assert math.isnan(wide["population"].iloc[1])


def test_parts_of_a_year_are_laid_out_when_asked_for_and_never_beside_years() -> None:
    half = bounded().wide(kind="6T")
    assert half.index.get_level_values("period").unique().tolist() == ["2023-6T"]
    assert half["incidents_total"].iloc[0] == 3
    assert set(bounded().wide().index.get_level_values("period")) == {"2023"}
    assert bounded().wide(kind="9T").empty


def test_stages_are_never_mixed_in_silence() -> None:
    rows = [figure(A, "population", "2023", 9), figure(B, "population", "2023", 8)]
    final = [*rows, figure(A, "incidents_total", "2023", 3)]
    assert list(made_panel(final).wide()) == ["name", "incidents_total", "population"]
    mixed = [rows[0], rows[1] | {"stage": "estimate"}, figure(A, "incidents_total", "2023", 3)]
    wide = made_panel(mixed).wide()
    assert list(wide) == ["name", "incidents_total", "population", "population.stage"]
    assert wide["population.stage"].tolist()[:3] == ["final", "estimate", ""]
    assert "incidents_total.stage" in made_panel(final).wide(with_status=True)


def test_a_panel_shows_itself_in_a_line_of_each_language() -> None:
    vi, en = repr(
        made_panel([figure(A, "population", "2023", 9), figure(B, "population", "2024", 8)])
    ).splitlines()
    assert "địa giới ngày 01/01/2020: 4 đơn vị, các năm 2023–2024, 2 số liệu của 1 chỉ tiêu" in vi
    assert en.endswith("2 figures of 1 indicator.")
