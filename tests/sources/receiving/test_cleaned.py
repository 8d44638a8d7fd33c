"""A copy written anew reads like what it was written from."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antq_analysis.errors import InputError
from antq_analysis.sources.receiving.cleaned import write_copy
from antq_analysis.sources.workbooks.marks import CellError, FormattedRuns, Percentage, Raw, Uncomputed
from antq_analysis.sources.workbooks.sheet import Sheet, Workbook
from antq_analysis.sources.workbooks.workbook import read_workbook

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)
DAYS = st.dates(date(1950, 1, 1), date(2100, 1, 1))
# No reader of workbooks hands on a run of blanks with a format.
RUNS = st.lists(
    st.tuples(TEXTS.filter(str.strip), st.sampled_from(["superscript", "strike"])), min_size=1, max_size=2
)
CELLS = st.one_of(
    TEXTS,
    st.just("_x0041_"),
    st.just("dòng một\ndòng hai"),
    st.just(" 04 "),
    st.just("=SUM(A1)"),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([1.602, 0.1 + 0.2, 123456789012345678.0, -0.5]),
    st.booleans(),
    DAYS,
    DAYS.map(lambda day: datetime.combine(day, time(7, 5, 1))),
    st.sampled_from([time(7, 30), timedelta(hours=30, minutes=5)]),
    st.floats(0, 2).map(Percentage),
    st.sampled_from(["#REF!", "#DIV/0!", "#N/A"]).map(CellError),
    st.sampled_from(["SUM(C1:C2)", "A1+B2", "'Danh sách'!B3"]).map(Uncomputed),
    RUNS.map(lambda runs: FormattedRuns([("12", ""), *runs])),
    st.just(""),
)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    rows: list[list[Raw]] = draw(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=5, max_size=5))
    rows[-1][-1] = "cuối"
    some = st.frozensets(st.integers(0, 3))
    struck = draw(st.frozensets(st.tuples(st.integers(0, 4), st.integers(0, 3))))
    return Sheet(
        draw(st.sampled_from(["Biểu 01", "a'b", "Huyện Mẫu & cộng sự", "x" * 31])),
        rows,
        draw(st.sampled_from([(), ((0, 0, 1, 1),), ((0, 0, 0, 3), (2, 1, 3, 1))])),
        draw(st.booleans()),
        draw(some),
        draw(some),
        frozenset(place for place in struck if isinstance(rows[place[0]][place[1]], str | float)),
    )


def plain(value: Raw) -> object:
    if isinstance(value, FormattedRuns):
        merged: list[list[str]] = []
        for text, how in value.runs:
            if merged and merged[-1][1] == how:
                merged[-1][0] += text
            else:
                merged.append([text, how])
        return merged
    return type(value).__name__ if value != value else (type(value).__name__.replace("int", "float"), value)  # noqa: PLR0124


@settings(deadline=None, max_examples=100)
@given(sheets(), sheets())
def test_every_cell_and_mark_is_the_same(first: Sheet, second: Sheet) -> None:
    names = ("Biểu 01", first.name if first.name != "Biểu 01" else "Biểu 02")
    shown = Sheet(names[0], second.rows, second.merged, False, second.hidden_rows, second.hidden_columns)
    other = Sheet(
        names[1],
        first.rows,
        first.merged,
        first.hidden,
        first.hidden_rows,
        first.hidden_columns,
        first.struck,
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "copy.xlsx"
        write_copy(Workbook(Path("a.xlsx"), (shown, other)), path)
        read = read_workbook(path).sheets
    for written, again in zip((shown, other), read, strict=True):
        assert (again.name, again.hidden) == (written.name, written.hidden)
        assert [[*map(plain, cells)] for cells in again.rows] == [
            [*map(plain, cells)] for cells in written.rows
        ]
        assert set(again.merged) == set(written.merged)
        assert again.hidden_rows == written.hidden_rows
        assert again.hidden_columns == written.hidden_columns
        assert again.struck == {place for place in written.struck if written.rows[place[0]][place[1]] != ""}


def test_the_names_of_text_files_fit_a_tab(tmp_path: Path) -> None:
    sheets = tuple(
        Sheet(name, [["a"]]) for name in ("bao cao [2024] " + "x" * 40, "Bao cao _2024_ " + "x" * 40)
    )
    write_copy(Workbook(Path("a.csv"), sheets), tmp_path / "a.xlsx")
    first, second = (sheet.name for sheet in read_workbook(tmp_path / "a.xlsx").sheets)
    assert first.startswith("bao cao _2024_ xx")
    assert len(first) <= 31
    assert second.casefold() != first.casefold()


def test_no_author_and_no_day_is_written(tmp_path: Path) -> None:
    import zipfile

    book = Workbook(Path("a.xlsx"), (Sheet("S", [["a", 1.0]]),))
    write_copy(book, tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        core = archive.read("docProps/core.xml").decode()
        assert {name.split("/")[-1] for name in archive.namelist()} <= {
            "sheet1.xml", "workbook.xml", "styles.xml", "theme1.xml", "sharedStrings.xml", "core.xml", "app.xml",
            "[Content_Types].xml", ".rels", "workbook.xml.rels",
        }  # fmt: skip
    assert "<dc:creator></dc:creator>" in core
    assert "2000-01-01" in core


@pytest.mark.filterwarnings("ignore:You must specify")
@pytest.mark.parametrize("value", ["x" * 40_000, FormattedRuns([("1", "superscript")])])
def test_what_an_excel_cell_cannot_hold_is_refused(tmp_path: Path, value: Raw) -> None:
    with pytest.raises(InputError) as caught:
        write_copy(Workbook(Path("a.ods"), (Sheet("S", [[value]]),)), tmp_path / "a.xlsx")
    assert caught.value.key == "sources.copy_differs"
