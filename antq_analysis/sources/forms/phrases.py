"""Phrases of headers that say one thing in several ways, each brought to one of them."""

import re

_AREA = r"(?:thôn|xóm|bản|ấp|buôn|làng|khóm|khu phố|tổ dân phố|tiểu khu|tổ nhân dân|khu dân cư)"
_RURAL = r"(?:thôn|xóm|bản|ấp|buôn|làng)"

SAME = tuple(
    (re.compile(rf"\b(?:{words})(?!\w)"), same)
    for words, same in (
        (rf"{_AREA}(?: {_AREA}){{2,}}|{_RURAL} (?:tổ dân phố|khu phố|khu dân cư)", "khu dân cư"),
        (r"hộ (?:gia đình|dân cư|dân)|gia đình", "hộ"),
        (r"xã phường (?:thị trấn đặc khu|thị trấn|đặc khu)", "xã phường"),
        (
            r"cơ quan (?:đơn vị )?doanh nghiệp(?: cơ sở giáo dục| nhà trường| trường học)",
            "cơ quan doanh nghiệp cơ sở giáo dục",
        ),
        (
            r"cơ quan (?:nhà trường|trường học|cơ sở giáo dục) doanh nghiệp",
            "cơ quan doanh nghiệp cơ sở giáo dục",
        ),
        (r"(?:phong trào )?toàn dân (?:tham gia )?bảo vệ an ninh tổ quốc", "phong trào"),
        (r"phong trào phong trào", "phong trào"),
        (r"ngày hội phong trào", "ngày hội"),
        (
            r"đăng ký (?:xây dựng |phấn đấu |thi đua )?(?:đạt )?(?:tiêu chuẩn |danh hiệu |chuẩn )?(?=an toàn)",
            "đăng ký ",
        ),
        (r"(?:được )?công nhận(?: đạt| là)?(?: tiêu chuẩn| chuẩn| danh hiệu)?", "đạt"),
        (r"đạt (?:tiêu chuẩn|chuẩn|danh hiệu)(?= [^(])", "đạt"),
        (
            r"mới (?:xây dựng|thành lập|ra mắt|xây)|(?:thành lập|ra mắt|xây|phát triển|nhân rộng) mới",
            "xây dựng mới",
        ),
        (r"xây dựng nhân rộng mới", "xây dựng mới"),
        (
            r"đưa ra khỏi danh sách|giải thể|(?:ngừng|dừng|chấm dứt|không còn) hoạt động|(?:bị |được )?thanh loại",
            "thanh loại",
        ),
        (r"lượt người (?:được )?(?:đến dự|dự|tham gia|nghe|theo dõi)", "lượt người dự"),
        (r"lượt (?:quần chúng|người dân|nhân dân|cán bộ nhân dân) (?:dự|tham gia|nghe)", "lượt người dự"),
        (r"(?:vụ )?việc (?:có )?liên quan(?: đến| tới)? an ninh", "vụ việc an ninh"),
        (r"(?:điều tra )?khám phá|điều tra làm rõ", "điều tra khám phá"),
        (r"hòa giải thành công", "hòa giải thành"),
        (r"(?:do )?(?:quần chúng|nhân dân|người dân) cung cấp", "quần chúng cung cấp"),
        (r"camera (?:giám sát )?an ninh(?: trật tự)?|camera giám sát", "camera an ninh"),
        (r"(?:tổ viên|thành viên) tổ", "thành viên tổ"),
        (r"tổ bảo vệ an ninh trật tự (?:ở |tại )?cơ sở", "tổ bảo vệ an ninh trật tự"),
        (
            r"người có uy tín (?:tiêu biểu )?trong (?:vùng )?(?:đồng bào )?(?:dân tộc thiểu số|dtts)",
            "người có uy tín",
        ),
        (r"(?:trong nội bộ |trong )nhân dân", ""),
        (
            r"(?:trên|tại|ở) địa bàn(?: toàn)?(?: xã| phường| thị trấn| huyện| tỉnh| cơ sở| dân cư)?(?= |$)",
            "",
        ),
    )
)
"""Patterns over words that `forms.wording.canonical` has made plain, and what they become."""

HINT = re.compile(
    r"\(\s*(?:(?:tích|đánh|điền|ghi)(?: dấu)? \W?[xv1]\W?|nếu có|ghi rõ|có/không|có hoặc không|đạt/không(?: đạt)?|đ/kđ"
    r"|đạt: ?x|1 ?[=:] ?(?:đạt|có)[,; ]+0 ?[=:] ?(?:không|chưa)(?: đạt| có)?)\s*\)"
)
"""Brackets that only tell how a cell is to be filled in."""

MARK = re.compile(r"^(?:[ivxlc]{1,5}|[a-h]|\d{1,2}(?:\.\d{1,2})*)\s*[.)/]\s+(?=[^\W\d])")
"""Order marks before a header: ``I. Tình hình``, ``a) Dân số``."""


def in_one_way(words: str) -> str:
    """Bring the phrases of a header to one way of saying them.

    Parameters
    ----------
    words
        Plain folded words.

    Returns
    -------
    str
        The words with every known phrase in one form.

    Examples
    --------
    >>> in_one_way("thôn bản tổ dân phố đạt tiêu chuẩn an toàn"), in_one_way("điểm mô hình thành lập mới")
    ('khu dân cư đạt an toàn', 'điểm mô hình xây dựng mới')
    """
    for pattern, same in SAME:
        words = pattern.sub(same, words)
    return " ".join(words.split())
