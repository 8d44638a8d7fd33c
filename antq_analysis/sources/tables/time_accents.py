"""Words of time and of plans that were typed without accents: ``6 thang dau nam``, ``Luy ke``, ``cung ky``."""

import re
from functools import lru_cache

from antq_analysis.places.matching.names import fold

_COUNT_WORDS = {
    "mot": "một", "hai": "hai", "ba": "ba", "bon": "bốn", "nam": "năm", "sau": "sáu", "bay": "bảy", "tam": "tám",
    "chin": "chín", "muoi mot": "mười một", "muoi hai": "mười hai", "muoi": "mười",
}  # fmt: skip
_PHRASES_ANYWHERE = (
    "lũy kế", "cộng dồn", "cùng kỳ", "kế hoạch", "chỉ tiêu", "dự kiến", "số liệu", "nhiệm kỳ", "giai đoạn",
    "năm trước", "năm ngoái", "kỳ trước", "đầu năm", "cuối năm", "sơ bộ",
)  # fmt: skip
"""What no other words look like once accents are gone."""
_PHRASES_ALONE = (
    "tính đến", "đến hết", "đến ngày", "đến nay", "tính từ", "từ ngày", "từ tháng", "từ năm", "từ quý", "từ đầu năm",
    "nửa đầu", "nửa cuối", "nửa năm", "cả năm", "toàn năm", "trong năm", "trong kỳ", "trong tháng", "trong quý",
    "năm nay", "kỳ này", "năm học", "học kỳ", "thời điểm", "kỳ báo cáo", "tháng báo cáo", "quý báo cáo",
    "năm báo cáo", "báo cáo", "thống kê", "tổng hợp", "kết quả", "thực hiện", "so sánh", "so với", "tăng giảm",
    "tăng, giảm", "tăng/giảm", "ước thực hiện", "ước tính", "ước đạt", "ước năm", "chưa chính thức", "đăng ký",
    "phấn đấu", "mục tiêu", "được giao", "nhiệm vụ", "phương hướng", "bổ sung", "đơn vị tính", "đvt", "nghìn",
    "triệu đồng", "nghìn đồng", "trước khi sáp nhập", "sau khi sáp nhập", "liền kề", "bình quân", "tỷ lệ",
    "quý trước", "tháng trước", "hàng tháng", "hằng năm", "chốt", "ghi chú",
    "dự thảo", "bản nháp", "ví dụ", "minh họa", "phân bổ", "đề nghị", "đề xuất", "nhu cầu", "phương án", "dự toán",
    "thanh loại", "kém hiệu quả",
)  # fmt: skip
"""What is read only in a text that has no accent at all."""
_JOINED = re.compile(r"(?<=[^\W_])_+(?=[^\W_])")
_BARE = str.maketrans(
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ",
    "aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyd",
)
_NUMBER = r"(?:iv|i{1,3}|0?[1-4])(?!\w)"
_COUNT = "|".join(_COUNT_WORDS)
_ANYWHERE = (
    (re.compile(r"(?<![\w.,/-])(\d{1,2})\s*thang\b"), r"\1 tháng"),
    (re.compile(r"\bthang\s*(?=\d{1,2}(?!\d))"), "tháng "),
    (re.compile(rf"\bqu[yíi]\s*(?={_NUMBER})"), "quý "),
)
_ALONE = (
    (re.compile(r"(?<!viet )\bnam\s*(?=[:'’]?\s*20\d\d|[12]\d\W*$)"), "năm "),
    (re.compile(r"\btu\s*(?=\d{1,2}[/.-]\d)"), "từ "),
    (re.compile(r"\bden\s*(?=\d|thang\b|quy\b|cuoi\b)"), "đến "),
    (re.compile(r"\bngay\s*(?=\d)"), "ngày "),
    (re.compile(r"(?<!huong )(?<!quy )(?<!dieu )(?<!cong )\buoc\b"), "ước"),
    (re.compile(r"\btuan\s*(?=\d)"), "tuần "),
    (re.compile(r"\b(0?[1-4]) quy\b"), r"\1 quý"),
    (re.compile(r"\bhet\s*(?=thang\b|tháng\b|quy\b|quý\b|nam\b|năm\b|\d)"), "hết "),
)


def _phrases(written: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    known = {phrase.translate(_BARE): phrase for phrase in written}
    longest = sorted(known, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b"), known


_FIXED_ANYWHERE, _FIXED_ALONE = _phrases(_PHRASES_ANYWHERE), _phrases(_PHRASES_ALONE)
_COUNTED = re.compile(rf"\b({_COUNT}) thang\b(?=\s+(?:dau|cuoi|đầu|cuối|nam|năm|20\d\d))")
_MONTH = re.compile(rf"\bthang ({_COUNT}|gieng|chap|tu)\b(?=\s*(?:nam|năm|/|-)?\s*20\d\d|\W*$)")


@lru_cache(maxsize=32768)
def with_accents(text: str) -> str:
    """Fold a text and put the accents back on words of time and of plans.

    Words that may as well be a name stay: ``Quy Nhon``, ``Nam Son``. More words are read in a text without any accent
    than in one whose writer typed them.

    Parameters
    ----------
    text
        A title, a note, the name of a sheet or a file.

    Returns
    -------
    str
        The folded text.

    Examples
    --------
    >>> with_accents("SO LIEU 6 THANG DAU NAM 2024"), with_accents("bc_quy3"), with_accents("Quy Nhon 2024")
    ('số liệu 6 tháng đầu năm 2024', 'bc quý 3', 'quy nhon 2024')
    """
    words = _JOINED.sub(" ", fold(text))
    unaccented = words.isascii()
    for pattern, known in (_FIXED_ALONE, _FIXED_ANYWHERE) if unaccented else (_FIXED_ANYWHERE,):
        words = pattern.sub(lambda found, known=known: known[found[0]], words)  # type: ignore[misc]
    for bare, written in (*_ANYWHERE, *_ALONE) if unaccented else _ANYWHERE:
        words = bare.sub(written, words)
    if unaccented:
        words = _COUNTED.sub(lambda found: f"{_COUNT_WORDS[found[1]]} tháng", words)
        named = {**_COUNT_WORDS, "gieng": "giêng", "chap": "chạp", "tu": "tư"}
        words = _MONTH.sub(lambda found: f"tháng {named[found[1]]}", words)
    return words
