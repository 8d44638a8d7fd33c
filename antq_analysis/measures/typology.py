"""Who gained, kept or lost a standard over the years of one criteria set; two sets are never read as one."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import BreakError, RefusedError, UnknownNameError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.measures.frame import MIXED
from antq_analysis.measures.rates import count
from antq_analysis.measures.sorted_units import SortedUnits
from antq_analysis.panel.breaks import refuse_break
from antq_analysis.panel.load import Panel

Floats = npt.NDArray[np.float64]

KEPT, GAINED, LOST, NEVER = "kept", "gained", "lost", "never"
NOT_CONSIDERED, ONE_YEAR, NO_DATA = "not_considered", "one_year", "no_data"
TYPES = (KEPT, GAINED, LOST, NEVER, MIXED, NOT_CONSIDERED, ONE_YEAR, NO_DATA)
"""What a commune can be; these identifiers never change, and their colours hang on them."""


@dataclass(frozen=True)
class Typology(SortedUnits):
    """What each commune did with a standard over some years.

    Parameters
    ----------
    frame
        Index unit_code; columns n_years (years with a state), n_met (of these), n_mixed (years in which the communes
        that merged had different states), first and last (years with a state), `type`, one of :data:`TYPES`, status.
    kind, indicator, label_vi, label_en, units, province, map_date, base
        As in :class:`antq_analysis.measures.frame.UnitResult`.
    years
        The years that were looked at, in order.
    criteria
        The criteria set that holds in all of them; empty where the vocabulary knows of one only.
    """

    column: ClassVar[str] = "type"
    categories: ClassVar[tuple[str, ...]] = TYPES

    years: tuple[str, ...] = ()
    criteria: str = ""

    def sentence(self, lang: str = "vi") -> str:
        """Say how many kept, gained or lost it, under which criteria set.

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
        words = {"first": self.years[0], "last": self.years[-1], "criteria": self.criteria or "…"}
        label = self.label_en if lang == "en" else self.label_vi
        text = say("measures.typology_counted", lang, label=label, **counted, **words)
        for name in (MIXED, ONE_YEAR, NO_DATA):
            if counted[name]:
                text += " " + say(f"measures.typology_{name}", lang, n=counted[name])
        return text


def typology(
    panel: Panel, indicator: str, *, category: str = "", since: str = "", until: str = ""
) -> Typology:
    """Tell which communes kept, gained or lost a standard, within one criteria set.

    Parameters
    ----------
    panel
        The panel.
    indicator
        An indicator of states, met or not, such as criterion 19.2.
    category
        Value of its dimension; empty for the total.
    since
        First year; by default the first under the criteria set of the last year, which the result names.
    until
        Last year; by default the last with figures.

    Returns
    -------
    Typology
        One row a commune. Of the years with a state: met in all (``kept``), first not and then until the end
        (``gained``), first met and then not until the end (``lost``), in none (``never``), anything else or a year in
        which merged communes differ (``mixed``), and a change of which a year tells of some former communes only, the
        others not being considered. A year in which the commune was not considered leaves the base.

    Raises
    ------
    BreakError
        If the criteria set or the reporting window changed between `since` and `until`.
    RefusedError
        If the indicator is no state.
    UnknownNameError
        If there is no such indicator, or no year with figures.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> panel = worked_panel({"ntm_19_2_met": {"2022": [0, 1, 1, 0], "2023": [1, 1, 0, 0]}})
    >>> typology(panel, "ntm_19_2_met").frame["type"].tolist()
    ['gained', 'kept', 'lost', 'never']
    """
    what = panel.vocabulary.indicator(indicator)
    if what.kind != "status" or what.adds_up != "flags":
        raise RefusedError("measures.not_states", label=what.label_vi, label_en=what.label_en)
    measure = count(panel, indicator, category=category)
    told = [year for year in measure.periods() if obs.is_year(year) and year <= str(until or year)]
    if not told:
        raise UnknownNameError("errors.kind_period", str(until), measure.periods())
    years = _one_set(panel, indicator, told, str(since))
    _refuse_windows(panel.select(indicator, category=category), years)
    return Typology(
        frame=_typed(measure.frame, measure.units.index, years),
        kind="typology",
        indicator=indicator,
        label_vi=what.label_vi,
        label_en=what.label_en,
        units=measure.units,
        province=measure.province,
        map_date=measure.map_date,
        years=years,
        criteria=_set_of(panel, indicator, years[-1]),
    )


