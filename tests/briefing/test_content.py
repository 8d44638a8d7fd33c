"""A whole briefing: what it says is what the reports of the communes add up to, and what is missing is named."""

import re
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from antq_analysis.briefing.annexes import groups_of
from antq_analysis.briefing.blocks.methods import not_reported
from antq_analysis.briefing.blocks.movement import model_types, stock_flow
from antq_analysis.briefing.blocks.order import clusters, incidents_by_group, verdict
from antq_analysis.briefing.blocks.place import place
from antq_analysis.briefing.blocks.reading import changes, missing, not_told, quality
from antq_analysis.briefing.blocks.standard import criteria
from antq_analysis.briefing.content import compose
from antq_analysis.briefing.outline import load_outline
from antq_analysis.briefing.own_words import BLANK, words_path
from antq_analysis.briefing.parts import Briefing, Bullets, Figure, Grid, Lines, Paragraph
from antq_analysis.briefing.pictures import SLIDE, lines_of, map_of, on_map
from antq_analysis.briefing.slide_titles import say_moved, say_on_map
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.project import Project
from tests.briefing.given_made import given_of, made_given, rows_of
from tests.given import bare_project
from tests.language.test_causal_words import CAUSAL
from tests.measures.test_grouped import grouped_panel, plain_rows
from tests.panel.made import figure, made_panel

EVENTS, POINTS = "incidents_total", "model_points_active"
ADDED = ("population", "model_points_new", "outreach_sessions", EVENTS, "crimes_social_order", "fires")


def texts(briefing: Briefing) -> list[str]:
    """Everything that is read as a sentence."""
    said: list[str] = []
    for _, section in briefing.walk():
        for part in section.parts:
            if isinstance(part, Paragraph):
                said.append(part.text)
            elif isinstance(part, Bullets):
                said += part.items
    return said


def grids(briefing: Briefing) -> dict[str, Grid]:
    return {p.key: p for _, s in briefing.walk() for p in s.parts if isinstance(p, Grid)}


def figures(briefing: Briefing) -> list[Figure]:
    return [part for _, section in briefing.walk() for part in section.parts if isinstance(part, Figure)]


def read(text: str) -> float:
    """Read a number as Vietnamese writes it."""
    return float(text.replace(".", "").replace(",", "."))


