"""Registers, maps by date, groupings: read strictly, written whole, wrong ones refused with every case."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from antq_analysis.errors import InputError, MissingError, SettingError, UnknownNameError, UsageError
from antq_analysis.places.groups import SEVERAL, assign_groups, load_groups, straddling
from antq_analysis.places.register import import_units, load_units, vintage_on, vintages, write_units
from antq_analysis.places.tables import read_text
from antq_analysis.places.vintage import Vintage, load_vintage, territory, write_vintage
from antq_analysis.project import Project
from tests.places.made import LATEST, NEW, OLD, PROVINCE, register


def test_the_map_in_force_is_the_latest_that_had_begun(project: Project) -> None:
    register(["00001"], project, NEW)
    register(["00001"], project, LATEST)
    assert vintages(PROVINCE, project) == (NEW, LATEST)
    assert vintage_on(PROVINCE, NEW, project) == NEW
    assert vintage_on(PROVINCE, date(2025, 6, 30), project) == NEW
    assert vintage_on(PROVINCE, "2026-01-01", project) == LATEST


def test_days_and_provinces_that_are_not_there(project: Project) -> None:
    with pytest.raises(MissingError, match=r"antq places import demo \S+ --date \S+ --code-column"):
        vintages(PROVINCE, project)
    register(["00001"], project, NEW)
    with pytest.raises(MissingError, match=f"--map {NEW}"):
        vintage_on(PROVINCE, OLD, project)
    with pytest.raises(UsageError, match="01/07/2025"):
        vintage_on(PROVINCE, "01/07/2025", project)
    with pytest.raises(UnknownNameError, match=r"\[\[province\]\].*data/reference/provinces\.toml"):
        vintages("dem", project)


def test_codes_keep_their_leading_zeros(project: Project) -> None:
    register(["00010", "00009"], project, NEW)
    units = load_units(PROVINCE, NEW, project)
    assert units["unit_code"].tolist() == ["00009", "00010"]
    assert units["unit_date"].unique().tolist() == [NEW]
    assert all(str(kind) == "str" for kind in units.dtypes)


def test_a_wrong_register_is_refused_with_every_case(project: Project) -> None:
    units = pd.DataFrame(
        {"unit_code": ["00001", "00001", "12", ""], "name": ["Xã A", "Xã B", "Xã C", "Xã D"]}
    )
    with pytest.raises(InputError) as refused:
        write_units(units, PROVINCE, NEW, project)
    cases = " ".join(refused.value.cases)
    assert len(refused.value.cases) == 3
    assert all(word in cases for word in ("Xã A, Xã B", "“12”", "Xã D"))
    assert not (territory(PROVINCE, project) / NEW).exists()


def test_an_unknown_column_names_the_nearest(project: Project) -> None:
    register(["00001"], project, NEW)
    path = territory(PROVINCE, project) / NEW / "units.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("district_name", "distrit_name"), encoding="utf-8"
    )
    with pytest.raises(InputError, match="distrit_name” -> district_name") as refused:
        load_units(PROVINCE, NEW, project)
    assert refused.value.exit_code == 2


def test_a_list_is_imported_with_types_read_from_names(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "danh_muc.csv"
    file.write_text(
        "\ufeffma;ten;tinh\n00001;Xã\u00a0Mẫu An;99\n00002;TT. Mẫu Bình;99\n00003;Xã Khác;98\n",
        encoding="utf-8",
    )
    import_units(
        file, PROVINCE, NEW, columns={"unit_code": "ma", "name": "ten"}, only={"tinh": "99"}, project=project
    )
    units = load_units(PROVINCE, NEW, project)
    assert units["name"].tolist() == ["Xã Mẫu An", "TT. Mẫu Bình"]
    assert units["type"].tolist() == ["Xã", "Thị trấn"]
    assert load_vintage(PROVINCE, NEW, project).source == "danh_muc.csv"
    with pytest.raises(InputError, match="mã số"):
        import_units(file, PROVINCE, NEW, columns={"unit_code": "mã số", "name": "ten"}, project=project)


def test_of_a_history_the_units_in_force_are_taken(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "lich_su.csv"
    file.write_text(
        "ma,ten,tu,den\n00001,Xã Mẫu Cũ,2009-01-01,2020-01-01\n00001,Xã Mẫu Mới,2020-01-01,\n"
        "00002,Xã Mẫu Hai,2020-01-02,\n00003,Xã Mẫu Ba,2009-01-01,2020-01-02\n",
        encoding="utf-8",
    )
    columns = {"unit_code": "ma", "name": "ten", "valid_from": "tu", "valid_to": "den"}
    import_units(file, PROVINCE, NEW, columns=columns, project=project)
    units = load_units(PROVINCE, NEW, project)
    assert units["name"].tolist() == ["Xã Mẫu Mới", "Xã Mẫu Ba"]
    assert units["valid_to"].tolist() == ["", "2020-01-02"]
    with pytest.raises(InputError, match="danh mục của ngày đó") as refused:
        load_units(PROVINCE, "2020-01-02", project)
    assert [case[:20] for case in refused.value.cases] == ["00003 Xã Mẫu Ba: từ "]
    with pytest.raises(InputError, match="valid_form"):
        import_units(file, PROVINCE, NEW, columns=columns | {"valid_form": "tu"}, project=project)


def test_a_register_is_that_of_its_day(project: Project) -> None:
    units = register(["00001", "00002", "00003"], project, NEW)
    written = units.assign(valid_from=["", NEW, "2021-01-01"], valid_to=["2021-01-01", "", ""])
    write_units(written, PROVINCE, NEW, project)
    for day, wrong in ((NEW, ["00003"]), ("2020-12-31", ["00003"]), ("2021-01-01", ["00001"])):
        with pytest.raises(InputError) as refused:
            load_units(PROVINCE, day, project)
        assert [case[:5] for case in refused.value.cases] == wrong
    write_units(written.iloc[:2], PROVINCE, NEW, project)
    assert load_units(PROVINCE, "2020-12-31", project)["unit_code"].tolist() == ["00001", "00002"]


def test_an_excel_list_keeps_the_zeros_of_its_codes(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "danh_muc.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "DANH MỤC ĐƠN VỊ HÀNH CHÍNH")
    sheet.write_row(2, 0, ["Mã", "Tên"])
    sheet.write_row(3, 0, [7, "Xã Mẫu Bảy"])
    book.close()
    import_units(path, PROVINCE, NEW, columns={"unit_code": "Mã", "name": "Tên"}, project=project)
    assert load_units(PROVINCE, NEW, project)["unit_code"].tolist() == ["00007"]


def test_tables_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        read_text(tmp_path / "none.csv")
    bad = tmp_path / "bad.csv"
    bad.write_bytes("mã,tên\n1,Xã".encode("utf-16"))
    with pytest.raises(InputError):
        read_text(bad)


def test_rows_wider_than_the_head_move_no_cell_to_another_column(tmp_path: Path) -> None:
    path = tmp_path / "ds.csv"
    path.write_text("ma,ten\n00001,Xã Một,\n00002,Xã Hai,\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_text(path)
    assert refused.value.key == "places.wide_rows"


def test_a_list_without_a_row_is_refused(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "ds.csv"
    columns = {"unit_code": "ma", "name": "ten"}
    path.write_text("ma,ten\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        import_units(path, PROVINCE, OLD, columns=columns, project=project)
    assert refused.value.key == "places.bad_register"
    path.write_text("ma,ten\n00001,Xã Một\n", encoding="utf-8")
    with pytest.raises(InputError, match="ten=Xã Hai"):
        import_units(path, PROVINCE, OLD, columns=columns, only={"ten": "Xã Hai"}, project=project)


def test_a_register_that_takes_the_place_of_another_says_what_differs(
    project: Project, tmp_path: Path
) -> None:
    register(["00001", "00002", "00003"], project, OLD)
    path = tmp_path / "ds.csv"
    path.write_text("ma,ten\n00001,Xã Mẫu 00001\n00002,Xã Khác\n00004,Xã Mới\n", encoding="utf-8")
    columns = {"unit_code": "ma", "name": "ten"}
    (told,) = import_units(path, PROVINCE, OLD, columns=columns, project=project)
    assert (told.rule, told.severity, told.values["n"]) == ("list_replaced", "warning", 3)
    cases = ["− 00003 Xã Mẫu 00003", "+ 00004 Xã Mới", "00002 Xã Mẫu 00002 → Xã Khác"]
    assert told.written == "; ".join(cases)
    assert import_units(path, PROVINCE, OLD, columns=columns, project=project) == []


def test_where_a_map_came_from_is_kept(project: Project) -> None:
    register(["00001"], project, NEW)
    written = Vintage(
        date(2020, 1, 1),
        'Địa giới "mẫu"',
        "Boundaries",
        "nguồn\\x",
        "CC0",
        "NQ 1",
        "official",
        fictional=True,
    )
    write_vintage(territory(PROVINCE, project) / NEW, written)
    assert load_vintage(PROVINCE, NEW, project) == written
    path = territory(PROVINCE, project) / NEW / "vintage.toml"
    path.write_text(path.read_text(encoding="utf-8") + "licens = 'x'\n", encoding="utf-8")
    with pytest.raises(SettingError, match="licens"):
        load_vintage(PROVINCE, NEW, project)


def _groups(project: Project, rows: list[tuple[str, str, str, str]]) -> None:
    frame = pd.DataFrame(rows, columns=["grouping", "unit_code", "group_code", "group_name"])
    frame.to_csv(territory(PROVINCE, project) / NEW / "groups.csv", index=False)


def test_districts_and_own_groupings_stand_side_by_side(project: Project) -> None:
    register(["00001", "00002"], project, NEW)
    _groups(
        project,
        [("cum", "00001", "A", "Cụm A"), ("cum", "00001", "B", "Cụm B"), ("cum", "00002", "B", "Cụm B")],
    )
    groups = load_groups(PROVINCE, NEW, project)
    assert groups["grouping"].value_counts().to_dict() == {"cum": 3, "district": 2}
    assert straddling(groups, "cum")["group_code"].tolist() == ["A", "B"]
    assert straddling(groups, "district").empty


def test_a_map_without_districts_has_no_grouping(project: Project) -> None:
    register(["00001"], project, NEW, districts=False)
    assert load_groups(PROVINCE, NEW, project).empty


def test_groupings_of_foreign_units_are_refused(project: Project) -> None:
    register(["00001"], project, NEW)
    _groups(project, [("cum", "99999", "A", "Cụm A"), ("cum", "00001", "A", ""), ("cum", "00001", "A", "")])
    with pytest.raises(InputError) as refused:
        load_groups(PROVINCE, NEW, project)
    assert len(refused.value.cases) == 4


def test_groups_without_codes_are_told_apart_by_their_names(project: Project) -> None:
    register(["00001", "00002", "00003"], project, NEW, districts=False)
    rows = [
        ("cum", "00001", "", "Cụm Một"),
        ("cum ", "00002", " ", "Cụm  Hai"),
        ("cum", "00003", "", "Cụm Hai"),
    ]
    _groups(project, [*rows, ("cum", "00003", "", "Cụm Một")])
    groups = load_groups(PROVINCE, NEW, project)
    assert groups["group_code"].tolist() == ["Cụm Một", "Cụm Hai", "Cụm Hai", "Cụm Một"]
    placed = assign_groups(groups, "cum", pd.Index(["00001", "00002", "00003"]))
    assert placed["group_code"].tolist() == ["Cụm Một", "Cụm Hai", SEVERAL]


def test_one_code_for_two_groups_is_refused_with_all_their_names(project: Project) -> None:
    register(["00001", "00002", "00003"], project, NEW, districts=False)
    rows = [
        ("cum", "00001", "1", "Cụm Một"),
        ("cum", "00002", "1", "Cụm Hai"),
        ("cum", "00003", "2", "Cụm Ba"),
    ]
    _groups(project, [*rows, ("khac", "00003", "1", "Cụm Ba")])
    with pytest.raises(InputError) as refused:
        load_groups(PROVINCE, NEW, project)
    (case,) = refused.value.cases
    assert "Cụm Một, Cụm Hai" in case
    _groups(project, [*rows[:1], *rows[2:], ("khac", "00003", "1", "Cụm Ba")])
    assert len(load_groups(PROVINCE, NEW, project)) == 3


def test_districts_of_one_name_in_two_provinces_are_two_groups(project: Project) -> None:
    units = register(["00001", "00002", "00003"], project, NEW).assign(district_code="")
    homes = {"province_name": ["Tỉnh Một", "Tỉnh Hai", "Tỉnh Hai"]}
    for told in (homes, {"province_code": ["1", "2", "2"]}):
        write_units(units.assign(**told), PROVINCE, NEW, project)
        groups = load_groups(PROVINCE, NEW, project)
        assert groups["group_code"].nunique() == 2
        assert groups["group_name"].str.startswith("Huyện Mẫu (").all()
    write_units(units.assign(province_name="Tỉnh Một"), PROVINCE, NEW, project)
    assert set(load_groups(PROVINCE, NEW, project)["group_code"]) == {"Huyện Mẫu"}
