"""Commands for what became of units: places crosswalk, places derive, places take, province new."""

from pathlib import Path
from typing import Annotated

import typer

from antq_analysis.cli.alone import alone
from antq_analysis.cli.options import Lang, Province, places_app, province_app
from antq_analysis.cli.saying import language_of, pairs_of, tell_findings, typed
from antq_analysis.language.catalogue import say
from antq_analysis.project import find_project


@places_app.command("crosswalk")
def import_pairs(
    province: Province,
    file: Annotated[
        Path,
        typer.Argument(
            help="Bảng đơn vị cũ - mới, CSV hoặc Excel / table of old and new units, CSV or Excel"
        ),
    ],
    from_date: Annotated[str, typer.Option("--from", help="Ngày của bản đồ cũ / date of the old map")],
    to_date: Annotated[str, typer.Option("--to", help="Ngày của bản đồ mới / date of the new map")],
    old_column: Annotated[str, typer.Option(help="Cột mã cũ / column of old codes")] = "from_code",
    new_column: Annotated[str, typer.Option(help="Cột mã mới / column of new codes")] = "to_code",
    share_column: Annotated[str, typer.Option(help="Cột tỷ lệ dân số / column of population shares")] = "",
    old_name_column: Annotated[
        str, typer.Option(help="Cột tên cũ, để sửa mã sai / column of old names, to correct wrong codes")
    ] = "",
    new_name_column: Annotated[str, typer.Option(help="Cột tên mới / column of new names")] = "",
    old_district_column: Annotated[str, typer.Option(help="Cột huyện cũ / column of old districts")] = "",
    new_district_column: Annotated[str, typer.Option(help="Cột huyện mới / column of new districts")] = "",
    note_column: Annotated[
        str,
        typer.Option(
            help="Cột ghi chú về dân số, diện tích từng phần / column of notes on people and area of parts"
        ),
    ] = "",
    partial: Annotated[
        bool,
        typer.Option(
            "--partial", help="Bảng chỉ ghi đơn vị thay đổi / the table names only the units that changed"
        ),
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option(help="Chỉ lấy dòng có cột=giá trị / keep rows with column=value")
    ] = None,
    lang: Lang = "",
) -> int:
    """Nhập bảng đơn vị cũ - mới giữa hai bản đồ / import the table of old and new units between two maps."""
    from antq_analysis.places.reforms.conversion import import_crosswalk
    from antq_analysis.places.reforms.official import PairTable

    project = find_project()
    lang = language_of(project, lang)
    with alone(project, province, "places crosswalk"):
        columns = {"from_code": old_column, "to_code": new_column}
        columns |= {"pop_share": share_column} if share_column else {}
        words = {
            "from_name": old_name_column,
            "to_name": new_name_column,
            "from_district": old_district_column,
            "to_district": new_district_column,
            "note": note_column,
        }
        columns |= {name: column for name, column in words.items() if column}
        table = PairTable(file, columns, pairs_of(only), partial=partial)
        findings = import_crosswalk(table, province, from_date, to_date, project)
        return tell_findings(
            findings,
            lang,
            say("cli.crosswalk_imported", lang, first=from_date, last=to_date, province=province),
        )


@places_app.command("derive")
def derive_pairs(
    province: Province,
    from_date: Annotated[str, typer.Option("--from", help="Ngày của bản đồ cũ / date of the old map")],
    to_date: Annotated[str, typer.Option("--to", help="Ngày của bản đồ mới / date of the new map")],
    lang: Lang = "",
) -> int:
    """Suy bảng đơn vị cũ - mới từ hai lớp ranh giới / derive the table of old and new units from two maps."""
    from antq_analysis.places.reforms.derive import derive_crosswalk

    project = find_project()
    lang = language_of(project, lang)
    with alone(project, province, "places derive"):
        findings = derive_crosswalk(province, from_date, to_date, project)
        return tell_findings(
            findings,
            lang,
            say("cli.crosswalk_imported", lang, first=from_date, last=to_date, province=province),
        )


@places_app.command("take")
def take_from_country(
    province: Province,
    within: Annotated[str, typer.Option(help="Mã của cả nước, như viet-nam / id of the country")],
    lang: Lang = "",
) -> int:
    """Lấy bản đồ của một tỉnh từ bản đồ cả nước, kể cả sau sáp nhập / take a province out of the country's maps."""
    from antq_analysis.places.reforms.succession import check_taken, take_province

    project = find_project()
    lang = language_of(project, lang)
    with alone(project, province, "places take"):
        days = take_province(province, within, project)
        done = "\n".join(say("cli.units_imported", lang, date=day, province=province) for day in days)
        return tell_findings(check_taken(province, days, within, project), lang, done)


@province_app.command("new")
def make_province(
    province: Annotated[
        str,
        typer.Argument(
            help="Tên tỉnh không dấu, nối bằng gạch: phu-tho / name without accents, with hyphens"
        ),
    ],
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Thay danh mục, giữ ranh giới / replace registers, keep boundaries"),
    ] = False,
    lang: Lang = "",
) -> int:
    """Lập danh mục, bảng cũ - mới của một tỉnh khi chưa có tệp nào / start a province without a file at hand."""
    from antq_analysis.places.starting.new_province import new_province

    project = find_project()
    lang = language_of(project, lang)
    with alone(project, province, "province new"):
        findings = new_province(province, replace=replace, project=project)
        return tell_findings(findings, lang, typed(say("cli.province_made", lang, province=province)))
