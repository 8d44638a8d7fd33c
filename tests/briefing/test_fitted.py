"""Columns share the width of a page so that no figure breaks."""

import pytest

from antq_analysis.briefing.fitted import broken_lines, fit_columns, text_width
from tests.briefing.sample import table

MM = 25.4 / 72


def test_widths_fill_the_page_and_figures_fit() -> None:
    source = table(6)
    printed = source.printed()
    size, widths = fit_columns(source, printed, 160, (12, 10, 8))
    assert sum(widths) == pytest.approx(160)
    for i, column in enumerate(source.columns):
        if column.kind != "text":
            widest = max(text_width(cell) for cell in printed[str(i)])
            assert widest * size * MM < widths[i]


def test_type_shrinks_only_where_it_must() -> None:
    source = table(6)
    printed = source.printed()
    sizes = [fit_columns(source, printed, width, (12, 10, 8))[0] for width in (250, 135, 30)]
    assert sizes == [12, 10, 8]
    assert sum(fit_columns(source, printed, 30, (12, 10, 8))[1]) == pytest.approx(30)
    with pytest.raises(ValueError, match="no size"):
        fit_columns(source, printed, 30, ())


def test_lines_of_a_row() -> None:
    assert broken_lines(["Xã Một", "1.602"], [40, 20], 12) == 1
    assert broken_lines(["Xã Một Hai Ba Bốn Năm Sáu Bảy", "1.602"], [20, 20], 12) >= 3
    assert broken_lines(["một\nhai", ""], [40, 20], 12) == 2
