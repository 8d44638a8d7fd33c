"""Estimates beside final figures are named under the table, with their columns and communes."""

from antq_analysis.briefing.communes.table import communes_table
from antq_analysis.briefing.stage_notes import say_stages
from antq_analysis.measures.suppression.suppress import suppress
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from antq_analysis.show.chart_ends import say_stages_of
from tests.panel.made import UNITS, figure, made_panel

EVENTS, POINTS = "incidents_total", "model_points_active"


def panel_of(estimated: tuple[str, ...], stage: str = "estimate") -> Panel:
    return made_panel(
        [
            figure(unit, name, "2025", 50, stage=stage if unit in estimated else "final")
            for unit in UNITS
            for name in (EVENTS, POINTS)
        ]
    )


def test_final_figures_need_no_word() -> None:
    assert say_stages(panel_of(()), "2025", (EVENTS, POINTS)) == ()


def test_estimates_are_named_with_columns_and_communes() -> None:
    (told,) = say_stages(panel_of(UNITS[2:]), "2025", (EVENTS, POINTS), "en")
    assert "an estimate" in told
    assert "2 units: Xã 99003 (99003); Xã 99004 (99004)" in told
    assert "Security and order incidents; Model points" in told
    (told,) = say_stages(panel_of(UNITS[:1], "revised"), "2025", (EVENTS,), "vi")
    assert "Số điều chỉnh" in told
    assert "1 đơn vị: Xã 99001 (99001)" in told
    assert say_stages(panel_of(UNITS), "2024", (EVENTS,)) == ()


def test_what_is_not_named_is_called_final_once_all_others_are_named() -> None:
    first, last = panel_of(UNITS[:1]).observations, panel_of(UNITS[1:2], "preliminary").observations
    panel = panel_of(())
    rows = panel.observations
    for some, stage in ((first, "estimate"), (last, "preliminary")):
        rows.loc[some.index[some["stage"].eq(stage)], "stage"] = stage
    told = say_stages(panel, "2025", (EVENTS,), "en")
    assert (
        told[0]
        == "Each of these figures is an estimate: Security and order incidents; 1 unit: Xã 99001 (99001)."
    )
    assert told[1].startswith("Each of these figures is preliminary: ")
    assert told[1].endswith(" Figures not named so far are final; sums hold all of them.")


def test_the_note_stands_under_the_table_of_communes() -> None:
    table = communes_table(panel_of(UNITS[2:]), "2025", (EVENTS, POINTS), lang="en")
    assert any("an estimate" in note and "99003" in note for note in table.notes)
    whole = communes_table(panel_of(()), "2025", (EVENTS, POINTS), lang="en")
    assert not any("estimate" in note for note in whole.notes)


def test_where_all_units_are_concerned_none_is_listed() -> None:
    (told,) = say_stages(panel_of(UNITS, "revised"), "2025", (EVENTS,))
    assert told.startswith("Số điều chỉnh: Vụ việc về ANTT; tất cả 4 đơn vị.")
    assert UNITS[0] not in told


def test_nothing_is_told_of_figures_that_a_release_hides(project: Project) -> None:
    first = UNITS[0]
    counts = dict(zip(UNITS, (3, 20, 20, 20), strict=True))
    rows = [
        figure(unit, EVENTS, "2025", n, stage="revised" if unit == first else "final")
        for unit, n in counts.items()
    ]
    rows += [figure(unit, "tips_total", "2025", 30, stage="estimate") for unit in UNITS]
    panel = made_panel(rows)
    release = suppress(panel, EVENTS, groups=[], project=project)
    assert not release.may_show("commune", first, "2025")
    names = (EVENTS, "tips_total")
    assert len(say_stages(panel, "2025", names, "en")) == 2
    # A hidden figure is not called revised, and a column that is not there is not spoken of.
    assert say_stages(panel, "2025", names, "en", {EVENTS: release}) == ()
    shown = made_panel([{**row, "stage": "revised"} for row in rows[: len(UNITS)]])
    (told,) = say_stages(shown, "2025", names, "en", {EVENTS: release})
    gone = [unit for unit in UNITS if not release.may_show("commune", unit, "2025")]
    assert [unit in told for unit in UNITS] == [unit not in gone for unit in UNITS]
    assert say_stages_of(panel, EVENTS, "2025")
    assert say_stages_of(panel, EVENTS, "2025", hidden=gone) == ()
