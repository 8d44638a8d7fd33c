"""What a report of one year may know."""

import pandas as pd
import pytest

from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import load_panel
from antq_analysis.panel.until import findings_until, is_by, rows_until
from antq_analysis.project import Project


@pytest.mark.parametrize(
    ("period", "known"),
    [
        ("2021", True),
        ("2022", True),
        ("2022-6T", True),
        ("2022-12", True),
        ("2023", False),
        ("2023-03", False),
        ("2020-2023", False),
    ],
)
def test_a_period_is_known_from_the_year_it_ends_in(period: str, known: bool) -> None:
    assert is_by(period, "2022") is known
    assert is_by(period, "")
    rows = pd.DataFrame({"period": ["2022", period]})
    assert rows_until(rows, "2022")["period"].tolist() == (["2022", period] if known else ["2022"])


def test_no_rows_stay_no_rows() -> None:
    assert rows_until(pd.DataFrame({"period": []}), "2022").empty


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"period": "2022"}, True),
        ({}, True),
        ({"period": "2023"}, False),
        ({"period": "2022", "other": "2023"}, False),
        ({"period": "2021", "file_periods": "2022; 2023"}, False),
        ({"periods": "2021, 2024"}, False),
        ({"n": 2023}, True),
    ],
)
def test_a_finding_of_a_later_file_or_period_is_left_out(values: dict[str, object], told: bool) -> None:
    found = (Finding("rule", Severity.NOTE, values=values),)
    assert findings_until(found, "2022") == (found if told else ())
    assert findings_until(found, "") == found


def test_a_panel_of_a_year_lies_on_the_map_in_force_at_its_end(made_demo: Project, built_demo: Built) -> None:
    before, after = "2020-01-01", "2025-07-01"
    assert load_panel("demo", project=made_demo, until="2024").map_date == before
    assert load_panel("demo", project=made_demo, until="2025").map_date == after
    assert load_panel("demo", on=after, project=made_demo, until="2024").map_date == after
