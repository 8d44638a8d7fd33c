"""A fraction and the whole number it may stand for are never written alike."""

import pytest

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.deciding.stored import as_stored, shown_finding, ungrouped


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("stored", "meant"), [("1.602", 1602), ("12.5", 12500), ("-3.125", 3125)])
def test_both_can_be_told_from_each_other(stored: str, meant: int, lang: str) -> None:
    assert ungrouped(meant, lang) == str(meant)
    assert as_stored(stored, lang) not in (str(meant), f"{meant:,}", f"{meant:,}".replace(",", "."))
    assert as_stored(stored, lang).startswith(stored.replace(".", "," if lang == "vi" else "."))


@pytest.mark.parametrize("text", ["1,602", "1602", "5 vụ", "1.602.300", "75 | 78", ""])
def test_what_is_no_fraction_stays_as_it_is(text: str) -> None:
    assert as_stored(text) == text


def test_only_findings_about_fractions_are_shown_otherwise() -> None:
    lost = Finding("thousands_lost", Severity.ERROR, written="1.602")
    text = Finding("number_in_two_ways", Severity.ERROR, written="1.602")
    assert shown_finding(lost).written == "1,602 (số thập phân)"
    assert shown_finding(text) is text
