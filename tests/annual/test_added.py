"""The lines that are proposed for a column that nobody understood can be copied as they are."""

import tomllib
from pathlib import Path

import pytest

from antq_analysis.annual.added import say_added
from antq_analysis.findings import Finding, Severity
from antq_analysis.project import find_project
from antq_analysis.sources.forms.draft import Draft
from antq_analysis.sources.forms.layout import Layout
from antq_analysis.sources.forms.understood import Understood
from antq_analysis.sources.receiving.adding import Added
from antq_analysis.vocabulary import load_vocabulary


def proposed(root: Path, header: str, indicator: str = "incidents_total") -> list[str]:
    asked = Understood(
        "Biểu 01", "D", "D4", header, "asked", reason="ambiguous",
        candidates=((indicator, "Vụ việc"),),
    )  # fmt: skip
    layout = Layout("new", "Mới", "New", 2024, "calendar", ())
    added = Added(Path("a.xlsx"), (), "new", "2020-01-01", Draft(layout, (asked,)), Path("new.toml"))
    told = list(say_added(added, "a.xlsx", "2024", load_vocabulary(find_project(root)), "vi"))
    return [line.strip() for line in told if line.startswith("      ")]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "Tổng số vụ việc năm 2023",
            {"header": "Tổng số vụ việc năm {year-1}", "basis": "in_year", "years_before": 1},
        ),
        ("Vụ việc năm 2024", {"header": "Vụ việc năm {year}", "basis": "in_year"}),
        ("Vụ việc / Lũy kế", {"header": "Vụ việc / Lũy kế", "basis": "cumulative"}),
    ],
)
def test_the_block_says_year_and_basis(root: Path, header: str, expected: dict[str, object]) -> None:
    (column,) = tomllib.loads("\n".join(_first_block(proposed(root, header))))["sheet"][0]["column"]
    assert column == {"indicator": "incidents_total", "reads": "count", **expected}


def test_the_block_of_a_type_of_models_names_the_type(root: Path) -> None:
    header = "Điểm mô hình / Camera giám sát an ninh"
    lines = proposed(root, header, "model_points_active")
    (column,) = tomllib.loads("\n".join(_first_block(lines)))["sheet"][0]["column"]
    assert (column["indicator"], column["category"]) == ("model_points_active", "security_camera")


def test_questions_of_sheets_of_one_form_are_told_once(root: Path) -> None:
    names = ("Xã Mẫu An", "Xã Mẫu Bình", "Xã Mẫu Bình (2)")
    units = [Understood(name, "A", "A1", "Nội dung", "unit", samples=(name[:11],)) for name in names]
    asked = [Understood(name, "B", "B4", "Số vụ", "asked", reason="ambiguous") for name in names]
    draft = Draft(Layout("new", "Mới", "New", 2024, "calendar", ()), (*units, *asked))
    added = Added(Path("a.xlsx"), (), "new", "2020-01-01", draft, Path("new.toml"))
    told = "\n".join(say_added(added, "a.xlsx", "2024", load_vocabulary(find_project(root)), "vi"))
    assert "2 chỗ chưa rõ" in told
    assert "2 trang cùng mẫu (Xã Mẫu An; Xã Mẫu Bình), ô B4" in told
    assert "# chép vào từng trang nêu trên" in told
    assert "Trang “Xã Mẫu Bình (2)”, ô B4" in told


def test_the_columns_of_many_sheets_of_one_form_are_told_once(root: Path) -> None:
    names = [f"Xã Mẫu {number}" for number in range(150)]
    columns = [Understood(name, "A", "A1", "Nội dung", "unit", samples=(name,)) for name in names]
    columns += [
        Understood(name, "B", "B4", "Dân số", "indicator", indicator="population")
        for name in (*names, "Khác")
    ]
    other = Understood("Khác", "C", "C4", "Số hộ", "indicator", indicator="households")
    asked = [Understood(name, "D", "D4", "Số vụ", "asked", reason="ambiguous") for name in names]
    draft = Draft(Layout("new", "Mới", "New", 2024, "calendar", ()), (*columns, other, *asked))
    added = Added(Path("a.xlsx"), (), "new", "2020-01-01", draft, Path("new.toml"))
    told = list(say_added(added, "a.xlsx", "2024", load_vocabulary(find_project(root)), "vi"))
    assert "  ×150 trang tính cùng mẫu: Xã Mẫu 0; Xã Mẫu 1; Xã Mẫu 2; …" in told
    assert "  Khác" in told
    assert sum("B4" in line for line in told) == 2
    assert sum("C4" in line for line in told) == 1
    assert [line for line in told if "Xã Mẫu 3" in line] == []
    assert len(told) < 30


def _first_block(lines: list[str]) -> list[str]:
    end = next(number for number, line in enumerate(lines) if line.startswith("[[sheet.ignore]]"))
    return ["[[sheet]]", *lines[:end]]


@pytest.mark.parametrize("header", ["Vụ việc / Kế hoạch năm 2024", "Vụ việc 6 tháng"])
def test_what_is_no_figure_of_the_period_is_not_proposed(root: Path, header: str) -> None:
    lines = proposed(root, header)
    assert lines[0].startswith("#")
    assert lines[1].startswith("[[sheet.ignore]]")


@pytest.mark.parametrize(
    ("grades", "n"),
    [((), 0), ((Severity.NOTE,), 0), ((Severity.WARNING, Severity.ERROR, Severity.NOTE), 2)],
)
def test_what_needs_a_look_names_the_command(root: Path, grades: tuple[Severity, ...], n: int) -> None:
    findings = tuple(Finding("already_there", grade, "a.xlsx") for grade in grades)
    added = Added(Path("data/raw/demo/2024-6T/a.xlsx"), findings, "form", "2020-01-01")
    told = list(say_added(added, "a.xlsx", "2024-6T", load_vocabulary(find_project(root)), "vi"))
    hints = [line for line in told if "antq check demo 2024-6T" in line]
    assert len(hints) == (n > 0)
    assert all(line.strip().startswith(f"Có {n} ") for line in hints)
