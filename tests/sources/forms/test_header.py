"""What a head says: years that are typed as numbers, and raised digits."""

import pytest

from antq_analysis.sources.forms.header import header_blocks, header_paths
from antq_analysis.sources.workbooks.marks import FormattedRuns, Raw
from antq_analysis.sources.workbooks.workbook import Sheet


@pytest.mark.parametrize(
    ("below", "is_head"),
    [
        ([None, 2023.0, 2024.0], True),
        ([None, "2023", 2024.0], False),
        ([None, 2023.0, None], False),
        ([None, 2023.0, 12.0], False),
        ([None, 2023.5, 2024.5], False),
        (["An Lạc", 2023.0, 2024.0], False),
    ],
)
def test_years_as_numbers_are_headers(below: list[Raw], is_head: bool) -> None:
    sheet = Sheet("B", [["Xã", "Số vụ", None], below, ["Cẩm Sơn", 3.0, 4.0]], ((0, 1, 0, 2),))
    blocks = set(header_blocks(sheet, 0, 0))
    assert ((0, 1) in blocks) == is_head
    if is_head:
        assert header_paths(sheet, 0, 1) == ("Xã", "Số vụ / 2023", "Số vụ / 2024")


def test_raised_digits_stay_raised() -> None:
    marked = FormattedRuns([("Dân số", ""), ("1", "superscript")])
    area = FormattedRuns([("Diện tích (km", ""), ("2", "superscript"), (")", "")])
    sheet = Sheet("B", [["Xã", marked, area]], ())
    assert header_paths(sheet, 0, 0) == ("Xã", "Dân số¹", "Diện tích (km²)")
