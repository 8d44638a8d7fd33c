"""Counts and the density of models of the same communes, year by year."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from antq_analysis.errors import RefusedError
from antq_analysis.measures.association.related import (
    contains,
    form_of,
    refuse_contained,
    refuse_unfit,
    related,
)
from antq_analysis.measures.design.study import FEWEST_YEARS, breaks_within, exact_counts
from antq_analysis.measures.districts import place_in_districts
from antq_analysis.measures.effects.terms import break_terms
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.verdict import levels
from antq_analysis.measures.verdict.ground import Ground, ground
from antq_analysis.observations import period_bounds
from antq_analysis.panel.breaks import refuse_break
from antq_analysis.panel.load import Panel
from antq_analysis.vocabulary import Break

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Doses:
    """Communes with figures of at least two years.

    Parameters
    ----------
    units
        Index unit_code; columns name, group_code, group_name.
    years
        The years, in order.
    events, exposure, density
        Shape (communes, years); NaN where one of the three is missing.
    steps
        Terms of changes of counting that are not taken to have been alike.
    breaks
        Changes of counting within the years.
    measure
        What the density is called and counted in.
    grouping
        What the groups are; empty where there are none.
    ground
        Where communes lie and what varies together.
    """

    units: pd.DataFrame
    years: tuple[int, ...]
    events: Floats = field(repr=False)
    exposure: Floats = field(repr=False)
    density: Floats = field(repr=False)
    steps: tuple[Floats, ...] = field(repr=False)
    breaks: tuple[Break, ...]
    measure: Measure = field(repr=False)
    grouping: str
    ground: Ground = field(repr=False)

    @property
    def districts(self) -> npt.NDArray[np.intp]:
        """Labels, shape (communes,)."""
        return self.ground.districts

    @property
    def changed(self) -> npt.NDArray[np.bool_]:
        """Whether the density of each commune was not the same in all its years, shape (communes,)."""
        return np.asarray(np.nanmax(self.density, axis=1) > np.nanmin(self.density, axis=1))


@dataclass(frozen=True)
class _Placed:
    units: pd.DataFrame
    grouping: str


def doses(  # noqa: PLR0913 - of something, with something, over some years, for whom
    panel: Panel,
    outcome: str,
    with_: str | Measure,
    per: str,
    *,
    since: str,
    until: str,
    group: str,
    steps_by: str,
) -> Doses:
    """Set counts and density side by side.

    Parameters
    ----------
    panel, outcome, with_, per, since, until, group, steps_by
        As for :func:`antq_analysis.measures.since_start.dose.dose`.

    Returns
    -------
    Doses
        The communes that can be compared.

    Raises
    ------
    BreakError
        If the way of counting models changed within the years.
    RefusedError
        As :func:`antq_analysis.measures.since_start.dose.dose` does.
    UnknownNameError
        If there is no such indicator or grouping.
    UsageError
        If the measure is of another map.
    """
    what = panel.vocabulary.indicator(outcome)
    if what.kind != "flow" or what.adds_up != "sum":
        raise RefusedError("measures.not_events", label=what.label_vi, label_en=what.label_en)
    named = with_ if isinstance(with_, str) else with_.indicator
    refuse_contained(what, contains(panel, outcome, named), panel)
    measure = related(panel, *form_of(panel, with_)) if isinstance(with_, str) else with_
    refuse_unfit(measure, panel)
    counts = exact_counts(panel, outcome, per, since, until)
    density = _exact(measure).reindex(index=panel.units.index)
    years = [year for year in counts[0] if year in density]
    if len(years) < FEWEST_YEARS:
        raise RefusedError("measures.dose_few_years", n=len(years), least=FEWEST_YEARS)
    arrays = np.stack([one[years].to_numpy(float) for one in (*counts, density)])
    arrays[:, ~np.isfinite(arrays).all(axis=0)] = np.nan
    kept = np.isfinite(arrays[0]).sum(axis=1) > 1
    events, exposure, figures = arrays[:, kept]
    grouping, placed = place_in_districts(panel, group)
    units = panel.units[["name"]].join(placed)[kept]
    numbers = tuple(int(str(year)) for year in years)
    days = (period_bounds(str(year))[1] for year in (years[0], years[-1]))
    refuse_break(panel.vocabulary, panel.province.id, (measure.indicator,), *days)
    breaks = breaks_within(panel, outcome, per, (str(years[0]), str(years[-1])))
    found = Doses(
        pd.DataFrame(units),
        numbers,
        events,
        exposure,
        figures,
        steps=_steps(panel, steps_by, units.index, numbers, breaks),
        breaks=breaks,
        measure=measure,
        grouping=grouping,
        ground=ground(panel, _Placed(pd.DataFrame(units), grouping)),
    )
    _refuse_few(panel, found)
    return found


def _exact(measure: Measure) -> pd.DataFrame:
    frame = measure.frame
    exact = frame[frame["comparator"].eq("exact") & frame["status"].ne("apportioned")]["value"].dropna()
    return exact.reset_index().pivot_table(index="unit_code", columns="period", values="value")


def _steps(
    panel: Panel, steps_by: str, codes: pd.Index, years: tuple[int, ...], breaks: tuple[Break, ...]
) -> tuple[Floats, ...]:
    if not steps_by:
        return ()
    own = place_in_districts(panel, steps_by)[1]["group_code"].reindex(codes).to_numpy(str)
    changed = sorted({one.on.year for one in breaks})
    return tuple(term for year in changed for term in break_terms(years, year, own))


def _refuse_few(panel: Panel, found: Doses) -> None:
    changed = int(found.changed.sum()) if len(found.units) else 0
    several = len(np.unique(found.districts))
    if changed < levels.FEWEST_ADOPTERS or several < levels.FEWEST_DISTRICTS:
        raise RefusedError(
            "measures.dose_too_few",
            n=len(found.units),
            changed=changed,
            n_districts=several,
            least_changed=levels.FEWEST_ADOPTERS,
            least_districts=levels.FEWEST_DISTRICTS,
            map_date=panel.map_date,
        )
