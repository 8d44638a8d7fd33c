"""The command ``antq``: each command is a few lines over a verb of the package."""

import errno
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from antq_analysis.errors import AntqError, CannotWriteError, UsageError
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say
from antq_analysis.language.wrong_use import say_wrong_use
from antq_analysis.project import Project, find_project

HELP = (
    "Số liệu phong trào Toàn dân bảo vệ ANTQ: nhận tệp, kiểm tra, lập báo cáo năm.\n\n"
    "Yearly figures of the movement: receive files, check them, make the report of a year.\n\n"
    "Mã kết thúc / exit codes: 0 tốt / fine, 1 có cảnh báo / warnings, 2 số liệu có lỗi / errors in the figures, "
    "3 lệnh hoặc thiết lập sai / wrong use, 4 thiếu tệp / missing, 5 không ghi được / cannot write, "
    "6 từ chối phân tích gây hiểu nhầm / analysis refused, 70 lỗi chương trình / defect."
)

COMMANDS = "(add|check|decide|form|why|run|report|demo|places|province)"

FORM_HELP = (
    "Mẫu biểu dùng để đọc tệp: tên một tệp trong data/layouts, bỏ đuôi .toml; ví dụ --form demo_2025; không ghi thì "
    "tự tìm mẫu đọc được trọn tệp, hoặc soạn mẫu mới / how the table is read: the name of a file in data/layouts "
    "without .toml; such as --form demo_2025; by default the one that explains the whole file, or a new one is drafted"
)
MAP_HELP = (
    "Ngày của bản đồ mà tên xã trong tệp thuộc về: tên một thư mục trong data/places; xã đã sáp nhập thì chọn bản đồ "
    "có tên mới; ví dụ --map 2025-12-31; không ghi thì dùng bản đồ của ngày cuối kỳ / date of the map that the commune "
    "names in the file belong to: the name of a folder in data/places; after a merger take the map with the new names; "
    "such as --map 2025-12-31; by default the map of the last day of the period"
)
STAGE_HELP = (
    "Giai đoạn của số liệu: estimate là số ước, preliminary là sơ bộ, final là chính thức, revised là điều chỉnh; số ở "
    "giai đoạn sau được dùng; ví dụ --stage estimate / stage of the figures: estimate, preliminary, final or revised; "
    "figures of a later stage count; such as --stage estimate"
)

INTERRUPTED = 130

app = typer.Typer(
    name="antq", help=HELP, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
)
places_app = typer.Typer(help="Bản đồ và danh mục đơn vị / maps and unit lists", no_args_is_help=True)
province_app = typer.Typer(help="Tỉnh / provinces", no_args_is_help=True)
app.add_typer(places_app, name="places")
app.add_typer(province_app, name="province")

Province = Annotated[str, typer.Argument(help="Mã tỉnh trong provinces.toml / province id")]
Lang = Annotated[
    str, typer.Option("--lang", help="vi | en; mặc định theo data/project.toml / default from project.toml")
]
MapDate = Annotated[str, typer.Option("--map", help="Ngày của bản đồ, 2025-07-01 / date of the map")]


