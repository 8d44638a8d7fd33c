"""Which indicators a header may mean, the nearest first: only for a person to choose from."""

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from antq_analysis.sources.forms.header import SEPARATOR
from antq_analysis.sources.forms.lexicon import Lexicon
from antq_analysis.sources.forms.wording import take_apart

CANDIDATES = 3
_FOUND = 0.25
_SPELLING = 0.3
_LEAF = 0.9
_TITLE = 0.5
_UNTONED = 0.8
_ANY_PERIOD = "2000"
_NEGATIONS = frozenset({"không", "chưa", "kém", "yếu", "not", "no", "without"})


def near_indicators(path: str, lexicon: Lexicon, limit: int = CANDIDATES) -> tuple[str, ...]:
    """Propose what a header may mean.

    Parameters
    ----------
    path
        The header path, or words that a person typed.
    lexicon
        The vocabulary by wording.
    limit
        How many at most.

    Returns
    -------
    tuple of str
        Ids of indicators, the nearest first: those of whose wordings most words stand in the header, rare words and
        those of its last part before others. Words without their tone marks count less. A header that says what is
        not so, or works badly, is near to wordings only that say so too.
    """
    words_of = take_apart(path, _ANY_PERIOD)
    *above, leaf = words_of.parts or ("",)
    # "Lũy kế từ đầu năm" says when, not what: anything proposed for it would be far off.
    if not leaf or not words_of.plain:
        return ()
    known = _known(tuple(lexicon.worded))
    alone = _weighed([(leaf, 1.0)])
    whole = _weighed([*((title, _TITLE) for title in above), (leaf, 1.0)])
    texts = (leaf, " ".join((*above, leaf)))
    denied = _NEGATIONS & whole.keys()
    best: dict[str, float] = {}
    for wording in {wording for word in whole for wording in known.having.get(_untoned(word), ())}:
        if denied and not denied & known.words[wording].keys():
            continue
        alike = max(_LEAF * known.overlap(alone, wording), known.overlap(whole, wording))
        if alike < _FOUND:
            continue
        score = alike + _SPELLING * max(fuzz.token_sort_ratio(text, wording) for text in texts) / 100
        for name in lexicon.worded[wording]:
            best[name] = max(best.get(name, 0), score)
    return tuple(sorted(best, key=lambda name: (-best[name], name)))[:limit]


@dataclass(frozen=True)
class _Known:
    """The wordings of a vocabulary by their words: the words of each without tone marks, and how rare a word is."""

    words: Mapping[str, Mapping[str, str]]
    having: Mapping[str, tuple[str, ...]]
    rarity: Mapping[str, float]
    totals: Mapping[str, float]
    most: float

    def overlap(self, own: Mapping[str, float], wording: str) -> float:
        """Share of the words of two wordings that stand in both, each word by its weight and rarity."""
        other = self.words[wording]
        shared, total = 0.0, self.totals[wording]
        for word, weight in own.items():
            bare = _untoned(word)
            rare = self.rarity.get(bare, self.most)
            total += weight * rare
            if word in other:
                shared += (1 + weight) * rare
            elif bare in other.values():
                shared += _UNTONED * (1 + weight) * rare
        return shared / total if total else 0


@lru_cache(maxsize=2)
def _known(worded: tuple[str, ...]) -> _Known:
    words = {wording: {word: _untoned(word) for word in _weighed([(wording, 1.0)])} for wording in worded}
    counts = Counter(bare for own in words.values() for bare in own.values())
    rarity = {word: math.log(1 + len(worded) / n) for word, n in counts.items()}
    having = defaultdict(list)
    for wording, own in words.items():
        for bare in set(own.values()):
            having[bare].append(wording)
    totals = {wording: sum(rarity[bare] for bare in own.values()) for wording, own in words.items()}
    found = {bare: tuple(wordings) for bare, wordings in having.items()}
    return _Known(words, found, rarity, totals, max(rarity.values(), default=1))


def _weighed(parts: Iterable[tuple[str, float]]) -> dict[str, float]:
    words: dict[str, float] = {}
    for text, weight in parts:
        for word in text.replace(SEPARATOR, " ").replace("(", "").replace(")", "").split():
            words[word] = max(weight, words.get(word, 0))
    return words


@lru_cache(maxsize=4096)
def _untoned(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
