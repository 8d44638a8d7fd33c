"""All Vietnam, imported once for every test that asks for it."""

from pathlib import Path

import pytest

from tests.places.real_hoa_binh import make_project
from tests.places.real_vietnam import Imported, set_up


@pytest.fixture(scope="session")
def data(shared: Path) -> Path:
    """The folder of real Vietnamese places."""
    return shared / "data" / "vietnam"


@pytest.fixture(scope="session")
def imported(data: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """A project with the four registers and the three crosswalks of the country."""
    project = make_project(tmp_path_factory.mktemp("viet_nam") / "project", root)
    return Imported(project, set_up(project, data))
