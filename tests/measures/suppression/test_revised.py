"""Figures that were revised between two releases: nothing hidden opens, and nothing is refused for no reason."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from antq_analysis.measures.suppression.release import Release
from antq_analysis.measures.suppression.suppress import record_release, suppress
from antq_analysis.project import Project
from tests.measures.suppression.attacker import Attacker, Key, hidden_of, is_open, truth_of
from tests.measures.suppression.test_release import COUNTS, GROUPS, UNITS, panel_of

NAMES = {kind: dict(zip(UNITS, groups, strict=True)) for kind, groups in GROUPS.items()}


def without(panel: object, unit: str) -> object:
    rows = panel.observations
    rows = rows[rows["unit_code"].ne(unit) | rows["indicator"].ne("incidents_total")]
    return replace(panel, observations=rows, reported=rows)


def with_counts(**revised: int) -> tuple[int, ...]:
    return tuple(revised.get(f"u{unit[-1]}", n) for unit, n in zip(UNITS, COUNTS, strict=True))


def both(project: Project, old: object, new: object, groups: tuple[str, ...] = ("cụm",)) -> list[Release]:
    first = suppress(old, "incidents_total", groups=groups, project=project)
    record_release(first)
    return [first, suppress(new, "incidents_total", groups=groups, project=project)]


def opened(first: Release, second: Release, names: dict[str, dict[str, str]] = NAMES) -> list[Key]:
    """What a reader of both releases finds who knows exactly which figures were revised."""
    old, new = truth_of(first), truth_of(second)
    changed = {key for key in old.index if key not in new.index or old[key] != new[key]}
    attacker = Attacker(names)
    attacker.read(first, lambda key: f"{key[2]} before" if key in changed else key[2])
    attacker.read(second)
    return is_open(attacker, new, hidden_of(second))


@pytest.mark.parametrize(
    "new",
    [
        COUNTS,
        with_counts(u2=41),  # a visible one, and with it two visible totals
        with_counts(u2=2),  # a visible one becomes small: refused once, hidden now
        with_counts(u2=2, u4=1),
        with_counts(u8=0, u5=3),
        with_counts(u6=1, u8=2),
    ],
)
def test_a_revision_of_visible_figures_opens_and_blocks_nothing(
    project: Project, new: tuple[int, ...]
) -> None:
    first, second = both(project, panel_of(), panel_of(new))
    assert opened(first, second) == []
    for unit, old, now in zip(UNITS, COUNTS, new, strict=True):
        if 1 <= now <= 4:
            assert not second.may_show("commune", unit, "2023")
        elif old == now:
            assert second.may_show("commune", unit, "2023") == first.may_show("commune", unit, "2023")


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ((1, 4, 15, 12, 10, 10, 10, 10), (1, 4, 3, 12, 10, 10, 10, 10)),
        ((1, 4, 15, 12, 10, 10, 10, 10), (1, 4, 15, 12, 3, 10, 10, 10)),
        ((3, 2, 15, 12, 10, 10, 10, 10), (3, 2, 2, 12, 10, 10, 10, 10)),
    ],
)
def test_a_total_is_followed_through_hidden_totals(
    project: Project, then: tuple[int, ...], now: tuple[int, ...]
) -> None:
    # The province less its visible communes was 5; the two totals between, hidden, do not stand in the way.
    names = dict(zip(UNITS, "ABBBCCCC", strict=True))
    rows = [("cụm", unit, group, f"Nhóm {group}") for unit, group in names.items()]
    panels = [panel_of(counts) for counts in (then, now)]
    groups = pd.DataFrame(rows, columns=panels[0].groups.columns, dtype="str")
    first, second = both(project, *(replace(panel, groups=groups) for panel in panels))
    assert opened(first, second, {"cụm": names}) == []


def test_what_was_only_shown_in_another_version_may_be_hidden(project: Project) -> None:
    first, second = both(project, panel_of(), panel_of(with_counts(u2=2)))
    assert first.may_show("commune", "99002", "2023")
    assert not second.may_show("commune", "99002", "2023")
    # 99001 and 99003 make 28 in the old release. Were the new total of the group visible, 2 would be what is left.
    assert not second.may_show("cụm", "A", "2023")


@pytest.mark.parametrize("late", [2, 30])
def test_a_figure_that_arrives_late_does_not_come_out_of_the_difference(project: Project, late: int) -> None:
    new = panel_of(with_counts(u4=late))
    first, second = both(project, without(new, "99004"), new)
    assert first.may_show("cụm", "A", "2023")
    assert opened(first, second) == []
    assert second.may_show("commune", "99004", "2023") == (late > 4)
    assert second.may_show("cụm", "A", "2023") == (late > 4)


@pytest.mark.parametrize(
    "new",
    [with_counts(u1=4), with_counts(u1=0), with_counts(u1=30), with_counts(u1=0, u3=1), with_counts(u3=2)],
)
def test_what_was_hidden_and_revised_stays_hidden(project: Project, new: tuple[int, ...]) -> None:
    first, second = both(project, panel_of(), panel_of(new))
    for unit in ("99001", "99003"):
        assert not first.may_show("commune", unit, "2023")
        # Its old count would follow from its new one and the old sum.
        assert not second.may_show("commune", unit, "2023")
    if new[2] > 4:
        # The total of the province stays what everybody asks for, and no visible figure goes.
        assert second.may_show("communes", "", "2023")
        assert hidden_of(second) == hidden_of(first)
    attacker = Attacker(NAMES)
    # Nobody is told whether it was the one or the other hidden figure that was revised, or both.
    attacker.read(
        first, lambda key: f"{key[2]} before" if not first.may_show("commune", key[1], "2023") else key[2]
    )
    attacker.read(second)
    assert is_open(attacker, truth_of(second), hidden_of(second)) == []


def test_a_third_release_knows_both_before(project: Project) -> None:
    first, second = both(project, panel_of(), panel_of(with_counts(u2=2)))
    record_release(second)
    third = suppress(panel_of(with_counts(u2=2, u4=61)), "incidents_total", groups=["khối"], project=project)
    attacker = Attacker(NAMES)
    attacker.read(first, lambda key: f"{key[2]} first" if key[1] in ("99002", "99004") else key[2])
    attacker.read(second, lambda key: f"{key[2]} second" if key[1] == "99004" else key[2])
    attacker.read(third)
    assert is_open(attacker, truth_of(third), hidden_of(third)) == []


@pytest.mark.parametrize("seed", [9, 17])
def test_random_revisions_open_nothing_that_they_open_where_nobody_remembers(
    project: Project, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.poisson(rng.choice([2.0, 9, 15], 8))
    first = suppress(panel_of(tuple(map(int, counts))), "incidents_total", groups=["cụm"], project=project)
    shown = np.array([first.may_show("commune", unit, "2023") for unit in UNITS])
    new = np.where(shown & (rng.random(8) < 0.3), rng.poisson(rng.choice([2.0, 12], 8)), counts)
    revised = panel_of(tuple(map(int, new)))
    # Decided as if nothing had been published before, the two releases give a small count away.
    alone = suppress(revised, "incidents_total", groups=["cụm"], project=project)
    assert opened(first, alone)
    record_release(first)
    second = suppress(revised, "incidents_total", groups=["cụm"], project=project)
    assert opened(first, second) == []
