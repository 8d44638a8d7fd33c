"""A briefing as a Word document: text that a secretary can edit, with real headings, numbering, tables and captions."""

import io
from collections.abc import Iterator

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from antq_analysis.briefing.captions import number_captions
from antq_analysis.briefing.document.letter import signature, title_of
from antq_analysis.briefing.document.page import PORTRAIT, WIDE, lay_out_annexes, lay_out_text
from antq_analysis.briefing.document.rows import kept_notes, word_table
from antq_analysis.briefing.document.template import prepared
from antq_analysis.briefing.document.xml import field, node, paragraph, run
from antq_analysis.briefing.letterhead import head_of
from antq_analysis.briefing.packed import WRITTEN, legal, pack_again
from antq_analysis.briefing.parts import Briefing, Bullets, Figure, Grid, Paragraph, Part
from antq_analysis.language.catalogue import say

_DEEPEST = 4
_STYLES = {"text": "BodyText", "own": "BodyText", "note": "Note"}
_HIGHEST_PICTURE = 205.0
_ANNEX_SIZES = (11, 10, 9, 8)


def write_document(briefing: Briefing) -> bytes:
    """Write a briefing as a Word document.

    Parameters
    ----------
    briefing
        What to write.

    Returns
    -------
    bytes
        A DOCX file, the same for the same briefing.
    """
    document = prepared(briefing.lang)
    head = head_of(briefing)
    end = document.element.body.get_or_add_sectPr()
    for made in title_of(briefing, head, PORTRAIT.text):
        end.addprevious(made)
    for made in _text(document, briefing):
        end.addprevious(made)
    # No page holds the signature alone.
    end.getprevious().get_or_add_pPr().get_or_add_keepNext()
    end.addprevious(paragraph("Normal", look=(node("keepNext"),)))
    end.addprevious(signature(head, PORTRAIT.text))
    lay_out_text(document, briefing)
    lay_out_annexes(document, briefing)
    end.addprevious(paragraph("AnnexTitle", run(say("briefing.annexes", briefing.lang).upper())))
    end.addprevious(paragraph("UnderCaption", run(head.attached)))
    for made in _annexes(briefing):
        end.addprevious(made)
    _describe(document, briefing)
    stream = io.BytesIO()
    document.save(stream)
    return pack_again(stream.getvalue())


def _text(document: WordDocument, briefing: Briefing) -> Iterator[BaseOxmlElement]:
    labels = number_captions(briefing)
    for depth, section in briefing.walk():
        yield paragraph(f"Heading{min(depth, _DEEPEST)}", run(section.title))
        for part in section.parts:
            yield from _part(document, part, labels)


def _part(document: WordDocument, part: Part, labels: dict[str, str]) -> Iterator[BaseOxmlElement]:
    if isinstance(part, Paragraph):
        yield paragraph(_STYLES[part.kind], run(part.text))
    elif isinstance(part, Bullets):
        for item in part.items:
            yield paragraph("ListBullet", run(item))
    elif isinstance(part, Grid):
        yield _caption(labels[part.key], part.caption, "Caption", node("keepNext"))
        yield from _grid(part, PORTRAIT.text)
    else:
        yield paragraph("Picture", _picture(document, part))
        yield _caption(labels[part.key], part.caption, "Caption")


def _annexes(briefing: Briefing) -> Iterator[BaseOxmlElement]:
    labels = number_captions(briefing)
    for i, annex in enumerate(briefing.annexes):
        new_page = (node("pageBreakBefore"),) if i else ()
        yield _caption(labels[annex.key], annex.caption, "AnnexCaption", *new_page)
        yield from _grid(annex, WIDE.text, _ANNEX_SIZES)
    terms = Grid("terms", say("briefing.terms", briefing.lang), briefing.terms)
    yield paragraph("AnnexCaption", run(terms.caption), look=(node("pageBreakBefore"),))
    yield from _grid(terms, WIDE.text, _ANNEX_SIZES)


def _grid(grid: Grid, width: float, sizes: tuple[int, ...] = (12, 11, 10, 9, 8)) -> Iterator[BaseOxmlElement]:
    if grid.table.subtitle:
        yield paragraph("UnderCaption", run(grid.table.subtitle))
    yield word_table(grid.caption, grid.table, width, sizes)
    for note in grid.table.notes[len(kept_notes(grid.table)) :]:
        yield paragraph("Note", run(note))
    # Two tables that nothing parts would become one.
    yield paragraph("TableText")


def _caption(label: str, caption: str, style: str, *look: BaseOxmlElement) -> BaseOxmlElement:
    word, _, number = label.rpartition(" ")
    counted = number.lstrip("0")
    # Not every program writes a field with leading zeros: they stand before it.
    before = f"{word} {number.removesuffix(counted)}"
    return paragraph(
        style, run(before), field(f"SEQ {word} \\* ARABIC", counted), run(f". {caption}"), look=look
    )


def _picture(document: WordDocument, figure: Figure) -> BaseOxmlElement:
    width, height = figure.size
    scale = min(1.0, PORTRAIT.text / width, _HIGHEST_PICTURE / height)
    inline = document.part.new_pic_inline(
        io.BytesIO(figure.png), Mm(int(width * scale)), Mm(int(height * scale))
    )
    # Without them some programs keep three millimetres free, and the picture stands beside the middle.
    for side in "TBLR":
        inline.set(f"dist{side}", "0")
    described = inline.docPr
    described.set("name", figure.key)
    described.set("descr", legal(figure.alt))
    return node("r", node("drawing", inline))


def _describe(document: WordDocument, briefing: Briefing) -> None:
    about = document.core_properties
    about.title, about.subject = legal(f"{briefing.title} - {briefing.subtitle}"), briefing.year
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.language = document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val"))
    about.created = about.modified = WRITTEN
    about.revision = 1
