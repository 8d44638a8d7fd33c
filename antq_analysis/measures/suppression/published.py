"""What of an indicator is published: now, before, and what hangs together with both."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from antq_analysis.measures.pooled_years import pooled_panel, years_of
from antq_analysis.measures.rates import count
from antq_analysis.measures.suppression.cells import (
    COMMUNE,
    COMMUNES,
    OTHERS,
    PROVINCE,
    Cells,
    Flags,
    Floats,
    cells_of,
)
from antq_analysis.measures.suppression.earlier import settled_by, with_earlier_sums
from antq_analysis.measures.suppression.protect import FREE, SHOW, UNSEEN
from antq_analysis.panel.load import Panel

LEVELS = {COMMUNE, COMMUNES, OTHERS, PROVINCE}
"""Levels of cells that are no groupings."""


@dataclass(frozen=True)
class Scope:
    """What is to be published of an indicator.

    Parameters
    ----------
    groups, categories
        Groupings, and values of its dimension.
    periods
        Periods.
    communes
        Whether figures of communes are among it.
    totals
        Periods of which only sums are published: those of groups, of all communes and of the province.
    repeated
        Periods that were published on another map: only what was shown of the whole province then is shown again.
    """

    groups: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    communes: bool = False
    totals: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()


@dataclass(frozen=True)
class Published:
    """The cells of an indicator.

    Parameters
    ----------
    cells
        Today's figures.
    known
        These, and behind them what a reader has from earlier releases.
    settled
        Of each of `known`, one of FREE, HIDE, SHOW, UNSEEN.
    own
        Which of `cells` are to be published.
    """

    cells: Cells
    known: Cells
    settled: Floats
    own: Flags


def periods_of(panel: Panel, indicator: str, categories: Iterable[str]) -> tuple[str, ...]:
    """List the periods of an indicator.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Indicator id.
    categories
        Values of its dimension.

    Returns
    -------
    tuple of str
        Whole years and periods of several years that have figures.
    """
    found = {period for one in categories for period in count(panel, indicator, category=one).periods()}
    return tuple(sorted(found))


def spans(asked: Collection[str], others: Collection[str]) -> tuple[str, ...]:
    """Add to some periods those that overlap with them, and where any overlap, the single years of them all.

    Parameters
    ----------
    asked
        Periods to be published.
    others
        Periods that were published, of anything that hangs together with it.

    Returns
    -------
    tuple of str
        In order.

    Examples
    --------
    >>> spans(["2022-2023"], ["2020", "2023"])
    ('2022', '2022-2023', '2023')
    >>> spans(["2022-2023", "2024"], [])
    ('2022-2023', '2024')
    """
    found, before = set(asked), -1
    while len(found) > before:
        before = len(found)
        covered = {year for period in found for year in years_of(period)}
        found |= {period for period in others if covered & set(years_of(period))}
    years = [year for period in found for year in years_of(period)]
    return tuple(sorted(found | set(years) if len(set(years)) < len(years) else found))


def published(
    panel: Panel,
    indicator: str,
    scope: Scope,
    earlier: pd.DataFrame,
    periods: Sequence[str],
    *,
    communes: bool,
) -> Published:
    """List what is published of an indicator, or was, in some periods.

    Parameters
    ----------
    panel
        The panel.
    indicator
        A count that may be summed.
    scope
        What is to be published now.
    earlier
        Rows of the ledger of the indicator on the panel's map, and of the whole province on others.
    periods
        All that hang together.
    communes
        Whether the communes are among the cells, published or not: wherever anything is known of them, of this
        indicator or of one that it holds or that holds it.

    Returns
    -------
    Published
        Its cells.

    Raises
    ------
    BreakError
        If one of the periods is of several years with a break between them.
    """
    groups = _and_earlier(scope.groups, earlier["level"])
    categories = _and_earlier(scope.categories, earlier["category"])
    there = periods_of(panel, indicator, categories)
    for period in periods:
        if len(years_of(period)) > 1 and period not in there:
            panel = pooled_panel(panel, indicator, period)
    cells = cells_of(panel, indicator, groups, categories, periods=periods, communes=communes)
    keys = cells.keys
    sums = keys["level"].isin({COMMUNES, OTHERS, PROVINCE, *scope.groups})
    single = keys["level"].eq(COMMUNE) & scope.communes
    asked = (sums | single) & keys["period"].isin(scope.periods)
    asked |= sums & keys["period"].isin(scope.totals)
    own: Flags = (asked & keys["category"].isin(scope.categories)).to_numpy(bool)
    settled = settled_by(earlier, cells)
    settled[(settled == FREE) & ~own] = UNSEEN
    known = with_earlier_sums(cells, earlier)
    more = np.full(len(known.values) - len(settled), float(SHOW))
    return Published(cells, known, np.append(settled, more), own)


def _and_earlier(asked: Sequence[str], earlier: pd.Series) -> list[str]:
    return list(dict.fromkeys([*asked, *earlier[~earlier.isin(LEVELS)]]))
