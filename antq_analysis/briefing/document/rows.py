"""A table of Word: heads on every page, no row over two pages, figures to the right."""

from collections.abc import Sequence

from docx.oxml.xmlchemy import BaseOxmlElement

from antq_analysis.briefing.document.xml import node, paragraph, run
from antq_analysis.briefing.fitted import fit_columns
from antq_analysis.briefing.packed import legal
from antq_analysis.show.table import Table

TWIPS = 1440 / 25.4
"""Twentieths of a point in a millimetre."""

_STYLES = {12: "TableText", 11: "TableText11", 10: "TableText10", 9: "TableText9", 8: "TableText8"}
_KEPT, _TOGETHER = 6, 3
"""A table of up to so many rows stays on one page; a longer one has at least so many on each."""
_LETTERS = 900
"""Notes of so many letters have room under the last rows."""
_TOTAL = "E8EEF5"


def word_table(
    caption: str, table: Table, width: float, sizes: Sequence[int] = tuple(_STYLES)
) -> BaseOxmlElement:
    """Make a table.

    Parameters
    ----------
    caption
        What is said of it to those who cannot see it.
    table
        What it shows.
    width
        What there is [mm].
    sizes
        Sizes of type to choose from, largest first [pt].

    Returns
    -------
    BaseOxmlElement
        The table.
    """
    printed = table.printed()
    size, widths = fit_columns(table, printed, width, sizes)
    style = _STYLES[int(size)]
    twips = [round(each * TWIPS) for each in widths]
    made = node(
        "tbl", _properties(caption, sum(twips)), node("tblGrid", *(node("gridCol", w=w) for w in twips))
    )
    made.append(_head(table, twips, style))
    kept = len(printed) <= _KEPT
    for r, cells in enumerate(printed.itertuples(index=False)):
        row = node("tr", node("trPr", node("cantSplit")))
        kind = str(table.kinds.iloc[r])
        # A district stays with its first commune, a short table on one page, no row alone on another, notes with rows.
        at_an_end = r < _TOGETHER - 1 or r >= len(printed) - _TOGETHER
        keep = (r < len(printed) - 1 or bool(table.notes)) and (kept or at_an_end or kind == "heading")
        for column, text, w in zip(table.columns, cells, twips, strict=True):
            right = () if column.kind == "text" else (node("jc", val="right"),)
            bold = (node("b"),) if kind in ("total", "heading") else ()
            keeping = (node("keepNext"),) if keep else ()
            written = paragraph(style, run(str(text), *bold), look=(*keeping, *right))
            row.append(node("tc", _cell(w, kind), written))
        made.append(row)
    if table.notes:
        made.append(_notes(kept_notes(table), twips))
    return made


def kept_notes(table: Table) -> tuple[str, ...]:
    """Choose the notes that stay on the page of the last rows.

    Parameters
    ----------
    table
        The table.

    Returns
    -------
    tuple of str
        All; of a long list the first, as the others would draw the last rows to their page.
    """
    return table.notes if sum(map(len, table.notes)) <= _LETTERS else table.notes[:1]


def _notes(notes: Sequence[str], widths: list[int]) -> BaseOxmlElement:
    """Write notes into a last row without borders: not every program keeps what stands under a table with it."""
    sides = [node(side, val="nil") for side in ("left", "bottom", "right")]
    look = [node("tcW", w=sum(widths), type="dxa")]
    look += [node("gridSpan", val=len(widths))] if len(widths) > 1 else []
    look += [node("tcBorders", *sides), node("tcMar", node("left", w=0, type="dxa"))]
    written = [paragraph("Note", run(note)) for note in notes]
    return node("tr", node("trPr", node("cantSplit")), node("tc", node("tcPr", *look), *written))


def _properties(caption: str, width: int) -> BaseOxmlElement:
    look = {"firstRow": 1, "lastRow": 0, "firstColumn": 0, "lastColumn": 0, "noHBand": 1, "noVBand": 1}
    return node(
        "tblPr",
        node("tblStyle", val="Figures"),
        node("tblW", w=width, type="dxa"),
        node("jc", val="center"),
        node("tblLayout", type="fixed"),
        node("tblLook", val="0620", **look),
        node("tblCaption", val=legal(caption)),
    )


def _head(table: Table, widths: list[int], style: str) -> BaseOxmlElement:
    row = node("tr", node("trPr", node("cantSplit"), node("tblHeader")))
    for column, w in zip(table.columns, widths, strict=True):
        look = (node("keepNext"), node("jc", val="center"))
        row.append(node("tc", _cell(w, "head"), paragraph(style, run(column.head, node("b")), look=look)))
    return row


def _cell(width: int, kind: str) -> BaseOxmlElement:
    made = node("tcPr", node("tcW", w=width, type="dxa"))
    if kind == "cut":
        made.append(node("tcBorders", node("top", val="dashed", sz=12, space=0, color="auto")))
    if kind in ("head", "total"):
        made.append(node("shd", val="clear", color="auto", fill="F2F2F2" if kind == "head" else _TOTAL))
    made.append(node("vAlign", val="center"))
    return made
