"""Commands for what is made of figures: form, why, commune, groups, export, demo."""

from pathlib import Path
from typing import Annotated

import typer

from antq_analysis.cli.alone import alone
from antq_analysis.cli.machine import print_document, tell
from antq_analysis.cli.options import Json, Lang, MapDate, Province, Year, app
from antq_analysis.cli.saying import language_of, typed
from antq_analysis.language.catalogue import say
from antq_analysis.project import find_project


@app.command()
def form(
    province: Province,
    period: Annotated[str, typer.Argument(help="Kỳ sẽ báo cáo: 2026, 2026-6T / period to be reported")],
    like: Annotated[
        str, typer.Option("--form", help="Lấy cột theo mẫu này / take the columns of this form")
    ] = "",
    map_date: MapDate = "",
    each: Annotated[
        bool, typer.Option("--each", help="Mỗi xã một tệp / one workbook for each commune")
    ] = False,
    lang: Lang = "",
) -> None:
    """Lập biểu in sẵn tên xã và số kỳ trước để gửi đi / write the prefilled form to send out."""
    from antq_analysis.annual.form import write_form

    project = find_project()
    lang = language_of(project, lang)
    with alone(project, province, "form"):
        made = write_form(province, period, form=like, map_date=map_date, one_each=each, project=project)
        typer.echo(say("cli.form_made", lang, n=len(made.paths), folder=made.paths[0].parent))
        earlier = "cli.form_earlier" if made.earlier else "cli.form_no_earlier"
        typer.echo(typed(say(earlier, lang, period=made.earlier)))
        typer.echo(typed(say("cli.form_next", lang, province=province, period=period, form=made.layout)))


@app.command()
def why(
    province: Province,
    unit: Annotated[
        str,
        typer.Argument(
            help="Mã hay tên xã, tên huyện, tên tỉnh; hoặc chỉ tiêu / code or name of a unit, or an indicator"
        ),
    ],
    period: Annotated[str, typer.Argument(help="2025, 2025-6T")],
    indicator: Annotated[str, typer.Argument(help="Mã hoặc tên chỉ tiêu / id or label of an indicator")] = "",
    category: Annotated[str, typer.Option(help="Phân tổ, ví dụ loại mô hình / category")] = "",
    map_date: MapDate = "",
    lang: Lang = "",
    as_json: Json = False,
) -> int:
    """Một con số từ đâu ra; vì sao số toàn tỉnh thay đổi / where a figure comes from; why a total changed.

    antq why demo "Xã A" 2025 incidents_total: tệp, trang tính, ô / file, sheet, cell.
    antq why demo incidents_total 2025: thay đổi so với năm trước, tách thành phần / the change, in parts.
    """
    from antq_analysis.annual.explained import explain, explain_change
    from antq_analysis.annual.why_told import change_told, figure_told
    from antq_analysis.panel.load import load_panel

    project = find_project()
    lang = language_of(project, lang)
    panel = load_panel(province, map_date or None, project)
    if not indicator:
        text = explain_change(panel, unit, period, lang=lang)
        told = change_told(panel, unit, period) if as_json else {}
    else:
        text = explain(panel, unit, period, indicator, category=category, lang=lang, project=project)
        asked = (unit, period, indicator)
        told = figure_told(panel, *asked, category=category, project=project) if as_json else {}
    tell(typed(text), as_json=as_json)
    about = {"province": panel.province.id, "map": panel.map_date, "text": text}
    return print_document("why", 0, **about, **told) if as_json else 0


