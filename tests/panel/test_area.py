"""A district that is named in words is that of its own grouping, whatever other groupings there are."""

from dataclasses import replace

import pandas as pd
import pytest

from antq_analysis.panel.area import find_area
from antq_analysis.panel.load import Panel
from tests.measures.test_grouped import UNITS, grouped_panel, plain_rows

A, B, C, D = UNITS
CLUSTER = [("cum_thi_dua", unit, "9", "Cụm Một") for unit in (A, C)]


@pytest.fixture
def panel() -> Panel:
    return grouped_panel(plain_rows())


@pytest.mark.parametrize("is_first", [True, False])
def test_a_grouping_of_the_users_changes_no_district(panel: Panel, *, is_first: bool) -> None:
    alone = find_area(panel, "Huyện Mẫu 2", "2023")
    assert alone is not None
    assert (alone.codes, alone.straddling) == ((C, D), (D,))
    own = pd.DataFrame(CLUSTER, columns=panel.groups.columns, dtype="str")
    both = [own, panel.groups] if is_first else [panel.groups, own]
    mixed = replace(panel, groups=pd.concat(both, ignore_index=True))
    assert find_area(mixed, "Huyện Mẫu 2", "2023") == alone
    cluster = find_area(mixed, "Cụm Một", "2023")
    assert cluster is not None
    assert (cluster.codes, cluster.straddling) == ((A, C), ())
