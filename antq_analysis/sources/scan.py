"""What a file must not hold before it is kept: a stamp of secrecy, or columns about persons.

Nothing that is found here leaves as a value: findings and errors name a header and a range of cells only.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from antq_analysis.errors import InputError, SecrecyError
from antq_analysis.places.names import bare, fold, split_type
from antq_analysis.sources.archive import open_archive
from antq_analysis.sources.marks import Raw, cell_name
from antq_analysis.sources.values import tidy
from antq_analysis.sources.workbook import Sheet, Workbook, read_workbook

STAMPS = frozenset({"MẬT", "TỐI MẬT", "TUYỆT MẬT"})

_STAMP_LABEL = re.compile(r"độ mật\s*:\s*(?:mật|tối mật|tuyệt mật)")
_NUMBER_OF = (
    r"(?:thẻ )?(?:cccd|cmnd|cmt|cmtnd|căn cước(?: công dân)?|chứng minh (?:nhân dân|thư)"
    r"|định danh(?: cá nhân)?|hộ chiếu)"
)
_PERSON_HEADERS = (
    r"(?:họ(?:,| và)? tên(?: đệm)?(?: .*)?"
    r"|(?:ngày|năm|ngày,? tháng,? năm|ngày/tháng/năm|ngày, năm|ngày/năm) sinh"
    r"|sinh (?:ngày|năm|ngày,? tháng,? năm)"
    rf"|(?:số )?{_NUMBER_OF}(?:\s*(?:/|hoặc|,|-)\s*(?:số )?{_NUMBER_OF})*"
    r"|số (?:điện thoại|đt)(?: (?:liên hệ|di động|cá nhân))?(?: (?:của )?(?:người|cán bộ|chủ|trưởng|tổ trưởng)\b.*)?"
    r"|sđt|điện thoại di động"
    r"|(?:nơi|chỗ|địa chỉ|hộ khẩu|nơi đăng ký|nơi đăng ký hộ khẩu)(?: đăng ký)?"
    r" (?:thường trú|tạm trú|cư trú|ở hiện nay|ở)"
    r"|(?:nơi )?(?:đk(?:hk)?\s?tt|hktt)|quê quán)"
)
_PERSON = re.compile(_PERSON_HEADERS)
_PERSON_BARE = re.compile(bare(_PERSON_HEADERS).replace(r"\B", r"\b").replace(r"\S", r"\s"))
_SIGNED = re.compile(r"\(?(?:đã )?ký\b")
_PIECES = re.compile(r"[,/(\n\r\u2013-]")
_HEADER_LENGTH = 160
_SIGNS = re.compile(r"người lập|thủ trưởng|kt\.|tm\.|\((?:đã )?ký\b|.*\bngày\b.*\btháng\b.*\bnăm\b")
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_STAMP_LENGTH = 60
# Wrapped over lines, MẬT is also a part of "mật độ", "mật khẩu", "bí mật", "bảo mật" and of names such as Yên Mật.
_WORDS_AFTER = frozenset({"độ", "khẩu", "mã", "ong"})
_WORDS_BEFORE = frozenset({"bí", "bảo", "cơ", "yên"})
_PARAGRAPH = re.compile(rb"<a:p\b.*?</a:p>", re.DOTALL)
_TEXT = re.compile(rb"<a:t(?:\s[^>]*)?>([^<]*)</a:t>")
_PAGE_TEXT = re.compile(rb"<(?:odd|even|first)(?:Header|Footer)>([^<]*)<")
_COMMENT = re.compile(rb"<(?:\w+:)?(?:threadedC|c)omment\b.*?</(?:\w+:)?(?:threadedC|c)omment>", re.DOTALL)
_PLAIN_TEXT = re.compile(rb"<(?:\w+:)?(?:t|text)(?:\s[^>]*)?>([^<]*)</")
_PROPERTY = re.compile(rb"<(?:\w+:)?(?:title|subject|category|keywords|description)(?:\s[^>]*)?>([^<]*)</")


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
    return (
        written.strip(" .:*()[]-\"'\u201c\u201d\u2018\u2019\u00ab\u00bb") in STAMPS
        or _STAMP_LABEL.fullmatch(fold(written)) is not None
    )


def has_stamp(text: str) -> bool:
    r"""Tell whether one of the lines of a text is a stamp of secrecy.

    Parameters
    ----------
    text
        The text of a cell, a text box, a page header.

    Returns
    -------
    bool
        True also for ``MẬT`` over ``Bản số 01``; not for ``MẬT`` over ``ĐỘ DÂN SỐ`` or under ``XÃ YÊN``.

    Examples
    --------
    >>> [has_stamp(text) for text in ("MẬT\nBản số 01", "MẬT\nĐỘ DÂN SỐ", "XÃ YÊN\nMẬT")]
    [True, False, False]
    """
    if len(text) < len("MẬT") or "m" not in text.casefold():
        return False
    lines = [line for line in map(tidy, text.splitlines()) if line]
    for i, line in enumerate(lines):
        before, after = (lines[i - 1] if i else ""), (lines[i + 1] if i + 1 < len(lines) else "")
        goes_on = fold(after).split(" ")[0] in _WORDS_AFTER
        follows = bool(split_type(before)[0]) or fold(before).split(" ")[-1] in _WORDS_BEFORE
        if len(line) < _STAMP_LENGTH and is_stamp(line) and not goes_on and not follows:
            return True
    return False


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
                if isinstance(value, str) and has_stamp(value):
                    yield f"'{sheet.name}'!{cell_name(row, column)}"


def _stamped_parts(parts: Mapping[str, bytes]) -> Iterator[str]:
    for name, data in parts.items():
        texts = (html.unescape(text.decode("utf-8", "replace")) for text in _texts_of(name.lower(), data))
        if any(has_stamp(text.replace("_x000a_", "\n")) for text in texts):
            yield name


def _texts_of(name: str, data: bytes) -> Iterable[bytes]:
    if "/drawings/" in name:
        return [b"".join(_TEXT.findall(paragraph)) for paragraph in _PARAGRAPH.findall(data)]
    if "/worksheets/" in name:
        # Page headers carry codes for position, font and size (&C, &"Arial", &14); amp is written &amp; in XML.
        pages = [text.replace(b"&amp;", b"&") for text in _PAGE_TEXT.findall(data)]
        return [
            piece
            for text in pages
            for piece in re.split(rb'&(?:"[^"]*"|&quot;.*?&quot;|\d+|K[0-9A-F]{6}|[A-Z])', text)
        ]
    if "comments" in name:
        return [b"".join(_PLAIN_TEXT.findall(comment)) for comment in _COMMENT.findall(data)]
    if name.startswith("docprops/"):
        return [piece for text in _PROPERTY.findall(data) for piece in re.split(rb"[;,]", text)]
    return []


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
            below_table and any(isinstance(value, str) and _SIGNS.match(fold(value)) for value in filled)
        )
        below_table = below_table or (
            len(filled) > 2 or (len(filled) > 1 and any(not isinstance(value, str) for value in filled))
        )
        for column, value in enumerate(cells):
            if not (isinstance(value, str) and is_person_header(value)):
                continue
            under = [
                below
                for below in range(row + 1, len(sheet.rows))
                if sheet.rows[below][column] not in ("", None)
            ]
            # Where nothing but a signature follows, "họ và tên" asks a chief to sign.
            if under and not (signed and len(under) == 1 and not _heads_table(filled)):
                yield PersonColumn(
                    sheet.name,
                    _header_words(value),
                    f"{cell_name(row, column)}:{cell_name(under[-1], column)}",
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
    return _header_words(text) != ""


def _header_words(text: str) -> str:
    # "Họ và tên Nguyễn Văn A" in one cell: what follows the words of the header may be a value, and is not given.
    lines = [fold(line) for line in [text, *_PIECES.split(text)]]
    if len(text) >= _HEADER_LENGTH or any(_SIGNED.match(line) for line in lines):
        return ""
    pieces = (_BRACKETS.sub("", line).strip(" .:*)") for line in lines)
    found = next((piece for piece in pieces if _is_person(piece)), "")
    for start, header in (("ho ", "họ và tên"), ("ho,", "họ và tên"), ("so d", "số điện thoại")):
        if bare(found).startswith(start) and not bare(found).startswith(("ho khau", "ho chieu", "so dinh")):
            return header
    return found


def _is_person(words: str) -> bool:
    # Headers typed without accents are compared without them; accents that are there must be the right ones.
    found = _PERSON_BARE.fullmatch(bare(words)) if words.isascii() else _PERSON.fullmatch(words)
    return found is not None


def _heads_table(filled: Sequence[Raw]) -> bool:
    texts = {fold(value) for value in filled if isinstance(value, str)}
    headers = sum(is_person_header(text) for text in texts)
    return headers > 1 or len(texts) > 2
