"""Counts of a sentence without those that are none: nobody needs to be told of 0 that stayed the same."""

from collections.abc import Mapping

from antq_analysis.language.catalogue import say


def say_counts(key: str, counts: Mapping[str, int], lang: str, **words: object) -> str:
    """Join the counts that are more than none.

    Parameters
    ----------
    key
        What the names of the sentences of the catalogue begin with.
    counts
        By the rest of their names.
    lang
        ``"vi"`` or ``"en"``.
    **words
        What the sentences name besides their count.

    Returns
    -------
    str
        Part of a sentence; empty where all are none.

    Examples
    --------
    >>> say_counts("briefing.directions", {"up": 3, "down": 2, "same": 0}, "en")
    '3 higher, 2 lower'
    """
    return ", ".join(say(f"{key}_{name}", lang, n=n, **words) for name, n in counts.items() if n)
