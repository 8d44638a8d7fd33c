"""How good the figures are, what changed in them in the year, what they cannot tell, and what was not reported."""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from antq_analysis.briefing.apportioned import apportioned_how
from antq_analysis.briefing.blocks.order import REFUSALS
from antq_analysis.briefing.blocks.place import breaks_of
from antq_analysis.briefing.counted import say_counts
from antq_analysis.briefing.given import Given, once
from antq_analysis.briefing.outline import split
from antq_analysis.briefing.parts import Bullets, Paragraph
from antq_analysis.briefing.published import of_communes
from antq_analysis.findings import Severity
from antq_analysis.language.catalogue import say
from antq_analysis.measures.quality import quality as review_reports
from antq_analysis.measures.suppression.release import Release
from antq_analysis.vocabulary.indicators import PROGRAMME


@once
def quality(given: Given) -> tuple[Paragraph, ...]:
    """Say how many figures there are and what was found in them.

    How many findings there were is for the office itself: a copy for publication says what it hides.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of Paragraph
        One paragraph; in a publication notes on what it hides.
    """
    counts = {str(grade): sum(one.severity == grade for one in given.panel.findings) for grade in Severity}
    rows = given.panel.observations
    rows = rows[rows["level"].eq("commune") & rows["period"].eq(given.year)]
    gaps = {
        "silent": int(rows["status"].isin(["not_reported", "not_available"]).sum()),
        "conflicts": int(rows["status"].eq("conflict").sum()),
    }
    told_gaps = say_counts("briefing.quality", gaps, given.lang) or say("briefing.quality_whole", given.lang)
    words = {"year": given.year, "figures": int(rows["value"].notna().sum()), "gaps": told_gaps}
    text = say("briefing.quality", given.lang, **words)
    if given.releases is None:
        text += " " + say("briefing.quality_checks", given.lang, **counts)
    # A commune that sent nothing has no empty cell that could be counted.
    if silent := int((~given.panel.units.index.isin(rows.loc[rows["value"].notna(), "unit_code"])).sum()):
        units = given.panel.province.unit_name(given.lang)
        text += " " + say("briefing.quality_no_figure", given.lang, n=silent, units=units, year=given.year)
    told = [Paragraph(text)]
    if given.releases is not None:
        return (*told, *(Paragraph(line, "note") for line in _held_back(given, given.releases)))
    return tuple(told)


@once
def review(given: Given) -> tuple[Paragraph, ...]:
    """Say what a review of the reports shows; it is for the office itself.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of Paragraph
        A note; nothing where nothing can be reviewed, and in a publication.
    """
    if given.outcome and given.releases is None:
        with suppress(*REFUSALS):
            found = review_reports(given.panel, given.outcome, given.year)
            return (Paragraph(found.sentence(given.lang), "note"),)
    return ()


def _held_back(given: Given, releases: Mapping[str, Release]) -> Iterator[str]:
    """Say what a briefing for publication hides, what it shows in sums only, and what it leaves out."""
    known, lang = given.panel.vocabulary.indicator, given.lang
    secret = [name for name in given.outline.listed() if name in given.there and known(name).sensitive]
    if not secret:
        return
    threshold = given.project.settings.suppression_threshold
    yield say("briefing.hidden_small", lang, threshold=threshold, mark=say("show.mark_suppressed", lang))
    shown = of_communes(releases, given.year)
    kinds = {
        "hidden_sums": [name for name in secret if name in releases and name not in shown],
        "hidden_all": [name for name in secret if name not in releases],
    }
    for key, names in kinds.items():
        if names:
            labels = "; ".join(known(name).label(lang) for name in names)
            yield say(f"briefing.{key}", lang, labels=labels, units=given.panel.province.unit_name(lang))
    yield say("briefing.hidden_results", lang)


@once
def changes(given: Given) -> tuple[Paragraph | Bullets, ...]:
    """List what changed in boundaries and ways of counting in the year.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of Paragraph or Bullets
        That there is none is said.
    """
    found = breaks_of(given)
    if not found:
        return (Paragraph(say("briefing.no_changes", given.lang, year=given.year)),)
    lines = tuple(say("briefing.cut", given.lang, day=one.on, reason=one.label(given.lang)) for one in found)
    return Paragraph(say("briefing.changes", given.lang, year=given.year)), Bullets(lines)


@once
def not_told(given: Given) -> tuple[Paragraph | Bullets, ...]:
    """Say what the figures cannot tell.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of Paragraph or Bullets
        The sentences that hold for these figures.
    """
    vocabulary, lang = given.panel.vocabulary, given.lang
    rows = given.panel.observations
    lines = [say("briefing.cannot_recorded", lang)] if given.outcome else []
    inside = [
        name for name in given.outline.listed() if name in given.there and _holds_programme(given, name)
    ]
    if inside:
        labels = "; ".join(vocabulary.indicator(name).label(lang) for name in inside)
        lines.append(say("briefing.cannot_programme", lang, labels=labels))
    if given.outcome:
        lines += [say(f"briefing.cannot_{key}", lang) for key in ("small", "cause")]
    apportioned = int((rows["status"].eq("apportioned") & rows["value"].notna()).sum())
    if apportioned:
        # Who reads a publication has no use for the number of figures that were computed with.
        key = "cannot_apportioned" if given.releases is None else "cannot_apportioned_published"
        lines.append(say(f"briefing.{key}", lang, n=apportioned, how=apportioned_how(given)))
    lines.append(say("briefing.cannot_rank", lang))
    return Paragraph(say("briefing.cannot", lang)), Bullets(tuple(lines))


def _holds_programme(given: Given, name: str) -> bool:
    return PROGRAMME in given.panel.vocabulary.contained_in(name)


@once
def missing(given: Given) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """List the indicators of the briefing without a figure of the year, by section; a publication does without.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of tuple
        Title of a section, and the indicators that it is the first to name; nothing where all are there.
    """
    names = [name for name in given.outline.listed() if name not in given.there and name in given.scope]
    if given.releases is not None:
        return ()
    left = dict.fromkeys(names)
    listed = [
        (part.title(given.lang), [split(name)[1] for name in part.named()]) for part in given.outline.section
    ]
    found = []
    for title, own in (*listed, (say("briefing.not_reported_else", given.lang), names)):
        if here := tuple(name for name in dict.fromkeys(own) if name in left):
            found.append((title, here))
        left = {name: None for name in left if name not in here}
    return tuple(found)
