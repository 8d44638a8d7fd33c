"""What a remark beside the figures of a unit says of them: that they are something else, or perhaps only a part."""

import re
from collections.abc import Callable, Collection

from antq_analysis.places.letters.folding import clean
from antq_analysis.sources.tables.period_words import tells_time_only
from antq_analysis.sources.tables.rates_said import notes_rate
from antq_analysis.sources.tables.scales import header_units, joined_zeros, notes_scale
from antq_analysis.sources.tables.time_accents import with_accents
from antq_analysis.sources.tables.title_words import title_rules
from antq_analysis.sources.tables.titles import other_period_of
from antq_analysis.sources.tables.titles_meant import CUMULATIVE, PLANNED

_OF_FIGURES = re.compile(
    r"\b(?:số liệu|sl|tính(?! chất)|lấy|(?<!nộp )(?<!gửi )báo cáo|thống kê|gồm|gộp|kể cả|cộng (?:cả|dồn)"
    r"|(?:chưa|không) (?:gồm|tính)|chưa (?:có|đủ|nộp|gửi|tổng hợp)|thiếu|mới có)\b"
)
_OF_TIME = re.compile(
    r"^\W*số\s+(?:(?:của|đến|tính đến|chốt|cuối|đầu|trong|cộng|theo)\s+)*"
    r"(?:\d{1,2}\s*(?:tháng|t)\b|năm\b|tháng\b|quý\b|kỳ\b|nửa\b|hết\b|ngày\b|20\d\d\b(?!\s*/))"
    r"|^\W*(?:giống|giữ nguyên|vẫn|y)?\s*như\s+(?:số\s+)?(?:liệu\s+)?(?:của\s+)?(?:năm|kỳ|tháng|quý|6 tháng)\b"
)
_NAMES_FIGURES = re.compile(r"\b(?:số liệu|sl)\b|\b(?:lấy|theo|dùng|giữ(?: nguyên)?) số\b")
_OF_EARLIER = re.compile(
    r"(?!.*\b(?:so (?:với|sánh)|tăng|giảm|hơn|chuyển sang|chuyển đến)\b)"
    r".*\b(?:số|số liệu|sl|theo|lấy|như|giữ(?: nguyên)?|dùng)\b.*\b(?:năm|kỳ) (?:trước|ngoái)\b.*"
    r"|\W*(?:số|số liệu|sl) cũ\W*|\W*(?:(?:số(?: liệu)?|sl)\s+)?(?:cùng kỳ|ck|(?:năm|kỳ) (?:trước|ngoái))"
    r"(?:\s+năm\s+(?:trước|ngoái))?\W*"
)
_PLAN_ONLY = re.compile(
    r"\W*(?:số\s+)?(?:liệu\s+)?(?:kế hoạch|kh|chỉ tiêu|mục tiêu|dự kiến)(?:\s+(?:được\s+)?(?:giao|đăng ký))?\W*"
    r"|\W*số\s+(?:liệu\s+)?(?:đã\s+|được\s+)?(?:đăng ký|giao|phấn đấu)\W*"
)
_SCALE_ONLY = re.compile(
    r"\W*(?:[x×*]|nhân)\s*10{2,6}\W*|.*\b(?:đơn vị(?: tính)?|đvt|đv|tính bằng|tính theo|số)\s*:?\s*"
    r"(?:nghìn|ngàn|triệu|tỷ|trăm|chục|vạn)\b.*"
    r"|\W*(?:(?:số|số liệu|là)\s+)?(?:t[ỷỉ] (?:lệ|suất)|bình quân|phần trăm)\W*(?:tháng|quý|năm|đầu người)?\W*"
)
_WITH_EARLIER = re.compile(r"\b(?:gồm|gộp|tính|kể|cộng)\s+cả\b.*\b(?:năm|kỳ)\s+trước\b")
_ESTIMATE = re.compile(
    r"\W*(?:số(?: liệu)?\s+)?(?:ước(?:\s+(?:tính|đạt|thực hiện))?|tạm tính|tạm|sơ bộ|chưa chính thức)\W*(?:[,;.(].*)?"
)
_REACHED = re.compile(r"\bước đạt\s*[\d.,]+\s*%")
_WRONG = re.compile(
    r"\?+|\W*sai\W*(?:[,;.].*)?"
    r"|\W*(?:(?:số|số liệu|sl)\s+)?(?:này\s+)?(?:chưa|không) (?:chính xác|đúng|chuẩn|khớp|tin cậy)\W*(?:[,;.(].*)?"
    r"|.*\bsố (?:liệu )?(?:trên |này |bên |ở đây )*(?:là|tính)\b.*\b(?:không phải|chứ không)\b.*"
    r"|.*\b(?:(?:ghi|nhập|viết|bị) (?:ngược|lộn|đảo)|đổi chỗ|ngược cột|nhầm (?:với|sang)"
    r"|(?:số liệu|số|nhập|ghi|tính)\s+(?:bị\s+)?(?:sai|nhầm)(?!\s+phạm)"
    r"|sai\s+số(?:\s+liệu)?|nhầm(?:\s+lẫn)?(?:\s+(?:số|dòng|cột)\b.*|\W*$)"
    r"|số liệu\s+(?:\w+\s+)?(?:chưa|không)\s+(?:đúng|chính xác|đầy đủ|chuẩn|thống nhất)"
    r"|(?:đề nghị|cần|phải)\s+(?:bỏ|sửa|xem lại|kiểm tra|rà soát|điều chỉnh|đính chính)"
    r"(?:\s+(?:lại|số|số liệu|dòng|ô)\b.*|\W*$)"
    r"|bỏ (?:dòng|số)|đính chính|xem lại số|chờ (?:kiểm tra|xác minh) số)(?!\w).*"
)
_WITH_OTHERS = re.compile(
    r"\bgộp\s+(?:cả|chung|với|luôn|số|thêm|xã|phường|thị trấn)\b"
    r"|\b(?:gồm|tính|kể|cộng)\s+(?:cả|chung|luôn|thêm)\s+(?:với\s+|của\s+|số liệu\s+)*"
    r"(?:xã(?! hội)|phường|thị trấn|tt|huyện)\b"
    r"|\b(?:số liệu|sl|số(?=\s+của))\s+(?:của\s+)?(?:xã|phường|thị trấn|huyện)\s+(?!này|ta|nhà)\w"
    r"|\bsố liệu\s+(?:\w+\s+)?trước\s+(?:khi\s+)?sáp nhập\b"
    r"|\b(?:gộp|tính|kể|cộng|ghi|báo cáo)\s+(?:chung\s+|luôn\s+|hết\s+)?(?:vào|sang|cùng|với)\s+(?:với\s+)?(?:số\s+)?"
    r"(?:liệu\s+)?(?:của\s+)?(?:xã|phường|thị trấn|tt|huyện)\s+(?!này|ta|nhà|hội)\w"
)
_ADDED_UP = re.compile(r"\b(?:l[uũ][yỹ] kế|cộng dồn|(?:số|số liệu|kết quả) giai đoạn)\b")
_INCLUDING = re.compile(
    r"\b(?:gồm|gộp|tính|kể|cộng|ghi)\s+(?:(?:cả|chung|luôn|thêm|vào|sang|cùng|với|của|số|liệu)\s+)+(?P<named>.+)",
    re.IGNORECASE,
)
_MERGED = re.compile(
    r"\b(?:nhập|gộp|ghép|hợp nhất|chuyển|tính|cộng|ghi|báo cáo|bàn giao)\s+"
    r"(?:hết\s+|chung\s+|luôn\s+)?(?:vào|về|sang|với|cho|cùng)"
    r"\s+(?:với\s+)?(?:số\s+)?(?:liệu\s+)?(?:của\s+)?(?P<named>.+)",
    re.IGNORECASE,
)
_LONGEST_NAME = 4
_PLACE = r"(?:thôn|xóm|bản|ấp|tổ|khu|khối|buôn|làng|kdc|địa bàn|quý|tháng)\b"
_SEVERAL = r"(?:\d+|một|hai|ba|bốn|năm|vài|mấy|nhiều|một số|các)"
_PERHAPS_PART = re.compile(
    rf"\b(?:chưa|không|mới)\s+(?:tính|gồm|bao gồm|kể|cộng|có số|có báo cáo|báo cáo|thống kê|nhập|nộp|đủ"
    rf"|đầy đủ|chốt|đối chiếu"
    rf"|thống nhất|tổng hợp)\b|\bthiếu\s+(?:số|(?:{_SEVERAL}\s+)?{_PLACE})|^\W*còn thiếu\W*$|\b(?:trừ|ngoài)\s+{_PLACE}"
    rf"|\b(?:chỉ|riêng|mới có|chỉ tính|chỉ có)\s+(?:\d+\s*)?{_PLACE}|\b\d+\s*/\s*\d+\s+{_PLACE}.*\bbáo cáo\b"
    r"|\bngoài ra còn\b|\bchưa nhập\b|\btính từ\s*(?:ngày\s*)?\d|^\W*số\s+(?:tăng|giảm|nữ|mới)\b"
    r"|^\W*chỉ\s+\w+(?:\s\w+)?\W*$"
    r"|\b(?:chưa|không)\s+(?:được\s+)?(?:xác minh|cập nhật|kiểm tra|rà soát|thẩm định|xác nhận|kiểm chứng)"
    r"(?:\s+(?:số|lại|xong|đủ|hết)\b.*|\W*$)"
    r"|^\W*số (?:liệu )?(?:trên|này|bên)\s+(?:là|tính)\b|^\W*(?:số\s+)?(?:tăng|giảm)\s+thêm\s+so với\b"
    r"|^\W*(?:kể\s+|số\s+|số liệu\s+)?(?:sau (?:khi )?(?:sáp nhập|sắp xếp)|từ (?:ngày )?\d{1,2}[/.-]\d{1,2})\b"
)
_PERHAPS_MOVED = re.compile(
    r"\b(?:chuyển|tách|nhập|sáp nhập|bàn giao|nhận|điều chỉnh|cắt)\b.*\b(?:sang|về|từ|vào|cho|với)\s+"
    r"(?:xã|phường|thị trấn|tt)\b"
    r"|\bgiải thể\b|^\W*xem (?:thêm )?(?:dòng|hàng|cột|trang)\b"
    r"|^\W*chuyển (?:sang|về)\b|\btrùng (?:với|số)\b|^\W*(?:0?[2-9] xã|cả cụm|cả xã)\b"
)
_WHOLE_YEAR = re.compile(
    r"\b(?:tính\s+|lấy\s+)?từ\s+(?:ngày\s+)?0?1/0?1(?P<year>/20\d\d)?\s*(?:-|\u2013|đến|tới)\s*"
    r"(?:hết\s+)?(?:ngày\s+)?31/12(?!\d)(?:(?P=year)\b|(?(year)(?!)|(?!/)))"
)
_SILENT = re.compile(r"\W*(?:xã\s+)?chưa\s+(?:có\s+)?(?:báo cáo|nộp|gửi)(?:\s+báo cáo)?\W*")
_OF_STAFF = re.compile(r"\b(?:đồng chí|đ/c|cán bộ|trưởng|công tác|nhiệm vụ|nhận thức|quyết định số)\b")


