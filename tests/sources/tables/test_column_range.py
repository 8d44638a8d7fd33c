"""A proposal, a decision or a word of scale is measured against the rest of its column."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from antq_analysis.findings import Finding, Severity
from antq_analysis.project import find_project
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import UnitRow, read_cells
from antq_analysis.sources.tables.column_range import far_figures, keep_likely_proposals
from antq_analysis.sources.tables.values import Reading
from antq_analysis.sources.workbooks.marks import Raw
from antq_analysis.vocabulary import load_vocabulary

COLUMNS = (
    (0, Column("Dân số", "population", "stock", "count")),
    (1, Column("Vụ việc", "incidents_total", "in_year", "count")),
)
PEOPLE, INCIDENTS = 0, 1


def read(at: int, written: Sequence[Raw]) -> tuple[list[UnitRow], list[list[Raw]]]:
    """Rows of units whose column of people or of incidents is as it is given; the other one is plain."""
    cells: list[list[Raw]] = [
        [3000 + 90 * row, 41 + row] if raw is None else ([raw, 41 + row] if at == PEOPLE else [3000, raw])
        for row, raw in enumerate(written)
    ]
    readings = read_cells(cells, range(len(cells)), COLUMNS, {})
    return [UnitRow(row, f"{row}", "Xã", 0, False, own) for row, own in enumerate(readings)], cells


def proposals(at: int, *written: Raw) -> list[str]:
    rows, cells = read(at, written)
    kept = keep_likely_proposals(rows, COLUMNS, cells, load_vocabulary(find_project()))
    return [row.readings[at].proposal for row in kept]


@pytest.mark.parametrize("lone", [45.5, 4.1, 1.602, "45,5", "12,5 vụ", "7,000", "4000 vụ"])
def test_a_lone_cell_out_of_the_range_of_its_column_is_asked_about(lone: Raw) -> None:
    assert proposals(INCIDENTS, 41, 60, lone, 85) == ["", "", "", ""]


@pytest.mark.parametrize(("lone", "proposal"), [("~52", "52"), ("52 vụ", "52"), ("3 vụ", "3")])
def test_a_likely_one_stays(lone: Raw, proposal: str) -> None:
    assert proposals(INCIDENTS, 41, 60, lone, 85)[2] == proposal


def test_thousands_of_people_are_proposed_within_their_range() -> None:
    assert proposals(PEOPLE, 3120, 4.5, 5500) == ["", "4500", ""]
    assert proposals(PEOPLE, 3120, 45.5, 5500) == ["", "", ""]


def test_a_column_that_lost_its_thousands_keeps_its_proposals() -> None:
    assert proposals(PEOPLE, 1.602, 2.398, 1, 4.251) == ["1602", "2398", "", "4251"]


@pytest.mark.parametrize("written", [(41.5, 49.5, 7.5), (2.602, 41.551, 49.553)])
def test_averages_and_what_exceeds_the_people_are_no_lost_thousands(written: Sequence[float]) -> None:
    told = proposals(INCIDENTS, *written)
    assert told == [str(round(1000 * one)) if one == 2.602 else "" for one in written]


def test_what_is_withdrawn_names_no_number() -> None:
    rows, cells = read(INCIDENTS, (41, 60, 45.5, "12,5 vụ"))
    kept = keep_likely_proposals(rows, COLUMNS, cells, load_vocabulary(find_project()))
    assert [row.readings[INCIDENTS].problem for row in kept[2:]] == ["fraction_in_count", "not_a_number"]


def far(*written: Raw, decided: float | None = None) -> list[Finding]:
    rows, _ = read(INCIDENTS, written)
    if decided is not None:
        own = replace(rows[0].readings[INCIDENTS], value=decided, rule="decided")
        rows[0] = replace(rows[0], readings=(Reading(3000.0), own))
    return [*far_figures(rows, COLUMNS, "a.xlsx", "S")]


def test_a_word_of_scale_far_above_its_column_is_a_note_with_the_reading() -> None:
    (finding,) = far("1,5 nghìn", 41, 60, 85)
    assert (finding.rule, finding.severity, finding.cell) == ("scale_word_far", Severity.NOTE, "B1")
    assert "1.500" in finding.text("vi")
    assert far("1,5 nghìn", 900, 1200, 1600) == []


@pytest.mark.parametrize(("decided", "told"), [(45_500, 1), (3, 1), (90, 0), (20, 0), (0, 0)])
def test_a_decision_far_from_its_column_is_one_warning(decided: float, told: int) -> None:
    found = far(45.5, 41, 60, 85, decided=decided)
    assert [(one.rule, one.severity) for one in found] == [("decided_far", Severity.WARNING)] * told
