"""What a title says of all figures below it that headers do not: planned, of several years, of a part, of before."""

import re

from antq_analysis.sources.tables.said import said_periods
from antq_analysis.sources.tables.time_accents import with_accents

PLANNED, CUMULATIVE, SEVERAL_YEARS, PART, NEW_ONLY, BEFORE_MERGER, EARLIER = (
    "title_planned",
    "title_cumulative",
    "title_several_years",
    "title_part",
    "title_new_only",
    "title_before_merger",
    "title_earlier",
)
REFUSING = frozenset({PLANNED, CUMULATIVE, SEVERAL_YEARS, PART, NEW_ONLY, BEFORE_MERGER, EARLIER})
"""Rules of titles by which figures are refused."""

_YEAR = r"(?:năm\s*)?(20\d\d)"
_STAGE = rf"\b(?:giai đoạn|nhiệm kỳ)\s*(?:từ\s*)?{_YEAR}\s*(?:-|\u2013|đến)\s*{_YEAR}"
_NUMBER = r"(?:0?[2-9]|[1-9]\d|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_STAGES = re.compile(
    rf"{_STAGE}|\b(?:sơ kết|tổng kết|kết quả|qua|sau)\s+{_NUMBER}\s*năm\s+"
    r"(?:thực hiện|triển khai|thi hành|xây dựng|hoạt động)\b"
)
_PROGRAMME = re.compile(
    r"\b(?:chương trình|kế hoạch|đề án|dự án|nghị quyết|quyết định|chỉ thị|chiến lược|mục tiêu quốc gia|nông thôn mới"
    r"|ntm|tiêu chí)\b"
)
_ADDED_UP = re.compile(
    r"\bl[uũ][yỹ] (?:kế|tiến)\b|\bcộng dồn\b|\btích l[uũ][yỹ]\b|\btừ đầu nhiệm kỳ\b"
    r"|\btừ trước (?:đến|tới) nay\b|\b(?:kể )?từ (?:khi|ngày) (?:thành lập|triển khai|thực hiện|phát động|có)\b"
    r"|\btừ (?:đầu )?năm 20\d\d (?:đến|tới) nay\b"
)
_WITHIN_YEAR = re.compile(
    r"\b(?:từ đầu năm(?! 20)|trong năm|trong kỳ|cả năm|\d{1,2} tháng)\b|\b(?:kế|dồn)\s+(?:số liệu\s+)?năm\s*20\d\d"
)
_LONGEST_YEAR = 366
_SEVERAL = re.compile(rf"{_YEAR}\s*(?:,|;|và|&|\+|-|\u2013|→|đến)\s*{_YEAR}(?!\d|[/.-]\d)")
_FROM_TO = re.compile(rf"\btừ\s+{_YEAR}\s*(?:-|\u2013|đến|tới)\s*(?:hết\s+)?{_YEAR}(?!\d|[/.-]\d)")
_YEARS_ALONE = re.compile(
    rf"\W*(?:(?:số liệu|kết quả|tổng)\s+)?{_NUMBER}\s*năm(?:\s+(?:qua|gần đây))?\W*|\W*20\d\d\s*/\s*20\d\d\W*"
)
_SCHOOL = re.compile(r"\b(?:năm|niên) học\s*:?\s*$")
_OF_DATE = re.compile(r"[/.]\s*$")
_COMPARES = re.compile(r"\bso (?:sánh|với)\b")

_PLAN = re.compile(
    r"\bchỉ tiêu (?:kế hoạch|giao|được giao|phấn đấu|đăng ký|thi đua)\b|\b(?:giao|đăng ký|phấn đấu) (?:các )?chỉ tiêu\b"
    r"|\b(?:kế hoạch|mục tiêu)(?:\W+chỉ tiêu)?(?: (?:được )?(?:giao|đề ra|phấn đấu))? năm\s*20\d\d|\bdự (?:kiến|báo)\b"
    r"|^\W*(?:(?:biểu|bảng)\s+)?(?:số\s+)?(?:liệu\s+)?(?:giao|phân bổ)(?:\s+năm)?\s*(?:20\d\d)?\W*$"
    r"|^\W*(?:(?:biểu|bảng|phụ lục)\s*(?:số\s*)?(?:\d\S*\s*)?[:.-]?\s*)?(?:mục tiêu\W+)?"
    r"(?:kế hoạch|chỉ tiêu)\W*(?:năm\b|20\d\d|$)|^\W*(?:kh|dk|đk|ct)\s*(?:năm\s*)?20\d\d\W*$"
    r"|^\W*(?:kh|đk|ct)\s?[12]\d\W*$|^\W*kh\W*$"
    r"|^\W*(?:biểu\s+|bảng\s+)?(?:số\s+)?(?:đăng ký|phấn đấu)(?:\s+(?:chỉ tiêu|kế hoạch))?(?:\s+năm)?\s*(?:20\d\d)?\W*$"
)
_DONE = re.compile(r"\b(?:kết quả|thực hiện|thống kê|tổng hợp|so với|theo|căn cứ|triển khai)\b")
_MERGER = re.compile(r"\btrước\s+(?:khi\s+|thời điểm\s+)?(?:sáp nhập|sắp xếp|hợp nhất|chia tách)\b")

