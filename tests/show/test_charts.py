"""Trend charts: a line is never joined over a break, a gap or a missing year."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from antq_analysis.measures.frame import Places, Series
from antq_analysis.show.charts import draw_trend
from antq_analysis.show.lines import cuts_of, describe_trend, segments_of, trend_title
from antq_analysis.show.picture import Picture, render
from tests.show.made import make_series


def segments(picture: Picture, gid: str = "segment") -> list[list[float]]:
    axes = next(axes for axes in picture.axes if axes.get_label() == "trend")
    return [list(line.get_xdata()) for line in axes.lines if line.get_gid() == gid]


def one_way(series: Series) -> Series:
    return replace(series, frame=series.frame.assign(method_version="one", n_missing=0), breaks=())


def complete(series: Series) -> Series:
    return replace(series, frame=series.frame.assign(n_missing=0))


def test_the_line_is_cut_at_the_break() -> None:
    picture = draw_trend(complete(make_series()), banner="")
    assert segments(picture) == [[2017, 2018, 2019, 2020, 2021, 2022], [2023, 2024, 2025]]


def test_years_of_different_communes_are_joined_by_dots_only() -> None:
    # Of the made years only 2019 and 2025 lack communes, and nobody knows which.
    picture = draw_trend(make_series(), banner="")
    assert segments(picture) == [[2017, 2018], [2019], [2020, 2021, 2022], [2023, 2024], [2025]]
    assert segments(picture, "apart") == [[2018, 2019], [2019, 2020], [2024, 2025]]
    assert "Đoạn chấm" in describe_trend(make_series())
    assert "Đoạn chấm" not in describe_trend(complete(make_series()))
    places = Places(
        reporting=dict.fromkeys(map(str, range(2017, 2026)), frozenset({"x 1"})), parts=pd.DataFrame()
    )
    assert not segments(draw_trend(replace(make_series(), places=places), banner=""), "apart")


def test_without_a_break_the_line_is_whole() -> None:
    assert segments(draw_trend(one_way(make_series()), banner="")) == [list(range(2017, 2026))]


def test_a_change_of_method_cuts_even_without_a_named_break() -> None:
    series = replace(complete(make_series()), breaks=())
    assert len(segments(draw_trend(series, banner=""))) == 2
    assert "Cách thống kê thay đổi" in describe_trend(series)


@pytest.mark.parametrize(
    ("on", "after"),
    [(date(2025, 7, 1), 7), (date(2020, 1, 1), 2), (date(2019, 12, 31), 1), (date(2020, 12, 31), 2)],
)
def test_a_dated_break_cuts_before_the_first_year_that_ends_on_it_or_later(on: date, after: int) -> None:
    series = one_way(make_series())
    cut = replace(make_series().breaks[0], on=on, before="", after="", kind="boundary")
    assert [c.after for c in cuts_of(replace(series, breaks=(cut,)))] == [after]
    assert len(segments_of(replace(series, breaks=(cut,)))) == 2


def test_a_missing_year_or_value_is_a_gap() -> None:
    series = one_way(make_series())
    frame = series.frame.drop(index="2019")
    assert segments(draw_trend(replace(series, frame=frame), banner=""))[0] == [2017, 2018]
    frame = series.frame.copy()
    frame.loc["2020", "value"] = np.nan
    assert [len(run) for run in segments(draw_trend(replace(series, frame=frame), banner=""))] == [3, 5]


def test_the_title_says_a_change_only_within_one_way_of_counting_and_with_all_units() -> None:
    series = make_series()
    assert trend_title(series) == "Điểm mô hình đang hoạt động: 1.710 (thiếu\u00a02) năm 2025"
    whole = replace(series, frame=series.frame.assign(n_missing=0))
    assert trend_title(whole).endswith("tăng 55 (+3,3%) so với năm 2024")
    at_break = replace(whole, frame=whole.frame.iloc[:7])
    assert "so với" not in trend_title(at_break)
    assert "%" not in trend_title(at_break)


def test_a_rate_gets_a_percentage_only_where_its_events_carry_one() -> None:
    series = one_way(make_series())
    frame = series.frame.assign(value=np.linspace(6.5, 8.1, 9), exposure=1e6)
    assert trend_title(replace(series, frame=frame.assign(events=20.0))).endswith(
        "tăng 0,2 (+2,5%) so với năm 2024"
    )
    assert trend_title(replace(series, frame=frame.assign(events=19.0))).endswith("tăng 0,2 so với năm 2024")


def test_figures_along_one_line_have_the_same_decimals() -> None:
    series = one_way(make_series())
    frame = series.frame.assign(value=[56.7, 70.0, *np.linspace(61.25, 72.25, 7)])
    shown = describe_trend(replace(series, frame=frame))
    assert "2017: 56,7; 2018: 70,0; 2019: 61,3;" in shown
    axes = draw_trend(replace(series, frame=frame), banner="").axes[0]
    labels = [text.get_text() for text in axes.texts if text.get_gid() == "value"]
    assert labels
    assert all("," in label for label in labels)


def test_years_are_text_numbers_are_vietnamese_and_the_baseline_is_zero() -> None:
    picture = draw_trend(make_series(), banner="")
    axes = picture.axes[0]
    assert [tick.get_text() for tick in axes.get_xticklabels()] == [str(y) for y in range(2017, 2026)]
    picture.canvas.draw()
    assert "1.500" in [tick.get_text() for tick in axes.get_yticklabels()]
    assert axes.get_ylim()[0] == 0
    assert "1.602" in [text.get_text() for text in axes.texts]


def test_hollow_points_are_explained() -> None:
    assert "2019 (4/150), 2025 (2/150)" in describe_trend(make_series())
    picture = draw_trend(make_series(), banner="")
    hollow = [c for c in picture.axes[0].collections if c.get_gid() == "missing"]
    assert sorted(x for c in hollow for x, _ in c.get_offsets()) == [2019, 2025]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_reasons_of_several_breaks_do_not_overlap(lang: str) -> None:
    series = complete(make_series())
    more = [replace(series.breaks[0], on=date(y, 1, 1), before="", after="") for y in (2019, 2020, 2021)]
    picture = draw_trend(replace(series, breaks=(*more, *series.breaks)), lang=lang, banner="")
    width, height = picture.get_size_inches() * picture.dpi
    texts = [*picture.texts, *(t for t in picture.axes[0].texts if t.get_gid() == "reason")]
    boxes = [t.get_window_extent(picture.canvas.get_renderer()) for t in texts if t.get_text()]
    assert not [1 for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.overlaps(b)]
    assert all(b.x0 >= 0 and b.y0 >= 0 and b.x1 <= width and b.y1 <= height for b in boxes)
    assert len(segments(picture)) == 5


def test_the_same_chart_gives_the_same_bytes() -> None:
    for form in ("png", "svg", "pdf"):
        assert render(draw_trend(make_series(), banner=""), form, 80) == render(
            draw_trend(make_series(), banner=""), form, 80
        )


def test_an_empty_series_is_drawn_as_empty() -> None:
    series = make_series()
    empty = replace(series, frame=series.frame.assign(value=np.nan, low=np.nan, high=np.nan))
    assert "không có số liệu" in trend_title(empty)
    assert segments(draw_trend(empty, banner="")) == []
