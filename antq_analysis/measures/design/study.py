"""What is compared: the communes of a design, their counts year by year, and who has no part in it and why."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from antq_analysis.errors import RefusedError
from antq_analysis.measures.association.related import contains, refuse_contained
from antq_analysis.measures.design.adoption import Adoption, adoption
from antq_analysis.measures.districts import place_in_districts
from antq_analysis.measures.rates import rate
from antq_analysis.measures.series import total_rate
from antq_analysis.observations import is_year, told_apart
from antq_analysis.panel.land import is_of_land
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from antq_analysis.vocabulary import PROGRAMME, Break

Floats = npt.NDArray[np.float64]

MIXED, UNKNOWN, CONTRADICTED, ALWAYS, NO_FIGURES = "mixed", "unknown", "contradicted", "always", "no_figures"
LEFT_OUT = (CONTRADICTED, MIXED, UNKNOWN, ALWAYS, NO_FIGURES)
"""Why a commune has no part: its reports of the beginning exclude one another, it began in parts, nobody knows when it
began, it has no year before it began, or no exact figures in two years (for one that began: before and after)."""

FEWEST_YEARS, FEWEST_UNITS = 3, 10
_COUNTED = "exact_poisson"


@dataclass(frozen=True)
class Study:
    """The communes that can be compared, year by year.

    Attributes
    ----------
    units
        Index unit_code; columns name, first_year (NaN: not by the last year), from_stock (whether that year was read
        from what there was of models), group_code, group_name.
    years
        The years, in order.
    events, exposure
        Shape (units, years): counts and people; NaN where there is no exact figure.
    with_model
        Index unit_code of all units of the map, columns the years: share of the people who live where a model had
        begun; NaN where it is not known.
    left_out
        The other units of the map: name, reason (one of ``LEFT_OUT``).
    breaks
        What changed in the counting within these years; it is taken to have multiplied the rates of all alike.
    outcome, per, start
        Indicator ids.
    grouping
        What the groups are; empty where there are none.
    """

    units: pd.DataFrame
    years: tuple[int, ...]
    events: Floats = field(repr=False)
    exposure: Floats = field(repr=False)
    with_model: pd.DataFrame = field(repr=False)
    left_out: pd.DataFrame = field(repr=False)
    breaks: tuple[Break, ...]
    outcome: str
    per: str
    start: str
    grouping: str

    @property
    def first_year(self) -> Floats:
        """Year in which each unit began, shape (units,); NaN where it did not by the last year."""
        return self.units["first_year"].to_numpy(float)

    @property
    def treated(self) -> Floats:
        """Shape (units, years): 1 from the year in which a unit began, else 0."""
        return (np.array(self.years) >= self.first_year[:, None]).astype(float)


def study(  # noqa: PLR0913 - a design is of something, since something, over some years, for whom
    panel: Panel,
    outcome: str,
    *,
    start: str = "model_established_year",
    per: str = "population",
    category: str = "",
    since: str = "",
    until: str = "",
    group: str = "",
    project: Project | None = None,
) -> Study:
    """Set side by side the communes that began in some year and those that had not.

    A unit that was merged from some that had begun and some that had not has no part: compare on an earlier map, or
    with shares. The year in which a unit began counts as a year with a model, though it may have been its last month.

    Parameters
    ----------
    panel
        The panel; its map decides what the units are.
    outcome
        Indicator of events of a year.
    start
        Indicator of kind ``date``: the year in which a unit began.
    per
        What the events are related to.
    category
        One model type for `start`; empty for any.
    since, until
        First and last year; by default all years with exact figures on this map.
    group
        A grouping to stand for districts; by default the districts of the map, else the former ones.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    Study
        Units, counts, and who is left out.

    Raises
    ------
    RefusedError
        If the outcome is no count of events or its definition holds the programme, nobody reported when it began, or
        there are fewer than ten units or three years to compare, or none that began within the years.
    UnknownNameError
        If there is no such indicator or grouping.
    """
    what = panel.vocabulary.indicator(outcome)
    if what.kind != "flow" or what.adds_up != "sum":
        raise RefusedError("measures.study_not_events", label=what.label_vi, label_en=what.label_en)
    refuse_contained(what, tuple(x for x in contains(panel, outcome, outcome) if x == PROGRAMME), panel)
    events, exposure = exact_counts(panel, outcome, per, since, until)
    years = tuple(int(str(year)) for year in events)
    if len(years) < FEWEST_YEARS:
        raise RefusedError("measures.study_few_years", n=len(years), least=FEWEST_YEARS)
    began = adoption(panel, start, category=category, project=project)
    frame = pd.DataFrame({"name": panel.units["name"], "first_year": began.first_years(years[-1], years[0])})
    frame["from_stock"] = frame.index.isin(began.from_stock) & frame["first_year"].notna()
    reason = _reasons(began, frame["first_year"], events, years)
    kept = reason.eq("").to_numpy(bool)
    _refuse_few(panel, reason, frame.loc[kept, "first_year"], years)
    grouping, placed = place_in_districts(panel, group)
    between = (str(years[0]), str(years[-1]))
    return Study(
        units=frame[kept].join(placed),
        years=years,
        events=events.to_numpy(float)[kept],
        exposure=exposure.to_numpy(float)[kept],
        with_model=began.treated(range(years[0], years[-1] + 1))[list(years)],
        left_out=pd.DataFrame({"name": frame["name"], "reason": reason})[~kept],
        breaks=breaks_within(panel, outcome, per, between),
        outcome=outcome,
        per=per,
        start=start,
        grouping=grouping,
    )


def _refuse_few(panel: Panel, reason: pd.Series, first: pd.Series, years: tuple[int, ...]) -> None:
    counts: dict[str, Any] = {one: int(reason.eq(one).sum()) for one in LEFT_OUT}
    if len(first) < FEWEST_UNITS:
        counts |= {"n": len(first), "least": FEWEST_UNITS, "map_date": panel.map_date}
        raise RefusedError("measures.study_few_units", **counts)
    if not first.notna().any():
        counts |= {"first": str(years[0]), "last": str(years[-1]), "map_date": panel.map_date}
        raise RefusedError("measures.study_no_start", **counts)


def exact_counts(
    panel: Panel, outcome: str, per: str, since: str, until: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take the counts that were reported exactly, with their exposure.

    Parameters
    ----------
    panel, outcome, per, since, until
        As for :func:`study`.

    Returns
    -------
    tuple of pandas.DataFrame
        Events and exposure; index unit_code of all units, columns the years; NaN where there is no exact figure.

    Raises
    ------
    RefusedError
        If the vocabulary does not allow this base.
    UnknownNameError
        If there is no such indicator.
    """
    frame = rate(panel, outcome, per).frame
    exact = frame[frame["method"].eq(_COUNTED) & frame["value"].notna() & frame["exposure"].gt(0)]
    exact = exact[told_apart(exact.index.get_level_values("period"), is_year)]
    known = sorted(exact.index.unique("period"))
    years = [year for year in known if str(since) <= year <= str(until or year)]
    shape = {"index": panel.units.index, "columns": years}
    events, exposure = (
        exact[name]
        .reset_index()
        .pivot_table(index="unit_code", columns="period", values=name)
        .reindex(**shape)
        for name in ("events", "exposure")
    )
    return events, exposure


