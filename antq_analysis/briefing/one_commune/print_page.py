"""The page of one commune as a PDF: one sheet of A4, tagged, its fonts embedded."""

import json
from importlib.resources import files
from typing import Any

from antq_analysis.briefing.one_commune.page import CommunePage
from antq_analysis.briefing.parts import Figure
from antq_analysis.briefing.print_page import (
    GROUND,
    REGIONS,
    SERIF,
    compile_page,
    legal_throughout,
    told_table,
)
from antq_analysis.language.catalogue import say
from antq_analysis.show.style import FONT, RED
from antq_analysis.show.table import Table

SIZES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
"""How much smaller everything may be set so that the page stays one page."""
_WIDTH = 180.0
_TYPE = (9.0, 8.5, 8.0, 7.5, 7.0)
_PADDING = 1.8


def write_commune_print(page: CommunePage) -> bytes:
    """Write the page of a commune as a PDF.

    Parameters
    ----------
    page
        What to write.

    Returns
    -------
    bytes
        A tagged PDF (PDF/UA-1), the same for the same page.
    """
    return compile_page(commune_files(page))


def commune_files(page: CommunePage) -> dict[str, bytes]:
    """Lay out the files that the PDF is made of.

    Parameters
    ----------
    page
        What to write.

    Returns
    -------
    dict of str to bytes
        The page, all that it says as data, and the chart.
    """
    made = files("antq_analysis.briefing").joinpath("commune_page.typ").read_bytes()
    told = json.dumps(legal_throughout(_told(page)), ensure_ascii=False).encode()
    pictures = {_file(page.figure): page.figure.png} if page.figure else {}
    return {"main.typ": made, "told.json": told, **pictures}


def _told(page: CommunePage) -> dict[str, Any]:
    figure = page.figure
    return {
        "lang": page.lang,
        "region": REGIONS[page.lang],
        "fonts": [SERIF, FONT],
        "red": RED,
        "ground_colour": GROUND,
        "sizes": list(SIZES),
        "title": page.title,
        "subtitle": page.subtitle,
        "banner": page.banner,
        "warning": page.warning,
        "ground": list(page.ground),
        "tables": [_table(one) for one in (page.history, page.beside) if one is not None],
        "figure": figure and {"file": _file(figure), "caption": figure.caption, "alt": figure.alt},
        "remarks_title": say("briefing.commune_remarks", page.lang),
        "remarks": list(page.remarks),
    }


def _table(table: Table) -> dict[str, Any]:
    return told_table(table, _WIDTH, _TYPE, _PADDING) | {"title": table.title}


def _file(figure: Figure) -> str:
    return f"{figure.key}.png"
