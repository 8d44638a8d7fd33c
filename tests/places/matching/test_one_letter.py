"""Looking up what is one letter apart finds the same as measuring every key."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from antq_analysis.places.matching.index import index_units
from antq_analysis.places.matching.likeness import a_letter_apart, a_letter_apart_anywhere
from antq_analysis.places.matching.one_letter import near_keys, one_apart
from tests.places.made import layer

words = st.text(alphabet="abă12", max_size=5)


def figures(key: str) -> list[str]:
    return [letter for letter in key if letter in "12"]


@settings(max_examples=300, deadline=None)
@given(key=words, keys=st.lists(words, max_size=12))
def test_it_is_the_distance_of_one_with_the_same_figures(key: str, keys: list[str]) -> None:
    expected = {
        at
        for at, other in enumerate(keys)
        if OSA.distance(key, other) <= 1 and figures(key) == figures(other)
    }
    assert one_apart(key, near_keys(keys)) == expected


def test_the_whole_map_is_searched_as_a_list_of_its_units_is() -> None:
    units = layer(["00001", "00002", "00012", "00111"]).rename(columns={"code": "unit_code", "ten": "name"})
    names = ["Xã Hoà Mẫu", "Xã Hòa Mẫu", "Xã Hòa Mẩu", "Xã Hòa Mẫu"]
    index = index_units(units.assign(name=names, type="Xã"))
    for name in ("Hòa Mẫu", "Hoà Mẫu", "Hòa Mẩu", "Hào Mẫu", "Hòa Mẫuu", "Hoa Mẫu", "Hoa Mau", "Mẫu"):
        assert a_letter_apart_anywhere(name, index) == a_letter_apart(name, index.places), name
