"""Many reports on a cluster of Dask: what a machine that is lost was making is made by another."""

import contextlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from antq_analysis.annual.many.here import Guard, broken, tried
from antq_analysis.annual.many.task import FAILED, Outcome, Task
from antq_analysis.errors import AntqError, MissingError

WAIT = "20s"
"""How long the scheduler may take to answer."""


def run_on_cluster(
    tasks: Sequence[Task],
    scheduler: str,
    *,
    tell: Callable[[Outcome], None] = lambda _: None,
    guard: Guard = lambda _: contextlib.nullcontext(),
) -> tuple[Outcome, ...]:
    """Make reports on the machines of a scheduler; all must reach the project's folder under the same name.

    Parameters
    ----------
    tasks
        What to make.
    scheduler
        Its address, such as ``tcp://10.0.0.5:8786``.
    tell
        Called with each outcome as it comes.
    guard
        Keeps other commands away from the data of a province; all are held until the last report is made.

    Returns
    -------
    tuple of Outcome
        In the order of the tasks.

    Raises
    ------
    MissingError
        If the extra ``scale`` is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client, as_completed  # noqa: PLC0415 - an extra that only this needs
    except ImportError as error:
        raise MissingError("annual.many_no_dask") from error
    ended: dict[str, Outcome] = {}
    with ExitStack() as held:
        free = []
        for task in tasks:
            try:
                held.enter_context(guard(task.province))
                free.append(task)
            except AntqError as busy:
                ended[task.province] = Outcome(
                    task.province, task.year, FAILED, busy.exit_code, busy.text(task.lang)
                )
                tell(ended[task.province])
        if not free:
            return tuple(ended[task.province] for task in tasks)
        try:
            client = held.enter_context(Client(scheduler, timeout=WAIT))
        except (OSError, ValueError) as error:
            raise MissingError("annual.many_no_scheduler", address=scheduler, reason=error) from error
        waiting = {client.submit(tried, task, pure=False): task for task in free}
        for done in as_completed(list(waiting)):
            task = waiting[done]
            # A machine may be lost again and again with it, or may not have this package.
            lost = done.exception()
            ended[task.province] = done.result() if lost is None else broken(task, lost)
            tell(ended[task.province])
    return tuple(ended[task.province] for task in tasks)
