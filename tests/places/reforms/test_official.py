"""Official tables as they come: wrong codes, gaps, notes, merged cells, codes that Excel took for numbers."""

from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from antq_analysis.errors import InputError, MissingError, UsageError
from antq_analysis.findings import Finding, Severity
from antq_analysis.places.groups import load_groups
from antq_analysis.places.reforms.conversion import check_crosswalk, import_crosswalk
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.places.reforms.derive import derive_crosswalk
from antq_analysis.places.reforms.official import PairTable, read_pairs
from antq_analysis.places.reforms.part_shares import noted_splits, with_splits
from antq_analysis.places.register import write_units
from antq_analysis.places.vintage import territory
from antq_analysis.project import Project
from tests.places.made import LATEST, NEW, OLD, PROVINCE

DISTRICTS = {"Huyện Đông": "010", "Huyện Tây": "020", "": ""}
CODES = {"from_code": "cu", "to_code": "moi"}
NAMED = CODES | {"from_name": "ten_cu", "from_district": "huyen", "to_name": "ten_moi"}


def _units(rows: dict[str, tuple[str, str]], project: Project, on: str) -> None:
    table = pd.DataFrame(
        [
            (code, name, name.partition(" Mẫu")[0], DISTRICTS[place], place)
            for code, (name, place) in rows.items()
        ],
        columns=["unit_code", "name", "type", "district_code", "district_name"],
    )
    write_units(table, PROVINCE, on, project)


@pytest.fixture
def maps(project: Project) -> Project:
    """Four units of two districts, two of one name; three units later, without districts."""
    _units(
        {
            "00001": ("Xã Mẫu An", "Huyện Đông"),
            "00002": ("Xã Mẫu Bình", "Huyện Đông"),
            "00003": ("Xã Mẫu An", "Huyện Tây"),
            "00004": ("Thị trấn Mẫu", "Huyện Tây"),
        },
        project,
        OLD,
    )
    _units(NEW_PLACES, project, NEW)
    return project


NEW_UNITS = {"00002": "Xã Mẫu Bình", "00003": "Xã Mẫu Mới", "00009": "Xã Mẫu Tân"}


NEW_PLACES = {code: (name, "") for code, name in NEW_UNITS.items()}


def _csv(folder: Path, text: str) -> Path:
    path = folder / "bang.csv"
    path.write_text(text, encoding="utf-8")
    return path


def _import(file: Path, project: Project, columns: dict[str, str], **more: bool) -> dict[str, Finding]:
    findings = import_crosswalk(PairTable(file, columns, **more), PROVINCE, OLD, NEW, project)
    for finding in findings:
        assert finding.text("vi")
        assert finding.remedy("en")
    return {finding.rule: finding for finding in findings}


def _pairs(project: Project) -> set[tuple[str, str]]:
    table = load_crosswalk(PROVINCE, OLD, NEW, project)
    return set(zip(table["from_code"], table["to_code"], strict=True))


def test_a_code_that_contradicts_its_name_and_district_is_corrected(maps: Project, tmp_path: Path) -> None:
    file = _csv(
        tmp_path,
        "cu,ten_cu,huyen,moi,ten_moi\n"
        "00001,Xã Mẫu An,Huyện Đông,00002,Xã Mẫu Bình\n"
        "00004,XÃ MẪU BÌNH,H. Đông,00002,Xã Mẫu Bình\n"  # the code of the town
        "00003,Xã Mẫu An,Huyện Tây,00009,Xã Mẫu Mới\n"  # the code of another new unit
        "77777,TT. Mẫu,Huyện Tây,00009,Xã Mẫu Tân\n",  # a code that nobody has
    )
    found = _import(file, maps, NAMED)
    assert _pairs(maps) == {
        ("00001", "00002"),
        ("00002", "00002"),
        ("00003", "00003"),
        ("00004", "00009"),
    }
    assert found["crosswalk_code_mended"].severity is Severity.WARNING
    assert found["crosswalk_code_mended"].written == "00009 Xã Mẫu Mới -> 00003"  # the later side stands last
    assert "crosswalk_old_foreign" not in found


def test_a_correction_names_the_code_the_unit_and_the_new_code(maps: Project, tmp_path: Path) -> None:
    file = _csv(
        tmp_path,
        "cu,ten_cu,huyen,moi,ten_moi\n00001,Xã Mẫu An,Huyện Đông,00002,Xã Mẫu Bình\n"
        "00004,Xã Mẫu Bình,Huyện Đông,00002,Xã Mẫu Bình\n00003,Xã Mẫu An,Huyện Tây,00003,Xã Mẫu Mới\n"
        "00004,Thị trấn Mẫu,Huyện Tây,00009,Xã Mẫu Tân\n",
    )
    assert _import(file, maps, NAMED)["crosswalk_code_mended"].written == "00004 Xã Mẫu Bình -> 00002"


