"""A search for what must be nowhere: in the bytes of a file, in its packed members, in any encoding."""

import html
import zipfile
from pathlib import Path


def holds(path: Path, text: str) -> bool:
    """Tell whether a file, or a member of the archive that it is, holds a text in some form."""
    pieces = [path.read_bytes(), str(path).encode()]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            pieces += [archive.read(name) for name in archive.namelist()]
            pieces += [archive.comment, *(name.encode() for name in archive.namelist())]
    forms = [
        form
        for written in {text, text.casefold(), text.upper(), html.escape(text)}
        for form in (written.encode(), written.encode("utf-16-le"), written.encode("utf-16-be"))
    ]
    return any(form in piece for form in forms for piece in pieces)
