"""Words that stand between figures: whether they say another period, a plan or an estimate than the words above."""

import re
from collections.abc import Sequence

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.tables.row_words import strip_order
from antq_analysis.sources.tables.said import said_periods
from antq_analysis.sources.tables.short_times import in_full
from antq_analysis.sources.tables.time_accents import with_accents
from antq_analysis.sources.tables.title_words import title_rules
from antq_analysis.sources.tables.titles import other_period_of

_ALONE = re.compile(
    r"\b(?:năm|tháng|quý|nửa|đầu|cuối|trước|ngoái|kỳ|cùng|kế hoạch|dự kiến|ước|lũy kế|luỹ kế|tính|đến|từ|ngày|hết|của"
    r"|trong|số liệu|kết quả|thực hiện|phần|các|học|niên|giai đoạn|nhiệm|thời|i{1,3}|iv|hk)\b|[\W\d_]"
)
_SCHOOL_YEAR = r"\b(?:năm|niên) học\b"
_SPANS = re.compile(
    rf"{_SCHOOL_YEAR}[\s:]*20\d\d(?:\s*[-/]\s*(?:20)?\d\d)?(?!\d)|{_SCHOOL_YEAR}|\b(?:học kỳ|hk)\b"
    r"|(?<!\d)20\d\d\s*(?:[-/]|đến)\s*(?:năm\s*)?20\d\d(?!\d)"
)
_EARLIER = re.compile(r"(?:năm|kỳ) (?:trước|ngoái)\b|\bcùng kỳ\b")


def said_otherwise(
    texts: Sequence[str], above: Sequence[str], period: str, *, in_year: bool, stage: str
) -> str:
    """Find words that say something else of the figures below them than the words above the table.

    Parameters
    ----------
    texts
        Words that stand together between the rows of a table.
    above
        The words above its head; what they say too is no news.
    period
        The period of the figures.
    in_year
        Whether any of the figures is read as what happened within the period.
    stage
        Their stage.

    Returns
    -------
    str
        The first such text as it is written; empty where there is none.

    Examples
    --------
    >>> said_otherwise(["II. KẾ HOẠCH"], ["Năm 2024"], "2024", in_year=True, stage="final")
    'II. KẾ HOẠCH'
    >>> said_otherwise(["II. Huyện Mẫu", "Số liệu năm 2024"], [], "2024", in_year=True, stage="final")
    ''
    >>> said_otherwise(["Năm học 2023-2024"], ["Năm 2024"], "2024", in_year=True, stage="final")
    'Năm học 2023-2024'
    """
    known = {fold(text) for text in above}
    new = {strip_order(text): text for text in texts if fold(text) not in known}
    spans = set().union(*map(_spans, above))
    if other := other_period_of([*new], period) or next((text for text in new if _spans(text) - spans), ""):
        return new[other]

    def rules(text: str) -> set[str]:
        found = {*title_rules(text, in_year=in_year, stage=stage)}
        found |= {"title_planned"} if said_periods(text).planned else set()
        return found | {"earlier"} if _EARLIER.search(with_accents(text)) and tells_time_only(text) else found

    told = set().union(*(rules(strip_order(text)) for text in above))
    return next((text for bare, text in new.items() if rules(bare) - told), "")


def says_period(text: str) -> bool:
    """Tell whether words name any period.

    Parameters
    ----------
    text
        The words.

    Returns
    -------
    bool
        True for ``NĂM 2024`` and ``6 tháng đầu năm``.
    """
    said = said_periods(text)
    return bool(said.years or said.months or said.days or said.ends or said.weeks or said.school_years)


def tells_time_only(text: str) -> bool:
    """Tell whether words say nothing but a time or a plan: ``6 tháng cuối năm``.

    Parameters
    ----------
    text
        The words, without order mark.

    Returns
    -------
    bool
        False where they also say what is counted.

    Examples
    --------
    >>> tells_time_only("Kế hoạch năm 2025"), tells_time_only("Số vụ cháy năm 2025")
    (True, False)
    """
    return not _ALONE.sub("", in_full(with_accents(text)))


def _spans(text: str) -> set[str]:
    """Give the school years, their halves and the spans of years that words say of all that stands below them."""
    words = fold(text)
    alone = tells_time_only(text)
    found = (re.sub(r"[\s:]+", "", span) for span in _SPANS.findall(words))
    return {span for span in found if alone or ("học" in span and span[-1].isdigit())}