def test_a_name_that_is_nowhere_never_moves_a_code(maps: Project, tmp_path: Path) -> None:
    file = _csv(
        tmp_path,
        "cu,ten_cu,huyen,moi,ten_moi\n00001,Xã Mẩu Ân,Huyện Đông,00002,Xã Mẫu Bình\n"
        "00002,Xã Mẫu Bình,Huyện Đông,00002,Xã Mẫu Bình\n00003,Xã Mẫu Bình,Huyện Lạ,00003,Xã Mẫu Mới\n"
        "00004,Thị trấn Mẫu,Huyện Tây,00009,Xã Mẫu Tân\n",
    )
    found = _import(file, maps, NAMED)
    assert "crosswalk_code_mended" not in found
    told = found["crosswalk_name_differs"].written
    assert told == "00001 Xã Mẩu Ân (Xã Mẫu An); 00003 Xã Mẫu Bình (Xã Mẫu An)"
    assert ("00003", "00003") in _pairs(maps)


def test_a_table_of_changes_only_leaves_the_rest_as_it_was(maps: Project, tmp_path: Path) -> None:
    file = _csv(tmp_path, "cu,moi\n00001,00002\n")
    found = _import(file, maps, CODES)
    assert found["crosswalk_old_missing"].written == "00002; 00003; 00004"
    found = _import(file, maps, CODES, partial=True)
    assert _pairs(maps) == {("00001", "00002"), ("00002", "00002"), ("00003", "00003"), ("00004", "")}
    assert found["crosswalk_completed"].written == "00002; 00003"
    assert found["crosswalk_kept_renamed"].written == "00003 Xã Mẫu An -> Xã Mẫu Mới"
    assert found["crosswalk_no_successor"].written == "00004"
    assert found["crosswalk_no_predecessor"].written == "00009"
    assert {finding.severity for finding in found.values()} == {Severity.NOTE, Severity.WARNING}


def test_a_unit_that_keeps_what_is_left_of_it_stays_in_the_table(maps: Project, tmp_path: Path) -> None:
    file = _csv(tmp_path, "cu,moi\n00001,00002\n00002,00009\n00004,00003\n")
    _import(file, maps, CODES, partial=True)
    assert ("00003", "00003") in _pairs(maps)
    assert ("00002", "00002") not in _pairs(maps)
    file = _csv(tmp_path, "cu,moi\n00001,00009\n00002,00009\n00004,00003\n")
    _import(file, maps, CODES, partial=True)
    table = load_crosswalk(PROVINCE, OLD, NEW, maps).set_index(["from_code", "to_code"])
    assert table.loc[[("00002", "00002"), ("00002", "00009")], "share"].tolist() == [0.5, 0.5]


def test_a_new_unit_without_former_communes_is_told(maps: Project, tmp_path: Path) -> None:
    file = _csv(tmp_path, "cu,moi\n00001,00002\n00002,00002\n00003,00003\n00004,00003\n,00009\n")
    found = _import(file, maps, CODES)
    assert found["crosswalk_no_predecessor"].written == "00009"
    assert ("", "00009") not in _pairs(maps)


def test_a_name_of_another_date_corrects_no_code(maps: Project, tmp_path: Path) -> None:
    file = _csv(tmp_path, "cu,moi,ten_cu\n00001,00002,Thị trấn Mẫu Bảy\n")
    table = PairTable(file, {"from_code": "cu", "to_code": "moi", "from_name": "ten_cu"}, partial=True)
    _units({"00002": ("Xã Mẫu Bảy", "Huyện Đông"), "00001": ("Xã Mẫu An", "Huyện Đông")}, maps, OLD)
    rules = [finding.rule for finding in import_crosswalk(table, PROVINCE, OLD, NEW, maps)]
    assert "crosswalk_code_mended" in rules
    _units(NEW_PLACES | {"00008": ("Thị trấn Mẫu Bảy", "")}, maps, NEW)
    rules = [finding.rule for finding in import_crosswalk(table, PROVINCE, OLD, NEW, maps)]
    assert "crosswalk_code_mended" not in rules
    assert "crosswalk_name_differs" in rules


