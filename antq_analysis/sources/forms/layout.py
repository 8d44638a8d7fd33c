"""How one printed form is read: which header means which indicator, and what is left aside on purpose."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from antq_analysis.errors import LayoutError, UnknownNameError, nearest
from antq_analysis.language.catalogue import Sentence
from antq_analysis.observations import BASES, LEVELS, PERIOD_BASES, period_bounds
from antq_analysis.places.matching.names import fold
from antq_analysis.project import Project, find_project, read_toml
from antq_analysis.sources.tables.values import READS
from antq_analysis.vocabulary import Vocabulary

DISTRICTS = ("heading", "sheet", "column", "none")
AXES = ("columns", "rows")
RULES = ("", "reported_rate")
SCALED_READS = frozenset({"count", "number"})
RATE_LEFT = "rate without counts"
"""Why a printed rate is left aside that nothing of the form can stand for."""


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
        ``reported_rate`` for a rate that arrives without its counts, else empty.
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
        Indicators of other columns of the same sheet.
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


def load_layout(form: str, project: Project | None = None, *, vocabulary: Vocabulary | None = None) -> Layout:
    """Load the layout of a form and check it against the vocabulary.

    Parameters
    ----------
    form
        Identifier of the form.
    project
        The project; found from the current folder by default.
    vocabulary
        The vocabulary to check against; without it only the layout itself is checked.

    Returns
    -------
    Layout
        The layout.

    Raises
    ------
    UnknownNameError
        If there is no such form.
    SettingError
        If the file is not as it must be.
    LayoutError
        If it contradicts itself or the vocabulary: every case is listed.
    """
    project = project or find_project()
    path = project.layouts / f"{form}.toml"
    if not re.fullmatch(r"[\w.-]+", form) or not path.is_file():
        raise UnknownNameError(
            "errors.kind_form", form, (file.stem for file in project.layouts.glob("*.toml"))
        )
    layout = read_toml(path, Layout)
    cases = list(_own_faults(layout, path))
    if vocabulary is not None:
        cases += _vocabulary_faults(layout, vocabulary)
    if cases:
        raise LayoutError("sources.bad_layout", cases=cases, file=path.name, n=len(cases))
    return layout


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
        check=tuple(replace(item, header=expand(item.header, period)) for item in sheet.check),
        ignore=tuple(replace(item, header=expand(item.header, period)) for item in sheet.ignore),
    )


def _own_faults(layout: Layout, path: Path) -> Iterator[str]:
    if layout.form != path.stem:
        yield Sentence("sources.layout_name", written=layout.form, expected=path.stem)
    if layout.valid_from > layout.valid_to:
        yield Sentence("sources.layout_years", first=str(layout.valid_from), last=str(layout.valid_to))
    if not layout.sheet:
        yield Sentence("sources.layout_no_sheet")
    yield from _word("period_basis", layout.period_basis, PERIOD_BASES)
    for sheet in layout.sheet:
        yield from (f"[{sheet.name}] {fault}" for fault in _sheet_faults(sheet))


def _sheet_faults(sheet: SheetLayout) -> Iterator[str]:
    yield from _word("district", sheet.district, DISTRICTS)
    yield from _word("axis", sheet.axis, AXES)
    yield from _word("level", sheet.level, LEVELS)
    if sheet.years_before < 0:
        yield Sentence("sources.layout_years_before", header=sheet.name)
    if (sheet.district == "column") != bool(sheet.district_header):
        yield Sentence("sources.layout_district_header")
    if not sheet.column:
        yield Sentence("sources.layout_no_column")
    folded = [fold(header) for header in sheet.headers()]
    for header in dict.fromkeys(header for header in sheet.headers() if folded.count(fold(header)) > 1):
        yield Sentence("sources.layout_header_twice", header=header)
    for column in sheet.column:
        yield from _column_faults(column)
    meanings = [
        (column.indicator, column.category, column.basis, str(column.years_before or ""))
        for column in sheet.column
    ]
    for meaning in dict.fromkeys(meaning for meaning in meanings if meanings.count(meaning) > 1):
        yield Sentence("sources.layout_meaning_twice", meaning=" / ".join(part for part in meaning if part))
    own = [column.indicator for column in sheet.column if not column.years_before]
    for check in sheet.check:
        for part in (check.numerator, check.denominator):
            if part not in own:
                yield Sentence("sources.layout_check_part", header=check.header, indicator=part)


def _column_faults(column: Column) -> Iterator[str]:
    yield from _word("basis", column.basis, BASES)
    yield from _word("reads", column.reads, READS)
    yield from _word("rule", column.rule, RULES)
    if column.scale and (column.reads not in SCALED_READS or not 0 < column.scale < math.inf):
        yield Sentence("sources.layout_scale", header=column.header)
    if column.years_before < 0:
        yield Sentence("sources.layout_years_before", header=column.header)
    elif (named := years_named(column.header)) and column.years_before != named:
        yield Sentence("sources.layout_year_of_header", header=column.header, years=str(named))


def _vocabulary_faults(layout: Layout, vocabulary: Vocabulary) -> Iterator[str]:
    for sheet in layout.sheet:
        for column in sheet.column:
            try:
                indicator = vocabulary.indicator(column.indicator)
            except UnknownNameError as error:
                yield f"[{sheet.name}] {column.header}: {error.text()}"
                continue
            if column.category:
                known = vocabulary.categories(indicator.id)
                yield from (
                    f"[{sheet.name}] {column.header}: {fault}"
                    for fault in _word("category", column.category, known)
                )


def _word(key: str, written: str, known: Iterable[str]) -> Iterator[str]:
    known = tuple(known)
    if written not in known:
        near = nearest(written, known)
        yield Sentence(
            "sources.layout_word",
            key=key,
            written=written,
            known=near or ", ".join(word for word in known if word),
        )