@app.command()
def commune(
    province: Province,
    unit: Annotated[str, typer.Argument(help="Mã hay tên xã / code or name of a commune")],
    year: Annotated[
        str,
        typer.Option(help="Đến hết năm này; mặc định năm mới nhất / up to this year, by default the last"),
    ] = "",
    map_date: MapDate = "",
    release: Annotated[
        bool,
        typer.Option(
            "--release",
            help="Bản để công bố: không có chỉ tiêu nhạy cảm / for publication: nothing sensitive",
        ),
    ] = False,
    lang: Lang = "",
    as_json: Json = False,
) -> int:
    """Số liệu qua các năm của một xã, một trang A4 / one commune over the years, on one page of A4.

    In ra màn hình và viết reports/<tỉnh>/communes/<mã>.pdf: số liệu theo năm của xã và từng xã cũ, phần được tính,
    chỗ đổi cách tính, tỷ suất cạnh huyện và tỉnh, lưu ý. Prints it and writes the PDF: figures by year with those of
    the communes it was made of, what part of each counts, breaks, rates beside district and province, remarks.
    Ví dụ / example: antq commune demo "Xã A"
    """
    from antq_analysis.annual.commune import commune_page, write_commune
    from antq_analysis.annual.commune_told import commune_told
    from antq_analysis.panel.load import load_panel
    from antq_analysis.show.audience import INTERNAL, RELEASE

    project = find_project()
    lang = language_of(project, lang)
    panel = load_panel(province, map_date or None, project, until=year)
    audience = RELEASE if release else INTERNAL
    page = commune_page(panel, unit, year=year, lang=lang, audience=audience, project=project)
    tell(typed(page.text()), as_json=as_json)
    path = write_commune(page, panel.province.id, project)
    tell(say("annual.commune_written", lang, path=path), as_json=as_json)
    about = {"province": panel.province.id, "map": panel.map_date, "files": (path,)}
    return print_document("commune", 0, **about, **commune_told(page)) if as_json else 0


@app.command()
def groups(
    province: Province,
    indicator: Annotated[str, typer.Argument(help="Mã hoặc tên chỉ tiêu / id or label of an indicator")],
    year: Year,
    group: Annotated[str, typer.Option(help="Cách chia nhóm, ví dụ former_district / the grouping")] = "",
    map_date: MapDate = "",
    lang: Lang = "",
    as_json: Json = False,
) -> int:
    """Các huyện, nhóm bên nhau, có mẫu số, không xếp hạng / groups with their bases, without ranks."""
    from antq_analysis.annual.groups_beside import groups_beside, groups_measure
    from antq_analysis.panel.load import load_panel

    project = find_project()
    lang = language_of(project, lang)
    panel = load_panel(province, map_date or None, project)
    tell(groups_beside(panel, indicator, year, group=group, lang=lang, project=project), as_json=as_json)
    if not as_json:
        return 0
    found = groups_measure(panel, indicator, group)
    about = {"province": panel.province.id, "map": panel.map_date, "indicator": found.indicator, "year": year}
    named = found.at(year).assign(name=found.units["name"]).rename_axis("group_code")
    return print_document("groups", 0, **about, unit=found.unit(lang), groups=named)


@app.command()
def export(province: Province, year: Year, map_date: MapDate = "", lang: Lang = "") -> None:
    """Xuất GeoPackage cho QGIS và từ điển dữ liệu / write a GeoPackage for QGIS and a data dictionary."""
    from antq_analysis.annual.export import write_export
    from antq_analysis.panel.load import load_panel

    project = find_project()
    lang = language_of(project, lang)
    with alone(project, province, "export"):
        panel = load_panel(province, map_date or f"{year}-12-31", project)
        typer.echo(say("annual.exported", lang, folder=write_export(panel, year, lang=lang, project=project)))


@app.command()
def demo(
    real: Annotated[
        bool, typer.Option("--real", help="Thêm North Carolina 1981-1987 / add a real panel")
    ] = False,
    practice: Annotated[
        Path | None,
        typer.Option(
            help="Chỉ ghi các tệp để tập làm vào thư mục mới này / only write files to practise with"
        ),
    ] = None,
    lang: Lang = "",
) -> None:
    """Tạo tỉnh hư cấu để làm quen / make the fictional province to learn with."""
    from antq_analysis.demo import write_demo, write_north_carolina, write_practice

    project = find_project()
    lang = language_of(project, lang)
    if practice:
        write_practice(practice, project)
        typer.echo(say("cli.practice_made", lang, folder=practice))
        return
    with alone(project, "demo", "demo"):
        write_demo(project)
    typer.echo(say("cli.demo_made", lang, folder=project.raw / "demo"))
    if real:
        with alone(project, "north-carolina", "demo"):
            write_north_carolina(project)
        typer.echo(say("cli.real_made", lang, folder=project.raw / "north-carolina"))