def test_former_districts_are_kept_where_the_later_map_has_none(maps: Project, tmp_path: Path) -> None:
    file = _csv(tmp_path, "cu,moi\n00001,00002\n00002,00002\n00003,00002\n00004,00003\n00004,00009\n")
    found = _import(file, maps, CODES)
    groups = load_groups(PROVINCE, NEW, maps)
    rows = list(zip(groups["unit_code"], groups["group_name"], strict=True))
    assert rows == [
        ("00002", "Huyện Đông"),
        ("00002", "Huyện Tây"),
        ("00003", "Huyện Tây"),
        ("00009", "Huyện Tây"),
    ]
    assert found["straddles_former_district"].written == "00002 Xã Mẫu Bình (Huyện Đông, Huyện Tây)"
    assert {"straddles_former_district", "groups_differ"}.isdisjoint(_import(file, maps, CODES))
    file = _csv(tmp_path, "cu,moi\n00001,00002\n00002,00002\n00003,00003\n00004,00003\n00004,00009\n")
    again = _import(file, maps, CODES)
    assert again["groups_differ"].written == "00002"
    # Two tables that say the same replace each other without a word; here one pair left and one came.
    assert again["crosswalk_replaced"].written == "00003 → 00002; 00003 → 00003"
    assert "crosswalk_replaced" not in _import(file, maps, CODES)
    assert load_groups(PROVINCE, NEW, maps)["group_name"].tolist() == groups["group_name"].tolist()


def test_own_groupings_stand_beside_the_former_districts(maps: Project, tmp_path: Path) -> None:
    path = territory(PROVINCE, maps) / NEW / "groups.csv"
    path.write_text("grouping,unit_code,group_code,group_name\ncum,00002,A,Cụm A\n", encoding="utf-8")
    file = _csv(tmp_path, "cu,moi\n00001,00002\n00002,00002\n00003,00003\n00004,00009\n")
    _import(file, maps, CODES)
    groups = load_groups(PROVINCE, NEW, maps)
    assert groups["grouping"].tolist() == ["cum", *["former_district"] * 3]


ONE_NOTE_FOR_BOTH = (
    "Nhập 2 km2, 300 người của xã Cũ vào phường Mới 0 và nhập 50 ha, "
    "1.200 nhân khẩu của xã Cũ vào phường Mới 1"
)


def _noted(*notes: str) -> pd.DataFrame:
    targets = [str(number) for number in range(len(notes))]
    return pd.DataFrame(
        {
            "from_code": "a",
            "to_code": targets,
            "from_name": "Xã Cũ",
            "to_name": [f"Phường Mới {target}" for target in targets],
            "note": list(notes),
            "pop_share": "",
            "area_share": "",
        }
    )


@pytest.mark.parametrize(
    ("notes", "shares"),
    [
        (("Nhập một phần diện tích", "Nhập một phần diện tích, toàn bộ dân số"), ["0.0", "1.0"]),
        (("Nhập một phần", "Nhập một phần", "Nhập một phần diện tích"), ["", "", "0.0"]),
        (("Nhập một phần diện tích", "Nhập một phần diện tích"), ["", ""]),
        (("Nhập một phần diện tích, toàn bộ dân số",) * 2, ["", ""]),
        (("2 km2, 300 người của xã Cũ", "6 km2 diện tích, 900 người còn lại của xã Cũ"), ["0.25", "0.75"]),
        (("2 km2, 300 người của xã Khác", "6 km2, 900 người của xã Cũ"), ["", ""]),
        (("2 km2, 4,926 người của xã Cũ", "6 km2, 900 người của xã Cũ"), ["", ""]),
        ((ONE_NOTE_FOR_BOTH,) * 2, ["0.2", "0.8"]),
    ],
)
def test_notes_say_where_the_people_went(notes: tuple[str, ...], shares: list[str]) -> None:
    table = _noted(*notes)
    assert with_splits(table, noted_splits(table))["pop_share"].tolist() == shares


def test_what_was_typed_stands_before_what_a_note_says() -> None:
    table = _noted("Nhập một phần diện tích", "Nhập một phần diện tích, toàn bộ dân số")
    typed = pd.DataFrame({"from_code": "a", "to_code": ["0", "1"], "persons": ["1", "3"], "area_km2": ""})
    both = with_splits(with_splits(table, noted_splits(table)), typed)
    assert both["pop_share"].tolist() == ["0.25", "0.75"]


