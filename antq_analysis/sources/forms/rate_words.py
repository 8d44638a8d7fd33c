"""Words of a header that say a rate, alone or beside a count."""

import re

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import SEPARATOR

_RATE = re.compile(
    r"[(\s]*(?:(?:đạt|chiếm)(?: được)? (?=\D*$))?[(\s]*(?:t[ỷỉ] (?:lệ|suất)\b|%)|mật độ\b|.*\(%\)"
    r"|.*\b(?:trên|/)\s?1\.?0*0\.?000? dân\b"
)
_RATE_BESIDE = re.compile(
    r"(?<=\w)\W*\((?=[^()]*[^\W\d])(?:đạt|chiếm|t[ỷỉ] lệ|tl|phần trăm|được|[\s%])+\)\s*$", re.IGNORECASE
)


def is_rate(path: str) -> bool:
    """Tell whether a header announces a printed rate.

    Parameters
    ----------
    path
        The header path.

    Returns
    -------
    bool
        True where its last part that is no unit says so, or the unit is a per cent.

    Examples
    --------
    >>> is_rate("Khu dân cư / Tỷ lệ có mô hình (%)"), is_rate("Khu dân cư / Có mô hình")
    (True, False)
    """
    return any(_RATE.match(fold(part)) for part in path.split(SEPARATOR))


def without_rate_beside(path: str) -> str:
    """Take off a bracket that says that a rate stands beside what a header counts.

    Parameters
    ----------
    path
        The header path.

    Returns
    -------
    str
        The header of the count; the path itself where there is no such bracket.

    Examples
    --------
    >>> without_rate_beside("Khu dân cư an toàn (ĐẠT TỶ LỆ %)"), without_rate_beside("Khu dân cư (%)")
    ('Khu dân cư an toàn', 'Khu dân cư (%)')
    """
    return path if is_rate(path) else _RATE_BESIDE.sub("", path)
