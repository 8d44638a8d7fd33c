"""A decision whose file was replaced is offered again where the same figure is written in the same way."""

from collections.abc import Mapping, Sequence

from antq_analysis.sources.deciding.decided import same_text

ABOUT = ("period", "unit_code", "indicator", "category", "basis")
PLACE = ("file", "sheet", "cell")


def offered_again(
    figure: Mapping[str, object], stands: str, decisions: Sequence[Mapping[str, str]]
) -> Mapping[str, str] | None:
    """Find what was decided about a figure when it stood in another place.

    Parameters
    ----------
    figure
        Its :data:`ABOUT`, and its :data:`PLACE` where that is known.
    stands
        What is written there.
    decisions
        Rows of ``cells.csv``.

    Returns
    -------
    Mapping or None
        The latest such decision; None where there is none, or where such decisions differ.
    """
    same = [
        decision
        for decision in decisions
        if all(decision[name] == str(figure[name]) for name in ABOUT)
        and any(decision[name] != figure.get(name) for name in PLACE)
        and same_text(stands, decision["written"])
    ]
    if len({decision["value"] for decision in same}) != 1:
        return None
    return max(same, key=lambda decision: decision["decided_on"])
