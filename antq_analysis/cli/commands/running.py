"""Commands that make reports: run, report."""

import os
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from antq_analysis.cli.alone import alone
from antq_analysis.cli.machine import findings_told, print_document, tell
from antq_analysis.cli.options import Json, Lang, MapDate, app
from antq_analysis.cli.saying import language_of, progress, typed
from antq_analysis.errors import MissingError
from antq_analysis.findings import Severity
from antq_analysis.language.catalogue import say
from antq_analysis.project import Project, find_project

if TYPE_CHECKING:
    from antq_analysis.annual.many.task import Outcome


class _WrongUse(typer.BadParameter):
    """Arguments that do not go together; it is told with how the command is written."""


@app.command()
def run(
    context: typer.Context,
    province: Annotated[str, typer.Argument(help="Mã tỉnh trong provinces.toml / province id")] = "",
    year: Annotated[str, typer.Argument(help="Năm báo cáo / year")] = "",
    every: Annotated[
        bool,
        typer.Option("--all", help="Mọi tỉnh có tệp của năm --year / every province with files of --year"),
    ] = False,
    year_of_all: Annotated[str, typer.Option("--year", help="Năm, với --all / the year, with --all")] = "",
    jobs: Annotated[
        int, typer.Option(help="Số tỉnh lập cùng lúc, với --all / provinces at once, with --all")
    ] = 0,
    scheduler: Annotated[
        str,
        typer.Option(help="Cụm máy Dask, với --all: tcp://máy:8786 / a cluster of Dask, with --all"),
    ] = "",
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
    as_json: Json = False,
) -> int:
    """Lập báo cáo của một năm / make the report of a year.

    Không có gì thay đổi từ lần lập trước thì nói vậy và dừng; bản để công bố (--release) luôn được lập lại. Where
    nothing changed since the last run it says so and ends; with --release it is always made again.

    antq run --all --year 2025: mọi tỉnh, mỗi tỉnh một tiến trình, rồi bảng các tỉnh; mã kết thúc của tỉnh hỏng đầu
    tiên / every province in a process of its own, then the table of provinces; exit code of the first that failed.
    """
    from antq_analysis.observations import is_year

    project = find_project()
    lang = language_of(project, lang)
    if every:
        if province or year or map_date or not is_year(year_of_all):
            raise _WrongUse(say("cli.run_all_use", lang), ctx=context)
        options = {"release": release, "again": again, "as_json": as_json}
        return _run_all(project, year_of_all, lang, jobs, scheduler, **options)
    if not (province and year) or year_of_all or jobs or scheduler:
        raise _WrongUse(say("cli.run_use", lang), ctx=context)
    with alone(project, province, "run"):
        if again or release or not _stands(project, province, year, map_date, lang, as_json=as_json):
            _run(project, province, year, map_date, lang, release=release, as_json=as_json)
    return 0


def _run_all(
    project: Project,
    year: str,
    lang: str,
    jobs: int,
    scheduler: str,
    *,
    release: bool,
    again: bool,
    as_json: bool,
) -> int:
    from antq_analysis.annual.many.cluster import run_on_cluster
    from antq_analysis.annual.many.here import run_here
    from antq_analysis.annual.many.provinces import provinces_with_data, write_provinces
    from antq_analysis.annual.many.task import FAILED, MADE, UNCHANGED, Task

    names = [name for name in provinces_with_data(project) if (project.raw / name / year).is_dir()]
    if not names:
        raise MissingError("annual.many_none", year=year)
    tasks = [Task(str(project.root), name, year, lang, release, again) for name in names]
    done: list[Outcome] = []

    def told(outcome: "Outcome") -> None:
        done.append(outcome)
        words = {"done": len(done), "all": len(tasks), "province": outcome.province, "tries": outcome.tries}
        key = {MADE: "many_made", UNCHANGED: "many_unchanged", FAILED: "many_failed"}[outcome.state]
        typer.echo(say(f"annual.{key}", lang, **words), err=True)

    def guard(name: str) -> AbstractContextManager[None]:
        return alone(project, name, "run")

    if scheduler:
        ended = run_on_cluster(tasks, scheduler, tell=told, guard=guard)
    else:
        ended = run_here(tasks, jobs or min(len(tasks), os.cpu_count() or 1), tell=told, guard=guard)
    files = write_provinces(ended, year, lang, project)
    return _tell_all(ended, files, year, lang, as_json=as_json)


def _tell_all(
    ended: "tuple[Outcome, ...]", files: tuple[Path, ...], year: str, lang: str, *, as_json: bool
) -> int:
    failed = [one for one in ended if one.exit_code]
    code = failed[0].exit_code if failed else 0
    counts = {state: sum(one.state == state for one in ended) for state in ("made", "unchanged", "failed")}
    tell(say("annual.many_sum", lang, year=year, **counts), as_json=as_json)
    for one in failed:
        typer.echo(typed(say("annual.many_failure", lang, province=one.province, text=one.text)), err=True)
    tell(say("annual.many_table", lang, files=", ".join(map(str, files))), as_json=as_json)
    return print_document("run", code, year=year, provinces=ended, files=files) if as_json else code


def _stands(
    project: Project, province: str, year: str, map_date: str, lang: str, *, as_json: bool = False
) -> bool:
    from antq_analysis.annual.again import changed_since, errors_told
    from antq_analysis.annual.differences import say_differences

    lang = language_of(project, lang)
    changed = changed_since(province, year, project, on=map_date or None, lang=lang)
    if changed:
        tell(say("annual.again_why", lang), as_json=as_json)
        for line in say_differences(changed, lang, most=3):
            tell(line, as_json=as_json)
    if changed != ():
        return False
    folder = project.reports / province / year
    errors = errors_told(folder)
    tell(typed(say("annual.again_unchanged", lang, province=province, year=year)), as_json=as_json)
    _tell_errors(errors, province, lang, as_json=as_json)
    tell(say("cli.report_there", lang, folder=folder), as_json=as_json)
    if as_json:
        about = {"province": province, "year": year, "state": "unchanged", "folder": folder}
        print_document("run", 0, **about, errors=errors)
    return True


def _tell_errors(errors: int, province: str, lang: str, *, as_json: bool = False) -> None:
    if errors:
        tell(typed(say("cli.errors_left", lang, n=errors, province=province)), as_json=as_json)


def _run(
    project: Project,
    province: str,
    year: str,
    map_date: str,
    lang: str,
    *,
    release: bool = False,
    as_json: bool = False,
) -> None:
    from antq_analysis.annual.run import run_year

    lang = language_of(project, lang)
    with progress(lang) as tell_step:
        result = run_year(
            province, year, on=map_date or None, lang=lang, release=release, project=project, tell=tell_step
        )
    for line in result.summary:
        tell(typed(line), as_json=as_json)
    findings = result.job.built.findings
    errors = sum(item.severity is Severity.ERROR for item in findings)
    _tell_errors(errors, province, lang, as_json=as_json)
    if as_json:
        about = {"province": province, "year": year, "state": "made", "folder": result.folder}
        told = {"summary": result.summary, "findings": findings_told(findings, lang)}
        print_document("run", 0, **about, errors=errors, **told)


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
