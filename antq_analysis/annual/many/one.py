"""One report in a process of its own: a task comes in as a line, how it ended goes out as a line.

Started as ``python -m antq_analysis.annual.many.one``. Nothing of another province is in its memory, so that a report
is the same whatever is made beside it. It ends with the process that started it: nobody would wait for its answer.
"""

import os
import sys
import threading
from pathlib import Path

from antq_analysis.annual.again import changed_since, errors_told
from antq_analysis.annual.many.province_row import province_row
from antq_analysis.annual.many.task import FAILED, MADE, UNCHANGED, Outcome, Task
from antq_analysis.annual.run import run_year
from antq_analysis.errors import AntqError
from antq_analysis.project import find_project

ALONE = 75
"""Exit code of a process whose starter is gone."""


def make_report(task: Task) -> Outcome:
    """Make one report, unless what stands is what would be made.

    Parameters
    ----------
    task
        What to make.

    Returns
    -------
    Outcome
        How it ended; what the package refuses is told, not raised.
    """
    try:
        project = find_project(Path(task.root))
        about = (task.province, task.year)
        keep = not (task.again or task.release) and changed_since(*about, project, lang=task.lang) == ()
        if not keep:
            run_year(*about, lang=task.lang, release=task.release, project=project)
        folder = project.reports / task.province / task.year
        row = province_row(*about, task.lang, project, errors_told(folder))
    except AntqError as error:
        return Outcome(task.province, task.year, FAILED, error.exit_code, error.text(task.lang))
    return Outcome(*about, UNCHANGED if keep else MADE, 0, str(folder), row=row)


def main() -> None:
    """Read a task, make its report, write how it ended."""
    # What libraries print must not come between.
    answer = os.dup(1)
    os.dup2(2, 1)
    line = b""
    while not line.endswith(b"\n"):
        part = os.read(0, 4096)
        if not part:
            sys.exit(ALONE)
        line += part
    threading.Thread(target=_end_with_the_starter, daemon=True).start()
    outcome = make_report(Task.from_json(line))
    os.write(answer, outcome.to_json().encode() + b"\n")


def _end_with_the_starter() -> None:
    # The starter keeps the pipe open as long as it lives, and writes nothing more into it.
    while os.read(0, 4096):
        pass
    os._exit(ALONE)


if __name__ == "__main__":
    main()
