"""What every command says: in which language, how far it is, what was found, and what to type next."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer

from antq_analysis.errors import UsageError
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say
from antq_analysis.project import Project

COMMANDS = (
    "(add|check|decide|form|why|commune|groups|export|run|report|demo"
    "|verify|freeze|compare|doctor|places|province)"
)


@contextmanager
def progress(lang: str) -> Iterator[Callable[[str], None]]:
    """Show on the terminal how far a command is.

    Parameters
    ----------
    lang
        ``"vi"`` or ``"en"``.

    Yields
    ------
    Callable
        To be called with each step.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (BarColumn(bar_width=24), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task(say("cli.starting", lang), total=None)

        def tell(step: str) -> None:
            shown.update(task, description=step)

        yield tell


def language_of(project: Project, lang: str) -> str:
    """Choose the language of a command.

    Parameters
    ----------
    project
        Says the usual one.
    lang
        What was asked for; empty for the usual one.

    Returns
    -------
    str
        ``"vi"`` or ``"en"``.

    Raises
    ------
    UsageError
        If there is no such language.
    """
    chosen = lang or project.settings.language
    if chosen not in ("vi", "en"):
        raise UsageError("cli.bad_lang", written=chosen)
    return chosen


def pairs_of(only: list[str] | None) -> dict[str, str]:
    """Read options of the form ``column=value``.

    Parameters
    ----------
    only
        As they were typed.

    Returns
    -------
    dict of str to str
        Values by column.

    Raises
    ------
    UsageError
        If one is written otherwise.
    """
    pairs = dict(item.partition("=")[::2] for item in only or ())
    if not all(pairs.values()):
        raise UsageError("cli.bad_only", written=", ".join(only or ()))
    return pairs


def tell_findings(findings: Sequence[Finding], lang: str, done: str) -> int:
    """Print what was found with what to do about it, and how it ended.

    Parameters
    ----------
    findings
        What was found; an error means that nothing was written.
    lang
        ``"vi"`` or ``"en"``.
    done
        What to say where nothing is wrong enough to refuse.

    Returns
    -------
    int
        The exit code: 0, 1 with warnings, 2 with errors.
    """
    for finding in findings:
        typer.echo(typed(f"- {finding.text(lang)} {finding.remedy(lang)}"))
    grades = {finding.severity for finding in findings}
    if Severity.ERROR in grades:
        typer.echo(say("cli.places_refused", lang), err=True)
        return 2
    typer.echo(done)
    return 1 if Severity.WARNING in grades else 0


def typed(text: str) -> str:
    """Write the commands that a text names as the reader can type them.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    str
        With ``python3 start.py`` before each command where ``antq`` alone is not found.
    """
    # start.py puts .venv on the path of its own processes only, so the name that was called decides as well.
    if shutil.which("antq") and Path(sys.argv[0]).stem == "antq":
        return text
    python = "python" if os.name == "nt" else "python3"
    return re.sub(rf"(?<!start\.py )\bantq (?={COMMANDS}\b)", f"{python} start.py antq ", text)
