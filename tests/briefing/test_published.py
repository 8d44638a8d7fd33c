"""A briefing for publication: nothing of it gives a hidden count away, and what it lacks is told."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from antq_analysis.annual.briefed import FORMATS
from antq_analysis.annual.composed import compose as compose_annual
from antq_analysis.annual.decided import families
from antq_analysis.briefing.content import compose
from antq_analysis.briefing.parts import Briefing, Bullets, Grid, Lines, Paragraph
from antq_analysis.briefing.published import of_communes, published_measure, published_series
from antq_analysis.errors import RefusedError
from antq_analysis.measures.rates import count
from antq_analysis.measures.series import total_share, totals
from antq_analysis.measures.suppression.release import Release
from antq_analysis.measures.suppression.suppress import suppress_together
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from antq_analysis.show.table import Table
from tests.annual.test_release import DISTRICT, GONE, UNITS, panel_of
from tests.panel.made import figure

BEFORE = (0, 0, 0, 0, 14, 9, 2, 80)
"""The year before: the first district has none, and of the second the third commune alone has a small count."""

OUTLINE = """
baseline = "2019"
key_figures = ["population", "incidents_total", "rate:incidents_total", "fires"]

[[section]]
id = "all"
title_vi = "Kết quả"
title_en = "Results"
blocks = ["key_figures", "incidents_by_group", "clusters", "verdict", "quality", "statistics"]
says = ["incidents_total", "rate:incidents_total", "tips_total", "share:tips_valuable"]
compared = ["incidents_total"]
groups = ["incidents_total"]
own = "chi_dao"

[[annex]]
id = "bieu_04"
title_vi = "Vụ việc"
title_en = "Incidents"
indicators = ["population", "incidents_total", "tips_total"]
rates = ["incidents_total"]

