"""A release that would be a page of gaps: refused, with what would show more and how many figures it would show."""

from collections.abc import Callable, Iterator

from antq_analysis import observations as obs
from antq_analysis.errors import AntqError, RefusedError
from antq_analysis.language.catalogue import Sentence
from antq_analysis.measures.suppression.cells import COMMUNE
from antq_analysis.measures.suppression.chosen import Chosen
from antq_analysis.measures.suppression.published import Scope
from antq_analysis.panel.load import Panel
from antq_analysis.vocabulary import Indicator

MOST_HIDDEN = 0.5
"""A release that hides more than this share of the figures of communes would be a page of gaps."""

LONGEST = 5
"""So many years are proposed together at most: what is older says little of today."""


def refuse_gaps(
    panel: Panel, what: Indicator, chosen: Chosen, scope: Scope, of: Callable[[Scope], Chosen] | None
) -> None:
    """Refuse a release that hides most figures of communes, and say what would show more.

    Parameters
    ----------
    panel
        The panel.
    what
        The indicator.
    chosen
        What would be hidden.
    scope
        What is to be published.
    of
        Chooses what is hidden of something else instead; without it nothing is proposed.

    Raises
    ------
    RefusedError
        If in a period more than half of the figures of communes would be hidden. Its cases say how many, then how many
        figures each number of years together would show, and each grouping.
    """
    shares = _shares(chosen, COMMUNE)
    gaps = {period: one for period, one in shares.items() if one[0] > MOST_HIDDEN * one[1]}
    if not gaps:
        return
    cases = [
        Sentence("measures.suppress_gaps_in", period=period, n=n, of=everyone)
        for period, (n, everyone) in gaps.items()
    ]
    last = max(gaps)
    if of is not None:
        cases += [*_over_years(scope, last, of), *_by_group(panel, last, of)]
    raise RefusedError(
        "measures.suppress_mostly_small", cases=cases, label=what.label_vi, label_en=what.label_en
    )


def _shares(chosen: Chosen, level: str) -> dict[str, tuple[int, int]]:
    """Count by period how many figures of a level are hidden, and of how many."""
    cells, own, hidden = chosen
    rows = cells.keys.assign(hidden=hidden)[own]
    rows = rows[rows["level"].eq(level) & rows["category"].eq("")]
    return {str(period): (int(some.sum()), len(some)) for period, some in rows.groupby("period")["hidden"]}


def _over_years(scope: Scope, last: str, of: Callable[[Scope], Chosen]) -> Iterator[Sentence]:
    """Try more and more years up to the last, until most communes can be shown."""
    if not obs.is_year(last):
        return
    for n in range(2, LONGEST + 1):
        period = f"{int(last) - n + 1}-{last}"
        try:
            shares = _shares(of(Scope(scope.groups, ("",), (period,), communes=True)), COMMUNE)
        except AntqError:
            # Further back lies a break, a year without figures, or something that was published.
            return
        hidden, everyone = shares.get(period, (0, 0))
        words = {"n": everyone - hidden, "of": everyone}
        yield Sentence("measures.suppress_gaps_over_years", periods=period, **words)
        if hidden <= MOST_HIDDEN * everyone:
            return


def _by_group(panel: Panel, last: str, of: Callable[[Scope], Chosen]) -> Iterator[Sentence]:
    known = panel.groups["grouping"].unique() if "grouping" in panel.groups else ()
    for grouping in map(str, known):
        try:
            shares = _shares(of(Scope((grouping,), ("",), (last,))), grouping)
        except AntqError:
            continue
        hidden, everyone = shares.get(last, (0, 0))
        words = {"n": everyone - hidden, "of": everyone}
        yield Sentence("measures.suppress_gaps_by_group", grouping=grouping, period=last, **words)
