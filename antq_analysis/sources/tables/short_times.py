"""Short and spelled forms of times in titles and names of sheets, written as the rest of the reader knows them."""

import re
from collections.abc import Callable

_MONTH_WORDS = {
    "một": 1, "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười một": 11, "mười hai": 12, "chạp": 12, "mười": 10,
}  # fmt: skip
_QUARTERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4}
_DIGIT_WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:20)?(?:1\d|2\d|3\d)(?!\d)"
_FULL_YEAR = r"20\d\d(?!\d)"
_NO_TIME = (
    r"(?<!số )(?<!số: )(?<!biểu )(?<!mẫu )(?<!bảng )(?<!phụ lục )(?<!pl )(?<!bm )(?<!đợt )(?<!lần )(?<!khóa )"
    r"(?<!kỳ )(?<!quý )(?<!tuần )(?<!vòng )(?<!tập )(?<!tờ )(?<!phiếu )"
)
"""Words after which a number and a year are no month."""
_OF_A_DAY = r"(?:cách mạng|xã|phường|thị trấn|đường|phố|khu|làng|thôn|trường)"


def _year(written: str) -> str:
    return written if len(written) == 4 else f"20{written}"


def _quarters(found: re.Match[str]) -> str:
    number = _QUARTERS.get(found[1]) or int(found[1])
    return f"{3 * number} tháng {found[2] or ''} "


def _month_in_words(found: re.Match[str]) -> str:
    return f"tháng {_MONTH_WORDS[found[1]]}"


def _month_of_year(found: re.Match[str]) -> str:
    return f"tháng {int(found['month'])} năm {_year(found['year'])}"


def _year_in_words(found: re.Match[str]) -> str:
    return f"năm 20{_DIGIT_WORDS.index(found[1])}{_DIGIT_WORDS.index(found[2])}"


_WORDS = "|".join(r"năm(?=\s+năm\s)" if word == "năm" else word for word in _MONTH_WORDS)
"""In ``tháng năm 2024`` the number of the month was left open."""
_DIGITS = "|".join(_DIGIT_WORDS)
_SHORT: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(rf"\bnăm hai không ({_DIGITS}) ({_DIGITS})\b"), _year_in_words),
    (re.compile(r"\b(tháng|quý|năm|kỳ)(?: báo cáo| số liệu| thống kê)?\s*:\s*(?=[\divt])"), r"\1 "),
    (re.compile(r"(?<!quý )(?<![\d/.,])\b0?([1-4]|một|hai|ba|bốn) quý\b(?!\s*(?:iv|i{1,3}|[1-4])\b)"
                r"\s*(đầu|cuối)?"), _quarters),
    (re.compile(rf"(?<!cách mạng )(?<!xã )(?<!phường )(?<!đường )(?<!phố )\btháng ({_WORDS})\b"
                rf"(?=\s*(?:năm|/|-)?\s*{_FULL_YEAR}|\W*$)"), _month_in_words),
    (re.compile(r"\bbán niên\b|\bgiữa năm\b"), "nửa năm"),
    (re.compile(r"^(\W*nửa (?:đầu|cuối))(?=\W*$)"), r"\1 năm"),
    (re.compile(r"(?<![\d/])(\d{1,2})/12 tháng\b"), r"\1 tháng"),
    (re.compile(rf"\b((?:kỳ|số liệu|thời gian|kết quả)(?: báo cáo| số liệu)?)\s*:?\s*"
                rf"({_MONTH})\s?-\s?({_MONTH})\s?/\s?({_FULL_YEAR})"), r"\1 tháng \2/\4 đến tháng \3/\4"),
    (re.compile(r"\btháng thứ (?=\d)|\bthg\b\.?\s*(?=\d)"), "tháng "),
    (re.compile(rf"(?<=\bđến )(hết )?t\.?\s?({_MONTH})(?![\w/.-])"), r"\1tháng \2"),
    (re.compile(rf"(?<!\w)h([12])(?=\W*{_FULL_YEAR})|(?<=20\d\d)\W?h([12])(?!\w)"),
     lambda found: f" nửa {'đầu' if (found[1] or found[2]) == '1' else 'cuối'} năm "),
    (re.compile(rf"(?<!\w)(?:bc|sl|kq|th)?\s?(\d{{1,2}})t\s?[./_-]?\s?({_YEAR})"),
     lambda found: f" {found[1]} tháng năm {_year(found[2])}"),
    (re.compile(r"(?<!\w)(?:bc|sl|kq)(?=\d{1,2}t(?!\w))"), ""),
    (re.compile(r"^(\W*\d{1,2})t(?=\W*$)"), r"\1 tháng"),
    (re.compile(rf"(?<![\w/.-])t\.?\s?({_MONTH})\s?(-|đến|tới)\s?t?\.?\s?({_MONTH})(?!\d)"), r"tháng \1 \2 tháng \3"),
    (re.compile(rf"(?<![\w/.-])t\.?\s?(?P<month>{_MONTH})\s?[/.-]\s?(?P<year>{_YEAR})"), _month_of_year),
    (re.compile(rf"(?<=báo cáo )t({_MONTH})(?!\w)|(?<=số liệu )t({_MONTH})(?!\w)|(?<=kỳ )t({_MONTH})(?!\w)"
                rf"|^\W*(?:bc |sl )?t({_MONTH})\W*$"),
     lambda found: f"tháng {found[1] or found[2] or found[3] or found[4]}"),
    (re.compile(rf"(?<!\w)q(?:\.\s?(?=[iv]))?(iv|i{{1,3}}|[1-4])"
                rf"(?=[\W\d]*(?:năm\s*)?(?:{_FULL_YEAR})?\W*$|\s*[-,]\s*q)"), r"quý \1 "),
    (re.compile(rf"{_NO_TIME}(?<![\w/.-])(?<!tháng )(?P<month>{_MONTH})\s?/\s?(?P<year>{_FULL_YEAR})"
                r"(?![/-]?\w)"), _month_of_year),
    (re.compile(rf"^\W*(?:bc |sl )?(?P<month>{_MONTH})[.-](?P<year>20\d\d|[23]\d)\W*$"), _month_of_year),
    (re.compile(r"^\W*(?:bc |sl )?(?P<month>0[1-9]|1[0-2])(?P<year>2\d)\W*$"), _month_of_year),
    (re.compile(r"^\W*(?P<year>20\d\d)[.-]?(?P<month>0[1-9]|1[0-2])\W*$"), _month_of_year),
)  # fmt: skip


def in_full(words: str) -> str:
    """Write out short forms of months, quarters and halves.

    Parameters
    ----------
    words
        A folded text, without the numbers of documents.

    Returns
    -------
    str
        The text as it would be written in full.

    Examples
    --------
    >>> in_full("t10"), in_full("9t24"), in_full("qiii"), in_full("3 quý đầu năm 2024").split()
    ('tháng 10', ' 9 tháng năm 2024', 'quý iii ', ['9', 'tháng', 'đầu', 'năm', '2024'])
    >>> in_full("biểu 06/2024"), in_full("phường tháng tám")
    ('biểu 06/2024', 'phường tháng tám')
    """
    for pattern, written in _SHORT:
        words = pattern.sub(written, words)
    return words
