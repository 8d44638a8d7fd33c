"""Whether two measures go together over the map, tested for as many independent places as there are."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, lower_first
from antq_analysis.measures.frame import Estimate, Measure
from antq_analysis.measures.space.lee import lee, lee_p_value
from antq_analysis.measures.space.modified_t import ModifiedT, modified_t
from antq_analysis.measures.space.moran import row_means
from antq_analysis.measures.space.nearest import positions
from antq_analysis.measures.space.neighbours import Neighbours
from antq_analysis.measures.space.on_map import on_map

_LEVEL = 0.05
_FEWEST = 10


@dataclass(frozen=True)
class TwoMaps(Estimate):
    """How two measures go together over one map at one time.

    Parameters
    ----------
    table
        Rows ``pearson`` (modified t-test) and ``lee`` (Lee's L); columns value, low, high, p_value, n, effective_n.
    design, checks, caveats
        As in :class:`antq_analysis.measures.frame.Estimate`.
    labels_vi, labels_en
        What the two measures are called.
    period
        When.
    """

    labels_vi: tuple[str, str]
    labels_en: tuple[str, str]
    period: str

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
        row, together = rows["pearson"], rows["lee"]
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
            words |= {"p": format_number(row["p_value"], lang, 4), "effective": round(row["effective_n"])}
            said = say(f"measures.{which if row['p_value'] <= _LEVEL else 'two_maps_not'}", lang, **words)
        told = {
            "value": format_number(together["value"], lang, 3),
            "p": format_number(together["p_value"], lang, 4),
        }
        return " ".join([said, say("measures.two_maps_lee", lang, **told), super().sentence(lang)])


def two_maps(
    one: Measure, other: Measure, over: Neighbours, period: str, *, permutations: int = 9_999, seed: int = 1
) -> TwoMaps:
    """Tell whether two measures go together over the map.

    Parameters
    ----------
    one, other
        Rates or shares on one map.
    over
        Neighbours on the same map; Lee's L averages each unit with its neighbours.
    period
        A period of both.
    permutations
        For the test of Lee's L.
    seed
        Seed of the permutations.

    Returns
    -------
    TwoMaps
        Pearson's correlation with the modified t-test and its interval, and Lee's L, over units that have both figures.

    Raises
    ------
    RefusedError
        If a measure is smoothed, no rate or share, does not vary, or fewer than ten units have both.
    UnknownNameError
        If one has no such period.
    UsageError
        If the measures are on two maps.

    References
    ----------
    :func:`antq_analysis.measures.space.modified_t.modified_t`, :func:`antq_analysis.measures.space.lee.lee`.
    """
    if one.map_date != other.map_date or not one.units.index.equals(other.units.index):
        raise UsageError("measures.two_maps_apart", one=one.map_date, other=other.map_date)
    first, second = (on_map(measure, over, period).values for measure in (one, other))
    both = first.index.intersection(second.index)
    if len(both) < _FEWEST:
        raise RefusedError("measures.two_maps_few", n=len(both), period=period)
    x, y = first[both].to_numpy(), second[both].to_numpy()
    test = modified_t(x, y, positions(one.units.loc[both]))
    weights = row_means(sparse.csr_matrix(over.among(both) + sparse.eye_array(len(both))))
    together = lee(x, y, weights), lee_p_value(x, y, weights, permutations, seed)
    return TwoMaps(
        table=_table(test, together, len(both)),
        design="measures.two_maps_design",
        checks=pd.DataFrame({"passed": [not np.isnan(test.effective)]}, index=["enough_independent_places"]),
        caveats=("measures.two_maps_no_cause", "measures.two_maps_places"),
        labels_vi=(one.label_vi, other.label_vi),
        labels_en=(one.label_en, other.label_en),
        period=period,
    )


def _table(test: ModifiedT, together: tuple[float, float], n: int) -> pd.DataFrame:
    rows = [
        (test.correlation, test.low, test.high, test.p_value, n, test.effective),
        (together[0], np.nan, np.nan, together[1], n, np.nan),
    ]
    columns = ["value", "low", "high", "p_value", "n", "effective_n"]
    return pd.DataFrame(rows, index=["pearson", "lee"], columns=columns)
