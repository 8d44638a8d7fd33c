"""Fixtures for all tests."""

import shutil
from pathlib import Path

import pytest

from antq_analysis.project import Project, find_project
from tests.skips import NEEDS_SHARED, pytest_configure, shared_folder

__all__ = ["pytest_configure"]

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def no_foreign_project(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a variable of the caller from pointing a test at real data."""
    monkeypatch.delenv("ANTQ_PROJECT", raising=False)


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the project under test."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real input beside the project; a test that needs it is skipped where it is missing."""
    folder = shared_folder()
    if not folder.is_dir():
        pytest.skip(NEEDS_SHARED)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project of its own to write into: settings, reference tables and layouts of this one, no data."""
    folder = tmp_path / "project"
    (folder / "data").mkdir(parents=True)
    shutil.copy(ROOT / "data/project.toml", folder / "data/project.toml")
    for name in ("reference", "layouts"):
        if (ROOT / "data" / name).is_dir():
            shutil.copytree(ROOT / "data" / name, folder / "data" / name)
    return find_project(folder)
