"""Findings and errors as two readers see them: numbers in the reader's language, and what to choose from."""

import pytest

from antq_analysis.errors import UnknownNameError
from antq_analysis.findings import Finding, Severity, findings_frame
from antq_analysis.language.numbers import Percent

TOTAL = Finding(
    "total_differs",
    Severity.WARNING,
    "a.xlsx",
    "S",
    "C9",
    1602.0,
    1600.5,
    {"label": "Tổng", "difference": 1.5},
)


def test_numbers_of_a_finding_are_written_in_the_language_of_the_reader() -> None:
    assert "1.602" in TOTAL.text("vi")
    assert "1.600,5" in TOTAL.text("vi")
    assert "1,602" in TOTAL.text("en")
    assert "1,600.5" in TOTAL.text("en")


def test_the_table_of_findings_is_text_in_one_language() -> None:
    ratio = Finding(
        "ratio_differs", Severity.WARNING, written=Percent(83.7), expected="-", values={"label": "x"}
    )
    table = findings_frame([TOTAL, ratio], "en")
    assert table["written"].tolist() == ["1,602", "83.7%"]
    assert table["expected"].tolist() == ["1,600.5", "-"]
    assert set(map(str, table.dtypes)) == {"str"}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_nothing_given_lists_what_there_is(lang: str) -> None:
    text = UnknownNameError("errors.kind_basis", "", ["stock", "cumulative"]).text(lang)
    assert "“”" not in text
    assert "cumulative, stock" in text
    assert "“x”" in UnknownNameError("errors.kind_basis", "x", ["stock"]).text(lang)
