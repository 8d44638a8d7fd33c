"""A state on which the former communes of a merged one differ: told as it is, never met, not met or left empty."""

from pathlib import Path

from openpyxl import load_workbook

from antq_analysis.briefing.communes.table import communes_table
from antq_analysis.measures.rates import count
from antq_analysis.panel.load import Panel
from antq_analysis.show.mapped import notes_of, read_map, title_of
from antq_analysis.show.style import MIXED, NO_DATA
from antq_analysis.show.tables import draw_table, save_table
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
    # The merged units whose parts agree are a chance selection: their share is no share of the province.
    assert title_of(mapped).endswith("1 xã đạt, 1 xã chưa đạt, 1 xã hỗn hợp (các xã cũ có kết quả khác nhau)")
    assert title_of(mapped, "en").endswith(
        "1 of the communes met, 1 not met, 1 mixed (former communes differ)"
    )
    assert not any("%" in title_of(mapped, lang) for lang in ("vi", "en"))
    alike = count(made_panel([figure(A, STATE, "2023", 1), figure(B, STATE, "2023", 0)]), STATE)
    assert "1/2 (50,0%)" in title_of(read_map(alike, "2023"))


def test_years_of_the_calendar_are_written_as_years_everywhere(tmp_path: Path) -> None:
    began = "model_established_year"
    panel = panel_of_years()
    measure = count(panel, began)
    assert read_map(measure, "2023").labels() == ("đến 2019", "2020 – 2022")
    for table in (draw_table(measure, "2023"), communes_table(panel, "2023", (began,))):
        assert set(table.printed().iloc[:, 2]) == {"", "2012", "2017", "2018", "2022"}
        save_table(table, tmp_path / "years.xlsx")
        sheet = load_workbook(tmp_path / "years.xlsx").worksheets[0]
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == 2017]
        assert [cell.number_format for cell in cells] == ["0"]


def panel_of_years() -> Panel:
    years = zip(UNITS, (2012, 2017, 2018, 2022), strict=True)
    return made_panel([figure(unit, "model_established_year", "2023", year) for unit, year in years])
