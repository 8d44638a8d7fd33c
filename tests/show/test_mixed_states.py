"""A state on which the former communes of a merged one differ: told as it is, never met, not met or left empty."""

from antq_analysis.briefing.communes.table import communes_table
from antq_analysis.measures.rates import count
from antq_analysis.panel.load import Panel
from antq_analysis.show.mapped import notes_of, read_map, title_of
from antq_analysis.show.style import MIXED, NO_DATA
from antq_analysis.show.tables import draw_table
from tests.panel.made import UNITS, figure, made_panel
from tests.show.made import make_units

A, B, C, D = UNITS
STATE = "ntm_19_2_met"


def panel_of_states() -> Panel:
    mixed = {"status": "not_available", "rule": "parts_differ", "value_text": "3/4 xã cũ đạt"}
    rows = [figure(A, STATE, "2023", 1), figure(B, STATE, "2023", 0), figure(C, STATE, "2023", None) | mixed]
    return made_panel([*rows, figure(D, STATE, "2023", None, status="not_available", value_text="…")])


def test_a_measure_tells_a_mixed_state_from_a_missing_one() -> None:
    rows = count(panel_of_states(), STATE).at("2023")
    assert rows["status"].tolist() == ["reported", "reported", "mixed", "not_available"]
    assert rows["value_text"].tolist() == ["", "", "3/4 xã cũ đạt", ""]


def test_tables_print_how_many_met_it() -> None:
    panel = panel_of_states()
    marks = draw_table(count(panel, STATE), "2023").symbols.iloc[:, 0].tolist()
    assert marks[1:] == ["", "", "3/4 xã cũ đạt", "…"]
    assert (
        "3/4 former communes met it"
        in draw_table(count(panel, STATE), "2023", lang="en").symbols.iloc[:, 0].tolist()
    )
    assert communes_table(panel, "2023", (STATE,)).symbols.iloc[1:, 0].tolist()[-2:] == ["3/4 xã cũ đạt", "…"]


def test_a_map_gives_it_a_pattern_of_its_own_and_names_the_communes() -> None:
    panel = panel_of_states()
    panel.units.geometry = make_units(4, districts=0).geometry.to_numpy()
    mapped = read_map(count(panel, STATE), "2023")
    assert mapped.nothings() == {NO_DATA: 1, MIXED: 1}
    assert mapped.units.at[C, "reason"] == ""
    assert any(f"Xã {C} (3/4 xã cũ đạt)" in note for note in notes_of(mapped))
    # What has no one state leaves the base.
    assert "1/2" in title_of(mapped)
