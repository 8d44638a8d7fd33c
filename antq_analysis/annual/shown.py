"""What a cell of a page shows: a picture with its words, or why there is none."""

from collections.abc import Callable

from antq_analysis.annual.where import REFUSALS, Seen
from antq_analysis.errors import MissingError
from antq_analysis.measures.frame import Measure
from antq_analysis.show.maps import draw_map
from antq_analysis.show.picture import Picture


def show(draw: Callable[[], Picture], lang: str = "vi") -> Seen:
    """Draw a picture, or say why there is none.

    Parameters
    ----------
    draw
        Draws it.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Seen
        The picture with its alternative text; where it cannot be drawn, the reason.
    """
    try:
        picture = draw()
    except (*REFUSALS, MissingError) as refusal:
        return Seen(refusal.text(lang))
    return Seen(picture.alt, picture)


def map_measure(measure: Measure, period: str, lang: str = "vi") -> Seen:
    """Show a measure on the map, or say why it cannot be drawn.

    Parameters
    ----------
    measure
        The measure.
    period
        When.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Seen
        The map with its words.
    """
    return show(lambda: draw_map(measure, period, lang=lang), lang)
