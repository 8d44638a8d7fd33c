"""What notebook 07 says: counts with their base, names where a move is told, reasons where nothing is."""

import pandas as pd
import pytest

from antq_analysis.annual.standard import answer_standard, list_moves, list_standard
from antq_analysis.annual.standard_pictures import chart_standard, map_standard, map_standard_years
from antq_analysis.annual.standard_target import answer_target
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from tests.panel.made import UNITS, figure, made_panel

MET = "ntm_19_2_met"


def panel(**years: tuple[float | None, ...]) -> Panel:
    rows = []
    for year, states in years.items():
        for unit, state in zip(UNITS, states, strict=True):
            kind = {"status": "not_applicable"} if state == 9 else {}
            rows.append(figure(unit, MET, year[1:], None if state == 9 else state, **kind))
    return made_panel(rows)


def test_a_year_is_told_with_its_base_and_what_moved() -> None:
    made = panel(y2023=(1, 0, 9, 1), y2024=(0, 1, 0, 1))
    told = answer_standard(made, MET, "2024")
    assert "năm 2024: 2/4 (50,0%) theo bộ tiêu chí QD318-2021-2025" in told
    assert "Năm 2023: 2/3 (66,7%); từ đó đến nay 1 mới đạt, 1 không còn đạt" in told
    assert f"1 đơn vị năm 2023 ghi không thuộc diện xét, năm 2024 lại là chưa đạt (Xã {UNITS[2]}" in told
    assert "1 unit was not in scope in 2023" in answer_standard(made, MET, "2024", "en")
    moves = list_moves(made, MET, "2024").set_index("Kết quả")
    assert moves.loc["Mới đạt so với năm 2023", "Các đơn vị"] == f"Xã {UNITS[1]} ({UNITS[1]})"
    assert moves.loc["Chưa đạt năm 2024", "Số đơn vị"] == 2
    table = list_standard(made, MET, "2024")
    assert table["Đạt / được xét"].tolist() == ["2/3 (66,7%)", "2/4 (50,0%)"]
    assert table["Mới đạt"].fillna(-1).tolist() == [-1, 1]
    assert table["Không thuộc diện xét"].tolist() == [1, 0]


def test_communes_without_a_figure_in_one_year_neither_gain_nor_lose() -> None:
    made = panel(y2023=(1, None, 1, 1), y2024=(1, 1, None, 0))
    told = answer_standard(made, MET, "2024")
    assert "0 mới đạt, 1 không còn đạt. 2 đơn vị thiếu số liệu" in told
    assert list_moves(made, MET, "2024")["Kết quả"].tolist() == [
        "Chưa đạt năm 2024",
        "Không có số liệu năm 2024",
        "Đạt năm 2023, nay không còn đạt",
    ]


def test_two_criteria_sets_are_not_compared() -> None:
    made = panel(y2021=(1, 1, 1, 1), y2022=(0, 0, 1, 1))
    told = answer_standard(made, MET, "2022", "en")
    assert "In 2021: 4/4 (100.0%), which is not comparable with 2022 (08/03/2022" in told
    assert "no longer" not in told
    table = list_standard(made, MET, "2022", "en")
    assert table["No longer met"].isna().all()
    assert table["Against the year before"].iloc[1].startswith("not compared: 08/03/2022")
    assert list_moves(made, MET, "2022", "en")["Result"].tolist() == ["Not met in 2022"]


@pytest.mark.parametrize(("met", "said"), [(3, "cần thêm 1 đơn vị trong số 4"), (4, "đã đạt mức này")])
def test_a_target_is_compared_with_the_share_of_those_assessed(met: int, said: str, project: Project) -> None:
    made = panel(y2025=tuple(float(place < met) for place in range(4)))
    told = answer_target(made, MET, "2025", project=project)
    assert "ít nhất 99%" in told
    assert f"{met}/4" in told
    assert said in told


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ((1, None, None, None), "chưa biết đã đạt mức này hay chưa vì 3 đơn vị không có số liệu"),
        ((1, 1, 1, None), "chưa biết đã đạt mức này hay chưa vì 1 đơn vị không có số liệu"),
        ((1, 0, None, None), "cần thêm 1 đơn vị trong số 2 đơn vị được xét (2 đơn vị không có số liệu)"),
    ],
)
def test_what_silent_communes_may_change_is_not_told(
    states: tuple[float | None, ...], said: str, project: Project
) -> None:
    told = answer_target(panel(y2025=states), MET, "2025", project=project)
    assert said in told
    assert "đã đạt mức này" not in told.replace("chưa biết đã đạt mức này", "")


def test_a_target_under_other_criteria_is_not_compared(project: Project) -> None:
    told = answer_target(panel(y2021=(1, 1, 1, 0)), MET, "2021", project=project)
    assert "không so với năm 2021" in told
    assert "3/4" not in told
    assert "data/targets" in answer_target(panel(y2026=(1, 1, 1, 0)), MET, "2026", project=project)


def test_what_cannot_be_said_is_explained_and_no_error(project: Project) -> None:
    made = panel(y2024=(1, 0, 1, 1))
    assert "Chưa nhận số liệu năm trước" in answer_standard(made, MET, "2024")
    assert "một năm (2024)" in map_standard_years(made, MET, "2024").text
    assert chart_standard(made, MET, "2024").picture is not None
    empty = made_panel([figure(UNITS[0], "incidents_total", "2024", 3)])
    for name, year in ((MET, "2024"), ("incidents_total", "2024"), ("unknown_name", "2024"), (MET, "2031")):
        for told in (
            answer_standard(empty, name, year),
            answer_target(empty, name, year, project=project),
            chart_standard(empty, name, year).text,
            map_standard(empty, name, year).text,
            map_standard_years(empty, name, year).text,
            *list_standard(empty, name, year).iloc[:, 0],
            *list_moves(empty, name, year).iloc[:, 0],
        ):
            assert len(told) > 20
            assert "{" not in told
    everyone = list_moves(panel(y2024=(1, 1, 1, 1)), MET, "2024")
    assert isinstance(everyone, pd.DataFrame)
    assert everyone.iloc[0, 0].startswith("Không xã nào chưa đạt")