@contextmanager
def _progress(lang: str) -> Iterator[Callable[[str], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (BarColumn(bar_width=24), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(say("cli.starting", lang), total=None)

        def tell(step: str) -> None:
            progress.update(task, description=step)

        yield tell


def _lang(project: Project, lang: str) -> str:
    chosen = lang or project.settings.language
    if chosen not in ("vi", "en"):
        raise UsageError("cli.bad_lang", written=chosen)
    return chosen


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
    lang = _lang(project, lang)
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
            typer.echo(_typed(line))
    if len(failed) < len(files):
        typer.echo(_typed(say("cli.next_check", lang, province=province, period=period)))
    # Each file stands for itself; what failed comes last, where it is seen.
    for text in dict.fromkeys(item.text(lang) for item in failed):
        typer.echo(_typed(text), err=True)
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
) -> int:
    """Đọc mọi tệp đã nhận, in phát hiện và đối số dòng, ô / read all, print findings and the account."""
    from antq_analysis.annual.checks import say_checked, write_checks
    from antq_analysis.annual.listing import say_account, say_findings
    from antq_analysis.panel.build import build_panel

    project = find_project()
    lang = _lang(project, lang)
    with _progress(lang) as tell:
        built = build_panel(province, project, lambda name: tell(say("annual.step_read", lang, name=name)))
    chosen = built.of_period(period) if period else built
    checked = write_checks(chosen, province, period, lang, project)
    for line in (*say_findings(chosen, lang), *say_checked(checked, lang), *say_account(chosen, lang)):
        typer.echo(_typed(line))
    worst = chosen.worst()
    return {Severity.ERROR: 2, Severity.WARNING: 1}.get(worst, 0) if worst else 0


@app.command()
def decide(
    province: Province,
    file: Annotated[Path, typer.Argument(help="can_xu_ly.xlsx đã điền / can_xu_ly.xlsx, filled in")],
    lang: Lang = "",
) -> int:
    """Nhận các quyết định trong can_xu_ly.xlsx đã điền / take the decisions of a filled can_xu_ly.xlsx."""
    from antq_analysis.sources.deciding.answers import take_answers

    project = find_project()
    lang = _lang(project, lang)
    taken = take_answers(province, file, project)
    for remark in taken.remarks:
        typer.echo(f"- {remark}")
    typer.echo(say("cli.decided", lang, new=taken.new, known=taken.known, left_open=taken.left_open))
    typer.echo(_typed(say("cli.decided_next", lang, province=province)))
    return 1 if taken.remarks else 0


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
    lang = _lang(project, lang)
    made = write_form(province, period, form=like, map_date=map_date, one_each=each, project=project)
    typer.echo(say("cli.form_made", lang, n=len(made.paths), folder=made.paths[0].parent))
    earlier = "cli.form_earlier" if made.earlier else "cli.form_no_earlier"
    typer.echo(_typed(say(earlier, lang, period=made.earlier)))
    typer.echo(_typed(say("cli.form_next", lang, province=province, period=period, form=made.layout)))


@app.command()
def why(
    province: Province,
    unit: Annotated[
        str,
        typer.Argument(
            help="Mã hay tên xã, tên huyện, tên tỉnh / code or name of a unit, district, province"
        ),
    ],
    period: Annotated[str, typer.Argument(help="2025, 2025-6T")],
    indicator: Annotated[str, typer.Argument(help="Mã hoặc tên chỉ tiêu / id or label of an indicator")],
    category: Annotated[str, typer.Option(help="Phân tổ, ví dụ loại mô hình / category")] = "",
    map_date: MapDate = "",
    lang: Lang = "",
) -> None:
    """Một con số từ đâu ra: tệp, trang tính, ô / where a figure comes from: file, sheet, cell."""
    from antq_analysis.annual.explained import explain
    from antq_analysis.panel.load import load_panel

    project = find_project()
    lang = _lang(project, lang)
    panel = load_panel(province, map_date or None, project)
    typer.echo(_typed(explain(panel, unit, period, indicator, category=category, lang=lang, project=project)))


@app.command()
def run(
    province: Province,
    year: Annotated[str, typer.Argument(help="Năm báo cáo / year")],
    map_date: MapDate = "",
    lang: Lang = "",
) -> None:
    """Lập báo cáo của một năm / make the report of a year."""
    _run(find_project(), province, year, map_date, lang)


def _run(project: Project, province: str, year: str, map_date: str, lang: str) -> None:
    from antq_analysis.annual.run import run_year

    lang = _lang(project, lang)
    with _progress(lang) as tell:
        result = run_year(province, year, on=map_date or None, lang=lang, project=project, tell=tell)
    for line in result.summary:
        typer.echo(_typed(line))
    errors = sum(item.severity is Severity.ERROR for item in result.job.built.findings)
    if errors:
        typer.echo(_typed(say("cli.errors_left", lang, n=errors, province=province)))


@app.command()
def demo(
    real: Annotated[
        bool, typer.Option("--real", help="Thêm North Carolina 1981-1987 / add a real panel")
    ] = False,
    lang: Lang = "",
) -> None:
    """Tạo tỉnh hư cấu để làm quen / make the fictional province to learn with."""
    from antq_analysis.demo import write_demo, write_north_carolina

    project = find_project()
    lang = _lang(project, lang)
    write_demo(project)
    typer.echo(say("cli.demo_made", lang, folder=project.raw / "demo"))
    if real:
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
    if load_vocabulary(project).province(province).fictional:
        write_demo(project)
    years = [file.period for file in received_files(province, project) if len(file.period) == 4]
    _run(project, province, max(years, default=""), "", lang)


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
    lang = _lang(project, lang)
    findings = import_layer(
        LayerFile(file, layer, _pairs(only), crs, district_column, licence, replace),
        province,
        date,
        code_column=code_column,
        name_column=name_column,
        source=source,
        project=project,
    )
    return _told(findings, lang, say("cli.map_imported", lang, date=date, province=province))


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
) -> None:
    """Nhập danh mục đơn vị của một ngày / import the unit list of a date."""
    from antq_analysis.places.register import import_units

    project = find_project()
    lang = _lang(project, lang)
    columns = {"unit_code": code_column, "name": name_column}
    columns |= {"district_name": district_column} if district_column else {}
    columns |= {"district_code": district_code_column} if district_code_column else {}
    columns |= _pairs(column)
    import_units(file, province, date, columns=columns, only=_pairs(only), project=project)
    typer.echo(say("cli.units_imported", lang, date=date, province=province))


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
    lang = _lang(project, lang)
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
    table = PairTable(file, columns, _pairs(only), partial=partial)
    findings = import_crosswalk(table, province, from_date, to_date, project)
    return _told(
        findings, lang, say("cli.crosswalk_imported", lang, first=from_date, last=to_date, province=province)
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
    lang = _lang(project, lang)
    findings = derive_crosswalk(province, from_date, to_date, project)
    return _told(
        findings, lang, say("cli.crosswalk_imported", lang, first=from_date, last=to_date, province=province)
    )


@places_app.command("take")
def take_from_country(
    province: Province,
    within: Annotated[str, typer.Option(help="Mã của cả nước, như viet-nam / id of the country")],
    lang: Lang = "",
) -> None:
    """Lấy bản đồ của một tỉnh từ bản đồ cả nước, kể cả sau sáp nhập / take a province out of the country's maps."""
    from antq_analysis.places.reforms.succession import take_province

    project = find_project()
    lang = _lang(project, lang)
    for day in take_province(province, within, project):
        typer.echo(say("cli.units_imported", lang, date=day, province=province))


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
    lang = _lang(project, lang)
    findings = new_province(province, replace=replace, project=project)
    return _told(findings, lang, _typed(say("cli.province_made", lang, province=province)))


def _pairs(only: list[str] | None) -> dict[str, str]:
    pairs = dict(item.partition("=")[::2] for item in only or ())
    if not all(pairs.values()):
        raise UsageError("cli.bad_only", written=", ".join(only or ()))
    return pairs


def _told(findings: Sequence[Finding], lang: str, done: str) -> int:
    for finding in findings:
        typer.echo(_typed(f"- {finding.text(lang)} {finding.remedy(lang)}"))
    grades = {finding.severity for finding in findings}
    if Severity.ERROR in grades:
        typer.echo(say("cli.places_refused", lang), err=True)
        return 2
    typer.echo(done)
    return 1 if Severity.WARNING in grades else 0


def main() -> None:
    """Run the command line: clear messages, no tracebacks, one exit code a kind of failure.

    Raises
    ------
    SystemExit
        Always, with the exit code.
    """
    sys.exit(_guarded(lambda: app(prog_name="antq", standalone_mode=False)))


def _guarded(command: Callable[[], object]) -> int:
    lang = _guess_lang()
    try:
        code = command()
    except AntqError as error:
        return _fail(error.text(lang), error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        return _fail(say("cli.interrupted", lang), INTERRUPTED)
    except OSError as error:
        return _fail(_os_error(error).text(lang), CannotWriteError.exit_code)
    except Exception as error:
        if os.environ.get("ANTQ_DEBUG"):
            raise
        return _unexpected(error, lang)
    if code == INTERRUPTED:
        # Typer turns an interrupt into this code and says nothing.
        return _fail(say("cli.interrupted", lang), INTERRUPTED)
    return code if isinstance(code, int) else 0


def _unexpected(error: Exception, lang: str) -> int:
    if not hasattr(error, "show"):
        return _fail(say("cli.defect", lang, kind=type(error).__name__, text=error), AntqError.exit_code)
    # A wrong option or argument: the parser's own exceptions would print themselves in English alone.
    return _fail(say_wrong_use(error, lang), UsageError.exit_code)


def _guess_lang() -> str:
    # The language must be known even when the arguments or the settings are what is wrong.
    arguments = sys.argv[1:]
    if "--lang" in arguments[:-1] and arguments[arguments.index("--lang") + 1] == "en":
        return "en"
    try:
        return "en" if find_project().settings.language == "en" else "vi"
    except AntqError:
        return "vi"


def _os_error(error: OSError) -> CannotWriteError:
    reason = error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        reason = os.strerror(errno.ENOSPC)
    return CannotWriteError("errors.cannot_write", file=error.filename or "?", reason=reason)


def _fail(text: str, code: int) -> int:
    typer.echo(_typed(text), err=True)
    return code


def _typed(text: str) -> str:
    # start.py puts .venv on the path of its own processes only, so the name that was called decides as well.
    if shutil.which("antq") and Path(sys.argv[0]).stem == "antq":
        return text
    python = "python" if os.name == "nt" else "python3"
    return re.sub(rf"(?<!start\.py )\bantq (?={COMMANDS}\b)", f"{python} start.py antq ", text)


if __name__ == "__main__":
    main()
