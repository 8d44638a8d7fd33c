"""What an estimate since the beginning must stand."""

import pandas as pd

from antq_analysis.measures.verdict.facts import Facts
from antq_analysis.measures.verdict.weighed import panel_checks


def checks_of(facts: Facts, **own: bool | None) -> pd.DataFrame:
    """Check what an estimate must stand.

    Parameters
    ----------
    facts
        What it rests on.
    **own
        Checks of its own; one that could not be made is None and is left out.

    Returns
    -------
    pandas.DataFrame
        Index: name of the check; column passed.
    """
    made = {name: passed for name, passed in own.items() if passed is not None}
    return pd.DataFrame({"passed": pd.Series(made | panel_checks(facts), dtype=bool)})
