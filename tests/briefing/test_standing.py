"""What is said of one figure: absolute change first, percentages only on a base, and never over a break."""

import numpy as np
import pytest

from antq_analysis.briefing.given import Given
from antq_analysis.briefing.standing import Standing
from tests.briefing.given_made import made_given, rows_of
from tests.panel.made import figure

EVENTS, TIPS, AREAS, MET = "incidents_total", "tips_total", "residential_areas_with_model", "ntm_19_2_met"


def said(given: Given, name: str = EVENTS) -> str:
    one = given.standing(name)
    assert one is not None
    return one.sentence(given.before)


def standing(given: Given, name: str = EVENTS) -> Standing:
    one = given.standing(name)
    assert one is not None
    return one


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("vi", "Vụ việc về ANTT năm 2025: 129 vụ, giảm 12 vụ (-8,5%) so với năm 2024."),
        ("en", "Security and order incidents in 2025: 129 cases, down 12 cases (-8.5%) compared with 2024."),
    ],
)
def test_the_absolute_change_comes_first_with_its_unit(lang: str, text: str) -> None:
    rows = rows_of(EVENTS, "2024", 40, 40, 40, 21), rows_of(EVENTS, "2025", 40, 40, 40, 9)
    assert said(made_given(*rows, lang=lang)) == text


@pytest.mark.parametrize(
    ("then", "now", "text"),
    [
        (7, 5, "05 vụ, giảm 2 vụ so với"),
        (19, 9, "09 vụ, giảm 10 vụ so với"),
        (20, 10, "10 vụ, giảm 10 vụ (-50,0%) so với"),
        (5, 5, "05 vụ, không tăng, không giảm so với"),
        (3, 0, "0 vụ, giảm 3 vụ so với"),
    ],
)
def test_small_counts_have_two_digits_and_no_percentage(then: int, now: int, text: str) -> None:
    given = made_given(rows_of(EVENTS, "2024", then, 0, 0, 0), rows_of(EVENTS, "2025", now, 0, 0, 0))
    assert f": {text} năm 2024." in said(given)


def test_english_writes_small_counts_as_they_are() -> None:
    given = made_given(rows_of(EVENTS, "2025", 5, 0, 0, 0), lang="en")
    assert said(given) == "Security and order incidents in 2025: 5 cases."


def test_shares_stand_with_their_counts_and_change_in_percentage_points() -> None:
    bases = [rows_of("residential_areas_total", year, 40, 30, 30, 29) for year in ("2024", "2025")]
    parts = rows_of(AREAS, "2024", 30, 30, 20, 20), rows_of(AREAS, "2025", 40, 30, 20, 18)
    told = said(made_given(*bases, *parts), f"share:{AREAS}")
    # 108/129 is 83.72, 100/129 is 77.52: both rounded first.
    assert told.endswith(": 108/129 (83,7%), tăng 6,2 điểm phần trăm so với năm 2024.")


def test_the_printed_change_is_that_of_the_printed_figures_in_the_sentence_and_in_the_table() -> None:
    people = [rows_of("population", year, 10000, 10000, 10000, 10000) for year in ("2024", "2025")]
    # 28 over 40,000 is 7.0 and 39 is 9.75, printed 9.8: 2.75 apart, and 2.8 as printed.
    rows = rows_of(EVENTS, "2024", 28, 0, 0, 0), rows_of(EVENTS, "2025", 39, 0, 0, 0)
    given = made_given(*people, *rows)
    one = standing(given, f"rate:{EVENTS}")
    assert "9,8 vụ/10.000 người, tăng 2,8 (+39,3%)" in one.sentence("2024")
    difference, percent = one.difference("2024")
    assert (round(difference, 9), round(percent, 4)) == (2.8, round(100 * 11 / 28, 4))


def test_two_criteria_sets_are_never_compared() -> None:
    given = made_given(rows_of(MET, "2021", 1, 1, 1, 0), rows_of(MET, "2022", 1, 0, 0, 0), year="2022")
    told = said(given, f"share:{MET}")
    assert "năm 2022: 1/4 (25,0%); không so với năm 2021 vì thay đổi cách tính (bộ tiêu chí" in told
    assert "giảm" not in told
    assert "điểm phần trăm" not in told


def test_what_rests_on_other_places_is_compared_over_those_that_have_both() -> None:
    given = made_given(rows_of(EVENTS, "2024", 30, 30, 30, 30), rows_of(EVENTS, "2025", 25, 25, 25, None))
    told = said(given)
    assert ": 75 vụ; không so với năm 2024 vì hai số không gồm cùng các đơn vị." in told
    assert "Tính riêng 3 xã có số cả hai năm: giảm 15 vụ (-16,7%)." in told
    assert told.endswith("(Thiếu số liệu của 1 xã năm 2025.)")
    assert "-37,5%" not in told


def test_a_bound_has_no_change() -> None:
    given = made_given(
        rows_of(TIPS, "2024", 30, 30, 30, 30), rows_of(TIPS, "2025", 25, 25, 25, 25, comparator="over")
    )
    assert said(given, TIPS).endswith(
        "năm 2025: trên 100 tin; không so với năm 2024 vì có số chỉ nêu giới hạn hoặc ước chừng."
    )


