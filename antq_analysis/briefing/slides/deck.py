"""An empty deck: 16:9, one accent, a title that says a finding, at the foot warnings and the number of the slide."""

from copy import deepcopy

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape
from pptx.slide import Slide, SlideLayout, SlideMaster
from pptx.text.text import _Paragraph
from pptx.util import Mm, Pt

from antq_analysis.show.style import CATEGORICAL, GREY, INK, RED

WIDTH, HEIGHT = 338.67, 190.5
"""Size of a slide [mm]."""
MARGIN = 15.0
TOP, BOTTOM = 37.0, 171.0
"""Where what is shown begins and ends [mm]."""
FONT = "Arial"
ACCENT = CATEGORICAL[0]
OPENING, WITH_TEXT, TITLE_ONLY = "Title Slide", "Title and Content", "Title Only"

_TITLE, _TEXT, _FOOT = 28, 20, 12
_LEFT = MARGIN + 5
_PLACES = {
    PP_PLACEHOLDER.TITLE: (_LEFT, 7.0, WIDTH - MARGIN - _LEFT, 28.0),
    PP_PLACEHOLDER.CENTER_TITLE: (30.0, 45.0, WIDTH - 60, 55.0),
    PP_PLACEHOLDER.SUBTITLE: (30.0, 106.0, WIDTH - 60, 58.0),
    PP_PLACEHOLDER.BODY: (MARGIN, TOP, WIDTH - 2 * MARGIN, BOTTOM - TOP),
    PP_PLACEHOLDER.OBJECT: (MARGIN, TOP, WIDTH - 2 * MARGIN, BOTTOM - TOP),
    PP_PLACEHOLDER.FOOTER: (MARGIN, 177.0, WIDTH - 2 * MARGIN - 25, 8.0),
    PP_PLACEHOLDER.SLIDE_NUMBER: (WIDTH - MARGIN - 20, 177.0, 20.0, 8.0),
}
_BAR = """<p:sp {names}><p:nvSpPr><p:cNvPr id="{id}" name="Accent"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>
<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
<a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>
<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr/></a:p></p:txBody></p:sp>"""
_KEPT_LAYOUTS = (OPENING, WITH_TEXT, TITLE_ONLY)


