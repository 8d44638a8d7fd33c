"""A sheet of districts beside sheets of their communes: a figure that is not the sum of the communes is told."""

import pandas as pd

from antq_analysis.findings import Finding
from antq_analysis.observations import conform
from antq_analysis.project import find_project
from antq_analysis.sources.tables.districts_summed import districts_summed
from antq_analysis.vocabulary import load_vocabulary
from tests.given import ROOT

UNITS = pd.DataFrame({"unit_code": ["1", "2", "3"], "district_code": ["90", "90", "91"]}, dtype="str")


def found(*rows: tuple[str, str, str, float], comparator: str = "exact") -> list[Finding]:
    """Compare figures given as level, code, indicator and value."""
    frame = pd.DataFrame(rows, columns=["level", "unit_code", "indicator", "value"])
    frame = frame.assign(period="2023", sheet=frame["level"], cell=[f"C{at}" for at in range(len(frame))])
    observations = conform(frame.assign(comparator=comparator))
    return [*districts_summed(observations, UNITS, load_vocabulary(find_project(ROOT)), "a.xlsx")]


COMMUNES = (
    ("commune", "1", "population", 5),
    ("commune", "2", "population", 7),
    ("commune", "3", "population", 9),
)


def test_a_sum_that_differs_is_told_with_both_figures() -> None:
    (told,) = found(*COMMUNES, ("district", "90", "population", 13), ("district", "91", "population", 9))
    assert (told.rule, told.sheet, told.cell) == ("district_sum_differs", "district", "C3")
    assert (told.written, told.expected, told.values["n"]) == ("13", "12", 1)
    assert told.text("vi")
    assert told.remedy("en")


def test_equal_sums_are_no_news() -> None:
    assert not found(*COMMUNES, ("district", "90", "population", 12))


def test_a_district_with_a_commune_that_did_not_report_is_not_compared() -> None:
    assert not found(*COMMUNES[1:], ("district", "90", "population", 13))


def test_what_does_not_add_up_is_not_compared() -> None:
    communes = [(level, code, "model_types_active", value) for level, code, _, value in COMMUNES]
    assert not found(*communes, ("district", "90", "model_types_active", 8))


def test_figures_that_are_only_about_so_many_are_not_compared() -> None:
    assert not found(*COMMUNES, ("district", "90", "population", 13), comparator="about")
