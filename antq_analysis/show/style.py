"""How everything looks: colours, patterns, sizes and the settings under which a picture is drawn and saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.colors import to_rgb

FONT = "DejaVu Sans"
"""Ships with matplotlib and draws every Vietnamese mark."""

MM = 1 / 25.4
"""One millimetre in inches."""

TITLE, SUBTITLE, TEXT, SMALL = 15.0, 10.5, 9.0, 7.5
"""Sizes of type [pt]."""


@dataclass(frozen=True)
class Sheet:
    """A page that pictures are laid out on; type has the same size on all, so that a smaller page has larger type.

    Parameters
    ----------
    width, height
        Its size [mm]; a slide has none of its own, and is shown 1.6 times as large.
    margin
        Around everything [mm].
    title, subtitle
        Sizes of type [pt].
    legend
        Width of the legend of a map [mm].
    swatch
        Width and height of a colour in a legend, and height of its row [mm].
    least
        Height that is kept for the picture itself [mm], however many notes stand below.
    zooms
        Whether more room is made by a larger page of the same form (and so by smaller type), or by a higher one.
    bare
        Whether title and banners stand outside the picture.
    warned
        Whether banners stand on the picture; not where the page that holds it has them.
    """

    width: float
    height: float
    margin: float
    title: float = TITLE
    subtitle: float = SUBTITLE
    legend: float = 68.0
    swatch: tuple[float, float, float] = (9.0, 5.6, 7.0)
    least: float = 0.0
    zooms: bool = False
    bare: bool = False
    warned: bool = True


PAGES = {
    "a4": Sheet(297.0, 210.0, 13.0),
    "a3": Sheet(420.0, 297.0, 18.0, 20.0, 13.0),
    "slide": Sheet(213.4, 120.0, 8.5, 13.0, 9.5, 58.0, (7.0, 4.2, 5.6), least=58.0, zooms=True),
    "document": Sheet(160.0, 90.0, 1.0, 10.5, 8.5, 54.0, (7.0, 4.2, 5.6), least=62.0),
    "in_report": Sheet(160.0, 90.0, 1.0, 10.5, 8.5, 54.0, (7.0, 4.2, 5.6), least=62.0, warned=False),
    "on_slide": Sheet(
        193.0, 78.0, 0.5, legend=62.0, swatch=(7.0, 4.2, 5.6), least=50.0, zooms=True, bare=True
    ),
}
"""By name: two of paper, a whole slide, the 16 cm between the margins of a document, the same in a report whose
pages all have the banners, the room below a slide's title."""

INK, GREY, FAINT, PAPER, RED = "#1f2328", "#57606a", "#d0d7de", "#ffffff", "#c8102e"

ZERO = "#f7f3e3"
"""A reported zero: a warm pale paper tone, of no blue and without a pattern."""

SEQUENTIAL = {
    1: ("#6baed6",),
    2: ("#9ecae1", "#2171b5"),
    3: ("#b7d4ea", "#5a9fcf", "#0d4f94"),
    4: ("#c6dbef", "#86b8db", "#3f83be", "#0a4489"),
    5: ("#cbdef0", "#9bc4e1", "#5c9ecd", "#2569ab", "#08306b"),
}
"""One hue, light to dark, by number of classes; the steps of lightness survive a black-and-white printer."""

FALLING = {1: ("#80cdc1",), 2: ("#80cdc1", "#01665e"), 3: ("#b8dfd8", "#5ab4ac", "#01665e")}
RISING = {1: ("#dfc27d",), 2: ("#dfc27d", "#8c510a"), 3: ("#ecd9ac", "#cf9f4f", "#8c510a")}
"""Two arms of a diverging scale around zero (green-blue and brown), by number of classes in an arm."""

CATEGORICAL = ("#1e6cb2", "#b35806", "#35978f", "#762a83", "#6b6b6b", "#a6761d")
"""Fixed order, told apart by colour-blind readers."""

APPORTIONED_FROM = 0.05
"""Share of a value from which it is told how much of it was apportioned."""

NO_DATA, NOT_APPLICABLE, SUPPRESSED, MIXED = "no_data", "not_applicable", "suppressed", "mixed"
NO_NEIGHBOURS, UNTESTED = "no_neighbours", "untested"

NOTHING = {
    NO_DATA: ("#ffffff", "/////", "#8b949e"),
    NOT_APPLICABLE: ("#e6e6e6", "xxxx", "#ffffff"),
    SUPPRESSED: ("#efe6f3", "----", "#7b5a94"),
    MIXED: ("#fbf1d9", "\\\\\\\\\\", "#a07a2c"),
    NO_NEIGHBOURS: ("#ffffff", "+++", "#8b949e"),
    UNTESTED: ("#eef1f4", "||||", "#8b949e"),
}
"""Face, pattern and colour of the pattern of each kind of nothing."""

APPORTIONED = ".."
"""Pattern laid over the colour of a value that was apportioned."""


_VISIBLE = 2.1
"""Contrast from which a thin line is seen."""


@contextmanager
def drawing() -> Iterator[None]:
    """Draw or save under the settings of this project, and leave those of the caller alone.

    Yields
    ------
    None
        Inside, matplotlib uses these settings.
    """
    with mpl.rc_context(
        {
            "font.family": "sans-serif",
            "font.sans-serif": [FONT],
            "font.size": TEXT,
            "text.color": INK,
            "axes.edgecolor": GREY,
            "axes.labelcolor": INK,
            "xtick.color": INK,
            "ytick.color": INK,
            "axes.unicode_minus": False,
            "text.usetex": False,
            "text.parse_math": False,
            # Letters as wide at every resolution: what fits the page when it is laid out still does when it is saved.
            "text.hinting": "none",
            "hatch.linewidth": 0.6,
            "pdf.fonttype": 42,
            "svg.fonttype": "path",
            "svg.hashsalt": "antq_analysis",
            "path.simplify": False,
            "savefig.bbox": None,
            "savefig.facecolor": PAPER,
        }
    ):
        yield


def luminance(colour: str) -> float:
    """Compute how light a colour is.

    Parameters
    ----------
    colour
        Any colour that matplotlib reads.

    Returns
    -------
    float
        Relative luminance, 0 (black) to 1 (white).

    References
    ----------
    WCAG 2.2, "relative luminance".
    """
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Compute the contrast of two colours.

    Parameters
    ----------
    first, second
        Colours.

    Returns
    -------
    float
        1 (the same) to 21 (black on white).

    References
    ----------
    WCAG 2.2, success criterion 1.4.3.
    """
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def border_on(colour: str) -> str:
    """Choose the colour of a border within an area of a colour.

    Parameters
    ----------
    colour
        The ground.

    Returns
    -------
    str
        Grey, pale where grey would vanish in a dark ground.
    """
    return GREY if contrast(GREY, colour) >= _VISIBLE else FAINT


def ink_on(colour: str) -> str:
    """Choose the ink that is readable on a colour.

    Parameters
    ----------
    colour
        The ground.

    Returns
    -------
    str
        The dark ink or white.
    """
    return INK if contrast(INK, colour) >= contrast(PAPER, colour) else PAPER
