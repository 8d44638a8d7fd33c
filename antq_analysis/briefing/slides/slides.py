"""A briefing as slides: each a finding, what shows it, and for the speaker the bases, caveats and sources."""

import io
from itertools import chain

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide as Page
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Mm, Pt

from antq_analysis.briefing.fitted import broken_lines
from antq_analysis.briefing.letterhead import head_of
from antq_analysis.briefing.packed import WRITTEN, legal, pack_again
from antq_analysis.briefing.parts import Briefing, Bullets, Figure, Grid, Lines, Slide
from antq_analysis.briefing.slides.chart import add_chart
from antq_analysis.briefing.slides.deck import (
    BOTTOM,
    MARGIN,
    OPENING,
    TITLE_ONLY,
    TOP,
    WIDTH,
    WITH_TEXT,
    add_foot,
    empty_deck,
    layout_of,
    put,
    rgb,
)
from antq_analysis.briefing.slides.rows import add_table
from antq_analysis.language.catalogue import say
from antq_analysis.show.style import GREY

_LANGUAGES = {"vi": "vi-VN", "en": "en-US"}
_SANS, _BOLD, _LINE = 1.14, 1.24, 1.2 * 25.4 / 72
"""How much wider the face of slides is than that of books; height of a line of one point [mm]."""
_TITLE_SIZES, _TITLE_ROOM = (28, 26, 24, 22, 20, 18, 16), 24.0
_TEXT_SIZES, _BETWEEN = (24, 22, 20, 18, 16, 14), 3.0
_CAPTION_SIZE, _CAPTION = 16, 9.0
_NOTE_SIZE, _LEAST_LINE = 12, 6.0
"""Type of what must be known to read a chart [pt], and height of a line of it [mm]."""
_TEXT_SHARE = 0.36
"""Share of the width that sentences take beside a picture."""
_GAP = 8.0
Place = tuple[float, float, float, float]


def write_slides(briefing: Briefing) -> bytes:
    """Write a briefing as slides.

    Parameters
    ----------
    briefing
        What to write.

    Returns
    -------
    bytes
        A PPTX file, the same for the same briefing.
    """
    deck = empty_deck()
    _open(deck, briefing)
    for slide in briefing.slides:
        _show(deck, slide, briefing.lang)
    for number, page in enumerate(deck.slides, 1):
        add_foot(page, legal(briefing.banner), legal(briefing.warning), number)
        _set_language(page, _LANGUAGES[briefing.lang])
    about = deck.core_properties
    about.title, about.subject = legal(f"{briefing.title} - {briefing.subtitle}"), briefing.year
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.language = _LANGUAGES[briefing.lang]
    about.created = about.modified = WRITTEN
    about.revision = 1
    stream = io.BytesIO()
    deck.save(stream)
    return pack_again(stream.getvalue())


def _open(deck: Deck, briefing: Briefing) -> None:
    page = deck.slides.add_slide(layout_of(deck, OPENING))
    head, given = head_of(briefing), briefing.letterhead
    title, below = page.placeholders
    _write(title.text_frame, [briefing.subtitle], 36)
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    lines = [briefing.title, given.parent, given.office, head.dated if given.day else given.place]
    _write(below.text_frame, [line for line in lines if line], 22)
    _paint(below.text_frame)


def _show(deck: Deck, slide: Slide, lang: str) -> None:
    lists = [one.items for one in slide.shown if isinstance(one, Bullets)]
    before = tuple(chain.from_iterable(lists[:-1]))
    sentences = (*before, *((slide.lead,) if slide.lead else ()), *chain.from_iterable(lists[-1:]))
    others = [one for one in slide.shown if not isinstance(one, Bullets)]
    page = deck.slides.add_slide(layout_of(deck, WITH_TEXT if sentences else TITLE_ONLY))
    title = page.shapes.title
    if title is not None:
        room = WIDTH - 2 * MARGIN - 6
        _write(
            title.text_frame, [slide.title], _largest((slide.title,), room, _TITLE_ROOM, _TITLE_SIZES, _BOLD)
        )
        title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    whole: Place = (MARGIN, TOP, WIDTH - 2 * MARGIN, BOTTOM - TOP)
    text, *places = _shared(whole, bool(sentences), len(others))
    if sentences:
        body = page.placeholders[1]
        put(body, text)
        size = _largest(sentences, text[2] - 10, text[3], _TEXT_SIZES)
        _write(body.text_frame, list(sentences), size)
        if slide.lead:
            _lead(body.text_frame.paragraphs[len(before)])
    for one, place in zip(others, places, strict=True):
        _draw(page, one, place, lang)
    told = [*slide.notes, *(note for one in others if isinstance(one, Grid) for note in one.table.notes)]
    frame = page.notes_slide.notes_text_frame
    if frame is not None:
        frame.text = legal("\n".join(dict.fromkeys(told)))


