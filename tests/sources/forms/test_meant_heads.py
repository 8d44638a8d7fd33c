"""Headers that need the one beside them: parts of a figure, the period before, last year's figure, sums of months."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.forms.meant_heads import meant_heads
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, draft_of, read_rows_of

LAW, NAMES = "Vụ việc về ANTT", ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Mơ Mỹ")


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def table(*heads: list[object], first: int = 1) -> Rows:
    width = len(heads[0]) - 2
    rows: Rows = [list(head) for head in heads]
    own = range(first, first + width)
    return [*rows, *([at, name, *(10 * place + at for place in own)] for at, name in enumerate(NAMES, 1))]


def columns(
    rows: Rows, folder: Path, words: Vocabulary, *merged: str
) -> tuple[dict[str, tuple[str, int]], list[str]]:
    """Give what is read by the letters of its column with the years before, and the columns that are asked about."""
    draft = draft_of(folder, rows, words, merged)
    read = {
        item.column: (item.indicator, item.years_before)
        for item in draft.understood
        if item.kind == "indicator"
    }
    return read, [item.column for item in draft.questions]


TOTAL, CRIMES, DRUGS = ("incidents_total", 0), ("crimes_social_order", 0), ("drug_cases", 0)


@pytest.mark.parametrize("title", ["Trong đó", "Trong đó:", "Chia ra"])
def test_parts_belong_to_the_figure_left_of_them(title: str, tmp_path: Path, words: Vocabulary) -> None:
    rows = table(["TT", "Xã", LAW, title, None], [None, None, None, "Hình sự", "Ma túy"])
    merged = ("A1:A2", "B1:B2", "C1:C2", "D1:E1")
    assert columns(rows, tmp_path, words, *merged) == ({"C": TOTAL, "D": CRIMES, "E": DRUGS}, [])


def test_parts_are_of_the_year_of_their_figure(tmp_path: Path, words: Vocabulary) -> None:
    rows = table(
        ["TT", "Xã", f"{LAW} năm 2022", "Trong đó", None], [None, None, None, "Ma túy", "Phạm pháp hình sự"]
    )
    read, asked = columns(rows, tmp_path, words, "A1:A2", "B1:B2", "C1:C2", "D1:E1")
    assert read == {"C": ("incidents_total", 1), "D": ("drug_cases", 1), "E": ("crimes_social_order", 1)}
    assert asked == []


def test_parts_of_a_figure_that_is_unknown_are_no_incidents(tmp_path: Path, words: Vocabulary) -> None:
    rows = table(["TT", "Xã", "Số thứ khác", "Trong đó", None], [None, None, None, "Hình sự", "Ma túy"])
    assert columns(rows, tmp_path, words, "A1:A2", "B1:B2", "C1:C2", "D1:E1")[0] == {}


@pytest.mark.parametrize("now", ["Kỳ này", "Kỳ báo cáo", "Năm nay"])
def test_the_period_before_is_the_year_before(now: str, tmp_path: Path, words: Vocabulary) -> None:
    rows = table(["TT", "Xã", LAW, None], [None, None, "Kỳ trước", now])
    assert columns(rows, tmp_path, words, "C1:D1") == ({"C": ("incidents_total", 1), "D": TOTAL}, [])


@pytest.mark.parametrize("beside", [["Kỳ này", "Lũy kế từ đầu năm"], ["Mới", "Tổng số"]])
def test_a_period_before_may_be_shorter_or_carried_over(
    beside: list[object], tmp_path: Path, words: Vocabulary
) -> None:
    rows = table(["TT", "Xã", LAW, None, None], [None, None, "Kỳ trước", *beside])
    read, asked = columns(rows, tmp_path, words, "C1:E1")
    assert "C" not in read
    assert "C" in asked


@pytest.mark.parametrize("head", ["Cùng kỳ năm trước", "Năm trước", "Cùng kỳ"])
def test_last_year_alone_is_of_the_figure_left_of_it(head: str, tmp_path: Path, words: Vocabulary) -> None:
    rows = table(["TT", "Xã", "Dân số", LAW, head, "Tăng, giảm"])
    read, asked = columns(rows, tmp_path, words)
    assert read == {"C": ("population", 0), "D": TOTAL, "E": ("incidents_total", 1)}
    assert asked == []


def test_years_side_by_side_have_no_figure_left_of_them(tmp_path: Path, words: Vocabulary) -> None:
    read, _ = columns(table(["TT", "Xã", LAW, "Năm trước", "Năm nay"]), tmp_path, words)
    assert "D" not in read


@pytest.mark.parametrize(
    ("one", "other"), [("Năm 22", "Năm 23"), ("N.22", "N.23"), ("N2022", "N2023"), ("năm ’22", "năm ’23")]
)
def test_short_years(one: str, other: str, tmp_path: Path, words: Vocabulary) -> None:
    rows = table(["TT", "Xã", LAW, None], [None, None, one, other])
    draft = draft_of(tmp_path, rows, words, ("C1:D1",))
    headers = [column.header for column in draft.layout.sheet[0].column]
    assert headers == [f"{LAW} / Năm {{year-1}}", f"{LAW} / Năm {{year}}"]
    read = read_rows_of(tmp_path, rows, words, ("C1:D1",)).observations
    assert sorted(set(zip(read["period"], read["cell"].str[0], strict=True))) == [
        ("2022", "C"),
        ("2023", "D"),
    ]


def months(total: object, *, last: bool) -> Rows:
    heads: list[object] = [*range(1, 13)]
    heads = [*heads, total] if last else [total, *heads]
    return table(["TT", "Xã", LAW, *[None] * 12], [None, None, *heads])


@pytest.mark.parametrize("total", ["Cộng", "Cả năm", "Tổng cộng"])
@pytest.mark.parametrize("last", [True, False])
def test_twelve_numbered_months_and_their_sum(
    total: str, last: bool, tmp_path: Path, words: Vocabulary
) -> None:
    rows = months(total, last=last)
    read = read_rows_of(tmp_path, rows, words, ("C1:O1",))
    frame = read.observations[read.observations["value"].notna()]
    at = "O" if last else "C"
    assert frame["cell"].tolist() == [f"{at}3", f"{at}4", f"{at}5"]
    assert set(frame["indicator"]) == {"incidents_total"}


def test_the_sum_of_the_months_beside_their_title(tmp_path: Path, words: Vocabulary) -> None:
    rows = table(["TT", "Xã", f"{LAW} theo tháng", *[None] * 11, "Cộng"], [None, None, *range(1, 13), None])
    merged = ("A1:A2", "B1:B2", "C1:N1", "O1:O2")
    assert columns(rows, tmp_path, words, *merged)[0] == {"O": TOTAL}


def test_numbers_of_columns_are_no_months() -> None:
    assert meant_heads(["TT", "Xã", *[f"{LAW} / {at}" for at in range(1, 12)], "Cộng"], 2) == {}
