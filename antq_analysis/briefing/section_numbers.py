"""The number of every section, as offices number them: I., 1., a)."""

from antq_analysis.briefing.parts import Briefing, Section

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_LETTERS = "abcdđeghiklmnopqrstuvxy"


def number_sections(briefing: Briefing) -> list[tuple[str, int, Section]]:
    """Give every section its number, in order of reading.

    Parameters
    ----------
    briefing
        The briefing; up to fifteen sections, and three levels.

    Returns
    -------
    list of tuple
        Number with its sign, depth from 1, and section.
    """
    counted: list[int] = []
    numbered = []
    for depth, section in briefing.walk():
        counted = [*counted[:depth], *([0] * (depth - len(counted)))]
        counted[depth - 1] += 1
        numbered.append((write_number(counted[depth - 1], depth), depth, section))
    return numbered


def write_number(place: int, depth: int) -> str:
    """Write the number of a section.

    Parameters
    ----------
    place
        From 1 among the sections of one section.
    depth
        From 1.

    Returns
    -------
    str
        Roman with a dot, Arabic with a dot, or a letter of the Vietnamese alphabet with a bracket.

    Examples
    --------
    >>> write_number(4, 1), write_number(2, 2), write_number(5, 3)
    ('IV.', '2.', 'đ)')
    """
    if depth == 1:
        return f"{_ROMAN[place - 1]}."
    return f"{place}." if depth == 2 else f"{_LETTERS[place - 1]})"
