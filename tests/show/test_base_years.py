"""Maps, charts and tables say of which years the base of a rate is."""

from antq_analysis.measures.rates import rate
from antq_analysis.measures.series import total_rate
from antq_analysis.panel.load import Panel
from antq_analysis.show.lines import trend_notes, trend_subtitle
from antq_analysis.show.mapped import notes_of, read_map, subtitle_of
from antq_analysis.show.tables import draw_table
from tests.panel.made import UNITS, figure, made_panel

A, B = UNITS[:2]
NOTE = "nội suy tuyến tính giữa hai năm đã biết 2019–2024; trong ngoặc là số đơn vị: 2021 (2)."


def panel_of_two() -> Panel:
    rows = [figure(unit, "population", year, 8000) for unit in (A, B) for year in ("2019", "2024")]
    rows += [figure(unit, "incidents_total", year, 8) for unit in (A, B) for year in ("2019", "2021", "2025")]
    return made_panel(rows, units=(A, B))


def said(notes: tuple[str, ...], words: str) -> bool:
    return any(words in note for note in notes)


def test_a_map_says_it_for_its_own_period_only() -> None:
    measure = rate(panel_of_two(), "incidents_total")
    assert subtitle_of(measure, "2021").endswith(" · dân số nội suy 2019–2024 ở 2 đơn vị")
    assert subtitle_of(measure, "2021", "en").endswith(" · population interpolated 2019–2024 in 2 units")
    assert "2019–2024" not in subtitle_of(measure, "2019")
    assert said(notes_of(read_map(measure, "2021")), NOTE)
    assert not said(notes_of(read_map(measure, "2019")), "nội suy")
    assert said(notes_of(read_map(measure, "2025")), "2025 (2).")


def test_a_chart_and_tables_say_it_for_all_they_show() -> None:
    panel = panel_of_two()
    series, measure = total_rate(panel, "incidents_total"), rate(panel, "incidents_total")
    for notes in (trend_notes(series), draw_table(series).notes, draw_table(measure).notes):
        assert said(notes, NOTE)
        assert said(notes, "2025 (2).")
        assert not said(notes, "antq add")
    assert "antq add" in series.sentence()
    assert said(draw_table(measure, "2021").notes, NOTE)
    assert not said(draw_table(measure, "2019").notes, "nội suy")


def test_a_fixed_base_year_stands_in_every_subtitle() -> None:
    panel = panel_of_two()
    words = " · tính theo dân số năm 2019"
    measure = rate(panel, "incidents_total", base_year="2019")
    series = total_rate(panel, "incidents_total", base_year="2019")
    assert subtitle_of(measure, "2025").endswith(words)
    assert trend_subtitle(series).endswith(words)
    assert draw_table(measure).subtitle.endswith(words)
    for notes in (notes_of(read_map(measure, "2025")), trend_notes(series), draw_table(series).notes):
        assert said(notes, "Mọi năm đều tính theo dân số năm 2019.")
