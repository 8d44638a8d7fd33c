"""The forms of the family with their indicators in rows: all communes side by side, or one commune a sheet."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

from tests.cases.workbooks.truth import DISTRICT, FIELDS, NAME, PERIOD, Truth

GROUPS = {
    "Khu dân cư": ("areas", "covered"),
    "Điểm mô hình": ("points", "points_new"),
    "Vụ việc về ANTT": ("incidents", "crimes", "accidents"),
}
MEASURES = {
    "population": "người", "households": "hộ", "areas": "khu dân cư", "covered": "khu dân cư", "points": "điểm",
    "points_new": "điểm", "incidents": "vụ", "crimes": "vụ", "accidents": "vụ",
}  # fmt: skip
AMONG = ("crimes", "accidents")

Key = tuple[str, str, str, str]
"""Unit, indicator, basis, period."""


@dataclass(frozen=True)
class Drawn:
    """How a form with its indicators in rows looks."""

    one_unit: bool = False
    head: str = "Nội dung"
    order: str = "column"
    measures: bool = True
    bullets: bool = True
    years: tuple[str, ...] = ()
    total: bool = False
    remark: bool = False
    shown_districts: bool = False
    numbering: bool = False
    title: str = "KẾT QUẢ PHONG TRÀO NĂM 2023"
    signature: bool = True
    says_unit: str = "title"


@dataclass
class Page:
    """A workbook, what must be read from it, and the cell of each figure."""

    path: Path
    expected: dict[Key, float | None] = field(default_factory=dict)
    cells: dict[Key, tuple[str, str]] = field(default_factory=dict)
    filled: dict[str, int] = field(default_factory=dict)


def random_drawing(rng: random.Random) -> Drawn:
    """Any look."""
    one = rng.random() < 0.5
    return Drawn(
        one,
        rng.choice(("Nội dung", "Chỉ tiêu", "CHỈ TIÊU", "Nội dung chỉ tiêu")),
        rng.choice(("column", "inline", "none")),
        rng.random() < 0.7,
        rng.random() < 0.7,
        rng.choice(((), ("Năm 2022", "Năm 2023"), ("Năm trước", "Năm nay"), ("2022", "2023"))),
        not one and rng.random() < 0.5,
        rng.random() < 0.3,
        not one and rng.random() < 0.4,
        rng.random() < 0.3,
        signature=rng.random() < 0.6,
        says_unit=rng.choice(("title", "office", "label", "sheet")),
    )


def write_across(drawn: Drawn, truth: Truth, before: Truth, path: Path) -> Page:
    """Write a truth, and that of the year before, with one row an indicator."""
    page = Page(path)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, codes in _sheets(drawn, truth):
        _write(book.create_sheet(name), drawn, codes, truth, before, page)
    book.save(path)
    return page


def _sheets(drawn: Drawn, truth: Truth) -> list[tuple[str, tuple[str, ...]]]:
    if not drawn.one_unit:
        return [("Biểu 01", truth.codes)]
    named = drawn.says_unit == "sheet"
    return [
        (NAME[code] if named else f"Biểu {number}", (code,)) for number, code in enumerate(truth.codes, 1)
    ]


def _write(
    sheet: object, drawn: Drawn, codes: Sequence[str], truth: Truth, before: Truth, page: Page
) -> None:
    rows: list[list[object]] = _titles(drawn, codes)
    labels = (["STT"] if drawn.order == "column" else []) + [drawn.head] + (["ĐVT"] if drawn.measures else [])
    first = len(labels)
    columns = _columns(drawn, codes)
    top: list[object] = [*labels, *(head for _, _, head in columns)]
    above = [DISTRICT[code] if drawn.shown_districts and code else "" for code, _, _ in columns]
    if drawn.shown_districts:
        # The head is two rows high: districts over communes, each merged over its own.
        rows.append([*labels, *above])
        top = [""] * first + top[first:]
    rows.append([*top, *(["Ghi chú"] if drawn.remark else [])])
    head = len(rows)
    if drawn.numbering:
        rows.append([*"ABC"[:first], *range(1, len(columns) + 1)])
    for order, text, name, rank in _lines(drawn):
        cells: list[object] = ([order] if drawn.order == "column" else []) + [text]
        cells += [MEASURES.get(name, "")] if drawn.measures else []
        for place, (code, years, _) in enumerate(columns):
            cells.append(_cell(code, name, before if years else truth, codes))
            if name and code:
                _expect(
                    page,
                    code,
                    name,
                    years,
                    (before if years else truth),
                    (sheet.title, len(rows), first + place),
                )
        rows.append([*cells, *(["đã rà soát"] if drawn.remark and rank else [])])
    if drawn.signature:
        rows += [[], ["", "Mẫu, ngày 20 tháng 11 năm 2023"], ["", "NGƯỜI LẬP BIỂU"]]
    for row in rows:
        sheet.append([None if value == "" else value for value in row])
    if drawn.shown_districts:
        _merge(sheet, head, first, above)
    page.filled[sheet.title] = sum(value not in ("", None) for row in rows for value in row) - _covered(
        above, drawn
    )


def _titles(drawn: Drawn, codes: Sequence[str]) -> list[list[object]]:
    rows: list[list[object]] = [[drawn.title]]
    if drawn.one_unit:
        name, district = NAME[codes[0]], DISTRICT[codes[0]]
        said = {
            "title": f"{name}, {district}", "office": f"CÔNG AN {name.upper()}\n{district}",
            "label": f"Đơn vị báo cáo: {name} - {district}", "sheet": district,
        }  # fmt: skip
        rows.append([said[drawn.says_unit]])
    return rows


def _columns(drawn: Drawn, codes: Sequence[str]) -> list[tuple[str, int, str]]:
    """Unit (empty: the total), years before, head."""
    if drawn.one_unit:
        years = drawn.years or ("Số lượng",)
        return [(codes[0], len(years) - 1 - number, text) for number, text in enumerate(years)]
    units = [(code, 0, NAME[code]) for code in codes]
    return units + ([("", 0, "Tổng cộng")] if drawn.total else [])


def _lines(drawn: Drawn) -> list[tuple[object, str, str, int]]:
    """Order, words, field (empty for a group) and how deep."""
    flat = {item.name: item for item in FIELDS if item.name in MEASURES}
    lines: list[tuple[object, str, str, int]] = []
    grouped = drawn.order != "none"
    for number, name in enumerate(("population", "households"), 1):
        lines.append((number, flat[name].flat.split(" (")[0], name, 1))
    for roman, (group, names) in zip(("I", "II", "III"), GROUPS.items(), strict=True):
        if grouped:
            lines.append((roman, group, "", 0))
        for number, name in enumerate([name for name in names if name not in AMONG], 1):
            words = flat[name].path[-1] if grouped else flat[name].flat
            lines.append((number, words, name, 1))
        if "crimes" in names:
            lines.append(("", "Trong đó:", "", 0))
            mark = "- " if drawn.bullets else ""
            lines += [("", mark + flat[name].path[-1], name, 2) for name in AMONG]
    if drawn.order != "inline":
        return lines
    return [("", f"{order}. {text}" if order else text, name, rank) for order, text, name, rank in lines]


def _cell(code: str, name: str, truth: Truth, codes: Sequence[str]) -> object:
    if not name:
        return ""
    if code:
        return truth.values[code, name]
    return sum(float(truth.values[one, name] or 0) for one in codes)


def _expect(page: Page, code: str, name: str, years: int, truth: Truth, at: tuple[str, int, int]) -> None:
    item = next(item for item in FIELDS if item.name == name)
    key = (code, item.indicator, item.basis, str(int(PERIOD) - years))
    page.expected[key] = truth.values[code, name]
    page.cells[key] = (at[0], f"{openpyxl.utils.get_column_letter(at[2] + 1)}{at[1] + 1}")


def _merge(sheet: object, head: int, first: int, above: Sequence[str]) -> None:
    for column in range(1, first + 1):
        sheet.merge_cells(start_row=head - 1, end_row=head, start_column=column, end_column=column)
    for start, stop in _runs(above):
        if stop - start > 1:
            sheet.merge_cells(
                start_row=head - 1, end_row=head - 1, start_column=first + start + 1, end_column=first + stop
            )


def _runs(above: Sequence[str]) -> list[tuple[int, int]]:
    starts = [at for at, text in enumerate(above) if text and (at == 0 or above[at - 1] != text)]
    return [
        (at, next((to for to in range(at, len(above)) if above[to] != above[at]), len(above)))
        for at in starts
    ]


def _covered(above: Sequence[str], drawn: Drawn) -> int:
    return sum(stop - start - 1 for start, stop in _runs(above)) if drawn.shown_districts else 0


def as_mapping(frame: object) -> Mapping[Key, tuple[float, str]]:
    """Value and status of each observation by its key."""
    rows = frame[frame["level"].eq("commune")]
    return {
        (row.unit_code, row.indicator, row.basis, row.period): (row.value, row.status)
        for row in rows.itertuples()
    }
