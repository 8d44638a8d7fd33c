"""Entry to and exit from one list; lists and rounds are never added."""

import pytest

from antq_analysis.errors import BreakError, RefusedError, UnknownNameError
from antq_analysis.measures.entry_exit import MOVES, entry_exit
from antq_analysis.panel.load import Panel
from antq_analysis.places.carrying.merging import PARTS_DIFFER
from tests.panel.made import figure, made_panel

LISTED = "hotspot_communes_listed"
UNITS = tuple(f"99{n:03d}" for n in range(1, 7))


def panel() -> Panel:
    rows = []
    for unit, then, now in zip(UNITS, (0, 1, 1, 0, 1, 1), (1, 1, 0, 0, None, 1), strict=True):
        rows += [
            figure(unit, LISTED, "2023", then, category="antt"),
            figure(unit, LISTED, "2024", now, category="antt"),
            figure(unit, LISTED, "2024", 1, category="round_2021_2025"),
        ]
    rows[-2] |= {"value": float("nan"), "status": "not_available", "rule": PARTS_DIFFER}
    return made_panel(rows, units=UNITS)


def test_names_enter_stay_and_leave_within_one_list() -> None:
    found = entry_exit(panel(), LISTED, "2024", "2023", category="antt")
    assert found.frame["move"].tolist() == ["entered", "stayed", "left", "outside", "unknown", "mixed"]
    assert set(found.frame["move"]) == set(MOVES)
    assert found.names("left") == ("Xã 99003 (99003)",)
    assert found.frame["status"].tolist()[4:] == ["not_reported", "mixed"]
    text = found.sentence()
    assert "Danh sách về ANTT: năm 2024 so với 2023: vào danh sách 1 đơn vị, tiếp tục 1" in text
    assert "2 đơn vị không rõ" in text
    assert "không cộng" in text


def test_no_sum_of_lists_and_no_year_without_a_list() -> None:
    for category in ("", "ttatxh"):
        with pytest.raises(UnknownNameError, match="antt"):
            entry_exit(panel(), LISTED, "2024", "2023", category=category)
    with pytest.raises(UnknownNameError, match="2023"):
        entry_exit(panel(), LISTED, "2024", "2023", category="round_2021_2025")
    with pytest.raises(RefusedError):
        entry_exit(panel(), "incidents_total", "2024", "2023")
    met = made_panel([figure(UNITS[0], "ntm_19_2_met", year, 1) for year in ("2021", "2022")])
    with pytest.raises(BreakError):
        entry_exit(met, "ntm_19_2_met", "2022", "2021")


def test_a_criterion_is_no_list_that_is_entered_or_left() -> None:
    rows = [
        figure(unit, "ntm_19_2_met", period, met)
        for period, states in (("2022", (0, 1, 1, 0)), ("2023", (1, 1, 0, 0)))
        for unit, met in zip(UNITS, states, strict=False)
    ]
    found = entry_exit(made_panel(rows, units=UNITS[:4]), "ntm_19_2_met", "2023", "2022")
    assert "1 đơn vị mới thêm, 1 giữ được, 1 không còn; 1 không có" in found.sentence("vi")
    assert all("danh sách" not in text for text in (found.sentence("vi"), *found.caveats("vi")))
    assert "list" not in found.sentence("en")


def test_a_list_kept_as_stock_and_as_flow_is_followed_in_one_of_them() -> None:
    rows = [
        figure(UNITS[0], LISTED, year, value, category="antt") | {"basis": basis}
        for basis, values in (("stock", (1, 1)), ("in_year", (0, 1)))
        for year, value in zip(("2023", "2024"), values, strict=True)
    ]
    both = made_panel(rows, units=UNITS[:1])
    with pytest.raises(UnknownNameError, match="in_year, stock"):
        entry_exit(both, LISTED, "2024", "2023", category="antt")
    moves = [
        entry_exit(both, LISTED, "2024", "2023", category="antt", basis=basis).frame["move"].item()
        for basis in ("stock", "in_year")
    ]
    assert moves == ["stayed", "entered"]
