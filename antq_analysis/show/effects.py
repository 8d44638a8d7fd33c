"""What is seen since models began, drawn: year by year, cohort by cohort, or as a verdict."""

from collections.abc import Iterable
from pathlib import Path

from antq_analysis.errors import RefusedError
from antq_analysis.measures.since_start.result import DifferenceInDifferences, EventStudy
from antq_analysis.measures.verdict.result import Verdict
from antq_analysis.project import Project
from antq_analysis.show.audience import RELEASE, banner_for, is_sensitive, refuse_frame
from antq_analysis.show.effect_cohorts import draw_cohorts
from antq_analysis.show.effect_verdict import draw_verdict
from antq_analysis.show.effect_words import describe_effect, effect_notes, effect_subtitle, effect_title
from antq_analysis.show.effect_years import draw_years
from antq_analysis.show.page import Words, new_page
from antq_analysis.show.picture import Picture, save_picture
from antq_analysis.show.style import drawing
from antq_analysis.show.words import warning_of

_WIDTH = 196.0


def draw_effect(  # noqa: PLR0913 - the named options of a drawing verb
    found: EventStudy | DifferenceInDifferences | Verdict,
    *,
    lang: str = "vi",
    audience: str = "internal",
    banner: str | None = None,
    title: str | None = None,
    page: str = "slide",
    notes: Iterable[str] = (),
    save: Path | str | Iterable[Path | str] | None = None,
    project: Project | None = None,
) -> Picture:
    """Draw what is seen since models began, with all that must be read with it at the foot.

    An event study shows every year since the beginning as a ratio to the last year before, with the number of units
    behind it; the years before are shaded as the check that they are. Differences in differences show every cohort. A
    verdict stands on the scale of its four words, above the estimate, its interval, and the changes too small to be
    seen.

    Parameters
    ----------
    found
        What ``event_study``, ``difference_in_differences`` or ``verdict`` gives.
    lang
        ``"vi"`` or ``"en"``.
    audience
        ``"internal"`` or ``"release"``.
    banner
        The user's banner; by default that of the project for internal outputs.
    title
        By default a sentence that says no more than the figures do.
    page
        One of :data:`antq_analysis.show.style.PAGES`: ``"a4"``, ``"a3"``, ``"slide"``, ``"document"`` (16 cm).
    notes
        More to say at the foot.
    save
        Where to save; the suffix tells the format (PNG, SVG, PDF), none means all three.
    project
        By default the project of the current folder.

    Returns
    -------
    Picture
        The chart, with its alternative text.

    Raises
    ------
    RefusedError
        If it is for release and rests on an indicator whose small counts must be hidden.
    """
    _check_audience(found, audience, project)
    notes = tuple(notes)
    words = Words(
        title=title or effect_title(found, lang),
        subtitle=effect_subtitle(found, lang),
        notes=(*notes, *effect_notes(found, lang)),
        banner=banner_for(banner, audience, lang, project),
        warning=warning_of(found.province, lang),
    )
    with drawing():
        picture, frame = new_page(words, page, needs=(_WIDTH, 0.0))
        if isinstance(found, EventStudy):
            draw_years(picture, frame, found, lang)
        elif isinstance(found, Verdict):
            draw_verdict(picture, frame, found, lang)
        else:
            draw_cohorts(picture, frame, found, lang)
    picture.alt = " ".join([describe_effect(found, lang), *notes])
    if save is not None:
        save_picture(picture, save)
    return picture


def _check_audience(
    found: EventStudy | DifferenceInDifferences | Verdict, audience: str, project: Project | None
) -> None:
    if audience != RELEASE:
        refuse_frame(audience)
    elif is_sensitive(found, project):
        told = found.words.outcome
        raise RefusedError("show.result_not_released", label=told["vi"], label_en=told["en"])
