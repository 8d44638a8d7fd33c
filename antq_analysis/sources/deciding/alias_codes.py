"""Decisions about names meet the register: a code that is not on the map of its decision is refused."""

import pandas as pd

from antq_analysis.errors import InputError
from antq_analysis.language.catalogue import say
from antq_analysis.places.matching.match import NOT_A_UNIT
from antq_analysis.places.register import load_units, vintage_on
from antq_analysis.project import Project
from antq_analysis.sources.deciding.decisions import ALIASES


def refuse_strangers(aliases: pd.DataFrame, province: str, project: Project) -> None:
    """Refuse decisions whose code is not on the map of their date.

    Parameters
    ----------
    aliases
        As :func:`antq_analysis.sources.deciding.decisions.load_aliases` gives them; the index is the line in the file.
    province
        Province id.
    project
        The project.

    Raises
    ------
    InputError
        If there are such decisions: all are listed.
    MissingError
        If a decision is older than the first map of the province.
    """
    cases = []
    for written, rows in aliases.groupby("map_date", sort=True):
        day = vintage_on(province, str(written), project)
        known = {NOT_A_UNIT, *load_units(province, day, project)["unit_code"]}
        for line, row in rows[~rows["unit_code"].isin(known)].iterrows():
            told = {"name": row["written_name"], "code": row["unit_code"], "map_date": day}
            cases.append(say("sources.alias_stranger", row=str(line), **told))
    if cases:
        shown = (project.decisions / province / ALIASES).relative_to(project.root).as_posix()
        raise InputError("sources.bad_decisions", cases=cases, file=shown, n=len(cases))
