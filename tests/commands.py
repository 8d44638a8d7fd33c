"""Commands as a person types them: in this process, which is quick, or in one of their own."""

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import antq_analysis.cli

WITHOUT = ("ANTQ_PROJECT", "ANTQ_DEBUG")
WIDE = {"COLUMNS": "200"}


@dataclass(frozen=True)
class Said:
    """How a command ended and what it printed; no command ever prints a traceback."""

    code: int
    out: str
    err: str

    def __post_init__(self) -> None:
        assert "Traceback" not in self.text, self.text
        assert 'File "/' not in self.text, self.text

    @property
    def text(self) -> str:
        return self.out + self.err


def environment(**more: str) -> dict[str, str]:
    """Give the variables of a process that knows no project but the one of its folder."""
    kept = {key: value for key, value in os.environ.items() if key not in WITHOUT}
    return {**kept, "PYTHONIOENCODING": "utf-8", **WIDE, **more}


def antq(folder: Path, *words: str | Path) -> Said:
    """Run a command in a folder, without the seconds that a process needs to load the libraries."""
    # Arguments and streams are those of ``python -m antq_analysis.cli`` with its output in pipes.
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as here:
        for name in WITHOUT:
            here.delenv(name, raising=False)
        for name, value in WIDE.items():
            here.setenv(name, value)
        here.setattr(
            sys, "argv", [str(Path(antq_analysis.cli.__file__).with_name("__main__.py")), *map(str, words)]
        )
        here.setattr(sys, "stdin", io.StringIO())
        here.chdir(folder)
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            pytest.raises(SystemExit) as ended,
        ):
            antq_analysis.cli.main()
    printed = (stream.buffer.getvalue().decode("utf-8") for stream in (out, err))  # type: ignore[attr-defined]
    return Said(int(ended.value.code or 0), *printed)


def antq_process(
    folder: Path, *words: str | Path, limit: Callable[[], None] | None = None, wrap: tuple[str, ...] = ()
) -> Said:
    """Run a command in a process of its own, which begins empty."""
    done = subprocess.run(
        [*wrap, sys.executable, "-m", "antq_analysis.cli", *map(str, words)],
        cwd=folder, env=environment(), preexec_fn=limit, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    return Said(done.returncode, done.stdout, done.stderr)
