"""How alike two names are: one letter apart, and the nearest of a list."""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from antq_analysis.places.matching.index import Place, UnitIndex
from antq_analysis.places.matching.names import bare_key, spelling_key
from antq_analysis.places.matching.one_letter import figures_of, letters_of, one_apart

NEAREST_SHOWN = 3
NEAREST_SCORE = 60.0
SLIP_LETTERS = 3
"""A shorter name is too near to too many words: a slip in it is only proposed."""


def a_letter_apart(name: str, places: Sequence[Place]) -> list[Place]:
    """List the units whose name is the same or differs by one letter, accents counted.

    Parameters
    ----------
    name
        The name that was written, without its type.
    places
        The units that may be meant.

    Returns
    -------
    list[Place]
        Units in their order.

    Examples
    --------
    >>> places = [Place("00001", "Xã Vân Sơn", "Vân Sơn", "xã", "", "", "vânsơn", "vanson")]
    >>> [len(a_letter_apart(name, places)) for name in ("Văn Sơn", "Vân Sơ", "Văn Son")]
    [1, 1, 0]
    """
    # A slip may move the seat of a tone: as written it is one letter, as folded it would be two.
    found = _one_apart(letters_of(name), [letters_of(place.name) for place in places])
    found |= _one_apart(spelling_key(name), [place.spelling for place in places])
    return [places[at] for at in sorted(found)]


def a_letter_apart_anywhere(name: str, index: UnitIndex) -> list[Place]:
    """List the units of a whole map as :func:`a_letter_apart` does.

    Parameters
    ----------
    name
        The name that was written, without its type.
    index
        The map.

    Returns
    -------
    list[Place]
        Units in register order.
    """
    found = one_apart(letters_of(name), index.near, 0) | one_apart(spelling_key(name), index.near, 1)
    return [index.places[at] for at in sorted(found)]


def a_letter_apart_bare(key: str, places: Sequence[Place], *, full: bool = False) -> list[Place]:
    """List the units whose key without accents is the same or differs by one letter.

    Parameters
    ----------
    key
        Key from :func:`antq_analysis.places.matching.names.bare_key`.
    places
        The units that may be meant.
    full
        Whether the key holds the type as well.

    Returns
    -------
    list[Place]
        Units in their order: another letter, a missing one, one more or two swapped; figures must be the same
        (``Phường 1`` is no slip of ``Phường 10``).

    Examples
    --------
    >>> places = [Place("00001", "Xã Vân Sơn", "Vân Sơn", "xã", "", "", "vânsơn", "vanson")]
    >>> [len(a_letter_apart_bare(key, places)) for key in ("vansom", "vasnon", "vonsom")]
    [1, 1, 0]
    """
    # A y that stands for i does so no more where a slip parts it from its consonant.
    keys = [(bare_key(place.full) if full else place.bare).replace("y", "i") for place in places]
    return [places[at] for at in sorted(_one_apart(key.replace("y", "i"), keys))]


def nearest(name: str, places: Sequence[Place]) -> list[Place]:
    """List the few units that are most alike.

    Parameters
    ----------
    name
        The name that was written, without its type.
    places
        The units that may be meant.

    Returns
    -------
    list[Place]
        At most ``NEAREST_SHOWN``, the most alike first.
    """
    found = process.extract(
        bare_key(name),
        [place.bare for place in places],
        scorer=fuzz.ratio,
        limit=3 * NEAREST_SHOWN,
        score_cutoff=NEAREST_SCORE,
    )
    near = [places[at] for _, _, at in found]
    return sorted(near, key=lambda place: -likeness(name, place))[:NEAREST_SHOWN]


def likeness(name: str, place: Place) -> float:
    """Tell how alike a name is to a unit's; accents count half.

    Parameters
    ----------
    name
        The name that was written, without its type.
    place
        The unit.

    Returns
    -------
    float
        [%], 100 where they are the same.

    Examples
    --------
    >>> place = Place("00001", "Xã Vân Sơn", "Vân Sơn", "xã", "", "", "vânsơn", "vanson")
    >>> round(likeness("Vân Sơn", place)), round(likeness("Văn Sơn", place)), round(likeness("Van Son", place))
    (100, 92, 83)
    """
    return (fuzz.ratio(spelling_key(name), place.spelling) + fuzz.ratio(bare_key(name), place.bare)) / 2


def listed(places: Iterable[Place], written: str = "") -> str:
    """Write units for a person: code, name, district, and how alike the name is to what was written.

    Parameters
    ----------
    places
        The units.
    written
        The name that was written, without its type; empty where the units bear it.

    Returns
    -------
    str
        Separated by ``; ``.

    Examples
    --------
    >>> listed([Place("00001", "Xã Vân Sơn", "Vân Sơn", "xã", "Huyện Mẫu", "001", "vânsơn", "vanson")], "Văn Sơn")
    '00001 Xã Vân Sơn, Huyện Mẫu (92%)'
    """
    key = spelling_key(written)
    return "; ".join(
        f"{place} ({likeness(written, place):.0f}%)" if key not in ("", place.spelling) else str(place)
        for place in places
    )


def _one_apart(key: str, keys: Sequence[str]) -> set[int]:
    figures = figures_of(key)
    found = process.extract(key, keys, scorer=OSA.distance, score_cutoff=1, limit=None)
    return {at for other, _, at in found if figures_of(other) == figures}
