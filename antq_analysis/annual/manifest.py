"""What a report was made from: checksums of everything in and out, versions, seed and state of the code."""

import json
import platform
import subprocess
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from antq_analysis.files import sha256
from antq_analysis.project import Project
from antq_analysis.vocabulary import Province

PACKAGES = ("antq-analysis", "pandas", "geopandas", "numpy", "scipy", "shapely", "matplotlib", "great-tables")


def make_manifest(
    project: Project, province: Province, year: str, settings: dict[str, str], outputs: Path
) -> str:
    """Write down what a report rests on.

    Parameters
    ----------
    project
        The project.
    province, year
        Whose report.
    settings
        What was asked for: map, language, audience.
    outputs
        Folder of the finished outputs.

    Returns
    -------
    str
        JSON without time stamps, so that the same inputs give the same manifest.
    """
    content = {
        "province": province.id,
        "year": year,
        "settings": settings,
        "seed": project.settings.seed,
        "code": code_state(project.root),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
        "inputs": checksums(_inputs(project, province), project.root),
        "outputs": checksums((path for path in outputs.rglob("*") if path.is_file()), outputs),
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _inputs(project: Project, province: Province) -> Iterable[Path]:
    yield project.data / "project.toml"
    folders = (
        project.raw / province.id,
        project.decisions / province.id,
        project.reference,
        project.layouts,
        project.places / province.territory,
        project.root / "notebooks",
    )
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.is_file() and not _scratch(path, folder))


def _scratch(path: Path, folder: Path) -> bool:
    # Scratch notebooks, editors' copies and lock files of an open workbook are nobody's input.
    parts = path.relative_to(folder).parts
    return any(part.startswith((".", "~$")) or part == "scratch" for part in parts)


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
