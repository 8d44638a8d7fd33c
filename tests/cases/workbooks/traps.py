"""Every trap alone, by name, and all of them in one workbook."""

import random
from collections.abc import Iterator
from dataclasses import replace

from tests.cases.workbooks.design import Design, Extra
from tests.cases.workbooks.family import shifted, with_cell
from tests.cases.workbooks.mess import COUNTS, ESTABLISHED, RATES, TICKS, Mess
from tests.cases.workbooks.page import Sheet
from tests.cases.workbooks.spelling import SPELLINGS, decomposed, tones_moved
from tests.cases.workbooks.truth import FIELDS, NAME, RATE, YEAR, YEARS, Truth, make_truth

CODES = ("09006", "09021", "09030", "09033", "09039", "09042", "09141", "09147", "09192", "09231")
FIRST, SECOND, THIRD, FOURTH = "09021", "09030", "09033", "09039"
BESIDE = dict(zip(("points_new", "crimes", "accidents"), (FIRST, SECOND, THIRD), strict=True))


def plain_truth() -> Truth:
    """Ten communes of four districts with hard names."""
    known = make_truth(11, districts=5, most=9).values
    return Truth(CODES, {**known, **_fill(known)})


def _fill(known: dict[tuple[str, str], float | None]) -> dict[tuple[str, str], float | None]:
    spare = [code for code, name in known if name == "population"]
    names = sorted({name for _, name in known})
    return {
        (code, name): known[spare[i % len(spare)], name] for i, code in enumerate(CODES) for name in names
    }


def traps() -> dict[str, tuple[Design, Truth]]:
    """Every trap by its name: design and truth."""
    truth = plain_truth()
    every = [*_cells(truth), *_names(), *_layouts(), *_rows(), *_figures(), ("all_together", together())]
    return {name: (design, shifted(truth, design)) for name, design in every} | _elsewhere(truth)


def _cells(truth: Truth) -> Iterator[tuple[str, Design]]:
    for mess in COUNTS:
        design = Design()
        for place in (
            [(SECOND, "population")] if mess.large else [(code, name) for name, code in BESIDE.items()]
        ):
            design = with_cell(design, place, mess)
        yield f"cell_{mess.name}", design
    for mess in TICKS:
        yield f"tick_{mess.name}", with_cell(Design(), (SECOND, "met"), mess)
    for mess in RATES:
        yield f"rate_{mess.name}", with_cell(Design(fields=(*FIELDS, RATE)), (SECOND, "cleared_rate"), mess)
    for mess in ESTABLISHED:
        yield f"year_{mess.name}", with_cell(Design(fields=(*FIELDS, YEAR)), (SECOND, "year"), mess)
    silent = Design(
        cells={(SECOND, item.name): _EMPTY for item in FIELDS if item.indicator and item.kind == "count"}
        | {(SECOND, "met"): _EMPTY}
    )
    yield "row_reports_nothing", silent
    yield (
        "merged_over_two_units",
        Design(merged_down=(FIRST, "points"), troubles=frozenset({"merged"}), total=""),
    )


_EMPTY = next(mess for mess in COUNTS if mess.name == "empty")


def _names() -> Iterator[tuple[str, Design]]:
    for spelling in SPELLINGS:
        names = {code: spelling.write(NAME[code]) for code in CODES}
        if any(names[code] != NAME[code] for code in CODES):
            yield f"name_{spelling.name}", Design(names=names)
    no_type = {code: NAME[code].removeprefix("Xã ").removeprefix("Thị trấn ") for code in CODES}
    yield "name_no_type_huyen_heads", Design(names=no_type, district="huyen", order="blank", subtotals=False)
    yield "name_no_type_inline", Design(names=no_type, district="inline", order="none")
    yield "name_town_like_district", Design(names={"09030": "Mộng Giang"}, district="huyen", order="none")
    accent = Design(names={"09231": "Xã Nhập Sĩ"}, troubles=frozenset({"accent"}))
    yield "name_accent_changed", accent
    yield "name_other_type", Design(names={"09033": "Phường Ước Hòa"}, troubles=frozenset({"type"}))
    lost = {"lost": frozenset({"09033"}), "troubles": frozenset({"unknown_unit"})}
    yield "name_unknown", Design(names={"09033": "Xã Không Có Thật"}, total="", subtotals=False, **lost)
    yield "name_of_other_district", Design(names={"09033": "Xã Nháp Sĩ"}, total="", subtotals=False, **lost)
    yield (
        "name_near_accent_twin",
        Design(names={"09033": "Xã Ước Hoa"}, total="", troubles=frozenset({"accent"})),
    )
    nameless = {"lost": frozenset({"09033"}), "troubles": frozenset({"no_name"})}
    yield "name_missing", Design(names={"09033": ""}, total="", subtotals=False, **nameless)
    yield "name_only_number", Design(names={"09033": "4"}, total="", subtotals=False, **lost)


