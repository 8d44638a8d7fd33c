"""The figures of every map carried to one map."""

from collections.abc import Collection

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.stages import STAGELESS, common_stage
from antq_analysis.places.carrying.backwards import load_reverse_crosswalk
from antq_analysis.places.carrying.carry import carry
from antq_analysis.places.carrying.merging import BACKWARDS
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.project import Project
from antq_analysis.vocabulary import Vocabulary

PEOPLE = "population"


def carry_all(
    observations: pd.DataFrame,
    province: str,
    map_date: str,
    project: Project,
    vocabulary: Vocabulary,
    *,
    backwards: bool = False,
    whole: Collection[str] = (),
) -> tuple[pd.DataFrame, pd.DataFrame, list[Finding]]:
    """Carry the figures of every earlier map to one map, and those of later maps where somebody asks for it.

    Parameters
    ----------
    observations
        Figures, each on the map of its own date.
    province
        Province id.
    map_date
        The map to carry to.
    project
        The project.
    vocabulary
        How each indicator merges.
    backwards
        Carry the figures of later maps back; they are divided by the people of the units of this map in the last year
        that knows most of them, else by land, else equally. By default these figures are left out and reported.
    whole
        Indicators whose counts are divided in whole numbers.

    Returns
    -------
    tuple
        Observations on the map, the account of totals, and findings.
    """
    kept, accounts, findings = [], [], []
    for unit_date, rows in observations.groupby("unit_date", sort=True):
        date = str(unit_date)
        if date == map_date:
            kept.append(rows)
            continue
        if date > map_date and not backwards:
            findings.append(_too_new(rows, date, map_date))
            continue
        if date > map_date:
            # Maps come in order, so that what is known of the units of this map stands in `kept` already.
            people = known_people(pd.concat(kept)) if kept else None
            crosswalk = load_reverse_crosswalk(province, date, map_date, people, project)
        else:
            crosswalk = load_crosswalk(province, date, map_date, project)
        result = carry(common_stage(rows), map_date, crosswalk, vocabulary, backwards=backwards, whole=whole)
        kept.append(result.observations)
        accounts.append(result.account.assign(from_date=date))
        findings += result.findings
    frame = _each_once(pd.concat(kept, ignore_index=True)) if kept else obs.empty()
    account = pd.concat(accounts, ignore_index=True) if accounts else pd.DataFrame()
    return frame, account, findings


def people_on(
    day: str, reported: pd.DataFrame, province: str, project: Project, vocabulary: Vocabulary
) -> pd.Series | None:
    """Take the last known population of the units of a map.

    Parameters
    ----------
    day
        Date of the map.
    reported
        Figures, each on the map of its own date.
    province
        Province id.
    project
        The project.
    vocabulary
        How each indicator merges.

    Returns
    -------
    pandas.Series or None
        By unit code, all of the last year that knows most of them; None where no year does.
    """
    known = reported[reported["indicator"].eq(PEOPLE) & reported["unit_date"].le(day)]
    return known_people(carry_all(known, province, day, project, vocabulary)[0])


def known_people(rows: pd.DataFrame) -> pd.Series | None:
    """Take the population of the units of a map, all of one year, so that growth does not shift the shares.

    Parameters
    ----------
    rows
        Figures on that map; of those that were carried back to it nothing new is known.

    Returns
    -------
    pandas.Series or None
        By unit code, all of the last year that knows most of them; None where no year does.
    """
    known = rows[rows["level"].eq("commune") & rows["indicator"].eq(PEOPLE) & rows["category"].eq("")]
    known = known[
        known["value"].notna() & known["comparator"].isin(obs.EXACT) & ~known["rule"].str.endswith(BACKWARDS)
    ]
    if known.empty:
        return None
    sizes = known.groupby("period")["unit_code"].nunique()
    year = sizes.index[sizes.eq(sizes.max())].max()
    return known[known["period"].eq(year)].drop_duplicates("unit_code").set_index("unit_code")["value"]


def _each_once(frame: pd.DataFrame) -> pd.DataFrame:
    # A figure disputed between two maps, or empty on both, arrives once from each, without a value.
    silent_last = frame["status"].eq("not_reported").sort_values(kind="stable").index
    return obs.conform(frame.loc[silent_last].drop_duplicates(STAGELESS).sort_index())


def _too_new(rows: pd.DataFrame, date: str, map_date: str) -> Finding:
    periods = ", ".join(sorted(rows["period"].unique()))
    values = {"periods": periods, "from_date": date, "map_date": map_date, "n": len(rows)}
    return Finding("newer_than_map", Severity.WARNING, values=values)