def test_a_figure_that_is_not_final_says_so_also_in_the_title_of_a_slide() -> None:
    then, now = (
        rows_of(EVENTS, "2024", 30, 30, 30, 30),
        rows_of(EVENTS, "2025", 25, 25, 25, 25, stage="estimate"),
    )
    one = standing(made_given(then, now))
    text = "100 vụ, giảm 20 vụ (-16,7%) so với năm 2024. (Số năm 2025: ước.)"
    assert one.sentence("2024").endswith(text)
    assert one.short("2024") == one.sentence("2024")
    now[0]["stage"] = "final"
    assert standing(made_given(then, now)).stage("2025") == "một phần ước, một phần chính thức"
    # What was revised is as final as what never was.
    revised = standing(made_given(then, rows_of(EVENTS, "2025", 25, 25, 25, 25, stage="revised")))
    assert "(Số năm" not in revised.sentence("2024")
    early = made_given(
        rows_of(EVENTS, "2024", 9, 9, 9, 9, stage="preliminary"), rows_of(EVENTS, "2025", 9, 9, 9, 9)
    )
    assert said(early).endswith("so với năm 2024. (Số năm 2024: sơ bộ.)")


def test_a_title_says_who_is_missing() -> None:
    one = standing(made_given(rows_of(EVENTS, "2025", 25, 25, None, None)))
    assert one.short() == "Vụ việc về ANTT năm 2025: 50 vụ. (Thiếu số liệu của 2 xã năm 2025.)"


def test_a_rate_is_no_small_count_with_a_zero_before_it() -> None:
    people = [rows_of("population", year, 10000, 10000, 10000, 10000) for year in ("2024", "2025")]
    events = rows_of(EVENTS, "2024", 16, 16, 16, 16), rows_of(EVENTS, "2025", 8, 8, 8, 8)
    assert ": 8 vụ/10.000 người, giảm 8 (-50,0%)" in said(made_given(*people, *events), f"rate:{EVENTS}")
    assert ": 08 vụ." in said(made_given(rows_of(EVENTS, "2025", 8, 0, 0, 0)))


@pytest.mark.parametrize(
    ("name", "lang", "label"),
    [
        (EVENTS, "vi", "Vụ việc về ANTT"),
        (EVENTS, "en", "Security and order incidents (cases)"),
        ("population", "vi", "Dân số (người)"),
        (f"rate:{EVENTS}", "vi", "Tỷ suất vụ việc về ANTT (vụ/10.000 người)"),
    ],
)
def test_a_row_bears_its_unit_only_where_its_words_do_not(name: str, lang: str, label: str) -> None:
    people = rows_of("population", "2025", 900, 900, 900, 900)
    given = made_given(people, rows_of(EVENTS, "2025", 4, 4, 4, 4), lang=lang)
    assert standing(given, name).label() == label


def test_without_a_year_before_only_the_figure_is_said() -> None:
    given = made_given(rows_of(EVENTS, "2023", 9, 9, 9, 9), rows_of(EVENTS, "2025", 25, 25, 25, 25))
    assert given.before == ""
    assert said(given) == "Vụ việc về ANTT năm 2025: 100 vụ."


def test_a_year_before_of_which_only_the_whole_is_known_is_compared() -> None:
    whole = [figure("99", EVENTS, "2024", 120, level="province")]
    told = said(made_given(whole, rows_of(EVENTS, "2025", 25, 25, 25, 25)))
    assert told.endswith("100 vụ, giảm 20 vụ (-16,7%) so với năm 2024.")
    missing = said(made_given(whole, rows_of(EVENTS, "2025", 25, 25, 25, None)))
    assert "không so với năm 2024 vì hai số không gồm cùng các đơn vị" in missing


def test_an_indicator_not_reported_before_says_why_there_is_no_change() -> None:
    given = made_given(rows_of(TIPS, "2024", 1, 1, 1, 1), rows_of(EVENTS, "2025", 25, 25, 25, 25))
    told = said(given)
    assert told.startswith("Vụ việc về ANTT năm 2025: 100 vụ; không so với năm 2024 vì ")
    assert given.standing(TIPS) is None


def test_what_may_not_be_summed_has_no_standing() -> None:
    given = made_given(rows_of("model_types_active", "2025", 3, 3, 3, 3))
    assert given.standing("model_types_active") is None
    assert given.standings(["model_types_active", "tips_total"]) == ()


def test_each_list_of_hot_spots_stands_apart_and_none_is_added() -> None:
    name = "hotspot_communes_listed"
    one, other = (
        [row | {"category": kind} for row in rows_of(name, "2025", *values)]
        for kind, values in (("antt", (1, 1, 0, 0)), ("ttatxh", (1, 0, 0, 0)))
    )
    found = made_given(one, other).standings([f"share:{name}"])
    assert [item.figure("2025") for item in found] == ["2/4 (50,0%)", "1/4 (25,0%)"]
    assert "danh sách về ANTT" in found[0].name
    assert "danh sách về TTATXH" in found[1].name


def test_nothing_changed_is_no_percentage() -> None:
    given = made_given(rows_of(EVENTS, "2024", 25, 25, 25, 25), rows_of(EVENTS, "2025", 25, 25, 25, 25))
    difference, percent = standing(given).difference("2024")
    assert difference == 0
    assert np.isnan(percent)