[[slide]]
shows = "key_figures"
of = ["incidents_total", "tips_total"]
[[slide]]
shows = "trend"
of = ["rate:incidents_total"]
[[slide]]
shows = "groups"
of = ["incidents_total"]
"""


@pytest.fixture
def told(project: Project) -> Project:
    (project.reference / "briefing.toml").write_text(OUTLINE, encoding="utf-8")
    return project


def two_years(before: tuple[int, ...] = BEFORE) -> Panel:
    more = [figure(unit, "incidents_total", "2022", n) for unit, n in zip(UNITS, before, strict=True)]
    more += [figure(unit, "population", "2022", 3000) for unit in UNITS]
    more += [figure(unit, "tips_total", "2023", 2) for unit in UNITS]
    return panel_of((3, 40, 25, 60, 12, 7, 0, 90), *more)


def released(panel: Panel, project: Project) -> dict[str, Release]:
    return suppress_together(
        panel, ["incidents_total"], groups=["district"], periods=["2023"], totals=["2022"], project=project
    )


def published(panel: Panel, project: Project) -> Briefing:
    return compose(panel, "2023", releases=released(panel, project), drawn=True, project=project)


def texts(briefing: Briefing) -> Iterator[str]:
    for _, section in briefing.walk():
        for part in section.parts:
            if isinstance(part, Paragraph):
                yield part.text
            elif isinstance(part, Bullets):
                yield from part.items
    for slide in briefing.slides:
        yield slide.title
        yield from slide.notes


def grids(briefing: Briefing) -> dict[str, Table]:
    parts = [part for _, section in briefing.walk() for part in section.parts]
    parts += [one for slide in briefing.slides for one in slide.shown]
    return {one.key: one.table for one in (*parts, *briefing.annexes) if isinstance(one, Grid)}


def columns(table: Table, word: str) -> pd.DataFrame:
    heads = [i for i, one in enumerate(table.columns) if word in one.head]
    cells = table.printed()
    # The first text column of a table without codes holds the names.
    names = cells["1"] if "code" in table.content else cells["0"]
    return cells[[str(i) for i in heads]].set_axis(names).apply(lambda one: one.str.replace("\u00a0", " "))


def test_hidden_counts_stand_nowhere(told: Project) -> None:
    briefing = published(two_years(), told)
    assert briefing.audience == "release"
    assert briefing.banner == ""
    annex = columns(grids(briefing)["bieu_04"], "việc")
    assert annex.loc["Xã 99001"].eq(GONE).all()
    assert annex.loc["Xã 99003"].eq(GONE).all()
    assert annex.loc["Xã 99002"].str[0].str.isdigit().all()
    own = grids(briefing)["bieu_04"].content.set_index("code")
    numbers = own.loc[["99001", "99003"]].select_dtypes("number").drop(columns="population")
    assert numbers.isna().all(axis=None)
    assert not any("Tin báo" in one.head for one in grids(briefing)["bieu_04"].columns)


def test_sums_are_shown_and_changes_only_where_both_years_are(told: Project) -> None:
    briefing = published(two_years(), told)
    by_group = grids(briefing)["incidents_by_group"].printed().set_index("0")
    assert list(by_group.loc["Huyện 1", ["1", "2"]]) == ["128", "-"]
    assert list(by_group.loc["Huyện 2", ["1", "2", "3"]]) == ["109", "105", "+4"]
    lonely = published(two_years((0, 0, 0, 0, 0, 0, 2, 0)), told)
    hidden = grids(lonely)["incidents_by_group"].printed().set_index("0")
    assert list(hidden.loc["Huyện 2"]) == [GONE, GONE, "", ""]
    assert hidden.loc["Huyện 1", "1"] == "128" or hidden.loc["Huyện 1", "1"] == GONE
    frame = grids(lonely)["incidents_by_group"].content
    assert frame.select_dtypes("number").iloc[1].isna().all()
    key = grids(lonely)["key_figures"].printed().set_index("0")
    assert key.loc["Vụ việc về ANTT", "2"] == GONE
    assert any("số năm 2022 không công bố (số nhỏ)" in text for text in texts(lonely))
    lines = [one for slide in lonely.slides for one in slide.shown if isinstance(one, Lines)]
    assert not lines, "one year alone is no line"


def test_what_is_not_decided_or_rests_on_all_counts_is_left_out_and_named(told: Project) -> None:
    briefing = published(two_years(), told)
    said = list(texts(briefing))
    assert not any(text.startswith("Tin báo, tố giác") for text in said)
    assert any("Không công bố, vì làm lộ số nhỏ: " in text and "Tin báo" in text for text in said)
    assert any("Cụm, nhận định thống kê" in text for text in said)
    checks = "Kiểm tra số liệu nhận được"
    assert not any(checks in text for text in said), "what was found in the received files is internal"
    told_of = set(briefing.terms.content["c0"])
    assert "Vụ việc về ANTT" in told_of
    assert not {one for one in told_of if one.startswith("Tin báo")}, "nothing of it is published"
    assert not any("[...]" in text for text in said), "the office's own paragraphs are internal"
    inside = compose(two_years(), "2023", drawn=False, project=told)
    assert any("[...]" in text for text in texts(inside))
    assert any(checks in text for text in texts(inside))
    assert inside.audience == "internal"


def test_every_format_writes_it_without_the_banner(told: Project) -> None:
    briefing = published(two_years(), told)
    for write in FORMATS.values():
        written = write(briefing)
        assert told.settings.banner_vi.encode() not in written
        assert len(written) > 1000


def test_a_random_reader_finds_no_hidden_count_by_subtraction(told: Project) -> None:
    """Whatever stands in tables is solved for: a district less its shown communes must leave more than one unknown."""
    rng = np.random.default_rng(8)
    for _ in range(2):
        counts = list(map(int, np.where(rng.random(8) < 0.25, rng.integers(1, 5, 8), rng.integers(5, 60, 8))))
        more = [
            figure(unit, "incidents_total", "2022", int(n))
            for unit, n in zip(UNITS, rng.poisson(9, 8), strict=True)
        ]
        panel = panel_of(tuple(counts), *more)
        annex = columns(grids(published(panel, told))["bieu_04"], "Vụ việc").iloc[:, 0]
        for district in "12":
            own = [f"Xã {unit}" for unit in UNITS if DISTRICT[unit] == district]
            small = [name for name in own if 1 <= counts[UNITS.index(name[3:])] <= 4]
            assert annex[small].eq(GONE).all()
            gone = annex[own].eq(GONE).sum()
            assert gone != 1 or annex[f"Huyện {district}"] == GONE


def test_series_and_measures_are_refused_without_a_release(told: Project) -> None:
    panel = two_years()
    releases = released(panel, told)
    series = totals(panel, "incidents_total")
    assert published_series(series, panel, None) is series
    assert published_series(series, panel, releases).at("2022")["value"] == 105
    assert published_series(totals(panel, "population"), panel, {}).at("2022")["value"] == 24_000
    with pytest.raises(RefusedError):
        published_series(totals(panel, "tips_total"), panel, releases)
    with pytest.raises(RefusedError):
        published_measure(count(panel, "incidents_total"), panel, releases, "2022")
    assert of_communes(releases, "2023") == releases
    assert of_communes(releases, "2022") == {}


def test_a_share_of_a_sensitive_whole_is_refused(told: Project) -> None:
    rows = [figure(unit, name, "2023", 9) for unit in UNITS for name in ("tips_total", "tips_valuable")]
    panel = panel_of((9,) * 8, *rows)
    share = total_share(panel, "tips_valuable")
    with pytest.raises(RefusedError):
        published_series(share, panel, {})
    open_part = replace(panel.vocabulary.indicator("tips_valuable"), sensitive=False)
    known = replace(panel.vocabulary, indicators={**panel.vocabulary.indicators, "tips_valuable": open_part})
    with pytest.raises(RefusedError):
        published_series(share, replace(panel, vocabulary=known), {})


def test_footnotes_of_revised_sensitive_figures_are_not_published(
    told: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = two_years()
    footnotes = {("incidents_total", "2022"): "trước là 104", ("population", "2022"): "trước là 23.000"}
    monkeypatch.setattr("antq_analysis.annual.composed._say_revised", lambda *_: footnotes)
    briefing = compose_annual(panel, "2023", releases=released(panel, told), project=told)
    notes = " ".join(note for table in grids(briefing).values() for note in table.notes)
    assert "trước là 104" not in notes
    assert "trước là 23.000" in notes


def test_families_hold_what_hangs_together(told: Project) -> None:
    names = ["tips_total", "incidents_total", "fires", "suspects_handled"]
    found = list(families(two_years(), names))
    assert ("incidents_total", "fires") in [tuple(n for n in one if n in names[1:3]) for one in found]
    assert sorted(name for one in found for name in one) == sorted(names)
    assert all("tips_total" not in one or "incidents_total" not in one for one in found)


def test_a_slide_of_which_every_figure_is_left_out_is_not_made(told: Project) -> None:
    panel = two_years()
    sums = suppress_together(
        panel, ["incidents_total"], groups=[], periods=[], totals=["2022"], communes=False, project=told
    )
    for releases in ({}, sums):
        made = compose(panel, "2023", project=told, releases=releases)
        assert not [slide for slide in made.slides if any(isinstance(part, Grid) for part in slide.shown)]
