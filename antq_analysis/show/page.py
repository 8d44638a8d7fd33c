"""A printed page, measured in millimetres: banners and title at the head, notes and source at the foot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, takewhile
from typing import Any

from matplotlib.text import Text

from antq_analysis.show.picture import Picture
from antq_analysis.show.style import GREY, INK, MM, PAGES, RED, SMALL, SUBTITLE, TEXT, TITLE

MARGIN = 13.0
LINE = 1.32
"""Line height, in sizes of type."""
_TOGETHER = 3
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


def new_page(words: Words, page: str = "a4", beside_notes: float = 0.0) -> tuple[Picture, Frame]:
    """Lay out a page: what stands at its head and its foot, and the room that is left between.

    Parameters
    ----------
    words
        What is written.
    page
        Name of the size of the page.
    beside_notes
        Room kept free to the right of the notes [mm].

    Returns
    -------
    tuple of Picture and Frame
        The page and the room for the picture.
    """
    width, height = PAGES[page]
    picture = Picture(width, height)
    room = width - 2 * MARGIN
    y = height - MARGIN
    if words.banner or words.warning:
        line = {"weight": "bold", "va": "baseline"}
        write(picture, MARGIN, y - height_of(1, TEXT), words.banner, TEXT, **line)
        write(
            picture,
            width - MARGIN,
            y - height_of(1, TEXT),
            words.warning,
            TEXT,
            ha="right",
            color=RED,
            **line,
        )
        y -= height_of(1, TEXT) + 3
    for text, size, weight, colour, gap in (
        (words.title, TITLE, "bold", INK, 1.5),
        (words.subtitle, SUBTITLE, "normal", GREY, 5.0),
    ):
        lines = balance(picture, text, room, size, weight)
        write(picture, MARGIN, y, "\n".join(lines), size, weight=weight, color=colour)
        y -= height_of(len(lines), size) + gap
    notes = [line for note in words.notes for line in wrap(picture, note, room - beside_notes, SMALL)]
    foot = MARGIN + height_of(len(notes), SMALL)
    write(picture, MARGIN, foot, "\n".join(notes), SMALL, color=GREY)
    return picture, Frame(MARGIN, foot + 4, width - MARGIN, y)
