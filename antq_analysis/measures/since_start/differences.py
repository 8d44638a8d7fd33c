"""Weighted displacement differences of places, with the error of chance and with that between districts."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from antq_analysis.measures.effects.clustered import LEVEL, from_influence
from antq_analysis.measures.effects.displacement import displacement_difference
from antq_analysis.measures.since_start.areas import AREAS, CONTROL, NEAR, NEAR_CONTROL, TARGET
from antq_analysis.measures.since_start.event_study import FEWEST_COMMUNES, FEWEST_DISTRICTS

Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.str_]

BOTH, RATIO = "both", "ratio"
"""Places and neighbours together; the same if all were to change by one ratio, not by one number for as many people."""
COLUMNS = ("value", "low", "high", "error", "low_between", "high_between", "error_between")
Pairs = list[tuple[tuple[str, ...], str]]


def count_areas(events: Floats, people: Floats, area: Texts) -> pd.DataFrame:
    """Count communes, people and events of each area.

    Parameters
    ----------
    events, people
        Shape (communes, 2): sums over the window before and over that after.
    area
        Shape (communes,), one of :data:`antq_analysis.measures.since_start.areas.AREAS`, or empty.

    Returns
    -------
    pandas.DataFrame
        Index: the areas; columns n, people (their mean over both windows, times years), before, after.
    """
    rows = {}
    for name in AREAS:
        own = area == name
        rows[name] = [own.sum(), people[own].sum() / 2, *events[own].sum(axis=0)]
    return pd.DataFrame(rows, index=["n", "people", "before", "after"]).T.astype({"n": int})


def pair_of(counts: pd.DataFrame, *area: str) -> tuple[float, float]:
    """Take the events of areas before and after.

    Parameters
    ----------
    counts
        As :func:`count_areas` gives them.
    *area
        Which.

    Returns
    -------
    tuple of float
        Before, after.
    """
    before, after = (float(sum(counts[name][one] for one in area)) for name in ("before", "after"))
    return before, after


def limits_of(table: pd.DataFrame, row: str) -> tuple[float, float]:
    """Take the limits to go by: between districts, and where nobody knows those, for chance alone.

    Parameters
    ----------
    table
        As :func:`differences` gives it.
    row
        Which.

    Returns
    -------
    tuple of float
        Low, high.
    """
    kind = "_between" if np.isfinite(table["error_between"][row]) else ""
    return float(table[f"low{kind}"][row]), float(table[f"high{kind}"][row])


def differences(events: Floats, people: Floats, area: Texts, districts: Texts | None = None) -> pd.DataFrame:
    r"""Give the change in places and next door, less that of the control for as many people.

    Beside the published error, for which counts are Poisson, stands one between districts: with
    :math:`e_i = \Delta_i - p_i \Delta_A / p_A` for commune i with :math:`p_i` people in area A, and the weight
    :math:`w_A` of its area in the sum, :math:`\frac{G}{G-1} \sum_g (\sum_{i \in g} w_A e_i)^2` over the G districts.
    In the row ``ratio`` the events before stand for the people: :math:`T_1 - T_0 C_1 / C_0`.

    Parameters
    ----------
    events, people, area
        As for :func:`count_areas`.
    districts
        Shape (communes,), labels; None where nobody knows them.

    Returns
    -------
    pandas.DataFrame
        Rows target, near (where there is one), both, and ratio (where the control had events before); columns value,
        low, high, error (events), and the same between districts, NaN where an area has fewer than five communes or
        lies in fewer than three districts.

    References
    ----------
    The example has the counts of Wheeler and Ratcliffe (2018) in one commune each of as many people: -118, standard
    error the root of 1568, 95% interval -196 to -40.

    Examples
    --------
    >>> events = np.array([[207, 110], [178, 157], [308, 318], [150, 140]], dtype=float)
    >>> differences(events, np.ones((4, 2)), np.array(AREAS)).loc["both", ["value", "low", "high"]].round().tolist()
    [-118.0, -196.0, -40.0]
    """
    counts = count_areas(events, people, area)
    rows, moved = {}, []
    for name, own in _rows(counts).items():
        pairs, base = _pairs(counts, own), "before" if name == RATIO else "people"
        rows[name] = _by_ratio(counts, pairs) if name == RATIO else _for_people(counts, pairs)
        moved.append(_moved(events, people, area, counts, pairs, base))
    table = pd.DataFrame(rows, index=COLUMNS[:4]).T.reindex(columns=list(COLUMNS))
    if districts is not None and _enough(area, districts):
        labels = np.unique(districts[area != ""], return_inverse=True)[1]
        several = int(labels.max()) + 1
        sums = np.array([np.bincount(labels, one[area != ""]) for one in moved]).T
        found = from_influence(table["value"].to_numpy(float), sums, several / (several - 1))
        table[list(COLUMNS[4:])] = np.column_stack([*found.interval(), found.errors])
    return table


def _rows(counts: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    near = counts["n"][NEAR] > 0
    whole: tuple[str, ...] = (TARGET, NEAR) if near else (TARGET,)
    rows: dict[str, tuple[str, ...]] = {TARGET: (TARGET,), NEAR: (NEAR,), BOTH: whole}
    if not near:
        del rows[NEAR]
    told = all(counts["before"][name] > 0 for name in (CONTROL, NEAR_CONTROL) if counts["n"][name])
    return rows | ({RATIO: whole} if told else {})


def _pairs(counts: pd.DataFrame, own: tuple[str, ...]) -> Pairs:
    """Say what is set beside what."""
    if not counts["n"][NEAR_CONTROL]:
        return [(own, CONTROL)]
    return [((name,), CONTROL if name == TARGET else NEAR_CONTROL) for name in own]


def _for_people(counts: pd.DataFrame, pairs: Pairs) -> list[float]:
    value = variance = 0.0
    for own, control in pairs:
        people = counts["people"]
        scale = float(people[control] / sum(people[name] for name in own))
        found = displacement_difference(
            pair_of(counts, *own), pair_of(counts, control), scale=(1.0, scale, 1.0, 1.0)
        )
        value, variance = value + found.estimate, variance + found.error**2
    return _with_limits(value, variance)


def _by_ratio(counts: pd.DataFrame, pairs: Pairs) -> list[float]:
    value = variance = 0.0
    for own, control in pairs:
        (before, after), (base, now) = pair_of(counts, *own), pair_of(counts, control)
        ratio, size = now / base, before / base
        value += after - before * ratio
        variance += after + ratio**2 * before + size**2 * (now + ratio**2 * base)
    return _with_limits(value, variance)


def _with_limits(value: float, variance: float) -> list[float]:
    error = float(np.sqrt(variance))
    reach = float(stats.norm.ppf((1 + LEVEL) / 2)) * error
    return [value, value - reach, value + reach, error]


def _moved(
    events: Floats, people: Floats, area: Texts, counts: pd.DataFrame, pairs: Pairs, base: str
) -> Floats:
    """Say how far each commune moves the difference, shape (communes,)."""
    change = events[:, 1] - events[:, 0]
    size = events[:, 0] if base == "before" else people.sum(axis=1) / 2
    moved = np.zeros(len(area))
    for own, control in pairs:
        whole = sum(counts[base][name] for name in own)
        for name in (*own, control):
            at = area == name
            if counts[base][name] > 0:
                left = change[at] - size[at] * change[at].sum() / counts[base][name]
                moved[at] += left * (-whole / counts[base][name] if name == control else 1.0)
    return moved


def _enough(area: Texts, districts: Texts) -> bool:
    own = [districts[area == name] for name in AREAS if (area == name).any()]
    return all(len(one) >= FEWEST_COMMUNES and len(set(one)) >= FEWEST_DISTRICTS for one in own)
