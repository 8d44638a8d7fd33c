"""One finding for all the cases of a rule."""

import pandas as pd

from antq_analysis.findings import Finding, Severity


def listed(
    rule: str, cases: pd.Series, file: str = "", severity: Severity = Severity.WARNING, shown: int = 0
) -> list[Finding]:
    """List every case of a rule in one finding.

    Parameters
    ----------
    rule
        The rule, whose texts have ``{written}`` and ``{n}``.
    cases
        What was found: codes, or short texts.
    file
        What to call the table in the finding.
    severity
        How grave it is.
    shown
        How many cases are written out at most; 0 writes all of them.

    Returns
    -------
    list[Finding]
        One finding; none where there is no case.

    Examples
    --------
    >>> found = listed("crosswalk_swapped", pd.Series(["1 / 2", "3 / 4", "5 / 6"]), shown=2)
    >>> found[0].written, found[0].values
    ('1 / 2; 3 / 4; … (+1)', {'n': 3})
    """
    if cases.empty:
        return []
    words = cases.astype(str).tolist()
    more = [f"… (+{len(words) - shown})"] if 0 < shown < len(words) else []
    written = "; ".join([*(words[:shown] if shown else words), *more])
    return [Finding(rule, severity, file=file, written=written, values={"n": len(words)})]
