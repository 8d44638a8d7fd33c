"""Words beside a name that say of which time it is: ``cũ``, ``trước sáp nhập``, ``nay là``."""

import re
from functools import lru_cache

from antq_analysis.places.letters.folding import clean

_BEFORE = (
    r"trước (?:đây|kia|đó|(?:khi |thời điểm |ngày |lúc )?(?:sáp nhập|sắp xếp|hợp nhất|chia tách|nhập)"
    r"|(?:ngày |năm |tháng )?\d[\d/.\-]*)"
)
_OLD = re.compile(rf"\s*[(\[]?\s*\b(?:cũ|{_BEFORE})(?!\w)\s*[)\]]?\s*", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:[ivxlc]{1,6}\s*[.)]\s*)?(?:(?:thuộc|các xã|khu vực|trên địa bàn|địa bàn)\s+)+", re.IGNORECASE
)
_ALONE = re.compile(
    rf"^(?:(?:xã|phường|thị trấn|đơn vị|địa giới|tên)\s+)?(?:cũ|{_BEFORE}|đã (?:giải thể|sáp nhập|nhập|hợp nhất))$",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"^(?:(?:hiện )?nay\s+(?:đã\s+)?(?:là\s+|thuộc\s+)?|(?:(?:nay|đã|được)\s+)*(?:(?:sáp\s+)?nhập\s+(?:vào|về)"
    r"|chuyển\s+(?:về|vào|sang|thành)|đổi\s+(?:tên\s+)?(?:thành|là))\s+|[→⇒>]+\s*):?\s*",
    re.IGNORECASE,
)
_ENDED = re.compile(r"\b(?:cũ|trước|nguyên|tách|nhập|chuyển|giải thể)\b", re.IGNORECASE)
_MADE_OF = re.compile(
    r"^(?:bao gồm|gồm|(?:sáp |hợp )?nhập (?:từ )?|hợp nhất (?:từ )?)\s*(?:có\s+)?:?\s*(?:\d+\s+|các\s+)?",
    re.IGNORECASE,
)
_END = re.compile(rf"\s+(?:cũ|{_BEFORE})$", re.IGNORECASE)
_BEGUN = re.compile(r"^(?:sau|mới|gồm|bao gồm|thành lập)\b", re.IGNORECASE)


@lru_cache(maxsize=65536)
def without_former_words(text: str) -> tuple[str, bool]:
    """Take the words that mark a district as a former one off its name.

    Parameters
    ----------
    text
        The district as written.

    Returns
    -------
    tuple[str, bool]
        The name, and whether it is marked as a former one.

    Examples
    --------
    >>> without_former_words("Huyện cũ Tân Lạc"), without_former_words("Khu vực Tân Lạc (trước sáp nhập)")
    (('Huyện Tân Lạc', True), ('Tân Lạc', True))
    """
    plain = clean(text)
    name = _LEAD.sub("", _OLD.sub(" ", plain).strip())
    return (name, name != plain) if name else (plain, False)


def is_former_mark(text: str) -> bool:
    """Tell whether a bracket says of the name before it that a former unit is meant.

    Parameters
    ----------
    text
        What stands in the bracket.

    Returns
    -------
    bool
        True for ``cũ`` or ``xã cũ``; False where another name stands there too.

    Examples
    --------
    >>> [is_former_mark(text) for text in ("cũ", "trước sáp nhập", "Tân Thành cũ", "mới")]
    [True, True, False, False]
    """
    return bool(_ALONE.match(clean(text)))


def present_name(text: str) -> str:
    """Give the present name that a bracket tells.

    Parameters
    ----------
    text
        What stands in the bracket.

    Returns
    -------
    str
        The name as written, empty where the bracket tells none.

    Examples
    --------
    >>> present_name("nay là Cao Dương"), present_name("đã nhập vào xã Mẫu"), present_name("Tân Thành")
    ('Cao Dương', 'xã Mẫu', '')
    """
    plain = clean(text)
    found = _NOW.match(plain)
    return plain[found.end() :].strip() if found else ""


def made_of(remark: str) -> list[str]:
    """List the former units of which a remark says that the present one is made.

    Parameters
    ----------
    remark
        What stands in the bracket.

    Returns
    -------
    list[str]
        Their names, empty where the remark says nothing of the kind.

    Examples
    --------
    >>> made_of("gồm Cao Sơn cũ, xã Tân Minh và Mẫu"), made_of("trừ KCN")
    (['Cao Sơn', 'xã Tân Minh', 'Mẫu'], [])
    """
    found = _MADE_OF.match(clean(remark))
    names = re.split(r"\s*(?:[,;+]|\bvà\b)\s*", clean(remark)[found.end() :]) if found else []
    return [without_former_words(name)[0] for name in names if name]


def former_end(text: str) -> str:
    """Give the words at the end of a name that mark it as a former one.

    Parameters
    ----------
    text
        A name as written, without brackets.

    Returns
    -------
    str
        The words with the space before them, empty where there are none.

    Examples
    --------
    >>> former_end("Xã Cao Dương cũ"), former_end("Xã Cao Dương")
    (' cũ', '')
    """
    found = _END.search(text)
    return found.group() if found else ""


def may_tell_a_former_unit(remark: str) -> bool:
    """Tell whether a remark may mean that the name before it is a former one.

    Parameters
    ----------
    remark
        What stands in the bracket.

    Returns
    -------
    bool
        False for a remark on the present unit.

    Examples
    --------
    >>> [may_tell_a_former_unit(text) for text in ("tách ra năm 2019", "sau sáp nhập", "trừ KCN")]
    [True, False, False]
    """
    plain = clean(remark)
    return bool(_ENDED.search(plain)) and not _BEGUN.match(plain)
