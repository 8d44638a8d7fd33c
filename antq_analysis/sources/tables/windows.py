"""The days that a period covers under each reporting window."""

from datetime import date, timedelta

import pandas as pd

from antq_analysis.observations import is_year, period_bounds

# Circular 124/2021/TT-BCA: communes report 16 November to 15 November, residential areas 1 November to 31 October.
_YEAR_ENDS = {"tt124_commune": (11, 15), "tt124_kdc": (10, 31)}


def window(period: str, basis: str) -> tuple[date | None, date | None]:
    """Give the first and last day of a period.

    Parameters
    ----------
    period
        A period such as ``2025``.
    basis
        The reporting window, one of :data:`antq_analysis.observations.PERIOD_BASES`.

    Returns
    -------
    tuple
        Two days, or two None where the window does not say.

    Raises
    ------
    InputError
        If the period is not written as one.

    References
    ----------
    Thông tư 124/2021/TT-BCA.

    Examples
    --------
    >>> window("2023", "tt124_commune")
    (datetime.date(2022, 11, 16), datetime.date(2023, 11, 15))
    """
    first, last = period_bounds(period)
    if basis == "calendar":
        return first, last
    if basis in _YEAR_ENDS and is_year(period):
        month, day = _YEAR_ENDS[basis]
        return date(last.year - 1, month, day) + timedelta(days=1), date(last.year, month, day)
    return None, None


def timestamps(bounds: tuple[date | None, date | None]) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Write two days as a frame holds them.

    Parameters
    ----------
    bounds
        As :func:`window` returns them.

    Returns
    -------
    tuple of pandas.Timestamp
        NaT for None.
    """
    first, last = (pd.Timestamp(day) if day is not None else pd.NaT for day in bounds)
    return first, last  # type: ignore[return-value]
