"""Ticks that a legend declares to say no are not read as a yes."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.tables.tick_legends import RULE
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, read_rows_of


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def table(above: str = "", below: str = "", head: str = "Đạt tiêu chí 19.2") -> Rows:
    names = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh")
    body: Rows = [[n, name, 10 + n, "x" if n != 2 else None] for n, name in enumerate(names, 1)]
    return [["TỔNG HỢP NĂM 2023"], [above], ["TT", "Xã", "Số vụ việc về ANTT", head], *body, [below]]


def read(folder: Path, rows: Rows, words: Vocabulary) -> tuple[list[float], set[str]]:
    made = read_rows_of(folder, rows, words)
    told = made.observations
    ticks = told[told["indicator"].eq("ntm_19_2_met") & told["status"].eq("reported")]
    return ticks["value"].tolist(), {item.rule for item in made.findings}


INVERTED = (
    "(Đánh dấu x vào xã không đạt)",
    "x = không có",
    "Ghi chú: xã không đạt đánh dấu x",
    "Dấu (x) là những xã chưa được công nhận",
    "V: đạt, X: không đạt",
    "Để trống: đạt; x: không đạt",
)


@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize("legend", INVERTED)
def test_a_tick_that_says_no_is_refused(place: str, legend: str, tmp_path: Path, words: Vocabulary) -> None:
    ticks, rules = read(tmp_path, table(**{place: legend}), words)
    assert RULE in rules
    assert 1.0 not in ticks


def test_a_header_may_say_it(tmp_path: Path, words: Vocabulary) -> None:
    ticks, _ = read(tmp_path, table(head="Đạt tiêu chí 19.2 (x: không đạt)"), words)
    assert 1.0 not in ticks


@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize(
    "legend",
    [
        "x: đạt; o: không đạt",
        "Đánh dấu x vào xã đạt, không đạt để trống",
        "Không đánh dấu x nếu chưa đạt",
        "Ghi chú: x là đạt",
        "Xã không có ma túy (đánh dấu x)",
        "x: mô hình còn hoạt động",
    ],
)
def test_a_tick_that_says_yes_is_read(place: str, legend: str, tmp_path: Path, words: Vocabulary) -> None:
    ticks, rules = read(tmp_path, table(**{place: legend}), words)
    assert RULE not in rules
    assert ticks.count(1.0) == 2
