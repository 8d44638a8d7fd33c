"""The Word document says what the briefing says, in the layout of offices, and opens without a repair."""

import io
import zipfile
from dataclasses import replace
from functools import cache
from itertools import pairwise

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from antq_analysis.briefing.document.document import write_document
from antq_analysis.briefing.parts import Grid, Letterhead, Paragraph, Section
from tests.briefing.expected import cells, grids, sentences, spoilt
from tests.briefing.sample import HOSTILE, briefing, table


@cache
def written(lang: str = "vi") -> bytes:
    return write_document(briefing(lang=lang))


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def told(element: object) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))  # type: ignore[attr-defined]


def paragraphs(document: Document) -> list[tuple[str, str]]:
    found = [
        (made.find(f".//{qn('w:pStyle')}"), told(made)) for made in document.element.body.iter(qn("w:p"))
    ]
    return [("Normal" if style is None else style.get(qn("w:val")), text) for style, text in found]


def data_tables(document: Document) -> list[object]:
    return [table for table in document.tables if table.style and table.style.style_id == "Figures"]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_text_stands_in_order(lang: str) -> None:
    whole = "\n".join(text for _, text in paragraphs(opened(written(lang))))
    at = 0
    for text in sentences(briefing(lang=lang)):
        at = whole.find(text, at)
        assert at >= 0, text


def test_every_cell_is_as_printed() -> None:
    tables = data_tables(opened(written()))
    wanted = [cells(table) for table in grids(briefing())]
    found = [[[told(cell._tc) for cell in row.cells] for row in table.rows] for table in tables]
    for rows, due, source in zip(found, wanted, grids(briefing()), strict=True):
        assert rows[: len(due)] == due
        # What must be known to read a table is its last row, so that no page has it alone.
        assert [set(row) for row in rows[len(due) :]] == ([{"".join(source.notes)}] if source.notes else [])


def test_headings_are_numbered_by_their_styles() -> None:
    document = opened(written())
    found = [(style, text) for style, text in paragraphs(document) if style.startswith("Heading")]
    wanted = [(f"Heading{depth}", section.title) for depth, section in briefing().walk()]
    assert found == wanted
    levels = document.part.numbering_part.element.findall(f".//{qn('w:lvl')}")
    shape = {
        level.find(qn("w:pStyle")).get(qn("w:val")): (
            level.find(qn("w:numFmt")).get(qn("w:val")),
            level.find(qn("w:lvlText")).get(qn("w:val")),
        )
        for level in levels
    }
    assert shape["Heading1"] == ("upperRoman", "%1.")
    assert shape["Heading2"] == ("decimal", "%2.")
    assert shape["Heading3"] == ("lowerLetter", "%3)")
    for i in (1, 2, 3):
        style = document.styles[f"Heading {i}"].element
        assert style.find(f".//{qn('w:ilvl')}").get(qn("w:val")) == str(i - 1)


def test_captions_are_fields_with_their_number() -> None:
    fields = [
        (made.get(qn("w:instr")).split()[:2], told(made), told(made.getparent()))
        for made in opened(written()).element.body.iter(qn("w:fldSimple"))
    ]
    assert [(words[1], number) for words, number, _ in fields] == [
        ("Bảng", "1"),
        ("Hình", "1"),
        ("Biểu", "1"),
        ("Biểu", "2"),
    ]
    assert fields[2][2] == "Biểu 01. Mô hình theo xã"


def test_tables_repeat_their_head_and_keep_rows_whole() -> None:
    for made, source in zip(data_tables(opened(written())), grids(briefing()), strict=True):
        rows = list(made._tbl.iter(qn("w:tr")))
        assert len(rows) == 1 + len(source.kinds) + bool(source.notes)
        rows = rows[: 1 + len(source.kinds)]
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * (
            len(rows) - 1
        )
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
        for row, kind in zip(rows[1:], source.kinds, strict=True):
            bold = [run.find(f".//{qn('w:b')}") is not None for run in row.iter(qn("w:r"))]
            assert set(bold) == {kind in ("total", "heading")}
            sides = [cell.find(f".//{qn('w:jc')}") is not None for cell in row.iter(qn("w:tc"))]
            assert sides == [column.kind != "text" for column in source.columns]


