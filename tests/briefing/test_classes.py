"""Communes by class are told as numbers of each class, in the order of the classes."""

import pytest

from antq_analysis.briefing.blocks.classes import classes
from tests.briefing.given_made import Row, made_given
from tests.panel.made import UNITS, figure


def _class(unit: str, of: str, value: float = 1.0) -> Row:
    return figure(unit, "movement_class", "2025", value, category=of, basis="stock")


@pytest.mark.parametrize(
    ("lang", "told"),
    [("vi", "1 xuất sắc, 2 khá"), ("en", "1 excellent, 2 fair")],
)
def test_communes_of_each_class_are_counted_from_the_best_down(lang: str, told: str) -> None:
    first, second, third, fourth, *_ = UNITS
    rows = [_class(first, "fair"), _class(second, "excellent"), _class(third, "fair")]
    # A commune made of two of different classes is in neither.
    rows += [_class(fourth, "good", 0.5), _class(fourth, "weak", 0.5)]
    (said,) = classes(made_given(rows, lang=lang))
    assert said.text.endswith(f"{told}.")
    assert f"3/{len(UNITS)} " in said.text
    assert "2025" in said.text


def test_nothing_is_said_where_no_class_is_reported() -> None:
    assert classes(made_given([figure(UNITS[0], "population", "2025", 100.0)])) == ()
