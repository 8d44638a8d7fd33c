"""What the foot of a chart or map says of its figures: where they begin and end, and that they are not final."""

from collections.abc import Collection
from datetime import date

from antq_analysis import observations as obs
from antq_analysis.language.catalogue import say
from antq_analysis.measures.frame import SUPPRESSED, Series
from antq_analysis.measures.grouped import GroupMeasure
from antq_analysis.panel.breaks import breaks_between
from antq_analysis.panel.load import Panel
from antq_analysis.show.lines import stage_notes


def say_ends(panel: Panel, shown: Series | GroupMeasure, year: str, lang: str = "vi") -> tuple[str, ...]:
    """Say which years of a report a series does not reach, with the change of counting that explains it.

    Parameters
    ----------
    panel
        The panel; its first year is where the report begins.
    shown
        What the chart shows.
    year
        The year of the report.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    tuple of str
        At most two sentences; none where there are figures from the first year to the year of the report.
    """
    frames = [one.frame for one in (shown.series.values() if isinstance(shown, GroupMeasure) else (shown,))]
    # Events without their base are there, and so is what is withheld; other notes say so.
    known = {
        str(period)
        for frame in frames
        for period in frame.index[
            frame["value"].notna()
            | frame["status"].eq(SUPPRESSED)
            | frame.get("n_baseless", frame["n_units"] * 0).gt(0)
        ]
    }
    # Years of another map that a grouping leaves out were reported; its own notes say why they are not there.
    known |= set(shown.earlier) if isinstance(shown, GroupMeasure) else set()
    years = sorted(filter(obs.is_year, known))
    if not years:
        return ()
    first, last, notes = years[0], years[-1], []
    if panel.years() and panel.years()[0] < first:
        words = {"first": first, "reason": _reasons(panel, shown.indicator, (panel.years()[0], first), lang)}
        notes.append(say("show.note_begins", lang, **words))
    if last < year:
        words = {"last": last, "year": year, "reason": _reasons(panel, shown.indicator, (last, year), lang)}
        notes.append(say("show.note_ends", lang, **words))
    return tuple(notes)


def say_stages_of(
    panel: Panel, indicator: str, period: str, lang: str = "vi", *, hidden: Collection[str] = ()
) -> tuple[str, ...]:
    """Say that figures of a period are not final, for the foot of a map.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Indicator id.
    period
        The period.
    lang
        ``"vi"`` or ``"en"``.
    hidden
        Codes of communes whose figures a release hides: that one was revised is not told either.

    Returns
    -------
    tuple of str
        At most one sentence.
    """
    rows = panel.observations
    rows = rows[rows["indicator"].eq(indicator) & rows["period"].eq(period) & rows["level"].eq("commune")]
    rows = rows[rows["category"].eq("") & ~rows["unit_code"].isin(list(hidden))]
    return tuple(stage_notes([rows.set_index("period")], lang))


def _reasons(panel: Panel, indicator: str, years: Collection[str], lang: str) -> str:
    ends = [date(int(year), 12, 31) for year in years]
    found = breaks_between(panel.vocabulary, panel.province.id, (indicator,), *ends)
    told = [say("show.cut_break", lang, day=one.on, reason=one.label(lang)) for one in found]
    return f" ({'; '.join(told)})" if told else ""
