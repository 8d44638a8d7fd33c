"""Printed results beside those of this package."""

from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

from antq_analysis.annual.known_results.recipes import RECIPES, Results
from antq_analysis.language.catalogue import say
from antq_analysis.places.tables import read_table
from antq_analysis.project import Project, find_project

COLUMNS = ("id", "data", "label_vi", "label_en", "printed", "source")
AGREES, DIFFERS, NO_DATA = "agrees", "differs", "no_data"


def reproduce(folder: Path | str | None = None, project: Project | None = None) -> pd.DataFrame:
    """Compute again what others printed.

    Parameters
    ----------
    folder
        Where the published tables lie that no package ships, under the names in ``known_results.csv``; by default there
        are none, and what needs them is told as not computed.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    pandas.DataFrame
        A row a result: the columns of ``data/reference/known_results.csv``, `ours` (NaN without the data) and
        `verdict`: ``agrees`` (equal to the last printed digit), ``differs`` or ``no_data``.

    Raises
    ------
    InputError
        If the list is not as it must be.
    """
    project = project or find_project()
    table = read_table(project.reference / "known_results.csv", COLUMNS)
    place = Path(folder) if folder else Path()
    found: dict[str, float] = {}
    for needed in table["data"].unique():
        found |= _computed(str(needed), place, given=bool(folder))
    ours = table["id"].map(found).astype(float)
    equal = [
        bool(np.isfinite(value)) and abs(Decimal(repr(float(value))) - Decimal(text)) <= _half(text)
        for value, text in zip(ours, table["printed"], strict=True)
    ]
    verdict = np.where(ours.isna(), NO_DATA, np.where(equal, AGREES, DIFFERS))
    return table.assign(ours=ours, verdict=verdict)


def _half(printed: str) -> Decimal:
    """Half of the last printed digit, and a hair for what lies between."""
    return Decimal(1).scaleb(int(Decimal(printed).as_tuple().exponent)) * Decimal("0.5001")


def _computed(needed: str, folder: Path, *, given: bool) -> Results:
    there = (
        not needed
        or (given and (folder / needed).is_file())
        or ("." not in needed and bool(find_spec(needed)))
    )
    return RECIPES[needed](folder) if there else {}


def list_reproduced(found: pd.DataFrame, lang: str = "vi") -> pd.DataFrame:
    """Lay the results out for reading.

    Parameters
    ----------
    found
        What :func:`reproduce` gives.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    pandas.DataFrame
        Text: result, printed, ours to one digit more than printed, verdict and source.
    """
    heads = [say(f"annual.known_{key}", lang) for key in ("result", "printed", "ours", "verdict", "source")]
    rows = [
        (
            row[f"label_{lang}"],
            _written(row["printed"], lang),
            _written(_digits(float(row["ours"]), str(row["printed"])), lang),
            say(f"annual.known_{row['verdict']}", lang),
            row["source"],
        )
        for row in found.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=heads, dtype="str")


def _digits(value: float, printed: str) -> str:
    """Write our figure with one digit more than was printed."""
    if np.isnan(value):
        return ""
    mantissa, _, power = printed.partition("e")
    decimals = len(mantissa.partition(".")[2]) + 1
    return f"{value:.{decimals}{'e' if power else 'f'}}"


def _written(number: str, lang: str) -> str:
    return number if lang == "en" else number.replace(".", ",")


def answer_known(found: pd.DataFrame, lang: str = "vi") -> str:
    """Say how many printed results the engine gives again.

    Parameters
    ----------
    found
        What :func:`reproduce` gives.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One paragraph.
    """
    counts = {key: int(found["verdict"].eq(key).sum()) for key in (AGREES, DIFFERS, NO_DATA)}
    text = say("annual.answer_known", lang, all=len(found), tried=len(found) - counts[NO_DATA], **counts)
    return (
        f"{text} {say('annual.answer_known_missing', lang, n=counts[NO_DATA])}" if counts[NO_DATA] else text
    )