def _reasons(began: Adoption, first: pd.Series, events: pd.DataFrame, years: tuple[int, ...]) -> pd.Series:
    kinds = began.kinds(years[-1], years[0])
    known = events.notna().to_numpy()
    before = (known & (np.array(years) < first.to_numpy(float)[:, None])).sum(axis=1)
    after = known.sum(axis=1) - before
    starts = first.notna().to_numpy(bool)
    silent = np.where(starts, (before < 1) | (after < 1), known.sum(axis=1) < 2)
    choices = [
        kinds.index.isin(began.contradicted),
        kinds.eq("mixed"),
        kinds.eq("unknown"),
        starts & first.le(years[0]).to_numpy(bool),
        silent,
    ]
    return pd.Series(np.select(choices, LEFT_OUT, ""), index=kinds.index)


def breaks_within(panel: Panel, outcome: str, per: str, between: tuple[str, str]) -> tuple[Break, ...]:
    """List what changed in the counting within some years.

    Parameters
    ----------
    panel, outcome, per
        As for :func:`study`.
    between
        First and last year.

    Returns
    -------
    tuple of Break
        Changes of land are none: of one commune they change nothing.
    """
    first, last = between
    return tuple(
        one
        for one in total_rate(panel, outcome, per).breaks
        if not is_of_land(one) and first < f"{one.on}"[:4] <= last
    )