def test_pages_are_those_of_offices() -> None:
    text, annexes = opened(written()).sections
    sides = (text.page_width / Mm(1), text.page_height / Mm(1))
    assert sides == pytest.approx((210, 297), abs=0.05)
    assert 20 <= round(text.top_margin / Mm(1), 1) <= 25
    assert 20 <= round(text.bottom_margin / Mm(1), 1) <= 25
    assert 30 <= round(text.left_margin / Mm(1), 1) <= 35
    assert 15 <= round(text.right_margin / Mm(1), 1) <= 20
    assert text.different_first_page_header_footer
    assert "PAGE" not in text.first_page_header.part.blob.decode()
    for header in (text.header, annexes.header):
        assert b'instr=" PAGE "' in header.part.blob
    for header in (text.first_page_header, text.header, annexes.header):
        assert "LƯU HÀNH NỘI BỘ" in header.part.blob.decode()
        assert "SỐ LIỆU HƯ CẤU" in header.part.blob.decode()
    assert annexes.orientation == WD_ORIENT.LANDSCAPE
    assert annexes.page_width > annexes.page_height


def test_the_letterhead_is_the_users_and_the_rest_is_blank() -> None:
    whole = "\n".join(text for _, text in paragraphs(opened(written())))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc" in whole
    assert "Số:      /BC-PV05" in whole
    assert "Mẫu Trung, ngày        tháng        năm" in whole
    assert "Nơi nhận:\n- Như trên;\n- Lưu: VT." in whole
    bare = replace(briefing(), letterhead=Letterhead(day="05/12/2025", place="Mẫu Trung"))
    whole = "\n".join(text for _, text in paragraphs(opened(write_document(bare))))
    assert "Mẫu Trung, ngày 05 tháng 12 năm 2025" in whole
    assert whole.count("……………………") >= 4
    assert "/BC-" in whole


def test_fonts_language_and_properties() -> None:
    for lang, code in (("vi", "vi-VN"), ("en", "en-US")):
        document = opened(written(lang))
        default = document.styles.element.find(f".//{qn('w:rPrDefault')}")
        assert default.find(f".//{qn('w:rFonts')}").get(qn("w:ascii")) == "Times New Roman"
        assert default.find(f".//{qn('w:lang')}").get(qn("w:val")) == code
        about = document.core_properties
        assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
        assert about.language == code
        assert about.created == about.modified
        assert about.created.year == 2000


def test_a_picture_fills_the_width_of_the_text() -> None:
    (inline,) = opened(written()).element.body.iter(qn("wp:inline"))
    assert [inline.get(f"dist{side}") for side in "TBLR"] == ["0"] * 4
    assert inline.extent.cx == Mm(160)


def test_pictures_carry_their_text() -> None:
    (shape,) = opened(written()).inline_shapes
    assert shape._inline.docPr.get("descr") == "Ba năm: 1, 2 và 3 vụ <b>&"
    assert abs(shape.width / Mm(1) - 160) < 1
    assert abs(shape.width / shape.height - 160 / 90) < 0.02


def test_every_relation_leads_to_a_part_and_every_style_exists() -> None:
    with zipfile.ZipFile(io.BytesIO(written())) as package:
        names = set(package.namelist())
        assert not [name for name in names if "thumbnail" in name or "customXml" in name]
        # Word asks for a table of fonts.
        assert "word/fontTable.xml" in names
        assert all(member.date_time == (2000, 1, 1, 0, 0, 0) for member in package.infolist())
    document = opened(written())
    known = {style.style_id for style in document.styles}
    assert {style for style, _ in paragraphs(document)} <= known
    ids = [made.get("id") for made in document.element.body.iter(qn("wp:docPr"))]
    assert len(ids) == len(set(ids))


