"""What a command that was killed left behind: temporary files go, and what it had moved aside comes back."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from antq_analysis.files import ASIDE, PART, name_aside
from antq_analysis.project import Project


def tidy(project: Project, province: str, last_sign: float) -> None:
    """Bring the folders of a province back to where the killed command found them, or to where it was done.

    A folder is replaced by moving the old one aside and the new one in; killed in between, only the old one is there,
    under another name. What is younger than the last sign of life of the command is another's and stays.

    Parameters
    ----------
    project, province
        Whose data; nobody else may be writing them.
    last_sign
        When the killed command last gave a sign of life, in seconds as files have them.
    """
    for folder in _folders(project, province):
        found = sorted(folder.rglob(f"{ASIDE}*")) if folder.is_dir() else []
        # The last one that was moved aside is the last good one.
        for old in reversed(found):
            with suppress(OSError):
                place = old.with_name(name_aside(old))
                if not place.exists():
                    old.replace(place)
        for part in (*sorted(folder.rglob(f"{PART}*")), *(old for old in found if old.exists())):
            _remove(part, last_sign)


def _folders(project: Project, province: str) -> Iterator[Path]:
    from antq_analysis.vocabulary import load_vocabulary

    known = load_vocabulary(project).province(province)
    for base in (project.reports, project.panel, project.raw, project.decisions, project.releases):
        yield base / known.id
    yield project.data / "briefing" / known.id
    yield project.layouts
    if known.territory == known.id:
        # Another province on the same land may be importing a map just now.
        yield project.places / known.territory


def _remove(path: Path, last_sign: float) -> None:
    with suppress(OSError):
        if path.stat().st_mtime > last_sign:
            return
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
