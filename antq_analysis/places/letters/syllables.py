"""What a Vietnamese syllable can look like: its onset, its rhyme, its tone and where the tone stands."""

import re
import unicodedata
from functools import lru_cache

from antq_analysis.places.letters.spelling import place_tones

_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SHARP_TONES = frozenset("\u0301\u0323")
_PARTS = re.compile(
    "(qu(?=[aăâeêiyơô])|gi(?=[aăâeouôơư])|ngh|ng|nh|gh|kh|ph|th|tr|ch|[bcdđghklmnprstvx]|)([aăâeêioôơuưy].*)"
)
_FRONT = re.compile("[eêiy]")
_FRONT_ONLY, _BACK_ONLY = frozenset({"k", "gh", "ngh"}), frozenset({"c", "ng"})
_STOPS = ("c", "p", "t", "ch")
# The older school writes hòa, thúy; the newer one hoà, thuý.
_EITHER_SEAT = frozenset({"oa", "oe", "uy"})
_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
    "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu "
    "o oc oi om on ong op ot oong ooc oa oac oach oai oam oan oang oanh oao oap oat oay "
    "oăc oăm oăn oăng oăt oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt uân uâng uât uây uê uêch uên uênh uơ "
    "uy uya uych uyn uynh uyt uyu uyên uyêt ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu "
    "y yêm yên yêng yêt yêu ych ynh yt yn"
)
_KNOWN_RHYMES = frozenset(_RHYMES.split())


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Tell whether a word can be a Vietnamese syllable by its spelling.

    Parameters
    ----------
    word
        One word without spaces; its case does not matter.

    Returns
    -------
    bool
        True where onset, rhyme, tone and the seat of the tone go together.

    Examples
    --------
    >>> [is_syllable(word) for word in ("nghiêng", "Hoà", "QUÝ", "giếng", "gì", "X")]
    [True, True, True, True, True, False]
    >>> [is_syllable(word) for word in ("bỡnh", "xaõ", "cêm", "bàc", "Krông")]
    [False, False, False, False, False]
    """
    text = unicodedata.normalize("NFC", word.casefold())
    parts = unicodedata.normalize("NFD", text)
    tones = _TONE.findall(parts)
    letters = unicodedata.normalize("NFC", _TONE.sub("", parts))
    if len(tones) > 1 or not _fits(letters, tones[0] if tones else ""):
        return False
    return text == place_tones(text) or any(pair in letters for pair in _EITHER_SEAT)


def _fits(letters: str, tone: str) -> bool:
    found = _PARTS.fullmatch(letters)
    if found is None:
        return False
    onset, rhyme = found.groups()
    if rhyme not in _KNOWN_RHYMES or (tone not in _SHARP_TONES and rhyme.endswith(_STOPS)):
        return False
    if _FRONT.match(rhyme):
        # "gì", "gìn" and "giếng" write one i for two.
        return onset not in _BACK_ONLY and (onset != "g" or rhyme.startswith("i"))
    return onset not in _FRONT_ONLY
