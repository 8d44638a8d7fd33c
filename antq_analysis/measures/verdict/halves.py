"""What change could be seen, asked of the panel itself: how far the estimate moves between halves of its districts."""

import numpy as np
from scipy import stats

from antq_analysis.measures.verdict import levels
from antq_analysis.measures.verdict.counts import Counts
from antq_analysis.measures.verdict.rule import NO_EVENTS, Decision, estimated, structural

RUNS = 40
_FEWEST = 10


def detectable_by_halves(
    counts: Counts, whole: Decision, runs: int = RUNS, seed: int = 1
) -> tuple[float, int]:
    r"""Find the smallest change that would be told in four of five cases, by drawing halves of the districts.

    The estimate of a random half of the districts lies about that of all of them as far as that of all lies about the
    truth: :math:`\operatorname{var}(\hat\beta_{1/2} - \hat\beta) = \operatorname{var}(\hat\beta)`. A change is told
    where it exceeds half the interval, so that :math:`h + z_{0.8} s` is told in four of five cases.

    Parameters
    ----------
    counts
        Counts and beginnings.
    whole
        The decision on all of them.
    runs
        How many halves.
    seed
        Of the draws.

    Returns
    -------
    tuple of float and int
        Logarithm of the change, positive, and the number of halves that gave an estimate; NaN with fewer than ten.

    References
    ----------
    Politis, D. N., Romano, J. P. and Wolf, M. (1999). Subsampling. Springer, section 2.2 and 2.3.
    """
    if not whole.used or not np.isfinite(whole.value):
        return float("nan"), 0
    rng, labels = np.random.default_rng(seed), np.unique(counts.districts)
    values = []
    for _ in range(runs):
        chosen = rng.choice(labels, len(labels) // 2, replace=False)
        half = counts.take(np.flatnonzero(np.isin(counts.districts, chosen)))
        began = half.first < len(half.years)
        # Fewer communes than a whole panel must have are enough here; without any there is no estimate.
        if not began.any() or began.all() or structural(half) == NO_EVENTS:
            continue
        found = estimated(half)
        if found.used:
            values.append(found.estimates[whole.used].value)
    apart = np.array(values) - whole.value
    apart = apart[np.isfinite(apart)]
    if len(apart) < _FEWEST:
        return float("nan"), len(apart)
    odd = np.sqrt(len(labels) // 2 / (len(labels) - len(labels) // 2))
    spread = float(np.sqrt((apart**2).mean())) * float(odd)
    return whole.half_width + float(stats.norm.ppf(levels.POWER)) * spread, len(apart)
