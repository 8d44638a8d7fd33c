"""Head and foot of a report: offices, Quốc hiệu, title; recipients and signature."""

from collections.abc import Iterator

from docx.oxml.xmlchemy import BaseOxmlElement

from antq_analysis.briefing.document.rows import TWIPS
from antq_analysis.briefing.document.xml import node, paragraph, run
from antq_analysis.briefing.fitted import text_width
from antq_analysis.briefing.letterhead import Head
from antq_analysis.briefing.parts import Briefing

_PT = 20
_LEFT = 0.38
"""Share of the width that the offices take."""
_SPACE_TO_SIGN = 4


def title_of(briefing: Briefing, head: Head, width: float) -> Iterator[BaseOxmlElement]:
    """Make the head and the title.

    Parameters
    ----------
    briefing
        The briefing.
    head
        Its words around.
    width
        Width of the text [mm].

    Yields
    ------
    BaseOxmlElement
        A table without lines, then paragraphs.
    """
    whole = round(width * TWIPS)
    left = round(whole * _LEFT)
    office = _ruled(paragraph("Office", run(head.office, node("b"))), 0.4 * _twips(head.office, 13), left)
    nation = _ruled(paragraph("Motto", run(head.motto)), 1.06 * _twips(head.motto, 13), whole - left)
    yield _two_columns(
        (left, whole - left),
        [
            (
                [paragraph("Office", run(head.parent)), *office],
                [paragraph("Nation", run(head.nation)), *nation],
            ),
            ([paragraph("Number", run(head.number))], [paragraph("Dated", run(head.dated))]),
        ],
    )
    yield paragraph("Title", run(briefing.title))
    yield from _ruled(paragraph("Subtitle", run(briefing.subtitle)), 0.3 * whole, whole)
    yield paragraph("Normal")


def signature(head: Head, width: float) -> BaseOxmlElement:
    """Make the recipients and the signature.

    Parameters
    ----------
    head
        The words around the report.
    width
        Width of the text [mm].

    Returns
    -------
    BaseOxmlElement
        A table without lines.
    """
    whole = round(width * TWIPS)
    word, *lines = head.recipients
    left = [paragraph("Recipients", run(word, node("b"), node("i")))]
    left += [paragraph("Recipients", run(line)) for line in lines]
    signed = [head.signer_title, *[""] * _SPACE_TO_SIGN, head.signer]
    right = [paragraph("Signature", run(line)) for line in signed]
    return _two_columns((whole // 2, whole - whole // 2), [(left, right)])


def _twips(text: str, size: float) -> float:
    return text_width(text) * size * _PT


def _ruled(written: BaseOxmlElement, length: float, room: int) -> list[BaseOxmlElement]:
    """Put a line of a length under a paragraph, in the middle of the room there is."""
    indent = max(0, round((room - 216 - length) / 2))
    return [written, paragraph("Rule", look=(node("ind", left=indent, right=indent),))]


def _two_columns(
    widths: tuple[int, int], rows: list[tuple[list[BaseOxmlElement], list[BaseOxmlElement]]]
) -> BaseOxmlElement:
    properties = node(
        "tblPr",
        node("tblW", w=sum(widths), type="dxa"),
        node("jc", val="center"),
        node("tblLayout", type="fixed"),
    )
    made = node("tbl", properties, node("tblGrid", *(node("gridCol", w=w) for w in widths)))
    for row in rows:
        cells = (
            node("tc", node("tcPr", node("tcW", w=w, type="dxa")), *inside)
            for w, inside in zip(widths, row, strict=True)
        )
        made.append(node("tr", node("trPr", node("cantSplit")), *cells))
    return made
