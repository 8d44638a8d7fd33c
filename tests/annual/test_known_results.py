"""What is said to be reproduced was computed, and a wrong figure is told as such."""

from pathlib import Path

import pandas as pd
import pytest

import antq_analysis
from antq_analysis.annual.known_results import reproduced
from antq_analysis.annual.known_results.recipes import RECIPES
from antq_analysis.annual.known_results.reproduced import answer_known, list_reproduced, reproduce
from antq_analysis.project import Project


@pytest.fixture(scope="module")
def alone(root: Path) -> pd.DataFrame:
    return reproduce(project=Project(root, None))  # type: ignore[arg-type]


def test_every_listed_result_has_a_recipe_and_every_recipe_a_result(alone: pd.DataFrame) -> None:
    assert set(alone["data"]) == set(RECIPES)
    assert alone["id"].is_unique


def test_what_ships_with_packages_agrees_to_the_last_digit(alone: pd.DataFrame) -> None:
    tried = alone[~alone["data"].str.contains(".", regex=False)]
    assert tried["verdict"].tolist() == ["agrees"] * len(tried)
    assert len(tried) >= 20
    assert set(alone.drop(tried.index)["verdict"]) == {"no_data"}


def test_published_tables_agree_to_the_last_digit(shared: Path, root: Path) -> None:
    found = reproduce(shared / "data/peers", Project(root, None))  # type: ignore[arg-type]
    assert found["verdict"].tolist() == ["agrees"] * len(found)


def test_one_wrong_digit_is_told(alone: pd.DataFrame, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = alone[["id", "data", "label_vi", "label_en", "printed", "source"]].head(3)
    wrong = table.assign(printed=["4.796", "18.390", "0.2553"])
    monkeypatch.setattr(reproduced, "read_table", lambda *_: wrong)
    found = reproduce(project=Project(root, None))  # type: ignore[arg-type]
    assert found["verdict"].tolist() == ["differs", "agrees", "agrees"]
    assert answer_known(found) == (
        "Tính lại 3/3 kết quả đã in trong tài liệu chuyên môn: 2 khớp đến chữ số cuối, 1 lệch."
    )
    assert list_reproduced(found).iloc[0, 1:4].tolist() == ["4,796", "4,7954", "LỆCH"]


def test_what_could_not_be_computed_is_said(alone: pd.DataFrame) -> None:
    assert "34 results could not be computed" in answer_known(alone, "en")
    assert antq_analysis.reproduce is reproduce
