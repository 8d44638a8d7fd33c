"""The page of one commune for a machine: the same as people read, row by row."""

from typing import Any

from antq_analysis.briefing.one_commune.page import CommunePage
from antq_analysis.show.table import Table


def commune_told(page: CommunePage) -> dict[str, Any]:
    """Lay out the page of a commune.

    Parameters
    ----------
    page
        The page.

    Returns
    -------
    dict
        ``unit_code``, ``name``, ``title``, ``subtitle``, ``audience``; sentences: ``ground``, ``remarks``, ``notes``;
        ``history`` and ``beside``, a row each by the heads of the columns, as printed; ``beside`` may be None.
    """
    tables = [page.history] if page.beside is None else [page.history, page.beside]
    return {
        "unit_code": page.code,
        "name": page.name,
        "title": page.title,
        "subtitle": page.subtitle,
        "audience": page.audience,
        "ground": page.ground,
        "history": _rows(page.history),
        "beside": None if page.beside is None else _rows(page.beside),
        "notes": tuple(dict.fromkeys(note for table in tables for note in table.notes)),
        "remarks": page.remarks,
    }


def _rows(table: Table) -> list[dict[str, str | None]]:
    heads = [column.head for column in table.columns]
    printed = ([str(cell).replace("\u00a0", " ") for cell in row] for row in table.printed().to_numpy())
    return [dict(zip(heads, (cell or None for cell in row), strict=True)) for row in printed]
