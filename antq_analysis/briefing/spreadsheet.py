"""The briefing as a workbook: a list of sheets, every table, annex and the data of every figure with its chart."""

import io
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
from xlsxwriter.workbook import Workbook

from antq_analysis.briefing.captions import number_captions
from antq_analysis.briefing.parts import Briefing, Figure, Grid, Lines
from antq_analysis.briefing.sheet_chart import add_line_chart
from antq_analysis.language.catalogue import say
from antq_analysis.show.style import FONT
from antq_analysis.show.table import Column, Table
from antq_analysis.show.table_book import add_sheet, new_book


def write_spreadsheet(briefing: Briefing) -> bytes:
    """Write a briefing as a workbook.

    Parameters
    ----------
    briefing
        What to write.

    Returns
    -------
    bytes
        An XLSX file, the same for the same briefing: figures as figures, texts as texts, no formula.
    """
    named = list(_sheets(briefing))
    stream = io.BytesIO()
    book = new_book(stream, briefing.subtitle)
    add_sheet(book, say("briefing.contents", briefing.lang), _contents(briefing, named))
    charts = _charts(briefing)
    for name, table in named:
        sheet = add_sheet(book, name, table)
        if name in charts:
            right = sum(len(column.keys) for column in table.columns) + 1
            add_line_chart(book, sheet, charts[name], right, briefing.lang)
    _link(book, named)
    book.close()
    return stream.getvalue()


def _sheets(briefing: Briefing) -> Iterator[tuple[str, Table]]:
    labels = number_captions(briefing)
    annexes = [(labels[annex.key], annex.caption, annex.table) for annex in briefing.annexes]
    parts = [part for _, section in briefing.walk() for part in section.parts]
    grids = [(labels[part.key], part.caption, part.table) for part in parts if isinstance(part, Grid)]
    figures = [
        (labels[part.key], part.caption, part.data)
        for part in parts
        if isinstance(part, Figure) and part.data is not None
    ]
    for label, caption, table in (*annexes, *grids, *figures):
        # Captions say more than the title that a table has of its own.
        title = f"{label}. {caption}"
        yield label, replace(table, title=title, banner=briefing.banner, warning=briefing.warning)
    terms = say("briefing.terms", briefing.lang)
    yield terms, replace(briefing.terms, title=terms, banner=briefing.banner, warning=briefing.warning)


def _charts(briefing: Briefing) -> dict[str, Lines]:
    labels = number_captions(briefing)
    parts = [part for _, section in briefing.walk() for part in section.parts]
    return {labels[part.key]: part.lines for part in parts if isinstance(part, Figure) and part.lines}


def _contents(briefing: Briefing, named: list[tuple[str, Table]]) -> Table:
    heads = [say(f"briefing.column_{key}", briefing.lang) for key in ("sheet", "shows")]
    names = [name for name, _ in named]
    shown = [table.title.removeprefix(f"{name}. ") for name, table in named]
    return Table(
        title=briefing.title,
        subtitle=briefing.subtitle,
        columns=tuple(Column(head, "text", (head,), (head,)) for head in heads),
        content=pd.DataFrame({heads[0]: names, heads[1]: shown}, dtype="str"),
        symbols=pd.DataFrame(index=range(len(named))),
        stars=pd.DataFrame(index=range(len(named))),
        kinds=pd.Series([""] * len(named), dtype="str"),
        banner=briefing.banner,
        warning=briefing.warning,
        lang=briefing.lang,
    )


def _link(book: Workbook, named: list[tuple[str, Table]]) -> None:
    """Let every line of the list of sheets lead to its sheet."""
    sheet = book.worksheets()[0]
    first = sheet.dim_rowmax - len(named) + 1
    look = book.add_format({"font_name": FONT, "font_color": "#0a4489", "underline": 1, "valign": "top"})
    for i, (name, _) in enumerate(named):
        sheet.write_url(first + i, 0, f"internal:'{name}'!A1", look, string=name)
