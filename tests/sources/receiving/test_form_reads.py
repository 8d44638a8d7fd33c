"""A form that a person names must read the file: what it does not read is told when the file is added."""

from pathlib import Path

import pytest

from antq_analysis.annual.added import exit_code
from antq_analysis.project import Project
from antq_analysis.sources.receiving.adding import Added, add_file
from tests.cases.workbooks import write_book
from tests.panel.received import NAMES, PROVINCE, make_province

HEAD: list[list[object]] = [["TT", "Xã, phường, thị trấn", "Dân số", "Tổng số khu dân cư"]]


@pytest.fixture
def place(project: Project, tmp_path: Path) -> Project:
    return make_province(project, tmp_path)


def _add(
    project: Project, folder: Path, names: list[str], year: str, form: str = "", head: str = ""
) -> Added:
    rows = HEAD + [[at, f"Xã {name}", 4000 + at, int(year[-1]) + at] for at, name in enumerate(names, 1)]
    rows = [[*HEAD[0][:2], head or "Dân số", HEAD[0][3]], *rows[1:]]
    path = write_book(folder / f"biểu {year}.xlsx", rows, (), "Biểu")
    return add_file(path, PROVINCE, year, form=form, project=project)


def test_a_named_form_that_reads_the_file_is_not_spoken_of(place: Project, tmp_path: Path) -> None:
    form = _add(place, tmp_path, list(NAMES), "2022").form
    added = _add(place, tmp_path, list(NAMES), "2023", form)
    assert "form_reads_nothing" not in {item.rule for item in added.findings}


def test_a_named_form_that_reads_nothing_is_told_with_the_reason(place: Project, tmp_path: Path) -> None:
    form = _add(place, tmp_path, list(NAMES), "2022").form
    rows: list[list[object]] = [["Chỉ tiêu", *NAMES], ["Dân số", *range(4000, 4008)], ["Số hộ", *range(8)]]
    path = write_book(tmp_path / "biểu 2023.xlsx", rows, (), "Biểu")
    added = add_file(path, PROVINCE, "2023", form=form, project=place)
    first, *more = (item for item in added.findings if item.severity == "error")
    assert (first.rule, dict(first.values)) == ("form_reads_nothing", {"form": form, "loaded": 0, "n": 27})
    assert [item.rule for item in more] == ["unit_header_missing"]
    assert exit_code(added) == 1


def test_a_named_form_that_reads_next_to_nothing_is_told(place: Project, tmp_path: Path) -> None:
    form = _add(place, tmp_path, list(NAMES), "2022").form
    strangers = [f"Lạ Lùng {name}" for name in "ABCDEFGHIKLMNOPQRSTUVX"]
    added = _add(place, tmp_path, [*NAMES[:1], *strangers], "2023", form)
    (told,) = (item for item in added.findings if item.rule == "form_reads_nothing")
    assert told.values["loaded"] == 2
    added = _add(place, tmp_path, [*NAMES, *strangers], "2024", form)
    assert "form_reads_nothing" not in {item.rule for item in added.findings}


def test_the_rows_of_indicators_are_not_called_units(place: Project, tmp_path: Path) -> None:
    from antq_analysis.sources.forms.draft import understood_frame
    from antq_analysis.vocabulary import load_vocabulary

    names = [f"Xã {name}" for name in NAMES]
    rows: list[list[object]] = [["Chỉ tiêu", *names], ["Dân số", *range(4000, 4008)], ["Số hộ", *range(8)]]
    added = add_file(write_book(tmp_path / "biểu.xlsx", rows, (), "Biểu"), PROVINCE, "2023", project=place)
    assert added.draft is not None
    kinds = understood_frame(added.draft, load_vocabulary(place)).iloc[:, 3].tolist()
    assert kinds[0] == "cột chỉ tiêu, mỗi dòng một chỉ tiêu"
