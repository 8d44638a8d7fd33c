"""The usual range holds what chance makes of a commune's own level, and leaves out what it does not."""

import numpy as np
import pytest

from antq_analysis.errors import RefusedError
from antq_analysis.measures.usual_range import COVERAGE, FEWEST_YEARS, usual_range
from antq_analysis.panel.load import Panel
from tests.panel.made import figure, made_panel

YEARS = ("2017", "2018", "2019", "2020", "2021", "2022")
UNITS = tuple(f"99{i:03d}" for i in range(200))


def simulated(seed: int = 1, last: float = 1.0, years: tuple[str, ...] = YEARS) -> Panel:
    """Communes of different size and level, negative binomial counts; all change by `last` in the last year."""
    rng = np.random.default_rng(seed)
    people = rng.integers(2000, 12000, len(UNITS))
    level = rng.gamma(8, 1 / 8, len(UNITS))
    rows = []
    for year in years:
        mean = people / 1000 * level * (last if year == years[-1] else 1.0) * 2
        counts = rng.poisson(mean * rng.gamma(20, 1 / 20, len(UNITS)))
        rows += [figure(unit, "incidents_total", year, n) for unit, n in zip(UNITS, counts, strict=True)]
        rows += [figure(unit, "population", year, n) for unit, n in zip(UNITS, people, strict=True)]
    return made_panel(rows, units=UNITS)


@pytest.mark.parametrize("last", [1.0, 0.5])
def test_the_range_holds_the_share_that_it_promises_whatever_all_did(last: float) -> None:
    outside = [
        (ranges["value"].lt(ranges["low"]) | ranges["value"].gt(ranges["high"])).mean()
        for seed in range(5)
        for ranges in [usual_range(simulated(seed, last), "incidents_total", YEARS[-1])]
    ]
    assert np.mean(outside) == pytest.approx(1 - COVERAGE, abs=0.02)


def test_what_chance_does_not_make_stands_out_alone() -> None:
    panel = simulated()
    rows = panel.observations
    own = rows["indicator"].eq("incidents_total") & rows["period"].eq(YEARS[-1])
    usual = usual_range(panel, "incidents_total", YEARS[-1])
    high, low = usual["expected"].nlargest(2).index
    rows.loc[own & rows["unit_code"].eq(high), "value"] = usual.at[high, "high"] * 3
    rows.loc[own & rows["unit_code"].eq(low), "value"] = 0.0
    found = usual_range(panel, "incidents_total", YEARS[-1])
    assert set(found.index[found["q_value"] < 0.01]) == {high, low}
    assert found.at[low, "low"] > 0


def test_a_commune_with_few_years_has_no_usual_range() -> None:
    panel = simulated(years=YEARS[:FEWEST_YEARS])
    assert usual_range(panel, "incidents_total", YEARS[FEWEST_YEARS - 1]).empty
    assert (
        len(usual_range(simulated(years=YEARS[: FEWEST_YEARS + 1]), "incidents_total", YEARS[FEWEST_YEARS]))
        == 200
    )


def test_what_is_no_count_of_events_is_refused() -> None:
    with pytest.raises(RefusedError):
        usual_range(simulated(), "population", YEARS[-1])
