"""Commands for what arrives: add, check, decide."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from antq_analysis.cli.alone import alone
from antq_analysis.cli.machine import findings_told, print_document, tell
from antq_analysis.cli.options import FORM_HELP, MAP_HELP, STAGE_HELP, Json, Lang, Province, app
from antq_analysis.cli.saying import language_of, progress, typed
from antq_analysis.errors import AntqError
from antq_analysis.findings import Severity
from antq_analysis.language.catalogue import say, written_in
from antq_analysis.project import find_project


@app.command()
def add(
    province: Province,
    period: Annotated[str, typer.Argument(help="2025, 2025-6T, 2025-9T, 2025-03")],
    files: Annotated[list[Path], typer.Argument(help="Tệp nhận được / files received")],
    form: Annotated[str, typer.Option(help=FORM_HELP)] = "",
    map_date: Annotated[str, typer.Option("--map", help=MAP_HELP)] = "",
    stage: Annotated[str, typer.Option(help=STAGE_HELP)] = "final",
    sender: Annotated[str, typer.Option(help="Đơn vị gửi / sender")] = "",
    replaces: Annotated[str, typer.Option(help="Tên tệp bị thay / name of the file it replaces")] = "",
    lang: Lang = "",
) -> int:
    """Nhận tệp: quét rồi mới giữ / receive files: scanned, then kept.

    Ví dụ / example: antq add demo 2025 bieu_2025.xlsx
    """
    from antq_analysis.annual.added import exit_code, say_added
    from antq_analysis.annual.asking import ask_by
    from antq_analysis.sources.receiving.adding import add_file
    from antq_analysis.vocabulary import load_vocabulary

    project = find_project()
    lang = language_of(project, lang)
    with alone(project, province, "add"):
        vocabulary = load_vocabulary(project)
        ask = ask_by(_prompt, typer.echo, vocabulary, province, lang) if _on_terminal() else None
        options: dict[str, Any] = {
            "form": form,
            "map_date": map_date,
            "stage": stage,
            "sender": sender,
            "replaces": replaces,
        }
        failed: list[AntqError] = []
        worst = 0
        for file in files:
            try:
                added = add_file(file, province, period, **options, project=project, ask=ask)
            except AntqError as error:
                failed.append(error)
                continue
            worst = max(worst, exit_code(added))
            for line in say_added(added, file.name, period, vocabulary, lang):
                typer.echo(typed(line))
        if len(failed) < len(files):
            typer.echo(typed(say("cli.next_check", lang, province=province, period=period)))
        # Each file stands for itself; what failed comes last, where it is seen.
        for text in dict.fromkeys(item.text(lang) for item in failed):
            typer.echo(typed(text), err=True)
        return failed[0].exit_code if failed else worst


def _on_terminal() -> bool:
    return sys.stdin.isatty()


def _prompt(question: str) -> str:
    return str(typer.prompt(question, default="", show_default=False))


@app.command()
def check(
    province: Province,
    period: Annotated[str, typer.Argument(help="Chỉ in kỳ này / print this period only")] = "",
    lang: Lang = "",
    as_json: Json = False,
) -> int:
    """Đọc mọi tệp đã nhận, in phát hiện và đối số dòng, ô / read all, print findings and the account."""
    from antq_analysis.annual.checks import say_checked, write_checks
    from antq_analysis.annual.found_lines import say_findings
    from antq_analysis.annual.listing import say_account
    from antq_analysis.panel.build import build_panel

    project = find_project()
    lang = language_of(project, lang)
    with alone(project, province, "check"):
        with progress(lang) as tell_step:
            built = build_panel(
                province, project, lambda name: tell_step(say("annual.step_read", lang, name=name))
            )
        chosen = built.of_period(period) if period else built
        checked = write_checks(chosen, province, period, lang, project)
        worst = chosen.worst()
        code = {Severity.ERROR: 2, Severity.WARNING: 1}.get(worst, 0) if worst else 0
        for line in (
            *say_findings(chosen.findings, lang),
            *say_checked(checked, lang),
            *say_account(chosen, lang),
        ):
            tell(typed(line), as_json=as_json)
        if as_json:
            told = {"findings": findings_told(chosen.findings, lang), "account": chosen.account}
            about = {"province": province, "period": period, "folder": checked.folder.as_posix()}
            print_document("check", code, **about, questions=checked.questions, **told)
        return code


@app.command()
def decide(
    province: Province,
    file: Annotated[Path, typer.Argument(help="can_xu_ly.xlsx đã điền / can_xu_ly.xlsx, filled in")],
    lang: Lang = "",
) -> int:
    """Nhận các quyết định trong can_xu_ly.xlsx đã điền / take the decisions of a filled can_xu_ly.xlsx."""
    from antq_analysis.sources.deciding.answers import take_answers

    project = find_project()
    lang = language_of(project, lang)
    with alone(project, province, "decide"):
        taken = take_answers(province, file, project)
        for remark in taken.remarks:
            typer.echo(f"- {written_in(remark, lang)}")
        typer.echo(say("cli.decided", lang, new=taken.new, known=taken.known, left_open=taken.left_open))
        typer.echo(typed(say("cli.decided_next", lang, province=province)))
        return 1 if taken.remarks else 0
