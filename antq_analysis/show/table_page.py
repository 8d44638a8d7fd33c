"""A table as a page that needs nothing from the network."""

import html
from typing import Any

from great_tables import GT, loc, style

from antq_analysis.show.style import FAINT, FONT, GREY, INK, PAPER, RED
from antq_analysis.show.table import Table

_PAGE = """<!doctype html>
<html lang="{lang}">
<head><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font-family: "{font}", "Segoe UI", Arial, sans-serif; color: {ink}; margin: 12mm auto; max-width: 277mm; }}
@media print {{ thead {{ display: table-header-group; }} tr {{ break-inside: avoid; }} body {{ margin: 0; }} }}
</style></head>
<body>
{body}
</body>
</html>
"""


def table_html(table: Table) -> str:
    """Write a table as a piece of a page.

    Parameters
    ----------
    table
        What to write.

    Returns
    -------
    str
        HTML; every text of the data is escaped.
    """
    printed = table.printed()
    heads: dict[str, Any] = {str(i): column.head for i, column in enumerate(table.columns)}
    texts = [str(i) for i, column in enumerate(table.columns) if column.kind == "text"]
    page = GT(printed, id="antq_table").cols_label(cases=heads)
    page = page.cols_align("right", [name for name in heads if name not in texts]).cols_align("left", texts)
    if table.title:
        page = page.tab_header(table.title, table.subtitle or None)
    for kind, ground in (("total", "#e8eef5"), ("heading", "#f4f6f8")):
        rows = [i for i, found in enumerate(table.kinds) if found == kind]
        if rows:
            page = page.tab_style([style.text(weight="bold"), style.fill(ground)], loc.body(rows=rows))
    cuts = [i for i, found in enumerate(table.kinds) if found == "cut"]
    if cuts:
        page = page.tab_style(
            style.borders(sides="top", color=INK, style="dashed", weight="2px"), loc.body(rows=cuts)
        )
    for note in table.notes:
        page = page.tab_source_note(html.escape(note))
    page = page.tab_options(
        table_font_names=[FONT, "Segoe UI", "Arial", "sans-serif"],
        table_font_color=INK,
        table_font_size="13px",
        table_width="100%",
        heading_align="left",
        heading_title_font_size="18px",
        heading_title_font_weight="bold",
        heading_subtitle_font_size="13px",
        column_labels_font_weight="bold",
        column_labels_border_bottom_color=GREY,
        table_body_hlines_color=FAINT,
        table_background_color=PAPER,
        source_notes_font_size="11px",
        data_row_padding="3px",
    )
    return _banners(table) + page.as_raw_html()


def _banners(table: Table) -> str:
    if not (table.banner or table.warning):
        return ""
    look = f"display:flex;justify-content:space-between;font-weight:bold;margin-bottom:12px;color:{INK}"
    banner, warning = html.escape(table.banner), html.escape(table.warning)
    words = f'<span>{banner}</span><span style="color:{RED}">{warning}</span>'
    return f'<div style="{look}">{words}</div>\n'


def table_page(table: Table) -> str:
    """Write a table as a whole page.

    Parameters
    ----------
    table
        What to write.

    Returns
    -------
    str
        HTML.
    """
    return _PAGE.format(
        lang=table.lang, title=html.escape(table.title), font=FONT, ink=INK, body=table_html(table)
    )
