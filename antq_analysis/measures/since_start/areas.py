"""Where models began, what lies around it, and what both are set beside."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from antq_analysis.errors import RefusedError, UnknownNameError
from antq_analysis.measures.design.study import NO_FIGURES, Study
from antq_analysis.measures.since_start.windows import Windows
from antq_analysis.measures.space.neighbours import Neighbours, neighbours
from antq_analysis.panel.load import Panel

Bools = npt.NDArray[np.bool_]

TARGET, NEAR, CONTROL, NEAR_CONTROL = "target", "near", "control", "near_control"
AREAS = (TARGET, NEAR, CONTROL, NEAR_CONTROL)
"""Began between the windows; borders on one that did; is set beside them; borders on a control that was named."""
WITHIN, NOT_NAMED = "within", "not_named"
"""Why a commune of a study has no part: it began inside a window, or others were named as control."""


def areas(panel: Panel, who: Study, years: Windows, control: Sequence[str] = ()) -> pd.DataFrame:
    """Divide communes into those that began, their neighbours, and those that both are set beside.

    Parameters
    ----------
    panel
        The panel; its polygons say who borders on whom.
    who
        The communes with figures, and when each began.
    years
        The windows.
    control
        Codes of the communes to set beside; by default all others that had not begun.

    Returns
    -------
    pandas.DataFrame
        Index unit_code of all units of the map; columns name, area (one of ``AREAS``, empty for none) and reason
        (why none).

    Raises
    ------
    RefusedError
        If a commune that is named as control began, borders on one that did or lacks figures; or nobody began between
        the windows or nobody is left to set beside.
    UnknownNameError
        If a named one is not on the map.
    UsageError
        If the map has no polygons.
    """
    near = neighbours(panel)
    table = _placed(who, years).reindex(near.names.index, fill_value="")
    table["name"] = near.names
    table.loc[who.left_out.index, "reason"] = who.left_out["reason"]
    began = table["area"].eq(TARGET) | table["reason"].eq(WITHIN)
    free = table["reason"].eq("") & ~began
    around = free & _around(near, table["area"].eq(TARGET))
    table.loc[around, "area"] = NEAR
    rest = free & ~around
    if control:
        named = _named(near, table, rest, control)
        beside = rest & ~named & _around(near, named)
        table.loc[beside, "area"] = NEAR_CONTROL
        table.loc[rest & ~named & ~beside, "reason"] = NOT_NAMED
        rest = named
    table.loc[rest, "area"] = CONTROL
    _refuse_nobody(table, years)
    return table[["name", "area", "reason"]]


def _placed(who: Study, years: Windows) -> pd.DataFrame:
    first, figures = who.first_year, who.events + who.exposure
    known = np.isfinite(years.sums(figures, who.years)).all(axis=1)
    between = (first > years.before[-1]) & (first <= years.after[0])
    begun = np.isfinite(first)
    reason = np.select([~known, begun & ~between], [NO_FIGURES, WITHIN], "")
    area = np.where(known & between, TARGET, "")
    return pd.DataFrame({"area": area, "reason": reason}, index=who.units.index)


def _around(near: Neighbours, some: pd.Series) -> Bools:
    return np.asarray(near.links @ some.to_numpy(float) > 0)


def _named(near: Neighbours, table: pd.DataFrame, free: pd.Series, control: Sequence[str]) -> pd.Series:
    for code in control:
        if code not in table.index:
            raise UnknownNameError("errors.kind_unit", code, map(str, near.names.index))
    named = pd.Series(table.index.isin(list(control)), index=table.index)
    unfit = table.index[named & ~free]
    if len(unfit):
        cases = [f"{code} {near.names[code]}".strip() for code in unfit]
        raise RefusedError("measures.displacement_control", n=len(unfit), cases=cases)
    return named


def _refuse_nobody(table: pd.DataFrame, years: Windows) -> None:
    target, control = (int(table["area"].eq(name).sum()) for name in (TARGET, CONTROL))
    if not target or not control:
        before, after = years.said
        raise RefusedError(
            "measures.displacement_nobody",
            target=target,
            near=int(table["area"].eq(NEAR).sum()),
            control=control,
            before=before,
            after=after,
        )
