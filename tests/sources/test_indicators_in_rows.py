"""Forms with their indicators in rows: the same truth drawn normal and across gives the same observations."""

import random
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from antq_analysis.files import sha256
from antq_analysis.project import find_project, read_toml
from antq_analysis.sources.forms.draft import Draft, draft_layout
from antq_analysis.sources.forms.known_form import explains
from antq_analysis.sources.forms.layout import Layout
from antq_analysis.sources.forms.layout_text import write_layout
from antq_analysis.sources.forms.register_names import names_of
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.sources.tables.reading import Read, read_received
from antq_analysis.sources.workbooks.workbook import read_workbook
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.cases.workbooks import comparing, write_book
from tests.cases.workbooks.across import Drawn, Page, as_mapping, random_drawing, write_across
from tests.cases.workbooks.design import Design
from tests.cases.workbooks.family import HOMONYMS, write_case
from tests.cases.workbooks.truth import PERIOD, UNITS, Truth, make_truth
from tests.given import ROOT

DRAWN = {
    "communes_side_by_side": Drawn(),
    "with_a_total": Drawn(total=True, remark=True),
    "under_their_districts": Drawn(shown_districts=True),
    "one_commune": Drawn(one_unit=True),
    "one_commune_two_years": Drawn(one_unit=True, years=("Năm 2022", "Năm 2023"), remark=True),
    "one_commune_words_for_years": Drawn(one_unit=True, years=("Năm trước", "Năm nay"), says_unit="label"),
    "one_commune_named_by_its_tab": Drawn(one_unit=True, says_unit="sheet", order="inline"),
    "numbered": Drawn(numbering=True, order="inline", measures=False),
    "flat": Drawn(order="none", bullets=False),
}


@pytest.fixture(scope="module")
def known_words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def _draft(path: Path, vocabulary: Vocabulary) -> Draft:
    book = read_workbook(path)
    return draft_layout(book, vocabulary, form="family", province="demo", period=PERIOD, units=UNITS)


def _read(path: Path, draft: Draft, vocabulary: Vocabulary) -> Read:
    file = ReceivedFile(path, "demo", path.name, sha256(path), "family", "2020-01-01", PERIOD)
    return read_received(file, draft.layout, UNITS, vocabulary)


def _tells_homonyms(drawn: Drawn) -> bool:
    return drawn.shown_districts or (drawn.one_unit and drawn.says_unit != "sheet")


def _truths(seed: int, *, homonyms: bool) -> tuple[Truth, Truth]:
    truth = make_truth(seed)
    codes = tuple(code for code in truth.codes if homonyms or code not in HOMONYMS)
    return Truth(codes, truth.values), Truth(codes, {**truth.values, **_another(codes, seed)})


def _another(codes: tuple[str, ...], seed: int) -> dict[tuple[str, str], float | None]:
    other = make_truth(seed + 500)
    values = [value for key, value in sorted(other.values.items()) if key[1] == "population"]
    return {(code, "population"): values[at % len(values)] for at, code in enumerate(codes)}


def _faults(page: Page, read: Read) -> list[str]:
    found = as_mapping(read.observations)
    wanted = {key: (value, "reported") for key, value in page.expected.items()}
    faults = [
        f"{key}: {found.get(key)} for {wanted.get(key)}"
        for key in found | wanted
        if found.get(key) != wanted.get(key)
    ]
    at = {
        (row.unit_code, row.indicator, row.basis, row.period): (row.sheet, row.cell)
        for row in read.observations[read.observations["level"].eq("commune")].itertuples()
    }
    faults += [
        f"{key} stands in {at.get(key)}, not {cell}"
        for key, cell in page.cells.items()
        if at.get(key) != cell
    ]
    faults += comparing.account_faults(read)
    received = dict(zip(read.account["sheet"], read.account["cells_received"], strict=True))
    faults += [
        f"{name}: {received.get(name)} cells of {n}"
        for name, n in page.filled.items()
        if received.get(name) != n
    ]
    return faults


@pytest.mark.parametrize("name", DRAWN)
def test_every_figure_is_read_from_its_cell(name: str, tmp_path: Path, known_words: Vocabulary) -> None:
    drawn = DRAWN[name]
    homonyms = _tells_homonyms(drawn)
    page = write_across(drawn, *_truths(3, homonyms=homonyms), tmp_path / "book.xlsx")
    draft = _draft(page.path, known_words)
    assert draft.questions == ()
    read = _read(page.path, draft, known_words)
    assert _faults(page, read) == []
    assert {item.severity for item in read.findings} <= {"note"}


