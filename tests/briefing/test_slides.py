"""The slides say what the briefing says; charts can be edited and nothing in them becomes a formula."""

import io
import zipfile
from dataclasses import replace
from functools import cache

import openpyxl
import pptx
import pytest
from pptx.enum.chart import XL_MARKER_STYLE
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.presentation import Presentation

from antq_analysis.briefing.parts import Bullets, Grid, Lines, Slide
from antq_analysis.briefing.slides.slides import write_slides
from tests.briefing.expected import cells, spoilt
from tests.briefing.sample import HOSTILE, briefing, figure, table


@cache
def written(lang: str = "vi") -> bytes:
    return write_slides(briefing(lang=lang))


def opened(data: bytes) -> Presentation:
    return pptx.Presentation(io.BytesIO(data))


def texts(slide: object) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]  # type: ignore[attr-defined]


def test_each_slide_has_its_finding_and_its_notes() -> None:
    deck = opened(written())
    assert (deck.slide_width, deck.slide_height) == (pytest.approx(12192000, abs=300), 6858000)
    opening, *slides = deck.slides
    assert opening.shapes.title.text_frame.text == briefing().subtitle
    assert (
        "BÁO CÁO\nCÔNG AN TỈNH MẪU\nPHÒNG PV05\nMẪU TRUNG".casefold() in "\n".join(texts(opening)).casefold()
    )
    assert [slide.shapes.title.text_frame.text for slide in slides] == [s.title for s in briefing().slides]
    for slide, source in zip(slides, briefing().slides, strict=True):
        assert slide.notes_slide.notes_text_frame.text.split("\n")[: len(source.notes)] == list(source.notes)


def test_bullets_tables_and_pictures_say_what_was_given() -> None:
    _, bullets, grid, picture, _ = opened(written()).slides
    assert bullets.placeholders[1].text_frame.text.split("\n") == list(HOSTILE)
    (made,) = (shape for shape in grid.shapes if shape.has_table)
    assert [[cell.text for cell in row.cells] for row in made.table.rows] == cells(table(3))
    assert "Huyện" in texts(grid)
    (drawn,) = (shape for shape in picture.shapes if shape.shape_type == 13)
    assert drawn.element.nvPicPr.cNvPr.get("descr") == figure().alt
    assert drawn.width / drawn.height == pytest.approx(160 / 90, rel=0.01)


def test_a_chart_keeps_gaps_and_holds_its_figures() -> None:
    slide = opened(written()).slides[4]
    (frame,) = (shape for shape in slide.shapes if shape.has_chart)
    plot = frame.chart.plots[0]
    lines = briefing().slides[3].shown[0]
    assert isinstance(lines, Lines)
    assert list(plot.categories) == list(lines.periods)
    assert {series.name: tuple(series.values) for series in plot.series} == lines.values
    assert b'dispBlanksAs val="gap"' in frame.chart.part.blob
    book = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))
    rows = [[cell.value for cell in row] for row in book["Sheet1"].rows]
    assert rows == [
        [None, "Toàn tỉnh", HOSTILE[0]],
        ["2023", 10, 3],
        ["2024", None, 4],
        ["2025", 12, None],
    ]
    assert {cell.data_type for row in book["Sheet1"].rows for cell in row} <= {"n", "s"}


def test_the_foot_warns_and_counts() -> None:
    for number, slide in enumerate(opened(written()).slides, 1):
        feet = {shape.placeholder_format.type: shape.text_frame.text for shape in slide.placeholders}
        assert "LƯU HÀNH NỘI BỘ" in feet[PP_PLACEHOLDER.FOOTER]
        assert "SỐ LIỆU HƯ CẤU" in feet[PP_PLACEHOLDER.FOOTER]
        assert feet[PP_PLACEHOLDER.SLIDE_NUMBER] == str(number)
        ids = [shape.shape_id for shape in slide.shapes]
        assert len(ids) == len(set(ids))
    calm = opened(write_slides(replace(briefing(), banner="", warning=""))).slides[1]
    assert PP_PLACEHOLDER.FOOTER not in {shape.placeholder_format.type for shape in calm.placeholders}


def test_nothing_leaves_the_slide_and_type_is_large() -> None:
    deck = opened(written())
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width + 500
            assert shape.top + shape.height <= deck.slide_height
            if shape.has_text_frame and "Foot" not in shape.name:
                # What a paragraph alone says of its type PowerPoint passes over.
                runs = [run for p in shape.text_frame.paragraphs for run in p.runs]
                assert all(
                    run.font.size.pt >= 16 for run in runs if not shape.name.startswith("Slide Number")
                )
            if shape.has_table:
                cells_of = [cell for row in shape.table.rows for cell in row.cells]
                ends = [p for cell in cells_of for p in cell._tc.iter(qn("a:endParaRPr"))]
                assert len(ends) == len(cells_of)
                assert all(run.font.size for cell in cells_of for run in cell.text_frame.paragraphs[0].runs)


def test_a_table_too_long_says_how_many_rows_are_missing() -> None:
    long = Slide("Nhiều xã", (Grid("long", "Xã", table(60)),))
    deck = opened(write_slides(replace(briefing(), slides=(long,))))
    slide = deck.slides[1]
    (made,) = (shape for shape in slide.shapes if shape.has_table)
    shown = len(made.table.rows) - 1
    assert 4 < shown < 62
    assert f"Còn {62 - shown} dòng nữa: xem biểu trong phụ lục" in texts(slide)
    assert [[cell.text for cell in row.cells] for row in made.table.rows] == cells(table(60))[: shown + 1]


