"""The rule: which of two estimators speaks is decided by where models were sent, never by what they show."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import stats

from antq_analysis.measures.verdict import levels
from antq_analysis.measures.verdict.counts import Counts
from antq_analysis.measures.verdict.joint_fit import JointFit, fit_joint
from antq_analysis.measures.verdict.shocks import Shared, shared_shocks, variance_of_pairs
from antq_analysis.measures.verdict.smooth_effects import fit_smooth

Floats = npt.NDArray[np.float64]

FALL, RISE = "evidence_of_fall", "evidence_of_rise"
CANNOT_TELL, NOT_ALLOWED = "cannot_tell", "design_does_not_allow"
VERDICTS = (FALL, RISE, CANNOT_TELL, NOT_ALLOWED)

JOINT, SMOOTH = "joint", "smooth"
FEW_ADOPTERS, FEW_WITHOUT, FEW_BEFORE, FEW_DISTRICTS = (
    "few_adopters",
    "few_without",
    "few_before",
    "few_districts",
)
NO_EVENTS, TOO_WIDE, NO_OPTIMUM = "no_events", "too_wide", "no_optimum"


@dataclass(frozen=True)
class Estimated:
    """One of the two estimates, in logarithms.

    Parameters
    ----------
    value
        The estimate.
    model_error
        Standard error that knows of shocks that near communes share.
    cluster_error
        Standard error over districts.
    """

    value: float
    model_error: float
    cluster_error: float

    def half_width(self, districts: int) -> float:
        """Give half the interval.

        Parameters
        ----------
        districts
            Number of districts.

        Returns
        -------
        float
            The wider of both: the model's by :data:`levels.SHOCK_FREEDOM`, the districts' by one fewer than they are.
        """
        tail = (1 + levels.LEVEL) / 2
        of_model = stats.t.ppf(tail, levels.SHOCK_FREEDOM) * self.model_error
        return float(max(of_model, stats.t.ppf(tail, districts - 1) * self.cluster_error))


@dataclass(frozen=True)
class Decision:
    """What the rule says of some counts.

    Parameters
    ----------
    verdict
        One of ``VERDICTS``.
    reason
        Why the design does not allow an answer; else empty.
    used
        ``"joint"`` where models followed recent counts, else ``"smooth"``; empty where nothing was estimated.
    estimates
        Both of them by name.
    districts
        Number of districts.
    joint
        The joint model; None where nothing was estimated.
    shared
        What near communes share of the shocks; None where nothing was estimated.
    """

    verdict: str
    reason: str
    used: str
    estimates: dict[str, Estimated]
    districts: int
    joint: JointFit | None = field(repr=False, default=None)
    shared: Shared | None = None

    @property
    def value(self) -> float:
        """The estimate that speaks, in logarithms; NaN where there is none."""
        return self.estimates[self.used].value if self.used else float("nan")

    @property
    def half_width(self) -> float:
        """Half its interval; NaN where there is none."""
        return self.estimates[self.used].half_width(self.districts) if self.used else float("nan")

    @property
    def error(self) -> float:
        """Standard error that the interval amounts to."""
        return self.half_width / float(stats.t.ppf((1 + levels.LEVEL) / 2, levels.SHOCK_FREEDOM))

    @property
    def detectable(self) -> float:
        """Logarithm of the change that would be found in four of five cases; positive."""
        return self.half_width + float(stats.norm.ppf(levels.POWER)) * self.error


def decide(counts: Counts) -> Decision:
    """Say whether counts show that incidents changed where models came.

    The joint model of counts and beginnings speaks where beginning followed last year's rate or history; otherwise
    fixed effects with smooth shocks do, which are surer then.

    Parameters
    ----------
    counts
        Counts and beginnings.

    Returns
    -------
    Decision
        The verdict with both estimates.
    """
    districts = len(np.unique(counts.districts))
    if reason := structural(counts):
        return Decision(NOT_ALLOWED, reason, "", {}, districts)
    return estimated(counts)


def estimated(counts: Counts) -> Decision:
    """Decide without asking whether there are enough communes, years and districts.

    Parameters
    ----------
    counts
        Counts and beginnings.

    Returns
    -------
    Decision
        As :func:`decide` gives it.
    """
    districts = len(np.unique(counts.districts))
    try:
        return _by_both(counts, districts)
    except np.linalg.LinAlgError:
        return Decision(NOT_ALLOWED, NO_OPTIMUM, "", {}, districts)


def _by_both(counts: Counts, districts: int) -> Decision:
    joint = fit_joint(counts)
    if not joint.clear:
        return Decision(NOT_ALLOWED, NO_OPTIMUM, "", {}, districts, joint)
    variance, carry = joint.shock_variance, joint.carry
    shared = shared_shocks(counts, joint.own.effect, variance, carry)
    smooth = fit_smooth(counts, shared, variance, carry)
    pairs = variance_of_pairs(counts, joint.weights, shared, variance, carry)
    form = levels.FORM_DOUBT * (joint.own.effect - smooth.effect)
    estimates = {
        JOINT: Estimated(
            joint.own.effect,
            float(np.sqrt(joint.error**2 + pairs + form**2)),
            cluster_error(joint.influence, counts.districts),
        ),
        SMOOTH: Estimated(
            smooth.effect,
            smooth.error,
            cluster_error(smooth.influence, counts.districts, smooth.prior),
        ),
    }
    used = JOINT if follows_history(joint) else SMOOTH
    verdict, reason = _judged(estimates[used], districts)
    return Decision(verdict, reason, used, estimates, districts, joint, shared)


def follows_history(joint: JointFit) -> bool:
    """Tell whether models followed recent counts: upwards after last year's, or in any way after all of them.

    Parameters
    ----------
    joint
        The joint model.

    Returns
    -------
    bool
        The result itself has no part in it.
    """
    after_high_year = joint.z_history[0] > levels.FOLLOWS_LAST
    return bool(after_high_year or joint.p_history < levels.FOLLOWS_HISTORY)


def structural(counts: Counts) -> str:
    """Tell why a design cannot carry an answer, whatever the counts are.

    Parameters
    ----------
    counts
        Counts and beginnings.

    Returns
    -------
    str
        A reason; empty where there is none.
    """
    began = counts.first < len(counts.years)
    if began.sum() < levels.FEWEST_ADOPTERS:
        return FEW_ADOPTERS
    if (~began).sum() < levels.FEWEST_WITHOUT:
        return FEW_WITHOUT
    if counts.first[began].min() < levels.FEWEST_BEFORE:
        return FEW_BEFORE
    if len(np.unique(counts.districts)) < levels.FEWEST_DISTRICTS:
        return FEW_DISTRICTS
    with_model, before = (
        counts.events[began] * on for on in (counts.treated[began], 1 - counts.treated[began])
    )
    return "" if min(with_model.sum(), before.sum(), counts.events[~began].sum()) > 0 else NO_EVENTS


def _judged(found: Estimated, districts: int) -> tuple[str, str]:
    half = found.half_width(districts)
    # A half-width that is no number is no answer either.
    if not half <= levels.WIDEST:
        return NOT_ALLOWED, TOO_WIDE
    if found.value + half < 0:
        return FALL, ""
    return (RISE if found.value - half > 0 else CANNOT_TELL), ""


def cluster_error(influence: Floats, districts: npt.NDArray[np.intp], prior: float = 0.0) -> float:
    r"""Give the standard error over districts.

    Parameters
    ----------
    influence
        Shape (communes,), how far each moves the estimate.
    districts
        Shape (communes,), labels.
    prior
        What priors add to the variance.

    Returns
    -------
    float
        :math:`\sqrt{G / (G - 1) \sum_g (\sum_{i \in g} \psi_i)^2 + p}`.
    """
    sums = np.bincount(np.unique(districts, return_inverse=True)[1], influence)
    return float(np.sqrt((sums @ sums) * len(sums) / max(len(sums) - 1, 1) + prior))
