"""What the table of provinces says of one: totals as its report tells them, and how many communes they lack."""

import numpy as np
import pandas as pd

from antq_analysis.annual.many.task import ProvinceRow
from antq_analysis.briefing.communes.rates import row_of
from antq_analysis.briefing.listed import load_contents
from antq_analysis.errors import RefusedError, UnknownNameError
from antq_analysis.measures.frame import Series
from antq_analysis.measures.series import totals
from antq_analysis.measures.usual import usual_series
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.project import Project


def province_row(province: str, year: str, lang: str, project: Project, errors: int = 0) -> ProvinceRow:
    """Take what the table says of a province from its panel.

    Parameters
    ----------
    province, year
        Whose figures.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project.
    errors
        Findings of its report that are errors.

    Returns
    -------
    ProvinceRow
        The figures as the report of the province tells them.
    """
    panel = load_panel(province, None, project, until=year)
    contents = load_contents(project)
    summed = [name for name in contents.table if panel.vocabulary.indicator(name).adds_up == "sum"]
    found = {name: _figure(panel, name, year) for name in summed}
    # Rates of other indicators would stand in one column with it.
    rate = _series(panel, contents.outcomes[0], plain=False) if contents.outcomes else None
    told = row_of(rate, year)
    return ProvinceRow(
        map_date=panel.map_date,
        units=len(panel.units),
        figures={name: figure for name, figure in found.items() if figure is not None},
        rate_label="" if rate is None or told is None else f"{rate.label(lang)} ({rate.unit(lang)})",
        rate=_ends(told),
        errors=errors,
    )


def _figure(panel: Panel, name: str, year: str) -> tuple[float | None, int, str] | None:
    row = row_of(_series(panel, name, plain=True), year)
    if row is None or (np.isnan(row["value"]) and not row["n_units"] > row["n_missing"]):
        return None
    value = None if np.isnan(row["value"]) else float(row["value"])
    return value, int(row["n_missing"]), str(row["method_version"] or "")


def _ends(row: pd.Series | None) -> tuple[float | None, float | None, float | None]:
    if row is None:
        return None, None, None
    value, low, high = (None if np.isnan(row[end]) else float(row[end]) for end in ("value", "low", "high"))
    return value, low, high


def _series(panel: Panel, name: str, *, plain: bool) -> Series | None:
    try:
        return totals(panel, name) if plain else usual_series(panel, name)
    except (RefusedError, UnknownNameError):
        return None
