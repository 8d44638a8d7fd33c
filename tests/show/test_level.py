"""The level in the title of a map is the figure of the province, also where organisations count in it."""

from dataclasses import replace

import pytest

from antq_analysis.briefing.communes.rows import HEADING, rows_of
from antq_analysis.measures.change import say_level
from antq_analysis.measures.rates import count, rate, share
from antq_analysis.measures.series import total_rate, total_share
from antq_analysis.measures.usual import usual_measure, usual_series
from antq_analysis.panel.load import Panel
from antq_analysis.show.level import lacking_of, level_of
from antq_analysis.show.lines import trend_notes
from antq_analysis.show.mapped import notes_of, read_map, title_of
from antq_analysis.show.tables import draw_table
from tests.measures.test_grouped import KIND, grouped_panel, plain_rows
from tests.panel.made import UNITS, figure, made_panel
from tests.show.made import make_units

EVENTS, PART, WHOLE = "incidents_total", "residential_areas_with_model", "residential_areas_total"
POST = "police_post:don-mau"


def panel_of(rows: list[dict[str, object]]) -> Panel:
    panel = made_panel(rows)
    panel.units.geometry = make_units(4, districts=0).geometry.to_numpy()
    return panel


def with_posts(*, events: float = 12, missing: bool = False, **more: object) -> Panel:
    """Communes with 40 cases among 40,000 people; a police post with 12 cases and no people."""
    rows = [figure(unit, EVENTS, "2025", 10) for unit in UNITS[missing:]]
    rows += [figure(unit, "population", "2025", 10_000) for unit in UNITS]
    return panel_of([*rows, figure(POST, EVENTS, "2025", events, level="police_post", **more)])


def test_the_title_of_a_rate_is_the_headline() -> None:
    panel = with_posts()
    measure = usual_measure(panel, EVENTS)
    series = usual_series(panel, EVENTS)
    # (40 + 12) cases among 40,000 people are 13 per 10,000; the communes alone have 10.
    assert level_of(measure.at("2025"), measure.others["2025"]) == series.frame.at["2025", "value"] == 13
    assert level_of(measure.at("2025")) == 10
    assert "bình quân toàn tỉnh 13;" in title_of(read_map(measure, "2025"))
    assert "13 vụ/10.000 người" in say_level(series, "2025")


def test_the_title_keeps_the_word_of_a_bound() -> None:
    panel = with_posts(comparator="over")
    assert "bình quân toàn tỉnh trên 13;" in title_of(read_map(rate(panel, EVENTS), "2025"))
    assert "trên 13 vụ/10.000 người" in say_level(total_rate(panel, EVENTS), "2025")


def test_a_part_apportioned_beside_a_missing_one_makes_it_rough() -> None:
    panel = with_posts(missing=True)
    panel.observations.loc[0, ["status", "apportioned_share"]] = ["apportioned", 0.5]
    title = title_of(read_map(rate(panel, EVENTS), "2025"))
    level = say_level(total_rate(panel, EVENTS), "2025").split(": ")[1].split(" vụ")[0]
    assert f": bình quân {level} (thiếu\u00a01/4);" in title
    assert "khoảng 14" in title


def test_the_title_is_no_average_of_the_province_where_somebody_is_missing() -> None:
    title = title_of(read_map(rate(with_posts(missing=True), EVENTS), "2025"))
    assert ": bình quân 14 (thiếu\u00a01/4); 3/4" in title
    assert "toàn tỉnh" not in title
    rows = [figure(unit, EVENTS, "2025", 10) for unit in UNITS[1:]]
    rows.append(figure(UNITS[0], EVENTS, "2025", None, status="not_applicable"))
    rows += [figure(unit, "population", "2025", 10_000) for unit in UNITS]
    assert "bình quân toàn tỉnh 10;" in title_of(read_map(rate(panel_of(rows), EVENTS), "2025"))


def test_the_title_of_a_share_holds_what_has_both_figures() -> None:
    rows = [figure(unit, name, "2025", n) for unit in UNITS for name, n in ((PART, 5), (WHOLE, 10))]
    rows += [figure(POST, name, "2025", n, level="police_post") for name, n in ((PART, 16), (WHOLE, 20))]
    rows.append(figure("police_post:khac", PART, "2025", 7, level="police_post"))
    rows += [
        figure("police_post:sai", name, "2025", n, level="police_post") for name, n in ((PART, 9), (WHOLE, 8))
    ]
    panel = panel_of(rows)
    measure = share(panel, PART, WHOLE)
    assert (measure.others["2025"].n, measure.others["2025"].events, measure.others["2025"].exposure) == (
        1,
        16,
        20,
    )
    assert "bình quân toàn tỉnh 60%;" in title_of(read_map(measure, "2025"))
    assert total_share(panel, PART, WHOLE).frame.at["2025", "value"] == 60


def test_other_categories_and_other_maps_are_not_counted() -> None:
    panel = with_posts(category="khac")
    assert dict(count(panel, EVENTS).others) == {}
    panel = with_posts(unit_date="2017-01-01")
    assert dict(rate(panel, EVENTS).others) == {}
    assert "bình quân toàn tỉnh 10;" in title_of(read_map(rate(panel, EVENTS), "2025"))


