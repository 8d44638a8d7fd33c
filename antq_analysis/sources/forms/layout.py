"""How one printed form is read: which header means which indicator, and what is left aside on purpose."""

import re
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from antq_analysis.errors import LayoutError
from antq_analysis.observations import period_bounds
from antq_analysis.places.matching.names import fold

DISTRICTS = ("heading", "sheet", "column", "none")
AXES = ("columns", "rows")
PRINTED = "printed_before"
"""The rule of a column that our own form prints from what is stored: compared, and never a figure of its own."""
RULES = ("", "reported_rate", PRINTED)
SCALED_READS = frozenset({"count", "number"})
RATE_LEFT = "rate without counts"
"""Why a printed rate is left aside that nothing of the form can stand for."""
TARGET_LEFT = "target"
"""Why a column of what is planned is left aside."""


NO_END = 9999
_YEAR = re.compile(r"\{year(?:-(\d{1,2}))?\}")
_SINCE = re.compile(r"\btừ (?:đầu )?(?:năm )?$", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """One column that is read.

    Parameters
    ----------
    header
        Header path, parts joined by `` / ``; ``{year}`` and ``{year-1}`` stand for years, counted from the period's.
    indicator
        Identifier in the vocabulary.
    category
        Value of the indicator's dimension; empty for all.
    basis
        ``stock``, ``in_year`` or ``cumulative``.
    reads
        How its cells are read, see :func:`antq_analysis.sources.tables.values.read_value`.
    rule
        ``reported_rate`` for a rate that arrives without its counts, :data:`PRINTED` for what our own form prints of
        the period before, else empty.
    scale
        What one printed unit means, in the unit of the indicator: 1000 for thousands; 0 where it is not stated.
    years_before
        How many years before the period of the file it reports; 0 for the period itself.
    """

    header: str
    indicator: str
    basis: str
    reads: str
    category: str = ""
    rule: str = ""
    scale: float = 0
    years_before: int = 0


@dataclass(frozen=True)
class Check:
    """A printed ratio that is compared with its parts and never loaded.

    Parameters
    ----------
    header
        Header path of the ratio.
    numerator, denominator
        Indicators of other columns of the same sheet; of a rate of a plan the denominator is the header path of the
        plan, which is left aside.
    """

    header: str
    numerator: str
    denominator: str


@dataclass(frozen=True)
class Ignored:
    """A column that is left aside on purpose.

    Parameters
    ----------
    header
        Header path.
    reason
        Why.
    """

    header: str
    reason: str


@dataclass(frozen=True)
class IgnoredSheet:
    """Sheets that are left aside on purpose.

    Parameters
    ----------
    name
        Shell pattern of the sheet's name.
    reason
        Why.
    """

    name: str
    reason: str


@dataclass(frozen=True)
class SheetLayout:
    """How the sheets of one name are read.

    Parameters
    ----------
    name
        Shell pattern of the sheet's name; ``{year}`` and ``{year-1}`` stand for years, counted from the period's.
    unit_header
        Header path of the column with the names of units.
    column
        Columns that are read.
    district
        Where the district of a row stands: ``heading``, ``sheet``, ``column`` or ``none``.
    district_header
        Header path of the district's column, where `district` is ``column``.
    level
        Level of the units.
    check
        Printed ratios.
    ignore
        Columns left aside.
    years_before
        How many years before the period of the file the whole sheet reports; years in its headers count from there.
    axis
        Where the indicators stand: ``columns``, or ``rows``; then `unit_header` is the header of their own column.
    """

    name: str
    unit_header: str
    column: tuple[Column, ...]
    district: str = "heading"
    district_header: str = ""
    level: str = "commune"
    check: tuple[Check, ...] = ()
    ignore: tuple[Ignored, ...] = ()
    years_before: int = 0
    axis: str = "columns"

    def headers(self) -> tuple[str, ...]:
        """List every header path that the layout expects.

        Returns
        -------
        tuple of str
            Unit, district, columns, checks and ignored columns, in this order.
        """
        own = [self.unit_header] + ([self.district_header] if self.district_header else [])
        parts: tuple[Column | Check | Ignored, ...] = (*self.column, *self.check, *self.ignore)
        return (*own, *(item.header for item in parts))


@dataclass(frozen=True)
class Layout:
    """How one form is read.

    Parameters
    ----------
    form
        Identifier of the form; the name of its file.
    label_vi, label_en
        What people call it.
    valid_from, valid_to
        First and last year in which it is used, both inclusive; without a last year until the form changes.
    period_basis
        The reporting window, see :data:`antq_analysis.observations.PERIOD_BASES`.
    sheet
        How each kind of sheet is read.
    ignored_sheet
        Sheets left aside.
    province
        The province for which it was drafted: what a person settled in it holds for no other. Empty for all.
    """

    form: str
    label_vi: str
    label_en: str
    valid_from: int
    period_basis: str
    sheet: tuple[SheetLayout, ...]
    ignored_sheet: tuple[IgnoredSheet, ...] = ()
    valid_to: int = NO_END
    province: str = ""

    def covers(self, period: str) -> bool:
        """Tell whether the form is in use in a period.

        Parameters
        ----------
        period
            A period such as ``2025`` or ``2025-6T``.

        Returns
        -------
        bool
            True if the last day of the period lies within its years.
        """
        return self.valid_from <= period_bounds(period)[1].year <= self.valid_to


def check_period(layout: Layout, period: str) -> None:
    """Refuse a period in which the form is not in use.

    Parameters
    ----------
    layout
        The layout.
    period
        The period asked for.

    Raises
    ------
    LayoutError
        If the period lies outside the years of the form.
    """
    if not layout.covers(period):
        raise LayoutError(
            "sources.form_not_valid",
            form=layout.form,
            period=period,
            first=str(layout.valid_from),
            last="…" if layout.valid_to == NO_END else str(layout.valid_to),
        )


def sheet_layout(layout: Layout, sheet: str, period: str) -> SheetLayout | IgnoredSheet | None:
    """Find how a sheet is read by its name.

    Parameters
    ----------
    layout
        The layout.
    sheet
        Name of the sheet.
    period
        The period of the file.

    Returns
    -------
    SheetLayout or IgnoredSheet or None
        The first that fits; None if the layout does not know the sheet.
    """
    every: tuple[SheetLayout | IgnoredSheet, ...] = (*layout.sheet, *layout.ignored_sheet)
    for known in every:
        if fnmatchcase(fold(sheet), fold(expand(known.name, period))):
            return known
    return None


def expand(header: str, period: str) -> str:
    """Write the years of a period into a header that stands for every year.

    Parameters
    ----------
    header
        A header path, with ``{year}`` or ``{year-1}`` where a year stands.
    period
        The period of the file.

    Returns
    -------
    str
        The header as it stands in the file.

    Examples
    --------
    >>> expand("Số vụ / Năm {year-1}", "2023"), expand("Số vụ", "2023")
    ('Số vụ / Năm 2022', 'Số vụ')
    """
    year = period_bounds(period)[1].year
    return _YEAR.sub(lambda found: str(year - int(found[1] or 0)), header)


def years_named(header: str) -> int:
    """Say how many years before the period a header reports.

    Parameters
    ----------
    header
        A header path as a layout writes it.

    Returns
    -------
    int
        1 for a header with ``{year-1}``; 0 where it names no year, the year itself too, or only since when it counts.

    Examples
    --------
    >>> years_named("Năm {year-1}"), years_named("{year-1}, {year}"), years_named("Từ năm {year-4} đến nay")
    (1, 0, 0)
    """
    named = [
        int(found[1] or 0) for found in _YEAR.finditer(header) if not _SINCE.search(header[: found.start()])
    ]
    return min(named, default=0)


def moved_back(period: str, years: int) -> str:
    """Give the same period of an earlier year.

    Parameters
    ----------
    period
        A period such as ``2025`` or ``2025-6T``.
    years
        How many years earlier.

    Returns
    -------
    str
        The period.

    Examples
    --------
    >>> moved_back("2025-6T", 2), moved_back("2025", 0)
    ('2023-6T', '2025')
    """
    return re.sub(r"\d{4}", lambda found: str(int(found[0]) - years), period) if years else period


def expand_sheet(sheet: SheetLayout, period: str) -> SheetLayout:
    """Write the years of a period into all headers of a sheet.

    Parameters
    ----------
    sheet
        How the sheet is read in any year.
    period
        The period that the sheet reports: that of the file, or an earlier one for a sheet with `years_before`.

    Returns
    -------
    SheetLayout
        How it is read in this period.
    """
    if not any(_YEAR.search(header) for header in sheet.headers()):
        return sheet
    return replace(
        sheet,
        unit_header=expand(sheet.unit_header, period),
        district_header=expand(sheet.district_header, period),
        column=tuple(replace(item, header=expand(item.header, period)) for item in sheet.column),
        check=tuple(
            replace(item, header=expand(item.header, period), denominator=expand(item.denominator, period))
            for item in sheet.check
        ),
        ignore=tuple(replace(item, header=expand(item.header, period)) for item in sheet.ignore),
    )
