"""Notebook 11: how much a briefing says, what the office still writes, and which figures have no target."""

import pytest

from antq_analysis.annual.briefing_page import answer_briefing, list_own_words, list_targets
from antq_analysis.briefing.content import compose
from antq_analysis.briefing.own_words import letterhead_path, words_path
from antq_analysis.briefing.parts import Briefing
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from tests.briefing.given_made import rows_of
from tests.panel.made import made_panel

OUTLINE = """baseline = "2019"
key_figures = ["incidents_total", "fires", "crimes_social_order"]
annex = []
slide = []
[[section]]
id = "all"
title_vi = "Kết quả"
title_en = "Results"
blocks = ["key_figures"]
says = ["incidents_total", "fires"]
[[section]]
id = "ahead"
title_vi = "Phương hướng"
title_en = "The year ahead"
own = "phuong_huong"
"""
TARGETS = (
    "id,indicator,province,period,value,unit,comparator,baseline_period,document,wording,note\n"
    "T1,fires,demo,2025,10,vụ,at_most,,QĐ 1,,\n"
    "T2,traffic_deaths,demo,2025,7,người,at_most,,QĐ 1,,\n"
)


@pytest.fixture
def panel(project: Project) -> Panel:
    (project.reference / "briefing.toml").write_text(OUTLINE, encoding="utf-8")
    (project.reference / "targets.csv").write_text(TARGETS, encoding="utf-8")
    rows = [*rows_of("incidents_total", "2025", 8, 9, 9, 9), *rows_of("fires", "2025", 1, 2, 3, 5)]
    return made_panel(rows)


def composed(panel: Panel, project: Project, lang: str = "vi") -> Briefing:
    return compose(panel, "2025", lang=lang, drawn=False, project=project)


def test_the_answer_counts_what_is_said_and_what_is_missing(panel: Panel, project: Project) -> None:
    told = answer_briefing(panel, composed(panel, project), project)
    assert told.startswith("Báo cáo năm 2025 có 2 phần, 2 câu và đoạn, 1 bảng, 0 hình.")
    assert "Còn 2 chỗ đơn vị chưa viết: II. Phương hướng; Thể thức" in told
    assert told.endswith("1/2 số liệu chủ yếu chưa có mục tiêu.")
    told = answer_briefing(panel, composed(panel, project, "en"), project)
    assert "has 2 parts, 2 sentences or paragraphs, 1 table and 0 pictures. 2 places wait" in told


def test_what_the_office_wrote_is_counted(panel: Panel, project: Project) -> None:
    table = list_own_words(panel, composed(panel, project), project)
    assert table["Mục"].tolist() == ["II. Phương hướng", "Thể thức (cơ quan, số, nơi nhận, người ký)"]
    assert table["Tệp"].tolist() == [
        "data/briefing/demo/2025_phuong_huong.txt",
        "data/briefing/demo/letterhead.toml",
    ]
    assert table["Tình trạng"].tolist() == ["chưa viết: trong báo cáo là [...]", "đã điền 0/8 mục"]
    path = words_path("demo", "2025", "phuong_huong", project)
    path.parent.mkdir(parents=True)
    path.write_text("Một đoạn ngắn.\n\n- ý một\n- ý hai\n", encoding="utf-8")
    letterhead_path("demo", project).write_text('office = "CÔNG AN"\nplace = "Mẫu"\n', encoding="utf-8")
    briefing = composed(panel, project)
    table = list_own_words(panel, briefing, project)
    assert table["Tình trạng"].tolist() == ["đã viết 7 chữ", "đã điền 2/8 mục"]
    assert "Các đoạn do đơn vị viết đều đã có." in answer_briefing(panel, briefing, project)


def test_figures_without_target_and_targets_without_figure_are_listed(panel: Panel, project: Project) -> None:
    table = list_targets(panel, composed(panel, project), project)
    assert table.to_numpy().tolist() == [
        ["Vụ việc về ANTT", "35", "chưa có mục tiêu"],
        ["Vụ cháy, nổ", "11", "≤ 10: chưa đạt"],
        ["Người chết do TNGT", "không có số liệu", "≤ 7"],
    ]


def test_a_briefing_without_key_figures_has_only_targets_that_nothing_stands_beside(
    panel: Panel, project: Project
) -> None:
    path = project.reference / "briefing.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('blocks = ["key_figures"]\n', ""), encoding="utf-8"
    )
    briefing = composed(panel, project)
    assert list_targets(panel, briefing, project)["Mục tiêu"].tolist() == ["≤ 7"]
    assert "số liệu chủ yếu" not in answer_briefing(panel, briefing, project)
