"""What the first noun of a title says of all figures below: ``KẾ HOẠCH XÂY DỰNG MÔ HÌNH`` heads a plan."""

import re

from antq_analysis.sources.tables.time_accents import with_accents

_NUMBER = r"(?:số\s*)?(?:\d[\w.]*|[ivx]+\b)?\W*"
_LEAD = rf"\W*(?:(?:phụ lục|biểu|bảng|mẫu)\b\s*{_NUMBER}|(?:tổng hợp|danh sách|thống kê|số liệu|báo cáo|hồ sơ)\s+)*"
_INTENDED = (
    r"giao (?:các )?(?:chỉ tiêu|kế hoạch|nhiệm vụ)\b|phân bổ\b(?! theo)|dự (?:kiến|toán|báo)\b|(?:nhu cầu|phương án)\b"
    r"|đăng ký\b(?! (?:kinh doanh|tạm|cư trú|thường trú|xe|phương tiện|quản lý))|đk\s+(?:năm\s+)?20\d\d"
    r"|đề nghị\b(?=\W*$| (?:xét|công nhận|khen|tặng|thanh loại|trang bị|hỗ trợ|cấp|thành lập|đưa|xếp loại|phê duyệt))"
    r"|đề xuất\b"
)
_PLANS = (
    r"kế hoạch\b(?!\W*(?:số|\d+/))|chỉ tiêu\W+(?:nhiệm vụ|xây dựng|thành lập|thi đua|giảm|vận động"
    r"|tuyên truyền|công tác)\b|(?:phương hướng|mục tiêu)\b|nhiệm vụ\W+(?:năm|trọng tâm|chủ yếu|công tác|được giao)\b"
)
_HEAD = re.compile(rf"{_LEAD}(?:(?:kết quả\s+)?(?:{_INTENDED})|{_PLANS})")
_AND_RESULTS = re.compile(
    r"(?:\bvà|\bso với|[,;/&+:\u2013-])\s*(?:kết quả|thực hiện|đạt|bình xét|đánh giá|xét|công nhận)\b"
)
_GOES_ON = re.compile(r"\b(?:thực hiện|triển khai|hoàn thành)\W*$")
_RESULTS = re.compile(r"\bkết quả\b")


def heads_a_plan(text: str) -> bool:
    """Tell whether a plan, an assignment, a registration or a proposal is what a title is the title of.

    Parameters
    ----------
    text
        A title, the name of a sheet or of a file.

    Returns
    -------
    bool
        False where the plan is only what results are of, where results stand beside it, and for a reference.

    Examples
    --------
    >>> [heads_a_plan(text) for text in ("Phụ lục 2. KẾ HOẠCH CÔNG TÁC NĂM 2023", "KẾT QUẢ ĐĂNG KÝ MÔ HÌNH")]
    [True, True]
    >>> [heads_a_plan(text) for text in ("KẾT QUẢ THỰC HIỆN KẾ HOẠCH", "Kế hoạch số 5/KH", "ĐĂNG KÝ VÀ KẾT QUẢ")]
    [False, False, False]
    """
    words = with_accents(text)
    return bool(_HEAD.match(words)) and not _AND_RESULTS.search(words)


def is_carried_out(text: str, titles: list[str]) -> bool:
    """Tell whether the titles around one that heads a plan say that its results are meant.

    Parameters
    ----------
    text
        The title that heads a plan.
    titles
        All titles in their order.

    Returns
    -------
    bool
        True after a line that goes on into it (``KẾT QUẢ THỰC HIỆN``), and before a line about results.

    Examples
    --------
    >>> plan = "KẾ HOẠCH NĂM 2023"
    >>> [is_carried_out(plan, one) for one in (["KẾT QUẢ THỰC HIỆN", plan], [plan, "KẾT QUẢ"], ["KẾT QUẢ", plan])]
    [True, True, False]
    """
    if text not in titles:
        return False
    at = titles.index(text)
    before = with_accents(titles[at - 1]) if at else ""
    after = (one for one in titles[at + 1 :] if not heads_a_plan(one))
    return bool(_GOES_ON.search(before)) or any(_RESULTS.search(with_accents(one)) for one in after)
