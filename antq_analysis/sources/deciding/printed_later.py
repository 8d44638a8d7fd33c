"""Cells that the file of a period leaves empty and a later file fills: what may be put in their place."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from antq_analysis.findings import Finding

RULE = "earlier_year_unused"
_FIGURE = ["period", "unit_code", "indicator", "category"]


def printed_later(
    findings: Sequence[Finding], observations: pd.DataFrame
) -> Iterator[tuple[Finding, Mapping[str, str], str]]:
    """Find the empty cells of files for which a later file prints a number.

    Parameters
    ----------
    findings
        All that was found.
    observations
        Every figure.

    Yields
    ------
    tuple
        What was found in the later file, the observation of the empty cell, and the number. A unit without a row in the
        file of the period has no cell to decide about, and a bound is no number.
    """
    told = [finding for finding in findings if finding.rule == RULE]
    if not told:
        return
    empty = observations[observations["status"].eq("not_reported") & observations["cell"].str.isalnum()]
    cells = {
        tuple(str(row[name]) for name in _FIGURE): {str(name): str(value) for name, value in row.items()}
        for row in empty.to_dict("records")
    }
    for finding in told:
        about = {name: str(finding.values[name]) for name in ("period", "indicator", "category")}
        numbers = str(finding.values["numbers"]).split("; ")
        for code, number in zip(str(finding.values["codes"]).split("; "), numbers, strict=True):
            place = tuple((about | {"unit_code": code})[name] for name in _FIGURE)
            if number and place in cells:
                yield finding, cells[place], number
