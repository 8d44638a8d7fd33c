"""The words of a header brought to one form: what never changes its meaning is made the same, and nothing else."""

import re
from dataclasses import dataclass
from functools import lru_cache

from antq_analysis.observations import period_bounds
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import SEPARATOR
from antq_analysis.sources.forms.phrases import HINT, MARK, in_one_way

_SHORT = {
    "antt": "an ninh trật tự", "atantt": "an toàn an ninh trật tự", "ttatxh": "trật tự an toàn xã hội",
    "atxh": "an toàn xã hội", "ttxh": "trật tự xã hội", "antq": "an ninh tổ quốc",
    "bvantq": "bảo vệ an ninh tổ quốc", "bvanttq": "bảo vệ an ninh tổ quốc", "bvantt": "bảo vệ an ninh trật tự",
    "tdbvantq": "toàn dân bảo vệ an ninh tổ quốc", "annd": "an ninh nhân dân", "kdc": "khu dân cư",
    "mh": "mô hình", "đvmh": "đơn vị mô hình", "tđpt": "trọng điểm phức tạp", "ntm": "nông thôn mới",
    "ntmnc": "nông thôn mới nâng cao", "ntmkm": "nông thôn mới kiểu mẫu", "tngt": "tai nạn giao thông",
    "pphs": "phạm pháp hình sự", "csgd": "cơ sở giáo dục", "cq": "cơ quan", "dn": "doanh nghiệp",
    "pccc": "phòng cháy chữa cháy", "cccc": "chữa cháy công cộng", "tdp": "tổ dân phố", "bca": "bộ công an",
    "đhtt": "điển hình tiên tiến", "dvk": "dân vận khéo", "đtkp": "điều tra khám phá",
    "đvhc": "đơn vị hành chính", "mxh": "mạng xã hội", "tl": "tỷ lệ",
    "tỉ": "tỷ", "sl": "số lượng", "tc": "tiêu chí", "ubnd": "ủy ban nhân dân", "ncut": "người có uy tín",
    "vk": "vũ khí", "vln": "vật liệu nổ", "vlnổ": "vật liệu nổ", "ccht": "công cụ hỗ trợ",
    "hgđ": "hộ gia đình", "tgtp": "tố giác tội phạm", "ttgtp": "tố giác tội phạm", "lgat": "liên gia an toàn",
    "vv": "vụ việc", "pttdbvantq": "phong trào toàn dân bảo vệ an ninh tổ quốc",
    "tdbvanttq": "toàn dân bảo vệ an ninh tổ quốc", "hđ": "hoạt động", "xd": "xây dựng",
}  # fmt: skip
_SHORT_PHRASES = ((r"\bkhu dc\b", "khu dân cư"), (r"\bđ[/.]\s?tượng\b", "đối tượng"), (r"\btlg\b", "tổ liên gia"),
                  (r"\bntm nc\b", "ntmnc"), (r"\btt\.? ?atxh\b", "ttatxh"), (r"\btham dự\b", "dự"),
                  (r"\b(?:quần chúng nhân dân|qcnd)\b", "quần chúng"))  # fmt: skip
_SILENT = frozenset({"về", "của", "các", "những", "và", "đã"})
_NEUTRAL = re.compile(r"(?:trong đó|chia ra|bao gồm|gồm có|gồm|cụ thể|phân ra|tổng hợp|số liệu)\b\s*:?\s*")
_COUNTED = re.compile(r"^(?:(?:tổng cộng|tổng số|số lượng|tổng(?! kết)|số)(?:\s+|$))+")
_UNIT_LEAD = re.compile(r"^(?:đvt|đơn vị tính|đơn vị)\s*:\s*")
_FOOTNOTE = re.compile(r"\s*(?:\(\s*(?:\*+|\d{1,2})\s*\)|[*†‡]+|[¹²³⁰⁴-⁹]+)$")
_FORMULA = re.compile(r"\s*\(\s*(?:\(?\d{1,2}\)?\s*[=+*/:x-]\s*)+\(?\d{1,2}\)?(?:\s*[x*]\s*100%?)?\s*\)")
_BRACKET = re.compile(r"\(([^()]*)\)")
_QUOTES = str.maketrans("", "", "\"'“”‘’")

