"""Where a figure comes from: the files, sheets, cells and rows as they were received."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from antq_analysis.errors import UnknownNameError
from antq_analysis.language.catalogue import say
from antq_analysis.panel.load import Panel
from antq_analysis.panel.store import read_panel
from antq_analysis.places.crosswalk import load_crosswalk
from antq_analysis.project import Project, find_project
from antq_analysis.sources.forms.header import Header, find_header
from antq_analysis.sources.forms.layout import SheetLayout, load_layout, sheet_layout
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


@dataclass(frozen=True)
class Origin:
    """Where one figure comes from.

    Parameters
    ----------
    figure
        The figure of the panel, one row for each basis; without rows where the panel has none.
    parts
        Every figure received that it rests on, superseded stages too: columns :data:`PART_COLUMNS`; ``counts`` tells
        which of them were used, ``written`` what stands in the cell as it was received.
    rows
        The rows of the received sheets in which they stand: index file, sheet, row (as Excel numbers it); one
        column a header.
    """

    figure: pd.DataFrame
    parts: pd.DataFrame
    rows: pd.DataFrame

    def __str__(self) -> str:
        return self.sentence()

    def sentence(self, lang: str = "vi") -> str:
        """Say where the figure comes from, a line for each figure received.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The lines.
        """
        if self.parts.empty:
            return say("panel.origin_none", lang)
        lines = []
        for part in self.parts.to_dict("records"):
            key = "panel.origin_counts" if part["counts"] else "panel.origin_superseded"
            shown = {str(name): value for name, value in part.items() if name != "counts"}
            shown["written"] = part["written"] or say("panel.origin_empty", lang)
            shown["stage"] = say(f"panel.stage_{part['stage']}", lang)
            shown["map_date"] = pd.Timestamp(part["map_date"]).date()
            lines.append(say(key, lang, **shown))
        return "\n".join(lines)


def where_from(
    panel: Panel,
    unit_code: str,
    period: str,
    indicator: str,
    *,
    category: str = "",
    project: Project | None = None,
) -> Origin:
    """Show where a figure of the panel comes from, down to the row as it was received.

    Parameters
    ----------
    panel
        The panel.
    unit_code
        A unit of its map; the figures of all earlier units that went into it are shown.
    period
        The period, such as ``"2025"``.
    indicator
        Indicator id.
    category
        Value of the indicator's dimension; empty for the total.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    Origin
        The figure, what it rests on, and the rows as received.

    Raises
    ------
    UnknownNameError
        If the map has no such unit, the vocabulary no such indicator, or nothing was received for the period.
    MissingError
        If a received file is gone, or the panel rests on files that have changed since.
    """
    project = project or find_project()
    panel.vocabulary.indicator(indicator)
    if unit_code not in panel.units.index:
        raise UnknownNameError("errors.kind_unit", unit_code, panel.units.index)
    everything, _ = read_panel(project, panel.province)
    if period not in set(everything["period"]):
        raise UnknownNameError("errors.kind_period", period, sorted(set(everything["period"])))
    wanted = {"period": period, "indicator": indicator, "category": category}
    figure = _only(panel.observations, {"unit_code": unit_code, **wanted})
    received = _only(everything, {"level": "commune", **wanted})
    received = received[_feeds(received, panel, unit_code, project)].reset_index(drop=True)
    parts, rows = _traced(received, panel, project)
    return Origin(figure.reset_index(drop=True), parts, rows)


def _only(frame: pd.DataFrame, wanted: dict[str, str]) -> pd.DataFrame:
    for name, value in wanted.items():
        frame = frame[frame[name].eq(value)]
    return frame


def _feeds(received: pd.DataFrame, panel: Panel, unit_code: str, project: Project) -> pd.Series:
    feeds = pd.Series(False, index=received.index)
    for date in sorted(set(received["unit_date"])):
        if date > panel.map_date:
            continue
        crosswalk = load_crosswalk(panel.province.id, date, panel.map_date, project)
        own = crosswalk.loc[crosswalk["to_code"].eq(unit_code), "from_code"]
        feeds |= received["unit_date"].eq(date) & received["unit_code"].isin(own)
    return feeds


def _traced(received: pd.DataFrame, panel: Panel, project: Project) -> tuple[pd.DataFrame, pd.DataFrame]:
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
            known = sheet_layout(self._layout, name)
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
