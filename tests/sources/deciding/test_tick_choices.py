"""A mark that may mean yes or no: both answers stand in the list to choose from, as the remedy says."""

from dataclasses import replace
from pathlib import Path

import pytest

from antq_analysis.files import sha256
from antq_analysis.project import find_project
from antq_analysis.sources.deciding.questions import Asked, Question, ask
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.vocabulary import load_vocabulary
from tests.cases.workbooks.truth import PERIOD, UNITS
from tests.given import ROOT
from tests.sources.deciding.test_questions import MAP, WITHOUT_ROW
from tests.sources.drafted_books import Rows, read_rows_of


def questions(folder: Path, mark: object) -> list[Question]:
    words = load_vocabulary(find_project(ROOT))
    rows: Rows = [["TT", "Xã", "Dân số", "Đạt tiêu chí 19.2"], [1, "Xã Mơ Mỹ", 4001, mark]]
    rows += [[2, "Xã Mộng Phong", 4002, "x"], [3, "Xã Mộng Minh", 4003, "KĐ"]]
    read = read_rows_of(folder, rows, words)
    path = folder / "biểu.xlsx"
    file = ReceivedFile(path, "demo", path.name, sha256(path), "mẫu", MAP, PERIOD)
    asked = Asked("demo", (file,), {MAP: UNITS}, words, "vi")
    findings = [replace(item, values={**item.values, "period": PERIOD}) for item in read.findings]
    return [*ask(findings, read.observations, WITHOUT_ROW, asked)]


@pytest.mark.parametrize("mark", ["o", "*", "2"])
def test_yes_and_no_are_offered(mark: object, tmp_path: Path) -> None:
    (one,) = questions(tmp_path, mark)
    assert [*one.choices.items()][:2] == [("Đạt (có)", "1"), ("Không đạt (không có)", "0")]
    assert one.proposal == ""


def test_a_clear_mark_is_not_asked_about(tmp_path: Path) -> None:
    assert questions(tmp_path, "●") == []