_EARLIER = re.compile(
    r"\b(?:năm|kỳ|quý|tháng)\s+(?:báo cáo\s+)?(?:trước|ngoái)\b(?!\s+(?:khi|ngày|thời điểm|đây|đó|sáp))"
    r"|\bcùng kỳ\b|\b(?:số liệu|số|thời điểm) đầu (?:năm|kỳ)\b"
    r"|^\W*(?:số\s+)?(?:liệu\s+)?ck\b|^\W*(?:năm\s+)?n\s*[-\u2013]\s*1\W*$"
)
_TAB_LEAD = r"\W*(?:(?:số|liệu|báo cáo|bc|sl|của)\s+)*"
_TAB_BEFORE = re.compile(
    rf"{_TAB_LEAD}(?:(?:năm|kỳ)\s+(?:trước|ngoái)(?:\s+liền kề)?|cùng kỳ(?:\s+năm\s+(?:trước|ngoái))?|ck)\W*"
)
_TAB_NOW = re.compile(rf"{_TAB_LEAD}(?:năm (?:nay|báo cáo)|kỳ (?:này|báo cáo))\W*")
_BESIDE_NOW = re.compile(
    r"\bso\b|\b(?:sánh|với|và|tăng|giảm|biến động|chênh lệch|chuyển sang|năm nay|kỳ này|liền sau)\b|\bchuyển tiếp\b"
)

_ROWS = r"(?:xã|phường|trấn|huyện|tỉnh|thành phố|đơn vị|địa phương|địa bàn|công an|ubnd|nơi|cơ sở)"
_LACKING = re.compile(
    r"\bchưa\s+(?:có|được|đạt|đăng ký|xây dựng|thành lập|tham gia|triển khai|lắp|giải quyết|khám phá|điều tra"
    r"|xử lý|ký)\b"
    r"|\bkhông\s+(?:có mô hình|đạt|đăng ký|tham gia)\b|(?<!xã )(?<!phường )(?<!đơn vị )(?<!huyện )\bcòn (?:lại|tồn)\b"
    r"|\btồn đọng\b"
)
_OF_ROWS = re.compile(rf"\b{_ROWS}(?:\s*(?:,|và|\()\s*(?:{_ROWS}|thị trấn|\))*)*\s+$")
_GROUP = (
    r"(?:phụ nữ|nữ(?: giới)?|nam giới|trẻ em|trẻ vị thành niên|(?:người |đối tượng )?(?:dưới|từ|trên)(?: đủ)? \d+"
    r"(?: đến(?: dưới)? \d+)? tuổi|người cao tuổi|thanh(?: thiếu)? niên|thiếu niên|học sinh|sinh viên|người nước ngoài"
    r"|(?:người |đồng bào )(?:dân tộc|theo đạo|có đạo)|dân tộc thiểu số|hộ (?:cận )?nghèo|giáo dân|công nhân"
    r"|người lao động|đảng viên|người (?:nghiện|tâm thần|khuyết tật)|người chưa thành niên|người tạm trú)"
)
_BEGINS_PART = re.compile(
    r"\W*(?:trong đó\W+(?:các\s+|số\s+)*(?:vụ|đối tượng|điểm|mô hình|hộ|nhân khẩu|người|tin)\b"
    r"|(?:(?:số liệu|thống kê|kết quả)\s+)?(?:ở\s+)?(?:khu vực|vùng) (?:nông thôn|thành thị|biên giới)\W*$)"
)
_OF_GROUP = re.compile(
    rf"\b(?:về|của|đối với|đối tượng(?: là)?|riêng|chỉ|gồm|là|do|bởi|số liệu|số vụ|số)\s*:?\s*"
    rf"(?:các |những |nhóm |số )?{_GROUP}(?!\w)"
    rf"|\(\s*(?:chỉ |riêng )?{_GROUP}\s*\)|^\W*{_GROUP}\W*$"
)
_ONLY = re.compile(
    r"\bchỉ (?:tính|gồm|bao gồm|thống kê|lấy)\s+(?!đến|tới|từ|trong (?:năm|kỳ)"
    r"|(?:các |những )?(?:xã|phường|đơn vị|huyện)\b)"
    r"|(?<!nói )(?<!của )(?<!biểu )(?<!mẫu )(?<!bảng )\briêng\s+(?!biệt|lẻ|rẽ|tư\b|từng|cho|mỗi|theo|năm|tháng|quý"
    r"|kỳ|(?:các )?xã\b|(?:các )?phường\b|huyện\b|đơn vị\b)"
)
_ORGANISER = re.compile(
    r"\bdo\s+(?:các\s+)?(?:hội|đoàn|mặt trận|mttq|ubmttq|công đoàn|cựu chiến binh"
    r"|nông dân|nhà trường|doanh nghiệp|giáo xứ)\b"
)
_NEW = re.compile(
    r"\b(?:thành lập|xây dựng|ra mắt|phát triển|lắp đặt|bổ sung|nhân rộng) (?:mới|thêm)\b"
    r"|\bmới (?:thành lập|xây dựng|ra mắt|nhân rộng|lắp đặt)\b|(?<!nông )(?<!thôn )\b(?:mô hình|điểm|tổ) mới\b"
    r"|\b(?:mô hình|điểm|tổ|camera)(?: [^\W\d]+){0,4}? (?:được |đã )?(?:thành lập|xây dựng|ra mắt|lắp đặt|nhân rộng)"
    r" (?:trong )?năm\b(?! (?:trước|nay))"
)
_KEPT = re.compile(r"\b(?:duy trì|hiện có|củng cố|đang hoạt động|tổng số|toàn bộ|phấn đấu)\b")


