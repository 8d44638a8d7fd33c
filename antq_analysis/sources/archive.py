"""The zip archive inside a workbook, opened only after its sizes, checksums and text prove harmless."""

import posixpath
import re
import struct
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from antq_analysis.errors import InputError, MissingError

MAX_FILE_BYTES = 100_000_000
MAX_UNPACKED_BYTES = 200_000_000
MAX_MEMBERS = 2_000

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    ET.ParseError,
)


def open_archive(path: Path) -> Mapping[str, bytes]:
    """Unpack the XML parts of an .xlsx or .xlsm file, refusing what no honest workbook holds.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    Mapping of str to bytes
        The XML parts by name inside the archive.

    Raises
    ------
    MissingError
        If the file is not there or cannot be read.
    InputError
        If it is protected by a password, of another kind, broken, absurdly large, or declares XML entities.
    """
    _check_kind(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(path, archive)
            parts = {
                name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))
            }
            if "xl/workbook.xml" not in parts and not any(name.endswith("workbook.xml") for name in parts):
                raise InputError("sources.not_workbook", file=path.name)
    except OSError as error:
        raise MissingError("errors.file_unreadable", file=path, reason=error.strerror or error) from error
    except _BROKEN as error:
        raise InputError("sources.broken_archive", file=path.name) from error
    for name, data in parts.items():
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or _DECLARES.search(data):
            raise InputError("sources.hostile_xml", file=path.name, part=name)
    return parts


def _check_kind(path: Path) -> None:
    try:
        with path.open("rb") as stream:
            start = stream.read(8)
            size = path.stat().st_size
            rest = stream.read(MAX_FILE_BYTES) if start == _OLE else b""
    except FileNotFoundError:
        raise MissingError("errors.file_missing", file=path) from None
    except OSError as error:
        raise MissingError("errors.file_unreadable", file=path, reason=error.strerror or error) from error
    if size > MAX_FILE_BYTES:
        raise InputError("sources.too_large", file=path.name, limit=str(MAX_FILE_BYTES // 1_000_000))
    if start == _OLE:
        key = "sources.password" if _ENCRYPTED in rest else "sources.old_format"
        raise InputError(key, file=path.name)
    if not start.startswith(b"PK"):
        raise InputError("sources.not_workbook", file=path.name)


def _check_sizes(path: Path, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES or len(members) > MAX_MEMBERS:
        raise InputError("sources.zip_bomb", file=path.name, size=str(unpacked // 1_000_000))
    names = {member.filename for member in members}
    if len(names) != len(members):
        raise InputError("sources.broken_archive", file=path.name)
    if "xl/workbook.bin" in names or "mimetype" in names:
        raise InputError("sources.old_format", file=path.name)


def sheet_parts(parts: Mapping[str, bytes], path: Path) -> Mapping[str, bytes]:
    """Find the XML of each sheet by the sheet's name.

    Parameters
    ----------
    parts
        As :func:`open_archive` returns them.
    path
        The file, for messages.

    Returns
    -------
    Mapping of str to bytes
        XML by name of sheet.

    Raises
    ------
    InputError
        If the archive does not say where its sheets are.
    """
    book = next(name for name in parts if name.endswith("workbook.xml"))
    folder, file = posixpath.split(book)
    try:
        # Entities are refused before any part is parsed, so the parser of the standard library is safe here.
        relations = ET.fromstring(parts[f"{folder}/_rels/{file}.rels"])  # noqa: S314
        targets = {item.get("Id"): _join(folder, item.get("Target") or "") for item in relations}
        book_tree = ET.fromstring(parts[book])  # noqa: S314
        sheets = [item for item in book_tree.iter() if item.tag.rpartition("}")[2] == "sheet"]
    except (KeyError, *_BROKEN) as error:
        raise InputError("sources.broken_archive", file=path.name) from error
    found: dict[str, bytes] = {}
    for item in sheets:
        target = targets.get(item.get(_RELATION_ID) or item.get(_STRICT_RELATION_ID), "")
        found[item.get("name") or ""] = parts.get(target, b"")
    return found


def _join(folder: str, target: str) -> str:
    return (
        target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    )
