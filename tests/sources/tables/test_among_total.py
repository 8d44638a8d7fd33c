"""What a head calls a part of a total is never above it."""

from pathlib import Path

import pytest

from antq_analysis.findings import Severity
from antq_analysis.project import find_project
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.among_total import parts_of_totals
from antq_analysis.vocabulary import load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import read_rows_of


def pairs(*heads: str) -> list[tuple[int, int]]:
    return list(parts_of_totals([Column(head, f"i{i}", "in_year", "count") for i, head in enumerate(heads)]))


@pytest.mark.parametrize(
    ("heads", "found"),
    [
        (
            ("Vụ việc / Tổng số", "Vụ việc / Trong đó / Hình sự", "Vụ việc / Trong đó / Cháy"),
            [(1, 0), (2, 0)],
        ),
        (("Tổng số vụ", "Trong đó: Hình sự", "Dân số"), [(1, 0)]),
        (("TỔNG SỐ VỤ", "Trong đó / Hình sự"), [(1, 0)]),
        # Beside another parent, left of the total or after another column it is no part of this total.
        (("Vụ việc / Tổng số", "Mô hình / Trong đó / Camera"), []),
        (("Trong đó: Hình sự", "Tổng số vụ"), []),
        (("Tổng số vụ", "Dân số", "Trong đó: Nữ"), []),
        (("Hình sự", "Trong đó: Giết người"), []),
    ],
)
def test_which_columns_are_parts(heads: tuple[str, ...], found: list[tuple[int, int]]) -> None:
    assert pairs(*heads) == found


def test_columns_counted_in_another_way_are_no_parts() -> None:
    total = Column("Tổng số", "a", "in_year", "count")
    others = (
        {"basis": "cumulative"},
        {"reads": "percent"},
        {"scale": 1000},
        {"years_before": 1},
        {"category": "x"},
    )
    for other in others:
        part = Column(
            **{"header": "Trong đó: X", "indicator": "b", "basis": "in_year", "reads": "count"} | other
        )
        assert list(parts_of_totals([total, part])) == []


def test_a_part_above_the_total_of_its_head_is_an_error(tmp_path: Path) -> None:
    rows: list[list[object]] = [["TT", "Xã", "Tổng số vụ việc", "Trong đó: Số vụ cháy"]]
    figures = ((49, 79), (50, 3), (60, 60))
    names = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh")
    rows += [[n, name, *own] for n, (name, own) in enumerate(zip(names, figures, strict=True), 1)]
    read = read_rows_of(tmp_path, rows, load_vocabulary(find_project(ROOT)))
    told = [one for one in read.findings if one.rule == "part_above_whole"]
    assert [(one.severity, one.cell, one.written, one.expected) for one in told] == [
        (Severity.ERROR, "D2", 79.0, 49.0)
    ]
