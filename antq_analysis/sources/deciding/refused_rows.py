"""Rows whose figures a remark refuses: what each figure would be, and which of them are still to be decided."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from antq_analysis.findings import Finding
from antq_analysis.sources.deciding.decisions import decided_number
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.scales import REMARKED
from antq_analysis.sources.tables.values import Reading

_UNDECIDABLE = ("class", "text")


def decision_text(value: float) -> str:
    """Write a number so that a decision reads it in one way.

    Parameters
    ----------
    value
        The number, not below 0.

    Returns
    -------
    str
        With a dot before decimals, and never with exactly three of them.

    Examples
    --------
    >>> decision_text(1602.0), decision_text(1.602)
    ('1602', '1.6020')
    """
    text = f"{value:.15g}"
    return text if decided_number(text) is not None else text + "0"


def keepable(reading: Reading, column: Column) -> str:
    """Give the number that a decision would keep of a figure.

    Parameters
    ----------
    reading
        What was read before the figure was refused.
    column
        Its column.

    Returns
    -------
    str
        The number; empty where no decision can say all that stands there.
    """
    plain = (
        reading.status == "reported" and reading.comparator == "exact" and column.reads not in _UNDECIDABLE
    )
    if not plain or (column.scale not in (0, 1) and reading.value < column.scale):
        return ""
    text = decision_text(reading.value)
    return text if decided_number(text) is not None else ""


def refused_figures(finding: Finding) -> list[tuple[str, str, str]]:
    """List the figures of a row that a remark refuses.

    Parameters
    ----------
    finding
        The error of the row.

    Returns
    -------
    list of tuple of str
        Of each its cell, what stands there, and what :func:`keepable` gives.
    """
    parts = (
        finding.cell.split(", "),
        str(finding.written).split("; "),
        str(finding.values["kept"]).split("; "),
    )
    return [*zip(*parts, strict=True)]


def still_refused(findings: Iterable[Finding], settled: Collection[str]) -> Iterator[Finding]:
    """Leave figures that were decided out of the errors of their rows.

    Parameters
    ----------
    findings
        Findings of a sheet.
    settled
        Cells whose decision counts.

    Yields
    ------
    Finding
        The findings; an error of a row names what is still refused, and is left out where that is nothing.
    """
    for finding in findings:
        figures = refused_figures(finding) if finding.rule == REMARKED else []
        left = [figure for figure in figures if figure[0] not in settled]
        if len(left) == len(figures):
            yield finding
        elif left:
            cells, texts, kept = zip(*left, strict=True)
            values = {**finding.values, "n": len(left), "kept": "; ".join(kept)}
            yield replace(finding, cell=", ".join(cells), written="; ".join(texts), values=values)
