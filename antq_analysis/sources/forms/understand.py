"""What a header means: the one indicator that its words name, or a question; nothing is guessed."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import SEPARATOR
from antq_analysis.sources.forms.lexicon import Lexicon, plain
from antq_analysis.sources.forms.near import near_indicators
from antq_analysis.sources.forms.rate_words import is_rate
from antq_analysis.sources.forms.wording import UNIT_WORDS, Wording, canonical, take_apart
from antq_analysis.vocabulary import Indicator

_VERBS = ("đạt", "đăng ký", "được", "có", "ký cam kết", "phát động")
_ALONE = frozenset({"điểm", "điểm chấm", "điểm chuẩn", "điểm tự chấm", "đơn vị", "loại"})
_MODELS = frozenset(
    canonical(title)
    for title in ("Mô hình", "Mô hình tự quản", "Mô hình tự quản về ANTT", "Mô hình TDBVANTQ")
)
_MADE_IN_YEAR = re.compile(
    r"\b(?:thành lập|xây dựng|ra mắt|lắp đặt|nhân rộng)(?: (?!đến\b|tới\b)[^\W\d]+){0,3}? năm 20\d\d\b"
)
_BRACKETED = re.compile(rf"\s*\(([^()]*)\)(?={re.escape(SEPARATOR)}|$)")
_DOUBTS = frozenset({"unknown", "ambiguous", "competing", "unit"})
_BY_TYPE = ("chia theo loại mô hình", "chia theo loại", "phân theo loại", "theo loại mô hình", "theo loại")
_GENERAL = frozenset(
    canonical(title)
    for title in (
        "Tình hình", "Tình hình ANTT", "An ninh trật tự", "Tình hình vụ việc", "Vụ việc về ANTT", "Kết quả",
        "Kết quả thực hiện", "Phong trào", "Phong trào toàn dân BVANTQ", "Kết quả phong trào",
        "Kết quả phong trào toàn dân BVANTQ", "Công tác xây dựng phong trào", "Thông tin chung", "Quy mô", "Dân cư",
        "Đặc điểm", "Đặc điểm tình hình", "Đặc điểm địa bàn", "Dân số", "Dân số, diện tích", "Diện tích, dân số",
        "Dân số, hộ", "Tuyên truyền, phát động", "Lực lượng", "Lực lượng nòng cốt",
        "Tình hình dân cư", "Tình hình dân số",
        "Tình hình chung", "Tình hình địa bàn", "Số liệu chung", "Công tác xây dựng mô hình", "Xây dựng mô hình",
        "Kết quả xây dựng mô hình", "Kết quả công tác", "Xây dựng phong trào", "Nông thôn mới", "Tổ chức quần chúng",
        "Lực lượng tham gia bảo vệ ANTT ở cơ sở", "Tin, bài",
        "Nội dung", "Nội dung báo cáo", "Kết quả đạt được", "Kết quả cụ thể", "Số liệu báo cáo", "Số liệu chính thức",
        "Các chỉ tiêu chủ yếu", "Chỉ tiêu thống kê", "Chỉ tiêu báo cáo", "Thực hiện", "Đã thực hiện", "TH",
    )
)  # fmt: skip
"""Titles over several columns that say nothing which the header below them does not say itself."""

BASIS_OF_KIND = {
    "base": "stock",
    "stock": "stock",
    "status": "stock",
    "category": "stock",
    "date": "stock",
    "rate": "stock",
    "flow": "in_year",
    "change": "in_year",
}


@dataclass(frozen=True)
class Meaning:
    """What a header means.

    Parameters
    ----------
    indicator, category, basis
        As in a layout; empty where a person is asked.
    reads
        How its cells are read.
    years_before
        How many years before the period of the file it reports.
    confidence
        ``exact`` where it stands in the vocabulary, ``parts`` where its parts do, else ``asked``.
    candidates
        Indicators that may be meant, the nearest first; only for a person to choose from.
    reason
        Why a person is asked: ``unknown``, ``ambiguous``, ``competing``, ``unit``, ``basis``, ``year`` or ``level``.
    """

    indicator: str = ""
    category: str = ""
    basis: str = ""
    reads: str = ""
    years_before: int = 0
    confidence: str = "asked"
    candidates: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class _Found:
    meanings: AbstractSet[tuple[str, str]] = frozenset()
    asked: tuple[str, ...] = ()


def understand(path: str, period: str, lexicon: Lexicon, level: str = "commune") -> Meaning:
    """Tell what a header means, or that a person must be asked.

    Parameters
    ----------
    path
        The header path, parts joined by `` / ``.
    period
        The period of the file.
    lexicon
        The vocabulary by wording.
    level
        Level of the units of the table.

    Returns
    -------
    Meaning
        One indicator, or the reason why there is none and what may be meant.
    """
    if plain(path) in lexicon.asked:
        return _ask("ambiguous", lexicon.asked[plain(path)])
    own = _understand(path, period, lexicon, level)
    if _is_made_in_year(path, own, lexicon):
        return _ask("basis", (own.indicator,))
    bare, units = _without_units(path)
    if not units or own.confidence == "exact":
        return own
    said = _understand(bare, period, lexicon, level)
    entry = lexicon.indicators.get(said.indicator)
    if entry is None or not all(is_counted_in(unit, entry, level) for unit in units):
        return own
    # A unit that fits never makes words doubtful that are clear without it.
    same = (own.indicator, own.category, own.basis) == (said.indicator, said.category, said.basis)
    return said if same or own.reason in _DOUBTS else own


def _is_made_in_year(path: str, own: Meaning, lexicon: Lexicon) -> bool:
    """Tell whether a header over a stock says what was made in a year: these are new, not all that there are."""
    if not own.indicator or own.confidence == "exact" or own.basis != "stock":
        return False
    made = _MADE_IN_YEAR.search(fold(path.rpartition(SEPARATOR)[2]))
    return bool(made) and lexicon.indicators[own.indicator].kind == "stock"


def _understand(path: str, period: str, lexicon: Lexicon, level: str) -> Meaning:
    said = take_apart(path, period)
    for whole, confidence in ((plain(path), "exact"), (said.dateless, "parts")):
        found = lexicon.exact.get(whole, frozenset())
        if len(found) == 1 and whole not in lexicon.asked:
            return _settled(next(iter(found)), "", confidence, said, lexicon, level)
    for parts in dict.fromkeys((said.parts, said.plain)):
        match = _match(parts, lexicon)
        if match.asked:
            return _ask("ambiguous", match.asked)
        if len(match.meanings) == 1:
            indicator, category = next(iter(match.meanings))
            return _settled(indicator, category, "parts", said, lexicon, level)
        if match.meanings:
            return _ask("competing", tuple(sorted({name for name, _ in match.meanings})))
    return _ask("unknown", near_indicators(path, lexicon))


def reads_as(indicator: Indicator, level: str) -> str:
    """Tell how the cells of an indicator are read.

    Parameters
    ----------
    indicator
        The indicator.
    level
        Level of the units of the table: of a district a state of communes is counted.

    Returns
    -------
    str
        One of :data:`antq_analysis.sources.tables.values.READS`.
    """
    if indicator.kind == "rate":
        return "percent" if indicator.unit_vi == "%" else "number"
    if indicator.kind in ("date", "category"):
        return "year" if indicator.kind == "date" else "class"
    if indicator.adds_up == "flags":
        return "tick" if level == "commune" else "count"
    measured = {"km²", "kg", "triệu đồng"} & set(indicator.unit_vi.split("/"))
    return "number" if measured or indicator.adds_up == "mean" else "count"


def is_printed_rate(path: str, meaning: Meaning, lexicon: Lexicon) -> bool:
    """Tell whether a column holds a printed rate, whatever else its words resemble.

    Parameters
    ----------
    path
        The header path.
    meaning
        What it was understood to mean.
    lexicon
        The vocabulary by wording.

    Returns
    -------
    bool
        True where the words say so or the indicator is a rate.
    """
    if meaning.indicator:
        return lexicon.indicators[meaning.indicator].kind == "rate" or is_rate(path)
    return is_rate(path)


def _match(parts: Sequence[str], lexicon: Lexicon) -> _Found:
    for step in (_whole, _under_title, _counted, _last_parts):
        found = step(parts, lexicon) if parts else _Found()
        if found.meanings or found.asked:
            return found
    return _Found()


def _whole(parts: Sequence[str], lexicon: Lexicon) -> _Found:
    """Take all parts together for one wording."""
    for whole in _wholes(parts):
        if whole in lexicon.asked:
            return _Found(asked=lexicon.asked[whole])
        if (found := lexicon.worded.get(whole)) and not _breaks_list(parts, whole, lexicon):
            return _Found({(name, "") for name in found})
    return _Found()


def _under_title(parts: Sequence[str], lexicon: Lexicon) -> _Found:
    """Take two wordings of one title for each other.

    ``Tin do quần chúng cung cấp / Có giá trị`` is ``Tin báo, tố giác / Có giá trị``.
    """
    for above in _wholes(parts[:-1]) if len(parts) > 1 else ():
        owners = lexicon.worded.get(above, frozenset())
        if len(owners) == 1 and (below := lexicon.children.get((next(iter(owners)), parts[-1]))):
            return _Found({(name, "") for name in below})
    return _Found()


def _counted(parts: Sequence[str], lexicon: Lexicon) -> _Found:
    """Take the last part for what the parts above are counted in: ``Tai nạn giao thông / Vụ``."""
    unit = UNIT_WORDS.get(parts[-1], "")
    if not unit or len(parts) == 1:
        return _Found()
    found = _match(parts[:-1], lexicon)
    return _Found({item for item in found.meanings if _fits(unit, lexicon.indicators[item[0]])}, found.asked)


def _last_parts(parts: Sequence[str], lexicon: Lexicon) -> _Found:
    """Take the last parts for all that is said where those above add nothing, or one of them for a category."""
    by_category = set(_by_category(parts, lexicon))
    for start in range(1, len(parts)):
        for whole in _wholes(parts[start:]):
            if whole in lexicon.asked and not by_category:
                return _Found(asked=lexicon.asked[whole])
            if _breaks_list(parts[start:], whole, lexicon):
                continue
            own = {
                (name, "")
                for name in lexicon.worded.get(whole, frozenset())
                if all(_says_nothing(part, name, whole, lexicon) for part in parts[:start])
            }
            if own:
                return _Found(own | by_category)
    return _Found(by_category)


def _wholes(parts: Sequence[str]) -> Iterator[str]:
    yield SEPARATOR.join(parts)
    # "Điểm" alone over a column may be a score, "Đơn vị" the header of the names: no words of what stands below.
    if len(parts) > 1 and parts[0] in _ALONE:
        return
    yield " ".join(parts)
    if len(parts) > 1 and parts[-1] in UNIT_WORDS:
        yield " ".join((parts[-1], *parts[:-1]))
    # "Mô hình tự quản / Số điểm xây dựng mới": points of these models.
    if len(parts) == 2 and parts[0] in _MODELS and parts[1].startswith("điểm "):
        yield f"điểm mô hình {parts[1].removeprefix('điểm ')}"
    # "Đăng ký An toàn về ANTT / Khu dân cư": what is said of the things that the last part names.
    if len(parts) > 1 and any(parts[0].startswith(verb) for verb in _VERBS):
        yield " ".join((*parts[1:], parts[0]))


def _breaks_list(parts: Sequence[str], whole: str, lexicon: Lexicon) -> bool:
    openings = {" ".join(parts[:place]) for place in range(1, len(parts))}
    return SEPARATOR not in whole and bool(openings & lexicon.lists.get(whole, frozenset()))


def _says_nothing(title: str, indicator: str, below: str, lexicon: Lexicon) -> bool:
    return (
        title in _GENERAL
        or title in lexicon.groups[indicator]
        or f" {title} " in f" {below} "
        or title == below
    )


def _by_category(parts: Sequence[str], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    if len(parts) < 2:
        return
    # The first part says what is counted: "Dân vận khéo / Điểm mô hình" is no kind of point.
    for place, part in enumerate(parts[1:], 1):
        rest = [_without_split(other) for other in (*parts[:place], *parts[place + 1 :])]
        # "Điểm mô hình / Camera an ninh" may count cameras, unless the title says that points are split by type.
        if part in lexicon.worded and rest == [*parts[:place], *parts[place + 1 :]]:
            continue
        owners = [lexicon.worded.get(whole, frozenset()) for whole in _wholes(rest)]
        for name in sorted(frozenset().union(*owners)):
            known = lexicon.categories.get(lexicon.indicators[name].dimension, {})
            yield from ((name, category) for category in sorted(known.get(part, frozenset())))


def _without_split(title: str) -> str:
    for words in _BY_TYPE:
        title = title.removesuffix(f" {words}")
    return title


def _settled(
    name: str, category: str, confidence: str, said: Wording, lexicon: Lexicon, level: str
) -> Meaning:
    entry = lexicon.indicators[name]
    basis = _basis(entry, said.bases, confidence, lexicon)
    wrong = [unit for unit in said.units if not _fits(unit, entry, level)]
    if wrong:
        return _ask("unit", (name,))
    if said.years_before is None:
        return _ask("year", (name,))
    if not basis:
        return _ask("basis", (name,))
    if level == "commune" and (entry.merges == "recount" or entry.level == "national"):
        return _ask("level", (name,))
    return Meaning(
        name,
        category,
        basis,
        reads_as(entry, level),
        said.years_before,
        confidence,
    )


def _basis(entry: Indicator, said: frozenset[str], confidence: str, lexicon: Lexicon) -> str:
    # A rate is of the time of what it counts.
    counted = lexicon.indicators.get(entry.parts[0]) if entry.parts else None
    usual = BASIS_OF_KIND[counted.kind if counted else entry.kind]
    if not said:
        return usual
    if usual == "stock":
        if said <= {"stock", "now"}:
            return "stock"
        # Where the vocabulary itself says "trong năm" of a state, that is what it is.
        return "in_year" if confidence == "exact" and said == {"in_year"} else ""
    if said <= {"cumulative", "now"}:
        return "cumulative"
    return "in_year" if said == {"in_year"} else ""


def _without_units(path: str) -> tuple[str, tuple[str, ...]]:
    """Take off the brackets that end the parts of a path, and give what they say."""
    return _BRACKETED.sub("", path), tuple(fold(unit).strip() for unit in _BRACKETED.findall(path))


def is_counted_in(unit: str, entry: Indicator, level: str = "commune") -> bool:
    """Tell whether a unit is the one that an indicator is counted in.

    Parameters
    ----------
    unit
        Folded.
    entry
        The indicator.
    level
        Level of the units of the table.

    Returns
    -------
    bool
        True for ``vụ`` and incidents; False for what is scaled, such as ``nghìn người``.
    """
    return unit == fold(entry.unit_vi) or (unit in UNIT_WORDS and _fits(UNIT_WORDS[unit], entry, level))


def _fits(unit: str, entry: Indicator, level: str = "commune") -> bool:
    own = fold(entry.unit_vi)
    if entry.adds_up == "flags":
        return level != "commune" and unit in ("xã", "đơn vị")
    return f"{own} ".startswith(f"{unit} ") or (unit, own) == ("người", "đối tượng") or unit in own.split("/")


def _ask(reason: str, candidates: tuple[str, ...]) -> Meaning:
    return Meaning(reason=reason, candidates=candidates[:6])
