"""What each planted fault writes, and how it must be read."""

import math
import unicodedata
from collections.abc import Callable

import pytest

from antq_analysis.demo.faults import CELLS, NAMES
from antq_analysis.demo.sheetplan import Cell
from antq_analysis.demo.workbooks import World
from antq_analysis.sources.tables.values import read_value


@pytest.mark.parametrize(
    ("kind", "cell", "written", "value", "status"),
    [
        ("dash", Cell(0, 0.0), "-", 0.0, "reported"),
        ("dots", Cell(12, 12.0), "…", math.nan, "not_available"),
        ("empty", Cell(12, 12.0), None, math.nan, "not_reported"),
        ("leading_zero", Cell(4, 4.0), "04", 4.0, "reported"),
        ("text_thousands", Cell(1602, 1602.0), "1.602", 1602.0, "reported"),
        ("over", Cell(1234, 1234.0), "hơn 1.230", 1230.0, "reported"),
    ],
)
def test_each_fault_is_written_so_and_read_so(
    kind: str, cell: Cell, written: object, value: float, status: str
) -> None:
    change, fits, _ = CELLS[kind]
    assert fits(cell)
    spoilt = change(cell)
    assert (spoilt.written, spoilt.status) == (written, status)
    assert spoilt.value == value or (math.isnan(spoilt.value) and math.isnan(value))


@pytest.mark.parametrize("kind", sorted(CELLS))
def test_the_reader_agrees_with_the_reading_kept_in_the_truth(kind: str) -> None:
    change, fits, _ = CELLS[kind]
    cells = [Cell(value, float(value)) for value in (0, 4, 112, 1602) if fits(Cell(value, float(value)))]
    assert cells
    for cell in map(change, cells):
        reading = read_value(cell.written, "count")
        assert (reading.status, reading.comparator, reading.rule) == (cell.status, cell.comparator, cell.rule)
        assert reading.value == cell.value or math.isnan(reading.value) == math.isnan(cell.value) is True


@pytest.mark.parametrize(
    ("kind", "name", "written"),
    [
        ("name_tone", "Xã Ước Hòa", "Xã Ước Hoà"),
        ("name_i_or_y", "Xã Mơ Mỹ", "Xã Mơ Mĩ"),
        ("name_decomposed", "Xã Mơ Mỹ", unicodedata.normalize("NFD", "Xã Mơ Mỹ")),
        ("name_hard_space", "Xã Mơ Mỹ", "Xã\u00a0Mơ Mỹ"),
        ("name_line_break", "Xã Mơ Mỹ", "Xã Mơ\nMỹ"),
        ("name_short_type", "Thị trấn Dụ Sơn", "TT. Dụ Sơn"),
        ("name_short_type", "Xã Mơ Mỹ", "X. Mơ Mỹ"),
        ("name_upper", "Xã Mơ Mỹ", "XÃ MƠ MỸ"),
        ("name_no_type", "Xã Mơ Mỹ", "Mơ Mỹ"),
        ("name_accent", "Xã Khảo Vân", "Xã Khảo Văn"),
    ],
)
def test_names_are_respelt_as_people_do(kind: str, name: str, written: str) -> None:
    respell: Callable[[str], str] = NAMES[kind]
    assert respell(name) == written


def test_every_kind_is_planted_somewhere(world: World) -> None:
    planted = {fault.kind for fault in world.story.fault}
    assert set(CELLS) | set(NAMES) <= planted
    assert {
        "not_reported",
        "absent",
        "part_rows",
        "wrong_total",
        "wrong_rate",
        "name_former",
        "name_by_decision",
    } <= planted
