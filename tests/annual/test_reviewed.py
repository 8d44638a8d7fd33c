"""What the notebooks say of reporting and of change, also where nothing can be computed."""

import pytest

from antq_analysis.annual import reviewed
from antq_analysis.annual.reviewed import answer_change_map, answer_quality
from tests.panel.made import UNITS, figure, made_panel

EVENTS = "incidents_total"
YEARS = tuple(str(year) for year in range(2017, 2026))


def panel():
    rows = [figure(unit, "population", year, 9000) for unit in UNITS for year in YEARS]
    for place, unit in enumerate(UNITS):
        rows += [figure(unit, EVENTS, year, 17 if place < 2 else int(year) % 7 + 9) for year in YEARS]
    return made_panel(rows)


def test_communes_to_ask_are_listed_and_shortened(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = answer_quality(panel(), EVENTS, "2025").splitlines()
    assert "2 trên 4 đơn vị có điểm cần hỏi lại (năm nào cũng một số: 2)" in lines[0]
    assert [line[:16] for line in lines[1:]] == ["Xã 99001 (99001)", "Xã 99002 (99002)"]
    monkeypatch.setattr(reviewed, "SHOWN", 1)
    assert answer_quality(panel(), EVENTS, "2025").splitlines()[2] == "+1"


def test_directions_are_counted() -> None:
    told = answer_change_map(panel(), EVENTS, "2025", "2024", "en")
    assert "cannot tell: 4" in told


def test_what_cannot_be_computed_is_said_and_no_error() -> None:
    empty = made_panel([figure(unit, EVENTS, "2025", 3) for unit in UNITS])
    assert "report.toml" in answer_quality(empty, "", "2025")
    assert "antq add" in answer_quality(empty, EVENTS, "2025")
    assert "2031" in answer_quality(empty, EVENTS, "2031", "en")
    assert "report.toml" in answer_change_map(empty, "", "2025", "2024")
    assert answer_change_map(empty, EVENTS, "2025", "", "en")
    assert "2024" in answer_change_map(empty, EVENTS, "2025", "2024", "en")
