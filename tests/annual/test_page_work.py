"""Pages are made in processes that begin empty."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

pytestmark = pytest.mark.slow

SCRIPT = """
import importlib._bootstrap as imports, sys, threading
from pathlib import Path
from types import SimpleNamespace
from antq_analysis.annual import outputs
from antq_analysis.errors import UnknownNameError

def hold():
    held = imports._get_module_lock("antq_analysis.annual.pages")
    held.acquire()
    ready.set()
    threading.Event().wait()

if __name__ == "__main__":
    ready = threading.Event()
    threading.Thread(target=hold, daemon=True).start()
    ready.wait()
    root = Path(sys.argv[1])
    panel = SimpleNamespace(province=SimpleNamespace(id="demo"), map_date="2025-07-01")
    job = SimpleNamespace(project=SimpleNamespace(root=root), panel=panel, year="2025", lang="vi",
                          banners=tuple, step=lambda *_: None)
    try:
        with outputs._pages_beside(job, root / "pages"):
            pass
    except UnknownNameError:
        print("refused")
"""


def test_a_lock_that_a_thread_holds_stops_no_page(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    book = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": ""}})
    nbformat.write(book, tmp_path / "notebooks/01_no_parameters.ipynb")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, script, tmp_path], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        out, _ = process.communicate(timeout=150)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    assert out.strip() == "refused"