def remark_kind(text: str, period: str, stage: str, is_unit: Callable[[str], bool]) -> str:
    """Tell what a remark says that the figures beside it are.

    Parameters
    ----------
    text
        The remark.
    period
        The period of the figures.
    stage
        Their stage.
    is_unit
        Tells whether a text names a unit.

    Returns
    -------
    str
        ``period``, ``scale``, ``wrong``, ``others``, ``added_up`` or ``estimate``; empty for any other remark.

    Examples
    --------
    >>> [remark_kind(text, "2024", "final", bool) for text in ("Số liệu 9 tháng", "nghìn người", "Đề nghị khen thưởng")]
    ['period', 'scale', '']
    """
    words = with_accents(text)
    rules = title_rules(text, in_year=True, stage=stage)
    named = _INCLUDING.search(text) or _MERGED.search(clean(text))
    estimated = "title_says_estimate" in rules and not _REACHED.search(words)
    kinds = {
        "wrong": _WRONG.fullmatch(words),
        "others": _WITH_OTHERS.search(words) or (named and _begins_with_unit(named["named"], is_unit)),
        "scale": _is_scale(text),
        "added_up": CUMULATIVE in rules and _ADDED_UP.search(words),
        "estimate": estimated or (stage in ("final", "revised") and _ESTIMATE.fullmatch(words)),
        "period": _is_of_other_period(text, rules, period),
    }
    return next((kind for kind, found in kinds.items() if found), "")


