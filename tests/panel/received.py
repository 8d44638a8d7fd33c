"""A province of eight communes to receive small workbooks for: from files to what is built of them."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl

from antq_analysis.places.register import import_units
from antq_analysis.project import Project
from antq_analysis.sources.receiving.adding import add_file

PROVINCE = "tinh-thu"
FIRST_MAP, SECOND_MAP = "2020-01-01", "2025-07-01"
NAMES = ("An Lạc", "Bình Minh", "Cẩm Sơn", "Đồng Vân", "Hòa Thắng", "Phú Hòa", "Tân Mỹ", "Yên Thịnh")
CODES = tuple(f"{90001 + 3 * number}" for number in range(len(NAMES)))
NEW_NAMES = ("An Bình", "Cẩm Vân", "Phú Thắng", "Tân Thịnh")

Values = Callable[[int], Sequence[object] | None]
Rows = list[list[object]]

_BLOCK = f"""
[[province]]
id = "{PROVINCE}"
name_vi = "Tỉnh Thử"
name_en = "Tỉnh Thử"
code = "90"
territory = "{PROVINCE}"
"""


def make_province(project: Project, folder: Path) -> Project:
    """Give a project the province with one map."""
    path = project.reference / "provinces.toml"
    path.write_text(path.read_text(encoding="utf-8") + _BLOCK, encoding="utf-8")
    _register(project, folder, FIRST_MAP, NAMES, 90001)
    return project


def add_map(project: Project, folder: Path) -> None:
    """Give the province a second map, of half as many communes."""
    _register(project, folder, SECOND_MAP, NEW_NAMES, 91001)


def _register(project: Project, folder: Path, day: str, names: Sequence[str], first: int) -> None:
    lines = [f"{first + 3 * number},Xã {name}" for number, name in enumerate(names)]
    units = folder / f"units_{day}.csv"
    units.write_text("\n".join(["unit_code,name", *lines]), encoding="utf-8")
    columns = {"unit_code": "unit_code", "name": "name"}
    import_units(units, PROVINCE, day, columns=columns, project=project)


def table(headers: Sequence[str], values: Values, names: Sequence[str] = NAMES) -> Rows:
    """Lay out a table: a row for each commune of which there are values, by its number."""
    rows: Rows = [["TT", "Xã, phường, thị trấn", *headers]]
    for number, name in enumerate(names):
        told = values(number)
        if told is not None:
            rows.append([number + 1, f"Xã {name}", *told])
    return rows


def book(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Write a workbook."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def receive(project: Project, folder: Path, period: str, name: str, rows: Rows, **options: str) -> Path:
    """Add a workbook with one table."""
    path = book(folder / name, {"Biểu 01": rows})
    add_file(path, PROVINCE, period, project=project, **options)
    return path
