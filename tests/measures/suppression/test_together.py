"""Indicators that hold one another, published side by side: what is left of a whole gives no part away."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from antq_analysis.errors import RefusedError
from antq_analysis.measures.suppression.cells import cells_of
from antq_analysis.measures.suppression.suppress import record_release, suppress, suppress_together
from antq_analysis.measures.suppression.together import joined, related_to
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from antq_analysis.vocabulary import load_vocabulary
from tests.measures.suppression.attacker import Attacker, hidden_of, is_open, truth_of
from tests.panel.made import figure, made_panel

UNITS = tuple(f"9900{i}" for i in range(1, 9))
GROUP = {unit: "AAAABBBB"[i] for i, unit in enumerate(UNITS)}
KINDS = ("crimes_social_order", "traffic_accidents", "fires")
WHOLE = "incidents_total"


def panel_of(table: dict[str, tuple[int, ...]], period: str = "2023") -> Panel:
    rows = [
        figure(unit, name, period, n)
        for name, counts in table.items()
        for unit, n in zip(UNITS, counts, strict=True)
    ]
    groups = pd.DataFrame(
        [("cụm", unit, group, f"Nhóm {group}") for unit, group in GROUP.items()],
        columns=["grouping", "unit_code", "group_code", "group_name"],
        dtype="str",
    )
    return replace(made_panel(rows, units=UNITS), groups=groups)


PARTS = {
    WHOLE: (9, 40, 25, 60, 15, 17, 22, 90),
    "crimes_social_order": (6, 20, 12, 30, 10, 9, 12, 40),
    "fires": (3, 12, 5, 20, 0, 6, 8, 9),
}


def attack(releases: dict[str, object]) -> list[object]:
    attacker = Attacker({"cụm": GROUP})
    for release in releases.values():
        attacker.read(release)
    attacker.know(WHOLE, KINDS)
    hidden = [key for release in releases.values() for key in hidden_of(release)]
    return is_open(attacker, truth_of(*releases.values()), hidden)


def test_what_hangs_together() -> None:
    vocabulary = load_vocabulary()
    assert set(related_to("fires", vocabulary)) >= {WHOLE, "crimes_social_order", "traffic_accidents"}
    assert related_to("tips_valuable", vocabulary) == ("tips_total",)
    assert related_to("population", vocabulary) == ()
    # Cases cleared include those of earlier years: they may exceed the incidents of the year.
    assert "cases_cleared" not in related_to(WHOLE, vocabulary)


def test_what_the_other_parts_leave_of_a_whole_hides_more(project: Project) -> None:
    panel = panel_of(PARTS)
    # Of 9 incidents 6 are crimes: that leaves at most 3 fires, so 4 would be ruled out.
    alone = {name: suppress(panel, name, groups=["cụm"], project=project) for name in PARTS}
    assert (WHOLE, "99001", "2023") not in hidden_of(alone[WHOLE])
    assert ("fires", "99001", "2023") in attack(alone)
    together = suppress_together(panel, list(PARTS), groups=["cụm"], project=project)
    assert attack(together) == []
    shown = [
        name for name in (WHOLE, "crimes_social_order") if together[name].may_show("commune", "99001", "2023")
    ]
    assert len(shown) < 2


def test_what_was_released_before_counts_too(project: Project) -> None:
    panel = panel_of(PARTS)
    record_release(suppress(panel, WHOLE, groups=["cụm"], project=project))
    # The whole is out; of the crimes the sixth commune's neighbour goes, so that the fires stay open.
    rest = suppress_together(panel, ["crimes_social_order", "fires"], groups=["cụm"], project=project)
    before = suppress(panel, WHOLE, groups=["cụm"], project=project)
    assert attack({WHOLE: before, **rest}) == []
    assert not rest["crimes_social_order"].may_show("commune", "99001", "2023")
    record_release(suppress(panel, "crimes_social_order", groups=["cụm"], project=project))
    with pytest.raises(RefusedError):  # nothing that could still be hidden would help
        suppress(panel, "fires", groups=["cụm"], project=project)


def test_sums_of_a_part_are_held_against_communes_of_the_whole(project: Project) -> None:
    panel = panel_of({WHOLE: (3, 13, 0, 0, 12, 30, 40, 50), "fires": (3, 13, 0, 0, 9, 9, 9, 9)})
    first = suppress(panel, WHOLE, groups=[], project=project)
    assert hidden_of(first) == [(WHOLE, "99001", "2023"), (WHOLE, "99005", "2023")]
    record_release(first)
    # 16 fires in the first group, at most 13 in the second commune: at least 3 in the first, of which 1 to 4 is known.
    later = suppress(panel, "fires", groups=["cụm"], communes=False, project=project)
    assert attack({WHOLE: first, "fires": later}) == []
    assert not later.may_show("cụm", "A", "2023")


def test_parts_that_make_up_the_whole_are_a_sum(project: Project) -> None:
    # A reader who sees two kinds make up every visible total takes them to make up the hidden ones as well.
    parts = {"crimes_social_order": (2, 20, 12, 30, 10, 9, 12, 40), "fires": (4, 12, 13, 20, 5, 8, 10, 50)}
    panel = panel_of({WHOLE: tuple(map(sum, zip(*parts.values(), strict=True))), **parts})
    table = joined({name: cells_of(panel, name, ["cụm"]) for name in (WHOLE, *parts)}, panel.vocabulary)
    assert not table.within
    assert np.abs(table.matrix() @ table.values).max() == 0
    tied = [[table.keys.at[cell, "indicator"] for cell in (total, *own)] for total, own in table.sums]
    assert [WHOLE, *parts] in tied
    releases = suppress_together(panel, [WHOLE, *parts], groups=["cụm"], project=project)
    # 2 + 4 = 6: were 6 visible, neither could be 1.
    assert not releases[WHOLE].may_show("commune", "99001", "2023")
    # Where a visible whole has something else in it, nobody takes the kinds to be all of it.
    more = (
        panel.observations["indicator"].eq(WHOLE) & panel.observations["unit_code"].eq("99008")
    ).to_numpy()
    rows = panel.observations.assign(value=panel.observations["value"] + more)
    table = joined(
        {name: cells_of(replace(panel, observations=rows), name, ["cụm"]) for name in (WHOLE, *parts)},
        panel.vocabulary,
    )
    assert len(table.within) == len(UNITS) + 3


def test_an_overlap_of_parts_bounds_each_alone(project: Project) -> None:
    # 9 incidents, 8 of them crimes and 6 fires: one is both, so the crimes say nothing of the fires elsewhere.
    table = {**PARTS, "crimes_social_order": (6, 20, 12, 30, 12, 9, 18, 40)}
    table["fires"] = (3, 12, 5, 20, 0, 6, 8, 9)
    releases = suppress_together(panel_of(table), list(table), groups=["cụm"], project=project)
    assert releases[WHOLE].may_show("commune", "99001", "2023")
    assert releases["crimes_social_order"].may_show("commune", "99001", "2023")


def test_random_tables_give_nothing_away(project: Project) -> None:
    rng = np.random.default_rng(11)
    for _ in range(2):
        kinds = {
            name: 3 + rng.negative_binomial(2, 0.1, len(UNITS)) for name in ("crimes_social_order", "fires")
        }
        whole = sum(kinds.values()) + rng.integers(0, 4, len(UNITS))
        panel = panel_of({WHOLE: tuple(whole), **{name: tuple(n) for name, n in kinds.items()}})
        assert attack(suppress_together(panel, [WHOLE, *kinds], groups=["cụm"], project=project)) == []
