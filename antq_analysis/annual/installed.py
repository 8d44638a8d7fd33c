"""The program that makes a report: versions of its packages, its own files, and what git knows of them."""

import hashlib
import json
import platform
import re
import subprocess
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path

from antq_analysis.files import sha256

OWN = "antq-analysis"


def versions() -> dict[str, str]:
    """Tell the versions of Python, of this package and of those that it asks for.

    Returns
    -------
    dict of str to str
        By name; empty where a package is not installed.
    """
    asked = [one for one in requires(OWN) or () if "extra ==" not in one]
    names = [OWN, *(re.split(r"[^\w.-]", one, maxsplit=1)[0] for one in asked)]
    return {"python": platform.python_version(), **{name: _version(name) for name in names}}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def package_sum() -> str:
    """Compute one checksum over the files of this package.

    Returns
    -------
    str
        SHA-256: a line of code that was changed without a new version changes it.
    """
    folder = Path(str(files("antq_analysis")))
    own = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return hashlib.sha256(json.dumps(checksums(own, folder)).encode()).hexdigest()


def code_state(root: Path) -> dict[str, str | bool]:
    """Tell which commit the code stands at, if git knows.

    Parameters
    ----------
    root
        The project's folder.

    Returns
    -------
    dict
        ``commit`` (empty outside git) and ``changed`` (whether tracked files differ from it).
    """
    commit = _git(root, "rev-parse", "HEAD")
    return {"commit": commit, "changed": bool(_git(root, "status", "--porcelain", "--untracked-files=no"))}


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def checksums(paths: Iterable[Path], base: Path) -> dict[str, str]:
    """Compute checksums by relative path.

    Parameters
    ----------
    paths
        Files below `base`.
    base
        Folder that the names are relative to.

    Returns
    -------
    dict of str to str
        SHA-256 by path with forward slashes, sorted.
    """
    return {path.relative_to(base).as_posix(): sha256(path) for path in sorted(paths)}
