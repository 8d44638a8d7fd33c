"""A district that is named in words is that of its own grouping, whatever other groupings there are."""

from dataclasses import replace

import pandas as pd
import pytest

from antq_analysis.errors import UsageError
from antq_analysis.panel.area import find_area
from antq_analysis.panel.load import Panel
from tests.measures.test_grouped import UNITS, grouped_panel, plain_rows

A, B, C, D = UNITS
CLUSTER = [("cum_thi_dua", unit, "9", "Cụm Một", 1.0) for unit in (A, C)]


@pytest.fixture
def panel() -> Panel:
    return grouped_panel(plain_rows())


@pytest.mark.parametrize("is_first", [True, False])
def test_a_grouping_of_the_users_changes_no_district(panel: Panel, *, is_first: bool) -> None:
    alone = find_area(panel, "Huyện Mẫu 2", "2023")
    assert alone is not None
    assert (alone.codes, alone.straddling) == ((C, D), (D,))
    own = pd.DataFrame(CLUSTER, columns=panel.groups.columns)
    both = [own, panel.groups] if is_first else [panel.groups, own]
    mixed = replace(panel, groups=pd.concat(both, ignore_index=True))
    assert find_area(mixed, "Huyện Mẫu 2", "2023") == alone
    cluster = find_area(mixed, "Cụm Một", "2023")
    assert cluster is not None
    assert (cluster.codes, cluster.straddling) == ((A, C), ())


def test_a_commune_across_the_border_counts_where_most_of_it_lies_and_is_named_in_the_other(
    panel: Panel,
) -> None:
    here, there = (find_area(panel, name, "2023") for name in ("Huyện Mẫu 2", "Huyện Mẫu 1"))
    assert here is not None
    assert there is not None
    assert (here.codes, here.straddling, here.elsewhere) == ((C, D), (D,), ())
    assert (there.codes, there.straddling, there.elsewhere) == ((A, B), (), (f"Xã {D} ({D})",))
    unknown = replace(panel, groups=panel.groups.assign(share=float("nan")))
    for name, codes in (("Huyện Mẫu 2", (C,)), ("Huyện Mẫu 1", (A, B))):
        area = find_area(unknown, name, "2023")
        assert area is not None
        assert (area.codes, area.straddling, area.elsewhere) == (codes, (), (f"Xã {D} ({D})",))


def test_two_districts_of_one_name_are_never_added(panel: Panel) -> None:
    groups = panel.groups.assign(group_name="Huyện Trùng")
    with pytest.raises(UsageError) as refused:
        find_area(replace(panel, groups=groups), "Huyện Trùng", "2023")
    for lang in ("vi", "en"):
        assert "Huyện Trùng (1)" in refused.value.text(lang)
        assert "Huyện Trùng (2)" in refused.value.text(lang)
