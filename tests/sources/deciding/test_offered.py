"""An old answer is offered for the same figure written in the same way elsewhere, and for nothing else."""

import pytest

from antq_analysis.sources.deciding.offered import offered_again

FIGURE = {
    "period": "2023",
    "unit_code": "00002",
    "indicator": "population",
    "category": "",
    "basis": "stock",
    "file": "b.xlsx",
    "sheet": "Biểu 01",
    "cell": "C8",
}
BEFORE = FIGURE | {"file": "a.xlsx", "written": "2.398", "value": "2398", "decided_on": "2024-01-05"}


def test_the_same_figure_in_another_file_is_offered_its_answer() -> None:
    assert offered_again(FIGURE, "2.398", [BEFORE]) == BEFORE
    later = BEFORE | {"file": "c.xlsx", "decided_on": "2024-02-01"}
    assert offered_again(FIGURE, "2.398", [later, BEFORE]) == later


@pytest.mark.parametrize(
    "other",
    [
        {"period": "2024"},
        {"unit_code": "00001"},
        {"indicator": "households"},
        {"category": "x"},
        {"basis": "in_year"},
        {"written": "2.399"},
        {"file": "b.xlsx"},
    ],
)
def test_another_figure_another_text_or_the_same_place_offers_nothing(other: dict[str, str]) -> None:
    assert offered_again(FIGURE, "2.398", [BEFORE | other]) is None


def test_answers_that_differ_offer_nothing() -> None:
    assert offered_again(FIGURE, "2.398", [BEFORE, BEFORE | {"file": "c.xlsx", "value": "2399"}]) is None
