"""What was asked for on a map that does not have it: on which map it is, and the command that answers there."""

import pandas as pd

from antq_analysis.errors import MissingError, UsageError
from antq_analysis.language.catalogue import Sentence
from antq_analysis.panel.area import map_of, register_of
from antq_analysis.panel.ground import ground_of
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import load_groups
from antq_analysis.places.letters.folding import bare
from antq_analysis.places.matching.match import match_units
from antq_analysis.places.register import load_units, vintages
from antq_analysis.project import Project


def why_command(
    province: str, unit: str, period: str, indicator: str, *, category: str = "", on: str = ""
) -> str:
    """Write the command that asks where a figure comes from.

    Parameters
    ----------
    province, unit, period, indicator
        What is asked for.
    category
        Value of the indicator's dimension; empty for the total.
    on
        Date of the map; empty for the one that is taken by default.

    Returns
    -------
    str
        The command.

    Examples
    --------
    >>> why_command("demo", "Xã Mẫu", "2025", "births", on="2025-07-01")
    'antq why demo "Xã Mẫu" 2025 births --map 2025-07-01'
    """
    words = [f'"{word}"' if " " in word else word for word in (unit, period, indicator, category)]
    more = [f"--category {words.pop()}" if category else words.pop()]
    more += [f"--map {on}" if on else ""]
    return " ".join(filter(None, ["antq why", province, *words, *more]))


def refuse_unit_of_other_map(
    panel: Panel, written: str, period: str, indicator: str, project: Project
) -> None:
    """Refuse a unit of another map, and say which map has it, and which units its ground has on the map of the period.

    Parameters
    ----------
    panel
        The panel; its own map has no such unit.
    written
        The code or the name, with or without its type.
    period, indicator
        What is asked about it.
    project
        The project.

    Raises
    ------
    UsageError
        If another map has the unit; the command that answers stands with each.
    """
    register, today = register_of(panel, period), map_of(panel, period)
    who, names = panel.province.id, register["name"].astype("str").to_dict()
    days = sorted(set(vintages(who, project)) - {panel.map_date}, key=lambda day: (day == today, day))
    for day in reversed(days):
        units = load_units(who, day, project).set_index("unit_code")
        full = dict(zip(units.index, units["name"] + _behind(units["district_name"]), strict=True))
        cases = []
        for code in _bearers(written, units):
            words = {"name": full[code], "unit_code": code, "day": pd.Timestamp(day).date()}
            if day == today:
                command = why_command(who, code, period, indicator, on=day)
                cases.append(Sentence("panel.unit_on_map", command=command, **words))
                continue
            words |= {"period": period, "today": pd.Timestamp(today).date()}
            for other in sorted(ground_of(panel, code, today, project, on=day)):
                there = f"{names[other]} ({other})" if other in names else other
                command = why_command(who, other, period, indicator, on=today)
                cases.append(Sentence("panel.unit_now_in", there=there, command=command, **words))
        if cases:
            here = pd.Timestamp(panel.map_date).date()
            raise UsageError("panel.unit_of_other_map", cases=cases, written=written, here=here)


def refuse_district(panel: Panel, written: str, period: str, indicator: str, project: Project) -> None:
    """Refuse a district that the map of a period does not have, and say which period or map has it.

    Parameters
    ----------
    panel
        The panel.
    written
        The name of a district with its type.
    period, indicator
        What is asked about it.
    project
        The project.

    Raises
    ------
    UsageError
        If a map knows the district; the command that answers stands with each.
    """
    who, cases = panel.province.id, []
    today = map_of(panel, period)
    if today != panel.map_date and _has(_groups(who, today, project), written):
        command = why_command(who, written, period, indicator, on=today)
        day = pd.Timestamp(today).date()
        cases.append(Sentence("panel.district_on_map", name=written, day=day, command=command))
    communes = panel.reported[panel.reported["level"].eq("commune")]
    known = [day for day, units in panel.registers.items() if _has(units, written, "district_name")]
    periods = sorted(set(communes.loc[communes["unit_date"].isin(known), "period"]) - {period})
    if periods:
        command = why_command(who, written, periods[-1], indicator)
        told = "; ".join(periods)
        cases.append(Sentence("panel.district_in_periods", name=written, periods=told, command=command))
    if cases:
        raise UsageError("panel.district_not_here", cases=cases, written=written, period=period)


def _bearers(written: str, units: pd.DataFrame) -> list[str]:
    if written in units.index:
        return [written]
    wanted = pd.DataFrame({"name": [written], "district": [""]})
    (found,) = match_units(wanted, units.reset_index()).to_dict("records")
    if found["how"] in ("exact", "folded"):
        return [str(found["unit_code"])] if "type_differs" not in found["note"] else []
    named = found["how"] == "ambiguous" and "type_differs" not in found["note"]
    return [str(code) for code in units.index if code in found["candidates"]] if named else []


def _behind(districts: pd.Series) -> pd.Series:
    return districts.fillna("").map(lambda name: f", {name}" if name else "")


def _groups(province: str, day: str, project: Project) -> pd.DataFrame:
    try:
        return load_groups(province, day, project)
    except MissingError:
        return pd.DataFrame({"group_name": []})


def _has(frame: pd.DataFrame, written: str, column: str = "group_name") -> bool:
    return column in frame and bare(written) in set(map(bare, frame[column].dropna().astype("str")))
