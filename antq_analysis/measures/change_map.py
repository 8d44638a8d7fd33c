"""Which communes rose, fell or stayed as they were beyond what chance does, and of which that cannot be told."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from scipy import stats

from antq_analysis.errors import UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.change import change
from antq_analysis.measures.discovery import false_discovery
from antq_analysis.measures.sorted_units import SortedUnits
from antq_analysis.panel.load import Panel

Floats = npt.NDArray[np.float64]

RISING, FALLING, STABLE, CANNOT_TELL, NO_DATA = "rising", "falling", "stable", "cannot_tell", "no_data"
DIRECTIONS = (RISING, FALLING, STABLE, CANNOT_TELL, NO_DATA)
"""What a change can be; these identifiers never change, and their colours hang on them."""

FALSE_SHARE = 0.05
ALIKE = 1.25
"""Rates that differ by less than this factor are alike, as drugs are in trials of equivalence."""


@dataclass(frozen=True)
class ChangeMap(SortedUnits):
    """Where counts rose, fell or stayed between two periods.

    Parameters
    ----------
    frame
        The columns of :func:`antq_analysis.measures.change.change`, then p_stable and q_stable (of "the rates differ by
        the factor `alike` or more") and `direction`, one of :data:`DIRECTIONS`.
    kind, indicator, label_vi, label_en, units, province, map_date, base
        As in :class:`antq_analysis.measures.frame.UnitResult`.
    alike
        The factor within which two rates count as alike.
    """

    column: ClassVar[str] = "direction"
    categories: ClassVar[tuple[str, ...]] = DIRECTIONS

    alike: float = ALIKE

    def sentence(self, lang: str = "vi") -> str:
        """Say how many rose, fell or stayed beyond chance, and how many cannot be told.

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
        words: dict[str, object] = {"low": 1 / self.alike, "high": self.alike}
        text = super().sentence(lang) + " " + say("measures.change_map_counted", lang, **counted, **words)
        if counted[CANNOT_TELL]:
            text += " " + say("measures.change_map_unclear", lang)
        return text


def change_map(
    panel: Panel, indicator: str, period: str, since: str, *, per: str | None = None, alike: float = ALIKE
) -> ChangeMap:
    """Tell where counts rose, fell or stayed between two periods beyond chance.

    A commune rises or falls where its exact conditional test holds after the many tests of the map are allowed for
    (share of false ones at most 5%). It is stable where "the rates differ by the factor `alike` or more" is refuted in
    the same way, which takes about a hundred events in each period. Everywhere else nothing can be told.

    Parameters
    ----------
    panel, indicator, period, since, per
        As in :func:`antq_analysis.measures.change.change`.
    alike
        Factor above 1 within which two rates count as alike.

    Returns
    -------
    ChangeMap
        One row a commune.

    Raises
    ------
    BreakError
        If the way of counting, the criteria or the reporting window changed in between.
    RefusedError
        If the indicator is not a count of events of a year.
    UnknownNameError
        If there is no such indicator or period.
    UsageError
        If `alike` is not above 1.

    References
    ----------
    :func:`antq_analysis.measures.change.change`, :func:`stable_p`,
    :func:`antq_analysis.measures.discovery.false_discovery`. The p value of the example is that of R's
    ``poisson.test``, lung cancer at ages 55-59 in Fredericia (11 cases in 800 person-years) and three other towns of
    Denmark (21 in 3011), from Andersen, E. B. (1977): 0.07967.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> towns = {"incidents_total": {"2019": [21], "2020": [11]}, "population": {"2019": [3011], "2020": [800]}}
    >>> found = change_map(worked_panel(towns), "incidents_total", "2020", "2019", per="population").frame
    >>> found[["p_value", "direction"]].round(5).values.tolist()
    [[0.07967, 'cannot_tell']]
    """
    if not alike > 1:
        raise UsageError("measures.bad_alike", alike=str(alike))
    changed = change(panel, indicator, period, since, per=per)
    frame = changed.frame.copy()
    tested = frame["p_value"].notna()
    counts = (frame[name].where(tested) for name in ("before", "after", "exposure_before", "exposure_after"))
    frame["p_stable"] = stable_p(*counts, alike=alike)
    frame["q_stable"] = false_discovery(frame["p_stable"])
    moved = frame["q_value"].le(FALSE_SHARE)
    rate_before, rate_after = (frame[name] / frame[f"exposure_{name}"] for name in ("before", "after"))
    frame["direction"] = np.select(
        [~tested, moved & rate_after.gt(rate_before), moved, frame["q_stable"].le(FALSE_SHARE)],
        [NO_DATA, RISING, FALLING, STABLE],
        default=CANNOT_TELL,
    )
    return ChangeMap(
        frame=frame,
        kind="change_map",
        indicator=indicator,
        label_vi=changed.label_vi,
        label_en=changed.label_en,
        units=changed.units,
        province=changed.province,
        map_date=changed.map_date,
        base=changed.base,
        alike=alike,
    )


def stable_p(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    exposure_before: npt.ArrayLike = 1.0,
    exposure_after: npt.ArrayLike = 1.0,
    *,
    alike: float = ALIKE,
) -> Floats:
    """Test that two Poisson rates differ by a factor or more, in either direction.

    Given the sum of the two counts the later one is binomial. Each of the two limits of the ratio is tested exactly
    and one-sided; the larger p value counts.

    Parameters
    ----------
    before, after
        Counts of the two periods, any shape.
    exposure_before, exposure_after
        Their exposures, in one unit.
    alike
        The factor.

    Returns
    -------
    numpy.ndarray
        p values, same shape; small where the rates are alike. NaN where a part is missing.

    References
    ----------
    Two one-sided tests: Schuirmann, D. J. (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657-680; the
    conditional law is that of :func:`antq_analysis.measures.intervals.rate_ratio`.

    Examples
    --------
    >>> stable_p([5, 500], [5, 510]).round(3).tolist()
    [0.481, 0.001]
    """
    first, second, base, later = np.broadcast_arrays(
        *(np.asarray(part, dtype=float) for part in (before, after, exposure_before, exposure_after))
    )
    total = first + second
    high, low = (factor * later / (factor * later + base) for factor in (alike, 1 / alike))
    below, above = stats.binom.cdf(second, total, high), stats.binom.sf(second - 1, total, low)
    larger: Floats = np.maximum(below, above)
    return larger
