"""What is drawn since models began: every year, every cohort, and one of four verdicts; nothing for release."""

from dataclasses import replace

import numpy as np
import pytest

import antq_analysis as antq
from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.measures.since_start.compared import compare
from antq_analysis.measures.since_start.difference_in_differences import by_cohorts
from antq_analysis.measures.since_start.event_study import by_years
from antq_analysis.measures.since_start.result import DifferenceInDifferences, EventStudy
from antq_analysis.measures.verdict.basis import Basis, basis
from antq_analysis.measures.verdict.result import Verdict
from antq_analysis.measures.verdict.verdict import judged
from antq_analysis.project import Project
from antq_analysis.show.effects import draw_effect
from antq_analysis.show.picture import Picture, render
from antq_analysis.show.ratio_axis import marks, reach
from tests.measures.verdict.worlds import world

OUTCOME = "incidents_total"
Effect = EventStudy | DifferenceInDifferences | Verdict


@pytest.fixture(scope="module")
def rests() -> Basis:
    return basis(world(3, "hot", -0.4, communes=60, districts=8).panel(), OUTCOME)


@pytest.fixture(scope="module")
def years(rests: Basis) -> EventStudy:
    return by_years(compare(rests))


@pytest.fixture(scope="module")
def cohorts(rests: Basis) -> DifferenceInDifferences:
    return by_cohorts(compare(rests))


@pytest.fixture(scope="module")
def verdict(rests: Basis) -> Verdict:
    return judged(rests)


def drawn(picture: Picture, label: str, gid: str) -> list:
    axes = next(axes for axes in picture.axes if axes.get_label() == label)
    return [
        one for one in (*axes.collections, *axes.lines, *axes.patches, *axes.texts) if one.get_gid() == gid
    ]


def test_every_year_has_its_dot_its_band_and_its_number_of_units(years: EventStudy) -> None:
    few = years.table.copy()
    few.loc[5, ["low", "high", "low_alone", "high_alone"]] = np.nan
    picture = draw_effect(replace(years, table=few), banner="")
    before, after = (few[part & few["low"].notna()] for part in (few.index < 0, few.index >= 0))
    dots = drawn(picture, "years", "value")
    for rows, own in zip((before, after), dots, strict=True):
        np.testing.assert_allclose(own.get_offsets(), np.column_stack([rows.index, rows["value"]]))
    hollow = drawn(picture, "years", "few")
    assert [len(one.get_offsets()) for one in hollow] == [0, 1]
    bands = np.concatenate([one.get_segments() for one in drawn(picture, "years", "band")])
    known = few[few["low"].notna()]
    np.testing.assert_allclose(bands[:, :, 1], known[["low", "high"]])
    alone = np.concatenate([one.get_segments() for one in drawn(picture, "years", "alone")])
    np.testing.assert_allclose(alone[:, :, 1], known[["low_alone", "high_alone"]])
    axes = next(axes for axes in picture.axes if axes.get_label() == "years")
    told = [text.get_text() for text in axes.get_xticklabels()]
    assert told[0] == f"-6\n{few['n'].iloc[0]}"
    assert told[5] == "-1\n"
    assert told[-1] == f"+5\n{few['n'].iloc[-1]}"
    assert axes.get_yscale() == "log"


def test_the_years_before_are_shaded_and_named_as_the_check_they_are(years: EventStudy) -> None:
    picture = draw_effect(years, banner="")
    (shade,) = drawn(picture, "years", "lead")
    assert shade.get_x() + shade.get_width() == pytest.approx(-0.5)
    parts = [text.get_text() for text in drawn(picture, "years", "part")]
    values = [f"{years.averages.at[name, 'value']:.2f}".replace(".", ",") for name in ("after", "before")]
    assert parts == [
        f"Từ khi bắt đầu có mô hình · chung: {values[0]}",
        f"Kiểm tra giai đoạn trước mô hình · chung: {values[1]}",
    ]
    (dot, _) = drawn(picture, "years", "reference")
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == (-1, 1)
    for name in ("before", "after"):
        (line,) = drawn(picture, "years", f"average_{name}")
        assert line.get_ydata()[0] == pytest.approx(years.averages.at[name, "value"])
    title = f"các năm trước nữa bằng {years.averages.at['before', 'value']:.2f} lần, từ khi bắt đầu bằng "
    assert title.replace(".", ",") in picture.alt
    assert years.sentence() in picture.alt
    assert years.details() in picture.alt
    unchecked = draw_effect(replace(years, apart=None), banner="")
    assert not drawn(unchecked, "years", "average_before")
    assert "không có năm nào trước nữa để kiểm tra" in unchecked.alt


def test_every_cohort_has_its_line(cohorts: DifferenceInDifferences) -> None:
    picture = draw_effect(cohorts, banner="", lang="en")
    rows = cohorts.table
    ends = [line.get_xdata().tolist() for line in drawn(picture, "cohorts", "interval")]
    assert ends == [pytest.approx(row) for row in rows[["low", "high"]].to_numpy(float).tolist()]
    values = [line.get_xdata()[0] for line in drawn(picture, "cohorts", "value")]
    assert values == pytest.approx(rows["value"].tolist())
    told = [text.get_text() for text in drawn(picture, "cohorts", "row")]
    assert told[0] == "All 36 communes"
    assert told[2] == "Began in 2015 (9 communes)"
    assert "for comparison only" in told[-4].replace("\n", " ")
    assert f"{rows.at['overall', 'value']:.2f} times what would be expected" in picture.alt
    no_lead = rows.copy()
    no_lead.loc["lead", ["value", "low", "high"]] = np.nan
    assert len(drawn(draw_effect(replace(cohorts, table=no_lead), banner=""), "cohorts", "value")) == 6


