"""Words by which a row says that it is no commune: an organisation, a police post, an industrial park."""

from dataclasses import dataclass

OTHER_LEVELS = ("organisation", "organisation_block", "police_post", "industrial_park", "cluster")
"""Levels of what reports beside the communes: it counts in totals and lies on no map."""


@dataclass(frozen=True)
class OtherWords:
    """How the names of one kind of such units begin.

    Parameters
    ----------
    words
        The first words of a name.
    means
        The same words in full, where they are an abbreviation; empty where they are not.
    level
        One of :data:`OTHER_LEVELS`.
    """

    words: str
    means: str
    level: str
