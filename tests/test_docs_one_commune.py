"""The page on one commune: its examples give what it prints, and its sentences hold the same figures."""

import doctest

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.measures.intervals import rate_ratio
from tests.given import ROOT

PAGE = (ROOT / "docs/one_commune.md").read_text(encoding="utf-8")


def test_examples_print_what_the_page_shows() -> None:
    test = doctest.DocTestParser().get_doctest(PAGE, {}, "one_commune.md", "docs/one_commune.md", 0)
    found = doctest.DocTestRunner().run(test)
    assert (found.failed, found.attempted) == (0, 7)


def test_sentences_hold_the_computed_figures() -> None:
    for before, after in ((7, 5), (11, 9)):
        ratio, low, high, p = (float(part) for part in rate_ratio(before, after))
        shown = (ratio, low, high, p) if before == 7 else (low, high)
        for value in shown:
            assert format_number(value, "vi", 2) in PAGE
            assert format_number(value, "en", 2) in PAGE


def test_its_verdict_is_in_the_words_of_the_package() -> None:
    folded = " ".join(PAGE.replace("\n> ", " ").split())
    assert say("measures.verdict_cannot_tell", "vi") in folded
    assert say("measures.verdict_cannot_tell", "en") in folded
