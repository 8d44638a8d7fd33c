"""Several files speak of one figure: what counts."""

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Severity
from antq_analysis.panel.layers import settle_files
from tests.test_observations import one

NAMES = {"aaa": "first.xlsx", "bbb": "second.xlsx"}
EMPTY = {"value": float("nan"), "status": "not_reported"}


def settle(first: dict[str, object], second: dict[str, object]):
    parts = [one(source_id="aaa", cell="C4", **first), one(source_id="bbb", cell="D9", **second)]
    frame, findings = settle_files(parts, NAMES)
    obs.validate(frame)
    return frame.iloc[0], findings, len(frame)


def test_a_figure_counts_beside_an_empty_cell() -> None:
    for order in ((EMPTY, {}), ({}, EMPTY)):
        row, findings, n = settle(*order)
        assert (row["value"], n, findings) == (5.0, 1, [])


def test_two_equal_figures_are_one() -> None:
    row, findings, n = settle({}, {})
    assert (row["value"], row["source_id"], n) == (5.0, "aaa", 1)
    assert [(f.rule, f.severity) for f in findings] == [("same_figure_twice", Severity.NOTE)]


def test_two_different_figures_are_a_conflict_and_neither_counts() -> None:
    row, findings, n = settle({}, {"value": 7.0})
    assert (row["status"], n) == ("conflict", 1)
    assert pd.isna(row["value"])
    assert findings[0].severity is Severity.ERROR
    text = findings[0].text("en")
    assert all(part in text for part in ("5 / 7", "first.xlsx!!C4", "second.xlsx!!D9"))


def test_a_bound_against_an_exact_figure_is_a_conflict() -> None:
    row, _, _ = settle({}, {"comparator": "over"})
    assert row["status"] == "conflict"


def test_two_empty_cells_stay_one_empty_cell() -> None:
    row, findings, n = settle(EMPTY, EMPTY)
    assert (row["status"], n, findings) == ("not_reported", 1, [])


def test_nothing_is_an_empty_frame() -> None:
    frame, findings = settle_files([], {})
    assert (len(frame), findings) == (0, [])
