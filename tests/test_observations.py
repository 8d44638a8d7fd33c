"""The contract of all floors: what an observation may be, and what is refused."""

from datetime import date

import pandas as pd
import pytest

from antq_analysis import observations as obs
from antq_analysis.errors import InputError, UnknownNameError


def one(**changes: object) -> pd.DataFrame:
    row = {
        "province": "demo",
        "unit_code": "99001",
        "unit_date": "2020-01-01",
        "indicator": "incidents_total",
        "period": "2023",
        "value": 5.0,
    }
    return obs.conform(pd.DataFrame([row | changes]))


def test_a_plain_figure_is_valid() -> None:
    obs.validate(one())
    obs.validate(obs.empty())


@pytest.mark.parametrize(
    "changes",
    [
        {"level": "village"},
        {"basis": "flow"},
        {"stage": "draft"},
        {"status": "zero"},
        {"comparator": "more"},
        {"value": float("nan")},
        {"status": "not_reported"},
        {"status": "apportioned"},
        {"apportioned_share": 0.2},
        {"apportioned_share": 1.2, "status": "apportioned"},
        {"unit_code": ""},
        {"period": ""},
    ],
)
def test_a_breach_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InputError):
        obs.validate(one(**changes))


def test_two_rows_with_one_key_are_refused_and_shown() -> None:
    twice = pd.concat([one(cell="B3"), one(cell="B9", value=7.0)], ignore_index=True)
    with pytest.raises(InputError, match=r"2x.*99001"):
        obs.validate(twice)
    for part in ("category", "basis", "period", "method_version", "stage", "unit_date", "level"):
        other = {"basis": "stock", "stage": "revised", "period": "2024", "level": "district"}.get(
            part, "other"
        )
        obs.validate(pd.concat([one(), one(**{part: other})], ignore_index=True))


def test_a_foreign_column_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="value_text"):
        obs.conform(pd.DataFrame({"valuetext": ["x"]}))


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025-6T", date(2025, 1, 1), date(2025, 6, 30)),
        ("2025-9T", date(2025, 1, 1), date(2025, 9, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2015-2019", date(2015, 1, 1), date(2019, 12, 31)),
    ],
)
def test_periods_have_bounds(period: str, first: date, last: date) -> None:
    assert obs.period_bounds(period) == (first, last)
    assert obs.is_year(period) == (period == "2025")


@pytest.mark.parametrize("period", ["25", "2025-13", "2025-3T", "2019-2015", "2025 ", "năm 2025", "2025-00"])
def test_other_writings_are_refused(period: str) -> None:
    with pytest.raises(InputError):
        obs.period_bounds(period)
