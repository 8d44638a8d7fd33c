"""Where high or low rates lie together more than chance would have it."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import comb

from antq_analysis.errors import UnknownNameError, UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.base_years import said_of
from antq_analysis.measures.discovery import false_discovery
from antq_analysis.measures.frame import Measure, UnitResult
from antq_analysis.measures.grouped import GroupMeasure, say_groups
from antq_analysis.measures.space.local import LocalStatistics, local_statistics
from antq_analysis.measures.space.moran import MoranTest, moran_test
from antq_analysis.measures.space.neighbours import Neighbours
from antq_analysis.measures.space.on_map import BOUNDS, OnMap, on_map

HIGH_HIGH, LOW_LOW, HIGH_LOW, LOW_HIGH = "high_high", "low_low", "high_low", "low_high"
HIGH, LOW = "high", "low"
NOT_SIGNIFICANT, NO_NEIGHBOURS, NO_DATA = "not_significant", "no_neighbours", "no_data"

STATISTICS = {
    "moran": (HIGH_HIGH, LOW_LOW, HIGH_LOW, LOW_HIGH),
    "gi_star": (HIGH, LOW),
}
"""What a cluster can be by each statistic; these identifiers never change, and their colours hang on them."""

LEVEL = 0.05
FEWEST_DRAWS = 9_999
_SPARE = 1.02
"""Draws that contain the unit itself do not count, and how many these are is chance too."""


@dataclass(frozen=True)
class Clusters(UnitResult):
    """Which units lie among high or low neighbours beyond chance, at one time.

    Parameters
    ----------
    frame
        Index unit_code; columns value, standardised, n_neighbours, lag (mean of the standardised values of the
        neighbours), local_moran, gi_star, p_value, q_value, category, status.
    kind, indicator, label_vi, label_en, units, province, map_date, base
        As in :class:`antq_analysis.measures.frame.UnitResult`.
    period
        When.
    statistic
        One of :data:`STATISTICS`.
    level
        Largest share of false ones among the units found, on average over many maps.
    permutations
        Number of permutations.
    seed
        Their seed.
    how
        Who counts as a neighbour, one of :data:`antq_analysis.measures.space.neighbours.HOW`.
    place
        The measure on its map.
    grouping
        Which groups are the units; empty where these are communes.
    """

    period: str = ""
    statistic: str = "moran"
    level: float = LEVEL
    permutations: int = 0
    seed: int = 0
    how: str = "queen"
    place: OnMap | None = field(default=None, repr=False)
    grouping: str = ""

    def counted(self) -> dict[str, int]:
        """Count the units of each category.

        Returns
        -------
        dict of str to int
            By category; those that do not occur are 0.
        """
        known = (*STATISTICS[self.statistic], NOT_SIGNIFICANT, NO_NEIGHBOURS, NO_DATA)
        number = self.frame["category"].value_counts()
        return {name: int(number.get(name, 0)) for name in known}

    @property
    def within_reach(self) -> bool:
        """Whether any single unit could stand out: a few units or neighbours have too few arrangements for that."""
        if self.place is None:
            return True
        degrees = self.place.degrees[self.place.degrees > 0]
        arrangements = comb(len(self.place.values) - 1, degrees)
        return bool((2 / arrangements <= self.level / len(degrees)).any())

    @cached_property
    def overall(self) -> MoranTest | None:
        """Whether near units have like figures over the whole map; None where too few have neighbours."""
        return None if self.place is None else moran_test(self.place, seed=self.seed)

    def sentence(self, lang: str = "vi") -> str:
        """Say where clusters are, that there is none beyond chance, or that none could be found.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One or more sentences.
        """
        counted = self.counted()
        found = {name: counted[name] for name in STATISTICS[self.statistic] if counted[name]}
        label = self.label_en if lang == "en" else self.label_vi
        words = {"label": label, "period": self.period}
        tested = int(self.frame["p_value"].notna().sum())
        if found:
            each = "; ".join(say(f"measures.cluster_{name}", lang, n=n) for name, n in found.items())
            said = say("measures.clusters", lang, clusters=each, n=counted[NOT_SIGNIFICANT], **words)
        else:
            which = "clusters_none" if self.within_reach else "clusters_out_of_reach"
            said = say(f"measures.{which}", lang, n=tested, **words)
        percent, times = round(100 * self.level, 2), self.permutations
        said += " " + say("measures.clusters_method", lang, level=percent, permutations=times)
        said += f" {self.overall.said(lang)}" if self.overall else ""
        left_out = self.place.said_left_out(lang) if self.place else ""
        groups = "".join(f" {one}" for one in self.said_groups(lang))
        return said + groups + left_out + said_of(self.base, lang, (self.period,))

    def said_groups(self, lang: str = "vi") -> tuple[str, ...]:
        """Say which groups the units are, and how many of them lack figures of members.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        tuple of str
            Sentences; none where the units are communes.
        """
        if not self.grouping:
            return ()
        told = [say_groups(self.grouping, self.frame.index, lang)]
        partial = int(self.frame["status"].eq("partial").sum())
        return (*told, *([say("measures.clusters_partial", lang, n=partial)] if partial else []))


def find_clusters(
    measure: Measure,
    over: Neighbours,
    period: str,
    *,
    statistic: str = "moran",
    level: float = LEVEL,
    permutations: int | None = None,
    seed: int = 1,
) -> Clusters:
    """Find units that lie among high or low neighbours more than chance would have it.

    Each unit keeps its own value while its neighbours are drawn at random from all others. The probability is
    two-sided; over the units of the map the share of false clusters is held at `level` on average.

    Parameters
    ----------
    measure
        A rate or share with its counts, which is standardised first; a reported rate enters as it is. By group (best
        with ``straddling="main"``, so that groups border on each other) the groups are the units, which shows whether
        a finding hangs on how the land is divided; neighbours are then those of ``measure.units``.
    over
        Neighbours on the same map.
    period
        One of the periods of the measure.
    statistic
        ``"moran"`` names the unit and its neighbours: high or low among high or low. ``"gi_star"`` (Gi*) only says
        whether a unit and its neighbours together are high or low.
    level
        Largest share of false ones among the clusters found, above 0 and below 1.
    permutations
        By default at least 9,999, and as many as it takes for a single unit to stand out among all: at a level of 5%
        a little over 40 for each.
    seed
        Seed of the permutations; the same seed gives the same result.

    Returns
    -------
    Clusters
        One row a unit of the map. Units without a figure, and those without a neighbour that has one, are named.

    Raises
    ------
    RefusedError
        If the measure is smoothed (its values were drawn from those of the neighbours), is no rate or does not vary.
    UnknownNameError
        If there is no such period or statistic.
    UsageError
        If the neighbours are of another map, no unit has a neighbour with a figure, a number makes no sense, or there
        are too few permutations for any unit to stand out.

    References
    ----------
    :func:`antq_analysis.measures.space.local.local_statistics`,
    :func:`antq_analysis.measures.space.standardised.eb_standardise` and
    :func:`antq_analysis.measures.discovery.false_discovery`. Caldas de Castro, M. and Singer, B. (2006). Controlling
    the false discovery rate: a new application to account for multiple and dependent tests in local statistics of
    spatial association. Geographical Analysis 38, 180-208. The example is that of esda for Gi*: -1.397, -0.289, 0.651,
    -0.289, 1.235, 2.024.

    Examples
    --------
    >>> import geopandas as gpd
    >>> import shapely
    >>> from antq_analysis.measures.rates import count
    >>> from antq_analysis.measures.space.neighbours import neighbours
    >>> from antq_analysis.panel.worked import worked_panel
    >>> x, y = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)]).T
    >>> cells = gpd.GeoSeries(shapely.box(x - 1, y - 1, x + 1, y + 1))
    >>> panel = worked_panel({"crime_rate_reported": {"2019": [2, 3, 3.2, 5, 8, 7]}}, cells)
    >>> near = neighbours(panel, "distance", distance=15)
    >>> found = find_clusters(count(panel, "crime_rate_reported"), near, "2019", statistic="gi_star")
    >>> found.frame["gi_star"].round(3).tolist()
    [-1.397, -0.289, 0.651, -0.289, 1.235, 2.024]
    """
    if statistic not in STATISTICS:
        raise UnknownNameError("measures.kind_statistic", statistic, STATISTICS)
    if not 0 < level < 1 or (permutations is not None and permutations < 1):
        raise UsageError("measures.bad_level")
    place = on_map(measure, over, period)
    times = permutations or max(FEWEST_DRAWS, _enough(place, level))
    _refuse(place, period, level, times)
    found = local_statistics(place.scaled, place.links, times, seed)
    return Clusters(
        frame=_frame(measure.at(period), place, found, statistic, level),
        kind="clusters",
        indicator=measure.indicator,
        label_vi=measure.label_vi,
        label_en=measure.label_en,
        units=measure.units,
        province=measure.province,
        map_date=measure.map_date,
        base=measure.base,
        period=period,
        statistic=statistic,
        level=level,
        permutations=times,
        seed=seed,
        how=over.how,
        place=place,
        grouping=measure.grouping if isinstance(measure, GroupMeasure) else "",
    )


def _refuse(place: OnMap, period: str, level: float, permutations: int) -> None:
    tested = int((place.degrees > 0).sum())
    if not tested:
        raise UsageError("measures.no_neighbours_left", period=period)
    if 2 / (permutations + 1) > level / tested:
        raise UsageError(
            "measures.too_few_permutations", given=permutations, needed=_enough(place, level), n=tested
        )


def _enough(place: OnMap, level: float) -> int:
    """Count the permutations of which twice the smallest tail is below the level over the number of tests."""
    degrees = place.degrees
    without_itself = 1 - min(degrees.max() / len(degrees), 0.5)
    return int(np.ceil(_SPARE * 2 / level * (degrees > 0).sum() / without_itself))


def _frame(
    rows: pd.DataFrame, place: OnMap, found: LocalStatistics, statistic: str, level: float
) -> pd.DataFrame:
    q_value = false_discovery(found.p_value)
    category = _categories(place.scaled, found, statistic)
    category[~(q_value <= level)] = NOT_SIGNIFICANT
    category[place.degrees == 0] = NO_NEIGHBOURS
    table = pd.DataFrame(
        {
            "value": place.values,
            "standardised": place.scaled,
            "n_neighbours": place.degrees,
            "lag": found.lag,
            "local_moran": found.moran,
            "gi_star": found.gi_star,
            "p_value": found.p_value,
            "q_value": q_value,
            "category": category,
        },
        index=place.values.index,
    ).reindex(rows.index)
    table["category"] = table["category"].fillna(NO_DATA)
    # A bound has a figure and no place among exact ones; events without their base have no rate.
    given, untested = rows["value"].notna(), table["category"].eq(NO_DATA)
    status = rows["status"].mask(untested & given & rows["comparator"].isin(BOUNDS), "not_exact")
    baseless = untested & ~given & rows["events"].notna() & rows["exposure"].isna()
    return table.assign(status=status.mask(baseless, "no_base"))


def _categories(
    scaled: npt.NDArray[np.float64], found: LocalStatistics, statistic: str
) -> npt.NDArray[np.object_]:
    if statistic == "gi_star":
        # The tail is that of the neighbours; where the unit itself outweighs them, the two say no one thing.
        agree = np.where(found.upper, found.gi_star > 0, found.gi_star < 0)
        return np.where(agree, np.where(found.upper, HIGH, LOW), NOT_SIGNIFICANT).astype(object)
    around = found.lag > 0
    return np.select(
        [(scaled > 0) & around, (scaled > 0), around], [HIGH_HIGH, HIGH_LOW, LOW_HIGH], default=LOW_LOW
    ).astype(object)
