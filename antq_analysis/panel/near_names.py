"""Names that come near to a written one, for a message that says what may have been meant."""

from collections.abc import Mapping
from difflib import SequenceMatcher

from antq_analysis.places.letters.folding import bare
from antq_analysis.places.matching.names import split_type

_SHOWN = 5
_NEAR = 0.6


def nearest(written: str, names: Mapping[str, str]) -> dict[str, str]:
    """List the names that come near to a written one.

    Parameters
    ----------
    written
        As it was written.
    names
        Codes or identifiers with their names.

    Returns
    -------
    dict
        Those of `names` that are near, the nearest first.
    """
    key, plain = bare(written), bare(split_type(written)[1])

    def closeness(item: tuple[str, str]) -> float:
        # The type says nothing: every "xã" would be near every other. Codes are near only with one figure changed.
        texts = [
            (plain, bare(split_type(text.partition(",")[0])[1]))
            for text in item
            if text and not text.isdigit()
        ]
        texts += [(key, text) for text in item if text.isdigit() and key.isdigit() and _one_figure(key, text)]
        return max((SequenceMatcher(None, *pair).ratio() for pair in texts), default=0.0)

    scores = {code: closeness((code, name)) for code, name in names.items()}
    near = sorted((code for code in scores if scores[code] >= _NEAR), key=lambda code: -scores[code])
    return {code: names[code] for code in near[:_SHOWN]}


def with_names(names: Mapping[str, str]) -> list[str]:
    """Say each code with its name.

    Parameters
    ----------
    names
        Codes or identifiers with their names; a name may be empty.

    Returns
    -------
    list of str
        One text for each.

    Examples
    --------
    >>> with_names({"05003": "Phường Lê Lợi", "Huyện Mẫu": ""})
    ['05003 (Phường Lê Lợi)', 'Huyện Mẫu']
    """
    return [f"{code} ({name})" if name else code for code, name in names.items()]


def _one_figure(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 1