def _layouts() -> Iterator[tuple[str, Design]]:
    choices: dict[str, tuple[object, ...]] = {
        "title": ("", "banner", "period", "long"),
        "header": ("two", "flat"),
        "numbering": ("letters", "numbers", "brackets", "formulas"),
        "order": ("01", "1.", "running", "blank", "none", "text"),
        "district": (
            "letter",
            "huyen",
            "inline",
            "across",
            "sheet",
            "column",
            "column_merged",
            "column_once",
            "none",
        ),
        "total": ("", "top", "order", "words"),
        "formulas": ("computed",),
        "signature": ("right", "name"),
        "hidden": ("rows", "columns"),
        "ratio": ("text", "format", "formula"),
        "unit_note": ("Đơn vị tính: vụ", "ĐVT: điểm"),
        "left": (1, 3),
        "top": (4, 15),
        "period": ("Năm 2023 (từ 16/11/2022 đến 15/11/2023)", "12 tháng năm 2023", "N.2023"),
    }
    for dimension, values in choices.items():
        for value in values:
            title = {"title": "period"} if dimension == "period" else {}
            yield f"{dimension}_{value}", replace(Design(), **{dimension: value}, **title)
    for flag in (
        "footnotes",
        "notes_sheet",
        "empty_sheet",
        "blank_rows",
        "blank_column",
        "wide_name",
        "remark",
    ):
        yield flag, replace(Design(), **{flag: True})
    yield "unmerged_header", Design(merged=False)
    yield "header_repeated_on_each_page", Design(again=True, subtotals=False)
    for name, words in {
        "short": "Xã Mộng Phong, ngày 20/11/2023",
        "dots": "Mộng Phong, ngày … tháng … năm 2023",
    }.items():
        yield f"signature_date_{name}", Design(signature="name", place=words)
    yield "signature_only_place", Design(signature="name", place="Xã Mộng Phong")
    yield "no_subtotals", Design(subtotals=False)
    yield "huyen_without_subtotals_or_orders", Design(district="huyen", subtotals=False, order="blank")
    yield "hidden_sheet", Design(district="sheet", hidden="sheet", troubles=frozenset({"hidden"}))
    yield "years_side_by_side", Design(fields=(*FIELDS[:7], *YEARS, FIELDS[10]))
    yield "years_side_by_side_flat", Design(fields=(*FIELDS[:7], *YEARS, FIELDS[10]), header="flat")
    yield "order_permuted", Design(fields=(*FIELDS[5:], *FIELDS[:5]))
    for words in (
        "Tổng",
        "TỔNG SỐ",
        "Cộng",
        "CỘNG:",
        "Toàn tỉnh",
        "Tổng cộng toàn tỉnh",
        "Tổng toàn tỉnh (3 huyện)",
    ):
        yield f"total_words_{words}", Design(total_words=words)
        yield (
            f"total_words_top_{words}",
            Design(total_words=words, total="top", district="huyen", order="none"),
        )
    yield (
        "districts_short",
        Design(
            district="huyen", district_words={"Huyện Mộng Giang": "H. Mộng Giang", "Thành phố Mẫu": "TP. Mẫu"}
        ),
    )
    yield (
        "districts_bare",
        Design(
            district_words={
                "Huyện Mộng Giang": "Mộng Giang",
                "Thành phố Mẫu": "Mẫu",
                "Huyện Khảo Lâm": "Khảo Lâm",
            }
        ),
    )
    yield "districts_police", Design(district_words={"Huyện Mộng Giang": "Công an huyện Mộng Giang"})
    yield (
        "district_decomposed",
        Design(district="column", district_words={"Huyện Mộng Giang": decomposed("HUYỆN MỘNG GIANG")}),
    )
    yield "remark_looks_below", Design(remark=True, remark_text="Ghi chú: họp ngày 20 tháng 11 năm 2023")
    yield "remark_with_numbers", Design(remark=True, remark_text="12 vụ chưa rõ")
    yield "headers_upper", Design(headers={word: word.upper() for item in FIELDS for word in item.path})
    yield "headers_tones", Design(headers={word: tones_moved(word) for item in FIELDS for word in item.path})
    yield (
        "headers_decomposed",
        Design(headers={word: decomposed(word) for item in FIELDS for word in item.path}),
    )
    yield (
        "headers_broken",
        Design(headers={word: word.replace(" ", "\n", 1) for item in FIELDS for word in item.path}),
    )


