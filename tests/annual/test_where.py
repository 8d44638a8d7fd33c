"""What notebook 06 shows: a map where there is one, and words that say why where there is none."""

from dataclasses import replace

import numpy as np
import pytest

from antq_analysis.annual import where
from antq_analysis.annual.where import Seen, answer_where, chart_funnel, map_changes, map_clusters, map_trends
from antq_analysis.measures.space.clusters import Clusters, find_clusters
from antq_analysis.panel.load import Panel
from tests.measures.space.made import lattice
from tests.panel.made import figure, made_panel

EVENTS = "incidents_total"
YEARS = ("2021", "2022", "2023", "2024", "2025")


def panel(years: tuple[str, ...] = YEARS) -> Panel:
    layer = lattice(6, 6)
    rng = np.random.default_rng(5)
    rows = []
    for place, code in enumerate(layer.index):
        # Nine cells in one corner have ten times the events of the others, in every year but one.
        corner = place % 6 < 3 and place // 6 < 3
        for year in years:
            mean = 90 if corner and year != "2024" else 9
            rows += [
                figure(code, "population", year, 9000),
                figure(code, EVENTS, year, int(rng.poisson(mean))),
            ]
    made = made_panel(rows, units=tuple(layer.index))
    return replace(made, units=layer)


def test_a_corner_of_high_rates_is_found_drawn_and_told() -> None:
    told = answer_where(panel(), EVENTS, "2025")
    assert "giống nhau nhiều hơn mức ngẫu nhiên" in told
    assert "mức cao nằm giữa các đơn vị mức cao" in told
    assert chart_funnel(panel(), EVENTS, "2025").picture is not None
    seen = map_clusters(panel(), EVENTS, "2025")
    assert seen.picture is not None
    assert "cao giữa vùng cao" in seen.picture.alt
    assert str(seen) == seen.text
    assert seen._repr_html_().startswith("<img alt=")


def test_likeness_without_a_cluster_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    explained = "chưa có cơ sở để nêu riêng"
    assert explained not in answer_where(panel(), EVENTS, "2025")

    def found_none(*given: object) -> Clusters:
        found = find_clusters(*given)  # type: ignore[arg-type]
        return replace(found, frame=found.frame.assign(category="not_significant"))

    monkeypatch.setattr(where, "find_clusters", found_none)
    assert explained in answer_where(panel(), EVENTS, "2025")
    assert explained not in answer_where(panel(), EVENTS, "2024")


def test_rises_are_drawn() -> None:
    seen = map_changes(panel(), EVENTS, "2025", "2024")
    assert seen.picture is not None
    assert "có cơ sở cho thấy tăng ở 9, giảm ở 0 trong số 36" in seen.picture.alt
    without = tuple(year for year in YEARS if year != "2024")
    seen = map_trends(panel(without), EVENTS, "2025", "en")
    assert seen.picture is not None
    assert "evidence of a rise" in seen.picture.alt or "no rise or fall" in seen.picture.alt


def test_what_cannot_be_computed_is_said_and_no_error() -> None:
    one_year = panel(("2025",))
    for seen in (
        map_clusters(one_year, "", "2025"),
        map_changes(one_year, EVENTS, "2025", ""),
        map_changes(one_year, EVENTS, "2025", "2024"),
        map_trends(one_year, EVENTS, "2025"),
        map_clusters(one_year, EVENTS, "2031"),
        chart_funnel(one_year, EVENTS, "2031"),
    ):
        assert seen.picture is None
        assert len(seen.text) > 20
        assert seen._repr_html_().startswith("<p>")
    assert "report.toml" in answer_where(one_year, "", "2025")
    without = panel()
    without = replace(without, units=without.units.assign(geometry=None))
    seen = map_changes(without, EVENTS, "2025", "2024")
    assert seen.picture is None
    assert "antq places import" in seen.text
    assert "antq add" in map_clusters(without, EVENTS, "2025").text
    assert "2031" in answer_where(one_year, EVENTS, "2031", "en")
    assert Seen("a < b")._repr_html_() == "<p>a &lt; b</p>"