NEAR_MONTHS = 2
"""The reporting windows in use end at most two months before the calendar year."""

UNIT_WORDS = {
    "người": "người", "nhân khẩu": "người", "khẩu": "người", "đồng chí": "người", "đ/c": "người",
    "lượt người": "lượt người", "lượt": "lượt", "hộ": "hộ", "hộ gia đình": "hộ", "hộ dân": "hộ", "vụ": "vụ",
    "vụ việc": "vụ", "tổ": "tổ", "khu dân cư": "khu dân cư", "khu": "khu dân cư", "thôn": "khu dân cư",
    "xóm": "khu dân cư", "bản": "khu dân cư", "buổi": "buổi", "cuộc": "buổi", "lớp": "lớp", "tin": "tin",
    "nguồn tin": "tin", "điểm": "điểm", "mô hình": "mô hình", "loại": "mô hình", "đơn vị": "đơn vị",
    "đối tượng": "đối tượng", "km2": "km²", "km²": "km²", "ha": "km²", "kg": "kg", "%": "%", "năm": "năm", "xã": "xã",
    "triệu đồng": "triệu đồng", "tr.đ": "triệu đồng", "văn bản": "văn bản", "mắt": "mắt camera", "camera": "mắt camera",
    "tiêu chí": "tiêu chí", "điển hình": "điển hình",
}  # fmt: skip
"""Units as a header writes them, each with the unit of the vocabulary that it is."""

_SCALE = re.compile(r"^(trăm|nghìn|ngàn|triệu|tỷ)\b\s*(?!lệ|suất|số)")

_FROM_START = (
    r"(?:l[uũ][yỹ] kế|cộng dồn)(?: tính)? từ đầu năm(?: (?:tính )?đến (?:nay|(?:hết )?kỳ(?: báo cáo)?))?"
)
_WHOLE_YEAR = r"(?:cả|toàn|trọn) năm"
_BASIS = (
    ("in_year", rf"{_FROM_START}|{_WHOLE_YEAR}"),
    ("in_year", r"từ đầu năm(?: đến nay)?|(?:xảy ra |phát sinh )?trong (?:năm|kỳ)(?: báo cáo)?"),
    (
        "cumulative",
        r"(?:số )?l[uũ][yỹ] kế(?: đến nay| từ đầu nhiệm kỳ)?|cộng dồn|từ đầu nhiệm kỳ(?: đến nay)?",
    ),
    ("now", r"(?:tính )?đến nay|(?:tính )?đến thời điểm (?:báo cáo|hiện tại)"),
    (
        "stock",
        r"(?:hiện )?đang (?:có|duy trì(?: hoạt động)?)|hiện đang hoạt động|hiện (?:có|nay|tại)|duy trì hoạt động",
    ),
    ("stock", r"(?:tính )?đến cuối (?:kỳ|năm)|(?:tại )?thời điểm báo cáo|cuối kỳ|cuối năm"),
)
_BASES = tuple((basis, re.compile(rf"\b(?:{words})\b")) for basis, words in _BASIS)
_SINCE_START, _WHOLE = re.compile(r"\btừ đầu năm\b"), re.compile(rf"\b{_WHOLE_YEAR}\b")
_YEAR = re.compile(r"(?:\bnăm\s+|\bn\.\s?|^)(20\d\d)\b")
_UNTIL = re.compile(
    r"\b(?:tính )?đến(?: hết)?(?: ngày)?(?: \d{1,2}/(\d{1,2})/| tháng (\d{1,2})/| năm )(20\d\d)\b"
)
_BEFORE = re.compile(r"\b(?:cùng kỳ )?năm (?:trước|ngoái)(?: liền kề)?\b|\bcùng kỳ\b")
_THIS = re.compile(r"\bnăm (?:nay|báo cáo)\b|\b(?:kỳ báo cáo|kỳ này)\b")
_CHANGE = re.compile(
    r"(?:tỷ lệ |%|mức |số (?:vụ |đối tượng )?)?(?:tăng|giảm)\s*(?:[,/+()\s-]|\bhoặc\b|\bhay\b)+\s*(?:tăng|giảm)\b.*"
    r"|.*\bso với\b.*|chênh lệch\b.*|biến động\b.*|[+/\s±()-]+|tăng \(\+\).*|.*\btăng\s*[,/]\s*giảm\b.*"
)
_ADDED_UP = re.compile(r"\bl[uũ][yỹ] kế\b|\bcộng dồn\b|\b(?:giai đoạn|nhiệm kỳ)\b")
_PLANNED = re.compile(r"\bkế hoạch(?: giao)?(?: năm| \{| \d|$| /|\))|\bchỉ tiêu (?:kế hoạch|giao)\b")
_MONTHS = re.compile(r"\b0?(\d{1,2}) tháng\b")
_RATE = re.compile(
    r"tỷ lệ\b|tỉ lệ\b|tỷ suất\b|tỉ suất\b|mật độ\b|%|.*\(%\)|.*\b(?:trên|/)\s?1\.?0*0\.?000? dân\b"
)