@pytest.mark.parametrize(
    ("lang", "words"), [("vi", "tính vào tử số của mức bình quân"), ("en", "without a pop")]
)
def test_the_foot_of_a_map_says_where_organisations_count(lang: str, words: str) -> None:
    panel = with_posts()
    assert any(words in note for note in notes_of(read_map(rate(panel, EVENTS), "2025"), lang))
    plain = notes_of(read_map(count(panel, EVENTS), "2025"), lang)
    assert not any(words in note for note in plain)
    assert any(("trong tổng của tỉnh" if lang == "vi" else "total of the province") in note for note in plain)


def test_a_commune_without_people_lacks_its_base_and_not_its_figure() -> None:
    rows = [figure(unit, EVENTS, "2025", 10) for unit in UNITS[:3]]
    rows += [figure(unit, "population", "2025", 10_000) for unit in UNITS[1:]]
    rows.append(figure(UNITS[3], EVENTS, "2025", None, status="not_available", value_text="…"))
    mapped = read_map(rate(panel_of(rows), EVENTS), "2025")
    assert mapped.units["reason"].tolist() == ["no_base", "", "", "not_available"]
    assert any("1 xã không tính được (thiếu mẫu số)" in note for note in notes_of(mapped))


def test_what_may_not_be_summed_is_in_no_level() -> None:
    rows = [figure(unit, "ntm_19_2_met", "2025", 1) for unit in UNITS]
    measure = count(
        panel_of([*rows, figure(POST, "ntm_19_2_met", "2025", 0, level="police_post")]), "ntm_19_2_met"
    )
    assert "4/4" in title_of(read_map(measure, "2025"))
    assert any("không tính ở đây" in note for note in notes_of(read_map(measure, "2025")))


def test_a_chart_of_a_rate_says_that_its_events_hold_organisations() -> None:
    panel = with_posts()
    assert any(
        "không có dân số riêng" in note and "2025 (1)" in note
        for note in trend_notes(usual_series(panel, EVENTS))
    )


def test_a_table_of_communes_alone_says_so() -> None:
    panel = with_posts()
    table = draw_table(rate(panel, EVENTS), "2025")
    assert table.content["value:2025"].iloc[0] == 10
    assert any("chỉ gồm các xã" in note and "2025 (1)" in note for note in table.notes)


def test_the_total_of_a_table_says_how_many_it_is_without() -> None:
    measure = rate(with_posts(missing=True), EVENTS)
    for lang, words in (("vi", "(thiếu\u00a01)"), ("en", "(lacks\u00a01)")):
        table = draw_table(measure, "2025", lang=lang)
        assert table.printed().iloc[0, 4].endswith(words)
        assert any(words[:6] in note for note in table.notes)
    whole = draw_table(rate(with_posts(), EVENTS), "2025")
    assert "thiếu" not in "".join([*whole.printed().iloc[0], *whole.notes])


def test_a_unit_without_any_row_is_lacking_too() -> None:
    rows = [figure(unit, EVENTS, "2025", 10) for unit in UNITS[1:]]
    measure = count(panel_of(rows), EVENTS)
    assert lacking_of(measure, measure.units.index, "2025") == 1


def test_a_group_and_the_total_of_groups_say_which_members_they_are_without() -> None:
    panel = grouped_panel(plain_rows()[1:])
    table = draw_table(count(panel, EVENTS, group=KIND), "2023").printed()
    assert table["1"].tolist() == ["Tổng", "Huyện Mẫu 1", "Huyện Mẫu 2", "Thuộc nhiều huyện cũ"]
    assert table["2"].tolist() == ["15 (thiếu\u00a01)", "4 (thiếu\u00a01)", "5", "6"]


def test_districts_without_codes_stand_as_in_the_register() -> None:
    names = ["Thị xã Mẫu", "Thị xã Mẫu", "Huyện Suối Mơ", "Huyện Đá Mơ"]
    panel = panel_of([figure(unit, EVENTS, "2025", 10) for unit in UNITS])
    for codes, order in (
        (["", "", "", ""], ["Thị xã Mẫu", "Huyện Suối Mơ", "Huyện Đá Mơ"]),
        (["3", "3", "1", "2"], ["Huyện Suối Mơ", "Huyện Đá Mơ", "Thị xã Mẫu"]),
    ):
        panel = replace(panel, units=panel.units.assign(district_name=names, district_code=codes))
        table = draw_table(count(panel, EVENTS), "2025")
        assert table.content.loc[table.kinds.eq("heading"), "name"].tolist() == order
        assert [row.name for row in rows_of(panel, "vi") if row.kind == HEADING] == order


def test_a_map_says_one_share_once() -> None:
    panel = panel_of([figure(unit, EVENTS, "2025", 10) for unit in UNITS])
    shared = ["apportioned", 0.1]
    panel.observations.loc[:1, ["status", "apportioned_share"]] = [shared, shared]
    notes = " ".join(notes_of(read_map(count(panel, EVENTS), "2025")))
    assert "Ở 2 xã, phần phân bổ chiếm 10% giá trị." in notes
