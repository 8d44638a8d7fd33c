"""Which figures of a table are not final: estimates beside final figures are named, never mixed in silence."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from antq_analysis.language.catalogue import say
from antq_analysis.measures.suppression.cells import COMMUNE
from antq_analysis.measures.suppression.release import Release
from antq_analysis.observations import STAGES
from antq_analysis.panel.gaps import listed
from antq_analysis.panel.load import Panel

_FINAL = "final"


def say_stages(
    panel: Panel,
    year: str,
    indicators: Sequence[str],
    lang: str = "vi",
    releases: Mapping[str, Release] | None = None,
) -> tuple[str, ...]:
    """Say which communes of which columns have a figure of another stage than final.

    Parameters
    ----------
    panel
        The panel.
    year
        The year.
    indicators
        Indicator ids of the columns.
    lang
        ``"vi"`` or ``"en"``.
    releases
        For publication: what may be shown of each sensitive indicator. Nothing is told of a hidden figure: that it was
        revised would say that it is another one than before.

    Returns
    -------
    tuple of str
        A line for each stage and set of communes, the last with what the others are; none where every figure is final.
    """
    rows = panel.observations
    rows = rows[rows["level"].eq("commune") & rows["period"].eq(year) & rows["value"].notna()]
    rows = rows[rows["category"].eq("") & rows["stage"].ne(_FINAL)]
    notes: list[str] = []
    for stage in STAGES:
        columns: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name in indicators:
            own = rows[rows["stage"].eq(stage) & rows["indicator"].eq(name)]
            told = set(own["unit_code"]) & _shown(panel, name, year, releases)
            codes = tuple(code for code in panel.units.index if code in told)
            columns[codes].append(panel.vocabulary.indicator(name).label(lang))
        for codes, labels in columns.items():
            if codes:
                everyone = len(codes) == len(panel.units)
                units = listed([f"{panel.units.loc[code, 'name']} ({code})" for code in codes])
                words = {"labels": "; ".join(labels), "units": units, "n": len(codes)}
                key = "annual.stage_note_all" if everyone else "annual.stage_note"
                notes.append(say(key, lang, stage=say(f"panel.stage_{stage}", lang), **words))
    if notes:
        notes[-1] += " " + say("annual.stage_rest", lang)
    return tuple(notes)


def _shown(panel: Panel, indicator: str, year: str, releases: Mapping[str, Release] | None) -> set[str]:
    if releases is None or not panel.vocabulary.indicator(indicator).sensitive:
        return set(panel.units.index)
    if indicator not in releases:
        return set()
    cells = releases[indicator].cells.keys
    own = cells["level"].eq(COMMUNE) & cells["category"].eq("") & cells["period"].eq(year)
    return set(cells.loc[own & ~releases[indicator].hidden, "code"])