def _rows() -> Iterator[tuple[str, Design]]:
    bare = {"total": "", "subtotals": False}
    yield "row_twice_alike", Design(repeat={FIRST: 0}, troubles=frozenset({"duplicate"}), **bare)
    yield "row_twice_in_conflict", Design(repeat={FIRST: 3}, troubles=frozenset({"conflict"}), **bare)
    yield "part_rows", Design(split=frozenset({FOURTH}), troubles=frozenset({"parts"}))
    organisation = {"population": 812, "points": 3, "incidents": 2}
    for name, words, level in (
        ("school", "Trường THPT Mẫu Bình", "organisation"),
        ("company", "Công ty TNHH Nháp Đồng", "organisation"),
        ("block", "Khối cơ quan, doanh nghiệp", "organisation_block"),
        ("police_post", "Đồn Công an Khu công nghiệp Mẫu", "police_post"),
        ("park", "KCN Mẫu Bình", "industrial_park"),
        ("other", "Đơn vị khác", ""),
    ):
        extra = (Extra(THIRD, words, organisation, 99, level),)
        trouble = frozenset({"other_unit" if level else "unknown_unit"})
        yield f"row_{name}", Design(extras=extra, troubles=trouble, **bare)
    police = (Extra("09030", "Công an huyện Ước Hạ", organisation, 99, "organisation"),)
    district = Design(extras=police, troubles=frozenset({"other_unit"}), **bare)
    yield "row_of_district_police", district
    yield (
        "row_carried_over",
        Design(
            extras=(Extra(THIRD, "Cộng mang sang", organisation),), troubles=frozenset({"carried"}), **bare
        ),
    )
    yield (
        "row_without_name",
        Design(
            extras=(Extra(THIRD, "", {"population": 812, "points": 3}),),
            lost=frozenset({THIRD}),
            troubles=frozenset({"no_name"}),
            **bare,
        ),
    )
    yield "row_of_words", Design(extras=(Extra(THIRD, "Trong đó:", {}),))
    dashes = (Extra(THIRD, "", {"population": "-", "points": "-"}),)
    yield "row_of_dashes", Design(extras=dashes, troubles=frozenset({"no_name"}))
    yield (
        "row_village",
        Design(
            extras=(Extra(THIRD, "Thôn Nháp", {"population": 120}),),
            troubles=frozenset({"unknown_unit"}),
            **bare,
        ),
    )
    yield (
        "row_of_which_rural",
        Design(
            extras=(Extra(THIRD, "- Nông thôn", {"population": 120}),),
            troubles=frozenset({"unknown_unit"}),
            **bare,
        ),
    )


def _figures() -> Iterator[tuple[str, Design]]:
    yield "total_wrong", Design(total_off=7, troubles=frozenset({"total"}))
    yield "subtotal_wrong", Design(subtotal_off=7, troubles=frozenset({"subtotal"}))
    yield "ratio_wrong", Design(ratio_off=9.0, troubles=frozenset({"ratio"}))
    yield "ratio_wrong_text", Design(ratio_off=9.0, ratio="text", troubles=frozenset({"ratio"}))
    yield "total_never_computed", Design(formulas="never", troubles=frozenset({"total_never_computed"}))
    yield "title_of_another_year", Design(title="period", period="Năm 2022", troubles=frozenset({"period"}))
    above = Mess("above", lambda _: 99, lambda _: RIGHT_99, 99)
    yield "part_above_whole", with_cell(Design(troubles=frozenset({"part"})), (FIRST, "covered"), above)


