"""A code or a name that means another unit on another map is never answered in silence."""

import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.annual.explained import explain
from antq_analysis.errors import UsageError
from antq_analysis.panel.build import build_panel
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.panel.origin import where_from
from antq_analysis.places.reforms.crosswalk import CROSSWALK_COLUMNS
from antq_analysis.places.register import import_units
from antq_analysis.project import Project
from tests.given import bare_project
from tests.panel.received import FIRST_MAP, PROVINCE, Rows, make_province, receive

OLD, NEW, LAST = "2021-01-01", "2025-07-01", "2025-12-01"
EVENTS = "incidents_total"
WEST, EAST = "Huyện Cẩm Sơn", "Thị xã Bình Minh"
UNITS = {
    OLD: {
        "90001": ("Phường An Lạc", EAST),
        "90004": ("Phường Bình Minh", EAST),
        "90007": ("Thị trấn Cẩm Sơn", WEST),
        "90010": ("Xã Đồng Vân", WEST),
        "90013": ("Xã Hòa Thắng", WEST),
    },
    NEW: {"90001": ("Phường Bình Minh", ""), "90004": ("Phường An Lạc", ""), "90007": ("Xã Cẩm Sơn", "")},
}
UNITS[LAST] = UNITS[NEW]
"""The two wards change their codes on the second map; the third one changes nothing."""

EVENTS_OF = {"90001": 117, "90004": 42, "90007": 20, "90010": 8, "90013": 10}
HEAD = ",".join(CROSSWALK_COLUMNS)
BECAME = f"""{HEAD}
90001,2021-01-01,90004,2025-07-01,2025-07-01,merge,,1.0,,,
90004,2021-01-01,90001,2025-07-01,2025-07-01,merge,,1.0,,,
90007,2021-01-01,90007,2025-07-01,2025-07-01,merge,,1.0,,,
90010,2021-01-01,90007,2025-07-01,2025-07-01,merge,,1.0,,,
90013,2021-01-01,90001,2025-07-01,2025-07-01,split_part,,0.4,population,,
90013,2021-01-01,90004,2025-07-01,2025-07-01,split_part,,0.6,population,,
"""
GROUPS = f"""grouping,unit_code,group_code,group_name
former_district,90001,1,{EAST}
former_district,90004,1,{EAST}
former_district,90007,2,{WEST}
"""


def rows(year: str, day: str) -> Rows:
    told = [[code, *UNITS[day][code], n] for code, n in EVENTS_OF.items() if code in UNITS[day]]
    head = ["TT", "Xã, phường, thị trấn", "Dân số", "Tổng số vụ việc"]
    return [
        [f"BIỂU NĂM {year}"],
        head,
        *([i, name, 5000 + i, n] for i, (_, name, _, n) in enumerate(told, 1)),
    ]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder: Path = tmp_path_factory.mktemp("asked")
    project = make_province(bare_project(folder / "p"), folder)
    columns = {name: name for name in ("unit_code", "name", "district_name")}
    for day, units in UNITS.items():
        lines = [f"{code},{name},{district}" for code, (name, district) in units.items()]
        source = folder / f"units_{day}.csv"
        source.write_text("\n".join(["unit_code,name,district_name", *lines]), encoding="utf-8")
        import_units(source, PROVINCE, day, columns=columns, project=project)
    places = project.places / PROVINCE
    shutil.rmtree(places / FIRST_MAP)
    (places / NEW / "crosswalk.csv").write_text(BECAME, encoding="utf-8")
    (places / NEW / "groups.csv").write_text(GROUPS, encoding="utf-8")
    same = [f"{code},{NEW},{code},{LAST},{LAST},unchanged,,,,," for code in UNITS[NEW]]
    (places / LAST / "crosswalk.csv").write_text("\n".join([HEAD, *same, ""]), encoding="utf-8")
    receive(project, folder, "2024", "2024.xlsx", rows("2024", OLD), map_date=OLD)
    receive(project, folder, "2025", "2025.xlsx", rows("2025", NEW), map_date=NEW)
    build_panel(PROVINCE, project)
    return project


@pytest.fixture(scope="module")
def panel(place: Project) -> Panel:
    return load_panel(PROVINCE, on=LAST, project=place)


def ask(panel: Panel, project: Project, unit: str, period: str, lang: str = "vi") -> str:
    return explain(panel, unit, period, EVENTS, lang=lang, project=project)


def test_the_command_for_one_commune_leads_to_that_commune(panel: Panel, place: Project) -> None:
    text = ask(panel, place, "Tổng", "2024")
    command = text.rpartition("antq why ")[2].split()
    assert command == [PROVINCE, "90001", "2024", EVENTS, "--map", OLD]
    there = ask(load_panel(PROVINCE, on=OLD, project=place), place, "90001", "2024")
    assert there.startswith("Phường An Lạc (90001), Vụ việc về ANTT, kỳ 2024: 117.")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_code_of_two_units_names_both(panel: Panel, place: Project, lang: str) -> None:
    first, second, *_ = ask(panel, place, "90001", "2024", lang).split("\n")
    assert "Phường An Lạc (90001)" in first
    assert "Phường Bình Minh (90001)" in first
    assert first.endswith(f"antq why {PROVINCE} 90001 2024 {EVENTS} --map {OLD}")
    # 42 of the former ward and four tenths of the 10 of the divided commune.
    assert second.startswith("Phường Bình Minh (90001)")
    assert " 46 (" in second
    assert where_from(panel, "90001", "2024", EVENTS, project=place).sentence(lang).startswith(first)


