"""The fictional province, made once for all tests of this folder."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.demo import make_world, write_demo
from antq_analysis.demo.workbooks import World
from antq_analysis.observations import conform
from antq_analysis.project import Project, find_project
from tests.conftest import ROOT


def fresh_project(folder: Path) -> Project:
    (folder / "data").mkdir(parents=True)
    shutil.copy(ROOT / "data/project.toml", folder / "data/project.toml")
    for name in ("reference", "layouts"):
        shutil.copytree(ROOT / "data" / name, folder / "data" / name)
    return find_project(folder)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = fresh_project(tmp_path_factory.mktemp("demo") / "project")
    write_demo(project)
    return project


@pytest.fixture(scope="session")
def world(demo: Project) -> World:
    return make_world(demo)


@pytest.fixture(scope="session")
def truth(demo: Project) -> pd.DataFrame:
    return conform(pd.read_parquet(demo.raw / "demo/truth.parquet"))
