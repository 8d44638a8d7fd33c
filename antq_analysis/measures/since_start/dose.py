"""More models, more or fewer incidents in the same commune and year: a ratio for each further one."""

from dataclasses import replace

import numpy as np
import pandas as pd

from antq_analysis.errors import RefusedError
from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.measures.effects.clustered import ClusterRobust, clustered
from antq_analysis.measures.effects.poisson import fit_poisson
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.since_start.dose_result import DOSE, LEAD, SANDWICH, USUAL, Dose
from antq_analysis.measures.since_start.doses import Doses, Floats, doses
from antq_analysis.measures.verdict.basis import words_for
from antq_analysis.measures.verdict.beside import ratio_row
from antq_analysis.measures.verdict.weighed import FEW_DISTRICTS, SMALL_COUNT
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import say_grouping

_COLUMNS = ["value", "low", "high", "error"]


def dose(  # noqa: PLR0913 - of something, with something, over some years, for whom
    panel: Panel,
    outcome: str,
    with_: str | Measure = "model_points_active",
    per: str = "population",
    *,
    since: str = "",
    until: str = "",
    group: str = "",
    steps_by: str = "",
) -> Dose:
    """Relate counts to the density of models in the same commune and year.

    Poisson regression with an effect of every commune and every year, and the people as exposure: communes are compared
    with themselves in years in which they had more or fewer models. It takes every further model to go with the same
    ratio, everywhere and at once. How many models a place has was decided by somebody: where they follow risk, this is
    no effect.

    Parameters
    ----------
    panel
        The panel; its map decides what the units are.
    outcome
        Indicator of events of a year.
    with_
        Indicator id of the models, taken as a density or a share, or a measure such as ``antq.density`` gives.
    per
        What the events are related to.
    since, until
        First and last year; by default all years with exact figures of both on this map.
    group
        A grouping to stand for districts; by default the districts of the map, else the former ones. Without any, the
        map is cut into twenty parts.
    steps_by
        As in :func:`antq_analysis.measures.since_start.event_study.event_study`.

    Returns
    -------
    Dose
        Ratio for one more of the unit of the density, with its 95% interval over districts.

    Raises
    ------
    BreakError
        If the way of counting models changed within the years: take fewer (since=, until=).
    RefusedError
        If the outcome is no count of events or its definition holds the programme or the models, the figures are of
        fewer than three years, the density changed in fewer than ten communes, there are fewer than six districts, or
        the density cannot be told from years and communes.
    UnknownNameError
        If there is no such indicator or grouping.
    UsageError
        If the measure is of another map.

    References
    ----------
    :func:`antq_analysis.measures.effects.poisson.fit_poisson`; limits by the linearised jackknife over districts,
    :func:`antq_analysis.measures.effects.clustered.clustered`. Callaway, B., Goodman-Bacon, A. and Sant'Anna, P. H. C.
    (2024). Difference-in-differences with a continuous treatment. NBER working paper 32117: what such a coefficient
    averages, and that it is no effect where doses were chosen by what they would bring.
    """
    given = doses(panel, outcome, with_, per, since=since, until=until, group=group, steps_by=steps_by)
    table = _table(given)
    words = words_for(panel, outcome)
    checks = _checks(given, table)
    return Dose(
        table=table,
        design="measures.dose_design",
        checks=pd.DataFrame({"passed": pd.Series(checks, dtype=bool)}),
        caveats=_caveats(given, table),
        doses=given,
        words=replace(words, grouping={lang: say_grouping(given.grouping, lang) for lang in LANGUAGES}),
        province=panel.province,
        map_date=panel.map_date,
        indicator=outcome,
    )


def _fitted(given: Doses, *terms: Floats, jackknife: bool = True) -> ClusterRobust:
    if not np.nansum(given.events):
        raise RefusedError("measures.dose_unseen")
    fit = fit_poisson(given.events, given.exposure, [*given.steps, *terms])
    found = clustered(fit, given.districts, jackknife=jackknife)
    if np.isnan(found.estimates[-1]):
        raise RefusedError("measures.dose_unseen")
    return found


def _table(given: Doses) -> pd.DataFrame:
    found = _fitted(given, given.density)
    usual = float(np.nanmean(np.where(given.density > 0, given.density, np.nan)))
    rows = {
        DOSE: ratio_row(found),
        USUAL: ratio_row(found.combined(usual * np.eye(len(found.estimates))[-1:])),
        SANDWICH: ratio_row(_fitted(given, given.density, jackknife=False)),
        LEAD: _year_before(given),
    }
    return pd.DataFrame(rows, index=_COLUMNS).T.assign(dose=[1.0, usual, 1.0, 1.0])


def _year_before(given: Doses) -> list[float]:
    """Ask whether counts were already unlike others the year before the density rose, for as much of it."""
    following = np.full_like(given.density, np.nan)
    next_to = np.diff(given.years) == 1
    following[:, :-1][:, next_to] = np.diff(given.density, axis=1)[:, next_to]
    try:
        return ratio_row(_fitted(given, given.density, following))
    except RefusedError:
        return [float("nan")] * 4


def _checks(given: Doses, table: pd.DataFrame) -> dict[str, bool]:
    made = {
        "ten_districts": len(np.unique(given.districts)) >= FEW_DISTRICTS,
        "counts_not_small": float(np.nanmean(given.events)) >= SMALL_COUNT,
        "one_way_of_counting": not given.breaks,
    }
    if np.isfinite(table["value"][LEAD]):
        made["year_before_like_others"] = bool(table["low"][LEAD] <= 1 <= table["high"][LEAD])
    return made


def _caveats(given: Doses, table: pd.DataFrame) -> tuple[str, ...]:
    checks = _checks(given, table)
    chosen = {
        "verdict_caveat_break": not checks["one_way_of_counting"],
        "verdict_caveat_small": not checks["counts_not_small"],
        "verdict_caveat_few_districts": not checks["ten_districts"],
        "verdict_caveat_drawn_districts": given.ground.drawn,
        "verdict_caveat_pressure": bool(table["value"][DOSE] < 1),
        "since_no_verdict": True,
    }
    return tuple(f"measures.{key}" for key, holds in chosen.items() if holds)
