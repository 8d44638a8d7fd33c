"""The cells and rows of the received sheets in which figures stand."""

import re
from collections.abc import Iterator

import pandas as pd

from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from antq_analysis.sources.forms.header import Header, find_header
from antq_analysis.sources.forms.layout import SheetLayout, sheet_layout
from antq_analysis.sources.forms.layout_file import load_layout
from antq_analysis.sources.receiving.received import ReceivedFile, received_files
from antq_analysis.sources.workbooks.encodings import open_book
from antq_analysis.sources.workbooks.marks import FormattedRuns, Raw, column_number
from antq_analysis.sources.workbooks.workbook import Sheet

PART_COLUMNS = (
    "unit_code",
    "name",
    "map_date",
    "basis",
    "category",
    "stage",
    "counts",
    "value",
    "comparator",
    "status",
    "rule",
    "file",
    "sha256",
    "sheet",
    "cell",
    "header",
    "written",
)
_CELL = re.compile(r"([A-Z]+)([0-9]+)")


def received_rows(
    received: pd.DataFrame, panel: Panel, project: Project
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Open the received files at the cells of some figures.

    Parameters
    ----------
    received
        Observations as they were read.
    panel
        Names of units, and which figures were used.
    project
        The project.

    Returns
    -------
    tuple
        The figures with columns :data:`PART_COLUMNS`, and the rows in which they stand: index file, sheet, row (as
        Excel numbers it), one column a header.
    """
    files = {file.source_id: file for file in received_files(panel.province.id, project)}
    used = pd.MultiIndex.from_frame(panel.reported[["source_id", "sheet", "cell"]])
    counts = pd.MultiIndex.from_frame(received[["source_id", "sheet", "cell"]]).isin(used)
    opened: dict[str, _Opened] = {}
    parts, rows = [], []
    for row, is_used in zip(received.to_dict("records"), counts, strict=True):
        file = files[row["source_id"]]
        source = opened.setdefault(file.source_id, _Opened(file, project))
        header, written = source.cell(row["sheet"], row["cell"])
        names = panel.registers.get(row["unit_date"], panel.units)
        known = dict(zip(names.reset_index()["unit_code"], names["name"], strict=True))
        own = {name: row.get(name) for name in PART_COLUMNS}
        more = {
            "name": known.get(row["unit_code"], ""),
            "map_date": row["unit_date"],
            "counts": bool(is_used),
        }
        where = {"file": file.name, "sha256": file.sha256, "header": header, "written": written}
        parts.append(own | more | where)
        rows += list(source.rows(row["sheet"], row["cell"]))
    index = (
        pd.MultiIndex.from_tuples([place for place, _ in rows], names=["file", "sheet", "row"])
        if rows
        else None
    )
    shown = pd.DataFrame([cells for _, cells in rows], index=index)
    return pd.DataFrame(parts, columns=list(PART_COLUMNS)), shown[~shown.index.duplicated()]


class _Opened:
    def __init__(self, file: ReceivedFile, project: Project) -> None:
        self._file = file
        self._layout = load_layout(file.form, project)
        self._sheets = {sheet.name: sheet for sheet in open_book(file.path)[0].sheets}
        self._headers: dict[str, Header | None] = {}

    def cell(self, sheet: str, cells: str) -> tuple[str, str]:
        places = list(_places(cells))
        header = self._header(sheet)
        path = header.paths[places[0][1]] if header and places else ""
        return path, " + ".join(_shown(self._sheets[sheet].rows[row][column]) for row, column in places)

    def rows(self, sheet: str, cells: str) -> Iterator[tuple[tuple[str, str, int], dict[str, str]]]:
        header = self._header(sheet)
        for number in dict.fromkeys(row for row, _ in _places(cells)):
            values = self._sheets[sheet].rows[number]
            named = {
                (header.paths[column] if header else "") or f"({column + 1})": _shown(value)
                for column, value in enumerate(values)
            }
            yield (self._file.name, sheet, number + 1), named

    def _header(self, name: str) -> Header | None:
        if name not in self._headers:
            sheet: Sheet = self._sheets[name]
            known = sheet_layout(self._layout, name, self._file.period)
            self._headers[name] = find_header(sheet, known) if isinstance(known, SheetLayout) else None
        return self._headers[name]


def _places(cells: str) -> Iterator[tuple[int, int]]:
    for letters, row in _CELL.findall(cells):
        yield int(row) - 1, column_number(letters)


def _shown(value: Raw) -> str:
    if value is None:
        return ""
    if isinstance(value, float | int) and not isinstance(value, bool):
        # A number is shown as a Vietnamese spreadsheet shows it, so that 1.602 is told from a text "1.602".
        return str(int(value)) if value == value // 1 else repr(float(value)).replace(".", ",")
    return value.shown if isinstance(value, FormattedRuns) else str(value)
