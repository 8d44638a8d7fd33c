"""What a person settled about names: ``aliases.csv`` of a province, dated, with a reason, valid across years."""

import re
from datetime import date
from pathlib import Path

import pandas as pd

from antq_analysis.errors import InputError
from antq_analysis.language.catalogue import say
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import load_vocabulary, read_table

ALIAS_COLUMNS = (
    "written_name",
    "written_district",
    "map_date",
    "unit_code",
    "reason",
    "decided_on",
    "decided_by",
)
_NEEDED = ("written_name", "map_date", "unit_code", "reason", "decided_on")


def load_aliases(province: str, project: Project | None = None) -> pd.DataFrame:
    """Load the names that a person assigned to units.

    Parameters
    ----------
    province
        Identifier of the province.
    project
        The project; found from the current folder by default.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`ALIAS_COLUMNS`, all text; without rows where nothing was decided.

    Raises
    ------
    UnknownNameError
        If there is no such province.
    SettingError
        If the file has other columns.
    InputError
        If a decision lacks what it needs or contradicts another: every line is listed.
    """
    project = project or find_project()
    load_vocabulary(project).province(province)
    path = project.decisions / province / "aliases.csv"
    rows = read_table(path, ALIAS_COLUMNS) if path.exists() else []
    frame = pd.DataFrame(rows, columns=list(ALIAS_COLUMNS), dtype="str").fillna("")
    faults = _faults(frame)
    if faults:
        raise InputError("sources.bad_decisions", cases=faults, file=_shown(path, project), n=len(faults))
    return frame


def _shown(path: Path, project: Project) -> str:
    return path.relative_to(project.root).as_posix()


def _faults(frame: pd.DataFrame) -> list[str]:
    faults = []
    decided: dict[tuple[str, str, str], str] = {}
    for number, row in enumerate(frame.to_dict("records"), 2):
        missing = [name for name in _NEEDED if not str(row[name]).strip()]
        if missing:
            faults.append(say("sources.decision_missing", row=str(number), columns=", ".join(missing)))
        faults += [
            say("sources.decision_date", row=str(number), column=name, written=str(row[name]))
            for name in ("map_date", "decided_on")
            if row[name] and not _is_date(str(row[name]))
        ]
        key = (str(row["written_name"]), str(row["written_district"]), str(row["map_date"]))
        if decided.setdefault(key, str(row["unit_code"])) != row["unit_code"]:
            faults.append(say("sources.decision_twice", row=str(number), name=key[0]))
    return faults


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
