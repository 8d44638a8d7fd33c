"""Several files and stages speak of one figure: what counts."""

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Severity
from antq_analysis.panel.layers import best_stage, find_layers, settle_files
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


def test_the_furthest_stage_counts() -> None:
    stages = ("estimate", "revised", "final", "preliminary")
    frame = pd.concat([one(stage=stage, value=float(i)) for i, stage in enumerate(stages)], ignore_index=True)
    for left, expected in (
        (stages, 1.0),
        (("estimate", "final", "preliminary"), 2.0),
        (("estimate", "preliminary"), 3.0),
    ):
        best = best_stage(frame[frame["stage"].isin(left)])
        assert best["value"].tolist() == [expected]


def communes(day: str, value: float | None, **more: object) -> pd.DataFrame:
    row = {"unit_date": day, "level": "commune", "value": value, **more}
    return one(**(row if value is not None else row | EMPTY))


def test_an_empty_cell_of_a_later_stage_erases_nothing_and_is_reported() -> None:
    frame = pd.concat(
        [one(value=7.0, source_id="aaa"), one(stage="revised", source_id="bbb", **EMPTY)], ignore_index=True
    )
    assert best_stage(frame)["value"].tolist() == [7.0]
    (finding,) = find_layers(frame, NAMES)
    assert (finding.rule, finding.file, finding.values["n"]) == ("stage_left_empty", "second.xlsx", 1)


def test_one_period_on_two_maps_counts_once() -> None:
    final = communes("2025-07-01", 9.0, unit_code="99002")
    early = communes("2020-01-01", 4.0, stage="preliminary")
    frame = pd.concat([final, early], ignore_index=True)
    assert best_stage(frame)["value"].tolist() == [9.0]
    assert [f.severity for f in find_layers(frame, NAMES)] == [Severity.WARNING]


def test_one_period_on_two_maps_of_one_stage_is_a_conflict() -> None:
    frame = pd.concat(
        [communes("2025-07-01", 9.0, unit_code="99002"), communes("2020-01-01", 4.0)], ignore_index=True
    )
    best = best_stage(frame)
    obs.validate(best)
    assert best["status"].tolist() == ["conflict", "conflict"]
    assert best["value"].isna().all()
    assert [f.severity for f in find_layers(frame, NAMES)] == [Severity.ERROR]
