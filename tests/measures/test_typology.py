"""Who gained, kept or lost criterion 19.2 within one criteria set."""

import pandas as pd
import pytest

from antq_analysis.errors import BreakError, RefusedError, UnknownNameError
from antq_analysis.measures.rates import count
from antq_analysis.measures.typology import TYPES, typology
from antq_analysis.panel.load import Panel
from antq_analysis.places.carrying.merging import PARTS_DIFFER, PARTS_OUTSIDE
from antq_analysis.show.tables import draw_table
from tests.panel.made import UNITS, figure, made_panel

MET = "ntm_19_2_met"
YEARS = ("2022", "2023", "2024", "2025")
CASES = {
    "kept": "1111",
    "gained": "0011",
    "lost": "1100",
    "never": "0000",
    "mixed": "0101",
    "not_considered": "////",
    "one_year": "...1",
    "no_data": "....",
}


def met(
    unit: str, states: str, years: tuple[str, ...] = YEARS, indicator: str = MET
) -> list[dict[str, object]]:
    rows = []
    for year, state in zip(years, states, strict=True):
        if state == "/":
            rows.append(figure(unit, indicator, year, None, status="not_applicable"))
        elif state == "x":
            rows.append(figure(unit, indicator, year, None, status="not_available", rule=PARTS_DIFFER))
        elif state == "?":
            rows.append(figure(unit, indicator, year, None))
        elif state != ".":
            rows.append(figure(unit, indicator, year, float(state)))
    return rows


def panel(*states: str, years: tuple[str, ...] = YEARS) -> Panel:
    units = tuple(f"99{n:03d}" for n in range(1, len(states) + 1))
    return made_panel(
        [row for unit, own in zip(units, states, strict=True) for row in met(unit, own, years)], units=units
    )


def test_a_change_of_the_part_in_scope_is_no_gain_of_the_whole() -> None:
    # "X" of the third year: one former commune met it, the other two were not considered.
    rows = met("99001", "0011") + met("99002", "1111") + met("99003", "1100")
    for row in rows:
        if row["period"] == YEARS[2]:
            row |= {"rule": f"parts_agree;{PARTS_OUTSIDE}", "value_text": f"{row['value']:.0f}/1 xã cũ đạt"}
    found = typology(made_panel(rows, units=("99001", "99002", "99003")), MET)
    assert found.frame["type"].tolist() == ["mixed", "kept", "mixed"]
    table = draw_table(count(made_panel(rows, units=("99001", "99002", "99003")), MET), YEARS[2])
    assert [cell.partition(" ")[2] for cell in table.printed().iloc[1:, 2]] == [
        "(1/1 xã cũ đạt)",
        "(1/1 xã cũ đạt)",
        "(0/1 xã cũ đạt)",
    ]


def test_every_type_is_told_from_the_years_that_have_a_state() -> None:
    found = typology(panel(*CASES.values()), MET)
    assert found.frame["type"].tolist() == list(CASES)
    assert set(CASES) == set(TYPES)
    assert found.counted() == dict.fromkeys(TYPES, 1)
    assert found.frame["n_years"].tolist() == [4, 4, 4, 4, 4, 0, 1, 0]
    assert found.frame["n_met"].tolist() == [4, 2, 2, 0, 2, 0, 1, 0]
    assert found.frame["status"].tolist()[-3:] == ["not_applicable", "reported", "no_row"]
    assert found.years == YEARS
    text = found.sentence()
    assert "2022-2025 (bộ tiêu chí QD318-2021-2025): giữ được suốt 1 đơn vị; mới đạt 1" in text
    assert "chưa có số liệu không phải là chưa đạt" in text


def test_silent_and_unconsidered_years_leave_the_base_and_a_mixed_merger_is_mixed() -> None:
    found = typology(panel("1./1", "0/.1", "x111", "/.//", "/?//", "1001"), MET).frame
    assert found["type"].tolist() == ["kept", "gained", "mixed", "not_considered", "no_data", "mixed"]
    assert found.iloc[0][["n_years", "first", "last"]].tolist() == [2, "2022", "2025"]
    assert found["n_mixed"].tolist() == [0, 0, 1, 0, 0, 0]


def test_two_criteria_sets_are_never_one_series() -> None:
    both = panel("111000", "000111", years=("2019", "2020", "2021", "2022", "2023", "2024"))
    with pytest.raises(BreakError) as refusal:
        typology(both, MET, since="2020")
    assert "Bộ tiêu chí" in refusal.value.text()
    later, earlier = typology(both, MET), typology(both, MET, until="2021")
    assert (later.years, later.criteria) == (("2022", "2023", "2024"), "QD318-2021-2025")
    assert (earlier.years, earlier.criteria) == (("2019", "2020", "2021"), "QD1980-2016-2020")
    assert later.frame["type"].tolist() == ["never", "kept"]
    assert earlier.frame["type"].tolist() == ["kept", "never"]
    assert typology(both, MET, since="2023").years == ("2023", "2024")


def test_two_windows_a_count_and_unknown_years_are_refused() -> None:
    unit = UNITS[0]
    rows = [
        figure(unit, MET, "2022", 1, period_basis="calendar"),
        figure(unit, MET, "2023", 1, period_basis="tt124_commune", period_end=pd.Timestamp("2023-11-15")),
    ]
    with pytest.raises(BreakError, match="kỳ báo cáo"):
        typology(made_panel(rows), MET)
    with pytest.raises(RefusedError, match="đạt/chưa đạt"):
        typology(made_panel([figure(unit, "incidents_total", "2022", 1)]), "incidents_total")
    for asked in ({"since": "2030"}, {"until": "2001"}):
        with pytest.raises(UnknownNameError):
            typology(panel("1111"), MET, **asked)
