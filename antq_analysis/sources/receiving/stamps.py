"""Stamps of secrecy: how one is told from a word that merely holds the same letters, and where a file may bear one."""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from antq_analysis.places.letters.old_encodings import old_forms
from antq_analysis.places.matching.names import fold, split_type
from antq_analysis.sources.tables.values import tidy
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.page_texts import HEADER_FOOTER
from antq_analysis.sources.workbooks.sheet import Workbook

STAMPS = frozenset({"MẬT", "TỐI MẬT", "TUYỆT MẬT"})

_STAMP_LABEL = re.compile(r"độ mật\s*:\s*(?:mật|tối mật|tuyệt mật)")
_STAMP_LENGTH = 60
# Wrapped over lines, MẬT is also a part of "mật độ", "mật khẩu", "bí mật", "bảo mật" and of names such as Yên Mật.
_WORDS_AFTER = frozenset({"độ", "khẩu", "mã", "ong", "sơn"})
_WORDS_BEFORE = frozenset({"bí", "bảo", "cơ", "yên"})
_WORDS_OF_NAME = 3
_TYPE_NEAR = re.compile(r"\b(?:xã|phường|thị trấn|đặc khu|x|p|tt)\b")
_PARAGRAPH = re.compile(rb"<a:p\b.*?</a:p>", re.DOTALL)
_TEXT = re.compile(rb"<a:t(?:\s[^>]*)?>([^<]*)</a:t>")
_PAGE_TEXT = re.compile(rb"<(?:odd|even|first)(?:Header|Footer)>([^<]*)<")
_COMMENT = re.compile(rb"<(?:\w+:)?(?:threadedC|c)omment\b.*?</(?:\w+:)?(?:threadedC|c)omment>", re.DOTALL)
_PLAIN_TEXT = re.compile(rb"<(?:\w+:)?(?:t|text)(?:\s[^>]*)?>([^<]*)</")
_ODF_TEXT = re.compile(
    rb"<(?:text:p|dc:title|dc:subject|dc:description|meta:keyword)(?:\s[^<>]*[^<>/])?>(.*?)</(?:text:p|dc:|meta:)"
)
_ODF_TAG = re.compile(rb"<[^<>]*>")
_PROPERTY = re.compile(rb"<(?:\w+:)?(?:title|subject|category|keywords|description)(?:\s[^>]*)?>([^<]*)</")


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
    return any(map(_is_stamp_as_written, _as_capitals(text)))


def _is_stamp_as_written(text: str) -> bool:
    written = tidy(text)
    return (
        written.strip(" .:*()[]-\"'\u201c\u201d\u2018\u2019\u00ab\u00bb") in STAMPS
        or _STAMP_LABEL.fullmatch(fold(written)) is not None
    )


def _as_capitals(text: str) -> list[str]:
    # Fonts from before Unicode store the capitals of MẬT as small letters.
    return [text, *(form.upper() for form in old_forms(text))]


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
    if len(text) < len("MẬT") or not {"m", "t"} <= set(text.casefold()):
        return False
    return any(map(_has_stamped_line, _as_capitals(text)))


def _has_stamped_line(text: str) -> bool:
    lines = [line for line in map(tidy, text.splitlines()) if line]
    for i, line in enumerate(lines):
        before, after = (lines[i - 1] if i else ""), (lines[i + 1] if i + 1 < len(lines) else "")
        goes_on = fold(after).split(" ")[0] in _WORDS_AFTER
        follows = bool(split_type(before)[0]) or fold(before).split(" ")[-1] in _WORDS_BEFORE
        if len(line) < _STAMP_LENGTH and _is_stamp_as_written(line) and not goes_on and not follows:
            return True
    return False


def name_is_stamped(name: str) -> bool:
    """Tell whether the name of a file bears a stamp: in capitals, and no part of another word or of a name.

    Parameters
    ----------
    name
        The name of the file.

    Returns
    -------
    bool
        True for ``TỐI MẬT - bieu.xlsx``, ``MẬT bieu.xlsx`` and ``bieu_MẬT.xlsx``.

    Examples
    --------
    >>> [name_is_stamped(name) for name in ("bieu (MẬT).xlsx", "MẬT ĐỘ DÂN SỐ.xlsx", "XÃ_YÊN_MẬT.xlsx")]
    [True, False, False]
    """
    stem = unicodedata.normalize("NFC", name).rpartition(".")[0] or name
    if any(is_stamp(piece.replace("_", " ")) for piece in re.split(r"[()\[\]{}.]|\s*[-\u2013]\s*", stem)):
        return True
    words = re.findall(r"[^\W_]+", stem)
    return any(_is_stamp_among(words, at) for at, word in enumerate(words) if word == "MẬT")


def _is_stamp_among(words: Sequence[str], at: int) -> bool:
    """Tell whether MẬT in capitals stands for itself, and is no part of another word or of the name of a unit."""
    before, after = [word.casefold() for word in words[:at]], "".join(words[at + 1 : at + 2]).casefold()
    if before[-1:] in (["tối"], ["tuyệt"]):
        return True
    near = " ".join(before[-_WORDS_OF_NAME:])
    return (
        after not in _WORDS_AFTER and not _WORDS_BEFORE & set(before[-1:]) and _TYPE_NEAR.search(near) is None
    )


def stamped_cells(book: Workbook) -> Iterator[str]:
    """List where a workbook bears a stamp.

    Parameters
    ----------
    book
        The workbook.

    Yields
    ------
    str
        Sheet and cell, or the header and footer of its printed pages.
    """
    for sheet in book.sheets:
        if is_stamp(sheet.name):
            yield f"'{sheet.name}'"
        if has_stamp("\n".join(sheet.page_texts)):
            yield f"'{sheet.name}'!{HEADER_FOOTER}"
        for row, cells in enumerate(sheet.rows):
            for column, value in enumerate(cells):
                if isinstance(value, str) and has_stamp(value):
                    yield f"'{sheet.name}'!{cell_name(row, column)}"


def stamped_parts(parts: Mapping[str, bytes]) -> Iterator[str]:
    """List the parts of an archive other than cells that bear a stamp: text boxes, page headers, comments, properties.

    Parameters
    ----------
    parts
        The XML parts by name, as :func:`antq_analysis.sources.workbooks.archive.open_archive` unpacks them.

    Yields
    ------
    str
        Name of the part.
    """
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
    if name in ("content.xml", "styles.xml", "meta.xml"):
        return [_ODF_TAG.sub(b"", text) for text in _ODF_TEXT.findall(data)]
    if name.startswith("docprops/"):
        return [piece for text in _PROPERTY.findall(data) for piece in re.split(rb"[;,]", text)]
    return []
