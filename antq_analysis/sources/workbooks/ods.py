"""An .ods workbook (LibreOffice, OpenOffice, Google Sheets) as its cells."""

from pathlib import Path
from xml.parsers import expat

from antq_analysis.errors import InputError
from antq_analysis.sources.workbooks.archive import open_archive
from antq_analysis.sources.workbooks.ods_pages import read_ods_pages
from antq_analysis.sources.workbooks.ods_sheet import SheetReader
from antq_analysis.sources.workbooks.ods_styles import read_ods_styles
from antq_analysis.sources.workbooks.sheet import Sheet

MAX_TAGS = 2_500_000

_ENCRYPTED = b"encryption-data"


def read_ods(path: Path) -> tuple[Sheet, ...]:
    """Read all cells of an .ods file.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    tuple of Sheet
        Its sheets in order.

    Raises
    ------
    MissingError
        If the file cannot be read.
    InputError
        If it is broken, protected by a password, or absurdly large.
    """
    parts = open_archive(path)
    if _ENCRYPTED in parts.get("META-INF/manifest.xml", b""):
        raise InputError("sources.password", file=path.name)
    try:
        content = parts["content.xml"]
        if content.count(b"<") > MAX_TAGS:
            raise InputError("sources.zip_bomb", file=path.name, size=str(len(content) // 1_000_000))
        styles = parts.get("styles.xml", b"")
        reader = SheetReader(path, read_ods_styles(styles, content), read_ods_pages(styles))
        reader.read(content)
    except (expat.ExpatError, LookupError, ValueError, OverflowError) as error:
        raise InputError("sources.broken_archive", file=path.name) from error
    return tuple(reader.sheets)
