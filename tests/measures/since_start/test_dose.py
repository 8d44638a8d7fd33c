"""Counts beside the density of models: pyfixest's figures, known ratios, and what is refused."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

import antq_analysis as antq
from antq_analysis.errors import BreakError, RefusedError, UnknownNameError
from antq_analysis.measures.since_start.dose_result import Dose
from antq_analysis.panel.load import Panel
from antq_analysis.vocabulary import Break
from tests.measures.association.made import panel_of

OUTCOME, MODELS = "incidents_total", "model_points_active"
UNITS, YEARS = 48, range(2014, 2020)
UNIT, YEAR = np.meshgrid(np.arange(UNITS), np.arange(len(YEARS)), indexing="ij")
EVENTS = ((7 * UNIT + 5 * YEAR + UNIT * YEAR) % 13 + UNIT % 4).astype(float)
PEOPLE = 5000.0 + 500 * ((3 * UNIT + 2 * YEAR) % 7)
POINTS = (np.maximum(YEAR - UNIT % 5, 0) * (1 + UNIT % 3)).astype(float)
DENSITY = POINTS / PEOPLE * 10_000


def made(events: np.ndarray = EVENTS, points: np.ndarray = POINTS) -> Panel:
    figures = {}
    for at, year in enumerate(YEARS):
        figures[OUTCOME, str(year)] = events[:, at]
        figures["population", str(year)] = PEOPLE[:, at]
        figures[MODELS, str(year)] = points[:, at]
    return panel_of(figures)


@pytest.fixture(scope="module")
def panel() -> Panel:
    return made()


@pytest.fixture(scope="module")
def found(panel: Panel) -> Dose:
    return antq.dose(panel, OUTCOME, MODELS)


def test_the_coefficient_is_that_of_pyfixest(found: Dose) -> None:
    # pyfixest 0.60.0: fepois("y ~ density | i + t", vcov={"CRV1": "d"}, offset="lp", iwls_tol=1e-13).
    assert found.coefficient == pytest.approx(0.0010299746163782081, abs=1e-8)
    assert found.table["error"]["sandwich"] == pytest.approx(0.01292169047785112, rel=1e-6)
    assert found.table["value"]["sandwich"] == found.table["value"]["dose"]


def test_a_known_ratio_comes_back_and_a_break_of_one_ratio_changes_nothing() -> None:
    level, year = 20.0 + UNIT % 7, 1 + 0.1 * YEAR
    events = level * year * PEOPLE / 5000 * np.exp(-0.02 * DENSITY)
    plain = antq.dose(made(events), OUTCOME, MODELS)
    assert plain.coefficient == pytest.approx(-0.02, abs=1e-9)
    usual = plain.table["dose"]["usual"]
    assert usual == pytest.approx(DENSITY[DENSITY > 0].mean())
    assert plain.table["value"]["usual"] == pytest.approx(np.exp(-0.02 * usual))
    halved = np.where(YEAR >= 3, 0.5, 1.0) * events
    assert antq.dose(made(halved), OUTCOME, MODELS).coefficient == pytest.approx(-0.02, abs=1e-9)


def test_limits_are_those_of_the_jackknife_and_wider(found: Dose) -> None:
    table = found.table
    assert table["error"]["dose"] > table["error"]["sandwich"]
    assert (
        table["low"]["dose"]
        < table["low"]["sandwich"]
        < 1
        < table["high"]["sandwich"]
        < table["high"]["dose"]
    )


def test_the_sentence_tells_the_unit_the_size_and_that_it_is_no_effect(found: Dose) -> None:
    vi, en = found.sentence("vi"), found.sentence("en")
    assert "each further 1 in density: model points in operation (points per 10,000 persons" in en
    assert "goes with 1.001 times the figure" in en
    assert "(95% interval" not in en
    assert "48 communes (48 with a density that changed over the years), 288 figures" in en
    assert "2,171 cases in 2014–2019" in en
    assert "where they follow risk, this does not tell what models do" in en
    assert en.endswith("the verdict takes into account where models were sent.")
    assert "điểm/10.000 người" in vi
    assert "{" not in vi + en
    assert found.checks["passed"].all()


def test_a_density_that_follows_a_high_year_is_told() -> None:
    rng = np.random.default_rng(2)
    events = rng.poisson(20, EVENTS.shape).astype(float)
    points = np.zeros_like(events)
    for year in range(1, len(YEARS)):
        points[:, year] = points[:, year - 1] + np.maximum(events[:, year - 1] - 20, 0)
    found = antq.dose(made(events, points), OUTCOME, MODELS)
    assert found.table["low"]["lead"] > 1
    assert not found.checks["passed"]["year_before_like_others"]
    assert "the density follows the figures" in found.sentence("en")


def test_figures_that_are_missing_are_left_out_and_counted() -> None:
    events, points = EVENTS.copy(), POINTS.copy()
    events[0, 1:] = np.nan
    points[1, 2] = np.nan
    found = antq.dose(made(events, points), OUTCOME, MODELS)
    assert found.sentence("en").count("47 communes (47 with") == 1
    assert np.isfinite(found.doses.events).sum() == 47 * 6 - 1


def changed(year: int) -> Break:
    return Break(
        id="other",
        kind="counting_method",
        on=date(year, 1, 1),
        before="a",
        after="b",
        label_vi="Thống kê theo mẫu mới.",
        label_en="Counted on a new form.",
        source="",
        indicators=(OUTCOME,),
        provinces=(),
    )


def test_a_change_of_counting_is_told_and_may_differ_by_group(panel: Panel) -> None:
    vocabulary = replace(panel.vocabulary, breaks=(*panel.vocabulary.breaks, changed(2017)))
    broken = replace(panel, vocabulary=vocabulary)
    found = antq.dose(broken, OUTCOME, MODELS)
    assert "The way of counting changed on 01/01/2017 (Counted on a new form)" in found.sentence("en")
    forms = pd.DataFrame({"unit_code": panel.units.index, "group_code": np.where(UNIT[:, 0] % 2, "a", "b")})
    groups = forms.assign(grouping="mẫu", group_name=forms["group_code"], share="")
    by_group = antq.dose(replace(broken, groups=groups), OUTCOME, MODELS, steps_by="mẫu")
    assert len(by_group.doses.steps) == 1
    assert by_group.coefficient != pytest.approx(found.coefficient)


def test_what_cannot_be_a_dose_is_refused(panel: Panel) -> None:
    with pytest.raises(RefusedError, match="không phải số vụ"):
        antq.dose(panel, "population", MODELS)
    with pytest.raises(UnknownNameError):
        antq.dose(panel, "incidents_totale", MODELS)
    with pytest.raises(UnknownNameError):
        antq.dose(panel, OUTCOME, "model_points")
    with pytest.raises(RefusedError, match="incidents_total"):
        antq.dose(panel, OUTCOME, OUTCOME)
    with pytest.raises(RefusedError, match="Chỉ có 2 năm"):
        antq.dose(panel, OUTCOME, MODELS, since="2018")
    other = replace(changed(2016), indicators=(MODELS,))
    vocabulary = replace(panel.vocabulary, breaks=(*panel.vocabulary.breaks, other))
    with pytest.raises(BreakError):
        antq.dose(replace(panel, vocabulary=vocabulary), OUTCOME, MODELS)
    few = np.where(UNIT < 9, POINTS, 3.0)
    with pytest.raises(RefusedError, match=r"9 xã có mật độ thay đổi"):
        antq.dose(panel, OUTCOME, antq.density(made(points=few / few.max() * PEOPLE), MODELS))
    with pytest.raises(RefusedError, match="không có vụ nào"):
        antq.dose(made(np.zeros_like(EVENTS)), OUTCOME, MODELS)
