"""What stands beneath the table of communes: what each mark means, and where a total differs from its rows."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from antq_analysis.briefing.communes.cells import CONFLICT, Cell
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_share
from antq_analysis.show.style import APPORTIONED_FROM
from antq_analysis.show.table import NOT_AVAILABLE, STAR
from antq_analysis.show.table_content import BOUNDS


def legend(cells: Sequence[Cell], units: str, lang: str, *, rates: bool, blank: bool) -> str:
    """Say what the marks of a table mean.

    Parameters
    ----------
    cells
        All its cells.
    units
        What its units are called.
    lang
        ``"vi"`` or ``"en"``.
    rates
        Whether some of them are rates or shares.
    blank
        Whether some are left blank.

    Returns
    -------
    str
        One line; only marks that occur.
    """
    symbols = {cell.symbol for cell in cells}
    behind = "".join(cell.star for cell in cells)
    texts = " ".join((*symbols, behind))
    parts = [
        ("show.mark_none_means", True, {}),
        ("annual.mark_no_figure_means", NOT_AVAILABLE in symbols, {}),
        ("annual.no_base_means", say("annual.no_base", lang) in symbols, {}),
        ("show.mark_not_applicable_means", say("show.mark_not_applicable", lang) in symbols, {}),
        ("show.mark_conflict_means", CONFLICT in symbols, {}),
        ("show.mark_suppressed_means", say("show.mark_suppressed", lang) in symbols, {}),
        ("show.mark_apportioned_means", STAR in behind, {"least": f"{APPORTIONED_FROM:.0%}"}),
        ("show.mark_bounds_mean", any(sign in behind for sign in BOUNDS.values()), {}),
        (
            "annual.lacks_means_rates" if rates else "annual.lacks_means",
            _stem("show.lacks", lang) in texts,
            {"units": units},
        ),
        ("annual.mixed_means", _stem("annual.mixed", lang) in texts, {"units": units}),
        ("annual.blank_means", blank, {}),
    ]
    return "; ".join(say(key, lang, **words) for key, used, words in parts if used) + "."


def _stem(key: str, lang: str) -> str:
    return say(key, lang, n="").partition(")")[0].strip()


def say_apart(
    sums: Mapping[str, tuple[float, pd.Series | None]],
    states: Mapping[str, tuple[Cell, int, pd.Series | None]],
    lang: str,
) -> list[str]:
    """Say of which columns the figure of the province is not what its rows make together.

    A figure of the province is told over what was reported, on the map of its time; the rows stand on the map of the
    report, where a commune is blank if one of the communes it was merged from has no figure.

    Parameters
    ----------
    sums
        By label of a column the sum of its rows, and the row of the province.
    states
        By label how many of the rows meet it, of how many, and the row of the province.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    list of str
        Notes; none where all agree.
    """
    labels = [
        label
        for label, (total, whole) in sums.items()
        if whole is not None and not np.isclose(total, whole["events"])
    ]
    notes = [say("annual.total_as_reported", lang, labels="; ".join(labels))] if labels else []
    for label, (cell, known, whole) in states.items():
        if whole is None or not whole["exposure"] > 0:
            continue
        if (cell.value, known) != (whole["events"], whole["exposure"]):
            figure = format_share(whole["events"], whole["exposure"], lang)
            notes.append(say("annual.state_as_reported", lang, label=label, figure=figure))
    return notes
