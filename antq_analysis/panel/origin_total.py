"""Where the total of a province or a district comes from: who has a figure, who lacks one, and what the files print."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import RefusedError, UnknownNameError
from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.panel.area import PROVINCE, Area, register_of
from antq_analysis.panel.build import read_all
from antq_analysis.panel.decided_here import decisions_about
from antq_analysis.panel.gaps import label_figure
from antq_analysis.panel.load import Panel
from antq_analysis.places.letters.folding import bare
from antq_analysis.places.matching.names import split_type
from antq_analysis.project import Project, find_project
from antq_analysis.sources.forms.layout import moved_back
from antq_analysis.sources.receiving.received import ReceivedFile, received_files
from antq_analysis.vocabulary import Indicator
from antq_analysis.vocabulary.other_units import OTHER_LEVELS

SUMMED = ("sum", "flags")
_WHAT = ["indicator", "category", "basis"]


@dataclass(frozen=True)
class Whole:
    """The total of a province or a district, with everything that it rests on.

    Parameters
    ----------
    area
        Of what.
    period, indicator, category, basis
        Which figure.
    labels
        What it is called, by language.
    value, comparator
        The total; NaN where nobody has a figure.
    is_printed
        Whether it is a figure that a file gives for the whole province, because no commune has one.
    units
        One row a commune: name, value, comparator, status (``no_row`` where no file names it), file, sheet, cell, rule.
    others
        The same of organisations, police posts and the like, which count in the total of the province.
    printed
        Totals that the files print, compared and never loaded: kind, label, written, expected, agrees, file, sheet,
        cell.
    files
        Names of the files with their stage, in order.
    decided
        Decisions of a person about these figures and about communes without a report.
    """

    area: Area
    period: str
    indicator: Indicator
    category: str
    labels: Mapping[str, str]
    basis: str
    value: float
    comparator: str
    is_printed: bool
    units: pd.DataFrame
    others: pd.DataFrame
    printed: pd.DataFrame
    files: tuple[tuple[str, str], ...]
    decided: pd.DataFrame


def whole_from(
    panel: Panel,
    area: Area,
    period: str,
    indicator: str,
    *,
    category: str = "",
    project: Project | None = None,
) -> tuple[Whole, ...]:
    """Show what the total of a province or a district rests on.

    Parameters
    ----------
    panel
        The panel; the total is the sum of what was reported on the map of the period, before any carrying.
    area
        What :func:`antq_analysis.panel.area.find_area` gives.
    period
        The period, such as ``"2025"``.
    indicator
        Its id; of a rate its numerator and its denominator are shown.
    category
        Value of the indicator's dimension; empty for the total.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    tuple of Whole
        One for each basis, numerator first; a figure that nobody sent has one, without value.

    Raises
    ------
    RefusedError
        If the indicator may not be summed.
    UnknownNameError
        If nothing was received for the period.
    """
    project = project or find_project()
    periods = sorted(set(panel.reported["period"]))
    if period not in periods:
        raise UnknownNameError("errors.kind_period", period, periods)
    what = panel.vocabulary.indicator(indicator)
    wholes: list[Whole] = []
    for part in map(panel.vocabulary.indicator, what.parts or (what.id,)):
        rows = panel.reported
        rows = rows[rows["indicator"].eq(part.id) & rows["category"].eq(category) & rows["period"].eq(period)]
        if part.adds_up not in SUMMED:
            rows = rows[rows["level"].eq("province") & rows["value"].notna() & (area.kind == PROVINCE)]
            if rows.empty:
                raise RefusedError("panel.total_not_summed", label=part.label_vi, label_en=part.label_en)
        wholes += [
            _whole(panel, area, rows[rows["basis"].eq(basis)], (part, category, basis, period), project)
            for basis in sorted(rows["basis"].unique()) or [""]
        ]
    return tuple(wholes)


def _whole(
    panel: Panel,
    area: Area,
    rows: pd.DataFrame,
    about: tuple[Indicator, str, str, str],
    project: Project,
) -> Whole:
    what, category, basis, period = about
    files = {file.source_id: file for file in received_files(panel.province.id, project)}
    rows = rows.assign(file=[files[one].name if one in files else "" for one in rows["source_id"]])
    units = _units(rows, area, register_of(panel, period))
    others = rows[rows["level"].isin(OTHER_LEVELS) & rows["value"].notna()]
    if area.kind != PROVINCE or what.adds_up != "sum":
        others = others.iloc[:0]
    counted = pd.concat([units[units["value"].notna()], others])
    whole = rows[rows["level"].eq("province") & rows["value"].notna()]
    alone = area.kind == PROVINCE and len(whole) > 0 and bool(units["value"].isna().all())
    if alone:
        # A figure of the province stands where no commune has one, and holds what other units have.
        counted = whole
    used = counted.loc[counted["source_id"].astype("str").ne(""), "source_id"].dropna().unique()
    named = tuple((files[one].name, files[one].stage) for one in files if one in set(used))
    printed = _printed(
        panel.province.id, area, [files[one] for one in files if one in set(used)], about, project
    )
    own = whole.assign(kind="province", label=area.name_vi, written=whole["value"], agrees=True)
    own = own.assign(expected=counted["value"].sum(min_count=1))
    if area.kind == PROVINCE and not alone:
        own["agrees"] = own["written"].eq(own["expected"])
        printed = pd.concat([printed, own.reindex(columns=printed.columns)], ignore_index=True)
    return Whole(
        area,
        period,
        what,
        category,
        {lang: label_figure(what.id, category, panel.vocabulary, lang) for lang in LANGUAGES},
        basis,
        float(counted["value"].sum(min_count=1)),
        obs.join_comparators(counted["comparator"]) if len(counted) else "exact",
        alone,
        units,
        others,
        printed,
        named,
        decisions_about(panel.province.id, (period, what.id, category), area.codes, project),
    )


def _units(rows: pd.DataFrame, area: Area, register: pd.DataFrame) -> pd.DataFrame:
    day = str(register["unit_date"].iloc[0]) if len(register) else ""
    own = rows[rows["level"].eq("commune") & rows["unit_date"].eq(day)].set_index("unit_code")
    columns = ["value", "comparator", "status", "rule", "source_id", "file", "sheet", "cell"]
    units = own[columns].reindex(list(area.codes))
    units["status"] = units["status"].astype("str").where(units["status"].notna(), "no_row")
    units.insert(0, "name", register["name"].reindex(units.index))
    return units


def _printed(
    province: str,
    area: Area,
    files: list[ReceivedFile],
    about: tuple[Indicator, str, str, str],
    project: Project,
) -> pd.DataFrame:
    what, category, basis, period = about
    columns = ["kind", "label", "written", "expected", "agrees", "file", "sheet", "cell"]
    found = [pd.DataFrame(columns=columns)]
    for file, read in read_all(province, project, files):
        totals = read.totals[read.totals["kind"].ne("ratio")]
        # A file may hold last year's column beside this year's: a total is that of the column it stands in.
        own = [moved_back(file.period, years) == period for years in totals["years_before"]]
        totals = totals[np.array(own, dtype=bool)]
        totals = totals[totals[_WHAT].eq([what.id, category, basis]).all(axis=1)]
        if area.kind == PROVINCE:
            totals = totals[totals["kind"].eq("total")]
        else:
            told, sheets = (
                totals[where].map(lambda words: _names(area.name_vi, str(words))).astype(bool)
                for where in ("label", "sheet")
            )
            totals = totals[told | (totals["kind"].eq("total") & sheets)]
        found.append(totals[columns])
    return pd.concat([frame for frame in found if len(frame)] or found[:1], ignore_index=True)


def _names(district: str, words: str) -> bool:
    # The name must end there: "Huyện A" is not named by "Huyện A Lưới"; without its type only where no other type is.
    kind, plain = split_type(words)
    names = [bare(district)] if kind else [bare(district), bare(split_type(district)[1])]
    return any(
        re.search(rf"(?<!\w){re.escape(name)}\s*(?:$|[^\w\s])", bare(words)) for name in names if plain
    )
