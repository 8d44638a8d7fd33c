"""A briefing as it is read in a notebook: its sections with their numbers, and where the office writes itself."""

from collections.abc import Iterator, Mapping
from html import escape

from antq_analysis.briefing.captions import number_captions
from antq_analysis.briefing.own_words import OWN
from antq_analysis.briefing.parts import Briefing, Bullets, Figure, Paragraph, Part
from antq_analysis.briefing.section_numbers import number_sections
from antq_analysis.briefing.web_page import part_html
from antq_analysis.language.catalogue import say

_STYLE = """.antq-briefing { max-width: 60rem; }
.antq-briefing p, .antq-briefing li { text-align: left; max-width: 46rem; }
.antq-briefing h3, .antq-briefing h4, .antq-briefing h5 { margin: 1.2em 0 .3em; font-style: normal; }
.antq-briefing .note, .antq-briefing .waiting { color: #57606a; font-size: .88em; margin: .2em 0; }
.antq-briefing .waiting { border: 1px dashed #9aa7b5; padding: .3em .8em; }
.antq-briefing .own { border-left: 4px solid #2f78b7; background: #f2f7fb; padding: .3em .8em; }
.antq-briefing .scroll { overflow-x: auto; }
.antq-briefing table { border-collapse: collapse; font-size: .88em; font-variant-numeric: tabular-nums; }
.antq-briefing caption { caption-side: top; text-align: left; font-weight: 600; color: inherit; padding: .6em 0 .3em; }
.antq-briefing caption small { font-weight: 400; color: #57606a; }
.antq-briefing th, .antq-briefing td { text-align: right; vertical-align: top; padding: .15em .6em; }
.antq-briefing tbody th, .antq-briefing td.text { text-align: left; font-weight: 400; background: none; }
.antq-briefing thead th:first-child { text-align: left; }
.antq-briefing tr.total > *, .antq-briefing tr.heading > * { font-weight: 600; }
.antq-briefing img { max-width: 100%; height: auto; }
"""


def read_html(briefing: Briefing) -> str:
    """Write the main text of a briefing for a cell of a notebook.

    Parameters
    ----------
    briefing
        The briefing.

    Returns
    -------
    str
        HTML without scripts; what the office writes itself is set apart, a picture that was not drawn is announced.
    """
    labels, lang = number_captions(briefing), briefing.lang
    body = [f"<style>{_STYLE}</style>"]
    for number, depth, section in number_sections(briefing):
        level = min(depth + 2, 6)
        body.append(f"<h{level}>{escape(f'{number} {section.title}')}</h{level}>")
        body += [_part(part, labels, lang) for part in section.parts]
    return f'<div class="antq-briefing" lang="{lang}">\n' + "\n".join(body) + "\n</div>"


def _part(part: Part, labels: Mapping[str, str], lang: str) -> str:
    if isinstance(part, Figure) and not part.png:
        return f'<p class="waiting">{escape(_captioned(part.key, part.caption, labels))}</p>'
    if isinstance(part, Paragraph) and part.kind == OWN:
        words = escape(say("briefing.own_words", lang))
        return f'<p class="own"><small>{words}</small><br>{escape(part.text)}</p>'
    return part_html(part, labels, lang)


def _captioned(key: str, caption: str, labels: Mapping[str, str]) -> str:
    return f"[{labels[key]}. {caption}]"


def read_text(briefing: Briefing) -> str:
    """Write the main text of a briefing without any markup.

    Parameters
    ----------
    briefing
        The briefing.

    Returns
    -------
    str
        A line a title, paragraph and point; tables and pictures by their captions.
    """
    labels = number_captions(briefing)
    lines = [briefing.subtitle]
    for number, _, section in number_sections(briefing):
        lines += ["", f"{number} {section.title}"]
        for part in section.parts:
            lines += _lines(part, labels)
    return "\n".join(lines)


def _lines(part: Part, labels: Mapping[str, str]) -> Iterator[str]:
    if isinstance(part, Paragraph):
        yield part.text
    elif isinstance(part, Bullets):
        yield from (f"- {item}" for item in part.items)
    else:
        yield _captioned(part.key, part.caption, labels)
