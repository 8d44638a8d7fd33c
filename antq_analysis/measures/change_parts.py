"""What a change of the whole province is made of: parts that add up to it exactly."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from antq_analysis.errors import UnknownNameError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.measures.change import say_change
from antq_analysis.measures.frame import Labelled, Series, Shown
from antq_analysis.measures.others import others_of
from antq_analysis.measures.rates import count
from antq_analysis.measures.series import totals
from antq_analysis.observations import EXACT, period_bounds
from antq_analysis.panel.breaks import breaks_between
from antq_analysis.panel.load import Panel

LARGEST, REST, METHOD, BOUNDS, STOPPED, BEGAN, OTHERS, BOUNDARIES, PROVINCE = (
    "largest",
    "rest",
    "method",
    "bounds",
    "stopped",
    "began",
    "others",
    "boundaries",
    "province",
)
PARTS = (STOPPED, BEGAN, BOUNDARIES, PROVINCE, OTHERS, METHOD, BOUNDS, LARGEST, REST)
"""Kinds of parts, in order of telling; these identifiers never change."""

NAMED = 5
"""Communes that are named, with the largest change either way."""

_NONE = 1e-9


@dataclass(frozen=True)
class ChangeParts(Labelled, Shown):
    """What a change of a total is made of.

    Parameters
    ----------
    frame
        One row a part, in order of telling: `part` (one of :data:`PARTS`), unit_code and name (of a commune, else
        empty), n (communes or other units in it), before, after and change; a figure that is not there counts as 0.
        The changes add up to that of the total.
    series
        The totals.
    period, since
        The later and the earlier year.
    label_vi, label_en, unit_vi, unit_en
        What is counted, and in what.
    """

    frame: pd.DataFrame
    series: Series
    period: str
    since: str
    label_vi: str
    label_en: str
    unit_vi: str
    unit_en: str

    @property
    def change(self) -> float:
        """The change of the total."""
        values = self.series.frame["value"]
        return float(values[self.period] - values[self.since])

    def sentence(self, lang: str = "vi") -> str:
        """Say how the total changed, and that the parts add up.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            A paragraph.
        """
        head = say_change(self.series, self.period, self.since, lang)
        return f"{head} {say('measures.parts_of', lang, change=_signed(self.change, lang))}"

    def lines(self, lang: str = "vi") -> tuple[str, ...]:
        """Say every part.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        tuple of str
            A line a part, its change first.
        """
        wide = max(len(_signed(value, lang)) for value in self.frame["change"])
        return tuple(self._line(i, lang, wide) for i in range(len(self.frame)))

    def _line(self, place: int, lang: str, wide: int) -> str:
        row = self.frame.iloc[place]
        before, after, changed = (float(row[name]) for name in ("before", "after", "change"))
        told = say(
            f"measures.part_{row['part']}",
            lang,
            name=f"{row['name']} ({row['unit_code']})",
            n=int(row["n"]),
            period=self.period,
            since=self.since,
            before=format_number(before, lang),
            after=format_number(after, lang),
        )
        return f"{_signed(changed, lang):>{wide}}  {told}"

    def rows(self) -> pd.DataFrame:
        """Give the parts.

        Returns
        -------
        pandas.DataFrame
            The frame.
        """
        return self.frame


def change_parts(panel: Panel, indicator: str, period: str, since: str, *, named: int = NAMED) -> ChangeParts:
    """Take the change of the whole province between two years apart.

    Parameters
    ----------
    panel
        The panel.
    indicator
        An indicator that may be summed.
    period, since
        The later and the earlier year.
    named
        How many communes are named.

    Returns
    -------
    ChangeParts
        Communes with a figure in one of the years only; what could not be carried to the map of the panel; figures that
        stand for the whole province only; units beside the communes; and communes with a figure in both years: those
        with the largest change, and the rest in one row; those with a bound in a row of their own. Where the way of
        counting or the reporting window changed in between all of these are one row, because no figure tells what is
        due to it.

    Raises
    ------
    RefusedError
        If the indicator may not be summed over communes.
    UnknownNameError
        If there is no such indicator or year.

    References
    ----------
    The example is what a newspaper printed of a commune in Bắc Kạn, 2018: 5 incidents, 2 fewer than in 2017 (rows
    S004-12 and S004-14 of ``data/reference/published.csv``).

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> panel = worked_panel({"incidents_total": {"2017": [7], "2018": [5]}})
    >>> change_parts(panel, "incidents_total", "2018", "2017").frame["change"].sum()
    np.float64(-2.0)
    """
    what = panel.vocabulary.indicator(indicator)
    series = totals(panel, indicator)
    known = [str(name) for name in series.frame.index[series.frame["value"].notna()]]
    for name in (since, period):
        if name not in known:
            raise UnknownNameError("errors.kind_period", name, known)
    measure = count(panel, indicator)
    units = pd.DataFrame({"name": measure.units["name"].astype("str")})
    units["exact"] = True
    for column, name in (("before", since), ("after", period)):
        own = measure.at(name).reindex(units.index) if name in measure.periods() else None
        units[column] = np.nan if own is None else own["value"]
        units["exact"] &= own is None or own["value"].isna() | own["comparator"].isin(EXACT)
    cut = _is_cut(panel, series, period, since)
    rows = [*_unreported(units), *_both(units, cut=cut, named=named)]
    rows += _beside(panel, series, units, (indicator, since, period))
    frame = pd.DataFrame(rows, columns=["part", "unit_code", "name", "n", "before", "after"])
    frame["change"] = frame["after"] - frame["before"]
    frame["order"] = frame["part"].map(PARTS.index)
    frame = frame.sort_values("order", kind="stable", ignore_index=True).drop(columns="order")
    return ChangeParts(
        frame, series, period, since, what.label_vi, what.label_en, series.unit_vi, series.unit_en
    )


def _is_cut(panel: Panel, series: Series, period: str, since: str) -> bool:
    """Tell whether the way of counting or the reporting window changed between two years."""
    first, last = sorted(period_bounds(name)[1] for name in (since, period))
    windows = (one for one in series.breaks if one.kind == "reporting_window")
    known = breaks_between(panel.vocabulary, panel.province.id, (series.indicator,), first, last)
    return bool(known) or any(first < one.on <= last for one in windows)


def _unreported(units: pd.DataFrame) -> list[tuple[object, ...]]:
    known = units[["before", "after"]].notna()
    rows = []
    for part, mask in (
        (STOPPED, known["before"] & ~known["after"]),
        (BEGAN, known["after"] & ~known["before"]),
    ):
        if mask.any():
            some = units[mask]
            rows.append((part, "", "", len(some), *some[["before", "after"]].sum()))
    return rows


def _both(units: pd.DataFrame, *, cut: bool, named: int) -> list[tuple[object, ...]]:
    both = units.dropna(subset=["before", "after"])
    if both.empty:
        return []
    if cut:
        return [(METHOD, "", "", len(both), *both[["before", "after"]].sum())]
    rows: list[tuple[object, ...]] = []
    vague, both = both[~both["exact"]], both[both["exact"]]
    if len(vague):
        rows.append((BOUNDS, "", "", len(vague), *vague[["before", "after"]].sum()))
    # The order of the register decides between equal changes.
    moved = (both["after"] - both["before"]).abs().sort_values(ascending=False, kind="stable")
    largest = both.loc[moved.index[:named][moved.to_numpy()[:named] > 0]]
    rest = both.drop(index=largest.index)
    rows += [(LARGEST, code, row["name"], 1, row["before"], row["after"]) for code, row in largest.iterrows()]
    if len(rest):
        rows.append((REST, "", "", len(rest), *rest[["before", "after"]].sum()))
    return rows


def _beside(
    panel: Panel, series: Series, units: pd.DataFrame, what: tuple[str, str, str]
) -> list[tuple[object, ...]]:
    """Give what the total holds beside its communes on this map: other units, and what lies on no commune of it."""
    indicator, *names = what
    others = others_of(panel, panel.vocabulary.indicator(indicator))
    held = {name: others[name] for name in names if name in others and np.isfinite(others[name].events)}
    beside = [held[name].events if name in held else 0.0 for name in names]
    sums = [float(units[column].sum()) for column in ("before", "after")]
    wholes = [float(series.frame["value"][name]) for name in names]
    left = [whole - own - other for whole, own, other in zip(wholes, sums, beside, strict=True)]
    rows: list[tuple[object, ...]] = []
    if any(beside):
        rows.append((OTHERS, "", "", max(one.n for one in held.values()), *beside))
    if any(abs(value) > _NONE for value in left):
        # A year without one figure of a commune has its total from the sheet of the province.
        silent = (series.frame["n_units"] == series.frame["n_missing"]).reindex(names).any()
        rows.append((PROVINCE if silent else BOUNDARIES, "", "", 0, *left))
    return rows


def _signed(value: float, lang: str) -> str:
    return ("+" if value > 0 else "") + format_number(value, lang)