def meant_by(text: str) -> tuple[str, ...]:
    """Name what a text says of figures that their headers do not.

    Parameters
    ----------
    text
        A title, words between rows, or the name of a sheet.

    Returns
    -------
    tuple of str
        Rules of findings.

    Examples
    --------
    >>> meant_by("SỐ LIỆU NĂM 2023 VÀ NĂM 2024"), meant_by("Kế hoạch năm 2025"), meant_by("Kết quả năm 2024")
    (('title_several_years',), ('title_planned',), ())
    >>> meant_by("KHU DÂN CƯ CHƯA CÓ MÔ HÌNH"), meant_by("CÁC XÃ CHƯA CÓ MÔ HÌNH")
    (('title_part',), ())
    >>> meant_by("Số liệu cùng kỳ năm trước"), meant_by("So với cùng kỳ năm trước")
    (('title_earlier',), ())
    """
    words = with_accents(text)
    rules = {
        PLANNED: _PLAN.search(words) and not _DONE.search(words),
        CUMULATIVE: _adds_up(words),
        SEVERAL_YEARS: (_YEARS_ALONE.fullmatch(words) or names_several_years(words))
        and not _ADDED_UP.search(words),
        PART: _is_part(words),
        NEW_ONLY: _NEW.search(words) and not _KEPT.search(words),
        BEFORE_MERGER: _MERGER.search(words),
        EARLIER: _EARLIER.search(words) and not _BESIDE_NOW.search(words),
    }
    return tuple(rule for rule, found in rules.items() if found)


def years_before_said(text: str) -> int | None:
    """Tell whether a text says nothing but that figures are of the year before, or of this one.

    Parameters
    ----------
    text
        The name of a sheet.

    Returns
    -------
    int or None
        1 or 0; None where it says anything else.

    Examples
    --------
    >>> years_before_said("Năm trước"), years_before_said("Kỳ này"), years_before_said("So với năm trước")
    (1, 0, None)
    """
    words = with_accents(text)
    return 1 if _TAB_BEFORE.fullmatch(words) else 0 if _TAB_NOW.fullmatch(words) else None


def is_stage(text: str) -> bool:
    """Tell whether a text names years of a programme or term, which words that name one year outweigh.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    bool
        True for ``giai đoạn 2021-2025``; False for ``lũy kế``.

    Examples
    --------
    >>> is_stage("Kết quả giai đoạn 2021-2025"), is_stage("Lũy kế đến nay")
    (True, False)
    """
    words = with_accents(text)
    return bool(_STAGES.search(words)) and not _ADDED_UP.search(words)


def names_several_years(words: str) -> bool:
    """Tell whether folded words name several years together: ``2 năm (2023, 2024)``.

    Parameters
    ----------
    words
        The words.

    Returns
    -------
    bool
        False for school years, years of a programme, and years that are compared.

    Examples
    --------
    >>> [names_several_years(text) for text in ("năm 2023 và 2024", "năm học 2023-2024", "đề án 2021-2025")]
    [True, False, False]
    """
    words = re.sub(_STAGE, " ", words)
    for found in _SEVERAL.finditer(words):
        before = words[: found.start()]
        left = before.endswith("từ ") or any(one.search(before) for one in (_SCHOOL, _PROGRAMME, _OF_DATE))
        if found[1] != found[2] and not left:
            return not _COMPARES.search(before)
    return False


def _adds_up(words: str) -> bool:
    if _ADDED_UP.search(words) or _FROM_TO.search(words):
        spans = [(first, last) for (first, last), _ in said_periods(words).days if first]
        within = any((last - first).days <= _LONGEST_YEAR for first, last in spans)
        return not (within or _WITHIN_YEAR.search(words))
    stage = _STAGES.search(words)
    return bool(stage and not _PROGRAMME.search(words[: stage.start()]))


def _is_part(words: str) -> bool:
    lacking = _LACKING.search(words)
    if lacking and not _OF_ROWS.search(words[: lacking.start()]):
        return True
    return bool(
        _BEGINS_PART.match(words)
        or _OF_GROUP.search(words)
        or _ONLY.search(words)
        or _ORGANISER.search(words)
    )
