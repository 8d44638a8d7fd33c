"""A part above its whole is found once both stand side by side, and said once."""

import pandas as pd
import pytest

from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.contradictions import find_contradictions
from antq_analysis.project import find_project
from antq_analysis.vocabulary import load_vocabulary
from tests.test_observations import one

NAMES = {"aaa": "first.xlsx", "bbb": "second.xlsx"}
PART, WHOLE = "residential_areas_with_model", "residential_areas_total"


def found(
    part: dict[str, object], whole: dict[str, object], before: tuple[Finding, ...] = ()
) -> list[Finding]:
    plain = {"basis": "stock", "source_id": "aaa", "sheet": "S"}
    frame = pd.concat(
        [
            one(**(plain | {"indicator": PART, "cell": "C4", "value": 12.0} | part)),
            one(**(plain | {"indicator": WHOLE, "cell": "B4", "value": 10.0} | whole)),
        ],
        ignore_index=True,
    )
    return find_contradictions(frame, before, load_vocabulary(find_project()), NAMES)


def test_a_part_above_its_whole_in_another_file_is_an_error_at_the_part() -> None:
    (finding,) = found({}, {"source_id": "bbb", "stage": "revised"})
    assert (finding.severity, finding.file, finding.cell) == (Severity.ERROR, "first.xlsx", "C4")
    text = finding.text("en")
    assert all(part in text for part in ("12", "10", "second.xlsx", "B4", "99001", "2023"))
    assert finding.text("vi")


def test_another_sheet_of_one_file_counts_too() -> None:
    assert len(found({}, {"sheet": "T"})) == 1


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ({}, {}),
        ({"value": 10.0}, {"source_id": "bbb"}),
        ({}, {"source_id": "bbb", "unit_code": "99002"}),
        ({}, {"source_id": "bbb", "period": "2022"}),
        ({}, {"source_id": "bbb", "comparator": "over"}),
        ({"comparator": "about"}, {"source_id": "bbb"}),
        ({"category": "x"}, {"source_id": "bbb"}),
    ],
    ids=[
        "one sheet",
        "equal",
        "other unit",
        "other period",
        "whole is a bound",
        "part is rough",
        "a category",
    ],
)
def test_what_is_no_contradiction_or_was_seen_in_the_sheet(
    part: dict[str, object], whole: dict[str, object]
) -> None:
    assert found(part, whole) == []


def test_households_of_one_file_above_people_of_another() -> None:
    own = {"indicator": "households", "value": 4100.0}
    of = {"indicator": "population", "value": 1100.0, "source_id": "bbb"}
    (finding,) = found(own, of)
    assert (finding.severity, finding.cell, finding.expected) == (Severity.ERROR, "C4", 1100.0)
    assert found(own | {"value": 1100.0}, of) == []


def test_what_a_file_reported_is_not_said_again() -> None:
    said = Finding("part_above_whole", Severity.ERROR, "first.xlsx", "S", "C4", 12.0, 10.0)
    assert found({}, {"source_id": "bbb"}, (said,)) == []
    other = Finding("part_above_whole", Severity.ERROR, "first.xlsx", "S", "C4", 12.0, 8.0)
    assert len(found({}, {"source_id": "bbb"}, (other,))) == 1
