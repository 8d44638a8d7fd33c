"""One page made in a process of its own: it begins empty, so that no lock of the run's threads is held in it."""

import os
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbclient import NotebookClient


_begun: list["NotebookClient"] = []
"""The kernel of this process, once there is one: starting one takes longer than most notebooks."""


def be_silent() -> None:
    """Let nothing of this process reach the terminal.

    What fails comes back as an exception; kernels print tracebacks of their own when they are stopped.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _client_in(root: Path) -> "NotebookClient":
    from antq_analysis.annual.pages import kernel_in

    if not _begun:
        stack = ExitStack()
        _begun.append(stack.enter_context(kernel_in(root)))
        # A process of a pool ends without the usual functions at exit.
        Finalize(None, stack.close, exitpriority=100)
    return _begun[0]


def make_page(
    notebook: Path, parameters: Mapping[str, str], folder: Path, root: Path, banners: tuple[str, ...]
) -> None:
    """Run a notebook and write its page.

    Parameters
    ----------
    notebook
        The notebook.
    parameters
        What to set in it; its ``LANG`` is the language of the page.
    folder
        Where the page goes.
    root
        The project's folder.
    banners
        What stands at the head of the page.
    """
    # They would spend a second on the grammar of international addresses, for a check that no notebook is given.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    # Loaded where it is used: the notebook libraries take longer to import than a wrong command to refuse.
    from antq_analysis.annual.pages import run_notebook, write_page

    executed = folder / notebook.name
    run_notebook(notebook, parameters, executed, _client_in(root))
    write_page(executed, folder / f"{notebook.stem}.html", parameters["LANG"], banners)
    executed.unlink()
