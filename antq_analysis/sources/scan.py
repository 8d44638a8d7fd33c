"""What a file must not hold before it is kept: a stamp of secrecy, or columns about persons.

Nothing that is found here leaves as a value: findings and errors name a header and a range of cells only.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from antq_analysis.errors import InputError, SecrecyError
from antq_analysis.places.names import fold
from antq_analysis.sources.archive import open_archive
from antq_analysis.sources.marks import Raw, cell_name
from antq_analysis.sources.values import tidy
from antq_analysis.sources.workbook import Sheet, Workbook, read_workbook

STAMPS = frozenset({"MẬT", "TỐI MẬT", "TUYỆT MẬT"})

_STAMP_LABEL = re.compile(r"độ mật\s*:\s*(?:mật|tối mật|tuyệt mật)")
_NUMBER_OF = (
    r"(?:cccd|cmnd|cmt|cmtnd|căn cước(?: công dân)?|chứng minh (?:nhân dân|thư)"
    r"|định danh(?: cá nhân)?|hộ chiếu)"
)
_PERSON = re.compile(
    r"(?:họ(?:,| và)? tên(?: đệm)?(?: .*)?"
    r"|(?:ngày|năm|ngày,? tháng,? năm|ngày/tháng/năm|ngày, năm|ngày/năm) sinh"
    rf"|(?:số )?{_NUMBER_OF}(?:\s*(?:/|hoặc|,|-)\s*(?:số )?{_NUMBER_OF})*"
    r"|số (?:điện thoại|đt)(?: (?:liên hệ|di động|cá nhân))?|sđt|điện thoại di động"
    r"|(?:nơi|chỗ|địa chỉ|hộ khẩu|nơi đăng ký|nơi đăng ký hộ khẩu)(?: đăng ký)? (?:thường trú|tạm trú|ở hiện nay|ở)"
    r"|hktt|quê quán)"
)
_SIGNS = re.compile(r"người lập|thủ trưởng|kt\.|tm\.|\((?:đã )?ký\b|.*\bngày\b.*\btháng\b.*\bnăm\b")
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_PARAGRAPH = re.compile(rb"<a:p\b.*?</a:p>", re.DOTALL)
_TEXT = re.compile(rb"<a:t(?:\s[^>]*)?>([^<]*)</a:t>")
_PAGE_TEXT = re.compile(rb"<(?:odd|even|first)(?:Header|Footer)>([^<]*)<")
_COMMENT = re.compile(rb"<comment\b.*?</comment>", re.DOTALL)
_PLAIN_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</")


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
    """

    sheet: str
    header: str
    cells: str


def scan_file(path: Path) -> Workbook:
    """Refuse a file that must not be kept.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    Workbook
        Its cells, once it is clean.

    Raises
    ------
    SecrecyError
        If the file, its name, a text box, a comment or a page header bears a stamp of secrecy.
    InputError
        If it has columns about persons, or is no workbook.
    MissingError
        If it cannot be read.
    """
    if name_is_stamped(path.name):
        raise SecrecyError("sources.secret", file=path.name, place=path.name)
    book = read_workbook(path)
    stamps = [*stamped_cells(book), *_stamped_parts(open_archive(path))]
    if stamps:
        raise SecrecyError("sources.secret", file=path.name, place=", ".join(stamps))
    persons = [column for sheet in book.sheets for column in person_columns(sheet)]
    if persons:
        cases = [f"'{column.sheet}'!{column.cells}: {column.header}" for column in persons]
        raise InputError("sources.persons", cases=cases, file=path.name, n=len(persons))
    return book


def is_stamp(text: str) -> bool:
    """Tell whether a whole cell is a stamp of secrecy.

    Parameters
    ----------
    text
        The text of the cell.

    Returns
    -------
    bool
        True for ``MẬT``, ``TỐI MẬT``, ``TUYỆT MẬT`` alone.

    Examples
    --------
    >>> [is_stamp(text) for text in (" MẬT ", "MẬT ĐỘ DÂN SỐ", "BÍ MẬT", "XÃ YÊN MẬT")]
    [True, False, False, False]
    """
    written = tidy(text)
    return written.strip(" .:*()[]-") in STAMPS or _STAMP_LABEL.fullmatch(fold(written)) is not None


