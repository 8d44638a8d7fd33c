"""The PDF says what the briefing says, is tagged, needs no font of the machine and nothing from outside."""

import json
import re
import shutil
import subprocess
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import typst

from antq_analysis.briefing.letterhead import head_of
from antq_analysis.briefing.print_page import page_files, write_print
from tests.briefing.expected import cells, grids, sentences, spoilt
from tests.briefing.sample import HOSTILE, briefing


@cache
def written(lang: str = "vi") -> bytes:
    return write_print(briefing(lang=lang))


def query(folder: Path, selector: str) -> list[dict[str, object]]:
    for name, content in page_files(briefing()).items():
        (folder / name).write_bytes(content)
    found = typst.query(folder / "main.typ", selector, root=folder, ignore_system_fonts=True)
    return list(json.loads(found))


def text_of(content: object) -> str:
    """All text of a piece of content, line breaks as such."""
    if isinstance(content, list):
        return "".join(map(text_of, content))
    if not isinstance(content, dict):
        return ""
    if content.get("func") == "linebreak":
        return "\n"
    if content.get("func") == "space":
        return " "
    own = content.get("text")
    held = "".join(text_of(content.get(key)) for key in ("body", "children", "child"))
    return (own if isinstance(own, str) else "") + held


def each_cell(made: object) -> Iterator[str]:
    """The texts of the cells of a table, its head first."""
    for child in made["children"]:  # type: ignore[index]
        if "children" in child and child["func"] == "header":
            yield from map(text_of, child["children"])
        else:
            yield text_of(child)


def streams(pdf: bytes) -> Iterator[bytes]:
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(found.group(1))
        except zlib.error:
            yield found.group(1)


def test_every_cell_is_set_as_printed(tmp_path: Path) -> None:
    told = [list(each_cell(made)) for made in query(tmp_path, "table")]
    assert told == [[cell for row in cells(table) for cell in row] for table in grids(briefing())]


def test_headings_carry_their_numbers(tmp_path: Path) -> None:
    told = [(heading["level"], text_of(heading["body"])) for heading in query(tmp_path, "heading")]
    assert told[:5] == [
        (1, "I. TÌNH HÌNH VÀ CÔNG TÁC CHỈ ĐẠO"),
        (1, "II. KẾT QUẢ"),
        (2, "1. Mô hình"),
        (2, "2. Vụ việc"),
        (3, "a) Theo loại"),
    ]
    assert (2, f"Biểu 02. {HOSTILE[2]}") in told


def test_every_text_reaches_the_page_as_data() -> None:
    told = json.loads(page_files(briefing())["told.json"])
    page = page_files(briefing())["main.typ"].decode()
    whole = json.dumps(told, ensure_ascii=False)
    for text in sentences(briefing()):
        assert json.dumps(text, ensure_ascii=False)[1:-1] in whole
        assert text not in page
    assert "eval(" not in page
    assert "@preview" not in page


def test_it_is_tagged_and_says_its_title_and_language() -> None:
    for lang, code in (("vi", "vi-VN"), ("en", "en-US")):
        pdf = written(lang)
        everything = b"\n".join([pdf, *streams(pdf)])
        assert b"/MarkInfo" in everything
        assert b"/StructTreeRoot" in everything
        assert re.search(rf"/Lang\s*\({code}\)".encode(), everything, re.IGNORECASE)
        assert b"pdfuaid:part" in everything
        assert "Kết quả phong trào".encode() in everything
        assert b"/Alt" in everything
        assert not re.search(rb"/Author|dc:creator", everything)
        assert b"/FontFile" in everything
        names = set(re.findall(rb"/BaseFont\s*/([\w+-]+)", everything))
        assert names
        assert all(b"+" in name for name in names)


def test_the_same_briefing_gives_the_same_bytes() -> None:
    assert write_print(briefing()) == written()


def test_its_fonts_draw_every_vietnamese_letter() -> None:
    vowels = "aăâeêioôơuưy"
    marks = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    letters = unicodedata.normalize("NFC", "".join(v + m for v in vowels for m in marks) + "đ")
    told = page_files(briefing())
    fonts = json.loads(told["told.json"])["fonts"]
    for look in ("", ', weight: "bold"', ', style: "italic"', ', weight: "semibold", style: "italic"'):
        page = (
            f'#set text(font: "{fonts[0]}", fallback: false{look})\n' + letters + letters.upper() + " ≥≤≈…–"
        )
        pdf, warnings = typst.compile_with_warnings(page.encode(), format="pdf", ignore_system_fonts=True)
        assert not warnings
        assert isinstance(pdf, bytes)
        maps = b"".join(
            found for found in streams(pdf) if b"beginbfchar" in found or b"beginbfrange" in found
        )
        drawn = [int(found, 16) for found in re.findall(rb"> <([0-9A-Fa-f]{4})>\s*\n", maps)]
        assert {ord(letter) for letter in letters + letters.upper()} <= set(drawn)
        # A letter made of two pieces would stand twice in the text that a reader copies.
        assert len(drawn) == len(set(drawn))


def test_control_characters_do_not_break_it() -> None:
    assert write_print(spoilt(briefing())).startswith(b"%PDF")


def test_without_banner_letterhead_or_pictures() -> None:
    bare = replace(briefing(), banner="", warning="", annexes=())
    assert write_print(bare).startswith(b"%PDF")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext reads a PDF back where it is installed")
def test_a_reader_finds_every_text(tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(written())
    done = subprocess.run(["pdftotext", "-raw", tmp_path / "page.pdf", "-"], capture_output=True, check=True)
    told = "".join(unicodedata.normalize("NFC", done.stdout.decode()).split())
    head = head_of(briefing())
    for text in (
        *sentences(briefing()),
        head.nation,
        head.motto,
        head.number,
        head.recipients[0],
        "a) Theo loại",
    ):
        plain = "".join(unicodedata.normalize("NFC", text).split())
        assert plain in told or plain.upper() in told, text
    for table in grids(briefing()):
        for cell in (cell for row in cells(table) for cell in row):
            assert "".join(cell.split()) in told
