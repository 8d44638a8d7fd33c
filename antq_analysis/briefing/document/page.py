"""Pages of the document: A4 upright for the text, across for annexes; number of the page and warnings at the top."""

from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section, _Header
from docx.shared import Mm

from antq_analysis.briefing.document.rows import TWIPS
from antq_analysis.briefing.document.xml import field, node, paragraph, run
from antq_analysis.briefing.fitted import text_width
from antq_analysis.briefing.parts import Briefing
from antq_analysis.show.style import RED


@dataclass(frozen=True)
class Paper:
    """A page.

    Parameters
    ----------
    width, height
        Its size [mm].
    top, right, bottom, left
        Its margins [mm].
    """

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float

    @property
    def text(self) -> float:
        """Width of the text [mm]."""
        return self.width - self.left - self.right


PORTRAIT = Paper(210, 297, 22, 20, 20, 30)
WIDE = Paper(297, 210, 25, 20, 15, 20)
_HEADER = 10
_BANNER_SIZE = 9 * 25.4 / 72


def lay_out_text(document: WordDocument, briefing: Briefing) -> None:
    """Lay out the pages of the text; the first has no number.

    Parameters
    ----------
    document
        The document.
    briefing
        What it says.
    """
    section = document.sections[0]
    _set(section, PORTRAIT)
    section.different_first_page_header_footer = True
    _fill(section.first_page_header, _warnings(briefing, PORTRAIT.text))
    _fill(section.header, [_page_number(), *_warnings(briefing, PORTRAIT.text)])


def lay_out_annexes(document: WordDocument, briefing: Briefing) -> None:
    """Begin the pages of the annexes, across.

    Parameters
    ----------
    document
        The document.
    briefing
        What it says.
    """
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    _set(section, WIDE)
    section.different_first_page_header_footer = False
    section.header.is_linked_to_previous = False
    _fill(section.header, [_page_number(), *_warnings(briefing, WIDE.text)])


def _set(section: Section, paper: Paper) -> None:
    section.page_width, section.page_height = Mm(paper.width), Mm(paper.height)
    section.top_margin, section.bottom_margin = Mm(paper.top), Mm(paper.bottom)
    section.left_margin, section.right_margin = Mm(paper.left), Mm(paper.right)
    section.header_distance = section.footer_distance = Mm(_HEADER)


def _page_number() -> BaseOxmlElement:
    return paragraph("Header", field("PAGE", "2"))


def _warnings(briefing: Briefing, width: float) -> list[BaseOxmlElement]:
    banner, warning = run(briefing.banner), run(briefing.warning, node("color", val=RED.strip("#").upper()))
    if not (briefing.banner and briefing.warning):
        shown = [made for text, made in ((briefing.banner, banner), (briefing.warning, warning)) if text]
        return [paragraph("Banner", made) for made in shown]
    if (text_width(briefing.banner) + text_width(briefing.warning)) * 1.08 * _BANNER_SIZE > width - 8:
        return [paragraph("Banner", banner), paragraph("Banner", warning)]
    to_the_right = node("tabs", node("tab", val="right", pos=round(width * TWIPS)))
    return [paragraph("Banner", banner, node("r", node("tab")), warning, look=(to_the_right,))]


def _fill(header: _Header, made: list[BaseOxmlElement]) -> None:
    element = header.part.element
    for child in list(element):
        element.remove(child)
    element.extend(made or [paragraph("Header")])