def name_is_stamped(name: str) -> bool:
    """Tell whether the name of a file bears a stamp, set apart by brackets, dashes or underscores.

    Parameters
    ----------
    name
        The name of the file.

    Returns
    -------
    bool
        True for ``TỐI MẬT - bieu.xlsx`` and ``bieu_MẬT.xlsx``.

    Examples
    --------
    >>> [name_is_stamped(name) for name in ("bieu (MẬT).xlsx", "MẬT ĐỘ DÂN SỐ.xlsx", "XÃ_YÊN_MẬT.xlsx")]
    [True, False, False]
    """
    stem = unicodedata.normalize("NFC", name).rpartition(".")[0] or name
    if any(is_stamp(piece.replace("_", " ")) for piece in re.split(r"[()\[\]{}.]|\s*[-\u2013]\s*", stem)):
        return True
    words = stem.split("_")
    for i, word in enumerate(words):
        before, after = (words[i - 1] if i else ""), (words[i + 1] if i + 1 < len(words) else "")
        if word.strip() in STAMPS and not (before.isalpha() and before.isupper()) and after != "ĐỘ":
            return True
    return "TỐI_MẬT" in stem or "TUYỆT_MẬT" in stem


def stamped_cells(book: Workbook) -> Iterator[str]:
    """List where a workbook bears a stamp.

    Parameters
    ----------
    book
        The workbook.

    Yields
    ------
    str
        Sheet and cell.
    """
    for sheet in book.sheets:
        if is_stamp(sheet.name):
            yield f"'{sheet.name}'"
        for row, cells in enumerate(sheet.rows):
            for column, value in enumerate(cells):
                if isinstance(value, str) and 3 <= len(value) < 60 and is_stamp(value):
                    yield f"'{sheet.name}'!{cell_name(row, column)}"


def _stamped_parts(parts: Mapping[str, bytes]) -> Iterator[str]:
    for name, data in parts.items():
        if "/drawings/" in name:
            found = [b"".join(_TEXT.findall(paragraph)) for paragraph in _PARAGRAPH.findall(data)]
        elif "/worksheets/" in name:
            # Page headers carry codes for position, font and size (&C, &"Arial", &14); amp is written &amp; in XML.
            pages = [text.replace(b"&amp;", b"&") for text in _PAGE_TEXT.findall(data)]
            found = [
                piece
                for text in pages
                for piece in re.split(rb'&(?:"[^"]*"|&quot;.*?&quot;|\d+|K[0-9A-F]{6}|[A-Z])', text)
            ]
        elif "comments" in name:
            found = [b"".join(_PLAIN_TEXT.findall(comment)) for comment in _COMMENT.findall(data)]
        else:
            continue
        if any(is_stamp(text.decode("utf-8", "replace")) for text in found):
            yield name


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
    for row, cells in enumerate(sheet.rows):
        # Where nothing but signatures follows, "họ và tên" asks a chief to sign.
        if any(
            isinstance(value, str) and _SIGNS.match(fold(value)) for value in cells
        ) and not _table_goes_on(sheet.rows, row):
            return
        for column, value in enumerate(cells):
            if isinstance(value, str) and is_person_header(value):
                last = max(
                    (
                        below
                        for below in range(row + 1, len(sheet.rows))
                        if sheet.rows[below][column] not in ("", None)
                    ),
                    default=-1,
                )
                if last > row:
                    # "Họ và tên Nguyễn Văn A" in one cell: what follows the header words may be a value.
                    header = "họ và tên" if fold(value).startswith("họ") else fold(value)[:60]
                    yield PersonColumn(
                        sheet.name, header, f"{cell_name(row, column)}:{cell_name(last, column)}"
                    )


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
    folded = fold(text)
    return len(folded) < 80 and _PERSON.fullmatch(_BRACKETS.sub("", folded).strip(" .:*")) is not None


def _table_goes_on(rows: Sequence[Sequence[Raw]], row: int) -> bool:
    for cells in rows[row:]:
        filled = [value for value in cells if value not in ("", None)]
        headers = sum(isinstance(value, str) and is_person_header(value) for value in filled)
        if headers and (headers > 1 or len(filled) > 2):
            return True
    return False
