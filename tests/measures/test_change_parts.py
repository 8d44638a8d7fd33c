"""The parts of a change add up to it, whatever is missing, beside the communes or counted otherwise."""

from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from antq_analysis.errors import RefusedError, UnknownNameError
from antq_analysis.measures.change_parts import PARTS, change_parts
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.project import Project
from tests.measures.association.made import panel_of

BEFORE = [10.0, 20.0, 30.0, 5.0, np.nan, 7.0, 8.0, 1.0]
AFTER = [12.0, 11.0, 30.0, np.nan, 6.0, 8.0, 4.0, 4.0]


def _panel(indicator: str = "incidents_total", years: tuple[str, str] = ("2023", "2024")) -> Panel:
    points = np.array([[i, i % 3] for i in range(8)], dtype=float)
    return panel_of({(indicator, years[0]): np.array(BEFORE), (indicator, years[1]): np.array(AFTER)}, points)


def _told(panel: Panel, **options: int) -> pd.DataFrame:
    return change_parts(panel, "incidents_total", "2024", "2023", **options).frame


def test_the_parts_add_up_and_each_commune_is_in_one() -> None:
    panel = _panel()
    found = change_parts(panel, "incidents_total", "2024", "2023", named=2)
    codes = panel.units.index
    assert found.change == np.nansum(AFTER) - np.nansum(BEFORE)
    assert found.frame["change"].sum() == found.change
    assert found.frame["part"].tolist() == ["stopped", "began", "largest", "largest", "rest"]
    assert found.frame["change"].tolist() == [-5, 6, -9, -4, 2 + 0 + 1 + 3]
    assert found.frame["unit_code"].tolist() == ["", "", codes[1], codes[6], ""]
    assert found.frame["n"].tolist() == [1, 1, 1, 1, 4]


def test_a_commune_that_did_not_change_is_not_named() -> None:
    named = _told(_panel(), named=8).query("part == 'largest'")
    assert len(named) == 5
    assert 0 not in named["change"].tolist()


def test_the_page_says_each_part_in_both_languages() -> None:
    found = change_parts(_panel(), "incidents_total", "2024", "2023", named=1)
    vi, en = ("\n".join([found.sentence(lang), *found.lines(lang)]) for lang in ("vi", "en"))
    assert "cộng lại đúng bằng -6:" in vi
    assert "1 xã có số năm 2023, chưa có số năm 2024: 5 → không có số" in vi
    assert "20 → 11" in vi
    assert "add up to -6 exactly" in en
    assert "the other 5 communes: 56 → 58" in en


def test_bounds_are_a_part_of_their_own_and_another_window_takes_nothing_apart() -> None:
    panel = _panel()
    rows = panel.observations
    first = rows["unit_code"].eq(panel.units.index[1]) & rows["period"].eq("2023")
    vague = rows.assign(comparator=rows["comparator"].mask(first, "over"))
    found = _told(replace(panel, observations=vague, reported=vague), named=9)
    # "More than 20" before 11: nobody knows by how much it fell.
    assert found.loc[found["part"].eq("bounds"), ["n", "before", "after"]].to_numpy().tolist() == [
        [1, 20, 11]
    ]
    assert panel.units.index[1] not in found["unit_code"].tolist()
    assert found["change"].sum() == np.nansum(AFTER) - np.nansum(BEFORE)
    window = rows["period_basis"].mask(rows["period"].eq("2024"), "tt124_commune")
    other = rows.assign(period_basis=window.mask(rows["period"].eq("2023"), "calendar"))
    parts = _told(replace(panel, observations=other, reported=other))
    assert parts["part"].tolist() == ["stopped", "began", "method"]


def test_a_year_without_figures_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        change_parts(_panel(), "incidents_total", "2024", "2022")


def test_what_may_not_be_summed_is_refused() -> None:
    with pytest.raises(RefusedError):
        change_parts(_panel("incident_rate"), "incident_rate", "2024", "2023")


def test_over_a_change_of_counting_no_commune_is_named() -> None:
    panel = _panel("model_points_active", ("2022", "2023"))
    found = change_parts(panel, "model_points_active", "2023", "2022")
    assert found.frame["part"].tolist() == ["stopped", "began", "method"]
    assert found.frame["change"].tolist() == [-5, 6, -7]
    assert "không tách được phần do đổi cách đếm" in found.lines()[-1]


def test_the_parts_add_up_over_mergers_and_with_other_units(built_demo: Built, made_demo: Project) -> None:
    assert len(built_demo.observations)
    panel = load_panel("demo", project=made_demo)
    tried = []
    for name in ("incidents_total", "model_points_active", "ntm_19_2_met", "population", "tips_total"):
        for since, period in pairwise(panel.years()):
            with suppress(UnknownNameError):
                found = change_parts(panel, name, period, since)
                tried.append(name)
                assert found.frame["change"].sum() == pytest.approx(found.change, abs=1e-6)
                assert found.frame["part"].isin(PARTS).all()
    assert len(tried) > 20
