"""Which caveats belong to a verdict: only what holds of the communes that it compares."""

import numpy as np
import pytest

from antq_analysis.measures.design.placement import Placement, Ratio
from antq_analysis.measures.verdict.facts import Facts
from antq_analysis.measures.verdict.ground import BY_DISTRICT, Ground
from antq_analysis.measures.verdict.weighed import panel_caveats

NOTHING = Ratio(value=np.nan, low=np.nan, high=np.nan, events=0.0, expected=0.0)


@pytest.mark.parametrize(("communes", "told"), [(12, True), (0, False)])
def test_a_map_is_said_to_lack_boundaries_only_where_communes_are_compared(communes: int, told: bool) -> None:
    nowhere = Ground(np.zeros((communes, 2)), np.zeros(communes, dtype=np.intp), BY_DISTRICT, False, False)
    facts = Facts(
        communes=communes,
        adopters=0,
        districts=1,
        adopted=(0, 0),
        years=(2021, 2022),
        events=0.0,
        mean=9.0,
        a_year=0.0,
        left_out={},
        apportioned=0,
        from_stock=0,
        ground=nowhere,
        placed=Placement(NOTHING, NOTHING, NOTHING, np.nan),
        falls=(0, 0),
        breaks=(),
    )
    assert ("measures.verdict_caveat_no_map" in panel_caveats(facts, estimated=False)) is told
