"""The two maps that a table of old and new units joins."""

from datetime import date

from antq_analysis.errors import UsageError
from antq_analysis.places.vintage import vintage_on, vintages
from antq_analysis.project import Project


def step_between(
    province: str, from_date: str | date, to_date: str | date, project: Project
) -> tuple[str, str]:
    """Name the two maps that a table between two days joins.

    Parameters
    ----------
    province
        Province id.
    from_date, to_date
        The days.
    project
        The project.

    Returns
    -------
    tuple[str, str]
        Dates of the earlier map and of the next one.

    Raises
    ------
    UsageError
        If the days are of one map, or turned round, or another map lies between: each table is kept with the later of
        two maps that follow one another.
    MissingError
        If there is no map of one of the days.
    """
    before, after = (vintage_on(province, day, project) for day in (from_date, to_date))
    steps = [day for day in vintages(province, project) if before < day <= after]
    if steps != [after]:
        known = ", ".join(vintages(province, project))
        raise UsageError("places.no_step", from_date=before, to_date=after, maps=known)
    return before, after
