"""Drawn associations: every commune has its dot, the coefficient stands beside what nothing gives, marks stay."""

import numpy as np
import pandas as pd
import pytest

from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.measures.association.associate import associate
from antq_analysis.measures.association.result import Association
from antq_analysis.project import Project
from antq_analysis.show.association_words import describe_association
from antq_analysis.show.associations import MOST_LINES, draw_association
from antq_analysis.show.associations import _districts as lines_of
from antq_analysis.show.picture import Picture, render
from tests.measures.association.made import panel_of, panel_of_world, world


@pytest.fixture(scope="module")
def found() -> Association:
    panel = panel_of_world(world(np.random.default_rng(3), "hot"))
    return associate(panel, "incidents_total", "model_points_active", "2019", "2013")


@pytest.fixture(scope="module")
def described() -> Association:
    rng = np.random.default_rng(4)
    figures = {
        ("ntm_19_2_met", "2025"): rng.integers(0, 2, 40).astype(float),
        ("population", "2025"): rng.integers(4000, 9000, 40).astype(float),
        ("model_points_active", "2025"): rng.poisson(6, 40).astype(float),
    }
    return associate(panel_of(figures), "ntm_19_2_met", "model_points_active", "2025", descriptive=True)


@pytest.fixture(scope="module")
def shown(found: Association) -> Picture:
    return draw_association(found, banner="", notes=["Ghi chú"])


def part(picture: Picture, label: str):
    return next(axes for axes in picture.axes if axes.get_label() == label)


def drawn(picture: Picture, label: str, gid: str) -> list:
    axes = part(picture, label)
    return [
        one for one in (*axes.collections, *axes.lines, *axes.patches, *axes.texts) if one.get_gid() == gid
    ]


def test_every_commune_has_its_dot_and_every_district_its_line(found: Association, shown: Picture) -> None:
    (dots,) = drawn(shown, "communes", "communes")
    np.testing.assert_allclose(dots.get_offsets(), found.frame[["density", "outcome"]].to_numpy(float))
    density = found.frame.groupby("group_code")["density"]
    lines = (density.size() >= 5) & (density.max() > density.min())
    assert len(drawn(shown, "communes", "district")) == lines.sum() > 5
    (line,) = drawn(shown, "communes", "all")
    x, y = found.frame["density"], found.frame["outcome"]
    assert line.get_ydata() == pytest.approx(np.polyval(np.polyfit(x, y, 1), line.get_xdata()))


def test_the_coefficient_stands_beside_the_runs_without_a_link(found: Association, shown: Picture) -> None:
    picture = shown
    row = found.table.loc[["pearson", "spatial"]]
    (interval,) = drawn(picture, "nothing", "interval")
    assert interval.get_xdata() == pytest.approx([row["low"].min(), row["high"].max()])
    (value,) = drawn(picture, "nothing", "value")
    assert value.get_xdata() == pytest.approx([row.at["pearson", "value"]])
    ranges = [tuple(line.get_xdata()) for line in drawn(picture, "nothing", "range")]
    assert ranges == [pytest.approx((one.low, one.high)) for one in found.nothing_true.values()]
    low, high = part(picture, "nothing").get_xlim()
    for one in found.nothing_true.values():
        assert low <= one.runs.min()
        assert one.runs.max() <= high
    heights = [bar.get_height() for bar in drawn(picture, "nothing", "runs")]
    assert len(heights) > 3
    assert len(drawn(picture, "nothing", "way")) == 4


@pytest.mark.parametrize(("lang", "page"), [("vi", "slide"), ("en", "a4")])
def test_no_text_leaves_the_page_or_meets_another(found: Association, lang: str, page: str) -> None:
    picture = draw_association(found, lang=lang, page=page, banner="LƯU HÀNH NỘI BỘ")
    picture.draw_without_rendering()
    width, height = picture.get_size_inches() * picture.dpi
    texts = [*picture.texts, *part(picture, "nothing").texts, *part(picture, "communes").texts]
    for axes in (part(picture, "communes"), part(picture, "nothing")):
        texts += [axes.xaxis.label, axes.title, axes._left_title]
    boxes = [
        (t.get_text(), t.get_window_extent(picture.canvas.get_renderer())) for t in texts if t.get_text()
    ]
    for text, box in boxes:
        assert -1 <= box.x0 < box.x1 <= width + 1, text
        assert -1 <= box.y0 < box.y1 <= height + 1, text
    assert not [(a, b) for i, (a, x) in enumerate(boxes) for b, y in boxes[i + 1 :] if x.overlaps(y)]


def test_the_title_says_no_more_than_nothing_allows_and_the_foot_all_of_it(
    found: Association, shown: Picture
) -> None:
    assert "không khác mức có được khi không có mối liên hệ nào" in shown.alt
    assert "no different from what no link at all gives" in describe_association(found, "en")
    foot = " ".join(text.get_text().replace("\n", " ") for text in shown.texts)
    for said in (found.sentence()[:60], "Ghi chú", "Nguồn"):
        assert said in foot
    for said in (found.sentence(), found.details(), "Ghi chú"):
        assert said in shown.alt


def test_what_only_describes_is_marked_whatever_the_title(described: Association) -> None:
    picture = draw_association(described, lang="en", banner="", title="Communes that meet 19.2")
    (text,) = drawn(picture, "communes", "contained")
    assert text.get_text().startswith("Description only: ")
    assert "Description only: " in picture.alt
    assert "Chỉ mô tả: " in describe_association(described)


def test_figures_of_small_counts_are_not_released(
    found: Association, described: Association, project: Project
) -> None:
    with pytest.raises(RefusedError, match="suy ra số nhỏ đã che"):
        draw_association(found, audience="release", project=project)
    with pytest.raises(UsageError):
        draw_association(found, audience="public", project=project)
    assert not described.sensitive
    draw_association(described, audience="release", project=project)


def test_lines_of_very_many_districts_are_left_out(found: Association) -> None:
    many = pd.concat([found.frame.assign(group_code=f"{i}", group_name="") for i in range(MOST_LINES + 1)])
    assert not list(lines_of(many))
    assert len(list(lines_of(many[many["group_code"].le("3")]))) > 1
    assert not list(lines_of(found.frame.assign(group_code="")))


def test_the_same_association_gives_the_same_bytes(found: Association) -> None:
    first, second = (render(draw_association(found, banner=""), "png", 40) for _ in range(2))
    assert first == second
