"""What every chart has around it: a page with its words, an alternative text, and files."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.project import Project
from antq_analysis.show.audience import INTERNAL, RELEASE, banner_for
from antq_analysis.show.page import Frame, Words, new_page
from antq_analysis.show.picture import Picture, save_picture
from antq_analysis.show.style import drawing
from antq_analysis.show.words import warning_of
from antq_analysis.vocabulary import Province


@dataclass(frozen=True)
class Said:
    """What a chart says.

    Parameters
    ----------
    title
        A sentence with the finding.
    subtitle
        What is shown, where, when and in which unit.
    notes
        What must be known to read it, then the source.
    alt
        Its description for those who cannot see it, without the notes.
    """

    title: str
    subtitle: str
    notes: tuple[str, ...]
    alt: str


@dataclass(frozen=True)
class Around:
    """The options of a drawing verb that concern the page.

    Parameters
    ----------
    lang
        ``"vi"`` or ``"en"``.
    audience
        ``"internal"`` or ``"release"``.
    banner
        The user's banner; by default that of the project for internal outputs.
    title
        By default that of the chart.
    page
        One of :data:`antq_analysis.show.style.PAGES`: ``"a4"``, ``"a3"``, ``"slide"``, ``"document"`` (16 cm).
    notes
        More to say at the foot.
    save
        Where to save; the suffix tells the format (PNG, SVG, PDF), none means all three.
    project
        By default the project of the current folder.
    """

    lang: str = "vi"
    audience: str = "internal"
    banner: str | None = None
    title: str | None = None
    page: str = "slide"
    notes: Iterable[str] = ()
    save: Path | str | Iterable[Path | str] | None = None
    project: Project | None = None


def charted(
    said: Said,
    province: Province,
    around: Around,
    draw: Callable[[Picture, Frame], None],
    needs: tuple[float, float] = (0.0, 0.0),
) -> Picture:
    """Draw a chart on its page.

    Parameters
    ----------
    said
        What it says.
    province
        Whose figures.
    around
        The options of the page.
    draw
        Draws the chart into the room that is left.
    needs
        Width and height that it needs [mm].

    Returns
    -------
    Picture
        The chart, with its alternative text.
    """
    notes, lang = tuple(around.notes), around.lang
    words = Words(
        title=around.title or said.title,
        subtitle=said.subtitle,
        notes=(*notes, *said.notes),
        banner=banner_for(around.banner, around.audience, lang, around.project),
        warning=warning_of(province, lang),
    )
    with drawing():
        picture, frame = new_page(words, around.page, needs=needs)
        draw(picture, frame)
    picture.alt = " ".join([said.alt, *said.notes, *notes])
    if around.save is not None:
        save_picture(picture, around.save)
    return picture


def refuse_release(around: Around, label: tuple[str, str], *, sensitive: bool) -> None:
    """Refuse to release a chart of what small counts must be hidden of.

    Parameters
    ----------
    around
        The options of the page.
    label
        What is shown, in Vietnamese and in English.
    sensitive
        Whether small counts of it must be hidden.

    Raises
    ------
    UsageError
        If there is no such audience.
    RefusedError
        If it is for release and sensitive.
    """
    if around.audience not in (INTERNAL, RELEASE):
        raise UsageError("show.bad_audience", audience=around.audience)
    if around.audience == RELEASE and sensitive:
        raise RefusedError("show.result_not_released", label=label[0], label_en=label[1])
