"""What was found as files for Excel: a table to filter, with a link from each finding to the cell it speaks of."""

import csv
import io
import os
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from antq_analysis.annual.shielded import shield
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say, written_in
from antq_analysis.sources.deciding.question_book import row_height
from antq_analysis.sources.deciding.stored import shown_finding

WIDTHS = {
    "severity": 11,
    "period": 10,
    "file": 22,
    "sheet": 16,
    "cell": 11,
    "written": 16,
    "expected": 14,
    "text": 60,
    "remedy": 48,
    "rule": 22,
}
COLOURS = {Severity.ERROR: "#F8D7DA", Severity.WARNING: "#FFF3CD", Severity.NOTE: "#FFFFFF"}
MOST_LINKS = 60_000
"""Excel opens no sheet with more than 65,530 links."""

_PLACE = re.compile(r"(?:'(?P<sheet>(?:[^']|'')+)'!)?(?P<cell>[A-Z]+[1-9]\d*(?::[A-Z]+[1-9]\d*)?)")
_ROWS = re.compile(r"([1-9]\d*):[1-9]\d*")
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook holds local times; a fixed one keeps the bytes the same

Files = Mapping[tuple[str, str], Path]


def finding_rows(findings: Sequence[Finding], lang: str = "vi") -> list[dict[str, str]]:
    """Lay findings out for people, gravest first and in reading order.

    Parameters
    ----------
    findings
        What was found.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    list of dict
        One row a finding, by the names of :data:`WIDTHS`.
    """
    order = list(Severity)
    return [
        {
            "severity": say(f"annual.severity_{finding.severity.value}", lang),
            "period": str(finding.values.get("period", "")),
            "file": finding.file,
            "sheet": finding.sheet,
            "cell": finding.cell,
            "written": written_in(finding.written, lang),
            "expected": written_in(finding.expected, lang),
            "text": finding.text(lang),
            "remedy": finding.remedy(lang),
            "rule": finding.rule,
        }
        for finding in (
            shown_finding(one, lang) for one in sorted(findings, key=lambda one: order.index(one.severity))
        )
    ]


def finding_csv(findings: Sequence[Finding], lang: str = "vi") -> str:
    """Write findings as CSV for an Excel that takes the comma for the decimal mark.

    Semicolons part the cells, and a byte order mark tells that the text is UTF-8: a double click opens it rightly.

    Parameters
    ----------
    findings
        What was found.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        The text, with the mark in front.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\n")
    writer.writerow([say(f"annual.column_{name}", lang) for name in WIDTHS])
    for row in finding_rows(findings, lang):
        writer.writerow([shield(text) for text in row.values()])
    return "\ufeff" + stream.getvalue()


def finding_book(findings: Sequence[Finding], files: Files, folder: Path, lang: str = "vi") -> bytes:
    """Write findings as a workbook.

    Parameters
    ----------
    findings
        What was found.
    files
        Where the received files are kept, by period and name.
    folder
        Where the workbook will lie; links start from there.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    bytes
        An .xlsx file; the same bytes for the same findings.
    """
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"created": _CREATED})
    sheet = book.add_worksheet(say("annual.sheet_findings", lang))
    rows = finding_rows(findings, lang)
    font = {"font_name": "Times New Roman", "font_size": 12, "border": 1, "border_color": "#BFBFBF"}
    head = book.add_format(font | {"bold": True, "bg_color": "#DDE6EE", "align": "center", "text_wrap": True})
    looks = {
        say(f"annual.severity_{grade.value}", lang): _looks(book, font | {"bg_color": colour})
        for grade, colour in COLOURS.items()
    }
    for i, (name, width) in enumerate(WIDTHS.items()):
        sheet.set_column(i, i, width)
        sheet.write_string(0, i, say(f"annual.column_{name}", lang), head)
    for number, row in enumerate(rows, 1):
        plain, link = looks[row["severity"]]
        sheet.set_row(number, row_height([*row.values()], [*WIDTHS.values()]))
        for i, text in enumerate(row.values()):
            sheet.write_string(number, i, text[:32_000], plain)
        target = _target(row, files, folder) if number <= MOST_LINKS else ""
        if target:
            _link(sheet, (number, list(WIDTHS).index("cell")), target, (row["cell"], link))
    sheet.autofilter(0, 0, len(rows), len(WIDTHS) - 1)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return stream.getvalue()


def _looks(book: Workbook, look: dict[str, object]) -> tuple[Format, Format]:
    cell = look | {"text_wrap": True, "valign": "top", "num_format": "@"}
    return book.add_format(cell), book.add_format(cell | {"font_color": "#0563C1", "underline": 1})


def _link(sheet: Worksheet, at: tuple[int, int], target: str, shown: tuple[str, Format]) -> None:
    text, look = shown
    sheet.write_url(*at, target, look, text[:255])


def _target(row: Mapping[str, str], files: Files, folder: Path) -> str:
    path = files.get((row["period"], row["file"]))
    place = _PLACE.match(row["cell"])
    lines = _ROWS.fullmatch(row["cell"])
    if path is None or not (place or lines):
        return ""
    cell = place["cell"] if place else f"A{lines[1]}" if lines else ""
    quoted = (place["sheet"] if place else None) or row["sheet"].replace("'", "''")
    way = os.path.relpath(path, folder)
    target = f"external:{way}#'{quoted}'!{cell}"
    # A number sign parts file from place, so a name that holds one cannot be linked to.
    return target if target.count("#") == 1 and len(target) < 255 else ""
