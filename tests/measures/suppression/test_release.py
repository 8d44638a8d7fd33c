"""A release of one indicator: what is in it, what it remembers, and that results lose what it hides."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.measures.rates import count, rate, share
from antq_analysis.measures.series import total_rate, totals
from antq_analysis.measures.smooth import smooth
from antq_analysis.measures.suppression.audit import exposed
from antq_analysis.measures.suppression.ledger import read_ledger
from antq_analysis.measures.suppression.release import Release
from antq_analysis.measures.suppression.suppress import record_release, suppress, suppress_together
from antq_analysis.measures.suppression.withhold import withhold
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from antq_analysis.show.charts import draw_trend
from antq_analysis.show.maps import draw_map
from antq_analysis.show.tables import draw_table
from tests.panel.made import figure, made_panel
from tests.show import made

UNITS = tuple(f"9900{i}" for i in range(1, 9))
COUNTS = (3, 40, 25, 60, 12, 7, 0, 90)
GROUPS = {"cụm": "AAAABBBB", "khối": "CCDDCCDD"}


def panel_of(counts: tuple[int, ...] = COUNTS, *more: dict[str, object], years: int = 1) -> Panel:
    rows = [
        figure(unit, "incidents_total", str(2023 + year), n + year * 5 * (n > 0))
        for year in range(years)
        for unit, n in zip(UNITS, counts, strict=True)
    ]
    rows += [figure(unit, "population", str(2023 + year), 3000) for year in range(years) for unit in UNITS]
    groups = [
        (kind, unit, group, f"Nhóm {group}")
        for kind, names in GROUPS.items()
        for unit, group in zip(UNITS, names, strict=True)
    ]
    columns = ["grouping", "unit_code", "group_code", "group_name"]
    return replace(
        made_panel([*rows, *more], units=UNITS), groups=pd.DataFrame(groups, columns=columns, dtype="str")
    )


def hidden(release: Release, level: str = "commune", period: str = "2023") -> list[str]:
    figures = release.figures().xs(period, level="period")["hidden"]
    return sorted(code for (of, code, _), gone in figures.items() if gone and of == level)


def beside(value: float, period: str = "2023") -> dict[str, object]:
    return figure("demo-x", "incidents_total", period, value, level="police_post")


def test_a_small_count_goes_with_one_other_of_its_group(project: Project) -> None:
    release = suppress(panel_of(), "incidents_total", groups=["cụm"], project=project)
    assert hidden(release) == ["99001", "99003"]
    assert hidden(release, "cụm") == hidden(release, "communes") == []
    # Two groupings at once: the other must lie in the same group of both.
    both = suppress(panel_of(), "incidents_total", groups=["cụm", "khối"], project=project)
    assert hidden(both) == ["99001", "99002"]
    assert not project.releases.exists()


def test_what_other_units_report_is_protected_too(project: Project) -> None:
    release = suppress(panel_of((9,) * 8, beside(2)), "incidents_total", groups=[], project=project)
    assert hidden(release, "others") == hidden(release, "province") == [""]
    series = withhold(totals(panel_of((9,) * 8, beside(2)), "incidents_total"), release)
    assert np.isnan(series.at("2023")["value"])
    assert series.at("2023")["status"] == "suppressed"
    measure = withhold(count(panel_of((9,) * 8, beside(2)), "incidents_total"), release)
    assert np.isnan(measure.others["2023"].events)
    assert (
        suppress(panel_of((9,) * 8, beside(9)), "incidents_total", groups=[], project=project).hidden.sum()
        == 0
    )


def test_may_this_be_shown(project: Project) -> None:
    release = suppress(panel_of(years=2), "incidents_total", groups=["cụm"], project=project)
    assert release.may_show("commune", "99001", "2024")
    assert not release.may_show("commune", "99001", "2023")
    assert not release.may_show("commune", "99001", "2023", "2024")  # a change
    assert release.may_show("cụm", "A", "2023", "2024")
    assert not release.may_show("khối", "C", "2023")  # no part of the release
    assert "trên 22 số" in release.sentence("vi")
    assert release.rows().at[("commune", "2023"), "hidden"] == 2


def test_rates_lose_everything_that_a_hidden_count_is_in(project: Project) -> None:
    panel = panel_of()
    release = suppress(panel, "incidents_total", groups=["cụm"], project=project)
    for result in (count(panel, "incidents_total"), rate(panel, "incidents_total")):
        at = withhold(result, release).at("2023")
        gone = at.loc[["99001", "99003"]]
        assert gone[["value", "low", "high", "events"]].isna().all(axis=None)
        assert gone["status"].eq("suppressed").all()
        # Zero is no small count, and stays what it is.
        assert at.loc["99007", ["value", "status"]].tolist() == [0.0, "reported"]
        assert at["value"].notna().sum() == 6
    series = withhold(total_rate(panel, "incidents_total"), release)
    assert series.at("2023")["events"] == sum(COUNTS)
    assert series.places is None  # it holds the figures of single communes


def test_figures_by_group_hide_small_groups(project: Project) -> None:
    panel = panel_of((1, 1, 0, 0, 30, 40, 50, 0))
    release = suppress(panel, "incidents_total", groups=["cụm"], communes=False, project=project)
    assert hidden(release, "cụm") == ["A", "B"]
    measure = withhold(count(panel, "incidents_total", group="cụm"), release)
    assert measure.at("2023")["value"].isna().all()
    assert all(np.isnan(one.at("2023")["value"]) for one in measure.series.values())
    draw_trend(measure, audience="release", banner="", project=project)


def test_a_page_of_gaps_is_refused_with_what_would_do(project: Project) -> None:
    panel = panel_of((1, 2, 3, 4, 1, 2, 0, 30))
    with pytest.raises(RefusedError) as refused:
        suppress(panel, "incidents_total", project=project)
    assert "communes=False" in refused.value.text("vi")
    assert 'groups=["cụm"]' in refused.value.text("vi")


def test_a_later_release_does_not_undo_an_earlier_one(project: Project) -> None:
    panel = panel_of()
    first = suppress(panel, "incidents_total", groups=["cụm"], project=project)
    record_release(first)
    ledger = read_ledger(project, "demo")
    assert ledger[ledger["state"].eq("hidden")]["code"].tolist() == ["99001", "99003"]
    assert ledger["value"].eq("").tolist() == ledger["state"].eq("hidden").tolist()
    # By the other grouping alone 99006 would go; that was shown, so its totals go, and 99003 stays hidden.
    alone = suppress(
        panel, "incidents_total", groups=["khối"], project=replace(project, root=project.root / "x")
    )
    assert hidden(alone) == ["99001", "99006"]
    later = suppress(panel, "incidents_total", groups=["khối"], communes=False, project=project)
    assert (hidden(later), hidden(later, "khối")) == (["99001", "99003"], ["C", "D"])
    again = suppress(panel, "incidents_total", groups=["cụm"], project=project)
    assert hidden(again) == hidden(first)
    # What was published by the first grouping counts in a release that has none.
    bare = suppress(panel, "incidents_total", groups=[], project=project)
    assert bare.may_show("cụm", "A", "2023")
    assert hidden(bare) == hidden(first)


def test_nothing_that_the_audit_finds_is_released(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "antq_analysis.measures.suppression.chosen.choose_hidden",
        lambda cells, threshold, settled, **_: cells.is_small(threshold),
    )
    with pytest.raises(RefusedError):
        suppress(panel_of(), "incidents_total", groups=["cụm"], project=project)


def test_two_releases_together_are_audited(project: Project) -> None:
    panel = panel_of((3, 40, 5, 60, 12, 7, 0, 90))
    record_release(suppress(panel, "incidents_total", groups=[], project=project))
    later = suppress(panel, "incidents_total", groups=["cụm"], communes=False, project=project)
    shown = np.where(later.hidden, np.nan, later.cells.values)
    small = later.cells.is_small(4) & later.hidden
    assert exposed(shown, later.cells.sums, 4, small).empty
    # Beside the total of all 99006 was hidden, which lies in the other group: the sum of neither may be shown now.
    assert (hidden(later), hidden(later, "cụm")) == (["99001", "99006"], ["A", "B"])


def test_another_map_than_that_of_the_last_release_is_refused(project: Project) -> None:
    record_release(suppress(panel_of(), "incidents_total", project=project))
    with pytest.raises(RefusedError) as refused:
        suppress(replace(panel_of(), map_date="2025-07-01"), "incidents_total", project=project)
    assert "2020-01-01" in refused.value.text("vi")
    # Another year on its own map is nobody's difference.
    panel = replace(panel_of(years=2), map_date="2025-07-01")
    suppress(panel, "incidents_total", periods=["2024"], project=project)
    with pytest.raises(RefusedError) as again:
        suppress(panel, "incidents_total", periods=["2023-2024"], project=project)
    assert "năm 2023 " in again.value.text("vi")


def after_a_reform() -> Panel:
    """The same province a year later: its communes merged two by two, and the year before carried to them."""
    units = UNITS[::2]
    merged = [one + other for one, other in zip(COUNTS[::2], COUNTS[1::2], strict=True)]
    rows = [
        figure(unit, "incidents_total", period, n, unit_date="2025-07-01")
        for period in ("2023", "2024")
        for unit, n in zip(units, merged, strict=True)
    ]
    groups = panel_of().groups
    return replace(
        made_panel(rows, units=units), map_date="2025-07-01", groups=groups[groups["unit_code"].isin(units)]
    )


def released_after_a_reform(project: Project) -> Release:
    return suppress_together(
        after_a_reform(),
        ["incidents_total"],
        groups=["cụm"],
        periods=["2024"],
        totals=["2023"],
        project=project,
    )["incidents_total"]


def test_the_first_release_after_a_reform_repeats_the_province_and_nothing_else(project: Project) -> None:
    record_release(suppress(panel_of(), "incidents_total", groups=["cụm"], project=project))
    release = released_after_a_reform(project)
    shown = release.figures()["hidden"].eq(False)
    assert [key[:2] for key, told in shown.xs("2023", level="period").items() if told] == [("communes", "")]
    assert shown.xs("2024", level="period").all()
    assert "2023" in release.sentence("vi")
    chart = withhold(totals(after_a_reform(), "incidents_total"), release)
    assert chart.frame["value"].tolist() == [sum(COUNTS)] * 2
    by_group = withhold(count(after_a_reform(), "incidents_total", group="cụm"), release)
    assert by_group.at("2023")["value"].isna().all()
    # What was only repeated is no release of the new map: the old year may be published again on its own.
    record_release(release)
    ledger = read_ledger(project, "demo")
    assert set(ledger.loc[ledger["map_date"].eq("2025-07-01"), "period"]) == {"2024"}
    assert suppress(panel_of(), "incidents_total", groups=["cụm"], project=project).hidden.sum() == 2
    assert released_after_a_reform(project).repeated == ("2023",)


def test_a_total_of_the_province_that_was_hidden_or_revised_is_not_repeated(project: Project) -> None:
    panel = panel_of((0, 0, 0, 1, 0, 0, 0, 0))
    record_release(suppress(panel, "incidents_total", groups=[], project=project))
    release = released_after_a_reform(project)
    assert not release.may_show("communes", "", "2023")
    record_release(suppress(panel_of((9,) * 8), "incidents_total", groups=[], project=project))
    assert not released_after_a_reform(project).may_show("communes", "", "2023")


def test_a_grouping_that_was_published_and_is_gone_is_refused(project: Project) -> None:
    panel = panel_of()
    record_release(suppress(panel, "incidents_total", groups=["cụm"], project=project))
    left = panel.groups[panel.groups["grouping"].ne("cụm")]
    with pytest.raises(RefusedError) as refused:
        suppress(replace(panel, groups=left), "incidents_total", project=project)
    assert "cụm" in refused.value.text("vi")


def test_categories_are_protected_with_their_total(project: Project) -> None:
    parts = {"x": (2, 20, 20, 20, 20, 20, 20, 20), "y": (38, 20, 20, 20, 20, 20, 20, 20)}
    kinds = [
        figure(unit, "incidents_total", "2023", n, category=name)
        for name, counts in parts.items()
        for unit, n in zip(UNITS, counts, strict=True)
    ]
    panel = panel_of((40,) * 8, *kinds)
    release = suppress(panel, "incidents_total", groups=["cụm"], categories=["", "x", "y"], project=project)
    assert not release.may_show("commune", "99001", "2023", category="x")
    # Of a total and its two parts, as of a column, no hidden one may be alone.
    lone = (
        release.figures()
        .loc["commune"]["hidden"]
        .reset_index()
        .pivot_table("hidden", ["code", "period"], "category", aggfunc="sum")
    )
    assert (lone.sum(axis=1) != 1).all()
    assert (lone.sum() != 1).all()
    assert release.hidden.sum() <= 6
    measure = withhold(count(panel, "incidents_total", category="x"), release, category="x")
    assert np.isnan(measure.at("2023").at["99001", "value"])


def test_wrong_use_is_refused(project: Project) -> None:
    panel = panel_of()
    release = suppress(panel, "incidents_total", groups=["cụm"], project=project)
    strange = count(panel, "incidents_total")
    strange.frame["events"] += 1
    for wrong in (count(panel, "population"), strange, count(panel, "incidents_total", group="khối")):
        with pytest.raises(RefusedError):
            withhold(wrong, release)
    with pytest.raises(RefusedError):
        withhold(smooth(rate(panel, "incidents_total")), release)
    with pytest.raises(RefusedError):
        suppress(panel, "hotspot_communes_listed", project=project)
    with pytest.raises(UsageError):
        suppress(panel, "incidents_total", groups=["cụm", "khối"], communes=False, project=project)


def test_a_share_of_a_sensitive_whole_is_refused(project: Project) -> None:
    panel = panel_of(COUNTS, *(figure(unit, "disputes_total", "2023", 50) for unit in UNITS))
    rows = [figure(unit, "disputes_mediated", "2023", 20) for unit in UNITS]
    rows += [figure(unit, "disputes_total", "2023", 50) for unit in UNITS]
    panel = replace(made_panel(rows, units=UNITS), groups=panel.groups)
    release = suppress(panel, "disputes_mediated", project=project)
    with pytest.raises(RefusedError):
        withhold(share(panel, "disputes_mediated"), release)


def test_what_is_not_sensitive_hides_nothing(project: Project) -> None:
    assert not suppress(panel_of(), "population", project=project).hidden.any()


def test_only_some_periods(project: Project) -> None:
    panel = panel_of(years=2)
    release = suppress(panel, "incidents_total", periods=["2024"], project=project)
    assert withhold(count(panel, "incidents_total"), release).periods() == ("2024",)
    assert withhold(totals(panel, "incidents_total"), release).frame.index.tolist() == ["2024"]


def test_a_series_has_nothing_that_the_release_does_not_know(project: Project) -> None:
    kinds = [figure(unit, "incidents_total", "2023", 20, category="x") for unit in UNITS]
    panel = panel_of(COUNTS, *kinds, years=2)
    release = suppress(panel, "incidents_total", groups=["cụm"], periods=["2023"], project=project)
    assert withhold(totals(panel, "incidents_total"), release).frame.index.tolist() == ["2023"]
    with pytest.raises(RefusedError):
        withhold(totals(panel, "incidents_total", category="x"), release)
    with pytest.raises(RefusedError):
        withhold(totals(panel_of((9,) * 8), "incidents_total"), release)


def test_a_sum_over_fewer_communes_than_the_release_has_is_not_shown(project: Project) -> None:
    rows = panel_of().observations
    lone = rows["unit_code"].eq("99001") & rows["indicator"].eq("population")
    panel = replace(panel_of(), observations=rows[~lone], reported=rows[~lone])
    release = suppress(panel, "incidents_total", groups=["cụm"], project=project)
    assert withhold(totals(panel, "incidents_total"), release).at("2023")["events"] == sum(COUNTS)
    # Their rate is over the others: its incidents would be 234 beside 237.
    series = total_rate(panel, "incidents_total")
    assert series.at("2023")["events"] == sum(COUNTS) - 3
    assert np.isnan(
        withhold(series, release).at("2023")[["value", "events", "low", "high"]].astype(float)
    ).all()


def test_what_others_add_to_another_sum_than_the_release_has_is_not_shown(project: Project) -> None:
    panel = panel_of(COUNTS, beside(30))
    release = suppress(panel, "incidents_total", groups=["cụm"], project=project)
    measure = count(panel, "incidents_total")
    assert withhold(measure, release).others["2023"].events == 30
    fewer = replace(measure, others={"2023": replace(measure.others["2023"], events=28.0)})
    assert np.isnan(withhold(fewer, release).others["2023"].events)


def test_tables_for_release(project: Project) -> None:
    panel = panel_of()
    release = suppress(panel, "incidents_total", groups=["cụm"], project=project)
    with pytest.raises(RefusedError):
        draw_table(count(panel, "incidents_total"), 2023, audience="release", banner="", project=project)
    by_hand = count(panel, "incidents_total")
    small = by_hand.frame["events"].between(1, 4)
    by_hand.frame.loc[small, ["value", "events", "low", "high"]] = np.nan
    by_hand.frame.loc[small, "status"] = "suppressed"
    with pytest.raises(RefusedError):  # the total would give it away
        draw_table(by_hand, 2023, audience="release", banner="", project=project)
    table = draw_table(
        withhold(count(panel, "incidents_total"), release),
        2023,
        audience="release",
        banner="",
        project=project,
    )
    first = table.printed().to_numpy()
    assert first[0].tolist()[-2] == "237"
    assert [row[-2] for row in first if row[0] in ("99001", "99003")] == ["(số nhỏ)"] * 2
    assert any("Không công bố (số nhỏ)" in note for note in table.notes)
    series = totals(panel, "incidents_total")
    with pytest.raises(RefusedError):
        draw_trend(series, audience="release", banner="", project=project)
    draw_trend(withhold(series, release), audience="release", banner="", project=project)


def test_maps_for_release_say_nothing_of_what_is_hidden(project: Project) -> None:
    units = made.make_units(8, districts=2)
    panel = panel_of()
    units.index = pd.Index(UNITS, name="unit_code")
    panel = replace(panel, units=units)
    release = suppress(panel, "incidents_total", groups=["cụm"], project=project)
    measure = withhold(count(panel, "incidents_total"), release)
    picture = draw_map(measure, 2023, audience="release", banner="", lang="en", project=project)
    said = " ".join([picture.alt, *(text.get_text() for text in picture.findobj(Text))])
    assert "Not published (small count) (2)" in said
    rates = withhold(rate(panel, "incidents_total"), release)
    picture = draw_map(rates, 2023, audience="release", banner="", project=project)
    # 237 incidents among 24,000 people: the general level is shown, because its total is.
    assert "98,8" in picture.alt or "98,75" in picture.alt
    nothing_said = replace(rates, shown_sums={})
    assert "98," not in draw_map(nothing_said, 2023, audience="release", banner="", project=project).alt


def test_a_count_with_a_fraction_is_refused(project: Project) -> None:
    divided = panel_of((3, 40, 25, 60, 12, 7, 0.4, 90.6))
    with pytest.raises(RefusedError, match="whole_counts"):
        suppress(divided, "incidents_total", groups=["cụm"], project=project)
