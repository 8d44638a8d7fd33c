"""Every check of ``python3 start.py test``: the tests, and beside them lint, types, docstrings, floors, notebooks.

With ``--slow`` or ``--nightly`` only the tests so marked. Other arguments go to pytest. All checks run even where one
fails.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORKERS = str(min(os.cpu_count() or 1, 8))


def python_files() -> list[str]:
    """Return the modules whose docstrings are validated; of commands typer takes the help from their options."""
    found = (path.relative_to(ROOT) for path in (ROOT / "antq_analysis").rglob("*.py"))
    return sorted(str(path) for path in found if path.parent.name != "commands")


def notebooks() -> list[str]:
    """Return the notebooks that git keeps."""
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "notebooks").glob("*.ipynb"))


def checks() -> dict[str, list[str]]:
    """Return each static check and the arguments for Python, the slowest first."""
    lint_imports = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    every = {
        "mypy": ["-m", "mypy"],
        "numpydoc": ["-m", "numpydoc", "lint", *python_files()],
        "import-linter": ["-c", lint_imports],
        "nbstripout": ["-m", "nbstripout", "--keep-id", "--verify", *notebooks()] if notebooks() else [],
        "ruff check": ["-m", "ruff", "check", "."],
        "ruff format": ["-m", "ruff", "format", "--check", "."],
    }
    return {name: arguments for name, arguments in every.items() if arguments}


def marked_files(mark: str) -> list[str]:
    """Return the files that hold a test so marked: collecting all others takes longer than some of these tests."""
    tests = (ROOT / "tests").rglob("test_*.py")
    return sorted(str(path.relative_to(ROOT)) for path in tests if f"mark.{mark}" in path.read_text("utf-8"))


def run_check(name: str, arguments: list[str]) -> bool:
    """Run one static check; print its output only where it fails."""
    began = time.monotonic()
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    verdict = "ok" if done.returncode == 0 else "FAILED"
    output = "" if done.returncode == 0 else f"\n{done.stdout}{done.stderr}".rstrip()
    print(f"{name:14} {verdict:6} {time.monotonic() - began:5.1f} s{output}", flush=True)
    return done.returncode == 0


def environment() -> dict[str, str]:
    """Return the variables of the tests: every process of them would compile every module anew without bytecode."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def main(arguments: list[str]) -> int:
    """Run the checks and return 0 only where all of them passed."""
    chosen = next((name for name in ("slow", "nightly") if f"--{name}" in arguments), "")
    others = [argument for argument in arguments if argument not in ("--slow", "--nightly")]
    files = marked_files(chosen) if chosen and not others else []
    marked = ["-m", chosen or "not slow and not nightly", *others, *files]
    distributed = ["-n", WORKERS, "--dist", "loadfile" if chosen == "slow" else "worksteal"]
    # Beside the tests, so that no processor waits for another.
    with ThreadPoolExecutor(1) as beside:
        static = {
            name: beside.submit(run_check, name, words) for name, words in checks().items() if not chosen
        }
        command = [sys.executable, "-m", "pytest", *distributed, *marked]
        tested = subprocess.call(command, cwd=ROOT, env=environment())
    failed = [name for name, check in static.items() if not check.result()]
    if failed:
        print(f"FAILED above: {', '.join(failed)}", flush=True)
    return tested or int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
