"""What a later file prints for an earlier period."""

import pandas as pd
import pytest

from antq_analysis.findings import Severity
from antq_analysis.panel.earlier_years import settle_earlier
from antq_analysis.project import find_project
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.test_observations import one

RULE = "printed_for_earlier_year"
NAMES = {"own": "2022.xlsx", "next": "2023.xlsx", "last": "2024.xlsx"}


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def printed(source: str, period: str, value: float, file_period: str) -> pd.DataFrame:
    """A file with one figure of its own period and one that it prints for an earlier one."""
    before = one(source_id=source, period=period, value=value, rule=RULE, indicator="incidents_total")
    now = one(source_id=source, period=file_period, value=1.0, indicator="incidents_total")
    return pd.concat([before, now], ignore_index=True)


def figures(parts: list[pd.DataFrame], period: str) -> list[tuple[str, float]]:
    rows = pd.concat(parts)
    rows = rows[rows["period"].eq(period)]
    return list(zip(rows["source_id"], rows["value"], strict=True))


def test_it_counts_where_no_file_of_the_period_reports(words: Vocabulary) -> None:
    parts, findings = settle_earlier([printed("next", "2022", 7.0, "2023")], NAMES, words)
    assert figures(parts, "2022") == [("next", 7.0)]
    assert findings == []


@pytest.mark.parametrize(("value", "rules"), [(5.0, []), (8.0, ["earlier_year_differs"])])
def test_the_own_file_counts_and_a_difference_is_told(
    words: Vocabulary, value: float, rules: list[str]
) -> None:
    own = one(source_id="own", period="2022", value=5.0, indicator="incidents_total")
    parts, findings = settle_earlier([printed("next", "2022", value, "2023"), own], NAMES, words)
    assert figures(parts, "2022") == [("own", 5.0)]
    assert [finding.rule for finding in findings] == rules
    for finding in findings:
        assert finding.severity is Severity.WARNING
        assert (finding.file, finding.written, finding.expected) == ("2023.xlsx", "8", "5")
        assert (finding.values["n"], finding.values["largest"]) == (1, 3.0)
        assert "2022" in finding.text("en")


def test_an_own_file_without_a_figure_of_it_takes_no_place(words: Vocabulary) -> None:
    empty = one(
        source_id="own", period="2022", value=float("nan"), status="not_reported", indicator="incidents_total"
    )
    parts, _ = settle_earlier([empty, printed("next", "2022", 7.0, "2023")], NAMES, words)
    assert ("next", 7.0) in figures(parts, "2022")


def test_of_several_later_files_the_nearest_counts(words: Vocabulary) -> None:
    files = [printed("last", "2022", 9.0, "2024"), printed("next", "2022", 7.0, "2023")]
    parts, findings = settle_earlier(files, NAMES, words)
    assert figures(parts, "2022") == [("next", 7.0)]
    assert [(finding.rule, finding.file) for finding in findings] == [("earlier_year_differs", "2024.xlsx")]