def test_a_verdict_stands_on_its_scale_above_what_can_be_seen(verdict: Verdict) -> None:
    assert verdict.verdict == "evidence_of_fall"
    picture = draw_effect(verdict, banner="")
    (here,) = drawn(picture, "sheet", "here")
    steps = [text.get_text() for text in drawn(picture, "sheet", "step") if hasattr(text, "get_text")]
    assert steps[:3] == ["có cơ sở cho thấy giảm", "chưa đủ cơ sở", "có cơ sở cho thấy tăng"]
    boxes = [one for one in drawn(picture, "sheet", "step") if hasattr(one, "get_width")]
    assert len(boxes) == 3
    assert here.get_x() < min(box.get_x() for box in boxes)
    (interval,) = drawn(picture, "estimate", "interval")
    (value,) = drawn(picture, "estimate", "value")
    ratio, low, high = verdict.ratio
    assert interval.get_xdata() == pytest.approx([low, high])
    assert value.get_xdata()[0] == pytest.approx(ratio)
    unseen = next(one for one in drawn(picture, "estimate", "unseen") if hasattr(one, "get_width"))
    span = (unseen.get_x(), unseen.get_x() + unseen.get_width())
    assert span == pytest.approx(verdict.detectable)
    said = " ".join(text.get_text() for text in drawn(picture, "estimate", "said"))
    assert f"{ratio:.2f} lần".replace(".", ",") in said
    assert f"{round(verdict.a_year[0])} vụ mỗi năm" in said
    foot = " ".join(text.get_text().replace("\n", " ") for text in picture.texts)
    assert "Chỉ tiêu thi đua thường khen số liệu giảm" in foot
    assert verdict.details() in picture.alt


def test_a_design_that_allows_no_answer_says_why_in_the_picture() -> None:
    made = world(3, "hot", communes=60, districts=8).panel()
    none = antq.verdict(made, OUTCOME, until="2015")
    assert none.verdict == "design_does_not_allow"
    picture = draw_effect(none, banner="", lang="en")
    assert [axes.get_label() for axes in picture.axes] == ["sheet"]
    (reason,) = drawn(picture, "sheet", "reason")
    said = reason.get_text().replace("\n", " ")
    assert said.startswith("Too few communes began")
    assert said in picture.alt
    (here,) = drawn(picture, "sheet", "here")
    assert here.get_x() > max(one.get_x() for one in drawn(picture, "sheet", "step") if hasattr(one, "get_x"))
    short = draw_effect(antq.verdict(made, OUTCOME, until="2013"), banner="")
    assert "Chỉ có 2 năm" in short.alt


@pytest.mark.parametrize(("lang", "page"), [("vi", "slide"), ("en", "a4")])
@pytest.mark.parametrize("what", ["years", "cohorts", "verdict"])
def test_no_text_leaves_the_page_or_meets_another(
    what: str, lang: str, page: str, request: pytest.FixtureRequest
) -> None:
    found: Effect = request.getfixturevalue(what)
    picture = draw_effect(found, lang=lang, page=page, banner="LƯU HÀNH NỘI BỘ")
    picture.draw_without_rendering()
    width, height = picture.get_size_inches() * picture.dpi
    texts = [*picture.texts]
    for axes in picture.axes:
        texts += axes.texts
        if axes.get_label() != "sheet":
            texts += [*axes.get_xticklabels(), *axes.get_yticklabels(), axes.xaxis.label, axes._left_title]
    boxes = [
        (t.get_text(), t.get_window_extent(picture.canvas.get_renderer()).shrunk(0.99, 0.9))
        for t in texts
        if t.get_text()
    ]
    for text, box in boxes:
        assert -1 <= box.x0 < box.x1 <= width + 1, text
        assert -1 <= box.y0 < box.y1 <= height + 1, text
    assert not [(a, b) for i, (a, x) in enumerate(boxes) for b, y in boxes[i + 1 :] if x.overlaps(y)]


def test_small_counts_are_not_released(years: EventStudy, verdict: Verdict, project: Project) -> None:
    for found in (years, verdict):
        with pytest.raises(RefusedError, match="suy ra số nhỏ đã che"):
            draw_effect(found, audience="release", project=project)
        with pytest.raises(UsageError):
            draw_effect(found, audience="public", project=project)
    open_figure = replace(verdict, indicator="model_points_active")
    assert draw_effect(open_figure, audience="release", project=project).alt


def test_the_same_result_gives_the_same_bytes(verdict: Verdict) -> None:
    first, second = (render(draw_effect(verdict, banner=""), "png", 40) for _ in range(2))
    assert first == second


def test_an_axis_of_ratios_marks_what_people_say() -> None:
    assert marks(0.3, 3.5).tolist() == [0.3, 0.4, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0]
    assert marks(0.95, 1.06).tolist() == [1.0]
    assert 100.0 in marks(0.01, 300).tolist()
    low, high = reach([np.nan, np.inf, 0.0, 0.5], 0.2)
    assert low < 0.5
    assert np.exp(0.2) < high < 1.4
