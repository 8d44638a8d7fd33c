"""Fixtures for all tests."""

import ast
import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from antq_analysis.project import Project, find_project
from tests.given import bare_project, part_of
from tests.skips import NEEDS_SHARED, pytest_configure, shared_folder

# The process that only hands tests out loads this file too, and before all others: no libraries here.
if TYPE_CHECKING:
    from antq_analysis.annual.run import RunResult
    from antq_analysis.panel.build import Built

__all__ = ["pytest_configure"]

ROOT = Path(__file__).resolve().parents[1]

# The notebook libraries would parse the grammar of international addresses for a second, for a check never asked for.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

# Fixtures of a whole session are made before any test: the caller's project must not reach them either.
os.environ.pop("ANTQ_PROJECT", None)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Keep the garbage collector from walking, again and again, through libraries and tests that stay to the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


class ByFile(LoadScopeScheduling):
    """Hand tests out file by file, and all that read the report of the demo to one process: it is made once."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, name = nodeid.partition("::")
        return "demo_report" if name.partition("[")[0] in _readers(ROOT / file) else file


@cache
def _readers(path: Path) -> frozenset[str]:
    """Find the tests of a file that read the report of the demo, or a copy of it."""
    made = {"demo_report", "with_report"}
    functions = [
        one for one in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(one, ast.FunctionDef)
    ]
    return frozenset(one.name for one in functions if made & {argument.arg for argument in one.args.args})


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile | None:
    """Schedule slow tests; others are handed out one by one."""
    return ByFile(config, log) if config.getvalue("dist") == "loadfile" else None


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


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The fictional province as `antq demo` leaves it, with notebooks; to be read, or copied by who changes it."""
    from antq_analysis.demo import write_demo

    made = bare_project(tmp_path_factory.mktemp("made") / "dự án", notebooks=True)
    write_demo(made)
    return made


@pytest.fixture(scope="session")
def built_demo(made_demo: Project) -> "Built":
    """The panel of the fictional province, all periods of it, built where it lies."""
    from antq_analysis.panel.build import build_panel

    return build_panel("demo", made_demo)


@pytest.fixture(scope="session")
def built_part(made_demo: Project, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Project]:
    """Makes a copy with only some periods and with their panel, to be changed at will; built once for all copies."""
    from antq_analysis.panel.build import build_panel

    built: dict[tuple[str, ...], Project] = {}

    def copy(folder: Path, *periods: str) -> Project:
        if periods not in built:
            built[periods] = part_of(made_demo, tmp_path_factory.mktemp("part") / "dự án", *periods)
            build_panel("demo", built[periods])
        shutil.copytree(built[periods].root, folder)
        return find_project(folder)

    return copy


@pytest.fixture(scope="session")
def demo_report(made_demo: Project) -> "RunResult":
    """The report of 2025 of the fictional province, in Vietnamese."""
    from antq_analysis.annual.run import run_year

    return run_year("demo", "2025", project=made_demo)
