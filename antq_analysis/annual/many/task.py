"""One report of many as it travels between processes: what is to be made, and how it ended."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

MADE, UNCHANGED, FAILED = "made", "unchanged", "failed"


@dataclass(frozen=True)
class Task:
    """One report to make.

    Parameters
    ----------
    root
        Folder of the project, which every machine that works on it must reach under this name.
    province, year
        Whose report.
    lang
        ``"vi"`` or ``"en"``.
    release
        Whether to make a copy for publication too.
    again
        Whether to make it though nothing changed.
    """

    root: str
    province: str
    year: str
    lang: str = "vi"
    release: bool = False
    again: bool = False

    def to_json(self) -> str:
        """Write it in a line.

        Returns
        -------
        str
            JSON.
        """
        return json.dumps(asdict(self))

    @staticmethod
    def from_json(line: str | bytes) -> "Task":
        """Read what :meth:`to_json` wrote.

        Parameters
        ----------
        line
            JSON.

        Returns
        -------
        Task
            The same.
        """
        return Task(**json.loads(line))


@dataclass(frozen=True)
class ProvinceRow:
    """What the table of provinces says of one.

    Parameters
    ----------
    map_date
        Date of its map, ISO text.
    units
        Communes of that map.
    figures
        By indicator id value (None where there is none), number of communes without a figure, and way of counting.
    rate_label
        What its rate of public order is called, with the unit; empty where there is none.
    rate
        The rate with both ends of its interval; None where there is none.
    errors
        Findings that are errors.
    """

    map_date: str
    units: int
    figures: dict[str, tuple[float | None, int, str]]
    rate_label: str = ""
    rate: tuple[float | None, float | None, float | None] = (None, None, None)
    errors: int = 0


@dataclass(frozen=True)
class Outcome:
    """How a report ended.

    Parameters
    ----------
    province, year
        Whose report.
    state
        ``"made"``, ``"unchanged"`` or ``"failed"``.
    exit_code
        0, or that of the error.
    text
        Why it failed, in the language of the task; else the folder of the report.
    tries
        How often it was tried.
    row
        What the table of provinces says of it; None where it failed.
    """

    province: str
    year: str
    state: str
    exit_code: int = 0
    text: str = ""
    tries: int = 1
    row: ProvinceRow | None = field(default=None, repr=False)

    def to_json(self) -> str:
        """Write it in a line.

        Returns
        -------
        str
            JSON.
        """
        return json.dumps(asdict(self))

    @staticmethod
    def from_json(line: str | bytes) -> "Outcome":
        """Read what :meth:`to_json` wrote.

        Parameters
        ----------
        line
            JSON.

        Returns
        -------
        Outcome
            The same.
        """
        told: dict[str, Any] = json.loads(line)
        row = told.pop("row")
        if row is not None:
            row["figures"] = {name: tuple(figure) for name, figure in row["figures"].items()}
            row["rate"] = tuple(row["rate"])
        return Outcome(**told, row=None if row is None else ProvinceRow(**row))
