"""What kind of file this is by its content, which must agree with its ending."""

import re
import zipfile
from pathlib import Path

from antq_analysis.errors import InputError, MissingError
from antq_analysis.sources.workbooks.archive import BROKEN_ZIP

MAX_FILE_BYTES = 100_000_000

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED, _WORD = "EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
_BOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_HEAD_BYTES = 4096
_ENDINGS = {
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xltx": "xlsx", ".xltm": "xlsx", ".xls": "xls", ".xlt": "xls",
    ".xlsb": "xlsb", ".ods": "ods", ".ots": "ods", ".csv": "text", ".tsv": "text", ".tab": "text", ".txt": "text",
}  # fmt: skip
_OTHER_ENDING = {
    "xlsx": "sources.really_xlsx",
    "xls": "sources.really_xls",
    "ods": "sources.really_ods",
    "text": "sources.really_text",
}
_REFUSED = {
    "password": "sources.password",
    "xlsb": "sources.is_xlsb",
    "web_page": "sources.is_web_page",
    "xml": "sources.is_xml",
    "document": "sources.is_document",
    "picture": "sources.is_picture",
    "packed": "sources.is_packed",
    "unknown": "sources.not_workbook",
}
_STARTS = (
    (b"%PDF", "document"),
    (b"{\\rtf", "document"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"Rar!", "packed"),
    (b"7z\xbc\xaf", "packed"),
    (b"\x1f\x8b", "packed"),
)
_WEB_PAGE = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|style|table|div)\b|mime-version:",
    re.IGNORECASE | re.DOTALL,
)


def table_kind(path: Path) -> str:
    """Tell which kind of table a file is, and refuse what is none or pretends to be another.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    str
        ``xlsx``, ``xls``, ``ods`` or ``text``.

    Raises
    ------
    MissingError
        If the file is not there or cannot be read.
    InputError
        If it is too large, protected by a password, no table, or not what its ending says.
    """
    kind = _kind(path, _head(path))
    if kind in _REFUSED:
        raise InputError(_REFUSED[kind], file=path.name)
    promised = _ENDINGS.get(path.suffix.lower())
    if promised is None and kind == "text":
        raise InputError("sources.not_workbook", file=path.name)
    if promised not in (kind, None):
        raise InputError(_OTHER_ENDING[kind], file=path.name, ending=path.suffix)
    return kind


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            head, size = stream.read(_HEAD_BYTES), path.stat().st_size
    except FileNotFoundError:
        raise MissingError("errors.file_missing", file=path) from None
    except OSError as error:
        raise MissingError("errors.file_unreadable", file=path, reason=error.strerror or error) from error
    if size > MAX_FILE_BYTES:
        raise InputError("sources.too_large", file=path.name, limit=str(MAX_FILE_BYTES // 1_000_000))
    if not head.strip():
        raise InputError("sources.empty_file", file=path.name)
    return head


def _kind(path: Path, head: bytes) -> str:
    if head.startswith(b"PK"):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path.read_bytes())
    known = next((kind for start, kind in _STARTS if head.startswith(start)), "")
    text = head.removeprefix(b"\xef\xbb\xbf")
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = text[2:].replace(b"\0", b"")
    if known:
        return known
    if _WEB_PAGE.match(text):
        return "web_page"
    return "xml" if text.lstrip().startswith(b"<?xml") else "text"


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            kind = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except (*BROKEN_ZIP, OSError) as error:
        raise InputError("sources.broken_archive", file=path.name) from error
    if any(name.endswith("workbook.bin") for name in names):
        return "xlsb"
    if any(name.endswith("workbook.xml") for name in names):
        return "xlsx"
    if b"opendocument.spreadsheet" in kind:
        return "ods"
    if kind or any(name.startswith(("word/", "ppt/")) for name in names):
        return "document"
    return "packed" if names else "unknown"


def _ole_kind(data: bytes) -> str:
    if _ENCRYPTED in data:
        return "password"
    if any(name in data for name in _BOOKS):
        return "xls"
    return "document" if _WORD in data else "unknown"
