"""What a comparison could carry: who began when, where models were sent, and which change would be seen."""

from dataclasses import replace

import numpy as np
import pytest

import antq_analysis as antq
from antq_analysis.errors import RefusedError
from antq_analysis.measures.verdict.design import Design
from antq_analysis.measures.verdict.halves import detectable_by_halves
from antq_analysis.measures.verdict.rule import decide
from tests.measures.verdict.worlds import FIRST, World, world


@pytest.fixture(scope="module")
def made() -> World:
    return world(3, "hot", -0.4, communes=60, districts=8)


@pytest.fixture(scope="module")
def designed(made: World) -> Design:
    return antq.design(made.panel())


def test_it_counts_who_began_when(designed: Design, made: World) -> None:
    began = {FIRST + t: 9 for t in (3, 4, 5, 6)}
    assert designed.table.loc[designed.table["began"] > 0, "began"].to_dict() == began
    assert (designed.table["had_begun"] + designed.table["not_yet"]).eq(60).all()
    assert designed.table.loc[FIRST + 3, "before"] == 3
    assert "2015: 9, 2016: 9, 2017: 9, 2018: 9; there are 3 years of figures" in designed.sentence("en")
    assert "trước đợt đầu có 3 năm số liệu" in designed.sentence("vi")


def test_it_tells_where_models_were_sent_and_not_what_came_of_it(designed: Design) -> None:
    said = designed.sentence("en")
    assert "in the year just before at" in said
    assert "mostly falls back by itself" in said
    assert designed.lead[1] > 1
    assert "evidence" not in said
    assert "has no part" not in said
    assert "<table" in designed._repr_html_()


def test_it_says_what_it_lacks(made: World) -> None:
    few = replace(made, districts=made.districts % 3)
    found = antq.design(few.panel())
    assert found.reason == "few_districts"
    assert "it takes 6" in found.sentence("en")
    assert np.isnan(found.detectable()).all()
    with pytest.raises(RefusedError, match="không phải số vụ"):
        antq.design(made.panel(), "movement_class")


@pytest.mark.nightly
def test_halves_of_the_districts_show_what_could_be_seen() -> None:
    counts = world(1, "spatial", communes=80, districts=12).counts()
    whole = decide(counts)
    size, several = detectable_by_halves(counts, whole, runs=12)
    assert several == 12
    assert whole.half_width < size
    assert size == pytest.approx(whole.detectable, rel=0.4)
    assert detectable_by_halves(counts, whole, runs=12) == (size, several)
    assert np.isnan(detectable_by_halves(counts, whole, runs=5)[0])
