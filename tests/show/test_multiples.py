"""Charts of groups: one small chart a group on common axes, cut and dotted like the chart of the province."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.axes import Axes

from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.measures.grouped import GroupMeasure
from antq_analysis.measures.rates import count, rate, share
from antq_analysis.places.groups import SEVERAL
from antq_analysis.show.charts import draw_trend
from antq_analysis.show.picture import Picture
from antq_analysis.show.tables import draw_table
from tests.measures.test_grouped import KIND, UNITS, figure, grouped_panel, plain_rows


def charts(picture: Picture) -> dict[str, Axes]:
    return {axes.get_title(loc="left"): axes for axes in picture.axes if axes.get_label() == "group"}


def over_years(years: range = range(2020, 2024)) -> GroupMeasure:
    rows = [row for year in years for row in plain_rows(str(year))]
    measure = rate(grouped_panel(rows), "incidents_total", group=KIND)
    assert isinstance(measure, GroupMeasure)
    return measure


def lines(axes: Axes, gid: str = "segment") -> list[list[float]]:
    return [list(line.get_xdata()) for line in axes.lines if line.get_gid() == gid]


def test_each_group_and_those_of_several_have_a_chart_on_common_axes() -> None:
    measure = over_years()
    drawn = charts(draw_trend(measure, banner=""))
    assert list(drawn) == ["Huyện Mẫu 1", "Huyện Mẫu 2", "Thuộc nhiều huyện cũ"]
    assert len({(axes.get_xlim(), axes.get_ylim()) for axes in drawn.values()}) == 1
    value = measure.frame.loc["1", "value"].to_numpy()
    np.testing.assert_allclose(drawn["Huyện Mẫu 1"].lines[0].get_ydata(), value)
    assert "More than one former district" in charts(draw_trend(measure, lang="en", banner=""))


def test_a_line_is_cut_where_the_criteria_change() -> None:
    rows = [figure(u, "ntm_19_2_met", str(year), 1) for u in UNITS for year in range(2019, 2024)]
    measure = share(grouped_panel(rows), "ntm_19_2_met", group=KIND)
    picture = draw_trend(measure, banner="")
    for axes in charts(picture).values():
        assert len(lines(axes)) == 2
        assert len(lines(axes, "cut")) == 1
        # Every share is 100%: the axis of shares ends there.
        assert axes.get_ylim()[1] == 100
    assert any("Đường bị ngắt" in text.get_text() for text in picture.texts)


def test_the_words_name_grouping_units_and_straddling_communes() -> None:
    for lang, words in (("vi", "theo huyện cũ"), ("en", "by former district")):
        picture = draw_trend(over_years(), lang=lang, banner="")
        assert words in picture.alt
        assert f"Xã {UNITS[3]}" in picture.alt
        assert all(year in picture.alt for year in ("2020", "2023"))


def test_years_of_different_members_are_joined_by_dots() -> None:
    rows = [row for year in range(2020, 2023) for row in plain_rows(str(year))]
    rows = [
        r
        for r in rows
        if (r["unit_code"], r["period"], r["indicator"]) != (UNITS[0], "2021", "incidents_total")
    ]
    measure = count(grouped_panel(rows), "incidents_total", group=KIND)
    drawn = charts(draw_trend(measure, banner=""))
    assert lines(drawn["Huyện Mẫu 1"], "apart")
    assert not lines(drawn["Huyện Mẫu 2"], "apart")


def test_small_counts_are_not_released() -> None:
    alone = ((UNITS[0], "1"), *((unit, "2") for unit in UNITS[1:]))
    measure = rate(grouped_panel(plain_rows(), alone), "incidents_total", group=KIND)
    assert measure.frame.at[("1", "2023"), "events"] == 3
    with pytest.raises(RefusedError):
        draw_trend(measure, audience="release", banner="")


def test_a_table_of_groups_names_them_and_lists_who_stands_apart() -> None:
    for lang, several in (("vi", "Thuộc nhiều huyện cũ"), ("en", "More than one former district")):
        table = draw_table(over_years(), "2023", lang=lang, banner="")
        assert table.content["name"].tolist()[1:] == ["Huyện Mẫu 1", "Huyện Mẫu 2", several]
        assert table.content["code"].tolist() == ["", "1", "2", ""]
        assert table.content["events:2023"].tolist() == [18, 7, 5, 6]
        assert any(f"Xã {UNITS[3]}" in note for note in table.notes)


def test_groups_without_any_figure_are_drawn_as_such() -> None:
    panel = grouped_panel([figure(UNITS[0], "population", "2023", 100)])
    picture = draw_trend(count(panel, "incidents_total", group=KIND), banner="")
    for axes in charts(picture).values():
        assert [text.get_text() for text in axes.texts] == ["Không có số liệu"]


def test_a_group_that_nothing_applies_to_is_not_called_without_data() -> None:
    outside = {"status": "not_applicable", "value": float("nan")}
    rows = [figure(u, "ntm_19_2_met", "2023", 1) for u in UNITS]
    rows = [row | outside if row["unit_code"] == UNITS[2] else row for row in rows]
    picture = draw_trend(share(grouped_panel(rows), "ntm_19_2_met", group=KIND), banner="")
    assert [text.get_text() for text in charts(picture)["Huyện Mẫu 2"].texts] == ["Không thuộc diện xét"]
    assert "2023–2023" not in picture.alt


def test_lines_by_commune_are_refused() -> None:
    with pytest.raises(UsageError, match="group="):
        draw_trend(rate(grouped_panel(plain_rows()), "incidents_total"), banner="")


def test_many_groups_stay_readable() -> None:
    one = over_years()
    series = {f"{n:03d}": one.series[SEVERAL] for n in range(23)}
    units = one.units.iloc[[0] * 23].assign(name=[f"Huyện Mẫu {n}" for n in range(23)])
    many = replace(one, series=series, units=units.set_axis(list(series), axis=0))
    drawn = charts(draw_trend(many, banner=""))
    assert len(drawn) == 23
    boxes = [axes.get_position() for axes in drawn.values()]
    assert min(box.height for box in boxes) > 0.05


def test_where_no_interval_can_be_had_the_words_say_why() -> None:
    said = "Chỗ không có dải màu"
    measure = over_years()
    assert said not in draw_trend(measure, banner="").alt
    first = next(iter(measure.series.values()))
    first.frame.iloc[0, first.frame.columns.get_indexer(["low", "high"])] = np.nan
    assert said in draw_trend(measure, banner="").alt


def test_the_last_figure_stands_beside_its_line_inside_the_axes() -> None:
    picture = draw_trend(over_years(), banner="")
    picture.draw_without_rendering()
    for axes in charts(picture).values():
        (label,) = [text for text in axes.texts if text.get_gid() == "value"]
        last = axes.transData.transform((2023, 0))[0]
        assert last < label.get_window_extent().x0
        assert label.get_window_extent().x1 <= axes.get_window_extent().x1
