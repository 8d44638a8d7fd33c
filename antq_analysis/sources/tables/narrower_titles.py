"""Titles that name a part of what their columns count: removed models, one kind of model, traffic accidents."""

import re
from collections.abc import Iterator, Sequence

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.time_accents import with_accents
from antq_analysis.vocabulary import Vocabulary

_REMOVED = re.compile(r"\bthanh loại\b|\bkém hiệu quả\b|\bhoạt động (?:yếu|kém)\b|\bgiải thể\b")
_KEEPS = re.compile(r"\b(?:xây dựng|nhân rộng|duy trì|củng cố|phát triển|thành lập|ra mắt|nâng cao)\b")
_TOPIC = re.compile(
    r"\b(?:tai nạn giao thông|tngt|cháy,? nổ|cháy|ma túy|bạo lực gia đình|trộm cắp|cố ý gây thương tích|đánh bạc"
    r"|lừa đảo|đuối nước|tín dụng đen|xâm hại)\b"
)
_WIDE = re.compile(
    r"\b(?:antt|antq|ttatxh|an ninh|trật tự|phong trào|mô hình|pphs|phạm pháp|hình sự|vụ việc|toàn dân)\b"
)
_CLEARED = re.compile(r"\bkhám phá\b|\bđã (?:hòa giải|giải quyết|xử lý|làm rõ)\b|\bhòa giải thành\b")
_ARISING = re.compile(r"\b(?:tình hình|công tác|phát sinh|xảy ra|tiếp nhận)\b")
_CLEARED_HEAD = re.compile(r"\b(?:khám phá|hòa giải|giải quyết|xử lý|làm rõ)\b")
_STATE = re.compile(r"\b(?:đạt|đăng ký|ký cam kết|tham gia|có mô hình|được công nhận)\b")
_NOUNS = {
    "residential_areas_total": r"(?:khu dân cư|kdc)",
    "organisations_total": r"(?:cơ quan|doanh nghiệp)",
    "households": r"hộ(?: dân| gia đình)?",
}
_EVENTS = re.compile(r"\b(?:vụ|vụ việc|đối tượng|mâu thuẫn)\b")
_SLOGAN = re.compile(r"(?:tự quản|tự phòng|toàn dân)\b(?:\W*(?:về|tự|bảo vệ)\b.*)?")
_QUOTED = re.compile(r"\bmô hình\s*:?\s*[\"\u201c\u201d\u2018'](?P<name>[^\"\u201c\u201d\u2019']+)")
_AGAINST = re.compile(r"\bmô hình (?P<name>phòng\W+chống\W+\w+(?: \w+)?)")


def narrowed_by(
    text: str, columns: Sequence[tuple[int, Column]], heads: Sequence[str], vocabulary: Vocabulary
) -> frozenset[int]:
    """List the columns that count more than a title speaks of.

    Parameters
    ----------
    text
        A title, or the name of a sheet.
    columns
        Mapped columns with their place.
    heads
        The folded headers of the table; one that says what the title says answers it.
    vocabulary
        Labels of indicators, names of types of models.

    Returns
    -------
    frozenset of int
        Positions in ``columns``.
    """
    words = with_accents(text)
    return frozenset(
        at for at, (_, column) in enumerate(columns) if any(_narrower(words, column, heads, vocabulary))
    )


def _narrower(words: str, column: Column, heads: Sequence[str], vocabulary: Vocabulary) -> Iterator[bool]:
    label, head = fold(vocabulary.indicator(column.indicator).label_vi), fold(column.header)
    if "mô hình" in label:
        yield _names_removed(words, heads)
        name = _one_kind(words, vocabulary)
        yield bool(name) and not any(name in one for one in heads)
    if _EVENTS.search(label):
        topics = {found[0] for found in _TOPIC.finditer(words)}
        own = _TOPIC.search(head) or _WIDE.sub("", head.replace("vụ việc", "")) != head.replace("vụ việc", "")
        wide = _WIDE.search(words.replace("an toàn giao thông", ""))
        yield len(topics) == 1 and not (own or wide)
        cleared = bool(_CLEARED.search(words)) and not _ARISING.search(words)
        yield cleared and not any(map(_CLEARED_HEAD.search, heads))
    if noun := _NOUNS.get(column.indicator):
        state = re.search(rf"\b{noun}\b[^;]*{_STATE.pattern}", words)
        yield bool(state) and not any(_STATE.search(one) or one.startswith("tổng") for one in (head, *heads))


def _names_removed(words: str, heads: Sequence[str]) -> bool:
    return bool(_REMOVED.search(words)) and not _KEEPS.search(words) and not any(map(_REMOVED.search, heads))


def _one_kind(words: str, vocabulary: Vocabulary) -> str:
    """Give the one kind of model that a title names right after ``mô hình``; empty for slogans of the movement."""
    found = _QUOTED.search(words) or _AGAINST.search(words)
    if found:
        name = found["name"].strip()
        return "" if _SLOGAN.fullmatch(name) else name
    for kind in vocabulary.model_types.values():
        for name in map(fold, (kind.name_vi, *kind.variants)):
            if " " in name and f"mô hình {name}" in words and not _SLOGAN.fullmatch(name):
                return name
    return ""
