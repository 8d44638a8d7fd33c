"""Six months on the map before a reform and the year on the map after it: compared on the later map."""

import pandas as pd
import pytest

from antq_analysis import observations as obs
from antq_analysis.panel.part_year import find_part_years
from antq_analysis.panel.parts_carried import with_parts_carried
from antq_analysis.places.tables import write_table
from antq_analysis.places.vintage import territory
from antq_analysis.project import Project
from antq_analysis.vocabulary import load_vocabulary
from tests.places.made import NEW, OLD, PROVINCE, figures, pairs, register

JOINED = (("00001", "00003"), ("00002", "00003"))


@pytest.fixture
def joined(project: Project) -> Project:
    register(["00001", "00002"], project, OLD)
    register(["00003"], project, NEW)
    write_table(territory(PROVINCE, project) / NEW / "crosswalk.csv", pairs(*JOINED))
    return project


def _rows(half: dict[str, object], year: float) -> pd.DataFrame:
    parts = figures(half, period="2020-6T", basis="in_year")
    whole = figures({"00003": year}, period="2020", basis="in_year", unit_date=NEW)
    return obs.conform(pd.concat([parts, whole], ignore_index=True))


@pytest.mark.parametrize(
    ("half", "year", "found"),
    [
        ({"00001": 6, "00002": 5}, 10, [(11.0, 10.0)]),
        ({"00001": 6, "00002": 5}, 11, []),
        ({"00001": 60, "00002": "not_reported"}, 10, []),
    ],
)
def test_whole_units_that_merged_are_compared_with_the_unit_that_they_became(
    half: dict[str, object], year: float, found: list[tuple[float, float]], joined: Project
) -> None:
    vocabulary = load_vocabulary(joined)
    best = _rows(half, year)
    rows = with_parts_carried(best, PROVINCE, joined, vocabulary)
    told = find_part_years(rows, {}, vocabulary, {})
    assert [(one.written, one.expected) for one in told] == found
    assert find_part_years(best, {}, vocabulary, {}) == []


def test_an_estimated_part_and_a_missing_table_are_not_compared(joined: Project) -> None:
    vocabulary = load_vocabulary(joined)
    best = _rows({"00001": 60, "00002": 5}, 10)
    table = territory(PROVINCE, joined) / NEW / "crosswalk.csv"
    register(["00003", "00004"], joined, NEW)
    write_table(table, pairs(("00001", "00003"), ("00002", "00003", "0.5"), ("00002", "00004", "0.5")))
    assert find_part_years(with_parts_carried(best, PROVINCE, joined, vocabulary), {}, vocabulary, {}) == []
    table.unlink()
    assert with_parts_carried(best, PROVINCE, joined, vocabulary) is best
