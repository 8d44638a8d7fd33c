"""One figure reported on two maps: which map counts, or that nobody can know."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.numbers import LANGUAGES, format_number

FIGURE = ["indicator", "category", "basis", "period"]

STAGE_ORDER = ("revised", "final", "preliminary", "estimate")
"""A revised figure counts before a final one, and so on."""

KEPT, DROPPED, DISPUTED = "kept", "dropped", "disputed"


def decide_maps(best: pd.DataFrame, registers: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Decide, for every figure of communes that stands on several maps, which map counts.

    A map wins against another if the units it fills at a further stage than anything on the other are at least as
    large a share of its register as all that the other fills of its own. A correction of two communes on one map
    therefore never sets aside the whole of another; then the figure is disputed on all its maps.

    Parameters
    ----------
    best
        The furthest stage of every figure, one row a unit.
    registers
        Units of every map that the figures speak of, by date.

    Returns
    -------
    pandas.Series
        ``kept``, ``dropped`` or ``disputed`` by indicator, category, basis, period and unit_date; figures that stand
        on one map only are not among them.
    """
    communes = best[best["level"].eq("commune")]
    several = communes.groupby(FIGURE)["unit_date"].transform("nunique") > 1
    decisions = {
        (*figure, str(day)): decision
        for figure, rows in communes[several].groupby(FIGURE)
        for day, decision in _decide(rows, registers).items()
    }
    index = pd.MultiIndex.from_tuples(list(decisions) or [("",) * 5], names=[*FIGURE, "unit_date"])
    return pd.Series(list(decisions.values()) or [""], index=index, dtype="str")[: len(decisions)]


def _decide(rows: pd.DataFrame, registers: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    days = sorted(rows["unit_date"].unique())
    told = rows[rows["status"].ne("not_reported")]
    rank = told["stage"].map(STAGE_ORDER.index)

    def share(day: str, before: float = np.inf) -> float:
        units = told.loc[told["unit_date"].eq(day) & rank.lt(before), "unit_code"].nunique()
        return float(units) / len(registers[day])

    furthest = {day: rank[told["unit_date"].eq(day)].min() for day in days}
    for day in days:
        others = [other for other in days if other != day]
        # Where another map says nothing its furthest stage is NaN: then all that this map says is further.
        limits = {other: np.inf if np.isnan(furthest[other]) else furthest[other] for other in others}
        if all(0 < share(day, limits[other]) >= share(other) for other in others):
            return dict.fromkeys(days, DROPPED) | {day: KEPT}
    return dict.fromkeys(days, DISPUTED)


def on_one_map(best: pd.DataFrame, decisions: pd.Series) -> pd.DataFrame:
    """Apply the decisions: leave the dropped maps out, and empty the disputed figures.

    Parameters
    ----------
    best
        As for :func:`decide_maps`.
    decisions
        As :func:`decide_maps` returns them.

    Returns
    -------
    pandas.DataFrame
        No figure of communes has a value on two maps; disputed values are conflicts.
    """
    decided = _of_rows(best, decisions)
    disputed = decided.eq(DISPUTED) & best["status"].ne("not_reported")
    emptied = best.assign(
        value=best["value"].mask(disputed),
        status=best["status"].mask(disputed, "conflict"),
        apportioned_share=best["apportioned_share"].mask(disputed, 0.0),
    )
    return emptied[decided.ne(DROPPED)].reset_index(drop=True)


def find_two_maps(best: pd.DataFrame, decisions: pd.Series, names: Mapping[str, str]) -> Iterator[Finding]:
    """Report what the decisions leave out or dispute.

    Parameters
    ----------
    best, decisions
        As for :func:`on_one_map`.
    names
        File name by ``source_id``.

    Yields
    ------
    Finding
        For each period an error for disputed figures and a warning for those left out, with their number on each map.
    """
    decided = _of_rows(best, decisions)
    told = best.assign(decision=decided)[decided.ne("") & best["status"].ne("not_reported")]
    for period, rows in told.groupby("period"):
        disputed, dropped = rows[rows["decision"].eq(DISPUTED)], rows[rows["decision"].eq(DROPPED)]
        if len(disputed):
            values = {"period": period, "n": len(disputed), **_counted(disputed, names)}
            yield Finding("period_on_two_maps", Severity.ERROR, values=values)
        if len(dropped):
            figures = pd.MultiIndex.from_frame(dropped[FIGURE])
            kept = rows[rows["decision"].eq(KEPT) & pd.MultiIndex.from_frame(rows[FIGURE]).isin(figures)]
            used = {name.replace("maps", "used"): text for name, text in _counted(kept, names).items()}
            values = {"period": period, "n": len(dropped), **_counted(dropped, names), **used}
            yield Finding("other_map_left_out", Severity.WARNING, values=values)


def _of_rows(best: pd.DataFrame, decisions: pd.Series) -> pd.Series:
    if decisions.empty:
        return pd.Series("", index=best.index, dtype="str")
    keys = pd.MultiIndex.from_frame(best[[*FIGURE, "unit_date"]])
    found = pd.Series(decisions.reindex(keys).to_numpy(), index=best.index, dtype="str").fillna("")
    return found.where(best["level"].eq("commune"), "")


def _counted(rows: pd.DataFrame, names: Mapping[str, str]) -> dict[str, str]:
    told: dict[str, list[str]] = {lang: [] for lang in LANGUAGES}
    for day, some in rows.groupby("unit_date"):
        files = ", ".join(dict.fromkeys(names.get(one, one) for one in some["source_id"]))
        for lang, parts in told.items():
            parts.append(f"{day}: {format_number(len(some), lang)} ({files})")
    return {"maps": "; ".join(told["vi"]), "maps_en": "; ".join(told["en"])}
