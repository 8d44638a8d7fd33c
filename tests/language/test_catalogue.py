"""Every sentence exists in both languages, with the same placeholders, and is used."""

import pickle
import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from antq_analysis.errors import InputError
from antq_analysis.language.catalogue import Sentence, say, sentences, written_in
from antq_analysis.language.numbers import Percent

PACKAGE = Path(__file__).parents[2] / "antq_analysis"
FILES = ("_", ".toml", ".csv", ".parquet", ".json", ".html", ".xlsx", ".png", ".css")


def _names(text: str) -> set[str]:
    return {name.removesuffix("_en") for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_speak_of_the_same_things() -> None:
    empty = [key for key, entry in sentences().items() if not all(text.strip() for text in entry.values())]
    assert empty == []
    unlike = {}
    for key, entry in sentences().items():
        vi, en = ({name.removesuffix("_vi") for name in _names(entry[lang])} for lang in ("vi", "en"))
        # Vietnamese counts "14 xã" where English leaves the noun out, and the other way round.
        if more := (vi ^ en) - {"unit", "units"}:
            unlike[key] = more
    assert unlike == {}


def test_every_finding_has_a_remedy() -> None:
    rules = {key for key in sentences() if key.startswith("findings.") and not key.endswith(".remedy")}
    assert rules
    assert {f"{rule}.remedy" for rule in rules} <= set(sentences())


def test_every_sentence_named_in_the_package_exists() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    prefixes = sorted({key.partition(".")[0] for key in sentences()})
    named = re.findall(rf'"((?:{"|".join(prefixes)})\.[a-z0-9_.]+)"', code)
    missing = sorted({key for key in named if key not in sentences() and not key.endswith(FILES)})
    assert missing == []


def test_values_are_written_as_the_language_writes_them() -> None:
    assert say("language.count_of_units", n=1602) == "1.602 đơn vị"
    assert say("language.count_of_units", "en", n=1602) == "1,602 units"
    assert "31/12/2023" in say(
        "panel.crosses_break", indicator="", indicator_en="", first="", last="", since=date(2023, 12, 31)
    )


def test_a_sentence_within_another_changes_its_language_too() -> None:
    inner = Sentence("language.count_of_units", n=2)
    outer = Sentence("sources.draft.case", place="A1", why=inner)
    assert (outer, outer.text("en")) == ("A1: 2 đơn vị", "A1: 2 units")
    again = pickle.loads(pickle.dumps(outer))
    assert (again, again.text("en")) == (outer, outer.text("en"))


def test_cases_of_an_error_are_said_in_its_language() -> None:
    error = InputError(
        "places.bad_shares", cases=[Sentence("places.share_sum", code="1", total="0,4"), "B2"], n=2
    )
    vi, en = error.text("vi").splitlines(), error.text("en").splitlines()
    assert vi[1:] != en[1:]
    assert (vi[2], en[2]) == ("  B2", "  B2")


def test_a_missing_placeholder_is_a_defect() -> None:
    with pytest.raises(KeyError):
        say("language.count_of_units")


@pytest.mark.parametrize(("n", "text"), [(1, "1 unit"), ("1", "1 unit"), (0, "0 units"), (21, "21 units")])
def test_one_is_not_many(n: object, text: str) -> None:
    assert say("language.count_of_units", "en", n=n) == text


def test_a_percentage_keeps_its_sign_in_both_languages() -> None:
    assert (written_in(Percent(83.7)), written_in(Percent(1083.7), "en")) == ("83,7%", "1,083.7%")


def test_singular_and_plural_belong_to_a_placeholder() -> None:
    counted = {
        key: [spec.split("|") for _, name, spec, _ in Formatter().parse(entry["en"]) if name and spec]
        for key, entry in sentences().items()
        if "|" in entry["en"]
    }
    assert counted
    assert {
        key: both for key, both in counted.items() for words in both if len(words) != 2 or not all(words)
    } == {}
