"""A column of rates or shares in the table of communes: the headline on top, then districts and communes."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from antq_analysis.briefing.communes.cells import Cell, mark, nothing_of, say_lacks, star_of_sum, whole_cell
from antq_analysis.briefing.communes.rows import Row
from antq_analysis.errors import RefusedError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.frame import Measure, Series
from antq_analysis.measures.usual import usual_measure, usual_series
from antq_analysis.panel.load import Panel
from antq_analysis.show.level import bound_of, level_of
from antq_analysis.show.mapped import is_state
from antq_analysis.show.table_content import BOUNDS, TOTAL, star_of
from antq_analysis.show.words import unit_name


def rate_of(panel: Panel, indicator: str, year: str) -> tuple[Measure, pd.Series | None] | None:
    """Take the rate or share of an indicator, commune by commune and for the province.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Indicator id.
    year
        The year.

    Returns
    -------
    tuple or None
        The measure, and the row of the series that the headline is told from; None where the indicator is shown as it
        is, or neither has anything for the year.
    """
    measure = usual_measure(panel, indicator)
    if year not in measure.periods() or is_state(measure):
        return None
    whole = row_of(_series(panel, indicator), year)
    if measure.frame["exposure"].notna().any():
        return measure, whole
    return (measure, whole) if whole is not None and whole["exposure"] > 0 else None


def _series(panel: Panel, indicator: str) -> Series | None:
    try:
        return usual_series(panel, indicator)
    except RefusedError:
        return None


def row_of(series: Series | None, year: str) -> pd.Series | None:
    """Take one year of a series.

    Parameters
    ----------
    series
        The series; None where an indicator has none.
    year
        The year.

    Returns
    -------
    pandas.Series or None
        Its row.
    """
    if series is None or year not in series.frame.index:
        return None
    return series.at(year)


def rate_cells(
    measure: Measure, whole: pd.Series | None, rows: Sequence[Row], year: str, lang: str
) -> list[Cell]:
    """Fill the column.

    Parameters
    ----------
    measure
        The rate or share.
    whole
        The row of the province.
    rows
        The rows of the table.
    year
        The year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    list of Cell
        In the order of the rows.
    """
    figures = measure.at(year)

    def cell(row: Row) -> Cell:
        if row.kind == TOTAL or not row.members:
            return whole_cell(whole, lang) if row.kind else Cell()
        own = figures.loc[list(row.members)]
        return level_cell(own, lang) if row.kind else commune_rate_cell(own.iloc[0], lang)

    return [cell(row) for row in rows]


def commune_rate_cell(own: pd.Series, lang: str) -> Cell:
    """Show the rate or share of a commune.

    Parameters
    ----------
    own
        Its row of the measure.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Cell
        The figure, or why there is none.
    """
    status = str(own["status"])
    if np.isnan(own["value"]):
        no_base = pd.notna(own["events"]) and pd.isna(own["exposure"])
        return Cell(symbol=say("annual.no_base", lang) if no_base else mark(status, lang))
    star = star_of(float(own["apportioned_share"]), lang) if status == "apportioned" else ""
    return Cell(float(own["value"]), "", star + BOUNDS.get(str(own["comparator"]), ""))


def level_cell(own: pd.DataFrame, lang: str) -> Cell:
    """Show the rate or share of several communes together.

    Parameters
    ----------
    own
        Their rows of the measure.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Cell
        The figure with how many communes it lacks, or why there is none.
    """
    lacking = own[own["value"].isna() & own["status"].ne("not_applicable")]
    level = level_of(own)
    if level is None:
        baseless = bool((lacking["events"].notna() & lacking["exposure"].isna()).all())
        return Cell(symbol=nothing_of(len(lacking), lang, baseless=baseless))
    star = star_of_sum(own[own["value"].notna()])
    return Cell(level, "", star + BOUNDS.get(bound_of(own), "") + say_lacks(len(lacking), 0, lang))


def limits_of(measure: Measure, rows: Sequence[Row], year: str) -> list[tuple[float, float]] | None:
    """Give the interval of each commune.

    Parameters
    ----------
    measure, rows, year
        As in :func:`rate_cells`.

    Returns
    -------
    list of tuple of float, or None
        NaN for rows that are no single commune; None where there is nothing to show: of a share everything was
        counted, and its interval says nothing that the table needs.
    """
    ends = measure.at(year)[["low", "high"]]
    if measure.unit_vi == "%" or ends["low"].isna().all():
        return None
    low, high = ends["low"].to_dict(), ends["high"].to_dict()
    codes = [row.members[0] if row.is_commune() else "" for row in rows]
    return [(low.get(code, np.nan), high.get(code, np.nan)) for code in codes]


def rate_notes(measure: Measure, whole: pd.Series | None, year: str, lang: str) -> tuple[str, ...]:
    """Say on what a column of rates rests.

    Parameters
    ----------
    measure, whole, year, lang
        As in :func:`rate_cells`.

    Returns
    -------
    tuple of str
        On the years of the base, and on what organisations and the like add to the figure of the province alone.
    """
    notes = measure.base.notes(lang, (year,)) if measure.base else ()
    n = 0 if whole is None or pd.isna(whole["n_others"]) else int(whole["n_others"])
    if not n:
        return notes
    key = "annual.rate_others" if measure.base else "annual.share_others"
    units = unit_name(measure.province, lang)
    return (*notes, say(key, lang, label=measure.label(lang), n=n, units=units))
