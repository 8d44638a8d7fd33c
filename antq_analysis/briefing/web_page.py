"""The briefing as one HTML file that needs nothing from the network."""

import base64
from collections.abc import Mapping
from html import escape
from importlib.resources import files

import numpy as np

from antq_analysis.briefing.captions import number_captions
from antq_analysis.briefing.parts import Briefing, Bullets, Figure, Grid, Paragraph, Part
from antq_analysis.briefing.section_numbers import number_sections
from antq_analysis.language.catalogue import say
from antq_analysis.show.table import Table

_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<nav aria-label="{contents}">
<h2>{contents}</h2>
{links}
</nav>
<main>
{body}
</main>
</body>
</html>
"""
_KINDS = {"text": "", "note": ' class="note"', "own": ' class="own"'}


def write_web_page(briefing: Briefing) -> bytes:
    """Write a briefing as one page.

    Parameters
    ----------
    briefing
        What to write.

    Returns
    -------
    bytes
        HTML in UTF-8: no script, no address to fetch from, every text of the data escaped.
    """
    labels = number_captions(briefing)
    numbered = number_sections(briefing)
    body = [_head(briefing)]
    links = []
    for i, (number, depth, section) in enumerate(numbered):
        title = f"{number} {section.title}"
        if depth == 1:
            links.append(_link(f"s{i}", title))
        body.append(f'<h{depth + 1} id="s{i}">{escape(title)}</h{depth + 1}>')
        body += [part_html(part, labels, briefing.lang) for part in section.parts]
    body += _annexes(briefing, labels)
    links += [_link(annex.key, f"{labels[annex.key]}. {annex.caption}") for annex in briefing.annexes]
    links.append(_link("terms", say("briefing.terms", briefing.lang)))
    page = _PAGE.format(
        lang=briefing.lang,
        title=escape(briefing.subtitle),
        style=files("antq_analysis.briefing").joinpath("web_page.css").read_text(encoding="utf-8"),
        contents=escape(say("briefing.contents", briefing.lang)),
        links="<ul>\n" + "\n".join(f"<li>{link}</li>" for link in links) + "\n</ul>",
        body="\n".join(body),
    )
    return page.encode()


def _link(anchor: str, text: str) -> str:
    return f'<a href="#{escape(anchor)}">{escape(text)}</a>'


def _head(briefing: Briefing) -> str:
    head = briefing.letterhead
    lines = [
        f'<p class="banner">{escape(briefing.banner)}</p>' if briefing.banner else "",
        f'<p class="banner warning">{escape(briefing.warning)}</p>' if briefing.warning else "",
        *(f'<p class="office">{escape(line)}</p>' for line in (head.parent, head.office) if line),
        f"<h1>{escape(briefing.title)}<br><small>{escape(briefing.subtitle)}</small></h1>",
    ]
    return "<header>\n" + "\n".join(filter(None, lines)) + "\n</header>"


def part_html(part: Part, labels: Mapping[str, str], lang: str) -> str:
    """Write one part of a section.

    Parameters
    ----------
    part
        The part; a figure is there with its picture.
    labels
        Numbers of tables and figures.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        HTML; every text of the data is escaped.
    """
    if isinstance(part, Paragraph):
        return f"<p{_KINDS[part.kind]}>{escape(part.text)}</p>"
    if isinstance(part, Bullets):
        return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in part.items) + "</ul>"
    caption = f"{labels[part.key]}. {part.caption}"
    if isinstance(part, Grid):
        return f'<section class="grid" id="{escape(part.key)}">{_table(part.table, caption)}</section>'
    return _figure(part, caption, lang)


def _figure(figure: Figure, caption: str, lang: str) -> str:
    source = base64.b64encode(figure.png).decode("ascii")
    width, height = (round(side / 25.4 * 96) for side in figure.size)
    shown = f'<img alt="{escape(figure.alt)}" width="{width}" height="{height}" src="data:image/png;base64,{source}">'
    folded = ""
    if figure.data is not None:
        words = escape(say("briefing.show_data", lang))
        folded = f"<details><summary>{words}</summary>{_table(figure.data, caption)}</details>"
    return f'<figure id="{escape(figure.key)}">{shown}<figcaption>{escape(caption)}</figcaption>{folded}</figure>'


def _annexes(briefing: Briefing, labels: Mapping[str, str]) -> list[str]:
    terms = say("briefing.terms", briefing.lang)
    made = [f"<h2>{escape(say('briefing.annexes', briefing.lang))}</h2>"]
    for annex in briefing.annexes:
        table = _table(annex.table, f"{labels[annex.key]}. {annex.caption}")
        made.append(f'<section class="grid annex" id="{escape(annex.key)}">{table}</section>')
    made.append(f'<section class="grid annex" id="terms">{_table(briefing.terms, terms)}</section>')
    return made


def _table(table: Table, caption: str) -> str:
    printed = table.printed()
    texts = [column.kind == "text" for column in table.columns]
    heads = "".join(f'<th scope="col">{escape(column.head)}</th>' for column in table.columns)
    named = int(np.argmax(texts)) if any(texts) else -1
    named = next((i for i, column in enumerate(table.columns) if column.keys[0] == "name"), named)
    rows = []
    for kind, cells in zip(table.kinds, printed.itertuples(index=False), strict=True):
        written = "".join(
            _cell(str(cell), text=text, names=i == named)
            for i, (cell, text) in enumerate(zip(cells, texts, strict=True))
        )
        rows.append(f'<tr class="{kind}">{written}</tr>' if kind else f"<tr>{written}</tr>")
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in table.notes)
    subtitle = f"<br><small>{escape(table.subtitle)}</small>" if table.subtitle else ""
    return (
        f'<div class="scroll"><table><caption>{escape(caption)}{subtitle}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>{notes}"
    )


def _cell(cell: str, *, text: bool, names: bool) -> str:
    if names:
        return f'<th scope="row">{escape(cell)}</th>'
    return f"<td{' class=text' if text else ''}>{escape(cell)}</td>"