@dataclass(frozen=True)
class Wording:
    """A header path taken apart.

    Parameters
    ----------
    parts
        Its parts in one form, without those that say nothing, a year or only a unit.
    plain
        The same without the words that only tell the basis, and without units in brackets.
    units
        Units that stand in it, as the vocabulary calls them.
    bases
        What its words tell about the basis: ``in_year``, ``cumulative``, ``now``, ``stock``.
    years_before
        How many years before the period of the file it reports; None where the year cannot be told.
    dateless
        The path as it is written, folded, without years and units only.
    """

    parts: tuple[str, ...]
    plain: tuple[str, ...]
    units: tuple[str, ...]
    bases: frozenset[str]
    years_before: int | None
    dateless: str = ""


@lru_cache(maxsize=20_000)
def canonical(text: str) -> str:
    """Bring one part of a header to the form in which two wordings of one meaning meet.

    Parameters
    ----------
    text
        A part of a header path, or an alias.

    Returns
    -------
    str
        Folded, abbreviations written out, without quotes, commas, footnote marks, ``Số`` and particles.

    Examples
    --------
    >>> canonical("Tổng số KDC có MH"), canonical("Vụ việc về ANTT (*)"), canonical("Số điểm mô hình")
    ('khu dân cư có mô hình', 'vụ việc an ninh trật tự', 'điểm mô hình')
    """
    folded = MARK.sub("", HINT.sub(" ", fold(text).translate(_QUOTES)).strip())
    while (shorter := _FORMULA.sub("", _FOOTNOTE.sub("", folded))) != folded:
        folded = shorter
    folded = _COUNTED.sub("", _NEUTRAL.sub("", folded, count=1) if _NEUTRAL.match(folded) else folded)
    return _BRACKET.sub(lambda found: f" ({_words(found[1])})", _words(folded)).replace("( ", "(").strip()


def is_change(path: str) -> bool:
    """Tell whether a header announces a printed change.

    Parameters
    ----------
    path
        The header path.

    Returns
    -------
    bool
        True for ``Tăng, giảm`` or ``So với năm trước (%)``, wherever it stands in the path.

    Examples
    --------
    >>> is_change("So với năm trước / Số vụ"), is_change("Điểm mô hình / Tăng trong năm")
    (True, False)
    """
    return any(_CHANGE.fullmatch(fold(part)) for part in path.split(SEPARATOR))


def is_rate(path: str) -> bool:
    """Tell whether a header announces a printed rate.

    Parameters
    ----------
    path
        The header path.

    Returns
    -------
    bool
        True where its last part that is no unit says so, or the unit is a per cent.

    Examples
    --------
    >>> is_rate("Khu dân cư / Tỷ lệ có mô hình (%)"), is_rate("Khu dân cư / Có mô hình")
    (True, False)
    """
    return any(_RATE.match(fold(part)) for part in path.split(SEPARATOR))


