"""Who came onto a list, stayed on it or left it between two years: one list and one round at a time, never added up."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from antq_analysis import observations as obs
from antq_analysis.errors import RefusedError, UnknownNameError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.change import refuse_other_kind
from antq_analysis.measures.frame import MIXED
from antq_analysis.measures.rates import count
from antq_analysis.measures.sorted_units import SortedUnits
from antq_analysis.panel.breaks import refuse_break
from antq_analysis.panel.load import Panel
from antq_analysis.vocabulary import Indicator

ENTERED, STAYED, LEFT, OUTSIDE, UNKNOWN = "entered", "stayed", "left", "outside", "unknown"
MOVES = (ENTERED, STAYED, LEFT, OUTSIDE, MIXED, UNKNOWN)
"""What a commune can do; these identifiers never change."""


@dataclass(frozen=True)
class EntryExit(SortedUnits):
    """Who entered, stayed on or left one list between two periods.

    Parameters
    ----------
    frame
        Index unit_code; columns name, before and after (1 on the list, 0 not), `move`, one of :data:`MOVES`, status.
    kind, indicator, label_vi, label_en, units, province, map_date, base
        As in :class:`antq_analysis.measures.frame.UnitResult`.
    category
        The list and round.
    listed
        Whether it is a list; otherwise a result that each commune reaches or not, such as a criterion.
    """

    column: ClassVar[str] = "move"
    categories: ClassVar[tuple[str, ...]] = MOVES

    category: str = ""
    listed: bool = True

    def names(self, move: str) -> tuple[str, ...]:
        """List the communes of one move by name.

        Parameters
        ----------
        move
            One of :data:`MOVES`.

        Returns
        -------
        tuple of str
            Names with codes, in register order; a name alone may belong to two communes.
        """
        rows = self.frame[self.frame["move"].eq(move)]
        return tuple(f"{name} ({code})" for code, name in rows["name"].items())

    def sentence(self, lang: str = "vi") -> str:
        """Say how many entered, stayed and left.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            A paragraph.
        """
        counted = self.counted()
        label = self.label_en if lang == "en" else self.label_vi
        key = "measures.entry_exit_counted" if self.listed else "measures.entry_exit_states"
        text = say(key, lang, label=label, **counted)
        if counted[UNKNOWN] + counted[MIXED]:
            text += " " + say("measures.entry_exit_unknown", lang, n=counted[UNKNOWN] + counted[MIXED])
        return " ".join([text, *self.caveats(lang)])

    def caveats(self, lang: str = "vi") -> tuple[str, ...]:
        """Say what a list that was left does not tell.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        tuple of str
            One sentence of a list, none of another result.
        """
        return (say("measures.entry_exit_alone", lang),) if self.listed else ()


def entry_exit(
    panel: Panel, indicator: str, period: str, since: str, *, category: str = "", basis: str | None = None
) -> EntryExit:
    """Tell which communes entered, stayed on or left a list, as the two lists were reported.

    Parameters
    ----------
    panel
        The panel.
    indicator
        A state of communes: a list, with a small count of lists and rounds, such as the communes of special attention,
        or a result such as a criterion.
    period, since
        The later and the earlier year.
    category
        The list and round; only one at a time, because lists and rounds are never added together.
    basis
        Which basis, where the panel has several: who is on a list, or who came onto it in the year.

    Returns
    -------
    EntryExit
        One row a commune. A commune without a state in one of the two years is ``unknown``, never off the list; one
        whose parts before a merger differ is ``mixed``.

    Raises
    ------
    BreakError
        If the criteria changed in between.
    RefusedError
        If the indicator is no state, or the periods are of two kinds.
    UnknownNameError
        If there is no such indicator, list or period.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> panel = worked_panel({"ntm_19_2_met": {"2022": [0, 1, 1, 0], "2023": [1, 1, 0, 0]}})
    >>> entry_exit(panel, "ntm_19_2_met", "2023", "2022").frame["move"].tolist()
    ['entered', 'stayed', 'left', 'outside']
    """
    what = panel.vocabulary.indicator(indicator)
    if what.kind != "status" or what.adds_up != "flags":
        raise RefusedError("measures.not_states", label=what.label_vi, label_en=what.label_en)
    refuse_other_kind(period, since)
    rows = panel.observations[panel.observations["indicator"].eq(indicator)]
    lists = sorted(rows["category"].unique())
    if category not in lists:
        raise UnknownNameError("measures.kind_list", category, [name for name in lists if name])
    days = (obs.period_bounds(name)[1] for name in (since, period))
    refuse_break(panel.vocabulary, panel.province.id, (indicator,), *days)
    measure = count(panel, indicator, category=category, basis=basis)
    for name in (period, since):
        if name not in measure.periods():
            raise UnknownNameError("errors.kind_period", name, measure.periods())
    then, now = measure.at(since), measure.at(period)
    frame = measure.units[["name"]].assign(before=then["value"], after=now["value"])
    mixed = then["status"].eq(MIXED) | now["status"].eq(MIXED)
    silent = frame[["before", "after"]].isna().any(axis=1)
    on, was = frame["after"].eq(1), frame["before"].eq(1)
    frame["move"] = np.select(
        [mixed, silent, on & ~was, on, was], [MIXED, UNKNOWN, ENTERED, STAYED, LEFT], default=OUTSIDE
    )
    frame["status"] = now["status"].where(now["value"].isna(), then["status"])
    return EntryExit(
        frame=frame,
        kind="entry_exit",
        indicator=indicator,
        label_vi=_label(panel, what, category, (period, since), "vi"),
        label_en=_label(panel, what, category, (period, since), "en"),
        units=measure.units,
        province=measure.province,
        map_date=measure.map_date,
        category=category,
        listed=bool(what.dimension),
    )


def _label(panel: Panel, what: Indicator, category: str, years: tuple[str, str], lang: str) -> str:
    named = what.label(lang)
    if category:
        named += f" – {panel.vocabulary.category_label(what.id, category, lang)}"
    return say("measures.change_label", lang, label=named, period=years[0], since=years[1])
