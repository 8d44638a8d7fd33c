"""A form, its layout, a register and a vocabulary to read test workbooks with."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.files import sha256
from antq_analysis.places.matching.other_names import OtherDates
from antq_analysis.project import Project
from antq_analysis.sources.forms.layout_file import load_layout
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.sources.tables.reading import Read, read_received
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.cases.workbooks import LAYOUT, UNITS

MAP = "2020-01-01"

ReadBook = Callable[..., Read]


@pytest.fixture
def vocabulary(project: Project) -> Vocabulary:
    return load_vocabulary(project)


@pytest.fixture
def test_form(project: Project) -> Project:
    """A project that knows the test form and has one map of the demo province."""
    project.layouts.mkdir(parents=True, exist_ok=True)
    (project.layouts / "test_form.toml").write_text(LAYOUT, encoding="utf-8")
    (project.places / "demo" / MAP).mkdir(parents=True)
    return project


@pytest.fixture
def read_book(test_form: Project, vocabulary: Vocabulary) -> ReadBook:
    """Read a workbook by the test form, with changes to its layout text."""

    def read(
        path: Path,
        *changes: tuple[str, str],
        units: pd.DataFrame = UNITS,
        aliases: pd.DataFrame | None = None,
        elsewhere: OtherDates | None = None,
    ) -> Read:
        text = LAYOUT
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (test_form.layouts / "test_form.toml").write_text(text, encoding="utf-8")
        layout = load_layout("test_form", test_form, vocabulary=vocabulary)
        file = ReceivedFile(path, "demo", path.name, sha256(path), "test_form", MAP, "2023")
        return read_received(file, layout, units, vocabulary, aliases, elsewhere=elsewhere)

    return read
