"""The units of a measure counted by class, at zero and by kind of nothing."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.ticker import MaxNLocator

from antq_analysis.errors import UnknownNameError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.measures.frame import SUPPRESSED as HIDDEN
from antq_analysis.measures.frame import Measure
from antq_analysis.show.style import CATEGORICAL, GREY, NO_DATA, NOT_APPLICABLE, NOTHING, SUPPRESSED, ZERO
from antq_analysis.show.words import unit_name

_CLASSES = 10
_WHOLE = 100.0
_KINDS = {"not_applicable": NOT_APPLICABLE, HIDDEN: SUPPRESSED}


@dataclass(frozen=True)
class Spread:
    """Units counted by class.

    Parameters
    ----------
    edges
        Edges of the classes; a class holds its upper edge and not its lower one.
    counts
        Units in each.
    zero
        Units at zero.
    nothing
        Units without a figure, by kind.
    median
        Of those that have one.
    n
        How many have one.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    zero: int
    nothing: dict[str, int]
    median: float
    n: int


def spread_of(measure: Measure, period: str) -> Spread:
    """Count the units of a measure by class.

    Parameters
    ----------
    measure
        The measure.
    period
        One of its periods.

    Returns
    -------
    Spread
        Every unit exactly once; shares in steps of ten percentage points, other figures in about ten round steps.

    Raises
    ------
    UnknownNameError
        If the measure has no such period, or no figure in it.
    """
    if period not in measure.periods():
        raise UnknownNameError("errors.kind_period", period, measure.periods())
    frame = measure.at(period)
    hidden = frame["status"].eq(HIDDEN)
    value = frame["value"].where(~hidden).dropna()
    if value.empty:
        raise UnknownNameError("errors.kind_period", period, measure.periods())
    kinds = frame.loc[frame["value"].isna() | hidden, "status"].map(
        lambda status: _KINDS.get(status, NO_DATA)
    )
    counted = kinds.value_counts()
    low, high = min(0.0, float(value.min())), float(value.max())
    if measure.unit_vi.startswith("%") and high <= _WHOLE and low >= 0:
        edges = [_WHOLE * i / _CLASSES for i in range(_CLASSES + 1)]
    else:
        ticks = MaxNLocator(nbins=_CLASSES, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high or 1.0)
        edges = [float(tick) for tick in ticks]
    classed = pd.cut(value[value.ne(0)], edges, include_lowest=True).value_counts(sort=False)
    return Spread(
        edges=tuple(edges),
        counts=tuple(map(int, classed)),
        zero=int(value.eq(0).sum()),
        nothing={
            kind: int(counted[kind]) for kind in (NO_DATA, NOT_APPLICABLE, SUPPRESSED) if kind in counted
        },
        median=float(value.median()),
        n=len(value),
    )


def bars_of(measure: Measure, spread: Spread, lang: str = "vi") -> list[tuple[str, int, dict[str, Any]]]:
    """Name every bar of a distribution.

    Parameters
    ----------
    measure
        The measure.
    spread
        Its units by class.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    list of tuple
        Label, number of units and look: zero, the classes, then each kind of nothing that occurs.
    """
    bars: list[tuple[str, int, dict[str, Any]]] = []
    if spread.zero:
        bars.append(("0", spread.zero, {"facecolor": ZERO, "edgecolor": GREY}))
    for low, high, n in zip(spread.edges[:-1], spread.edges[1:], spread.counts, strict=True):
        ends = f"{format_number(low, lang)}–{format_number(high, lang)}"
        label = ends if low else say("show.distribution_above", lang, ends=ends)
        bars.append((label, n, {"facecolor": CATEGORICAL[0]}))
    for kind, n in spread.nothing.items():
        look = dict(zip(("facecolor", "hatch", "hatchcolor"), NOTHING[kind], strict=True))
        units = unit_name(measure.province, lang)
        bars.append((say(f"show.{kind}", lang, units=units), n, look | {"edgecolor": GREY}))
    return bars
