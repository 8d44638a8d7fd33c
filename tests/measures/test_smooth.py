"""Smoothed rates: marked for ever, drawn the right way, and refused where they make no sense."""

import numpy as np
import pytest
from scipy import sparse

from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.measures.density import density
from antq_analysis.measures.empirical_bayes import global_prior, limits, local_prior, shrink
from antq_analysis.measures.rates import count, rate, share
from antq_analysis.measures.smooth import is_smoothed, smooth
from antq_analysis.measures.space.neighbours import neighbours
from antq_analysis.panel.load import Panel
from tests.measures.space.made import lattice, rates
from tests.panel.made import figure, made_panel

CODES = tuple(str(90_001 + i) for i in range(8))
EVENTS = (3, 12, 0, 7, 9, 30, 4, 6)
PEOPLE = (4000, 5000, 2500, 6000, 8000, 7000, 3000, 9000)


def panel(*more: dict[str, object]) -> Panel:
    rows = [figure(c, "incidents_total", "2023", n) for c, n in zip(CODES, EVENTS, strict=True)]
    rows += [figure(c, "incidents_total", "2024", 2 * n) for c, n in zip(CODES, EVENTS, strict=True)]
    rows += [
        figure(c, "population", year, n)
        for year in ("2023", "2024")
        for c, n in zip(CODES, PEOPLE, strict=True)
    ]
    return made_panel([*rows, *more], units=(*CODES, "90009"))


def line(n: int = 9) -> sparse.csr_matrix:
    """A row of units, each the neighbour of the next; the last is an island."""
    first = np.arange(n - 2)
    one_way = sparse.csr_matrix((np.ones(n - 2), (first, first + 1)), shape=(n, n))
    return sparse.csr_matrix(one_way + one_way.T)


def test_rates_are_drawn_towards_the_mean_of_their_year_with_limits() -> None:
    plain = rate(panel(), "incidents_total")
    smoothed = smooth(plain)
    for year, times in (("2023", 1), ("2024", 2)):
        events, base = times * np.array(EVENTS, float), np.array(PEOPLE, float)
        prior = global_prior(events, base)
        frame = smoothed.at(year).loc[list(CODES)]
        assert frame["value"].to_numpy() == pytest.approx(1e4 * shrink(events, base, prior))
        low, high = limits(events, base, prior)
        assert frame["low"].to_numpy() == pytest.approx(1e4 * low)
        assert frame["high"].to_numpy() == pytest.approx(1e4 * high)
    assert smoothed.at("2023").loc["90009", "status"] == "no_row"
    assert smoothed.frame[["events", "exposure"]].equals(plain.frame[["events", "exposure"]])
    assert "làm trơn" in smoothed.label_vi
    assert "smoothed" in smoothed.label_en


def test_it_is_marked_and_never_smoothed_again() -> None:
    plain = rate(panel(), "incidents_total")
    smoothed = smooth(plain, line())
    assert not is_smoothed(plain)
    assert is_smoothed(smoothed)
    with pytest.raises(RefusedError, match="smooth"):
        smooth(smoothed)


def test_neighbours_draw_their_neighbours_and_an_island_goes_to_all() -> None:
    rows = [figure("90009", "incidents_total", "2023", 5), figure("90009", "population", "2023", 4400)]
    plain = rate(panel(*rows), "incidents_total")
    smoothed = smooth(plain, line()).at("2023")
    events, base = np.array([*EVENTS, 5.0]), np.array([*PEOPLE, 4400.0])
    local = 1e4 * shrink(events, base, local_prior(events, base, line()))
    whole = 1e4 * shrink(events, base, global_prior(events, base))
    assert smoothed["method"].tolist() == ["eb_local"] * 8 + ["eb_global"]
    assert smoothed["value"].to_numpy() == pytest.approx(np.append(local[:8], whole[8]))
    with_itself = smooth(plain, line() + sparse.eye_array(9)).at("2023")
    assert with_itself["value"].equals(smoothed["value"])


