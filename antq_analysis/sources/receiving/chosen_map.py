"""On which map the names of a workbook stand, where nobody said so."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from antq_analysis.errors import InputError, MissingError
from antq_analysis.findings import Finding, Severity
from antq_analysis.observations import period_bounds
from antq_analysis.places.matching.names import fold
from antq_analysis.places.register import load_units
from antq_analysis.places.vintage import vintage_on, vintages
from antq_analysis.project import Project
from antq_analysis.sources.forms.header import name_label
from antq_analysis.sources.forms.headings import find_place
from antq_analysis.sources.forms.register_names import Names, names_of
from antq_analysis.sources.workbooks.workbook import Workbook

_CLEARLY = 2


@dataclass(frozen=True)
class ChosenMap:
    """The map that was chosen.

    Parameters
    ----------
    date
        Its date, ISO text.
    findings
        What was noticed about the names.
    """

    date: str
    findings: tuple[Finding, ...] = ()


def choose_map(book: Workbook, province: str, period: str, project: Project) -> ChosenMap:
    """Choose the map in force on the last day of a period, unless the names of the workbook speak for another.

    Parameters
    ----------
    book
        The workbook.
    province
        Identifier of the province.
    period
        The period of the file.
    project
        The project.

    Returns
    -------
    ChosenMap
        The map in force, with a warning where another knows one name more.

    Raises
    ------
    InputError
        If another map clearly knows more of the names: a person must say which is meant.
    MissingError
        If the province has no map of that day or earlier.
    """
    own = vintage_on(province, period_bounds(period)[1], project)
    registers = _registers(province, project)
    if set(registers) <= {own}:
        return ChosenMap(own)
    written = {text for names in registers.values() for text in _written(book, names)}
    known = {
        day: {text for text in written if names.is_commune(text, numbers=True)}
        for day, names in registers.items()
    }
    here = known.get(own, set())
    other = max(reversed(known), key=lambda day: len(known[day]))
    more, fewer = len(known[other] - here), len(here - known[other])
    if more <= fewer:
        return ChosenMap(own)
    counts: dict[str, Any] = {
        "known": len(here),
        "all": len(written),
        "more": len(known[other]),
        "map": own,
        "other": other,
    }
    if more >= _CLEARLY and more > _CLEARLY * fewer:
        raise InputError("sources.other_map", file=book.path.name, **counts)
    return ChosenMap(own, (Finding("other_map_knows_more", Severity.WARNING, book.path.name, values=counts),))


def _registers(province: str, project: Project) -> Mapping[str, Names]:
    found = {}
    for day in vintages(province, project):
        with suppress(MissingError):
            found[day] = names_of(load_units(province, day, project))
    return found


def _written(book: Workbook, names: Names) -> Iterator[str]:
    """Give the names of communes in the columns of names, once each."""
    for sheet in book.sheets:
        place = find_place(sheet, names)
        if isinstance(place, str):
            continue
        texts = (
            name_label(cells[place.header.unit_column]) for cells in sheet.rows[place.header.bottom + 1 :]
        )
        yield from dict.fromkeys(
            fold(text) for text in texts if text and names.is_commune(text, numbers=True)
        )
