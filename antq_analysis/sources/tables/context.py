"""What every sheet of a file is read with, and what one sheet holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from antq_analysis.findings import Finding
from antq_analysis.places.matching.other_names import OtherDates
from antq_analysis.sources.forms.layout import Column, SheetLayout
from antq_analysis.sources.tables.checks import Printed
from antq_analysis.sources.tables.ledger import Ledger
from antq_analysis.sources.tables.many_figures import Figures
from antq_analysis.sources.workbooks.workbook import Sheet
from antq_analysis.vocabulary import Province, Vocabulary


@dataclass(frozen=True)
class Context:
    """What every sheet of a file is read with.

    Parameters
    ----------
    file
        Name of the file, for findings.
    units
        The register of the map.
    aliases
        What a person decided about names.
    vocabulary
        The vocabulary.
    period
        The period that the file reports.
    cells
        What a person decided about figures of the period.
    period_basis
        The reporting window of the form.
    province
        Whose file it is.
    elsewhere
        Gives the units of the other maps of the province.
    stage
        The stage of the file.
    years_before
        How many years before the period of the file the sheet reports.
    """

    file: str
    units: pd.DataFrame
    aliases: pd.DataFrame | None
    vocabulary: Vocabulary
    period: str
    cells: pd.DataFrame | None = None
    period_basis: str = "unknown"
    province: Province | None = None
    elsewhere: OtherDates | None = None
    stage: str = "final"
    years_before: int = 0


@dataclass(frozen=True)
class Table:
    """What one sheet holds.

    Parameters
    ----------
    sheet
        Its name.
    layout
        How it was read.
    columns
        Mapped columns with their place.
    figures
        One for each unit and mapped column.
    printed
        Totals, subtotals and ratios.
    findings
        What was found.
    ledger
        What became of its cells; the cells of figures are not entered yet, because other sheets may contradict them.
    by_decision
        Names that only a decision gave a meaning, as :func:`antq_analysis.sources.tables.units.named_by_decision` says.
    unread_ticks
        By the position of tick columns, how many refused rows of units bear a mark in them, and how many none.
    """

    sheet: Sheet
    layout: SheetLayout
    columns: tuple[tuple[int, Column], ...]
    figures: Figures
    printed: tuple[Printed, ...]
    findings: tuple[Finding, ...]
    ledger: Ledger
    by_decision: frozenset[tuple[str, str]] = frozenset()
    unread_ticks: Mapping[int, tuple[int, int]] = field(default_factory=dict)
