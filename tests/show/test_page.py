"""Lines of a page are as full as they can be, whatever way they are found."""

import pytest
from matplotlib.text import Text

from antq_analysis.show.page import wrap
from antq_analysis.show.picture import Picture
from antq_analysis.show.style import MM

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
