"""A workbook of questions that came back, row by row, however a person sorted, filtered or cut it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from antq_analysis.errors import InputError
from antq_analysis.language.catalogue import Sentence, say
from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.deciding.question_book import ANSWERED, KEY, WIDTHS, key_text
from antq_analysis.sources.workbooks.marks import Raw
from antq_analysis.sources.workbooks.workbook import Sheet, read_workbook

SEARCHED_ROWS = 20


@dataclass(frozen=True)
class Row:
    """One row that came back.

    Parameters
    ----------
    place
        Sheet and row, in words.
    key, choices
        What it is about and which answers it may have; empty where the hidden column was emptied.
    cells
        What stands in its columns, by the names of :data:`antq_analysis.sources.deciding.question_book.WIDTHS`.
    """

    place: str
    key: Mapping[str, str]
    choices: Mapping[str, str]
    cells: Mapping[str, Raw]

    def text(self, column: str) -> str:
        """Give what stands in a column as text.

        Parameters
        ----------
        column
            Its name.

        Returns
        -------
        str
            Trimmed; a day as ``2026-01-05``, a whole number without a decimal part.
        """
        raw = self.cells.get(column, "")
        if isinstance(raw, datetime | date):
            return raw.isoformat()[:10]
        if isinstance(raw, float) and raw.is_integer():
            return str(int(raw))
        text = "" if raw is None else str(raw).strip()
        return _iso(text) if column == "decided_on" else text

    def is_decided(self) -> bool:
        """Tell whether a person decided something in this row.

        Returns
        -------
        bool
            A reason or a date alone is no decision.
        """
        return bool(self.text("decision") or self.text("value"))


def read_answers(path: Path) -> list[Row]:
    """Read all rows of a workbook of questions, decided or not.

    Parameters
    ----------
    path
        The workbook.

    Returns
    -------
    list of Row
        In the order of the sheets.

    Raises
    ------
    MissingError
        If the file is not there or cannot be read.
    InputError
        If it is no workbook, or no sheet of it has the hidden column of keys or an answer.
    """
    heads = [(sheet, head) for sheet in read_workbook(path).sheets if (head := _head(sheet)) is not None]
    rows = [row for sheet, head in heads for row in _rows(sheet, *head)]
    if not rows and not any(KEY in columns for _, (_, columns) in heads):
        raise InputError("sources.no_answer_sheet", file=path.name, column=KEY)
    return rows


def _head(sheet: Sheet) -> tuple[int, Mapping[str, int]] | None:
    """Find the heads, also where the hidden column is gone: its answers must not be passed over in silence."""
    named = {fold(say(f"sources.todo_{name}", lang)): name for name in WIDTHS for lang in LANGUAGES}
    for index, cells in enumerate(sheet.rows[:SEARCHED_ROWS]):
        found = {named.get(fold(str(cell)), ""): place for place, cell in enumerate(cells) if cell}
        if KEY in cells:
            return index, {**found, KEY: list(cells).index(KEY)}
        if {"decision", "reason"} <= set(found):
            return index, found
    return None


def _rows(sheet: Sheet, head: int, columns: Mapping[str, int]) -> Iterator[Row]:
    for index in range(head + 1, len(sheet.rows)):
        line = sheet.rows[index]
        cells = {name: line[place] for name, place in columns.items() if name in WIDTHS}
        try:
            held = json.loads(str(line[columns[KEY]]))
            key, choices = dict(held["key"]), dict(held["choices"])
        except (ValueError, KeyError, TypeError):
            key, choices = {}, {}
        row = Row(Sentence("sources.answer_place", sheet=sheet.name, row=str(index + 1)), key, choices, cells)
        if key or row.is_decided():
            yield row


def open_answers(path: Path) -> dict[str, dict[str, str]]:
    """Give what was filled in in a workbook of questions, so that writing it anew loses nothing.

    Parameters
    ----------
    path
        The workbook.

    Returns
    -------
    dict of str to dict of str to str
        By key, the texts of the answer columns; rows without any are left out.

    Raises
    ------
    MissingError
        If the file is not there or cannot be read.
    InputError
        If it is no workbook, or holds an answer without its key.
    """
    found = {}
    for row in read_answers(path):
        if not row.key:
            raise InputError("sources.no_answer_sheet", file=path.name, column=KEY)
        texts = {name: row.text(name) for name in ANSWERED}
        if row.key and any(texts.values()):
            found[key_text(row.key)] = texts
    return found


def _iso(text: str) -> str:
    try:
        return datetime.strptime(text, "%d/%m/%Y").date().isoformat()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return text
