"""The briefing as a PDF for print: tagged, its fonts embedded, the same pages on every machine."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import matplotlib as mpl
import typst

from antq_analysis.briefing.captions import number_captions
from antq_analysis.briefing.fitted import fit_columns
from antq_analysis.briefing.letterhead import head_of
from antq_analysis.briefing.packed import legal
from antq_analysis.briefing.parts import Briefing, Bullets, Figure, Grid, Paragraph, Part
from antq_analysis.briefing.section_numbers import number_sections
from antq_analysis.language.catalogue import say
from antq_analysis.show.style import FONT, RED
from antq_analysis.show.table import Table

SERIF = "Libertinus Serif"
"""Ships within typst and draws every Vietnamese mark; what it lacks is drawn by the face of the maps."""

_REGIONS = {"vi": "vn", "en": "us"}
_TEXT, _WIDE = 160.0, 257.0
_HIGHEST_PICTURE = 205.0
_SIZES, _ANNEX_SIZES = (11.0, 10.0, 9.0, 8.0, 7.0), (10.0, 9.0, 8.0, 7.0)


def write_print(briefing: Briefing) -> bytes:
    """Write a briefing as a PDF.

    Parameters
    ----------
    briefing
        What to write.

    Returns
    -------
    bytes
        A tagged PDF (PDF/UA-1), the same for the same briefing.
    """
    with TemporaryDirectory() as folder:
        for name, content in page_files(briefing).items():
            (Path(folder) / name).write_bytes(content)
        return typst.compile(
            Path(folder) / "main.typ",
            format="pdf",
            root=Path(folder),
            font_paths=[Path(mpl.get_data_path()) / "fonts" / "ttf"],
            ignore_system_fonts=True,
            pdf_standards="ua-1",
        )


def page_files(briefing: Briefing) -> dict[str, bytes]:
    """Lay out the files that the pages are made of.

    Parameters
    ----------
    briefing
        What to write.

    Returns
    -------
    dict of str to bytes
        The page, all that it says as data, and pictures by name.
    """
    pictures = {
        _file(part): part.png
        for _, section in briefing.walk()
        for part in section.parts
        if isinstance(part, Figure)
    }
    page = files("antq_analysis.briefing").joinpath("print_page.typ").read_bytes()
    told = json.dumps(_legal(_told(briefing)), ensure_ascii=False).encode()
    return {"main.typ": page, "told.json": told, **pictures}


def _told(briefing: Briefing) -> dict[str, Any]:
    labels = number_captions(briefing)
    terms = {"label": say("briefing.terms", briefing.lang), "caption": ""}
    return {
        "lang": briefing.lang,
        "region": _REGIONS[briefing.lang],
        "fonts": [SERIF, FONT],
        "red": RED,
        "ground": "#e8eef5",
        "name": f"{briefing.title} - {briefing.subtitle}",
        "title": briefing.title,
        "subtitle": briefing.subtitle,
        "banner": briefing.banner,
        "warning": briefing.warning,
        "head": asdict(head_of(briefing)),
        "parts": list(_parts(briefing, labels)),
        "annexes": say("briefing.annexes", briefing.lang),
        "tables": [
            *(_grid(annex, labels, _WIDE, _ANNEX_SIZES) for annex in briefing.annexes),
            terms | {"table": _table(briefing.terms, _WIDE, _ANNEX_SIZES)},
        ],
    }


def _parts(briefing: Briefing, labels: dict[str, str]) -> Iterator[dict[str, Any]]:
    for number, depth, section in number_sections(briefing):
        yield {"is": "section", "number": number, "depth": depth, "title": section.title}
        for part in section.parts:
            yield _part(part, labels)


def _part(part: Part, labels: dict[str, str]) -> dict[str, Any]:
    if isinstance(part, Paragraph):
        return {"is": "note" if part.kind == "note" else "text", "text": part.text}
    if isinstance(part, Bullets):
        return {"is": "bullets", "items": list(part.items)}
    if isinstance(part, Grid):
        return {"is": "grid"} | _grid(part, labels, _TEXT, _SIZES)
    width, height = part.size
    scale = min(1.0, _TEXT / width, _HIGHEST_PICTURE / height)
    told = {"is": "figure", "label": labels[part.key], "caption": part.caption, "alt": part.alt}
    return told | {"file": _file(part), "width": width * scale}


def _grid(grid: Grid, labels: dict[str, str], width: float, sizes: tuple[float, ...]) -> dict[str, Any]:
    return {
        "label": labels[grid.key],
        "caption": grid.caption,
        "table": _table(grid.table, width, sizes),
    }


def _table(table: Table, width: float, sizes: tuple[float, ...]) -> dict[str, Any]:
    printed = table.printed()
    size, widths = fit_columns(table, printed, width, sizes)
    return {
        "size": size,
        "widths": widths,
        "subtitle": table.subtitle,
        "heads": [column.head for column in table.columns],
        "right": [column.kind != "text" for column in table.columns],
        "kinds": [str(kind) for kind in table.kinds],
        "rows": printed.to_numpy().tolist(),
        "notes": list(table.notes),
    }


def _file(figure: Figure) -> str:
    return f"{figure.key}.png"


def _legal(told: Any) -> Any:
    """Take out of every text what no page can hold."""
    if isinstance(told, str):
        return legal(told)
    if isinstance(told, dict):
        return {key: _legal(value) for key, value in told.items()}
    return [_legal(value) for value in told] if isinstance(told, list | tuple) else told