def _elsewhere(truth: Truth) -> dict[str, tuple[Design, Truth]]:
    """Traps that need communes of their own: a name that two districts share, one of which is not reported here."""
    values = truth.values
    shared = ("09030", "09039", "09267", "09270")
    # One mark at least: a column without any was filled in by nobody.
    twin = Truth(shared, values | _fill_for(values, shared) | {("09039", "met"): 1})
    bare = {"total": "", "subtotals": False}
    lost = frozenset({"unknown_heading"})
    short = {"Huyện Ước Hạ": "H. Ước Hạ"}
    found: dict[str, tuple[Design, Truth]] = {
        "twin_under_short_heading": (Design(district="huyen", district_words=short, **bare), twin),
        "twin_under_police_heading": (
            Design(district="huyen", district_words={"Huyện Ước Hạ": "Công an huyện Ước Hạ"}, **bare),
            twin,
        ),
    }
    for name, words in {"misspelt": "Huyện Ước Hạn", "cluster": "Cụm phía Nam", "bare": "ƯỚC HẠ:"}.items():
        for style in ("roman", "huyen"):
            design = Design(district=style, district_words={"Huyện Ước Hạ": words}, troubles=lost, **bare)
            gone = frozenset({"09267", "09270"})
            if name != "bare":
                found[f"twin_under_{name}_heading_{style}"] = (replace(design, lost=gone), twin)
            elif style == "huyen":
                found[f"twin_under_{name}_heading"] = (replace(design, troubles=frozenset()), twin)
    design = Design(district="huyen", also=(_second_table,), troubles=frozenset({"second_table"}), **bare)
    found["second_table_below"] = design, twin
    alone = Truth(shared[:3], twin.values)
    found["second_table_below_no_districts"] = replace(design, district="none"), alone
    return found


def _fill_for(
    known: dict[tuple[str, str], float | None], codes: tuple[str, ...]
) -> dict[tuple[str, str], float | None]:
    names = sorted({name for _, name in known})
    return {(code, name): known[CODES[i], name] for i, code in enumerate(codes) for name in names}


def _second_table(sheet: Sheet) -> None:
    """Draw another table of other communes under the first, with other columns."""
    top = sheet.row + 1
    lines = (
        (1, "BIỂU 02: TUYÊN TRUYỀN"),
        (0, "STT", "Xã, phường, thị trấn", "Số buổi", "Lượt người dự", "Tin bài", "Phóng sự"),
        (0, 1, "Xã Thoại Thủy", 21, 2100, 4, 2),
        (0, 2, "Xã Mộng Minh", 17, 1850, 3, 1),
    )
    for i, (first, *words) in enumerate(lines):
        for j, content in enumerate(words):
            sheet.put(top + i, first + j, content)


RIGHT_99 = COUNTS[0].expect(99)


def together() -> Design:
    """As many traps as one workbook can hold without contradicting itself."""
    rng = random.Random(7)
    fields = (*FIELDS, RATE, YEAR)
    design = Design(
        fields=fields, title="long", unit_note="ĐVT: vụ", numbering="formulas", order="01", total="top",
        footnotes=True, signature="name", notes_sheet=True, empty_sheet=True, hidden="rows", blank_rows=True,
        left=1, top=2, remark=True, ratio="text", repeat={"09192": 0}, troubles=frozenset({"duplicate"}),
    )  # fmt: skip
    for code in CODES[:8]:
        small = [mess for mess in COUNTS if not mess.large]
        for name in BESIDE:
            design = with_cell(design, (code, name), rng.choice(small))
        large = [mess for mess in COUNTS if mess.large or (mess.needs == "any" and not mess.trouble)]
        design = with_cell(design, (code, "population"), rng.choice(large))
        design = with_cell(design, (code, "met"), rng.choice(TICKS))
        design = with_cell(design, (code, "cleared_rate"), rng.choice(RATES))
        design = with_cell(design, (code, "year"), rng.choice(ESTABLISHED))
    names = {code: rng.choice(SPELLINGS).write(NAME[code]) for code in CODES}
    return replace(design, names=names)
