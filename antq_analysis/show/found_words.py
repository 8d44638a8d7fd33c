"""The words of a map of a result: the finding, how it was come by, and what must be known to read it."""

from antq_analysis.language.catalogue import say
from antq_analysis.measures.change_map import CANNOT_TELL, FALLING, FALSE_SHARE, RISING, ChangeMap
from antq_analysis.measures.entry_exit import EntryExit
from antq_analysis.measures.frame import MIXED, UnitResult
from antq_analysis.measures.space.clusters import STATISTICS, Clusters
from antq_analysis.measures.space.on_map import listed_names
from antq_analysis.measures.trends import Trends
from antq_analysis.measures.typology import Typology
from antq_analysis.show.found import SET_ASIDE, Found
from antq_analysis.show.painted import SILENT, say_reasons
from antq_analysis.show.style import NO_DATA, UNTESTED
from antq_analysis.show.words import province_name, say_beside, say_period, say_source


def title_of_result(found: Found, lang: str = "vi") -> str:
    """Say the finding of a map of a result; that nothing was found is a finding.

    Parameters
    ----------
    found
        The map.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One sentence that ranks nobody.
    """
    words: dict[str, object] = {"label": _label(found.result, lang), "units": found.units_word(lang)}
    match found.result:
        case Clusters() as clusters:
            return _title_of_clusters(clusters, words, lang)
        case Typology() as typology:
            words |= {"years": _span(typology.years), **typology.counted()}
            return say("show.title_typology", lang, **words)
        case EntryExit() as moves:
            key = "show.title_entry_exit" if moves.listed else "show.title_entry_exit_states"
            return say(key, lang, **words, **moves.counted())
        case ChangeMap() | Trends() as moved:
            words["tested"] = int(moved.frame["p_value"].notna().sum())
            counted = moved.counted()
            if not words["tested"]:
                return say("show.title_untested", lang, **words)
            key = "show.title_moved" if counted[RISING] + counted[FALLING] else "show.title_unmoved"
            return say(key, lang, **words, **counted)
    return found.result.sentence(lang)


def _title_of_clusters(clusters: Clusters, words: dict[str, object], lang: str) -> str:
    words |= {"period": say_period(clusters.period, lang)}
    words["tested"] = int(clusters.frame["p_value"].notna().sum())
    there = {
        name: n for name, n in clusters.counted().items() if n and name in STATISTICS[clusters.statistic]
    }
    if there:
        told = (say(f"show.title_{name}", lang, n=n, **words) for name, n in there.items())
        return say("show.title_clusters", lang, found=", ".join(told), **words)
    return say("show.title_no_cluster" if clusters.within_reach else "show.title_out_of_reach", lang, **words)


def subtitle_of_result(found: Found, lang: str = "vi") -> str:
    """Say where, and by which method.

    Parameters
    ----------
    found
        The map.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One line.
    """
    result = found.result
    parts = [province_name(result.province, lang)]
    words: dict[str, object] = {"level": round(100 * FALSE_SHARE, 2), "units": found.units_word(lang)}
    match result:
        case Clusters():
            standardised = result.place is None or result.place.standardised
            parts += [
                say(f"show.by_{result.statistic}", lang),
                say("show.by_standardised" if standardised else "show.by_raw", lang),
                say(f"show.by_{result.how}", lang),
                say("show.by_permutations", lang, n=result.permutations),
            ]
            words["level"] = round(100 * result.level, 2)
        case ChangeMap():
            parts.append(say("show.by_two_counts", lang, **words))
            if result.base is not None:
                parts.append(say("show.by_base", lang, base=result.base.label(lang)))
            # This map stands in the main text of a report: it says in words what its method grants.
            return " · ".join([*parts, say("show.by_chance_share", lang, **words)])
        case Trends():
            law = "show.by_lines_varied" if result.dispersion else "show.by_lines"
            parts.append(say(law, lang, **words))
        case EntryExit():
            return " · ".join([*parts, say("show.by_lists" if result.listed else "show.by_states", lang)])
        case Typology():
            return " · ".join([*parts, say("show.by_criteria", lang, criteria=result.criteria or "…")])
    return " · ".join([*parts, say("show.by_false_share", lang, **words)])


def notes_of_result(found: Found, lang: str = "vi") -> tuple[str, ...]:
    """Say what must be known to read the map.

    Parameters
    ----------
    found
        The map.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    tuple of str
        Notes, then source and date of the map.
    """
    result, there = found.result, found.nothings()
    words: dict[str, object] = {"units": found.units_word(lang)}
    notes = [say("show.note_sketch", lang)] if "schematic" in result.units else []
    for kind, reasons in ((NO_DATA, SILENT), (UNTESTED, SET_ASIDE)):
        if told := say_reasons(found, reasons, lang):
            notes.append(say(f"show.note_{kind}", lang, n=there[kind], reasons=told, **words))
    if isinstance(result, Clusters) and result.place is not None and len(result.place.alone):
        alone = result.place.alone
        notes.append(say("measures.space_alone", lang, n=len(alone), names=listed_names(alone)))
    notes += say_beside(found.beside, lang)
    if found.units["apportioned"].any():
        notes.append(say("show.note_apportioned", lang))
    notes += _caveats(result, words, lang)
    based = result.base.notes(lang, _periods(result)) if result.base else ()
    drawn = str(result.units.attrs.get("source", ""))
    return (*notes, *based, say_source(result.province, result.map_date, lang, drawn=drawn))


def _caveats(result: UnitResult, words: dict[str, object], lang: str) -> list[str]:
    match result:
        case Clusters():
            overall = [result.overall.said(lang)] if result.overall else []
            return [
                *overall,
                *result.said_groups(lang),
                say("show.note_clusters", lang, level=round(100 * result.level, 2), **words),
            ]
        case ChangeMap() if result.counted()[CANNOT_TELL]:
            return [say("measures.change_map_unclear", lang)]
        case Trends():
            return [*result.caveats(lang)]
        case EntryExit():
            return [*result.caveats(lang)]
        case Typology() if result.counted()[MIXED]:
            return [say("measures.typology_mixed", lang)]
    return []


def _periods(result: UnitResult) -> tuple[str, ...] | None:
    match result:
        case Clusters():
            return (result.period,)
        case Trends():
            return result.years
    return None


def describe_result(found: Found, lang: str = "vi") -> str:
    """Describe a map of a result for those who cannot see it.

    Parameters
    ----------
    found
        The map.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        Title, subtitle, each category with its count, notes.
    """
    said = {"title": title_of_result(found, lang), "subtitle": subtitle_of_result(found, lang)}
    return " ".join(
        [say("show.alt_map", lang, **said), found.say_legend(lang), *notes_of_result(found, lang)]
    )


def _label(result: UnitResult, lang: str) -> str:
    return result.label_en if lang == "en" else result.label_vi


def _span(years: tuple[str, ...]) -> str:
    return "–".join(dict.fromkeys((years[0], years[-1])))
