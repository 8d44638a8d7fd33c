"""What a report of one year may know: figures, files and findings of that year and of those before it."""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from antq_analysis.findings import Finding
from antq_analysis.observations import period_bounds

_YEAR = re.compile(r"\d{4}")
_DATED = ("period", "periods", "other", "since", "file_periods")


def is_by(period: str, year: str) -> bool:
    """Tell whether a period lies within a year or before it.

    Parameters
    ----------
    period
        The period, such as ``"2025-6T"``.
    year
        The year; empty for any.

    Returns
    -------
    bool
        Whether its last day is in that year or earlier.

    Examples
    --------
    >>> is_by("2025-6T", "2025"), is_by("2025-6T", "2024"), is_by("2020-2024", "2023"), is_by("2025", "")
    (True, False, False, True)
    """
    return not year or period_bounds(period)[1].year <= int(year)


def rows_until(rows: pd.DataFrame, year: str) -> pd.DataFrame:
    """Keep the rows of periods up to a year.

    Parameters
    ----------
    rows
        With a column `period`.
    year
        The year; empty keeps everything.

    Returns
    -------
    pandas.DataFrame
        Some of the rows.
    """
    if not year:
        return rows
    known = {period: is_by(str(period), year) for period in rows["period"].unique()}
    return rows[np.array([known[period] for period in rows["period"]], dtype=bool)]


def findings_until(findings: Iterable[Finding], year: str) -> tuple[Finding, ...]:
    """Keep the findings that speak of no later file and no later period.

    Parameters
    ----------
    findings
        What was found; each names the period of its file.
    year
        The year; empty keeps everything.

    Returns
    -------
    tuple of Finding
        Some of them.
    """
    return tuple(one for one in findings if not year or _last_year(one) <= int(year))


def _last_year(finding: Finding) -> int:
    told = " ".join(str(finding.values.get(name, "")) for name in _DATED)
    return max(map(int, _YEAR.findall(told)), default=0)
