"""Densities: a stock over a base that the vocabulary allows, without an interval."""

import numpy as np
import pytest

from antq_analysis.errors import RefusedError
from antq_analysis.measures.density import density
from antq_analysis.measures.rates import rate, share
from tests.panel.made import UNITS, figure, made_panel

A, B, C, D = UNITS


def models(**more: object):
    rows = [figure(A, "model_points_active", "2024", 12), figure(B, "model_points_active", "2024", 0)]
    rows += [figure(A, "population", "2024", 6000), figure(B, "population", "2024", 4000)]
    rows += [figure(A, "residential_areas_total", "2024", 8), figure(B, "residential_areas_total", "2024", 5)]
    rows += [figure(A, "residential_areas_with_model", "2024", 6), figure(A, "area_km2", "2024", 24)]
    rows += [figure(C, "model_points_active", "2024", 5), figure(D, "model_points_active", "2024", None)]
    return made_panel(rows)


def test_models_per_people_and_per_residential_areas() -> None:
    panel = models()
    people = density(panel, "model_points_active").at("2024")
    assert people.loc[[A, B], "value"].tolist() == [20, 0]
    assert people.loc[[C, D], "status"].tolist() == ["not_available", "not_reported"]
    areas = density(panel, "model_points_active", "residential_areas_total")
    assert areas.at("2024").loc[A, "value"] == 15
    assert "10 " in areas.unit_vi
    land = density(panel, "model_points_active", "area_km2")
    assert (land.at("2024").loc[A, "value"], land.unit_vi) == (0.5, "điểm/1 km²")
    assert density(panel, "model_points_active", scale=1000).at("2024").loc[A, "value"] == 2


def test_what_was_counted_has_no_interval() -> None:
    measure = density(models(), "model_points_active")
    assert measure.frame[["low", "high"]].isna().all().all()
    assert set(measure.frame.loc[measure.frame["value"].notna(), "method"]) == {"density"}
    assert np.isfinite(measure.at("2024").loc[A, ["events", "exposure"]].astype(float)).all()


def test_events_are_no_stock_and_other_bases_are_refused() -> None:
    with pytest.raises(RefusedError, match="rate\\(\\)"):
        density(models(), "incidents_total")
    with pytest.raises(RefusedError, match="share\\(\\)"):
        density(made_panel([figure(A, "ntm_19_2_met", "2024", 1)]), "ntm_19_2_met")
    with pytest.raises(RefusedError, match="population"):
        density(models(), "model_points_active", "households")


def test_coverage_is_the_share_of_residential_areas_with_a_model() -> None:
    covered = share(models(), "residential_areas_with_model").at("2024")
    assert covered.loc[A, ["value", "events", "exposure"]].tolist() == [75, 6, 8]


def test_a_stock_per_people_is_never_given_chance_limits() -> None:
    stock = rate(models(), "model_points_active").frame
    assert stock[["low", "high"]].isna().all().all()
