"""What share of a value was apportioned stands in tables and beneath maps, unless it is little."""

from antq_analysis.briefing.communes.table import communes_table
from antq_analysis.measures.rates import count, rate
from antq_analysis.panel.load import Panel
from antq_analysis.show.mapped import notes_of, read_map
from antq_analysis.show.tables import draw_table
from tests.panel.made import UNITS, figure, made_panel
from tests.show.made import make_units

A, B, C, D = UNITS


def panel_of_shares() -> Panel:
    rows = [figure(A, "incidents_total", "2023", 10)]
    for unit, share in ((B, 0.351), (C, 0.02), (D, 0.8)):
        shared = {"status": "apportioned", "apportioned_share": share}
        rows.append(figure(unit, "incidents_total", "2023", 2.5, **shared))
    rows += [figure(unit, "population", "2023", 1000) for unit in (A, B, C)]
    rows.append(figure(D, "population", "2023", 1000, status="apportioned", apportioned_share=0.9))
    return made_panel(rows)


def test_tables_print_the_share_behind_the_star() -> None:
    panel = panel_of_shares()
    assert draw_table(count(panel, "incidents_total"), "2023").stars.iloc[1:, 0].tolist() == [
        "",
        "* (35%)",
        "*",
        "* (80%)",
    ]
    assert communes_table(panel, "2023", ("incidents_total",)).stars.iloc[1:, 0].tolist() == [
        "",
        "* (35%)",
        "*",
        "* (80%)",
    ]


def test_of_a_rate_the_larger_share_of_its_two_parts_counts() -> None:
    shares = rate(panel_of_shares(), "incidents_total").at("2023")["apportioned_share"]
    assert shares.tolist() == [0, 0.351, 0.02, 0.9]


def test_a_map_says_how_much_is_apportioned() -> None:
    panel = panel_of_shares()
    panel.units.geometry = make_units(4, districts=0).geometry.to_numpy()
    notes = notes_of(read_map(count(panel, "incidents_total"), "2023"))
    assert any("Ở 2 xã, phần phân bổ chiếm từ 35% đến 80% giá trị." in note for note in notes)
