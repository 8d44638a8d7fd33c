"""Tables with one row for each unit and indicator, which no layout of columns can read."""

from collections.abc import Sequence

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.across import LABEL_HEADERS
from antq_analysis.sources.forms.header import SEPARATOR, label
from antq_analysis.sources.forms.headings import Place
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

_TIMES = 2


def long_form(sheet: Sheet, place: Place) -> str:
    """Find the column of indicators of a table that has one row for each unit and indicator.

    Parameters
    ----------
    sheet
        The sheet.
    place
        Where its table stands.

    Returns
    -------
    str
        The cell with the header of that column; empty where the table has one row a unit.
    """
    header = place.header
    for column, path in enumerate(header.paths):
        last = fold(path.rpartition(SEPARATOR)[2])
        if column != header.unit_column and last in LABEL_HEADERS and _repeats(sheet, place, column):
            return cell_name(header.bottom, column)
    return ""


def _repeats(sheet: Sheet, place: Place, column: int) -> bool:
    """Tell whether the same few words stand beside each unit, whose name may be written once over several rows."""
    rows = sheet.rows[place.header.bottom + 1 :]
    names = _carried([label(cells[place.header.unit_column]) for cells in rows])
    said = [
        (fold(name), fold(words))
        for name, cells in zip(names, rows, strict=True)
        if name and (words := label(cells[column])) and any(map(str.isalpha, words))
    ]
    units, indicators = ({pair[part] for pair in said} for part in (0, 1))
    return len(indicators) >= _TIMES and len(said) >= _TIMES * max(len(units), len(indicators))


def _carried(names: Sequence[str]) -> list[str]:
    carried: list[str] = []
    for name in names:
        carried.append(name or (carried[-1] if carried else ""))
    return carried
