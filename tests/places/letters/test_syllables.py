"""What can be a Vietnamese syllable, and what cannot."""

import unicodedata

import pytest

from antq_analysis.places.letters.syllables import is_syllable

RIGHT = (
    "xã phường thị trấn huyện quận tỉnh nghiêng nguyễn khuya thuở quốc quyết quỳnh giếng gì gìn giữa gia ghềnh kẻ kỷ "
    "ngoằn hoẵng hoà hòa thuý thúy thuỷ oai uỷ ủy yên ý ô ấp ở ái êm xoong mỹ lý đạt lũy luỹ khuỷu hươu rượu chiêu mật"
)
WRONG = (
    "krông đắkr xaõ baéc bỡnh cêm ngê gê ka kô bàc tãp mạch1 hûnh f w j zô abc bcd aa ăo iă uôông pha~ hộị tht n "
    "qa qo bắcc trrang nghang"
)


@pytest.mark.parametrize("word", RIGHT.split())
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word.upper())
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", WRONG.split())
def test_what_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)
