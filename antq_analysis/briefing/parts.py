"""What a briefing is made of, before any format: sections of paragraphs, lists, tables and figures; annexes; slides."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from antq_analysis.show.table import Table


@dataclass(frozen=True)
class Paragraph:
    """One paragraph.

    Parameters
    ----------
    text
        Plain text; whatever it holds is text in every format, never markup.
    kind
        ``"text"``, ``"note"`` (small: bases, method, sources) or ``"own"`` (written by the office, kept across reruns).
    """

    text: str
    kind: str = "text"


@dataclass(frozen=True)
class Bullets:
    """A list of sentences without an order of rank.

    Parameters
    ----------
    items
        Plain texts.
    """

    items: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table with its caption; every format numbers captions itself.

    Parameters
    ----------
    key
        Its name in file names and anchors: lower-case ASCII letters, digits and ``_``.
    caption
        What it shows, without a number.
    table
        The table.
    """

    key: str
    caption: str
    table: Table


@dataclass(frozen=True)
class Lines:
    """What an editable chart draws: one value a period and line.

    Parameters
    ----------
    unit
        Unit of the values.
    periods
        Along the axis.
    values
        For each name of a line one value a period; None where there is no figure, and where the way of counting changed
        the next value belongs to a line of its own.
    apart
        Positions of periods that rest on other places than the next: between the two the line is dashed.
    hollow
        Positions of periods whose figure lacks some places.
    notes
        What must be known to read it.
    """

    unit: str
    periods: tuple[str, ...]
    values: dict[str, tuple[float | None, ...]]
    apart: frozenset[int] = frozenset()
    hollow: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A picture with its caption.

    Parameters
    ----------
    key
        Its name in file names and anchors: lower-case ASCII letters, digits and ``_``.
    caption
        What it shows, without a number.
    alt
        The same for those who cannot see it.
    png
        The picture, 300 dots per inch; empty where it is only announced.
    size
        Width and height as drawn [mm].
    data
        The figures that it shows; None where a table of the same briefing has them.
    lines
        The same for a chart that can be edited; None for a map.
    """

    key: str
    caption: str
    alt: str = ""
    png: bytes = field(default=b"", repr=False)
    size: tuple[float, float] = (0.0, 0.0)
    data: Table | None = None
    lines: Lines | None = None


Part = Paragraph | Bullets | Grid | Figure


@dataclass(frozen=True)
class Section:
    """A section with its title; formats number sections by depth: I, 1, a.

    Parameters
    ----------
    title
        Without a number.
    parts
        In order.
    sections
        Those below it, after its parts.
    """

    title: str
    parts: tuple[Part, ...] = ()
    sections: tuple["Section", ...] = ()

    def walk(self, depth: int = 1) -> Iterator[tuple[int, "Section"]]:
        """Go through this section and all below it, in order of reading.

        Parameters
        ----------
        depth
            That of this section.

        Yields
        ------
        tuple of int and Section
            Depth, from 1, and section.
        """
        yield depth, self
        for below in self.sections:
            yield from below.walk(depth + 1)


@dataclass(frozen=True)
class Slide:
    """One slide: a finding as its title and one thing that shows it.

    Parameters
    ----------
    title
        The finding, as a sentence.
    shown
        What shows it: up to two of bullets, tables, figures and editable charts.
    notes
        What the speaker needs: bases, caveats and sources.
    lead
        What leads to the sentences of the last list; empty where the title does.
    """

    title: str
    shown: tuple[Bullets | Grid | Figure | Lines, ...]
    notes: tuple[str, ...] = ()
    lead: str = ""


@dataclass(frozen=True)
class Letterhead:
    """The user's own words around a report; nothing here is invented, an empty field is a blank to be filled in.

    Parameters
    ----------
    parent, office
        The office above, and the one that reports.
    number
        Number and sign, for instance ``"     /BC-..."``.
    place, day
        Where and when it is signed; a day that is not given stands as a blank.
    signer_title, signer
        Who signs.
    recipients
        Lines below "Nơi nhận".
    """

    parent: str = ""
    office: str = ""
    number: str = ""
    place: str = ""
    day: str = ""
    signer_title: str = ""
    signer: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class Briefing:
    """All that is said of a year.

    Parameters
    ----------
    title, subtitle
        Kind of document and what it is about.
    letterhead
        The user's own words around it.
    sections
        The main text.
    annexes
        Tables of districts and communes, each on landscape pages.
    terms
        What the indicators of this briefing mean, a row each.
    slides
        The same in eight to twelve slides.
    year, lang
        The year; ``"vi"`` or ``"en"``.
    audience
        ``"internal"`` or ``"release"``.
    banner, warning
        The user's banner of internal outputs; that of fictional data.
    """

    title: str
    subtitle: str
    letterhead: Letterhead
    sections: tuple[Section, ...]
    annexes: tuple[Grid, ...]
    terms: Table
    slides: tuple[Slide, ...]
    year: str
    lang: str
    audience: str
    banner: str = ""
    warning: str = ""

    def walk(self) -> Iterator[tuple[int, Section]]:
        """Go through all sections in order of reading.

        Yields
        ------
        tuple of int and Section
            Depth, from 1, and section.
        """
        for section in self.sections:
            yield from section.walk()

    def _repr_html_(self) -> str:
        from antq_analysis.briefing.read_page import read_html  # noqa: PLC0415 - the page is made of this shape

        return read_html(self)

    def __str__(self) -> str:
        from antq_analysis.briefing.read_page import read_text  # noqa: PLC0415 - as above

        return read_text(self)
