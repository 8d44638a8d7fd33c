"""What the briefing says is data, read strictly."""

import re

import pytest

from antq_analysis.briefing.content import BLOCKS as COMPUTED
from antq_analysis.briefing.outline import BLOCKS, SHOWN, load_outline, split
from antq_analysis.briefing.talk import SCREENS
from antq_analysis.errors import SettingError
from antq_analysis.project import Project

HEAD = 'baseline = "2019"\nkey_figures = ["incidents_total"]\nannex = []\nslide = []\n'
PART = '[[section]]\nid = "{id}"\ntitle_vi = "Mục"\ntitle_en = "Part"\n'


def write(project: Project, text: str) -> Project:
    (project.reference / "briefing.toml").write_text(text, encoding="utf-8")
    return project


def test_every_block_and_slide_that_may_be_listed_is_computed() -> None:
    assert set(BLOCKS) == set(COMPUTED)
    assert set(SHOWN) == set(SCREENS)


def test_the_shipped_outline_holds_the_sections_and_annexes_of_the_deliverable(project: Project) -> None:
    outline = load_outline(project)
    assert [part.id for part in outline.below("")] == [
        "situation",
        "results",
        "order",
        "assessment",
        "reading",
    ]
    assert [annex.id for annex in outline.annex] == ["bieu_01", "bieu_02", "bieu_03", "bieu_04"]
    assert {part.own for part in outline.section} == {"", "chi_dao", "ton_tai", "phuong_huong"}
    assert "ntm_19_2_met" in outline.listed()
    assert "incidents_total" in outline.listed()
    assert not [name for name in outline.listed() if ":" in name]


@pytest.mark.parametrize(
    ("text", "case"),
    [
        (HEAD.replace("incidents_total", "incidents_totl"), "incidents_totl"),
        (HEAD.replace("incidents_total", "ratio:incidents_total"), "ratio:incidents_total"),
        (HEAD + PART.format(id="a") + 'says = ["no_such"]\n', "no_such"),
        (HEAD + PART.format(id="a") + 'blocks = ["weather"]\n', "weather"),
        (HEAD + PART.format(id="a") + 'map = ["incidents_total"]\n', "map"),
        (HEAD + PART.format(id="a") + PART.format(id="a"), "“a”"),
        (HEAD + PART.format(id="a") + 'under = "b"\n' + PART.format(id="b"), "“b”"),
        (HEAD.replace("slide = []", 'slide = [{ shows = "film" }]'), "film"),
        (HEAD.replace("slide = []", 'slide = [{ shows = "map", of = ["film"] }]'), "film"),
        (
            HEAD.replace(
                "annex = []", 'annex = [{ id = "x", title_vi = "X", title_en = "X", indicators = ["q"] }]'
            ),
            "q",
        ),
    ],
)
def test_what_nobody_defined_is_refused_with_its_name(project: Project, text: str, case: str) -> None:
    with pytest.raises(SettingError, match=re.escape(case)):
        load_outline(write(project, text))


def test_a_section_stands_below_the_one_that_it_names(project: Project) -> None:
    text = HEAD + PART.format(id="a") + PART.format(id="b") + 'under = "a"\n' + PART.format(id="c")
    outline = load_outline(write(project, text))
    assert [[part.id for part in outline.below(name)] for name in ("", "a", "b")] == [["a", "c"], ["b"], []]


def test_the_form_is_told_from_the_indicator() -> None:
    assert [split(name) for name in ("x", "share:x", "rate:x")] == [("", "x"), ("share", "x"), ("rate", "x")]
