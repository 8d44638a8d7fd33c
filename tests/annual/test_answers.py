"""The paragraph at the head of a notebook: a missing base, a missing outcome and a copied year are said."""

from dataclasses import replace

import pytest

from antq_analysis.annual.answers import answer_change, answer_year
from antq_analysis.briefing.listed import main_indicator, main_outcome
from antq_analysis.findings import Finding, Severity
from tests.panel.made import UNITS, figure, made_panel

EVENTS = "incidents_total"
Rows = list[dict[str, object]]


def all_of(indicator: str, *periods: str) -> Rows:
    return [figure(unit, indicator, period, 50) for unit in UNITS for period in periods]


def test_events_without_their_base_are_told_with_the_reason() -> None:
    panel = made_panel(all_of(EVENTS, "2024", "2025") + all_of("population", "2024"))
    text = answer_year(panel, EVENTS, "2025", "en")
    assert "not computed for 2025" in text
    assert "“Population”" in text
    assert "200 cases" in text
    gone = made_panel(all_of(EVENTS, "2024") + all_of("population", "2024", "2025"))
    assert "no figure for 2025" in answer_year(gone, EVENTS, "2025", "en")


def test_a_province_without_outcome_is_told_so() -> None:
    panel = made_panel(all_of("population", "2025"))
    assert (main_outcome(panel), main_indicator(panel)) == ("", "population")
    for lang in ("vi", "en"):
        for text in (answer_year(panel, "", "2025", lang), answer_change(panel, "", "2025", "", lang)):
            assert "data/reference/report.toml" in text
    assert main_indicator(made_panel(all_of("households", "2025"))) == "households"
    assert main_indicator(made_panel(all_of("population", "2025") + all_of(EVENTS, "2025"))) == EVENTS
    assert main_indicator(made_panel([figure("99", EVENTS, "2025", 4, level="province")])) == ""


@pytest.mark.parametrize(
    ("rule", "words", "told"),
    [
        ("period_copied", {}, True),
        ("column_copied", {"indicators": "tips_total, incidents_total"}, True),
        ("column_copied", {"indicators": "tips_total"}, False),
        ("period_copied", {"other": "2023"}, False),
        ("stock_copied", {"indicators": "incidents_total"}, False),
    ],
)
def test_unchanged_is_not_said_of_a_copied_year_alone(rule: str, words: dict[str, str], told: bool) -> None:
    panel = made_panel(all_of(EVENTS, "2024", "2025") + all_of("population", "2024", "2025"))
    finding = Finding(rule, Severity.WARNING, values={"period": "2025", "other": "2024"} | words)
    text = answer_year(replace(panel, findings=(finding,)), EVENTS, "2025", "en")
    assert ("Beware" in text) == told


def test_the_level_of_the_year_is_told_where_the_year_before_lacks_its_base() -> None:
    panel = made_panel(all_of(EVENTS, "2024", "2025") + all_of("population", "2025"))
    text = answer_year(panel, EVENTS, "2025")
    assert "năm 2025: 10.000 vụ/10.000 người." in text
    assert text.endswith("Không so với năm 2024 vì chưa có số liệu dân số năm 2024.")


def test_the_level_of_the_year_is_told_where_the_year_before_has_no_such_figure() -> None:
    panel = made_panel(all_of(EVENTS, "2025") + all_of("population", "2024", "2025"))
    text = answer_year(panel, EVENTS, "2025")
    assert "năm 2025: 10.000 vụ/10.000 người." in text
    assert text.endswith("Không so với năm 2024 vì không có số liệu năm 2024.")


def test_what_is_compared_commune_by_commune_are_counts() -> None:
    panel = made_panel(all_of(EVENTS, "2024", "2025") + all_of("population", "2025"))
    assert answer_change(panel, EVENTS, "2025", "2024").startswith(
        "So số lượng của từng đơn vị, không phải tỷ suất: so được 4 đơn vị (thiếu 0)."
    )
