"""A form whose indicators stand in rows, drafted: the sheet turned, and where its table stands then."""

from collections.abc import Sequence
from dataclasses import dataclass

from antq_analysis.sources.forms.across import FEWEST_LINES, Across, find_across
from antq_analysis.sources.forms.drafted import draft_columns
from antq_analysis.sources.forms.header import Header, header_paths
from antq_analysis.sources.forms.headings import Place
from antq_analysis.sources.forms.lexicon import Lexicon
from antq_analysis.sources.forms.own_unit import OwnUnit, own_unit
from antq_analysis.sources.forms.register_names import Names
from antq_analysis.sources.forms.turned import Turned, turn
from antq_analysis.sources.forms.understood import Understood
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

_READ = frozenset({"indicator", "check", "rate"})


@dataclass(frozen=True)
class DraftedRows:
    """A sheet that is read turned.

    Parameters
    ----------
    turned
        The sheet with one row a unit.
    place
        Where its table stands there.
    bottom
        The last row of its head in the file.
    """

    turned: Turned
    place: Place
    bottom: int


def draft_rows(sheet: Sheet, names: Names, lexicon: Lexicon, period: str) -> DraftedRows | Understood | None:
    """Find a table of indicators in rows on a sheet that has no column of units.

    Parameters
    ----------
    sheet
        The sheet.
    names
        The names of the register.
    lexicon
        The vocabulary by wording; two lines at least must be understood by it.
    period
        The period of the file.

    Returns
    -------
    DraftedRows or Understood or None
        The table; a question where no unit or several are named; None where there is no such table.
    """
    across = find_across(sheet, names, period)
    if across is None:
        return None
    own = own_unit(sheet, across.top, names) if across.of_one_unit else OwnUnit()
    turned = turn(sheet, across, own)
    header = Header(turned.top, turned.top, header_paths(turned.sheet, turned.top, turned.top), 0)
    place = Place(header, turned.rows, "commune", "heading", None)
    columns = draft_columns(turned.sheet, place, lexicon, period)
    if sum(1 for item in columns if item.kind in _READ) < FEWEST_LINES:
        return None
    if across.second is not None:
        return _question(sheet, across, "two_tables")
    if across.of_one_unit and not own.name:
        return _question(sheet, across, "units_differ" if own.several else "no_unit_said", own.several)
    return DraftedRows(turned, place, across.bottom)


def _question(sheet: Sheet, across: Across, reason: str, names: Sequence[str] = ()) -> Understood:
    cell = cell_name(across.bottom if across.second is None else across.second, across.label)
    return Understood(sheet.name, "", cell, "; ".join(names), "asked", confidence="asked", reason=reason)
