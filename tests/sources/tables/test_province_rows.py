"""A total without communes is the province's own figure; with communes, or of a district, it is only compared."""

from pathlib import Path

import pytest

from antq_analysis.sources.tables.reading import Read
from tests.cases.workbooks import BODY, HEAD, MERGED_HEAD, write_book
from tests.sources.conftest import ReadBook


def rows_with(total: str, value: object, keep: tuple[int, ...] = ()) -> list[list[object]]:
    """The test form whose communes left the population empty (but for `keep`), with a total."""
    rows: list[list[object]] = [list(row) for row in (*HEAD, *BODY)]
    for number, row in enumerate(rows[len(HEAD) : len(HEAD) + 9]):
        row[2] = row[2] if number in keep else None
    last = rows[len(HEAD) + 9]
    last[1], last[2] = total, value
    return rows


def whole(read: Read) -> list[tuple[str, str, float, str, str]]:
    rows = read.observations[read.observations["level"] == "province"]
    return list(
        zip(rows["unit_code"], rows["indicator"], rows["value"], rows["rule"], rows["cell"], strict=True)
    )


def rules(read: Read) -> set[str]:
    return {item.rule for item in read.findings}


@pytest.mark.parametrize("words", ["Toàn tỉnh", "Tổng cộng toàn tỉnh", "Tổng cộng"])
def test_a_total_alone_is_the_figure_of_the_province(words: str, tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", rows_with(words, "7.500")))
    assert whole(read) == [("99", "population", 7500, "province_row", "C15")]
    assert rules(read) == {"province_row"}
    line = read.account.iloc[0]
    assert line["rows_loaded"] == 7
    assert line["cells_received"] == line["cells_loaded"] + line["cells_refused"] + line["cells_ignored"]


def test_a_total_beside_communes_is_compared(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", rows_with("Toàn tỉnh", 7500, keep=(1,))))
    assert whole(read) == []
    assert rules(read) & {"total_incomplete", "total_differs"}


@pytest.mark.parametrize("value", [0, "-", "5 vụ/9 đối tượng"])
def test_a_sum_of_nothing_and_words_are_no_figure(value: object, tmp_path: Path, read_book: ReadBook) -> None:
    assert whole(read_book(write_book(tmp_path / "a.xlsx", rows_with("Toàn tỉnh", value)))) == []


def test_the_total_of_a_district_is_none_of_the_province(tmp_path: Path, read_book: ReadBook) -> None:
    rows = rows_with("Tổng cộng", 4000)
    few = [*rows[: len(HEAD) + 3], *rows[len(HEAD) + 9 :]]
    read = read_book(write_book(tmp_path / "a.xlsx", few))
    assert whole(read) == []
    assert rules(read) & {"total_incomplete", "total_differs"}


def test_a_refused_commune_with_a_figure_keeps_the_total_out(tmp_path: Path, read_book: ReadBook) -> None:
    rows = rows_with("Toàn tỉnh", 7500, keep=(1,))
    rows[len(HEAD) + 1][1] = "Tên Lạ Lùng"
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    assert whole(read) == []


def test_another_sheet_with_communes_takes_its_place(tmp_path: Path, read_book: ReadBook) -> None:
    path = write_book(
        tmp_path / "a.xlsx", rows_with("Toàn tỉnh", 7500), MERGED_HEAD, others={"Biểu 01 b": [*HEAD, *BODY]}
    )
    read = read_book(path)
    assert whole(read) == []
    assert "province_row_left" in rules(read)
    assert not any(item.rule == "account_differs" for item in read.findings)


def test_a_total_of_five_of_six_communes_is_none_of_the_province(tmp_path: Path, read_book: ReadBook) -> None:
    rows = rows_with("Tổng cộng", 150)
    del rows[len(HEAD) + 8]
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    assert whole(read) == []
    (told,) = [item for item in read.findings if item.rule in ("total_incomplete", "total_differs")]
    assert str(told.severity) == "warning"
    named = rows_with("Toàn tỉnh", 150)
    del named[len(HEAD) + 8]
    assert [row[2] for row in whole(read_book(write_book(tmp_path / "b.xlsx", named)))] == [150]


@pytest.mark.parametrize(("total", "expected"), [(500, [500.0]), (3, [])])
def test_an_organisation_alone_gives_way_to_the_printed_total(
    total: int, expected: list[float], tmp_path: Path, read_book: ReadBook
) -> None:
    rows = rows_with("Toàn tỉnh", total)
    rows.insert(len(HEAD) + 9, [None, "Khối cơ quan, doanh nghiệp", 3])
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    assert [row[2] for row in whole(read)] == expected
    assert (read.observations["level"] == "organisation_block").any()
    assert ("province_row" in rules(read)) == bool(expected)