def counts_up(path: str) -> bool:
    """Tell whether a header announces figures that add up over several years.

    Parameters
    ----------
    path
        The header path.

    Returns
    -------
    bool
        True for ``Lũy kế`` and ``Giai đoạn 2021-2025``.

    Examples
    --------
    >>> counts_up("Số vụ / Luỹ kế"), counts_up("Vụ việc giai đoạn 2021-2025"), counts_up("Lũy kế từ đầu năm")
    (True, True, False)
    """
    return bool(_ADDED_UP.search(re.sub(_FROM_START, " ", fold(path))))


def is_part(path: str, period: str) -> bool:
    """Tell whether a header announces what is planned, or other months than those of the period.

    Parameters
    ----------
    path
        The header path.
    period
        The period of the file.

    Returns
    -------
    bool
        True for ``Kế hoạch năm`` and, in a file of a year, for ``6 tháng đầu năm``.

    Examples
    --------
    >>> is_part("Kế hoạch năm", "2023"), is_part("Số vụ 6 tháng", "2023"), is_part("Số vụ 6 tháng", "2023-6T")
    (True, True, False)
    """
    words = fold(path)
    own = re.fullmatch(r"\d{4}-(\d+)T", period)
    months = {int(number) for number in _MONTHS.findall(words)}
    return bool(_PLANNED.search(words)) or bool(months - {int(own[1]) if own else 12})


def take_apart(path: str, period: str) -> Wording:
    """Take a header path apart.

    Parameters
    ----------
    path
        The header path.
    period
        The period of the file, which tells what ``Năm 2022`` is.

    Returns
    -------
    Wording
        Its meaning words, units, basis words and year.
    """
    said: list[str] = []
    plain: list[str] = []
    dateless: list[str] = []
    units: list[str] = []
    bases: set[str] = set()
    years: set[int | None] = set()
    for part in path.split(SEPARATOR):
        text, year = _year(fold(part).translate(_QUOTES), period)
        years |= year
        if _as_unit(text, units):
            continue
        full = canonical(text)
        unitless = _without_units(text, units)
        bare, found = _without_basis(canonical(unitless))
        bases |= found
        dateless.append(" ".join(unitless.split()))
        if full:
            said.append(full)
        if bare:
            plain.append(bare)
    before = years.pop() if len(years) == 1 else (None if years else 0)
    named = tuple(unit if unit in UNIT_WORDS else _SCALE.sub("", unit) for unit in units)
    path = SEPARATOR.join(filter(None, dateless))
    return Wording(tuple(said), tuple(plain), tuple(filter(None, named)), frozenset(bases), before, path)


def year_placeholders(path: str, period: str) -> str:
    """Put ``{year}`` where a header names the year of the period or an earlier one, so that it holds next year.

    Parameters
    ----------
    path
        The header path.
    period
        The period of the file.

    Returns
    -------
    str
        The path as a layout writes it.

    Examples
    --------
    >>> year_placeholders("Số vụ / Năm 2022", "2023"), year_placeholders("Đợt 2021-2025", "2023")
    ('Số vụ / Năm {year-1}', 'Đợt 2021-2025')
    """
    last = period_bounds(period)[1].year

    def put(found: re.Match[str]) -> str:
        before = last - int(found[1])
        year = "{year}" if before == 0 else f"{{year-{before}}}"
        return found[0].replace(found[1], year) if 0 <= before <= 10 else found[0]

    parts = path.split(SEPARATOR)
    return SEPARATOR.join(
        re.sub(rf"(?i){pattern.pattern}", put, part) for part in parts for pattern in (_YEAR,)
    )


def _unit_of(text: str) -> str:
    """Give the unit that a short text is, its scale before it: ``nghìn người``; empty where it is none."""
    folded = fold(_UNIT_LEAD.sub("", text)).strip()
    for words in (folded, canonical(folded)):
        if words in UNIT_WORDS:
            return UNIT_WORDS[words]
    scale = _SCALE.match(folded)
    rest = folded[scale.end() :] if scale else ""
    return (
        " ".join((scale[1], UNIT_WORDS.get(rest, ""))) if scale and (not rest or rest in UNIT_WORDS) else ""
    )


