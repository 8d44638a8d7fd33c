"""What notebook 03 says: counts that add up, every figure carried in exactly one way, differences with their units."""

from dataclasses import replace

import pandas as pd
import pytest

from antq_analysis.annual.boundaries import (
    answer_reform,
    list_carried,
    list_new_units,
    list_steps,
    list_sums,
    map_reform,
)
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.project import Project


@pytest.fixture(scope="module")
def panel(made_demo: Project, built_demo: Built) -> Panel:
    return load_panel("demo", project=made_demo)


def test_the_answer_and_the_steps_add_up(panel: Panel, made_demo: Project) -> None:
    told = answer_reform(panel, project=made_demo)
    assert "143 xã thành 60" in told
    n = int((panel.account["difference"] != 0).sum())
    assert f"{len(panel.account) - n}/{len(panel.account)} tổng" in told
    assert "143 communes became 60" in answer_reform(panel, "en", made_demo)
    steps = list_steps(panel, project=made_demo)
    assert steps["Trước"].tolist() == [150, 143]
    assert steps["Sau"].tolist() == [143, 60]
    fates = steps[["Giữ nguyên", "Đổi tên, đổi mã", "Nhập trọn vẹn", "Bị chia"]]
    assert fates.sum(axis=1).tolist() == [150, 143]


def test_new_units_name_all_their_parts(panel: Panel, made_demo: Project) -> None:
    table = list_new_units(panel, project=made_demo)
    crosswalk = pd.read_csv(made_demo.places / "demo/2025-07-01/crosswalk.csv", dtype=str)
    counts = crosswalk.groupby("to_code")["from_code"].count()
    for row in table.to_dict("records"):
        code = str(row["Đơn vị mới"])[-6:-1]
        assert len(str(row["Từ các đơn vị cũ"]).split(", ")) == counts[code]
    parts = table[table["Phần bị chia tính"].ne("")]
    assert parts["Cách hình thành"].eq("Có phần của đơn vị bị chia").all()
    assert parts["Từ các đơn vị cũ"].str.contains("%").all()


def test_every_carried_figure_is_counted_in_one_way(panel: Panel) -> None:
    table = list_carried(panel).set_index("Chỉ tiêu")
    ways = ["Như báo cáo", "Cộng lại", "Có phần phân bổ", "Các xã cũ giống nhau", "Để trống"]
    rows = panel.observations
    rows = rows[rows["level"].eq("commune") & rows["period"].ne("2025") & rows["status"].ne("not_applicable")]
    expected = rows.groupby("indicator").size()
    for name, n in expected.items():
        assert table.loc[panel.vocabulary.indicator(str(name)).label_vi, ways].sum() == n
    people = rows[rows["indicator"].eq("population")]
    share = (people["value"] * people["apportioned_share"]).sum() / people["value"].sum()
    assert table.loc["Dân số", "Phần phân bổ trong tổng"] == f"{share * 100:.1f}%".replace(".", ",")


def test_totals_are_equal_or_their_difference_is_listed_with_its_units(panel: Panel) -> None:
    last = list_sums(panel)
    assert set(last["Kỳ"]) == {"2024"}
    assert last["Chênh lệch"].eq(0).all()
    people = panel.reported
    people = people[people["indicator"].eq("population") & people["period"].eq("2024")]
    own = last[last["Chỉ tiêu"].eq("Dân số")]
    assert own["Tổng sau"].item() == own["Tổng trước"].item() == people["value"].sum()
    differing = list_sums(panel, "en", differing=True)
    assert len(differing) == int((panel.account["difference"] != 0).sum())
    assert (differing["Total after"] - differing["Total before"]).round(1).tolist() == differing[
        "Difference"
    ].tolist()
    households = differing[differing["Indicator"].eq("Households")]["In which units"].item()
    (units,) = panel.account.loc[
        panel.account["indicator"].eq("households") & panel.account["difference"].ne(0), "units"
    ]
    old, _, new, amount = units.split("; ")[0].split(" ")
    before = panel.registers["2017-01-01"].set_index("unit_code")["name"]
    # Written as English writes it: 1,710 households, not 1.71.
    assert households.startswith(f"{before[old]} → {panel.units.at[new, 'name']} {amount.replace('.', ',')}")


def test_a_first_map_and_a_panel_without_earlier_figures_say_so(panel: Panel, made_demo: Project) -> None:
    first = replace(panel, map_date="2017-01-01")
    assert "01/01/2017" in answer_reform(first, project=made_demo)
    for table in (list_steps(first, project=made_demo), list_new_units(first, project=made_demo)):
        assert "01/01/2017" in table.iloc[0, 0]
    assert map_reform(first, project=made_demo).picture is None
    bare = replace(panel, account=pd.DataFrame(), observations=panel.observations.head(0))
    for table in (list_carried(bare), list_sums(bare), list_sums(bare, differing=True)):
        assert "phải chuyển" in table.iloc[0, 0]
    equal = replace(panel, account=panel.account[panel.account["difference"].eq(0)])
    assert "đều bằng nhau" in list_sums(equal, differing=True).iloc[0, 0]
    assert "đều bằng nhau" in answer_reform(equal, project=made_demo)
    seen = map_reform(panel, "en", made_demo)
    assert seen.picture is not None
    assert "143 communes became 60" in seen.picture.alt
