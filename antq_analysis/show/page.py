"""A printed page, measured in millimetres: banners and title at the head, notes and source at the foot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, takewhile
from typing import Any

from matplotlib.text import Text

from antq_analysis.errors import UnknownNameError
from antq_analysis.show.picture import Picture
from antq_analysis.show.style import GREY, INK, MM, PAGES, RED, SMALL, TEXT, Sheet

LINE = 1.32
"""Line height, in sizes of type."""
_TOGETHER = 3
_ABOVE_NOTES = 4.0
_ZOOMS = (1.0, 1.1, 1.2, 1.35, 1.5, 1.7)
_PAUSES = {";": 0, ":": 0, ".": 0, "–": 1, ",": 1}
_PT = 25.4 / 72


@dataclass(frozen=True)
class Words:
    """The words around a picture.

    Parameters
    ----------
    title
        A sentence with the finding.
    subtitle
        What is shown, where, when and in which unit.
    notes
        What must be known to read it, then source and date of the map.
    banner
        The user's banner.
    warning
        The banner of fictional data, printed in red.
    """

    title: str
    subtitle: str
    notes: Sequence[str] = field(default_factory=tuple)
    banner: str = ""
    warning: str = ""


@dataclass(frozen=True)
class Frame:
    """Where the picture itself may stand on its page.

    Parameters
    ----------
    left, bottom, right, top
        Edges from the lower left corner of the page [mm].
    """

    left: float
    bottom: float
    right: float
    top: float

    def inches(self, picture: Picture) -> tuple[float, float, float, float]:
        """Give the box as matplotlib wants it.

        Parameters
        ----------
        picture
            The page.

        Returns
        -------
        tuple of float
            Left, bottom, width and height as shares of the page.
        """
        width, height = size_of(picture)
        return (
            self.left / width,
            self.bottom / height,
            (self.right - self.left) / width,
            (self.top - self.bottom) / height,
        )


def size_of(picture: Picture) -> tuple[float, float]:
    """Measure the page.

    Parameters
    ----------
    picture
        The page.

    Returns
    -------
    tuple of float
        Width and height [mm].
    """
    width, height = picture.get_size_inches()
    return float(width) / MM, float(height) / MM


def write(picture: Picture, x: float, y: float, text: str, size: float = TEXT, **style: Any) -> Text:
    """Write text on the page.

    Parameters
    ----------
    picture
        The page.
    x, y
        Where, from the lower left corner [mm]; the text hangs from `y` unless `va` is given.
    text
        What.
    size
        Size of type [pt].
    **style
        Passed to matplotlib.

    Returns
    -------
    matplotlib.text.Text
        The text.
    """
    width, height = size_of(picture)
    options: dict[str, Any] = {"va": "top", "ha": "left", "color": INK, "linespacing": LINE} | style
    return picture.text(x / width, y / height, text, fontsize=size, **options)


def wrap(picture: Picture, text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """Break text into lines that fit.

    Parameters
    ----------
    picture
        The page, which measures the type.
    text
        What to break, at its spaces.
    width
        Room [mm].
    size
        Size of type [pt].
    weight
        ``"normal"`` or ``"bold"``.

    Returns
    -------
    list of str
        The lines.
    """
    return _wrap(text, width, _measure(picture, size, weight))


def _measure(picture: Picture, size: float, weight: str) -> Callable[[str], float]:
    """Give what measures a line [mm]: setting type takes long, so that no line is set twice."""
    probe = Text(0, 0, "", fontsize=size, fontweight=weight, figure=picture)
    renderer = picture.canvas.get_renderer()  # type: ignore[attr-defined]

    @cache
    def measure(line: str) -> float:
        probe.set_text(line)
        return float(probe.get_window_extent(renderer).width / picture.dpi / MM)

    return measure


def _wrap(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    if " " not in text or measure(text) <= width:
        return [text]
    lines, words = [], text.split(" ")
    letters = len(text) * width / measure(text)
    while words:
        # As many words as have the letters of a usual line; from there on, as many as fit.
        ends = accumulate(len(word) + 1 for word in words)
        taken = max(1, sum(1 for _ in takewhile(lambda end: end <= letters + 1, ends)))
        while taken > 1 and measure(" ".join(words[:taken])) > width:
            taken -= 1
        while taken < len(words) and measure(" ".join(words[: taken + 1])) <= width:
            taken += 1
        lines.append(" ".join(words[:taken]))
        words = words[taken:]
    return lines


def balance(picture: Picture, text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """Break text into as few lines as :func:`wrap` does, where a reader would pause rather than within a phrase.

    Parameters
    ----------
    picture, text, width, size, weight
        As for :func:`wrap`.

    Returns
    -------
    list of str
        The lines: no figure stands at the end of one without what it counts, and no word alone on the last.
    """
    measure = _measure(picture, size, weight)
    best = _wrap(text, width, measure)
    for share in range(19, 9, -1):
        if len(best) < 2 or not _torn(best):
            break
        narrower = _wrap(text, width * share / 20, measure)
        if len(narrower) > len(best):
            break
        best = min(best, narrower, key=_torn)
    return best


def _torn(lines: Sequence[str]) -> int:
    """Tell how badly lines are broken: worst with a word alone, then with a figure apart from what it counts."""
    ends = sum(_PAUSES.get(line[-1:], 4 if line[-1:].isdigit() else 3) for line in lines[:-1])
    return ends + (9 if len(lines[-1].split()) < _TOGETHER else 0)


def height_of(lines: int, size: float) -> float:
    """Compute the height of lines of type.

    Parameters
    ----------
    lines
        How many.
    size
        Size of type [pt].

    Returns
    -------
    float
        Height [mm].
    """
    return lines * size * LINE * _PT


def sheet_of(page: str) -> Sheet:
    """Find a page.

    Parameters
    ----------
    page
        Its name.

    Returns
    -------
    Sheet
        Its size and type.

    Raises
    ------
    UnknownNameError
        If there is none of this name.
    """
    if page not in PAGES:
        raise UnknownNameError("errors.kind_page", page, list(PAGES))
    return PAGES[page]


def new_page(
    words: Words,
    page: str = "a4",
    beside_notes: float = 0.0,
    needs: tuple[float, float] = (0.0, 0.0),
) -> tuple[Picture, Frame]:
    """Lay out a page: what stands at its head and its foot, and the room that is left between.

    Where notes leave too little room for the picture on a slide or in a document, the page grows; that of a document
    is then shown at its own width again.

    Parameters
    ----------
    words
        What is written.
    page
        Name of the page in :data:`antq_analysis.show.style.PAGES`.
    beside_notes
        Room kept free to the right of the notes [mm].
    needs
        Width and height that the picture itself needs on a page that may grow [mm].

    Returns
    -------
    tuple of Picture and Frame
        The page and the room for the picture.

    Raises
    ------
    UnknownNameError
        If there is no such page.
    """
    sheet = sheet_of(page)
    wide = max(1.0, (needs[0] + 2 * sheet.margin) / sheet.width) if sheet.least else 1.0
    for zoom in [wide * zoom for zoom in _ZOOMS] if sheet.zooms else [wide]:
        picture = Picture(sheet.width * zoom, sheet.height * zoom, sheet)
        width, height = size_of(picture)
        texts = _texts(picture, words, beside_notes)
        lacking = (
            max(needs[1], sheet.least * zoom) - height + 2 * sheet.margin + sum(one.height for one in texts)
        )
        if lacking <= 0:
            break
    if lacking > 0 and sheet.least and not sheet.zooms:
        picture.set_size_inches(width * MM, (height + lacking) * MM)
    return picture, _write_around(picture, texts)


@dataclass(frozen=True)
class _Block:
    """Lines of type that stand at the head or the foot of a page, and the room that they take [mm]."""

    lines: Sequence[str]
    size: float
    style: dict[str, Any]
    height: float


def _texts(picture: Picture, words: Words, beside_notes: float) -> list[_Block]:
    """Break what stands around a picture: the banner, title and subtitle, and last the notes."""
    sheet, (width, _) = picture.sheet, size_of(picture)
    room = width - 2 * sheet.margin
    made = []
    if not sheet.bare:
        warnings = (words.banner, words.warning) if sheet.warned else ("", "")
        banner = height_of(1, TEXT) + 3 if any(warnings) else 0.0
        made.append(_Block(warnings, TEXT, {"weight": "bold"}, banner))
        for text, size, weight, colour, gap in (
            (words.title, sheet.title, "bold", INK, 1.5),
            (words.subtitle, sheet.subtitle, "normal", GREY, 0.38 * sheet.title),
        ):
            lines = balance(picture, text, room, size, weight)
            made.append(
                _Block(lines, size, {"weight": weight, "color": colour}, height_of(len(lines), size) + gap)
            )
    notes = [line for note in words.notes for line in wrap(picture, note, room - beside_notes, SMALL)]
    return [*made, _Block(notes, SMALL, {"color": GREY}, height_of(len(notes), SMALL) + _ABOVE_NOTES)]


def _write_around(picture: Picture, texts: Sequence[_Block]) -> Frame:
    margin, (width, height) = picture.sheet.margin, size_of(picture)
    y = height - margin
    *heads, notes = texts
    if heads:
        banner, *heads = heads
        line = y - height_of(1, TEXT)
        for x, text, style in (
            (margin, banner.lines[0], {}),
            (width - margin, banner.lines[1], {"ha": "right", "color": RED}),
        ):
            write(picture, x, line, text, TEXT, va="baseline", **style, **banner.style)
        y -= banner.height
    for head in heads:
        write(picture, margin, y, "\n".join(head.lines), head.size, **head.style)
        y -= head.height
    foot = margin + notes.height
    write(picture, margin, foot - _ABOVE_NOTES, "\n".join(notes.lines), SMALL, **notes.style)
    return Frame(margin, foot, width - margin, y)
