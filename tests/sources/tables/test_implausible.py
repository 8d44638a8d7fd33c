"""What can never exceed something else, whatever unit it is counted in."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.tables.implausible import whole_of
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import figures_of, read_rows_of

NAMES = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh")


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


@pytest.mark.parametrize(
    ("heads", "figures", "cells"),
    [
        (["Dân số", "Số hộ"], (1000, 4000), ["D2", "D3", "D4"]),
        (["Dân số", "Số hộ"], (4000, 1000), []),
        (["Dân số", "Số hộ"], (1000, 1000), []),
        (["Số hộ", "Tổng số khu dân cư"], (12, 900), ["D2", "D3", "D4"]),
        (["Dân số", "Tổng số khu dân cư"], (12, 4000), ["D2", "D3", "D4"]),
        (["Dân số", "Vụ việc về ANTT"], (10, 12), []),
        (["Vụ việc về ANTT", "Số vụ cháy"], (3, 5), []),
    ],
)
def test_what_no_commune_has_more_of(
    heads: list[object], figures: tuple[int, int], cells: list[str], tmp_path: Path, words: Vocabulary
) -> None:
    rows: list[list[object]] = [["TT", "Xã", *heads]]
    rows += [[n, name, *(figure + n for figure in figures)] for n, name in enumerate(NAMES, 1)]
    read = read_rows_of(tmp_path, rows, words)
    own = [item for item in read.findings if item.rule == "part_above_whole"]
    assert [item.cell for item in own] == cells
    assert all(item.severity == "error" and item.text("vi") and item.remedy("en") for item in own)
    assert len(figures_of(read)) == 6


def test_the_same_things_and_what_is_named(words: Vocabulary) -> None:
    assert whole_of("households", words) == ("population",)
    assert whole_of("residential_areas_total", words) == ("households", "population")
    assert whole_of("model_households", words) == ("households", "population")
    assert whole_of("population", words) == ()
