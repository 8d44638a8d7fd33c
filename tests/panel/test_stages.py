"""Several stages, or two maps, speak of one figure: what counts, and what is said of the rest."""

import numpy as np
import pandas as pd
import pytest

from antq_analysis import observations as obs
from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.stages import best_stage, common_stage, settle_stages
from antq_analysis.project import find_project
from antq_analysis.vocabulary import load_vocabulary
from tests.test_observations import one

NAMES = {"aaa": "first.xlsx", "bbb": "second.xlsx", "ccc": "third.xlsx"}
OLD, NEW = "2020-01-01", "2025-07-01"
EMPTY = {"value": float("nan"), "status": "not_reported"}


def codes(n: int) -> list[str]:
    return [f"99{i:03d}" for i in range(1, n + 1)]


def register(n: int) -> pd.DataFrame:
    return pd.DataFrame({"unit_code": codes(n), "name": [f"Xã {i}" for i in range(1, n + 1)]})


REGISTERS = {OLD: register(10), NEW: register(4)}


def rows(day: str, values: list[float | None], stage: str, source: str, **more: object) -> pd.DataFrame:
    """One figure for as many units of a map as values are given; None is an empty cell."""
    told = [{"value": value} if value is not None else EMPTY for value in values]
    row = {"unit_date": day, "stage": stage, "source_id": source, "level": "commune"} | more
    return pd.concat([one(unit_code=code, **(row | own)) for code, own in zip(codes(99), told, strict=False)])


