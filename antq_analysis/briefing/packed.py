"""An office file is a zip of XML: what may stand in it, and how the same content becomes the same bytes on any day."""

import io
import re
import zipfile
from datetime import datetime

WRITTEN = datetime(2000, 1, 1)  # noqa: DTZ001 - office files hold a date without a zone
"""Stands as the day of writing in every file: that of today would change its bytes."""

_BYTE_ORDER = "\ufeff"
"""Invisible; no tagged PDF may hold it."""

_NOT_IN_XML = re.compile("[^\\t\\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    r"""Put a space where a text holds a control character that no XML can hold; drop the mark of byte order.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        The same text, fit to be written.

    Examples
    --------
    >>> legal("Xã\x0bMột <b>\r\n")
    'Xã Một <b>\n'
    >>> legal("\ufeffXã")
    'Xã'
    """
    return _NOT_IN_XML.sub(" ", text.replace("\r\n", "\n").replace(_BYTE_ORDER, ""))


def pack_again(package: bytes) -> bytes:
    """Write a zip again without the times at which its members were written.

    Parameters
    ----------
    package
        A zip.

    Returns
    -------
    bytes
        A zip with the same members in the same order.
    """
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        for member in old.infolist():
            plain = zipfile.ZipInfo(member.filename, WRITTEN.timetuple()[:6])
            plain.compress_type, plain.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(plain, old.read(member))
    return stream.getvalue()