@pytest.mark.parametrize("seed", range(12))
def test_any_look(seed: int, tmp_path: Path, known_words: Vocabulary) -> None:
    drawn = random_drawing(random.Random(seed))
    homonyms = _tells_homonyms(drawn)
    page = write_across(drawn, *_truths(seed, homonyms=homonyms), tmp_path / "book.xlsx")
    draft = _draft(page.path, known_words)
    assert draft.questions == (), drawn
    assert _faults(page, _read(page.path, draft, known_words)) == [], drawn


@pytest.mark.parametrize("one_unit", [True, False])
def test_the_same_truth_drawn_both_ways(one_unit: bool, tmp_path: Path, known_words: Vocabulary) -> None:
    truth, before = _truths(7, homonyms=False)
    normal = write_case(Design(), truth, tmp_path / "normal.xlsx")
    page = write_across(Drawn(one_unit=one_unit), truth, before, tmp_path / "across.xlsx")
    across = as_mapping(_read(page.path, _draft(page.path, known_words), known_words).observations)
    plain = as_mapping(_read(normal.path, _draft(normal.path, known_words), known_words).observations)
    assert across == {key: figure for key, figure in plain.items() if key in page.expected}
    assert len(across) == len(page.expected)


# What may go wrong, and must be said.

SIDE = [
    ["KẾT QUẢ PHONG TRÀO NĂM 2023"],
    ["STT", "Chỉ tiêu", "ĐVT", "Xã Mơ Mỹ", "Xã Ảo Quý", "Xã Nháp Lý", "Tổng cộng"],
    [1, "Dân số", "người", 1602, 2000, 500, 4102],
    [2, "Số hộ", "hộ", 410, 500, 120, 1030],
    [3, "Tổng số khu dân cư", "khu", 8, 7, 4, 19],
    [4, "Khu dân cư có mô hình", "khu", 6, 5, 2, 13],
]
ALONE = [
    ["CÔNG AN XÃ MƠ MỸ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["KẾT QUẢ PHONG TRÀO NĂM 2023"],
    ["STT", "Nội dung", "ĐVT", "Năm 2022", "Năm 2023"],
    [1, "Dân số", "người", 1600, 1602],
    [2, "Số hộ", "hộ", 400, 410],
    [3, "Tổng số khu dân cư", "khu", 8, 8],
]
Rows = list[list[object]]


def changed(rows: Rows, *changes: tuple[str, object]) -> Rows:
    new = [[*row, *[""] * (9 - len(row))] for row in rows] + [[""] * 9 for _ in range(6)]
    for cell, value in changes:
        row, column = coordinate_to_tuple(cell)
        new[row - 1][column - 1] = value
    return new


def written(path: Path, rows: Rows, merged: Sequence[str] = (), name: str = "Biểu 01") -> Path:
    return write_book(path, [[None if value == "" else value for value in row] for row in rows], merged, name)


def asked(draft: Draft) -> list[tuple[str, str]]:
    return [(item.cell, item.reason) for item in draft.questions]


def rules(read: Read) -> dict[str, str]:
    return {item.rule: item.cell for item in read.findings if item.severity != "note"}


@pytest.mark.parametrize(
    ("rows", "question"),
    [
        (changed(ALONE, ("A1", "CÔNG AN TỈNH MẪU")), ("B3", "no_unit_said")),
        (changed(ALONE, ("A2", "Báo cáo của xã Ảo Quý")), ("B3", "units_differ")),
        (changed(ALONE, ("A2", "NĂM 2022")), ("A2", "other_year")),
        (changed(ALONE, ("A1", "Đơn vị báo cáo: Mộng Giang")), ("B3", "no_unit_said")),
        (changed(SIDE, ("D2", "Mộng Giang"), ("E2", "Khảo Lâm"), ("F2", "Ước Hạ")), ("D2", "communes_across")),
        (changed(SIDE, ("D2", "Huyện Mộng Giang"), ("E2", "Huyện Khảo Lâm"), ("F2", "TP Mẫu")), ("B2", "no_unit_said")),
        (changed(ALONE, ("A8", "STT"), ("B8", "Nội dung"), ("D8", "Năm 2023"), ("E8", "Năm 2022"), ("B9", "Số vụ"),
                 ("D9", 5), ("E9", 6)), ("B8", "two_tables")),
        (changed(SIDE, ("B7", "Số liệu khác"), ("D7", "Xã Ảo Quý"), ("E7", "Xã Mơ Mỹ"), ("B8", "Số vụ"),
                 ("D8", 5), ("E8", 6)), ("B7", "two_tables")),
        (changed(SIDE, ("A9", "STT"), ("B9", "Xã"), ("C9", "Số hộ"), ("B10", "Xã Mơ Mỹ"), ("B11", "Xã Ảo Quý"),
                 ("C10", 1), ("C11", 2)), ("A1", "two_tables")),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_asked_and_not_read(
    rows: Rows, question: tuple[str, str], tmp_path: Path, known_words: Vocabulary
) -> None:
    draft = _draft(written(tmp_path / "a.xlsx", rows), known_words)
    assert draft.layout.sheet == ()
    assert question in asked(draft)


@pytest.mark.parametrize(
    ("rows", "merged", "rule", "cell", "lost"),
    [
        (changed(SIDE, ("D3", 1.602)), (), "thousands_lost", "D3", {("09039", "population")}),
        (changed(SIDE, ("E4", "5 vụ/9 đối tượng")), (), "two_facts", "E4", {("09192", "households")}),
        (changed(SIDE), ("D3:E3",), "merged_value", "D3:E3", {("09039", "population"), ("09192", "population")}),
        (changed(SIDE), ("D3:D4",), "merged_value", "D3:D4", {("09039", "population"), ("09039", "households")}),
        (changed(SIDE, ("G4", 1031)), (), "total_differs", "G4", set()),
        (changed(SIDE, ("D6", 9), ("G6", 16)), (), "part_above_whole", "D6", set()),
        (changed(SIDE, ("E2", "Xã Ảo Quỳnh")), (), "unit_unmatched", "E2", {("09192", name) for name in
         ("population", "households", "residential_areas_total", "residential_areas_with_model")}),
        (changed(SIDE, ("H2", "Xã Mơ Mỹ"), ("H4", 411)), (), "conflict", "D4, H4", {("09039", "households")}),
        (changed(SIDE, ("C3", "nghìn thứ")), (), "column_not_in_layout", "D3:F3",
         {(code, "population") for code in ("09039", "09192", "09372")}),
    ],
)  # fmt: skip
def test_faults_are_found_at_their_true_cell(
    rows: Rows,
    merged: Sequence[str],
    rule: str,
    cell: str,
    lost: set[tuple[str, str]],
    tmp_path: Path,
    known_words: Vocabulary,
) -> None:
    path = written(tmp_path / "a.xlsx", rows, merged)
    read = _read(path, _draft(path, known_words), known_words)
    assert rules(read)[rule] == cell
    frame = read.observations[read.observations["value"].notna()]
    got = set(zip(frame["unit_code"], frame["indicator"], strict=True))
    names = ("population", "households", "residential_areas_total", "residential_areas_with_model")
    assert got == {(code, name) for code in ("09039", "09192", "09372") for name in names} - lost
    assert comparing.account_faults(read) == []


def test_a_tab_that_may_name_a_district_names_no_commune(tmp_path: Path, known_words: Vocabulary) -> None:
    rows = changed(ALONE, ("A1", "Công an tỉnh"))
    assert asked(_draft(written(tmp_path / "a.xlsx", rows, name="Mộng Giang"), known_words)) == [
        ("B3", "no_unit_said")
    ]
    assert asked(_draft(written(tmp_path / "b.xlsx", rows, name="TT Mộng Giang"), known_words)) == []


def test_a_row_without_words_is_refused(tmp_path: Path, known_words: Vocabulary) -> None:
    path = written(tmp_path / "a.xlsx", changed(ALONE, ("D7", 5), ("E7", 6)))
    read = _read(path, _draft(path, known_words), known_words)
    assert rules(read)["row_without_unit"] == "7:7"
    assert read.account.iloc[0]["cells_refused"] == 2
    assert comparing.account_faults(read) == []


def test_a_layout_reads_nothing_of_a_sheet_that_changed(tmp_path: Path, known_words: Vocabulary) -> None:
    draft = _draft(written(tmp_path / "a.xlsx", ALONE), known_words)
    for number, (rows, rule) in enumerate(
        (
            (changed(ALONE, ("A1", "")), "unit_of_sheet_missing"),
            (changed(ALONE, ("A2", "Xã Ảo Quý, năm 2023")), "units_of_sheet_differ"),
            (changed(ALONE, ("B3", "Tên")), "unit_header_missing"),
            (
                changed(ALONE, ("A8", "STT"), ("B8", "Khác"), ("D8", "Năm 2023"), ("E8", "Năm 2022")),
                "second_table",
            ),
        )
    ):
        read = _read(written(tmp_path / f"{number}.xlsx", rows), draft, known_words)
        assert read.observations.empty
        assert rule in rules(read)
        assert read.account.iloc[0]["cells_refused"] == read.account.iloc[0]["cells_received"]
        assert comparing.account_faults(read) == []


def test_a_decision_about_a_true_cell_is_applied(tmp_path: Path, known_words: Vocabulary) -> None:
    path = written(tmp_path / "a.xlsx", changed(SIDE, ("D3", 1.602)))
    decision = {
        "period": PERIOD, "file": "a.xlsx", "sheet": "Biểu 01", "cell": "D3", "unit_code": "09039",
        "indicator": "population", "category": "", "basis": "stock", "written": "1.602", "value": "1602", "status": "",
        "reason": "mất số 0", "decided_on": "2024-01-05", "decided_by": "",
    }  # fmt: skip
    file = ReceivedFile(path, "demo", path.name, sha256(path), "family", "2020-01-01", PERIOD)
    layout = _draft(path, known_words).layout
    read = read_received(file, layout, UNITS, known_words, cells=pd.DataFrame([decision], dtype="str"))
    row = read.observations.set_index(["unit_code", "indicator"]).loc[("09039", "population")]
    assert (row["value"], row["cell"]) == (1602, "D3")
    assert "thousands_lost" not in rules(read)
    assert comparing.account_faults(read) == []


def test_a_title_over_all_communes_says_nothing(tmp_path: Path, known_words: Vocabulary) -> None:
    above = ["STT", "Chỉ tiêu", "ĐVT", "Xã, phường, thị trấn", "", "", "Tổng cộng"]
    rows = [SIDE[0], above, ["", "", "", *SIDE[1][3:6], ""], *SIDE[2:]]
    merged = ("A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:G3")
    draft = _draft(written(tmp_path / "a.xlsx", rows, merged), known_words)
    assert draft.questions == ()
    assert len(as_mapping(_read(tmp_path / "a.xlsx", draft, known_words).observations)) == 12
    planned = [*rows[:1], [*above[:3], "Kế hoạch", *above[4:]], *rows[2:]]
    draft = _draft(written(tmp_path / "b.xlsx", planned, merged), known_words)
    assert "unknown" in {reason for _, reason in asked(draft)}
    read = _read(tmp_path / "b.xlsx", draft, known_words).observations
    assert read.loc[read["level"].eq("commune"), "value"].isna().all()


def test_a_line_below_keeps_its_own_time(tmp_path: Path, known_words: Vocabulary) -> None:
    rows = changed(
        ALONE,
        ("B4", "Số điểm mô hình hiện có"),
        ("C4", "điểm"),
        ("A5", ""),
        ("B5", "- Xây dựng mới trong năm"),
        ("C5", "điểm"),
    )
    path = written(tmp_path / "a.xlsx", rows)
    draft = _draft(path, known_words)
    assert draft.questions == ()
    found = as_mapping(_read(path, draft, known_words).observations)
    assert found["09039", "model_points_active", "stock", "2023"] == (1602, "reported")
    assert found["09039", "model_points_new", "in_year", "2023"] == (410, "reported")


def test_a_second_commune_is_read_by_the_layout_of_the_first(tmp_path: Path, known_words: Vocabulary) -> None:
    names, book = names_of(UNITS), written(tmp_path / "a.xlsx", ALONE, name="Xã Mơ Mỹ")
    layout = _draft(book, known_words).layout
    other = written(
        tmp_path / "b.xlsx", changed(ALONE, ("A1", "Công an xã Ảo Quý"), ("E4", 7)), name="Xã Ảo Quý"
    )
    assert explains(layout, read_workbook(other), PERIOD, names)
    found = as_mapping(_read(other, Draft(layout, ()), known_words).observations)
    assert found["09192", "population", "stock", "2023"] == (7, "reported")
    for cell, value in (("A1", "Công an huyện"), ("B5", "Số nhà"), ("B3", "Tên")):
        differs = written(tmp_path / "c.xlsx", changed(ALONE, (cell, value)))
        assert not explains(layout, read_workbook(differs), PERIOD, names)
    side = _draft(written(tmp_path / "s.xlsx", SIDE), known_words).layout
    assert explains(
        side, read_workbook(written(tmp_path / "t.xlsx", changed(SIDE, ("D2", "Xã Ước Hóa")))), PERIOD, names
    )


def test_a_layout_with_its_axis_is_written_and_read_back(tmp_path: Path, known_words: Vocabulary) -> None:
    layout = _draft(written(tmp_path / "a.xlsx", SIDE), known_words).layout
    path = tmp_path / "family.toml"
    write_layout(layout, path)
    assert read_toml(path, Layout) == layout
    assert layout.sheet[0].axis == "rows"
