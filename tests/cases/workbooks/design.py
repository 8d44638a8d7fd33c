"""How a workbook looks: every dimension of a form that offices lay out differently."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.cases.workbooks.mess import Mess
from tests.cases.workbooks.truth import FIELDS, Field

HEADERS = ("deep", "two", "flat")
NUMBERINGS = ("", "letters", "numbers", "brackets", "formulas")
ORDERS = ("1", "01", "1.", "running", "blank", "none", "text")
DISTRICTS = ("roman", "letter", "huyen", "inline", "across", "sheet", "column", "column_merged", "none")
TOTALS = ("", "top", "bottom", "order", "words")
TITLES = ("", "motto", "banner", "period", "long")


@dataclass(frozen=True)
class Extra:
    """A row behind that of a unit: what stands in its name cell and its figures (None: as the unit's own).

    `level` says what it is where it counts beside the communes.
    """

    after: str
    name: str
    cells: Mapping[str, object] | None = None
    order: object = None
    level: str = ""


@dataclass(frozen=True)
class Design:
    """One workbook: layout, and the mess in its cells and names.

    Field names say the dimension; `cells` maps (unit, field) to a mess, `names` a unit to its spelling, `split` a unit
    to two part rows, `headers` replaces words of headers, `also` draws more on the last sheet.
    """

    fields: tuple[Field, ...] = FIELDS
    title: str = "motto"
    period: str = "Năm 2023"
    unit_note: str = ""
    header: str = "deep"
    merged: bool = True
    numbering: str = ""
    order: str = "1"
    district: str = "roman"
    subtotals: bool = True
    total: str = "bottom"
    total_words: str = "Tổng cộng"
    total_off: int = 0
    subtotal_off: int = 0
    formulas: str = ""
    footnotes: bool = False
    signature: str = ""
    place: str = "Xã Mộng Phong, ngày 20 tháng 11 năm 2023"
    again: bool = False
    notes_sheet: bool = False
    empty_sheet: bool = False
    hidden: str = ""
    blank_rows: bool = False
    blank_column: bool = False
    left: int = 0
    top: int = 0
    wide_name: bool = False
    remark: bool = False
    remark_text: str = "tốt"
    ratio: str = "number"
    ratio_off: float = 0.0
    name_header: str = "Xã, phường, thị trấn"
    sheet: str = "Biểu 01"
    headers: Mapping[str, str] = field(default_factory=dict)
    district_words: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[tuple[str, str], Mess] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    extras: tuple[Extra, ...] = ()
    split: frozenset[str] = frozenset()
    repeat: Mapping[str, float] = field(default_factory=dict)
    merged_down: tuple[str, str] | None = None
    troubles: frozenset[str] = frozenset()
    also: tuple[Callable[[Any], None], ...] = ()
    lost: frozenset[str] = frozenset()


def random_design(rng: random.Random) -> Design:
    """Any layout, still without mess in cells and names."""
    fields = list(FIELDS)
    if rng.random() < 0.4:
        rng.shuffle(fields)
    design = Design(
        fields=tuple(fields),
        title=rng.choice(TITLES),
        unit_note=rng.choice(("", "Đơn vị tính: vụ", "ĐVT: điểm, vụ")),
        header=rng.choice(HEADERS),
        merged=rng.random() < 0.7,
        numbering=rng.choice(NUMBERINGS),
        order=rng.choice(ORDERS),
        district=rng.choice(DISTRICTS),
        subtotals=rng.random() < 0.5,
        total=rng.choice(TOTALS),
        total_words=rng.choice(("Tổng cộng", "TỔNG SỐ", "Tổng", "Toàn tỉnh", "Cộng", "CỘNG TOÀN TỈNH")),
        formulas=rng.choice(("", "", "computed")),
        footnotes=rng.random() < 0.3,
        signature=rng.choice(("", "right", "name")),
        notes_sheet=rng.random() < 0.2,
        empty_sheet=rng.random() < 0.2,
    )
    design = replace(
        design,
        hidden=rng.choice(("", "", "rows", "columns")),
        blank_rows=rng.random() < 0.25,
        blank_column=rng.random() < 0.2,
        left=rng.choice((0, 0, 0, 1)),
        top=rng.choice((0, 0, 2)),
        wide_name=rng.random() < 0.1,
        remark=rng.random() < 0.4,
        ratio=rng.choice(("number", "text", "format", "formula")),
    )
    # Sub-headings need a place for the words; a district that nothing names cannot be known.
    return design if design.fields == FIELDS else replace(design, header=rng.choice(("flat", "deep")))
