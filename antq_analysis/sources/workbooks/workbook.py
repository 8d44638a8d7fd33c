"""A file becomes a workbook: each kind of table file by its own reader, told by what is in the file."""

from pathlib import Path

from antq_analysis.sources.workbooks.delimited import read_delimited
from antq_analysis.sources.workbooks.kinds import table_kind
from antq_analysis.sources.workbooks.ods import read_ods
from antq_analysis.sources.workbooks.sheet import Sheet, Workbook, check_texts
from antq_analysis.sources.workbooks.xls import read_xls
from antq_analysis.sources.workbooks.xlsx import read_xlsx

__all__ = ["Sheet", "Workbook", "read_workbook"]

_READERS = {"xlsx": read_xlsx, "xls": read_xls, "ods": read_ods, "text": read_delimited}


def read_workbook(path: Path) -> Workbook:
    """Read all cells of an .xlsx, .xlsm, .xls or .ods file or of a table in a text file.

    Parameters
    ----------
    path
        The file. A text file (.csv, .tsv, .txt) has one sheet, all of whose cells are text.

    Returns
    -------
    Workbook
        Its sheets.

    Raises
    ------
    MissingError
        If the file is not there or cannot be read.
    InputError
        If it is no table, is of another kind than its ending says, is broken, protected by a password, or absurdly
        large.
    """
    book = Workbook(path, _READERS[table_kind(path)](path))
    check_texts(book)
    return book
