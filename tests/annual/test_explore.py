"""Free looking: every choice shows what it says, in both languages, and a missing package is told."""

import re
import sys
from typing import Any

import pytest

from antq_analysis.annual.explore import explore, look, years_of
from antq_analysis.errors import MissingError
from tests.briefing.given_made import rows_of
from tests.panel.made import made_panel

EVENTS, FIRES = "incidents_total", "fires"


@pytest.fixture(scope="module")
def chosen() -> Any:
    rows = [row for year in ("2023", "2024", "2025") for row in rows_of(EVENTS, year, 3, 4, 5, 6)]
    rows += [row for year in ("2023", "2024", "2025") for row in rows_of("population", year, 9, 9, 9, 9)]
    rows += rows_of(FIRES, "2024", 1, 0, 0, 2)
    return made_panel(rows)


def test_only_what_has_figures_can_be_chosen(chosen: Any) -> None:
    assert set(years_of(chosen)) == {"population", EVENTS, FIRES}
    assert years_of(chosen)[FIRES] == ("2024",)


def test_a_choice_renews_what_is_shown_and_what_can_be_chosen(chosen: Any) -> None:
    board = explore(chosen)
    (indicator, year), (form, tongue), view = *(box.children for box in board.children[:2]), board.children[2]
    assert ("Vụ việc về ANTT", EVENTS) in indicator.options
    assert year.value == "2025"
    indicator.value = EVENTS
    form.value = "table"
    assert view.value.count("Tỷ suất vụ việc về ANTT") >= 1
    year.value = "2023"
    indicator.value = FIRES
    assert (year.options, year.value) == ((("2024", "2024"),), "2024")
    tongue.value = "en"
    assert ("Fires", FIRES) in indicator.options
    assert (indicator.value, year.value, form.value) == (FIRES, "2024", "table")
    assert "fires" in view.value.lower()
    form.value = "trend"
    assert year.disabled
    indicator.value = EVENTS
    assert re.search(r'<img alt="[^"]*incidents', view.value)
    assert year.value == "2024"


def test_what_cannot_be_shown_is_explained(chosen: Any) -> None:
    # Units without polygons have no map; a year without a figure has no table.
    for year, form in (("2025", "map"), ("2019", "table")):
        shown = look(chosen, EVENTS, year, form)
        assert shown.startswith("<p>")
        assert len(shown) > 30


def test_a_missing_package_is_told(chosen: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(MissingError, match=r"start\.py setup"):
        explore(chosen)
