"""A break counts from its own day on: on the last day of a comparison it cuts, on the first it is past."""

from datetime import timedelta

from antq_analysis.panel.breaks import breaks_between
from antq_analysis.project import find_project
from antq_analysis.vocabulary import load_vocabulary

DAY = timedelta(days=1)


def test_the_day_of_a_break_belongs_to_what_comes_after() -> None:
    vocabulary = load_vocabulary(find_project())
    item = next(one for one in vocabulary.breaks_for("demo", "model_points_active") if one.cuts)

    def cuts(first: int, last: int) -> bool:
        ends = item.on + first * DAY, item.on + last * DAY
        return item in breaks_between(vocabulary, "demo", ["model_points_active"], *ends)

    assert [cuts(-1, 0), cuts(-1, 1), cuts(0, 1), cuts(-2, -1)] == [True, True, False, False]
