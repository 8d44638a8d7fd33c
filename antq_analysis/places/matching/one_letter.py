"""Which of many keys differ from one by a single letter: looked up, because measuring each would take long."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

from antq_analysis.places.letters.folding import clean


@dataclass(frozen=True)
class NearKeys:
    """Keys by what is left of them without one of their letters.

    Attributes
    ----------
    places
        Of each list, where each key stands; several units may bear one.
    left
        Keys, separated by spaces, by the key itself and by all that one letter left out makes of it.
    """

    places: tuple[Mapping[str, list[int]], ...] = field(repr=False)
    left: Mapping[str, str] = field(repr=False)


def near_keys(*lists: Sequence[str]) -> NearKeys:
    """Lay keys out for :func:`one_apart`.

    Parameters
    ----------
    *lists
        Lists of keys of the same things; most keys of one are also in the others.

    Returns
    -------
    NearKeys
        The same keys.
    """
    places = tuple(_places(keys) for keys in lists)
    left: dict[str, str] = {}
    for key in dict.fromkeys(key for own in places for key in own):
        for rest in _left(key):
            # Tens of thousands of small lists would keep the garbage collector busy.
            left[rest] = f"{left[rest]} {key}" if rest in left else key
    return NearKeys(places, left)


def _places(keys: Sequence[str]) -> Mapping[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        places[key].append(at)
    return dict(places)


def one_apart(key: str, near: NearKeys, which: int = 0) -> set[int]:
    """Find the keys that are the same or differ by one letter: another, a missing one, one more, two swapped.

    Parameters
    ----------
    key
        A key.
    near
        As :func:`near_keys` gives it.
    which
        Number of the list.

    Returns
    -------
    set of int
        Places of the keys. Figures must be the same: ``Phường 1`` is no slip of ``Phường 10``.

    Examples
    --------
    >>> near = near_keys(["vanson", "vansong", "vason", "vnason", "vonsom", "vanson1"])
    >>> sorted(one_apart("vanson", near))
    [0, 1, 2, 3]
    """
    figures, places = figures_of(key), near.places[which]
    # Two keys one letter apart have something in common once each may leave a letter out; not all such are that near.
    common = (near.left[rest] for rest in _left(key) if rest in near.left)
    found = {other for keys in common for other in keys.split(" ")}
    return {
        at
        for other in found
        if OSA.distance(key, other, score_cutoff=1) <= 1 and figures_of(other) == figures
        for at in places.get(other, ())
    }


@lru_cache(maxsize=65536)
def letters_of(name: str) -> str:
    """Take the letters and figures of a name as they are written, in lower case.

    Parameters
    ----------
    name
        A name.

    Returns
    -------
    str
        Tones stay where they stand, unlike in a spelling key.

    Examples
    --------
    >>> letters_of("Hoà  Bình")
    'hoàbình'
    """
    return "".join(letter for letter in clean(name).casefold() if letter.isalnum())


def figures_of(key: str) -> str:
    """Take the figures of a key.

    Parameters
    ----------
    key
        A key.

    Returns
    -------
    str
        The figures in their order.
    """
    return "".join(letter for letter in key if letter.isdigit())


def _left(key: str) -> set[str]:
    return {key, *(key[:at] + key[at + 1 :] for at in range(len(key)))}
