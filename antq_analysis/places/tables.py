"""Tables of codes and names: every column text, none missing, none unknown."""

import csv
import io
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from antq_analysis.errors import InputError, MissingError, nearest
from antq_analysis.files import write_whole
from antq_analysis.language.catalogue import Sentence


def read_text(path: Path) -> pd.DataFrame:
    """Read a CSV file with every cell as text, so that ``00001`` stays a code.

    Parameters
    ----------
    path
        A file in UTF-8 (with or without a byte-order mark); comma, semicolon or tab between the cells.

    Returns
    -------
    pandas.DataFrame
        Text columns; an empty cell is empty text.

    Raises
    ------
    MissingError
        If the file is not there or cannot be read.
    InputError
        If it is not a table in UTF-8, or its rows have more cells than its head.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        first = text.partition("\n")[0]
        separator = max(",;\t", key=first.count)
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            # Without index_col the cells of rows that are wider than the head would move to other columns.
            return pd.read_csv(
                io.StringIO(text),
                sep=separator,
                dtype="str",
                keep_default_na=False,
                na_filter=False,
                index_col=False,
            )
    except pd.errors.ParserWarning:
        raise InputError("places.wide_rows", file=path) from None
    except FileNotFoundError:
        raise MissingError("errors.file_missing", file=path) from None
    except OSError as error:
        raise MissingError("errors.file_unreadable", file=path, reason=error.strerror or error) from error
    except (ValueError, csv.Error) as error:
        raise InputError("places.not_a_table", file=path, reason=error) from error


def read_table(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """Read a CSV file of the project strictly: exactly these columns.

    Parameters
    ----------
    path
        The file.
    columns
        The columns it must have, no other.

    Returns
    -------
    pandas.DataFrame
        Text columns in this order.

    Raises
    ------
    MissingError
        If the file is not there or cannot be read.
    InputError
        If columns are missing or unknown; all of them are named.
    """
    frame = read_text(path)
    cases = [Sentence("places.column_missing", column=name) for name in columns if name not in frame]
    for name in frame:
        if name not in columns:
            near = nearest(str(name), columns)
            case = Sentence("places.column_unknown", column=name)
            cases.append(Sentence("language.meant", why=case, name=near) if near else case)
    if cases:
        raise InputError("places.bad_columns", cases=cases, file=path, n=len(cases))
    return frame[list(columns)]


def are_asked(rows: pd.DataFrame, only: Mapping[str, str], file: Path) -> pd.Series:
    """Tell which rows of a file were asked for.

    Parameters
    ----------
    rows
        Its rows.
    only
        The value that each of some columns must have, as text.
    file
        The file.

    Returns
    -------
    pandas.Series
        True or False for each row, with its index.

    Raises
    ------
    InputError
        If some were asked for and there is none.
    """
    asked = pd.Series(data=True, index=rows.index)
    for column, value in only.items():
        asked &= rows[column].astype("str").eq(value)
    if only and not asked.any():
        words = ", ".join(f"{column}={value}" for column, value in only.items())
        raise InputError("places.nothing_kept", file=file, asked=words)
    return asked


def write_table(path: Path, frame: pd.DataFrame) -> None:
    """Write a table as UTF-8 with commas and Unix line ends, whole or not at all.

    Parameters
    ----------
    path
        Where to write.
    frame
        The table; its index is not written.

    Raises
    ------
    CannotWriteError
        If the file cannot be written.
    """
    text = io.StringIO()
    frame.to_csv(text, index=False, lineterminator="\n")
    write_whole(path, text.getvalue())


def text_columns(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Take some columns as text; what is missing is empty text.

    Parameters
    ----------
    frame
        A frame.
    columns
        The columns wanted.

    Returns
    -------
    pandas.DataFrame
        These columns in this order, with the index of `frame`.
    """
    missing = pd.Series("", index=frame.index, dtype="str")
    taken = {name: frame[name].astype("str").fillna("") if name in frame else missing for name in columns}
    return pd.DataFrame(taken, index=frame.index)
