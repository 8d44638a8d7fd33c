"""The lists of notebook 01: what is covered counts only communes that are considered, and the account adds up."""

import pandas as pd
import pytest

from antq_analysis.annual.answers import answer_account
from antq_analysis.annual.listing import list_coverage
from antq_analysis.project import Project
from tests.panel.made import figure, made_panel

MET = "ntm_19_2_met"


def test_communes_that_are_not_considered_are_no_part_of_the_base() -> None:
    rows = [
        figure("99001", MET, "2023", 1),
        figure("99002", MET, "2023", None, status="not_applicable"),
        figure("99003", MET, "2023", None),
        figure("99004", MET, "2023", 0),
        figure("99001", "households", "2023", 5),
    ]
    table = list_coverage(made_panel(rows)).set_index("Chỉ tiêu")["2023"]
    assert table["Xã đạt tiêu chí 19.2 (NTM)"] == "2/3 (1 không thuộc diện)"
    assert table["Số hộ"] == "1/4"
    english = list_coverage(made_panel(rows), "en").iloc[:, 1]
    assert "2/3 (1 not considered)" in set(english)


@pytest.mark.parametrize(
    ("loaded", "rest"),
    [(5, ""), (6, " - 1 do gộp dòng"), (4, " + 1 do gộp dòng")],
    ids=["all", "more", "fewer"],
)
def test_the_account_of_cells_becomes_the_number_of_figures(
    loaded: int, rest: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Three cells with a number, one KX, one "…"; two ticks left empty, of which one counts as 0.
    rows = [
        figure("99001", MET, "2023", 1, rule="tick", value_text="x"),
        figure("99002", MET, "2023", 0, rule="tick_empty_is_zero"),
        figure("99003", MET, "2023", None, status="not_applicable", value_text="KX"),
        figure("99004", MET, "2023", None, status="not_applicable", rule="tick_empty_not_applicable"),
        figure("99001", "households", "2023", 5),
        figure("99002", "households", "2023", 7),
        figure("99003", "households", "2023", None, status="not_available", value_text="…"),
        figure("99004", "households", "2023", None),
    ]
    account = pd.DataFrame({"cells_loaded": [loaded - 1, 1]})
    monkeypatch.setattr("antq_analysis.annual.answers.read_account", lambda *_: account)
    said = answer_account(made_panel(rows), project=project)
    assert f"{loaded} ô nạp + 1 ô đánh dấu" in said
    assert "- 2 ô ghi KX" in said
    assert "= 4 số liệu" in said
    assert (rest in said) if rest else ("gộp dòng" not in said)
