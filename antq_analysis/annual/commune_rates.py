"""Rates and shares of communes with their intervals, beside the plain figures of the table of communes."""

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.language.catalogue import say
from antq_analysis.measures.usual import usual_measure
from antq_analysis.panel.load import Panel


def with_rates(
    table: pd.DataFrame, panel: Panel, year: str, indicators: tuple[str, ...], lang: str = "vi"
) -> pd.DataFrame:
    """Add to a table of communes the rates and shares of some indicators, each with its interval.

    Parameters
    ----------
    table
        What :func:`antq_analysis.annual.listing.list_communes` gives; its first column holds the codes.
    panel
        The panel.
    year
        The year.
    indicators
        Indicator ids; those that are neither a rate nor a share are passed over.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    pandas.DataFrame
        The table with more columns. A rate that rests on a bound or an approximate number is left empty, and a total
        has none.
    """
    wider = table.copy()
    for name in indicators:
        measure = usual_measure(panel, name)
        if year not in measure.periods() or measure.frame["exposure"].isna().all():
            continue
        rows = measure.at(year)
        rows = rows[rows["comparator"].isin(obs.EXACT)]
        label = f"{measure.label(lang)} ({measure.unit(lang)})"
        for part, head in (("value", ""), ("low", "low"), ("high", "high")):
            if rows[part].notna().any():
                title = f"{label} - {say(f'show.col_{head}', lang)}" if head else label
                wider[title] = wider.iloc[:, 0].map(rows[part]).astype(float).to_numpy()
    return wider
