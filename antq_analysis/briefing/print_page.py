"""The briefing as a PDF for print: tagged, its fonts embedded, the same pages on every machine."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import matplotlib as mpl
import typst

from antq_analysis.briefing.captions import number_captions
from antq_analysis.briefing.fitted import PADDING, fit_columns
from antq_analysis.briefing.letterhead import head_of
from antq_analysis.briefing.packed import legal
from antq_analysis.briefing.parts import Briefing, Bullets, Figure, Grid, Paragraph, Part
from antq_analysis.briefing.section_numbers import number_sections
from antq_analysis.language.catalogue import say
from antq_analysis.show.style import FONT, RED
from antq_analysis.show.table import Table

SERIF = "Libertinus Serif"
"""Ships within typst and draws every Vietnamese mark; what it lacks is drawn by the face of the maps."""

GROUND = "#e8eef5"
"""Behind the rows of totals."""

REGIONS = {"vi": "vn", "en": "us"}
"""What a language is called with its country, for who reads a page aloud."""

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
    return compile_page(page_files(briefing))


def compile_page(page: Mapping[str, bytes]) -> bytes:
    """Set a page without any font or file of the machine.

    Parameters
    ----------
    page
        ``main.typ`` and what it reads, by name.

    Returns
    -------
    bytes
        A tagged PDF (PDF/UA-1), the same for the same files.
    """
    with TemporaryDirectory() as folder:
        for name, content in page.items():
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
    told = json.dumps(legal_throughout(_told(briefing)), ensure_ascii=False).encode()
    return {"main.typ": page, "told.json": told, **pictures}


def _told(briefing: Briefing) -> dict[str, Any]:
    labels = number_captions(briefing)
    terms = {"label": say("briefing.terms", briefing.lang), "caption": ""}
    return {
        "lang": briefing.lang,
        "region": REGIONS[briefing.lang],
        "fonts": [SERIF, FONT],
        "red": RED,
        "ground": GROUND,
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
            terms | {"table": told_table(briefing.terms, _WIDE, _ANNEX_SIZES)},
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
        "table": told_table(grid.table, width, sizes),
    }


def told_table(
    table: Table, width: float, sizes: tuple[float, ...], padding: float = PADDING
) -> dict[str, Any]:
    """Tell a table as a page reads it.

    Parameters
    ----------
    table
        The table.
    width
        What there is for it [mm].
    sizes
        Sizes of type to choose from, largest first [pt].
    padding
        Space left and right in a cell, together [mm].

    Returns
    -------
    dict
        Texts, and how wide and how large they are set.
    """
    printed = table.printed()
    size, widths = fit_columns(table, printed, width, sizes, padding)
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


def legal_throughout(told: Any) -> Any:
    """Take out of every text what no page can hold.

    Parameters
    ----------
    told
        Texts, in lists and mappings.

    Returns
    -------
    Any
        The same, fit to be written.
    """
    if isinstance(told, str):
        return legal(told)
    if isinstance(told, dict):
        return {key: legal_throughout(value) for key, value in told.items()}
    return [legal_throughout(value) for value in told] if isinstance(told, list | tuple) else told
