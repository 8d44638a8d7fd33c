"""Notes about figures beside a list of persons are read; whatever may name somebody is left out, and asked about."""

from pathlib import Path

import pytest

from antq_analysis.project import Project
from antq_analysis.sources.receiving.notes_kept import names_nobody
from antq_analysis.sources.workbooks.workbook import read_workbook
from tests.cases.workbooks import write_book
from tests.sources.receiving.test_persons import add, below, beside, clean_of_canaries, said_of

NOTE = "Ghi chú: Số vụ việc là số liệu năm 2022"


@pytest.mark.parametrize(
    "text",
    [
        NOTE,
        "(*) Dân số lấy theo Niên giám thống kê 2021",
        "GHI CHÚ: SỐ LIỆU NĂM 2022",
        "Lưu ý: số liệu tính đến 30/6/2023. Vụ việc về ANTT chưa tính quý IV",
    ],
)
def test_words_about_figures_name_nobody(text: str) -> None:
    assert names_nobody(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ghi chú: Nguyễn Văn Mẫu nghỉ từ năm 2022",
        "Ghi chú: Mẫu Văn Canh nghỉ từ năm 2022",
        "GHI CHÚ: MẪU VĂN CANH NGHỈ NĂM 2022",
        "Ghi chú: số liệu do mẫu văn canh báo cáo",
        "Ghi chú: số liệu do Mẫu báo cáo năm 2022",
        "Ghi chú: số liệu hỏi 0912 000 222",
        "Ghi chú: đồng chí trưởng khu nghỉ năm 2022",
        "* Sinh năm 1987",
        "Ghi chú: Lưu Quý An, số liệu năm 2022",
    ],
)
def test_words_that_may_name_somebody_stay_out(text: str) -> None:
    assert not names_nobody(text)


def test_a_note_below_a_list_is_kept_and_read(test_form: Project, tmp_path: Path) -> None:
    added = add(test_form, write_book(tmp_path / "a.xlsx", [*below()[:-2], [NOTE], *below()[-2:]]))
    kept = [value for cells in read_workbook(added.path).sheets[0].rows for value in cells]
    assert NOTE in kept
    assert {item.rule for item in added.findings} == {"persons_list_left_out"}
    assert clean_of_canaries(test_form, said_of(added))


def test_a_note_below_a_list_beside_the_table_is_kept(test_form: Project, tmp_path: Path) -> None:
    rows = beside(gap=True)
    rows.append([*[None] * (len(rows[-1]) - 4), NOTE])
    added = add(test_form, write_book(tmp_path / "a.xlsx", rows))
    assert NOTE in [value for cells in read_workbook(added.path).sheets[0].rows for value in cells]


def test_a_note_that_may_name_somebody_is_left_out_with_a_word(test_form: Project, tmp_path: Path) -> None:
    noted = "Ghi chú: số liệu năm 2022 do Canary Sáu báo cáo"
    added = add(test_form, write_book(tmp_path / "a.xlsx", [*below(), [noted]]))
    (found,) = [item for item in added.findings if item.rule == "persons_note_left_out"]
    assert found.cell == f"A{len(below()) + 1}"
    assert clean_of_canaries(test_form, said_of(added))
