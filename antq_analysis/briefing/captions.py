"""The number of every table, figure and annex: given once, so that all formats call it the same."""

from antq_analysis.briefing.parts import Briefing, Figure, Grid
from antq_analysis.language.catalogue import say


def number_captions(briefing: Briefing) -> dict[str, str]:
    """Give tables and figures of the main text, and annexes, their numbers in order of reading.

    Parameters
    ----------
    briefing
        The briefing.

    Returns
    -------
    dict of str to str
        For each key its label, for instance ``"Bảng 2"``, ``"Hình 1"`` or ``"Biểu 04"``.

    Examples
    --------
    >>> from antq_analysis.language.catalogue import say
    >>> say("briefing.table", n="2"), say("briefing.figure", "en", n="1"), say("briefing.annex", "en", n="04")
    ('Bảng 2', 'Figure 1', 'Annex 04')
    """
    parts = [part for _, section in briefing.walk() for part in section.parts]
    grids = [part.key for part in parts if isinstance(part, Grid)]
    figures = [part.key for part in parts if isinstance(part, Figure)]
    labels: dict[str, str] = {}
    for word, keys in (("table", grids), ("figure", figures)):
        labels |= {key: say(f"briefing.{word}", briefing.lang, n=str(i)) for i, key in enumerate(keys, 1)}
    for i, annex in enumerate(briefing.annexes, 1):
        labels[annex.key] = say("briefing.annex", briefing.lang, n=f"{i:02d}")
    return labels
