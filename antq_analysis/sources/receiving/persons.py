"""Columns about persons: told by their complete header inside a table, never by a value.

Nothing that is found here leaves as a value: a column is named by the words of its header and a range of cells.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from antq_analysis.places.letters.old_encodings import old_forms
from antq_analysis.places.matching.names import bare, fold
from antq_analysis.sources.workbooks.marks import Raw, cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

_NUMBER_OF = (
    r"(?:thẻ )?(?:cccd|cmnd|cmt|cmtnd|căn cước(?: công dân)?|chứng minh (?:nhân dân|thư)"
    r"|định danh(?: cá nhân)?|hộ chiếu)"
)
_PERSON_HEADERS = (
    r"(?:họ(?:,| và| &)? tên(?: đệm)?(?: .*)?|(?:họ,? )?chữ đệm và tên(?: .*)?"
    r"|(?:ngày|năm|ngày,? tháng,? năm|ngày/tháng/năm|ngày, năm|ngày/năm) sinh"
    r"|sinh (?:ngày|năm|ngày,? tháng,? năm)"
    rf"|(?:số )?{_NUMBER_OF}(?:\s*(?:/|hoặc|,|-)\s*(?:số )?{_NUMBER_OF})*(?: số)?"
    r"|(?:số điện thoại|số đt|điện thoại|sđt)(?: (?:liên hệ|liên lạc|di động|cá nhân))?"
    r"(?: (?:của )?(?:người|cán bộ|chủ|trưởng|tổ trưởng)\b.*)?|(?:số )?(?:đtdđ|đt di động)"
    r"|(?:nơi|chỗ|địa chỉ|hộ khẩu|nơi đăng ký|nơi đăng ký hộ khẩu)(?: đăng ký)?"
    r" (?:thường trú|tạm trú|cư trú|ở hiện nay|ở)"
    r"|(?:nơi )?(?:đk(?:hk)?\s?tt|hktt)|quê quán)"
)
_PERSON = re.compile(_PERSON_HEADERS)
_PERSON_BARE = re.compile(bare(_PERSON_HEADERS).replace(r"\B", r"\b").replace(r"\S", r"\s"))
_SIGNED = re.compile(r"\(?(?:đã )?ký\b")
_NUMBERED = re.compile(r"^\(?[0-9a-z]{1,3}\s*[.):]\s*(?=\S)")
_QUOTES = "\"'\u201c\u201d\u2018\u2019\u00ab\u00bb\u2026"
_OF_TWO_THINGS = frozenset(map(bare, ("số đt", "điện thoại")))
"""Numbers of telephones, or counts: of đối tượng, or of what was done by telephone."""
_PIECES = re.compile(r"[,/(\n\r\u2013-]")
_HEADER_LENGTH = 160
SIGNS = re.compile(r"người lập|thủ trưởng|kt\.|tm\.|\((?:đã )?ký\b|.*\bngày\b.*\btháng\b.*\bnăm\b")
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_TELLS = re.compile(r"sinh|trú|\bở\b|quê|tt\b|hộ khẩu|\bque\b|\btru\b")
_SUBHEADER_LENGTH = 20
_HEAD_HEIGHT = 3
_COUNT_DIGITS = 6


@dataclass(frozen=True)
class PersonColumn:
    """A column about persons.

    Parameters
    ----------
    sheet
        Name of the sheet.
    header
        Its header.
    cells
        The range from its header down.
    top, bottom
        The row of its header and the last row in which it is filled, counted from 0.
    first, last
        The columns that its header stands over, counted from 0, inclusive.
    """

    sheet: str
    header: str
    cells: str
    top: int = 0
    bottom: int = 0
    first: int = 0
    last: int = 0

    @property
    def identifies(self) -> bool:
        """Whether it names a person, by name or number, and not only tells of one."""
        return _TELLS.search(self.header) is None


def person_columns(sheet: Sheet) -> Iterator[PersonColumn]:
    """List the columns of a sheet that are about persons, by their complete header inside a table.

    Parameters
    ----------
    sheet
        The sheet.

    Yields
    ------
    PersonColumn
        Header and range, never a value.
    """
    below_table = signed = False
    for row, cells in enumerate(sheet.rows):
        filled = [value for value in cells if value not in ("", None)]
        # A date line above a table announces it; below one, the signatures begin.
        signed = signed or (
            below_table and any(isinstance(value, str) and SIGNS.match(fold(value)) for value in filled)
        )
        below_table = below_table or (
            len(filled) > 2 or (len(filled) > 1 and any(not isinstance(value, str) for value in filled))
        )
        for column, value in enumerate(cells):
            if not (isinstance(value, str) and is_person_header(value)):
                continue
            last = _last_column(sheet, row, column)
            under = [
                below
                for below in range(row + 1, len(sheet.rows))
                if any(sheet.rows[below][place] not in ("", None) for place in range(column, last + 1))
            ]
            if is_ambiguous(value) and not _any_number(sheet, under, range(column, last + 1)):
                continue
            # Where nothing but a signature follows, "họ và tên" asks a chief to sign.
            if under and not (signed and len(under) == 1 and not _heads_table(filled)):
                cells_of = f"{cell_name(row, column)}:{cell_name(under[-1], last)}"
                yield PersonColumn(sheet.name, _header_words(value), cells_of, row, under[-1], column, last)


def _any_number(sheet: Sheet, rows: Sequence[int], columns: Sequence[int]) -> bool:
    """Tell whether cells hold what may be the number of a telephone: more digits than a count of a commune has."""
    values = [sheet.rows[row][column] for row in rows for column in columns]
    return any(sum(map(str.isdigit, str(value))) > _COUNT_DIGITS for value in values)


def is_ambiguous(text: str) -> bool:
    """Tell whether a header may as well stand over counts: of đối tượng, or of what was done by telephone.

    Parameters
    ----------
    text
        The text of the header cell.

    Returns
    -------
    bool
        True for ``Số ĐT`` and ``Tuyên truyền qua mạng, điện thoại``.
    """
    return all(bare(piece) in _OF_TWO_THINGS for piece in _pieces(_lines(text)) if _is_person(piece))


def _last_column(sheet: Sheet, row: int, column: int) -> int:
    """Find the last column that a header stands over: ``Năm sinh`` over ``Nam`` and ``Nữ``."""
    width = len(sheet.rows[row])
    for r0, c0, r1, c1 in sheet.merged:
        if r0 <= row <= r1 and c0 <= column <= c1:
            return min(c1, width - 1)
    last = column
    while last + 1 < width and (
        _heads_both(sheet, row, column, last + 1) or _goes_on(sheet, row, column, last + 1)
    ):
        last += 1
    return last


def _heads_both(sheet: Sheet, row: int, column: int, right: int) -> bool:
    """Tell whether a title stands over the headers of several columns."""
    below = sheet.rows[row + 1][column : right + 1] if row + 1 < len(sheet.rows) else ()
    return (
        sheet.rows[row][right] in ("", None)
        and bool(below)
        and all(isinstance(value, str) and 0 < len(value) < _SUBHEADER_LENGTH for value in below)
        and not any(letter.isdigit() for value in below for letter in str(value))
        and _is_subheader(sheet, row + 1, column)
    )


def _goes_on(sheet: Sheet, row: int, column: int, right: int) -> bool:
    """Tell whether a column without any header of its own goes on with the words beside it."""
    if any(r0 <= row <= r1 and c0 <= right <= c1 for r0, c0, r1, c1 in sheet.merged):
        return False
    above = sheet.rows[max(0, row - _HEAD_HEIGHT) : row + 1]
    if any(value not in ("", None) for cells in above for value in cells[right : right + 1]):
        return False
    first = next((cells for cells in sheet.rows[row + 1 :] if cells[column] not in ("", None)), ())
    return any(map(is_word, first[right : right + 1]))


def is_word(value: Raw) -> bool:
    """Tell whether a cell holds words alone, without any figure.

    Parameters
    ----------
    value
        The cell.

    Returns
    -------
    bool
        False for an empty cell, a dash, a number, and words beside a number.
    """
    return isinstance(value, str) and any(map(str.isalpha, value)) and not any(map(str.isdigit, value))


def _is_subheader(sheet: Sheet, row: int, column: int) -> bool:
    # Under a head of two rows the columns to the left stay empty, where a row of persons fills them.
    return column > 0 and all(value in ("", None) for value in sheet.rows[row][:column])


def is_person_header(text: str) -> bool:
    """Tell whether a whole header is about persons.

    Parameters
    ----------
    text
        The text of the header cell.

    Returns
    -------
    bool
        True for ``Họ và tên``, ``Ngày sinh``, ``Số CCCD``.

    Examples
    --------
    >>> [is_person_header(text) for text in ("Họ và tên", "SỐ CCCD/CMND", "(Ký, ghi rõ họ tên)", "Hình ảnh", "Số vụ")]
    [True, True, False, False, False]
    """
    return _header_words(text) != ""


def _header_words(text: str) -> str:
    if not any(map(str.isalpha, text)):
        return ""
    return next((header for form in (text, *old_forms(text)) if (header := _words_of_header(form))), "")


def _words_of_header(text: str) -> str:
    # "Họ và tên Nguyễn Văn A" in one cell: what follows the words of the header may be a value, and is not given.
    if len(text) >= _HEADER_LENGTH:
        return ""
    lines = _lines(text)
    if any(_SIGNED.match(line) for line in lines):
        return ""
    found = next((piece for piece in _pieces(lines) if _is_person(piece)), "")
    for start, header in (("ho ", "họ và tên"), ("ho,", "họ và tên"), ("so d", "số điện thoại")):
        if bare(found).startswith(start) and not bare(found).startswith(("ho khau", "ho chieu", "so dinh")):
            return header
    return found


def _lines(text: str) -> list[str]:
    """Give a header whole and its parts."""
    return list(dict.fromkeys(fold(line) for line in [text, *_PIECES.split(text)]))


def _pieces(lines: Sequence[str]) -> Iterator[str]:
    """Give the words of a header without numbering, quotes and what stands in brackets behind."""
    for line in lines:
        yield _BRACKETS.sub("", _NUMBERED.sub("", line.strip(_QUOTES + " "))).strip(" .:*)" + _QUOTES)


def _is_person(words: str) -> bool:
    # Headers typed without accents are compared without them; accents that are there must be the right ones.
    found = _PERSON_BARE.fullmatch(bare(words)) if words.isascii() else _PERSON.fullmatch(words)
    return found is not None


def _heads_table(filled: Sequence[Raw]) -> bool:
    texts = {fold(value) for value in filled if isinstance(value, str)}
    headers = sum(is_person_header(text) for text in texts)
    return headers > 1 or len(texts) > 2
