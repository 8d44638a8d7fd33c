"""The rows of the table of communes: the province, each district with its communes, and what lies beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.panel.load import Panel
from antq_analysis.show.layer import district_keys, district_order
from antq_analysis.show.table_content import HEADING, TOTAL
from antq_analysis.vocabulary.other_units import OTHER_LEVELS


@dataclass(frozen=True)
class Row:
    """One row.

    Parameters
    ----------
    code, name
        What stands at its head.
    kind
        ``"total"``, ``"heading"`` or ``""``.
    members
        Its communes; none where it is of organisations, police posts and the like.
    """

    code: str
    name: str
    kind: str
    members: tuple[str, ...]

    def is_commune(self) -> bool:
        """Tell whether it is a single commune, and not a district that happens to have one.

        Returns
        -------
        bool
            True of a commune.
        """
        return not self.kind and bool(self.members)


def rows_of(panel: Panel, lang: str) -> list[Row]:
    """Lay out the rows of communes.

    Parameters
    ----------
    panel
        The panel.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    list of Row
        The total, then districts in order, each above its communes in register order.
    """
    units = pd.DataFrame(panel.units.drop(columns="geometry", errors="ignore"))
    keys = district_keys(units)
    ranks = district_order(units)
    order = pd.DataFrame({"district": keys, "rank": ranks, "name": units["name"]}, index=units.index)
    order = order.sort_values("rank", kind="stable")
    rows = [Row("", say("annual.total", lang), TOTAL, tuple(map(str, order.index)))]
    for district, members in order.groupby("district", sort=False):
        codes = tuple(map(str, members.index))
        if district:
            rows.append(Row("", str(units.loc[codes[0], "district_name"]), HEADING, codes))
        rows += [Row(code, str(units.loc[code, "name"]), "", (code,)) for code in codes]
    return rows


def beside(panel: Panel, year: str, indicators: Sequence[str]) -> pd.DataFrame:
    """Take what organisations, police posts and the like report.

    Parameters
    ----------
    panel
        The panel.
    year
        The year.
    indicators
        Indicator ids; only those that may be summed are taken.

    Returns
    -------
    pandas.DataFrame
        One row a unit, one column an indicator.
    """
    rows = panel.reported
    counted = [name for name in indicators if panel.vocabulary.indicator(name).adds_up == "sum"]
    rows = rows[rows["level"].isin(OTHER_LEVELS) & rows["period"].eq(year) & rows["value"].notna()]
    rows = rows[rows["indicator"].isin(counted) & rows["category"].eq("")]
    return rows.pivot_table(index="unit_code", columns="indicator", values="value", aggfunc="sum")
