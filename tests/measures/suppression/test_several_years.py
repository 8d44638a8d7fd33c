"""Several years together in a release: proposed where one year is a page of gaps, and safe beside single years."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from antq_analysis.errors import BreakError, RefusedError
from antq_analysis.measures.pooling import pool
from antq_analysis.measures.rates import count
from antq_analysis.measures.suppression.published import spans
from antq_analysis.measures.suppression.suppress import record_release, suppress, suppress_together
from antq_analysis.measures.suppression.withhold import withhold
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from antq_analysis.show.level import shown_sum
from antq_analysis.show.tables import draw_table
from tests.measures.suppression.attacker import Attacker, hidden_of, is_open, truth_of
from tests.panel.made import figure, made_panel

UNITS = tuple(f"9900{i}" for i in range(1, 9))
GROUP = {unit: "AAAABBBB"[i] for i, unit in enumerate(UNITS)}
FIRES = {
    "2021": (1, 3, 8, 0, 2, 1, 4, 0),
    "2022": (2, 3, 5, 0, 2, 3, 3, 0),
    "2023": (1, 4, 9, 0, 2, 4, 0, 0),
    "2024": (0, 4, 7, 0, 3, 2, 2, 1),
}


def panel_of(counts: dict[str, tuple[int | None, ...]] = FIRES) -> Panel:
    rows = [
        figure(unit, "fires", year, n)
        for year, own in counts.items()
        for unit, n in zip(UNITS, own, strict=True)
    ]
    rows += [figure(unit, "population", year, 3000) for unit in UNITS for year in counts]
    groups = pd.DataFrame(
        [("cụm", unit, group, f"Nhóm {group}") for unit, group in GROUP.items()],
        columns=["grouping", "unit_code", "group_code", "group_name"],
        dtype="str",
    )
    return replace(made_panel(rows, units=UNITS), groups=groups)


def test_more_years_are_proposed_until_most_can_be_shown(project: Project) -> None:
    with pytest.raises(RefusedError) as refused:
        suppress(panel_of(), "fires", groups=["cụm"], periods=["2024"], project=project)
    said = refused.value.text("vi").splitlines()[1:]
    assert said[0].strip() == "2024: phải che 6 trên 8 xã"
    tried = {line.split('"')[1]: line for line in said[1:]}
    # Of 2022-2024 three communes have 1 to 4: 3, 5 and 1.
    counts = np.array([FIRES[year] for year in ("2022", "2023", "2024")]).sum(0)
    small = int(((counts > 0) & (counts < 5)).sum())
    last = [name for name in tried if name[:1] == "2"][-1]
    release = suppress(panel_of(), "fires", groups=["cụm"], periods=[last], project=project)
    shown = [unit for unit in UNITS if release.may_show("commune", unit, last)]
    assert f"công bố được {len(shown)} trên 8 xã" in tried[last]
    assert 4 <= len(shown) <= 8 - (small if last == "2022-2024" else 0)
    assert "cụm" in tried
    groups = suppress(panel_of(), "fires", groups=["cụm"], periods=["2024"], communes=False, project=project)
    n = sum(groups.may_show("cụm", code, "2024") for code in "AB")
    assert f"riêng 2024 công bố được {n} trên 2 nhóm" in tried["cụm"]


def test_a_pooled_measure_is_withheld_and_shown(project: Project) -> None:
    panel = panel_of()
    release = suppress(panel, "fires", groups=["cụm"], periods=["2021-2024"], project=project)
    measure = withhold(pool(panel, "fires", "2021", "2024", per="population"), release)
    at = measure.at("2021-2024")
    assert at.loc["99001", ["value", "events", "low"]].isna().all()
    assert at.at["99001", "status"] == "suppressed"
    assert at.at["99003", "events"] == 29
    assert at.at["99004", "value"] == 0
    table = draw_table(measure, "2021-2024", audience="release", banner="", project=project)
    assert table.printed().to_numpy()[0].tolist()[2] == "76"
    with pytest.raises(RefusedError):
        withhold(pool(panel, "fires", "2022", "2024"), release)


def test_periods_that_overlap_bring_their_years() -> None:
    assert spans(("2023",), ["2021", "2022"]) == ("2023",)
    assert spans(("2023",), ["2022-2024"]) == ("2022", "2022-2024", "2023", "2024")
    assert spans(("2021-2022", "2022-2023"), []) == ("2021", "2021-2022", "2022", "2022-2023", "2023")
    assert spans(("2021-2022",), ["2022-2023", "2023-2024"])[-1] == "2024"


LARGE = {
    "2022": (3, 40, 25, 60, 12, 7, 0, 90),
    "2023": (30, 50, 20, 50, 14, 2, 9, 70),
    "2024": (20, 60, 30, 40, 16, 8, 8, 80),
}


def attack(*releases: object) -> list[object]:
    attacker = Attacker({"cụm": GROUP})
    for release in releases:
        attacker.read(release)
    truth = truth_of(*releases)
    never = [key for key in truth.index if 1 <= truth[key] <= 4]
    return is_open(attacker, truth, never)


def test_years_and_their_sum_published_together(project: Project) -> None:
    periods = ["2022", "2023", "2024", "2022-2024"]
    release = suppress(panel_of(LARGE), "fires", groups=["cụm"], periods=periods, project=project)
    assert attack(release) == []
    # 53 in three years, 30 and 20 in two of them: either the sum is hidden, or another year.
    first = [release.may_show("commune", "99001", period) for period in periods]
    assert not first[0]
    assert first.count(True) <= 2


def test_a_sum_over_communes_of_which_one_lacks_a_year_is_shown(project: Project) -> None:
    full = (30,) * 8
    panel = panel_of({"2022": (3, *full[1:]), "2023": full, "2024": (*full[1:], None)})
    periods = ["2022", "2023", "2024", "2022-2024"]
    release = suppress(panel, "fires", groups=["cụm"], periods=periods, project=project)
    measure = withhold(pool(panel, "fires", "2022", "2024"), release)
    assert release.may_show("cụm", "B", "2022-2024")
    # Three of its four communes have all years; the fourth is in the sums of two of them.
    assert shown_sum(measure, pd.Index(UNITS[4:]), "2022-2024") == 3 * 90
    years = withhold(count(panel, "fires"), release)
    assert shown_sum(years, pd.Index(UNITS[4:]), "2023") == 4 * 30


def test_a_sum_of_years_after_its_years(project: Project) -> None:
    panel = panel_of(LARGE)
    years = suppress(panel, "fires", groups=["cụm"], periods=["2022", "2023"], project=project)
    record_release(years)
    # The third year is not published, and not needed: of 2022 and 2023 something is hidden already.
    both = suppress(panel, "fires", groups=["cụm"], periods=["2022-2023"], project=project)
    assert attack(years, both) == []
    assert not both.may_show("commune", "99001", "2022-2023")
    assert both.may_show("commune", "99002", "2022-2023")
    record_release(both)
    later = suppress(panel, "fires", groups=["cụm"], periods=["2023-2024"], project=project)
    assert attack(years, both, later) == []


def test_two_sums_that_overlap(project: Project) -> None:
    # The years were never published. From 2022-2023 to 2023-2024 the sum of 99001 falls by 3 - 2 = 1.
    counts = {**LARGE, "2024": (2, *LARGE["2024"][1:])}
    panel = panel_of(counts)
    periods = ["2022-2023", "2023-2024"]
    release = suppress(panel, "fires", groups=["cụm"], periods=periods, project=project)
    assert attack(release) == []
    record_release(release)
    # Only the sums are in the ledger: a year of its own is still free to be shown or hidden.
    single = suppress(panel, "fires", groups=["cụm"], periods=["2023"], project=project)
    assert attack(release, single) == []
    assert single.may_show("commune", "99002", "2023")


def test_a_break_within_a_period_is_refused(project: Project) -> None:
    panel = panel_of(LARGE)
    rows = panel.observations.copy()
    rows.loc[rows["period"].eq("2024"), "period_basis"] = "tt124_commune"
    with pytest.raises(BreakError):
        suppress(
            replace(panel, observations=rows), "fires", groups=["cụm"], periods=["2022-2024"], project=project
        )


@pytest.mark.parametrize("seed", [1, 4])
def test_years_of_which_only_sums_are_shown_open_no_commune(project: Project, seed: int) -> None:
    """Sums of 2022, communes and sums of 2023: of either year every small count may still be 1 to 4."""
    rng = np.random.default_rng(seed)
    now = rng.poisson(rng.choice([9.0, 15, 30], 8))
    before = np.where(rng.random(8) < 0.5, rng.integers(0, 4, 8), 0)
    panel = panel_of({"2022": tuple(map(int, before)), "2023": tuple(map(int, now))})
    release = suppress_together(
        panel, ["fires"], groups=["cụm"], periods=["2023"], totals=["2022"], project=project
    )["fires"]
    assert not any(release.may_show("commune", unit, "2022") for unit in UNITS)
    attacker = Attacker({"cụm": GROUP})
    attacker.read(release)
    assert is_open(attacker, truth_of(release), hidden_of(release, "2023")) == []
    small = [unit for unit, n in zip(UNITS, before, strict=True) if 1 <= n <= 4]
    assert small
    for unit in small:
        low, high = attacker.limits(("fires", unit, "2022"))
        assert low <= 1 + 1e-6
        assert high >= 4 - 1e-6
