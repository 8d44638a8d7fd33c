"""Commands for what is made: form, why, run, demo, report."""

from pathlib import Path
from typing import Annotated

import typer

from antq_analysis.cli.alone import alone
from antq_analysis.cli.options import Lang, MapDate, Province, Year, app
from antq_analysis.cli.saying import language_of, progress, typed
from antq_analysis.findings import Severity
from antq_analysis.language.catalogue import say
from antq_analysis.project import Project, find_project


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
) -> None:
    """Một con số từ đâu ra; vì sao số toàn tỉnh thay đổi / where a figure comes from; why a total changed.

    antq why demo "Xã A" 2025 incidents_total: tệp, trang tính, ô / file, sheet, cell.
    antq why demo incidents_total 2025: thay đổi so với năm trước, tách thành phần / the change, in parts.
    """
    from antq_analysis.annual.explained import explain, explain_change
    from antq_analysis.panel.load import load_panel

    project = find_project()
    lang = language_of(project, lang)
    panel = load_panel(province, map_date or None, project)
    if not indicator:
        typer.echo(typed(explain_change(panel, unit, period, lang=lang)))
        return
    typer.echo(typed(explain(panel, unit, period, indicator, category=category, lang=lang, project=project)))


@app.command()
def groups(
    province: Province,
    indicator: Annotated[str, typer.Argument(help="Mã hoặc tên chỉ tiêu / id or label of an indicator")],
    year: Year,
    group: Annotated[str, typer.Option(help="Cách chia nhóm, ví dụ former_district / the grouping")] = "",
    map_date: MapDate = "",
    lang: Lang = "",
) -> None:
    """Các huyện, nhóm bên nhau, có mẫu số, không xếp hạng / groups with their bases, without ranks."""
    from antq_analysis.annual.groups_beside import groups_beside
    from antq_analysis.panel.load import load_panel

    project = find_project()
    lang = language_of(project, lang)
    panel = load_panel(province, map_date or None, project)
    typer.echo(groups_beside(panel, indicator, year, group=group, lang=lang, project=project))


@app.command()
def run(
    province: Province,
    year: Year,
    map_date: MapDate = "",
    lang: Lang = "",
    release: Annotated[
        bool,
        typer.Option(
            "--release",
            help="Thêm bản để công bố, đã che số nhỏ / add a copy for publication, small counts hidden",
        ),
    ] = False,
    again: Annotated[
        bool,
        typer.Option(
            "--again", help="Lập lại dù không có gì thay đổi / make it again though nothing changed"
        ),
    ] = False,
) -> None:
    """Lập báo cáo của một năm / make the report of a year.

    Không có gì thay đổi từ lần lập trước thì nói vậy và dừng; bản để công bố (--release) luôn được lập lại. Where
    nothing changed since the last run it says so and ends; with --release it is always made again.
    """
    project = find_project()
    with alone(project, province, "run"):
        if again or release or not _stands(project, province, year, map_date, lang):
            _run(project, province, year, map_date, lang, release=release)


def _stands(project: Project, province: str, year: str, map_date: str, lang: str) -> bool:
    from antq_analysis.annual.again import changed_since, errors_told
    from antq_analysis.annual.differences import say_differences

    lang = language_of(project, lang)
    changed = changed_since(province, year, project, on=map_date or None, lang=lang)
    if changed:
        typer.echo(say("annual.again_why", lang))
        for line in say_differences(changed, lang, most=3):
            typer.echo(line)
    if changed != ():
        return False
    typer.echo(typed(say("annual.again_unchanged", lang, province=province, year=year)))
    folder = project.reports / province / year
    _tell_errors(errors_told(folder), province, lang)
    typer.echo(say("cli.report_there", lang, folder=folder))
    return True


def _tell_errors(errors: int, province: str, lang: str) -> None:
    if errors:
        typer.echo(typed(say("cli.errors_left", lang, n=errors, province=province)))


def _run(
    project: Project, province: str, year: str, map_date: str, lang: str, *, release: bool = False
) -> None:
    from antq_analysis.annual.run import run_year

    lang = language_of(project, lang)
    with progress(lang) as tell:
        result = run_year(
            province, year, on=map_date or None, lang=lang, release=release, project=project, tell=tell
        )
    for line in result.summary:
        typer.echo(typed(line))
    errors = sum(item.severity is Severity.ERROR for item in result.job.built.findings)
    _tell_errors(errors, province, lang)


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
        typer.Option(help="Chỉ ghi các tệp để tập làm vào thư mục mới này / only write files to practise with"),
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


@app.command()
def report(lang: Lang = "") -> None:
    """Báo cáo năm mới nhất của tỉnh mặc định; tỉnh hư cấu được tạo nếu chưa có / the default province's last year."""
    from antq_analysis.demo import write_demo
    from antq_analysis.sources.receiving.received import received_files
    from antq_analysis.vocabulary import load_vocabulary

    project = find_project()
    province = project.settings.province
    with alone(project, province, "report"):
        if load_vocabulary(project).province(province).fictional:
            write_demo(project)
        years = [file.period for file in received_files(province, project) if len(file.period) == 4]
        year = max(years, default="")
        if not _stands(project, province, year, "", lang):
            _run(project, province, year, "", lang)
