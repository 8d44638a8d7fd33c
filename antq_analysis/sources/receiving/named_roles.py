"""Columns of names under the word for a post: ``Tổ trưởng``, ``Người phụ trách``, ``Chủ hộ``."""

import re
from collections.abc import Iterator, Sequence

from antq_analysis.places.letters.old_encodings import old_forms
from antq_analysis.places.matching.names import bare, fold
from antq_analysis.sources.receiving.persons import PersonColumn
from antq_analysis.sources.workbooks.marks import Raw, cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

_ROLE = re.compile(
    r"(?:ten )?(?:(?:to|doi|nhom|pho) )?(?:truong|chu ho|chu nhiem|chu tich|bi thu|phu trach|dai dien|dau moi|lien he"
    r"|nguoi|can bo)\b.{0,40}"
)
_FAMILY_NAMES = frozenset(
    map(
        bare,
        (
            "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ",
            "ngô", "dương", "lý", "đinh", "đoàn", "trịnh", "mai", "đào", "lương", "hà", "tạ", "tô", "trương",
            "cao", "lưu", "châu", "quách", "triệu", "nông", "lò", "vì", "cầm", "lường", "hứa", "thái", "vương",
            "tống", "kiều", "từ", "la", "giàng", "vàng", "thào", "sùng", "ma", "hoa", "chu", "tăng", "lâm",
            "bạch", "khổng", "nghiêm", "đàm", "phùng", "thân", "văn",
        ),
    )
)  # fmt: skip
"""The family names of nearly everybody, the Thái, Mường, Tày, Nùng and Mông included."""
_RANK = re.compile(
    r"^\W*(?:(?:đ/c|đồng chí|ông|bà|anh|chị|thiếu|trung|thượng|đại|úy|tá)\b\W*)+", re.IGNORECASE
)
_FEW, _WORDS = 3, range(2, 7)
_HEADER_LENGTH = 60


def role_columns(sheet: Sheet, known: Sequence[PersonColumn]) -> Iterator[PersonColumn]:
    """List the columns whose header names a post, or somebody to ask, and whose cells are names of persons.

    Under the same words counts may stand: a column of numbers, or of units, is none.

    Parameters
    ----------
    sheet
        The sheet.
    known
        Columns about persons that are found already.

    Yields
    ------
    PersonColumn
        The header is a general word, never what stands there.
    """
    taken = {place for one in known for place in range(one.first, one.last + 1)}
    for row, cells in enumerate(sheet.rows):
        for column, value in enumerate(cells):
            if column in taken or not (isinstance(value, str) and _is_role(value)):
                continue
            filled = [
                (below, sheet.rows[below][column])
                for below in range(row + 1, len(sheet.rows))
                if sheet.rows[below][column] not in ("", None)
            ]
            names = [below for below, under in filled if is_full_name(under)]
            if len(names) >= _FEW and len(names) * 2 >= sum(below <= names[-1] for below, _ in filled):
                taken.add(column)
                cells_of = f"{cell_name(row, column)}:{cell_name(names[-1], column)}"
                yield PersonColumn(sheet.name, "họ và tên", cells_of, row, names[-1], column, column)


def is_full_name(value: Raw) -> bool:
    """Tell whether a text is the full name of a person: a family name, and no more than a few words.

    Parameters
    ----------
    value
        The cell.

    Returns
    -------
    bool
        True for ``Nguyễn Văn Mẫu``.

    Examples
    --------
    >>> [is_full_name(value) for value in ("Nguyễn Văn Mẫu", "Thiếu tá Lò Thị Mẫu", "Có mô hình", "Xã Lê Lợi", 5)]
    [True, True, False, False, False]
    """
    if not isinstance(value, str) or any(map(str.isdigit, value)):
        return False
    words = _RANK.sub("", value.strip()).split()
    capitals = all(word[:1].isupper() for word in words)
    return capitals and len(words) in _WORDS and bare(fold(words[0])) in _FAMILY_NAMES


def _is_role(text: str) -> bool:
    if len(text) > _HEADER_LENGTH or not any(map(str.isalpha, text)):
        return False
    return any(_ROLE.fullmatch(bare(fold(form).strip(" .:*()"))) for form in (text, *old_forms(text)))
