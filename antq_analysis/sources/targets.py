"""Targets of decisions: of the whole country, of every province, and of one's own."""

from collections.abc import Container, Mapping
from dataclasses import dataclass

import pandas as pd

from antq_analysis.errors import SettingError
from antq_analysis.language.catalogue import Sentence, say
from antq_analysis.language.numbers import format_number, format_signed
from antq_analysis.observations import is_year
from antq_analysis.places.tables import read_table
from antq_analysis.project import Project
from antq_analysis.vocabulary import load_vocabulary

COLUMNS = (
    "id",
    "indicator",
    "province",
    "period",
    "value",
    "unit",
    "comparator",
    "baseline_period",
    "document",
    "wording",
    "note",
)
AT_LEAST, AT_MOST, CHANGE_AT_MOST = "at_least", "at_most", "change_at_most"
COMPARATORS = (AT_LEAST, AT_MOST, CHANGE_AT_MOST)
NATIONAL = "viet-nam"
"""A target of the whole country binds no single province; it is shown beside its figure."""


@dataclass(frozen=True)
class Target:
    """One target.

    Parameters
    ----------
    indicator
        Indicator id; of a rate with parts it is that of the part.
    period
        The year by which it holds.
    value
        What is to be reached, or the change in percent against `baseline`.
    unit
        ``%`` or the unit of the indicator.
    comparator
        ``at_least``, ``at_most`` or ``change_at_most``.
    baseline
        The year that a change is measured from.
    document
        Where it stands.
    national
        Whether it is one of the whole country.
    """

    indicator: str
    period: str
    value: float
    unit: str
    comparator: str
    baseline: str
    document: str
    national: bool

    def text(self, lang: str = "vi") -> str:
        """Write the target for a cell.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            Such as ``≥ 99%`` or ``-5% so với 2019``.
        """
        if self.comparator == CHANGE_AT_MOST:
            change = format_signed(self.value, lang) + "%"
            return say("sources.target_change", lang, change=change, since=self.baseline)
        sign = "≥" if self.comparator == AT_LEAST else "≤"
        number = format_number(self.value, lang)
        return f"{sign} {number}{'%' if self.unit == '%' else ''}"


def load_targets(province: str, year: str, project: Project) -> dict[str, Target]:
    """Read the targets that stand beside the figures of a province in a year.

    Parameters
    ----------
    province
        Province id.
    year
        The year; of several targets of an indicator the next one that is not over yet is taken.
    project
        The project: ``data/reference/targets.csv``, and the province's own in ``data/targets/<province>.csv``, which
        stand before those of every province and of the country.

    Returns
    -------
    dict of str to Target
        By indicator.

    Raises
    ------
    SettingError
        If a table is not as it must be: every case is listed.
    """
    paths = (project.data / "targets" / f"{province}.csv", project.reference / "targets.csv")
    found: dict[str, Target] = {}
    vocabulary = load_vocabulary(project)
    for path in paths:
        if not path.exists():
            continue
        table = read_table(path, COLUMNS)
        if cases := _faults(table, vocabulary.indicators):
            raise SettingError("errors.bad_settings", cases=cases, file=path, n=len(cases))
        rows = table[table["province"].isin(["", NATIONAL, province]) & table["period"].ge(year)]
        rows = rows.assign(last=rows["province"].eq(NATIONAL)).sort_values(["last", "period"], kind="stable")
        for row in rows.drop(columns="last").to_dict("records"):
            told = {str(name): str(value) for name, value in row.items()}
            parts = vocabulary.indicator(told["indicator"]).parts
            target = _target(told, parts[0] if parts else told["indicator"])
            found.setdefault(target.indicator, target)
    return found


def _faults(table: pd.DataFrame, known: Container[str]) -> list[str]:
    cases: list[str] = []
    for n, row in enumerate(table.to_dict("records"), start=2):
        change = row["comparator"] == CHANGE_AT_MOST
        wrong = {
            "indicator": row["indicator"] not in known,
            "comparator": row["comparator"] not in COMPARATORS,
            "value": pd.isna(pd.to_numeric(row["value"], errors="coerce")),
            "period": not is_year(row["period"]),
            "baseline_period": change and not is_year(row["baseline_period"]),
        }
        cases += [
            Sentence("sources.target_fault", line=str(n), column=name, value=row[name])
            for name, is_wrong in wrong.items()
            if is_wrong
        ]
    return cases


def _target(row: Mapping[str, str], indicator: str) -> Target:
    return Target(
        indicator=indicator,
        period=row["period"],
        value=float(row["value"]),
        unit=row["unit"],
        comparator=row["comparator"],
        baseline=row["baseline_period"],
        document=row["document"],
        national=row["province"] == NATIONAL,
    )
