"""Units that an indicator is not about: an empty tick of theirs is no "no", and a figure of theirs does not count."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import read_name
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import TICK_EMPTY
from antq_analysis.sources.tables.many_figures import Figures, Numbers
from antq_analysis.sources.tables.total_findings import SHOWN_CELLS
from antq_analysis.sources.tables.values import Reading
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.vocabulary import Vocabulary

TICK_NOT_CONCERNED = Reading(float("nan"), status="not_applicable", rule="tick_empty_not_applicable")
FIGURE_NOT_CONCERNED = Reading(float("nan"), status="not_applicable", rule="figure_not_applicable")


def unit_types(units: pd.DataFrame) -> dict[str, str]:
    """Tell the type of each unit of a register.

    Parameters
    ----------
    units
        The register.

    Returns
    -------
    dict
        Type in lower case by code, of the name where the register has none; empty where neither tells.

    Examples
    --------
    >>> unit_types(pd.DataFrame({"unit_code": ["1", "2"], "name": ["A", "Xã B"], "type": ["Phường", ""]}))
    {'1': 'phường', '2': 'xã'}
    """
    lines = zip(units["unit_code"], units["name"], units["type"], strict=True)
    return {str(code): str(kind).casefold() or read_name(str(name)).type for code, name, kind in lines}


def settle_concerned(
    figures: Figures,
    columns: Sequence[tuple[int, Column]],
    units: pd.DataFrame,
    vocabulary: Vocabulary,
    place: tuple[str, str],
) -> tuple[Figures, list[Finding]]:
    """Make what units report of an indicator that is not about them not applicable, ticked or left empty.

    Parameters
    ----------
    figures
        What was read, repeated rows settled and decided.
    columns
        Mapped columns with their place.
    units
        The register; units of no register are left as they are.
    vocabulary
        Tells the types of unit that an indicator is about.
    place
        File and sheet, for findings.

    Returns
    -------
    tuple
        The figures, and for each column a note on the empty ticks, and warnings on figures of such units and on empty
        ticks of units of which nobody knows the type. What a person decided stands.
    """
    findings: list[Finding] = []
    about = [vocabulary.indicator(column.indicator).applies_to for _, column in columns]
    if not any(about):
        return figures, findings
    types = unit_types(units)
    names = units.set_index("unit_code")["name"]
    empty = figures.where(lambda reading: reading is TICK_EMPTY)
    firm = figures.where(lambda reading: reading.status == "reported" and reading.rule != "decided") & ~empty
    for position, ((_, column), kinds) in enumerate(zip(columns, about, strict=True)):
        if not kinds:
            continue
        here = figures.at_positions([position])
        outside = here & _of(figures, types, {*types.values()} - {"", *kinds})
        unknown = here & _of(figures, types, {""})
        values = {"header": column.header, "types": ", ".join(kinds)}
        for rule, which in (
            ("tick_not_concerned", outside & empty),
            ("figure_not_concerned", outside & firm),
            ("tick_of_unknown_type", unknown & empty),
        ):
            findings += _findings(rule, figures.chosen(which), names, place, values)
        figures = figures.reading_as(outside & empty, TICK_NOT_CONCERNED)
        figures = figures.reading_as(outside & firm, FIGURE_NOT_CONCERNED)
    return figures, findings


def _of(figures: Figures, types: Mapping[str, str], kinds: set[str]) -> Numbers:
    return figures.where_unit(lambda code: types.get(code) in kinds)


def _findings(
    rule: str, some: Figures, names: "pd.Series[str]", place: tuple[str, str], values: Mapping[str, object]
) -> Iterator[Finding]:
    if not len(some):
        return
    shown = [*some.chosen(np.arange(min(len(some), SHOWN_CELLS)))]
    cells = ", ".join(cell_name(*one.cells[0]) for one in shown)
    more = "; \u2026" if len(some) > SHOWN_CELLS else ""
    told = "; ".join(str(names[one.unit_code]) for one in shown) + more
    severity = Severity.NOTE if rule == "tick_not_concerned" else Severity.WARNING
    yield Finding(rule, severity, *place, cells, values={**values, "n": len(some), "names": told})
