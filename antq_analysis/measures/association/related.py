"""What is set beside what: an indicator in the form in which communes can be compared, and what must not be."""

from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.measures.density import density
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.grouped import GroupMeasure
from antq_analysis.measures.rates import count, rate, share
from antq_analysis.measures.smooth import is_smoothed
from antq_analysis.panel.load import Panel
from antq_analysis.vocabulary import PROGRAMME, Indicator

_PER_PERSON = "population"


def form_of(panel: Panel, indicator: str, per: str = "") -> tuple[str, str]:
    """Choose in which form an indicator lets large and small communes be compared.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Indicator id.
    per
        What it is related to; by default the population where the vocabulary allows it, else its first denominator.

    Returns
    -------
    tuple of str
        The indicator and what it is related to; empty for a state (met or not) and a rate that arrived without its
        counts, which are taken as they are.

    Raises
    ------
    RefusedError
        If it has no denominator, or is no number at all.
    UnknownNameError
        If there is no such indicator.
    """
    what = panel.vocabulary.indicator(indicator)
    if what.kind == "rate" and len(what.parts) == 2 and _told(panel, what.parts[0]):
        return what.parts[0], what.parts[1]
    if what.kind in ("rate", "status"):
        return indicator, ""
    bases = what.denominators
    if what.kind not in ("flow", "stock") or not bases:
        raise RefusedError("measures.associate_no_base", label=what.label_vi, label_en=what.label_en)
    return indicator, per or (_PER_PERSON if _PER_PERSON in bases else bases[0])


def related(panel: Panel, indicator: str, per: str, *, category: str = "") -> Measure:
    """Relate an indicator to its base.

    Parameters
    ----------
    panel
        The panel.
    indicator, per
        As :func:`form_of` chooses them.
    category
        Value of its dimension; empty for the total.

    Returns
    -------
    Measure
        A share where part and whole are counted in the same thing, a density of a stock, a rate of events; what has no
        base as it was reported, a state as 0 and 1.

    Raises
    ------
    RefusedError
        If the vocabulary does not allow this base.
    UnknownNameError
        If there is no such indicator.
    """
    what = panel.vocabulary.indicator(indicator)
    if not per:
        return count(panel, indicator, category=category)
    if panel.vocabulary.indicator(per).unit_vi == what.unit_vi:
        return share(panel, indicator, per, category=category)
    if what.kind == "stock":
        return density(panel, indicator, per, category=category)
    return rate(panel, indicator, per, category=category)


def _told(panel: Panel, indicator: str) -> bool:
    return bool(panel.observations["indicator"].eq(indicator).any())


def refuse_unfit(measure: Measure, panel: Panel) -> None:
    """Refuse figures that were smoothed, are of groups, or lie on another map.

    Parameters
    ----------
    measure
        One side of a comparison.
    panel
        Holds the other.

    Raises
    ------
    RefusedError
        If its figures are no independent figures of communes.
    UsageError
        If they are on another map than the panel.
    """
    told = {"label": measure.label_vi, "label_en": measure.label_en}
    if is_smoothed(measure):
        raise RefusedError("measures.associate_smoothed", **told)
    if isinstance(measure, GroupMeasure):
        raise RefusedError("measures.associate_of_groups", **told)
    if measure.map_date != panel.map_date or not measure.units.index.equals(panel.units.index):
        raise UsageError("measures.two_maps_apart", one=panel.map_date, other=measure.map_date)


def contains(panel: Panel, outcome: str, other: str) -> tuple[str, ...]:
    """List why an outcome says nothing about the programme: its definition holds what it is set beside.

    Parameters
    ----------
    panel
        The panel.
    outcome, other
        Indicator ids.

    Returns
    -------
    tuple of str
        Ids of the indicators, and ``"programme"``, that both have; bases such as the population do not count.

    Raises
    ------
    UnknownNameError
        If there is no such indicator.
    """
    known = panel.vocabulary
    held, own = ({name, *known.contained_in(name)} for name in (outcome, other))
    both = (held & own) | (held & {PROGRAMME})
    return tuple(sorted(name for name in both if name == PROGRAMME or known.indicator(name).kind != "base"))


def refuse_contained(what: Indicator, both: tuple[str, ...], panel: Panel) -> None:
    """Refuse an outcome that already holds the programme.

    Parameters
    ----------
    what
        The outcome.
    both
        What :func:`contains` lists.
    panel
        Knows their labels.

    Raises
    ------
    RefusedError
        If there is anything in the list.
    """
    if not both:
        return
    shared = [panel.vocabulary.indicator(name) for name in both if name != PROGRAMME]
    raise RefusedError(
        "measures.associate_contained",
        cases=[f"{one.id}: {one.label_vi} ({one.label_en})" for one in shared],
        label=what.label_vi,
        label_en=what.label_en,
    )
