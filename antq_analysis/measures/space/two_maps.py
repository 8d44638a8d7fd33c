"""Whether two measures go together over the map, tested for as many independent places as there are."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, lower_first
from antq_analysis.measures.frame import Estimate, Measure
from antq_analysis.measures.space.lee import lee
from antq_analysis.measures.space.modified_t import ModifiedT, modified_t
from antq_analysis.measures.space.moran_index import row_means
from antq_analysis.measures.space.nearest import has_polygon, positions
from antq_analysis.measures.space.neighbours import Neighbours
from antq_analysis.measures.space.on_map import Floats, OnMap, listed_names, on_map
from antq_analysis.measures.space.one_base import common_size, without_size

_LEVEL = 0.05
_FEWEST = 10
_SAME = 1 - 1e-9
"""Measures so closely correlated are one, or one is what the other leaves of a whole."""


@dataclass(frozen=True)
class TwoMaps(Estimate):
    """How two measures go together over one map at one time.

    Parameters
    ----------
    table
        Rows ``pearson`` (modified t-test), where both have one base ``partial`` (the same of what
        :func:`antq_analysis.measures.space.one_base.without_size` leaves of each), and ``lee`` (Lee's L, without a
        test); columns value, low, high, p_value, n, effective_n.
    design, checks, caveats
        As in :class:`antq_analysis.measures.frame.Estimate`.
    labels_vi, labels_en
        What the two measures are called.
    period
        When.
    left_out
        Names of the units that lack one of the figures or a polygon, index unit_code.
    """

    labels_vi: tuple[str, str]
    labels_en: tuple[str, str]
    period: str
    left_out: pd.Series

    def sentence(self, lang: str = "vi") -> str:
        """Say whether the two go together, for how many independent places, and what that does not mean.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One paragraph.
        """
        rows = self.table.to_dict("index")
        row = rows["pearson"]
        one, other = self.labels_en if lang == "en" else self.labels_vi
        words: dict[str, object] = {
            "one": one,
            "other": lower_first(other),
            "period": self.period,
            "n": int(row["n"]),
        }
        words["value"] = format_number(row["value"], lang, 3)
        if np.isnan(row["effective_n"]):
            said = say("measures.two_maps_too_few", lang, **words)
        else:
            which = "two_maps_together" if row["value"] > 0 else "two_maps_opposite"
            words |= {name: format_number(row[name], lang, 3) for name in ("low", "high")}
            words |= {"p": format_number(row["p_value"], lang, 4)}
            said = say(f"measures.{which if row['p_value'] <= _LEVEL else 'two_maps_not'}", lang, **words)
            few = row["effective_n"] < row["n"]
            worth = "two_maps_worth" if few else "two_maps_worth_all"
            effective = round(row["effective_n"])
            said += " " + say(f"measures.{worth}", lang, n=int(row["n"]), effective=effective)
        told = [said, *self._said_partial(lang)]
        together = format_number(rows["lee"]["value"], lang, 3)
        told.append(say("measures.two_maps_lee", lang, value=together))
        if len(self.left_out):
            names = listed_names(self.left_out)
            told.append(say("measures.two_maps_left_out", lang, n=len(self.left_out), names=names))
        return " ".join([*told, super().sentence(lang)])

    def _said_partial(self, lang: str) -> tuple[str, ...]:
        row = self.table.to_dict("index").get("partial")
        if row is None or np.isnan(row["effective_n"]):
            return ()
        words = {name: format_number(row[name], lang, 3) for name in ("value", "low", "high")}
        words["p"] = format_number(row["p_value"], lang, 4)
        return (say("measures.two_maps_partial", lang, **words),)


def two_maps(one: Measure, other: Measure, over: Neighbours, period: str) -> TwoMaps:
    """Tell whether two measures go together over the map.

    Rates and shares with their counts are standardised first: chance alone moves the rates of small units far and those
    of large ones little, in both maps at once, which the test would take for a link.

    Parameters
    ----------
    one, other
        Rates or shares on one map.
    over
        Neighbours on the same map; Lee's L averages each unit with its neighbours.
    period
        A period of both.

    Returns
    -------
    TwoMaps
        Pearson's correlation with the modified t-test and its interval, and Lee's L, over units that have both figures
        and a polygon. Lee's L has no test: to deal out the pairs anew asks whether they lie at random, which two smooth
        maps never do, linked or not.

    Raises
    ------
    RefusedError
        If a measure is smoothed, no rate or share, does not vary, is the other one or the rest of it, or
        fewer than ten units have both.
    UnknownNameError
        If one has no such period.
    UsageError
        If the measures are on two maps, or the neighbours on another.

    References
    ----------
    :func:`antq_analysis.measures.space.standardised.eb_standardise`,
    :func:`antq_analysis.measures.space.modified_t.modified_t`, :func:`antq_analysis.measures.space.lee.lee`. Rates over
    one base: Pearson, K. (1897). On a form of spurious correlation which may arise when indices are used in the
    measurement of organs. Proceedings of the Royal Society of London 60, 489-498. The example is Efron, B. and
    Tibshirani, R. J. (1993), An introduction to the bootstrap, table 3.1, tests and marks of fifteen law schools, whose
    correlation they print as .776; they stand here for two reported rates on a map of 5 by 3.

    Examples
    --------
    >>> import geopandas as gpd
    >>> import shapely
    >>> from antq_analysis.measures.rates import count
    >>> from antq_analysis.measures.space.neighbours import neighbours
    >>> from antq_analysis.panel.worked import worked_panel
    >>> x, y = np.mgrid[:5, :3].reshape(2, -1)
    >>> cells = gpd.GeoSeries(shapely.box(x, y, x + 1, y + 1))
    >>> tests = [576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594]
    >>> marks = [339, 330, 281, 303, 344, 307, 300, 343, 336, 313, 312, 274, 276, 288, 296]
    >>> rates = {"crime_rate_reported": {"1982": tests}, "arrest_probability": {"1982": marks}}
    >>> panel = worked_panel(rates, cells)
    >>> maps = count(panel, "crime_rate_reported"), count(panel, "arrest_probability")
    >>> round(two_maps(*maps, neighbours(panel), "1982").rows().loc["pearson", "value"], 3)
    np.float64(0.776)
    """
    if one.map_date != other.map_date or not one.units.index.equals(other.units.index):
        raise UsageError("measures.two_maps_apart", one=one.map_date, other=other.map_date)
    places = on_map(one, over, period), on_map(other, over, period)
    both = places[0].values.index.intersection(places[1].values.index)
    both = both[both.isin(one.units.index[has_polygon(one.units)])]
    rows = [measure.at(period).loc[both] for measure in (one, other)]
    _refuse(one, other, [each["value"].to_numpy(float) for each in rows], period)
    x, y = (pd.Series(place.scaled, place.values.index)[both].to_numpy(float) for place in places)
    points, size = positions(one.units.loc[both]), common_size(*rows)
    tests = {"pearson": modified_t(x, y, points)}
    if size is not None:
        tests["partial"] = modified_t(without_size(rows[0], size), without_size(rows[1], size), points)
    weights = row_means(sparse.csr_matrix(over.among(both) + sparse.eye_array(len(both))))
    enough = [not np.isnan(test.effective) for test in tests.values()]
    names = one.units["name"] if "name" in one.units else pd.Series("", index=one.units.index)
    return TwoMaps(
        table=_table(tests, lee(x, y, weights), len(both)),
        design="measures.two_maps_design",
        checks=pd.DataFrame({"passed": enough[:1]}, index=["enough_independent_places"]),
        caveats=_caveats(one, other, places, one_base=size is not None),
        labels_vi=(one.label_vi, other.label_vi),
        labels_en=(one.label_en, other.label_en),
        period=period,
        left_out=names[~names.index.isin(both)].astype(str),
    )


def _refuse(one: Measure, other: Measure, pair: list[Floats], period: str) -> None:
    n = len(pair[0])
    if n < _FEWEST:
        raise RefusedError("measures.two_maps_few", n=n, period=period)
    for measure, values in zip((one, other), pair, strict=True):
        if not np.ptp(values):
            told = {"label": measure.label_vi, "label_en": measure.label_en}
            raise RefusedError("measures.space_nothing_varies", period=period, n=n, **told)
    if abs(np.corrcoef(pair[0], pair[1])[0, 1]) > _SAME:
        labels = {"one": one.label_vi, "other": other.label_vi}
        labels |= {"one_en": one.label_en, "other_en": other.label_en}
        raise RefusedError("measures.two_maps_same", **labels)


def _caveats(one: Measure, other: Measure, places: tuple[OnMap, OnMap], *, one_base: bool) -> tuple[str, ...]:
    caveats = ["measures.two_maps_no_cause", "measures.two_maps_places"]
    if one.indicator in other.holds or other.indicator in one.holds:
        caveats.append("measures.two_maps_part")
    if one_base:
        caveats.append("measures.two_maps_one_base")
    if not any(place.standardised for place in places):
        caveats.append("measures.two_maps_raw")
    return tuple(caveats)


def _table(tests: dict[str, ModifiedT], together: float, n: int) -> pd.DataFrame:
    rows = [
        (test.correlation, test.low, test.high, test.p_value, n, test.effective) for test in tests.values()
    ]
    rows.append((together, np.nan, np.nan, np.nan, n, np.nan))
    columns = ["value", "low", "high", "p_value", "n", "effective_n"]
    return pd.DataFrame(rows, index=[*tests, "lee"], columns=columns)
