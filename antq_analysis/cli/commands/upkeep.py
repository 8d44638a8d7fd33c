"""Commands for a report that stands: verify, freeze, compare, doctor."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from antq_analysis.cli.alone import alone
from antq_analysis.cli.machine import print_document, tell
from antq_analysis.cli.options import Json, Lang, Province, Year, app
from antq_analysis.cli.saying import language_of, progress, typed
from antq_analysis.errors import AntqError, UnknownNameError
from antq_analysis.findings import Severity
from antq_analysis.language.catalogue import say
from antq_analysis.project import find_project

if TYPE_CHECKING:
    from antq_analysis.annual.doctor import Sign


@app.command()
def verify(
    province: Province,
    year: Year,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick", help="Chỉ so mã băm, không lập lại / compare checksums only, make nothing again"
        ),
    ] = False,
    lang: Lang = "",
    as_json: Json = False,
) -> int:
    """Báo cáo có đúng là kết quả của số liệu không / is the report what the figures give.

    So mã băm của tệp đã nhận và của mọi tệp báo cáo, rồi lập lại trong thư mục sạch và so từng tệp. Mã kết thúc: 0
    đúng như vậy, 1 báo cáo còn nguyên nhưng số liệu hay chương trình đã thay đổi từ đó, 2 tệp báo cáo bị sửa hoặc lập
    lại ra khác.

    Compares the checksums of received files and of every file of the report, then makes it again in a clean folder.
    Exit codes: 0 it is, 1 it is whole but what it rests on has changed since, 2 its files were touched, or it comes
    out otherwise. Example: antq verify demo 2025
    """
    from antq_analysis.annual.verify import verify_year

    project = find_project()
    lang = language_of(project, lang)
    with alone(project, province, "verify"):
        with progress(lang) as tell_step:
            found = verify_year(province, year, rebuild=not quick, project=project, tell=tell_step)
        for line in found.lines(lang):
            tell(typed(line), as_json=as_json)
        if as_json:
            differences = {name: getattr(found, name) for name in ("outputs", "inputs", "rebuilt")}
            failed = found.failed.text(lang) if found.failed else None
            about = {"province": province, "year": year, "folder": found.folder}
            print_document("verify", found.exit_code, **about, **differences, failed=failed)
        return found.exit_code


@app.command()
def freeze(
    province: Province,
    year: Year,
    on: Annotated[
        str, typer.Option("--on", help="Ngày nộp, 2025-12-20; mặc định hôm nay / the day, by default today")
    ] = "",
    note: Annotated[str, typer.Option(help="Ghi chú: nộp cho ai, số công văn / to whom, which letter")] = "",
    lang: Lang = "",
) -> int:
    """Ghi lại số liệu đã nộp của một năm / keep the figures that were handed in.

    Giữ số liệu và bản kê của báo cáo trong data/panel/<tỉnh>/frozen/<năm>/<lần>/; năm sau antq compare và sổ tay 10 so
    “năm trước” với số này. Bản đã giữ không bao giờ bị ghi đè. Mã kết thúc: 0 đã giữ, 1 có tệp của báo cáo bị sửa sau
    khi lập, 2 bảng số liệu bị sửa nên không giữ, 4 chưa có báo cáo.

    Keeps figures and manifest of the report; next year they are what “the year before” is held against. Exit codes: 0
    kept, 1 files of the report were touched after it was made, 2 its table of figures was, so that nothing is kept, 4
    there is no report. Example: antq freeze demo 2025 --on 2025-12-20 --note "Công văn 123"
    """
    from antq_analysis.annual.differences import say_differences
    from antq_analysis.annual.frozen import freeze_year, load_frozen
    from antq_analysis.annual.manifest import FROZEN

    project = find_project()
    lang = language_of(project, lang)
    with alone(project, province, "freeze"):
        earlier = {one.number for one in load_frozen(province, year, project)}
        kept, touched = freeze_year(province, year, on=on or None, note=note, project=project)
        folder = project.panel / province / FROZEN / year / str(kept.number)
        key = "cli.frozen_there" if kept.number in earlier else "cli.frozen"
        typer.echo(say(key, lang, what=kept.label(lang), folder=folder))
        if touched:
            typer.echo(say("cli.frozen_touched", lang, n=len(touched)))
            for line in say_differences(touched, lang):
                typer.echo(line)
        typer.echo(typed(say("cli.frozen_next", lang, province=province, next=str(int(year) + 1))))
        return int(bool(touched))


@app.command()
def compare(province: Province, year: Year, lang: Lang = "", as_json: Json = False) -> int:
    """Năm nay thay đổi gì so với năm trước và so với số đã nộp / what changed since last year and since handing in.

    Xã mới, không còn, sáp nhập; số bị sửa sau khi nộp (số trước, số nay, ô gốc); số ngoài khoảng thường gặp; thay đổi
    của chương trình, chỉ tiêu, mẫu đọc, bản đồ, quyết định. Chưa có số đã nộp (antq freeze) thì so với báo cáo đang
    có. Viết compare.html và compare.xlsx trong reports/<tỉnh>/compare/<năm>/. Mã kết thúc: 0 không có số nào bị sửa,
    1 có số bị sửa.

    Communes new, gone and merged; figures revised since they were handed in, with old, new and source cell; counts
    outside their usual range; changes of program, vocabulary, layouts, maps and decisions. Where nothing was handed
    in the report that stands is taken. Exit codes: 0 no figure was revised, 1 some were. Example: antq compare demo
    2025
    """
    from antq_analysis.annual.compare import compare as compare_year
    from antq_analysis.annual.compare import kept_before
    from antq_analysis.annual.compare_page import write_comparison
    from antq_analysis.panel.load import load_panel

    project = find_project()
    lang = language_of(project, lang)
    with alone(project, province, "compare"):
        panel = load_panel(province, None, project)
        if year not in panel.years():
            raise UnknownNameError("errors.kind_period", year, panel.years())
        panel = load_panel(province, f"{year}-12-31", project, until=year)
        found = compare_year(panel, year, kept=kept_before(panel, year, project), project=project)
        page, book = write_comparison(found, lang, project)
        lines = (*found.sentence(lang).split("\n"), *found.footnotes(lang))
        for line in lines:
            tell(typed(line), as_json=as_json)
        tell(say("cli.compared", lang, page=page, book=book.name), as_json=as_json)
        code = int(any(len(one.revised) for one in found.against))
        if as_json:
            against = [
                {"kept": one.kept.label(lang), "revised": one.revised, "rules": one.rules}
                for one in found.against
            ]
            frames = {"units": found.units, "unusual": found.unusual}
            about = {"province": province, "year": year, "before": found.before, "lines": lines}
            print_document("compare", code, **about, **frames, against=against, files=(page, book))
        return code


@app.command()
def doctor(lang: Lang = "", as_json: Json = False) -> int:
    """Đã cài gì, có số liệu nào, thiếu gì và phải làm gì / what is installed, which data, what is missing.

    Không cần mạng, không sửa gì, và chạy được cả khi một tệp thiết lập bị hỏng. Mã kết thúc: 0 tốt, 1 có điều cần làm,
    2 có tệp hỏng hoặc thiếu gói.

    Needs no network, changes nothing, and runs in a broken project too. Exit codes: 0 fine, 1 something should be
    done, 2 a file is broken or a package missing. Example: antq doctor
    """
    from antq_analysis.annual import doctor as look

    told: list[dict[str, object]] = []
    grades: list[Severity | None] = []

    def show(head: str, signs: "Iterable[Sign]", lang: str) -> None:
        tell(head, as_json=as_json)
        told.append({"title": head, "signs": (own := [])})
        for sign in signs:
            grades.append(sign.grade)
            own.append({"grade": sign.grade, "text": sign.text})
            mark = f"[{say(f'annual.severity_{sign.grade}', lang)}] " if sign.grade else ""
            tell(typed(f"  {mark}" + sign.text.replace("\n", "\n    ")), as_json=as_json)

    try:
        project = find_project()
    except AntqError as error:
        lang = lang or "vi"
        show(say("cli.doctor_head_program", lang), look.look_at_program(lang), lang)
        show(say("cli.doctor_head_project", lang), [look.Sign(error.text(lang), Severity.ERROR)], lang)
    else:
        lang = language_of(project, lang)
        show(say("cli.doctor_head_program", lang), look.look_at_program(lang), lang)
        show(say("cli.doctor_head_project", lang), look.look_at_project(project, lang), lang)
        provinces = look.provinces_here(project)
        for name in provinces:
            head = say("cli.doctor_head_province", lang, province=name)
            show(head, look.look_at_province(name, project, lang), lang)
        if not provinces:
            tell(typed(say("cli.doctor_no_province", lang)), as_json=as_json)
    counts = {"errors": grades.count(Severity.ERROR), "warnings": grades.count(Severity.WARNING)}
    tell(say("cli.doctor_end", lang, **counts), as_json=as_json)
    code = 2 if counts["errors"] else int(counts["warnings"] > 0)
    return print_document("doctor", code, sections=told, **counts) if as_json else code
