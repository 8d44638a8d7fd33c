"""What became of the communes between two years: on the map, and among those that report."""

from collections.abc import Mapping

import pandas as pd

from antq_analysis.errors import InputError, MissingError
from antq_analysis.panel.load import Panel
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.project import Project

WHAT = ("new", "gone", "merged", "parts", "renamed", "recoded", "silent", "back")
"""New and gone; of several whole units; of parts of units; another name; another code; silent now; silent before."""
COLUMNS = ["what", "before", "after"]


def compare_units(panel: Panel, year: str, before: str, project: Project) -> pd.DataFrame:
    """List the communes that are not what they were the year before.

    Parameters
    ----------
    panel
        The panel.
    year, before
        A year, and the year before it; both have figures of communes.
    project
        Holds the tables of old and new units.

    Returns
    -------
    pandas.DataFrame
        Columns what (one of :data:`WHAT`), before and after (names with codes), one row a commune of today, or one
        that is gone. Without a table between two maps only codes are compared.
    """
    days = {period: _map_of(panel, period) for period in (before, year)}
    rows = _reporting(panel, year, before)
    if days[before] != days[year]:
        rows = [*_on_the_map(panel, days[before], days[year], project), *rows]
    order = {what: place for place, what in enumerate(WHAT)}
    table = pd.DataFrame(rows, columns=COLUMNS, dtype="str")
    return table.sort_values("what", key=lambda names: names.map(order), kind="stable", ignore_index=True)


def _map_of(panel: Panel, period: str) -> str:
    rows = panel.reported
    return str(rows.loc[rows["level"].eq("commune") & rows["period"].eq(period), "unit_date"].max())


def _reporting(panel: Panel, year: str, before: str) -> list[tuple[str, str, str]]:
    rows = panel.observations
    told = rows[rows["level"].eq("commune") & rows["value"].notna()]
    now, then = (set(told.loc[told["period"].eq(period), "unit_code"]) for period in (year, before))
    named = {str(code): f"{name} ({code})" for code, name in panel.units["name"].items()}
    order = [str(code) for code in panel.units.index]
    silent = [("silent", named[code], "") for code in order if code in then - now]
    return [*silent, *(("back", "", named[code]) for code in order if code in now - then)]


def _on_the_map(panel: Panel, first: str, last: str, project: Project) -> list[tuple[str, str, str]]:
    old, new = (_names(panel.registers[day]) for day in (first, last))
    try:
        pairs = load_crosswalk(panel.province.id, first, last, project)
    except (InputError, MissingError):
        lost = [("gone", name, "") for code, name in old.items() if code not in new]
        return [*(("new", "", name) for code, name in new.items() if code not in old), *lost]
    pairs = pairs[pairs["share"].gt(0) | pairs["to_code"].eq("")]
    whole = ~pairs["from_code"].duplicated(keep=False)
    sources = {
        str(code): list(zip(rows["from_code"], whole[rows.index], strict=True))
        for code, rows in pairs[pairs["to_code"].ne("")].groupby("to_code")
    }
    found = [_became(code, sources.get(code, []), old, new) for code in new]
    gone = pairs.loc[pairs["to_code"].eq(""), "from_code"]
    return [*filter(None, found), *(("gone", old.get(code, code), "") for code in gone)]


def _names(register: pd.DataFrame) -> dict[str, str]:
    rows = zip(register["unit_code"], register["name"], strict=True)
    return {str(code): f"{name} ({code})" for code, name in rows}


def _became(
    code: str, sources: list[tuple[str, bool]], old: Mapping[str, str], new: Mapping[str, str]
) -> tuple[str, str, str] | None:
    names = "; ".join(old.get(source, source) for source, _ in sources)
    if not sources:
        return "new", "", new[code]
    if not all(whole for _, whole in sources):
        return "parts", names, new[code]
    if len(sources) > 1:
        return "merged", names, new[code]
    if names == new[code]:
        return None
    same_name = names.rpartition(" (")[0] == new[code].rpartition(" (")[0]
    return "recoded" if same_name else "renamed", names, new[code]
