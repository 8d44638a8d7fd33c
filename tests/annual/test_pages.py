"""Notebooks run in the project they belong to, and say which parameter or cell is wrong."""

import html
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from antq_analysis.annual.pages import kernel_in, run_notebook, write_page
from antq_analysis.errors import InputError, UnknownNameError
from antq_analysis.project import Project

CELLS = 'import antq_analysis as antq\nprint(antq.find_project().root)\nprint("<b>", LANG)'


def made(folder: Path, code: str = CELLS) -> Path:
    book = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "", "language": "python"}}
    )
    book.cells.append(nbformat.v4.new_markdown_cell("# Câu hỏi <i>"))
    book.cells.append(nbformat.v4.new_code_cell('LANG = "vi"', metadata={"tags": ["parameters"]}))
    book.cells.append(nbformat.v4.new_code_cell(code))
    path = folder / "07_question.ipynb"
    path.write_text(nbformat.writes(book), encoding="utf-8")
    return path


@pytest.mark.slow
def test_the_kernel_sees_the_project_it_is_run_for(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTQ_PROJECT", str(tmp_path / "elsewhere"))
    with kernel_in(project.root) as client:
        run_notebook(made(tmp_path), {"LANG": "en"}, tmp_path / "run.ipynb", client)
    write_page(tmp_path / "run.ipynb", tmp_path / "page.html", "en", ("A <banner>", ""))
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert str(project.root) in page
    assert "&lt;b&gt; en" in page
    assert "A &lt;banner&gt;" in page
    code = re.findall(r'<pre class="code">(.*?)</pre>', page, flags=re.DOTALL)
    assert code == ['# Parameters\nLANG = "en"\n', html.escape(CELLS, quote=False)]
    assert page.index('<input type="checkbox" id="code">') < page.index('<pre class="code">')
    assert "<script" not in page
    assert "http" not in page


def test_a_misspelt_parameter_is_named(project: Project, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="LANG"):
        run_notebook(
            made(tmp_path),
            {"LANGUAGE": "en"},
            tmp_path / "run.ipynb",
            NotebookClient(nbformat.v4.new_notebook()),
        )


@pytest.mark.slow
def test_a_cell_for_people_is_left_out_and_a_page_is_the_same_again(project: Project, tmp_path: Path) -> None:
    path = made(tmp_path, "print(1)")
    book = nbformat.read(path, as_version=4)
    book.cells.append(nbformat.v4.new_code_cell("1 / 0", metadata={"tags": ["by-hand"]}))
    path.write_text(nbformat.writes(book), encoding="utf-8")
    with kernel_in(project.root) as client:
        for name in ("once", "again"):
            run_notebook(path, {"LANG": "en"}, tmp_path / f"{name}.ipynb", client)
            write_page(tmp_path / f"{name}.ipynb", tmp_path / f"{name}.html", "en")
    assert "1 / 0" not in (tmp_path / "once.html").read_text(encoding="utf-8")
    assert (tmp_path / "once.html").read_bytes() == (tmp_path / "again.html").read_bytes()


@pytest.mark.slow
def test_a_failing_cell_is_named_and_nothing_is_written(project: Project, tmp_path: Path) -> None:
    message = r"07_question.*3.*ZeroDivisionError|07_question.*3.*division"
    with kernel_in(project.root) as client:
        with pytest.raises(InputError, match=message):
            run_notebook(made(tmp_path, "left = 1; 1 / 0"), {}, tmp_path / "run.ipynb", client)
        assert not (tmp_path / "run.ipynb").exists()
        # The next one finds the kernel as it would find a new one.
        code = 'print([name for name in ("left", "LANG") if name in globals()])'
        run_notebook(made(tmp_path, code), {}, tmp_path / "run.ipynb", client)
    assert nbformat.read(tmp_path / "run.ipynb", as_version=4).cells[-1].outputs[0].text == "['LANG']\n"