def test_two_things_stand_side_by_side() -> None:
    both = Slide("Hai", (figure("one"), Bullets(("Một", "Hai"))))
    slide = opened(write_slides(replace(briefing(), slides=(both,)))).slides[1]
    (picture,) = (shape for shape in slide.shapes if shape.shape_type == 13)
    body = slide.placeholders[1]
    assert body.text_frame.text == "Một\nHai"
    assert picture.left + picture.width <= body.left


def test_it_names_nobody_and_is_the_same_every_time() -> None:
    assert write_slides(briefing()) == written()
    about = opened(written("en")).core_properties
    assert (about.author, about.last_modified_by) == ("", "")
    assert about.created.year == 2000
    with zipfile.ZipFile(io.BytesIO(written())) as package:
        assert all(member.date_time == (2000, 1, 1, 0, 0, 0) for member in package.infolist())
        names = package.namelist()
        assert not [name for name in names if "thumbnail" in name or "printer" in name or "app.xml" in name]
        slide = package.read("ppt/slides/slide2.xml").decode()
        assert 'lang="vi-VN"' in slide


def test_what_no_xml_can_hold_becomes_a_space() -> None:
    slide = opened(write_slides(spoilt(briefing()))).slides[1]
    assert slide.shapes.title.text_frame.text == "Xã Một    <b>"


def test_numbers_of_charts_are_written_as_the_language_does() -> None:
    whole = Lines("vụ", ("2024", "2025"), {"Tỉnh": (1602.0, 12345.0)})
    slides = (Slide("A", (whole,)), Slide("B", (replace(whole, values={"Tỉnh": (1.5, None)}),)))
    for lang, wanted in (("vi", (r"#\.000", "[$-42A]#,##0.0")), ("en", ("#,##0", "#,##0.0"))):
        deck = opened(write_slides(replace(briefing(), slides=slides, lang=lang)))
        for slide, pattern in zip(list(deck.slides)[1:], wanted, strict=True):
            (frame,) = (shape for shape in slide.shapes if shape.has_chart)
            assert pattern in frame.chart.part.blob.decode()
            assert "1.602" in frame.element.nvGraphicFramePr.cNvPr.get("descr") or pattern != r"#\.000"


def test_a_line_between_years_of_other_places_is_dashed_and_said_below() -> None:
    values = {"Tỉnh": (8.2, 8.5, 8.2, 7.8)}
    lines = Lines(
        "vụ", ("2017", "2018", "2019", "2020"), values, frozenset({0, 1}), frozenset({1}), ("Đoạn chấm: x.",)
    )
    given = replace(briefing(), slides=(Slide("Một", (lines,)),))
    page = opened(write_slides(given)).slides[1]
    (frame,) = (shape for shape in page.shapes if shape.has_chart)
    whole, *pieces = frame.chart.plots[0].series
    # Not every program draws a stroke of a single point: the line bears marks alone, and its pieces are lines.
    assert tuple(whole.values) == values["Tỉnh"]
    assert whole._element.find(f"{qn('c:spPr')}/{qn('a:ln')}/{qn('a:noFill')}") is not None
    dashed = [one for one in pieces if one._element.find(f".//{qn('a:prstDash')}") is not None]
    assert [tuple(one.values) for one in dashed] == [(8.2, 8.5, 8.2, None)]
    assert [tuple(one.values) for one in pieces if one not in dashed] == [(None, None, 8.2, 7.8)]
    assert all(one.marker.style == XL_MARKER_STYLE.NONE for one in pieces)
    assert "Đoạn chấm: x." in texts(page)


def test_a_legend_names_whole_lines_and_a_line_without_dashes_is_one() -> None:
    two = {"Một": (1.0, 2.0, 3.0), "Hai": (2.0, 3.0, None)}
    lines = Lines("vụ", ("2017", "2018", "2019"), two, frozenset({1}))
    page = opened(write_slides(replace(briefing(), slides=(Slide("Một", (lines,)),)))).slides[1]
    (chart,) = (shape.chart for shape in page.shapes if shape.has_chart)
    # The second has no figure of 2019: nothing of it is dashed.
    assert [series.name for series in chart.plots[0].series] == [
        "Một",
        "Hai",
        "Một (đoạn chấm)",
        "Một (đoạn liền)",
    ]
    left_out = chart._chartSpace.findall(f".//{qn('c:legendEntry')}/{qn('c:idx')}")
    assert [one.get("val") for one in left_out] == ["2", "3"]


def test_what_leads_to_a_list_stands_above_it_without_its_mark() -> None:
    given = replace(briefing(), slides=(Slide("Một", (Bullets(("a", "b")),), lead="Không cho biết:"),))
    page = opened(write_slides(given)).slides[1]
    first, *others = page.placeholders[1].text_frame.paragraphs
    assert (first.text, [one.text for one in others]) == ("Không cho biết:", ["a", "b"])
    assert [one._p.find(f".//{qn('a:buNone')}") is not None for one in (first, *others)] == [
        True,
        False,
        False,
    ]
