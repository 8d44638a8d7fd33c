"""Which year is the first that is counted in another way."""

from datetime import date

import numpy as np
import pytest

from antq_analysis.errors import BreakError, RefusedError
from antq_analysis.measures.loglinear import fit_log_lines
from antq_analysis.measures.steps import first_years, fit_over_steps, steps_after, steps_of
from antq_analysis.vocabulary import Break

YEARS = ("2019", "2020", "2021", "2023")
WORDS = {"label": "Vụ việc mẫu", "label_en": "Made-up incidents"}


def changed(*days: str) -> list[Break]:
    given = {
        "kind": "counting_method",
        "before": "a",
        "after": "b",
        "label_vi": "Cách mới",
        "label_en": "A new way",
    }
    return [Break(id=day, on=date.fromisoformat(day), source="", **given) for day in days]


@pytest.mark.parametrize(
    ("day", "first"),
    [
        ("2020-01-01", "2020"),
        ("2020-12-31", "2020"),
        ("2021-01-01", "2021"),
        ("2022-06-30", "2023"),
        ("2023-12-31", "2023"),
    ],
)
def test_a_year_is_counted_in_the_way_of_its_last_day(day: str, first: str) -> None:
    assert first_years(changed(day), YEARS, WORDS, across_breaks=True) == (first,)
    with pytest.raises(BreakError, match=f'since="{first}"'):
        first_years(changed(day), YEARS, WORDS, across_breaks=False)


@pytest.mark.parametrize("day", ["2019-12-31", "2018-05-01", "2024-01-01"])
def test_changes_before_and_after_the_years_concern_nobody(day: str) -> None:
    assert first_years(changed(day), YEARS, WORDS, across_breaks=False) == ()
    assert first_years(changed(day), (), WORDS, across_breaks=False) == ()


def test_two_changes_before_one_year_are_one_step() -> None:
    found = first_years(changed("2022-01-01", "2022-09-01", "2020-05-01"), YEARS, WORDS, across_breaks=True)
    assert found == ("2020", "2023")
    assert steps_after(np.array([2019, 2020, 2021, 2023]), found).T.tolist() == [[0, 1, 1, 1], [0, 0, 0, 1]]
    assert steps_after(np.array([2019, 2020]), ()).shape == (2, 0)


def test_a_step_is_told_as_what_it_multiplied() -> None:
    years = np.arange(2015, 2025)
    after = steps_after(years, ("2020",))
    fit = fit_log_lines([1000 * 0.97 ** (years - 2015) * 0.6 ** after[:, 0]], np.ones((1, 10)), years, after)
    row = steps_of(fit, ("2020",), 2.0).loc["2020"]
    assert row["ratio"] == pytest.approx(0.6)
    assert row["high"] / row["ratio"] == pytest.approx(np.exp(2 * fit.steps_se[0]))
    assert row["low"] * row["high"] == pytest.approx(0.36)


def test_a_step_without_an_end_is_refused_however_the_search_ends() -> None:
    years = [str(year) for year in range(2015, 2025)]
    for counts, start in (([0, 9, 0, 0, 0, 0, 0, 0, 0, 9], "2017"), ([0, 0, 0, 0, 9, 0, 0, 0, 0, 9], "2020")):
        events, base = np.array([counts], dtype=float), np.full((1, 10), 9000.0)
        with pytest.raises(RefusedError, match=f'since="{start}"'):
            fit_over_steps(events, base, years, (start,), WORDS, dispersion=0.0)
