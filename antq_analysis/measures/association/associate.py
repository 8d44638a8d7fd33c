"""Whether the density of models goes with a figure of public order, never without what nothing at all would give."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import numpy as np
import pandas as pd

from antq_analysis.errors import UsageError
from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.measures.association.checks import caveats_of, checks_of, small_counts
from antq_analysis.measures.association.coefficients import coefficients
from antq_analysis.measures.association.districts import by_district
from antq_analysis.measures.association.model_groups import by_model_group
from antq_analysis.measures.association.nothing_true import nothing_true
from antq_analysis.measures.association.related import contains, form_of, refuse_contained, related
from antq_analysis.measures.association.resamples import draw_counts
from antq_analysis.measures.association.result import Association, Words
from antq_analysis.measures.association.rows import beside_base, beside_size, held_fixed, on_the_map
from antq_analysis.measures.association.sides import side_by_side
from antq_analysis.measures.districts import place_in_districts
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.space.neighbours import Neighbours
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import say_grouping
from antq_analysis.vocabulary import Indicator

DRAWS = 999


def associate(  # noqa: PLR0913 - two figures, their years, and what may be held fixed
    panel: Panel,
    outcome: str,
    with_: str | Measure,
    period: str,
    since: str = "",
    *,
    with_period: str = "",
    per: str = "",
    given: Sequence[str] = (),
    group: str = "",
    over: Neighbours | None = None,
    descriptive: bool = False,
    seed: int = 1,
) -> Association:
    """Tell whether a figure goes with the density of models over the communes, and what it gives when it does not.

    Models are sent where trouble is, and what was high by chance falls back without anybody's doing. So density and the
    change of incidents go together in most panels in which nothing links them. The result therefore always holds the
    correlations of the same communes without any link; a coefficient within their range says nothing.

    Parameters
    ----------
    panel
        The panel.
    outcome
        Indicator id: events of a year, taken per 10,000; a share; a state (met or not).
    with_
        Indicator id of what it is compared with, as a share or a density, or a measure such as ``antq.density`` gives.
    period
        The year of the outcome.
    since
        For the change of a rate: the year from which. By default the level of the year is compared.
    with_period
        The year of the density; by default `period`. An earlier one cannot follow what the outcome did.
    per
        What the events are related to; by default the population.
    given
        Indicators, in the year of the density, that are held fixed in a further coefficient.
    group
        A grouping of the panel to stand for districts; by default the districts of the map, else the former ones.
    over
        Neighbours for Lee's L; by default those with a common border or corner.
    descriptive
        Show an outcome whose definition holds the programme. It says so wherever it is told or drawn.
    seed
        Seed of all draws; the same seed gives the same result.

    Returns
    -------
    Association
        Coefficients with intervals, what nothing gives, the same by district and by group of models, who is left out.

    Raises
    ------
    BreakError
        If a change would cross a change of counting, of the criteria or of the reporting window.
    RefusedError
        If the definition of the outcome holds the programme or what it is compared with, a change is asked of what is
        no count of events, or the figures do not carry a correlation.
    UnknownNameError
        If there is no such indicator, year or grouping.
    UsageError
        If `since` is not before `period`, or a measure or the neighbours are of another map.

    References
    ----------
    :func:`antq_analysis.measures.association.coefficients.coefficients`,
    :func:`antq_analysis.measures.space.modified_t.modified_t`, :func:`antq_analysis.measures.space.lee.lee`,
    :func:`antq_analysis.measures.association.nothing_true.nothing_true`. The example is Efron, B. and Tibshirani, R. J.
    (1993), An introduction to the bootstrap, table 3.1, tests and marks of fifteen law schools, whose correlation they
    print as .776; they stand here for two reported rates.

    Examples
    --------
    >>> import geopandas as gpd
    >>> import shapely
    >>> from antq_analysis.measures.rates import count
    >>> from antq_analysis.panel.worked import worked_panel
    >>> x, y = np.mgrid[:5, :3].reshape(2, -1)
    >>> cells = gpd.GeoSeries(shapely.box(x, y, x + 1, y + 1))
    >>> tests = [576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594]
    >>> marks = [339, 330, 281, 303, 344, 307, 300, 343, 336, 313, 312, 274, 276, 288, 296]
    >>> rates = {"crime_rate_reported": {"1982": tests}, "arrest_probability": {"1982": marks}}
    >>> panel = worked_panel(rates, cells)
    >>> found = associate(panel, "crime_rate_reported", count(panel, "arrest_probability"), "1982")
    >>> round(found.rows().loc["pearson", "value"], 3)
    np.float64(0.776)
    """
    known, years = panel.vocabulary, (period, with_period or period)
    if since >= period:
        raise UsageError("measures.associate_since_later", since=since, period=period)
    contained = contains(panel, outcome, with_ if isinstance(with_, str) else with_.indicator)
    if not descriptive:
        refuse_contained(known.indicator(outcome), contained, panel)
    counted, base = form_of(panel, outcome, per)
    of_models = form_of(panel, with_) if isinstance(with_, str) else (with_.indicator, "")
    figures = related(panel, counted, base)
    density = related(panel, *of_models) if isinstance(with_, str) else with_
    sides = side_by_side(panel, (figures, density), years, since, base)
    grouping, placed = place_in_districts(panel, group)
    frame = sides.frame.join(placed)
    given_measures = {name: related(panel, *_as_covariate(panel, name)) for name in given}
    rng = np.random.default_rng(seed)
    resamples = draw_counts(len(frame), DRAWS, rng)
    x, y = (frame[name].to_numpy(float) for name in ("density", "outcome"))
    districts = by_district(x, y, frame[["group_code", "group_name"]])
    rows = coefficients(x, y, resamples) | on_the_map(frame, panel.units, over)
    if since:
        rows |= beside_base(frame)
    else:
        rows |= beside_size(figures.at(period), density.at(years[1]), frame.index)
    rows |= held_fixed(frame, given_measures, years[1])
    if districts:
        rows |= {"within": districts.within, "between": districts.between}
    nothing = nothing_true(frame, rng, change=bool(since))
    small = small_counts(frame, change=bool(since))
    return Association(
        table=pd.DataFrame({name: asdict(row) for name, row in rows.items()}).T.astype({"n": "int64"}),
        design="measures.associate_design_change" if since else "measures.associate_design_level",
        checks=checks_of(rows, nothing, districts, small),
        caveats=caveats_of(sides.base_year, rows, contained),
        words=_words(
            (figures, density),
            years,
            since,
            sides.base_year,
            grouping,
            given_measures,
            known.indicator(counted),
        ),
        frame=frame,
        left_out=sides.left_out,
        nothing_true=nothing,
        districts=districts,
        model_groups=by_model_group(panel, *of_models, years[1], frame["outcome"]),
        small=small,
        contained=contained,
        names=panel.units.get("name", pd.Series("", index=panel.units.index)).astype(str),
        province=panel.province,
        map_date=panel.map_date,
        indicator=outcome,
        sensitive=figures.sensitive or density.sensitive,
    )


def _as_covariate(panel: Panel, indicator: str) -> tuple[str, str]:
    return (
        (indicator, "") if panel.vocabulary.indicator(indicator).kind == "base" else form_of(panel, indicator)
    )


def _words(
    sides: tuple[Measure, Measure],
    years: tuple[str, str],
    since: str,
    base_year: str,
    grouping: str,
    given: Mapping[str, Measure],
    counted: Indicator,
) -> Words:
    outcome, density = sides
    return Words(
        outcome={lang: outcome.label(lang) for lang in LANGUAGES},
        density={lang: density.label(lang) for lang in LANGUAGES},
        outcome_unit={lang: outcome.unit(lang) for lang in LANGUAGES},
        density_unit={lang: density.unit(lang) for lang in LANGUAGES},
        event_unit={lang: counted.unit(lang) for lang in LANGUAGES},
        given={lang: tuple(one.label(lang) for one in given.values()) for lang in LANGUAGES},
        period=years[0],
        since=since,
        with_period=years[1],
        base_year=base_year,
        notes={
            lang: tuple(
                dict.fromkeys((*outcome.notes(lang, {years[0], since}), *density.notes(lang, {years[1]})))
            )
            for lang in LANGUAGES
        },
        grouping={lang: say_grouping(grouping, lang) for lang in LANGUAGES},
    )