def _words(folded: str) -> str:
    for short, phrase in _SHORT_PHRASES:
        folded = re.sub(short, phrase, folded)
    # A full stop stays inside of 19.2, and a comma inside of 1,5; elsewhere they only part words.
    spaced = re.sub(r"(?<!\d)[.,]|[.,](?!\d)|[;:!?\u2013]|\s-\s|^-\s*", " ", folded)
    spaced = re.sub(r"([()])", r" \1 ", spaced)
    words = [_SHORT.get(word, word) for word in spaced.split() if word not in _SILENT]
    return re.sub(r"\(\s+", "(", re.sub(r"\s+\)", ")", in_one_way(" ".join(words))))


def _as_unit(text: str, units: list[str]) -> bool:
    inner = re.fullmatch(r"\s*\(([^()]*)\)\s*", text)
    lead = _UNIT_LEAD.match(text)
    words = inner[1] if inner else text[lead.end() :] if lead else ("%" if text.strip() == "%" else "")
    if unit := _unit_of(words):
        units.append(unit)
    return bool(words and unit)


def _without_units(text: str, units: list[str]) -> str:
    def judge(found: re.Match[str]) -> str:
        unit = _unit_of(found[1])
        if unit:
            units.append(unit)
        # "Số khu dân cư (KDC)" only repeats itself.
        repeats = canonical(text[: found.start()]).endswith(canonical(found[1]))
        return " " if unit or repeats else found[0]

    return _BRACKET.sub(judge, text)


def says_basis(text: str) -> bool:
    """Tell whether words say of what time a figure is: in the year, now, added up.

    Parameters
    ----------
    text
        A part of a header path.

    Returns
    -------
    bool
        True for ``Xây dựng mới trong năm`` and ``Hiện có``.

    Examples
    --------
    >>> says_basis("Xây dựng mới trong năm"), says_basis("Tổng số điểm")
    (True, False)
    """
    return bool(_without_basis(canonical(text))[1])


def without_basis(text: str) -> str:
    """Take the words about the time off a part of a header path.

    Parameters
    ----------
    text
        The part.

    Returns
    -------
    str
        The rest in one form; the part itself where it says nothing about the time.

    Examples
    --------
    >>> without_basis("Số điểm mô hình hiện có"), without_basis("Khu dân cư")
    ('điểm mô hình', 'Khu dân cư')
    """
    bare, found = _without_basis(canonical(text))
    return bare if found else text


def _without_basis(words: str) -> tuple[str, set[str]]:
    found = set()
    for basis, pattern in _BASES:
        shorter = pattern.sub(" ", words)
        if shorter != words:
            found.add(basis)
            words = " ".join(shorter.split())
    return _COUNTED.sub("", words), found


def _reaches_beyond(text: str, period: str) -> bool:
    """Tell whether words add up from the start of a year, or to its end, where the period lies within it."""
    first, last = period_bounds(period)
    return bool((first.month > 1 and _SINCE_START.search(text)) or (last.month < 12 and _WHOLE.search(text)))


def _year(text: str, period: str) -> tuple[str, set[int | None]]:
    last = period_bounds(period)[1]
    years: set[int | None] = {None} if _reaches_beyond(text, period) else set()

    def take(year: str) -> None:
        before = last.year - int(year)
        years.add(before if before >= 0 else None)

    def take_day(found: re.Match[str]) -> str:
        month = int(found[1] or found[2] or last.month)
        if abs(month - last.month) > NEAR_MONTHS:
            years.add(None)
        take(found[3])
        return " đến nay "

    def take_year(found: re.Match[str]) -> str:
        take(found[1])
        return " "

    text = _YEAR.sub(take_year, _UNTIL.sub(take_day, text))
    months = re.fullmatch(r"\d{4}-(\d+)T", period)
    if months:
        text = re.sub(rf"\b0?{months[1]} tháng(?: đầu năm)?\b", " ", text)
    if is_change(text):
        return text, years
    for pattern, before in ((_BEFORE, 1), (_THIS, 0)):
        shorter = pattern.sub(" ", text)
        if shorter != text and not years:
            years.add(before)
        text = shorter
    if years - {0} and not period.isdecimal() and not (months and "tháng" in text):
        years = {None}
    return " ".join(text.split()), years
