"""What a person settled about a figure counts as long as the cell still says what it said then."""

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.files import sha256
from antq_analysis.project import Project
from antq_analysis.sources.deciding.decided_files import unused_decisions, unused_names
from antq_analysis.sources.deciding.decisions import ALIAS_COLUMNS, CELL_COLUMNS
from antq_analysis.sources.forms.layout_file import load_layout
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.sources.tables.reading import Read, read_received
from antq_analysis.vocabulary import Vocabulary
from tests.cases.workbooks import BODY, HEAD, LAYOUT, MERGED_HEAD, UNITS, write_book
from tests.sources.conftest import MAP

Reader = Callable[..., Read]
AT = {"unit_code": "00002", "indicator": "population", "basis": "stock", "cell": "C8", "sheet": "Biểu 01"}


def decision(value: str, written: str, **more: str) -> dict[str, str]:
    row = dict.fromkeys(CELL_COLUMNS, "") | AT | {"period": "2023", "file": "a.xlsx"}
    return row | {"reason": "đã hỏi", "decided_on": "2024-01-05", "value": value, "written": written} | more


def frame(*rows: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(CELL_COLUMNS), index=range(2, 2 + len(rows)), dtype="str")


def body(*changes: tuple[int, int, object], more: Sequence[list[object]] = ()) -> list[list[object]]:
    rows = [list(row) for row in BODY]
    for row, column, value in changes:
        rows[row][column] = value
    return [*HEAD, *rows[:9], *more, *rows[9:]]


@pytest.fixture
def read(test_form: Project, vocabulary: Vocabulary, tmp_path: Path) -> Reader:
    def of(rows: list[list[object]], *decisions: dict[str, str], **more: object) -> Read:
        others = more.pop("others", None)
        path = write_book(tmp_path / "a.xlsx", rows, MERGED_HEAD, others=others)  # type: ignore[arg-type]
        (test_form.layouts / "test_form.toml").write_text(
            LAYOUT.replace(*more.pop("change", ("", ""))),  # type: ignore[misc]
            encoding="utf-8",
        )
        layout = load_layout("test_form", test_form, vocabulary=vocabulary)
        file = ReceivedFile(path, "demo", path.name, sha256(path), "test_form", MAP, "2023")
        return read_received(file, layout, UNITS, vocabulary, cells=frame(*decisions), **more)  # type: ignore[arg-type]

    return of


def value(read: Read, unit: str = "00002", indicator: str = "population") -> tuple[float | None, str, str]:
    rows = read.observations
    row = rows[(rows["unit_code"] == unit) & (rows["indicator"] == indicator)].iloc[0]
    return None if math.isnan(row["value"]) else row["value"], row["status"], row["rule"]


def rules(read: Read) -> set[str]:
    return {finding.rule for finding in read.findings}


def refused(read: Read) -> int:
    return int(read.account["cells_refused"].sum())


def test_a_number_takes_the_place_of_what_could_not_be_read(read: Reader) -> None:
    rows = body((2, 2, 2.398))
    before, after = read(rows), read(rows, decision("2398", "2.398"))
    assert value(before)[1] == "unparsed"
    assert "thousands_lost" in rules(before)
    assert value(after) == (2398, "reported", "decided")
    assert rules(after) == {"decision_applied"}
    assert (refused(before), refused(after)) == (1, 0)
    printed = after.totals.set_index("cell")
    assert (printed.loc["C6", "expected"], printed.loc["C6", "agrees"]) == (6000, True)


def test_what_may_have_been_spoilt_beside_it_is_doubted_after_the_decision_too(read: Reader) -> None:
    rows = body((2, 2, 2.398), (5, 2, 4))
    before, after = read(rows), read(rows, decision("2398", "2.398"))
    for done in (before, after):
        (told,) = [finding for finding in done.findings if finding.rule == "thousands_lost_nearby"]
        assert told.cell == "C11"


@pytest.mark.parametrize("word", ["not_reported", "not_available", "not_applicable"])
def test_a_status_takes_its_place_too(read: Reader, word: str) -> None:
    done = read(body((2, 2, "5 vụ/9 người")), decision(word, "5 vụ/9 người"))
    assert value(done) == (None, word, "decided")
    (told,) = [finding for finding in done.findings if finding.rule == "decision_applied"]
    assert "05/01/2024" in told.text()
    assert word not in told.text() + told.text("en")


@pytest.mark.parametrize(
    "more",
    [
        {"written": "2.397"},
        {"unit_code": "00001"},
        {"indicator": "residential_areas_total"},
        {"basis": "in_year"},
    ],
)
def test_a_decision_about_something_else_is_an_error_and_not_applied(
    read: Reader, more: dict[str, str]
) -> None:
    done = read(body((2, 2, 2.398)), decision("2398", "2.398") | more)
    assert value(done)[:2] == (None, "unparsed")
    (finding,) = [finding for finding in done.findings if finding.rule == "decision_outdated"]
    assert (finding.severity, finding.cell, finding.values["line"]) == ("error", "C8", "2")
    assert "decision_applied" not in rules(done)


