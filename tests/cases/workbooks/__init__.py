"""Workbooks as offices fill them in, made on the spot from a table; no binaries are kept."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pandas as pd

UNITS = pd.DataFrame(
    [
        ("00001", "Xã Cao Sơn", "Xã", "001", "Huyện Đà Bắc"),
        ("00002", "Xã Cộng Hòa", "Xã", "001", "Huyện Đà Bắc"),
        ("00003", "Thị trấn Đà Bắc", "Thị trấn", "001", "Huyện Đà Bắc"),
        ("00004", "Xã Cao Sơn", "Xã", "002", "Huyện Lương Sơn"),
        ("00005", "Xã Vân Sơn", "Xã", "002", "Huyện Lương Sơn"),
        ("00006", "Phường Thái Hòa", "Phường", "003", "Thành phố Mẫu"),
    ],
    columns=["unit_code", "name", "type", "district_code", "district_name"],
).astype("str")

HEAD: list[list[object]] = [
    ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["BIỂU 01: TÌNH HÌNH MÔ HÌNH"],
    ["STT", "Xã, phường, thị trấn", "Dân số", "Khu dân cư", None, None, "Xã đạt tiêu chí 19.2", "Ghi chú"],
    [None, None, None, "Tổng số", "Có mô hình", "Tỷ lệ (%)", None, None],
    ["A", "B", 1, 2, 3, 4, 5, 6],
]
MERGED_HEAD = ("A1:H1", "A2:H2", "A3:A4", "B3:B4", "C3:C4", "D3:F3", "G3:G4", "H3:H4")

LAYOUT = """
form = "test_form"
label_vi = "Biểu thử"
label_en = "Test form"
valid_from = 2020
valid_to = 2024
period_basis = "calendar"

[[sheet]]
name = "Biểu 01*"
unit_header = "Xã, phường, thị trấn"
district = "heading"
level = "commune"

[[sheet.column]]
header = "Dân số"
indicator = "population"
basis = "stock"
reads = "count"

[[sheet.column]]
header = "Khu dân cư / Tổng số"
indicator = "residential_areas_total"
basis = "stock"
reads = "count"

[[sheet.column]]
header = "Khu dân cư / Có mô hình"
indicator = "residential_areas_with_model"
basis = "stock"
reads = "count"

[[sheet.column]]
header = "Xã đạt tiêu chí 19.2"
indicator = "ntm_19_2_met"
basis = "stock"
reads = "tick"

[[sheet.check]]
header = "Khu dân cư / Tỷ lệ (%)"
numerator = "residential_areas_with_model"
denominator = "residential_areas_total"

[[sheet.ignore]]
header = "Ghi chú"
reason = "remarks"

[[ignored_sheet]]
name = "Hướng dẫn*"
reason = "instructions"
"""

BODY: list[list[object]] = [
    ["I", "HUYỆN ĐÀ BẮC", 6000, 20, 13, None, 1, None],
    [1, "Xã Cao Sơn", "1.602", 8, 6, "75,0%", "x", None],
    [2, "Cộng Hoà", 2398, 5, "-", "0", None, "chưa họp"],
    [3, "TT. Đà Bắc", 2000, 7, 7, 100, "KX", None],
    ["II", "Huyện Lương Sơn", 1500, 6, 3, None, 2, None],
    [1, "Cao Sơn", 1000, 2, 1, 50, "x", None],
    [2, "X. Vân Sơn", 500, 4, 2, 50, "Đạt", None],
    ["III", "Thành phố Mẫu", None, None, None, None, None, None],
    [1, "P. Thái Hoà", "…", None, None, None, None, None],
    [None, "Tổng cộng", 7500, 26, 16, None, 3, None],
    [],
    [None, None, None, None, "Mẫu, ngày 20 tháng 11 năm 2023"],
    [None, "NGƯỜI LẬP BIỂU", None, None, "THỦ TRƯỞNG"],
    [None, "(Ký, ghi rõ họ tên)"],
    [None, "Nguyễn Văn Mẫu"],
]
"""Six communes in three districts; population, residential areas, with model, printed ratio, criterion, remarks."""


def write_book(
    path: Path,
    rows: Sequence[Sequence[object]] = (*HEAD, *BODY),
    merged: Sequence[str] = MERGED_HEAD,
    name: str = "Biểu 01",
    others: Mapping[str, Sequence[Sequence[object]]] | None = None,
) -> Path:
    """Write a workbook with one main sheet and any others."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    for title, content in (others or {}).items():
        other = book.create_sheet(title)
        for row in content:
            other.append(list(row))
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path
