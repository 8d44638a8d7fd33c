"""The zip archive inside a workbook, unpacked only after its sizes, checksums and text prove harmless."""

import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from antq_analysis.errors import InputError, MissingError

MAX_UNPACKED_BYTES = 150_000_000
MAX_MEMBERS = 2_000

BROKEN_ZIP = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)

_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_FIRST_ELEMENT = re.compile(rb"<[^?!]")


def open_archive(path: Path) -> Mapping[str, bytes]:
    """Unpack the XML parts of an .xlsx, .xlsm or .ods file, refusing what no honest workbook holds.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    Mapping of str to bytes
        The XML parts by name inside the archive; none where the file is no archive.

    Raises
    ------
    MissingError
        If the file is not there or cannot be read.
    InputError
        If it is broken, absurdly large, or declares XML entities.
    """
    try:
        if not zipfile.is_zipfile(path):
            return {}
        with zipfile.ZipFile(path) as archive:
            _check_sizes(path, archive)
            parts = {
                name: archive.read(name)
                for name in archive.namelist()
                if name.lower().endswith((".xml", ".rels"))
            }
    except OSError as error:
        raise MissingError("errors.file_unreadable", file=path, reason=error.strerror or error) from error
    except BROKEN_ZIP as error:
        raise InputError("sources.broken_archive", file=path.name) from error
    for name, data in parts.items():
        if _may_expand(data):
            raise InputError("sources.hostile_xml", file=path.name, part=name)
    return parts


def _check_sizes(path: Path, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES or len(members) > MAX_MEMBERS:
        raise InputError("sources.zip_bomb", file=path.name, size=str(unpacked // 1_000_000))
    if len({member.filename.lower() for member in members}) != len(members):
        raise InputError("sources.broken_archive", file=path.name)


def _may_expand(xml: bytes) -> bool:
    # Entities are declared before the first element; only where something stands there is the whole part searched.
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in xml[:200]:
        return True
    first = _FIRST_ELEMENT.search(xml)
    return b"<!" in xml[: first.start() if first else len(xml)] and _DECLARES.search(xml) is not None
