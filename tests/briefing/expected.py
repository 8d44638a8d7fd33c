"""What every printed format must say, taken from the briefing itself."""

from collections.abc import Iterator
from dataclasses import replace

from antq_analysis.briefing.parts import Briefing, Bullets, Figure, Grid, Paragraph
from antq_analysis.show.table import Table


def cells(table: Table) -> list[list[str]]:
    """Heads, then every row as it is printed."""
    return [[column.head for column in table.columns], *table.printed().to_numpy().tolist()]


def grids(briefing: Briefing) -> list[Table]:
    """All tables in order of reading."""
    parts = [part for _, section in briefing.walk() for part in section.parts]
    inside = [part.table for part in parts if isinstance(part, Grid)]
    return [*inside, *(annex.table for annex in briefing.annexes), briefing.terms]


def sentences(briefing: Briefing) -> Iterator[str]:
    """All texts that stand outside tables, in order of reading."""
    head = briefing.letterhead
    yield from (head.parent, head.office, briefing.title, briefing.subtitle)
    for _, section in briefing.walk():
        yield section.title
        for part in section.parts:
            if isinstance(part, Paragraph):
                yield part.text
            elif isinstance(part, Bullets):
                yield from part.items
            elif isinstance(part, Grid):
                yield part.caption
                yield from part.table.notes
            elif isinstance(part, Figure):
                yield part.caption
    yield from (*head.recipients, head.signer_title)
    for annex in briefing.annexes:
        yield annex.caption
        yield from annex.table.notes


def spoilt(briefing: Briefing, text: str = "Xã\x0bMột\x00\ufffe\ud800 <b>") -> Briefing:
    """Put a text that no XML can hold into every kind of place."""
    section = replace(briefing.sections[0], title=text, parts=(Paragraph(text), Bullets((text,))))
    annex = replace(briefing.annexes[0], caption=text)
    table = annex.table
    table = replace(table, content=table.content.assign(name=text.replace("\ud800", "")), notes=(text,))
    slides = tuple(replace(slide, title=text, notes=(text,)) for slide in briefing.slides)
    return replace(
        briefing,
        subtitle=text,
        sections=(section, *briefing.sections[1:]),
        annexes=(replace(annex, table=table),),
        slides=slides,
        banner=text,
        letterhead=replace(briefing.letterhead, office=text, recipients=(text,)),
    )
