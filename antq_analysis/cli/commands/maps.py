"""Commands for maps and lists of units: places import, places units."""

from pathlib import Path
from typing import Annotated

import typer

from antq_analysis.cli.alone import alone
from antq_analysis.cli.options import Lang, Province, places_app
from antq_analysis.cli.saying import language_of, pairs_of, tell_findings
from antq_analysis.language.catalogue import say
from antq_analysis.project import find_project


@places_app.command("import")
def import_map(
    province: Province,
    file: Annotated[
        Path, typer.Argument(help="GeoPackage, Shapefile (.zip), GeoJSON, GeoParquet, KML, MapInfo")
    ],
    date: Annotated[str, typer.Option(help="Ngày có hiệu lực của địa giới / date of the boundaries")],
    code_column: Annotated[str, typer.Option(help="Cột mã xã / column of codes")] = "",
    name_column: Annotated[str, typer.Option(help="Cột tên xã / column of names")] = "",
    district_column: Annotated[str, typer.Option(help="Cột tên huyện / column of districts")] = "",
    layer: Annotated[str, typer.Option(help="Lớp trong tệp nhiều lớp / layer")] = "",
    only: Annotated[
        list[str] | None, typer.Option(help="Chỉ lấy đa giác có cột=giá trị / keep rows with column=value")
    ] = None,
    crs: Annotated[
        str, typer.Option(help="Hệ tọa độ, nếu tệp không ghi hoặc ghi sai / coordinate system (EPSG:9210)")
    ] = "",
    source: Annotated[str, typer.Option(help="Nguồn, in dưới bản đồ / source")] = "",
    licence: Annotated[str, typer.Option(help="Điều kiện sử dụng lớp / licence")] = "",
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Thay ranh giới khác đã có của ngày này / replace other boundaries of this date"
        ),
    ] = False,
    lang: Lang = "",
) -> int:
    """Nhập lớp ranh giới của một ngày / import the boundary layer of a date."""
    from antq_analysis.places.maps.boundaries import LayerFile, import_layer

    project = find_project()
    lang = language_of(project, lang)
    with alone(project, province, "places import"):
        findings = import_layer(
            LayerFile(file, layer, pairs_of(only), crs, district_column, licence, replace),
            province,
            date,
            code_column=code_column,
            name_column=name_column,
            source=source,
            project=project,
        )
        return tell_findings(findings, lang, say("cli.map_imported", lang, date=date, province=province))


@places_app.command("units")
def import_unit_list(
    province: Province,
    file: Annotated[Path, typer.Argument(help="Danh mục đơn vị, CSV hoặc Excel / unit list, CSV or Excel")],
    date: Annotated[str, typer.Option(help="Ngày có hiệu lực / first day in force")],
    code_column: Annotated[str, typer.Option(help="Cột mã xã / column of codes")] = "unit_code",
    name_column: Annotated[str, typer.Option(help="Cột tên xã / column of names")] = "name",
    district_column: Annotated[str, typer.Option(help="Cột tên huyện / column of districts")] = "",
    district_code_column: Annotated[str, typer.Option(help="Cột mã huyện / column of district codes")] = "",
    column: Annotated[
        list[str] | None,
        typer.Option(
            help="Cột khác của danh mục: type, province_code, province_name, valid_from, valid_to; viết "
            "province_name=TINH / further columns of the register, as register=file"
        ),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="Chỉ lấy dòng có cột=giá trị / keep rows with column=value")
    ] = None,
    lang: Lang = "",
) -> int:
    """Nhập danh mục đơn vị của một ngày / import the unit list of a date."""
    from antq_analysis.places.register import import_units

    project = find_project()
    lang = language_of(project, lang)
    with alone(project, province, "places units"):
        columns = {"unit_code": code_column, "name": name_column}
        columns |= {"district_name": district_column} if district_column else {}
        columns |= {"district_code": district_code_column} if district_code_column else {}
        columns |= pairs_of(column)
        findings = import_units(file, province, date, columns=columns, only=pairs_of(only), project=project)
        return tell_findings(findings, lang, say("cli.units_imported", lang, date=date, province=province))
