"""The annexes that nobody reads aloud: what statistical sentences rest on, and what was not reported."""

from collections.abc import Callable, Iterable, Iterator

from antq_analysis.briefing.blocks.order import say_groups_of_neighbours, say_verdict
from antq_analysis.briefing.blocks.reading import missing, review
from antq_analysis.briefing.given import Given
from antq_analysis.briefing.laid_out import lay_out
from antq_analysis.briefing.parts import Grid, Paragraph
from antq_analysis.language.catalogue import say

METHODS, MISSING = "methods", "not_reported"


def statistics(given: Given) -> tuple[Paragraph, ...]:
    """Point to the annex that tells what the statistical sentences rest on.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of Paragraph
        One sentence; nothing where nothing was computed.
    """
    told = any(True for _ in _grounds(given))
    return (Paragraph(say("briefing.methods_pointer", given.lang)),) if told else ()


def not_reported(given: Given) -> tuple[Paragraph, ...]:
    """Say of how many indicators of the briefing there is no figure of the year.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of Paragraph
        One sentence that points to their list; nothing where all are there, and in a publication.
    """
    n = sum(len(names) for _, names in missing(given))
    words = {"n": n, "year": given.year}
    return (Paragraph(say("briefing.not_reported", given.lang, **words)),) if n else ()


def explained(given: Given) -> Iterator[Grid]:
    """Lay out the annexes on methods and on what is missing, each where a section of the outline points to it.

    Parameters
    ----------
    given
        Panel, year and language.

    Yields
    ------
    Grid
        The annexes.
    """
    listed = {name for part in given.outline.section for name in part.blocks}
    for block, lay in _ANNEXES.items():
        if block in listed and (annex := lay(given)):
            yield annex


def _grounds(given: Given) -> Iterator[tuple[str, str]]:
    told: tuple[tuple[str, Iterable[str]], ...] = (
        ("clusters", say_groups_of_neighbours(given)),
        ("verdict", say_verdict(given)),
        ("review", (one.text for one in review(given))),
    )
    for key, sentences in told:
        about = say(f"briefing.methods_{key}", given.lang)
        for text in sentences:
            yield about, text
            # What a line is about stands beside the first of several.
            about = ""


def _methods(given: Given) -> Grid | None:
    rows = [list(row) for row in _grounds(given)]
    heads = [say(f"briefing.column_{key}", given.lang) for key in ("about", "told")]
    return _annex(given, METHODS, heads, rows)


def _missing(given: Given) -> Grid | None:
    known = given.panel.vocabulary.indicator
    rows = [
        [title, "; ".join(known(name).label(given.lang) for name in names)] for title, names in missing(given)
    ]
    heads = [say(f"briefing.column_{key}", given.lang) for key in ("section", "missing")]
    return _annex(given, MISSING, heads, rows)


def _annex(given: Given, key: str, heads: list[str], rows: list[list[str]]) -> Grid | None:
    if not rows:
        return None
    title = say(f"briefing.{key}_title", given.lang, year=given.year)
    return Grid(key, title, lay_out(given, title, heads, rows))


_ANNEXES: dict[str, Callable[[Given], Grid | None]] = {"statistics": _methods, "not_reported": _missing}
