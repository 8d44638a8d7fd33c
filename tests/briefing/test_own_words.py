"""The office's own words are text, kept as they are."""

from pathlib import Path

import pytest

from antq_analysis.briefing.own_words import (
    BLANK,
    load_letterhead,
    load_words,
    own_folder,
    prepare_words,
    words_path,
)
from antq_analysis.briefing.parts import Bullets, Letterhead, Paragraph
from antq_analysis.errors import SettingError
from antq_analysis.project import Project

OWN = "own"


def write(project: Project, text: str | bytes) -> tuple[Paragraph | Bullets, ...]:
    path = words_path("demo", "2025", "ton_tai", project)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_words("demo", "2025", "ton_tai", project)


def test_paragraphs_are_parted_by_empty_lines_and_dashes_make_lists(project: Project) -> None:
    told = write(project, "Một\nhai.\n\n\nBa:\n- bốn\n  năm\n- sáu\n\nBảy\n- tám")
    assert told == (
        Paragraph("Một hai.", OWN),
        Paragraph("Ba:", OWN),
        Bullets(("bốn năm", "sáu")),
        Paragraph("Bảy", OWN),
        Bullets(("tám",)),
    )


@pytest.mark.parametrize(
    "text", ["<b>đậm</b> & *sao*", "# Một", "=HYPERLINK(1)", "-5% so với năm trước", "{x}"]
)
def test_markup_stays_text(project: Project, text: str) -> None:
    assert write(project, text) == (Paragraph(text, OWN),)


def test_windows_line_ends_and_a_byte_order_mark_are_no_text(project: Project) -> None:
    assert write(project, "\ufeffMột\r\n\r\nHai\r\n".encode()) == (
        Paragraph("Một", OWN),
        Paragraph("Hai", OWN),
    )


def test_nothing_written_is_a_blank_to_be_filled_in(project: Project) -> None:
    assert load_words("demo", "2025", "ton_tai", project) == (Paragraph(BLANK, OWN),)
    assert write(project, " \n\n") == (Paragraph(BLANK, OWN),)


def test_what_is_not_utf8_is_refused(project: Project) -> None:
    with pytest.raises(SettingError, match="ton_tai"):
        write(project, "Tồn tại".encode("utf-16"))


def test_a_letterhead_is_read_strictly(project: Project) -> None:
    assert load_letterhead("demo", project) == Letterhead()
    head = own_folder("demo", project) / "letterhead.toml"
    head.parent.mkdir(parents=True)
    head.write_text('office = "PHÒNG PV05"\nrecipients = ["Như trên;", "Lưu: VT."]\n', encoding="utf-8")
    assert load_letterhead("demo", project) == Letterhead(
        office="PHÒNG PV05", recipients=("Như trên;", "Lưu: VT.")
    )
    head.write_text('offce = "PHÒNG PV05"\n', encoding="utf-8")
    with pytest.raises(SettingError, match="offce"):
        load_letterhead("demo", project)


def names(paths: tuple[Path, ...]) -> set[str]:
    return {path.name for path in paths}


def test_files_are_made_once_and_never_overwritten(project: Project) -> None:
    everything = {"letterhead.toml", "2025_chi_dao.txt", "2025_ton_tai.txt", "2025_phuong_huong.txt"}
    (project.raw / "demo" / "2025").mkdir(parents=True)
    assert names(prepare_words("demo", "2025", project)) == everything
    folder = own_folder("demo", project)
    assert {path.name for path in folder.iterdir()} == everything
    assert load_letterhead("demo", project) == Letterhead()
    (folder / "2025_ton_tai.txt").write_text("Của đơn vị.", encoding="utf-8")
    (folder / "letterhead.toml").write_text('place = "Mẫu Trung"\n', encoding="utf-8")
    left = everything - {"letterhead.toml", "2025_ton_tai.txt"}
    assert names(prepare_words("demo", "2025", project, "en")) == left
    assert (folder / "2025_ton_tai.txt").read_text(encoding="utf-8") == "Của đơn vị."
    assert load_letterhead("demo", project) == Letterhead(place="Mẫu Trung")


@pytest.mark.parametrize("year", ["2031", "", "../demo/2025", "2025-6T"])
def test_nothing_is_made_for_what_is_no_year_or_was_not_received(project: Project, year: str) -> None:
    for period in ("2025", "2025-6T"):
        (project.raw / "demo" / period).mkdir(parents=True)
    assert prepare_words("demo", year, project)
    assert not own_folder("demo", project).exists()


def test_a_folder_that_cannot_be_written_stops_nothing(project: Project) -> None:
    (project.raw / "demo" / "2025").mkdir(parents=True)
    # A file stands where the folder would be.
    (project.data / "briefing").write_text("", encoding="utf-8")
    assert "letterhead.toml" in names(prepare_words("demo", "2025", project))
