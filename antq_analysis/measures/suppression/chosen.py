"""What is hidden of some indicators, chosen beside all that hangs together with them, and audited."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from antq_analysis.errors import RefusedError
from antq_analysis.measures.suppression.audit import exposed
from antq_analysis.measures.suppression.cells import Cells, Flags, Floats
from antq_analysis.measures.suppression.protect import ALONE, BEFORE, UNSEEN, choose_hidden
from antq_analysis.measures.suppression.published import Published, Scope, published, spans
from antq_analysis.measures.suppression.together import joined, related_to
from antq_analysis.panel.load import Panel

Chosen = tuple[Cells, Flags, Flags]
"""The cells of an indicator, which of them are published, and which are hidden."""


def choose(
    panel: Panel, scopes: Mapping[str, Scope], earlier: pd.DataFrame, threshold: int
) -> dict[str, Chosen]:
    """Choose what is hidden of some indicators that are published together.

    Parameters
    ----------
    panel
        The panel.
    scopes
        What is to be published, by indicator.
    earlier
        Rows of the ledger on the panel's map, and of the whole province on others, of any indicator.
    threshold
        Largest count that is hidden for itself.

    Returns
    -------
    dict
        By indicator its cells, which of them are published, and which are hidden.

    Raises
    ------
    RefusedError
        If a sensitive count is no whole number, or what is published gives a small count away.
    """
    parts = _together(panel, scopes, earlier)
    hidden = {name: np.zeros(len(one.own), dtype=bool) for name, one in parts.items()}
    secret = {name: one for name, one in parts.items() if panel.vocabulary.indicator(name).sensitive}
    _refuse_fractions(panel, secret)
    if secret:
        cells = joined({name: one.known for name, one in secret.items()}, panel.vocabulary)
        settled = np.concatenate([one.settled for one in secret.values()])
        alone = not earlier["indicator"].isin(list(parts)).any()
        flags = choose_hidden(cells, threshold, settled, alone=alone)
        _refuse_exposed(cells, flags, settled, threshold, alone=alone)
        ends = np.cumsum([len(one.settled) for one in secret.values()])
        for (name, one), own in zip(secret.items(), np.split(flags, ends[:-1]), strict=True):
            hidden[name] = own[: len(one.own)]
    return {name: (parts[name].cells, parts[name].own, hidden[name]) for name in scopes}


def _together(panel: Panel, scopes: Mapping[str, Scope], earlier: pd.DataFrame) -> dict[str, Published]:
    by_indicator = {str(name): rows for name, rows in earlier.groupby("indicator")}
    related = {other for name in scopes for other in related_to(name, panel.vocabulary)}
    names = [*scopes, *sorted(related & set(by_indicator) - set(scopes))]
    told = earlier.loc[earlier["indicator"].isin(names), "period"].unique()
    asked = {period for one in scopes.values() for period in (*one.periods, *one.totals, *one.repeated)}
    periods = spans(asked, told)
    # Two groupings hang together by the communes that are in both, and two indicators by those of either.
    communes = bool(set(told) & set(periods)) or any(
        one.communes or len(one.groups) > 1 for one in scopes.values()
    )
    parts = {}
    for name in names:
        rows = by_indicator.get(name, earlier.iloc[:0])
        rows = rows[rows["period"].isin(periods)]
        if name in scopes or len(rows):
            parts[name] = published(panel, name, scopes.get(name, Scope()), rows, periods, communes=communes)
    return parts


def _refuse_fractions(panel: Panel, secret: Mapping[str, Published]) -> None:
    divided = {name: one.cells.values for name, one in secret.items() if (one.cells.values % 1 != 0).any()}
    if not divided:
        return
    labels = {
        lang: ", ".join(panel.vocabulary.indicator(name).label(lang) for name in divided)
        for lang in ("vi", "en")
    }
    raise RefusedError("measures.suppress_not_whole", label=labels["vi"], label_en=labels["en"])


def _refuse_exposed(cells: Cells, hidden: Flags, settled: Floats, threshold: int, *, alone: bool) -> None:
    values, small = cells.values, cells.is_small(threshold) & hidden
    found = exposed(
        np.where(hidden, np.nan, values),
        cells.sums,
        threshold,
        small,
        cells.matrix() @ values,
        within=cells.within,
        unseen=hidden & ~small & ((settled == UNSEEN) | (values == 0)),
    )
    if len(found):
        raise RefusedError(f"measures.{ALONE if alone else BEFORE}")
