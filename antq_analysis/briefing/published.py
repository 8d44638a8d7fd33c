"""What a briefing for publication may take from results: a sensitive indicator only as its release shows it."""

from collections.abc import Mapping

import pandas as pd

from antq_analysis.errors import RefusedError
from antq_analysis.measures.frame import SUPPRESSED, Measure, Series
from antq_analysis.measures.suppression.cells import COMMUNE
from antq_analysis.measures.suppression.release import Release
from antq_analysis.measures.suppression.withhold import withhold
from antq_analysis.panel.load import Panel

Releases = Mapping[str, Release] | None


def published_series(series: Series, panel: Panel, releases: Releases, category: str = "") -> Series:
    """Take out of a series of the province what a release hides.

    Parameters
    ----------
    series
        The series.
    panel
        Holds the vocabulary.
    releases
        What may be shown of each sensitive indicator; None where nothing is published, and all stays.
    category
        Value of the dimension that it is of; empty for the total.

    Returns
    -------
    Series
        The series.

    Raises
    ------
    RefusedError
        If it is of a sensitive indicator, or a part of one, that no release is of.
    """
    release = _release_of(series, panel, releases)
    return series if release is None else withhold(series, release, category=category)


def published_measure(measure: Measure, panel: Panel, releases: Releases, year: str) -> Measure:
    """Take out of figures by commune what a release hides.

    Parameters
    ----------
    measure
        The figures.
    panel, releases
        As for :func:`published_series`.
    year
        The year that is shown.

    Returns
    -------
    Measure
        The figures.

    Raises
    ------
    RefusedError
        If it is of a sensitive indicator of which no release shows communes in the year.
    """
    release = _release_of(measure, panel, releases)
    if release is None:
        return measure
    if not release.publishes(COMMUNE, year):
        _refuse(measure)
    return withhold(measure, release)


def of_communes(releases: Mapping[str, Release], year: str) -> dict[str, Release]:
    """Choose the releases that show communes in a year.

    Parameters
    ----------
    releases
        By indicator.
    year
        The year.

    Returns
    -------
    dict of str to Release
        Those; of the others only sums are published.
    """
    return {name: release for name, release in releases.items() if release.publishes(COMMUNE, year)}


def hidden_units(measure: Measure, year: str) -> pd.Index:
    """List the communes whose figure is hidden.

    Parameters
    ----------
    measure
        The figures.
    year
        The year.

    Returns
    -------
    pandas.Index
        Their codes; none of an internal measure.
    """
    status = measure.at(year)["status"]
    return status.index[status.eq(SUPPRESSED)]


def _release_of(result: Measure | Series, panel: Panel, releases: Releases) -> Release | None:
    if releases is None:
        return None
    known = panel.vocabulary.indicator
    what = known(result.indicator)
    if not what.sensitive:
        # A share is written with its whole.
        if result.unit_vi == "%" and any(known(one).sensitive for one in what.denominators):
            _refuse(result)
        return None
    if what.id not in releases:
        _refuse(result)
    return releases[what.id]


def _refuse(result: Measure | Series) -> None:
    raise RefusedError("briefing.not_decided", label=result.label_vi, label_en=result.label_en)