def test_a_name_of_two_codes_is_told_likewise(panel: Panel, place: Project) -> None:
    first = ask(panel, place, "phường an lạc", "2024").split("\n")[0]
    assert "Phường An Lạc (90001)" in first
    assert "Phường An Lạc (90004)" in first


def test_units_of_one_name_on_the_map_of_the_period_are_told_apart(panel: Panel, place: Project) -> None:
    register = panel.registers[OLD]
    twin = register[register["unit_code"].eq("90007")].assign(unit_code="90099", district_name=EAST)
    registers = {**panel.registers, OLD: pd.concat([register, twin], ignore_index=True)}
    first, second, *_ = ask(replace(panel, registers=registers), place, "Cẩm Sơn", "2024").split("\n")
    assert f"Thị trấn Cẩm Sơn, {WEST} (90007)" in first
    assert f"Thị trấn Cẩm Sơn, {EAST} (90099)" in second


def test_nothing_is_told_where_the_code_means_one_unit(panel: Panel, place: Project) -> None:
    for unit, period in (("90001", "2025"), ("Phường Bình Minh", "2025"), ("phuong binh minh", "2025")):
        assert ask(panel, place, unit, period).startswith("Phường Bình Minh (90001), Vụ việc về ANTT")


def test_the_share_of_a_divided_commune_stands_with_it(panel: Panel, place: Project) -> None:
    lines = ask(panel, place, "90001", "2024").split("\n")
    (divided,) = [line for line in lines if "(90013," in line]
    assert divided.endswith("Tính vào đơn vị này 40% (phân bổ theo dân số): 4.")
    assert "40% of it counts here (apportioned by population): 4." in ask(panel, place, "90001", "2024", "en")
    assert not any("Tính vào" in line for line in lines if "(90004," in line)
    shares = where_from(panel, "90001", "2024", EVENTS, project=place).parts
    counted = (shares["value"] * shares["share"]).sum()
    assert counted == pytest.approx(46)


@pytest.mark.parametrize("unit", ["Thị trấn Cẩm Sơn", "Phường Cẩm Sơn"])
def test_another_type_is_told(panel: Panel, place: Project, unit: str) -> None:
    first, second, *_ = ask(panel, place, unit, "2025").split("\n")
    assert first == f"CHÚ Ý: “{unit}” được đọc là Xã Cẩm Sơn (90007): loại đơn vị viết khác."
    assert second.startswith("Xã Cẩm Sơn (90007)")


def test_a_changed_accent_is_told_and_lost_accents_are_not(panel: Panel, place: Project) -> None:
    assert "sau khi đổi dấu" in ask(panel, place, "Xã Cấm Sơn", "2025").split("\n")[0]
    assert ask(panel, place, "cam son", "2025").startswith("Xã Cẩm Sơn")


def test_a_district_is_never_a_commune(panel: Panel, place: Project) -> None:
    with pytest.raises(UsageError) as refused:
        ask(panel, place, WEST, "2025")
    for lang in ("vi", "en"):
        on_map, in_periods = refused.value.text(lang).split("\n")[1:]
        assert on_map.endswith(f'antq why {PROVINCE} "{WEST}" 2025 {EVENTS} --map {NEW}')
        assert in_periods.endswith(f'antq why {PROVINCE} "{WEST}" 2024 {EVENTS}')
    assert ask(load_panel(PROVINCE, on=NEW, project=place), place, WEST, "2025").startswith(f"{WEST}, ")
    assert ask(panel, place, WEST, "2024").startswith(f"{WEST}, Vụ việc về ANTT, kỳ 2024: 38 vụ")
    told = ask(panel, place, "Thị xã Cẩm Sơn", "2024").split("\n")
    assert told[0] == f"CHÚ Ý: “Thị xã Cẩm Sơn” được đọc là {WEST}: loại đơn vị viết khác."
    assert told[1].startswith(f"{WEST}, ")
    with pytest.raises(UsageError) as unknown:
        ask(panel, place, "Huyện Đồng Vân", "2025")
    assert unknown.value.key.startswith("panel.unknown_unit")


@pytest.mark.parametrize("unit", ["90010", "Xã Đồng Vân", "đồng vân"])
def test_an_ended_commune_is_named_with_its_map(panel: Panel, place: Project, unit: str) -> None:
    with pytest.raises(UsageError) as refused:
        ask(panel, place, unit, "2024")
    (line,) = refused.value.text("vi").split("\n")[1:]
    assert "Xã Đồng Vân, Huyện Cẩm Sơn (90010), địa giới ngày 01/01/2021" in line
    assert line.endswith(f"antq why {PROVINCE} 90010 2024 {EVENTS} --map {OLD}")
    assert "Gần nhất" not in refused.value.text("vi")


def test_after_its_end_the_units_on_its_ground_are_named(panel: Panel, place: Project) -> None:
    with pytest.raises(UsageError) as refused:
        ask(panel, place, "Xã Hòa Thắng", "2025")
    one, other = refused.value.text("vi").split("\n")[1:]
    assert "Phường Bình Minh (90001)" in one
    assert one.endswith(f"antq why {PROVINCE} 90001 2025 {EVENTS} --map {NEW}")
    assert "Phường An Lạc (90004)" in other


def test_swapped_arguments_keep_the_map(place: Project) -> None:
    old = load_panel(PROVINCE, on=OLD, project=place)
    with pytest.raises(UsageError) as refused:
        ask(old, place, "2024", "90001")
    assert f"antq why {PROVINCE} 90001 2024 {EVENTS} --map {OLD}" in refused.value.text("vi")
