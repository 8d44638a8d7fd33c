"""Notes about figures that stand within the area of a list of persons: read where they can name nobody."""

import re
from collections.abc import Iterator

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.receiving.identities import has_identity_number, is_list_title
from antq_analysis.sources.receiving.persons import SIGNS, is_person_header
from antq_analysis.sources.tables.time_accents import with_accents
from antq_analysis.sources.workbooks.sheet import Place, Sheet

_NOTE = re.compile(
    r"\W*(?:ghi chú|chú thích|chú ý|lưu ý|nguồn|số liệu|thời điểm|kỳ báo cáo)\b|\W*\(?\*+\)?\s*\S"
)
_FIGURES = re.compile(
    r"\b(?:số liệu|số vụ|vụ việc|dân số|số dân|nhân khẩu|số hộ|diện tích|mô hình|kỳ báo cáo|tính đến|tính từ"
    r"|thời điểm|lũy kế|luỹ kế|cột)\b"
)
_OF_PERSONS = re.compile(
    r"\b(?:ông|bà|anh|chị|đồng chí|đ/c|sinh|cccd|cmnd|căn cước|thường trú|tạm trú|quê|điện thoại|sđt|họ tên|họ và tên"
    r"|người (?:lập|báo cáo|liên hệ)|phụ trách|tổ trưởng|trưởng|nguyễn|phạm|huỳnh|trương|phan|đinh"
    r"|\w+ (?:văn (?!hóa|bản|phòng|minh)|thị (?!trấn|xã))\w+)\b"
)
_LONG_NUMBER = re.compile(r"\d{5,}")
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_STARTS = re.compile(r"(?:^|[.:;(*\-\u2013])\W*$")
_SHORT_FORMS = frozenset(
    {
        "ANTT",
        "ANTQ",
        "TTATXH",
        "CA",
        "QĐ",
        "TT",
        "KH",
        "UBND",
        "TDP",
        "KDC",
        "CSDL",
        "PCCC",
        "GTVT",
        "TNGT",
        "NTM",
    }
    | {"TDBVANTQ", "BCA", "I", "II", "III", "IV"}
)
_OFFICES = frozenset({"tổng", "niên", "chi", "cục", "thống", "nghị", "quyết", "thông"})
"""Words that begin with a capital in Niên giám, Chi cục Thống kê, Tổng điều tra."""
_IN_CAPITALS = re.compile(
    r"(?:ghi|chú|số|liệu|năm|vụ|việc|dân|hộ|khẩu|đến|tháng|ngày|kỳ|báo|cáo|tính|từ|là|mô|hình|điểm|diện|tích|hết|lấy"
    r"|theo|của|và|các|thời|trong|nguồn|về|cột|thống|kê|niên|giám)"
)


def kept_notes(sheet: Sheet, first: Place, last: Place) -> Iterator[tuple[Place, bool]]:
    """Find the notes about figures in an area, each alone in its row.

    Parameters
    ----------
    sheet
        The sheet.
    first, last
        Corners of the area as row and column, counted from 0, inclusive.

    Yields
    ------
    tuple
        Where it stands, and whether nobody can be named in it, so that it may be kept.
    """
    for row in range(first[0], last[0] + 1):
        cells = sheet.rows[row][first[1] : last[1] + 1]
        filled = [at for at, value in enumerate(cells, first[1]) if value not in ("", None)]
        text = sheet.rows[row][filled[0]] if len(filled) == 1 else None
        if isinstance(text, str) and _is_note(text):
            yield (row, filled[0]), names_nobody(text)


def names_nobody(text: str) -> bool:
    """Tell whether words can name no person: no word within a sentence begins with a capital but those of offices.

    Parameters
    ----------
    text
        A note.

    Returns
    -------
    bool
        False where anything in it may be a name or the number of a person.

    Examples
    --------
    >>> [names_nobody(text) for text in ("Ghi chú: Số vụ việc ANTT năm 2022", "Ghi chú: do Mẫu Văn Canh báo cáo")]
    [True, False]
    """
    if _OF_PERSONS.search(with_accents(text)) or has_identity_number(text) or _LONG_NUMBER.search(text):
        return False
    words = [*_WORD.finditer(text)]
    return all(_is_known(text, word, after) for word, after in zip(words, [*words[1:], None], strict=True))


def _is_known(text: str, word: re.Match[str], after: re.Match[str] | None) -> bool:
    """Tell whether a word with a capital can be no name: it begins a sentence or an office, or is a short form."""
    said = word[0]
    if not said[0].isupper() or said in _SHORT_FORMS:
        return True
    if said.isupper():
        return _IN_CAPITALS.fullmatch(fold(said)) is not None
    alone = (
        after is None or not after[0][0].isupper() or after[0] in _SHORT_FORMS or fold(after[0]) in _OFFICES
    )
    return alone and (fold(said) in _OFFICES or _SENTENCE_STARTS.search(text[: word.start()]) is not None)


def _is_note(text: str) -> bool:
    words = with_accents(text)
    told = _NOTE.match(words) and (_FIGURES.search(words) or re.search(r"\d", words))
    silent = is_list_title(text) or is_person_header(text) or SIGNS.match(words)
    return bool(told and not silent)
