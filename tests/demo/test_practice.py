"""Files to practise with: they hold the figures of the reference table, and land that lies side by side."""

from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest

from antq_analysis.demo import write_practice
from antq_analysis.errors import CannotWriteError
from tests.given import bare_project, checksums

SENT = {
    "Bieu tong hop 2023.xlsx": (2023, {}),
    "BC ANTQ nam 2024.xlsx": (2024, {"Xã Nháp Lạc": 31}),
    "BC ANTQ nam 2024 (sua).xlsx": (2024, {}),
    "Bieu tong hop 2025.xlsx": (2025, {}),
}


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("practice")
    write_practice(folder / "nhận", bare_project(folder / "p"))
    return folder


def test_workbooks_hold_the_figures_of_the_table_and_their_sums(given: Path) -> None:
    truth = pd.read_csv(given / "p/data/reference/practice.csv")
    for name, (year, instead) in SENT.items():
        sheet = openpyxl.load_workbook(given / "nhận" / name).active
        assert sheet is not None
        assert "HƯ CẤU" in str(sheet["A1"].value)
        rows = [[cell for cell in row if cell not in (None, "")] for row in sheet.values]
        own = truth[truth["period"].eq(year)]
        counted = own.groupby("name")["incidents"].sum() if not instead else None
        for unit, part in own.groupby("name"):
            written = [row for row in rows if unit in row]
            if len(part) != 1 or len(written) != 1:
                continue
            assert instead.get(unit, part["incidents"].item()) in written[0]
        total = next(row for row in rows if "Tổng cộng" in row)
        assert own["areas"].sum() in total
        assert counted is None or counted.sum() in total


def test_land_neither_overlaps_nor_leaves_gaps_and_no_ground_is_lost_in_the_reform(given: Path) -> None:
    old, new = (gpd.read_file(given / f"nhận/ranh_gioi_{year}.gpkg").to_crs(5899) for year in (2023, 2025))
    assert (len(old), len(new)) == (24, 10)
    for frame in (old, new):
        assert frame.area.sum() == pytest.approx(frame.union_all().area, rel=1e-9)
        assert frame.union_all().geom_type == "Polygon"
    assert new.area.sum() == pytest.approx(old.area.sum(), rel=1e-9)
    changes = pd.read_csv(given / "nhận/cu_moi_2025.csv", dtype=str)
    assert set(changes["MA_CU"]) == set(old["MA_XA"])
    assert set(changes["MA_MOI"]) == set(new["MA_XA"])


def test_a_folder_that_holds_something_is_left_as_it_is(given: Path, tmp_path: Path) -> None:
    (tmp_path / "of_mine.txt").write_text("mine", encoding="utf-8")
    before = checksums(tmp_path)
    with pytest.raises(CannotWriteError, match=tmp_path.name):
        write_practice(tmp_path, bare_project(given / "q"))
    assert checksums(tmp_path) == before