def _workbook(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Bảng chuyển đổi danh mục đơn vị hành chính"])
    sheet.write_row(2, 0, ["TT", "Mã mới", "Tên mới", "Mã cũ", "Tên cũ"])
    sheet.merge_range(3, 1, 4, 1, "00002")
    sheet.merge_range(3, 2, 4, 2, "Xã Mẫu\u00a0Bình")
    sheet.write_row(3, 3, [1, "Xã Mẫu An"])
    sheet.write_row(4, 3, [2, "Xã Mẫu Bình"])
    sheet.write_row(5, 1, ["", "", "00003", "Xã Mẫu An"])
    book.close()


def test_an_excel_table_keeps_zeros_and_merged_cells(tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    _workbook(path)
    columns = {"from_code": "Mã cũ", "to_code": "Mã mới", "to_name": "Tên mới"}
    table = read_pairs(PairTable(path, columns), code_width=5)
    assert table[["from_code", "to_code", "to_name"]].to_numpy().tolist() == [
        ["00001", "00002", "Xã Mẫu Bình"],
        ["00002", "00002", "Xã Mẫu Bình"],
        ["00003", "", ""],
    ]


@pytest.mark.parametrize("wrong", [("Mã lạ",), ("Mã lạ", "Mã khác")])
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a_missing_column_is_told_with_those_that_are_there(
    wrong: tuple[str, ...], ending: str, tmp_path: Path
) -> None:
    path = tmp_path / f"bang{ending}"
    if ending == ".csv":
        path.write_text(
            "TT;Mã mới;Tên mới;Mã cũ;Tên cũ\n1;00002;Xã Mẫu Bình;00001;Xã Mẫu An\n", encoding="utf-8"
        )
    else:
        _workbook(path)
    columns = {"from_code": "Mã cũ"} | dict(zip(("to_code", "from_code"), wrong, strict=False))
    with pytest.raises(InputError) as refused:
        read_pairs(PairTable(path, columns))
    *missing, there = refused.value.cases
    assert {name for name in wrong if any(f"“{name}”" in str(case) for case in missing)} == set(wrong)
    assert len(missing) == len(wrong)
    assert str(there) == "các cột hiện có: TT, Mã mới, Tên mới, Mã cũ, Tên cũ"


def test_two_columns_of_one_name_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 1, "Đơn vị cũ")
    sheet.merge_range(0, 2, 0, 3, "Đơn vị mới")
    sheet.write_row(1, 0, ["Mã", "Tên", "Mã", "Tên"])
    sheet.write_row(2, 0, ["00001", "Xã Mẫu An", "00002", "Xã Mẫu Bình"])
    book.close()
    both = PairTable(path, {"from_code": "Mã", "to_code": "Mã.1", "to_name": "Tên.1"})
    table = read_pairs(both)
    assert table[["from_code", "to_code", "to_name"]].to_numpy().tolist() == [
        ["00001", "00002", "Xã Mẫu Bình"]
    ]
    with pytest.raises(InputError, match=r"Mã\.1"):
        read_pairs(PairTable(path, {"from_code": "Mã", "to_code": "Mã"}))


def test_shares_of_the_table_stand_before_what_a_note_says(maps: Project, tmp_path: Path) -> None:
    file = _csv(
        tmp_path,
        "cu,moi,phan,ghi_chu\n00001,00002,,\n00002,00002,,\n00004,00003,,\n"
        '00003,00003,0.9,Nhập một phần diện tích\n00003,00009,0.1,"Nhập một phần diện tích, toàn bộ dân số"\n',
    )
    _import(file, maps, CODES | {"pop_share": "phan", "note": "ghi_chu"})
    table = load_crosswalk(PROVINCE, OLD, NEW, maps).set_index(["from_code", "to_code"])
    assert table.loc[[("00003", "00003"), ("00003", "00009")], "share"].tolist() == [0.9, 0.1]


def test_a_table_joins_two_maps_that_follow_one_another(maps: Project, tmp_path: Path) -> None:
    file = _csv(tmp_path, "cu,moi\n00001,00001\n")
    write_units(pd.DataFrame({"unit_code": ["00001"], "name": ["Xã Mẫu"]}), PROVINCE, LATEST, maps)
    for before, after in ((NEW, OLD), (OLD, OLD), (OLD, LATEST)):
        with pytest.raises(UsageError, match="--from") as refused:
            import_crosswalk(PairTable(file, CODES), PROVINCE, before, after, maps)
        assert refused.value.key == "places.no_step"
        with pytest.raises(UsageError, match="--from"):
            derive_crosswalk(PROVINCE, before, after, maps)
    assert not list((maps.places / PROVINCE).glob("*/crosswalk.csv"))


def test_shares_may_have_the_comma_of_vietnamese_numbers(maps: Project, tmp_path: Path) -> None:
    rows = "cu,moi,phan\n00001,00002,\n00002,00002,\n00004,00003,\n"
    file = _csv(tmp_path, rows + '00003,00003,"0,9"\n00003,00009,"0,1"\n')
    _import(file, maps, CODES | {"pop_share": "phan"})
    table = load_crosswalk(PROVINCE, OLD, NEW, maps)
    assert table.loc[table["from_code"].eq("00003"), "share"].tolist() == [0.9, 0.1]
    file = _csv(tmp_path, rows + "00003,00003,90%\n00003,00009,10%\n")
    with pytest.raises(InputError, match="90%"):
        _import(file, maps, CODES | {"pop_share": "phan"})


def test_a_table_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    columns = {"from_code": "cu", "to_code": "moi"}
    with pytest.raises(MissingError):
        read_pairs(PairTable(tmp_path / "none.xlsx", columns))
    bad = tmp_path / "bad.xlsx"
    bad.write_text("no workbook", encoding="utf-8")
    with pytest.raises(InputError):
        read_pairs(PairTable(bad, columns))


def test_a_code_that_another_unit_may_have_now_is_asked_for(maps: Project, tmp_path: Path) -> None:
    old = pd.DataFrame({"unit_code": ["00001", "00002"], "name": ["Xã Mẫu An", "Xã Mẫu Bình"]})
    new = old.assign(name=["Xã Khác Hẳn", "Xã Mẫu Bình"])
    for units, day in ((old, OLD), (new, NEW)):
        write_units(units, PROVINCE, day, maps)
    file = tmp_path / "mot_phan.csv"
    file.write_text("cu,moi\n00001,00002\n", encoding="utf-8")
    found = _import(file, maps, CODES, partial=True)
    assert found["crosswalk_code_reused"].severity == "error"
    assert found["crosswalk_code_reused"].written == "00001 Xã Mẫu An -> Xã Khác Hẳn"
    assert "crosswalk_kept_renamed" not in found
    assert not (maps.places / PROVINCE / NEW / "crosswalk.csv").exists()
    for row, shares in ((",00001", {"00001": ["00002"]}), ("00001,00001", {"00001": ["00001", "00002"]})):
        file.write_text(f"cu,moi\n00001,00002\n{row}\n", encoding="utf-8")
        assert "crosswalk_code_reused" not in _import(file, maps, CODES, partial=True)
        table = load_crosswalk(PROVINCE, OLD, NEW, maps)
        assert table.groupby("from_code")["to_code"].agg(list).to_dict() == {**shares, "00002": ["00002"]}


@pytest.mark.parametrize(
    ("other", "alarms"), [("Xã Khác", []), ("Xã Mẩu Ân", ["00001 Xã Mẫu An -> Xã Mấu An"])]
)
def test_another_accent_is_another_name_only_where_it_tells_two_units_apart(
    other: str, alarms: list[str], maps: Project, tmp_path: Path
) -> None:
    codes = ["00001", "00002", "00003"]
    old = pd.DataFrame({"unit_code": codes, "name": ["Xã Mẫu An", "Xã Mẫu Bình", other]})
    write_units(old, PROVINCE, OLD, maps)
    write_units(old.assign(name=["Xã Mấu An", "Thị trấn Mẫu Bình", other]), PROVINCE, NEW, maps)
    file = tmp_path / "mot_phan.csv"
    file.write_text("cu,moi\n00001,00002\n", encoding="utf-8")
    found = _import(file, maps, CODES, partial=True)
    assert [found[rule].written for rule in found if rule == "crosswalk_code_reused"] == alarms
    assert "crosswalk_kept_renamed" not in found


@pytest.mark.parametrize(
    ("people", "area", "units"),
    [
        (("0.9", ""), ("0.3", "0.7"), "00001"),
        (("0.9", ""), ("", ""), "00001"),
        (("", ""), ("0.3", ""), "00001"),
        (("0.9", "0.1"), ("0.3", ""), ""),
        (("0", ""), ("", ""), ""),
        (("", ""), ("", ""), ""),
    ],
)
def test_shares_of_some_parts_only_are_told(
    people: tuple[str, str], area: tuple[str, str], units: str
) -> None:
    register = pd.DataFrame({"unit_code": ["00001", "00002"], "name": ["Xã Mẫu An", "Xã Mẫu Bình"]})
    table = pd.DataFrame({"from_code": "00001", "to_code": ["00001", "00002"]})
    table = table.assign(pop_share=list(people), area_share=list(area))
    found = {one.rule: one for one in check_crosswalk(table, register.head(1), register)}
    assert (
        found["crosswalk_share_unused"].written == units if units else "crosswalk_share_unused" not in found
    )
