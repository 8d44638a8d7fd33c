"""The words of a header brought to one form: what never changes its meaning is made the same, and nothing else."""

import re
from dataclasses import dataclass
from functools import lru_cache

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import SEPARATOR
from antq_analysis.sources.forms.phrases import HINT, MARK, in_one_way
from antq_analysis.sources.forms.time_words import take_basis, take_year

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
    "ttpl": "tuyên truyền pháp luật",
    "vv": "vụ việc", "pttdbvantq": "phong trào toàn dân bảo vệ an ninh tổ quốc",
    "tdbvanttq": "toàn dân bảo vệ an ninh tổ quốc", "hđ": "hoạt động", "xd": "xây dựng",
}  # fmt: skip
_SHORT_PHRASES = ((r"\bkhu dc\b", "khu dân cư"), (r"\bđ[/.]\s?tượng\b", "đối tượng"), (r"\btlg\b", "tổ liên gia"),
                  (r"\bntm nc\b", "ntmnc"), (r"\b(tngt|tai nạn giao thông) đường bộ\b", r"\1"),
                  (r"\btt\.? ?atxh\b", "ttatxh"), (r"\btham dự\b", "dự"),
                  (r"\b(?:quần chúng nhân dân|qcnd)\b", "quần chúng"))  # fmt: skip
_SILENT = frozenset({"về", "của", "các", "những", "và", "đã"})
_NEUTRAL = re.compile(
    r"(?:trong đó|chia ra|bao gồm|gồm có|gồm|cụ thể|phân ra|tổng hợp|số liệu|công tác(?=\s+\w))\b\s*:?\s*"
)
_COUNTED = re.compile(r"^(?:(?:tổng cộng|tổng số|số lượng|tổng(?! kết)|số)(?:\s+|$)|cộng$)+")
_UNIT_LEAD = re.compile(r"^(?:(?:đvt|đơn vị tính|đơn vị)\s*:|đvt)\s*")
_FOOTNOTE = re.compile(r"\s*(?:\(\s*(?:\*+|\d{1,2})\s*\)|[*†‡]+|[¹²³⁰⁴-⁹]+)$")
_FORMULA = re.compile(r"\s*\(\s*(?:\(?\d{1,2}\)?\s*[=+*/:x-]\s*)+\(?\d{1,2}\)?(?:\s*[x*]\s*100%?)?\s*\)")
_BRACKET = re.compile(r"\(([^()]*)\)")
_QUOTES = str.maketrans("", "", "\"'“”‘’")

UNIT_WORDS = {
    "người": "người", "nhân khẩu": "người", "khẩu": "người", "đồng chí": "người", "đ/c": "người",
    "lượt người": "lượt người", "lượt": "lượt", "hộ": "hộ", "hộ gia đình": "hộ", "hộ dân": "hộ", "vụ": "vụ",
    "vụ việc": "vụ", "tổ": "tổ", "khu dân cư": "khu dân cư", "khu": "khu dân cư", "thôn": "khu dân cư",
    "xóm": "khu dân cư", "bản": "khu dân cư", "buổi": "buổi", "cuộc": "buổi", "lớp": "lớp", "tin": "tin",
    "nguồn tin": "tin", "điểm": "điểm", "mô hình": "mô hình", "loại": "mô hình", "đơn vị": "đơn vị",
    "đối tượng": "đối tượng", "km2": "km²", "km²": "km²", "ha": "km²", "kg": "kg", "%": "%", "năm": "năm", "xã": "xã",
    "triệu đồng": "triệu đồng", "tr.đ": "triệu đồng", "trđ": "triệu đồng", "tr.đồng": "triệu đồng",
    "tr đồng": "triệu đồng", "đồng": "triệu đồng", "vnđ": "triệu đồng", "vnd": "triệu đồng", "đ": "triệu đồng",
    "ngđ": "triệu đồng", "ng.đ": "triệu đồng", "ng đ": "triệu đồng", "ng.đồng": "triệu đồng",
    "tr. đồng": "triệu đồng", "tr. đ": "triệu đồng",
    "văn bản": "văn bản", "mắt": "mắt camera", "camera": "mắt camera",
    "tiêu chí": "tiêu chí", "điển hình": "điển hình",
}  # fmt: skip
"""Units as a header writes them, each with the unit of the vocabulary that it is."""

_DONE = re.compile(r"(?:(?:đã )?thực hiện|th|kết quả(?: thực hiện)?|số liệu)")
"""What a year of figures that happened is called: it adds nothing to the year."""
_SCALE = re.compile(r"^(chục|trăm|nghìn|ngàn|triệu|tỷ|1(?:[. ]?000)+)(?:\b|(?=đ))\s*(?!lệ|suất|số)")


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
        text, year = take_year(fold(part).translate(_QUOTES), period)
        years |= year
        if year and _DONE.fullmatch(text):
            continue
        if _as_unit(text, units):
            continue
        full = canonical(text)
        unitless = _without_units(text, units)
        bare, found = take_basis(canonical(unitless))
        bare = _COUNTED.sub("", bare)
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


def same_time(one: str, other: str, period: str) -> bool:
    """Tell whether two header paths say the same time.

    Parameters
    ----------
    one, other
        Header paths.
    period
        The period of the file.

    Returns
    -------
    bool
        True where year and basis agree.

    Examples
    --------
    >>> same_time("Trong đó / Ma túy", "Vụ việc năm 2022 / Trong đó / Ma túy", "2023")
    False
    """
    times = [(said.years_before, said.bases) for said in (take_apart(path, period) for path in (one, other))]
    return times[0] == times[1]


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
    bare = text.strip()
    alone = bare if bare == "%" or (_SCALE.match(bare) and " " in bare) else ""
    words = inner[1] if inner else text[lead.end() :] if lead else alone
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
    return bool(take_basis(canonical(text))[1])


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
    bare, found = take_basis(canonical(text))
    return _COUNTED.sub("", bare) if found else text
