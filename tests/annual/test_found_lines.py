"""What many sheets share is printed once, with their number; what they do not share stays apart."""

from antq_analysis.annual.found_lines import say_findings, shared_findings
from antq_analysis.findings import Finding, Severity


def left(sheet: str, cell: str = "D2", header: str = "Điểm / Kế hoạch", file: str = "a.xlsx") -> Finding:
    return Finding("target_left", Severity.NOTE, file, sheet, cell, header)


def test_one_line_for_all_sheets_that_say_the_same() -> None:
    found = [left(f"Xã {number}") for number in range(1, 151)]
    lines = say_findings(found, "en")
    assert len(lines) == 3
    assert "150 sheets (Xã 1; Xã 2; Xã 3; …)" in lines[0]
    assert "150" in lines[-1]


def test_the_cell_may_differ() -> None:
    one, *others = shared_findings([left("A"), left("B", "D3")], "vi")
    assert (one.sheets, one.finding.sheet, one.finding.cell, others) == (2, "A; B", "D2; D3", [])


def test_other_words_other_files_and_other_rules_stay_apart() -> None:
    found = [
        left("A"),
        left("B", header="Khu dân cư / Kế hoạch"),
        left("C", file="b.xlsx"),
        Finding("rate_left", Severity.NOTE, "a.xlsx", "D", "D2", "Điểm / Kế hoạch"),
    ]
    assert [(one.sheets, one.finding) for one in shared_findings(found, "vi")] == [(1, one) for one in found]


def test_what_is_said_of_several_cells_of_a_sheet_is_one_line_a_sheet() -> None:
    found = [left("A"), left("A", "D9"), left("B"), *(left("C", f"D{row}") for row in range(2, 8))]
    shared = shared_findings(found, "vi")
    assert [(one.finding.sheet, one.finding.cell, one.sheets) for one in shared] == [
        ("A", "D2; D9", 1),
        ("B", "D2", 1),
        ("C", "D2; D3; D4; …", 1),
    ]


def test_the_gravest_stand_first_whatever_is_shared() -> None:
    grave = Finding("sheet_missing", Severity.ERROR, "a.xlsx", expected="C")
    lines = say_findings([left("A"), left("B"), grave], "en")
    assert "a.xlsx: " in lines[0]
    assert "2 sheets" in lines[2]