def settle(*parts: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    frame = pd.concat(parts, ignore_index=True)
    best, findings = settle_stages(frame, REGISTERS, NAMES, load_vocabulary(find_project()))
    obs.validate(best)
    pd.testing.assert_frame_equal(best, best_stage(frame, REGISTERS))
    for finding in findings:
        assert finding.text("vi")
        assert finding.text("en")
        assert finding.remedy("vi")
        assert finding.remedy("en")
    return best, findings


def test_the_furthest_stage_counts() -> None:
    stages = ("estimate", "revised", "final", "preliminary")
    frame = pd.concat([one(stage=stage, value=float(i)) for i, stage in enumerate(stages)], ignore_index=True)
    for left, expected in (
        (stages, 1.0),
        (("estimate", "final", "preliminary"), 2.0),
        (("estimate", "preliminary"), 3.0),
    ):
        best = best_stage(frame[frame["stage"].isin(left)], REGISTERS)
        assert best["value"].tolist() == [expected]


# ---- two maps ---------------------------------------------------------------------------------------------------


def test_a_whole_further_stage_on_another_map_wins_and_says_what_it_leaves_out() -> None:
    best, findings = settle(rows(NEW, [9.0] * 4, "final", "bbb"), rows(OLD, [4.0] * 10, "preliminary", "aaa"))
    assert (best["unit_date"].unique().tolist(), best["value"].sum()) == ([NEW], 36.0)
    (finding,) = findings
    assert (finding.rule, finding.severity) == ("other_map_left_out", Severity.WARNING)
    assert finding.values["n"] == 10
    text = finding.text("en")
    assert f"{OLD}: 10 (first.xlsx)" in text
    assert f"{NEW}: 4 (second.xlsx)" in text


@pytest.mark.parametrize(
    "partial",
    [
        rows(OLD, [5.0, 6.0], "revised", "aaa"),
        # A few revised rows do not carry the final rows of their own map past those of the other.
        pd.concat([rows(OLD, [5.0, 6.0], "revised", "aaa"), rows(OLD, [4.0] * 10, "final", "ccc")]),
        # Nine of ten is less than four of four.
        rows(OLD, [5.0] * 9, "revised", "aaa"),
    ],
    ids=["two rows", "two rows over a whole map", "nine of ten"],
)
def test_a_partial_correction_on_another_map_disputes_and_never_discards(partial: pd.DataFrame) -> None:
    best, findings = settle(rows(NEW, [9.0] * 4, "final", "bbb"), partial)
    told = partial["unit_code"].nunique()
    assert best["value"].isna().all()
    assert best["status"].tolist() == ["conflict"] * (4 + told)
    (finding,) = [finding for finding in findings if finding.rule == "period_on_two_maps"]
    assert finding.severity is Severity.ERROR
    assert finding.values["n"] == 4 + told
    text = finding.text("en")
    assert f"{NEW}: 4 (second.xlsx)" in text
    assert f"{OLD}: {told} (" in text
    assert "first.xlsx" in text
    assert not [finding for finding in findings if finding.rule == "other_map_left_out"]


def test_shares_are_of_each_own_register() -> None:
    """Nine of ten units beat three of four, though not four of four."""
    best, _ = settle(rows(NEW, [9.0] * 3, "final", "bbb"), rows(OLD, [5.0] * 9, "revised", "aaa"))
    assert (best["unit_date"].unique().tolist(), best["value"].sum()) == ([OLD], 45.0)


def test_equal_stages_on_two_maps_are_a_conflict() -> None:
    best, findings = settle(rows(NEW, [9.0] * 4, "final", "bbb"), rows(OLD, [4.0] * 10, "final", "aaa"))
    assert set(best["status"]) == {"conflict"}
    assert [finding.severity for finding in findings] == [Severity.ERROR]


def test_only_the_figure_on_two_maps_is_disputed() -> None:
    other = rows(NEW, [100.0] * 4, "final", "bbb", indicator="population", basis="stock")
    best, findings = settle(
        rows(NEW, [9.0] * 4, "final", "bbb"),
        other,
        rows(OLD, [5.0], "revised", "aaa", indicator="population"),
    )
    assert best["value"].sum() == 4 * 9.0 + 4 * 100.0 + 5.0, "another basis is another figure"
    assert findings == []


def test_a_map_that_says_nothing_of_a_figure_takes_nothing_from_another() -> None:
    best, findings = settle(rows(NEW, [None] * 4, "revised", "bbb"), rows(OLD, [4.0, 4.0], "estimate", "aaa"))
    assert best["value"].tolist() == [4.0, 4.0]
    assert findings == []


# ---- a later stage on the same map ------------------------------------------------------------------------------


def rules(findings: list[Finding]) -> list[str]:
    return sorted(finding.rule for finding in findings)


def test_changed_figures_are_counted_summed_and_the_largest_is_named() -> None:
    before = rows(OLD, [5.0, 7.0, 3.0, 2.0, 8.0], "preliminary", "aaa")
    after = rows(OLD, [5.0, 0.0, 4.0, 2.0, 30.0], "final", "bbb")
    best, findings = settle(before, after)
    assert best["value"].sum() == 41.0
    (finding,) = findings
    assert (finding.rule, finding.severity, finding.file) == (
        "stage_changed",
        Severity.WARNING,
        "second.xlsx",
    )
    values = finding.values
    assert (values["n"], values["zeros"], values["lost"], values["period"]) == (3, 1, 0, "2023")
    text = finding.text("en")
    assert "3 figures, sum 18 → 34" in text, "only what changed: 7 + 3 + 8, then 0 + 4 + 30"
    assert "Xã 5 (99005)" in text
    assert "8 → 30" in text


def test_a_figure_that_loses_its_number_or_becomes_a_bound_is_a_change() -> None:
    gone = one(unit_date=OLD, stage="revised", source_id="bbb", value=np.nan, status="not_available")
    best, (finding,) = settle(rows(OLD, [5.0], "final", "aaa"), gone)
    assert best["status"].tolist() == ["not_available"]
    assert (finding.rule, finding.values["n"], finding.values["lost"]) == ("stage_changed", 1, 1)
    _, (finding,) = settle(
        rows(OLD, [5.0], "final", "aaa"), rows(OLD, [5.0], "revised", "bbb", comparator="over")
    )
    assert (finding.rule, finding.values["n"], finding.values["lost"]) == ("stage_changed", 1, 0)
    assert "5 → over 5" in finding.text("en")


def test_each_stage_is_compared_with_the_one_before_it() -> None:
    _, findings = settle(
        rows(OLD, [5.0], "estimate", "aaa"),
        rows(OLD, [6.0], "final", "bbb"),
        rows(OLD, [6.0], "revised", "ccc"),
    )
    assert [(f.rule, f.file) for f in findings] == [("stage_changed", "second.xlsx")]


def test_equal_stages_are_no_finding() -> None:
    _, findings = settle(rows(OLD, [5.0, None], "estimate", "aaa"), rows(OLD, [5.0, 3.0], "final", "bbb"))
    assert findings == [], "an empty cell that is filled later is no loss"


def test_an_empty_cell_of_a_later_stage_erases_nothing_and_is_reported() -> None:
    best, findings = settle(rows(OLD, [7.0, 1.0], "final", "aaa"), rows(OLD, [None, 1.0], "revised", "bbb"))
    assert best["value"].tolist() == [7.0, 1.0]
    (finding,) = findings
    assert (finding.rule, finding.file, finding.values["n"]) == ("stage_left_empty", "second.xlsx", 1)


def test_a_later_stage_of_fewer_units_is_told() -> None:
    best, findings = settle(rows(OLD, [7.0, 1.0, 2.0], "final", "aaa"), rows(OLD, [7.0], "revised", "bbb"))
    assert best["value"].tolist() == [1.0, 2.0, 7.0] or best["value"].sum() == 10.0
    (finding,) = findings
    assert (finding.rule, finding.severity) == ("stage_fewer_units", Severity.WARNING)
    assert (finding.values["n"], finding.values["figures"]) == (2, 2)
    text = finding.text()
    assert "Xã 2 (99002); Xã 3 (99003)" in text
    assert "second.xlsx" in text
    assert "Xã 1 " not in text


def test_a_figure_that_the_later_stage_does_not_speak_of_is_not_missing_from_it() -> None:
    _, findings = settle(
        rows(OLD, [7.0, 1.0], "final", "aaa", indicator="population", basis="stock"),
        rows(OLD, [7.0], "revised", "bbb"),
    )
    assert findings == []


def test_units_that_merge_share_the_least_settled_stage() -> None:
    frame = pd.concat(
        [rows(OLD, [7.0], "revised", "aaa"), rows(OLD, [1.0, 2.0], "final", "bbb").iloc[1:]],
        ignore_index=True,
    )
    other = rows(OLD, [5.0], "revised", "aaa", indicator="population")
    told = common_stage(pd.concat([frame, other], ignore_index=True))
    assert told["stage"].tolist() == ["final", "final", "revised"]
    assert told["value"].tolist() == [7.0, 2.0, 5.0]


def test_an_organisation_that_a_later_stage_names_otherwise_is_told() -> None:
    beside = {"level": "organisation"}
    first = rows(OLD, [1.0], "preliminary", "aaa", **beside).assign(unit_code="organisation:cong-ty-mau")
    later = rows(OLD, [1.0], "final", "bbb", **beside).assign(unit_code="organisation:cong-ty-nhap")
    communes = rows(OLD, [7.0], "preliminary", "aaa"), rows(OLD, [7.0], "final", "bbb")
    _, findings = settle(first, later, *communes)
    (finding,) = findings
    assert finding.rule == "stage_fewer_units"
    assert "cong-ty-mau" in str(finding.values["units"])
