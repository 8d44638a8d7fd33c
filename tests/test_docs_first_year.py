"""The page "Your first year": from its files to practise with, every command is run and prints what stands beneath."""

import re
import shlex
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from antq_analysis import load_panel
from antq_analysis.cli import main
from antq_analysis.cli.commands import receiving
from antq_analysis.project import Project
from tests.given import ROOT, bare_project, report_little

PAGES = {"vi": "docs/first_year.vi.md", "en": "docs/first_year.md"}
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
DECIDED = {
    "J4": "90209 Xã Dụ Trạch, Huyện Dụ Đồng",
    "L4": "Viết sai chính tả",
    "M4": "Nguyễn Thị B",
    "N4": "15/01/2025",
}


def blocks(lang: str) -> list[tuple[str, str]]:
    return BLOCK.findall((ROOT / PAGES[lang]).read_text(encoding="utf-8"))


def holds(shown: str, printed: str) -> list[str]:
    """Lines of a shown text that do not stand, in this order, in what was printed; ``…`` stands for anything."""
    lines, missing = iter(printed.splitlines()), []
    for line in shown.strip("\n").splitlines():
        if line.strip() == "…":
            continue
        wanted = re.compile(".*".join(re.escape(part) for part in line.split("…")))
        if not any(wanted.fullmatch(given) for given in lines):
            missing.append(line)
            lines = iter(printed.splitlines())
    return missing


def decide(project: Project) -> None:
    path = project.root / "reports/vi-du/checks/2024/can_xu_ly.xlsx"
    book = openpyxl.load_workbook(path)
    for cell, written in DECIDED.items():
        book["PV05"][cell] = written
    book.save(path)


@pytest.fixture
def newcomer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    project = bare_project(tmp_path / "dự án")
    report_little(project)
    outline = project.reference / "briefing.toml"
    figures = '["incidents_total", "share:residential_areas_with_model"]'
    little = outline.read_text(encoding="utf-8").replace('["incidents_total"]', figures)
    outline.write_text(little + 'own = "phuong_huong"\n', encoding="utf-8")
    monkeypatch.chdir(project.root)
    monkeypatch.setattr(sys, "argv", sys.argv)
    monkeypatch.setattr(receiving, "_on_terminal", lambda: True)
    return project


def write(project: Project, kind: str, text: str) -> None:
    """Write what the page tells to write by hand."""
    own = project.root / "data/briefing/vi-du/2024_phuong_huong.txt"
    targets = project.root / "data/targets/vi-du.csv"
    provinces = project.reference / "provinces.toml"
    if kind == "own":
        assert own.exists()
        own.write_text(text, encoding="utf-8")
    elif kind == "csv":
        targets.parent.mkdir()
        targets.write_text(text, encoding="utf-8-sig")
    elif kind == "toml":
        provinces.write_text(provinces.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")


def run(project: Project, line: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Do what a line of the page says, with the answers and the changes by hand that the page tells."""
    words = shlex.split(line.replace("python3 start.py antq", "antq"))
    if words[1] == "decide":
        decide(project)
    answers = iter(["2", ""])
    monkeypatch.setattr(receiving, "_prompt", lambda _: next(answers, ""))
    # The page shows what one sees who has only start.py: commands are told with it.
    sys.argv = ["__main__.py", *words[1:], "--lang", lang]
    with pytest.raises(SystemExit) as ended:
        main()
    layout = project.layouts / "vi_du_2023.toml"
    if layout.exists():
        known = layout.read_text(encoding="utf-8")
        layout.write_text(known.replace('basis = "unknown"', 'basis = "calendar"'), encoding="utf-8")
    allowed = (0, 1, 2) if words[1] == "check" else (0, 1)
    assert ended.value.code in allowed, line
    return int(ended.value.code)


@pytest.mark.parametrize(
    "lang", [pytest.param("vi", marks=pytest.mark.slow), pytest.param("en", marks=pytest.mark.nightly)]
)
def test_every_command_does_what_the_page_shows(
    newcomer: Project, lang: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = ""
    for kind, text in blocks(lang):
        write(newcomer, kind, text)
        if kind == "text":
            assert holds(text, printed) == []
        for line in text.strip().splitlines() if kind == "sh" else ():
            run(newcomer, line, lang, monkeypatch)
            printed = capsys.readouterr().out
    panel = load_panel("vi-du", on="2025-07-01", project=newcomer)
    corrected = panel.wide("incidents_total").xs("2024", level="period")["incidents_total"].sum()
    truth = pd.read_csv(newcomer.reference / "practice.csv")
    assert corrected == truth.loc[truth["period"].eq(2024), "incidents"].sum()
    briefing = (newcomer.root / "reports/vi-du/2024/briefing.html").read_text(encoding="utf-8")
    assert "Rà soát số liệu trước khi gửi tỉnh." in briefing
    assert "KH 12/KH-UBND" in briefing


def test_both_pages_give_the_same_commands_and_files() -> None:
    given = {lang: [(kind, text) for kind, text in blocks(lang) if kind != "text"] for lang in PAGES}
    assert given["vi"] == given["en"]