def _set_of(panel: Panel, indicator: str, year: str) -> str:
    return panel.vocabulary.method_version(panel.province.id, indicator, obs.period_bounds(year)[1])


def _one_set(panel: Panel, indicator: str, told: list[str], since: str) -> tuple[str, ...]:
    """Take the years from `since` on, or those of the last criteria set, and refuse two sets."""
    if not since:
        return tuple(
            year for year in told if _set_of(panel, indicator, year) == _set_of(panel, indicator, told[-1])
        )
    years = tuple(year for year in told if year >= since)
    if not years:
        raise UnknownNameError("errors.kind_period", since, told)
    first, last = (obs.period_bounds(year)[1] for year in (years[0], years[-1]))
    refuse_break(panel.vocabulary, panel.province.id, (indicator,), first, last)
    return years


def _refuse_windows(rows: pd.DataFrame, years: tuple[str, ...]) -> None:
    there = rows[rows["period"].isin(years) & rows["status"].isin(obs.WITH_VALUE)]
    windows = there.groupby("period")["period_basis"].agg(lambda names: "+".join(sorted(set(names))))
    other = windows[windows.ne(windows.iloc[0])] if len(windows) else windows
    if len(other):
        pair = windows.iloc[0], other.iloc[0]
        told = [" / ".join(obs.say_window(names, lang) for names in pair) for lang in LANGUAGES]
        raise BreakError(
            "measures.windows_differ",
            period=str(other.index[0]),
            since=str(windows.index[0]),
            windows=told[0],
            windows_en=told[1],
        )


def _typed(frame: pd.DataFrame, units: pd.Index, years: tuple[str, ...]) -> pd.DataFrame:
    index = pd.MultiIndex.from_product([units, years], names=["unit_code", "period"])
    rows = frame.reindex(index)
    states = rows["value"].to_numpy(float).reshape(len(units), len(years))
    statuses = rows["status"].fillna("no_row").to_numpy(str).reshape(states.shape)
    told = rows["value_text"].fillna("").ne("").to_numpy().reshape(states.shape) & np.isfinite(states)
    known = [row[np.isfinite(row)] for row in states]
    when = [np.array(years)[np.isfinite(row)] for row in states]
    table = pd.DataFrame(
        {
            "n_years": [len(row) for row in known],
            "n_met": [int((row == 1).sum()) for row in known],
            "n_mixed": (statuses == MIXED).sum(axis=1),
            "first": [str(one[0]) if len(one) else "" for one in when],
            "last": [str(one[-1]) if len(one) else "" for one in when],
        },
        index=units,
    )
    table["type"] = _types(table, known, statuses, told.any(axis=1))
    silent = table["n_years"].eq(0) & table["n_mixed"].eq(0)
    table["status"] = np.where(silent, statuses[:, -1], "reported")
    return table


def _types(
    table: pd.DataFrame, known: list[Floats], statuses: npt.NDArray[np.str_], partly: npt.NDArray[np.bool_]
) -> npt.NDArray[np.object_]:
    # Two years with a silent one between them still follow one another.
    changes = np.array([int((np.diff(row) != 0).sum()) for row in known])
    ended = np.array([len(row) > 0 and row[-1] == 1 for row in known])
    silent, apart = table["n_years"].eq(0), statuses == "not_applicable"
    unconsidered = silent & apart.any(axis=1) & (apart | (statuses == "no_row")).all(axis=1)
    return np.select(
        [
            # The state of a part that was considered is no state that the whole gained or lost.
            table["n_mixed"].gt(0) | (changes > 1) | ((changes == 1) & partly),
            unconsidered,
            silent,
            table["n_years"].eq(1),
            changes == 1,
        ],
        [MIXED, NOT_CONSIDERED, NO_DATA, ONE_YEAR, np.where(ended, GAINED, LOST)],
        default=np.where(ended, KEPT, NEVER),
    ).astype(object)
