"""The fictional province, and what it was made of."""

import pandas as pd
import pytest

from antq_analysis.demo import make_world
from antq_analysis.demo.workbooks import World
from antq_analysis.observations import conform
from antq_analysis.project import Project


@pytest.fixture(scope="session")
def demo(made_demo: Project) -> Project:
    return made_demo


@pytest.fixture(scope="session")
def world(demo: Project) -> World:
    return make_world(demo)


@pytest.fixture(scope="session")
def truth(demo: Project) -> pd.DataFrame:
    return conform(pd.read_parquet(demo.raw / "demo/truth.parquet"))
