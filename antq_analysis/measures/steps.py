"""Where the way of counting changes within a trend: refused, or estimated as a step."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from antq_analysis.errors import BreakError, RefusedError
from antq_analysis.language.catalogue import Sentence
from antq_analysis.measures.loglinear import LogLines, fit_log_lines
from antq_analysis.observations import period_bounds
from antq_analysis.vocabulary import Break

Floats = npt.NDArray[np.float64]
_UNKNOWN = 5.0
"""A step with a larger standard error [log] may be anything: the figures fit one without end as well."""


def first_years(
    breaks: Iterable[Break], years: Sequence[str], words: dict[str, str], *, across_breaks: bool
) -> tuple[str, ...]:
    """Find the years from which figures are made in another way, and refuse them unless steps may be estimated.

    Parameters
    ----------
    breaks
        Those of the series.
    years
        Those of the trend, in order.
    words
        `label` and `label_en` of what is followed.
    across_breaks
        Whether steps may be estimated.

    Returns
    -------
    tuple of str
        The first year after each break within the years, each once.

    Raises
    ------
    BreakError
        If there is one and it may not be estimated.
    """
    ends = {year: period_bounds(year)[1] for year in years}
    found = [one for one in breaks if years and ends[years[0]] < one.on <= ends[years[-1]]]
    starts = tuple(sorted({next(year for year in years if ends[year] >= one.on) for one in found}))
    if found and not across_breaks:
        cases = [_case(one) for one in found]
        raise BreakError("measures.trend_over_break", cases=cases, since=starts[-1], **words)
    return starts


def _case(one: Break) -> Sentence:
    told = {"label_vi": one.label_vi, "label_en": one.label_en, "source": one.source or "…"}
    return Sentence("panel.break_reason", on=one.on, **told)


def steps_after(numbers: npt.NDArray[np.int64], starts: Sequence[str]) -> Floats:
    """Mark the years after each step.

    Parameters
    ----------
    numbers
        Years, shape (years,).
    starts
        First years after the steps.

    Returns
    -------
    numpy.ndarray
        Shape (years, steps): 1 from the first year on, 0 before.

    Examples
    --------
    >>> steps_after(np.array([2019, 2020, 2021]), ("2020",)).ravel().tolist()
    [0.0, 1.0, 1.0]
    """
    return (numbers[:, None] >= np.array([int(start) for start in starts], dtype=int)).astype(float)


def fit_over_steps(
    events: Floats,
    exposure: Floats,
    years: Sequence[str],
    starts: Sequence[str],
    words: dict[str, str],
    *,
    dispersion: float | None = None,
) -> LogLines:
    """Fit lines with a step at each change of counting, and refuse steps that the figures cannot tell.

    Parameters
    ----------
    events, exposure
        As in :func:`antq_analysis.measures.loglinear.fit_log_lines`.
    years
        Years, shape (years,).
    starts
        First years after the steps.
    words
        `label` and `label_en` of what is followed.
    dispersion
        As in :func:`antq_analysis.measures.loglinear.fit_log_lines`.

    Returns
    -------
    LogLines
        The fitted lines.

    Raises
    ------
    RefusedError
        If nothing happened on one side of a step, or too few years surround it.
    """
    numbers = np.array([int(year) for year in years])
    after = steps_after(numbers, starts)
    counted, part = np.nansum(events, axis=0), after.sum(axis=1)
    for k, start in enumerate(starts):
        if not all(counted[part == side].sum() for side in (k, k + 1)):
            before = years[list(years).index(start) - 1]
            raise RefusedError("measures.trend_step_empty", since=start, until=before, **words)
    try:
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            fit = fit_log_lines(events, exposure, numbers, after, dispersion=dispersion)
    except np.linalg.LinAlgError:
        fit = None
    if fit is None or not (fit.steps_se < _UNKNOWN).all():
        raise RefusedError("measures.trend_step_unseen", since=starts[-1] if starts else years[0], **words)
    return fit


def steps_of(fit: LogLines, starts: Sequence[str], reach: float) -> pd.DataFrame:
    """Tell by what each change of counting multiplied the rates.

    Parameters
    ----------
    fit
        The fitted lines.
    starts
        First years after the steps.
    reach
        How many standard errors the limits lie away.

    Returns
    -------
    pandas.DataFrame
        Index year; columns ratio, low, high.
    """
    away = reach * fit.steps_se
    ends = {"ratio": fit.steps, "low": fit.steps - away, "high": fit.steps + away}
    return pd.DataFrame(
        {name: np.exp(value) for name, value in ends.items()}, index=pd.Index(starts, name="year")
    )
