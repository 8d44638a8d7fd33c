"""A design and a truth become sheets: every cell with its place, and where each figure came to stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.cases.workbooks.design import Design
from tests.cases.workbooks.mess import Formula, Percent, dotted
from tests.cases.workbooks.truth import NAME, REMARK, Field, Truth

ROMAN = ("I", "II", "III", "IV", "V", "VI")
LETTERS = "ABCDEFGH"
HEADINGS = ("roman", "letter", "huyen", "inline", "across")

Place = tuple[int, int]


@dataclass
class Sheet:
    """One sheet: content by place from 0, merged areas, hidden parts, and the place of each figure of a unit."""

    name: str
    cells: dict[Place, object] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False
    where: dict[tuple[str, str], list[Place]] = field(default_factory=dict)
    row: int = 0

    def put(self, row: int, column: int, content: object) -> None:
        if content is not None:
            self.cells[row, column] = content


@dataclass(frozen=True)
class Columns:
    """Which column holds what; -1 where there is none."""

    order: int
    district: int
    name: int
    first: int
    fields: tuple[Field, ...]

    def of(self, name: str) -> int:
        return self.first + [item.name for item in self.fields].index(name)

    @property
    def last(self) -> int:
        return self.first + len(self.fields) - 1


def header_path(item: Field, design: Design) -> tuple[str, ...]:
    """The rows of words over a column, as a layout names them."""
    if design.header == "flat":
        return (item.flat,)
    return (item.path[0], item.path[-1]) if design.header == "two" and len(item.path) > 2 else item.path


def lay_out(design: Design, truth: Truth) -> list[Sheet]:
    """Make every sheet of the workbook."""
    districts = list(dict.fromkeys(truth.district(code) for code in truth.codes))
    if design.district == "sheet":
        sheets = []
        for district in districts:
            codes = tuple(code for code in truth.codes if truth.district(code) == district)
            sheets.append(_sheet(design, Truth(codes, truth.values), district))
        sheets[-1].hidden = design.hidden == "sheet" and len(sheets) > 1
    else:
        sheets = [_sheet(design, truth, design.sheet)]
    if design.notes_sheet:
        notes = Sheet("Hướng dẫn")
        notes.put(0, 0, "HƯỚNG DẪN GHI BIỂU")
        notes.put(2, 0, "1. Ghi “-” nếu không có, “…” nếu chưa có số liệu.")
        notes.put(3, 0, "Xã Mộng Phong ghi số 12 vào cột 3.")
        sheets.insert(0, notes)
    if design.empty_sheet:
        sheets.append(Sheet("Sheet2"))
    return sheets


def _sheet(design: Design, truth: Truth, name: str) -> Sheet:
    sheet = Sheet(name)
    columns = columns_of(design)
    _title(sheet, design, columns)
    _header(sheet, design, columns)
    top = sheet.row
    if design.total == "top":
        sheet.row += 1
    units = _body(sheet, design, truth, columns)
    if design.blank_rows:
        sheet.row += 1
    if design.total:
        row = top if design.total == "top" else sheet.row
        sheet.row += design.total != "top"
        _total(sheet, design, truth, columns, row)
    _foot(sheet, design, columns)
    if design.hidden == "rows":
        sheet.hidden_rows |= set(units[1::3])
    if design.hidden == "columns":
        sheet.hidden_columns |= {columns.first + 1, columns.last - 1}
    return sheet


def columns_of(design: Design) -> Columns:
    """Where the columns of a design stand."""
    place = design.left
    order = district = -1
    if design.order != "none":
        order, place = place, place + 1
    if design.district in ("column", "column_merged", "column_once"):
        district, place = place, place + 1
    first = place + 1 + design.wide_name + design.blank_column
    return Columns(order, district, place, first, (*design.fields, *([REMARK] if design.remark else [])))


def _title(sheet: Sheet, design: Design, columns: Columns) -> None:
    sheet.row = design.top
    middle = columns.first + 3
    lines: dict[str, list[tuple[int, str]]] = {
        "": [],
        "motto": [
            (0, "CÔNG AN TỈNH MẪU"),
            (middle, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (middle, "Độc lập - Tự do - Hạnh phúc"),
            (0, "BIỂU 01: KẾT QUẢ PHONG TRÀO TOÀN DÂN BẢO VỆ AN NINH TỔ QUỐC"),
            (0, "(Kèm theo Báo cáo số 123/BC-CAT-PV05 ngày 15/12/2023)"),
        ],
        "banner": [(0, "SỐ LIỆU HƯ CẤU, KHÔNG DÙNG ĐỂ BÁO CÁO"), (0, "KẾT QUẢ PHONG TRÀO")],
        "period": [(0, "KẾT QUẢ PHONG TRÀO"), (0, design.period)],
        "long": [(0, "TỔNG HỢP KẾT QUẢ PHONG TRÀO CỦA CÁC XÃ, PHƯỜNG, THỊ TRẤN NĂM 2023"), (0, "")],
    }
    for column, words in lines[design.title]:
        if words and design.merged and column == 0:
            sheet.merged.append((sheet.row, 0, sheet.row, max(columns.last, 2)))
        sheet.put(sheet.row, column, words or None)
        sheet.row += 1
    if design.unit_note:
        sheet.put(sheet.row, columns.last - 1, design.unit_note)
        sheet.row += 1
    sheet.row += bool(design.title) and design.blank_rows


def _header(sheet: Sheet, design: Design, columns: Columns) -> None:
    single = {columns.name: design.name_header}
    if columns.order >= 0:
        single[columns.order] = "STT"
    if columns.district >= 0:
        single[columns.district] = "Huyện, thành phố"
    paths = {place: (words,) for place, words in single.items()}
    paths |= {columns.first + i: header_path(item, design) for i, item in enumerate(columns.fields)}
    depth = max(len(path) for path in paths.values())
    top = sheet.row
    for level in range(depth):
        _level(sheet, design, paths, (level, depth, top))
    if design.wide_name:
        sheet.merged = [area for area in sheet.merged if area[1] != columns.name or area[0] < top]
        sheet.merged.append((top, columns.name, top + depth - 1, columns.name + 1))
    sheet.row += depth
    if design.numbering:
        _numbering(sheet, design, columns, sorted(paths))
        sheet.row += 1


def _level(sheet: Sheet, design: Design, paths: dict[int, tuple[str, ...]], at: tuple[int, int, int]) -> None:
    level, depth, top = at
    before: tuple[str, ...] | None = None
    start = -1
    for place in [*sorted(paths), max(paths) + 2]:
        path = paths.get(place, ())
        group = path[: level + 1] if len(path) > level else None
        goes_on = group is not None and group == before and len(path) > level + 1
        if not goes_on:
            if before is not None and design.merged and _last(paths, place) > start:
                sheet.merged.append((top + level, start, top + level, _last(paths, place)))
            before = None
            if group is not None:
                words = design.headers.get(path[level], path[level])
                sheet.put(top + level, place, words)
                if len(path) == level + 1 and design.merged and depth > level + 1:
                    sheet.merged.append((top + level, place, top + depth - 1, place))
                before, start = (group, place) if len(path) > level + 1 else (None, -1)


def _last(paths: dict[int, tuple[str, ...]], place: int) -> int:
    return max(other for other in paths if other < place)


def _numbering(sheet: Sheet, design: Design, columns: Columns, places: Sequence[int]) -> None:
    left = [place for place in places if place < columns.first]
    for i, place in enumerate(left):
        sheet.put(sheet.row, place, i + 1 if design.numbering == "numbers" else LETTERS[i])
    for i, item in enumerate(columns.fields):
        number = i + 1 + (len(left) if design.numbering == "numbers" else 0)
        mark: object = number
        if design.numbering in ("brackets", "formulas"):
            mark = f"({number})"
        if design.numbering == "formulas" and item.kind == "ratio":
            mark = f"({number})=({number - 1})/({number - 2})"
        sheet.put(sheet.row, columns.first + i, mark)


def _body(sheet: Sheet, design: Design, truth: Truth, columns: Columns) -> list[int]:
    units: list[int] = []
    running = 0
    for number, district in enumerate(dict.fromkeys(truth.district(code) for code in truth.codes)):
        codes = [code for code in truth.codes if truth.district(code) == district]
        if design.blank_rows and number:
            sheet.row += 1
        if design.again and number:
            _header(sheet, design, columns)
        if design.district in HEADINGS:
            _heading(sheet, design, columns, (number, district))
            if design.subtotals:
                _sums(sheet, design, truth, columns, (sheet.row, codes, design.subtotal_off))
            sheet.row += 1
        first = sheet.row
        for i, code in enumerate(codes):
            running += 1
            order = _order(design, i + 1, running)
            if design.blank_rows and i == 2:
                sheet.row += 1
            units.append(sheet.row)
            _unit(sheet, design, truth, columns, (code, order))
        if columns.district >= 0:
            _district_column(sheet, design, columns, (first, district))
    return units


def _district_column(sheet: Sheet, design: Design, columns: Columns, block: tuple[int, str]) -> None:
    first, district = block
    rows = [row for row in range(first, sheet.row) if (row, columns.name) in sheet.cells]
    words = design.district_words.get(district, district)
    if design.district != "column":
        sheet.put(first, columns.district, words)
        if design.district == "column_merged" and sheet.row - 1 > first:
            sheet.merged.append((first, columns.district, sheet.row - 1, columns.district))
        return
    for row in rows:
        sheet.put(row, columns.district, words)


def _heading(sheet: Sheet, design: Design, columns: Columns, group: tuple[int, str]) -> None:
    number, district = group
    words = design.district_words.get(district, district)
    mark = {"letter": LETTERS[number]}.get(design.district, ROMAN[number])
    if design.district == "across":
        sheet.put(sheet.row, design.left, f"{mark}. {words}")
        last = columns.name if design.subtotals else columns.last
        if last > design.left:
            sheet.merged.append((sheet.row, design.left, sheet.row, last))
    elif design.district == "huyen":
        sheet.put(sheet.row, columns.name, words)
    elif design.district == "inline" or columns.order < 0:
        sheet.put(sheet.row, columns.name, f"{mark}. {words}")
    else:
        sheet.put(sheet.row, columns.order, mark)
        sheet.put(sheet.row, columns.name, words.upper() if design.district == "roman" else words)


def _order(design: Design, number: int, running: int) -> object:
    return {
        "1": number,
        "01": f"{number:02d}",
        "1.": f"{number}.",
        "running": running,
        "blank": None,
        "none": None,
        "text": str(number),
    }[design.order]


def _unit(sheet: Sheet, design: Design, truth: Truth, columns: Columns, unit: tuple[str, object]) -> None:
    code, order = unit
    name = design.names.get(code, NAME[code])
    if code in design.split:
        for part in (1, 2):
            told = [item for item in design.fields if item.kind not in ("ratio", "other")]
            figures = {item.name: _part(item, truth.values[code, item.name], part) for item in told}
            _line(sheet, design, columns, (f"{name} (phần {part})", order), figures)
            _stand(sheet, columns, code, figures)
            sheet.row += 1
        return
    figures = {item.name: content(design, truth, code, item) for item in design.fields}
    if design.remark:
        figures[REMARK.name] = design.remark_text
    _line(sheet, design, columns, (name, order), figures)
    _stand(sheet, columns, code, figures)
    sheet.row += 1
    if code in design.repeat:
        again = dict(figures)
        again["points"] = int(truth.values[code, "points"] or 0) + design.repeat[code]
        _line(sheet, design, columns, (name, order), again)
        _stand(sheet, columns, code, again)
        sheet.row += 1
    for extra in design.extras:
        if extra.after == code:
            cells = figures if extra.cells is None else extra.cells
            _line(sheet, design, columns, (extra.name, extra.order), cells)
            sheet.row += 1


def _stand(sheet: Sheet, columns: Columns, code: str, figures: Iterable[str]) -> None:
    for name in figures:
        sheet.where.setdefault((code, name), []).append((sheet.row, columns.of(name)))


def _part(item: Field, value: float | None, part: int) -> object:
    if value is None or item.kind == "tick":
        return "x" if value else None
    if item.kind != "count":
        return value
    half = int(value) // 2
    return half if part == 1 else int(value) - half


def _line(sheet: Sheet, design: Design, columns: Columns, label: tuple[str, object], figures: object) -> None:
    name, order = label
    sheet.put(sheet.row, columns.name, name or None)
    if columns.order >= 0:
        sheet.put(sheet.row, columns.order, order)
    if design.wide_name:
        sheet.merged.append((sheet.row, columns.name, sheet.row, columns.name + 1))
    for key, value in dict(figures).items():  # type: ignore[call-overload]
        sheet.put(sheet.row, columns.of(key), value)


def content(design: Design, truth: Truth, code: str, item: Field) -> object:
    """What stands in the cell of a unit."""
    mess = design.cells.get((code, item.name))
    value = truth.values.get((code, item.name))
    if mess is not None:
        return mess.write(value if value is not None else 0)
    if item.kind == "ratio":
        return _ratio(design, truth, code)
    if item.kind == "tick":
        return {1: "x", 0: None, None: None}[value]
    if value is None:
        return None
    return int(value) if float(value).is_integer() else value


def _ratio(design: Design, truth: Truth, code: str) -> object:
    part, whole = truth.values.get((code, "covered")), truth.values.get((code, "areas"))
    if part is None or not whole:
        return None
    rate = round(100 * part / whole + design.ratio_off, 1)
    text = f"{rate}".replace(".", ",") + "%"
    shown = {"text": text, "format": Percent(rate / 100), "formula": Formula("=D1/C1*100", rate)}
    return shown.get(design.ratio, rate)


def _sums(
    sheet: Sheet, design: Design, truth: Truth, columns: Columns, of: tuple[int, Sequence[str], int]
) -> None:
    row, codes, off = of
    for item in design.fields:
        if item.kind not in ("count", "tick"):
            continue
        total = int(sum(truth.values.get((code, item.name)) or 0 for code in codes)) + off
        shown: object = dotted(total) if item.name == "population" and not design.formulas else total
        if design.formulas:
            shown = Formula("=SUM(A1:A2)", total if design.formulas == "computed" else "")
        sheet.put(row, columns.of(item.name), shown)


def _total(sheet: Sheet, design: Design, truth: Truth, columns: Columns, row: int) -> None:
    words = "Tổng 10 huyện, thành phố" if design.total == "words" else design.total_words
    in_order = design.total == "order" and columns.order >= 0
    sheet.put(row, columns.order if in_order else columns.name, words)
    _sums(sheet, design, truth, columns, (row, truth.codes, design.total_off))


def _foot(sheet: Sheet, design: Design, columns: Columns) -> None:
    if design.footnotes:
        for words in (
            "Ghi chú: số liệu đến ngày 30/11/2023; “-” là không có.",
            "(*) Xã mới sáp nhập từ 02 xã.",
            "Nguồn: Công an các xã, phường, thị trấn",
        ):
            sheet.put(sheet.row, columns.name, words)
            sheet.row += 1
    if not design.signature:
        return
    right = columns.name if design.signature == "name" else columns.last - 2
    sheet.row += 1
    sheet.put(sheet.row, right, design.place)
    sheet.put(sheet.row + 1, columns.name, "NGƯỜI LẬP BIỂU")
    sheet.put(sheet.row + 1, columns.last - 2, "TRƯỞNG CÔNG AN XÃ MỘNG PHONG")
    sheet.put(sheet.row + 2, columns.name, "(Ký, ghi rõ họ tên)")
    sheet.put(sheet.row + 5, columns.name, "Nguyễn Văn Mẫu")
    sheet.put(sheet.row + 5, columns.last - 2, "Trung tá Trần Văn Nháp")
    sheet.put(sheet.row + 6, columns.name, "Nơi nhận:")
    sheet.put(sheet.row + 7, columns.name, "- Như trên;")
    sheet.put(sheet.row + 8, columns.name, "- Lưu: VT, PV05.")
