"""What the words of a row say: a total and of what, a district, an office, an order mark, a note below the table."""

import re
from collections.abc import Sequence

from antq_analysis.places.matching.names import fold, split_type
from antq_analysis.sources.tables.said import PLACE

_TOTAL = re.compile(
    r"(?:tổng(?: số| cộng)?|cộng(?: chung| dồn)?)(?: toàn)?"
    r"(?: (?:tỉnh|huyện|thành phố|thị xã|quận|xã|đơn vị|các|của|\d+)\b.*)?[:.]?"
    r"|toàn (?:tỉnh|huyện|thành phố|thị xã|quận|biểu)\b.*"
)
_TAIL = re.compile(r"\s*\([^()]*\)\s*[:.]?$")
_WHOLE = re.compile(
    r"tổng cộng|.*toàn (?:tỉnh|biểu)|(?:tổng|cộng)(?: số| cộng)? (?:tỉnh|(?:các|\d+) (?:huyện|đơn vị|xã)).*"
)
_PART = re.compile(r".*\b(?:huyện|thành phố|thị xã|quận)\b(?!.*(?:,|các)).*")
_ORDER = re.compile(r"(?:[IVXLC]+|[A-Z])\s*[.)]?")
_LEAD = re.compile(r"(?P<mark>[IVXLC]+|[A-Z]|\d{1,2})\s*(?:[.)/]\s*|\s[-\u2013]\s*)(?=\S)")
_BELOW = re.compile(
    r"(?:ghi chú|chú thích|nơi nhận|người lập(?: biểu)?|thủ trưởng|kt|tm|trưởng công an|giám đốc|kế toán|ký tên|nguồn)"
    r"(?:\s*[:.,(]|$).*|người lập biểu.*|thủ trưởng đơn vị.*|\((?:đã )?ký\b.*|\(?\*+\)?\s*\w.*"
    r"|.*\bngày\s*[\d.\u2026]*\s*tháng\s*[\d.\u2026]*\s*năm\b.*|.*,\s*ngày\s*\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}"
    rf"|{PLACE},\s*tháng\s*[\d.\u2026]{{0,4}}\s*(?:năm|[/.-])\s*20\d\d\W*"
)
_DISTRICT = re.compile(r"\b(?:huyện|thành phố|thị xã|quận)\s+[^\W\d].*", re.IGNORECASE)
_OFFICE = re.compile(r"(?:công an|ca|ubnd|ủy ban nhân dân|uỷ ban nhân dân|đảng ủy|đảng uỷ)\b")


def total_scope(words: str) -> str:
    """Tell whether words announce a total, and of what.

    Parameters
    ----------
    words
        The text of a name cell.

    Returns
    -------
    str
        ``sheet``, ``group``, ``either``, or empty when it is no total.

    Examples
    --------
    >>> total_scope("TỔNG CỘNG"), total_scope("Cộng huyện Đà Bắc"), total_scope("Xã Cộng Hòa"), total_scope("Cộng Hòa")
    ('sheet', 'group', '', '')
    """
    written = fold(strip_order(words))
    folded = _TAIL.sub("", written) if ")" in written else written
    if not _TOTAL.fullmatch(folded):
        return ""
    if _WHOLE.fullmatch(folded.rstrip(" :.")):
        return "sheet"
    return "group" if _PART.fullmatch(folded) else "either"


def district_of_total(words: str) -> str:
    """Give the district that a total names.

    Parameters
    ----------
    words
        The text of a name cell.

    Returns
    -------
    str
        The district with its type, as written; empty where it names none or the words are no total.

    Examples
    --------
    >>> district_of_total("Cộng huyện Đà Bắc (20 xã)"), district_of_total("Tổng toàn huyện")
    ('huyện Đà Bắc', '')
    """
    text = strip_order(words).strip()
    while (shorter := _TAIL.sub("", text)) != text:
        text = shorter
    named = _DISTRICT.search(text) if total_scope(words) else None
    return named[0].rstrip(" :.") if named else ""


def same_district(one: str, other: str) -> bool:
    """Tell whether two texts name one district, of which each may leave out the type.

    Parameters
    ----------
    one, other
        The texts of cells.

    Returns
    -------
    bool
        False where both say a type, and not the same.

    Examples
    --------
    >>> same_district("I. Huyện Mẫu", "MẪU"), same_district("TP Mẫu", "Huyện Mẫu")
    (True, False)
    """
    (kind, name), (other_kind, other_name) = (split_type(strip_order(text)) for text in (one, other))
    return fold(name) == fold(other_name) and (kind == other_kind or not (kind and other_kind))


def is_office(words: str) -> bool:
    """Tell whether a name is that of an office.

    Parameters
    ----------
    words
        The name, without order mark.

    Returns
    -------
    bool
        True for ``Công an huyện Đà Bắc`` and ``UBND huyện Đà Bắc``.
    """
    return _OFFICE.match(fold(words)) is not None


def of_province(words: str) -> bool:
    """Tell whether a total says that it is that of the province.

    Parameters
    ----------
    words
        The text of a name cell.

    Returns
    -------
    bool
        True for instance for ``Toàn tỉnh`` and ``Tổng cộng toàn tỉnh``.

    Examples
    --------
    >>> of_province("TOÀN TỈNH"), of_province("Tổng cộng"), of_province("Công an tỉnh")
    (True, False, False)
    """
    folded = fold(strip_order(words))
    return bool(total_scope(words)) and re.search(r"\btỉnh\b", folded) is not None


def strip_order(words: str) -> str:
    """Take ``I.``, ``A.`` or ``1)`` off the front of a heading.

    Parameters
    ----------
    words
        The heading.

    Returns
    -------
    str
        The heading without its order mark.

    Examples
    --------
    >>> strip_order("II. Huyện Mai Châu"), strip_order("I/ Huyện A")
    ('Huyện Mai Châu', 'Huyện A')
    """
    return _LEAD.sub("", words, count=1) if _LEAD.match(words) else words


def starts_with_order(texts: Sequence[str]) -> bool:
    """Tell whether the texts of a row begin with a Roman numeral or a letter, as those of headings do.

    Parameters
    ----------
    texts
        The filled cells up to the name.

    Returns
    -------
    bool
        True for ``II. Huyện Mẫu``, and for ``II`` before ``Huyện Mẫu``.

    Examples
    --------
    >>> starts_with_order(["II", "Huyện Mẫu"]), starts_with_order(["B. Kế hoạch"]), starts_with_order(["1", "Xã Mẫu"])
    (True, True, False)
    """
    if len(texts) > 1 and _ORDER.fullmatch(texts[0]):
        return True
    mark = _LEAD.match(texts[-1]) if texts else None
    return bool(mark) and not mark["mark"].isdigit()  # type: ignore[index]


def is_below(text: str) -> bool:
    """Tell whether a text belongs to the footnotes or the signature block.

    Parameters
    ----------
    text
        The text of a cell.

    Returns
    -------
    bool
        True for instance for ``NGƯỜI LẬP BIỂU``, ``Mẫu, ngày 20 tháng 11 năm 2023`` and ``Mẫu, tháng 11 năm 2023``.
    """
    return bool(text) and _BELOW.fullmatch(fold(text)) is not None
