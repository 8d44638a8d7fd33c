"""Funnel limits: exact ones by their definition, dispersion against printed figures, and what chance does to them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from antq_analysis.errors import RefusedError, UnknownNameError, UsageError
from antq_analysis.measures.dispersion import additive_dispersion, multiplicative_dispersion
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.funnel import funnel
from antq_analysis.measures.funnel_limits import binomial_limits, poisson_limits
from antq_analysis.measures.rates import count, rate, share
from antq_analysis.measures.smooth import smooth
from tests.panel.made import figure, made_panel

# Colditz et al. (1994): cases and others among the vaccinated, then among the controls, in thirteen trials of BCG.
BCG = [(4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761)]
BCG += [(180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232)]
BCG += [(17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825)]


def measured(events: list[int], people: list[int]) -> Measure:
    codes = tuple(str(90_001 + i) for i in range(len(events)))
    rows = [figure(c, "incidents_total", "2023", n) for c, n in zip(codes, events, strict=True)]
    rows += [figure(c, "population", "2023", n) for c, n in zip(codes, people, strict=True)]
    return rate(made_panel(rows, units=codes), "incidents_total")


@pytest.fixture(scope="module")
def communes() -> Measure:
    people = np.random.default_rng(8).lognormal(np.log(7500), 0.5, 150).astype(int)
    return measured([1] * 150, people.tolist())


def drawn(communes: Measure, seed: int, spread: float) -> Measure:
    """The same communes with events drawn from true rates that vary by so much."""
    rng, people = np.random.default_rng(seed), communes.frame["exposure"].to_numpy()
    true = 8e-4 * (rng.gamma(spread**-2, spread**2, len(people)) if spread else np.ones(len(people)))
    events = rng.poisson(true * people).astype(float)
    return replace(communes, frame=communes.frame.assign(events=events, value=events / people * 1e4))


def test_exact_limits_cut_off_equal_tails_between_whole_numbers() -> None:
    mean = np.array([0.4, 3.0, 10.0, 250.0])
    for level in (0.95, 0.998):
        low, high = poisson_limits(mean, level)
        for end, tail in ((low, (1 - level) / 2), (high, (1 + level) / 2)):
            above = np.ceil(end)
            assert (stats.poisson.cdf(above, mean) >= tail - 1e-12).all()
            assert ((stats.poisson.cdf(above - 1, mean) <= tail + 1e-12) | (end == 0)).all()
    wide = poisson_limits(1e6, 0.95)
    assert [float(end) for end in wide] == pytest.approx([1e6 - 1960, 1e6 + 1960], abs=1.5)


def test_variance_between_trials_equals_the_printed_one() -> None:
    # R's metafor prints tau^2 = 0.3088 (rma, method "DL") for the logarithms of these relative risks.
    a, b, c, d = np.array(BCG, dtype=float).T
    risks = np.log(a / (a + b)) - np.log(c / (c + d))
    variances = 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
    assert additive_dispersion(risks, variances, rounds=1)[0] == pytest.approx(0.3088, abs=5e-5)
    assert additive_dispersion([1.0, 1.0, 1.0], [0.1, 0.2, 0.3]) == pytest.approx((0, 1))
    # Paule and Mandel define theirs by its own equation, around its own mean.
    between, centre = additive_dispersion(risks, variances)
    weight = 1 / (variances + between)
    assert centre == pytest.approx(np.average(risks, weights=weight))
    assert (weight * (risks - centre) ** 2).sum() == pytest.approx(12)


def test_counties_of_north_carolina_have_the_printed_dispersion(shared: Path) -> None:
    # Printed in R's spdep (articles/sids.md): quasi-Poisson dispersion 2.2786188 of a constant rate, 100 counties.
    counties = pd.read_parquet(shared / "data/peers/nc_counties_sids.parquet")
    births, deaths = counties["BIR74"], counties["SID74"]
    expected = deaths.sum() / births.sum() * births
    found = multiplicative_dispersion((deaths - expected) / np.sqrt(expected), winsor=0)
    assert found * 100 / 99 == pytest.approx(2.2786188, abs=2e-4)


def test_pulled_in_ends_count_as_the_next_ones() -> None:
    z = [-50.0, *np.linspace(-2, 2, 19), 60.0]
    assert multiplicative_dispersion(z, 0.05) == pytest.approx(np.mean(np.clip(z, -2, 2) ** 2))


@pytest.mark.parametrize("dispersion", ["none", "additive", "multiplicative"])
def test_a_commune_far_off_is_found_and_the_others_are_not(dispersion: str) -> None:
    measure = measured([8] * 19 + [60], [10_000] * 20)
    frame = funnel(measure, "2023", dispersion=dispersion).frame
    assert frame["place"].tolist() == ["inside"] * 19 + ["high"]
    # The ordinary rate is that of the nineteen; all twenty together have 212 / 20.
    assert frame["expected"].iloc[0] == pytest.approx(8 if dispersion == "additive" else 212 / 20, abs=0.3)
    inner, outer = frame[["low_95", "high_95"]], frame[["low_998", "high_998"]]
    assert (outer["low_998"] <= inner["low_95"]).all()
    assert (inner["low_95"] < frame["expected"]).all()
    assert (frame["expected"] < inner["high_95"]).all()
    assert (inner["high_95"] < outer["high_998"]).all()


def test_exact_limits_and_p_values_stand_beside_the_rates() -> None:
    frame = funnel(measured([3, 30, 27], [5000, 20_000, 35_000]), "2023", dispersion="none").frame
    low, high = poisson_limits(60 * 5000 / 60_000, 0.95)
    first = frame.iloc[0]
    assert first[["low_95", "high_95"]].tolist() == pytest.approx([2 * float(low), 2 * float(high)])
    assert first["p_value"] == pytest.approx(min(2 * stats.poisson.cdf(3, 5), 1))
    assert frame.iloc[1]["p_value"] == pytest.approx(2 * stats.poisson.sf(29, 20))


@pytest.mark.parametrize(
    ("spread", "dispersion"), [(0.0, "none"), (0.3, "additive"), (0.3, "multiplicative")]
)
def test_ordinary_communes_lie_inside_as_often_as_the_limits_say(
    communes: Measure, spread: float, dispersion: str
) -> None:
    outside = []
    for seed in range(20):
        frame = funnel(drawn(communes, seed, spread), "2023", dispersion=dispersion).frame
        outside.append(((frame["value"] < frame["low_95"]) | (frame["value"] > frame["high_95"])).mean())
    # 3,000 communes; the standard error is about 0.4 points.
    assert 0.035 <= np.mean(outside) <= 0.065
    if spread:
        alone = funnel(drawn(communes, 0, spread), "2023", dispersion="none").frame
        assert ((alone["value"] < alone["low_95"]) | (alone["value"] > alone["high_95"])).mean() > 0.08


def test_missing_communes_keep_their_reason() -> None:
    rows = [figure(c, "incidents_total", "2023", n) for c, n in (("1", 4), ("2", 9), ("3", None))]
    rows.append(figure("5", "incidents_total", "2023", 9, comparator="over"))
    rows += [figure(c, "population", "2023", 9000) for c in ("1", "2", "3", "5")]
    found = funnel(rate(made_panel(rows, units=("1", "2", "3", "4", "5")), "incidents_total"), "2023")
    assert found.frame["status"].tolist() == ["reported", "reported", "not_reported", "no_row", "not_exact"]
    assert found.frame["place"].tolist()[2:] == [""] * 3
    assert "2 trên 5" in found.sentence("vi")


def test_what_has_no_funnel_is_refused(communes: Measure) -> None:
    measure = drawn(communes, 1, 0.3)
    with pytest.raises(RefusedError, match="smooth"):
        funnel(smooth(measure), "2023")
    with pytest.raises(UsageError, match="additive"):
        funnel(measure, "2023", dispersion="wide")
    with pytest.raises(UnknownNameError, match="2023"):
        funnel(measure, "2024")
    rows = [figure("1", "incidents_total", "2023", 4)]
    with pytest.raises(RefusedError):
        funnel(count(made_panel(rows, units=("1",)), "incidents_total"), "2023")


def test_unequal_communes_that_differ_as_assumed_are_left_inside() -> None:
    rng, outside = np.random.default_rng(4), []
    for _ in range(12):
        people = np.exp(rng.normal(np.log(7500), 1.4, 150)).round() + 50
        true = 4e-3 * np.maximum(1 + 0.1 * rng.normal(size=150), 0) ** 2
        found = funnel(measured(rng.poisson(people * true).tolist(), people.tolist()), "2023").frame
        outside.append((found["p_value"] < 0.05).mean())
    # 1,800 communes; the standard error is half a point.
    assert 0.037 <= np.mean(outside) <= 0.063


def test_limits_and_deviations_tell_the_same() -> None:
    rng = np.random.default_rng(6)
    people = np.exp(rng.normal(9, 1, 150)).round()
    frame = funnel(
        measured(rng.poisson(people * 4e-3 * rng.gamma(4, 0.25, 150)).tolist(), people.tolist()), "2023"
    ).frame
    beyond = (frame["value"] > frame["high_95"]) | (
        (frame["value"] < frame["low_95"]) & (frame["low_95"] > 0)
    )
    assert 0 < beyond.sum() < 20
    assert beyond.equals(frame["z"].abs() > 1.959964)
    assert frame["z"].median() == pytest.approx(0, abs=0.2)


def test_the_sentence_names_what_was_found() -> None:
    found = funnel(measured([8] * 19 + [60], [10_000] * 20), "2023")
    assert "Cao hơn mức thường gặp: 1 đơn vị, thấp hơn: 0; không khác mức thường gặp: 19" in found.sentence()
    assert "Above what is usual: 1 unit, below: 0" in found.sentence("en")


def test_nothing_to_compare_is_refused_for_what_it_is() -> None:
    for events in ([0, 0, 0], [7]):
        with pytest.raises(RefusedError, match="2023") as refusal:
            funnel(measured(events, [9000] * len(events)), "2023")
        assert "không phải tỷ suất" not in refusal.value.text("vi")


# ---- shares: binomial limits ------------------------------------------------------------------------------------


def shared_out(parts: list[int], wholes: list[int]) -> Measure:
    codes = tuple(str(90_001 + i) for i in range(len(parts)))
    rows = [figure(c, "residential_areas_with_model", "2023", n) for c, n in zip(codes, parts, strict=True)]
    rows += [figure(c, "residential_areas_total", "2023", n) for c, n in zip(codes, wholes, strict=True)]
    return share(made_panel(rows, units=codes), "residential_areas_with_model", "residential_areas_total")


def test_exact_limits_of_a_share_cut_off_equal_tails() -> None:
    whole = np.array([6.0, 20, 300])
    for level in (0.95, 0.998):
        for expected in (0.1, 0.5, 0.93):
            low, high = binomial_limits(whole, expected, level)
            for end, tail in ((low, (1 - level) / 2), (high, (1 + level) / 2)):
                above = np.ceil(end)
                assert (stats.binom.cdf(above, whole, expected) >= tail - 1e-12).all()
                assert ((stats.binom.cdf(above - 1, whole, expected) <= tail + 1e-12) | (end == 0)).all()


@pytest.mark.parametrize("dispersion", ["none", "additive", "multiplicative"])
def test_a_commune_whose_share_is_far_off_is_found(dispersion: str) -> None:
    found = funnel(shared_out([16] * 19 + [2], [20] * 20), "2023", dispersion=dispersion)
    assert found.law.part
    assert found.frame["place"].tolist() == ["inside"] * 19 + ["low"]
    ends = found.frame[["low_998", "low_95", "expected", "high_95", "high_998"]]
    assert (ends.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    assert ((ends >= 0) & (ends <= 100)).all(axis=None)
    # The ordinary share is that of the nineteen; all together have 306 of 400.
    assert found.frame["expected"].iloc[0] == pytest.approx(80 if dispersion == "additive" else 76.5, abs=1)
    drawn = found.limits(found.frame["exposure"])
    np.testing.assert_allclose(drawn.to_numpy(), ends[list(drawn)].to_numpy(), rtol=1e-9, atol=1e-9)


def test_exact_p_values_of_shares_are_those_of_the_binomial_law() -> None:
    frame = funnel(shared_out([2, 18, 25], [10, 20, 60]), "2023", dispersion="none").frame
    assert frame["expected"].iloc[0] == pytest.approx(50)
    assert frame["p_value"].iloc[0] == pytest.approx(2 * stats.binom.cdf(2, 10, 0.5))
    assert frame["p_value"].iloc[1] == pytest.approx(2 * stats.binom.sf(17, 20, 0.5))


@pytest.mark.parametrize("spread", [0.0, 0.08])
def test_ordinary_shares_lie_inside_as_often_as_the_limits_say(spread: float) -> None:
    rng = np.random.default_rng(11)
    whole = rng.integers(20, 120, 150)
    angle = np.arcsin(np.sqrt(0.8))
    outside = []
    for _ in range(12):
        true = np.sin(np.clip(angle + spread * rng.normal(size=150), 0, np.pi / 2)) ** 2
        measure = shared_out(rng.binomial(whole, true).tolist(), whole.tolist())
        found = funnel(measure, "2023", dispersion="additive" if spread else "none").frame
        outside.append(((found["value"] < found["low_95"]) | (found["value"] > found["high_95"])).mean())
    # 1,800 communes; the standard error is half a point.
    assert 0.037 <= np.mean(outside) <= 0.063


def test_the_factor_is_told() -> None:
    rng = np.random.default_rng(6)
    people = np.exp(rng.normal(9, 1, 150)).round()
    measure = measured(rng.poisson(people * 4e-3 * rng.gamma(4, 0.25, 150)).tolist(), people.tolist())
    alike = funnel(measure, "2023", dispersion="multiplicative")
    factor = f"{alike.frame['dispersion'].iloc[0]:.2f}"
    assert float(factor) > 1.5
    assert f"Over-dispersion factor: {factor} " in alike.sentence("en")
    ends = funnel(measure, "2023").frame["dispersion"]
    assert f"from {ends.min():.2f} for the smallest unit to {ends.max():.2f}" in funnel(
        measure, "2023"
    ).sentence("en")
    assert "Hệ số phân tán: 1 (" in funnel(measure, "2023", dispersion="none").sentence()


def test_shares_without_anything_to_compare_are_refused() -> None:
    with pytest.raises(RefusedError, match="100% ở cả 3 xã"):
        funnel(shared_out([20, 30, 40], [20, 30, 40]), "2023")
    with pytest.raises(RefusedError, match="không có vụ nào"):
        funnel(shared_out([0, 0, 0], [20, 30, 40]), "2023")