# ---- the fictional province ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo_panel(made_demo: Project, built_demo: Built) -> Panel:
    return load_panel("demo", "2025-12-31", made_demo, until="2025")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, made_demo: Project) -> Project:
    """A project whose briefing draws nothing: pictures and verdicts take longest and have tests of their own."""
    project = bare_project(tmp_path_factory.mktemp("plain") / "p")
    path = project.reference / "briefing.toml"
    text = re.sub(r"^(maps|trends|changes) = .*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = re.sub(r'\[\[slide\]\]\nshows = "(map|change|verdict)"\n(of = .*\n)?', "", text)
    text = text.replace('"statistics", ', "").replace('blocks = ["verdict"]', "")
    path.write_text(text, encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def said(demo_panel: Panel, plain: Project) -> Briefing:
    return compose(demo_panel, "2025", project=plain)


@pytest.fixture(scope="module")
def sums(made_demo: Project) -> pd.DataFrame:
    """What the workbooks were written from: sums over communes by indicator and year."""
    truth = pd.read_parquet(made_demo.raw / "demo/truth.parquet")
    truth = truth[truth["level"].eq("commune") & truth["category"].eq("")]
    return truth.pivot_table(index="indicator", columns="period", values="value", aggfunc="sum")


@pytest.mark.parametrize("name", ADDED)
def test_the_figures_of_the_key_table_are_those_that_the_workbooks_were_written_from(
    said: Briefing, demo_panel: Panel, sums: pd.DataFrame, name: str
) -> None:
    table = grids(said)["key_figures"].table
    what = demo_panel.vocabulary.indicator(name)
    row = table.content["c0"].str.startswith(what.label_vi).to_numpy().nonzero()[0][0]
    printed = table.printed()
    now, then, change, percent = (str(printed.iloc[row, i]) for i in range(1, 5))
    due = sums.loc[name, "2025"], sums.loc[name, "2024"]
    assert (read(now), read(then)) == due
    assert read(change) == due[0] - due[1]
    assert read(percent.removesuffix("%")) == pytest.approx(100 * (due[0] - due[1]) / due[1], abs=0.0501)


@pytest.mark.parametrize("name", ADDED[:-1])
def test_the_sentences_tell_the_same_figures(
    said: Briefing, demo_panel: Panel, sums: pd.DataFrame, name: str
) -> None:
    label = demo_panel.vocabulary.indicator(name).label_vi
    told = [text for text in texts(said) if f"{label} năm 2025: " in text]
    if name == "model_points_new":
        told = [text for text in texts(said) if "xây dựng mới, nhân rộng" in text]
    assert told
    number = f"{sums.loc[name, '2025']:,.0f}".replace(",", ".")
    assert re.search(rf"(?<![\d.]){re.escape(number)} ", told[0])
    if name != "model_points_new":
        difference = sums.loc[name, "2025"] - sums.loc[name, "2024"]
        size = f"{abs(difference):,.0f}".replace(",", ".")
        assert f"{'tăng' if difference > 0 else 'giảm'} {size} " in told[0]


def test_the_stock_is_set_against_the_flows_of_the_year(said: Briefing, sums: pd.DataFrame) -> None:
    old, now = sums.loc[POINTS, ["2024", "2025"]]
    new, removed = (sums.loc[f"model_points_{kind}", "2025"] for kind in ("new", "removed"))
    assert old + new - removed == now
    told = next(text for text in texts(said) if "khớp với biến động" in text)
    numbers = [read(number) for number in re.findall(r"\d[\d.]*", told.partition("trong năm: ")[2])]
    assert numbers == [old, new, removed, now]


def test_the_types_of_model_add_up_to_all_points(
    said: Briefing, made_demo: Project, sums: pd.DataFrame
) -> None:
    table = grids(said)["model_types"].table
    assert table.content["c2"].sum() == sums.loc[POINTS, "2025"]
    assert table.content["c3"].sum() == sums.loc[POINTS, "2024"]
    truth = pd.read_parquet(made_demo.raw / "demo/truth.parquet")
    own = truth[truth["indicator"].eq(POINTS) & truth["period"].eq("2025") & truth["category"].ne("")]
    by_type = own.groupby("category")["value"].sum()
    assert sorted(table.content["c2"]) == sorted(by_type)


def test_a_criterion_stands_by_criteria_set_with_who_was_assessed(said: Briefing, made_demo: Project) -> None:
    printed = grids(said)["criteria"].table.printed()
    truth = pd.read_parquet(made_demo.raw / "demo/truth.parquet")
    truth = truth[truth["indicator"].eq("ntm_19_2_met") & truth["period"].isin(printed["0"])]
    met, assessed = (truth.groupby("period")["value"].agg(how) for how in ("sum", "count"))
    shares = [f"{met[year]:.0f}/{assessed[year]:.0f}" for year in printed["0"]]
    assert [text.partition(" (")[0] for text in printed["2"]] == shares
    assert printed.set_index("0").loc["2021", "1"] != printed.set_index("0").loc["2022", "1"]


def test_groups_of_the_incidents_add_up_to_the_province(said: Briefing, sums: pd.DataFrame) -> None:
    content = grids(said)["incidents_by_group"].table.content
    assert content["c1"].sum() == pytest.approx(sums.loc[EVENTS, "2025"])
    assert content["c2"].sum() == pytest.approx(sums.loc[EVENTS, "2024"])
    own = content.iloc[:-1]["c3"]
    told = next(text for text in texts(said) if "nơi giảm" in text)
    assert [int(n) for n in re.findall(r"(\d+) nơi", told)] == [
        (own < 0).sum(),
        (own > 0).sum(),
        (own == 0).sum(),
    ]


def test_nothing_that_crosses_a_break_or_other_places_has_a_change(said: Briefing) -> None:
    told = next(text for text in texts(said) if text.startswith("Xã đạt tiêu chí 19.2 (NTM) năm 2025"))
    assert "không so với năm 2024 vì địa giới thay đổi" in told
    assert not re.search(r"tăng|giảm", told)


def test_the_annexes_have_the_total_on_top_and_every_commune_once(said: Briefing, demo_panel: Panel) -> None:
    of_communes = [annex for annex in said.annexes if annex.key.startswith("bieu_")]
    assert [annex.key for annex in of_communes] == ["bieu_01", "bieu_02", "bieu_03", "bieu_04"]
    for annex in of_communes:
        assert annex.table.kinds.iloc[0] == "total"
        codes = annex.table.content["code"]
        assert sorted(codes[codes.ne("")]) == sorted(demo_panel.units.index)
        assert annex.caption.endswith("năm 2025")


def test_no_sentence_says_that_models_did_anything_and_none_ranks_communes(said: Briefing) -> None:
    everything = texts(said) + [slide.title for slide in said.slides]
    # What an own paragraph may say is the office's business; nothing of it is here.
    assert [text for text in everything if re.search(CAUSAL["vi"], text, flags=re.IGNORECASE)] == []
    assert [
        text for text in everything if re.search(r"điểm nóng|đứng đầu|đứng cuối|cao nhất|sự cố", text)
    ] == []


def test_no_code_and_no_path_stands_in_a_briefing(said: Briefing, made_demo: Project) -> None:
    everything = " ".join(texts(said))
    assert "load_panel" not in everything
    assert "antq" not in everything.replace("ANTQ", "")
    assert str(made_demo.root) not in everything


def test_what_is_not_reported_is_named_once_and_said_nowhere(said: Briefing, demo_panel: Panel) -> None:
    told = texts(said)
    (n,) = [found[1] for text in told if (found := re.match(r"Năm 2025 chưa có số liệu của (\d+) chỉ", text))]
    (listed,) = [annex.table for annex in said.annexes if annex.key == "not_reported"]
    labels = [name for line in listed.content["c1"] for name in line.split("; ")]
    assert int(n) == len(labels) == len(set(labels))
    rows = demo_panel.reported
    there = set(rows.loc[rows["value"].notna() & rows["period"].eq("2025"), "indicator"])
    assert not {demo_panel.vocabulary.indicator(name).label_vi for name in there} & set(labels)
    assert "Vụ ma túy" in labels
    assert not [text for text in told if "Vụ ma túy" in text]
    # An indicator of another place alone was never owed.
    assert "Số tội phạm trên đầu người" not in labels


def test_titles_of_slides_are_findings_and_lines_are_cut_at_breaks(said: Briefing, demo_panel: Panel) -> None:
    assert len(said.slides) >= 7
    assert all(slide.title.endswith((".", "lưu ý")) and slide.notes for slide in said.slides)
    lines = [shown for slide in said.slides for shown in slide.shown if isinstance(shown, Lines)]
    assert len(lines) == 2
    series = given_of(demo_panel).series("share:ntm_19_2_met")
    assert series is not None
    cut = lines_of(series, "vi")
    assert [sum(value is not None for value in own) for own in cut.values.values()] == [3, 2, 3, 1]
    assert cut.apart == {0, 1}
    whole = given_of(demo_panel).series("share:residential_areas_with_model")
    assert whole is not None
    # The report of 2018 lacks a commune: the line there and back is no change of the same places.
    joined = lines_of(whole, "vi")
    assert (joined.hollow, joined.apart) == ({1}, {0, 1})
    assert any(note.startswith("Đoạn chấm") for note in joined.notes)
    holes = replace(whole, frame=whole.frame.drop(index=["2018"]))
    (line,) = lines_of(holes, "vi").values.values()
    assert (line[1], len(line), lines_of(holes, "vi").periods[1]) == (None, 9, "2018")
    assert [name.rpartition(", ")[2] for name in cut.values] == [
        "2017–2019",
        "2020–2021",
        "2022–2024",
        "2025",
    ]


def test_terms_explain_what_is_told(said: Briefing) -> None:
    assert said.terms.content["c0"].is_unique
    holds = said.terms.content.set_index("c0")["c4"]
    assert holds["Xã đạt tiêu chí 19.2 (NTM)"]
    assert not holds["Vụ việc về ANTT"]


@pytest.mark.slow
def test_english_tells_the_same_numbers(demo_panel: Panel, plain: Project, said: Briefing) -> None:
    other = compose(demo_panel, "2025", project=plain, lang="en")
    assert [section.title for _, section in other.walk()] != [section.title for _, section in said.walk()]
    assert len(texts(other)) == len(texts(said))
    for key, grid in grids(said).items():
        mine, theirs = grid.table.content, grids(other)[key].table.content
        numbers = mine.select_dtypes("number").columns
        np.testing.assert_allclose(mine[numbers], theirs[numbers])
    told = [text.replace("due to chance", "") for text in texts(other)]
    assert [text for text in told if re.search(CAUSAL["en"], text, flags=re.IGNORECASE)] == []
    # The types of units keep their Vietnamese names.
    assert not [text for text in texts(other)[1:] if re.search(r"\b(năm|xã|vụ|chỉ tiêu)\b", text)]


@pytest.mark.slow
def test_a_whole_briefing_has_its_pictures_and_its_verdict(demo_panel: Panel, made_demo: Project) -> None:
    whole = compose(demo_panel, "2025", project=made_demo)
    assert 8 <= len(whole.slides) <= 12
    kinds = [figure.key.partition("_")[0] for figure in figures(whole)]
    assert kinds == ["trend", "map", "trend", "map", "change"]
    assert all(
        figure.png.startswith(b"\x89PNG") and figure.alt and figure.size[0] > 100 for figure in figures(whole)
    )
    told = next(text for text in texts(whole) if text.startswith("Nhận định thống kê"))
    # Communes that merged have no single beginning: the map of before is judged as well.
    assert "số liệu không cho phép nhận định" in told
    assert "tính đến năm 2024" in told
    # One sentence of statistics in the main text; chances and estimators stand in an annex.
    insiders = r"\bp [=<]|Moran|Poisson|khoảng tin cậy|hoán vị|Bayes|Benjamini|mức 5%"
    assert not [text for text in texts(whole) if re.search(insiders, text)]
    (methods,) = [annex.table for annex in whole.annexes if annex.key == "methods"]
    about = methods.content["c0"]
    assert list(about[about.ne("")]) == ["Nhóm xã liền kề", "Mô hình và vụ việc", "Rà soát số báo cáo"]
    assert methods.content["c1"].str.contains("khoảng tin cậy").any()
    assert any("nêu ở Phụ lục" in text for text in texts(whole))
    (judged,) = [slide for slide in whole.slides if slide.title.startswith("Nhận định thống kê")]
    said_aloud = [item for shown in judged.shown for item in getattr(shown, "items", ())]
    assert len(said_aloud) >= 3
    assert not [text for text in said_aloud if re.search(r"\bp [=<]|Moran|Poisson|Bayes", text)]
    assert len({slide.title for slide in whole.slides}) == len(whole.slides)
    apart = [
        slide.title for slide in whole.slides if ": một nửa trong 60 xã có số liệu ở mức từ " in slide.title
    ]
    assert len(apart) == 2
    assert whole.banner
    assert whole.warning
    # Without drawing the same is said, and every picture is announced where it will stand.
    quick = compose(demo_panel, "2025", project=made_demo, drawn=False)
    assert texts(quick) == texts(whole)
    assert [(one.key, one.caption) for one in figures(quick)] == [
        (one.key, one.caption) for one in figures(whole)
    ]
    assert not any(one.png for one in figures(quick))
    assert quick.annexes == ()


def test_a_picture_is_drawn_for_the_text_and_for_a_slide_each_once(demo_panel: Panel) -> None:
    given = given_of(demo_panel)
    text, slide = map_of(given, EVENTS), map_of(given, EVENTS, SLIDE)
    assert text is not None
    assert slide is not None
    assert map_of(given, EVENTS) is text
    assert text.caption == slide.caption == "Tỷ suất vụ việc về ANTT, năm 2025"
    assert text.alt == slide.alt
    # Between the margins of a Word document type keeps its size; a slide has its title outside the picture.
    assert text.size[0] == 160
    assert slide.size[0] / slide.size[1] > 2.2


# ---- other provinces ----------------------------------------------------------------------------------------------


def test_a_province_with_one_year_without_districts_and_incidents_has_a_short_briefing(
    project: Project,
) -> None:
    rows = [
        *rows_of("population", "2025", 900, 900, 900, 900),
        *rows_of("outreach_sessions", "2025", 1, 2, 1, 0),
    ]
    briefing = compose(made_panel(rows), "2025", project=project)
    assert "Buổi tuyên truyền năm 2025: 04 buổi." in texts(briefing)
    assert list(grids(briefing)) == ["key_figures"]
    titles = [section.title for _, section in briefing.walk()]
    assert "Công tác tuyên truyền" in titles
    assert "Tình hình an ninh, trật tự" not in titles
    assert figures(briefing) == []
    assert [annex.key for annex in briefing.annexes] == ["not_reported"]
    assert [slide.title for slide in briefing.slides] == [
        "Số liệu năm 2025: chất lượng và những thay đổi cần lưu ý"
    ]
    assert not [text for text in texts(briefing) if "so với năm" in text]


def test_a_map_that_cannot_be_drawn_is_not_announced(project: Project) -> None:
    rows = [row for year in ("2024", "2025") for row in rows_of("population", year, 900, 900, 900, 900)]
    rows += [row for year in ("2024", "2025") for row in rows_of(EVENTS, year, 9, 9, 9, 9)]
    quick = compose(made_panel(rows), "2025", project=project, drawn=False)
    assert [one.key for one in figures(quick)] == [f"trend_{EVENTS}"]


def test_the_office_s_words_stand_in_their_sections(project: Project) -> None:
    panel = made_panel(rows_of(EVENTS, "2025", 9, 9, 9, 9))
    assert texts(compose(panel, "2025", project=project)).count(BLANK) == 3
    path = words_path("demo", "2025", "ton_tai", project)
    path.parent.mkdir(parents=True)
    path.write_text("Còn <b>thiếu</b>.", encoding="utf-8")
    briefing = compose(panel, "2025", project=project)
    section = next(one for _, one in briefing.walk() if one.title == "Tồn tại, nguyên nhân")
    assert section.parts == (Paragraph("Còn <b>thiếu</b>.", "own"),)
    assert texts(briefing).count(BLANK) == 2


def told_by(made: Iterable[object]) -> str:
    return " ".join(part.text for part in made if isinstance(part, Paragraph))


def test_flows_that_do_not_explain_the_stock_are_told() -> None:
    rows = rows_of(POINTS, "2024", 10, 10, 10, 10), rows_of(POINTS, "2025", 11, 10, 10, 10)
    flows = (
        rows_of("model_points_new", "2025", 3, 0, 0, 0),
        rows_of("model_points_removed", "2025", 1, 0, 0, 0),
    )
    given = made_given(*rows, *flows)
    told = told_by(stock_flow(given))
    assert "phải là 40 + 3 - 1 = 42; số báo cáo là 41, chênh 1" in told
    missing = made_given(*rows, rows_of("model_points_new", "2025", 3, 0, 0, None), flows[1])
    assert "Chưa đối chiếu được" in told_by(stock_flow(missing))
    bound = made_given(*rows, rows_of("model_points_new", "2025", 3, 0, 0, 0, comparator="over"), flows[1])
    assert "vì có số chỉ nêu giới hạn" in told_by(stock_flow(bound))
    assert "thiếu số liệu" not in told_by(stock_flow(bound))


def test_flows_say_who_is_missing_also_where_the_stock_cannot_be_compared() -> None:
    rows = rows_of(POINTS, "2024", 10, 10, 10, 10), rows_of(POINTS, "2025", 11, 10, 10, None)
    flows = (
        rows_of("model_points_new", "2025", 3, 0, 0, None),
        rows_of("model_points_removed", "2025", 1, 0, 0, 0),
    )
    told = told_by(stock_flow(made_given(*rows, *flows)))
    assert told == (
        "Trong năm 2025 xây dựng mới, nhân rộng 03 điểm; thanh loại 01 điểm. "
        "Điểm mô hình xây dựng, nhân rộng mới: thiếu số liệu của 1 xã năm 2025."
    )


def test_types_of_model_tell_what_their_sums_lack() -> None:
    whole = [rows_of(POINTS, year, 5, 5, 5, 5) for year in ("2024", "2025")]
    kinds = [rows_of(POINTS, year, 5, 5, 5, None, category="security_gong") for year in ("2024", "2025")]
    table = next(part for part in model_types(made_given(*whole, *kinds)) if isinstance(part, Grid)).table
    assert table.printed().iloc[0, 2:5].tolist() == ["15 (thiếu\u00a01)", "15 (thiếu\u00a01)", "0"]
    assert "“(thiếu n)”: chưa gồm n xã thiếu số liệu." in table.notes
    full = [rows_of(POINTS, year, 5, 5, 5, 5, category="security_gong") for year in ("2024", "2025")]
    table = next(part for part in model_types(made_given(*whole, *full)) if isinstance(part, Grid)).table
    assert not any("thiếu n" in note for note in table.notes)


def test_flows_say_nothing_over_a_change_of_counting() -> None:
    rows = rows_of(POINTS, "2022", 10, 10, 10, 10), rows_of(POINTS, "2023", 11, 10, 10, 10)
    flows = (
        rows_of("model_points_new", "2023", 3, 0, 0, 0),
        rows_of("model_points_removed", "2023", 1, 0, 0, 0),
    )
    given = made_given(*rows, *flows, year="2023")
    told = told_by(stock_flow(given))
    assert told == "Trong năm 2023 xây dựng mới, nhân rộng 03 điểm; thanh loại 01 điểm."


def test_a_published_break_is_told_with_its_bound_in_the_year_of_its_flows() -> None:
    rows = [row for year in ("2022", "2023") for row in rows_of(POINTS, year, 1, 1, 1, 1)]
    given = given_of(made_panel(rows, "hoa-binh"), "2023")
    told = told_by(stock_flow(given))
    assert "nhiều nhất 24%" in told
    assert "66,5" not in told
    assert stock_flow(given_of(made_panel(rows, "hoa-binh"), "2022")) == ()


def test_types_over_a_change_of_counting_are_not_compared() -> None:
    kinds = "clan_selfmgmt", "security_gong"
    rows = [
        [row | {"category": kind} for row in rows_of(POINTS, year, 30, 0, 0, 0)]
        for kind in kinds
        for year in ("2022", "2023")
    ]
    given = made_given(*rows, *(rows_of(POINTS, year, 60, 0, 0, 0) for year in ("2022", "2023")), year="2023")
    grid = next(part for part in model_types(given) if isinstance(part, Grid))
    printed = grid.table.printed()
    assert printed["4"].tolist() == ["x", "x"]
    assert printed["5"].tolist() == ["", ""]
    assert any(note.startswith("“x”: Không so với năm 2022") for note in grid.table.notes)


def test_gained_kept_and_lost_are_counted_within_one_set() -> None:
    met = "ntm_19_2_met"
    more = made_given(rows_of(met, "2024", 1, 0, 0, 0), rows_of(met, "2025", 1, 1, 1, 0))
    assert "2 xã mới đạt, 1 xã giữ đạt, 0 xã không còn đạt, 1 xã chưa đạt" in told_by(criteria(more))
    given = made_given(rows_of(met, "2024", 1, 1, 0, 0), rows_of(met, "2025", 1, 0, 1, 0))
    assert "1 xã mới đạt, 1 xã giữ đạt, 1 xã không còn đạt, 1 xã chưa đạt" in told_by(criteria(given))
    broken = made_given(rows_of(met, "2021", 1, 1, 0, 0), rows_of(met, "2022", 1, 0, 1, 0), year="2022")
    assert told_by(criteria(broken)) == ""
    assert criteria(made_given(rows_of(EVENTS, "2025", 1, 1, 1, 1))) == ()


def test_groups_are_compared_only_over_members_with_both_years() -> None:
    rows = [*plain_rows("2024"), *plain_rows("2025")]
    gone = [row for row in rows if (row["unit_code"], row["period"]) != ("99001", "2024")]
    found = incidents_by_group(given_of(grouped_panel(gone)))
    grid = next(part for part in found if isinstance(part, Grid))
    assert any("(1/" in name for name in grid.table.content["c0"])
    assert any(note.startswith("“(a/b)”: ") for note in grid.table.notes)
    assert incidents_by_group(given_of(made_panel(rows))) == ()


def test_what_lies_in_no_group_is_told_beneath_so_that_the_rows_make_the_total() -> None:
    rows = [*plain_rows("2024"), *plain_rows("2025")]
    plain = next(p for p in incidents_by_group(given_of(grouped_panel(rows))) if isinstance(p, Grid)).table
    assert not any("(a/b)" in note or "không phải xã" in note for note in plain.notes)
    rows += [
        figure("CQ1", EVENTS, year, n, level="organisation_block") for year, n in (("2024", 3), ("2025", 4))
    ]
    table = next(p for p in incidents_by_group(given_of(grouped_panel(rows))) if isinstance(p, Grid)).table
    assert any(
        "1 đơn vị không phải xã" in note and "năm 2025 là 4, năm 2024 là 3" in note for note in table.notes
    )
    groups = groups_of(given_of(grouped_panel(rows)), "groups", [EVENTS])
    assert groups is not None
    figures_told = groups.table.content.iloc[:, -1]
    assert figures_told.iloc[0] == figures_told.iloc[1:].sum() == 3 + 4 + 5 + 6 + 4
    assert groups_of(given_of(made_panel(rows)), "groups", [EVENTS]) is None


def test_only_the_year_that_was_apportioned_bears_a_star() -> None:
    rows = [*plain_rows("2024"), *plain_rows("2025")]
    rows[0] |= {"value": 2.5, "status": "apportioned", "apportioned_share": 0.5}
    found = incidents_by_group(given_of(grouped_panel(rows)))
    table = next(part for part in found if isinstance(part, Grid)).table
    assert table.printed().iloc[0, 1:4].tolist() == ["7", "6,5*", "+0,5"]
    assert sum("*" in str(cell) for cell in table.printed().to_numpy().ravel()) == 1
    assert "“*”: có phần là số phân bổ." in table.notes
    # Of counts that a release divided in whole numbers no digit stands behind the point.
    rows[0] |= {"value": 3.0}
    found = incidents_by_group(given_of(grouped_panel(rows)))
    whole = next(part for part in found if isinstance(part, Grid)).table
    assert whole.printed().iloc[0, 1:4].tolist() == ["7", "7*", "0"]


@pytest.mark.parametrize(
    ("bases", "told"),
    [
        (("", "equal", "equal"), "có phần là số phân bổ đều"),
        (("population", "area", ""), "có phần là số phân bổ theo dân số, phân bổ theo diện tích"),
    ],
)
def test_by_what_figures_were_apportioned_is_told(
    monkeypatch: pytest.MonkeyPatch, bases: tuple[str, ...], told: str
) -> None:
    pairs = pd.DataFrame({"share_basis": bases})
    monkeypatch.setattr("antq_analysis.briefing.apportioned.load_crosswalk", lambda *_: pairs)
    rows = [*plain_rows("2024"), *plain_rows("2025")]
    rows[0] |= {"value": 2.5, "status": "apportioned", "apportioned_share": 0.5}
    panel = grouped_panel(rows)
    given = given_of(replace(panel, registers={"2019-01-01": panel.units.reset_index(), **panel.registers}))
    table = next(part for part in incidents_by_group(given) if isinstance(part, Grid)).table
    assert f"“*”: {told}." in table.notes
    assert f"1 số là {told.removeprefix('có phần là ')}." in " ".join(not_told(given)[1].items)  # type: ignore[union-attr]


def test_a_province_without_an_outcome_says_nothing_of_order() -> None:
    given = made_given(rows_of("outreach_sessions", "2025", 1, 1, 1, 1))
    assert clusters(given) == verdict(given) == incidents_by_group(given) == ()
    told = " ".join(not_told(given)[1].items)  # type: ignore[union-attr]
    assert "vụ" not in told.lower()


def test_a_reform_of_the_year_is_told_with_what_there_was_before(demo_panel: Panel) -> None:
    told = told_by(place(given_of(demo_panel)))
    assert "có 60 xã theo địa giới hành chính ngày 01/07/2025 (3 phường, 57 xã). Đầu năm có 143 xã." in told
    assert "Từ 01/07/2025" in changes(given_of(demo_panel))[1].items[0]  # type: ignore[union-attr]
    quiet = made_given(rows_of(EVENTS, "2024", 1, 1, 1, 1), year="2024")
    assert "Đầu năm" not in told_by(place(quiet))
    assert "không ghi nhận thay đổi" in told_by(changes(quiet))


def test_a_reform_that_only_the_maps_know_is_told_in_its_year() -> None:
    rows = [row for year in ("2022", "2023") for row in rows_of(EVENTS, year, 1, 1, 1, 1)]
    panel = made_panel(rows)
    then = panel.units[["name"]].reset_index()
    more = pd.concat([then, then.assign(unit_code=lambda part: "8" + part["unit_code"])])
    for before, said in (
        (more, f"từ {len(more)} thành {len(then)} đơn vị"),
        (then.assign(name=then["name"] + " cũ"), f"trước {len(then)}, nay {len(then)} đơn vị"),
        (then, ""),
    ):
        moved = replace(panel, map_date="2023-05-01", registers={"2021-01-01": before, "2023-05-01": then})
        told = str(changes(given_of(moved, "2023")))
        assert ("Từ 01/05/2023: " in told and said in told) if said else "không ghi nhận" in told
        assert "không ghi nhận" in told_by(changes(given_of(moved, "2022")))


def test_a_change_of_counting_is_told_in_its_year_only() -> None:
    rows = [rows_of("ntm_19_2_met", year, 1, 1, 1, 1) for year in ("2021", "2022", "2023")]
    for year, told in (("2021", False), ("2022", True), ("2023", False)):
        given = made_given(*rows, year=year)
        assert ("bộ tiêu chí" in str(changes(given)).lower()) is told


def test_figures_and_gaps_of_the_year_are_counted() -> None:
    given = made_given(rows_of(EVENTS, "2024", 1, 1, 1, 1), rows_of(EVENTS, "2025", 1, 1, None, 1))
    told = told_by(quality(given))
    assert "gồm 3 số của cấp xã; 1 ô chưa báo cáo hoặc không có số liệu." in told
    assert told.endswith("Chưa có số liệu nào năm 2025 của 1 xã.")
    rows = rows_of(EVENTS, "2025", 1, 1, 1, 1)
    whole = told_by(quality(made_given(rows)))
    assert "Chưa có số liệu nào" not in whole
    # Nobody needs to be told of 0 cells.
    assert "không có ô bỏ trống, không có hai số trái nhau" in whole
    assert " 0 ô" not in whole
    # One that sent nothing at all has not even an empty cell.
    assert told_by(quality(made_given(rows[:2]))).endswith("Chưa có số liệu nào năm 2025 của 2 xã.")


def test_a_title_names_what_moved_and_counts_no_nothing() -> None:
    rows = [rows_of(EVENTS, year, n, 9, 9, 9) for year, n in (("2024", 20), ("2025", 8))]
    rows += [rows_of("fires", year, 5, 5, 5, 5) for year in ("2024", "2025")]
    given = made_given(*rows)
    shown = given.standings((EVENTS, "fires"))
    assert say_moved(given, shown, (EVENTS,)) == (
        "Năm 2025 so với năm 2024: vụ việc về ANTT giảm 12 vụ (-25,5%)."
    )
    # Where what leads may not be compared, what did is counted.
    assert say_moved(given, shown, ("population",)) == (
        "2 chỉ tiêu chủ yếu so với năm 2024: 1 giảm, 1 không đổi."
    )


def test_a_map_tells_how_far_communes_lie_apart_where_they_are_enough(demo_panel: Panel) -> None:
    measure = on_map(given_of(demo_panel), EVENTS)
    assert measure is not None
    values = sorted(measure.at("2025")["value"].dropna())
    said = say_on_map(measure, "2025", "en")
    low, high = map(float, re.findall(r"between ([\d.]+) and ([\d.]+) cases", said)[0])
    inside = [value for value in values if low - 0.05 <= value <= high + 0.05]
    assert len(inside) >= len(values) / 2
    assert f"half of the {len(values)} communes" in said
    few = replace(measure, frame=measure.frame.groupby(level="period").head(4))
    assert say_on_map(few, "2025", "vi") == ""
    met = on_map(given_of(demo_panel), "ntm_19_2_met")
    assert met is not None
    assert say_on_map(met, "2025", "vi") == ""


def test_only_the_office_reads_how_many_figures_were_apportioned(demo_panel: Panel) -> None:
    given = given_of(demo_panel)
    inside, outside = (
        " ".join(not_told(one)[1].items) for one in (given, replace(given, releases={}, made={}))
    )
    assert re.search(r"\d+ số là số phân bổ", inside)
    assert "số phân bổ" not in outside
    assert "của xã cũ bị chia được phân bổ" in outside


def test_everything_reported_leaves_nothing_to_name(project: Project) -> None:
    outline = replace(load_outline(project), section=(), annex=(), key_figures=(EVENTS,))
    given = made_given(rows_of(EVENTS, "2025", 1, 1, 1, 1))
    assert not_reported(replace(given, outline=outline)) == ()
    other = replace(outline, key_figures=(EVENTS, "fires", "crime_rate_reported"))
    assert "của 1 chỉ tiêu" in told_by(not_reported(replace(given, outline=other, made={})))
    assert missing(replace(given, outline=other, made={})) == (("Khác", ("fires",)),)
    # What an office has yet to send is nothing for readers of a publication.
    assert not_reported(replace(given, outline=other, releases={}, made={})) == ()


def test_what_is_missing_is_named_below_its_section(project: Project) -> None:
    parts = tuple(replace(part, blocks=()) for part in load_outline(project).section)
    given = replace(made_given(rows_of(EVENTS, "2025", 1, 1, 1, 1)), project=project)
    outline = replace(load_outline(project), section=parts, annex=(), key_figures=("fires",))
    found = dict(missing(replace(given, outline=outline, made={})))
    names = [name for here in found.values() for name in here]
    assert len(found) > 4
    assert "Công tác tuyên truyền" in found
    assert len(names) == len(set(names))
    assert f" {len(names)} chỉ tiêu" in told_by(not_reported(replace(given, outline=outline, made={})))


def test_kinds_of_communes_stay_out_of_an_english_sentence() -> None:
    given = made_given(rows_of(EVENTS, "2025", 1, 1, 1, 1))
    units = given.panel.units.assign(type=["Phường", "Xã", "Xã", "Xã"][: len(given.panel.units)])
    given = replace(given, panel=replace(given.panel, units=units), made={})
    assert "(1 phường, 3 xã)" in place(given)[0].text
    assert "phường" not in place(replace(given, lang="en", made={}))[0].text
