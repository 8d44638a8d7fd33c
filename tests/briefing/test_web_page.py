"""The briefing as a page: everything said is there once, and nothing of the data is markup."""

from html.parser import HTMLParser

import pytest

from antq_analysis.briefing.parts import Grid, Paragraph
from antq_analysis.briefing.web_page import write_web_page
from tests.briefing.sample import HOSTILE, briefing


class Read(HTMLParser):
    """Collect texts, the cells of tables, and what links and pictures say."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.alts: list[str] = []
        self._cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.links += [given["href"] or ""] if tag == "a" else []
        self.alts += [given["alt"] or ""] if tag == "img" else []
        self.anchors += [given["id"] or ""] if "id" in given else []
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._cell = True
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._cell = False

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self._cell:
            self.rows[-1][-1] += data


@pytest.fixture(scope="module")
def page() -> Read:
    read = Read()
    read.feed(write_web_page(briefing()).decode())
    return read


def test_every_text_of_the_data_is_text(page: Read) -> None:
    assert not {"script", "iframe", "link", "object", "nhãn", "b"} & set(page.tags)
    said = [
        text
        for _, section in briefing().walk()
        for part in section.parts
        for text in ([part.text] if isinstance(part, Paragraph) else getattr(part, "items", ()))
    ]
    assert set(HOSTILE) <= set(said)
    assert [text for text in said if text not in page.texts] == []
    assert page.alts == ["Ba năm: 1, 2 và 3 vụ <b>&"]


def test_every_cell_is_on_the_page(page: Read) -> None:
    given = briefing()
    parts = [part for _, section in given.walk() for part in section.parts]
    tables = [part.table for part in (*parts, *given.annexes) if isinstance(part, Grid)]
    tables += [given.terms, *(part.data for part in parts if hasattr(part, "png"))]
    expected = [[c.head for c in table.columns] for table in tables]
    expected += [row for table in tables for row in table.printed().to_numpy().tolist()]
    assert sorted(map(str, page.rows)) == sorted(map(str, expected))
    assert ["", "Toàn tỉnh", "1.602", "108/129 (83,7%)", "228,9", "178,0 – 320,4"] in page.rows


def test_every_link_leads_somewhere_and_nothing_is_fetched(page: Read) -> None:
    assert page.links
    assert {link.removeprefix("#") for link in page.links} <= set(page.anchors)
    assert len(page.anchors) == len(set(page.anchors))
    text = write_web_page(briefing()).decode()
    assert "http" not in text
    assert "url(" not in text


def test_sections_tables_and_figures_are_numbered(page: Read) -> None:
    titles = {"I. Tình hình và công tác chỉ đạo", "II. Kết quả", "1. Mô hình", "2. Vụ việc", "a) Theo loại"}
    assert titles <= set(page.texts)
    assert {
        "Bảng 1. Mô hình",
        "Biểu 01. Mô hình theo xã",
        "Hình 1. Vụ việc trên 10.000 dân, năm 2025",
    } <= set(page.texts)


def test_the_same_briefing_gives_the_same_page_in_either_language() -> None:
    assert write_web_page(briefing()) == write_web_page(briefing())
    english = write_web_page(briefing(lang="en")).decode()
    assert '<html lang="en">' in english
    assert "Figure 1. " in english
    assert "1,602" in english
