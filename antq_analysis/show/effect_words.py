"""The words of what is drawn since models began: the finding, what is shown, and what must be known to read it."""

import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.measures.since_start.names import AFTER, BEFORE, LEAD, OVERALL, TWO_WAY
from antq_analysis.measures.since_start.result import DifferenceInDifferences, EventStudy
from antq_analysis.measures.since_start.said import ends_of
from antq_analysis.measures.verdict.facts import Facts
from antq_analysis.measures.verdict.result import Verdict
from antq_analysis.measures.verdict.said import paragraph
from antq_analysis.show.words import province_name, say_source, unit_name

Effect = EventStudy | DifferenceInDifferences | Verdict


def effect_title(found: Effect, lang: str = "vi") -> str:
    """Say what is found, as one sentence.

    Parameters
    ----------
    found
        What is drawn.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        Of an event study both the years before and those since, as one without the other misleads.
    """
    if isinstance(found, Verdict):
        return found.headline(lang).rstrip(".")
    if isinstance(found, DifferenceInDifferences):
        return say("show.title_cohorts", lang, **ends_of(found.table, OVERALL, lang))
    after = ends_of(found.averages, AFTER, lang)["value"]
    if found.alike_before is None:
        return say("show.title_event_study_after", lang, after=after)
    before = ends_of(found.averages, BEFORE, lang)["value"]
    return say("show.title_event_study", lang, before=before, after=after)


def effect_subtitle(found: Effect, lang: str = "vi") -> str:
    """Say where, what, and of whom.

    Parameters
    ----------
    found
        What is drawn.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One line.
    """
    outcome = found.words.outcome[lang]
    if found.facts is None:
        told = outcome
    else:
        words = {"outcome": outcome, "units": unit_name(found.province, lang), **_size(found.facts)}
        key = "show.by_verdict" if isinstance(found, Verdict) else "show.by_cohorts"
        told = say("show.by_years_since" if isinstance(found, EventStudy) else key, lang, **words)
    return " · ".join([province_name(found.province, lang), told])


def effect_notes(found: Effect, lang: str = "vi") -> tuple[str, ...]:
    """Say what must be known to read the chart.

    Parameters
    ----------
    found
        What is drawn.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    tuple of str
        The whole of what is said of it, then source and date of the map.
    """
    told = found.sentence(lang)
    if isinstance(found, Verdict):
        written = written_in_picture(found, lang)
        told = " ".join(
            part for part in paragraph(found, lang) if part not in (found.headline(lang), written)
        )
    return (told, say_source(found.province, found.map_date, lang))


def written_in_picture(found: Verdict, lang: str = "vi") -> str:
    """Say why there is no estimate to draw.

    Parameters
    ----------
    found
        The verdict.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        A sentence that stands in its place; empty where there is one.
    """
    if found.decision is not None and found.decision.used:
        return ""
    return list(paragraph(found, lang))[1]


def row_labels(found: DifferenceInDifferences, lang: str = "vi") -> dict[str, str]:
    """Label the rows of differences in differences.

    Parameters
    ----------
    found
        The estimate.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    dict of str to str
        By row; one without an estimate has no part.
    """
    known = found.table.index[found.table["value"].notna()]
    plain = {name: f"show.row_{name}" for name in (OVERALL, TWO_WAY, LEAD)}
    units, number = unit_name(found.province, lang), found.table["n"]
    return {
        name: say(
            plain.get(name, "show.row_cohort"),
            lang,
            cohort=name,
            n=0 if pd.isna(number[name]) else int(number[name]),
            units=units,
        )
        for name in known
    }


def describe_effect(found: Effect, lang: str = "vi") -> str:
    """Describe a chart for those who cannot see it.

    Parameters
    ----------
    found
        What is drawn.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        Title, subtitle, every figure, notes.
    """
    said = {"title": effect_title(found, lang), "subtitle": effect_subtitle(found, lang)}
    if isinstance(found, DifferenceInDifferences):
        shown = [
            f"{label}: {say('show.estimate_with_ends', lang, **ends_of(found.table, name, lang))}"
            for name, label in row_labels(found, lang).items()
        ]
        parts = [say("show.alt_cohorts", lang, **said), f"{'; '.join(shown)}."]
    else:
        key = "show.alt_verdict" if isinstance(found, Verdict) else "show.alt_event_study"
        parts = [say(key, lang, **said), found.details(lang)]
    told = written_in_picture(found, lang) if isinstance(found, Verdict) else ""
    return " ".join(filter(None, [*parts, told, *effect_notes(found, lang)]))


def _size(facts: Facts) -> dict[str, object]:
    first, last = facts.adopted
    return {
        "adopters": facts.adopters,
        "without": facts.communes - facts.adopters,
        "from": str(first),
        "to": str(last),
        "first": str(facts.years[0]),
        "last": str(facts.years[-1]),
    }
