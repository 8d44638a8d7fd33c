"""The name of a commune in the signature block, without a date: no row of it, and only there."""

import pytest

from antq_analysis.sources.tables.row_kinds import Kind
from antq_analysis.sources.tables.rows import Districts, read_rows

UNITS: list[list[object]] = [[1.0, "Xã Mơ Mỹ", 5.0], [2.0, "Xã Ảo Quý", 6.0]]
TOTAL: list[object] = ["", "Tổng cộng", 11.0]
PLACE: list[object] = ["", "Xã Mộng Phong", ""]
SIGNED: list[object] = ["", "NGƯỜI LẬP BIỂU", "TRƯỞNG CÔNG AN XÃ"]
EMPTY: list[object] = ["", "", ""]


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([*UNITS, TOTAL, PLACE, SIGNED], Kind.BELOW),
        ([*UNITS, TOTAL, EMPTY, PLACE, EMPTY, SIGNED], Kind.BELOW),
        ([*UNITS, PLACE, SIGNED], Kind.NAMED),
        ([*UNITS, TOTAL, PLACE, EMPTY], Kind.NAMED),
        ([*UNITS, TOTAL, PLACE, ["", "Xã Nháp Lý", ""], SIGNED], Kind.NAMED),
        ([*UNITS, TOTAL, [3.0, *PLACE[1:]], SIGNED], Kind.NAMED),
        ([*UNITS, TOTAL, [*PLACE[:2], 0.0], SIGNED], Kind.NAMED),
        ([TOTAL, *UNITS, PLACE, SIGNED], Kind.NAMED),
        ([*UNITS, ["", "Cộng huyện Mẫu", 11.0], PLACE, SIGNED], Kind.NAMED),
    ],
)
def test_only_below_the_total_and_above_a_signature(rows: list[list[object]], kind: Kind) -> None:
    found = read_rows(rows, 0, 1, [2], names={}, districts=Districts((), False))  # type: ignore[arg-type]
    assert [row.kind for row in found if row.name == "Xã Mộng Phong"] == [kind]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("TRƯỞNG PHÒNG PV05", Kind.BELOW),
        ("PHÓ TRƯỞNG PHÒNG PC06-A05", Kind.BELOW),
        ("hơn 12 vụ", Kind.UNNAMED),
        ("PV05: 12", Kind.UNNAMED),
    ],
)
def test_the_number_of_an_office_below_the_table_is_no_figure(words: str, kind: Kind) -> None:
    rows: list[list[object]] = [*UNITS, TOTAL, EMPTY, ["", "", "GIÁM ĐỐC"], ["", "", words]]
    found = read_rows(rows, 0, 1, [2], names={}, districts=Districts((), False))  # type: ignore[arg-type]
    assert (found[-1].kind, found[-1].has_values) == (kind, kind is Kind.UNNAMED)
    other = read_rows(
        [*UNITS, ["", "Xã Nháp Lý", words]], 0, 1, [2], names={}, districts=Districts((), False)
    )  # type: ignore[arg-type,list-item]
    assert other[-1].has_values
