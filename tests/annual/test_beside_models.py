"""What notebook 08 shows: density beside public order, always with what no link gives, or why it shows nothing."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from antq_analysis.annual.beside_models import BesideModels, beside_models
from antq_analysis.annual.where import Seen
from antq_analysis.measures.association.associate import associate
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from tests.measures.association.made import panel_of, world

OUTCOME, POINTS = "incidents_total", "model_points_active"


@pytest.fixture(scope="module")
def made() -> dict[str, np.ndarray]:
    return world(np.random.default_rng(4), "hot")


def panel_with(made: dict[str, np.ndarray], *years: str, **more: np.ndarray) -> Panel:
    figures = {}
    for year in years:
        figures[OUTCOME, year] = made["counts"][int(year) - 2012]
        figures["population", year] = made["people"]
        figures[POINTS, year] = made["models"] + (int(year) == 2020)
    for name, values in more.items():
        figures[name, years[-1]] = values
    return panel_of(figures, made["points"])


@pytest.fixture(scope="module")
def shown(made: dict[str, np.ndarray]) -> BesideModels:
    return beside_models(panel_with(made, "2014", "2017", "2020"), OUTCOME, "2020")


def test_the_answer_is_level_and_change_since_the_first_year(
    shown: BesideModels, made: dict[str, np.ndarray]
) -> None:
    panel = panel_with(made, "2014", "2017", "2020")
    level = associate(panel, OUTCOME, POINTS, "2020")
    change = associate(panel, OUTCOME, POINTS, "2020", "2014", with_period="2014")
    assert shown.answer == f"{level.headline()}\n\n{change.headline()}"
    assert shown.answer.count("khi không có mối liên hệ nào") == 2
    assert shown.level.text == level.sentence()
    assert shown.change.text == change.sentence()
    assert shown.level.picture is not None
    assert shown.change.picture is not None
    assert "từ năm 2014 đến năm 2020" in shown.change.picture.alt
    assert shown.trials == f"{level.details()}\n\n{change.details()}"


def test_districts_are_those_of_the_change_and_written_in_the_language(shown: BesideModels) -> None:
    assert isinstance(shown.districts, pd.DataFrame)
    assert shown.districts.columns.name == "Huyện"
    assert shown.districts.columns.tolist() == [
        "Số xã",
        "Tương quan",
        "Khoảng 95% từ",
        "đến",
        "Cả tỉnh nếu bỏ nhóm này",
    ]
    cells = shown.districts.to_numpy().ravel().tolist()
    assert all("." not in cell and "nan" not in cell for cell in cells)
    assert isinstance(shown.model_groups, Seen)
    assert "nhóm mô hình" in str(shown.model_groups)


def test_groups_of_models_come_from_the_first_figure_that_has_them(made: dict[str, np.ndarray]) -> None:
    known = panel_with(made, "2020").vocabulary.model_types
    first = next(iter(known))
    apart = next(name for name in known if known[name].group != known[first].group)
    more = {
        f"{POINTS}[{first}]": made["models"],
        f"{POINTS}[{apart}]": made["models"][::-1].copy(),
        "residential_areas_total": np.full(150, 10.0),
        "residential_areas_with_model": np.minimum(made["models"], 10.0),
    }
    panel = panel_with(made, "2020", **more)
    shown = beside_models(panel, OUTCOME, "2020", "en")
    assert "share: residential areas with a model" in shown.answer
    assert isinstance(shown.model_groups, pd.DataFrame)
    assert len(shown.model_groups) == 2
    assert "Model points" in str(shown.model_groups.columns.name)
    assert "q (many tests)" in shown.model_groups.columns


def test_with_one_year_there_is_a_level_and_the_change_says_why_not(made: dict[str, np.ndarray]) -> None:
    shown = beside_models(panel_with(made, "2020"), OUTCOME, "2020", "en")
    assert shown.level.picture is not None
    assert shown.change == Seen("No figures of the year before were received, so nothing is compared.")
    assert shown.answer.endswith(shown.change.text)
    assert shown.trials.count("Trials without any link") <= 1


def test_without_an_outcome_or_a_density_every_part_points_to_the_reason(
    made: dict[str, np.ndarray], project: Project
) -> None:
    panel = panel_with(made, "2020")
    none = beside_models(panel, "", "2020", "en")
    assert "under outcomes" in none.answer
    rows = panel.observations[panel.observations["indicator"].ne(POINTS)]
    bare = beside_models(
        replace(panel, observations=rows, reported=rows), OUTCOME, "2020", "en", project=project
    )
    assert bare.answer.startswith("The province reports neither models nor their coverage")
    for shown in (none, bare):
        assert {str(shown.level), str(shown.change), shown.trials} == {
            "There is nothing to show here; the head of the page says why."
        }
        assert isinstance(shown.districts, Seen)


def test_a_year_without_figures_says_so(made: dict[str, np.ndarray]) -> None:
    shown = beside_models(panel_with(made, "2014", "2017"), OUTCOME, "2020", "en")
    assert shown.level.picture is None
    assert "2020" in shown.answer
