"""What of the panel itself must be read with a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from antq_analysis.errors import RefusedError, UnknownNameError
from antq_analysis.measures.design.placement import Placement, placement
from antq_analysis.measures.design.study import LEFT_OUT, Study
from antq_analysis.measures.quality import quality
from antq_analysis.measures.rates import rate
from antq_analysis.measures.verdict.counts import Counts
from antq_analysis.measures.verdict.ground import Ground
from antq_analysis.panel.load import Panel
from antq_analysis.vocabulary import Break

TOO_EARLY = "too_early"
"""Why a commune that a study keeps has no part in a verdict: fewer years before it began than the rule needs."""
REASONS = (*LEFT_OUT, TOO_EARLY)


@dataclass(frozen=True)
class Facts:
    """What a verdict rests on.

    Parameters
    ----------
    communes, adopters, districts
        How many.
    adopted
        First and last year in which any of them began.
    years
        The years that are compared.
    events
        Incidents of all communes and years.
    mean
        Incidents of a commune and year.
    a_year
        Incidents of a year in all adopters together, since they began.
    left_out
        Communes without a part, by reason.
    apportioned
        Commune-years left out as their figure was apportioned.
    from_stock
        Adopters whose year was not reported but read from what there was of models.
    placed
        How places that began stood beside the others.
    falls
        Communes whose last figure is oddly low, and how many of them have a model; None where that cannot be told.
    breaks
        Changes of counting within the years.
    ground
        Where communes lie and what districts are.
    """

    communes: int
    adopters: int
    districts: int
    adopted: tuple[int, int]
    years: tuple[int, ...]
    events: float
    mean: float
    a_year: float
    left_out: Mapping[str, int]
    apportioned: int
    from_stock: int
    placed: Placement
    falls: tuple[int, int] | None
    breaks: tuple[Break, ...]
    ground: Ground = field(repr=False)


def facts_of(panel: Panel, found: Study, counts: Counts, where: Ground) -> Facts:
    """Gather what a verdict rests on.

    Parameters
    ----------
    panel
        The panel.
    found
        The design; communes that began too early stand among those left out.
    counts
        Its counts.
    where
        Where its communes lie.

    Returns
    -------
    Facts
        Counts of all kinds.
    """
    first, reasons = found.first_year, found.left_out["reason"].value_counts()
    began = np.isfinite(first)
    with_model = np.where((found.treated > 0) & (counts.seen > 0), found.events, np.nan)
    known = np.isfinite(with_model).any(axis=1)
    seen = counts.seen.sum()
    return Facts(
        communes=len(first),
        adopters=int(began.sum()),
        districts=len(np.unique(where.districts)),
        adopted=(int(first[began].min()), int(first[began].max())) if began.any() else (0, 0),
        years=found.years,
        events=float(counts.events.sum()),
        mean=float(counts.events.sum() / seen) if seen else 0.0,
        a_year=float(np.nanmean(with_model[known], axis=1).sum()) if known.any() else 0.0,
        left_out={name: int(reasons.get(name, 0)) for name in REASONS},
        apportioned=_apportioned(panel, found),
        from_stock=int(found.units["from_stock"].sum()),
        placed=placement(found.events, found.exposure, found.years, first, where.districts),
        falls=_falls(panel, found),
        breaks=found.breaks,
        ground=where,
    )


def _apportioned(panel: Panel, found: Study) -> int:
    frame = rate(panel, found.outcome, found.per).frame
    within = frame.index.get_level_values("period").isin([str(year) for year in found.years])
    return int((within & frame["status"].eq("apportioned").to_numpy()).sum())


def _falls(panel: Panel, found: Study) -> tuple[int, int] | None:
    try:
        asked = quality(panel, found.outcome, str(found.years[-1]), per=found.per).frame["ask"]
    except (RefusedError, UnknownNameError):
        return None
    odd = asked.index[asked.str.split().map(lambda names: "fall" in names)]
    with_model = found.units.index[found.units["first_year"].notna()]
    return len(odd), int(odd.isin(with_model).sum())
