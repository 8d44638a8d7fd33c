"""Columns of the table of communes as they may be published: what a release hides is hidden here, and in every sum."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from antq_analysis.briefing.communes.cells import Cell, commune_cell, mark, nothing_of, say_lacks, sum_cell
from antq_analysis.briefing.communes.rates import commune_rate_cell
from antq_analysis.briefing.communes.rows import Row
from antq_analysis.measures.frame import SUPPRESSED, Measure
from antq_analysis.show.level import bound_of, level_of, shown_sum
from antq_analysis.show.table_content import BOUNDS, TOTAL
from antq_analysis.vocabulary import Indicator


def released_counts(
    measure: Measure, figures: pd.DataFrame, what: Indicator, rows: Sequence[Row], year: str, lang: str
) -> list[Cell]:
    """Fill a column of counts.

    Parameters
    ----------
    measure
        The counts, ready for a release.
    figures
        Their observations, one row a commune.
    what
        The indicator.
    rows
        The rows of the table.
    year
        The year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    list of Cell
        In the order of the rows. The total is that of the rows beneath it; a sum that the release hides is hidden.
    """
    status = measure.at(year)["status"]
    figures = figures.assign(apportioned_share=measure.at(year)["apportioned_share"])
    others = measure.others.get(year)
    beside = 0.0 if others is None else float(others.events)
    gone = Cell(symbol=mark(SUPPRESSED, lang))

    def cell(row: Row) -> Cell:
        if not row.members:
            return Cell() if others is None else gone if np.isnan(beside) else Cell(beside)
        own = figures.loc[list(row.members)]
        if not row.kind:
            return gone if status[row.members[0]] == SUPPRESSED else commune_cell(own.iloc[0], what, lang)
        plain = sum_cell(own, what, lang)
        if np.isnan(plain.value):
            return plain
        whole = shown_sum(measure, own.index, year)
        total = np.nan if whole is None else whole + (beside if row.kind == TOTAL else 0.0)
        return gone if np.isnan(total) else plain._replace(value=total)

    return [cell(row) for row in rows]


def released_rates(measure: Measure, rows: Sequence[Row], year: str, lang: str) -> list[Cell]:
    """Fill a column of rates or shares.

    Parameters
    ----------
    measure
        The rate or share, ready for a release.
    rows, year, lang
        As for :func:`released_counts`.

    Returns
    -------
    list of Cell
        In the order of the rows.
    """
    figures, others = measure.at(year), measure.others.get(year)

    def cell(row: Row) -> Cell:
        if not row.members:
            return Cell()
        own = figures.loc[list(row.members)]
        if not row.kind:
            return commune_rate_cell(own.iloc[0], lang)
        lacking = own[own["value"].isna() & ~own["status"].isin(["not_applicable", SUPPRESSED])]
        if own["value"].isna().all() and not own["status"].eq(SUPPRESSED).any():
            return Cell(symbol=nothing_of(len(lacking), lang, baseless=False))
        whole = shown_sum(measure, own.index, year)
        beside = others if row.kind == TOTAL else None
        told = whole is not None and (beside is None or np.isfinite(beside.events))
        level = level_of(own, beside, whole) if told else None
        if level is None:
            return Cell(symbol=mark(SUPPRESSED, lang))
        bound = BOUNDS.get(bound_of(own[own["status"].ne(SUPPRESSED)]), "")
        return Cell(level, "", bound + say_lacks(len(lacking), 0, lang))

    return [cell(row) for row in rows]
