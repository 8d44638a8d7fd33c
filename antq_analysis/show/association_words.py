"""The words of a drawn association: what is on its axes, what each trial is, and what must be known to read it."""

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import lower_first
from antq_analysis.measures.association.result import Association
from antq_analysis.measures.association.said_words import number, title_of
from antq_analysis.show.words import province_name, say_source, unit_name


def association_subtitle(found: Association, lang: str = "vi") -> str:
    """Say where, and what dots and lines are.

    Parameters
    ----------
    found
        The association.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One line.
    """
    words = {"units": unit_name(found.province, lang), "district": found.words.grouping[lang]}
    dots = say(
        "show.by_dots_and_lines" if found.words.grouping[lang] else "show.by_dots_and_line", lang, **words
    )
    return " · ".join([province_name(found.province, lang), dots])


def association_notes(found: Association, lang: str = "vi") -> tuple[str, ...]:
    """Say what must be known to read the chart.

    Parameters
    ----------
    found
        The association.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    tuple of str
        What was found, then source and date of the map.
    """
    return (found.sentence(lang), say_source(found.province, found.map_date, lang))


def side_labels(found: Association, lang: str = "vi") -> tuple[str, str]:
    """Label the two axes.

    Parameters
    ----------
    found
        The association.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    tuple of str
        Across and upwards, each with its year and unit.
    """
    words = found.words
    across = say(
        "show.side", lang, label=words.density[lang], period=words.with_period, unit=words.density_unit[lang]
    )
    said = {"label": words.outcome[lang], "period": words.period, "unit": words.outcome_unit[lang]}
    if not words.since:
        return across, say("show.side", lang, **said)
    inside = said | {"label": lower_first(words.outcome[lang])}
    return across, say("show.side_change", lang, **inside, since=words.since)


def way_labels(found: Association, lang: str = "vi") -> tuple[str, ...]:
    """Label the observed coefficient and the trials without any link.

    Parameters
    ----------
    found
        The association.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    tuple of str
        That of the coefficient first.
    """
    value = number(float(found.table["value"]["pearson"]), lang)
    words = {"since": found.words.since or found.words.base_year, "period": found.words.period}
    ways = [say(f"show.way_{name}", lang, **words) for name in found.nothing_true]
    return (say("show.way_observed", lang, value=value), *ways)


def describe_association(found: Association, lang: str = "vi") -> str:
    """Describe an association for those who cannot see it.

    Parameters
    ----------
    found
        The association.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        Title, subtitle, what was found and the trials.
    """
    said = {"title": title_of(found, lang), "subtitle": association_subtitle(found, lang)}
    return " ".join(
        [say("show.alt_association", lang, **said), *association_notes(found, lang), found.details(lang)]
    )
