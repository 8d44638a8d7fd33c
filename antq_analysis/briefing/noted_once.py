"""A long note stands once, beneath an annex if one has it: the tables of the main text stay short and point to it."""

from dataclasses import replace

from antq_analysis.briefing.captions import number_captions
from antq_analysis.briefing.parts import Briefing, Grid, Part, Section
from antq_analysis.language.catalogue import say

_LONG = 200
"""A note of fewer letters is told sooner than where it stands."""
_BEFORE_LIST = ": "


def noted_once(briefing: Briefing) -> Briefing:
    """Let tables point to a long list that stands beneath another one.

    Parameters
    ----------
    briefing
        A briefing with its tables laid out.

    Returns
    -------
    Briefing
        The same, with each long note in full beneath the first annex that has it, else the first table.

    Examples
    --------
    >>> from antq_analysis.language.catalogue import say
    >>> say("briefing.note_above", "en", about="10 units of several groups", label="Annex 01")
    '10 units of several groups: see below Annex 01.'
    """
    labels, told = number_captions(briefing), dict[str, str]()

    def shorten(part: Part) -> Part:
        if not isinstance(part, Grid):
            return part
        notes = tuple(_short(note, labels[part.key], told, briefing.lang) for note in part.table.notes)
        return replace(part, table=replace(part.table, notes=notes))

    def walk(section: Section) -> Section:
        parts = tuple(map(shorten, section.parts))
        return replace(section, parts=parts, sections=tuple(map(walk, section.sections)))

    annexes = tuple(one for one in map(shorten, briefing.annexes) if isinstance(one, Grid))
    sections = tuple(map(walk, briefing.sections))
    return replace(briefing, sections=sections, annexes=annexes)


def _short(note: str, label: str, told: dict[str, str], lang: str) -> str:
    about, found, _ = note.partition(_BEFORE_LIST)
    if len(note) < _LONG or not found:
        return note
    first = told.setdefault(note, label)
    return note if first == label else say("briefing.note_above", lang, about=about, label=first)