def empty_deck() -> Deck:
    """Prepare a deck without slides.

    Returns
    -------
    pptx.presentation.Presentation
        The deck, with three layouts and nothing of whoever made the template.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = Mm(WIDTH), Mm(HEIGHT)
    for layout in list(deck.slide_layouts):
        if layout.name not in _KEPT_LAYOUTS:
            deck.slide_layouts.remove(layout)
    master = deck.slide_master
    for page in (master, *deck.slide_layouts):
        _place(page)
    _draw_bar(master, (MARGIN, 11.0, 1.6, 20.0))
    opening = layout_of(deck, OPENING)
    opening.element.set("showMasterSp", "0")
    _draw_bar(opening, (MARGIN, 45.0, 3.0, 112.0))
    _set_type(master, opening)
    _set_theme(master)
    package = deck.part.package
    for kind in (RT.THUMBNAIL, RT.EXTENDED_PROPERTIES):
        package.drop_rel(package.relate_to(package.part_related_by(kind), kind))
    deck.part.drop_rel(
        deck.part.relate_to(deck.part.part_related_by(RT.PRINTER_SETTINGS), RT.PRINTER_SETTINGS)
    )
    return deck


def layout_of(deck: Deck, name: str) -> SlideLayout:
    """Find a layout.

    Parameters
    ----------
    deck
        The deck.
    name
        Name of the layout.

    Returns
    -------
    pptx.slide.SlideLayout
        The layout.
    """
    return next(layout for layout in deck.slide_layouts if layout.name == name)


def add_foot(slide: Slide, banner: str, warning: str, number: int) -> None:
    """Put warnings and the number of the slide at its foot.

    Parameters
    ----------
    slide
        The slide.
    banner, warning
        The user's banner; that of fictional figures.
    number
        The number that is shown until the program counts itself.
    """
    for given in slide.slide_layout.placeholders:
        kind = given.placeholder_format.type
        if kind == PP_PLACEHOLDER.SLIDE_NUMBER or (kind == PP_PLACEHOLDER.FOOTER and (banner or warning)):
            made = deepcopy(given.element)
            slide.shapes.element.append(made)
            made.nvSpPr.cNvPr.set("id", str(max(shape.shape_id for shape in slide.shapes) + 1))
            if kind == PP_PLACEHOLDER.SLIDE_NUMBER:
                made.find(f".//{qn('a:fld')}").find(qn("a:t")).text = str(number)
            else:
                _warn(slide.shapes[-1].text_frame.paragraphs[0], banner, warning)


def _warn(line: _Paragraph, banner: str, warning: str) -> None:
    line.clear()
    for text, colour in ((banner, GREY), (" " * 6, GREY), (warning, RED)):
        run = line.add_run()
        run.text = text
        run.font.bold, run.font.color.rgb = True, rgb(colour)


def rgb(colour: str) -> RGBColor:
    """Give a colour of this project to the slides.

    Parameters
    ----------
    colour
        For instance ``"#1e6cb2"``.

    Returns
    -------
    pptx.dml.color.RGBColor
        The colour.
    """
    return RGBColor.from_string(colour.strip("#").upper())


def _place(page: SlideMaster | SlideLayout) -> None:
    for shape in list(page.placeholders):
        kind = shape.placeholder_format.type
        if kind == PP_PLACEHOLDER.DATE:
            shape.element.getparent().remove(shape.element)
        else:
            put(shape, _PLACES[kind])


def put(shape: BaseShape, place: tuple[float, float, float, float]) -> None:
    """Put a shape where it belongs.

    Parameters
    ----------
    shape
        The shape.
    place
        Left, top, width and height [mm].
    """
    shape.left, shape.top, shape.width, shape.height = (Mm(side) for side in place)


def _draw_bar(page: SlideMaster | SlideLayout, place: tuple[float, float, float, float]) -> None:
    x, y, w, h = (int(Mm(side)) for side in place)
    tree = page.shapes.element
    # Behind all that a slide shows; the first two children are properties of the group.
    tree.insert(2, parse_xml(_BAR.format(names=nsdecls("p", "a"), id=90, x=x, y=y, w=w, h=h)))


def _set_type(master: SlideMaster, opening: SlideLayout) -> None:
    styles = master.element.find(qn("p:txStyles"))
    title = styles.find(f"{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    look = title.find(qn("a:defRPr"))
    look.set("sz", str(_TITLE * 100))
    look.set("b", "1")
    for level, size in zip("123", (_TEXT, 18, 16), strict=True):
        text = styles.find(f"{qn('p:bodyStyle')}/{qn(f'a:lvl{level}pPr')}")
        text.find(qn("a:defRPr")).set("sz", str(size * 100))
    for page in (master, opening):
        for shape in page.placeholders:
            kind = shape.placeholder_format.type
            frame = shape.text_frame
            style = shape.element.find(f".//{qn('a:lstStyle')}/{qn('a:lvl1pPr')}")
            if kind in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER) and style is not None:
                style.set("algn", "l" if kind == PP_PLACEHOLDER.FOOTER else "r")
                style.find(qn("a:defRPr")).set("sz", str(_FOOT * 100))
            elif kind == PP_PLACEHOLDER.SUBTITLE and style is not None:
                style.set("algn", "l")
            frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(0)


def _set_theme(master: SlideMaster) -> None:
    theme = master.part.part_related_by(RT.THEME)
    text = theme.blob.decode()
    accent, ink = ACCENT.strip("#").upper(), INK.strip("#").upper()
    for old, new in (("Calibri", FONT), ("4F81BD", accent), ("1F497D", ink)):
        text = text.replace(f'"{old}"', f'"{new}"')
    theme.blob = text.encode()