def test_where_nothing_happened_around_the_mean_of_all_stands_in() -> None:
    quiet = [
        figure(c, "incidents_total", "2022", n) for c, n in zip(CODES, (0, 0, 0, 0, 9, 9, 9, 2), strict=True)
    ]
    quiet += [figure(c, "population", "2022", n) for c, n in zip(CODES, PEOPLE, strict=True)]
    smoothed = smooth(rate(panel(*quiet), "incidents_total"), line()).at("2022")
    assert smoothed["method"].tolist()[:4] == ["eb_global"] * 3 + ["eb_local"]
    assert (smoothed.loc[list(CODES), ["value", "high"]] > 0).all().all()
    silent = [row | {"value": 0.0} if row["indicator"] == "incidents_total" else row for row in quiet]
    none = smooth(rate(panel(*silent), "incidents_total")).at("2022").loc[list(CODES)]
    assert (none["value"] == 0).all()
    assert none[["low", "high"]].isna().all().all()


def test_apportioned_figures_have_no_limits_and_no_say() -> None:
    shared_out = {"status": "apportioned", "apportioned_share": 0.5}
    rows = [
        figure("90009", "incidents_total", "2023", 55.5, **shared_out),
        figure("90009", "population", "2023", 4400),
    ]
    plain, without = rate(panel(*rows), "incidents_total"), smooth(rate(panel(), "incidents_total"))
    smoothed = smooth(plain, line()).at("2023")
    assert smoothed.loc["90009", ["low", "high"]].isna().all()
    assert smoothed.loc["90009", "value"] < plain.at("2023").loc["90009", "value"]
    whole = smooth(plain).at("2023").loc[list(CODES), "value"]
    assert whole.equals(without.at("2023").loc[list(CODES), "value"])


def test_what_is_no_rate_of_events_is_refused() -> None:
    rows = [figure(c, "model_points_active", "2023", 4) for c in CODES]
    rows += [figure(c, "residential_areas_total", "2023", 9) for c in CODES]
    rows += [figure(c, "residential_areas_with_model", "2023", 3) for c in CODES]
    given = panel(*rows)
    measures = [count(given, "incidents_total"), density(given, "model_points_active")]
    measures.append(share(given, "residential_areas_with_model"))
    for measure in measures:
        with pytest.raises(RefusedError):
            smooth(measure)


def test_neighbours_of_another_map_are_refused() -> None:
    with pytest.raises(UsageError, match="5"):
        smooth(rate(panel(), "incidents_total"), sparse.csr_matrix((5, 5)))
    layer = lattice(3, 3)
    plain = rates(layer, [*EVENTS, 5.0], [*PEOPLE, 4000.0])
    moved = layer.set_geometry(layer.translate(500))
    with pytest.raises(UsageError, match="90005"):
        smooth(plain, neighbours(moved))
    assert "eb_local" in set(smooth(plain, neighbours(layer)).frame["method"])


def test_a_stock_is_refused_with_its_own_reason() -> None:
    rows = [figure(c, "model_points_active", "2023", 4) for c in CODES]
    with pytest.raises(RefusedError, match="density"):
        smooth(rate(panel(*rows), "model_points_active"))


def test_what_cannot_be_smoothed_has_no_value_under_that_name() -> None:
    shared_out = {"status": "apportioned", "apportioned_share": 0.5}
    rows = [figure(c, "incidents_total", "2022", 5.5, **shared_out) for c in CODES]
    rows += [figure(c, "population", "2022", 4400) for c in CODES]
    rows += [figure("90009", "incidents_total", "2023", 50, comparator="over")]
    rows += [figure("90009", "population", "2023", 4400)]
    smoothed = smooth(rate(panel(*rows), "incidents_total"))
    for some in (smoothed.at("2022").loc[list(CODES)], smoothed.at("2023").loc[["90009"]]):
        assert some["value"].isna().all()
        assert (some["status"] == "not_available").all()
    assert smoothed.at("2023").loc[list(CODES), "value"].notna().all()