def _shared(whole: Place, sentences: bool, others: int) -> list[Place]:
    """Share the room out: sentences at the right of what they speak of."""
    left, top, width, height = whole
    if not others:
        return [whole]
    text = width * _TEXT_SHARE if sentences else 0.0
    room = width - text - (_GAP if sentences else 0.0)
    each = (room - _GAP * (others - 1)) / others
    places = [(left + i * (each + _GAP), top, each, height) for i in range(others)]
    return [(left + width - text, top, text, height), *places]


def _draw(page: Page, one: Grid | Figure | Lines, place: Place, lang: str) -> None:
    left, top, width, height = place
    if isinstance(one, Lines):
        told = " ".join(one.notes)
        below = _LEAST_LINE * sum(broken_lines([told], [width], _NOTE_SIZE * _SANS, 0) for _ in told[:1])
        add_chart(page, one, (left, top, width, height - below), lang)
        if told:
            _say(page, told, (left, top + height - below, width, below), _NOTE_SIZE)
        return
    _say(page, one.caption, (left, top, width, _CAPTION))
    top, height = top + _CAPTION + 1, height - _CAPTION - 1
    if isinstance(one, Grid):
        more = add_table(page, one, (left, top, width, height - _CAPTION))
        if more:
            words = say("briefing.more_rows", lang, n=more)
            _say(page, words, (left, top + height - _CAPTION, width, _CAPTION))
        return
    scale = min(width / one.size[0], height / one.size[1])
    wide, high = one.size[0] * scale, one.size[1] * scale
    at = (left + (width - wide) / 2, top, wide, high)
    picture = page.shapes.add_picture(io.BytesIO(one.png), *(Mm(side) for side in at))
    picture.element.nvPicPr.cNvPr.set("descr", legal(one.alt))


def _say(page: Page, text: str, place: Place, size: int = _CAPTION_SIZE) -> None:
    frame = page.shapes.add_textbox(*(Mm(side) for side in place)).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Pt(0)
    _write(frame, [text], size)
    _paint(frame)


def _write(frame: TextFrame, lines: list[str], size: int) -> None:
    frame.text = ""
    for i, line in enumerate(lines):
        written = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        written.text = legal(line)
        # PowerPoint passes over what a paragraph says of its type: every run says it.
        for run in written.runs:
            run.font.size = Pt(size)
        if i:
            written.space_before = Mm(_BETWEEN)


def _paint(frame: TextFrame) -> None:
    for line in frame.paragraphs:
        for run in line.runs:
            run.font.color.rgb = rgb(GREY)


def _lead(sentence: _Paragraph) -> None:
    """Take the mark of a list from the sentence that leads to it."""
    look = sentence._p.get_or_add_pPr()  # noqa: SLF001 - the library has no other way to it
    look.set("marL", "0")
    look.set("indent", "0")
    look.insert(0, parse_xml(f"<a:buNone {nsdecls('a')}/>"))
    for run in sentence.runs:
        run.font.bold = True


def _largest(
    lines: tuple[str, ...], width: float, height: float, sizes: tuple[int, ...], face: float = _SANS
) -> int:
    for size in sizes:
        broken = sum(broken_lines([line], [width], size * face, 0) for line in lines)
        if broken * size * _LINE + (len(lines) - 1) * _BETWEEN <= height:
            return size
    return sizes[-1]


def _set_language(page: Page, code: str) -> None:
    parts = [page.element, page.notes_slide.element] if page.has_notes_slide else [page.element]
    for part in parts:
        for run in part.iter(qn("a:r"), qn("a:fld")):
            run.get_or_add_rPr().set("lang", code)