def test_the_same_briefing_gives_the_same_bytes() -> None:
    assert write_document(briefing()) == written()


def test_what_no_xml_can_hold_becomes_a_space() -> None:
    whole = "\n".join(text for _, text in paragraphs(opened(write_document(spoilt(briefing())))))
    assert "Xã Một    <b>" in whole


def test_tables_never_touch() -> None:
    body = opened(written()).element.body
    tags = [child.tag for child in body]
    assert (qn("w:tbl"), qn("w:tbl")) not in set(pairwise(tags))


def test_a_deeper_section_still_has_a_style() -> None:
    deep = Section("Năm", (Paragraph(HOSTILE[0]),))
    for _ in range(4):
        deep = Section("Trên", (), (deep,))
    document = opened(write_document(replace(briefing(), sections=(deep,))))
    assert [s for s, _ in paragraphs(document) if s.startswith("Heading")][-1] == "Heading4"


ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr shd tabs spacing ind jc outlineLvl rPr sectPr",
    "rPr": "rFonts b bCs i iCs caps color sz szCs lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan tcBorders shd tcMar vAlign",
    "style": "name basedOn next link uiPriority semiHidden qFormat pPr rPr tblPr tblStylePr",
    "lvl": "start numFmt pStyle suff lvlText lvlJc pPr",
}


def test_properties_stand_in_the_order_of_the_schema() -> None:
    document = opened(written())
    roots = (document.element, document.styles.element, document.part.numbering_part.element)
    for name, order in ORDER.items():
        known = order.split()
        for root in roots:
            for made in root.iter(qn(f"w:{name}")):
                places = [known.index(child.tag.rpartition("}")[2]) for child in made]
                assert places == sorted(set(places)), (name, [child.tag for child in made])


def test_what_stands_under_a_cut_is_parted_and_a_district_stays_with_its_communes() -> None:
    source = table(12)
    kinds = source.kinds.copy()
    kinds.iloc[5] = "cut"
    grid = Grid("cut", "Cắt", replace(source, kinds=kinds))
    whole = replace(briefing(), sections=(Section("Một", (grid,)),))
    first, *_ = data_tables(opened(write_document(whole)))
    *rows, notes = list(first._tbl.iter(qn("w:tr")))[1:]
    assert notes.find(f".//{qn('w:cantSplit')}") is not None
    assert {side.get(qn("w:val")) for side in notes.find(f".//{qn('w:tcBorders')}")} == {"nil"}
    assert [row.find(f".//{qn('w:tcBorders')}") is not None for row in rows] == [k == "cut" for k in kinds]
    kept = [row.find(f".//{qn('w:keepNext')}") is not None for row in rows]
    # Of what is left over two pages, three rows at least stand on each.
    assert kept[:2] == [True, True]
    # Its notes never stand alone on a page.
    assert kept[-3:] == [True, True, True]
    assert kept[2:-3] == [k == "heading" for k in kinds[2:-3]]


def test_of_a_long_list_of_notes_the_first_stays_with_the_table_and_the_others_go_on() -> None:
    notes = tuple(f"({i}) Không so với năm 2019: " + "địa giới thay đổi " * 12 for i in range(1, 9))
    grid = Grid("long", "Dài", replace(table(12), notes=notes))
    document = opened(write_document(replace(briefing(), sections=(Section("Một", (grid,)),))))
    first, *_ = data_tables(document)
    assert told(first._tbl).endswith(notes[0])
    after = [text.strip() for style, text in paragraphs(document) if style == "Note"]
    assert after[:8] == [note.strip() for note in notes]


def test_the_signature_is_not_alone_on_a_page() -> None:
    made = list(opened(written()).element.body)
    at = next(i for i, each in enumerate(made) if told(each).startswith("Nơi nhận:"))
    before, space, names = made[at - 2 : at + 1]
    assert told(names).endswith("TRƯỞNG PHÒNG")
    assert all(each.find(f".//{qn('w:keepNext')}") is not None for each in (before, space))
