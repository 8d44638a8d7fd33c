"""A finished picture: it shows itself in a notebook, carries its alternative text, and is saved with the same bytes."""

import base64
import html
import io
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from antq_analysis.errors import UsageError
from antq_analysis.files import write_whole
from antq_analysis.measures.suppression.entry import Entry
from antq_analysis.measures.suppression.ledger import record
from antq_analysis.show.style import MM, PAGES, Sheet, drawing

FORMATS = ("png", "svg", "pdf")
PRINT_DPI = 300
SCREEN_DPI = 110
_SQUEEZE = 4
"""Files as small as with the usual 6, in little more than half of the time."""


class Picture(Figure):
    """A matplotlib figure with a text for those who cannot see it.

    Parameters
    ----------
    width, height
        Size of the page [mm].
    sheet
        What kind of page it is.

    Attributes
    ----------
    alt
        The text.
    entries
        What the ledger of releases takes up before the picture is saved.
    """

    def __init__(self, width: float, height: float, sheet: Sheet = PAGES["a4"]) -> None:
        super().__init__(figsize=(width * MM, height * MM), dpi=SCREEN_DPI)
        FigureCanvasAgg(self)
        self.alt, self.sheet = "", sheet
        self.entries: tuple[Entry, ...] = ()

    def savefig(self, fname: Any, **options: Any) -> None:
        """Save it as matplotlib does; what is for release is in the ledger first.

        Parameters
        ----------
        fname
            A path or a stream; what goes into a stream is taken to be looked at and not recorded.
        **options
            Those of :meth:`matplotlib.figure.Figure.savefig`.

        Raises
        ------
        RefusedError, CannotWriteError
            If the ledger cannot take it up.
        """
        if isinstance(fname, str | os.PathLike):
            record(self.entries)
        super().savefig(fname, **options)

    def _repr_html_(self) -> str:
        return to_html(self)


def render(picture: Picture, form: str, dpi: int = PRINT_DPI) -> bytes:
    """Render a picture; the same picture gives the same bytes on any day.

    Parameters
    ----------
    picture
        What to render.
    form
        ``"png"``, ``"svg"`` or ``"pdf"``.
    dpi
        Resolution of a PNG [dots per inch].

    Returns
    -------
    bytes
        The file.
    """
    stream = io.BytesIO()
    with drawing():
        if form == "png":
            picture.savefig(
                stream,
                format="png",
                dpi=dpi,
                metadata={"Software": None, "Description": picture.alt},
                pil_kwargs={"compress_level": _SQUEEZE},
            )
        elif form == "svg":
            picture.savefig(
                stream, format="svg", metadata={"Date": None, "Creator": None, "Description": picture.alt}
            )
        else:
            quiet = {"CreationDate": None, "Creator": None, "Producer": None, "Subject": picture.alt}
            picture.savefig(stream, format="pdf", metadata=quiet)
    return stream.getvalue()


def to_html(picture: Picture) -> str:
    """Put a picture into a page.

    Parameters
    ----------
    picture
        What to show.

    Returns
    -------
    str
        An image that needs no other file, with its alternative text.
    """
    data = base64.b64encode(render(picture, "png", SCREEN_DPI)).decode("ascii")
    return f'<img alt="{html.escape(picture.alt)}" style="max-width:100%" src="data:image/png;base64,{data}">'


def save_picture(picture: Picture, save: Path | str | Iterable[Path | str]) -> tuple[Path, ...]:
    """Save a picture in the formats that its paths name, all rendered before the first is written.

    What is for release is in the ledger of releases before.

    Parameters
    ----------
    picture
        What to save.
    save
        One path or several; a path without suffix means PNG, SVG and PDF beside one another.

    Returns
    -------
    tuple of Path
        The files.

    Raises
    ------
    UsageError
        If a suffix is not one of the formats.
    RefusedError
        If it is for release and was overtaken by another release.
    CannotWriteError
        If a file, or the ledger, cannot be written.
    """
    paths = [Path(save)] if isinstance(save, Path | str) else [Path(path) for path in save]
    wanted = [
        each
        for path in paths
        for each in ([path] if path.suffix else [path.with_suffix(f".{form}") for form in FORMATS])
    ]
    strange = [str(path) for path in wanted if path.suffix.lower()[1:] not in FORMATS]
    if strange:
        raise UsageError("show.bad_format", cases=strange, formats=", ".join(FORMATS))
    rendered = {path: render(picture, path.suffix.lower()[1:]) for path in wanted}
    record(picture.entries)
    for path, data in rendered.items():
        write_whole(path, data)
    return tuple(rendered)
