"""Ticks that a legend declares to say no are refused: a tick says yes everywhere else."""

import re
from collections.abc import Sequence

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.forms.header import Header
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import UnitRow
from antq_analysis.sources.tables.context import Context
from antq_analysis.sources.tables.labelled_values import texts_of_rows
from antq_analysis.sources.tables.scales import without_columns
from antq_analysis.sources.tables.time_accents import with_accents
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

RULE = "ticks_say_no"

_BRACKETS = re.compile(r"[(\[]\s*([xv✓])\s*[)\]]")
_CLAUSES = re.compile(r"[,;.()\n\u201c\u201d\"]+|\b(?:còn lại|ngược lại)\b")
_MARK = re.compile(
    r"(?:^|\W)[xv](?:\W|$)|[✓✔√☑●•×]|\b(?:đánh|tích|bằng) dấu\b|\bdấu (?:tích|chéo|nhân)\b"
    r"|^\W*(?:số )?1\s*(?:[:=]|là\b)"
)
_UNMARKED = re.compile(r"\b(?:để |bỏ |ô )?trống\b|\b(?:không|chưa|đừng) (?:phải )?(?:đánh|tích|ghi|điền)\b")
_NO = re.compile(r"\b(?:không|chưa|trượt|hỏng|vi phạm)\b|\bcòn\b(?! (?:hoạt động|hiệu lực|duy trì|giữ|đạt))")


def says_no(words: str) -> bool:
    """Tell whether words declare that a tick says no.

    Parameters
    ----------
    words
        A legend, or a header with one.

    Returns
    -------
    bool
        Whether one of its clauses names a tick and a no; a no of cells that are left empty is none.

    Examples
    --------
    >>> [says_no(words) for words in ("x: chưa đạt", "Đánh dấu X vào xã không đạt", "x: đạt; để trống: không đạt")]
    [True, True, False]
    """
    clauses = _CLAUSES.split(_BRACKETS.sub(r" \1 ", with_accents(words)))
    return any(_MARK.search(one) and _NO.search(one) and not _UNMARKED.search(one) for one in clauses)


def refuse_inverted(
    rows: Sequence[UnitRow],
    columns: Sequence[tuple[int, Column]],
    sheet: Sheet,
    header: Header,
    below: Sequence[int],
    context: Context,
) -> tuple[list[UnitRow], list[Finding]]:
    """Refuse columns of ticks for which a legend above, below or in their header says that a tick means no.

    Parameters
    ----------
    rows
        The rows of units.
    columns
        Mapped columns with their place.
    sheet
        The sheet.
    header
        The head of the table.
    below
        Rows below the table, counted from 0.
    context
        The file.

    Returns
    -------
    tuple
        The rows, and an error for each legend.
    """
    ticked = [at for at, (_, column) in enumerate(columns) if column.reads == "tick"]
    if not ticked:
        return [*rows], []
    around = [*range(header.top), *below]
    legends = {cell: (text, ticked) for cell, text in texts_of_rows(sheet.rows, around) if says_no(text)}
    for at in ticked:
        path = header.paths[columns[at][0]]
        if says_no(path):
            legends[cell_name(header.bottom, columns[at][0])] = (path, [at])
    findings = []
    for cell, (text, meant) in legends.items():
        values = {"cells": ", ".join(cell_name(header.bottom, columns[at][0]) for at in meant)}
        findings.append(Finding(RULE, Severity.ERROR, context.file, sheet.name, cell, text, values=values))
    refused = {at: RULE for _, meant in legends.values() for at in meant}
    return [without_columns(row, refused) for row in rows] if refused else [*rows], findings
