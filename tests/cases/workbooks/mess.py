"""How a figure is written into a cell and what an honest reader makes of it; the reader's code was not asked."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

R, NONE, NA, KX, BAD = "reported", "not_reported", "not_available", "not_applicable", "unparsed"


@dataclass(frozen=True)
class Formula:
    """A formula; without `cached` it was never computed."""

    text: str
    cached: object = ""


@dataclass(frozen=True)
class Percent:
    """A number in a cell that shows it as a percentage."""

    value: float


@dataclass(frozen=True)
class Raised:
    """A text with a raised piece behind it, as a footnote mark."""

    text: str
    mark: str


@dataclass(frozen=True)
class Shown:
    """A number in a cell of its own number format."""

    value: float
    how: str


@dataclass(frozen=True)
class Expect:
    """What must be read; `may_refuse` where keeping the cell out with a finding is right too."""

    value: float | None
    status: str = R
    comparator: str = "exact"
    may_refuse: bool = False


@dataclass(frozen=True)
class Mess:
    """One way to write a cell.

    `needs` is the truth it can tell (``any`` for every one); `write` makes the content; `expect` what must be read.
    """

    name: str
    write: Callable[[float], object]
    expect: Callable[[float], Expect]
    needs: float | str | None = "any"
    trouble: str = ""
    large: bool = False


def dotted(value: float) -> str:
    """1602 as Vietnamese writes it: 1.602."""
    return f"{int(value):,}".replace(",", ".")


def _same(value: float) -> Expect:
    return Expect(value)


def _maybe(value: float) -> Expect:
    return Expect(value, may_refuse=True)


def _refused(_: float) -> Expect:
    return Expect(None, BAD)


def _always(content: object) -> Callable[[float], object]:
    return lambda _: content


def _is(value: float | None, status: str = R, comparator: str = "exact") -> Callable[[float], Expect]:
    return lambda _: Expect(value, status, comparator)


def _bad(
    name: str, content: object, trouble: str, needs: float | str = "any", *, large: bool = False
) -> Mess:
    return Mess(name, _always(content), _refused, needs, trouble, large)


def _zero(name: str, content: object) -> Mess:
    return Mess(name, _always(content), _is(0), 0)


COUNTS = (
    Mess("number", int, _same),
    Mess("dotted_text", dotted, _same, large=True),
    Mess("digits_as_text", lambda v: str(int(v)), _same),
    Mess("leading_zero", _always("04"), _same, 4),
    Mess("leading_zeros_long", _always("007"), _same, 7),
    Mess("whole_float", float, _same),
    Mess("spaces_around", lambda v: f"  {dotted(v)} ", _same),
    Mess("hard_spaces_around", lambda v: f"\u00a0{dotted(v)}\u00a0", _same),
    Mess("zero_width_space", lambda v: f"\u200b{int(v)}", _maybe, trouble="odd_text"),
    Mess("line_break_behind", lambda v: f"{int(v)}\n", _same),
    Mess("apostrophe_before", lambda v: f"'{int(v)}", _maybe, trouble="odd_text"),
    Mess("computed_formula", lambda v: Formula(f"={int(v) + 1}-1", int(v)), _same),
    Mess("computed_text_formula", lambda v: Formula('=TEXT(1,"0")', dotted(v)), _same),
    _zero("dash", "-"),
    _zero("dash_spaced", " - "),
    _zero("en_dash", "–"),
    _zero("zero_number", 0),
    _zero("zero_text", "0"),
    _zero("double_zero", "00"),
    _zero("none_word", "Không"),
    _zero("none_word_lower", "không"),
    _zero("none_word_decomposed", "Kho\u0302ng"),
    Mess("ellipsis", _always("…"), _is(None, NA), None),
    Mess("three_dots", _always("..."), _is(None, NA), None),
    Mess("empty", _always(None), _is(None, NONE), None),
    Mess("only_spaces", _always("   "), _is(None, NONE), None),
    Mess("hard_space_only", _always("\u00a0"), _is(None, NONE), None),
    Mess("not_yet_reported", _always("chưa báo cáo"), _is(None, NONE), None),
    Mess("not_considered", _always("KX"), _is(None, KX), None),
    Mess("two_strokes", _always("//"), _is(None, KX), None),
    Mess("over", _always("hơn 2000"), _is(2000, R, "over"), 2000, large=True),
    Mess("over_dotted", _always("trên 88.500"), _is(88_500, R, "over"), 88_500, large=True),
    Mess("under", _always("gần 30"), _is(30, R, "under"), 30),
    Mess("under_word", _always("dưới 5.000"), _is(5000, R, "under"), 5000, large=True),
    Mess("about", _always("khoảng 50"), _is(50, R, "about"), 50),
    Mess("over_capital", _always("Hơn 2.000"), _is(2000, R, "over"), 2000, large=True),
    Mess("greater_sign", _always(">100"), lambda _: Expect(100, R, "over", may_refuse=True), 100, "odd_text"),
    Mess("unit_behind", lambda v: f"{int(v)} vụ", _maybe, trouble="words"),
    Mess("people_behind", _always("1.602 người"), _maybe, 1602, "words", large=True),
    Mess("unit_in_format", lambda v: Shown(v, '0" vụ"'), _same),
    Mess("zeros_in_format", lambda v: Shown(v, "00"), _same),
    Mess("stop_behind", lambda v: f"{int(v)}.", _maybe, trouble="odd_text"),
    Mess("star_behind", lambda v: f"{int(v)}*", _maybe, trouble="footnote"),
    Mess("superscript_sign", lambda v: f"{int(v)}¹", _maybe, trouble="footnote"),
    Mess("raised_footnote", lambda v: Raised(str(int(v)), "1"), _maybe, trouble="footnote"),
    Mess("decimal_zero_vn", lambda v: f"{dotted(v)},0", _maybe, trouble="two_ways"),
    Mess("space_thousands", _always("1 602"), _maybe, 1602, "two_ways", large=True),
    Mess("hard_space_thousands", _always("1\u00a0602"), _maybe, 1602, "two_ways", large=True),
    Mess("space_behind_dot", _always("1. 602"), _maybe, 1602, "two_ways", large=True),
    Mess("millions_words", _always("1,2 triệu"), _maybe, 1_200_000, "words", large=True),
    Mess("full_width_digits", _always("４５"), _maybe, 45, "odd_text"),
    Mess("day_text", _always("12/11"), _refused, trouble="fraction"),
    _bad("lost_thousands", 1.602, "lost_thousands", 1602, large=True),
    _bad("lost_thousands_short", 1.6, "lost_thousands", 1600, large=True),
    _bad("lost_thousands_long", 12.345, "lost_thousands", 12_345, large=True),
    _bad("float_fraction", 7.5, "lost_thousands"),
    _bad("english_thousands", "1,602", "two_ways", 1602, large=True),
    _bad("english_decimal", "12.5", "two_ways"),
    _bad("half_thousands", "1.60", "two_ways", 1600, large=True),
    _bad("two_dots_short", "1.602.5", "two_ways", large=True),
    _bad("two_facts", "5 vụ/9 đối tượng", "two_facts"),
    _bad("two_facts_plain", "5/9", "fraction"),
    _bad("two_facts_semicolon", "5; 9", "two_facts"),
    _bad("two_facts_lines", "5 vụ\n9 đối tượng", "two_facts"),
    _bad("bracketed_part", "12 (03 vụ rõ)", "two_facts"),
    _bad("bracketed_number", "12 (3)", "two_facts"),
    _bad("range", "12-15", "two_facts"),
    _bad("sum_in_text", "12+3", "two_facts"),
    _bad("plus_two", "+2", "change"),
    _bad("fell_by", "giảm 2", "change"),
    _bad("rose_by", "tăng 2 vụ", "change"),
    _bad("minus_text", "-5", "change"),
    _bad("minus_number", -5, "change"),
    _bad("brackets_for_minus", "(5)", "change"),
    _bad("percent_text", "83,7%", "percent"),
    _bad("percent_whole_text", "84%", "percent"),
    _bad("percent_format", Percent(0.837), "percent"),
    _bad("percent_format_whole", Percent(5), "percent"),
    _bad("date_cell", dt.date(2023, 6, 1), "date"),
    _bad("time_cell", dt.time(5, 30), "date"),
    _bad("number_shown_as_date", Shown(5, "dd/mm/yyyy"), "date"),
    _bad("error_cell", Formula("=1/0", "#DIV/0!"), "error"),
    _bad("error_reference", Formula("=#REF!", "#REF!"), "error"),
    _bad("error_text", "#N/A", "error"),
    _bad("formula_never_computed", Formula("=2+3"), "never_computed"),
    _bad("truth_value", True, "truth"),
    _bad("tick_in_count", "x", "not_number"),
    _bad("letter_o", "1O", "not_number"),
    _bad("letter_l", "l2", "not_number"),
    _bad("word_number", "năm", "not_number"),
    _bad("hundreds", "hàng nghìn", "not_number"),
    _bad("question", "?", "not_number"),
    _bad("year_words", "Năm 2023", "words"),
    _bad("plain_words", "xem biểu 2", "words"),
    _bad("exponent", "1E3", "not_number"),
    _bad("equals", "=5", "not_number"),
    _bad("list_over", "hơn 1.469; 265", "two_facts"),
)

TICKS = (
    *(
        Mess(name, _always(content), _is(1), 1)
        for name, content in (
            ("x", "x"),
            ("capital_x", "X"),
            ("check_mark", "✓"),
            ("v", "v"),
            ("met", "Đạt"),
            ("met_upper", "ĐẠT"),
            ("met_short", "Đ"),
            ("met_decomposed", "Đa\u0323t"),
            ("one", 1),
            ("one_text", "1"),
            ("x_spaced", " x "),
        )
    ),
    *(
        Mess(name, _always(content), _is(0), 0)
        for name, content in (
            ("not_met", "Không đạt"),
            ("not_met_short", "KĐ"),
            ("not_met_upper", "KHÔNG ĐẠT"),
            ("zero", 0),
            ("empty_tick", None),
        )
    ),
    Mess("not_yet_met", _always("Chưa đạt"), lambda _: Expect(0, may_refuse=True), 0, "unknown_tick"),
    Mess("wingdings", _always("ü"), lambda _: Expect(1, may_refuse=True), 1, "unknown_tick"),
    Mess("plus", _always("+"), lambda _: Expect(1, may_refuse=True), 1, "unknown_tick"),
    Mess("tick_true", _always(True), lambda _: Expect(1, may_refuse=True), 1, "unknown_tick"),
    *(
        Mess(name, _always(content), _is(None, KX), None)
        for name, content in (("kx", "KX"), ("not_considered_words", "Không xét"), ("strokes", "//"))
    ),
    Mess("tick_ellipsis", _always("…"), _is(None, NA), None),
    _bad("tick_two", 2, "unknown_tick"),
    _bad("tick_question", "?", "unknown_tick"),
    _bad("tick_registered", "Đăng ký", "unknown_tick"),
    _bad("tick_not_certain", "Đạt (chờ công nhận)", "unknown_tick"),
    _bad("tick_cross", "✗", "unknown_tick"),
)

RATES = (
    Mess("rate_text", _always("83,7%"), _same, 83.7),
    Mess("rate_text_spaced", _always("83,7 %"), _same, 83.7),
    Mess("rate_number", _always(83.7), _same, 83.7),
    Mess("rate_format", _always(Percent(0.837)), _same, 83.7),
    Mess("rate_whole", _always(100), _same, 100),
    Mess("rate_comma", _always("83,7"), _same, 83.7),
    Mess("rate_english_text", _always("83.7"), _maybe, 83.7, "two_ways"),
    Mess("rate_english_percent", _always("83.7%"), _maybe, 83.7, "two_ways"),
    Mess("rate_share", _always(0.837), _refused, trouble="share"),
    Mess("rate_with_parts", _always("108/129 (83,7%)"), _maybe, 83.7, "two_facts"),
)

ESTABLISHED = (
    Mess("year_number", int, _same),
    Mess("year_text", lambda v: str(int(v)), _same),
    Mess("year_in_words", lambda v: f"Năm {int(v)}", _same),
    Mess("year_short", lambda v: f"N.{int(v)}", _same),
    Mess("year_until", lambda v: f"Đến hết năm {int(v)}", _maybe, trouble="not_year"),
    Mess("year_month", lambda v: f"5/{int(v)}", _maybe, trouble="not_year"),
    _bad("year_dotted", "2.019", "not_year", 2019),
    _bad("year_two_digits", "19", "not_year", 2019),
    _bad("years_span", "2015-2020", "not_year"),
    _bad("year_count", 12, "not_year"),
)

TROUBLES: dict[str, frozenset[str]] = {
    name: frozenset(rules.split())
    for name, rules in {
        "odd_text": "not_a_number words_with_number number_in_two_ways",
        "words": "words_with_number not_a_number two_facts",
        "footnote": "formatted_runs words_with_number not_a_number two_facts",
        "two_ways": "two_facts thousands_spaced number_in_two_ways fraction_in_count thousands_lost words_with_number "
        "not_a_number percent_or_share",
        "fraction": "fraction_of_two two_facts date_in_count",
        "lost_thousands": "thousands_lost fraction_in_count",
        "two_facts": "two_facts words_with_number fraction_of_two not_a_number",
        "change": "change_in_count negative_count words_with_number not_a_number",
        "percent": "percent_in_count words_with_number not_a_number",
        "date": "date_in_count",
        "error": "excel_error",
        "never_computed": "formula_not_computed",
        "truth": "truth_in_count",
        "not_number": "not_a_number words_with_number two_facts",
        "unknown_tick": "unknown_tick",
        "share": "percent_or_share",
        "not_year": "not_a_year two_facts words_with_number",
        "merged": "merged_value",
        "unknown_unit": "unit_unmatched unit_ambiguous",
        "other_unit": "other_units",
        "unknown_heading": "unit_unmatched unit_ambiguous heading_without_units",
        "second_table": "second_table",
        "ambiguous_unit": "unit_ambiguous unit_unmatched",
        "accent": "unit_accent_changed",
        "type": "unit_type_differs",
        "remark": "name_remark",
        "duplicate": "duplicate_rows",
        "conflict": "conflict",
        "parts": "part_rows_added",
        "sheets_repeat": "sheets_repeat",
        "sheets_conflict": "sheets_differ",
        "total": "total_differs subtotal_differs row_of_totals_differs row_of_subtotals_differs",
        "carried": "total_differs subtotal_differs row_of_totals_differs row_of_subtotals_differs "
        "unit_unmatched unit_ambiguous computed_rows_left",
        "subtotal": "subtotal_differs row_of_subtotals_differs",
        "ratio": "ratio_differs",
        "part": "part_above_whole",
        "no_name": "row_without_unit unit_above_nameless",
        "period": "period_in_title_differs",
        "hidden": "hidden_read",
        "foreign_column": "column_not_in_layout",
        "foreign_sheet": "sheet_not_in_layout",
        "total_never_computed": "total_unreadable formula_not_computed",
    }.items()
}
"""Kind of trouble to the rules that say so rightly; the neutral names are the family's, the rules the catalogue's."""
