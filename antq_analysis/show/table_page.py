"""A table as a page that needs nothing from the network."""

import html
from typing import Any

from great_tables import GT, loc, style

from antq_analysis.show.style import FAINT, FONT, GREY, INK, PAPER, RED
from antq_analysis.show.table import Table

# A head keeps at least a word or two on a line; what names a row stays in sight while the rest moves under it.
_LOOK = """<style>
#antq_table td.gt_right {{ white-space: nowrap; }}
#antq_table th.gt_col_heading {{
  min-width: {head}; white-space: normal; vertical-align: bottom;
  position: sticky; top: 0; z-index: 2; background: {paper};
}}
{named}
@media print {{
  #antq_table {{ overflow: visible !important; }}
  #antq_table th, #antq_table td {{ position: static !important; }}
}}
</style>
"""
_NAMED = """#antq_table tr > :nth-child({place}).gt_left {{
  min-width: {width}; white-space: nowrap; position: sticky; left: {left}; z-index: 1; background: inherit;
}}
#antq_table thead tr > th:nth-child({place}).gt_left {{ z-index: 3; background: {paper}; }}
#antq_table tbody tr {{ background: {paper}; }}
"""
_WIDTHS = {"code": 5.0, "name": 13.0}
"""Width of the columns that name a row, in letters."""

_NARROW = 9
"""Columns that an A4 page holds; a wider table takes the width of the window."""
_HEADS, _PADDINGS = ("6.2em", "5em"), ("9px", "5px")
"""Least width of a head, and space at its sides: of a narrow table, and of a wide one that a small screen holds."""

_PAGE = """<!doctype html>
<html lang="{lang}">
<head><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font-family: "{font}", "Segoe UI", Arial, sans-serif; color: {ink}; margin: 12mm auto; max-width: {width}; }}
@media screen {{ #antq_table {{ max-height: 92vh; padding-top: 0 !important; }} }}
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
            looks = [style.text(weight="bold"), style.fill(ground), style.css("white-space: normal")]
            page = page.tab_style(looks, loc.body(rows=rows))
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
        data_row_padding_horizontal=_PADDINGS[_is_wide(table)],
        column_labels_padding_horizontal=_PADDINGS[_is_wide(table)],
    )
    return _banners(table) + _look(table) + page.as_raw_html()


def _look(table: Table) -> str:
    named, left = [], 0.0
    for place, column in enumerate(table.columns, 1):
        if column.kind != "text" or column.keys[0] not in _WIDTHS:
            break
        width = _WIDTHS[column.keys[0]]
        named.append(_NAMED.format(place=place, width=f"{width}em", left=f"{left}em", paper=PAPER))
        left += width
    return _LOOK.format(paper=PAPER, named="".join(named), head=_HEADS[_is_wide(table)])


def _is_wide(table: Table) -> bool:
    return len(table.columns) > _NARROW


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
        lang=table.lang,
        title=html.escape(table.title),
        font=FONT,
        ink=INK,
        width="96vw" if _is_wide(table) else "277mm",
        body=table_html(table),
    )
