"""Words above a table or on its tab by which its figures may be of a part of the year that nobody can date."""

import re

from antq_analysis.sources.tables.time_accents import with_accents

_TAB = re.compile(
    r"\W*(?:(?:sl|bc|số liệu|báo cáo|của)\s+)*"
    r"(?:th[aá]ng|quý|tu[aầ]n|(?:đầu|cuối) kỳ|cuối năm|s[12]"
    r"|hk\s*(?:[12]|i{1,2})|h[12]|(?:0?1)\s*[-\u2013]\s*(?:0?[2-9]|1[01])|học kỳ(?:\s+\w+)?"
    r"|[12]\s*h(?:\s*\d{4})?|6\s*t(?:h|háng)?\W*[đd](?:ầu|au)?(?:\s*năm)?\W*\d{4}|6\s*th|đầu năm|hè(?:\s+\d{4})?"
    r"|(?:0?1\.)?0?1\s*[-\u2013]\s*\d{1,2}\.(?:0?[1-9]|1[01]))\W*"
)
_ALONE = re.compile(r"\W*(?:(?:báo cáo|bc|số liệu|biểu)\s+)*(?:sơ kết|t[eế]t|(?:đợt\s+)?cao điểm)\W*")
_AMONG = re.compile(
    r"\b(?:dịp|phục vụ|trước|sau|trong|vui|đón)\s+(?:các ngày\s+)?(?:lễ\W+)?(?:và\s+)?t[eế]t\b|\btết nguyên đán\b"
    r"|\b(?:số liệu|thống kê|theo dõi|(?<!chế độ )báo cáo)\s+(?:theo dõi\s+)?(?:hằng|hàng) (?:tháng|quý|tuần)\b"
    r"|\b(?:từ|kể từ|sau)\s+(?:lần|kỳ|đợt)\s+báo cáo\s+trước\b"
    r"|\b(?:tháng|quý|tuần) (?:gần nhất|vừa qua)\b"
    r"|\b(?:đợt|kế hoạch|thực hiện|ra quân|tháng)\s+cao điểm\b|^\W*cao điểm\b"
)


def says_part_of_year(text: str, *, is_tab: bool = False) -> bool:
    """Tell whether words speak of a part of the year without saying which months it is.

    Parameters
    ----------
    text
        A title, or the name of a sheet.
    is_tab
        Whether it is the name of a sheet, which is short: ``1-6`` and ``H1`` then are halves of the year.

    Returns
    -------
    bool
        True for a half that is abbreviated, ``Tháng`` without a number, an interim summary, days before a feast.

    Examples
    --------
    >>> [says_part_of_year(name, is_tab=True) for name in ("1-6", "H1", "Tháng", "Tết", "Biểu 1-6", "Huyện 1")]
    [True, True, True, True, False, False]
    >>> says_part_of_year("ĐỢT CAO ĐIỂM TRẤN ÁP TỘI PHẠM"), says_part_of_year("Sơ kết 3 năm"), says_part_of_year("1-6")
    (True, False, False)
    """
    words = with_accents(text)
    return bool(_ALONE.fullmatch(words) or _AMONG.search(words) or (is_tab and _TAB.fullmatch(words)))
