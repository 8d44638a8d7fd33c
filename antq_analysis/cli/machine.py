"""What a command tells a machine: one JSON document on standard output, everything for people on standard error."""

import json
import math
import sys
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from antq_analysis.errors import AntqError
from antq_analysis.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

FORMAT = 1
"""Raised when a key changes its meaning or goes; new keys may come at any time."""


def wants_json() -> bool:
    """Tell whether the command that runs was asked for JSON.

    Returns
    -------
    bool
        True also where its other arguments are wrong.
    """
    return "--json" in sys.argv[1:]


def tell(line: str, *, as_json: bool) -> None:
    """Say a line to people, out of the way of a machine.

    Parameters
    ----------
    line
        The line.
    as_json
        Whether a machine reads standard output.
    """
    typer.echo(line, err=as_json)


def print_document(command: str, code: int, **told: Any) -> int:
    """Print the document of a command.

    Parameters
    ----------
    command
        Its name.
    code
        Its exit code.
    **told
        What it found: texts, numbers, paths, frames' records, dataclasses, mappings and sequences of these.

    Returns
    -------
    int
        The exit code.
    """
    document = {"antq": FORMAT, "command": command, "exit_code": code, **told}
    typer.echo(json.dumps(plain(document), ensure_ascii=False, indent=1, allow_nan=False))
    return code


def print_error(text: str, code: int, error: Exception | None = None) -> None:
    """Print the document of a command that failed.

    Parameters
    ----------
    text
        Why.
    code
        Its exit code.
    error
        What was raised.
    """
    key = error.key if isinstance(error, AntqError) else ""
    kind = type(error).__name__ if error is not None else ""
    command = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    print_document(command, code, error={"kind": kind, "key": key, "text": text})


def records_of(frame: "pd.DataFrame") -> list[dict[Hashable, Any]]:
    """Lay a frame out row by row.

    Parameters
    ----------
    frame
        A frame; a named index becomes columns.

    Returns
    -------
    list of dict
        One a row.
    """
    named = frame.reset_index() if any(frame.index.names) else frame
    return named.astype(object).where(named.notna(), None).to_dict("records")


def findings_told(findings: Iterable[Finding], lang: str) -> list[dict[str, Any]]:
    """Lay findings out.

    Parameters
    ----------
    findings
        What was found.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    list of dict
        Rule, severity, place, text and remedy of each.
    """
    return [
        {
            "rule": one.rule,
            "severity": one.severity.value,
            "file": one.file,
            "sheet": one.sheet,
            "cell": one.cell,
            "text": one.text(lang),
            "remedy": one.remedy(lang),
        }
        for one in findings
    ]


def plain(told: Any) -> Any:
    """Make of anything what JSON can hold.

    Parameters
    ----------
    told
        Texts, numbers, numbers of numpy, days, paths, dataclasses, mappings and sequences of these.

    Returns
    -------
    Any
        The same; no number is None, a day is ISO text.

    Examples
    --------
    >>> from datetime import date
    >>> plain({"day": date(2025, 7, 1), "values": (1, 2.5, float("nan"))})
    {'day': '2025-07-01', 'values': [1, 2.5, None]}
    """
    if hasattr(told, "to_dict") and hasattr(told, "columns"):
        told = records_of(told)
    if is_dataclass(told) and not isinstance(told, type):
        told = asdict(told)
    if isinstance(told, Mapping):
        return {str(key): plain(value) for key, value in told.items()}
    if isinstance(told, Sequence | set | frozenset) and not isinstance(told, str):
        return [plain(value) for value in told]
    return _one(told.item() if hasattr(told, "item") else told)


def _one(told: Any) -> bool | int | float | str | None:
    if told is None or isinstance(told, bool | int):
        return told
    if isinstance(told, float):
        return told if math.isfinite(told) else None
    return told.isoformat() if isinstance(told, date) else str(told)
