"""The type of a unit as it stands before its name, in the words of its country."""

from collections.abc import Sequence

from antq_analysis.places.matching.names import fold, read_name


def type_of(name: str, types: Sequence[str] = ()) -> str:
    """Read the type of a unit off its name.

    Parameters
    ----------
    name
        A name of a list.
    types
        The types that stand before names in this country; none for the Vietnamese ones, however abbreviated.

    Returns
    -------
    str
        One of `types`, or a Vietnamese type in full and lower case; empty where there is none.

    Examples
    --------
    >>> type_of("TT. Vụ Bản"), type_of("Ville de Brume", ["commune", "ville"]), type_of("H. Beaulieu", ["ville"])
    ('thị trấn', 'ville', '')
    """
    if not types:
        return read_name(name).type
    longest = sorted(types, key=len, reverse=True)
    return next((kind for kind in longest if fold(name).startswith(f"{fold(kind)} ")), "")
