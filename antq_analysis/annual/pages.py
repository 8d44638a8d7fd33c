"""Notebooks run by parameters and turned into pages that open with no network."""

import html
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import nbformat
import papermill
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from traitlets.config import Config

from antq_analysis.errors import InputError, UnknownNameError
from antq_analysis.language.catalogue import say

KERNEL = "python3"
TIMEOUT = 600

BY_HAND = "by-hand"
"""Tag of cells for people alone: what they do, a run of the year has done itself."""

INJECTED = "injected-parameters"
"""Tag, and here also the id, of the cell that sets the parameters of a run."""

_CODE = """{%- extends 'basic/index.html.j2' -%}
{% block input %}<pre class="code">{{ cell.source | escape }}</pre>
{% endblock %}"""

_FORGET = "%reset -f"
"""What a notebook leaves behind must not reach the next."""


@contextmanager
def kernel_in(folder: Path) -> Iterator[NotebookClient]:
    """Start a kernel in which notebooks are run one after another, each with nothing of the one before.

    Parameters
    ----------
    folder
        The project's folder, which the kernel runs in.

    Yields
    ------
    NotebookClient
        For :func:`run_notebook`.
    """
    with tempfile.TemporaryDirectory(prefix="antq-") as sockets:
        client = NotebookClient(
            nbformat.v4.new_notebook(),
            timeout=TIMEOUT,
            kernel_name=KERNEL,
            resources={"metadata": {"path": str(folder)}},
            config=_transport(Path(sockets)),
        )
        # The kernel must see this project, whatever the variable of the caller says.
        with client.setup_kernel(env={**os.environ, "ANTQ_PROJECT": str(folder)}):
            yield client


def run_notebook(
    notebook: Path, parameters: Mapping[str, str], executed: Path, client: NotebookClient
) -> None:
    """Run a notebook from top to bottom with other parameters.

    Parameters
    ----------
    notebook
        The notebook; its parameters stand in one cell tagged ``parameters``, and cells tagged ``by-hand`` are left out.
    parameters
        What to set; every name must stand in that cell.
    executed
        Where the run notebook goes.
    client
        What :func:`kernel_in` gives.

    Raises
    ------
    UnknownNameError
        If the notebook has no such parameter: it would be ignored in silence.
    InputError
        If a cell fails; the message names the cell.
    """
    known = papermill.inspect_notebook(str(notebook))
    for name in parameters:
        if name not in known:
            raise UnknownNameError("errors.kind_key", name, known)
    book = parameterize_notebook(load_notebook_node(str(notebook)), dict(parameters))
    book.cells = [cell for cell in book.cells if BY_HAND not in _tags(cell)]
    for cell in book.cells:
        if INJECTED in _tags(cell):
            # Drawn by lot otherwise, so that no two runs gave the same page.
            cell.id = INJECTED
    try:
        _execute(client, book, notebook.name, parameters.get("LANG", "vi"))
    finally:
        _run_cells(client, nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(_FORGET)]))
    executed.write_text(nbformat.writes(book), encoding="utf-8")


def _run_cells(client: NotebookClient, book: nbformat.NotebookNode) -> None:
    client.nb = book
    client.reset_execution_trackers()
    for place, cell in enumerate(book.cells):
        client.execute_cell(cell, place)


def _transport(folder: Path) -> Config:
    # Sockets of files need no port and are closed to other users; Windows has none.
    config = Config()
    if sys.platform != "win32":
        config.KernelManager.transport = "ipc"
        config.KernelManager.connection_file = str(folder / "kernel.json")
        config.KernelManager.ip = str(folder / "k")
    return config


def _execute(client: NotebookClient, book: nbformat.NotebookNode, name: str, lang: str) -> None:
    try:
        _run_cells(client, book)
    except CellExecutionError as error:
        own = [cell for cell in book.cells if INJECTED not in _tags(cell)]
        failed = next(i for i, cell in enumerate(own, 1) if _failed(cell))
        # Errors of this package say themselves in Vietnamese first and in English last.
        said = str(error.evalue).strip().splitlines() or [""]
        reason = (said[-1] if lang == "en" else said[0]).rstrip(".:?!")
        if len(said) == 1:
            reason = f"{error.ename}: {reason}"
        raise InputError("annual.notebook_failed", name=name, cell=str(failed), reason=reason) from error


def _tags(cell: nbformat.NotebookNode) -> Sequence[str]:
    tags: Sequence[str] = cell.metadata.get("tags", ())
    return tags


def _failed(cell: nbformat.NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", ()))


def write_page(executed: Path, page: Path, lang: str, banners: Sequence[str] = ()) -> None:
    """Turn a run notebook into one HTML file without scripts or addresses to fetch from, its code folded away.

    Parameters
    ----------
    executed
        The run notebook.
    page
        Where the page goes.
    lang
        ``"vi"`` or ``"en"``.
    banners
        What stands at the head of the page: the user's words, and that figures are fictional.
    """
    config = Config()
    config.TagRemovePreprocessor.enabled = True
    config.TagRemovePreprocessor.remove_cell_tags = ("parameters",)
    config.HTMLExporter.preprocessors = ["nbconvert.preprocessors.TagRemovePreprocessor"]
    exporter = HTMLExporter(
        config=config,
        raw_template=_CODE,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )
    notebook = nbformat.read(executed, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    body, _ = exporter.from_notebook_node(notebook)
    style = files("antq_analysis.annual").joinpath("page.css").read_text(encoding="utf-8")
    title = html.escape(_title(notebook))
    head = "".join(f'<p class="banner">{html.escape(banner)}</p>\n' for banner in banners if banner)
    # One switch for all, without a script: what follows it in the page is shown while it is ticked.
    words = html.escape(say("annual.page_code", lang))
    switch = f'<input type="checkbox" id="code"><label for="code">{words}</label>\n'
    text = (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n<main>\n{head}{switch}{body}\n</main>\n</body>\n</html>\n"
    )
    page.write_text(text, encoding="utf-8")


def _title(notebook: nbformat.NotebookNode) -> str:
    for cell in notebook.cells:
        for line in cell.source.splitlines() if cell.cell_type == "markdown" else ():
            if line.startswith("# "):
                return str(line[2:].strip())
    return "antq_analysis"