@pytest.mark.parametrize(
    ("number", "cell", "indicator"), [("12.5", "C8", "population"), ("2", "G8", "ntm_19_2_met")]
)
def test_a_value_that_its_column_cannot_hold_is_not_applied(
    read: Reader, number: str, cell: str, indicator: str
) -> None:
    written = "?" if cell == "G8" else "2.398"
    rows = body((2, 2, 2.398), (2, 6, "?"))
    done = read(rows, decision(number, written, cell=cell, indicator=indicator))
    assert value(done, indicator=indicator)[1] == "unparsed"
    assert "decision_misfits" in rules(done)


def test_rows_in_conflict_are_settled(read: Reader) -> None:
    rows = body(more=[[4, "P. Thái Hoà", 77, None, None, None, None, None]])
    rows[len(HEAD) + 8][2] = 75
    before = read(rows)
    (clash,) = [finding for finding in before.findings if finding.rule == "conflict"]
    told = {"unit_code": "00006", "cell": clash.cell}
    after = read(rows, decision("77", str(clash.written), **told))
    assert value(before, "00006")[1] == "conflict"
    assert value(after, "00006") == (77, "reported", "decided")
    assert "conflict" not in rules(after)
    assert refused(after) == 0
    assert "decision_outdated" in rules(read(rows, decision("77", "75 | 78", **told)))


def test_sheets_in_conflict_are_settled(read: Reader) -> None:
    other = {"Biểu 01 (2)": body((2, 2, 2399))}
    before = read(body(), others=other)
    (clash,) = [finding for finding in before.findings if finding.rule == "sheets_differ"]
    after = read(
        body(), decision("2399", str(clash.written), cell=clash.cell, sheet=clash.sheet), others=other
    )
    assert value(before)[1] == "conflict"
    assert value(after) == (2399, "reported", "decided")
    assert {"decision_applied", "sheets_differ"} & rules(after) == {"decision_applied"}
    account = after.account
    fates = account[["cells_loaded", "cells_refused", "cells_ignored"]].sum(axis=1)
    assert (account["cells_received"] == fates).all()


def test_a_decision_that_nothing_needed_is_told(read: Reader) -> None:
    wanted = [decision("2398", "2.398"), decision("1", "x", file="b.xlsx"), decision("1", "x", cell="Z99")]
    done = read(body((2, 2, 2.398)), *wanted)
    unused = unused_decisions(frame(*wanted), done.findings, done.observations)
    assert [(finding.values["line"], finding.severity) for finding in unused] == [
        ("3", "warning"),
        ("4", "warning"),
    ]
    assert all(finding.text() and finding.remedy("en") for finding in (*unused, *done.findings))


THOUSANDS = ('header = "Dân số"\n', 'header = "Dân số"\nscale = 1000\n')


def test_a_decision_gives_the_full_number_where_thousands_are_printed(read: Reader) -> None:
    rows = body((2, 2, "2 (cũ)"))
    done = read(rows, decision("2398", "2 (cũ)"), change=THOUSANDS)
    assert value(done) == (2398, "reported", "decided")
    short = read(rows, decision("2", "2 (cũ)"), change=THOUSANDS)
    assert value(short)[1] == "unparsed"
    assert "decision_misfits" in rules(short)


def test_rows_printed_in_thousands_differ_in_full_numbers(read: Reader) -> None:
    rows = body((8, 2, "54,3"), more=[[4, "P. Thái Hoà", "55", None, None, None, None, None]])
    done = read(rows, change=THOUSANDS)
    (clash,) = [finding for finding in done.findings if finding.rule == "conflict"]
    assert clash.written == "54300 | 55000"


def aliases(*rows: tuple[str, str]) -> pd.DataFrame:
    columns = [*ALIAS_COLUMNS]
    full = [(name, "", MAP, code, "r", "2024-01-05", "") for name, code in rows]
    return pd.DataFrame(full, columns=columns, index=range(2, 2 + len(full)), dtype="str")


def test_words_may_be_settled_as_no_unit(read: Reader) -> None:
    rows = body(more=[[4, "Bộ phận Mẫu", 77, None, None, None, None, None]])
    settled = aliases(("Bộ phận Mẫu", "not_a_unit"), ("Tên Thừa", "00001"))
    assert "unit_unmatched" in rules(read(rows))
    done = read(rows, aliases=settled)
    assert "unit_unmatched" not in rules(done)
    (told,) = [finding for finding in done.findings if finding.rule == "unit_decided_none"]
    assert told.severity == "note"
    assert [finding.values["line"] for finding in unused_names(settled, done.by_decision)] == ["3"]


def test_totals_that_lack_a_refused_row_make_one_finding(read: Reader) -> None:
    done = read(body((4 + 1, 1, "Xã Không Ai Biết")))
    open_ended = [finding for finding in done.findings if finding.rule.startswith("total")]
    (one,) = [finding for finding in open_ended if finding.rule == "totals_incomplete"]
    assert one.values["n"] == 8
    # The refused row, and for the whole sheet also the commune that wrote "…".
    assert one.values["rows"] == 2
    assert not [finding for finding in open_ended if finding.rule in ("total_differs", "subtotal_differs")]
    assert {cell.strip() for cell in str(one.values["cells"]).split(",")} >= {"C10", "C15", "D15", "E15"}


def test_a_refused_row_says_nothing_about_other_groups(read: Reader) -> None:
    done = read(body((5, 1, "Xã Không Ai Biết"), (0, 2, 6001)))
    assert [finding.cell for finding in done.findings if finding.rule == "subtotal_differs"] == ["C6"]
