"""The words of a chart of states: the last year, what moved, where years are not comparable."""

from antq_analysis.language.catalogue import say
from antq_analysis.measures.state_flows import GAINED, LOST, MET, NOT_MET, OUTSIDE, UNKNOWN, StateFlows
from antq_analysis.show.charted import Said
from antq_analysis.show.lines import cut_text, cuts_of
from antq_analysis.show.words import province_name, say_source, unit_name


def flows_title(flows: StateFlows, lang: str = "vi") -> str:
    """Say the last share, and what moved since the year before where that may be told.

    Parameters
    ----------
    flows
        The states and their moves.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One sentence.
    """
    year = flows.periods()[-1]
    words: dict[str, object] = {"label": flows.label(lang), "share": flows.share(year, lang), "year": year}
    moved = _moved(flows, year)
    return say("show.flows_title" if moved else "show.flows_title_alone", lang, **words, **moved)


def flows_subtitle(flows: StateFlows, lang: str = "vi") -> str:
    """Say what is counted, where and when.

    Parameters
    ----------
    flows
        The states and their moves.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One line.
    """
    ends = flows.periods()
    words = {
        "province": province_name(flows.series.province, lang),
        "units": unit_name(flows.series.province, lang),
        "period": "–".join(dict.fromkeys((ends[0], ends[-1]))),
    }
    return say("show.flows_subtitle", lang, **words)


def flows_notes(flows: StateFlows, lang: str = "vi") -> tuple[str, ...]:
    """Say how to read the columns and the bands.

    Parameters
    ----------
    flows
        The states and their moves.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    tuple of str
        Notes, then the source.
    """
    province = flows.series.province
    return say("show.note_flows", lang, units=unit_name(province, lang)), say_source(province, "", lang)


def say_flows(flows: StateFlows, lang: str = "vi") -> Said:
    """Say everything that the chart says.

    Parameters
    ----------
    flows
        The states and their moves.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Said
        Its alternative text tells every year with its counts and moves, and every cut.
    """
    title, subtitle = flows_title(flows, lang), flows_subtitle(flows, lang)
    figures = "; ".join(_said(flows, year, lang) for year in flows.periods())
    last = flows.periods()[-1]
    cuts = [cut_text(cut, lang) + "." for cut in cuts_of(flows.series) if _by(flows, cut.after) <= last]
    alt = say("show.alt_flows", lang, title=title, subtitle=subtitle, figures=figures)
    return Said(title, subtitle, flows_notes(flows, lang), " ".join([alt, *cuts]))


def _by(flows: StateFlows, after: int) -> str:
    return str(flows.series.frame.index[after + 1])


def _moved(flows: StateFlows, year: str) -> dict[str, object]:
    since = flows.since(year)
    if not since:
        return {}
    return {
        "since": since,
        "gained": len(flows.moved(year, *GAINED)),
        "lost": len(flows.moved(year, *LOST)),
    }


def _said(flows: StateFlows, year: str, lang: str) -> str:
    row = flows.at(year)
    words: dict[str, object] = {"year": year, "share": flows.share(year, lang)}
    text = say("show.flows_year", lang, **words, met=row[MET], not_met=row[NOT_MET])
    if row[UNKNOWN] + row[OUTSIDE]:
        text += say("show.flows_year_rest", lang, unknown=row[UNKNOWN], outside=row[OUTSIDE])
    if moved := _moved(flows, year):
        return text + say("show.flows_moved", lang, **moved)
    return text + (say("show.flows_cut", lang) if year != flows.periods()[0] else "")