def names_figures(text: str, kind: str) -> bool:
    """Tell whether a remark in a column of other matters still speaks of the figures beside it.

    Parameters
    ----------
    text
        The remark.
    kind
        What it would say of them, as :func:`remark_kind` tells.

    Returns
    -------
    bool
        False for words that may say something of whatever the column is about.

    Examples
    --------
    >>> names_figures("Số năm 2023", "period"), names_figures("6 tháng", "period"), names_figures("Kế hoạch", "period")
    (True, False, True)
    """
    words = with_accents(text)
    alone = any(one.fullmatch(words) for one in (_PLAN_ONLY, _ESTIMATE, _OF_EARLIER))
    return (
        kind in ("scale", "others") or alone or any(one.search(words) for one in (_NAMES_FIGURES, _OF_TIME))
    )


def may_be_part(text: str) -> bool:
    """Tell whether a remark may say that figures lack a part of the unit, or hold a part of another.

    Parameters
    ----------
    text
        The remark.

    Returns
    -------
    bool
        True for ``Chưa tính thôn Đông`` and ``Chuyển sang xã Mẫu``.

    Examples
    --------
    >>> may_be_part("Chưa tính thôn Đông"), may_be_part("Thiếu 01 công an viên"), may_be_part("Gồm 5 thôn")
    (True, False, False)
    """
    words = with_accents(text)
    if _SILENT.fullmatch(words) or _OF_STAFF.search(words):
        return False
    words = _WHOLE_YEAR.sub("", words)
    return bool(_PERHAPS_PART.search(words) or _PERHAPS_MOVED.search(words))


def _is_scale(text: str) -> bool:
    words = with_accents(text)
    if _SCALE_ONLY.fullmatch(joined_zeros(words)) or notes_scale(text) or notes_rate(text):
        return True
    few = not re.search(r"\d", words) and len(words.split()) <= _LONGEST_NAME
    return few and any(factor != 1 for factor, _ in header_units(words))


def _is_of_other_period(text: str, rules: Collection[str], period: str) -> bool:
    words = with_accents(text)
    if any(one.fullmatch(words) for one in (_PLAN_ONLY, _OF_EARLIER)) or _WITH_EARLIER.search(words):
        return True
    of_figures = bool(_OF_FIGURES.search(words) or _OF_TIME.search(words))
    about = of_figures or words.startswith("số ") or len(words.split()) <= _LONGEST_NAME
    if "title_batch" in rules or (PLANNED in rules and about):
        return True
    return (tells_time_only(text) or of_figures) and bool(other_period_of([text], period))


def _begins_with_unit(text: str, is_unit: Callable[[str], bool]) -> bool:
    words = re.sub(r"[,;.()]", " ", text).split()[:_LONGEST_NAME]
    return any(is_unit(" ".join(words[:count])) for count in range(1, len(words) + 1))
