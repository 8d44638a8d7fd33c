"""What a person means by an indicator, and in which order a question was asked."""

from itertools import permutations

from antq_analysis.errors import AntqError, UsageError
from antq_analysis.observations import period_bounds
from antq_analysis.panel.area import find_area
from antq_analysis.panel.asked_unit import find_unit
from antq_analysis.panel.elsewhere import why_command
from antq_analysis.panel.load import Panel
from antq_analysis.panel.near_names import nearest, with_names
from antq_analysis.places.letters.folding import fold
from antq_analysis.project import Project
from antq_analysis.vocabulary import Vocabulary

_NAMES_NONE = ("panel.unknown_unit", "panel.unknown_unit_far")


def find_indicator(vocabulary: Vocabulary, written: str) -> str:
    """Find the indicator that is meant.

    Parameters
    ----------
    vocabulary
        The indicators.
    written
        Its identifier, its label or a header that means it alone.

    Returns
    -------
    str
        Its identifier.

    Raises
    ------
    UsageError
        If none or several are called so; the nearest are listed.
    """
    known = vocabulary.indicators
    if written in known:
        return written
    key = fold(written)
    for names in (
        {name: (item.label_vi, item.label_en) for name, item in known.items()},
        {name: item.aliases for name, item in known.items()},
    ):
        found = [name for name, labels in names.items() if key in map(fold, labels)]
        if len(found) == 1:
            return found[0]
    labels = {name: item.label_vi for name, item in known.items()}
    near = nearest(written, labels)
    if near:
        raise UsageError("panel.unknown_indicator", cases=with_names(near), written=written)
    raise UsageError("panel.unknown_indicator_far", written=written)


def refuse_swapped(panel: Panel, unit: str, period: str, indicator: str, project: Project) -> None:
    """Refuse arguments that stand in another order, and say the right one.

    Parameters
    ----------
    panel
        The panel.
    unit, period, indicator
        As they were given.
    project
        The project.

    Raises
    ------
    UsageError
        If they make sense in another order only.
    """
    given = (unit, period, indicator)
    orders = [given, *permutations(given)]
    right = next((order for order in orders if _in_order(panel, order, project)), given)
    if right != given:
        unit, period, indicator = right
        command = why_command(panel.province.id, unit, period, indicator, on=panel.map_date)
        raise UsageError("panel.swapped", command=command)


def _in_order(panel: Panel, order: tuple[str, ...], project: Project) -> bool:
    unit, period, indicator = order
    try:
        period_bounds(period)
        known = find_indicator(panel.vocabulary, indicator)
    except AntqError:
        return False
    try:
        if find_area(panel, unit, period) is None:
            find_unit(panel, unit, period, known, project)
    except UsageError as refused:
        return refused.key not in _NAMES_NONE
    return True
