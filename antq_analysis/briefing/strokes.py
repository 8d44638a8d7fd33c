"""The line of an editable chart in pieces: some programs draw no stroke of a single point, only of a whole line."""

from collections.abc import Iterator
from typing import NamedTuple

from antq_analysis.briefing.parts import Lines


class Stroke(NamedTuple):
    """One piece of a line, beside the line itself that then bears only marks and labels.

    Parameters
    ----------
    line
        Which line it belongs to.
    values
        One a period; None where it does not pass.
    dashed
        Whether it joins years that rest on other places.
    """

    line: int
    values: tuple[float | None, ...]
    dashed: bool


def strokes_of(lines: Lines) -> Iterator[Stroke]:
    """Part the lines of a chart that are dashed somewhere; others are drawn as one.

    Parameters
    ----------
    lines
        What is drawn.

    Yields
    ------
    Stroke
        For each such line what is dashed first, so that what is whole lies above it.

    Examples
    --------
    >>> parted = Lines("vụ", ("2023", "2024", "2025"), {"Tỉnh": (7.0, 8.0, 9.0)}, apart=frozenset({0}))
    >>> [(one.values, one.dashed) for one in strokes_of(parted)]
    [((7.0, 8.0, None), True), ((None, 8.0, 9.0), False)]
    """
    for place, values in enumerate(lines.values.values()):
        joined = [i for i in range(len(values) - 1) if values[i] is not None and values[i + 1] is not None]
        apart = [i for i in joined if i in lines.apart]
        if not apart:
            continue
        yield Stroke(place, _only(values, apart), dashed=True)
        for run in _runs([i for i in joined if i not in lines.apart]):
            yield Stroke(place, _only(values, run), dashed=False)


def _runs(steps: list[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for step in steps:
        if run and step != run[-1] + 1:
            yield run
            run = []
        run.append(step)
    if run:
        yield run


def _only(values: tuple[float | None, ...], steps: list[int]) -> tuple[float | None, ...]:
    ends = {end for step in steps for end in (step, step + 1)}
    return tuple(value if i in ends else None for i, value in enumerate(values))
