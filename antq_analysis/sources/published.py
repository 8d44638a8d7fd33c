"""Published figures, each with its quote, and their way through the shape of an observation and back."""

from pathlib import Path

import pandas as pd

from antq_analysis.errors import InputError, SettingError
from antq_analysis.observations import COLUMNS, KEY, conform, validate
from antq_analysis.project import Project, find_project
from antq_analysis.sources.figures import FIGURE_COLUMNS, read_figures
from antq_analysis.vocabulary import load_vocabulary

PUBLISHED = "published.csv"
EXTERNAL = "external.csv"

SHAPED = tuple(name for name in FIGURE_COLUMNS if name in COLUMNS)
"""What a published figure shares with every observation."""

DETAILS = tuple(name for name in FIGURE_COLUMNS if name not in COLUMNS and name != "id")
"""What is known of a published figure besides: names, units, the denominator, the quote."""


def load_published(project: Project | None = None) -> pd.DataFrame:
    """Load the figures of the published reports.

    Parameters
    ----------
    project
        The project; by default the one of the current folder.

    Returns
    -------
    pandas.DataFrame
        One row a figure with `FIGURE_COLUMNS`; ``value`` is empty where the source prints no usable number.

    Raises
    ------
    MissingError
        If the table is not there.
    SettingError
        If it names what the vocabulary has not, or breaks the shape of an observation: every case is listed.
    """
    return _load(PUBLISHED, project)


def load_external(project: Project | None = None) -> pd.DataFrame:
    """Load figures of the press that stand beside the reports and help to read them.

    Parameters
    ----------
    project
        The project; by default the one of the current folder.

    Returns
    -------
    pandas.DataFrame
        As :func:`load_published`; ``source`` holds the address.

    Raises
    ------
    MissingError
        If the table is not there.
    SettingError
        As :func:`load_published`.
    """
    return _load(EXTERNAL, project)


def published_observations(figures: pd.DataFrame) -> pd.DataFrame:
    """Write published figures as observations.

    Parameters
    ----------
    figures
        As :func:`load_published` gives them.

    Returns
    -------
    pandas.DataFrame
        Valid observations, one a figure: ``source_id`` is the report, ``cell`` the id of the figure. What is too
        vague or unclear to load (``hàng nghìn``, a stray number) stays as text with status ``unparsed``.

    Raises
    ------
    InputError
        If they break the shape of an observation, for instance because two figures are one.
    """
    shaped = figures[list(SHAPED)].assign(
        source_id=figures["seed_file"].str.removesuffix(".txt"), sheet="published", cell=figures["id"]
    )
    observations = conform(shaped)
    validate(observations)
    return observations


def published_from_observations(observations: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Write observations back as published figures, finding each by its key.

    Parameters
    ----------
    observations
        What :func:`published_observations` gave, in any order, also after a way through a file.
    figures
        The table they came from: only its key, ids and details (quote, unit, names, denominator) are used; values,
        comparators, dates and statuses come from the observations.

    Returns
    -------
    pandas.DataFrame
        One row an observation, with `FIGURE_COLUMNS`, in the order of `figures`.

    Raises
    ------
    InputError
        If an observation finds no figure, or two figures have one key.
    """
    keys = [*KEY]
    doubled = observations.duplicated(keys, keep=False)
    if doubled.any() or figures.duplicated(keys).any():
        cases = observations.loc[doubled, "cell"].tolist()
        raise InputError("sources.published.doubled", cases=cases, n=len(cases))
    details = figures.reset_index(drop=True).reset_index(names="order")[["order", "id", *keys, *DETAILS]]
    back = observations[list(SHAPED)].merge(details, on=keys, how="left")
    lost = back["id"].isna()
    if lost.any():
        cases = observations.loc[lost.to_numpy(), "cell"].tolist()
        raise InputError("sources.published.lost", cases=cases, n=len(cases))
    return back.sort_values("order")[list(FIGURE_COLUMNS)].reset_index(drop=True)


def _load(name: str, project: Project | None) -> pd.DataFrame:
    project = project or find_project()
    path = project.reference / name
    figures = read_figures(path, load_vocabulary(project))
    _refuse_bad_shape(figures, path)
    return figures


def _refuse_bad_shape(figures: pd.DataFrame, path: Path) -> None:
    try:
        published_observations(figures)
    except InputError as error:
        raise SettingError(
            "vocabulary.bad_table", cases=error.cases, file=path, n=len(error.cases)
        ) from error
