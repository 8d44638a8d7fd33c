"""Lists of units as offices send them: CSV, or the first sheet of an Excel file with titles and merged cells."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pandas as pd
import python_calamine

from antq_analysis.errors import InputError, MissingError
from antq_analysis.language.catalogue import Sentence
from antq_analysis.places.letters.folding import clean
from antq_analysis.places.tables import read_text

SEARCHED_ROWS = 60
SHEET_FILES = (".xlsx", ".xlsm", ".xls", ".ods")


def read_list(path: Path, wanted: Sequence[str], codes: Sequence[str] = (), width: int = 0) -> pd.DataFrame:
    """Read a list with every cell as text.

    Parameters
    ----------
    path
        A CSV file in UTF-8, or an Excel file whose first sheet has the list.
    wanted
        The columns that are needed: of a sheet the first row that names them all is its head, or the one that names
        most of them. Where several columns have one name, the second is ``name.1``, the third ``name.2``.
    codes
        Those of them that hold codes.
    width
        Digits of a code: one that Excel holds as a number gets its leading zeros back. 0 leaves it.

    Returns
    -------
    pandas.DataFrame
        Text columns, all that have a name; an empty cell is empty text, and a merged cell
        stands in each row that it spans.

    Raises
    ------
    MissingError
        If the file is not there or cannot be read.
    InputError
        If it is no such table.
    """
    return _first_sheet(path, wanted, codes, width) if path.suffix.lower() in SHEET_FILES else read_text(path)


def columns_missing(wanted: Sequence[str], received: pd.DataFrame) -> list[str]:
    """Name the columns that a list lacks, and those that it has.

    Parameters
    ----------
    wanted
        The columns that are needed.
    received
        The list.

    Returns
    -------
    list[str]
        One line for each column that is missing, and one for those that are there; empty if none is missing.
    """
    missing: list[str] = [
        Sentence("places.column_missing", column=name) for name in wanted if name not in received
    ]
    there = ", ".join(str(name) for name in received)
    return [*missing, Sentence("places.columns_there", names=there or "-")] if missing else []


def _first_sheet(path: Path, wanted: Sequence[str], codes: Sequence[str], width: int) -> pd.DataFrame:
    """Read the first sheet below the row that names the columns; a merged cell stands in each row that it spans."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
    except FileNotFoundError:
        raise MissingError("errors.file_missing", file=path) from None
    except OSError as error:
        raise MissingError("errors.file_unreadable", file=path, reason=error.strerror or error) from error
    except python_calamine.CalamineError as error:
        raise InputError("places.not_a_workbook", file=path, reason=error) from error
    sheet = book.get_sheet_by_index(0)
    rows = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * (right + 1 - left)
    texts = [[_text(value) for value in row] for row in rows]
    heads = [_numbered(row) for row in texts]
    head = next((at for at, names in enumerate(heads) if set(wanted) <= set(names)), _likely(texts, wanted))
    named = {name: at for at, name in enumerate(heads[head]) if texts[head][at]} if heads else {}
    chosen = {name: at for name, at in named.items() if name in wanted}
    frame = pd.DataFrame(
        {name: [row[at] for row in texts[head + 1 :]] for name, at in named.items()}, dtype="str"
    )
    for name in codes:
        if name in chosen:
            numbers = [isinstance(row[chosen[name]], int | float) for row in rows[head + 1 :]]
            frame[name] = frame[name].where(~pd.Series(numbers, dtype=bool), frame[name].str.zfill(width))
    return frame[(frame[[*chosen]] != "").any(axis=1)].reset_index(drop=True)


def _likely(rows: Sequence[Sequence[str]], wanted: Sequence[str]) -> int:
    """Find the row that names most of the columns, or else the first that is as full as any."""
    said = [(len(set(wanted) & set(row)), len(set(row) - {""})) for row in rows[:SEARCHED_ROWS]]
    return said.index(max(said)) if said else 0


def _numbered(names: list[str]) -> list[str]:
    """Name the second column of one name ``name.1``, as a CSV file's is."""
    return [
        f"{name}.{names[:at].count(name)}" if name in names[:at] else name for at, name in enumerate(names)
    ]


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value))
