"""What is hidden: every small count, enough others that no reader finds one out, and no more than needed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antq_analysis.errors import RefusedError
from antq_analysis.measures.suppression.audit import exposed
from antq_analysis.measures.suppression.cells import Cells
from antq_analysis.measures.suppression.protect import HIDE, SHOW, choose_hidden
from tests.measures.suppression.made import LOW, THRESHOLD, crossed, districts, fewest, gives_nothing_away


def audit(cells: Cells, hidden: np.ndarray, threshold: int = THRESHOLD) -> int:
    shown = np.where(hidden, np.nan, cells.values)
    return len(exposed(shown, cells.sums, threshold, cells.is_small(threshold) & hidden))


@pytest.mark.parametrize(
    ("cells", "most"),
    [
        (districts((1, 12, 8)), 14),
        (districts((1, 2, 5, 9)), 9),
        (districts((1, 1, 7)), 9),  # their sum alone would tell that each is 1
        (districts((1, 1, 3, 4)), 9),  # 3 is too near to the small ones to protect them
        (districts((2, 0, 0, 4), (1, 3, 0)), 6),
        (districts((2, 1, 2, 1)), 6),
        (districts((0, 0, 5)), 5),
        (districts((1, 0), (6, 0)), 9),
        (crossed([[1, 3], [4, 6]]), 10),
    ],
)
def test_as_few_as_trying_every_choice(cells: Cells, most: int) -> None:
    hidden = choose_hidden(cells, LOW)
    assert gives_nothing_away(cells, hidden, most)
    assert hidden.sum() == fewest(cells, most)
    assert not hidden[cells.values == 0].any()
    assert audit(cells, hidden, LOW) == 0


def test_where_a_whole_district_is_small_a_total_goes_too() -> None:
    cells = districts((2, 0, 0), (20, 30), (9, 10))
    hidden = choose_hidden(cells, THRESHOLD)
    # The commune, its district, and the total of all: another district would cost itself and one of its communes.
    assert np.flatnonzero(hidden).tolist() == [0, 3, 10]
    assert audit(cells, hidden) == 0


def test_totals_stay_shown_where_communes_can_do() -> None:
    # The total of all alone would do; it is shown, and three communes near the threshold go with the small one.
    assert np.flatnonzero(choose_hidden(districts((1, 6, 6, 6, 0)), THRESHOLD)).tolist() == [0, 1, 2, 3]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.lists(st.one_of(st.integers(0, 6), st.integers(7, 60)), min_size=1, max_size=7),
        min_size=1,
        max_size=4,
    )
)
def test_nothing_is_given_away_and_zeros_stay(members: list[list[int]]) -> None:
    cells = districts(*map(tuple, members))
    hidden = choose_hidden(cells, THRESHOLD)
    assert (hidden >= cells.is_small(THRESHOLD)).all()
    assert not hidden[cells.values == 0].any()
    assert audit(cells, hidden) == 0
    if not cells.is_small(THRESHOLD).any():
        assert not hidden.any()


@settings(max_examples=5, deadline=None)
@given(st.lists(st.lists(st.integers(0, 25), min_size=3, max_size=3), min_size=3, max_size=4))
def test_categories_protect_in_both_directions(table: list[list[int]]) -> None:
    cells = crossed(table)
    hidden = choose_hidden(cells, THRESHOLD)
    assert (hidden >= cells.is_small(THRESHOLD)).all()
    assert audit(cells, hidden) == 0


def test_the_audit_fails_when_a_second_cell_is_shown_again() -> None:
    cells = districts((2, 30, 15, 0), (1, 1, 40, 9), (50, 60))
    hidden = choose_hidden(cells, THRESHOLD)
    second = np.flatnonzero(hidden & ~cells.is_small(THRESHOLD))
    assert len(second) == 2
    for cell in second:
        again = hidden.copy()
        again[cell] = False
        assert audit(cells, again) > 0


def test_a_province_is_protected_at_little_more_than_the_price_of_a_careless_reader() -> None:
    rng = np.random.default_rng(5)
    members = [tuple(map(int, rng.negative_binomial(1.2, 0.1, n))) for n in rng.integers(8, 20, 8)]
    cells = districts(*members)
    hidden = choose_hidden(cells, THRESHOLD)
    assert audit(cells, hidden) == 0
    least = 0
    for own in members:
        # Beside a visible total a reader who forgets the rule needs two hidden cells with a sum of at least 4.
        few = [n for n in own if 1 <= n <= THRESHOLD]
        enough = len(few) >= 2 and sum(few) >= THRESHOLD
        least += 0 if not few else len(few) if enough else len(few) + 1
    assert least <= hidden.sum() <= 1.2 * least


def test_what_was_shown_before_stays_shown_and_what_was_hidden_stays_hidden() -> None:
    cells = districts((2, 30, 15, 18))
    settled = np.array([HIDE, 0, SHOW, 0, 0, 0.0])
    assert np.flatnonzero(choose_hidden(cells, THRESHOLD, settled)).tolist() == [0, 3]
    settled = np.array([HIDE, HIDE, 0, 0, 0, 0.0])
    assert np.flatnonzero(choose_hidden(cells, THRESHOLD, settled)).tolist() == [0, 1]


@pytest.mark.parametrize("settled", [[SHOW, 0, 0, 0, 0], [0, SHOW, SHOW, SHOW, SHOW]])
def test_what_cannot_be_hidden_any_more_is_refused(settled: list[int]) -> None:
    cells = districts((2, 30, 15))
    with pytest.raises(RefusedError):
        choose_hidden(cells, THRESHOLD, np.array(settled, dtype=float))


@pytest.mark.parametrize(("alone", "told"), [(True, "công bố cùng nhau"), (False, "đã công bố trước đây")])
def test_a_refusal_blames_what_was_published_before_only_where_something_was(alone: bool, told: str) -> None:
    shown = np.array([0, SHOW, SHOW, SHOW, SHOW], dtype=float)
    with pytest.raises(RefusedError) as refused:
        choose_hidden(districts((2, 30, 15)), THRESHOLD, shown, alone=alone)
    assert told in refused.value.text("vi")
