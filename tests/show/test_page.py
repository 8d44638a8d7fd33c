"""Lines of a page are as full as they can be, whatever way they are found."""

import pytest
from matplotlib.text import Text

from antq_analysis.errors import UnknownNameError
from antq_analysis.show.page import Words, new_page, size_of, wrap
from antq_analysis.show.picture import Picture
from antq_analysis.show.style import MM, PAGES, SMALL

TEXT = (
    "Ở 80 xã bắt đầu có mô hình từ năm 2020 đến năm 2023, vụ việc về ANTT từ khi bắt đầu bằng 0,93 lần mức dự kiến "
    "nếu đi theo các xã chưa có mô hình (khoảng tin cậy 95% từ 0,80 đến 1,07);"
    " WWWWWWWWWWWWWWWWWWWWWWWWWWWW i i i i i i i i i i"
)


@pytest.mark.parametrize("width", [4.0, 25.0, 60.0, 140.0, 2000.0])
@pytest.mark.parametrize("text", [TEXT, "", "một", "hai  chỗ trống", TEXT.replace(" ", "")])
def test_no_line_is_too_wide_and_none_could_take_its_next_word(text: str, width: float) -> None:
    picture = Picture(200, 100)
    lines = wrap(picture, text, width, 9.0, "bold")
    assert " ".join(lines) == text

    def measured(line: str) -> float:
        probe = Text(0, 0, line, fontsize=9.0, fontweight="bold", figure=picture)
        return probe.get_window_extent(picture.canvas.get_renderer()).width / picture.dpi / MM

    for line, after in zip(lines, [*lines[1:], None], strict=True):
        assert measured(line) <= width or " " not in line
        assert after is None or measured(f"{line} {after.split(' ')[0]}") > width


def _words(notes: int = 1) -> Words:
    return Words(
        "Vụ việc giảm 12 vụ", "Tỉnh Mẫu", ("Một chú thích dài vừa một dòng.",) * notes, "NỘI BỘ", "HƯ CẤU"
    )


@pytest.mark.parametrize("page", list(PAGES))
def test_every_page_has_room_for_its_picture(page: str) -> None:
    for notes in (1, 12):
        picture, frame = new_page(_words(notes), page)
        assert frame.top - frame.bottom >= PAGES[page].least - 0.001
        width, height = size_of(picture)
        assert frame.right <= width
        assert frame.top <= height


def test_a_slide_and_a_document_are_read_from_where_they_are_read_from() -> None:
    slide, document = PAGES["slide"], PAGES["document"]
    # A slide is shown 338.67 mm wide, a document between its margins as it is.
    assert SMALL * 338.67 / slide.width > 11.5
    assert slide.width / slide.height == pytest.approx(16 / 9, abs=0.01)
    assert document.width == 160
    assert size_of(new_page(_words(), "a3")[0]) == pytest.approx((420, 297))


def test_a_slide_keeps_its_form_and_a_document_its_width_where_notes_are_many() -> None:
    slide, document = (size_of(new_page(_words(20), page)[0]) for page in ("slide", "document"))
    assert slide[0] > PAGES["slide"].width
    assert slide[0] / slide[1] == pytest.approx(16 / 9, abs=0.01)
    assert document[0] == pytest.approx(160)
    assert document[1] > PAGES["document"].height


def test_what_needs_more_room_gets_it_only_where_a_page_may_grow() -> None:
    frames = {page: new_page(_words(), page, needs=(250.0, 170.0))[1] for page in PAGES}
    for page in ("slide", "document", "on_slide"):
        assert frames[page].right - frames[page].left >= 249.9
    assert frames["document"].top - frames["document"].bottom >= 169.9
    assert size_of(new_page(_words(), "a4", needs=(400.0, 300.0))[0]) == pytest.approx((297, 210))


def test_below_the_title_of_a_slide_stands_no_second_one() -> None:
    picture, _ = new_page(_words(), "on_slide")
    assert [text.get_text() for text in picture.texts] == ["Một chú thích dài vừa một dòng."]


def test_an_unknown_page_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownNameError, match="a3"):
        new_page(_words(), "a5x")


def test_a_report_that_warns_on_every_page_has_no_warning_on_its_pictures() -> None:
    words = Words("Phát hiện", "Tỉnh Mẫu", banner="LƯU HÀNH NỘI BỘ", warning="SỐ LIỆU HƯ CẤU")
    told = {}
    for page in ("document", "in_report"):
        picture, frame = new_page(words, page)
        told[page] = {found.get_text() for found in picture.findobj(Text)}, frame.top
    banners = {"LƯU HÀNH NỘI BỘ", "SỐ LIỆU HƯ CẤU"}
    assert banners <= told["document"][0]
    assert not banners & told["in_report"][0]
    assert "Phát hiện" in told["in_report"][0]
    # The room is given to the picture.
    assert told["in_report"][1] > told["document"][1]
