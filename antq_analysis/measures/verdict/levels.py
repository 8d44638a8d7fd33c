"""The levels and weak priors that the verdict rests on, in one place."""

import math

LEVEL = 0.95
"""Coverage of the interval."""
POWER = 0.8
"""Power at which a smallest detectable change is told."""

FOLLOWS_LAST = 1.96
"""A z value of last year's rate among the reasons to begin above which the joint model speaks."""
FOLLOWS_HISTORY = 0.001
"""The same for the p value of both histories together; the longer one is close to the level, hence the stricter bar."""
FORM_DOUBT = 0.25
"""Share of what the joint model corrects that counts as doubt about the form of its placement part."""
SHOCK_FREEDOM = 60
"""Degrees of freedom of the model-based error: it comes from all pairs of communes, not from the districts."""

FEWEST_ADOPTERS, FEWEST_WITHOUT, FEWEST_BEFORE, FEWEST_DISTRICTS = 10, 10, 2, 6
"""Communes that began; communes still without at the end; years before the first began; districts."""
WIDEST = math.log(2)
"""Half-width, in logarithms, beyond which an interval says nothing."""

LEVEL_SLOPE_SD, HISTORY_SLOPE_SD = 20.0, 5.0
"""Weak normal priors of the slopes of beginning on lasting risk and on history (log odds)."""
PULLS = ((-0.9, 1.0), (-1.3, 0.8), (0.42, 0.5))
"""Weak normal priors, mean and standard deviation: log sd of lasting risk, log sd of shocks, atanh of carry-over."""
BEGIN = (math.log(0.4), math.log(0.25), 0.4)
"""Where the search for these three begins."""

SMOOTH_SHARE, SMOOTH_PART = 0.6, 7.0
"""Weak pulls: share of shocks that is smooth in space, and its range as a part of the largest distance."""
WAVES = 40
"""Smooth patterns over the map that shocks of regions are made of."""
LEVEL_VARIANCE = 25.0
"""Variance of the commune effects of the smooth model: as good as free."""
SUBSET, BLOCK, PAIRS = 2000, 400, 1500
"""Communes of the search in a large panel, of a block of smooth effects, of a block of pairs."""
